//! What is compared of the newest measures on products: kept as one text a
//! measure, and read as one text for all. Gathering it anew, or passing each value
//! of each measure through the driver, takes several times as long.

use std::str::FromStr;

use domain::divergence::Limit;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait as _, OnConflict, Query},
};

use crate::{
    Error, Result,
    codes::Scheme,
    db::{CHUNK, NEXT, VALUE, read_json},
    entities::{compared, notification},
    family::announced_by,
    products::newest_on,
};

/// Keeps what is compared of these measures, as it is in the tables by now: whoever
/// changes one of them does this before the end of the transaction.
pub(crate) async fn keep(tx: &impl ConnectionTrait, ids: &[i64]) -> Result<()> {
    for chunk in ids.chunks(CHUNK) {
        let lines = notification::Entity::find()
            .select_only()
            .column(notification::Column::Id)
            .column_as(Expr::cust(line()), "line")
            .filter(notification::Column::Id.is_in(chunk.iter().copied()))
            .into_query();
        let mut insert = Query::insert();
        insert
            .into_table(compared::Entity)
            .columns([compared::Column::NotificationId, compared::Column::Line])
            .select_from(lines)
            .map_err(|e| Error::Corrupt(e.to_string()))?
            .on_conflict(
                OnConflict::column(compared::Column::NotificationId)
                    .update_column(compared::Column::Line)
                    .to_owned(),
            );
        tx.execute(&insert).await?;
    }
    Ok(())
}

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
        let mut newest = newest_on(codes, most);
        if let Some(own) = besides {
            newest = newest.filter(notification::Column::Id.not_in_subquery(announced_by(own)));
        }
        let newest = newest.column(notification::Column::Published).into_query();
        let order = "ORDER BY newest.published DESC, newest.id DESC";
        let all = Query::select()
            .expr_as(Expr::cust(format!("string_agg(compared.line, '{NEXT}' {order})")), "joined")
            .from_subquery(newest, "newest")
            .inner_join(
                compared::Entity,
                Expr::col((compared::Entity, compared::Column::NotificationId)).equals(("newest", "id")),
            )
            .to_owned();
        let found = Self::find_by_statement(db.get_database_backend().build(&all)).one(db).await?;
        Ok(found.unwrap_or(Self { joined: None }))
    }

    /// The measures, newest first.
    pub fn iter(&self) -> impl Iterator<Item = Result<Measure<'_>>> {
        self.joined.iter().flat_map(|text| text.split(NEXT)).map(|line| {
            let values: Vec<&str> = line.split(VALUE).collect();
            let &[id, authority, published, symbols, products, cited, limits] = values.as_slice() else {
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
        of("scheme || ' ' || code, '\n'", "product", "scheme, code"),
        of("identifier || '\t' || undated, '\n'", "citation", "position"),
        of("body, ','", "stated_limit", "position"),
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
