//! Moving the final date for comments: who asked for it, the addendum that
//! announces it, who is told.

use std::collections::BTreeSet;

use domain::{
    clock::{PeriodChange, change_of_period, shortest_period},
    comment::{CommentKind, CommentState},
    notification::{AddendumKind, AddendumReason, Content, Kind, State, StatedDate},
    role::Role,
    symbol::Symbol,
};
use jiff::{Timestamp, civil::Date};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::{
    Caller, Error, FieldError, Registry, Result,
    authorities::Authority,
    clock_mails,
    comments::is_verified_comment,
    db::{read_day, read_json, read_name, read_time},
    entities::{comment, notification},
    family::{by_symbol, drafted_by_symbol, drafting_name, own_symbol},
    final_dates::{FinalDate, final_dates, new_final_date},
    mail_texts::About,
    notifications::NotificationSummary,
    summaries::symbols,
};

/// Characters of a reason at most.
const LONGEST_REASON: usize = 5_000;

/// Somebody asked for more time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtensionRequest {
    /// Receipt number of the comment.
    pub number: String,
    /// Who asks.
    pub author: String,
    /// For which organisation or authority.
    pub organisation: String,
    /// What is asked.
    pub text: String,
    /// When it was received.
    pub received: Timestamp,
    /// Whether others do not see it.
    pub confidential: bool,
}

/// What an official sees before moving the final date.
#[derive(Debug, Clone)]
pub struct ExtensionPage {
    /// The notification.
    pub summary: NotificationSummary,
    /// Every final date so far.
    pub final_dates: Vec<FinalDate>,
    /// Who asked for more time, oldest first.
    pub requests: Vec<ExtensionRequest>,
    /// The earliest final date to which it could be shortened.
    pub shortest: Date,
    /// An addendum that moves it and is not published yet.
    pub in_preparation: Option<i64>,
}

/// A period that was moved.
#[derive(Debug, Clone)]
pub(crate) struct PeriodMoved {
    pub notification: i64,
    pub symbol: String,
    pub title: String,
    pub before: Option<Date>,
    pub written_out: String,
    pub reason: String,
}

impl PeriodMoved {
    /// Ends the sentence “the measure …”.
    pub(crate) fn sentence(&self) -> String {
        let before = match self.before {
            Some(day) => format!(" (before: {})", written(day)),
            None => String::new(),
        };
        format!("takes comments until {}{before}", self.written_out)
    }
}

impl Registry {
    /// The notification with those who ask for more time, for officials of the
    /// authority that drafted it.
    pub async fn extension_page(&self, caller: &Caller, symbol: &str) -> Result<ExtensionPage> {
        let row = drafted_by_symbol(&self.db, caller, symbol).await?;
        let authority = self.authority_of_row(&row).await?;
        let content: Content = read_json(&row.content)?;
        let requests = requests(&self.db, row.id).await?;
        let published = row.published.as_deref().map(read_day).transpose()?;
        Ok(ExtensionPage {
            final_dates: final_dates(&self.db, &row, &content).await?,
            requests: requests.into_iter().map(ExtensionRequest::from_row).collect::<Result<_>>()?,
            shortest: shortest_period(
                published.unwrap_or_else(|| authority.today(self.now())),
                authority.profile,
            ),
            in_preparation: in_preparation(&self.db, &row).await?,
            summary: self.summary_of(&row).await?,
        })
    }

    /// Drafts the addendum that moves the final date for comments of a published
    /// notification that the caller's authority drafted; it is handed in and
    /// approved as every change. Returns its identifier.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a day that is no change or leaves too short a period
    /// (see `domain::clock::change_of_period`); [`Error::Refused`] after the
    /// decision, or while another such addendum is in preparation.
    pub async fn extension_draft(
        &self,
        caller: &Caller,
        symbol: &str,
        day: Date,
        reason: &str,
    ) -> Result<i64> {
        let tx = self.write().await?;
        let row = drafted_by_symbol(&*tx, caller, symbol).await?;
        caller.official()?.needs(&[Role::Official, Role::Regulator])?;
        if in_preparation(&*tx, &row).await?.is_some() {
            return Err(Error::Refused(
                "an addendum that moves the final date is in preparation already: finish it, or throw it away first"
                    .to_owned(),
            ));
        }
        let authority = self.authority_of_row(&row).await?;
        let mut errors = Vec::new();
        let reason = reason.trim().replace('\0', " ");
        let change = match self.change_allowed(&row, &authority, day) {
            Ok(change) => Some(change),
            Err(Error::Invalid(refused)) => {
                errors.extend(refused.into_iter().map(|e| FieldError::new("final_date", e.message)));
                None
            }
            Err(other) => return Err(other),
        };
        if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
            let message = "Say why the final date moves, in at most 5,000 characters: everyone reads it.";
            errors.push(FieldError::new("extension_reason", message));
        }
        let (Some(change), true) = (change, errors.is_empty()) else { return Err(Error::Invalid(errors)) };
        let before: Content = read_json(&row.content)?;
        let current = row.closes_on.as_deref().map(read_day).transpose()?;
        let verb = match change {
            PeriodChange::Longer(_) => "extended",
            PeriodChange::Shorter(_) => "shortened",
        };
        let description = match current {
            Some(current) => format!(
                "The comment period is {verb}: the final date for comments is {} instead of {}.",
                written(day),
                written(current)
            ),
            None => format!("The final date for comments is {}.", written(day)),
        };
        let content = Content {
            form: before.form,
            agency: before.agency,
            products: before.products,
            hs: before.hs,
            ics: before.ics,
            title: before.title,
            languages: before.languages,
            texts_from: before.texts_from,
            description,
            addendum: vec![AddendumReason {
                what: AddendumKind::PeriodChanged,
                on: StatedDate::day(day),
                note: reason,
            }],
            ..Content::default()
        };
        let given: Symbol = read_name(symbol, |s| s.parse().ok())?;
        let parent = own_symbol(&*tx, &row, &row.authority_code, given).await?.to_string();
        let id = self.insert_draft(&*tx, caller, &authority, Kind::Addendum, Some(parent), &content).await?;
        self.commit(tx).await?;
        Ok(id)
    }

    /// How the final date may move to that day.
    fn change_allowed(
        &self,
        row: &notification::Model,
        authority: &Authority,
        day: Date,
    ) -> Result<PeriodChange> {
        if !read_name(&row.kind, Kind::from_name)?.opens_period() {
            return Err(Error::Refused(
                "only the comment period of a new draft or of a revision can be moved".to_owned(),
            ));
        }
        let state = read_name(&row.state, State::from_name)?;
        if state != State::Published {
            return Err(Error::Refused(
                "the comment period cannot be moved any more: the measure was decided upon".to_owned(),
            ));
        }
        let now = authority.today(self.now());
        let published = row.published.as_deref().map(read_day).transpose()?.unwrap_or(now);
        let current = row.closes_on.as_deref().map(read_day).transpose()?;
        change_of_period(published, authority.profile, current, day, now)
            .map_err(|refused| Error::Invalid(vec![FieldError::new("addendum", refused.to_string())]))
    }

    /// Refuses an addendum that moves the final date where it may not go.
    pub(crate) async fn refuse_period_change(
        &self,
        db: &impl ConnectionTrait,
        row: &notification::Model,
        authority: &Authority,
    ) -> Result<()> {
        let Some(parent) = row.parent_symbol.as_ref().filter(|_| row.kind == Kind::Addendum.as_str()) else {
            return Ok(());
        };
        let content: Content = read_json(&row.content)?;
        let Some((day, _)) = new_final_date(&content) else { return Ok(()) };
        match by_symbol(db, parent).await? {
            // The period of a joint notification is one for all its authorities.
            Some(parent) if parent.authority_code != row.authority_code => {
                let name = drafting_name(db, &parent).await?;
                let message = format!(
                    "{name} drafted the measure and moves its comment period: take this reason out, or ask an \
                     official of {name}."
                );
                Err(Error::Invalid(vec![FieldError::new("addendum", message)]))
            }
            Some(parent) => self.change_allowed(&parent, authority, day).map(|_| ()),
            None => Ok(()),
        }
    }

    /// Mails those who asked for more time; returns their addresses.
    pub(crate) async fn tell_requesters(
        &self,
        tx: &impl ConnectionTrait,
        moved: &PeriodMoved,
    ) -> Result<BTreeSet<String>> {
        let about = About {
            public_url: &self.settings.public_url,
            symbol: &moved.symbol,
            title: &moved.title,
            number: "",
        };
        let mut told = BTreeSet::new();
        for request in requests(tx, moved.notification).await? {
            if told.insert(request.email.clone()) {
                let letter = clock_mails::period_moved(about, &moved.sentence(), &moved.reason);
                self.tell_author(tx, request, &letter).await?;
            }
        }
        Ok(told)
    }
}

impl ExtensionRequest {
    fn from_row(row: comment::Model) -> Result<Self> {
        Ok(Self {
            number: row.number,
            author: row.author,
            organisation: row.organisation,
            text: row.text,
            received: read_time(&row.received)?,
            confidential: row.confidential,
        })
    }
}

/// Requests for more time whose authors confirmed their address and did not take
/// them back, oldest first.
async fn requests(db: &impl ConnectionTrait, notification: i64) -> Result<Vec<comment::Model>> {
    Ok(comment::Entity::find()
        .filter(comment::Column::NotificationId.eq(notification))
        .filter(comment::Column::Kind.eq(CommentKind::ExtensionRequest.as_str()))
        .filter(is_verified_comment())
        .filter(comment::Column::State.ne(CommentState::Withdrawn.as_str()))
        .order_by_asc(comment::Column::Received)
        .order_by_asc(comment::Column::Id)
        .all(db)
        .await?)
}

/// The addendum to any symbol of a notification that moves its final date and is
/// not public yet. Other authorities of a joint notification cannot move it: what
/// they write keeps nobody waiting.
async fn in_preparation(db: &impl ConnectionTrait, row: &notification::Model) -> Result<Option<i64>> {
    let own = symbols(db, &[row.id]).await?.remove(&row.id).unwrap_or_default();
    let rows = notification::Entity::find()
        .filter(notification::Column::ParentSymbol.is_in(own.into_iter().map(|s| s.symbol)))
        .filter(notification::Column::AuthorityCode.eq(row.authority_code.as_str()))
        .filter(notification::Column::Kind.eq(Kind::Addendum.as_str()))
        .filter(notification::Column::State.is_in([State::Draft.as_str(), State::Submitted.as_str()]))
        .order_by_asc(notification::Column::Id)
        .all(db)
        .await?;
    for row in rows {
        let content: Content = read_json(&row.content)?;
        if new_final_date(&content).is_some() {
            return Ok(Some(row.id));
        }
    }
    Ok(None)
}

fn written(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}
