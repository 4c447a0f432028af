//! Products of public notifications by HS heading and ICS group, and the other
//! authorities' measures on the same products (Rec. B (e)).

use std::collections::{BTreeSet, HashMap};

use domain::{
    codes::{HsCode, IcsCode},
    divergence::{Citation, Neighbour, limits_of},
    notification::Content,
    standard::{Catalogue, Reference},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, sea_query::ExprTrait as _,
};

use crate::{
    Result,
    codes::Scheme,
    db::{CHUNK, read_json},
    entities::{authority, citation, notification, notification_symbol, product},
    summaries::is_in_question,
};

/// Other measures that are compared at most, the newest.
const MOST: usize = 60;

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

fn codes(content: &Content) -> Vec<(Scheme, String)> {
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

/// A public measure on a product, with what it cites.
pub(crate) struct Measure {
    pub row: notification::Model,
    /// The first symbol.
    pub symbol: String,
    pub references: Vec<Reference>,
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
        .filter(notification::Column::Id.in_subquery(on_same))
        .filter(is_in_question())
        .order_by_desc(notification::Column::Published)
        .order_by_desc(notification::Column::Id)
        .limit(most as u64);
    if let Some(own) = besides {
        let owns = notification_symbol::Entity::find()
            .select_only()
            .column(notification_symbol::Column::NotificationId)
            .filter(notification_symbol::Column::AuthorityCode.eq(own))
            .into_query();
        found = found.filter(notification::Column::Id.not_in_subquery(owns));
    }
    let rows = found.all(db).await?;
    let ids = || rows.iter().map(|r| r.id);
    let symbols = notification_symbol::Entity::find()
        .filter(notification_symbol::Column::NotificationId.is_in(ids()))
        .filter(notification_symbol::Column::Position.eq(0))
        .all(db)
        .await?;
    let mut symbols: HashMap<i64, String> =
        symbols.into_iter().map(|s| (s.notification_id, s.symbol)).collect();
    let citations = citation::Entity::find()
        .filter(citation::Column::NotificationId.is_in(ids()))
        .order_by_asc(citation::Column::Position)
        .all(db)
        .await?;
    let mut references: HashMap<i64, Vec<Reference>> = HashMap::new();
    for row in citations {
        references.entry(row.notification_id).or_default().push(read_json(&row.reference)?);
    }
    Ok(rows
        .into_iter()
        .map(|row| Measure {
            symbol: symbols.remove(&row.id).unwrap_or_default(),
            references: references.remove(&row.id).unwrap_or_default(),
            row,
        })
        .collect())
}

/// Names of the authorities that notified these measures, by code.
pub(crate) async fn names_of(
    db: &impl ConnectionTrait,
    measures: &[Measure],
) -> Result<HashMap<String, String>> {
    let codes: BTreeSet<&str> = measures.iter().map(|m| m.row.authority_code.as_str()).collect();
    let named = authority::Entity::find().filter(authority::Column::Code.is_in(codes)).all(db).await?;
    Ok(named.into_iter().map(|a| (a.code, a.name)).collect())
}

/// The newest measures of other authorities on the products of this content.
pub(crate) async fn neighbours(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    content: &Content,
    own_authority: &str,
) -> Result<Vec<Neighbour>> {
    let measures = measures_on(db, &codes(content), Some(own_authority), MOST).await?;
    let names = names_of(db, &measures).await?;
    // Limits are compared with limits: where the own text sets none, none are read.
    let compares_limits = !limits_of(content, &[]).is_empty();
    measures
        .into_iter()
        .map(|measure| {
            let content: Content = read_json(&measure.row.content)?;
            Ok(Neighbour {
                symbol: measure.symbol,
                authority: names.get(&measure.row.authority_code).cloned().unwrap_or_default(),
                cited: measure.references.iter().filter_map(|r| Citation::of(&r.id, catalogue)).collect(),
                limits: if compares_limits { limits_of(&content, &[]) } else { Vec::new() },
                hs: content.hs,
                ics: content.ics,
            })
        })
        .collect()
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
