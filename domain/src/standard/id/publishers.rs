//! Publishers: how they are spelled, and how their identifiers are written.

use serde::{Deserialize, Serialize};

/// How a publisher writes number, part and date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Style {
    /// `NUMBER-PART:YEAR` (ISO, IEC, EN, JIS, OIML, most national bodies).
    Colon,
    /// `NUMBER.PART-YEAR` (GB, GOST, ASTM, ANSI, IEEE, Codex).
    Hyphen,
    /// `X.509 (10/2019)`.
    Itu,
    /// `EN 301 489-1 V2.2.3 (2019-11)`.
    Etsi,
    /// `No. 13-H`, `R100.03`.
    Un,
}

/// A spelling, the publisher's name in normal form, its style, and whether it
/// stands alone only with more evidence (short or ambiguous: `IS`, `AS`).
pub(super) struct Publisher {
    pub spelling: &'static str,
    pub name: &'static str,
    pub style: Style,
}

macro_rules! publishers {
    ($($style:ident: $($spelling:literal $(=> $name:literal)?),+ ;)+) => {
        &[$($(Publisher { spelling: $spelling, name: publishers!(@name $spelling $($name)?), style: Style::$style },)+)+]
    };
    (@name $spelling:literal $name:literal) => { $name };
    (@name $spelling:literal) => { $spelling };
}

/// Every spelling. Longer ones are tried first.
pub(super) static PUBLISHERS: &[Publisher] = publishers! {
    Colon: "ISO/IEC/IEEE", "ISO/IEC", "ISO/IEEE", "ISO/ASTM", "ISO/SAE", "ISO/CIE", "ISO/HL7", "ISO/OECD", "ISO/IDF",
        "ISO", "ИСО/МЭК" => "ISO/IEC", "ИСО" => "ISO", "МЭК" => "IEC", "ЕН" => "EN", "IEC/IEEE", "IEC/ISO", "IEC", "CISPR", "IWA", "IECEE", "IECEx", "IECQ",
        "CEN/CLC", "CEN ISO", "CEN", "CLC", "prEN", "FprEN", "prHD", "EN", "ENV", "HD", "CWA", "CR", "ES",
        "JIS", "OIML", "DIN VDE", "DIN SPEC", "DIN V", "DIN", "VDE", "BS", "PD", "DD", "PAS", "NF", "XP", "FD",
        "NEN", "NPR", "NTA", "NVN", "SN", "SIA", "UNE", "UNI", "CEI", "OENORM" => "ÖNORM", "ÖNORM", "SS", "SFS", "DS",
        "NBN", "PN", "CSN" => "ČSN", "ČSN", "STN", "MSZ", "SIST", "HRN", "SRPS", "BDS", "ELOT", "TS EN", "IRAM", "NTC",
        "NTP", "NCh", "UNIT", "NTE INEN", "ABNT NBR", "NBR", "NM", "AS/NZS", "AS", "NZS", "SASO", "GSO", "UAE.S",
        "KS", "DKS", "EAS", "DEAS", "US", "DUS", "RS", "TZS", "TCVN", "QCVN", "SANS", "SNI", "MS", "SI", "TIS", "PNS",
        "SLS", "IS/ISO/IEC", "IS/ISO", "IS/IEC", "IS", "CSA", "CAN/CSA", "CIE", "BIPM", "JCGM", "IDF", "UNECE STANDARD";
    Hyphen: "GB/T", "GB/Z", "GB", "JB/T", "JB", "YY/T", "YY", "DL/T", "QC/T", "SJ/T", "YD/T", "HG/T", "JR/T", "GBZ",
        "ГОСТ Р", "GOST R", "ГОСТ", "GOST", "РМГ", "ПМГ", "ASTM", "ANSI", "ANSI/ASHRAE", "ANSI/IEEE", "ANSI/ASME",
        "ANSI/UL", "ANSI/NFPA", "IEEE Std", "IEEE Standard" => "IEEE Std", "IEEE", "ANSI/IEEE Std", "IEEE Unapproved Draft Std", "IEEE Unapproved Std", "NFPA", "ASME", "UL", "API STD",
        "API RP", "API SPEC", "API", "SAE", "ASHRAE", "NOM", "NMX", "PROY-NOM", "AMCA", "AWWA", "AHRI",
        "CODEX STAN", "Codex Stan" => "CODEX STAN", "CXS", "CAC/GL", "CXG", "CAC/RCP", "CXC", "CAC/MRL", "CXM",
        "CAC/MISC", "CXA", "ANS", "ECMA", "NIST", "TCXDVN", "CCSDS";
    Itu: "ITU-T", "ITU-R", "ITU-D", "UIT-T" => "ITU-T", "UIT-R" => "ITU-R", "CCITT" => "ITU-T";
    Etsi: "ETSI EN", "ETSI TS", "ETSI TR", "ETSI ES", "ETSI EG", "ETSI ETS", "ETSI ETR", "ETSI I-ETS", "ETSI GS",
        "ETSI GR", "ETSI SR", "ETSI TBR", "ETSI NET", "ETSI TCRTR", "ETSI GTS";
    Un: "UN Regulation No.", "UN Regulation No" => "UN Regulation No.", "UN Regulation" => "UN Regulation No.",
        "UNECE Regulation No." => "UN Regulation No.", "UNECE Regulation No" => "UN Regulation No.",
        "UNECE Regulation" => "UN Regulation No.", "ECE Regulation No." => "UN Regulation No.",
        "ECE Regulation No" => "UN Regulation No.", "ECE Regulation" => "UN Regulation No.",
        "UN/ECE Regulation No." => "UN Regulation No.", "UN/ECE Regulation No" => "UN Regulation No.",
        "UNECE R" => "UN Regulation No.", "UN/ECE R" => "UN Regulation No.", "ECE R" => "UN Regulation No.",
        "ECE-R" => "UN Regulation No.", "UN R" => "UN Regulation No.", "UN GTR No." , "UN GTR No" => "UN GTR No.",
        "UN GTR" => "UN GTR No.", "GTR No." => "UN GTR No.", "GTR No" => "UN GTR No.";
};

/// Every spelling of every publisher, for scanning text.
pub fn all_spellings() -> impl Iterator<Item = &'static str> {
    PUBLISHERS.iter().map(|p| p.spelling)
}

/// The publisher whose spelling `text` begins with, the longest; a letter or
/// digit must not follow letters directly, unless a number does.
pub(super) fn at_start(text: &str) -> Option<&'static Publisher> {
    PUBLISHERS
        .iter()
        .filter(|p| text.starts_with(p.spelling) && ends_word(&text[p.spelling.len()..]))
        .max_by_key(|p| p.spelling.len())
}

fn ends_word(rest: &str) -> bool {
    rest.chars().next().is_some_and(|c| !c.is_alphabetic())
}

/// The name a publisher's documents carry today (Codex renamed its series in 2017).
pub(super) fn current(name: &str) -> &str {
    match name {
        "CODEX STAN" => "CXS",
        "CAC/GL" => "CXG",
        "CAC/RCP" => "CXC",
        "CAC/MRL" => "CXM",
        "CAC/MISC" => "CXA",
        "IEC/ISO" => "ISO/IEC",
        "GOST" => "ГОСТ",
        "GOST R" => "ГОСТ Р",
        "IEEE" | "ANSI/IEEE" | "ANSI/IEEE Std" => "IEEE Std",
        other => other,
    }
}
