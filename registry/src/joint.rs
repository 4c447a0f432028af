//! One measure notified by several authorities of this installation. The
//! drafting authority asks others to join; an official of each joins or
//! declines. Once it is handed in, an approver of every authority approves for
//! its own; the last approval publishes it, with one symbol for each.

use std::collections::HashMap;

use domain::{
    authority::AuthorityCode,
    notification::{Kind, State, StepRefused},
    role::Role,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, ModelTrait, QueryFilter,
    QueryOrder, QuerySelect, Set,
};

use crate::{
    Caller, Error, FieldError, Official, Registry, Result,
    access::Access,
    accounts::people_with,
    db::{CHUNK, read_name},
    desk::DeskTask,
    entities::{account, authority, joint_authority, notification},
    handover::{HandedOver, word},
    journal::{Entry, log},
    mail_texts,
    mails::post,
};

/// What an authority that was asked said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JointState {
    /// Nothing yet.
    Asked,
    /// It notifies the measure, too.
    Joined,
    /// It does not.
    Declined,
}

impl JointState {
    /// The name stored and used in texts.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Joined => "joined",
            Self::Declined => "declined",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        [Self::Asked, Self::Joined, Self::Declined].into_iter().find(|s| s.as_str() == name)
    }
}

/// An authority that notifies a measure, or was asked to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JointAuthority {
    /// Its code.
    pub code: AuthorityCode,
    /// Its name.
    pub name: String,
    /// What it said.
    pub state: JointState,
    /// Who answered for it; empty before.
    pub answered: String,
    /// The word with the answer.
    pub note: String,
    /// Who approved for it; empty before.
    pub approved: String,
}

/// The authorities of a joint draft beside the drafting one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Joint {
    /// Those asked, in the order of their symbols.
    pub authorities: Vec<JointAuthority>,
    /// Whether the drafting authority has approved already.
    pub first_approved: bool,
}

impl Registry {
    /// Asks another authority to notify a draft jointly. Officials of the
    /// drafting authority ask; the officials asked are told by mail. One that
    /// declined can be asked again.
    pub async fn joint_ask(&self, caller: &Caller, id: i64, code: &AuthorityCode) -> Result<()> {
        let refuse = |sentence: String| Err(Error::Invalid(vec![FieldError::new("joint", sentence)]));
        let tx = self.write().await?;
        let row = self.own_draft(&*tx, caller, id, &[Role::Official]).await?;
        if read_name(&row.kind, Kind::from_name)? != Kind::Regular {
            return Err(Error::Refused(
                "only a regular notification is joint: each authority announces changes under its own symbol; an \
                 official of it starts them from the notification’s page"
                    .to_owned(),
            ));
        }
        if row.authority_code == code.as_str() {
            return refuse("Choose another authority: this one drafts the notification.".to_owned());
        }
        let Some(asked) = authority::Entity::find_by_id(code.as_str()).one(&*tx).await? else {
            return refuse("Choose an authority of this installation.".to_owned());
        };
        let officials = people_with(&*tx, code.as_str(), Role::Official).await?;
        if officials.is_empty() || people_with(&*tx, code.as_str(), Role::Approver).await?.is_empty() {
            return refuse(format!(
                "{} has nobody here who could join and approve: its administrator invites an official and an \
                 approver first.",
                asked.name
            ));
        }
        let all = rows_of(&*tx, id).await?;
        if let Some(before) = all.iter().find(|j| j.authority_code == code.as_str()) {
            if before.state != JointState::Declined.as_str() {
                return refuse(format!("{} was asked already.", asked.name));
            }
            before.clone().delete(&*tx).await?;
        }
        let position = all.iter().map(|j| j.position).max().unwrap_or(0) + 1;
        joint_authority::Entity::insert(joint_authority::ActiveModel {
            notification_id: Set(id),
            authority_code: Set(code.to_string()),
            position: Set(position),
            state: Set(JointState::Asked.as_str().to_owned()),
            asked_by: Set(caller.account_id()),
            answered_by: Set(None),
            answered_name: Set(String::new()),
            note: Set(String::new()),
            approved_by: Set(None),
            approved_name: Set(String::new()),
        })
        .exec_without_returning(&*tx)
        .await?;
        let (now, official) = (self.now(), caller.official()?);
        for to in officials {
            let letter = mail_texts::joint_asked(
                &self.settings.public_url,
                &official.name,
                &official.authority_name,
                &row.title,
                id,
            );
            post(&*tx, now, &to.email, letter).await?;
        }
        let entry = Entry { notification: id, what: "joint-asked", actor: &official.name, note: asked.name };
        log(&*tx, now, vec![entry]).await?;
        self.commit(tx).await
    }

    /// Takes the question to an authority back, or parts with one that joined:
    /// while it is a draft, officials of the drafting authority.
    pub async fn joint_take_back(&self, caller: &Caller, id: i64, code: &AuthorityCode) -> Result<()> {
        let tx = self.write().await?;
        self.own_draft(&*tx, caller, id, &[Role::Official]).await?;
        let joint = joint_authority::Entity::find_by_id((id, code.to_string())).one(&*tx).await?;
        joint.ok_or(Error::NotFound("authority among those asked to join"))?.delete(&*tx).await?;
        let entry =
            Entry { notification: id, what: "joint-parted", actor: caller.actor(), note: code.to_string() };
        log(&*tx, self.now(), vec![entry]).await?;
        self.commit(tx).await
    }

    /// Joins a draft for the own authority, or declines: officials of an
    /// authority that was asked, before the draft is handed in.
    pub async fn joint_answer(&self, caller: &Caller, id: i64, join: bool, note: &str) -> Result<()> {
        let tx = self.write().await?;
        let (row, access) = self.visible_draft(&*tx, caller, id).await?;
        let official = caller.official()?;
        let own = official.authority.to_string();
        let joint = joint_authority::Entity::find_by_id((id, own.clone())).one(&*tx).await?;
        let Some(joint) = joint.filter(|_| access == Access::Joint) else {
            return Err(Error::Refused(format!(
                "{own} was not asked to join: an official of {} can ask it",
                row.authority_code
            )));
        };
        official.needs(&[Role::Official])?;
        let state = read_name(&row.state, State::from_name)?;
        if state != State::Draft {
            return Err(StepRefused::State(state).into());
        }
        let note = word(note, false)?;
        let (now, asked_by) = (self.now(), joint.asked_by);
        let mut joint = joint.into_active_model();
        joint.state = Set(if join { JointState::Joined } else { JointState::Declined }.as_str().to_owned());
        joint.answered_by = Set(caller.account_id());
        joint.answered_name = Set(official.name.clone());
        joint.note = Set(note.clone());
        joint.update(&*tx).await?;
        let asker = match asked_by {
            Some(account) => account::Entity::find_by_id(account).one(&*tx).await?,
            None => None,
        };
        if let Some(to) = asker.filter(|to| !to.disabled) {
            let letter = mail_texts::joint_answered(
                &self.settings.public_url,
                &official.name,
                &official.authority_name,
                join,
                &row.title,
                id,
                &note,
            );
            post(&*tx, now, &to.email, letter).await?;
        }
        let what = if join { "joint-joined" } else { "joint-declined" };
        let note = if note.is_empty() { own } else { format!("{own}: {note}") };
        log(&*tx, now, vec![Entry { notification: id, what, actor: &official.name, note }]).await?;
        self.commit(tx).await
    }

    /// The authorities that joined a draft or were asked to.
    pub(crate) async fn joint_of(
        &self,
        db: &impl ConnectionTrait,
        row: &notification::Model,
    ) -> Result<Joint> {
        let mut authorities = Vec::new();
        for joint in rows_of(db, row.id).await? {
            let named = authority::Entity::find_by_id(&joint.authority_code).one(db).await?;
            authorities.push(JointAuthority {
                code: read_name(&joint.authority_code, |c| c.parse().ok())?,
                name: named.map(|a| a.name).unwrap_or_default(),
                state: read_name(&joint.state, JointState::from_name)?,
                answered: joint.answered_name,
                note: joint.note,
                approved: joint.approved_name,
            });
        }
        Ok(Joint { authorities, first_approved: row.approved_by.is_some() })
    }
}

/// The rows of a draft's other authorities, in the order of their symbols.
pub(crate) async fn rows_of(db: &impl ConnectionTrait, id: i64) -> Result<Vec<joint_authority::Model>> {
    Ok(joint_authority::Entity::find()
        .filter(joint_authority::Column::NotificationId.eq(id))
        .order_by_asc(joint_authority::Column::Position)
        .all(db)
        .await?)
}

/// What this authority was asked to notify jointly, or joined.
pub(crate) async fn joint_ids(db: &impl ConnectionTrait, code: &str) -> Result<Vec<i64>> {
    Ok(joint_authority::Entity::find()
        .select_only()
        .column(joint_authority::Column::NotificationId)
        .filter(joint_authority::Column::AuthorityCode.eq(code))
        .filter(joint_authority::Column::State.ne(JointState::Declined.as_str()))
        .into_tuple()
        .all(db)
        .await?)
}

/// The row of this authority in each of these joint drafts.
pub(crate) async fn joint_rows(
    db: &impl ConnectionTrait,
    code: &str,
    ids: &[i64],
) -> Result<HashMap<i64, joint_authority::Model>> {
    let mut all = HashMap::new();
    for chunk in ids.chunks(CHUNK) {
        let rows = joint_authority::Entity::find()
            .filter(joint_authority::Column::NotificationId.is_in(chunk.iter().copied()))
            .filter(joint_authority::Column::AuthorityCode.eq(code))
            .all(db)
            .await?;
        all.extend(rows.into_iter().map(|j| (j.notification_id, j)));
    }
    Ok(all)
}

/// What of these tasks falls to this person: what was handed over falls to the
/// officials, and a joint notification waits for each authority's own answer
/// and approval.
pub(crate) fn tasks_for(
    official: &Official,
    row: &notification::Model,
    tasks: Vec<DeskTask>,
    handed: Option<&HandedOver>,
    joint: Option<&joint_authority::Model>,
) -> Vec<DeskTask> {
    let own = row.authority_code == official.authority.as_str();
    let draft = row.state == State::Draft.as_str();
    let submitted = row.state == State::Submitted.as_str();
    match joint {
        _ if own && draft && handed.is_some() => {
            if official.has(Role::Official) {
                vec![DeskTask::TakeOver]
            } else {
                Vec::new()
            }
        }
        _ if own && submitted && row.approved_by.is_some() => Vec::new(),
        Some(joint) if draft => {
            if joint.state == JointState::Asked.as_str() {
                vec![DeskTask::Join]
            } else {
                Vec::new()
            }
        }
        Some(joint) if submitted && joint.approved_by.is_some() => Vec::new(),
        _ => tasks,
    }
}
