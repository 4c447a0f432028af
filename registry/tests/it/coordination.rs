//! The coordinator's overview.

use domain::{
    notification::{Content, StatedDate},
    role::Role,
};
use registry::{Caller, Error, comments::NewComment, coordination::Late};

use crate::harness::{World, day, form, on_both};

fn comment(text: &str) -> NewComment {
    NewComment::of_one("", text)
}

fn until(date: &str) -> Content {
    Content { comments_until: StatedDate::day(day(date)), ..form() }
}

on_both! {
    async fn the_overview_counts_what_was_done_and_what_is_late(w: World) {
        let people = w.kenya().await;
        let (amina, brian) = &people;
        w.authority("KEB", "Africa/Nairobi", "Nairobi").await;
        w.authority("UGA", "Africa/Kampala", "Kampala").await;
        let carol = w.person("KEN", "Carol", &[Role::Coordinator]).await;
        let bureau = (
            w.person("KEB", "Dan", &[Role::Official]).await,
            w.person("KEB", "Eve", &[Role::Approver]).await,
        );
        let uganda = (
            w.person("UGA", "Uma", &[Role::Official]).await,
            w.person("UGA", "Vera", &[Role::Approver]).await,
        );
        let r = &w.registry;
        // Published on 21 November 2026: periods of 60, 30 and 90 days; one of the second authority.
        let toasters = w.published(&people, until("2027-01-20")).await;
        let adopted = w.published(&people, until("2026-12-21")).await;
        w.published(&people, until("2027-02-19")).await;
        w.published(&bureau, until("2027-01-05")).await;
        w.published(&uganda, until("2026-11-25")).await;
        // Comments on the first: one answered after two days, one waits.
        for text in ["Please explain clause 4.", "Please explain clause 5."] {
            r.comment_submit(&uganda.0, &toasters, comment(text)).await.unwrap();
        }
        w.set("2026-11-23T01:15:07Z");
        let list = r.comment_list(amina, Some(&toasters)).await.unwrap();
        r.comment_reply(amina, list[0].id, "It follows the standard.").await.unwrap();
        // A draft, and one that waits for approval since 23 November.
        r.draft_create(&bureau.0).await.unwrap();
        w.submitted(amina, form()).await;
        w.set("2026-12-22T09:00:00Z");
        r.adopt(amina, &adopted, day("2026-12-22"), "").await.unwrap();

        let c = r.coordination(&carol).await.unwrap();
        assert_eq!(c.country, "KE");
        assert_eq!(c.records.iter().map(|a| a.code.as_str()).collect::<Vec<_>>(), ["KEB", "KEN"]);
        let (keb, ken) = (&c.records[0], &c.records[1]);
        assert_eq!((keb.median_period, keb.periods, keb.comments), (Some(45.0), 1, 0));
        assert_eq!((ken.median_period, ken.periods), (Some(60.0), 3));
        assert_eq!((ken.comments, ken.answered, ken.unanswered), (2, 1, 1));
        assert!(ken.median_reply.is_some_and(|d| (d - 2.0).abs() < 0.001), "{:?}", ken.median_reply);
        assert_eq!((ken.adopted, ken.final_texts), (1, 0));
        assert_eq!((c.open_total, c.open.len()), (3, 3));
        assert_eq!(c.open[0].authorities[0].code, "KEB", "closes first");
        assert_eq!((c.waiting.len(), c.waiting[0].comments), (1, 1));
        assert_eq!(c.waiting[0].summary.symbols, std::slice::from_ref(&toasters));
        assert_eq!(c.drafts.len(), 2);
        let late: Vec<_> = c.late.iter().map(|l| (l.what, l.days)).collect();
        assert_eq!(late, [(Late::Approval, 29)], "adopted that day: the final text has thirty days");
        assert_eq!((c.months[11].1, c.months[10].1), (0, 4));

        // The period over: a decision is late. A final text given and the day passed: so is its confirmation.
        let final_text = async || {
            let c = r.coordination(&carol).await.unwrap();
            c.late.iter().find(|l| l.what == Late::FinalText).map(|l| (l.since, l.days))
        };
        w.set("2027-01-21T09:00:00Z");
        assert_eq!(final_text().await, None, "due today");
        w.set("2027-01-22T09:00:00Z");
        assert_eq!(final_text().await, Some((day("2027-01-21"), 1)));
        r.give_final_text(amina, &adopted, day("2027-01-22"), "").await.unwrap();
        assert_eq!(final_text().await, None);
        let c = r.coordination(&carol).await.unwrap();
        assert_eq!(c.records[1].final_texts, 1);
        let late: Vec<_> = c.late.iter().map(|l| (l.what, l.days, l.since.to_string())).collect();
        assert_eq!(late, [
            (Late::Approval, 60, "2026-11-23".to_owned()),
            (Late::Decision, 17, "2027-01-05".to_owned()),
            (Late::Decision, 2, "2027-01-20".to_owned()),
        ]);
        w.set("2027-09-01T09:00:00Z");
        let c = r.coordination(&carol).await.unwrap();
        assert!(c.late.iter().all(|l| l.what != Late::InForce), "it enters into force today");
        w.set("2027-09-03T09:00:00Z");
        let c = r.coordination(&carol).await.unwrap();
        let force = c.late.iter().find(|l| l.what == Late::InForce).unwrap();
        assert_eq!((force.days, force.since), (2, day("2027-09-01")));
        assert!(c.late.is_sorted_by_key(|l| -l.days));

        for other in [amina, brian, &uganda.0] {
            let refused = r.coordination(other).await.unwrap_err();
            assert!(refused.to_string().contains("a coordinator"), "{refused}");
        }
        assert!(matches!(r.coordination(&Caller::Public).await, Err(Error::SignInNeeded)));
    }
}
