//! The parser against real identifiers, where they are at hand.

use std::{collections::BTreeMap, io::Read as _, path::PathBuf};

use super::{DocumentType, StandardId, SupplementKind};

/// Families and the share of their identifiers that must print as written, but for
/// quotation marks around them and characters that look alike.
const FLOORS: [(&str, f64); 29] = [
    ("iso", 0.995),
    ("iec", 0.999),
    ("itu", 1.0),
    ("ieee", 0.989),
    ("etsi", 1.0),
    ("cen_cenelec", 0.98),
    ("jis", 1.0),
    ("gb", 1.0),
    ("bsi", 0.98),
    ("gost", 1.0),
    ("nist", 0.99),
    ("ashrae", 0.95),
    ("ansi", 1.0),
    ("ans", 0.99),
    ("astm", 0.97),
    ("asme", 0.96),
    ("csa", 0.985),
    ("api", 0.98),
    ("ccsds", 1.0),
    ("cie", 0.99),
    ("easc", 1.0),
    ("iho", 1.0),
    ("idf", 1.0),
    ("oiml", 0.92),
    ("amca", 1.0),
    ("ecma", 1.0),
    ("oasis", 0.95),
    ("tgpp", 1.0),
    ("calconnect", 1.0),
];

/// Share of the catalogue that must print as written. What is refused names no
/// publisher (`S-57`, `05-110`) or is a slip of the pen.
const CATALOGUE: f64 = 0.997;

/// Paths of the expected parts that accessors answer, and the share that must be right.
const PARTS: [(&str, f64); 16] = [
    ("number.value", 0.9),
    ("part.value", 0.85),
    ("subpart.value", 0.85),
    ("date.year", 0.85),
    ("publisher.publisher", 0.95),
    ("publisher.body", 0.85),
    ("publisher.copublisher.first", 0.9),
    ("copublishers.first.body", 0.9),
    ("base.number.value", 0.82),
    ("base.part.value", 0.85),
    ("base.date.year", 0.85),
    ("base.publisher.publisher", 0.9),
    ("stage_iteration.number", 0.75),
    ("typed_stage.type_code", 0.75),
    ("typed_stage.stage_code", 0.8),
    ("series.series", 0.8),
];

fn shared(name: &str) -> Option<PathBuf> {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data").join(name);
    if file.exists() {
        return Some(file);
    }
    println!("skipped: no ../shared");
    None
}

#[test]
fn real_identifiers_print_as_they_were_written() {
    let Some(file) = shared("identifiers/identifiers.tsv") else { return };
    let lines = std::fs::read_to_string(file).unwrap();
    let mut families: BTreeMap<&str, (usize, usize, Vec<&str>)> = BTreeMap::new();
    for line in lines.lines().skip(1) {
        let mut cells = line.split('\t');
        let (Some(family), Some(identifier)) = (cells.next(), cells.next()) else { continue };
        let counts = families.entry(family).or_default();
        counts.0 += 1;
        match identifier.parse::<StandardId>() {
            Ok(id) if id.is_spelled(identifier.trim()) => counts.1 += 1,
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

#[test]
fn the_catalogue_prints_as_it_was_written() {
    let Some(file) = shared("standards/standards.jsonl.zst") else { return };
    let mut lines = String::new();
    zstd::Decoder::new(std::fs::File::open(file).unwrap()).unwrap().read_to_string(&mut lines).unwrap();
    let (mut all, mut same, mut others) = (0, 0, Vec::new());
    for line in lines.lines() {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        let written = record["id"].as_str().unwrap();
        all += 1;
        match written.parse::<StandardId>() {
            Ok(id) if id.as_str() == written => same += 1,
            _ => others.push(written.to_owned()),
        }
    }
    println!("{same} of {all}; not {:?}", others.iter().step_by(12).collect::<Vec<_>>());
    assert!(f64::from(same) / f64::from(all) >= CATALOGUE, "{same} of {all}");
}

#[test]
fn urns_of_iso_are_those_that_are_known() {
    let Some(file) = shared("identifiers/iso_urn.tsv") else { return };
    let lines = std::fs::read_to_string(file).unwrap();
    let (mut all, mut same) = (0, 0);
    for line in lines.lines().skip(1) {
        let Some((identifier, urn)) = line.split_once('\t') else { continue };
        all += 1;
        match identifier.parse::<StandardId>().ok().and_then(|id| id.urn()) {
            Some(found) if found == urn => same += 1,
            found => println!("{identifier}: {found:?}, not {urn}"),
        }
    }
    println!("{same} of {all}");
    assert!(f64::from(same) / f64::from(all) >= 0.85, "{same} of {all}");
}

/// Answers a path of the data with an accessor. Where the identifier is a
/// supplement, number and date are the supplement's own, as in the data.
fn answer(id: &StandardId, path: &str) -> Option<String> {
    if let Some(rest) = path.strip_prefix("base.") {
        return answer(&id.base()?, rest);
    }
    let supplements = id.supplements();
    let last = supplements.last();
    let year = |y: Option<i16>| y.map(|y| y.to_string());
    Some(match path {
        "number.value" => last.map_or_else(
            || without_round(id, id.number()),
            |s| s.number.split('.').next().unwrap_or_default().to_owned(),
        ),
        "part.value" => without_round(id, id.parts().first()?),
        "subpart.value" => without_round(id, id.parts().get(1)?),
        "date.year" => match last {
            Some(supplement) => year(supplement.year)?,
            None => year(id.year())?,
        },
        "publisher.publisher" | "publisher.body" => (*id.publishers().first()?).to_owned(),
        "publisher.copublisher.first" | "copublishers.first.body" => (*id.publishers().get(1)?).to_owned(),
        "stage_iteration.number" => id.iteration()?.to_string(),
        "series.series" => id.number().split(['.', ' ']).next()?.to_owned(),
        "typed_stage.type_code" => match last.map(|s| s.kind) {
            Some(SupplementKind::Amendment) => "amd",
            Some(SupplementKind::Corrigendum) => "cor",
            Some(SupplementKind::Addendum) => "add",
            Some(SupplementKind::Supplement) if id.document_type() == DocumentType::Directives => "dir-sup",
            Some(SupplementKind::Supplement) => "suppl",
            Some(SupplementKind::Fragment) => "frag",
            Some(SupplementKind::Other) => "ext",
            Some(_) => return None,
            None => match id.document_type() {
                DocumentType::Guide => "guide",
                DocumentType::Data => "data",
                DocumentType::Directives => "dir",
                DocumentType::StandardizedProfile => "isp",
                DocumentType::Recommendation => "rec",
                DocumentType::TechnicalReport => "tr",
                DocumentType::TechnicalSpecification => "ts",
                _ => "is",
            },
        }
        .to_owned(),
        // The data names the ballot; the stage is what is meant.
        "typed_stage.stage_code" => format!("{:?}", id.stage()),
        _ => return None,
    })
}

/// The number without the round that a draft carries (`22260-1.2`).
fn without_round(id: &StandardId, number: &str) -> String {
    match number.rsplit_once('.') {
        Some((number, _)) if id.iteration().is_some() => number.to_owned(),
        _ => number.to_owned(),
    }
}

fn expected_stage(code: &str) -> &'static str {
    match code {
        "published" => "Published",
        "pwi" => "Preliminary",
        "np" | "proposal" => "Proposal",
        "awi" => "Approved",
        "wd" | "working_draft" => "WorkingDraft",
        "cd" | "fcd" | "pcd" | "committee_draft" => "CommitteeDraft",
        "prf" => "Proof",
        code if code.starts_with("fd") || code == "final_draft" => "FinalDraft",
        _ => "Enquiry",
    }
}

#[test]
fn parts_of_real_identifiers_are_right() {
    let Some(file) = shared("identifiers/expected_parts.tsv") else { return };
    let lines = std::fs::read_to_string(file).unwrap();
    let mut paths: BTreeMap<&str, (usize, usize, Vec<String>)> = BTreeMap::new();
    for line in lines.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [family, identifier, path, expected] = cells[..] else { continue };
        if !matches!(family, "iso" | "iec" | "itu" | "cen_cenelec" | "bsi" | "idf" | "jcgm") {
            continue;
        }
        let Some((path, _)) = PARTS.iter().find(|(p, _)| *p == path) else { continue };
        let count = paths.entry(path).or_default();
        count.0 += 1;
        let found = identifier.parse::<StandardId>().ok().and_then(|id| answer(&id, path));
        let expected = if *path == "typed_stage.stage_code" { expected_stage(expected) } else { expected };
        if found.as_deref().is_some_and(|f| f.eq_ignore_ascii_case(expected)) {
            count.1 += 1;
        } else {
            count.2.push(format!("{identifier}: {found:?}, not {expected}"));
        }
    }
    for (path, (all, right, others)) in &paths {
        println!("{path}: {right} of {all} {:#?}", others.iter().take(8).collect::<Vec<_>>());
    }
    for (path, floor) in PARTS {
        let (all, right, _) = &paths[path];
        let share = *right as f64 / *all as f64;
        assert!(share >= floor, "{path}: {share:.3} right, {floor} expected");
    }
}
