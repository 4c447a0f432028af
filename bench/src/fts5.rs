//! The same documents and questions with SQLite FTS5: words in a full-text
//! table, values of facets in a table with an index, one transaction a batch.

use std::path::Path;

use domain::{
    divergence::Code,
    notification::{Kind, Objective, State},
    search::{Conditions, Document, PAGE_SIZE, Sort},
};
use jiff::Timestamp;
use sea_orm::sqlx::{
    self, AssertSqlSafe, Connection as _, Row as _, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};

use crate::questions::Question;

/// An FTS5 database.
pub struct Fts5 {
    db: SqliteConnection,
}

const SCHEMA: &str = "
CREATE TABLE doc (id INTEGER PRIMARY KEY, published TEXT NOT NULL, closes INTEGER);
CREATE INDEX doc_published ON doc (published, id);
CREATE VIRTUAL TABLE fts USING fts5 (title, products, description, other, codes,
    tokenize = 'porter unicode61 remove_diacritics 2', prefix = '4');
INSERT INTO fts (fts, rank) VALUES ('rank', 'bm25(4.0, 2.5, 1.7, 1.0, 20.0)');
CREATE TABLE facet (doc INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (doc, name, value)) WITHOUT ROWID;
CREATE INDEX facet_value ON facet (name, value, doc);
";

impl Fts5 {
    /// A new database in this file.
    pub async fn create(file: &Path) -> anyhow::Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .pragma("cache_size", "-65536")
            .pragma("mmap_size", "2147483648");
        let mut db = SqliteConnection::connect_with(&options).await?;
        sqlx::raw_sql(SCHEMA).execute(&mut db).await?;
        Ok(Self { db })
    }

    /// Adds documents in one transaction.
    pub async fn insert(&mut self, documents: &[Document]) -> anyhow::Result<()> {
        let mut tx = self.db.begin().await?;
        for d in documents {
            sqlx::query("INSERT INTO doc VALUES (?, ?, ?)")
                .bind(d.id)
                .bind(d.published.to_string())
                .bind(d.closes_at.map(Timestamp::as_microsecond))
                .execute(&mut *tx)
                .await?;
            sqlx::query(
                "INSERT INTO fts (rowid, title, products, description, other, codes) VALUES (?, ?, ?, ?, ?, ?)",
            )
            .bind(d.id)
            .bind(&d.title)
            .bind(&d.products)
            .bind(&d.description)
            .bind(&d.other_text)
            .bind([&d.symbols[..], &d.standards[..], &d.authority_names[..]].concat().join("\n"))
            .execute(&mut *tx)
            .await?;
            for (name, value) in facets(d) {
                sqlx::query("INSERT OR IGNORE INTO facet VALUES (?, ?, ?)")
                    .bind(d.id)
                    .bind(name)
                    .bind(value)
                    .execute(&mut *tx)
                    .await?;
            }
        }
        Ok(tx.commit().await?)
    }

    /// Adds one and looks for it.
    pub async fn insert_and_find(&mut self, document: &Document) -> anyhow::Result<()> {
        self.insert(std::slice::from_ref(document)).await?;
        let found: i64 = sqlx::query_scalar("SELECT count(*) FROM fts WHERE fts MATCH ?")
            .bind(format!("codes:\"{}\"", document.symbols[0]))
            .fetch_one(&mut self.db)
            .await?;
        anyhow::ensure!(found == 1, "FTS5 does not find {}", document.symbols[0]);
        Ok(())
    }

    /// Number found; with it the first page and the counts of all facets.
    pub async fn ask(&mut self, question: &Question, now: Timestamp) -> anyhow::Result<u64> {
        let c = &question.conditions;
        let now = now.as_microsecond();
        let matching = matching(question, now, None);
        let total: i64 = self.query(format!("SELECT count(*) FROM ({matching})"), question).await?[0].get(0);
        let order = match c.sort {
            Sort::ClosingSoon => "JOIN doc ON doc.id = hit.id ORDER BY doc.closes",
            _ if question.fts.is_some() => "ORDER BY hit.rank",
            _ => "JOIN doc ON doc.id = hit.id ORDER BY doc.published DESC, doc.id DESC",
        };
        let first = self
            .query(format!("SELECT hit.id FROM ({matching}) AS hit {order} LIMIT {PAGE_SIZE}"), question)
            .await?;
        let ids: Vec<String> = first.iter().map(|row| row.get::<i64, _>(0).to_string()).collect();
        let ids = ids.join(", ");
        let shown = if question.fts.is_some() {
            format!(
                "SELECT highlight(fts, 0, '[', ']'), snippet(fts, -1, '[', ']', '…', 30) FROM fts
                 WHERE fts MATCH ?1 AND rowid IN ({ids})"
            )
        } else {
            format!("SELECT title FROM fts WHERE rowid IN ({ids})")
        };
        self.query(shown, question).await?;
        // The facets without conditions of their own together, the others each alone.
        let set: Vec<&str> = set(c).into_iter().map(|(name, _)| name).collect();
        let apart: String = set.iter().map(|name| format!(" AND name <> '{name}'")).collect();
        self.query(
            format!(
                "SELECT name, value, count(*) FROM ({matching}) AS hit JOIN facet ON facet.doc = hit.id
                 WHERE 1{apart} GROUP BY name, value"
            ),
            question,
        )
        .await?;
        for name in set {
            let others = self::matching(question, now, Some(name));
            self.query(
                format!(
                    "SELECT value, count(*) FROM ({others}) AS hit JOIN facet ON facet.doc = hit.id
                     WHERE name = '{name}' GROUP BY value"
                ),
                question,
            )
            .await?;
        }
        let anytime = self::matching(question, now, Some("open"));
        self.query(
            format!(
                "SELECT count(*) FROM ({anytime}) AS hit JOIN doc ON doc.id = hit.id AND doc.closes > {now}"
            ),
            question,
        )
        .await?;
        Ok(total as u64)
    }

    async fn query(
        &mut self,
        sql: String,
        question: &Question,
    ) -> anyhow::Result<Vec<sqlx::sqlite::SqliteRow>> {
        // All values in it come from the corpus' own codes.
        let mut query = sqlx::query(AssertSqlSafe(sql));
        if let Some(words) = &question.fts {
            query = query.bind(words);
        }
        Ok(query.fetch_all(&mut self.db).await?)
    }
}

/// Facet values set, by facet.
fn set(c: &Conditions) -> Vec<(&'static str, Vec<String>)> {
    let all = [
        ("authority", c.authority.clone()),
        ("hs", c.hs.clone()),
        ("year", c.year.iter().map(ToString::to_string).collect()),
    ];
    all.into_iter().filter(|(_, values)| !values.is_empty()).collect()
}

/// A statement that gives `id` (and `rank` with words) of what meets the
/// question, except the conditions on one facet.
fn matching(question: &Question, now: i64, except: Option<&str>) -> String {
    let (mut sql, id) = match question.fts {
        Some(_) => ("SELECT rowid AS id, rank FROM fts WHERE fts MATCH ?1".to_owned(), "rowid"),
        None => ("SELECT id FROM doc WHERE 1".to_owned(), "id"),
    };
    for (name, values) in set(&question.conditions) {
        if except != Some(name) {
            let values = values.iter().map(|v| format!("'{v}'")).collect::<Vec<_>>().join(", ");
            sql.push_str(&format!(
                " AND {id} IN (SELECT doc FROM facet WHERE name = '{name}' AND value IN ({values}))"
            ));
        }
    }
    if question.conditions.open == Some(true) && except != Some("open") {
        sql.push_str(&format!(" AND {id} IN (SELECT id FROM doc WHERE closes > {now})"));
    }
    sql
}

fn facets(d: &Document) -> Vec<(&'static str, String)> {
    let mut values = vec![
        ("kind", Kind::as_str(d.kind).to_owned()),
        ("state", State::as_str(d.state).to_owned()),
        ("year", d.published.year().to_string()),
    ];
    values.extend(d.authorities.iter().map(|a| ("authority", a.clone())));
    values.extend(d.objectives.iter().map(|o| ("objective", Objective::as_str(*o).to_owned())));
    values.extend(d.divergences.iter().map(|c| ("divergence", Code::as_str(*c).to_owned())));
    values.extend(d.hs.iter().map(|c| ("hs", c.chapter().to_owned())));
    values.extend(d.ics.iter().map(|c| ("ics", c.field().to_owned())));
    values
}
