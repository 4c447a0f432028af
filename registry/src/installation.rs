//! What this installation is, kept in the database so that a copy of it tells the
//! same. A demonstration has accounts with a published password: it is for the
//! machine it runs on.

use sea_orm::{ConnectionTrait, EntityTrait};

use crate::{Caller, Error, Registry, Result, db::stored_time, entities::account, settings};

/// The row that marks a demonstration.
const DEMONSTRATION: &str = "demonstration";

impl Registry {
    /// Marks the registry as a demonstration, for good. Refused where people have
    /// accounts: the published password would open the rest, too.
    pub async fn demonstration_begin(&self, caller: &Caller) -> Result<()> {
        if *caller != Caller::System {
            return Err(Error::Refused("only the program itself begins a demonstration".to_owned()));
        }
        let tx = self.write().await?;
        if account::Entity::find().one(&*tx).await?.is_some() {
            return Err(Error::Refused(
                "people have accounts in this registry: a demonstration fills an empty one only".to_owned(),
            ));
        }
        settings::keep_first(&*tx, DEMONSTRATION, &stored_time(self.now())).await?;
        self.commit(tx).await
    }

    /// Whether this is a demonstration, or a copy of one.
    pub async fn is_demonstration(&self) -> Result<bool> {
        is_demonstration(&self.db).await
    }
}

pub(crate) async fn is_demonstration(db: &impl ConnectionTrait) -> Result<bool> {
    Ok(settings::read(db, DEMONSTRATION).await?.is_some())
}
