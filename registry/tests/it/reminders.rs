//! Reminders: on the desk, mailed once, anew when a deadline moves, ended by one click.

use domain::{clock::ReminderKind, role::Role};
use registry::{Caller, Error, Registry, calendars::CalendarKind, mails::Mail};

use crate::harness::{World, day, form, on_both};

/// Mails of reminders, oldest first.
async fn mailed(r: &Registry) -> Vec<Mail> {
    let mut mails = r.mails_latest(1_000).await.unwrap();
    mails.retain(|m| m.unsubscribe.contains("/reminders/end?key="));
    mails.reverse();
    mails
}

on_both! {
    async fn mailed_once_and_anew_when_it_moves(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        w.person("KEN", "Wanjiru", &[Role::Regulator]).await;
        let symbol = w.published(&people, form()).await;
        assert_eq!(r.remind().await.unwrap(), 0);
        w.set("2027-01-06T09:00:00Z");
        assert_eq!(r.remind().await.unwrap(), 1);
        let mails = mailed(r).await;
        let to: Vec<_> = mails.iter().map(|m| m.to.as_str()).collect();
        assert_eq!(to, ["amina@ken.example.org", "brian@ken.example.org"], "officials alone");
        assert_eq!(mails[0].subject, format!("{symbol}: the comment period closes in 14 days, on 20 January 2027"));
        assert!(mails[0].body.contains(&format!("https://concordance.example/notifications/{symbol}\n")));
        // Another program on the same database, and again an hour later: nothing.
        let other = w.again().await;
        assert_eq!((other.remind().await.unwrap(), r.remind().await.unwrap()), (0, 0));

        // The date moves: it is reminded of anew.
        let id = r.extension_draft(&people.0, &symbol, day("2027-01-25"), "Asked for.").await.unwrap();
        r.submit(&people.0, id).await.unwrap();
        r.approve(&people.1, id).await.unwrap();
        assert_eq!(r.remind().await.unwrap(), 0, "it is far again");
        w.set("2027-01-12T09:00:00Z");
        assert_eq!(r.remind().await.unwrap(), 1);
        w.set("2027-01-22T09:00:00Z");
        let due = r.reminders_due(&people.0).await.unwrap();
        assert_eq!((due.len(), due[0].reminders[0].kind), (1, ReminderKind::ClosesVerySoon));
        let desk = r.desk(&people.0).await.unwrap();
        assert!(desk.iter().any(|item| item.reminders == due[0].reminders));
        let both = tokio::join!(r.remind(), other.remind());
        assert_eq!(both.0.unwrap() + both.1.unwrap(), 1, "two programs at once");
        assert_eq!(mailed(r).await.len(), 6);
        assert!(matches!(r.reminders_due(&Caller::Public).await, Err(Error::SignInNeeded)));
    }
}

on_both! {
    async fn a_late_step_is_reminded_of_until_it_comes(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        let comment = registry::comments::NewComment::of_one("", "Why?");
        w.authority("BRA", "America/Sao_Paulo", "Brasília").await;
        let brazil = w.person("BRA", "Camila", &[Role::Official]).await;
        r.comment_submit(&brazil, &symbol, comment).await.unwrap();
        let kinds = || async {
            let due = r.reminders_due(&people.0).await.unwrap();
            due.iter().flat_map(|d| &d.reminders).map(|r| r.kind).collect::<Vec<_>>()
        };
        w.set("2027-02-19T09:00:00Z");
        assert_eq!(kinds().await, [ReminderKind::CommentsUnanswered]);
        r.remind().await.unwrap();
        assert!(mailed(r).await[0].subject.contains("1 comment waits for a reply"));
        r.adopt(&people.0, &symbol, day("2027-02-19"), "").await.unwrap();
        assert!(kinds().await.is_empty());
        w.set("2027-03-21T09:00:00Z");
        assert_eq!(kinds().await, [ReminderKind::FinalTextMissing, ReminderKind::AdoptionNotAnnounced]);
        let own = r.calendar_by_secret(&r.clock_settings(&people.0).await.unwrap().calendar_secret).await.unwrap();
        assert!(own.entries.iter().any(|e| e.kind == registry::calendars::CalendarKind::FinalTextDue && e.day == day("2027-03-21")));
        r.give_final_text(&people.0, &symbol, day("2027-03-21"), "").await.unwrap();
        assert_eq!(kinds().await, [ReminderKind::AdoptionNotAnnounced]);
        w.set("2027-09-02T09:00:00Z");
        assert_eq!(kinds().await, [ReminderKind::EntryIntoForcePassed, ReminderKind::AdoptionNotAnnounced]);
        // What was due half a year ago is mailed no more; what is due since yesterday is.
        assert_eq!(r.remind().await.unwrap(), 1);
        r.enter_into_force(&people.0, &symbol, day("2027-09-01"), "").await.unwrap();
        assert!(kinds().await.is_empty());
    }
}

on_both! {
    async fn one_click_ends_them_and_the_person_starts_them_again(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        w.published(&people, form()).await;
        w.set("2027-01-06T09:00:00Z");
        r.remind().await.unwrap();
        let mails = mailed(r).await;
        let key = |m: &Mail| m.unsubscribe.rsplit_once('=').unwrap().1.to_owned();
        assert_ne!(key(&mails[0]), key(&mails[1]), "each person has the own key");
        assert!(r.reminders_by_secret(&key(&mails[0])).await.unwrap());
        for _ in 0..2 {
            r.reminders_end(&key(&mails[0])).await.unwrap();
        }
        r.reminders_end("unknown").await.unwrap();
        assert!(!r.reminders_by_secret(&key(&mails[0])).await.unwrap());
        assert!(!r.clock_settings(&people.0).await.unwrap().reminders);
        w.set("2027-01-18T09:00:00Z");
        r.remind().await.unwrap();
        let to: Vec<_> = mailed(r).await.into_iter().skip(2).map(|m| m.to).collect();
        assert_eq!(to, ["brian@ken.example.org"]);
        r.reminders_set(&people.0, true).await.unwrap();
        assert!(r.clock_settings(&people.0).await.unwrap().reminders);
    }
}

on_both! {
    async fn the_calendar_of_an_authority_has_an_address_that_can_be_renewed(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        w.published(&people, form()).await;
        let first = r.clock_settings(&people.0).await.unwrap().calendar_secret;
        let calendar = r.calendar_by_secret(&first).await.unwrap();
        assert_eq!((calendar.authority.as_str(), calendar.entries.len()), ("Authority KEN", 1));
        r.calendar_renew(&people.0).await.unwrap();
        assert!(matches!(r.calendar_by_secret(&first).await, Err(Error::NotFound(_))));
        let second = r.clock_settings(&people.0).await.unwrap().calendar_secret;
        assert_eq!(r.calendar_by_secret(&second).await.unwrap().entries.len(), 1);
        assert!(matches!(r.clock_settings(&Caller::Public).await, Err(Error::SignInNeeded)));
    }
}

on_both! {
    async fn every_authority_of_a_joint_notification_is_reminded(w: World) {
        let (amina, brian) = w.kenya().await;
        w.authority("UGA", "Africa/Kampala", "Kampala").await;
        w.authority("RWA", "Africa/Kigali", "Kigali").await;
        let grace = w.person("UGA", "Grace", &[Role::Official]).await;
        let moses = w.person("UGA", "Moses", &[Role::Approver]).await;
        let diane = w.person("RWA", "Diane", &[Role::Official]).await;
        let r = &w.registry;
        let id = r.draft_create(&amina).await.unwrap();
        r.draft_save(&amina, id, 1, form()).await.unwrap();
        r.joint_ask(&amina, id, &"UGA".parse().unwrap()).await.unwrap();
        r.joint_answer(&grace, id, true, "").await.unwrap();
        r.submit(&amina, id).await.unwrap();
        r.approve(&moses, id).await.unwrap();
        assert_eq!(r.approve(&brian, id).await.unwrap(), "G/TBT/N/KEN/1");

        w.set("2027-01-06T09:00:00Z");
        assert_eq!(r.remind().await.unwrap(), 1, "one reminder, however many read it");
        let mails = mailed(r).await;
        let told: Vec<_> = mails.iter().map(|m| (m.to.as_str(), m.subject.split(':').next().unwrap())).collect();
        assert_eq!(told, [
            ("amina@ken.example.org", "G/TBT/N/KEN/1"),
            ("brian@ken.example.org", "G/TBT/N/KEN/1"),
            ("grace@uga.example.org", "G/TBT/N/UGA/1"),
        ]);
        assert_eq!((r.remind().await.unwrap(), mailed(r).await.len()), (0, 3), "each once");
        for (person, expected) in [(&amina, 1), (&grace, 1), (&diane, 0)] {
            let due = r.reminders_due(person).await.unwrap();
            assert_eq!(due.len(), expected);
            let secret = r.clock_settings(person).await.unwrap().calendar_secret;
            assert_eq!(r.calendar_by_secret(&secret).await.unwrap().entries.len(), expected);
        }
    }
}

on_both! {
    async fn what_is_recorded_late_is_mailed_all_the_same(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        w.set("2027-03-01T09:00:00Z");
        // Its announcement was due on 6 December and its final text on 22 December:
        // longer ago than what is mailed otherwise.
        r.adopt(&people.0, &symbol, day("2026-11-22"), "").await.unwrap();
        assert_eq!(r.remind().await.unwrap(), 2);
        let mails = mailed(r).await;
        assert_eq!((mails.len(), mails[0].subject.as_str()), (2, "2 deadlines need attention"));
        assert!(mails[0].body.contains("its final text was not given (TBT 2.11)"), "{}", mails[0].body);
        assert_eq!(r.remind().await.unwrap(), 0);
    }
}

on_both! {
    async fn more_than_is_read_at_once_is_told_in_one_letter(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        for _ in 0..51 {
            w.published(&people, form()).await;
        }
        w.set("2027-01-06T09:00:00Z");
        assert_eq!(r.remind().await.unwrap(), 51);
        let mails = mailed(r).await;
        assert_eq!((mails.len(), mails[0].subject.as_str()), (2, "51 deadlines need attention"));
        assert_eq!(r.remind().await.unwrap(), 0);
    }
}

on_both! {
    async fn a_calendar_keeps_ninety_days_of_the_past_and_all_that_is_ahead(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        let secret = r.clock_settings(&people.0).await.unwrap().calendar_secret;
        let entries = async || {
            let calendar = r.calendar_by_secret(&secret).await.unwrap();
            calendar.entries.iter().map(|e| (e.kind, e.day)).collect::<Vec<_>>()
        };
        let closes = (CalendarKind::CommentsClose, day("2027-01-20"));
        w.set("2027-04-20T09:00:00Z");
        assert_eq!(entries().await, [closes], "ninety days ago");
        w.set("2027-04-21T09:00:00Z");
        assert!(entries().await.is_empty());
        // The adoption is longer ago than ninety days when the final text is not.
        r.adopt(&people.0, &symbol, day("2027-04-01"), "").await.unwrap();
        let due = (CalendarKind::FinalTextDue, day("2027-05-01"));
        w.set("2027-07-30T09:00:00Z");
        assert_eq!(entries().await, [due]);
        w.set("2027-07-31T09:00:00Z");
        assert!(entries().await.is_empty());
    }
}
