//! A copy of the database opens nothing: no column holds a secret that a page or a
//! mail showed. Links of earlier versions work on, and the key must be the same.

use std::collections::BTreeSet;

use domain::{comment::Stance, role::Role};
use migrations::{Migrator, MigratorTrait};
use registry::{
    Caller, Error, Registry, SecretKey, administration::NewPerson, consultations::NewConsultation,
    follows::Followed, mails::Kept,
};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};

use crate::{
    comment_process::{by, part, verified},
    harness::{World, day, form, on_both},
};

/// How many steps there are from this one on.
fn steps_since(first: &str) -> u32 {
    let steps = Migrator::migrations();
    let before = steps.iter().position(|step| step.name() == first).expect("there is such a step");
    u32::try_from(steps.len() - before).unwrap()
}

async fn texts(db: &DatabaseConnection, sql: &str) -> Vec<String> {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    rows.into_iter().filter_map(|row| row.try_get_by_index::<Option<String>>(0).unwrap()).collect()
}

/// Every value of every column of every table, with its place.
async fn everything(db: &DatabaseConnection) -> Vec<(String, String)> {
    let sqlite = db.get_database_backend() == DbBackend::Sqlite;
    let tables = match sqlite {
        true => "SELECT name FROM sqlite_master WHERE type = 'table'".to_owned(),
        false => {
            "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'".to_owned()
        }
    };
    let mut all = Vec::new();
    for table in texts(db, &tables).await {
        let columns = match sqlite {
            true => format!("SELECT name FROM pragma_table_info('{table}')"),
            false => format!(
                "SELECT column_name::text FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '{table}'"
            ),
        };
        for column in texts(db, &columns).await {
            let values = texts(db, &format!("SELECT CAST(\"{column}\" AS TEXT) FROM \"{table}\"")).await;
            all.extend(values.into_iter().map(|value| (format!("{table}.{column}"), value)));
        }
    }
    all
}

/// What opens something in a text: the parts of its addresses that are long enough.
fn secrets_in(text: &str, found: &mut BTreeSet<String>) {
    for address in text.split_whitespace().filter(|word| word.starts_with("https://")) {
        let parts = address.split(['/', '=', '&', '?', '-', '.']);
        found.extend(
            parts
                .filter(|part| part.len() >= 40 && part.bytes().all(|b| b.is_ascii_hexdigit()))
                .map(str::to_owned),
        );
    }
}

fn asked(stakeholders: &str) -> NewConsultation {
    NewConsultation {
        question: "What does it cost?".into(),
        until: Some(day("2026-12-20")),
        stakeholders: stakeholders.into(),
    }
}

on_both! {
    async fn no_column_holds_a_secret_that_was_shown(w: World) {
        let people = w.kenya().await;
        w.authority("BRA", "America/Sao_Paulo", "Brasília").await;
        let camila = w.person("BRA", "Camila", &[Role::Official]).await;
        let governor = w.person("KEN", "Grace", &[Role::Administrator]).await;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        let mut shown = BTreeSet::new();
        // Mails of every kind, and what pages show.
        let receipt = verified(&w, &symbol, by("Ana", vec![part("1", Stance::Oppose, "One.")])).await;
        shown.insert(receipt.key);
        let waiting = r.comment_submit(&Caller::Public, &symbol, by("Rui", vec![part("1", Stance::Oppose, "Two.")])).await.unwrap();
        shown.insert(waiting.key);
        let key = r.comment_draft_save(None, &symbol, &[("text-1".into(), "Begun".into())]).await.unwrap();
        r.comment_draft_mail(&key, "rui@example.org").await.unwrap();
        shown.insert(key);
        r.follow(&Caller::Public, "rui@example.org", &Followed::Measure(symbol.clone())).await.unwrap();
        r.follow(&people.0, "", &Followed::Measure(symbol.clone())).await.unwrap();
        let follows = r.follows(&people.0).await.unwrap();
        secrets_in(&format!("https://x/{}", follows[0].secret), &mut shown);
        let consultation = r.consultation_open(&camila, &symbol, asked("joana@example.org")).await.unwrap();
        w.set("2026-11-22T09:00:00Z");
        r.consultation_remind(&camila, consultation).await.unwrap();
        let person = NewPerson { email: "new@ken.example.org".into(), name: "New".into(), authority: "KEN".parse().unwrap(), roles: vec![Role::Official] };
        r.person_invite(&governor, person).await.unwrap();
        let calendar = r.clock_settings(&people.0).await.unwrap().calendar_secret;
        secrets_in(&format!("https://x/{calendar}"), &mut shown);
        r.calendar_renew(&people.0).await.unwrap();
        secrets_in(&format!("https://x/{}", r.clock_settings(&people.0).await.unwrap().calendar_secret), &mut shown);
        w.set("2027-01-18T09:00:00Z");
        r.remind().await.unwrap();
        r.adopt(&people.0, &symbol, day("2027-01-18"), "").await.unwrap();
        for mail in r.mails_latest(1_000).await.unwrap() {
            secrets_in(&mail.body, &mut shown);
            secrets_in(&mail.unsubscribe, &mut shown);
        }
        // Receipts, a link to verify, a draft, follows, invitations, endings, calendars.
        assert!(shown.len() >= 12, "{shown:?}");
        let db = Database::connect(&w.url).await.unwrap();
        let waiting: Vec<_> = everything(&db).await.into_iter().filter(|(at, _)| at.starts_with("mail.")).collect();
        assert!(shown.iter().any(|secret| waiting.iter().any(|(_, value)| value.contains(secret))), "the search finds what is there");
        loop {
            let taken = r.mails_take(100).await.unwrap();
            if taken.is_empty() {
                break;
            }
            for mail in taken {
                r.mail_sent(mail.id, Kept::Facts).await.unwrap();
            }
        }
        for (at, value) in everything(&db).await {
            for secret in &shown {
                assert!(!value.contains(secret.as_str()), "{at} holds {secret}");
            }
        }
    }
}

on_both! {
    async fn forged_secrets_open_nothing(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        r.follow(&people.0, "", &Followed::Measure(symbol)).await.unwrap();
        let secret = r.follows(&people.0).await.unwrap().remove(0).secret;
        let (id, mac) = secret.split_once('-').unwrap();
        let calendar = r.clock_settings(&people.0).await.unwrap().calendar_secret;
        for forged in ["", "-", id, mac, &format!("{id}-"), &format!("{id}-{}", "0".repeat(64)), &format!("0{secret}"), &format!("+{secret}"), &calendar] {
            assert!(r.follow_by_secret(forged).await.unwrap().is_none(), "{forged}");
            assert!(!r.reminders_by_secret(forged).await.unwrap(), "{forged}");
            assert!(matches!(r.consulted(forged).await, Err(Error::NotFound(_))), "{forged}");
            assert!(r.comment_of_mails(forged).await.unwrap().is_none(), "{forged}");
        }
        assert!(matches!(r.calendar_by_secret(&secret).await, Err(Error::NotFound(_))));
        assert!(r.follow_by_secret(&secret).await.unwrap().is_some());
    }
}

on_both! {
    async fn links_and_addresses_of_earlier_versions_work_on(w: World) {
        let people = w.kenya().await;
        w.authority("BRA", "America/Sao_Paulo", "Brasília").await;
        let camila = w.person("BRA", "Camila", &[Role::Official]).await;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        let receipt = verified(&w, &symbol, by("Ana", vec![part("1", Stance::Oppose, "One.")])).await;
        r.follow(&Caller::Public, "a@example.org", &Followed::Measure(symbol.clone())).await.unwrap();
        r.follow(&Caller::Public, "b@example.org", &Followed::Measure(symbol.clone())).await.unwrap();
        r.consultation_open(&camila, &symbol, asked("joana@example.org")).await.unwrap();
        r.clock_settings(&people.0).await.unwrap();

        // As an earlier version left it: secrets in plain, addresses as they were typed.
        let db = Database::connect(&w.url).await.unwrap();
        Migrator::down(&db, Some(steps_since("m0024_mails"))).await.unwrap();
        for sql in [
            "UPDATE follow SET secret = 'old-follow', email = 'B@Example.org' WHERE email = 'a@example.org'",
            "UPDATE follow SET confirmed = '2026-11-21T01:15:07.000000Z' WHERE email = 'B@Example.org'",
            "UPDATE consultation_stakeholder SET secret = 'old-consulted', email = 'Joana@Example.org'",
            "UPDATE account_clock SET reminder_secret = 'old-reminder', calendar_secret = 'old-calendar'",
            "UPDATE comment SET mail_secret = 'old-mails', email = 'Ana@Example.org'",
            "UPDATE account SET email = 'AMINA@ken.example.org' WHERE email = 'amina@ken.example.org'",
        ] {
            db.execute_unprepared(sql).await.unwrap();
        }
        let r = &w.again().await;

        // Of two requests that differ by case alone the confirmed one is left.
        let follow = r.follow_by_secret("old-follow").await.unwrap().unwrap();
        assert_eq!((follow.email.as_str(), follow.confirmed.is_some()), ("b@example.org", true));
        assert_eq!(texts(&db, "SELECT email FROM follow").await, ["b@example.org"]);
        assert_ne!(follow.secret, "old-follow");
        assert_eq!(r.follow_by_secret(&follow.secret).await.unwrap().unwrap().email, "b@example.org");
        assert_eq!(r.consulted("old-consulted").await.unwrap().email, "joana@example.org");
        assert!(r.reminders_by_secret("old-reminder").await.unwrap());
        assert_eq!(r.calendar_by_secret("old-calendar").await.unwrap().authority, "Authority KEN");
        assert_eq!(r.comment_of_mails("old-mails").await.unwrap(), Some(receipt.number));
        assert_eq!(texts(&db, "SELECT email FROM comment").await, ["ana@example.org"]);
        assert!(r.sign_in("amina@ken.example.org", crate::harness::PASSWORD).await.unwrap().is_some());
        for (at, value) in everything(&db).await {
            assert!(!value.contains("old-"), "{at}: {value}");
        }
        // They end as they always did.
        r.calendar_renew(&people.0).await.unwrap();
        assert!(r.calendar_by_secret("old-calendar").await.is_err());
        r.follow_end("old-follow").await.unwrap();
        assert!(r.follow_by_secret(&follow.secret).await.unwrap().is_none());
    }
}

on_both! {
    async fn many_rows_of_earlier_versions_are_rewritten(w: World) {
        let db = Database::connect(&w.url).await.unwrap();
        Migrator::down(&db, Some(steps_since("m0024_mails"))).await.unwrap();
        // More than are read at once, each twice by the case of its address.
        for typed in ["Person", "person"] {
            db.execute_unprepared(&format!(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200) \
                 INSERT INTO follow (email, scheme, subject, secret, asked) \
                 SELECT '{typed}' || i || '@example.org', 'measure', 'G/TBT/N/KEN/1', '{typed}-plain-' || i, \
                 '2026-11-21T01:15:07.000000Z' FROM n"
            ))
            .await
            .unwrap();
        }
        let r = w.again().await;
        let emails = texts(&db, "SELECT email FROM follow ORDER BY id").await;
        assert_eq!(emails.len(), 1200);
        assert!(emails.iter().all(|email| email.starts_with("person")), "{emails:?}");
        assert!(everything(&db).await.iter().all(|(_, value)| !value.contains("plain")));
        assert!(r.follow_by_secret("Person-plain-1200").await.unwrap().is_some());
    }
}

on_both! {
    async fn another_key_is_refused_and_one_is_needed(w: World) {
        let people = w.kenya().await;
        let symbol = w.published(&people, form()).await;
        let other = w.with_key(Some(SecretKey::random())).await;
        assert!(matches!(other, Err(Error::Refused(why)) if why.contains("secret.key")));
        assert!(w.with_key(SecretKey::parse(&"5a".repeat(32))).await.is_ok());
        let none: Registry = w.with_key(None).await.unwrap();
        let refused = none.follow(&Caller::Public, "a@example.org", &Followed::Measure(symbol)).await;
        assert!(matches!(refused, Err(Error::Refused(_))));
    }
}

on_both! {
    async fn the_public_address_is_kept_for_commands(w: World) {
        let unknown = w.under("").await;
        assert_eq!(unknown.settings().public_url, "");
        // As long as nobody can be mailed, none is needed.
        assert!(!unknown.public_url_missing().await.unwrap());
        w.kenya().await;
        assert!(unknown.public_url_missing().await.unwrap());
        assert_eq!(w.registry.public_url_keep().await.unwrap(), None);
        let command = w.under("").await;
        assert_eq!(command.settings().public_url, "https://concordance.example");
        assert!(!command.public_url_missing().await.unwrap());
        let moved = w.under("https://elsewhere.example").await;
        assert_eq!(moved.public_url_keep().await.unwrap().as_deref(), Some("https://concordance.example"));
        assert_eq!(moved.public_url_keep().await.unwrap(), None);
        assert_eq!(w.under("").await.settings().public_url, "https://elsewhere.example");
    }
}
