//! Sign-in and administration of accounts and authorities.

use domain::role::Role;
use registry::{Caller, Error, accounts::NewAccount};

use crate::harness::{PASSWORD, World, on_both, stored_values};

fn new(email: &str, password: &str) -> NewAccount {
    NewAccount {
        email: email.into(),
        name: "Amina".into(),
        authority: "KEN".parse().unwrap(),
        roles: vec![Role::Official, Role::Approver],
        password: password.into(),
    }
}

on_both! {
    async fn a_person_signs_in_with_address_and_password(w: World) {
        w.authority("KEN", "Africa/Nairobi", "Nairobi").await;
        let id = w.registry.account_create(&Caller::System, new("Amina@Example.org", PASSWORD)).await.unwrap();
        let official = w.registry.sign_in(" amina@example.ORG", PASSWORD).await.unwrap().unwrap();
        assert_eq!(official.account_id, id);
        assert_eq!(official.authority_name, "Authority KEN");
        assert_eq!(official.roles, [Role::Official, Role::Approver]);
        assert_eq!(w.registry.official(id).await.unwrap(), Some(official));
        assert_eq!(w.registry.sign_in("amina@example.org", "wrong password").await.unwrap(), None);
        assert_eq!(w.registry.sign_in("nobody@example.org", PASSWORD).await.unwrap(), None);
        assert_eq!(w.registry.official(id + 1).await.unwrap(), None);
    }
}

on_both! {
    async fn accounts_are_checked_and_unique(w: World) {
        w.authority("KEN", "Africa/Nairobi", "Nairobi").await;
        let mut bad = new("no address", "short");
        bad.roles.clear();
        bad.name = " ".into();
        let Err(Error::Invalid(errors)) = w.registry.account_create(&Caller::System, bad).await else { panic!() };
        let fields: Vec<_> = errors.iter().map(|e| e.field.as_str()).collect();
        assert_eq!(fields, ["email", "name", "roles", "password"]);
        w.registry.account_create(&Caller::System, new("a@example.org", PASSWORD)).await.unwrap();
        let again = w.registry.account_create(&Caller::System, new("A@example.org", PASSWORD)).await;
        assert!(matches!(again, Err(Error::Invalid(_))), "{again:?}");
    }
}

on_both! {
    async fn only_administrators_of_the_authority_administer(w: World) {
        w.authority("KEN", "Africa/Nairobi", "Nairobi").await;
        w.authority("UGA", "Africa/Kampala", "Kampala").await;
        let official = w.person("KEN", "Amina", &[Role::Official]).await;
        let foreign = w.person("UGA", "Okello", &[Role::Administrator]).await;
        let own = w.person("KEN", "Carol", &[Role::Administrator]).await;
        let create = |caller, email: &'static str| {
            let registry = w.registry.clone();
            async move { registry.account_create(&caller, new(email, PASSWORD)).await }
        };
        assert!(matches!(create(Caller::Public, "a@example.org").await, Err(Error::SignInNeeded)));
        assert!(matches!(create(official, "b@example.org").await, Err(Error::Step(_))));
        assert!(matches!(create(foreign, "c@example.org").await, Err(Error::Refused(_))));
        create(own.clone(), "d@example.org").await.unwrap();

        let mut kenya = w.registry.authority(&"KEN".parse().unwrap()).await.unwrap().unwrap();
        kenya.name = "Kenya Bureau of Standards".into();
        w.registry.authority_save(&own, kenya.clone()).await.unwrap();
        assert_eq!(w.registry.authority(&kenya.code).await.unwrap(), Some(kenya.clone()));
        kenya.zone = "Africa/Atlantis".into();
        assert!(matches!(w.registry.authority_save(&own, kenya).await, Err(Error::Invalid(_))));
    }
}

on_both! {
    async fn a_password_is_taken_as_it_is_typed(w: World) {
        w.authority("KEN", "Africa/Nairobi", "Nairobi").await;
        let create = async |password: &str| w.registry.account_create(&Caller::System, new("a@example.org", password)).await;
        for password in ["password1234", "password1234567", "fourteen chars", "Amina Amina Amina"] {
            assert!(matches!(create(password).await, Err(Error::Invalid(_))), "{password}");
        }
        create(" zebra tulip o\u{308}cean ").await.unwrap();
        let signs_in = async |password: &str| w.registry.sign_in("a@example.org", password).await.unwrap().is_some();
        assert!(signs_in(" zebra tulip o\u{308}cean ").await);
        assert!(signs_in(" zebra tulip \u{f6}cean ").await, "the same letters, typed on another system");
        assert!(!signs_in("zebra tulip \u{f6}cean").await, "blanks are a part of it");
    }
}

on_both! {
    async fn people_change_their_own_password(w: World) {
        let (amina, brian) = w.kenya().await;
        let (r, id) = (&w.registry, amina.official().unwrap().account_id);
        for session in ["this", "other"] {
            r.session_save(session, "x", Some(id)).await.unwrap();
        }
        r.session_save("his", "x", Some(brian.official().unwrap().account_id)).await.unwrap();
        let change = async |old: &str, new: &str| match r.password_change(&amina, old, new, "this").await {
            Ok(()) => String::new(),
            Err(Error::Invalid(errors)) => errors[0].field.clone(),
            Err(other) => panic!("{other}"),
        };
        assert_eq!(change("wrong password", "zebra tulip ocean").await, "old_password");
        assert_eq!(change(PASSWORD, "password1234567").await, "new_password");
        assert_eq!(change(PASSWORD, "Amina-Amina-Amina-1").await, "new_password");
        assert_eq!(change(PASSWORD, PASSWORD).await, "new_password");
        assert!(r.session_load("other").await.unwrap().is_some(), "nothing happened yet");
        assert_eq!(change(PASSWORD, "zebra tulip ocean").await, "");
        assert!(r.sign_in("amina@ken.example.org", "zebra tulip ocean").await.unwrap().is_some());
        assert!(r.sign_in("amina@ken.example.org", PASSWORD).await.unwrap().is_none());
        assert!(r.session_load("other").await.unwrap().is_none());
        assert!(r.session_load("this").await.unwrap().is_some() && r.session_load("his").await.unwrap().is_some());
        assert!(stored_values(&w.url).await.iter().any(|v| v.contains("password-changed")), "it is in the log");
        let public = r.password_change(&Caller::Public, PASSWORD, "zebra tulip ocean", "").await;
        assert!(matches!(public, Err(Error::SignInNeeded)), "{public:?}");
    }
}

on_both! {
    async fn a_link_mailed_before_does_not_undo_an_own_change(w: World) {
        let (amina, _) = w.kenya().await;
        let joseph = w.person("KEN", "Joseph", &[Role::Administrator]).await;
        let r = &w.registry;
        r.person_send_link(&joseph, amina.official().unwrap().account_id).await.unwrap();
        let mail = r.mails_latest(1).await.unwrap().remove(0);
        let token = mail.body.split_once("token=").unwrap().1.split_whitespace().next().unwrap().to_owned();
        r.password_change(&amina, PASSWORD, "zebra tulip ocean", "").await.unwrap();
        assert!(r.password_set(&token, "another long password").await.is_err());
    }
}
