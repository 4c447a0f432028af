//! Codes that stand without their publisher's name: in the lists of American
//! incorporations by reference ("IBR approved for § 169.609") the rows of the
//! American Boat and Yacht Council are `P-1-73, Safe Installation of …` under a
//! heading that names it once.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

/// What marks a row of such a list.
pub(super) const MARKS: [&str; 2] = ["IBR approved", "incorporation by reference approved"];

static ROW: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:\(\w{1,3}\)\s*)?(?P<code>[A-Z]-\d{1,2}-\d{2}),\s[A-Z“]")
        .expect("the pattern is constant and tested")
});

/// The code that the row before a mark begins with: where it stands in `row`,
/// and the identifier it is short for.
pub(super) fn code(row: &str) -> Option<(Range<usize>, String)> {
    let code = ROW.captures(row)?.name("code")?;
    Some((code.range(), format!("ABYC {}", code.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_begin_with_the_code() {
        let row = "(2) H-2-76, Ventilation of Boats Using Gasoline, ";
        let (range, id) = code(row).unwrap();
        assert_eq!((&row[range], id.as_str()), ("H-2-76", "ABYC H-2-76"));
        for row in ["Form A-3-70, Galley", "ASTM A-3-70, Steel", "P-1-73 of the list", "B-1-2, Title"] {
            assert!(code(row).is_none(), "{row}");
        }
    }
}
