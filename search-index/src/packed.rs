//! Facet values of a document in a few numbers, so that counting reads one
//! word where it would have read six lists.

use domain::{
    divergence::Code,
    notification::{Kind, Objective, State},
    search::Document,
};

const STATE_AT: u32 = 3;
const YEAR_AT: u32 = 6;
const OBJECTIVES_AT: u32 = 15;
const DIVERGENCES_AT: u32 = 31;

/// Years are counted from here; 0 stands for every year outside the range.
const YEAR_ZERO: i16 = 1899;
/// Number of values that the year can take.
pub const YEARS: usize = 1 << (OBJECTIVES_AT - YEAR_AT);

const _: () = assert!(Kind::ALL.len() <= 1 << STATE_AT);
const _: () = assert!(State::ALL.len() <= 1 << (YEAR_AT - STATE_AT));
const _: () = assert!(Objective::ALL.len() <= (DIVERGENCES_AT - OBJECTIVES_AT) as usize);
const _: () = assert!(Code::ALL.len() <= (u64::BITS - DIVERGENCES_AT) as usize);

/// The packed number of a document.
pub fn pack(d: &Document) -> u64 {
    let years = d.published.year() - YEAR_ZERO;
    let year = if (1..YEARS as i16).contains(&years) { years as u64 } else { 0 };
    place(&Kind::ALL, d.kind)
        | place(&State::ALL, d.state) << STATE_AT
        | year << YEAR_AT
        | d.objectives.iter().fold(0, |set, o| set | 1 << place(&Objective::ALL, *o)) << OBJECTIVES_AT
        | d.divergences.iter().fold(0, |set, c| set | 1 << place(&Code::ALL, *c)) << DIVERGENCES_AT
}

fn place<T: PartialEq>(all: &[T], value: T) -> u64 {
    all.iter().position(|v| *v == value).expect("ALL holds every value") as u64
}

/// Position in `Kind::ALL`.
pub fn kind(packed: u64) -> usize {
    (packed & 0b111) as usize
}

/// Position in `State::ALL`.
pub fn state(packed: u64) -> usize {
    (packed >> STATE_AT & 0b111) as usize
}

/// Number of the year, see [`year_of`].
pub fn year(packed: u64) -> usize {
    (packed >> YEAR_AT) as usize & (YEARS - 1)
}

/// The year of that number; none for 0.
pub fn year_of(number: usize) -> Option<i16> {
    (number > 0).then(|| YEAR_ZERO + number as i16)
}

/// Bits at positions in `Objective::ALL`.
pub fn objectives(packed: u64) -> u64 {
    packed >> OBJECTIVES_AT & ((1 << (DIVERGENCES_AT - OBJECTIVES_AT)) - 1)
}

/// Bits at positions in `Code::ALL`.
pub fn divergences(packed: u64) -> u64 {
    packed >> DIVERGENCES_AT
}

/// Two-digit codes as bits, 0–63 in the first number, 64–99 in the second.
pub fn bits<'a>(codes: impl Iterator<Item = &'a str>) -> [u64; 2] {
    let mut bits = [0; 2];
    for n in codes.filter_map(|code| code.parse::<usize>().ok()).filter(|n| *n < 128) {
        bits[n / 64] |= 1 << (n % 64);
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::document;

    #[test]
    fn packing_keeps_every_value() {
        let mut d = document(1);
        d.kind = Kind::Supplement;
        d.state = *State::ALL.last().unwrap();
        d.published = "2026-11-21".parse().unwrap();
        d.objectives = Objective::ALL.to_vec();
        d.divergences = vec![Code::ALL[0], *Code::ALL.last().unwrap()];
        let p = pack(&d);
        assert_eq!(Kind::ALL[kind(p)], d.kind);
        assert_eq!(State::ALL[state(p)], d.state);
        assert_eq!(year_of(year(p)), Some(2026));
        assert_eq!(objectives(p), (1 << Objective::ALL.len()) - 1);
        assert_eq!(divergences(p), 1 | 1 << (Code::ALL.len() - 1));
        d.published = "1712-01-01".parse().unwrap();
        assert_eq!(year_of(year(pack(&d))), None);
    }

    #[test]
    fn two_digit_codes_are_bits() {
        assert_eq!(bits(["01", "63", "64", "99"].into_iter()), [1 << 1 | 1 << 63, 1 | 1 << 35]);
    }
}
