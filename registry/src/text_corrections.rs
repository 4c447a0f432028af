//! An official corrects how a text was cut into clauses, before it is published.
//! Corrections are kept with the hash of the file: the same bytes uploaded again
//! are cut as they were corrected. Once published, the addresses of clauses are
//! cited and stay.

use std::collections::BTreeMap;

use domain::{
    authority::AuthorityCode,
    notification::State,
    role::Role,
    text::{Clauses, Correction, CorrectionChange, Paragraph, WhyNot},
};
use jiff::Timestamp;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    Set,
};
use serde::{Deserialize, Serialize};

use crate::{
    Caller, Error, FieldError, Registry, Result,
    db::{read_json, read_name, read_time, stored_json, stored_time},
    documents::DocumentInfo,
    entities::{document, event, notification, notified_text, text_correction},
    family::is_of,
    journal::{Entry, log},
    notified_texts::aside,
};

/// Corrections of one text at most: more is another cutting, not a correction.
const MOST: usize = 1_000;

/// A text with the corrections of its cutting.
#[derive(Debug, Clone)]
pub struct CorrectedText {
    /// The file.
    pub document: DocumentInfo,
    /// The notification it belongs to.
    pub notification: i64,
    /// Its title.
    pub title: String,
    /// Draft, or submitted.
    pub state: State,
    /// The clauses as corrected.
    pub clauses: Clauses,
    /// The corrections in the order in which they are applied.
    pub corrections: Vec<MadeCorrection>,
    /// Counts up with every change; given back when correcting.
    pub version: i64,
    /// Whether this caller may correct it.
    pub may_correct: bool,
}

/// A correction that was made.
#[derive(Debug, Clone)]
pub struct MadeCorrection {
    /// What it does.
    pub correction: Correction,
    /// Who made it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Why it has no effect: one before it was taken back.
    pub not_applied: Option<WhyNot>,
}

/// What a change of the corrections did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CorrectionEffect {
    /// Clauses before.
    pub before: usize,
    /// Clauses now.
    pub after: usize,
}

/// A correction as stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Stored {
    by: String,
    at: String,
    correction: Correction,
}

/// The stored corrections of one file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Corrections {
    version: i64,
    made: Vec<Stored>,
}

impl Corrections {
    /// What is applied, in order.
    pub(crate) fn corrections(&self) -> Vec<Correction> {
        self.made.iter().map(|m| m.correction.clone()).collect()
    }
}

/// The corrections of a file of a notification, by the file's hash; none at first.
pub(crate) async fn corrections_of(
    db: &impl ConnectionTrait,
    notification: i64,
    sha256: &str,
) -> Result<Corrections> {
    let row = text_correction::Entity::find_by_id((notification, sha256.to_owned())).one(db).await?;
    let Some(row) = row else { return Ok(Corrections::default()) };
    Ok(Corrections { version: row.version, made: read_json(&row.corrections)? })
}

/// How often the cutting of each file of a notification was corrected, by hash.
pub(crate) async fn correction_versions(
    db: &impl ConnectionTrait,
    notification: i64,
) -> Result<BTreeMap<String, i64>> {
    let rows = text_correction::Entity::find()
        .filter(text_correction::Column::NotificationId.eq(notification))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|r| (r.sha256, r.version)).collect())
}

impl Registry {
    /// A text of the caller's authority before publication, with the corrections
    /// of its cutting. That of a published notification is refused.
    pub async fn text_corrections(
        &self,
        caller: &Caller,
        notification: i64,
        document: i64,
    ) -> Result<CorrectedText> {
        let (row, state) = correctable(&self.db, caller, notification).await?;
        let may_correct = match self.refuse_correcting(&self.db, caller, &row, state).await {
            Ok(()) => true,
            Err(Error::Step(_) | Error::Refused(_)) => false,
            Err(failed) => return Err(failed),
        };
        let (file, outline) = text_of(&self.db, notification, document).await?;
        let stored = corrections_of(&self.db, notification, &file.sha256).await?;
        let corrections = stored.corrections();
        let (clauses, not_applied) = aside(move || corrected(&outline, &corrections)).await?;
        let made = stored.made.into_iter().enumerate().map(|(nth, made)| {
            Ok(MadeCorrection {
                not_applied: not_applied.iter().find(|n| n.correction == nth).map(|n| n.why),
                correction: made.correction,
                by: made.by,
                at: read_time(&made.at)?,
            })
        });
        Ok(CorrectedText {
            corrections: made.collect::<Result<_>>()?,
            document: DocumentInfo::from_row(file)?,
            notification,
            title: row.title,
            state,
            clauses,
            version: stored.version,
            may_correct,
        })
    }

    /// Corrects the cutting: the changes apply in order to a paragraph of the text
    /// as it stands; after a break, to the second half. `version` is what the caller read ([`Error::Conflict`] when
    /// it is another meanwhile). One that has no effect refuses all, with the
    /// reason ([`Error::Invalid`], field `correction`).
    pub async fn text_correct(
        &self,
        caller: &Caller,
        notification: i64,
        document: i64,
        version: i64,
        paragraph: usize,
        changes: Vec<CorrectionChange>,
    ) -> Result<CorrectionEffect> {
        let who = caller.actor().to_owned();
        let made_at = stored_time(self.now());
        self.change_corrections(caller, notification, document, version, move |clauses, made| {
            let words = clauses.paragraphs().get(paragraph).map_or("", |p| p.text.as_str());
            if changes.is_empty() {
                return Err(refused("Change the number, the heading or the level first."));
            }
            if made.len() + changes.len() > MOST {
                return Err(refused("This text has 1,000 corrections: mend the file and upload it anew."));
            }
            let (mut at, mut words) = (paragraph, words.to_owned());
            for change in changes {
                let second = match &change {
                    CorrectionChange::Break { character } => {
                        Some(words.chars().skip(*character).collect::<String>().trim_start().to_owned())
                    }
                    _ => None,
                };
                let correction = Correction::of(at, &words, change);
                made.push(Stored { by: who.clone(), at: made_at.clone(), correction });
                if let Some(second) = second {
                    (at, words) = (at + 1, second);
                }
            }
            Ok(())
        })
        .await
    }

    /// Takes back the correction at that place of the list. Those behind it that
    /// no longer have an effect stay in the list and say so.
    pub async fn text_correction_undo(
        &self,
        caller: &Caller,
        notification: i64,
        document: i64,
        version: i64,
        nth: usize,
    ) -> Result<CorrectionEffect> {
        self.change_corrections(caller, notification, document, version, move |_, made| {
            if nth >= made.len() {
                return Err(Error::NotFound("correction"));
            }
            made.remove(nth);
            Ok(())
        })
        .await
    }

    async fn change_corrections(
        &self,
        caller: &Caller,
        notification: i64,
        document: i64,
        version: i64,
        change: impl FnOnce(&Clauses, &mut Vec<Stored>) -> Result<()> + Send + 'static,
    ) -> Result<CorrectionEffect> {
        let tx = self.write().await?;
        let (owner, state) = correctable(&*tx, caller, notification).await?;
        self.refuse_correcting(&*tx, caller, &owner, state).await?;
        let (file, outline) = text_of(&*tx, notification, document).await?;
        let mut stored = corrections_of(&*tx, notification, &file.sha256).await?;
        if stored.version != version {
            return Err(Error::Conflict);
        }
        let (stored, words, effect) = aside(move || {
            let (before, _) = corrected(&outline, &stored.corrections())?;
            let known = stored.made.len();
            change(&before, &mut stored.made)?;
            let (after, not_applied) = corrected(&outline, &stored.corrections())?;
            if let Some(new) = not_applied.iter().find(|n| n.correction >= known) {
                let why = new.why.to_string();
                let mut letters = why.chars();
                let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
                return Err(refused(&format!("{first}{}", letters.as_str())));
            }
            let effect = CorrectionEffect { before: before.clauses().len(), after: after.clauses().len() };
            Ok((stored, after.plain_text(), effect))
        })
        .await?;
        self.store_corrections(&*tx, notification, &file.sha256, &stored).await?;
        // References are found by their places in these words; a broken paragraph moves them.
        let same = document::Entity::find()
            .filter(document::Column::NotificationId.eq(notification))
            .filter(document::Column::Sha256.eq(&file.sha256))
            .all(&*tx)
            .await?;
        for row in same {
            let mut row = row.into_active_model();
            row.text = Set(Some(words.replace('\0', " ")));
            row.update(&*tx).await?;
        }
        self.log_correction(&*tx, caller, notification, file.name).await?;
        if state == State::Submitted {
            // Who approved of a joint notification already did not read it like this.
            self.forget_approvals(&tx, notification).await?;
        }
        self.commit(tx).await?;
        Ok(effect)
    }

    /// Refuses whoever may not correct the texts of a notification in this state;
    /// a regulator reads a draft that is with the enquiry point, and does not write.
    async fn refuse_correcting(
        &self,
        db: &impl ConnectionTrait,
        caller: &Caller,
        row: &notification::Model,
        state: State,
    ) -> Result<()> {
        let official = caller.official()?;
        official.needs(may(state))?;
        match state {
            State::Draft => self.refuse_handed_over(db, official, row).await,
            _ => Ok(()),
        }
    }

    async fn store_corrections(
        &self,
        tx: &impl ConnectionTrait,
        notification: i64,
        sha256: &str,
        stored: &Corrections,
    ) -> Result<()> {
        let row = text_correction::ActiveModel {
            notification_id: Set(notification),
            sha256: Set(sha256.to_owned()),
            version: Set(stored.version + 1),
            corrections: Set(stored_json(&stored.made)?),
        };
        if stored.version == 0 {
            row.insert(tx).await?;
        } else {
            row.update(tx).await?;
        }
        Ok(())
    }

    /// One entry for a row of corrections by the same person to the same file.
    async fn log_correction(
        &self,
        tx: &impl ConnectionTrait,
        caller: &Caller,
        notification: i64,
        file: String,
    ) -> Result<()> {
        const WHAT: &str = "text-corrected";
        let last = event::Entity::find()
            .filter(event::Column::NotificationId.eq(notification))
            .order_by_desc(event::Column::Id)
            .one(tx)
            .await?;
        if last.is_some_and(|e| e.what == WHAT && e.actor == caller.actor() && e.note == file) {
            return Ok(());
        }
        let entry = Entry { notification, what: WHAT, actor: caller.actor(), note: file };
        log(tx, self.now(), vec![entry]).await
    }
}

/// Who corrects a text: its writers; once it is handed in, who approves it too.
fn may(state: State) -> &'static [Role] {
    match state {
        State::Draft => &[Role::Official, Role::Regulator],
        _ => &[Role::Official, Role::Approver],
    }
}

fn refused(message: &str) -> Error {
    Error::Invalid(vec![FieldError::new("correction", message)])
}

/// A notification of the caller's authority whose texts may still be cut otherwise.
async fn correctable(
    db: &impl ConnectionTrait,
    caller: &Caller,
    notification: i64,
) -> Result<(notification::Model, State)> {
    let official = caller.official()?;
    let hidden = || Error::NotFound("draft");
    let row = notification::Entity::find_by_id(notification).one(db).await?.ok_or_else(hidden)?;
    let state = read_name(&row.state, State::from_name)?;
    if !is_of(db, &row, official.authority.as_str()).await? {
        let authority: AuthorityCode = read_name(&row.authority_code, |c| c.parse().ok())?;
        return Err(if state.is_public() { Error::OtherAuthority(authority) } else { hidden() });
    }
    if state.is_public() {
        return Err(Error::Refused(
            "the text is published: the addresses of its clauses are cited in comments and stay as they are; \
             notify a corrigendum or a revision with a text that is cut otherwise"
                .to_owned(),
        ));
    }
    Ok((row, state))
}

/// A file of a notification and the paragraphs read in it, as stored.
async fn text_of(
    db: &impl ConnectionTrait,
    notification: i64,
    document: i64,
) -> Result<(document::Model, String)> {
    let hidden = || Error::NotFound("text of this file");
    let file = document::Entity::find_by_id(document)
        .filter(document::Column::NotificationId.eq(notification))
        .one(db)
        .await?
        .ok_or_else(hidden)?;
    let read = notified_text::Entity::find_by_id(document).one(db).await?.ok_or_else(hidden)?;
    if read.outline == "[]" {
        return Err(Error::Refused("no text could be read in this file, so it has no clauses".to_owned()));
    }
    Ok((file, read.outline))
}

fn corrected(outline: &str, corrections: &[Correction]) -> Result<(Clauses, Vec<domain::text::NotApplied>)> {
    let paragraphs: Vec<Paragraph> = read_json(outline)?;
    Ok(Clauses::corrected(paragraphs, corrections))
}
