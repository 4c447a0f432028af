//! Mails to addresses that nobody confirmed: whoever types an address may be a
//! stranger to its owner. Nothing that was typed goes into them, and one mailbox
//! gets few of all kinds together, counted in the database for all servers.

use domain::{comment::CommentState, email::EmailAddress};
use jiff::ToSpan;
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait,
    QueryFilter, Set,
};

use crate::{
    Registry, Result,
    db::{sha256, stored_time},
    entities::{account, comment, follow, stranger_mail},
    mails::{Letter, Waiting, post_waiting},
};

/// For so many times as many mails the owner of an address that was confirmed once
/// may ask.
const CONFIRMED: u64 = 4;

/// Whether a mail that was asked for is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mailed {
    /// It waits to be sent.
    OnItsWay,
    /// The address got as many as it may get for now: none is sent.
    TooMany,
}

impl Registry {
    /// Writes a mail to an address that nobody confirmed, unless it got too many.
    pub(crate) async fn post_to_stranger(
        &self,
        tx: &impl ConnectionTrait,
        email: &EmailAddress,
        letter: Letter,
        comment: Option<i64>,
    ) -> Result<Mailed> {
        let now = self.now();
        let before = |hours: i64| stored_time(now - hours.hours());
        stranger_mail::Entity::delete_many()
            .filter(stranger_mail::Column::At.lte(before(24)))
            .exec(tx)
            .await?;
        let mailbox = sha256(email.mailbox());
        let sent = async |since: String| {
            stranger_mail::Entity::find()
                .filter(stranger_mail::Column::MailboxSha256.eq(mailbox.as_str()))
                .filter(stranger_mail::Column::At.gt(since))
                .count(tx)
                .await
        };
        let mut most = u64::from(self.settings.stranger_mails);
        let (day, hour) = (sent(before(24)).await?, sent(before(1)).await?);
        if is_used_up(most, day, hour) && self.was_confirmed(tx, email).await? {
            most = most.saturating_mul(CONFIRMED);
        }
        if is_used_up(most, day, hour) {
            return Ok(Mailed::TooMany);
        }
        stranger_mail::ActiveModel { id: NotSet, mailbox_sha256: Set(mailbox), at: Set(stored_time(now)) }
            .insert(tx)
            .await?;
        post_waiting(tx, now, &email.to_string(), letter, Waiting { comment, ..Waiting::default() }).await?;
        Ok(Mailed::OnItsWay)
    }

    /// Whether its owner once followed a link that was mailed there.
    async fn was_confirmed(&self, tx: &impl ConnectionTrait, email: &EmailAddress) -> Result<bool> {
        let email = email.to_string();
        let followed = follow::Entity::find()
            .filter(follow::Column::Email.eq(email.as_str()))
            .filter(follow::Column::Confirmed.is_not_null());
        if followed.one(tx).await?.is_some() {
            return Ok(true);
        }
        // An account is set up by a mailed link.
        if account::Entity::find().filter(account::Column::Email.eq(email.as_str())).one(tx).await?.is_some()
        {
            return Ok(true);
        }
        let commented = comment::Entity::find()
            .filter(comment::Column::Email.eq(email))
            .filter(comment::Column::TokenSha256.is_null())
            .filter(comment::Column::State.ne(CommentState::Unverified.as_str()));
        Ok(commented.one(tx).await?.is_some())
    }
}

/// Whether of so many a day, and of three fifths of them an hour, all are sent.
fn is_used_up(most: u64, day: u64, hour: u64) -> bool {
    day >= most || hour >= (most * 3).div_ceil(5)
}

#[cfg(test)]
mod tests {
    use super::is_used_up;

    #[test]
    fn five_a_day_are_three_an_hour() {
        assert!(!is_used_up(5, 4, 2));
        assert!(is_used_up(5, 4, 3) && is_used_up(5, 5, 0));
        assert!(is_used_up(0, 0, 0));
        assert!(!is_used_up(1, 0, 0) && is_used_up(1, 1, 0));
    }
}
