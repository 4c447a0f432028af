//! What an approver has read. The second person answers for what is published:
//! approving is refused when it is no longer what that person was shown.

use std::collections::BTreeMap;

use sea_orm::ConnectionTrait;

use crate::{
    Error, Registry, Result,
    db::{sha256, stored_json},
    documents::{DocumentInfo, Files},
    entities::notification,
    joint::Joint,
    text_corrections::correction_versions,
};

/// The fingerprint of everything that an approval publishes: the form with its
/// kind and what it changes, each file with what it is to the measure, how its
/// text was cut into clauses, and who notifies it. Approvals given meanwhile are
/// no part of it: they change nothing that is published.
pub(crate) fn fingerprint(
    row: &notification::Model,
    documents: &[DocumentInfo],
    corrections: &BTreeMap<String, i64>,
    joint: &Joint,
) -> Result<String> {
    let documents: Vec<_> = documents
        .iter()
        .map(|d| (d.role, &d.name, &d.language, d.status, &d.media_type, &d.sha256))
        .collect();
    let joint: Vec<_> = joint.authorities.iter().map(|j| (j.code.as_str(), j.state.as_str())).collect();
    let form = (&row.authority_code, &row.kind, &row.parent_symbol, row.version, &row.content);
    // As JSON, because lists and texts within it cannot run into one another.
    Ok(sha256(stored_json(&(form, documents, corrections, joint))?))
}

impl Registry {
    /// Refuses with [`Error::ChangedSinceRead`] unless a notification is still what
    /// was read.
    pub(crate) async fn refuse_unread(
        &self,
        db: &impl ConnectionTrait,
        row: &notification::Model,
        seen: &str,
    ) -> Result<()> {
        let documents = Files::of(db, row.id).await?.infos;
        let corrections = correction_versions(db, row.id).await?;
        let joint = self.joint_of(db, row).await?;
        if fingerprint(row, &documents, &corrections, &joint)? == seen {
            return Ok(());
        }
        Err(Error::ChangedSinceRead)
    }
}
