//! Reports that a comment is not from the person or organisation it names.

use domain::{email::EmailAddress, role::Role};
use jiff::Timestamp;
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, Set,
};

use super::{
    input::cleaned_text,
    rows::{is_public_comment, own_comment},
};
use crate::{
    Caller, Error, FieldError, Mailed, Registry, Result,
    accounts::people_with,
    db::{read_time, stored_time},
    entities::{comment, comment_report, notification},
    family::first_symbol,
    journal::{Entry, announce, log},
    mail_texts::{self, About},
    mails::post,
};

/// Reports on one comment that wait at most: more would only repeat.
const WAITING_LIMIT: u64 = 20;
/// What the public reads in place of the name.
const FALSE_ATTRIBUTION: &str = "The authority found that this comment is not from the one it named.";

/// A report as typed.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Who reports.
    pub name: String,
    /// An address for questions and the decision.
    pub email: String,
    /// Why the attribution is false.
    pub reason: String,
}

/// A report on the desk.
#[derive(Debug, Clone)]
pub struct Reported {
    /// Identifier.
    pub id: i64,
    /// What was reported, and by whom.
    pub report: Report,
    /// When.
    pub at: Timestamp,
    /// Whether the name was taken away; none while it waits.
    pub upheld: Option<bool>,
    /// Who decided.
    pub actor: String,
    /// What was said to it.
    pub note: String,
    /// Whether the decision was mailed to the one who reported.
    pub told: bool,
}

impl Registry {
    /// Takes a report that a public comment is not from whom it names. The
    /// officials of the authority are told by mail.
    pub async fn attribution_report(&self, number: &str, report: Report) -> Result<()> {
        let name = cleaned_text(&report.name);
        let email = EmailAddress::parse(&report.email);
        let reason = cleaned_text(&report.reason);
        let mut errors = Vec::new();
        let mut refuse = |bad: bool, field: &str, message: &str| {
            if bad {
                errors.push(FieldError::new(field, message));
            }
        };
        refuse(
            name.is_empty() || name.chars().count() > 200,
            "author",
            "Enter your name, at most 200 characters.",
        );
        if let Err(problem) = &email {
            refuse(true, "email", &problem.to_string());
        }
        refuse(
            reason.is_empty() || reason.chars().count() > 5_000,
            "reason",
            "Say why the comment is not from the one it names, in at most 5,000 characters.",
        );
        let email = match email {
            Ok(email) if errors.is_empty() => email.to_string(),
            _ => return Err(Error::Invalid(errors)),
        };
        let tx = self.write().await?;
        let hidden = || Error::NotFound("comment");
        let found = comment::Entity::find()
            .filter(comment::Column::Number.eq(number))
            .filter(is_public_comment())
            .one(&*tx)
            .await?
            .ok_or_else(hidden)?;
        let waiting = comment_report::Entity::find()
            .filter(comment_report::Column::CommentId.eq(found.id))
            .filter(comment_report::Column::Decided.is_null())
            .count(&*tx)
            .await?;
        if waiting >= WAITING_LIMIT {
            return Err(Error::Refused(
                "this comment was reported many times: the authority knows, and decides about it".to_owned(),
            ));
        }
        comment_report::ActiveModel {
            id: NotSet,
            comment_id: Set(found.id),
            at: Set(stored_time(self.now())),
            name: Set(name),
            email: Set(email),
            reason: Set(reason),
            upheld: Set(None),
            decided: Set(None),
            actor: Set(String::new()),
            note: Set(String::new()),
            told: Set(true),
        }
        .insert(&*tx)
        .await?;
        let on =
            notification::Entity::find_by_id(found.notification_id).one(&*tx).await?.ok_or_else(hidden)?;
        let symbol = first_symbol(&*tx, on.id).await?;
        let about =
            About { public_url: &self.settings.public_url, symbol: &symbol, title: &on.title, number };
        for person in people_with(&*tx, &on.authority_code, Role::Official).await? {
            post(&*tx, self.now(), &person.email, mail_texts::attribution_reported(about, found.id)).await?;
        }
        self.commit(tx).await
    }

    /// Decides about a report: the name is taken away with a public note, or
    /// stays. Officials of the authority may; the one who reported is told, unless
    /// that address got too many mails.
    pub async fn attribution_decide(
        &self,
        caller: &Caller,
        report: i64,
        upheld: bool,
        note: &str,
    ) -> Result<()> {
        let tx = self.write().await?;
        let row = comment_report::Entity::find_by_id(report).one(&*tx).await?;
        let row = row.ok_or(Error::NotFound("report"))?;
        let (found, on, official) = own_comment(&*tx, caller, row.comment_id).await?;
        official.needs(&[Role::Official])?;
        if row.decided.is_some() && row.upheld == Some(upheld) {
            return Ok(());
        }
        if row.decided.is_some() {
            return Err(Error::Refused("this report was decided already".to_owned()));
        }
        let note = cleaned_text(note);
        if note.chars().count() > 5_000 {
            return Err(Error::Invalid(vec![FieldError::new(
                "note",
                "Shorten the note to 5,000 characters.",
            )]));
        }
        let now = self.now();
        let symbol = first_symbol(&*tx, on.id).await?;
        let letter =
            mail_texts::attribution_decided(self.about_comment(&symbol, &on, &found.number), upheld, &note);
        // Nobody confirmed that the address is the reporter's.
        let told = match EmailAddress::parse(&row.email) {
            Ok(email) => self.post_to_stranger(&*tx, &email, letter, None).await? == Mailed::OnItsWay,
            Err(_) => false,
        };
        let mut row = row.into_active_model();
        row.told = Set(told);
        row.upheld = Set(Some(upheld));
        row.decided = Set(Some(stored_time(now)));
        row.actor = Set(official.name.clone());
        row.note = Set(note.clone());
        row.update(&*tx).await?;
        let number = found.number.clone();
        if upheld && found.disputed.is_empty() {
            let mut disputed = found.into_active_model();
            disputed.disputed = Set(FALSE_ATTRIBUTION.to_owned());
            disputed.update(&*tx).await?;
            let entry = Entry {
                notification: on.id,
                what: "comment-attribution-withdrawn",
                actor: &official.name,
                note: number.clone(),
            };
            log(&*tx, now, vec![entry]).await?;
            announce(&*tx, now, &[on.id]).await?;
        }
        self.commit(tx).await
    }
}

/// What was reported about a comment, oldest first.
pub(super) async fn reports_of(db: &impl ConnectionTrait, comment: i64) -> Result<Vec<Reported>> {
    let rows = comment_report::Entity::find()
        .filter(comment_report::Column::CommentId.eq(comment))
        .order_by_asc(comment_report::Column::Id)
        .all(db)
        .await?;
    rows.into_iter()
        .map(|r| {
            Ok(Reported {
                id: r.id,
                at: read_time(&r.at)?,
                report: Report { name: r.name, email: r.email, reason: r.reason },
                upheld: r.upheld,
                actor: r.actor,
                note: r.note,
                told: r.told,
            })
        })
        .collect()
}
