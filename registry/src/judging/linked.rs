//! The international standards that a reference leads to beside what it cites:
//! a change of one of these changes what is judged of the reference, too. And how
//! citations that were stored before these and their identifiers were kept apart
//! get both.

use domain::standard::Reference;
use sea_orm::{ConnectionTrait, FromQueryResult};

use super::facts::undated;
use crate::{
    Registry, Result,
    db::{count_up, number, read_json, rows, statement},
};

/// Citations that are filled in at once.
const AT_ONCE: u32 = 10_000;
/// The counter that stands above nothing once older citations are filled in.
const LINKED: &str = "citations-linked";
/// Its number, in SQL.
const DONE: &str = "SELECT last FROM counter WHERE name = $1";

/// The keys of what the authority declares, and of what the text states beside
/// the reference; empty where nobody says anything.
pub(crate) fn linked(reference: &Reference) -> (String, String) {
    let declared = reference.declared.as_ref().map(|d| d.international.as_str());
    let stated = reference.stated.as_ref().map(|s| s.international.as_str());
    (undated(declared.unwrap_or_default()), undated(stated.unwrap_or_default()))
}

impl Registry {
    /// Fills in the identifiers and links of citations that were stored before
    /// these were kept: once a database.
    pub(crate) async fn fill_in_old_citations(&self) -> Result<()> {
        #[derive(FromQueryResult)]
        struct Row {
            notification_id: i64,
            position: i32,
            reference: String,
        }
        if number(&self.db, DONE, [LINKED.into()]).await? > 0 {
            return Ok(());
        }
        let tx = self.write().await?;
        // Another server that started with this one may have done it.
        if number(&*tx, DONE, [LINKED.into()]).await? > 0 {
            return Ok(());
        }
        let mut last = (0, -1);
        loop {
            let found: Vec<Row> = rows(
                &*tx,
                "SELECT notification_id, position, reference FROM citation \
                 WHERE (notification_id, position) > ($1, $2) \
                 ORDER BY notification_id, position LIMIT $3",
                [last.0.into(), last.1.into(), i64::from(AT_ONCE).into()],
            )
            .await?;
            let Some(end) = found.last() else { break };
            last = (end.notification_id, end.position);
            for row in found {
                let reference: Reference = read_json(&row.reference)?;
                let (declared, stated) = linked(&reference);
                tx.execute_raw(statement(
                    &*tx,
                    "UPDATE citation SET identifier = $1, declared = $2, stated = $3 \
                     WHERE notification_id = $4 AND position = $5",
                    [
                        reference.id.into(),
                        declared.into(),
                        stated.into(),
                        row.notification_id.into(),
                        row.position.into(),
                    ],
                ))
                .await?;
            }
        }
        count_up(&tx, LINKED).await?;
        self.commit(tx).await
    }
}
