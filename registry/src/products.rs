//! Products of public notifications by HS heading and ICS group, and the other
//! authorities' measures on the same products (Rec. B (e)).

use std::collections::{BTreeSet, HashMap};

use domain::{
    codes::{HsCode, IcsCode},
    notification::Content,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, Select, sea_query::ExprTrait as _,
};

use crate::{
    Result,
    codes::Scheme,
    db::CHUNK,
    entities::{authority, notification, product},
    summaries::{is_in_question, symbols},
};

/// Rows of a notification's products: codes that are too wide to name a
/// product (an HS chapter, an ICS field) have none.
pub(crate) fn products(notification: i64, content: &Content) -> Vec<product::Model> {
    codes(content)
        .into_iter()
        .map(|(scheme, code)| product::Model {
            scheme: scheme.as_str().to_owned(),
            code,
            notification_id: notification,
        })
        .collect()
}

/// The codes of a content that name a product.
pub(crate) fn codes(content: &Content) -> Vec<(Scheme, String)> {
    let hs: BTreeSet<&str> = content.hs.iter().filter_map(HsCode::heading).collect();
    let ics: BTreeSet<&str> = content.ics.iter().filter_map(IcsCode::group).collect();
    let hs = hs.into_iter().map(|code| (Scheme::Hs, code.to_owned()));
    hs.chain(ics.into_iter().map(|code| (Scheme::Ics, code.to_owned()))).collect()
}

pub(crate) async fn insert_products(tx: &impl ConnectionTrait, rows: Vec<product::Model>) -> Result<()> {
    for chunk in rows.chunks(CHUNK) {
        let rows = chunk.iter().map(|row| row.clone().into_active_model().reset_all());
        product::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Puts the products of a content in the place of those stored.
pub(crate) async fn store_products(
    tx: &impl ConnectionTrait,
    notification: i64,
    content: &Content,
) -> Result<()> {
    product::Entity::delete_many().filter(product::Column::NotificationId.eq(notification)).exec(tx).await?;
    insert_products(tx, products(notification, content)).await
}

/// A public measure on a product.
pub(crate) struct Measure {
    pub id: i64,
    /// The code of the authority that drafted it.
    pub authority: String,
    /// The first symbol.
    pub symbol: String,
}

/// The newest public measures on any of these products, newest first: their numbers.
pub(crate) fn newest_on(codes: &[(Scheme, String)], most: usize) -> Select<notification::Entity> {
    let same = codes.iter().fold(Condition::any(), |any, (scheme, code)| {
        any.add(product::Column::Scheme.eq(scheme.as_str()).and(product::Column::Code.eq(code.as_str())))
    });
    let on_same = product::Entity::find()
        .select_only()
        .column(product::Column::NotificationId)
        .filter(same)
        .into_query();
    notification::Entity::find()
        .select_only()
        .column(notification::Column::Id)
        .filter(notification::Column::Id.in_subquery(on_same))
        .filter(is_in_question())
        .order_by_desc(notification::Column::Published)
        .order_by_desc(notification::Column::Id)
        .limit(most as u64)
}

/// The newest public measures on a product.
pub(crate) async fn measures_on(
    db: &impl ConnectionTrait,
    product: (Scheme, String),
    most: usize,
) -> Result<Vec<Measure>> {
    let rows: Vec<(i64, String)> =
        newest_on(&[product], most).column(notification::Column::AuthorityCode).into_tuple().all(db).await?;
    let mut symbols = symbols(db, &rows.iter().map(|(id, _)| *id).collect::<Vec<_>>()).await?;
    let measure = |(id, authority): (i64, String)| {
        let first = symbols.remove(&id).unwrap_or_default().into_iter().next();
        Measure { id, authority, symbol: first.map(|s| s.symbol).unwrap_or_default() }
    };
    Ok(rows.into_iter().map(measure).collect())
}

/// Names of these authorities, by code.
pub(crate) async fn names_of(
    db: &impl ConnectionTrait,
    codes: BTreeSet<&str>,
) -> Result<HashMap<String, String>> {
    if codes.is_empty() {
        return Ok(HashMap::new());
    }
    let named = authority::Entity::find().filter(authority::Column::Code.is_in(codes)).all(db).await?;
    Ok(named.into_iter().map(|a| (a.code, a.name)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_codes_that_name_a_product_are_kept() {
        let content = Content {
            hs: ["85", "8516", "851660"].map(|c| c.parse().unwrap()).to_vec(),
            ics: ["97", "97.040", "97.040.20"].map(|c| c.parse().unwrap()).to_vec(),
            ..Content::default()
        };
        let found: Vec<String> = products(7, &content).into_iter().map(|p| p.code).collect();
        assert_eq!(found, ["8516", "97.040"]);
    }
}
