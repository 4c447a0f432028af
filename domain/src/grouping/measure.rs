//! When two texts say the same: exact measures of what they have in common.

use super::{shingles::Shingles, words::WORD};

/// Shorter texts are the same only when all their words are.
const SHORTEST: u32 = 12 * WORD as u32;
/// Words in common that are more than a phrase: with fewer, a text that stands in
/// a longer one is no excerpt.
const MORE_THAN_A_PHRASE: u32 = 25 * WORD as u32;
/// Texts of about the same length say the same from this share in common on.
const SAME: f64 = 0.6;
/// "About the same length": the shorter has at least this share of the longer.
const SAME_LENGTH: f64 = 0.7;
/// Share of the shorter text that stands in one up to twice as long.
const CONTAINED: f64 = 0.6;
/// Share of the shorter text that stands in a much longer one.
const EXCERPT: f64 = 0.8;

/// How much of two texts is common to both, as the square of the share of the
/// longer one: a text that joins two letters has half of each, and a letter all of
/// its copies. Asked when a group chooses its middle.
pub(super) fn resemblance(a: &Shingles, b: &Shingles) -> f64 {
    let (shorter, longer) = if a.total() <= b.total() { (a, b) } else { (b, a) };
    let share = f64::from(shorter.covered_by(longer, 0)) / f64::from(longer.total().max(1));
    share * share
}

/// How alike two texts are that say the same, 0 to 1; nothing when they do not.
/// Texts that are equal word by word are not asked about here.
pub(super) fn alike(a: &Shingles, b: &Shingles) -> Option<f64> {
    let (shorter, longer) = if a.total() <= b.total() { (a, b) } else { (b, a) };
    if shorter.total() < SHORTEST {
        return None;
    }
    let length = f64::from(shorter.total()) / f64::from(longer.total());
    let covered = shorter.covered_by(longer, share_of(shorter, SAME.min(CONTAINED)));
    let of_shorter = f64::from(covered) / f64::from(shorter.total());
    if length >= SAME_LENGTH && of_shorter >= SAME {
        let of_longer =
            f64::from(longer.covered_by(shorter, share_of(longer, SAME))) / f64::from(longer.total());
        if of_longer >= SAME {
            return Some((of_shorter + of_longer) / 2.0);
        }
    }
    let needed = if length >= 0.5 { CONTAINED } else { EXCERPT };
    (covered >= MORE_THAN_A_PHRASE && of_shorter >= needed).then_some(of_shorter * (1.0 + length) / 2.0)
}

/// Words of a text, as weight, that are this share of it; rounded down.
fn share_of(text: &Shingles, share: f64) -> u32 {
    (f64::from(text.total()) * share) as u32
}
