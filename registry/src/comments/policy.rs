//! Whether an authority checks comments before they are shown.

use domain::role::Role;
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel, Set};

use crate::{Caller, Registry, Result, entities::comment_policy};

impl Registry {
    /// Whether an official of the caller's authority checks comments before they are public.
    pub async fn comments_checked_first(&self, caller: &Caller) -> Result<bool> {
        checks_first(&self.db, caller.official()?.authority.as_str()).await
    }

    /// Decides it, for comments verified from now on. Officials of the authority may.
    pub async fn comments_check_first(&self, caller: &Caller, check: bool) -> Result<()> {
        let official = caller.official()?;
        official.needs(&[Role::Official])?;
        let tx = self.write().await?;
        let code = official.authority.as_str();
        match comment_policy::Entity::find_by_id(code).one(&*tx).await? {
            Some(row) => {
                let mut row = row.into_active_model();
                row.check_first = Set(check);
                row.update(&*tx).await?;
            }
            None => {
                let row = comment_policy::ActiveModel {
                    authority_code: Set(code.to_owned()),
                    check_first: Set(check),
                };
                comment_policy::Entity::insert(row).exec_without_returning(&*tx).await?;
            }
        }
        self.commit(tx).await
    }
}

/// Whether officials of that authority check comments before they are public.
pub(super) async fn checks_first(db: &impl ConnectionTrait, authority: &str) -> Result<bool> {
    let row = comment_policy::Entity::find_by_id(authority).one(db).await?;
    Ok(row.is_some_and(|r| r.check_first))
}
