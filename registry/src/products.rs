//! Products of public notifications by HS heading and ICS group, and the other
//! authorities' measures on the same products (Rec. B (e)).

use std::collections::{BTreeSet, HashMap};

use domain::{
    divergence::{Citation, Neighbour, limits_of},
    notification::Content,
    standard::{Catalogue, Reference},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
};

use crate::{
    Result,
    codes::Scheme,
    db::{CHUNK, read_json},
    entities::{authority, citation, notification, notification_symbol, product},
    summaries::is_in_question,
};

/// Other measures that are compared at most, the newest.
const MOST: u64 = 60;
/// Digits of an HS heading.
const HEADING: usize = 4;
/// Characters of an ICS group: `97.040`.
const GROUP: usize = 6;

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
    let heading = |digits: &str| digits.get(..HEADING).map(str::to_owned);
    let group = |code: &str| code.get(..GROUP).map(str::to_owned);
    let hs: BTreeSet<String> = content.hs.iter().filter_map(|c| heading(c.digits())).collect();
    let ics: BTreeSet<String> = content.ics.iter().filter_map(|c| group(c.as_str())).collect();
    hs.into_iter().map(|c| (Scheme::Hs, c)).chain(ics.into_iter().map(|c| (Scheme::Ics, c))).collect()
}

pub(crate) async fn insert_products(tx: &impl ConnectionTrait, rows: Vec<product::Model>) -> Result<()> {
    for chunk in rows.chunks(CHUNK) {
        let rows = chunk.iter().map(|row| row.clone().into_active_model().reset_all());
        product::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// The newest measures of other authorities on the products of this content.
pub(crate) async fn neighbours(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    content: &Content,
    own_authority: &str,
) -> Result<Vec<Neighbour>> {
    let codes = codes(content);
    if codes.is_empty() {
        return Ok(Vec::new());
    }
    let same = codes.iter().fold(Condition::any(), |any, (scheme, code)| {
        any.add(
            Condition::all()
                .add(product::Column::Scheme.eq(scheme.as_str()))
                .add(product::Column::Code.eq(code.as_str())),
        )
    });
    let on_same: Vec<i64> = product::Entity::find()
        .select_only()
        .column(product::Column::NotificationId)
        .distinct()
        .filter(same)
        .into_tuple()
        .all(db)
        .await?;
    let mut rows = Vec::new();
    for chunk in on_same.chunks(CHUNK) {
        let found = notification::Entity::find()
            .filter(notification::Column::Id.is_in(chunk.iter().copied()))
            .filter(notification::Column::AuthorityCode.ne(own_authority))
            .filter(is_in_question())
            .order_by_desc(notification::Column::Published)
            .order_by_desc(notification::Column::Id)
            .limit(MOST)
            .all(db)
            .await?;
        rows.extend(found);
    }
    rows.sort_by(|a, b| (&b.published, b.id).cmp(&(&a.published, a.id)));
    rows.truncate(usize::try_from(MOST).unwrap_or(usize::MAX));
    described(db, catalogue, content, rows).await
}

async fn described(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    own: &Content,
    rows: Vec<notification::Model>,
) -> Result<Vec<Neighbour>> {
    let ids: Vec<i64> = rows.iter().map(|r| r.id).collect();
    let symbols: HashMap<i64, String> = notification_symbol::Entity::find()
        .filter(notification_symbol::Column::NotificationId.is_in(ids.iter().copied()))
        .filter(notification_symbol::Column::Position.eq(0))
        .all(db)
        .await?
        .into_iter()
        .map(|s| (s.notification_id, s.symbol))
        .collect();
    let names: HashMap<String, String> = authority::Entity::find()
        .filter(authority::Column::Code.is_in(rows.iter().map(|r| r.authority_code.as_str())))
        .all(db)
        .await?
        .into_iter()
        .map(|a| (a.code, a.name))
        .collect();
    let mut cited: HashMap<i64, Vec<Citation>> = HashMap::new();
    let citations = citation::Entity::find()
        .filter(citation::Column::NotificationId.is_in(ids))
        .order_by_asc(citation::Column::Position)
        .all(db)
        .await?;
    for row in citations {
        let reference: Reference = read_json(&row.reference)?;
        cited.entry(row.notification_id).or_default().extend(Citation::of(&reference.id, catalogue));
    }
    // Limits are compared with limits: where the own text sets none, none are read.
    let compares_limits = !limits_of(own, &[]).is_empty();
    rows.into_iter()
        .map(|row| {
            let content: Content = read_json(&row.content)?;
            Ok(Neighbour {
                symbol: symbols.get(&row.id).cloned().unwrap_or_default(),
                authority: names.get(&row.authority_code).cloned().unwrap_or_default(),
                cited: cited.remove(&row.id).unwrap_or_default(),
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
