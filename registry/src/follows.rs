//! Following a measure or a standard by e-mail: what happens to it is mailed in
//! the transaction in which it happens. The public confirms its address first;
//! every mail has the address that ends it.

use std::collections::{BTreeMap, BTreeSet};

use domain::{email::EmailAddress, standard::StandardId, symbol::Symbol};
use jiff::{Timestamp, ToSpan};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    ModelTrait, QueryFilter, QueryOrder, Set,
};

use crate::{
    Caller, Error, FieldError, Mailed, Registry, Result,
    db::{CHUNK, read_name, read_time, secret, sha256, stored_time},
    entities::{follow, notification_symbol},
    family::by_symbol,
    mail_texts,
    mails::{Letter, post_with_end},
    secrets::Opens,
    unconfirmed::{Item, release},
};

/// A request to follow that nobody confirmed is forgotten after so many days.
const CONFIRM_WITHIN_DAYS: i64 = 14;
/// Within this time a request is not mailed again: nobody's mailbox is filled
/// by strangers who type the address.
const ASK_AGAIN_MINUTES: i64 = 60;

/// What is followed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Followed {
    /// A measure with all its notifications, by the root of its symbols.
    Measure(String),
    /// A standard in all its editions, by its identifier without year.
    Standard(String),
}

impl Followed {
    /// The kind, as stored and used in forms.
    pub fn scheme(&self) -> &'static str {
        match self {
            Self::Measure(_) => "measure",
            Self::Standard(_) => "standard",
        }
    }

    /// What is followed: a symbol, or a standard without year.
    pub fn subject(&self) -> &str {
        match self {
            Self::Measure(subject) | Self::Standard(subject) => subject,
        }
    }

    /// The thing of that kind and name; none for an unknown kind.
    pub fn of(scheme: &str, subject: &str) -> Option<Self> {
        let subject = subject.trim().to_owned();
        match scheme {
            "measure" => Some(Self::Measure(subject)),
            "standard" => Some(Self::Standard(subject)),
            _ => None,
        }
    }

    fn from_row(row: &follow::Model) -> Result<Self> {
        read_name(&row.scheme, |scheme| Self::of(scheme, &row.subject))
    }
}

/// One that somebody follows.
#[derive(Debug, Clone)]
pub struct Follow {
    /// What.
    pub followed: Followed,
    /// The address that is mailed.
    pub email: String,
    /// The secret of the mailed links.
    pub secret: String,
    /// Since when; none while the address is not confirmed.
    pub confirmed: Option<Timestamp>,
}

impl Registry {
    /// Asks to follow something. An official follows at once with the own
    /// address; for anybody else a mail goes out whose link confirms the address.
    /// Whether an address follows already is not told to who asks. An address that got
    /// too many mails gets none, and nothing is kept.
    pub async fn follow(&self, caller: &Caller, email: &str, followed: &Followed) -> Result<Mailed> {
        let official = caller.official().ok();
        let address = EmailAddress::parse(official.map_or(email, |o| &o.email))
            .map_err(|problem| Error::Invalid(vec![FieldError::new("email", problem.to_string())]))?;
        let email = address.to_string();
        let tx = self.write().await?;
        let followed = self.known(&*tx, followed).await?;
        let now = self.now();
        let before = follow::Entity::find()
            .filter(follow::Column::Email.eq(&email))
            .filter(follow::Column::Scheme.eq(followed.scheme()))
            .filter(follow::Column::Subject.eq(followed.subject()))
            .one(&*tx)
            .await?;
        let confirmed = official.map(|_| stored_time(now));
        let row = match before {
            Some(row) if row.confirmed.is_some() => return Ok(Mailed::OnItsWay),
            Some(row) if official.is_none() && read_time(&row.asked)? > now - ASK_AGAIN_MINUTES.minutes() => {
                return Ok(Mailed::OnItsWay);
            }
            Some(row) => {
                let mut row = row.into_active_model();
                row.asked = Set(stored_time(now));
                row.confirmed = Set(confirmed);
                row.update(&*tx).await?
            }
            None => {
                follow::ActiveModel {
                    id: NotSet,
                    email: Set(email.clone()),
                    scheme: Set(followed.scheme().to_owned()),
                    subject: Set(followed.subject().to_owned()),
                    // Links of this version are derived from the row; the column wants a value of its own.
                    secret_sha256: Set(sha256(secret())),
                    asked: Set(stored_time(now)),
                    confirmed: Set(confirmed),
                }
                .insert(&*tx)
                .await?
            }
        };
        if official.is_some() {
            release(&*tx, Item::Follow(row.id)).await?;
        }
        if official.is_none() {
            self.hold(&*tx, Item::Follow(row.id), 0, 0, "email").await?;
            let secret = self.secret_of(Opens::Follow, row.id)?;
            let letter = mail_texts::follow(&self.settings.public_url, followed.subject(), &secret);
            if self.post_to_stranger(&*tx, &address, letter, None).await? == Mailed::TooMany {
                // Nothing is kept of what nobody can confirm: it may be asked again later.
                return Ok(Mailed::TooMany);
            }
        }
        self.commit(tx).await?;
        Ok(Mailed::OnItsWay)
    }

    /// What would be followed, as it is kept; refused when there is no such thing.
    pub async fn follow_possible(&self, followed: &Followed) -> Result<Followed> {
        self.known(&self.db, followed).await
    }

    /// The measure or the standard, as it is kept.
    async fn known(&self, db: &impl ConnectionTrait, followed: &Followed) -> Result<Followed> {
        match followed {
            Followed::Measure(symbol) => {
                by_symbol(db, symbol).await?.ok_or(Error::NotFound("notification"))?;
                let symbol: Symbol = read_name(symbol, |s| s.parse().ok())?;
                Ok(Followed::Measure(symbol.root().to_string()))
            }
            Followed::Standard(id) => {
                let id: StandardId = id.parse().map_err(|_| Error::NotFound("standard"))?;
                if self.catalogue().editions(&id).is_empty() {
                    return Err(Error::NotFound("standard"));
                }
                Ok(Followed::Standard(id.undated().to_string()))
            }
        }
    }

    /// What a mailed link is about; none when it is unknown, or ended.
    pub async fn follow_by_secret(&self, secret: &str) -> Result<Option<Follow>> {
        let row = self.followed_by(&self.db, secret).await?;
        row.map(|row| self.follow_of(row)).transpose()
    }

    /// Confirms the address.
    pub async fn follow_confirm(&self, secret: &str) -> Result<Follow> {
        let tx = self.write().await?;
        let row = self.followed_by(&*tx, secret).await?;
        let row = row.ok_or(Error::NotFound("request for this link"))?;
        release(&*tx, Item::Follow(row.id)).await?;
        let mut confirmed = row.clone().into_active_model();
        if row.confirmed.is_none() {
            confirmed.confirmed = Set(Some(stored_time(self.now())));
        }
        let row = confirmed.update(&*tx).await?;
        self.commit(tx).await?;
        self.follow_of(row)
    }

    /// Ends it. Ending what has ended is no error: mail programs send twice.
    pub async fn follow_end(&self, secret: &str) -> Result<()> {
        let tx = self.write().await?;
        let Some(row) = self.followed_by(&*tx, secret).await? else { return Ok(()) };
        release(&*tx, Item::Follow(row.id)).await?;
        row.delete(&*tx).await?;
        self.commit(tx).await
    }

    /// The row that the secret of a mailed link opens.
    async fn followed_by(&self, db: &impl ConnectionTrait, secret: &str) -> Result<Option<follow::Model>> {
        let row = match self.opened(Opens::Follow, secret)? {
            Some(id) => follow::Entity::find_by_id(id),
            // A link of an earlier version.
            None => follow::Entity::find().filter(follow::Column::SecretSha256.eq(sha256(secret))),
        };
        Ok(row.one(db).await?)
    }

    fn follow_of(&self, row: follow::Model) -> Result<Follow> {
        Ok(Follow {
            followed: Followed::from_row(&row)?,
            confirmed: row.confirmed.as_deref().map(read_time).transpose()?,
            secret: self.secret_of(Opens::Follow, row.id)?,
            email: row.email,
        })
    }

    /// What a signed-in person follows, in order.
    pub async fn follows(&self, caller: &Caller) -> Result<Vec<Follow>> {
        let official = caller.official()?;
        let rows = follow::Entity::find()
            .filter(follow::Column::Email.eq(&official.email))
            .filter(follow::Column::Confirmed.is_not_null())
            .order_by_asc(follow::Column::Scheme)
            .order_by_asc(follow::Column::Subject)
            .all(&self.db)
            .await?;
        rows.into_iter().map(|row| self.follow_of(row)).collect()
    }

    /// Forgets requests that nobody confirmed in time.
    pub async fn follows_forget(&self) -> Result<()> {
        let tx = self.write_to_forget().await?;
        let since = self.now() - (CONFIRM_WITHIN_DAYS * 24).hours();
        let old = follow::Entity::find()
            .filter(follow::Column::Confirmed.is_null())
            .filter(follow::Column::Asked.lt(stored_time(since)))
            .all(&*tx)
            .await?;
        for row in old {
            release(&*tx, Item::Follow(row.id)).await?;
            row.delete(&*tx).await?;
        }
        self.commit(tx).await
    }

    /// Mails those who follow the measure of this notification, but for those
    /// who are told otherwise.
    pub(crate) async fn tell_followers_of(
        &self,
        tx: &impl ConnectionTrait,
        notification: i64,
        told: &BTreeSet<String>,
        letter: &Letter,
    ) -> Result<()> {
        let symbols = notification_symbol::Entity::find()
            .filter(notification_symbol::Column::NotificationId.eq(notification))
            .all(tx)
            .await?;
        let roots: BTreeSet<String> = symbols.into_iter().map(|s| s.root).collect();
        let mut told = told.clone();
        for row in followers(tx, "measure", roots).await? {
            // A joint measure is followed under any of its symbols: one mail.
            if told.insert(row.email.clone()) {
                self.post_to(tx, &row, letter).await?;
            }
        }
        Ok(())
    }

    /// Mails those who follow a standard what changed about it, by number.
    pub(crate) async fn tell_followers_of_standards(
        &self,
        tx: &impl ConnectionTrait,
        changes: &BTreeMap<String, Vec<String>>,
    ) -> Result<()> {
        for row in followers(tx, "standard", changes.keys().cloned().collect()).await? {
            if let Some(news) = changes.get(&row.subject) {
                let letter = mail_texts::standard_changed(&self.settings.public_url, &row.subject, news);
                self.post_to(tx, &row, &letter).await?;
            }
        }
        Ok(())
    }

    async fn post_to(&self, tx: &impl ConnectionTrait, row: &follow::Model, letter: &Letter) -> Result<()> {
        let secret = self.secret_of(Opens::Follow, row.id)?;
        let end = format!("{}/follows/end?key={secret}", self.settings.public_url);
        let letter = Letter {
            subject: letter.subject.clone(),
            body: format!(
                "{}\nYou get this mail because you follow {}. To end it:\n\n  {end}\n",
                letter.body, row.subject
            ),
        };
        post_with_end(tx, self.now(), &row.email, letter, end).await
    }
}

/// Who follows these, confirmed.
async fn followers(
    tx: &impl ConnectionTrait,
    scheme: &str,
    subjects: BTreeSet<String>,
) -> Result<Vec<follow::Model>> {
    let subjects: Vec<String> = subjects.into_iter().collect();
    let mut all = Vec::new();
    for chunk in subjects.chunks(CHUNK) {
        let rows = follow::Entity::find()
            .filter(follow::Column::Scheme.eq(scheme))
            .filter(follow::Column::Subject.is_in(chunk))
            .filter(follow::Column::Confirmed.is_not_null())
            .order_by_asc(follow::Column::Id)
            .all(tx)
            .await?;
        all.extend(rows);
    }
    Ok(all)
}
