//! Handing in a comment: what is refused, what is stored, and the receipt.

use domain::{
    comment::{CommentKind, CommentState, CommentStep, Publication},
    notification::{Kind, State},
};
use jiff::{Timestamp, ToSpan};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait,
    IntoActiveModel, QueryFilter, Set,
};

use super::{
    NewComment, Receipt,
    drafts::{self, Sent},
    input::{Accepted, accept},
    policy::checks_first,
    rows::{public_note, written_moment},
};
use crate::{
    Caller, Error, FieldError, Official, Registry, Result,
    authorities::Authority,
    db::{count_up, read_name, secret, sha256, stored_time},
    entities::{comment, comment_point, document, notification},
    family::{by_symbol, family, first_symbol, is_of},
    journal::{Entry, announce, log},
    mail_texts::{self, About},
    mails::post,
    standstill_recording::Opinion,
    summaries::deadline,
};

/// The same words from the same address within this time are one comment sent twice.
const DOUBLE_SUBMISSION_MINUTES: i64 = 10;

impl Registry {
    /// What [`Registry::comment_submit`] would refuse now, without taking
    /// anything: for the page on which the author checks the answers. Says
    /// whether the comment would be late.
    pub async fn comment_check(&self, caller: &Caller, symbol: &str, new: NewComment) -> Result<bool> {
        let row = by_symbol(&self.db, symbol).await?.ok_or(Error::NotFound("notification"))?;
        let official = caller.official().ok();
        self.refuse_own(&self.db, official, &row).await?;
        let authority = self.authority_of_row(&row).await?;
        let late = is_late(&row, &authority, self.now())?;
        let accepted = accept(new, official.map(known))?;
        refuse_opinion(&accepted, &authority)?;
        Ok(late)
    }

    /// Whether a comment on this notification would be taken now, and if so
    /// whether it would be late.
    pub async fn comment_possible(&self, caller: &Caller, symbol: &str) -> Result<bool> {
        let row = by_symbol(&self.db, symbol).await?.ok_or(Error::NotFound("notification"))?;
        self.refuse_own(&self.db, caller.official().ok(), &row).await?;
        let authority = self.authority_of_row(&row).await?;
        is_late(&row, &authority, self.now())
    }

    async fn refuse_own(
        &self,
        db: &impl ConnectionTrait,
        official: Option<&Official>,
        row: &notification::Model,
    ) -> Result<()> {
        match official {
            Some(official) if is_of(db, row, official.authority.as_str()).await? => Err(Error::Refused(
                "officials of the publishing authority cannot comment on its own notification: \
                 officials of other authorities and the public may"
                    .to_owned(),
            )),
            _ => Ok(()),
        }
    }

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
        let official = caller.official().ok();
        let new = self.with_addresses(caller, new).await?;
        let tx = self.write().await?;
        // The moment of receipt: taken inside, so that numbers and times ascend together.
        let now = self.now();
        let row = by_symbol(&*tx, symbol).await?.ok_or(Error::NotFound("notification"))?;
        let draft = match draft {
            None => None,
            Some(key) => match drafts::to_send(&*tx, key, row.id).await? {
                Sent::Before(before) => {
                    let (before, key) = another_key(&*tx, *before).await?;
                    self.commit(tx).await?;
                    return self.receipt_of(before, key).await;
                }
                Sent::NotYet(draft) => Some(draft),
            },
        };
        let mut new = accept(new, official.map(known))?;
        self.refuse_own(&*tx, official, &row).await?;
        let authority = self.authority_of_row(&row).await?;
        refuse_opinion(&new, &authority)?;
        let late = is_late(&row, &authority, now)?;
        keep_documents_of_the_measure(&*tx, &row, &mut new).await?;
        if let Some(before) = sent_before(&tx, &row, &new, now).await? {
            // The first receipt may be lost with the first answer: both keys open it.
            let (before, key) = another_key(&*tx, before).await?;
            self.commit(tx).await?;
            return self.receipt_of(before, key).await;
        }
        let key = secret();
        let year = now.to_zoned(authority.time_zone()).year();
        let number = format!("C-{year}-{:06}", count_up(&tx, &format!("comments/{year}")).await?);
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
            mail_secret: Set(secret()),
            mails: Set(true),
            assigned_to: Set(None),
            represented_by: Set(None),
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
            drafts::sent(&*tx, draft, &stored).await?;
        }
        let received = written_moment(now, &authority);
        let first_symbol = first_symbol(&*tx, row.id).await?;
        let about = About {
            public_url: &self.settings.public_url,
            symbol: &first_symbol,
            title: &row.title,
            number: &number,
        };
        let letter = match &token {
            Some(token) => mail_texts::verify(about, &new.author, &received, &key, token),
            None => mail_texts::receipt(about, &new.author, &received, &key),
        };
        post(&*tx, now, &new.email, letter).await?;
        if let Some(official) = official {
            self.make_known(&*tx, &stored).await?;
            if new.kind == CommentKind::DetailedOpinion {
                let opinion = Opinion {
                    from: &official.authority_name,
                    on: now.to_zoned(authority.time_zone()).date(),
                    comment: &number,
                    reason: "",
                };
                self.standstill_opinion_received(&*tx, &row, opinion, caller.actor()).await?;
            }
        }
        self.commit(tx).await?;
        self.receipt_of(stored, key).await
    }

    /// Finds the clauses that parts are on in the texts they name: before the
    /// transaction, because a long text takes a moment to cut.
    async fn with_addresses(&self, caller: &Caller, mut new: NewComment) -> Result<NewComment> {
        for point in &mut new.points {
            let Some(document) = point.document else { continue };
            match self.clause_quote(caller, document, &point.clause).await {
                Ok(Some(clause)) => point.address = clause.address,
                Ok(None) => point.address.clear(),
                // A text that is not there (any more) is not named.
                Err(Error::NotFound(_)) => point.document = None,
                Err(other) => return Err(other),
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
        let verified = verified.update(&*tx).await?;
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

    /// Writes into log and outbox that a comment counts now.
    async fn make_known(&self, tx: &impl ConnectionTrait, comment: &comment::Model) -> Result<()> {
        let now = self.now();
        let named = comment.publication == Publication::Named.as_str()
            && comment.state != CommentState::Received.as_str();
        let entry = Entry {
            notification: comment.notification_id,
            what: "comment-received",
            actor: if named { &comment.author } else { "" },
            note: public_note(comment),
        };
        log(tx, now, vec![entry]).await?;
        announce(tx, now, &[comment.notification_id]).await
    }
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
fn known(official: &Official) -> (String, String, String) {
    (official.name.clone(), official.authority_name.clone(), official.email.clone())
}

/// A detailed opinion exists in the EU procedure alone (Directive (EU) 2015/1535 Art. 6(2)).
fn refuse_opinion(new: &Accepted, authority: &Authority) -> Result<()> {
    if new.kind == CommentKind::DetailedOpinion && authority.profile != domain::authority::Profile::Eu {
        return Err(Error::Invalid(vec![FieldError::new(
            "kind",
            "A detailed opinion exists only for notifications under Directive (EU) 2015/1535: choose “comment”.",
        )]));
    }
    Ok(())
}

/// A part names the version it was made on: a file of this measure, or none.
async fn keep_documents_of_the_measure(
    tx: &impl ConnectionTrait,
    row: &notification::Model,
    new: &mut Accepted,
) -> Result<()> {
    if new.points.iter().all(|p| p.document.is_none()) {
        return Ok(());
    }
    let mut ids: Vec<i64> = family(tx, row.id).await?.into_iter().map(|n| n.id).collect();
    ids.push(row.id);
    for point in &mut new.points {
        let Some(id) = point.document else { continue };
        let found = document::Entity::find_by_id(id)
            .filter(document::Column::NotificationId.is_in(ids.iter().copied()))
            .one(tx)
            .await?;
        if found.is_none() {
            point.document = None;
        }
    }
    Ok(())
}

/// Whether a comment received now is late; refuses it where none are taken. A
/// notification whose final date is only words takes comments until a decision.
fn is_late(row: &notification::Model, authority: &Authority, now: Timestamp) -> Result<bool> {
    let state = read_name(&row.state, State::from_name)?;
    let kind = read_name(&row.kind, Kind::from_name)?;
    if !kind.opens_period() {
        return Err(Error::Refused(format!(
            "a comment period belongs to the notification itself: comment there, not on its {}",
            kind.as_str()
        )));
    }
    if state == State::Withdrawn {
        return Err(Error::PeriodClosed);
    }
    match deadline(row, authority)? {
        Some(deadline) if deadline.is_open(now) => Ok(false),
        Some(_) if row.late_comments && state == State::Published => Ok(true),
        None if state == State::Published => Ok(false),
        _ => Err(Error::PeriodClosed),
    }
}

/// The same comment from the same address a moment ago: sent by a double click
/// or by going back in the browser.
async fn sent_before(
    tx: &DatabaseTransaction,
    row: &notification::Model,
    new: &Accepted,
    now: Timestamp,
) -> Result<Option<comment::Model>> {
    Ok(comment::Entity::find()
        .filter(comment::Column::NotificationId.eq(row.id))
        .filter(comment::Column::Sha256.eq(sha256(new.whole())))
        .filter(comment::Column::Email.eq(&new.email))
        .filter(comment::Column::Author.eq(&new.author))
        .filter(comment::Column::Clause.eq(new.clauses()))
        .filter(comment::Column::Kind.eq(new.kind.as_str()))
        .filter(comment::Column::Publication.eq(new.publication.as_str()))
        .filter(comment::Column::State.ne(CommentState::Withdrawn.as_str()))
        .filter(comment::Column::Received.gt(stored_time(now - DOUBLE_SUBMISSION_MINUTES.minutes())))
        .one(tx)
        .await?)
}
