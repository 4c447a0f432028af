//! Secrets of mailed links. The database holds none of them: each is derived from
//! the row that it opens under a key that is kept elsewhere, so that a later mail
//! can carry the same link, and whoever gets a copy of the database can follow none.
//! Links of earlier versions are known by their SHA-256.

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use crate::{
    Error, Registry, Result,
    db::{hex, sha256},
    settings,
};

/// Under which name the database holds the fingerprint of the key.
const FINGERPRINT: &str = "secret-key-fingerprint";

/// The key of mailed links, of 32 bytes: a file, or an option. All servers on one
/// database have the same.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretKey([u8; 32]);

impl SecretKey {
    /// A new one.
    pub fn random() -> Self {
        Self(rand::random())
    }

    /// A key as written: 64 hexadecimal digits.
    pub fn parse(written: &str) -> Option<Self> {
        let written = written.trim();
        let mut key = [0; 32];
        if written.len() != 64 || !written.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        for (n, byte) in key.iter_mut().enumerate() {
            *byte = u8::from_str_radix(written.get(2 * n..2 * n + 2)?, 16).ok()?;
        }
        Some(Self(key))
    }

    /// As it is written.
    pub fn written(&self) -> String {
        hex(&self.0)
    }

    fn mac(&self, of: &str) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        mac.update(of.as_bytes());
        hex(&mac.finalize().into_bytes())
    }

    /// By which the database knows the key without holding it.
    fn fingerprint(&self) -> String {
        sha256(self.mac("fingerprint"))
    }
}

impl fmt::Debug for SecretKey {
    /// Without the key: settings are printed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey")
    }
}

/// What a secret opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opens {
    /// A request to follow: confirms or ends it.
    Follow,
    /// The page of an invited stakeholder.
    Consulted,
    /// The end of a person's reminders.
    Reminders,
    /// The calendar of a person; the number counts how often its address was renewed.
    Calendar(i64),
    /// The end of the mails about a comment.
    CommentMails,
}

impl Opens {
    fn of(self, id: i64) -> String {
        match self {
            Self::Follow => format!("follow:{id}"),
            Self::Consulted => format!("consulted:{id}"),
            Self::Reminders => format!("reminders:{id}"),
            Self::Calendar(renewed) => format!("calendar:{id}:{renewed}"),
            Self::CommentMails => format!("comment-mails:{id}"),
        }
    }
}

/// The row that a secret says it opens; whether it does is for [`Registry::opens`].
pub(crate) fn row_named(secret: &str) -> Option<i64> {
    secret.split_once('-')?.0.parse().ok()
}

impl Registry {
    /// The secret that opens this row. The same each time.
    pub(crate) fn secret_of(&self, opens: Opens, id: i64) -> Result<String> {
        Ok(format!("{id}-{}", self.key()?.mac(&opens.of(id))))
    }

    /// Whether a secret opens that row.
    pub(crate) fn opens(&self, opens: Opens, id: i64, secret: &str) -> Result<bool> {
        Ok(self.secret_of(opens, id)?.as_bytes().ct_eq(secret.as_bytes()).into())
    }

    /// The row that a secret opens; none where it is forged, or of an earlier version.
    pub(crate) fn opened(&self, opens: Opens, secret: &str) -> Result<Option<i64>> {
        match row_named(secret) {
            Some(id) if self.opens(opens, id, secret)? => Ok(Some(id)),
            _ => Ok(None),
        }
    }

    fn key(&self) -> Result<&SecretKey> {
        self.settings.secret_key.as_ref().ok_or_else(|| {
            Error::Refused(
                "the key of mailed links was not given: without it no such link can be made".to_owned(),
            )
        })
    }

    /// Notes the key's fingerprint with the first start; refuses another key later.
    pub(crate) async fn check_key(&self) -> Result<()> {
        let Some(key) = &self.settings.secret_key else { return Ok(()) };
        let own = key.fingerprint();
        let known = match settings::read(&self.db, FINGERPRINT).await? {
            Some(known) => known,
            None => {
                let tx = self.write().await?;
                // Another server that started at the same moment may have been first.
                let known = settings::keep_first(&*tx, FINGERPRINT, &own).await?;
                self.commit(tx).await?;
                known
            }
        };
        if known == own {
            return Ok(());
        }
        Err(Error::Refused(
            "the key of mailed links is not the one with which this database was begun: links in mails that were \
             sent would end. Give the same key to every server on this database: the file secret.key of its first \
             data folder, or what it says as --secret-key"
                .to_owned(),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_it_is_written() {
        let key = SecretKey::random();
        assert_eq!(SecretKey::parse(&format!(" {}\n", key.written())), Some(key.clone()));
        assert_ne!(SecretKey::random(), key);
        for wrong in ["", "abc", &"g".repeat(64), &"é".repeat(32), &"0".repeat(65)] {
            assert_eq!(SecretKey::parse(wrong), None, "{wrong}");
        }
        assert!(!format!("{key:?}").contains(&key.written()));
    }

    #[test]
    fn what_is_opened_is_part_of_the_secret() {
        let key = SecretKey::parse(&"5".repeat(64)).unwrap();
        let all = [Opens::Follow, Opens::Consulted, Opens::Reminders, Opens::Calendar(0), Opens::Calendar(1)];
        let mut macs: Vec<String> = all.iter().map(|opens| key.mac(&opens.of(1))).collect();
        macs.push(key.mac(&Opens::Follow.of(2)));
        let count = macs.len();
        macs.sort();
        macs.dedup();
        assert_eq!(macs.len(), count);
        assert_ne!(key.fingerprint(), SecretKey::parse(&"6".repeat(64)).unwrap().fingerprint());
        assert_eq!((row_named("12-ab"), row_named("ab"), row_named("-1-ab")), (Some(12), None, None));
    }
}
