//! What nobody has confirmed takes a bounded part of the disk: unsent drafts of
//! comments, comments and requests to follow that wait for their author, and their
//! files. One network has a part of it, on one day and altogether, so that nobody
//! uses up what is there for all. What is confirmed, and what officials write, does
//! not count.
//!
//! Reckoned in the transaction that stores: a row for each item says how much it
//! takes and where it came from, totals are kept beside it. A network is stored as a
//! hash with a key of this installation.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use jiff::tz::TimeZone;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};

use crate::{
    Error, FieldError, Registry, Result,
    db::{number, rows, secret, sha256, statement},
    settings,
};

/// Under which name that key is kept.
const NETWORK_KEY: &str = "network-key";

/// What an item takes in the database beside its words, in bytes.
const ROW: i64 = 2_000;
/// A wider network (an IPv6 site, 256 addresses of IPv4) has so many times as much
/// as a network.
const WIDER: i64 = 4;

/// How much of what nobody confirmed is kept, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// From one network at the same time.
    pub of_network: i64,
    /// From one network on one day, whatever became of it since.
    pub of_day: i64,
    /// Altogether.
    pub of_all: i64,
}

impl Default for Budget {
    fn default() -> Self {
        Self { of_network: 100_000_000, of_day: 300_000_000, of_all: 4_000_000_000 }
    }
}

/// Where somebody who is not signed in is: the network, and the wider one around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    network: IpAddr,
    wide: IpAddr,
}

impl From<IpAddr> for Source {
    /// Of IPv6 a household has a /64 at least and a site a /48.
    fn from(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V6(v6) => {
                let first =
                    |bits: u32| Ipv6Addr::from_bits(v6.to_bits() >> (128 - bits) << (128 - bits)).into();
                Self { network: first(64), wide: first(48) }
            }
            IpAddr::V4(v4) => {
                let wide = Ipv4Addr::from_bits(v4.to_bits() >> 8 << 8);
                Self { network: v4.into(), wide: wide.into() }
            }
        }
    }
}

/// Something that nobody confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Item {
    /// A draft of a comment.
    Draft(i64),
    /// A comment that waits for its author.
    Comment(i64),
    /// A request to follow.
    Follow(i64),
}

impl Item {
    fn name(self) -> String {
        match self {
            Self::Draft(id) => format!("draft {id}"),
            Self::Comment(id) => format!("comment {id}"),
            Self::Follow(id) => format!("follow {id}"),
        }
    }
}

/// How much an item takes, and where it came from.
#[derive(Debug, Clone, FromQueryResult)]
struct Held {
    network: String,
    wide: String,
    words: i64,
    files: i64,
}

impl Registry {
    /// Notes that an item takes so much from now on: so many bytes of words, and so
    /// many more (or fewer) of files. Refused, with a sentence at this field of the
    /// form, where it is more than there is room for.
    pub(crate) async fn hold(
        &self,
        tx: &impl ConnectionTrait,
        item: Item,
        words: usize,
        files: i64,
        field: &str,
    ) -> Result<()> {
        let before = held(tx, item).await?;
        let Some(source) = self.source else {
            // Of an official or the program; what somebody else began is reckoned on.
            let Some(before) = before else { return Ok(()) };
            return store(tx, item, before, words, files).await.map(drop);
        };
        let before = match before {
            Some(before) => before,
            None => {
                let key = key(tx).await?;
                // The first network of a wider one has the same address, and counts apart.
                let network = sha256(format!("{key} in {}", source.network));
                let wide = sha256(format!("{key} around {}", source.wide));
                Held { network, wide, words: 0, files: 0 }
            }
        };
        let (network, wide) = (before.network.clone(), before.wide.clone());
        let more = store(tx, item, before, words, files).await?;
        if more <= 0 {
            return Ok(());
        }
        let day = self.now().to_zoned(TimeZone::UTC).date();
        let budget = self.settings.unconfirmed;
        let limits = [
            (network.clone(), budget.of_network),
            (wide.clone(), budget.of_network.saturating_mul(WIDER)),
            ("all".to_owned(), budget.of_all),
        ];
        let days = [
            (format!("{day} {network}"), budget.of_day),
            (format!("{day} {wide}"), budget.of_day.saturating_mul(WIDER)),
        ];
        for (scope, _) in &days {
            add(tx, scope, more).await?;
        }
        for (scope, most) in limits.iter().chain(&days) {
            let total =
                number(tx, "SELECT bytes FROM unconfirmed_total WHERE scope = $1", [scope.as_str().into()])
                    .await?;
            if total > *most {
                return Err(Error::Invalid(vec![FieldError::new(field, USED_UP)]));
            }
        }
        Ok(())
    }

    /// Forgets the totals of past days.
    pub(crate) async fn unconfirmed_tidy(&self, tx: &impl ConnectionTrait) -> Result<()> {
        let day = self.now().to_zoned(TimeZone::UTC).date().to_string();
        run(
            tx,
            "DELETE FROM unconfirmed_total WHERE bytes <= 0 OR (scope LIKE '____-__-__ %' AND scope < $1)",
            [day.into()],
        )
        .await
    }
}

/// Said where there is no room.
const USED_UP: &str = "So much from your network waits to be confirmed that no more is kept just now. Confirm \
    what you sent by the link in the mail, or sign in, or try again tomorrow. Or write to the enquiry point of \
    the authority by e-mail: its address is on the page of the notification.";

/// What was noted of an item counts no longer: it was confirmed, or is gone.
pub(crate) async fn release(tx: &impl ConnectionTrait, item: Item) -> Result<()> {
    let Some(before) = held(tx, item).await? else { return Ok(()) };
    let bytes = -(before.words + before.files);
    for scope in [before.network.as_str(), before.wide.as_str(), "all"] {
        add(tx, scope, bytes).await?;
    }
    run(tx, "DELETE FROM unconfirmed WHERE item = $1", [item.name().into()]).await
}

/// A draft becomes a comment that waits, with its files.
pub(crate) async fn hand_on(tx: &impl ConnectionTrait, draft: i64, comment: i64) -> Result<()> {
    let (from, to) = (Item::Draft(draft).name(), Item::Comment(comment).name());
    run(tx, "UPDATE unconfirmed SET item = $1 WHERE item = $2", [to.into(), from.into()]).await
}

async fn held(tx: &impl ConnectionTrait, item: Item) -> Result<Option<Held>> {
    let sql = "SELECT network, wide, words, files FROM unconfirmed WHERE item = $1";
    Ok(rows(tx, sql, [item.name().into()]).await?.pop())
}

/// Writes how much an item takes now; returns how much more that is than before.
async fn store(
    tx: &impl ConnectionTrait,
    item: Item,
    before: Held,
    words: usize,
    more_files: i64,
) -> Result<i64> {
    let words = i64::try_from(words).unwrap_or(i64::MAX / 4) + ROW;
    let files = (before.files + more_files).max(0);
    run(
        tx,
        "INSERT INTO unconfirmed (item, network, wide, words, files) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (item) DO UPDATE SET words = excluded.words, files = excluded.files",
        [
            item.name().into(),
            before.network.as_str().into(),
            before.wide.as_str().into(),
            words.into(),
            files.into(),
        ],
    )
    .await?;
    let more = words + files - before.words - before.files;
    for scope in [before.network.as_str(), before.wide.as_str(), "all"] {
        add(tx, scope, more).await?;
    }
    Ok(more)
}

async fn add(tx: &impl ConnectionTrait, scope: &str, bytes: i64) -> Result<()> {
    run(
        tx,
        "INSERT INTO unconfirmed_total (scope, bytes) VALUES ($1, $2) \
         ON CONFLICT (scope) DO UPDATE SET bytes = unconfirmed_total.bytes + excluded.bytes",
        [scope.into(), bytes.into()],
    )
    .await
}

/// The key with which networks are hashed: made when it is first needed.
async fn key(tx: &impl ConnectionTrait) -> Result<String> {
    settings::keep_first(tx, NETWORK_KEY, &secret()).await
}

async fn run(tx: &impl ConnectionTrait, sql: &str, values: impl IntoIterator<Item = Value>) -> Result<()> {
    tx.execute_raw(statement(tx, sql, values)).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_are_told_apart() {
        let source = |address: &str| Source::from(address.parse::<IpAddr>().unwrap());
        assert_eq!(source("2001:db8:1:2::1"), source("2001:db8:1:2:ffff::"));
        assert_ne!(source("2001:db8:1:2::1"), source("2001:db8:1:3::1"));
        assert_eq!(source("2001:db8:1:2::1").wide, source("2001:db8:1:3::1").wide);
        assert_eq!(source("::ffff:192.0.2.1"), source("192.0.2.1"));
        assert_ne!(source("192.0.2.1"), source("192.0.2.2"));
        assert_eq!(source("192.0.2.1").wide, source("192.0.2.2").wide);
    }
}
