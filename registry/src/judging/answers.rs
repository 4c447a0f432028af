//! What an authority says to a divergence: that it is meant, and why; or that
//! it does not apply, and why (Rec. C.9). The reason is shown to everyone.

use std::collections::HashMap;

use domain::{
    divergence::{Code, Divergence, are_reasoned},
    notification::{Content, State, StepRefused},
    role::Role,
    standard::{DeclaredReference, Deviation, Place},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set, sea_query::OnConflict};

use super::{
    Cause,
    flags::{Occasion, normal, note_event},
};
use crate::{
    Caller, Error, FieldError, Registry, Result,
    db::{CHUNK, read_name, read_time, stored_time},
    entities::{divergence_answer, notification},
    family::is_of,
    journal::{Entry, announce, log},
    notifications::{Answer, DivergenceRecord, Verdict},
    summaries::symbols,
};

/// Characters of a reason at most.
const LONGEST_REASON: usize = 5_000;

/// The answer to a divergence: given to it, or declared with the reference that
/// it is about.
pub(crate) fn answer(
    divergence: &Divergence,
    identity: &str,
    content: &Content,
    given: &HashMap<String, Answer>,
) -> Option<Answer> {
    given.get(identity).cloned().or_else(|| declared(divergence, content))
}

/// The deviations declared from the standard that the divergence is about, where
/// every one has its reason and justification (Rec. C.7, C.9). They say why the
/// text differs from the standard: nothing of an edition that is out of date.
fn declared(divergence: &Divergence, content: &Content) -> Option<Answer> {
    let references = content.references.iter().enumerate();
    let of_it: Vec<&Deviation> = references
        .filter(|(n, reference)| concerns(divergence, *n, reference))
        .flat_map(|(_, reference)| &reference.deviations)
        .collect();
    are_reasoned(of_it.iter().copied()).then(|| Answer {
        verdict: Verdict::Explained,
        reason: justifications(&of_it),
        actor: String::new(),
        at: None,
    })
}

/// Whether deviations from the n-th declared reference can explain the divergence.
fn concerns(divergence: &Divergence, n: usize, reference: &DeclaredReference) -> bool {
    let evidence = &divergence.evidence;
    let is_called = |cited: &str| !cited.is_empty() && normal(&reference.cited) == normal(cited);
    match divergence.code {
        Code::NationalInsteadOfInternational | Code::ModifiedAdoption | Code::UndeclaredDeviation => {
            match &evidence.place {
                Some(Place::Declared { index }) => *index == n,
                _ => is_called(&evidence.cited),
            }
        }
        // What differs is a limit of the draft; the reference is the one recorded with another.
        Code::ValueDiffers => is_called(&evidence.standard),
        _ => false,
    }
}

/// The justifications in order; of several, each with its clause.
fn justifications(deviations: &[&Deviation]) -> String {
    if let [only] = deviations {
        return only.justification.trim().to_owned();
    }
    let lines = deviations.iter().map(|d| match (d.clause.trim(), d.justification.trim()) {
        ("", justification) => justification.to_owned(),
        (clause, justification) => format!("{clause}: {justification}"),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The divergence as it is stored and shown with this answer. What is explained
/// weighs a step less, and quotes the reason, so that whoever reads only the
/// finding reads it too.
pub(crate) fn answered(mut divergence: Divergence, answer: Option<&Answer>) -> Divergence {
    if let Some(answer) = answer.filter(|a| a.verdict == Verdict::Explained) {
        divergence.severity = divergence.severity.lowered();
        let reason = answer.reason.split_whitespace().collect::<Vec<_>>().join(" ");
        divergence.explanation += &format!(" The authority explains: “{reason}”");
    }
    divergence
}

/// The answers given to divergences of these notifications, by identity.
pub(crate) async fn stored(
    db: &impl ConnectionTrait,
    ids: &[i64],
) -> Result<HashMap<i64, HashMap<String, Answer>>> {
    let mut all: HashMap<i64, HashMap<String, Answer>> = HashMap::new();
    for chunk in ids.chunks(CHUNK) {
        let rows = divergence_answer::Entity::find()
            .filter(divergence_answer::Column::NotificationId.is_in(chunk.iter().copied()))
            .all(db)
            .await?;
        for row in rows {
            let answer = Answer {
                verdict: read_name(&row.verdict, Verdict::from_name)?,
                reason: row.reason,
                actor: row.actor,
                at: Some(read_time(&row.at)?),
            };
            all.entry(row.notification_id).or_default().insert(row.identity, answer);
        }
    }
    Ok(all)
}

/// One divergence, and the notification it is of.
#[derive(Debug, Clone)]
pub struct DivergenceOf {
    /// The notification's title.
    pub title: String,
    /// Its first symbol, once it is public.
    pub symbol: Option<String>,
    /// The divergence.
    pub found: DivergenceRecord,
}

impl Registry {
    /// A divergence that the caller may answer.
    pub async fn divergence_of(&self, caller: &Caller, notification: i64, key: &str) -> Result<DivergenceOf> {
        let row = self.answerable(&self.db, caller, notification).await?;
        let standing = self.flags_of(&self.db, &row).await?;
        let found = standing.into_iter().find(|d| d.key == key && d.resolved.is_none());
        let symbol = symbols(&self.db, &[row.id]).await?.remove(&row.id);
        Ok(DivergenceOf {
            title: row.title,
            symbol: symbol.and_then(|all| all.into_iter().next()).map(|s| s.symbol),
            found: found.ok_or(Error::NotFound("divergence"))?,
        })
    }

    /// The draft or the public notification, for those who may answer its divergences.
    async fn answerable(
        &self,
        db: &impl ConnectionTrait,
        caller: &Caller,
        notification: i64,
    ) -> Result<notification::Model> {
        let official = caller.official()?;
        let row = notification::Entity::find_by_id(notification).one(db).await?;
        let row = row.ok_or(Error::NotFound("notification"))?;
        let state = read_name(&row.state, State::from_name)?;
        if !is_of(db, &row, official.authority.as_str()).await? {
            return Err(if state.is_public() {
                Error::OtherAuthority(read_name(&row.authority_code, |c| c.parse().ok())?)
            } else {
                Error::NotFound("notification")
            });
        }
        if state == State::Submitted {
            return Err(StepRefused::State(state).into());
        }
        // What is public is answered for by the enquiry point alone.
        let writers: &'static [Role] =
            if state == State::Draft { &[Role::Official, Role::Regulator] } else { &[Role::Official] };
        official.needs(writers)?;
        self.refuse_handed_over(db, official, &row).await?;
        Ok(row)
    }

    /// Answers a divergence of a draft or of a public notification of the
    /// caller's authority, or takes the answer back (`verdict` none). `key` is
    /// the one of its [`DivergenceRecord`](crate::notifications::DivergenceRecord).
    pub async fn divergence_answer(
        &self,
        caller: &Caller,
        notification: i64,
        key: &str,
        verdict: Option<Verdict>,
        reason: &str,
    ) -> Result<()> {
        let official = caller.official()?;
        let tx = self.write().await?;
        let row = self.answerable(&*tx, caller, notification).await?;
        let state = read_name(&row.state, State::from_name)?;
        let standing = self.flags_of(&*tx, &row).await?;
        if !standing.iter().any(|d| d.key == key && d.resolved.is_none()) {
            return Err(Error::NotFound("divergence"));
        }
        let reason = reason.trim().replace('\0', " ");
        if verdict.is_some() && reason.is_empty() {
            let message = "Give the reason: it is shown to everyone beside the divergence.";
            return Err(Error::Invalid(vec![FieldError::new("answer_reason", message)]));
        }
        if reason.chars().count() > LONGEST_REASON {
            return Err(Error::Invalid(vec![FieldError::new(
                "answer_reason",
                "Shorten the reason to 5,000 characters.",
            )]));
        }
        let now = self.now();
        divergence_answer::Entity::delete_many()
            .filter(divergence_answer::Column::NotificationId.eq(notification))
            .filter(divergence_answer::Column::Identity.eq(key))
            .exec(&*tx)
            .await?;
        if let Some(verdict) = verdict {
            divergence_answer::Entity::insert(divergence_answer::ActiveModel {
                notification_id: Set(notification),
                identity: Set(key.to_owned()),
                verdict: Set(verdict.as_str().to_owned()),
                reason: Set(reason.clone()),
                account_id: Set(caller.account_id()),
                actor: Set(official.name.clone()),
                at: Set(stored_time(now)),
            })
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(&*tx)
            .await?;
        }
        let occasion = Occasion { now, cause: Cause::Answered, actor: &official.name };
        if state.is_public() {
            let authority = self.authority_of_row(&row).await?;
            self.judge_again(&*tx, &row, &authority, occasion).await?;
            let rule = key.split('|').take(2).collect::<Vec<_>>().join(" ").replace('-', " ");
            let what = match verdict {
                Some(Verdict::Explained) => "divergence-explained",
                Some(Verdict::Dismissed) => "divergence-dismissed",
                None => "divergence-reopened",
            };
            let note = if reason.is_empty() { rule } else { format!("{rule}: {reason}") };
            log(&*tx, now, vec![Entry { notification, what, actor: &official.name, note }]).await?;
            announce(&*tx, now, &[notification]).await?;
        } else {
            let what = verdict.map_or("open", Verdict::as_str);
            note_event(&*tx, notification, key, what, occasion).await?;
        }
        self.commit(tx).await
    }
}

#[cfg(test)]
mod tests;
