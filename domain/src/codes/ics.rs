//! ICS codes: field, group, sub-group (ISO, International Classification for Standards).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// An ICS code of one to three levels: `97`, `97.040`, `97.040.50`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IcsCode(String);

/// Why a text is no ICS code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is not an ICS code: a field of two digits, then groups of three and two, are expected, for example 97.040.20"
)]
pub struct IcsCodeError(pub String);

impl IcsCode {
    /// The code as printed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The two-digit field.
    pub fn field(&self) -> &str {
        &self.0[..2]
    }

    /// The group, two levels: the widest code that names a product.
    pub fn group(&self) -> Option<&str> {
        self.0.get(..6)
    }

    /// The codes above this one, widest first, ending with itself.
    pub fn ancestry(&self) -> impl Iterator<Item = &str> {
        [2, 6, 9].into_iter().filter(|n| *n <= self.0.len()).map(|n| &self.0[..n])
    }
}

impl FromStr for IcsCode {
    type Err = IcsCodeError;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let code = s.trim().trim_end_matches('.');
        let mut levels = code.split('.');
        let digits = |level: Option<&str>, n: usize| {
            level.is_none_or(|l| l.len() == n && l.bytes().all(|b| b.is_ascii_digit()))
        };
        let plausible = !code.is_empty()
            && digits(levels.next(), 2)
            && digits(levels.next(), 3)
            && digits(levels.next(), 2);
        if plausible && levels.next().is_none() {
            Ok(Self(code.to_owned()))
        } else {
            Err(IcsCodeError(s.trim().to_owned()))
        }
    }
}

impl TryFrom<String> for IcsCode {
    type Error = IcsCodeError;
    fn try_from(s: String) -> Result<Self, Self::Error> {
        s.parse()
    }
}

impl From<IcsCode> for String {
    fn from(code: IcsCode) -> Self {
        code.0
    }
}

impl fmt::Display for IcsCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_one_to_three_levels() {
        for good in ["97", "97.040", "97.040.50", "13.040.50."] {
            assert_eq!(good.parse::<IcsCode>().unwrap().as_str(), good.trim_end_matches('.'));
        }
        for bad in ["", "9", "97.04", "97.040.5", "97.040.50.1", "35.06", "97040", "ab.cde"] {
            assert!(bad.parse::<IcsCode>().is_err(), "{bad}");
        }
    }

    #[test]
    fn ancestry_widens() {
        let code: IcsCode = "97.040.50".parse().unwrap();
        assert_eq!(code.ancestry().collect::<Vec<_>>(), ["97", "97.040", "97.040.50"]);
    }
}
