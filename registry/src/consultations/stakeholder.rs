//! The page of somebody who was invited, at a secret mailed address: reads the
//! notification, says something of the whole or of clauses, changes it until the
//! last day. Nobody needs an account, and nobody sees what another one said.

use jiff::Timestamp;
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    ModelTrait, QueryFilter, QueryOrder, Set,
};

use super::{ConsultationState, rows::ends};
use crate::{
    Caller, Error, FieldError, Registry, Result,
    authorities::{Authority, authority_of},
    db::{read_name, read_time, sha256, stored_time},
    documents::{DocumentInfo, DocumentRole, Files},
    entities::{consultation, consultation_input, consultation_stakeholder, notification, notified_text},
    notifications::NotificationSummary,
    notified_texts::{aside, cut},
    secrets::Opens,
    text_corrections::corrections_of,
};

/// Longest input, in characters.
const TEXT_LIMIT: usize = 20_000;
/// Longest name of a clause, in characters.
const CLAUSE_LIMIT: usize = 200;
/// Inputs of one person at most.
const MOST: usize = 200;
/// Clauses offered to choose from at most, and how deep.
const OFFERED: usize = 300;
/// The deepest level of clauses that is offered.
const OFFERED_LEVEL: u8 = 2;

/// What an invited person sees.
#[derive(Debug, Clone)]
pub struct StakeholderPage {
    /// The notification.
    pub notification: NotificationSummary,
    /// Its texts.
    pub documents: Vec<DocumentInfo>,
    /// Name of the authority that asks.
    pub authority: String,
    /// What is asked.
    pub question: String,
    /// The end of the last day, written out.
    pub until: String,
    /// Whether input is taken now.
    pub open: bool,
    /// The own name; may be empty.
    pub name: String,
    /// The own address.
    pub email: String,
    /// What was given so far: on the whole first, then by clause.
    pub inputs: Vec<GivenInput>,
    /// Clauses of the text to speak of.
    pub clauses: Vec<ConsultedClause>,
    /// Number of the official comment, once filed.
    pub comment_number: Option<String>,
}

/// An own input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenInput {
    /// The clause; empty for the whole.
    pub clause: String,
    /// The words.
    pub text: String,
    /// When it was written or last changed.
    pub at: Timestamp,
}

/// A clause of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsultedClause {
    /// How it is cited.
    pub citation: String,
    /// Its heading.
    pub heading: String,
}

impl Registry {
    /// The page behind a secret address; none where there is no such address.
    pub async fn consulted(&self, secret: &str) -> Result<StakeholderPage> {
        let (person, row, own) = self.by_secret(&self.db, secret).await?;
        let found = notification::Entity::find_by_id(row.notification_id).one(&self.db).await?;
        let found = found.ok_or(Error::NotFound("notification"))?;
        // Whoever is consulted reads what everyone may: the consulting authority has
        // no right to pass a confidential draft on.
        let readable = self.readable_files(&Caller::Public, &found).await?;
        let mut documents = Files::of(&self.db, found.id).await?.infos;
        documents.retain(|document| readable.includes(document.role));
        let until = ends(&row, &own)?;
        let inputs = inputs(&self.db, person.id).await?;
        Ok(StakeholderPage {
            clauses: self.clauses_of(&documents, found.id).await?,
            notification: self.summary_of(&found).await?,
            documents,
            open: row.state == ConsultationState::Open.as_str() && until.is_open(self.now()),
            until: until.written_out(&own.zone_place),
            authority: own.name,
            question: row.question,
            name: person.name,
            email: person.email,
            inputs: inputs
                .into_iter()
                .map(|i| Ok(GivenInput { clause: i.clause, text: i.text, at: read_time(&i.at)? }))
                .collect::<Result<_>>()?,
            comment_number: row.comment_number,
        })
    }

    /// Takes what somebody says of a clause, or of the whole when it is empty. What
    /// was said of the same clause before is replaced; no words take it back.
    pub async fn consulted_say(&self, secret: &str, clause: &str, text: &str) -> Result<()> {
        let tx = self.write().await?;
        let (person, row, own) = self.by_secret(&*tx, secret).await?;
        let now = self.now();
        let clean = |c: char| if c.is_control() { ' ' } else { c };
        let clause = clause.chars().map(clean).collect::<String>().trim().to_owned();
        let text = text.replace('\0', "").replace("\r\n", "\n").trim().to_owned();
        let before = inputs(&*tx, person.id).await?;
        let count = before.len();
        let before = before.into_iter().find(|i| i.clause == clause);
        let refuse =
            |field: &str, message: String| Err(Error::Invalid(vec![FieldError::new(field, message)]));
        let until = ends(&row, &own)?;
        let open = read_name(&row.state, ConsultationState::from_name)? == ConsultationState::Open;
        if !open || !until.is_open(now) {
            let message = format!("This consultation takes no more input. Write to {} directly.", own.name);
            return refuse("text", message);
        }
        if text.chars().count() > TEXT_LIMIT {
            return refuse("text", "Shorten your input to 20,000 characters.".to_owned());
        }
        if clause.chars().count() > CLAUSE_LIMIT {
            return refuse("clause", "Shorten the clause to 200 characters, for example 5.1.".to_owned());
        }
        match before {
            Some(row) if text.is_empty() => {
                row.delete(&*tx).await?;
            }
            None if text.is_empty() => return refuse("text", "Write your input.".to_owned()),
            None if count >= MOST => {
                return refuse(
                    "text",
                    "You spoke of 200 clauses: put the rest into your input on the whole.".to_owned(),
                );
            }
            Some(row) => {
                let mut row = row.into_active_model();
                row.text = Set(text);
                row.at = Set(stored_time(now));
                row.update(&*tx).await?;
            }
            None => {
                consultation_input::ActiveModel {
                    id: NotSet,
                    stakeholder_id: Set(person.id),
                    clause: Set(clause),
                    text: Set(text),
                    at: Set(stored_time(now)),
                }
                .insert(&*tx)
                .await?;
            }
        }
        self.commit(tx).await
    }

    async fn by_secret(
        &self,
        db: &impl ConnectionTrait,
        secret: &str,
    ) -> Result<(consultation_stakeholder::Model, consultation::Model, Authority)> {
        let hidden = || Error::NotFound("consultation at this address");
        let person = match self.opened(Opens::Consulted, secret)? {
            Some(id) => consultation_stakeholder::Entity::find_by_id(id),
            // A link of an earlier version.
            None => consultation_stakeholder::Entity::find()
                .filter(consultation_stakeholder::Column::SecretSha256.eq(sha256(secret))),
        };
        let person = person.one(db).await?.ok_or_else(hidden)?;
        let row = consultation::Entity::find_by_id(person.consultation_id).one(db).await?;
        let row = row.ok_or_else(hidden)?;
        let own = authority_of(db, &row.authority_code).await?.ok_or_else(hidden)?;
        Ok((person, row, own))
    }

    /// The upper clauses of the first notified text that could be read.
    async fn clauses_of(
        &self,
        documents: &[DocumentInfo],
        notification: i64,
    ) -> Result<Vec<ConsultedClause>> {
        let text = documents.iter().find(|d| d.role == DocumentRole::NotifiedText);
        let Some(text) = text else { return Ok(Vec::new()) };
        let Some(read) = notified_text::Entity::find_by_id(text.id).one(&self.db).await? else {
            return Ok(Vec::new());
        };
        let corrections = corrections_of(&self.db, notification, &text.sha256).await?.corrections();
        aside(move || {
            let clauses = cut(&read.outline, &corrections)?;
            let upper =
                clauses.clauses().iter().filter(|c| c.level <= OFFERED_LEVEL && !c.citation.is_empty());
            let offered = upper.map(|c| ConsultedClause {
                citation: c.citation.clone(),
                heading: c.heading.clone().filter(|h| *h != c.citation).unwrap_or_default(),
            });
            Ok(offered.take(OFFERED).collect())
        })
        .await
    }
}

async fn inputs(db: &impl ConnectionTrait, person: i64) -> Result<Vec<consultation_input::Model>> {
    Ok(consultation_input::Entity::find()
        .filter(consultation_input::Column::StakeholderId.eq(person))
        .order_by_asc(consultation_input::Column::Clause)
        .all(db)
        .await?)
}
