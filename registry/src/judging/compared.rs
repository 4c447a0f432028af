//! What is compared of the newest measures on products, read as one text: passing
//! each value of each measure through the driver takes several times as long.

use std::str::FromStr;

use domain::divergence::Limit;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait as _, Query},
};

use crate::{
    Error, Result,
    codes::Scheme,
    db::{NEXT, VALUE, read_json},
    entities::{notification, product},
    family::announced_by,
    summaries::is_in_question,
};

/// Measures, each a line of values.
#[derive(Debug, FromQueryResult)]
pub(super) struct Compared {
    joined: Option<String>,
}

/// One measure.
#[derive(Debug)]
pub(super) struct Measure<'t> {
    pub id: i64,
    /// The code of the authority that drafted it.
    pub authority: &'t str,
    /// The day.
    pub published: &'t str,
    symbols: &'t str,
    cited: &'t str,
    limits: &'t str,
    products: &'t str,
}

impl Compared {
    /// The newest public measures on any of these products; without those that
    /// the authority `besides` announced, alone or jointly with others.
    pub async fn newest_on(
        db: &impl ConnectionTrait,
        codes: &[(Scheme, String)],
        besides: Option<&str>,
        most: usize,
    ) -> Result<Self> {
        let same = codes.iter().fold(Condition::any(), |any, (scheme, code)| {
            any.add(product::Column::Scheme.eq(scheme.as_str()).and(product::Column::Code.eq(code.as_str())))
        });
        let on_same = product::Entity::find()
            .select_only()
            .column(product::Column::NotificationId)
            .filter(same)
            .into_query();
        let mut newest = notification::Entity::find()
            .select_only()
            .column(notification::Column::Id)
            .filter(notification::Column::Id.in_subquery(on_same))
            .filter(is_in_question())
            .order_by_desc(notification::Column::Published)
            .order_by_desc(notification::Column::Id)
            .limit(most as u64);
        if let Some(own) = besides {
            newest = newest.filter(notification::Column::Id.not_in_subquery(announced_by(own)));
        }
        // The newest are found first: a line is costly.
        let newest = Query::select().column("id").from_subquery(newest.into_query(), "newest").to_owned();
        let order = "ORDER BY notification.published DESC, notification.id DESC";
        let joined = Expr::cust(format!("string_agg({}, '{NEXT}' {order})", line()));
        let found = notification::Entity::find()
            .select_only()
            .column_as(joined, "joined")
            .filter(notification::Column::Id.in_subquery(newest))
            .into_model()
            .one(db)
            .await?;
        Ok(found.unwrap_or(Self { joined: None }))
    }

    /// The measures, newest first.
    pub fn iter(&self) -> impl Iterator<Item = Result<Measure<'_>>> {
        self.joined.iter().flat_map(|text| text.split(NEXT)).map(|line| {
            let values: Vec<&str> = line.split(VALUE).collect();
            let &[id, authority, published, symbols, cited, limits, products] = values.as_slice() else {
                return Err(Error::Corrupt(format!("a measure of {} values instead of 7", values.len())));
            };
            let id = id.parse().map_err(|_| Error::Corrupt(format!("“{id}” is no number of a measure")))?;
            Ok(Measure { id, authority, published, symbols, cited, limits, products })
        })
    }
}

/// A measure as one text, in SQL.
fn line() -> String {
    let of = |what: &str, table: &str, order: &str| {
        format!(
            "COALESCE((SELECT string_agg({what} ORDER BY {order}) FROM {table} \
             WHERE notification_id = notification.id), '')"
        )
    };
    let values = [
        "CAST(notification.id AS TEXT)".to_owned(),
        "notification.authority_code".to_owned(),
        "COALESCE(notification.published, '')".to_owned(),
        of("authority_code || ' ' || symbol, '\n'", "notification_symbol", "position"),
        of("identifier || '\t' || undated, '\n'", "citation", "position"),
        of("body, ','", "stated_limit", "position"),
        of("scheme || ' ' || code, '\n'", "product", "scheme, code"),
    ];
    values.join(&format!(" || '{VALUE}' || "))
}

impl<'t> Measure<'t> {
    /// Its symbols, each with the authority that announced it.
    pub fn symbols(&self) -> impl Iterator<Item = (&'t str, &'t str)> + use<'t> {
        let pairs = self.symbols.lines().filter_map(|line| line.split_once(' '));
        pairs.map(|(authority, symbol)| (symbol, authority))
    }

    /// The identifiers it cites, and the same without their editions; what is no
    /// identifier is left out.
    pub fn cited(&self) -> impl Iterator<Item = (&'t str, &'t str)> + use<'t> {
        self.cited.lines().filter_map(|line| line.split_once('\t')).filter(|(id, _)| !id.is_empty())
    }

    /// The limits it sets.
    pub fn limits(&self) -> Result<Vec<Limit>> {
        read_json(&format!("[{}]", self.limits))
    }

    /// Its products by that scheme: headings, groups.
    pub fn products<C: FromStr>(&self, scheme: Scheme) -> Vec<C> {
        let pairs = self.products.lines().filter_map(|line| line.split_once(' '));
        pairs.filter(|(of, _)| *of == scheme.as_str()).filter_map(|(_, code)| code.parse().ok()).collect()
    }
}
