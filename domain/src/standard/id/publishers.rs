//! Publishers: how they are spelled, and how their identifiers are written.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// How a publisher writes number, part and date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Style {
    /// `NUMBER-PART:YEAR` (ISO, IEC, EN, JIS, OIML, most national bodies).
    Colon,
    /// `NUMBER.PART-YEAR` (GB, GOST, ASTM, ANSI, Codex).
    Hyphen,
    /// `P1484.11/D6, January 2020` (IEEE and its forerunners).
    Ieee,
    /// `X.509 (10/2019)`.
    Itu,
    /// `EN 301 489-1 V2.2.3 (2019-11)`.
    Etsi,
    /// `No. 13-H`, `R100.03`.
    Un,
    /// A code of the publisher's own making: `130.0-G-3`, `UBL-2.1`.
    Code,
}

/// A spelling, the publisher's name in normal form, and its style.
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

/// Every spelling. Where several begin alike the longest counts. Names made of
/// several (`ISO/IEC`, `DIN EN ISO`) are chains of these.
static PUBLISHERS: &[Publisher] = publishers! {
    Colon: "ISO", "IEC", "CISPR", "IWA", "IECEE", "IECEx", "IECQ", "IECRE", "ИСО", "МЭК", "СИСПР", "ЕН", "OECD", "HL7", "CIE", "IDF",
        "CEN", "CENELEC", "CLC", "CECC", "prEN", "FprEN", "prHD", "EN", "ENV", "HD", "CWA", "CR", "ES", "ETS", "Fpr", "pr",
        "JIS", "OIML", "JCGM", "DIN", "VDE", "VDI", "DIN VDE", "DIN SPEC", "DIN V", "DIN CEN", "BS", "PD", "DD", "PAS", "BSI Flex",
        "DISC PD", "PP", "EP", "HB", "NA", "NF", "XP", "FD", "BP", "NEN", "NPR", "NTA", "NVN", "BRL", "SN", "SNR", "SIA", "UNE", "UNI", "CEI",
        "IS0" => "ISO", "OENORM" => "ÖNORM", "ÖNORM", "ÖVE", "SS", "SFS", "DS", "NS", "NBN", "PN", "CSN" => "ČSN", "ČSN", "STN", "MSZ",
        "SIST", "HRN", "SRPS", "BDS", "ELOT", "EVS", "LVS", "LST", "SR EN" => "SR EN", "IRAM", "NTC", "NTP", "NCh", "UNIT", "NB",
        "NTE INEN", "RTE INEN", "COVENIN", "COPANT", "RTCA", "OHSAS", "BIP", "NP", "UNDP",  "ABNT NBR", "ABNT", "NBR", "NM", "AS/NZS", "AS", "NZS", "SASO", "GSO", "UAE.S", "KS", "DKS",
        "EAS", "DEAS", "DUS", "DRS", "TZS", "TCVN", "QCVN", "SANS", "SNI", "MS", "SI", "TIS", "PNS", "ДСТУ", "O'zDSt", "O‘zDSt" => "O'zDSt", "Oʻz DSt" => "O'zDSt", "O'z DSt" => "O'zDSt", "O‘z DSt" => "O'zDSt", "SLS", "BDS", "IS", "CNS", "TS EN",
        "BIPM", "MSS SP", "T MS";
    Hyphen: "СТ РК", "ST RK", "СТБ", "STB", "КМС", "T/", "DB", "SN/T", "YS/T", "LY/T", "MT/T", "NB/T", "SL/T", "SC/T", "GM/T", "FZ/T", "BB/T", "CB/T", "DZ/T", "GY/T", "RB/T", "SB/T", "YB/T", "YC/T", "QX/T", "XB/T", "LS/T", "MH/T", "TY/T", "WB/T", "WH/T", "CH/T", "DA/T", "EJ/T", "HY/T", "YZ/T", "GB", "GB/T", "GB/Z", "GBZ", "GBZ/T", "GBJ", "JB", "JB/T", "YY", "YY/T", "DL/T", "QC/T", "SJ/T", "YD/T", "HG/T",
        "HJ", "HJ/T", "JR/T", "JT/T", "CJ/T", "CJJ", "JGJ", "NY/T", "QB/T", "SY/T", "SY", "SH/T", "SH", "JC/T", "JC", "JG/T", "JG", "JGJ/T", "CJJ/T", "GH/T", "CY/T", "MZ/T", "JY/T", "TD/T", "AQ/T", "XF/T", "LD/T", "JTG", "JTG/T", "GJB", "GJB/Z", "CECS", "TSG", "HG", "NY", "QB", "FZ", "DL", "WS", "MT", "QC", "JT", "CJ", "YD", "SJ", "LY", "YB", "YS", "TB/T", "WS/T", "AQ", "XF", "GA", "GA/T", "JJG", "JJF",
        "ГОСТ", "ГОСТ Р", "GOST", "GOST R", "ГОСТР" => "ГОСТ Р", "РМГ", "ПМГ",
        "ASTM", "ANSI", "NFPA", "ASME", "UL", "ULC", "API", "SAE", "ASHRAE", "NOM", "NMX", "PROY-NOM", "AMCA", "AWWA", "AHRI", "IES", "ASHE", "USGBC", "IBPSA", "ACCA", "ICC", "IAPMO", "INCITS",
        "AAMI", "AGA", "CTA", "NEMA", "TIA", "EIA", "ASSP", "ASSE", "NACE", "ANS", "CSA", "CAN", "CAN3", "CAN1", "CGSB", "CGA", "USEMCSC", "NIBS", "ABYC", "ATA Specification", "ISEA",
        "CODEX STAN", "Codex Stan" => "CODEX STAN", "Codex Standard" => "CODEX STAN", "CODEX STANDARD" => "CODEX STAN", "CXS", "CAC/GL", "CXG", "CAC/RCP", "CXC", "CAC/MRL", "CXM",
        "CAC/MISC", "CXA", "UNECE STANDARD", "TCXDVN", "EO";
    Ieee: "IEEE", "AIEE", "IRE", "ASA", "USAS";
    Itu: "ITU-T", "ITU-R", "ITU-D", "ITU", "UIT-T" => "ITU-T", "UIT-R" => "ITU-R", "CCITT" => "ITU-T";
    Etsi: "ETSI";
    Code: "ECMA", "CCSDS", "OASIS", "OGC", "IALA", "IHO", "NIST", "NBS", "FIPS", "W3C", "IETF", "RFC", "BCP", "FYI", "STD", "PLATEAU", "XEP", "OMG", "3GPP", "CC", "ISA", "IMO", "ICAO", "WHO", "Federal Specification", "MIL";
    Un: "UN Regulation", "UNECE Regulation", "ECE Regulation", "UN/ECE Regulation", "UN-ECE Regulation",
        "UNECE R", "UN/ECE R", "UN ECE R", "ECE R", "ECE-R", "UN R", "UN-R", "UN Reg", "UN Reg.", "UN GTR", "UNECE GTR", "GTR",
        "ECE-Regelung", "UN-Regelung", "UN/ECE-Regelung", "UNECE-Regelung", "UNECE-Regel", "VN-reglement", "VN/ECE-reglement", "ECE-reglement",
        "Règlement ONU", "règlement ONU", "Règlement CEE-ONU", "Reglamento CEPE", "Reglamento ONU", "Regulamento ONU", "Правила ООН", "Правила ЕЭК ООН";
};

/// The spellings of publishers, for scanning text.
/// Short names that mean other things more often than a publisher are left out.
pub fn all_spellings() -> impl Iterator<Item = &'static str> {
    PUBLISHERS.iter().map(|p| p.spelling).filter(|s| !NOT_IN_PROSE.contains(s))
}

/// Names that are publishers only where nothing but an identifier is expected.
const NOT_IN_PROSE: &[&str] = &[
    "Fpr", "pr", "PP", "EP", "HB", "NA", "BP", "NS", "NB", "CC", "CAN", "ICC", "GA", "AQ", "XF", "HJ", "EO",
    "ASA", "IRE", "ISA", "WHO", "IMO", "ICAO", "OMG", "ITU", "ANS", "AGA", "CGA", "CTA", "TIA", "EIA", "GTR",
    "BRL", "DRS", "DUS", "PLATEAU", "OECD", "HL7", "NBS", "CNS", "ETS", "IES", "ASHE", "ACCA", "BCP", "FYI",
    "STD", "BIP", "NP", "UNDP", "OHSAS", "IS0", "USAS", "SY", "SH", "JC", "JG", "HG", "NY", "QB", "FZ", "DL",
    "WS", "MT", "QC", "JT", "CJ", "YD", "SJ", "LY", "YB", "YS", "TSG", "NIBS",
];

/// Publishers by the first byte of their spelling, the longest first.
static BY_FIRST_BYTE: LazyLock<Vec<Vec<&'static Publisher>>> = LazyLock::new(|| {
    let mut table: Vec<Vec<&'static Publisher>> = vec![Vec::new(); 256];
    for publisher in PUBLISHERS {
        table[usize::from(publisher.spelling.as_bytes()[0])].push(publisher);
    }
    for entries in &mut table {
        entries.sort_by_key(|p| std::cmp::Reverse(p.spelling.len()));
    }
    table
});

/// The publisher whose spelling `text` begins with, the longest; no letter may
/// follow it directly, but a digit may (`ISO9001`).
pub(super) fn at_start(text: &str) -> Option<&'static Publisher> {
    let first = *text.as_bytes().first()?;
    BY_FIRST_BYTE[usize::from(first)].iter().copied().find(|p| {
        text.strip_prefix(p.spelling).is_some_and(|rest| {
            let glued = p.spelling.ends_with(['r']) && rest.starts_with(|c: char| c.is_ascii_uppercase());
            // The group that wrote it stands behind the slash: `T/CAS 12-2020`.
            let group = p.spelling == "T/"
                && (2..=10).contains(&rest.bytes().take_while(u8::is_ascii_uppercase).count());
            // Japan's tables glue the class letter: `JISC9335`.
            let class = p.spelling == "JIS"
                && rest.starts_with(|c: char| c.is_ascii_uppercase())
                && rest[1..].starts_with(|c: char| c.is_ascii_digit());
            glued || group || class || !rest.starts_with(|c: char| c.is_alphabetic())
        })
    })
}

/// The Latin name of a link, as its publisher writes it today.
pub(super) fn current(link: &str) -> &str {
    match link {
        "ИСО" => "ISO",
        "МЭК" => "IEC",
        "СИСПР" => "CISPR",
        "ЕН" | "prEN" | "FprEN" => "EN",
        "prHD" => "HD",
        "CODEX STAN" => "CXS",
        "CAC/GL" => "CXG",
        "CAC/RCP" => "CXC",
        "CAC/MRL" => "CXM",
        "CAC/MISC" => "CXA",
        "GOST" => "ГОСТ",
        "GOST R" => "ГОСТ Р",
        "CENELEC" => "CLC",
        "ABNT NBR" => "NBR",
        "PROY-NOM" => "NOM",
        "DKS" => "KS",
        "DEAS" => "EAS",
        other => other,
    }
}

/// Links that may follow another one: what they publish is adopted or
/// published jointly.
pub(super) fn follows_others(link: &str) -> bool {
    const LINKS: [&str; 54] = [
        "AMCA", "ASHE", "USGBC", "IBPSA", "ACCA", "ICC", "IAPMO", "NEMA", "NACE", "USEMCSC", "AAMI",
        "ABNT NBR", "AHRI", "ANSI", "ASHRAE", "ASME", "ASSE", "ASTM", "CECC", "CEI", "CEN", "CGSB", "CIE",
        "CISPR", "CLC", "CR", "CSA", "CWA", "EAS", "EIA", "EN", "ENV", "ES", "ETS", "GSO", "HD", "HL7",
        "IDF", "IEC", "IEEE", "IES", "ISO", "IWA", "NBR", "NFPA", "NM", "OECD", "SAE", "UL", "VDE", "prEN",
        "ЕН", "ИСО", "МЭК",
    ];
    LINKS.contains(&link)
        || matches!(
            link,
            "СИСПР"
                | "OHSAS"
                | "UNDP"
                | "NZS"
                | "FprEN"
                | "prHD"
                | "CENELEC"
                | "AGA"
                | "NIBS"
                | "PD"
                | "DIN"
                | "CAN"
                | "SIA"
        )
}

/// Bodies whose joint documents carry all their names with slashes.
pub(super) fn is_joint(first: &str, second: &str) -> bool {
    matches!(first, "ISO" | "IEC" | "IEEE" | "ИСО")
        && matches!(
            second,
            "ISO"
                | "IEC"
                | "CEI"
                | "IEEE"
                | "ASTM"
                | "SAE"
                | "CIE"
                | "HL7"
                | "OECD"
                | "IDF"
                | "МЭК"
                | "ASME"
                | "EIA"
                | "UNDP"
        )
}
