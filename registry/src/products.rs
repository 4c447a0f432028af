//! Products of public notifications by HS heading and ICS group, and the other
//! authorities' measures on the same products (Rec. B (e)).

use std::collections::{BTreeSet, HashMap};

use domain::{
    codes::{HsCode, IcsCode},
    notification::Content,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, sea_query::ExprTrait as _,
};

use crate::{
    Result,
    codes::Scheme,
    db::CHUNK,
    entities::{authority, notification, product},
    family::announced_by,
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

/// Of a notification what tells it from others: the form costs several times as
/// much to read.
#[derive(FromQueryResult)]
pub(crate) struct MeasureRow {
    pub id: i64,
    pub authority_code: String,
    pub published: Option<String>,
}

/// A public measure on a product.
pub(crate) struct Measure {
    pub row: MeasureRow,
    /// The first symbol.
    pub symbol: String,
    /// The authorities that announced it.
    pub owners: Vec<String>,
}

/// The newest public measures on any of these products; without those that
/// the authority `besides` notified, alone or jointly with others.
pub(crate) async fn measures_on(
    db: &impl ConnectionTrait,
    codes: &[(Scheme, String)],
    besides: Option<&str>,
    most: usize,
) -> Result<Vec<Measure>> {
    if codes.is_empty() {
        return Ok(Vec::new());
    }
    let same = codes.iter().fold(Condition::any(), |any, (scheme, code)| {
        any.add(product::Column::Scheme.eq(scheme.as_str()).and(product::Column::Code.eq(code.as_str())))
    });
    let on_same = product::Entity::find()
        .select_only()
        .column(product::Column::NotificationId)
        .filter(same)
        .into_query();
    let mut found = notification::Entity::find()
        .select_only()
        .columns([
            notification::Column::Id,
            notification::Column::AuthorityCode,
            notification::Column::Published,
        ])
        .filter(notification::Column::Id.in_subquery(on_same))
        .filter(is_in_question())
        .order_by_desc(notification::Column::Published)
        .order_by_desc(notification::Column::Id)
        .limit(most as u64);
    if let Some(own) = besides {
        found = found.filter(notification::Column::Id.not_in_subquery(announced_by(own)));
    }
    let rows = found.into_model::<MeasureRow>().all(db).await?;
    let mut symbols = symbols(db, &rows.iter().map(|r| r.id).collect::<Vec<_>>()).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let own = symbols.remove(&row.id).unwrap_or_default();
            let mut owners: Vec<String> = own.iter().map(|s| s.authority_code.clone()).collect();
            owners.push(row.authority_code.clone());
            Measure { symbol: own.into_iter().next().map(|s| s.symbol).unwrap_or_default(), owners, row }
        })
        .collect())
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
