//! The parser against real identifiers, where they are at hand.

use std::{collections::BTreeMap, path::Path};

use super::StandardId;

/// Families that must round-trip almost always, with the share reached.
const FLOORS: [(&str, f64); 6] =
    [("iso", 0.96), ("etsi", 0.99), ("jis", 1.0), ("ieee", 0.45), ("gb", 1.0), ("gost", 0.9)];

#[test]
fn real_identifiers_print_as_they_were_written() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/identifiers/identifiers.tsv");
    let Ok(lines) = std::fs::read_to_string(&file) else {
        println!("skipped: no ../shared");
        return;
    };
    let mut families: BTreeMap<&str, (usize, usize, Vec<&str>)> = BTreeMap::new();
    for line in lines.lines().skip(1) {
        let mut cells = line.split('\t');
        let (Some(family), Some(identifier)) = (cells.next(), cells.next()) else { continue };
        let counts = families.entry(family).or_default();
        counts.0 += 1;
        match identifier.parse::<StandardId>() {
            Ok(id) if id.to_string() == identifier.trim() => counts.1 += 1,
            _ => counts.2.push(identifier),
        }
    }
    for (family, (all, same, others)) in &families {
        let step = (others.len() / 6).max(1);
        let shown: Vec<_> = others.iter().step_by(step).take(6).collect();
        println!("{family}: {same} of {all} {shown:?}");
    }
    for (family, floor) in FLOORS {
        let (all, same, _) = &families[family];
        let share = *same as f64 / *all as f64;
        assert!(share >= floor, "{family}: {share:.4} round-trip, {floor} expected");
    }
}
