//! Imports of notifications, and lists over them.

use domain::notification::{Content, Kind, State, StatedDate};
use registry::{
    Caller, Error, catalogue::ImportCounts, imports::ImportedNotification, notifications::Source,
};

use crate::harness::{World, day, form, on_both};

fn imported(symbols: &[&str], names: &[&str], title: &str) -> ImportedNotification {
    let symbols: Vec<_> = symbols.iter().map(|s| s.parse().unwrap()).collect();
    ImportedNotification {
        kind: Kind::Regular,
        symbols,
        authority_names: names.iter().map(|n| (*n).to_owned()).collect(),
        source: Source::Eping,
        state: State::Published,
        published: day("2026-10-01"),
        content: Content { title: title.to_owned(), ..form() },
    }
}

fn counts(new: u64, changed: u64, unchanged: u64) -> ImportCounts {
    ImportCounts { new, changed, unchanged }
}

on_both! {
    async fn importing_again_changes_what_changed(w: World) {
        let r = &w.registry;
        let mut batch = vec![
            imported(&["G/TBT/N/BRA/7"], &["Brazil"], "Lamps"),
            imported(&["G/TBT/N/BRA/7/Add.1"], &["Brazil"], "Lamps, adopted"),
        ];
        let import = |batch: Vec<ImportedNotification>| async move {
            r.notifications_import(&Caller::System, &batch).await.unwrap()
        };
        assert_eq!(import(batch.clone()).await, counts(2, 0, 0));
        let head = r.outbox_head().await.unwrap();
        assert_eq!(import(batch.clone()).await, counts(0, 0, 2));
        assert_eq!(r.outbox_head().await.unwrap(), head, "nothing to look at again");
        batch[0].content.description = "New words.".into();
        batch[0].content.comments_until = StatedDate::words("60 days from notification");
        assert_eq!(import(batch.clone()).await, counts(0, 1, 1));
        let page = r.notification_page("G/TBT/N/BRA/7").await.unwrap().unwrap();
        assert_eq!(page.summary.description, "New words.");
        assert_eq!(page.summary.period, None);
        let last = page.history.last().unwrap();
        assert_eq!((last.what.as_str(), last.note.as_str()), ("import-changed", "Changed: comments until, description."));
        assert_eq!(page.family[0].kind, Kind::Addendum);
        assert_eq!((page.authority.zone.as_str(), page.authority.country.as_str()), ("America/Sao_Paulo", "BR"));
    }
}

on_both! {
    async fn a_joint_measure_is_one_notification(w: World) {
        let r = &w.registry;
        let joint = |title| imported(
            &["G/TBT/N/ARE/5", "G/TBT/N/BHR/6", "G/TBT/N/SAU/7"],
            &["United Arab Emirates", "Bahrain", "Saudi Arabia"],
            title,
        );
        let mut other = joint("Cars");
        other.symbols.rotate_left(1);
        other.authority_names.rotate_left(1);
        other.content.description = "Other blanks.".into();
        let batch = [joint("Cars"), other];
        assert_eq!(r.notifications_import(&Caller::System, &batch).await.unwrap(), counts(1, 0, 1));
        assert_eq!(r.notifications_import(&Caller::System, &batch).await.unwrap(), counts(0, 0, 2));
        let page = r.notification_page("G/TBT/N/SAU/7").await.unwrap().unwrap();
        assert_eq!(page.summary.symbols, ["G/TBT/N/ARE/5", "G/TBT/N/BHR/6", "G/TBT/N/SAU/7"]);
        assert_eq!(page.summary.authorities.len(), 3);
        let lists = r.authority_list().await.unwrap();
        assert!(lists.iter().all(|a| a.notifications == 1 && a.open == 1), "{lists:?}");
        let home = r.home().await.unwrap();
        assert_eq!((home.notifications, home.open, home.authorities), (1, 1, 3));
        assert_eq!((home.newest.len(), home.closing_soon.len()), (1, 1));
        // Another authority joins later.
        let mut joined = joint("Cars");
        joined.symbols.push("G/TBT/N/OMN/9".parse().unwrap());
        assert_eq!(r.notifications_import(&Caller::System, &[joined]).await.unwrap(), counts(0, 1, 0));
        assert_eq!(r.notification_page("G/TBT/N/OMN/9").await.unwrap().unwrap().summary.symbols.len(), 4);
    }
}

on_both! {
    async fn a_parent_may_come_after_its_addendum(w: World) {
        let r = &w.registry;
        let add = imported(&["G/TBT/N/UGA/3/Add.1"], &["Uganda"], "Addendum");
        r.notifications_import(&Caller::System, &[add]).await.unwrap();
        let root = imported(&["G/TBT/N/UGA/3"], &["Uganda"], "Root");
        r.notifications_import(&Caller::System, &[root]).await.unwrap();
        let page = r.notification_page("G/TBT/N/UGA/3/Add.1").await.unwrap().unwrap();
        assert_eq!(page.family[0].title, "Root");
        assert!(page.summary.period.is_none());
    }
}

on_both! {
    async fn what_was_written_here_stays_and_numbers_go_on(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        r.notifications_import(&Caller::System, &[imported(&["G/TBT/N/KEN/641"], &[], "Old")]).await.unwrap();
        let symbol = w.published(&people, form()).await;
        assert_eq!(symbol, "G/TBT/N/KEN/642");
        let echo = imported(&["G/TBT/N/KEN/642"], &[], "Echo");
        assert_eq!(r.notifications_import(&Caller::System, &[echo]).await.unwrap(), counts(0, 0, 1));
        assert_eq!(r.notification_page(&symbol).await.unwrap().unwrap().summary.title, "Safety of toasters");
    }
}

on_both! {
    async fn lists_follow_the_order_asked_for(w: World) {
        let r = &w.registry;
        let batch: Vec<_> = (1..=30).map(|n| imported(&[&format!("G/TBT/N/FRA/{n}")], &[], "x")).collect();
        r.notifications_import(&Caller::System, &batch).await.unwrap();
        let mut ids = r.notification_ids(0, 20).await.unwrap();
        assert_eq!(ids.len(), 20);
        ids.extend(r.notification_ids(ids[19], 20).await.unwrap());
        assert_eq!(ids.len(), 30);
        ids.reverse();
        let summaries = r.notification_summaries(&ids).await.unwrap();
        assert_eq!(summaries.iter().map(|s| s.id).collect::<Vec<_>>(), ids);
        let documents = r.index_documents(&ids).await.unwrap();
        assert_eq!((documents.len(), documents[0].authorities[0].as_str()), (30, "FRA"));
        assert_eq!(documents[0].closes_at, summaries[0].period.as_ref().map(|p| p.deadline.closes_at));
    }
}

on_both! {
    async fn only_maintainers_import(w: World) {
        let people = w.kenya().await;
        let batch = [imported(&["G/TBT/N/FRA/1"], &[], "x")];
        assert!(matches!(w.registry.notifications_import(&people.0, &batch).await, Err(Error::Step(_))));
        let empty = [ImportedNotification { symbols: vec![], ..batch[0].clone() }];
        assert!(matches!(w.registry.notifications_import(&Caller::System, &empty).await, Err(Error::Invalid(_))));
    }
}
