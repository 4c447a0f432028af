//! Plays the content through the use cases of the registry.

use std::{collections::HashMap, error::Error as StdError, future::Future, sync::Arc};

use domain::{
    authority::AuthorityCode,
    comment::Publication,
    notification::{AddendumReason, Content, StatedDate},
};
use jiff::{Timestamp, ToSpan};
use registry::{
    Caller, Registry,
    comments::NewComment,
    documents::{DocumentRole, NewDocument},
    mails::Kept,
    notified_texts::Outline,
    standstills::NewStandstillEvent,
};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{
    Consultation, Demo, Error, StepTaken, Text, Unpublished, When, consultation,
    error::At,
    schedule::{Act, Due, Item, acts, items},
    setting::{self, People},
};

/// Days between the demonstration and the day its registry was set up.
const SET_UP_DAYS_AGO: i64 = 1_150;
/// Minutes that people take to confirm their address.
const CONFIRMING_MINUTES: i64 = 6;

/// What was filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Report {
    /// Authorities.
    pub authorities: usize,
    /// Accounts.
    pub accounts: usize,
    /// Records of the catalogue.
    pub standards: usize,
    /// Public notifications, changes included.
    pub notifications: usize,
    /// Drafts and submitted notifications.
    pub unpublished: usize,
    /// Files.
    pub documents: usize,
    /// Comments.
    pub comments: usize,
    /// Replies.
    pub replies: usize,
}

/// Fills an empty registry; refuses one that holds notifications. `store` puts
/// the bytes of a file under a key into the object store; `progress` is told
/// how much of all is done.
pub async fn fill<S, F>(
    registry: &Registry,
    store: S,
    mut progress: impl FnMut(usize, usize),
) -> Result<Report, Error>
where
    S: Fn(String, Vec<u8>) -> F,
    F: Future<Output = Result<(), Box<dyn StdError + Send + Sync>>>,
{
    let held = registry.notification_ids(0, 1).await.at(|| "looking for notifications".to_owned())?;
    if !held.is_empty() {
        return Err(Error::NotEmpty);
    }
    let demo = Demo::read()?;
    registry.demonstration_begin(&Caller::System).await.at(|| "marking the demonstration".to_owned())?;
    let now = registry.now();
    let items = items(&demo.notices, &demo.authorities, now)?;
    let acts = acts(&items, now)?;
    let total = demo.people.len() + acts.len();
    let mut done = 0;
    let mut step = || {
        done += 1;
        progress(done, total);
    };
    let before = now - (SET_UP_DAYS_AGO * 24).hours();
    let people = setting::set(&at(registry, before), &demo, &mut step).await?;
    let mut play = Play {
        registry,
        now,
        items: &items,
        people,
        standing: items.iter().map(|_| Standing::default()).collect(),
        report: Report {
            authorities: demo.authorities.len(),
            accounts: demo.people.len(),
            standards: demo.catalogue.len(),
            ..Report::default()
        },
    };
    for due in acts {
        play.act(due, &store).await?;
        step();
    }
    for asked in &demo.consultations {
        play.consult(asked).await?;
    }
    // Officials were told already of what is due today.
    registry.remind().await.at(|| "reminding of deadlines".to_owned())?;
    play.deliver(registry).await?;
    Ok(play.report)
}

/// The registry at another time.
fn at(registry: &Registry, moment: Timestamp) -> Registry {
    registry.with_clock(Arc::new(move || moment))
}

struct Play<'a> {
    registry: &'a Registry,
    now: Timestamp,
    items: &'a [Item<'a>],
    people: HashMap<AuthorityCode, People>,
    standing: Vec<Standing>,
    report: Report,
}

/// What the registry answered about an item so far.
#[derive(Debug, Default)]
struct Standing {
    id: i64,
    symbol: String,
    /// Numbers of its comments, by their position.
    comments: HashMap<usize, String>,
}

impl Play<'_> {
    async fn act<S, F>(&mut self, due: Due, store: &S) -> Result<(), Error>
    where
        S: Fn(String, Vec<u8>) -> F,
        F: Future<Output = Result<(), Box<dyn StdError + Send + Sync>>>,
    {
        let registry = at(self.registry, due.at);
        let n = due.item;
        let people = self.people_of(&self.items[n].authority)?.clone();
        match due.act {
            Act::Write => self.write(&registry, n, &people, store).await?,
            Act::Submit => registry
                .submit(&people.official, self.standing[n].id)
                .await
                .at(|| format!("submitting {}", self.name(n)))?,
            Act::Approve => self.approve(&registry, n, &people).await?,
            Act::Comment(i) => self.comment(&registry, n, i).await?,
            Act::Reply(i) => self.reply(&registry, n, i, &people).await?,
            Act::Standstill(i) => self.standstill(&registry, n, i, &people).await?,
            Act::Step(i) => self.decide(&registry, n, i, &people, store).await?,
        }
        self.deliver(&registry).await
    }

    fn people_of(&self, authority: &AuthorityCode) -> Result<&People, Error> {
        let nobody = || Error::Inconsistent(format!("nobody acts for {authority}"));
        self.people.get(authority).ok_or_else(nobody)
    }

    /// The key of an item, or its parent's.
    fn name(&self, n: usize) -> String {
        let item = &self.items[n];
        match item.parent {
            Some(parent) => format!("{} of {}", item.notice.kind.as_str(), self.name(parent)),
            None => item.notice.key.clone(),
        }
    }

    async fn write<S, F>(
        &mut self,
        registry: &Registry,
        n: usize,
        people: &People,
        store: &S,
    ) -> Result<(), Error>
    where
        S: Fn(String, Vec<u8>) -> F,
        F: Future<Output = Result<(), Box<dyn StdError + Send + Sync>>>,
    {
        let item = &self.items[n];
        let writer = &people.writer;
        let name = self.name(n);
        let what = || format!("drafting {name}");
        let id = match item.parent {
            None => registry.draft_create(writer).await.at(what)?,
            Some(parent) => {
                let symbol = &self.standing[parent].symbol;
                registry.draft_create_change(writer, symbol, item.notice.kind).await.at(what)?
            }
        };
        let draft = registry.draft(writer, id).await.at(what)?;
        let content = form(item, &name, draft.content)?;
        registry.draft_save(writer, id, draft.version, content).await.at(what)?;
        for text in &item.notice.texts {
            let role = if text.attachment { DocumentRole::Attachment } else { DocumentRole::NotifiedText };
            let new = stored(text, role, store).await?;
            registry.document_add(writer, id, new).await.at(what)?;
            self.report.documents += 1;
        }
        self.bring_together(registry, n, id, people).await?;
        self.report.unpublished += 1;
        self.standing[n] = Standing { id, ..Standing::default() };
        Ok(())
    }

    async fn approve(&mut self, registry: &Registry, n: usize, people: &People) -> Result<(), Error> {
        let item = &self.items[n];
        let what = || format!("publishing {}", self.name(n));
        for authority in &item.notice.joint {
            let approver = &self.people_of(authority)?.approver;
            registry.approve(approver, self.standing[n].id).await.at(what)?;
        }
        let symbol = registry.approve(&people.approver, self.standing[n].id).await.at(what)?;
        self.report.unpublished -= 1;
        self.report.notifications += 1;
        self.standing[n].symbol = symbol;
        Ok(())
    }

    /// A regulator's draft that is not finished is handed over; the other
    /// authorities of a joint measure are asked and join. Of one that is still
    /// being written, the last has not answered yet.
    async fn bring_together(
        &self,
        registry: &Registry,
        n: usize,
        id: i64,
        people: &People,
    ) -> Result<(), Error> {
        let notice = self.items[n].notice;
        let what = || format!("asking others to join {}", self.name(n));
        let draft = notice.unpublished == Some(Unpublished::Draft);
        if draft && people.writer != people.official {
            let word = "Boxes 1 to 8 are ready. The dates follow once the working party has met.";
            registry.hand_over(&people.writer, id, word).await.at(what)?;
        }
        for (i, authority) in notice.joint.iter().enumerate() {
            registry.joint_ask(&people.official, id, authority).await.at(what)?;
            if !draft || i + 1 < notice.joint.len() {
                let official = &self.people_of(authority)?.official;
                registry.joint_answer(official, id, true, "").await.at(what)?;
            }
        }
        Ok(())
    }

    async fn comment(&mut self, registry: &Registry, n: usize, i: usize) -> Result<(), Error> {
        let comment = &self.items[n].notice.comments[i];
        let what = || format!("a comment of day {} on {}", comment.after_days, self.name(n));
        let caller = match &comment.from {
            Some(authority) => self.people_of(authority)?.official.clone(),
            None => Caller::Public,
        };
        let new = NewComment {
            kind: comment.kind,
            author: comment.author.clone(),
            organisation: comment.organisation.clone(),
            on_behalf: comment.on_behalf.clone(),
            email: comment.email.clone(),
            points: comment.parts(),
            language: comment.language.clone(),
            publication: if comment.confidential { Publication::Confidential } else { Publication::Named },
            withheld_why: String::new(),
        };
        let receipt = registry.comment_submit(&caller, &self.standing[n].symbol, new).await.at(what)?;
        if caller == Caller::Public && !comment.unconfirmed {
            // The link is in the mail alone: the author confirms as anybody would.
            let mails = registry.mails_latest(1).await.at(what)?;
            let token = mails.first().and_then(|mail| token(&mail.body));
            let token = token.ok_or_else(|| Error::Inconsistent(format!("{}: no mail came", what())))?;
            let later = (registry.now() + CONFIRMING_MINUTES.minutes()).min(self.now);
            at(registry, later).comment_verify(token).await.at(what)?;
        }
        self.report.comments += 1;
        self.standing[n].comments.insert(i, receipt.number);
        Ok(())
    }

    async fn reply(&mut self, registry: &Registry, n: usize, i: usize, people: &People) -> Result<(), Error> {
        let Some(reply) = &self.items[n].notice.comments[i].reply else { return Ok(()) };
        let what = || format!("answering a comment on {}", self.name(n));
        let standing = &self.standing[n];
        let number = standing.comments.get(&i);
        let list = registry.comment_list(&people.official, Some(&standing.symbol)).await.at(what)?;
        let comment = list.iter().find(|c| Some(&c.comment.number) == number);
        let comment =
            comment.ok_or_else(|| Error::Inconsistent(format!("{}: there is no such comment", what())))?;
        for (point, made) in comment.comment.points.iter().zip(&reply.dispositions) {
            let reason = &made.reason;
            registry
                .comment_dispose(&people.official, point.id, made.what, reason, None, "")
                .await
                .at(what)?;
        }
        registry.comment_reply(&people.official, comment.id, &reply.text).await.at(what)?;
        self.report.replies += 1;
        Ok(())
    }

    async fn standstill(
        &self,
        registry: &Registry,
        n: usize,
        i: usize,
        people: &People,
    ) -> Result<(), Error> {
        let item = &self.items[n];
        let entry = &item.notice.standstill[i];
        let new = NewStandstillEvent {
            kind: entry.event,
            author: entry.from.clone(),
            on: item.day(entry.after_days)?,
            reason: entry.reason.clone(),
            comment: String::new(),
        };
        let what = || format!("what happened to the standstill of {}", self.name(n));
        registry.standstill_record(&people.official, &self.standing[n].symbol, new).await.at(what)
    }

    async fn decide<S, F>(
        &mut self,
        registry: &Registry,
        n: usize,
        i: usize,
        people: &People,
        store: &S,
    ) -> Result<(), Error>
    where
        S: Fn(String, Vec<u8>) -> F,
        F: Future<Output = Result<(), Box<dyn StdError + Send + Sync>>>,
    {
        let item = &self.items[n];
        let step = &item.notice.steps[i];
        let (official, symbol) = (&people.official, &self.standing[n].symbol);
        let name = self.name(n);
        let what = || format!("a decision on {name}");
        if let Some(text) = &step.text {
            let new = stored(text, DocumentRole::FinalText, store).await?;
            registry.document_add(official, self.standing[n].id, new).await.at(what)?;
            self.report.documents += 1;
        }
        let (on, note) = (item.day(step.after_days)?, step.note.as_str());
        match step.step {
            StepTaken::Adopt => registry.adopt(official, symbol, on, note).await,
            StepTaken::Withdraw => registry.withdraw(official, symbol, on, note).await,
            StepTaken::FinalText => registry.give_final_text(official, symbol, on, note).await,
            StepTaken::InForce => registry.enter_into_force(official, symbol, on, note).await,
        }
        .at(what)
    }

    async fn consult(&self, asked: &Consultation) -> Result<(), Error> {
        let on = self.items.iter().position(|item| item.notice.key == asked.on);
        let on = on.ok_or_else(|| Error::Inconsistent(format!("there is no notification {}", asked.on)))?;
        let official = &self.people_of(&asked.authority)?.official;
        let registry = at(self.registry, self.now);
        consultation::play(&registry, asked, official, &self.standing[on].symbol).await?;
        self.deliver(&registry).await
    }

    /// Mails of the past are past: nothing is left to be sent when the server starts.
    async fn deliver(&self, registry: &Registry) -> Result<(), Error> {
        let what = || "delivering mails".to_owned();
        loop {
            let due = registry.mails_due(100).await.at(what)?;
            if due.is_empty() {
                return Ok(());
            }
            for mail in due {
                registry.mail_sent(mail.id, Kept::Words).await.at(what)?;
            }
        }
    }
}

/// The form: what the registry filled in, and over it what is written.
fn form(item: &Item<'_>, name: &str, filled_in: Content) -> Result<Content, Error> {
    let unread = |source| Error::Content { file: name.to_owned(), source };
    let mut form = serde_json::to_value(filled_in).map_err(unread)?;
    if let Value::Object(fields) = &mut form {
        for (field, value) in &item.notice.form {
            fields.insert(field.clone(), value.clone());
        }
    }
    dated(item, serde_json::from_value(form).map_err(unread)?)
}

/// Counted days become dates.
fn dated(item: &Item<'_>, mut content: Content) -> Result<Content, Error> {
    let notice = item.notice;
    let stated = |when: &When| -> Result<StatedDate, Error> {
        Ok(StatedDate {
            date: when.after_days.map(|days| item.day(days)).transpose()?,
            words: when.words.clone(),
        })
    };
    if notice.kind.opens_period() {
        content.comments_until =
            stated(&When { after_days: notice.comment_days, words: notice.comments_until.clone() })?;
        for (when, field) in [
            (&notice.adoption, &mut content.adoption),
            (&notice.entry_into_force, &mut content.entry_into_force),
        ] {
            let stated = stated(when)?;
            // A revision keeps what it does not restate.
            if !stated.is_empty() {
                *field = stated;
            }
        }
    }
    for reason in &notice.addendum {
        let on = stated(&reason.on)?;
        content.addendum.push(AddendumReason { what: reason.what, on, note: reason.note.clone() });
    }
    Ok(content)
}

/// Puts a file into the store, under the hash of its bytes.
async fn stored<S, F>(text: &Text, role: DocumentRole, store: &S) -> Result<NewDocument, Error>
where
    S: Fn(String, Vec<u8>) -> F,
    F: Future<Output = Result<(), Box<dyn StdError + Send + Sync>>>,
{
    let written = text.read()?;
    let sha256: String = Sha256::digest(written).iter().map(|byte| format!("{byte:02x}")).collect();
    store(sha256.clone(), written.as_bytes().to_vec())
        .await
        .map_err(|source| Error::Store { name: text.file.clone(), source })?;
    let read = texts::read(written.as_bytes(), &text.file, &texts::Limits::default())
        .map_err(|source| Error::Text { name: text.file.clone(), source })?;
    Ok(NewDocument {
        role,
        name: text.offered_name().to_owned(),
        media_type: "text/markdown".to_owned(),
        size: written.len() as u64,
        key: sha256.clone(),
        sha256,
        language: text.language.clone(),
        status: text.status,
        outline: Outline { paragraphs: read.paragraphs, ..Outline::default() },
    })
}

/// The token of the link in a mail.
fn token(body: &str) -> Option<&str> {
    let (_, rest) = body.split_once("/comments/verify?token=")?;
    rest.split_whitespace().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_is_what_follows_the_address() {
        let body = "please:\n\n  http://localhost:8080/comments/verify?token=aB-9\n\nYour receipt";
        assert_eq!(token(body), Some("aB-9"));
        assert_eq!(token("nothing to confirm"), None);
    }
}
