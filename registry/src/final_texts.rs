//! The final text of a measure (TBT 2.11): an address at which it can be had, or
//! the file itself.

use domain::{
    notification::{State, Step},
    role::Role,
};
use jiff::civil::Date;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::{
    Caller, Registry, Result,
    db::read_name,
    documents::{DocumentRole, NewDocument},
    entities::document,
    family::drafted_by_symbol,
};

impl Registry {
    /// Records that the final text is available (`note` says where; a document
    /// with the role final text may be attached before).
    pub async fn give_final_text(&self, caller: &Caller, symbol: &str, on: Date, note: &str) -> Result<()> {
        self.decide(caller, symbol, Step::GiveFinalText, on, note).await
    }

    /// The same with the file, in one transaction: nobody reads that there is a
    /// final text before it is there, and neither stays without the other. Given
    /// again with the same bytes it changes nothing; where the step was taken and
    /// no file came with it, the file is added.
    pub async fn give_final_text_file(
        &self,
        caller: &Caller,
        symbol: &str,
        on: Date,
        note: &str,
        new: NewDocument,
    ) -> Result<()> {
        let tx = self.write().await?;
        let row = drafted_by_symbol(&*tx, caller, symbol).await?;
        let given: Vec<String> = document::Entity::find()
            .select_only()
            .column(document::Column::Sha256)
            .filter(document::Column::NotificationId.eq(row.id))
            .filter(document::Column::Role.eq(DocumentRole::FinalText.as_str()))
            .into_tuple()
            .all(&*tx)
            .await?;
        let taken = read_name(&row.state, State::from_name)? == State::FinalText;
        if taken && given.contains(&new.sha256) {
            return caller.official()?.needs(&[Role::Official]);
        }
        // With another file there already, the life cycle refuses the second step.
        if !taken || !given.is_empty() {
            self.decide_in(&tx, caller, symbol, Step::GiveFinalText, on, note).await?;
        }
        let new = NewDocument { role: DocumentRole::FinalText, ..new };
        self.document_add_in(&tx, caller, row.id, new).await?;
        self.commit(tx).await
    }
}
