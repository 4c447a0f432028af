//! Publishers' names in running text: which are unmistakable, which are also
//! words, units, roads or gazettes, and what may stand between name and number.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind, StartKind};

use super::bare;
use crate::standard::all_spellings;

/// How much a name says by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// Something else must say that a standard is meant.
    Weak,
    /// A number of three digits, a part or a date is enough.
    Middling,
    /// Means nothing else.
    Strong,
}

/// How the number is written behind the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Digits and parts behind hyphens: `9001`, `60335-2-9`.
    Plain,
    /// A class letter before, points inside: `C 9335-1`, `16649.4`.
    Class,
    /// Codes of American bodies: `D1298-99`, `J1211`, `B31.8`, `RP 14C`.
    American,
    /// `X.509`, `BT.1868-0`.
    Itu,
    /// `R 76-1`, `D 11`.
    Oiml,
    /// `301 489-1 V2.2.3`.
    Etsi,
    /// `No. 13-H`, `R100.03`.
    Un,
}

/// A name in the text.
#[derive(Debug, Clone)]
pub(super) struct Name {
    /// As the parser knows it.
    pub canonical: String,
    pub strength: Strength,
    pub form: Form,
}

/// All names, and the automaton that finds them.
pub(super) struct Names {
    pub automaton: AhoCorasick,
    names: Vec<Name>,
}

impl Names {
    /// The name that the automaton's pattern `n` is.
    pub fn get(&self, n: usize) -> &Name {
        &self.names[n]
    }
}

/// Spellings that the parser does not offer for prose, and what it calls them.
const OTHER_SPELLINGS: [(&str, &str); 40] = [
    ("ايزو", "ISO"),
    ("آيزو", "ISO"),
    ("أيزو", "ISO"),
    ("إيزو", "ISO"),
    ("الأيزو", "ISO"),
    ("الايزو", "ISO"),
    ("الآيزو", "ISO"),
    ("الإيزو", "ISO"),
    ("ISO/CEI", "ISO/IEC"),
    ("I.S.O.", "ISO"),
    ("ИСО/МЭК", "ISO/IEC"),
    ("ISO/МЭК", "ISO/IEC"),
    ("ÖNORM", "ÖNORM"),
    ("ONORM", "ÖNORM"),
    ("СТ СЭВ", "СТ СЭВ"),
    ("Military Specification", "MIL"),
    ("Military Standard", "MIL"),
    ("Federal Specification", "Federal Specification"),
    ("ATA Specification", "ATA Specification"),
    ("ABYC", "ABYC"),
    ("VDI", "VDI"),
    ("BRL", "BRL"),
    ("ANSI/ANS", "ANSI/ANS"),
    ("NP EN", "NP EN"),
    ("NP ISO", "NP ISO"),
    ("DUS", "DUS"),
    ("DRS", "DRS"),
    // These are ambiguous; what is beside them decides.
    ("HJ", "HJ"),
    ("CGA", "CGA"),
    ("TIA", "TIA"),
    ("EIA", "EIA"),
    ("AGA", "AGA"),
    ("CAN", "CAN"),
    ("IES", "IES"),
    ("HL7", "HL7"),
    ("ETS", "ETS"),
    ("MIL", "MIL"),
    ("prEN", "prEN"),
    ("FprEN", "FprEN"),
    ("prHD", "prHD"),
];

/// Every name in text, full-width spellings included.
pub(super) static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let mut spellings: Vec<(String, String)> =
        all_spellings().map(|s| (s.to_owned(), s.to_owned())).collect();
    spellings.extend(bare::MARKS.map(|mark| (mark.to_owned(), mark.to_owned())));
    spellings.extend(OTHER_SPELLINGS.map(|(spelling, name)| (spelling.to_owned(), name.to_owned())));
    let wide: Vec<(String, String)> = spellings
        .iter()
        .filter(|(s, _)| s.is_ascii())
        .map(|(s, name)| (s.chars().map(full_width).collect(), name.clone()))
        .collect();
    spellings.extend(wide);
    // A single letter or a name in small letters would be in every word.
    spellings.retain(|(s, name)| s.len() > 1 && name.chars().any(|c| !c.is_ascii_lowercase()));
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .kind(Some(AhoCorasickKind::DFA))
        .start_kind(StartKind::Both)
        .build(spellings.iter().map(|(spelling, _)| spelling))
        .expect("names are constant");
    let names = spellings
        .into_iter()
        .map(|(_, canonical)| Name { strength: strength(&canonical), form: form(&canonical), canonical })
        .collect();
    Names { automaton, names }
});

fn full_width(c: char) -> char {
    match c {
        ' ' => '\u{3000}',
        '!'..='~' => char::from_u32(c as u32 + 0xfee0).unwrap_or(c),
        c => c,
    }
}

fn strength(name: &str) -> Strength {
    match name {
        "ISO" | "IEC" | "ISO/IEC" | "CISPR" | "IWA" | "EN" | "prEN" | "FprEN" | "ENV" | "CWA" | "DIN"
        | "VDE" | "VDI" | "NEN" | "NPR" | "NTA" | "NVN" | "JIS" | "OIML" | "ИСО" | "МЭК" | "СИСПР" | "ЕН"
        | "ГОСТ" | "GOST" | "ГОСТР" | "СТБ" | "РМГ" | "ПМГ" | "ÖNORM" | "UNE" | "NBN" | "IRAM" | "SIST"
        | "SRPS" | "BDS" | "ELOT" | "ASTM" | "ANSI" | "IEEE" | "NFPA" | "ASME" | "ASHRAE" | "AWWA"
        | "AMCA" | "AHRI" | "AAMI" | "ABYC" | "TCVN" | "QCVN" | "SANS" | "SNI" | "SASO" | "GSO" | "NBR"
        | "NOM" | "NMX" | "ETSI" | "CXS" | "CXG" | "CXC" | "CXM" | "CXA" | "ECMA" | "CCITT" | "MIL"
        | "RFC" | "NIST" | "ČSN" | "MSZ" | "NTC" | "UIT-T" | "UIT-R" | "CGSB" | "NEMA" | "SIA" | "AS/NZS"
        | "CCSDS" | "JCGM" | "IECEE" | "HL7" => Strength::Strong,
        name if name.contains([' ', '/', '-']) && name.len() > 3 => Strength::Strong,
        "SAE" | "UL" | "CSA" | "API" | "CEI" | "UNI" | "GB" | "NF" | "ULC" | "TIA" | "EIA" | "CIE"
        | "NZS" | "PAS" | "CLC" | "CECC" | "FIPS" | "INCITS" | "AGA" | "ASSE" | "CGA" | "BRL" | "NTP"
        | "NCh" => Strength::Middling,
        _ => Strength::Weak,
    }
}

fn form(name: &str) -> Form {
    match name {
        "ASTM"
        | "ANSI"
        | "IEEE"
        | "NFPA"
        | "ASME"
        | "ASHRAE"
        | "AWWA"
        | "AMCA"
        | "AHRI"
        | "AAMI"
        | "SAE"
        | "UL"
        | "ULC"
        | "API"
        | "CSA"
        | "CAN"
        | "CGSB"
        | "NEMA"
        | "TIA"
        | "EIA"
        | "INCITS"
        | "AGA"
        | "ASSE"
        | "CGA"
        | "MIL"
        | "ABYC"
        | "FIPS"
        | "NOM"
        | "NMX"
        | "PROY-NOM"
        | "ANS"
        | "CCSDS"
        | "Federal Specification" => Form::American,
        name if ["ANSI/", "IEEE ", "API ", "CAN/", "ASTM ", "ANSI "].iter().any(|p| name.starts_with(p)) => {
            Form::American
        }
        name if ["ITU", "UIT", "CCITT"].iter().any(|p| name.starts_with(p)) => Form::Itu,
        "OIML" => Form::Oiml,
        name if name.starts_with("ETSI") => Form::Etsi,
        name if is_united_nations(name) => Form::Un,
        "ISO" | "IEC" | "ISO/IEC" | "EN" | "prEN" | "FprEN" | "DIN" | "NEN" | "CISPR" | "IWA" | "ИСО"
        | "МЭК" | "СИСПР" | "ЕН" | "VDE" | "ENV" | "CWA" | "NPR" | "NTA" | "NVN" | "SIA" | "VDI" | "SN"
        | "CEN" | "CLC" | "ETS" | "IS" | "DIN VDE" | "DIN SPEC" | "DIN V" => Form::Plain,
        name if name.ends_with("ISO") || name.ends_with("IEC") => Form::Plain,
        _ => Form::Class,
    }
}

fn is_united_nations(name: &str) -> bool {
    ["UN ", "UN-", "UN/", "UNECE R", "ECE", "GTR", "VN", "Правила"].iter().any(|p| name.starts_with(p))
        || name.contains("ONU")
        || name.contains("CEPE")
        || name.contains("UNECE")
}

/// Whether a publisher dates with a hyphen: `-2013`.
pub(super) fn dates_with_hyphen(publisher: &str) -> bool {
    let first = publisher.split([' ', '-', '/']).next().unwrap_or(publisher);
    form(first) == Form::American
        || matches!(
            first,
            "ГОСТ"
                | "GOST"
                | "GB"
                | "JB"
                | "YY"
                | "DL"
                | "QC"
                | "SJ"
                | "YD"
                | "HG"
                | "СТБ"
                | "CXS"
                | "CODEX"
                | "Codex"
                | "CAC"
        )
}

/// Names that may follow another one: what they publish is adopted, or
/// published jointly.
pub(super) fn may_follow(name: &str) -> bool {
    matches!(
        name,
        "ISO"
            | "IEC"
            | "ISO/IEC"
            | "EN"
            | "prEN"
            | "ENV"
            | "HD"
            | "CEN"
            | "CLC"
            | "ИСО"
            | "МЭК"
            | "СИСПР"
            | "ЕН"
            | "CISPR"
            | "IEEE"
            | "ASTM"
            | "ANSI"
            | "ASME"
            | "ASHRAE"
            | "UL"
            | "NFPA"
            | "SAE"
            | "CEI"
            | "ETS"
            | "NBR"
            | "NM"
            | "GSO"
            | "EAS"
            | "IWA"
            | "CWA"
            | "PAS"
            | "IES"
            | "CSA"
            | "CIE"
            | "IDF"
            | "HL7"
            | "NZS"
            | "VDE"
            | "DIN"
            | "CR"
            | "ES"
            | "AMCA"
            | "AAMI"
            | "AGA"
            | "AHRI"
            | "AWWA"
            | "NEMA"
            | "TIA"
            | "EIA"
            | "ASSE"
            | "INCITS"
            | "ULC"
            | "CGSB"
    ) || name.ends_with("/IEC")
        || name.ends_with("/IEEE")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_know_how_much_they_say() {
        assert_eq!(strength("ISO"), Strength::Strong);
        assert_eq!(strength("GB/T"), Strength::Strong);
        assert_eq!(strength("UL"), Strength::Middling);
        assert_eq!(strength("AS"), Strength::Weak);
        assert_eq!(form("DIN"), Form::Plain);
        assert_eq!(form("IEEE Std"), Form::American);
        assert_eq!(form("JIS"), Form::Class);
    }

    #[test]
    fn full_width_names_are_found() {
        let found = NAMES
            .automaton
            .find("按照ＩＳＯ９００１")
            .map(|m| NAMES.get(m.pattern().as_usize()).canonical.clone());
        assert_eq!(found.as_deref(), Some("ISO"));
    }
}
