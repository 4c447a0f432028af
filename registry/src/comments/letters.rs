//! Mails to those who commented: each tells how to end them, with one click.

use std::collections::BTreeSet;

use domain::comment::CommentState;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    Set,
};

use super::rows::is_verified_comment;
use crate::{
    Registry, Result,
    db::{CHUNK, sha256},
    entities::{comment, mail},
    mails::{Letter, Waiting, waiting},
    secrets::Opens,
};

impl Registry {
    /// Ends the mails about a comment; whose link is not known has none to end.
    /// Says the number, where the link is known.
    pub async fn comment_mails_end(&self, key: &str) -> Result<Option<String>> {
        let tx = self.write().await?;
        let rows = self.by_mail_secret(&*tx, key).await?;
        let number = rows.first().map(|r| r.number.clone());
        for row in rows {
            let mut row = row.into_active_model();
            row.mails = Set(false);
            row.update(&*tx).await?;
        }
        self.commit(tx).await?;
        Ok(number)
    }

    /// The number of the comment whose mails a link would end.
    pub async fn comment_of_mails(&self, key: &str) -> Result<Option<String>> {
        Ok(self.by_mail_secret(&self.db, key).await?.into_iter().next().map(|r| r.number))
    }

    /// Mails everyone who commented on a notification and wants mails, each
    /// address once, but for those who are told otherwise. Returns the addresses:
    /// whoever is told here is not told again.
    pub(crate) async fn tell_commenters(
        &self,
        tx: &impl ConnectionTrait,
        notification: i64,
        letter: &Letter,
        told_otherwise: &BTreeSet<String>,
    ) -> Result<BTreeSet<String>> {
        let rows = comment::Entity::find()
            .filter(comment::Column::NotificationId.eq(notification))
            .filter(is_verified_comment())
            .filter(comment::Column::State.ne(CommentState::Withdrawn.as_str()))
            .order_by_asc(comment::Column::Id)
            .all(tx)
            .await?;
        let ended: BTreeSet<String> = rows.iter().filter(|r| !r.mails).map(|r| r.email.clone()).collect();
        let mut told = told_otherwise.clone();
        let mut mails = Vec::new();
        for row in rows {
            if ended.contains(&row.email) || !told.insert(row.email.clone()) {
                continue;
            }
            mails.push(self.letter_to(&row, letter)?);
        }
        // Who ended them is not told by another way either.
        told.extend(ended);
        for chunk in mails.chunks(CHUNK) {
            mail::Entity::insert_many(chunk.to_vec()).exec_without_returning(tx).await?;
        }
        Ok(told)
    }

    /// Mails the author of one comment, unless the author ended that.
    pub(crate) async fn tell_author(
        &self,
        tx: &impl ConnectionTrait,
        row: comment::Model,
        letter: &Letter,
    ) -> Result<()> {
        if row.mails {
            let mail = self.letter_to(&row, letter)?;
            mail::Entity::insert(mail).exec_without_returning(tx).await?;
        }
        Ok(())
    }

    fn letter_to(&self, row: &comment::Model, letter: &Letter) -> Result<mail::ActiveModel> {
        let key = self.secret_of(Opens::CommentMails, row.id)?;
        let end = format!("{}/comments/mails/end?key={key}", self.settings.public_url);
        let body = format!(
            "{}\nYou get this mail because you wrote comment {}. To get no more about it:\n\n  {end}\n",
            letter.body, row.number
        );
        let letter = Letter { subject: letter.subject.clone(), body };
        Ok(waiting(self.now(), &row.email, letter, Waiting { unsubscribe: end, comment: None }))
    }

    /// Every comment whose mails a link ends.
    async fn by_mail_secret(&self, db: &impl ConnectionTrait, key: &str) -> Result<Vec<comment::Model>> {
        let one = match self.opened(Opens::CommentMails, key)? {
            Some(id) => comment::Entity::find_by_id(id),
            // A link of an earlier version.
            None => comment::Entity::find().filter(comment::Column::MailSha256.eq(sha256(key))),
        };
        let Some(one) = one.one(db).await? else { return Ok(Vec::new()) };
        // Every comment of that address on the same notification: its mails are sent once for all of them.
        Ok(comment::Entity::find()
            .filter(comment::Column::NotificationId.eq(one.notification_id))
            .filter(comment::Column::Email.eq(one.email))
            .order_by_asc(comment::Column::Id)
            .all(db)
            .await?)
    }
}
