//! What officials do with one comment: check it, reply, say what became of each
//! part, give it to a colleague, note something.

use domain::{
    comment::{CommentState, CommentStep, Disposition},
    role::Role,
};
use jiff::Timestamp;
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, Set,
};

use super::{
    input::{TEXT_LIMIT, cleaned_text},
    rows::{own_comment, public_note},
};
use crate::{
    Caller, Error, FieldError, Official, Registry, Result,
    db::{read_name, stored_time},
    entities::{account, comment, comment_note, comment_point, document, notification},
    family::{family, first_symbol},
    journal::{Entry, announce, log},
    mail_texts::{self, About},
    notified_texts::stored_clauses,
};

/// What is made of a part of a comment.
#[derive(Debug, Clone)]
pub(super) struct Verdict {
    pub what: Disposition,
    pub reason: String,
    pub changed_document: Option<i64>,
    pub changed_clause: String,
}

impl Registry {
    /// Replies, publicly unless the comment is confidential; the author is told by mail.
    pub async fn comment_reply(&self, caller: &Caller, id: i64, text: &str) -> Result<()> {
        let tx = self.write().await?;
        let (found, row, official) = own_comment(&*tx, caller, id).await?;
        official.needs(&[Role::Official])?;
        let text = reply_text(text)?;
        self.answer(&*tx, official, &row, found, &text).await?;
        announce(&*tx, self.now(), &[row.id]).await?;
        self.commit(tx).await
    }

    /// An official checked a comment: everyone may read it, and the author is told.
    pub async fn comment_publish(&self, caller: &Caller, id: i64) -> Result<()> {
        let tx = self.write().await?;
        let (found, row, official) = own_comment(&*tx, caller, id).await?;
        official.needs(&[Role::Official])?;
        self.publish(&*tx, official, &row, found).await?;
        announce(&*tx, self.now(), &[row.id]).await?;
        self.commit(tx).await
    }

    /// An official found that a comment must not be shown: the public learns that
    /// it exists and why it is not shown. It counts like every other.
    pub async fn comment_withhold(&self, caller: &Caller, id: i64, why: &str) -> Result<()> {
        let tx = self.write().await?;
        let (found, row, official) = own_comment(&*tx, caller, id).await?;
        official.needs(&[Role::Official])?;
        let why = reason("why", why, "Say why it is not shown: the public reads this reason.")?;
        self.withhold(&*tx, official, &row, found, &why).await?;
        announce(&*tx, self.now(), &[row.id]).await?;
        self.commit(tx).await
    }

    /// Says what became of a part of a comment, and where the draft was changed.
    /// May be said anew until the response document is published, and after:
    /// the next version of the document shows it.
    #[allow(clippy::too_many_arguments, reason = "one argument for each box of the form")]
    pub async fn comment_dispose(
        &self,
        caller: &Caller,
        point: i64,
        what: Disposition,
        reason: &str,
        changed_document: Option<i64>,
        changed_clause: &str,
    ) -> Result<()> {
        let tx = self.write().await?;
        let found = comment_point::Entity::find_by_id(point).one(&*tx).await?;
        let found = found.ok_or(Error::NotFound("part of a comment"))?;
        let (_, row, official) = own_comment(&*tx, caller, found.comment_id).await?;
        official.needs(&[Role::Official])?;
        let verdict = verdict(what, reason, changed_document, changed_clause)?;
        refuse_unknown_clause(&*tx, &row, &verdict).await?;
        self.dispose(&*tx, official, found, &verdict).await?;
        announce(&*tx, self.now(), &[row.id]).await?;
        self.commit(tx).await
    }

    /// Gives a comment to a colleague to work on, or to nobody.
    pub async fn comment_assign(&self, caller: &Caller, id: i64, to: Option<i64>) -> Result<()> {
        let tx = self.write().await?;
        let (found, _, official) = own_comment(&*tx, caller, id).await?;
        official.needs(&[Role::Official])?;
        refuse_stranger(&*tx, official, to).await?;
        let mut row = found.into_active_model();
        row.assigned_to = Set(to);
        row.update(&*tx).await?;
        self.commit(tx).await
    }

    /// Notes something for the authority's own people. Any of them may.
    pub async fn comment_note(&self, caller: &Caller, id: i64, text: &str) -> Result<()> {
        let tx = self.write().await?;
        let (_, _, official) = own_comment(&*tx, caller, id).await?;
        let text = cleaned_text(text);
        if text.is_empty() || text.chars().count() > TEXT_LIMIT {
            return Err(Error::Invalid(vec![FieldError::new(
                "note",
                "Write a note of at most 20,000 characters.",
            )]));
        }
        comment_note::ActiveModel {
            id: NotSet,
            comment_id: Set(id),
            at: Set(stored_time(self.now())),
            actor: Set(official.name.clone()),
            text: Set(text),
        }
        .insert(&*tx)
        .await?;
        self.commit(tx).await
    }

    pub(super) async fn answer(
        &self,
        tx: &impl ConnectionTrait,
        official: &Official,
        row: &notification::Model,
        found: comment::Model,
        text: &str,
    ) -> Result<()> {
        let same = found.reply_text.as_deref() == Some(text)
            && found.reply_author.as_deref() == Some(official.name.as_str());
        if found.reply_at.is_some() && same {
            // Sent twice: it is done.
            return Ok(());
        }
        if found.reply_at.is_some() {
            return Err(Error::Refused(
                "this comment has a reply already, and replies are not changed".to_owned(),
            ));
        }
        let state = next(&found, CommentStep::Answer)?;
        let now = self.now();
        let mut answered = found.clone().into_active_model();
        answered.state = Set(state.as_str().to_owned());
        answered.reply_author = Set(Some(official.name.clone()));
        answered.reply_text = Set(Some(text.to_owned()));
        answered.reply_at = Set(Some(stored_time(now)));
        answered.update(tx).await?;
        step(tx, now, &found, official, "comment-answered").await?;
        let symbol = first_symbol(tx, row.id).await?;
        let letter = mail_texts::answered(
            self.about_comment(&symbol, row, &found.number),
            &found.author,
            &official.authority_name,
            text,
        );
        self.tell_author(tx, found, &letter).await
    }

    pub(super) async fn publish(
        &self,
        tx: &impl ConnectionTrait,
        official: &Official,
        row: &notification::Model,
        found: comment::Model,
    ) -> Result<()> {
        // One that was withheld after its reply has a reply still.
        let state = match next(&found, CommentStep::Publish)? {
            _ if found.reply_at.is_some() => CommentState::Answered,
            state => state,
        };
        let mut published = found.clone().into_active_model();
        published.state = Set(state.as_str().to_owned());
        published.withholding_reason = Set(String::new());
        published.update(tx).await?;
        step(tx, self.now(), &found, official, "comment-published").await?;
        let symbol = first_symbol(tx, row.id).await?;
        let letter = mail_texts::published(self.about_comment(&symbol, row, &found.number), &found.author);
        self.tell_author(tx, found, &letter).await
    }

    pub(super) async fn withhold(
        &self,
        tx: &impl ConnectionTrait,
        official: &Official,
        row: &notification::Model,
        found: comment::Model,
        why: &str,
    ) -> Result<()> {
        let state = next(&found, CommentStep::Withhold)?;
        let mut withheld = found.clone().into_active_model();
        withheld.state = Set(state.as_str().to_owned());
        withheld.withholding_reason = Set(why.to_owned());
        withheld.update(tx).await?;
        step(tx, self.now(), &found, official, "comment-withheld").await?;
        let symbol = first_symbol(tx, row.id).await?;
        let letter =
            mail_texts::withheld(self.about_comment(&symbol, row, &found.number), &found.author, why);
        self.tell_author(tx, found, &letter).await
    }

    pub(super) async fn dispose(
        &self,
        tx: &impl ConnectionTrait,
        official: &Official,
        found: comment_point::Model,
        verdict: &Verdict,
    ) -> Result<()> {
        let mut row = found.into_active_model();
        row.disposition = Set(Some(verdict.what.as_str().to_owned()));
        row.reason = Set(verdict.reason.clone());
        row.changed_document_id = Set(verdict.changed_document);
        row.changed_clause = Set(verdict.changed_clause.clone());
        row.disposed_by = Set(official.name.clone());
        row.disposed_at = Set(Some(stored_time(self.now())));
        row.update(tx).await?;
        Ok(())
    }

    pub(super) fn about_comment<'a>(
        &'a self,
        symbol: &'a str,
        row: &'a notification::Model,
        number: &'a str,
    ) -> About<'a> {
        About { public_url: &self.settings.public_url, symbol, title: &row.title, number }
    }
}

fn next(found: &comment::Model, step: CommentStep) -> Result<CommentState> {
    read_name(&found.state, CommentState::from_name)?
        .after(step, found.confidential, false)
        .map_err(|e| Error::Refused(e.to_string()))
}

async fn step(
    tx: &impl ConnectionTrait,
    now: Timestamp,
    found: &comment::Model,
    official: &Official,
    what: &str,
) -> Result<()> {
    let entry =
        Entry { notification: found.notification_id, what, actor: &official.name, note: public_note(found) };
    log(tx, now, vec![entry]).await
}

/// A reply as stored.
pub(super) fn reply_text(text: &str) -> Result<String> {
    let text = cleaned_text(text);
    if text.is_empty() || text.chars().count() > TEXT_LIMIT {
        return Err(Error::Invalid(vec![FieldError::new(
            "text",
            "Write a reply of at most 20,000 characters.",
        )]));
    }
    Ok(text)
}

pub(super) fn reason(field: &str, text: &str, missing: &str) -> Result<String> {
    let text = cleaned_text(text);
    let message = match text.chars().count() {
        0 => missing,
        n if n > 5_000 => "Shorten the reason to 5,000 characters.",
        _ => return Ok(text),
    };
    Err(Error::Invalid(vec![FieldError::new(field, message)]))
}

/// A disposition as stored: whatever was not wholly accepted has a reason.
pub(super) fn verdict(
    what: Disposition,
    why: &str,
    changed_document: Option<i64>,
    changed_clause: &str,
) -> Result<Verdict> {
    let reason = match what {
        Disposition::Partly | Disposition::NotAccepted => {
            reason("reason", why, "Give the reason why it was not accepted, or not wholly.")?
        }
        _ if why.trim().is_empty() => String::new(),
        _ => reason("reason", why, "")?,
    };
    let changed_clause = changed_clause.trim().trim_start_matches('#').to_owned();
    if changed_document.is_none() && !changed_clause.is_empty() {
        return Err(Error::Invalid(vec![FieldError::new(
            "changed_document",
            "Choose the text whose clause was changed.",
        )]));
    }
    Ok(Verdict { what, reason, changed_document, changed_clause })
}

/// The text and the clause in which the draft was changed exist, in this measure.
pub(super) async fn refuse_unknown_clause(
    tx: &impl ConnectionTrait,
    row: &notification::Model,
    verdict: &Verdict,
) -> Result<()> {
    let Some(id) = verdict.changed_document else { return Ok(()) };
    let refused = |field: &str, message: String| Err(Error::Invalid(vec![FieldError::new(field, message)]));
    let mut ids: Vec<i64> = family(tx, row.id).await?.into_iter().map(|n| n.id).collect();
    ids.push(row.id);
    let found =
        document::Entity::find_by_id(id).filter(document::Column::NotificationId.is_in(ids)).one(tx).await?;
    if found.is_none() {
        return refused("changed_document", "Choose a text of this measure.".to_owned());
    }
    if verdict.changed_clause.is_empty() {
        return Ok(());
    }
    let known = stored_clauses(tx, id).await?.is_some_and(|c| c.at(&verdict.changed_clause).is_some());
    if !known {
        return refused(
            "changed_clause",
            format!(
                "That text has no clause “{}”: copy what stands behind “#” in the address of the clause.",
                verdict.changed_clause
            ),
        );
    }
    Ok(())
}

/// Work is given to people of the own authority.
pub(super) async fn refuse_stranger(
    tx: &impl ConnectionTrait,
    official: &Official,
    to: Option<i64>,
) -> Result<()> {
    let Some(id) = to else { return Ok(()) };
    let found = account::Entity::find_by_id(id)
        .filter(account::Column::AuthorityCode.eq(official.authority.as_str()))
        .filter(account::Column::Disabled.eq(false))
        .one(tx)
        .await?;
    match found {
        Some(_) => Ok(()),
        None => Err(Error::Invalid(vec![FieldError::new("assign", "Choose a person of your authority.")])),
    }
}
