//! The full catalogue, where `../shared` is at hand: its size, and that its
//! chains end.

use std::{collections::HashMap, path::PathBuf};

use super::{Catalogue, Entry, Resolution};
use crate::standard::{StandardId, StandardRecord};

/// The full catalogue with what is known of scopes.
pub(super) fn records() -> Option<Vec<StandardRecord>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/standards");
    let lines = |name: &str| {
        let file = std::fs::File::open(folder.join(name)).ok()?;
        Some(String::from_utf8(zstd::decode_all(file).unwrap()).unwrap())
    };
    let (Some(records), Some(scopes)) = (lines("standards.jsonl.zst"), lines("scopes.jsonl.zst")) else {
        println!("skipped: no ../shared");
        return None;
    };
    let scopes = scopes.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let mut scopes: HashMap<String, String> = scopes
        .filter_map(|row| Some((row["id"].as_str()?.to_owned(), row["en"].as_str()?.to_owned())))
        .collect();
    let record = |line: &str| {
        let record: StandardRecord = serde_json::from_str(line).unwrap();
        StandardRecord { scope: scopes.remove(&record.id).unwrap_or_default(), ..record }
    };
    Some(records.lines().map(record).collect())
}

/// Bytes on the heap, 16 more for each allocation; shared texts are left out.
fn heap_bytes(e: &Entry) -> usize {
    let list = |l: &Vec<String>| l.capacity() * 24 + l.iter().map(|s| s.capacity() + 16).sum::<usize>();
    let scope = if e.scope.is_empty() { 0 } else { e.scope.len() + 16 };
    e.id.capacity() + e.title.capacity() + 32 + scope + list(&e.replaced_by) + list(&e.under_revision_by)
}

#[test]
fn the_full_catalogue_is_small_and_its_chains_end() {
    let Some(records) = records() else { return };
    assert!(records.len() > 170_000);
    let count = records.len();
    let catalogue = Catalogue::from_records(records);
    let tables = catalogue.base.tables();
    let rows: usize = tables.iter().map(|t| t.rows().count()).sum();
    let bytes: usize =
        catalogue.iter().map(|e| size_of::<Entry>() + heap_bytes(e)).sum::<usize>() + 12 * rows;
    // After those by identifier, form, number and series come those of links.
    let links: usize = tables[4..].iter().map(|t| t.rows().count()).sum();
    println!("{count} records, about {} MB, {} KB of them links", bytes / 1_000_000, links * 12 / 1_000);
    // What a change needs to know beforehand is small beside the records.
    assert!(links * 12 < 4_000_000, "{links}");
    assert!(bytes < 120_000_000, "{bytes}");

    let mut ends = 0;
    for entry in catalogue.iter() {
        for end in catalogue.successors(&entry.id) {
            assert!(end.is_in_force(), "{} ends at {}", entry.id, end.id);
            ends += 1;
        }
    }
    println!("{ends} ends of chains");
    assert!(ends > 40_000);

    let ids: Vec<StandardId> = catalogue.iter().filter_map(|e| e.id.parse().ok()).collect();
    let found = ids
        .iter()
        .filter(|id| matches!(catalogue.resolve(id), Resolution::Edition(_) | Resolution::Current(_)))
        .count();
    println!("{found} of {} identifiers found", ids.len());
    assert!(found * 100 >= ids.len() * 99, "{found} of {}", ids.len());

    for (cited, current) in [
        ("ISO 12345:2013", "ISO 12345:2021"),
        ("IEC 60335-2-9:2008", "IEC 60335-2-9:2019"),
        ("ISO 14121-1:2007", "ISO 12100:2010"),
        ("ISO 4997:2015", "ISO 4997:2025"),
    ] {
        let Resolution::Edition(entry) = catalogue.resolve(&cited.parse().unwrap()) else {
            panic!("{cited}")
        };
        let ends: Vec<_> = catalogue.successors(&entry.id).iter().map(|e| e.id.clone()).collect();
        assert_eq!(ends, [current], "{cited}");
    }
}
