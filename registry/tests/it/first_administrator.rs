//! The first administrator, and the mark of a demonstration.

use domain::{authority::Profile, notification::Contact, role::Role};
use registry::{
    Caller, Error, Result, authorities::Authority, first_administrator::FirstAdministrator,
    passwords::OF_DEMONSTRATION,
};

use crate::harness::{PASSWORD, World, on_both};

fn first(code: &str, name: &str, email: &str) -> FirstAdministrator {
    FirstAdministrator {
        authority: Authority {
            code: code.parse().unwrap(),
            name: "Kenya Bureau of Standards".to_owned(),
            country: "KE".to_owned(),
            zone: "Africa/Nairobi".to_owned(),
            zone_place: "Nairobi".to_owned(),
            profile: Profile::Wto,
            enquiry_point: Contact::default(),
        },
        email: email.to_owned(),
        name: name.to_owned(),
    }
}

fn refused<T: std::fmt::Debug>(result: Result<T>) -> String {
    match result {
        Err(Error::Refused(sentence)) => sentence,
        other => panic!("{other:?}"),
    }
}

fn invalid<T: std::fmt::Debug>(result: Result<T>) -> Vec<String> {
    match result {
        Err(Error::Invalid(errors)) => errors.into_iter().map(|e| e.field).collect(),
        other => panic!("{other:?}"),
    }
}

on_both! {
    async fn an_empty_registry_gets_its_first_administrator(w: World) {
        let r = &w.registry;
        assert!(r.needs_administrator().await.unwrap());
        let mut bad = first("KEN", " ", "no address");
        bad.authority.zone = String::new();
        bad.authority.name = String::new();
        let fields = invalid(r.administrator_first(&Caller::System, bad).await);
        assert_eq!(fields, ["email", "person_name", "authority_name", "zone"]);
        assert!(r.authority_list().await.unwrap().is_empty(), "nothing half is left behind");
        let made = r.administrator_first(&Caller::System, first("KEN", "Joseph", "joseph@example.org")).await.unwrap();
        assert!(made.authority_made);
        // The link was mailed, too. Until it is used it can be had again, and the older one ends.
        let mail = r.mails_latest(1).await.unwrap().remove(0);
        assert_eq!(mail.to, "joseph@example.org");
        assert!(mail.body.contains(&format!("/password?token={}", made.token)));
        assert!(r.needs_administrator().await.unwrap());
        let again = r.administrator_first(&Caller::System, first("KEN", "Joseph", "Joseph@example.org")).await.unwrap();
        assert_eq!((again.account, again.authority_made), (made.account, false));
        refused(r.password_set(&made.token, PASSWORD).await);
        assert_eq!(r.password_set(&again.token, PASSWORD).await.unwrap(), made.account);
        // From now on somebody governs, and nobody else is let in this way.
        assert!(!r.needs_administrator().await.unwrap());
        let sentence = refused(r.administrator_first(&Caller::System, first("KEN", "Eve", "eve@example.org")).await);
        assert!(sentence.contains("Joseph (KEN)"), "{sentence}");
        let joseph = r.sign_in("joseph@example.org", PASSWORD).await.unwrap().unwrap();
        assert_eq!(joseph.roles, [Role::Administrator]);
        let log = r.administration(&Caller::Official(joseph)).await.unwrap().log;
        let what: Vec<_> = log.iter().map(|e| e.what.as_str()).collect();
        assert_eq!(what, ["password-set", "first-administrator", "first-administrator", "authority-created"]);
    }
}

on_both! {
    async fn a_link_to_a_mistyped_address_ends_with_the_next(w: World) {
        let r = &w.registry;
        let wrong = r.administrator_first(&Caller::System, first("KEN", "Joseph", "joesph@example.org")).await.unwrap();
        let right = r.administrator_first(&Caller::System, first("KEN", "Joseph", "joseph@example.org")).await.unwrap();
        refused(r.password_set(&wrong.token, PASSWORD).await);
        r.password_set(&right.token, PASSWORD).await.unwrap();
        // The other one is an account that nobody signed in with.
        let joseph = r.sign_in("joseph@example.org", PASSWORD).await.unwrap().unwrap();
        assert!(r.person(&Caller::Official(joseph), wrong.account).await.unwrap().invited);
    }
}

on_both! {
    async fn where_people_work_but_nobody_administers_one_of_them_can(w: World) {
        let (amina, _) = w.kenya().await;
        w.authority("UGA", "Africa/Kampala", "Kampala").await;
        let r = &w.registry;
        for caller in [Caller::Public, amina.clone()] {
            refused(r.administrator_first(&caller, first("KEN", "Eve", "eve@example.org")).await);
        }
        // Of an authority that is there its letters count alone.
        let mut known = first("KEN", "Amina", "amina@ken.example.org");
        (known.authority.name, known.authority.zone) = (String::new(), String::new());
        let mut other = known.clone();
        other.authority.code = "UGA".parse().unwrap();
        assert_eq!(invalid(r.administrator_first(&Caller::System, other).await), ["code"]);
        let made = r.administrator_first(&Caller::System, known).await.unwrap();
        assert_eq!((made.authority.as_str(), made.authority_made), ("Authority KEN", false));
        let amina = r.sign_in("amina@ken.example.org", PASSWORD).await.unwrap().unwrap();
        assert_eq!(amina.roles, [Role::Official, Role::Administrator]);
        assert!(!r.needs_administrator().await.unwrap());
    }
}

on_both! {
    async fn the_published_password_opens_a_demonstration_alone(w: World) {
        let r = &w.registry;
        assert!(!r.is_demonstration().await.unwrap());
        refused(r.demonstration_begin(&Caller::Public).await);
        let made = r.administrator_first(&Caller::System, first("KEN", "Joseph", "joseph@example.org")).await.unwrap();
        assert_eq!(invalid(r.password_set(&made.token, OF_DEMONSTRATION).await), ["password"]);
        // Where people have accounts no demonstration begins.
        assert!(refused(r.demonstration_begin(&Caller::System).await).contains("accounts"));
    }
}

on_both! {
    async fn a_copy_of_a_demonstration_is_one(w: World) {
        let r = &w.registry;
        r.demonstration_begin(&Caller::System).await.unwrap();
        w.authority("KEN", "Africa/Nairobi", "Nairobi").await;
        let new = registry::accounts::NewAccount {
            email: "amina@example.org".to_owned(),
            name: "Amina".to_owned(),
            authority: "KEN".parse().unwrap(),
            roles: vec![Role::Administrator],
            password: OF_DEMONSTRATION.to_owned(),
        };
        r.account_create(&Caller::System, new).await.unwrap();
        assert!(w.again().await.is_demonstration().await.unwrap());
        assert!(r.sign_in("amina@example.org", OF_DEMONSTRATION).await.unwrap().is_some());
        // Somebody who takes the mark away does not get a registry that it opens.
        let db = sea_orm::Database::connect(&w.url).await.unwrap();
        sea_orm::ConnectionTrait::execute_unprepared(&db, "DELETE FROM setting WHERE name = 'demonstration'").await.unwrap();
        assert!(r.sign_in("amina@example.org", OF_DEMONSTRATION).await.unwrap().is_none());
    }
}
