//! What was read in the words of a notification and its files: the standards it
//! refers to and the limits it sets. Reading a long text takes a while; what was
//! read is kept, so that judging again needs no texts.

use std::collections::HashMap;

use domain::{
    divergence::{Limit, limits_of},
    notification::Content,
    references::{self, DocumentText as Text},
    standard::{Reference, StandardId, carried_by},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::linked::linked;
use crate::{
    Result,
    db::{CHUNK, joined, read_json, stored_json},
    documents::DocumentText,
    entities::{citation, stated_limit},
};

/// See the module.
#[derive(Debug, Clone, Default)]
pub(crate) struct Facts {
    /// All references, declared ones first.
    pub references: Vec<Reference>,
    /// The limits, in the order of the texts.
    pub limits: Vec<Limit>,
}

impl Facts {
    /// Reads a form and its files.
    pub(crate) fn read(content: &Content, documents: &[DocumentText]) -> Self {
        let texts: Vec<Text<'_>> =
            documents.iter().map(|d| Text { id: d.id.to_string(), name: &d.name, text: &d.text }).collect();
        Self { references: references::references_of(content, &texts), limits: limits_of(content, &texts) }
    }

    /// What was read in these notifications before.
    pub(crate) async fn stored(db: &impl ConnectionTrait, ids: &[i64]) -> Result<HashMap<i64, Self>> {
        let mut all: HashMap<i64, Self> = HashMap::with_capacity(ids.len());
        for chunk in ids.chunks(CHUNK) {
            let notification = citation::Column::NotificationId;
            let rows = citation::Entity::find().filter(notification.is_in(chunk.iter().copied()));
            for (id, list) in joined(db, rows, notification, "reference, ',' ORDER BY position").await? {
                all.entry(id).or_default().references = read_json(&format!("[{list}]"))?;
            }
            let notification = stated_limit::Column::NotificationId;
            let rows = stated_limit::Entity::find().filter(notification.is_in(chunk.iter().copied()));
            for (id, list) in joined(db, rows, notification, "body, ',' ORDER BY position").await? {
                all.entry(id).or_default().limits = read_json(&format!("[{list}]"))?;
            }
        }
        Ok(all)
    }

    /// Puts these in the place of what was read in a notification before.
    pub(crate) async fn store(&self, tx: &impl ConnectionTrait, notification: i64) -> Result<()> {
        citation::Entity::delete_many()
            .filter(citation::Column::NotificationId.eq(notification))
            .exec(tx)
            .await?;
        stated_limit::Entity::delete_many()
            .filter(stated_limit::Column::NotificationId.eq(notification))
            .exec(tx)
            .await?;
        let mut rows = FactRows::default();
        rows.add(notification, self)?;
        rows.insert(tx).await
    }
}

/// Facts of many notifications on their way into the database.
#[derive(Debug, Default)]
pub(crate) struct FactRows {
    citations: Vec<citation::Model>,
    limits: Vec<stated_limit::Model>,
}

impl FactRows {
    /// Adds those of a notification that has none stored.
    pub(crate) fn add(&mut self, notification: i64, facts: &Facts) -> Result<()> {
        for (reference, position) in facts.references.iter().zip(0..) {
            let key = if reference.id.is_empty() { &reference.cited } else { &reference.id };
            let (declared, stated) = linked(reference);
            self.citations.push(citation::Model {
                notification_id: notification,
                position,
                reference: stored_json(reference)?,
                identifier: reference.id.clone(),
                undated: undated(key),
                adopts: adopts(key),
                declared,
                stated,
                year: reference.year.map(i32::from),
            });
        }
        for (limit, position) in facts.limits.iter().zip(0..) {
            let body = stored_json(limit)?;
            self.limits.push(stated_limit::Model { notification_id: notification, position, body });
        }
        Ok(())
    }

    /// Writes them with few statements.
    pub(crate) async fn insert(self, tx: &impl ConnectionTrait) -> Result<()> {
        for chunk in self.citations.chunks(CHUNK) {
            let rows = chunk.iter().map(|row| row.clone().into_active_model().reset_all());
            citation::Entity::insert_many(rows).exec_without_returning(tx).await?;
        }
        for chunk in self.limits.chunks(CHUNK) {
            let rows = chunk.iter().map(|row| row.clone().into_active_model().reset_all());
            stated_limit::Entity::insert_many(rows).exec_without_returning(tx).await?;
        }
        Ok(())
    }
}

/// The stored references of a notification, in order.
pub(crate) async fn stored_references(
    db: &impl ConnectionTrait,
    notification: i64,
) -> Result<Vec<Reference>> {
    Ok(Facts::stored(db, &[notification]).await?.remove(&notification).unwrap_or_default().references)
}

/// The key of the international standard that a national one adopts; empty for others.
fn adopts(id: &str) -> String {
    let carried = id.parse::<StandardId>().ok().and_then(|id| carried_by(&id));
    carried.map(|id| id.to_string()).unwrap_or_default()
}

/// The key under which all spellings and editions of a standard are one; the
/// text itself where it is no identifier.
pub(crate) fn undated(id: &str) -> String {
    id.parse::<StandardId>().map_or_else(|_| id.trim().to_owned(), |id| id.undated().to_string())
}
