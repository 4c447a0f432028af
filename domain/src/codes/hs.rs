//! HS codes: 2 to 12 digits, the first two the chapter (WCO Harmonized System).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// An HS code as digits only, an even number of them from 2 to 12. The first
/// six are international; what follows is a national subdivision.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HsCode(String);

/// Why a text is no HS code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not an HS code: 2, 4, 6, 8, 10 or 12 digits are expected, for example 8516 or 8516.60")]
pub struct HsCodeError(pub String);

impl HsCode {
    /// Digits only.
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// The two-digit chapter.
    pub fn chapter(&self) -> &str {
        &self.0[..2]
    }

    /// The heading, four digits: the widest code that names a product.
    pub fn heading(&self) -> Option<&str> {
        self.0.get(..4)
    }

    /// The codes that name its product, narrowest first: itself, and what stands
    /// above it down to the heading. National subdivisions have no international name.
    pub fn product_codes(&self) -> impl Iterator<Item = &str> {
        (4..=self.0.len()).rev().step_by(2).map(|n| &self.0[..n])
    }

    /// The codes above this one, widest first, ending with itself (2, 4, 6 … digits).
    pub fn ancestry(&self) -> impl Iterator<Item = &str> {
        (2..=self.0.len()).step_by(2).map(|n| &self.0[..n])
    }
}

impl FromStr for HsCode {
    type Err = HsCodeError;

    /// Accepts points and blanks between digits (`9503.00`, `85 16`).
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let digits: String = s.trim().chars().filter(|c| !matches!(c, '.' | ' ' | '\u{a0}')).collect();
        let plausible = (2..=12).contains(&digits.len())
            && digits.len().is_multiple_of(2)
            && digits.bytes().all(|b| b.is_ascii_digit())
            && matches!(digits[..2].parse::<u8>(), Ok(1..=99));
        if plausible { Ok(Self(digits)) } else { Err(HsCodeError(s.trim().to_owned())) }
    }
}

impl TryFrom<String> for HsCode {
    type Error = HsCodeError;
    fn try_from(s: String) -> Result<Self, Self::Error> {
        s.parse()
    }
}

impl From<HsCode> for String {
    fn from(code: HsCode) -> Self {
        code.0
    }
}

impl fmt::Display for HsCode {
    /// Customs spelling: a point after four and after six digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let d = &self.0;
        match d.len() {
            0..=4 => f.write_str(d),
            5..=6 => write!(f, "{}.{}", &d[..4], &d[4..]),
            _ => write!(f, "{}.{}.{}", &d[..4], &d[4..6], &d[6..]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_and_prints() {
        for (given, printed) in
            [("84", "84"), ("85 16", "8516"), ("9503.00", "9503.00"), ("0406.3000", "0406.30.00")]
        {
            assert_eq!(given.parse::<HsCode>().unwrap().to_string(), printed);
        }
    }

    #[test]
    fn a_product_is_named_by_the_code_or_those_above_it() {
        let of = |code: &str| {
            let code: HsCode = code.parse().unwrap();
            code.product_codes().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(of("9503.0089"), ["95030089", "950300", "9503"]);
        assert_eq!(of("9503"), ["9503"]);
        assert_eq!(of("95"), [""; 0]);
    }

    #[test]
    fn refuses_what_customs_would() {
        for bad in ["", "8", "851", "00", "HS 85", "8516-60", "85166", "12345678901234"] {
            assert!(bad.parse::<HsCode>().is_err(), "{bad}");
        }
    }

    #[test]
    fn ancestry_widens() {
        let code: HsCode = "85166010".parse().unwrap();
        assert_eq!(code.ancestry().collect::<Vec<_>>(), ["85", "8516", "851660", "85166010"]);
    }
}
