//! Notifying authorities: who announces drafts, in which zone, under which procedure.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// The letters that stand for a notifying authority in its symbols: two to
/// four capital letters (`KEN`, `EU`, `USA`; WTO symbols use ISO 3166 alpha-3).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AuthorityCode(String);

/// Why a text is no authority code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not an authority code: two to four capital letters are expected, for example KEN")]
pub struct AuthorityCodeError(pub String);

impl AuthorityCode {
    /// The letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for AuthorityCode {
    type Err = AuthorityCodeError;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let letters = s.trim();
        if (2..=4).contains(&letters.len()) && letters.bytes().all(|b| b.is_ascii_uppercase()) {
            Ok(Self(letters.to_owned()))
        } else {
            Err(AuthorityCodeError(s.to_owned()))
        }
    }
}

impl TryFrom<String> for AuthorityCode {
    type Error = AuthorityCodeError;
    fn try_from(s: String) -> Result<Self, Self::Error> {
        s.parse()
    }
}

impl From<AuthorityCode> for String {
    fn from(code: AuthorityCode) -> Self {
        code.0
    }
}

impl fmt::Display for AuthorityCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The procedure an authority follows: it decides the clocks and the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// WTO Agreement on Technical Barriers to Trade.
    Wto,
    /// Directive (EU) 2015/1535.
    Eu,
}

impl Profile {
    /// The name stored and used in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Wto => "wto",
            Self::Eu => "eu",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_two_to_four_capital_letters() {
        for good in ["EU", "KEN", "TPKM", " BRA "] {
            assert_eq!(good.parse::<AuthorityCode>().unwrap().as_str(), good.trim());
        }
        for bad in ["", "K", "ken", "KENYA", "K1N", "KE N"] {
            assert!(bad.parse::<AuthorityCode>().is_err(), "{bad}");
        }
    }
}
