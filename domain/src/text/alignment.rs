//! Two languages of one version side by side: which clause of one stands beside
//! which of the other. Nothing is compared by its words.

use std::collections::HashMap;

use super::clauses::{Clause, Clauses};

/// One row: a clause of the first text, of the second, or of both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Its place among the clauses of the first text.
    pub first: Option<usize>,
    /// Its place among the clauses of the second text.
    pub second: Option<usize>,
}

/// Two texts aligned by the addresses of their clauses. Every clause of both
/// stands in exactly one row; rows follow the first text, and what only the
/// second has stands where it stands there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Alignment {
    /// The rows.
    pub rows: Vec<Row>,
}

impl Alignment {
    /// Aligns two texts. Clauses with the same address stand beside one another.
    /// A heading without a number has its words for an address, which no other
    /// language has: between two aligned clauses such clauses are paired in order
    /// where both texts have the same number of them.
    #[must_use]
    pub fn of(first: &Clauses, second: &Clauses) -> Self {
        let (a, b) = (first.clauses(), second.clauses());
        let by_address: HashMap<&str, usize> =
            b.iter().enumerate().map(|(at, clause)| (clause.address.as_str(), at)).collect();
        let mut beside: Vec<Option<usize>> = vec![None; a.len()];
        let mut taken = vec![false; b.len()];
        for (at, clause) in a.iter().enumerate() {
            if let Some(&other) = by_address.get(clause.address.as_str()) {
                beside[at] = Some(other);
                taken[other] = true;
            }
        }
        pair_unnumbered(a, b, &mut beside, &mut taken);
        let mut rows = Vec::with_capacity(a.len());
        let mut next = 0;
        let mut only_second = |to: usize, rows: &mut Vec<Row>| {
            while next < to {
                if !taken[next] {
                    rows.push(Row { first: None, second: Some(next) });
                }
                next += 1;
            }
        };
        for (at, other) in beside.iter().enumerate() {
            if let Some(other) = other {
                only_second(*other, &mut rows);
            }
            rows.push(Row { first: Some(at), second: *other });
        }
        only_second(b.len(), &mut rows);
        Self { rows }
    }

    /// Clauses of the first text that the second does not have.
    #[must_use]
    pub fn missing_in_second(&self) -> usize {
        self.rows.iter().filter(|row| row.second.is_none()).count()
    }

    /// Clauses of the second text that the first does not have.
    #[must_use]
    pub fn missing_in_first(&self) -> usize {
        self.rows.iter().filter(|row| row.first.is_none()).count()
    }
}

/// Pairs clauses without a number within each gap between aligned ones.
fn pair_unnumbered(a: &[Clause], b: &[Clause], beside: &mut [Option<usize>], taken: &mut [bool]) {
    let mut from = (0, 0);
    for at in 0..=a.len() {
        let here = if at < a.len() { beside[at] } else { Some(b.len()) };
        let Some(other) = here else { continue };
        // A counterpart that stands before the gap was moved: it ends no gap.
        if other < from.1 {
            continue;
        }
        let loose = |clause: &Clause| clause.number.is_none();
        let left: Vec<usize> = (from.0..at).filter(|at| beside[*at].is_none() && loose(&a[*at])).collect();
        let right: Vec<usize> = (from.1..other).filter(|at| !taken[*at] && loose(&b[*at])).collect();
        if left.len() == right.len() {
            for (left, right) in left.into_iter().zip(right) {
                beside[left] = Some(right);
                taken[right] = true;
            }
        }
        from = (at + 1, other + 1);
    }
}
