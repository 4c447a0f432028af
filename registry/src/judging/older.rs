//! What older versions did not keep, though it is kept today: filled in from what
//! is stored, when the database is opened.

use domain::standard::Reference;
use sea_orm::{ConnectionTrait, FromQueryResult};

use super::{compared, linked::linked, public_ids};
use crate::{
    Registry, Result,
    db::{Write, count_up, number, read_json, rows, statement},
};

/// Citations that are filled in at once.
const AT_ONCE: i64 = 10_000;
/// The counters that stand above nothing once identifiers and links of citations,
/// and what is compared of measures, are filled in.
const LINKED: &str = "citations-linked";
const COMPARED: &str = "measures-compared";

impl Registry {
    /// Fills in what is missing, each once a database.
    pub(crate) async fn fill_in_older_facts(&self) -> Result<()> {
        if let Some(tx) = self.not_done(LINKED).await? {
            fill_in_citations(&*tx).await?;
            count_up(&*tx, LINKED).await?;
            self.commit(tx).await?;
        }
        if let Some(tx) = self.not_done(COMPARED).await? {
            // Of drafts nothing is compared.
            compared::keep(&*tx, &public_ids(&*tx).await?).await?;
            count_up(&*tx, COMPARED).await?;
            self.commit(tx).await?;
        }
        Ok(())
    }

    /// A transaction to do it in, where nobody has.
    async fn not_done(&self, counter: &str) -> Result<Option<Write>> {
        let done = "SELECT last FROM counter WHERE name = $1";
        if number(&self.db, done, [counter.into()]).await? > 0 {
            return Ok(None);
        }
        let tx = self.write().await?;
        // Another server that started with this one may have done it.
        let open = number(&*tx, done, [counter.into()]).await? == 0;
        Ok(open.then_some(tx))
    }
}

/// Fills in the identifiers of citations and what they lead to.
async fn fill_in_citations(tx: &impl ConnectionTrait) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Row {
        notification_id: i64,
        position: i32,
        reference: String,
    }
    let mut last = (0, -1);
    loop {
        let found: Vec<Row> = rows(
            tx,
            "SELECT notification_id, position, reference FROM citation \
             WHERE (notification_id, position) > ($1, $2) \
             ORDER BY notification_id, position LIMIT $3",
            [last.0.into(), last.1.into(), AT_ONCE.into()],
        )
        .await?;
        let Some(end) = found.last() else { return Ok(()) };
        last = (end.notification_id, end.position);
        for row in found {
            let reference: Reference = read_json(&row.reference)?;
            let (declared, stated) = linked(&reference);
            tx.execute_raw(statement(
                tx,
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
}
