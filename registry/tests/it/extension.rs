//! Moving the final date for comments: asked for, announced by an addendum,
//! told to those who asked, and on record.

use domain::{
    comment::CommentKind,
    divergence::Code,
    notification::{AddendumKind, AddendumReason, Content, Kind, StatedDate},
    role::Role,
};
use registry::{Caller, Error, comments::NewComment, follows::Followed, notifications::Cause};

use crate::harness::{World, day, form, on_both};

fn fields<T: std::fmt::Debug>(result: Result<T, Error>) -> Vec<String> {
    match result {
        Err(Error::Invalid(errors)) => errors.into_iter().map(|e| e.field).collect(),
        other => panic!("{other:?}"),
    }
}

on_both! {
    async fn asked_for_announced_and_told(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        w.authority("BRA", "America/Sao_Paulo", "Brasília").await;
        let brazil = w.person("BRA", "Camila", &[Role::Official]).await;
        let other = w.person("BRA", "Rafael", &[Role::Official]).await;
        let symbol = w.published(&people, form()).await;
        r.follow(&other, "", &Followed::Measure(symbol.clone())).await.unwrap();
        let request = NewComment {
            kind: CommentKind::ExtensionRequest,
            ..NewComment::of_one("", "We need thirty days more.")
        };
        r.comment_submit(&brazil, &symbol, request).await.unwrap();
        let page = r.extension_page(&people.0, &symbol).await.unwrap();
        assert_eq!(page.requests.len(), 1);
        assert_eq!(page.requests[0].text, "We need thirty days more.");
        assert_eq!((page.shortest, page.in_preparation), (day("2027-01-20"), None));
        assert!(matches!(r.extension_page(&brazil, &symbol).await, Err(Error::OtherAuthority(_))));

        let bad = r.extension_draft(&people.0, &symbol, day("2027-01-20"), " ").await;
        assert_eq!(fields(bad), ["final_date", "extension_reason"], "the same day, no reason");
        let id = r.extension_draft(&people.0, &symbol, day("2027-02-19"), "Brazil asked.").await.unwrap();
        assert_eq!(r.extension_page(&people.0, &symbol).await.unwrap().in_preparation, Some(id));
        let twice = r.extension_draft(&people.0, &symbol, day("2027-02-26"), "More.").await;
        assert!(matches!(twice, Err(Error::Refused(_))), "{twice:?}");
        let draft = r.draft(&people.0, id).await.unwrap();
        assert_eq!(draft.content.description, "The comment period is extended: the final date for comments is 19 February 2027 instead of 20 January 2027.");
        let before = r.calendar_of(&symbol).await.unwrap().unwrap().remove(0);

        r.submit(&people.0, id).await.unwrap();
        let addendum = r.approve(&people.1, id).await.unwrap();
        assert_eq!(addendum, format!("{symbol}/Add.1"));
        let page = r.notification_page(&symbol).await.unwrap().unwrap();
        assert_eq!(page.summary.period.unwrap().deadline.day, day("2027-02-19"));
        assert_eq!(page.content, form(), "nothing published is edited");
        let dates: Vec<_> = page.final_dates.iter().map(|d| (d.day, d.symbol.clone(), d.announced, d.reason.as_str())).collect();
        assert_eq!(dates, [
            (day("2027-01-20"), None, Some(day("2026-11-21")), ""),
            (day("2027-02-19"), Some(addendum), Some(day("2026-11-21")), "Brazil asked."),
        ]);
        let mails = r.mails_latest(2).await.unwrap();
        let to: Vec<_> = mails.iter().map(|m| (m.to.as_str(), m.body.contains("takes comments until 19 February 2027, 23:59 (Nairobi, UTC+3) (before: 20 January 2027)"))).collect();
        assert_eq!(to, [("rafael@bra.example.org", true), ("camila@bra.example.org", true)]);

        // The calendar's entry moves: the same identifier, a higher number.
        let after = r.calendar_of(&symbol).await.unwrap().unwrap().remove(0);
        assert_eq!((before.kind, before.summary.id), (after.kind, after.summary.id));
        assert_eq!((before.sequence, after.sequence), (0, 1));
        assert_eq!((before.day, after.day), (day("2027-01-20"), day("2027-02-19")));
        assert!(after.changed >= before.changed && !after.cancelled);
        r.withdraw(&people.0, &symbol, day("2026-11-21"), "").await.unwrap();
        let given_up = r.calendar_of_all(&[after.summary.id]).await.unwrap().remove(0);
        assert!(given_up.cancelled && given_up.sequence == 2);
    }
}

/// The divergences of a notification that are not resolved.
async fn open(w: &World, symbol: &str) -> Vec<Code> {
    let page = w.registry.notification_page(symbol).await.unwrap().unwrap();
    page.divergences.into_iter().filter(|d| d.resolved.is_none()).map(|d| d.divergence.code).collect()
}

on_both! {
    async fn the_rules_go_by_the_date_that_holds(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        // Thirty days from 21 November 2026, then ninety.
        let short = Content { comments_until: StatedDate::day(day("2026-12-21")), ..form() };
        let symbol = w.published(&people, short).await;
        assert!(open(&w, &symbol).await.contains(&Code::ShortCommentPeriod));
        let id = r.extension_draft(&people.0, &symbol, day("2027-02-19"), "Asked for.").await.unwrap();
        r.submit(&people.0, id).await.unwrap();
        assert!(open(&w, &symbol).await.contains(&Code::ShortCommentPeriod), "nothing moves before the addendum");
        r.approve(&people.1, id).await.unwrap();
        assert!(!open(&w, &symbol).await.contains(&Code::ShortCommentPeriod), "resolved at once");
        // All judged again: nothing more changes.
        assert_eq!(r.judge_everything(Cause::Time, |_| {}).await.unwrap(), 0);
        // After the first final date, within the one that holds.
        w.set("2027-01-25T09:00:00Z");
        r.adopt(&people.0, &symbol, day("2027-01-25"), "").await.unwrap();
        assert!(open(&w, &symbol).await.contains(&Code::AdoptedBeforeDeadline));
    }
}

on_both! {
    async fn a_period_is_never_cut_short(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let long = Content { comments_until: StatedDate::day(day("2027-03-20")), ..form() };
        let symbol = w.published(&people, long).await;
        let regulator = w.person("KEN", "Wanjiru", &[Role::Regulator]).await;
        let nobody = w.person("KEN", "Joseph", &[Role::Coordinator]).await;
        let tried = r.extension_draft(&nobody, &symbol, day("2027-04-01"), "Why not").await;
        assert!(matches!(tried, Err(Error::Step(_))), "{tried:?}");
        let short = r.extension_draft(&regulator, &symbol, day("2027-01-19"), "Hurry").await;
        assert_eq!(fields(short), ["final_date"], "59 days");
        // Also where the addendum is written by hand.
        let by_hand = |to: &str| Content {
            description: "Shorter".into(),
            addendum: vec![AddendumReason { what: AddendumKind::PeriodChanged, on: StatedDate::day(day(to)), note: String::new() }],
            ..form()
        };
        let id = r.draft_create_change(&people.0, &symbol, Kind::Addendum).await.unwrap();
        r.draft_save(&people.0, id, 1, by_hand("2027-01-19")).await.unwrap();
        assert_eq!(fields(r.submit(&people.0, id).await), ["addendum"]);
        r.draft_save(&people.0, id, 2, by_hand("2027-01-20")).await.unwrap();
        r.submit(&people.0, id).await.unwrap();
        // What was long enough when it was handed in is asked again on approval.
        w.set("2027-01-20T09:00:00Z");
        assert_eq!(fields(r.approve(&people.1, id).await), ["addendum"]);
        w.set("2027-01-19T09:00:00Z");
        r.approve(&people.1, id).await.unwrap();
        let summary = r.notification_summary(&symbol).await.unwrap().unwrap();
        assert_eq!(summary.period.unwrap().deadline.day, day("2027-01-20"));
        r.adopt(&people.0, &symbol, day("2027-01-19"), "").await.unwrap();
        let late = r.extension_draft(&people.0, &symbol, day("2027-04-01"), "Too late").await;
        assert!(matches!(late, Err(Error::Refused(_))), "decided: {late:?}");
        assert!(matches!(r.extension_page(&Caller::Public, &symbol).await, Err(Error::SignInNeeded)));
    }
}
