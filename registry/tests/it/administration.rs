//! Authorities, people, roles, and links to set a password.

use domain::{
    authority::Profile,
    notification::{Contact, Form},
    role::Role,
};
use registry::{Caller, Error, administration::NewPerson, authorities::Authority};

use crate::harness::{PASSWORD, World, form, on_both};

fn authority(code: &str, country: &str) -> Authority {
    Authority {
        code: code.parse().unwrap(),
        name: format!("Authority {code}"),
        country: country.to_owned(),
        zone: "Africa/Nairobi".to_owned(),
        zone_place: "Nairobi".to_owned(),
        profile: Profile::Wto,
        enquiry_point: Contact::default(),
    }
}

fn new(email: &str, code: &str, roles: &[Role]) -> NewPerson {
    NewPerson {
        email: email.to_owned(),
        name: "Faith".to_owned(),
        authority: code.parse().unwrap(),
        roles: roles.to_vec(),
    }
}

/// The secret of the link in the latest mail.
async fn link(w: &World) -> String {
    let mail = w.registry.mails_latest(1).await.unwrap().remove(0);
    let (_, rest) = mail.body.split_once("https://concordance.example/password?token=").unwrap();
    rest.split_whitespace().next().unwrap().to_owned()
}

fn id_of(caller: &Caller) -> i64 {
    caller.official().unwrap().account_id
}

fn refused(result: registry::Result<impl std::fmt::Debug>) -> String {
    match result {
        Err(Error::Refused(sentence)) => sentence,
        other => panic!("{other:?}"),
    }
}

on_both! {
    async fn a_person_is_invited_sets_a_password_and_signs_in(w: World) {
        w.authority("KEN", "Africa/Nairobi", "Nairobi").await;
        let joseph = w.person("KEN", "Joseph", &[Role::Administrator]).await;
        let r = &w.registry;
        let bad = NewPerson { name: " ".into(), roles: vec![], ..new("no address", "KEN", &[]) };
        let Err(Error::Invalid(errors)) = r.person_invite(&joseph, bad).await else { panic!() };
        assert_eq!(errors.iter().map(|e| e.field.as_str()).collect::<Vec<_>>(), ["email", "name", "roles"]);
        let id = r.person_invite(&joseph, new("Faith@Example.org", "KEN", &[Role::Official])).await.unwrap();
        assert!(r.person(&joseph, id).await.unwrap().invited);
        let token = link(&w).await;
        assert_eq!(r.invitation(&token).await.unwrap().email, "faith@example.org");
        assert!(refused(r.invitation("0").await).contains("administrator"));
        assert!(matches!(r.password_set(&token, "short").await, Err(Error::Invalid(_))));
        assert_eq!(r.sign_in("faith@example.org", "").await.unwrap(), None);
        r.password_set(&token, PASSWORD).await.unwrap();
        let faith = r.sign_in("faith@example.org", PASSWORD).await.unwrap().unwrap();
        assert_eq!((faith.account_id, faith.roles.as_slice()), (id, &[Role::Official][..]));
        // Once.
        refused(r.password_set(&token, "another long password").await);
        assert!(!r.person(&joseph, id).await.unwrap().invited);
        // A new link ends the one before; a week later it is too old.
        r.person_send_link(&joseph, id).await.unwrap();
        let old = link(&w).await;
        r.person_send_link(&joseph, id).await.unwrap();
        let token = link(&w).await;
        refused(r.invitation(&old).await);
        assert!(r.sign_in("faith@example.org", PASSWORD).await.unwrap().is_some(), "until another is set");
        w.set("2026-11-28T01:15:07Z");
        refused(r.password_set(&token, "another long password").await);
        let log = r.administration(&joseph).await.unwrap().log;
        let log: Vec<_> = log.iter().map(|e| (e.what.as_str(), e.actor.as_str(), e.subject.as_str())).collect();
        assert_eq!(log[..5], [
            ("person-link-sent", "Joseph", "Faith"),
            ("person-link-sent", "Joseph", "Faith"),
            ("password-set", "Faith", "Faith"),
            ("person-invited", "Joseph", "Faith"),
            ("person-created", "Concordance", "Joseph"),
        ]);
    }
}

on_both! {
    async fn a_disabled_person_is_out_at_once(w: World) {
        w.authority("KEN", "Africa/Nairobi", "Nairobi").await;
        let joseph = w.person("KEN", "Joseph", &[Role::Administrator]).await;
        let amina = w.person("KEN", "Amina", &[Role::Official]).await;
        let (r, id) = (&w.registry, id_of(&amina));
        r.session_save("hers", "x", Some(id)).await.unwrap();
        r.session_save("his", "x", Some(id_of(&joseph))).await.unwrap();
        r.person_send_link(&joseph, id).await.unwrap();
        let token = link(&w).await;
        r.person_disable(&joseph, id, true).await.unwrap();
        assert_eq!(r.session_load("hers").await.unwrap(), None);
        assert!(r.session_load("his").await.unwrap().is_some());
        assert_eq!(r.official(id).await.unwrap(), None);
        assert_eq!(r.sign_in("amina@ken.example.org", PASSWORD).await.unwrap(), None);
        refused(r.password_set(&token, PASSWORD).await);
        assert!(refused(r.person_send_link(&joseph, id).await).contains("administrator"));
        r.person_disable(&joseph, id, false).await.unwrap();
        assert!(r.sign_in("amina@ken.example.org", PASSWORD).await.unwrap().is_some());
        // A new password ends what was open elsewhere, too.
        r.session_save("hers", "x", Some(id)).await.unwrap();
        r.person_send_link(&joseph, id).await.unwrap();
        r.password_set(&link(&w).await, "another long password").await.unwrap();
        assert_eq!(r.session_load("hers").await.unwrap(), None);
    }
}

on_both! {
    async fn the_last_administrator_is_not_locked_out(w: World) {
        w.authority("KEN", "Africa/Nairobi", "Nairobi").await;
        w.authority("UGA", "Africa/Kampala", "Kampala").await;
        let joseph = w.person("KEN", "Joseph", &[Role::Administrator]).await;
        w.person("UGA", "Uma", &[Role::Administrator]).await;
        let (r, id) = (&w.registry, id_of(&joseph));
        assert!(refused(r.person_disable(&joseph, id, true).await).contains("last administrator of KE"));
        assert!(refused(r.person_change(&joseph, id, "Joseph", &[Role::Official]).await).contains("last administrator"));
        // Somebody who never set a password administers nothing yet.
        let second = r.person_invite(&joseph, new("second@example.org", "KEN", &[Role::Administrator])).await.unwrap();
        refused(r.person_disable(&joseph, id, true).await);
        r.password_set(&link(&w).await, PASSWORD).await.unwrap();
        let person = Caller::Official(r.official(second).await.unwrap().unwrap());
        r.person_change(&person, id, "Joseph M.", &[Role::Official, Role::Coordinator]).await.unwrap();
        let joseph = r.person(&person, id).await.unwrap();
        assert_eq!((joseph.name.as_str(), joseph.roles.as_slice()), ("Joseph M.", &[Role::Official, Role::Coordinator][..]));
        refused(r.person_disable(&person, second, true).await);
        let entry = &r.administration(&person).await.unwrap().log[0];
        assert_eq!(entry.note, "name: Joseph → Joseph M.; roles: administrator → official, coordinator");
    }
}

on_both! {
    async fn nobody_alone_gives_the_own_account_what_publishes(w: World) {
        w.authority("KEN", "Africa/Nairobi", "Nairobi").await;
        let joseph = w.person("KEN", "Joseph", &[Role::Administrator]).await;
        let (r, id) = (&w.registry, id_of(&joseph));
        let with = |role| vec![Role::Administrator, role];
        let sentence = refused(r.person_change(&joseph, id, "Joseph", &with(Role::Approver)).await);
        assert!(sentence.contains("only administrator of KE") && sentence.contains("an approver"), "{sentence}");
        refused(r.person_change(&joseph, id, "Joseph", &with(Role::Official)).await);
        r.person_change(&joseph, id, "Joseph", &with(Role::Coordinator)).await.unwrap();
        // Another administrator may; the refusal says who that is.
        let carol = w.person("KEN", "Carol", &[Role::Administrator, Role::Official]).await;
        let sentence = refused(r.person_change(&joseph, id, "Joseph", &with(Role::Approver)).await);
        assert!(sentence.contains("Carol"), "{sentence}");
        r.person_change(&carol, id, "Joseph", &with(Role::Approver)).await.unwrap();
        // What is there already stays, and may be laid down.
        let own = id_of(&carol);
        r.person_change(&carol, own, "Carol A.", &[Role::Administrator, Role::Official]).await.unwrap();
        r.person_change(&carol, own, "Carol A.", &[Role::Administrator]).await.unwrap();
        refused(r.person_change(&carol, own, "Carol A.", &[Role::Administrator, Role::Official]).await);
        // The own address has one account: a second one is another person, and is logged.
        let Err(Error::Invalid(errors)) =
            r.person_invite(&joseph, new("joseph@ken.example.org", "KEN", &[Role::Approver])).await
        else {
            panic!()
        };
        assert_eq!(errors[0].field, "email");
        r.person_invite(&joseph, new("joseph@home.example", "KEN", &[Role::Approver])).await.unwrap();
        let entry = &r.administration(&joseph).await.unwrap().log[0];
        assert_eq!((entry.what.as_str(), entry.actor.as_str()), ("person-invited", "Joseph"));
        assert_eq!(entry.note, "joseph@home.example as approver");
    }
}

on_both! {
    async fn administrators_govern_their_country_and_what_nobody_acts_for(w: World) {
        w.authority("KEN", "Africa/Nairobi", "Nairobi").await;
        w.authority("UGA", "Africa/Kampala", "Kampala").await;
        let joseph = w.person("KEN", "Joseph", &[Role::Administrator]).await;
        let amina = w.person("KEN", "Amina", &[Role::Official, Role::Coordinator]).await;
        let r = &w.registry;
        r.authority_create(&joseph, authority("EPRA", "KE")).await.unwrap();
        let Err(Error::Invalid(errors)) = r.authority_create(&joseph, authority("EPRA", "KE")).await else { panic!() };
        assert_eq!(errors[0].field, "code");
        let mut bad = authority("KX", "Kenya");
        (bad.name, bad.zone, bad.zone_place) = (String::new(), "Mars".into(), " ".into());
        bad.enquiry_point.email = "nobody".into();
        let Err(Error::Invalid(errors)) = r.authority_create(&joseph, bad).await else { panic!() };
        let fields: Vec<_> = errors.iter().map(|e| e.field.as_str()).collect();
        assert_eq!(fields, ["name", "country", "zone", "zone_place", "point_email"]);
        // Nobody acts for Uganda: its first person may be invited from here, its own govern from then on.
        let codes = || async {
            let all = r.administration(&joseph).await.unwrap().authorities;
            all.into_iter().map(|(a, n)| (a.code.to_string(), n)).collect::<Vec<_>>()
        };
        assert_eq!(codes().await, [("EPRA".to_owned(), 0), ("KEN".to_owned(), 2), ("UGA".to_owned(), 0)]);
        let uma = r.person_invite(&joseph, new("uma@example.org", "UGA", &[Role::Administrator])).await.unwrap();
        assert_eq!(codes().await.len(), 2);
        for sentence in [
            refused(r.person_invite(&joseph, new("x@example.org", "UGA", &[Role::Official])).await),
            refused(r.person(&joseph, uma).await),
            refused(r.person_disable(&joseph, uma, true).await),
            refused(r.person_send_link(&joseph, uma).await),
            refused(r.person_change(&joseph, uma, "U", &[Role::Official]).await),
            refused(r.authority_governed(&joseph, &"UGA".parse().unwrap()).await),
            refused(r.authority_save(&joseph, authority("UGA", "UG")).await),
            refused(r.authority_create(&joseph, authority("UGX", "UG")).await),
        ] {
            assert!(sentence.contains("an administrator of an authority of UG"), "{sentence}");
        }
        // An authority does not move to another country, which others govern.
        let moved = r.authority_save(&joseph, authority("EPRA", "UG")).await;
        assert!(matches!(moved, Err(Error::Invalid(_))), "{moved:?}");
        let mut renamed = authority("EPRA", "KE");
        renamed.name = "Energy and Petroleum Regulatory Authority".into();
        r.authority_save(&joseph, renamed).await.unwrap();
        let entry = &r.administration(&joseph).await.unwrap().log[0];
        assert_eq!(entry.note, "name: Authority EPRA → Energy and Petroleum Regulatory Authority");
        // Others administer nothing.
        for outcome in [
            r.administration(&amina).await.map(|_| ()),
            r.authority_governed(&amina, &"KEN".parse().unwrap()).await.map(|_| ()),
            r.authority_create(&amina, authority("KEX", "KE")).await,
            r.authority_save(&amina, authority("KEN", "KE")).await,
            r.person_invite(&amina, new("x@example.org", "KEN", &[Role::Official])).await.map(|_| ()),
            r.person_disable(&amina, id_of(&joseph), true).await,
            r.form_templates(&amina).await.map(|_| ()),
        ] {
            let error = outcome.unwrap_err();
            assert!(error.to_string().contains("an administrator"), "{error}");
        }
        assert!(matches!(r.administration(&Caller::Public).await, Err(Error::SignInNeeded)));
    }
}

on_both! {
    async fn a_published_notification_keeps_its_form(w: World) {
        let people = w.kenya().await;
        let joseph = w.person("KEN", "Joseph", &[Role::Administrator]).await;
        let r = &w.registry;
        let mut old = form();
        old.form = Form::TbtBefore2026;
        let symbol = w.published(&people, old).await;
        w.published(&people, form()).await;
        let page = r.notification_page(&symbol).await.unwrap().unwrap();
        assert_eq!(page.content.form.template().name, "WTO TBT notification form before July 2026");
        let counts: Vec<_> = r.form_templates(&joseph).await.unwrap().into_iter().map(|(t, n)| (t.form, n)).collect();
        assert_eq!(counts, [(Form::Tbt2026, 1), (Form::TbtBefore2026, 1), (Form::Tris2015, 0)]);
    }
}
