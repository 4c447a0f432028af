//! The ways in which publishers write identifiers, as a table for each family:
//! numbers, parts, years, stages, languages and supplements beside those of
//! `real_data`.

use std::collections::BTreeMap;

use super::StandardId;

#[test]
fn publishers_ways_of_writing_are_read() {
    let mut families: BTreeMap<&str, usize> = BTreeMap::new();
    let mut family = "";
    let mut wrong = Vec::new();
    for line in include_str!("variants.txt").lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            family = name;
            continue;
        }
        let (given, expected) = line.split_once(" => ").unwrap_or((line, line));
        *families.entry(family).or_default() += 1;
        match given.parse::<StandardId>() {
            Ok(id) if id.as_str() == expected => {}
            Ok(id) => wrong.push(format!("{family}: {given} reads as {id}")),
            Err(error) => wrong.push(format!("{family}: {given}: {error}")),
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(families.len() == 9 && families.values().all(|n| *n >= 30), "{families:?}");
}
