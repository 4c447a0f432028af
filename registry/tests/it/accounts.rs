//! Sign-in and administration of accounts and authorities.

use domain::role::Role;
use registry::{Caller, Error, accounts::NewAccount};

use crate::harness::{PASSWORD, World, on_both};

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
