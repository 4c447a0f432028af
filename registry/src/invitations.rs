//! Links with which people set their password: mailed when somebody is invited
//! and when an administrator sends a new one. A link works once; the database
//! holds its SHA-256 alone.

use jiff::ToSpan;
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, Set, sea_query::OnConflict,
};

use crate::{
    Caller, Error, Registry, Result,
    db::{secret, sha256, stored_time},
    entities::{account, administration, authority, invitation},
    mail_texts,
    mails::post,
    passwords::Known,
    sessions,
};

/// Days for which a link to set a password works.
const LINK_DAYS: i64 = 7;

/// Whom a link to set a password is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    /// Name.
    pub name: String,
    /// E-mail address, the sign-in name.
    pub email: String,
    /// Name of the authority.
    pub authority: String,
}

impl Registry {
    /// Sends a new link to set the password; older links end.
    pub async fn person_send_link(&self, caller: &Caller, id: i64) -> Result<()> {
        let tx = self.write().await?;
        let (account, authority) = self.governed_account(&*tx, caller, id).await?;
        if account.disabled {
            return Err(Error::Refused(format!(
                "{} cannot sign in at present: an administrator lets the person in again first",
                account.name
            )));
        }
        let before = invitation::Entity::find_by_id(id).one(&*tx).await?;
        let first = before.is_some_and(|i| i.first);
        self.send_link(&*tx, id, &account.email, &account.name, &authority.name, first).await?;
        let what = "person-link-sent";
        let note = account.email.clone();
        self.note_administration(&*tx, caller, &authority.country, what, &account.name, note).await?;
        self.commit(tx).await
    }

    /// Whom a link to set a password is for; refused when it was used or is too old.
    pub async fn invitation(&self, token: &str) -> Result<Invited> {
        let account = self.invited(&self.db, token).await?;
        let authority = authority::Entity::find_by_id(&account.authority_code).one(&self.db).await?;
        Ok(Invited {
            name: account.name,
            email: account.email,
            authority: authority.map(|a| a.name).unwrap_or_default(),
        })
    }

    /// Sets the password of the one whom the link is for, and gives the account.
    /// The link works once; sessions that were open elsewhere end.
    pub async fn password_set(&self, token: &str, password: &str) -> Result<i64> {
        // Before hashing, which costs: and once more inside, because links work once.
        let invited = self.invited(&self.db, token).await?;
        let known = Known { name: &invited.name, email: &invited.email };
        let hash = self.accepted("password", password, known).await?;
        let tx = self.write().await?;
        let account = self.invited(&*tx, token).await?;
        let (id, name) = (account.id, account.name.clone());
        let country = authority::Entity::find_by_id(&account.authority_code).one(&*tx).await?;
        let mut changed = account.into_active_model();
        changed.password_hash = Set(hash);
        changed.update(&*tx).await?;
        invitation::Entity::delete_by_id(id).exec(&*tx).await?;
        sessions::end_all(&*tx, id).await?;
        administration::Entity::insert(administration::ActiveModel {
            id: NotSet,
            at: Set(stored_time(self.now())),
            actor: Set(name.clone()),
            account_id: Set(Some(id)),
            country: Set(country.map(|a| a.country).unwrap_or_default()),
            what: Set("password-set".to_owned()),
            subject: Set(name),
            note: Set(String::new()),
        })
        .exec_without_returning(&*tx)
        .await?;
        self.commit(tx).await?;
        Ok(id)
    }

    async fn invited(&self, db: &impl ConnectionTrait, token: &str) -> Result<account::Model> {
        let found = invitation::Entity::find()
            .filter(invitation::Column::TokenSha256.eq(sha256(token)))
            .filter(invitation::Column::Expires.gt(stored_time(self.now())))
            .one(db)
            .await?;
        let account = match found {
            Some(found) => account::Entity::find_by_id(found.account_id).one(db).await?,
            None => None,
        };
        account.filter(|a| !a.disabled).ok_or_else(|| {
            Error::Refused(
                "this link was used already or is too old: an administrator of your authority sends a new one"
                    .to_owned(),
            )
        })
    }

    /// Mails a new link to set the password; older ones end. Gives its secret.
    pub(crate) async fn send_link(
        &self,
        tx: &impl ConnectionTrait,
        id: i64,
        email: &str,
        name: &str,
        authority: &str,
        first: bool,
    ) -> Result<String> {
        let (token, now) = (secret(), self.now());
        let row = invitation::ActiveModel {
            account_id: Set(id),
            token_sha256: Set(sha256(&token)),
            expires: Set(stored_time(now + (LINK_DAYS * 24).hours())),
            first: Set(first),
        };
        invitation::Entity::insert(row)
            .on_conflict(
                OnConflict::column(invitation::Column::AccountId)
                    .update_columns([
                        invitation::Column::TokenSha256,
                        invitation::Column::Expires,
                        invitation::Column::First,
                    ])
                    .to_owned(),
            )
            .exec_without_returning(tx)
            .await?;
        let letter =
            mail_texts::set_password(&self.settings.public_url, name, authority, first, LINK_DAYS, &token);
        post(tx, now, email, letter).await?;
        Ok(token)
    }
}
