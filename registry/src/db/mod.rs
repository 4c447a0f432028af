//! The database: a guarded connection, writing transactions, and how values are stored.

mod breaker;
mod connection;
mod doubt;
#[cfg(test)]
mod failing_tests;
pub(crate) mod space;
mod trouble;
mod writing;

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use sea_orm::{
    ConnectionTrait, EntityTrait, FromQueryResult, QuerySelect, Select, Statement, Value, sea_query::Expr,
};
use sha2::{Digest, Sha256};

pub(crate) use self::{
    connection::{Db, Patience},
    trouble::unavailable,
    writing::{Tx, Write},
};
use crate::{Error, Result};

/// Rows one statement inserts or looks up at most: SQLite binds 32,766 values.
pub(crate) const CHUNK: usize = 1_000;

/// A statement with parameters `$1`, `$2` …, which both databases understand.
pub(crate) fn statement(
    db: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Statement {
    Statement::from_sql_and_values(db.get_database_backend(), sql, values)
}

/// Rows of a query in SQL.
pub(crate) async fn rows<T: FromQueryResult>(
    db: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<T>> {
    Ok(T::find_by_statement(statement(db, sql, values)).all(db).await?)
}

/// What stands between the values of a row, and between rows, where many are read
/// as one text: no column that is read so holds these characters.
pub(crate) const VALUE: char = '\u{1f}';
/// See [`VALUE`].
pub(crate) const NEXT: char = '\u{1e}';

/// Rows of a table as one text a notification: each row through the driver costs
/// more than what it says. `what` is an expression in SQL, what stands between two
/// rows, and their order: `body, ',' ORDER BY position`.
pub(crate) async fn joined<E: EntityTrait>(
    db: &impl ConnectionTrait,
    rows: Select<E>,
    notification: E::Column,
    what: &str,
) -> Result<Vec<(i64, String)>> {
    let joined = Expr::cust(format!("string_agg({what})"));
    let rows = rows.select_only().column(notification).column_as(joined, "joined").group_by(notification);
    Ok(rows.into_tuple().all(db).await?)
}

/// The one number that a query in SQL gives.
pub(crate) async fn number(
    db: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<i64> {
    let row = db.query_one_raw(statement(db, sql, values)).await?;
    Ok(row.map(|r| r.try_get_by_index::<Option<i64>>(0)).transpose()?.flatten().unwrap_or(0))
}

/// Counts a counter up and returns the new number; the first is 1.
pub(crate) async fn count_up(tx: &impl ConnectionTrait, name: &str) -> Result<i64> {
    number(
        tx,
        "INSERT INTO counter (name, last) VALUES ($1, 1) \
         ON CONFLICT (name) DO UPDATE SET last = counter.last + 1 RETURNING last",
        [name.into()],
    )
    .await
}

/// An instant as stored: fixed width, so that text sorts like time.
pub(crate) fn stored_time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S.%6fZ").to_string()
}

/// A stored instant.
pub(crate) fn read_time(text: &str) -> Result<Timestamp> {
    text.parse().map_err(|e| Error::Corrupt(format!("“{text}” is not an instant: {e}")))
}

/// A stored day.
pub(crate) fn read_day(text: &str) -> Result<Date> {
    text.parse().map_err(|e| Error::Corrupt(format!("“{text}” is not a day: {e}")))
}

/// A stored structured value.
pub(crate) fn read_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|e| Error::Corrupt(e.to_string()))
}

/// A value as stored.
pub(crate) fn stored_json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|e| Error::Corrupt(e.to_string()))
}

/// A value stored under a name.
pub(crate) fn read_name<T>(name: &str, find: impl FnOnce(&str) -> Option<T>) -> Result<T> {
    find(name).ok_or_else(|| Error::Corrupt(format!("“{name}” is not a known name")))
}

/// A stored number that is a count.
pub(crate) fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

/// The zone of that name; UTC where the name is unknown.
pub(crate) fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or_else(|_| {
        tracing::warn!(zone = name, "unknown time zone, UTC is used");
        TimeZone::UTC
    })
}

/// SHA-256 in hexadecimal, as it is stored with files and for secrets.
pub fn sha256(bytes: impl AsRef<[u8]>) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut s, b| {
        let _ = write!(s, "{b:02x}");
        s
    })
}

/// 32 random bytes in hexadecimal.
pub(crate) fn secret() -> String {
    let bytes: [u8; 32] = rand::random();
    hex(&bytes)
}

/// Letters and digits only, small: `ISO 8124-1` and `iso8124 1` fold alike.
pub(crate) fn fold_id(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Words in small letters with single blanks between and around them.
pub(crate) fn fold_words(text: &str) -> String {
    let mut folded = String::with_capacity(text.len() + 2);
    folded.push(' ');
    for c in text.chars() {
        // Most letters need no tables: hundred thousands of titles pass here.
        if c.is_ascii_alphanumeric() {
            folded.push(c.to_ascii_lowercase());
        } else if !c.is_ascii() && c.is_alphanumeric() {
            folded.extend(c.to_lowercase());
        } else if !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    if !folded.ends_with(' ') {
        folded.push(' ');
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_times_sort_like_time() {
        let early: Timestamp = "2026-11-21T01:15:07.9Z".parse().unwrap();
        let late: Timestamp = "2026-11-21T01:15:08Z".parse().unwrap();
        assert_eq!(stored_time(early), "2026-11-21T01:15:07.900000Z");
        assert!(stored_time(early) < stored_time(late));
        assert_eq!(read_time(&stored_time(early)).unwrap(), early);
        assert!(read_time("yesterday").is_err());
    }

    #[test]
    fn spellings_fold_alike() {
        assert_eq!(fold_id("ISO 8124-1:2022"), fold_id("iso8124-1 2022"));
        assert_eq!(fold_words("Safety of toys — Part 1"), " safety of toys part 1 ");
    }
}
