//! How often something was tried, counted for all servers on the database, and
//! from where somebody signed in before.

use jiff::{SignedDuration, tz::TimeZone};
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter};

use crate::{
    Registry, Result,
    db::{number, rows, secret, sha256, statement, stored_time},
    entities::account,
};

/// Length of a window, in seconds.
pub const WINDOW: i64 = 600;
/// Browsers and networks of one account that are remembered.
const PLACES: i64 = 40;
/// How long they are: as long as browsers keep a cookie.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(400 * 24);

/// What was tried by whom: only its hash is stored.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Tried {
    /// The kind of limit.
    pub kind: &'static str,
    /// Who tried: a network, an account, a secret.
    pub who: String,
}

/// From where somebody wants to sign in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Known {
    /// That account has signed in from this browser before.
    pub browser: bool,
    /// And from this network.
    pub network: bool,
}

#[derive(FromQueryResult)]
struct Count {
    kind: String,
    hash: String,
    slot: i64,
    tries: i64,
}

impl Registry {
    /// Counts tries; returns how many there were within a window, these too.
    pub async fn tries_add(&self, tried: &Tried, tries: u32) -> Result<f64> {
        let (slot, hash) = (self.slot(), self.hash_of(&self.day_salt().await?, tried));
        {
            // SQLite takes one writer: waiting for one's turn is fair, its own waiting is not.
            let _turn = self.turn().await;
            let sql = "INSERT INTO limit_count (kind, hash, slot, tries) VALUES ($1, $2, $3, $4) \
                       ON CONFLICT (kind, hash, slot) DO UPDATE SET tries = limit_count.tries + excluded.tries";
            let values = [tried.kind.into(), hash.into(), slot.into(), i64::from(tries).into()];
            self.db.execute_raw(statement(&self.db, sql, values)).await?;
        }
        Ok(self.tries(std::slice::from_ref(tried)).await?.first().copied().unwrap_or(0.0))
    }

    /// How many tries of each there were within a window: of the one before, as
    /// much as still reaches into it.
    pub async fn tries(&self, tried: &[Tried]) -> Result<Vec<f64>> {
        let (slot, salt) = (self.slot(), self.day_salt().await?);
        let hashes: Vec<String> = tried.iter().map(|tried| self.hash_of(&salt, tried)).collect();
        let places: Vec<String> = (0..hashes.len()).map(|n| format!("${}", n + 2)).collect();
        let sql = format!(
            "SELECT kind, hash, slot, tries FROM limit_count WHERE slot >= $1 AND hash IN ({})",
            places.join(", ")
        );
        let values = std::iter::once((slot - 1).into()).chain(hashes.iter().map(|hash| hash.as_str().into()));
        let counts: Vec<Count> = rows(&self.db, &sql, values).await?;
        let passed = self.now().as_second().rem_euclid(WINDOW) as f64 / WINDOW as f64;
        let of = |tried: &Tried, hash: &String| {
            let counts = counts.iter().filter(|c| c.kind == tried.kind && c.hash == *hash);
            counts.map(|c| c.tries as f64 * if c.slot < slot { 1.0 - passed } else { 1.0 }).sum()
        };
        Ok(tried.iter().zip(&hashes).map(|(tried, hash)| of(tried, hash)).collect())
    }

    /// Removes what no limit asks for any more, with the salts of days that are
    /// over, and places where nobody signed in for long; returns how many rows.
    pub async fn tries_forget(&self) -> Result<u64> {
        let _turn = self.turn().await;
        let today = self.day();
        let long_ago = stored_time(self.now() - REMEMBERED);
        let mut removed = 0;
        for (sql, value) in [
            ("DELETE FROM limit_count WHERE slot < $1", (self.slot() - 1).into()),
            ("DELETE FROM limit_salt WHERE day < $1", today.into()),
            ("DELETE FROM known_place WHERE seen < $1", long_ago.into()),
        ] {
            let done = self.db.execute_raw(statement(&self.db, sql, [value])).await?;
            removed += done.rows_affected();
        }
        Ok(removed)
    }

    /// Whether the account of that address has signed in from this browser (by its
    /// secret) or network before.
    pub async fn known_place(&self, email: &str, browser: Option<&str>, network: &str) -> Result<Known> {
        let email = email.trim().to_lowercase();
        let found = account::Entity::find().filter(account::Column::Email.eq(email)).one(&self.db).await?;
        let Some(account) = found else { return Ok(Known::default()) };
        let known = async |sha256: String| -> Result<bool> {
            let sql = "SELECT COUNT(*) FROM known_place WHERE account_id = $1 AND sha256 = $2";
            Ok(number(&self.db, sql, [account.id.into(), sha256.into()]).await? > 0)
        };
        Ok(Known {
            browser: match browser {
                Some(browser) => known(sha256(browser)).await?,
                None => false,
            },
            network: known(network_of(&account, network)).await?,
        })
    }

    /// Remembers from where somebody signed in.
    pub async fn remember_place(&self, account: i64, browser: &str, network: &str) -> Result<()> {
        let Some(row) = account::Entity::find_by_id(account).one(&self.db).await? else { return Ok(()) };
        let _turn = self.turn().await;
        let seen = stored_time(self.now());
        for sha256 in [sha256(browser), network_of(&row, network)] {
            let sql = "INSERT INTO known_place (account_id, sha256, seen) VALUES ($1, $2, $3) \
                       ON CONFLICT (account_id, sha256) DO UPDATE SET seen = excluded.seen";
            let values = [account.into(), sha256.into(), seen.as_str().into()];
            self.db.execute_raw(statement(&self.db, sql, values)).await?;
        }
        let sql = "DELETE FROM known_place WHERE account_id = $1 AND sha256 NOT IN \
                   (SELECT sha256 FROM known_place WHERE account_id = $1 ORDER BY seen DESC, sha256 LIMIT $2)";
        self.db.execute_raw(statement(&self.db, sql, [account.into(), PLACES.into()])).await?;
        Ok(())
    }

    async fn turn(&self) -> Option<tokio::sync::OwnedMutexGuard<()>> {
        match self.db.get_database_backend() {
            DbBackend::Sqlite => Some(self.writer.clone().lock_owned().await),
            _ => None,
        }
    }

    fn slot(&self) -> i64 {
        self.now().as_second().div_euclid(WINDOW)
    }

    fn day(&self) -> String {
        self.now().to_zoned(TimeZone::UTC).date().to_string()
    }

    /// The salt of the day, the same for all servers.
    async fn day_salt(&self) -> Result<String> {
        let day = self.day();
        let read = async || -> Result<Option<String>> {
            let sql = "SELECT salt FROM limit_salt WHERE day = $1";
            let row = self.db.query_one_raw(statement(&self.db, sql, [day.as_str().into()])).await?;
            Ok(row.map(|row| row.try_get_by_index::<String>(0)).transpose()?)
        };
        if let Some(salt) = read().await? {
            return Ok(salt);
        }
        {
            let _turn = self.turn().await;
            let sql = "INSERT INTO limit_salt (day, salt) VALUES ($1, $2) ON CONFLICT (day) DO NOTHING";
            self.db.execute_raw(statement(&self.db, sql, [day.as_str().into(), secret().into()])).await?;
        }
        Ok(read().await?.unwrap_or_default())
    }

    fn hash_of(&self, salt: &str, tried: &Tried) -> String {
        sha256(format!("{salt}\0{}\0{}", tried.kind, tried.who))
    }
}

/// A network as it is kept with an account. A new password forgets the networks.
fn network_of(account: &account::Model, network: &str) -> String {
    sha256(format!("{}\0{}\0{network}", account.id, account.password_hash))
}
