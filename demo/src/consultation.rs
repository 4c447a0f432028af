//! Consultations in progress: an authority asks its stakeholders about a foreign
//! notification, and some of them have answered.

use std::sync::Arc;

use domain::authority::AuthorityCode;
use jiff::ToSpan;
use registry::{Caller, Registry, consultations::NewConsultation};
use serde::Deserialize;

use crate::{Error, error::At};

/// A consultation.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consultation {
    /// Who asks.
    pub authority: AuthorityCode,
    /// The key of the notification that it is about.
    pub on: String,
    /// Day on which it was opened, before the demonstration's day.
    pub days_ago: i64,
    /// Days that it is open.
    pub open_days: i64,
    /// What is asked.
    pub question: String,
    /// Who is asked.
    pub stakeholders: Vec<Stakeholder>,
}

/// Somebody who is asked.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stakeholder {
    /// Name; may be empty.
    pub name: String,
    /// Address.
    pub email: String,
    /// What this person said.
    pub says: Vec<Said>,
}

/// What somebody said.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// Days after the consultation was opened.
    pub after_days: i64,
    /// The clause; empty for the whole.
    pub clause: String,
    /// The words.
    pub text: String,
}

/// Plays one through the registry's use cases.
pub(crate) async fn play(
    registry: &Registry,
    asked: &Consultation,
    official: &Caller,
    symbol: &str,
) -> Result<(), Error> {
    let now = registry.now();
    let what = || format!("the consultation of {} on {}", asked.authority, asked.on);
    let at = |days: i64| {
        let moment = (now - ((asked.days_ago - days) * 24).hours()).min(now);
        registry.with_clock(Arc::new(move || moment))
    };
    let line = |s: &Stakeholder| {
        if s.name.is_empty() { s.email.clone() } else { format!("{} <{}>", s.name, s.email) }
    };
    let new = NewConsultation {
        question: asked.question.clone(),
        until: Some(
            (now + ((asked.open_days - asked.days_ago) * 24).hours())
                .to_zoned(jiff::tz::TimeZone::UTC)
                .date(),
        ),
        stakeholders: asked.stakeholders.iter().map(line).collect::<Vec<_>>().join("\n"),
    };
    at(0).consultation_open(official, symbol, new).await.at(what)?;
    // The secret addresses are in the mails alone.
    let mails = registry.mails_latest(asked.stakeholders.len() as u64).await.at(what)?;
    for person in &asked.stakeholders {
        let mail = mails.iter().find(|mail| mail.to == person.email);
        let secret = mail.and_then(|mail| secret(&mail.body));
        let secret = secret.ok_or_else(|| Error::Inconsistent(format!("{}: no mail came", what())))?;
        for said in &person.says {
            at(said.after_days).consulted_say(secret, &said.clause, &said.text).await.at(what)?;
        }
    }
    Ok(())
}

/// The secret part of the address in a mail.
fn secret(body: &str) -> Option<&str> {
    body.split_once("/consulted/")?.1.split_whitespace().next()
}
