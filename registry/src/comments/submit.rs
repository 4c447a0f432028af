//! Handing in a comment: what is stored, the receipt, the verified address.

use domain::{
    comment::{CommentKind, CommentState, CommentStep, Publication},
    email::EmailAddress,
};
use jiff::{Timestamp, ToSpan};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect, Set, sea_query::SimpleExpr,
};

use super::{
    NewComment, Receipt, Verification,
    drafts::{self, Sent},
    input::{Accepted, accept},
    policy::checks_first,
    receipts::by_key,
    rows::{public_note, written_moment},
};
use crate::{
    Caller, Error, FieldError, Mailed, Official, Registry, Result, Unavailable,
    authorities::Authority,
    clause_quotes::QuotedClause,
    db::{count_up, read_time, secret, sha256, stored_time},
    entities::{comment, comment_draft, comment_file, comment_point, notification},
    family::{by_symbol, first_symbol},
    journal::{Entry, announce, log},
    mail_texts::{self, About},
    mails::{Letter, post},
    standstill_recording::Opinion,
    unconfirmed::{Item, hand_on, release},
};

/// Days for which a comment waits for its author to confirm the address. The mail is
/// there at once or never; so long that whoever is on leave still finds it, and told
/// at once, so that it depends on no date that may be moved. While the comment period
/// is open the same can be sent anew.
pub const CONFIRM_DAYS: i64 = 30;
/// What a comment with its parts and its mail takes beside its words, in bytes.
const ROWS: usize = 4_000;
/// The same words from the same address within this time are one comment sent twice.
const DOUBLE_SUBMISSION_MINUTES: i64 = 10;

impl Registry {
    /// Takes a comment on a public notification. From the public it waits for
    /// the verification of the e-mail address (a mail is put into the outbox in
    /// the same transaction); from an official of another authority it counts at
    /// once. Refuses officials of the publishing authority,
    /// [`crate::Error::PeriodClosed`] after the deadline unless late comments
    /// are taken, [`crate::Error::Invalid`] with a field error each.
    pub async fn comment_submit(&self, caller: &Caller, symbol: &str, new: NewComment) -> Result<Receipt> {
        self.comment_submit_draft(caller, symbol, new, None).await
    }

    /// The same for a comment that was saved as a draft while it was written: its
    /// files come along, and the draft can be sent only once, however often it is
    /// tried: each try after the first gets another key to the same receipt.
    pub async fn comment_submit_draft(
        &self,
        caller: &Caller,
        symbol: &str,
        new: NewComment,
        draft: Option<&str>,
    ) -> Result<Receipt> {
        if *caller == Caller::System {
            return Err(Error::Refused("comments are written by people".to_owned()));
        }
        // The moment of receipt: waiting for others who write makes nobody late.
        let now = self.now();
        let official = caller.official().ok();
        let new = self.with_addresses(caller, symbol, new).await?;
        let tx = self.write().await?;
        let row = by_symbol(&*tx, symbol).await?.ok_or(Error::NotFound("notification"))?;
        let new = accept(new, official.map(known))?;
        let draft = match draft {
            None => None,
            Some(key) => match drafts::to_send(&*tx, key, row.id).await? {
                Sent::Before(before) if is_submission(&before, &new) => {
                    let (before, key) = another_key(&*tx, *before).await?;
                    self.commit(tx).await?;
                    return self.receipt_of(before, key).await;
                }
                // Its author came back and wrote something else: that is another comment.
                Sent::Before(_) => None,
                Sent::NotYet(draft) => Some(draft),
            },
        };
        self.refuse_own(&*tx, official, &row).await?;
        let authority = self.authority_of_row(&row).await?;
        self.refuse_opinion(&*tx, &new, official, &authority).await?;
        let late = self.taken_late(&*tx, new.kind, &row, &authority, now).await?;
        if let Some(before) = sent_before(&*tx, &row, &new, official, draft.as_ref(), now).await? {
            // The first receipt may be lost with the first answer: both keys open it.
            let (before, key) = another_key(&*tx, before).await?;
            self.commit(tx).await?;
            return self.receipt_of(before, key).await;
        }
        let key = secret();
        let year = now.to_zoned(authority.time_zone()).year();
        let number = format!("C-{year}-{:06}", count_up(&*tx, &format!("comments/{year}")).await?);
        let token = official.is_none().then(secret);
        let hidden = new.publication == Publication::Confidential;
        // An authority answers for what its official writes: nobody checks that.
        let state = match official {
            None => CommentState::Unverified,
            Some(_) => CommentState::Unverified
                .after(CommentStep::Verify, hidden, false)
                .map_err(|e| Error::Refused(e.to_string()))?,
        };
        let stored = comment::ActiveModel {
            id: NotSet,
            number: Set(number.clone()),
            notification_id: Set(row.id),
            kind: Set(new.kind.as_str().to_owned()),
            state: Set(state.as_str().to_owned()),
            account_id: Set(caller.account_id()),
            from_authority: Set(official.is_some()),
            author: Set(new.author.clone()),
            organisation: Set(new.organisation.clone()),
            email: Set(new.email.clone()),
            clause: Set(new.clauses()),
            sha256: Set(sha256(new.whole())),
            text: Set(new.whole()),
            language: Set(new.language.clone()),
            confidential: Set(hidden),
            late: Set(late),
            received: Set(stored_time(now)),
            key_sha256s: Set(sha256(&key)),
            token_sha256: Set(token.as_ref().map(sha256)),
            reply_author: Set(None),
            reply_text: Set(None),
            reply_at: Set(None),
            on_behalf: Set(new.on_behalf.clone()),
            publication: Set(new.publication.as_str().to_owned()),
            withheld_why: Set(new.withheld_why.clone()),
            disputed: Set(String::new()),
            mail_sha256: Set(String::new()),
            mails: Set(true),
            assigned_to: Set(None),
            represented_by: Set(None),
            submission_sha256: Set(new.digest()),
            withholding_reason: Set(String::new()),
            verification: Set(Verification::Mailed.as_str().to_owned()),
            expires: Set(official.is_none().then(|| stored_time(now + (CONFIRM_DAYS * 24).hours()))),
        }
        .insert(&*tx)
        .await?;
        let points = new.points.iter().zip(0..).map(|(point, position)| comment_point::ActiveModel {
            id: NotSet,
            comment_id: Set(stored.id),
            notification_id: Set(row.id),
            position: Set(position),
            document_id: Set(point.document),
            clause: Set(point.clause.clone()),
            address: Set(point.address.clone()),
            stance: Set(point.stance.as_str().to_owned()),
            text: Set(point.text.clone()),
            confidential: Set(point.confidential || hidden),
            disposition: Set(None),
            reason: Set(String::new()),
            changed_document_id: Set(None),
            changed_clause: Set(String::new()),
            disposed_by: Set(String::new()),
            disposed_at: Set(None),
        });
        comment_point::Entity::insert_many(points).exec_without_returning(&*tx).await?;
        if let Some(draft) = draft {
            match official {
                None => hand_on(&*tx, draft.id, stored.id).await?,
                Some(_) => release(&*tx, Item::Draft(draft.id)).await?,
            }
            drafts::sent(&*tx, draft, &stored).await?;
        }
        if official.is_none() {
            // The words stand in the comment, in its parts and in its mail.
            let words = 2 * stored.text.len() + ROWS;
            self.hold(&*tx, Item::Comment(stored.id), words, 0, "text-1").await?;
        }
        let received = written_moment(now, &authority);
        let first_symbol = first_symbol(&*tx, row.id).await?;
        let about = About {
            public_url: &self.settings.public_url,
            symbol: &first_symbol,
            title: &row.title,
            number: &number,
        };
        let stored = match (&token, &new.to_confirm) {
            (Some(token), Some(email)) => {
                let until = last_day(stored.expires.as_deref(), now, &authority)?;
                let letter = mail_texts::verify(about, &received, &until, &key, token);
                self.ask_to_confirm(&*tx, stored, email, letter).await?
            }
            _ => {
                post(&*tx, now, &new.email, mail_texts::receipt(about, &new.author, &received, &key)).await?;
                stored
            }
        };
        if let Some(official) = official {
            self.make_known(&*tx, &stored).await?;
            if new.kind == CommentKind::DetailedOpinion {
                let opinion = Opinion {
                    from: &official.authority_name,
                    on: authority.today(now),
                    comment: &number,
                    reason: "",
                };
                self.standstill_opinion_received(&*tx, &row, opinion, caller.actor()).await?;
            }
        }
        self.commit(tx).await?;
        self.receipt_of(self.kept(stored).await?, key).await
    }

    /// The comment as it is read after the commit. Only for what is there is a receipt given.
    async fn kept(&self, written: comment::Model) -> Result<comment::Model> {
        let kept = comment::Entity::find_by_id(written.id).one(&self.db).await?;
        match kept {
            Some(kept) if kept.number == written.number && kept.sha256 == written.sha256 => Ok(kept),
            _ => {
                tracing::error!(number = written.number, "a comment was acknowledged and is not there");
                Err(Unavailable::Disk.into())
            }
        }
    }

    /// Finds the clauses that parts are on in the texts they name: before the
    /// transaction, because a long text takes a moment to cut.
    async fn with_addresses(&self, caller: &Caller, symbol: &str, mut new: NewComment) -> Result<NewComment> {
        let named: Vec<(i64, String)> =
            new.points.iter().filter_map(|p| Some((p.document?, p.clause.clone()))).collect();
        if named.is_empty() {
            return Ok(new);
        }
        let row = by_symbol(&self.db, symbol).await?.ok_or(Error::NotFound("notification"))?;
        let found = self.clause_quotes(caller, row.id, &named).await?;
        let on_texts = new.points.iter_mut().filter(|p| p.document.is_some());
        for (point, found) in on_texts.zip(found) {
            point.address.clear();
            match found {
                QuotedClause::Clause(clause) => point.address = clause.address,
                QuotedClause::NoClause => {}
                // A text that is not there (any more), or not of this measure, is not named.
                QuotedClause::NoText => point.document = None,
            }
        }
        Ok(new)
    }

    /// Verifies the address: the comment counts from the time it was received.
    pub async fn comment_verify(&self, token: &str) -> Result<Receipt> {
        let tx = self.write().await?;
        let found = comment::Entity::find()
            .filter(comment::Column::TokenSha256.eq(sha256(token)))
            .filter(comment::Column::State.eq(CommentState::Unverified.as_str()))
            .one(&*tx)
            .await?
            .ok_or(Error::NotFound("comment waiting for this link"))?;
        let on = notification::Entity::find_by_id(found.notification_id).one(&*tx).await?;
        let on = on.ok_or(Error::NotFound("notification"))?;
        let check = checks_first(&*tx, &on.authority_code).await?;
        let state = CommentState::Unverified
            .after(CommentStep::Verify, found.confidential, check)
            .map_err(|e| Error::Refused(e.to_string()))?;
        let mut verified = found.into_active_model();
        verified.state = Set(state.as_str().to_owned());
        verified.token_sha256 = Set(None);
        verified.expires = Set(None);
        let verified = verified.update(&*tx).await?;
        release(&*tx, Item::Comment(verified.id)).await?;
        // The one who follows the mailed link may not have the first receipt at hand.
        let (verified, key) = another_key(&*tx, verified).await?;
        self.make_known(&*tx, &verified).await?;
        self.commit(tx).await?;
        self.receipt_of(verified, key).await
    }

    /// What a verification link would verify, without doing it: the number and
    /// the notification's title; `None` when the link is unknown or used up.
    pub async fn comment_to_verify(&self, token: &str) -> Result<Option<Receipt>> {
        let found = comment::Entity::find()
            .filter(comment::Column::TokenSha256.eq(sha256(token)))
            .filter(comment::Column::State.eq(CommentState::Unverified.as_str()))
            .one(&self.db)
            .await?;
        match found {
            Some(comment) => Ok(Some(self.receipt_of(comment, String::new()).await?)),
            None => Ok(None),
        }
    }

    /// Sends the mail that asks to confirm the address once more, where none could be
    /// sent before. Whoever holds the receipt's key may.
    pub async fn comment_verification_again(&self, number: &str, key: &str) -> Result<Mailed> {
        let tx = self.write().await?;
        let found = by_key(&*tx, number, key).await?;
        if found.state != CommentState::Unverified.as_str()
            || found.verification == Verification::Mailed.as_str()
        {
            return Err(Error::Refused(
                "the mail with the link to confirm this comment was sent already, or it is not needed any more"
                    .to_owned(),
            ));
        }
        let email = EmailAddress::parse(&found.email)
            .map_err(|e| Error::Invalid(vec![FieldError::new("email", e.to_string())]))?;
        let row = notification::Entity::find_by_id(found.notification_id).one(&*tx).await?;
        let row = row.ok_or(Error::NotFound("notification"))?;
        let authority = self.authority_of_row(&row).await?;
        let sent = read_time(&found.received)?;
        let received = written_moment(sent, &authority);
        let until = last_day(found.expires.as_deref(), sent, &authority)?;
        let symbol = first_symbol(&*tx, row.id).await?;
        let about = self.about_comment(&symbol, &row, number);
        let token = secret();
        let letter = mail_texts::verify(about, &received, &until, key, &token);
        let mut found = found.into_active_model();
        found.token_sha256 = Set(Some(sha256(&token)));
        let found = found.update(&*tx).await?;
        let found = self.ask_to_confirm(&*tx, found, &email, letter).await?;
        self.commit(tx).await?;
        Ok(match found.verification == Verification::Mailed.as_str() {
            true => Mailed::OnItsWay,
            false => Mailed::TooMany,
        })
    }

    /// Writes the mail that asks to confirm a comment, or notes that none is sent.
    async fn ask_to_confirm(
        &self,
        tx: &impl ConnectionTrait,
        comment: comment::Model,
        email: &EmailAddress,
        letter: Letter,
    ) -> Result<comment::Model> {
        let now = match self.post_to_stranger(tx, email, letter, Some(comment.id)).await? {
            Mailed::OnItsWay => Verification::Mailed,
            Mailed::TooMany => Verification::TooMany,
        };
        let mut comment = comment.into_active_model();
        comment.verification = Set(now.as_str().to_owned());
        Ok(comment.update(tx).await?)
    }

    /// Writes into log and outbox that a comment counts now.
    async fn make_known(&self, tx: &impl ConnectionTrait, comment: &comment::Model) -> Result<()> {
        let now = self.now();
        // Without a name: its author may take the comment back, and the log is kept.
        let entry = Entry {
            notification: comment.notification_id,
            what: "comment-received",
            actor: "",
            note: public_note(comment),
        };
        log(tx, now, vec![entry]).await?;
        announce(tx, now, &[comment.notification_id]).await
    }
}

/// The day on which a comment is forgotten that nobody confirms, in the authority's zone;
/// of one from before there was such a day it is reckoned from when it was sent.
fn last_day(expires: Option<&str>, sent: Timestamp, authority: &Authority) -> Result<String> {
    let until = match expires {
        Some(stored) => read_time(stored)?,
        None => sent + (CONFIRM_DAYS * 24).hours(),
    };
    Ok(until.to_zoned(authority.time_zone()).strftime("%-d %B %Y").to_string())
}

/// Another key that opens the receipt of a comment.
async fn another_key(tx: &impl ConnectionTrait, comment: comment::Model) -> Result<(comment::Model, String)> {
    let key = secret();
    let keys = format!("{} {}", comment.key_sha256s, sha256(&key));
    let mut comment = comment.into_active_model();
    comment.key_sha256s = Set(keys);
    Ok((comment.update(tx).await?, key))
}

/// Name, organisation and address of a signed-in author.
pub(super) fn known(official: &Official) -> (String, String, String) {
    (official.name.clone(), official.authority_name.clone(), official.email.clone())
}

/// The same comment from the same author a moment ago, with the same files: sent
/// by a double click or by going back in the browser. Whoever is not signed in is
/// known only by the address: only a comment that nobody but its author knows of
/// is given another key, or whoever copies a public one would get its receipt.
async fn sent_before(
    tx: &impl ConnectionTrait,
    row: &notification::Model,
    new: &Accepted,
    official: Option<&Official>,
    draft: Option<&comment_draft::Model>,
    now: Timestamp,
) -> Result<Option<comment::Model>> {
    let same = comment::Entity::find()
        .filter(comment::Column::NotificationId.eq(row.id))
        .filter(comment::Column::SubmissionSha256.eq(new.digest()))
        .filter(comment::Column::Received.gt(stored_time(now - DOUBLE_SUBMISSION_MINUTES.minutes())))
        .order_by_desc(comment::Column::Id);
    let same = match official {
        Some(official) => same
            .filter(comment::Column::AccountId.eq(official.account_id))
            .filter(comment::Column::State.ne(CommentState::Withdrawn.as_str())),
        None => same.filter(comment::Column::State.eq(CommentState::Unverified.as_str())),
    };
    let files = match draft {
        Some(draft) => hashes(tx, comment_file::Column::DraftId.eq(draft.id)).await?,
        None => Vec::new(),
    };
    for before in same.all(tx).await? {
        if hashes(tx, comment_file::Column::CommentId.eq(before.id)).await? == files {
            return Ok(Some(before));
        }
    }
    Ok(None)
}

/// Whether a comment is what is submitted now. Of those of earlier versions only
/// the draft is known from which they were sent.
fn is_submission(before: &comment::Model, new: &Accepted) -> bool {
    before.submission_sha256.is_empty() || before.submission_sha256 == new.digest()
}

/// The hashes of some files, in their order.
async fn hashes(db: &impl ConnectionTrait, of: SimpleExpr) -> Result<Vec<String>> {
    Ok(comment_file::Entity::find()
        .select_only()
        .column(comment_file::Column::Sha256)
        .filter(of)
        .order_by_asc(comment_file::Column::Sha256)
        .into_tuple()
        .all(db)
        .await?)
}
