//! The international standards that a reference leads to beside what it cites:
//! a change of one of these changes what is judged of the reference, too.

use domain::standard::Reference;
use sea_orm::{ConnectionTrait, FromQueryResult};

use super::facts::undated;
use crate::{
    Registry, Result,
    db::{count_up, number, read_json, rows, statement},
};

/// The counter that stands above nothing once older citations have their links.
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
    /// Fills in the links of citations that were stored before links were kept:
    /// once a database.
    pub(crate) async fn link_old_citations(&self) -> Result<()> {
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
        let found: Vec<Row> = rows(
            &*tx,
            "SELECT notification_id, position, reference FROM citation WHERE reference LIKE $1",
            ["%\"international\":%".into()],
        )
        .await?;
        for row in found {
            let (declared, stated) = linked(&read_json(&row.reference)?);
            tx.execute_raw(statement(
                &*tx,
                "UPDATE citation SET declared = $1, stated = $2 WHERE notification_id = $3 AND position = $4",
                [declared.into(), stated.into(), row.notification_id.into(), row.position.into()],
            ))
            .await?;
        }
        count_up(&tx, LINKED).await?;
        self.commit(tx).await
    }
}
