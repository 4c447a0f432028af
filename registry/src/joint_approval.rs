//! Approving a joint notification: an approver of each authority for its own,
//! never the one who handed it in or joined. The last approval publishes.

use domain::{authority::AuthorityCode, symbol::Symbol};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, Set,
};

use crate::{
    Caller, Error, Registry, Result,
    access::Access,
    db::{Tx, read_name},
    entities::{joint_authority, notification, notification_symbol},
    joint::{JointState, rows_of},
    journal::{Entry, log},
};

impl Registry {
    /// What this caller may approve or send back, and whether this is the person
    /// who handed it in (or joined) for the own authority.
    pub(crate) async fn approvable(
        &self,
        db: &impl ConnectionTrait,
        caller: &Caller,
        id: i64,
    ) -> Result<(notification::Model, bool)> {
        let (row, access) = self.visible_draft(db, caller, id).await?;
        let whose: AuthorityCode = read_name(&row.authority_code, |c| c.parse().ok())?;
        let refused = || Error::OtherAuthority(whose);
        match access {
            Access::Own => {
                let same = row.submitted_by == caller.account_id();
                Ok((row, same))
            }
            Access::Country => Err(refused()),
            Access::Joint => {
                let own = caller.official()?.authority.to_string();
                let joint = joint_authority::Entity::find_by_id((id, own)).one(db).await?;
                let joint = joint.filter(|j| j.state == JointState::Joined.as_str()).ok_or_else(refused)?;
                Ok((row, joint.answered_by == caller.account_id()))
            }
        }
    }

    /// Nobody is left unanswered when a joint draft is handed in.
    pub(crate) async fn refuse_unanswered_joint(&self, db: &impl ConnectionTrait, id: i64) -> Result<()> {
        let waiting = rows_of(db, id).await?.into_iter().find(|j| j.state == JointState::Asked.as_str());
        let Some(waiting) = waiting else { return Ok(()) };
        Err(Error::Refused(format!(
            "{0} has not answered yet: an official of {0} joins or declines, or an official of the drafting \
             authority takes the question back",
            waiting.authority_code
        )))
    }

    /// Notes an approval of a joint notification for the caller's authority;
    /// returns the authorities whose approval is still missing. One that is not
    /// joint misses none.
    pub(crate) async fn approve_jointly(
        &self,
        tx: &Tx,
        caller: &Caller,
        row: &notification::Model,
    ) -> Result<Vec<String>> {
        let joined = JointState::Joined.as_str();
        let mut joint: Vec<_> = rows_of(tx, row.id).await?;
        joint.retain(|j| j.state == joined);
        if joint.is_empty() {
            return Ok(Vec::new());
        }
        let official = caller.official()?;
        let own = official.authority.as_str();
        let missing = |joint: &[joint_authority::Model], first: bool| -> Vec<String> {
            let first = (!first).then(|| row.authority_code.clone());
            let others = joint.iter().filter(|j| j.approved_by.is_none()).map(|j| j.authority_code.clone());
            first.into_iter().chain(others).collect()
        };
        let before = missing(&joint, row.approved_by.is_some());
        if !before.iter().any(|code| code == own) {
            return Err(Error::Refused(format!(
                "{own} has approved already: an approver of {} still has to",
                before.join(", and one of ")
            )));
        }
        let mut first = row.approved_by.is_some();
        if row.authority_code == own {
            first = true;
            let mut row = row.clone().into_active_model();
            row.approved_by = Set(caller.account_id());
            row.update(tx).await?;
        }
        for j in joint.iter_mut().filter(|j| j.authority_code == own) {
            let mut changed = j.clone().into_active_model();
            changed.approved_by = Set(caller.account_id());
            changed.approved_name = Set(official.name.clone());
            *j = changed.update(tx).await?;
        }
        let left = missing(&joint, first);
        if !left.is_empty() {
            let entry = Entry {
                notification: row.id,
                what: "joint-approved",
                actor: &official.name,
                note: own.to_owned(),
            };
            log(tx, self.now(), vec![entry]).await?;
        }
        Ok(left)
    }

    /// Nobody has approved what was sent back or changed meanwhile.
    pub(crate) async fn forget_approvals(&self, tx: &Tx, id: i64) -> Result<()> {
        let first = notification::Entity::find_by_id(id)
            .filter(notification::Column::ApprovedBy.is_not_null())
            .one(tx)
            .await?;
        if let Some(row) = first {
            let mut row = row.into_active_model();
            row.approved_by = Set(None);
            row.update(tx).await?;
        }
        for joint in rows_of(tx, id).await?.into_iter().filter(|j| j.approved_by.is_some()) {
            let mut joint = joint.into_active_model();
            joint.approved_by = Set(None);
            joint.approved_name = Set(String::new());
            joint.update(tx).await?;
        }
        Ok(())
    }

    /// The symbols of the other authorities of a joint notification, each the
    /// next of its own series.
    pub(crate) async fn add_joint_symbols(&self, tx: &Tx, id: i64) -> Result<Vec<Symbol>> {
        let mut symbols = Vec::new();
        let joined = rows_of(tx, id).await?.into_iter().filter(|j| j.state == JointState::Joined.as_str());
        for (n, joint) in joined.enumerate() {
            let code = read_name(&joint.authority_code, |c| c.parse().ok())?;
            let symbol = self.next_symbol(tx, &code).await?;
            notification_symbol::Entity::insert(notification_symbol::ActiveModel {
                symbol: Set(symbol.to_string()),
                notification_id: Set(id),
                authority_code: Set(joint.authority_code),
                position: Set(i32::try_from(n + 1).unwrap_or(i32::MAX)),
                root: Set(symbol.root().to_string()),
            })
            .exec_without_returning(tx)
            .await?;
            symbols.push(symbol);
        }
        Ok(symbols)
    }
}
