//! Symbols of notifications: `G/TBT/N/KEN/641/Rev.1/Add.2`, TRIS `2026/0266/ES`.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{authority::AuthorityCode, notification::Kind};

/// A parsed symbol; prints in its source's spelling.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Symbol {
    stem: Stem,
    suffixes: Vec<Suffix>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Stem {
    /// Scheme (`G/TBT/N`, or an installation's own), authority, number.
    Series { scheme: String, authority: AuthorityCode, number: u32 },
    /// Year, number, country of a TRIS message.
    Tris { year: u16, number: u16, country: String },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Suffix {
    kind: Kind,
    number: u16,
}

/// Why a text is no symbol.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is not a symbol: G/TBT/N/KEN/641, with /Add.1, /Corr.1, /Rev.1 or /Suppl.1 behind it, or 2026/0266/ES is expected"
)]
pub struct SymbolError(pub String);

impl Symbol {
    /// The symbol of the `number`-th regular notification of an authority.
    /// `scheme` is the installation's own prefix: capital letters and digits in
    /// parts separated by `/` (`G/TBT/N`).
    pub fn first(scheme: &str, authority: &AuthorityCode, number: u32) -> Result<Self, SymbolError> {
        format!("{scheme}/{authority}/{number}").parse()
    }

    /// The symbol of the `number`-th change of this kind to this notification.
    /// A change to a change hangs on the regular notification or the revision.
    pub fn nested(&self, kind: Kind, number: u16) -> Self {
        let mut symbol = self.clone();
        if kind != Kind::Regular {
            symbol.suffixes.push(Suffix { kind, number });
        }
        symbol
    }

    /// What this symbol announces.
    pub fn kind(&self) -> Kind {
        self.suffixes.last().map_or(Kind::Regular, |s| s.kind)
    }

    /// The symbol it changes, if it is a change.
    pub fn parent(&self) -> Option<Self> {
        let (_, rest) = self.suffixes.split_last()?;
        Some(Self { stem: self.stem.clone(), suffixes: rest.to_vec() })
    }

    /// The regular notification's symbol.
    pub fn root(&self) -> Self {
        Self { stem: self.stem.clone(), suffixes: Vec::new() }
    }

    /// Letters of the notifying authority (`KEN`; the country of a TRIS message).
    pub fn authority(&self) -> &str {
        match &self.stem {
            Stem::Series { authority, .. } => authority.as_str(),
            Stem::Tris { country, .. } => country,
        }
    }

    /// The running number within its series.
    pub fn number(&self) -> u32 {
        match &self.stem {
            Stem::Series { number, .. } => *number,
            Stem::Tris { number, .. } => u32::from(*number),
        }
    }
}

impl FromStr for Symbol {
    type Err = SymbolError;

    /// Forgives blanks around and inside, and the case of the suffixes, as
    /// found in exports (` G/TBT/N/ARE/703`, `G/TBT/N/CHN/1 /add.1`).
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let refuse = || SymbolError(s.trim().to_owned());
        let compact: String = s.chars().filter(|c| !c.is_whitespace()).collect();
        let parts: Vec<&str> = compact.split('/').collect();
        let split = parts.iter().position(|p| suffix(p).is_some()).unwrap_or(parts.len());
        let (stem, suffixes) = parts.split_at(split);
        let suffixes = suffixes.iter().map(|p| suffix(p)).collect::<Option<Vec<_>>>().ok_or_else(refuse)?;
        Ok(Self { stem: stem_of(stem).ok_or_else(refuse)?, suffixes })
    }
}

fn stem_of(parts: &[&str]) -> Option<Stem> {
    if let [year, number, country] = parts
        && year.len() == 4
        && number.len() == 4
        && country.len() == 2
        && country.bytes().all(|b| b.is_ascii_uppercase())
    {
        return Some(Stem::Tris {
            year: year.parse().ok()?,
            number: number.parse().ok()?,
            country: (*country).to_owned(),
        });
    }
    let [scheme @ .., authority, number] = parts else { return None };
    let scheme_part =
        |p: &&str| !p.is_empty() && p.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let number_fits = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    if scheme.is_empty() || !scheme.iter().all(scheme_part) || !number_fits {
        return None;
    }
    Some(Stem::Series {
        scheme: scheme.join("/"),
        authority: authority.parse().ok()?,
        number: number.parse().ok()?,
    })
}

fn suffix(part: &str) -> Option<Suffix> {
    let (word, number) = part.split_once('.')?;
    let kind = match word.to_ascii_lowercase().as_str() {
        "add" => Kind::Addendum,
        "corr" => Kind::Corrigendum,
        "rev" => Kind::Revision,
        "suppl" => Kind::Supplement,
        _ => return None,
    };
    Some(Suffix { kind, number: number.parse().ok().filter(|n| *n > 0)? })
}

impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.stem {
            Stem::Series { scheme, authority, number } => write!(f, "{scheme}/{authority}/{number}")?,
            Stem::Tris { year, number, country } => write!(f, "{year}/{number:04}/{country}")?,
        }
        for Suffix { kind, number } in &self.suffixes {
            let word = match kind {
                Kind::Regular => continue,
                Kind::Addendum => "Add",
                Kind::Corrigendum => "Corr",
                Kind::Revision => "Rev",
                Kind::Supplement => "Suppl",
            };
            write!(f, "/{word}.{number}")?;
        }
        Ok(())
    }
}

impl TryFrom<String> for Symbol {
    type Error = SymbolError;
    fn try_from(s: String) -> Result<Self, Self::Error> {
        s.parse()
    }
}

impl From<Symbol> for String {
    fn from(symbol: Symbol) -> Self {
        symbol.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn symbol(s: &str) -> Symbol {
        s.parse().unwrap()
    }

    #[test]
    fn prints_what_it_parsed() {
        for s in ["G/TBT/N/KEN/641", "G/TBT/N/EU/288", "G/TBT/N/TTO/121/Rev.1/Add.2/Corr.1", "2026/0266/ES"] {
            assert_eq!(symbol(s).to_string(), s);
        }
        assert_eq!(symbol(" G/TBT/N/CHN/1 /add.1").to_string(), "G/TBT/N/CHN/1/Add.1");
    }

    #[test]
    fn refuses_what_is_none() {
        for bad in [
            "",
            "G/TBT/N/KEN",
            "G/TBT/N/KEN/641/Foo.1",
            "KEN/1",
            "G/TBT/N/KENYA/1",
            "2026/266/ES",
            "G/TBT/N/KEN/1/Rev.0",
            "/KEN/1",
        ] {
            assert!(bad.parse::<Symbol>().is_err(), "{bad}");
        }
    }

    #[test]
    fn parents_lead_to_the_root() {
        let s = symbol("G/TBT/N/UGA/831/Rev.1/Add.2");
        assert_eq!(s.kind(), Kind::Addendum);
        assert_eq!(s.parent().unwrap().to_string(), "G/TBT/N/UGA/831/Rev.1");
        assert_eq!(s.root().to_string(), "G/TBT/N/UGA/831");
        assert_eq!(s.root().parent(), None);
        assert_eq!(s.root().nested(Kind::Revision, 1).nested(Kind::Addendum, 2), s);
    }

    #[test]
    fn an_installation_numbers_by_its_own_scheme() {
        let ken = "KEN".parse().unwrap();
        assert_eq!(Symbol::first("CCD/N", &ken, 7).unwrap().to_string(), "CCD/N/KEN/7");
        assert!(Symbol::first("ccd", &ken, 7).is_err());
    }
}
