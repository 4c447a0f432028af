//! Pressing a button twice.

use domain::role::Role;
use registry::Error;

use crate::harness::{World, form, on_both};

on_both! {
    async fn who_took_a_step_is_told_that_it_is_done(world: World) {
        let (official, approver) = world.kenya().await;
        let id = world.submitted(&official, form()).await;
        let done = async |caller, steps: &[&str]| world.registry.done_already(caller, id, steps).await.unwrap();
        assert!(matches!(world.registry.submit(&official, id).await, Err(Error::Step(_))));
        let submitted = done(&official, &["submitted"]).await.unwrap();
        assert_eq!((submitted.by.as_str(), submitted.symbol), ("Amina", None));
        assert!(done(&approver, &["submitted"]).await.is_none(), "somebody else took it");
        assert!(done(&approver, &["published"]).await.is_none(), "nobody took it");
        world.registry.send_back(&approver, id, "Say more.").await.unwrap();
        assert!(done(&official, &["submitted"]).await.is_none(), "it was begun anew");
        world.registry.submit(&official, id).await.unwrap();
        let symbol = world.registry.approve(&approver, id).await.unwrap();
        assert!(world.registry.approve(&approver, id).await.is_err());
        let published = done(&approver, &["published"]).await.unwrap();
        assert_eq!((published.what.as_str(), published.symbol), ("published", Some(symbol)));
        world.authority("UGA", "Africa/Kampala", "Kampala").await;
        // The same name in another authority is somebody else.
        let other = world.person("UGA", "Brian", &[Role::Approver]).await;
        assert!(done(&other, &["published"]).await.is_none());
    }
}
