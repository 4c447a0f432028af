//! Following measures and standards by e-mail.

use domain::{
    divergence::{Code, Severity},
    notification::{Content, Kind},
    standard::{DeclaredReference, StandardRecord, StandardStatus},
};
use registry::{
    Caller, Error,
    follows::Followed,
    notifications::{Cause, FlagChange},
};

use crate::harness::{World, day, form, on_both};

fn record(id: &str, status: StandardStatus) -> StandardRecord {
    let year = id.rsplit_once(':').and_then(|(_, y)| y.parse().ok());
    StandardRecord { id: id.into(), publisher: "ISO".into(), year, status, ..StandardRecord::default() }
}

/// The secret that the newest mail to this address carries.
async fn mailed_secret(w: &World, to: &str) -> String {
    let mails = w.registry.mails_latest(50).await.unwrap();
    let mail = mails.iter().find(|m| m.to == to).expect("a mail");
    mail.body.split("key=").nth(1).unwrap().split_whitespace().next().unwrap().to_owned()
}

async fn mails_to(w: &World, to: &str) -> Vec<String> {
    let mails = w.registry.mails_latest(50).await.unwrap();
    mails.into_iter().rev().filter(|m| m.to == to).map(|m| m.subject).collect()
}

on_both! {
    async fn the_public_confirms_and_is_told_until_it_ends(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        let measure = Followed::Measure(symbol.clone());
        let refused = r.follow(&Caller::Public, "no address", &measure).await;
        assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
        let nothing = Followed::Measure("G/TBT/N/KEN/999".into());
        assert!(matches!(r.follow(&Caller::Public, "a@example.org", &nothing).await, Err(Error::NotFound(_))));

        r.follow(&Caller::Public, " a@example.org ", &measure).await.unwrap();
        // Asking again does not fill a mailbox.
        r.follow(&Caller::Public, "a@example.org", &measure).await.unwrap();
        assert_eq!(mails_to(&w, "a@example.org").await.len(), 1);
        let secret = mailed_secret(&w, "a@example.org").await;
        assert!(r.follow_by_secret(&secret).await.unwrap().unwrap().confirmed.is_none());

        // Not confirmed: nothing comes.
        w.set("2026-12-01T00:00:00Z");
        let id = r.draft_create_change(&people.0, &symbol, Kind::Corrigendum).await.unwrap();
        let mut content = r.draft(&people.0, id).await.unwrap().content;
        content.description = "Page 3: read “toaster”.".into();
        r.draft_save(&people.0, id, 1, content).await.unwrap();
        r.submit(&people.0, id).await.unwrap();
        r.approve(&people.1, id).await.unwrap();
        assert_eq!(mails_to(&w, "a@example.org").await.len(), 1);

        r.follow_confirm(&secret).await.unwrap();
        r.adopt(&people.0, &symbol, day("2026-12-01"), "Gazette 7.").await.unwrap();
        let mails = mails_to(&w, "a@example.org").await;
        assert_eq!(mails[1..], [format!("{symbol} was adopted on 1 December 2026")]);
        let mail = r.mails_latest(1).await.unwrap().remove(0);
        assert_eq!(mail.unsubscribe, format!("https://concordance.example/follows/end?key={secret}"));
        assert!(mail.body.contains(&mail.unsubscribe));

        r.follow_end(&secret).await.unwrap();
        r.follow_end(&secret).await.unwrap();
        r.give_final_text(&people.0, &symbol, day("2026-12-01"), "").await.unwrap();
        assert_eq!(mails_to(&w, "a@example.org").await.len(), 2);
    }
}

on_both! {
    async fn followers_of_a_standard_hear_of_its_editions_once(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let old = record("ISO 8124-1:2018", StandardStatus::Published);
        r.catalogue_import(&Caller::System, std::slice::from_ref(&old)).await.unwrap();
        r.catalogue_reload().await.unwrap();
        let standard = Followed::Standard("ISO 8124-1:2018".into());
        r.follow(&people.0, "ignored for officials", &standard).await.unwrap();
        let follows = r.follows(&people.0).await.unwrap();
        assert_eq!(follows[0].followed, Followed::Standard("ISO 8124-1".into()));
        let unknown = Followed::Standard("ISO 99999".into());
        assert!(matches!(r.follow(&people.0, "", &unknown).await, Err(Error::NotFound(_))));

        let new = [record("ISO 8124-1:2026", StandardStatus::Published), record("ISO 8124-1:2018", StandardStatus::Withdrawn)];
        r.catalogue_import(&Caller::System, &new).await.unwrap();
        r.catalogue_import(&Caller::System, &new).await.unwrap();
        let mails = r.mails_latest(10).await.unwrap();
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].to, follows[0].email);
        assert!(mails[0].body.contains("ISO 8124-1:2026 is new (published)"), "{}", mails[0].body);
        assert!(mails[0].body.contains("ISO 8124-1:2018 was published, and is withdrawn now"));
    }
}

on_both! {
    async fn requests_that_nobody_confirms_are_forgotten(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        let measure = Followed::Measure(symbol);
        r.follow(&Caller::Public, "a@example.org", &measure).await.unwrap();
        r.follow(&people.0, "", &measure).await.unwrap();
        let secret = mailed_secret(&w, "a@example.org").await;
        r.follows_forget().await.unwrap();
        assert!(r.follow_by_secret(&secret).await.unwrap().is_some());
        w.set("2026-12-06T00:00:00Z");
        r.follows_forget().await.unwrap();
        assert!(r.follow_by_secret(&secret).await.unwrap().is_none());
        assert_eq!(r.follows(&people.0).await.unwrap().len(), 1);
    }
}

on_both! {
    async fn followers_of_a_measure_hear_that_a_flag_weighs_more(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let edition = |id: &str, status, withdrawn: &str, replaced_by: &[&str]| StandardRecord {
            withdrawn: withdrawn.into(),
            replaced_by: replaced_by.iter().map(ToString::to_string).collect(),
            ..record(id, status)
        };
        let before = [
            edition("ISO 8124-1:2018", StandardStatus::Withdrawn, "2022-09-15", &["ISO 8124-1:2022"]),
            edition("ISO 8124-1:2022", StandardStatus::Published, "", &[]),
        ];
        r.catalogue_import(&Caller::System, &before).await.unwrap();
        r.catalogue_reload().await.unwrap();
        let cited = DeclaredReference { cited: "ISO 8124-1:2018".into(), ..DeclaredReference::default() };
        let symbol = w.published(&people, Content { references: vec![cited], ..form() }).await;
        r.follow(&people.0, "", &Followed::Measure(symbol.clone())).await.unwrap();

        w.set("2026-12-01T00:00:00Z");
        let after = [
            edition("ISO 8124-1:2022", StandardStatus::Withdrawn, "2026-11-25", &["ISO 8124-1:2026"]),
            edition("ISO 8124-1:2026", StandardStatus::Published, "", &[]),
        ];
        r.catalogue_import(&Caller::System, &after).await.unwrap();
        r.catalogue_reload().await.unwrap();
        let page = r.notification_page(&symbol).await.unwrap().unwrap();
        let mut flags = page.divergences.iter().filter(|d| d.divergence.code == Code::SupersededEdition);
        let flag = flags.next().unwrap();
        assert_eq!(flag.divergence.severity, Severity::Serious);
        let last = flag.history.last().unwrap();
        let change = FlagChange {
            severity_before: Severity::Warning,
            severity: Severity::Serious,
            instead_before: "ISO 8124-1:2022".into(),
            instead: "ISO 8124-1:2026".into(),
        };
        assert_eq!((last.what.as_str(), last.cause, last.change.as_ref()), ("changed", Cause::Catalogue, Some(&change)));
        let told = "changed superseded edition (ISO 8124-1:2018) from warning to serious with ISO 8124-1:2026 to use instead";
        let logged = page.history.last().unwrap();
        assert!(logged.what == "judged-again" && logged.note.contains(told), "{}", logged.note);
        let mail = r.mails_latest(1).await.unwrap().remove(0);
        assert!(mail.body.contains(told), "{}", mail.body);
        // Judged once more, nothing is new.
        assert_eq!(r.judge_everything(Cause::Asked, |_| {}).await.unwrap(), 0);
    }
}
