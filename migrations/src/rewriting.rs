//! Rows whose values SQL alone cannot work out: read and written some hundred at a
//! time.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, Statement, Value},
};

/// Rows that are read at once.
const PORTION: u64 = 500;

/// A text column of a table, and the number by which its rows are told apart.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    pub table: &'static str,
    pub key: &'static str,
    pub column: &'static str,
}

/// Writes a column anew where `new` makes something else of what stands there.
pub async fn rewrite(
    db: &impl ConnectionTrait,
    of: Column,
    new: impl Fn(&str) -> Option<String>,
) -> Result<(), DbErr> {
    let mut after = i64::MIN;
    loop {
        let rows = portion(db, of, after).await?;
        let Some((last, _)) = rows.last() else { return Ok(()) };
        after = *last;
        for (key, old) in rows {
            if let Some(new) = new(&old).filter(|new| *new != old) {
                write(db, of, key, &new).await?;
            }
        }
    }
}

/// The next rows behind that number.
pub async fn portion(
    db: &impl ConnectionTrait,
    Column { table, key, column }: Column,
    after: i64,
) -> Result<Vec<(i64, String)>, DbErr> {
    let sql = format!(
        "SELECT CAST({key} AS BIGINT), {column} FROM {table} WHERE {key} > $1 AND {column} IS NOT NULL \
         ORDER BY {key} LIMIT {PORTION}"
    );
    let rows = db.query_all_raw(statement(db, &sql, [after.into()])).await?;
    rows.into_iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}

/// Writes one value.
pub async fn write(
    db: &impl ConnectionTrait,
    Column { table, key, column }: Column,
    row: i64,
    value: &str,
) -> Result<(), DbErr> {
    let sql = format!("UPDATE {table} SET {column} = $1 WHERE {key} = $2");
    db.execute_raw(statement(db, &sql, [value.into(), row.into()])).await?;
    Ok(())
}

/// A statement with parameters `$1`, `$2` …, which both databases understand.
pub fn statement(db: &impl ConnectionTrait, sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    Statement::from_sql_and_values(db.get_database_backend(), sql, values)
}
