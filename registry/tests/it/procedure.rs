//! The procedure from submission to entry into force, with two persons.

use domain::{
    divergence::Code,
    notification::{AddendumKind, AddendumReason, Kind, State, StatedDate, StepRefused},
    role::Role,
};
use registry::{Caller, Error, desk::DeskTask, notifications::Cause};

use crate::{
    harness::{World, day, form, on_both},
    joint::final_text,
};

on_both! {
    async fn the_whole_procedure(w: World) {
        let (amina, brian) = w.kenya().await;
        let r = &w.registry;
        let id = w.submitted(&amina, form()).await;
        assert_eq!(r.desk(&brian).await.unwrap()[0].tasks, [DeskTask::Approve]);
        assert!(matches!(r.approve(&amina, id).await, Err(Error::Step(StepRefused::Role(Role::Approver)))));
        let symbol = r.approve(&brian, id).await.unwrap();
        assert_eq!(symbol, "G/TBT/N/KEN/1");
        let page = r.notification_page(" g/tbt/n/ken/1".to_uppercase().as_str()).await.unwrap().unwrap();
        assert_eq!(page.summary.published, Some(day("2026-11-21")));
        assert_eq!(page.summary.period.as_ref().unwrap().written_out, "20 January 2027, 23:59 (Nairobi, UTC+3)");
        assert_eq!(page.summary.period.unwrap().days_left, 60);
        assert_eq!(page.content, form());
        w.set("2027-01-20T21:00:00Z");
        assert_eq!(r.desk(&brian).await.unwrap()[0].tasks, [DeskTask::Decide]);
        let later = r.adopt(&amina, &symbol, day("2027-01-22"), "").await;
        assert!(matches!(later, Err(Error::Invalid(_))), "a day ahead: {later:?}");
        r.adopt(&amina, &symbol, day("2027-01-21"), "Gazette 12.").await.unwrap();
        assert_eq!(r.desk(&brian).await.unwrap()[0].tasks, [DeskTask::GiveFinalText]);
        assert!(matches!(r.withdraw(&amina, &symbol, day("2027-01-21"), "").await, Err(Error::Step(_))));
        r.give_final_text(&amina, &symbol, day("2027-01-21"), "").await.unwrap();
        assert!(r.desk(&brian).await.unwrap()[0].tasks.is_empty());
        w.set("2027-09-01T10:00:00Z");
        assert_eq!(r.desk(&brian).await.unwrap()[0].tasks, [DeskTask::ConfirmInForce]);
        r.enter_into_force(&amina, &symbol, day("2027-09-01"), "").await.unwrap();
        let page = r.notification_page(&symbol).await.unwrap().unwrap();
        assert_eq!(page.summary.state, State::InForce);
        let log: Vec<_> = page.history.iter().map(|e| (e.what.as_str(), e.actor.as_str())).collect();
        assert_eq!(log, [
            ("drafted", "Amina"), ("submitted", "Amina"), ("published", "Brian"),
            ("adopted", "Amina"), ("final-text", "Amina"), ("in-force", "Amina"),
        ]);
        assert_eq!(page.history[3].note, "21 January 2027. Gazette 12.");
    }
}

on_both! {
    async fn a_final_text_that_does_not_come_is_late_by_the_day_alone(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        w.set("2027-01-25T09:00:00Z");
        r.adopt(&people.0, &symbol, day("2027-01-22"), "").await.unwrap();
        let late = || async {
            let page = r.notification_page(&symbol).await.unwrap().unwrap();
            let late = page.divergences.iter().any(|d| d.divergence.code == Code::NoFinalText);
            (late, page.history.last().unwrap().clone())
        };
        r.judge_everything(Cause::Time, |_| {}).await.unwrap();
        assert!(!late().await.0);
        w.set("2027-04-25T09:00:00Z");
        assert_eq!(r.judge_everything(Cause::Time, |_| {}).await.unwrap(), 1);
        let (is_late, last) = late().await;
        assert!(is_late);
        assert_eq!((last.what.as_str(), last.note.as_str()), ("judged-later", "raised no final text"));
        assert_eq!(r.judge_everything(Cause::Time, |_| {}).await.unwrap(), 0);
        r.give_final_text(&people.0, &symbol, day("2027-04-25"), "").await.unwrap();
        assert!(late().await.1.what != "judged-later");
        let page = r.notification_page(&symbol).await.unwrap().unwrap();
        let open = |d: &&registry::notifications::DivergenceRecord| d.resolved.is_none();
        assert!(page.divergences.iter().filter(open).all(|d| d.divergence.code != Code::NoFinalText));
    }
}

on_both! {
    async fn a_final_text_comes_with_its_file_or_not_at_all(w: World) {
        let people = w.kenya().await;
        let (amina, r) = (&people.0, &w.registry);
        let symbol = w.published(&people, form()).await;
        let today = day("2026-11-21");
        let give = async |new| r.give_final_text_file(amina, &symbol, today, "", new).await;
        let page = async || r.notification_page(&symbol).await.unwrap().unwrap();
        let files = async || page().await.documents.len();
        // Refused, it leaves nothing: neither the step nor the file.
        assert!(matches!(give(final_text()).await, Err(Error::Step(_))));
        r.adopt(amina, &symbol, today, "").await.unwrap();
        let ahead = r.give_final_text_file(amina, &symbol, day("2026-11-25"), "", final_text()).await;
        assert!(matches!(&ahead, Err(Error::Invalid(e)) if e[0].field == "on"), "{ahead:?}");
        assert_eq!((page().await.summary.state, files().await), (State::Adopted, 0));
        // Sent twice, it is given once; another file is not slipped in.
        for _ in 0..2 {
            give(final_text()).await.unwrap();
            assert_eq!((page().await.summary.state, files().await), (State::FinalText, 1));
        }
        let history = page().await.history;
        assert_eq!(history.iter().filter(|e| e.what == "final-text").count(), 1);
        let other = registry::documents::NewDocument { sha256: "ef".repeat(32), key: "ef".repeat(32), ..final_text() };
        assert!(matches!(give(other).await, Err(Error::Step(_))));
        assert_eq!(files().await, 1);
        // Where the step was taken and the file did not come, it is added.
        let symbol = w.published(&people, form()).await;
        r.adopt(amina, &symbol, today, "").await.unwrap();
        r.give_final_text(amina, &symbol, today, "").await.unwrap();
        r.give_final_text_file(amina, &symbol, today, "", final_text()).await.unwrap();
        let page = r.notification_page(&symbol).await.unwrap().unwrap();
        assert_eq!((page.summary.state, page.documents.len()), (State::FinalText, 1));
    }
}

on_both! {
    async fn nobody_approves_the_own_submission(w: World) {
        let (_, brian) = w.kenya().await;
        let id = w.submitted(&brian, form()).await;
        assert!(matches!(w.registry.approve(&brian, id).await, Err(Error::Step(StepRefused::SamePerson))));
    }
}

on_both! {
    async fn blank_boxes_are_named_by_field(w: World) {
        let (amina, _) = w.kenya().await;
        let id = w.registry.draft_create(&amina).await.unwrap();
        let mut content = form();
        content.title.clear();
        content.comments_until = StatedDate::day(day("2026-11-21"));
        w.registry.draft_save(&amina, id, 1, content).await.unwrap();
        let Err(Error::Invalid(errors)) = w.registry.submit(&amina, id).await else { panic!() };
        let fields: Vec<_> = errors.iter().map(|e| e.field.as_str()).collect();
        assert_eq!(fields, ["title", "comments_until"]);
    }
}

on_both! {
    async fn a_notification_sent_back_is_a_draft_again(w: World) {
        let (amina, brian) = w.kenya().await;
        let r = &w.registry;
        let id = w.submitted(&amina, form()).await;
        assert!(matches!(r.draft_save(&amina, id, 2, form()).await, Err(Error::Step(_))));
        assert!(matches!(r.send_back(&brian, id, " ").await, Err(Error::Invalid(_))));
        r.send_back(&brian, id, "Box 6 is thin.").await.unwrap();
        let draft = r.draft(&amina, id).await.unwrap();
        assert_eq!((draft.submitted_by, draft.history[2].note.as_str()), (None, "Box 6 is thin."));
        r.submit(&amina, id).await.unwrap();
        let symbol = r.approve(&brian, id).await.unwrap();
        let page = r.notification_page(&symbol).await.unwrap().unwrap();
        assert_eq!((page.history[2].what.as_str(), page.history[2].note.as_str()), ("sent-back", ""));
    }
}

on_both! {
    async fn others_cannot_decide(w: World) {
        let people = w.kenya().await;
        w.authority("UGA", "Africa/Kampala", "Kampala").await;
        let okello = w.person("UGA", "Okello", &Role::ALL).await;
        let symbol = w.published(&people, form()).await;
        let on = day("2026-11-21");
        assert!(matches!(w.registry.adopt(&okello, &symbol, on, "").await, Err(Error::OtherAuthority(_))));
        assert!(matches!(w.registry.adopt(&Caller::Public, &symbol, on, "").await, Err(Error::SignInNeeded)));
        assert!(matches!(w.registry.adopt(&okello, "G/TBT/N/KEN/9", on, "").await, Err(Error::NotFound(_))));
    }
}

on_both! {
    async fn an_addendum_moves_the_final_date(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        let id = r.draft_create_change(&people.0, &symbol, Kind::Addendum).await.unwrap();
        let mut content = r.draft(&people.0, id).await.unwrap().content;
        content.description = "More time.".into();
        content.addendum = vec![AddendumReason {
            what: AddendumKind::PeriodChanged,
            on: StatedDate::day(day("2027-02-28")),
            note: String::new(),
        }];
        r.draft_save(&people.0, id, 1, content).await.unwrap();
        r.submit(&people.0, id).await.unwrap();
        r.approve(&people.1, id).await.unwrap();
        let page = r.notification_page(&symbol).await.unwrap().unwrap();
        assert_eq!(page.summary.period.unwrap().deadline.day, day("2027-02-28"));
        // What was published stays as it was written.
        assert_eq!(page.content.comments_until, form().comments_until);
        assert_eq!(page.history.last().unwrap().what, "period-changed");
    }
}

on_both! {
    async fn approvals_at_once_give_each_its_own_symbol(w: World) {
        let (amina, brian) = w.kenya().await;
        let mut ids = Vec::new();
        for _ in 0..12 {
            ids.push(w.submitted(&amina, form()).await);
        }
        // Two servers on one database.
        let other = w.again().await;
        let tasks: Vec<_> = ids.into_iter().enumerate().map(|(n, id)| {
            let registry = if n % 2 == 0 { w.registry.clone() } else { other.clone() };
            let brian = brian.clone();
            tokio::spawn(async move { registry.approve(&brian, id).await.unwrap() })
        }).collect();
        let mut numbers = Vec::new();
        for task in tasks {
            let symbol = task.await.unwrap();
            numbers.push(symbol.rsplit('/').next().unwrap().parse::<u32>().unwrap());
        }
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=12).collect::<Vec<_>>());
    }
}
