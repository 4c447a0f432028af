//! The words that occur between and behind the numbers of identifiers.

/// Stages and types that stand between publisher and number.
pub(super) const KINDS: &[&str] = &[
    "TS", "TR", "PAS", "Guide", "GUIDE", "ISP", "TTA", "DATA", "WT", "SRD", "DTS", "DTR", "DPAS", "DGuide",
    "DGUIDE", "FDGuide", "FD", "DISP", "PDTR", "PDTS", "PRF", "DIS", "FDIS", "CDV", "CD", "WD", "AWI",
    "NWIP", "NP", "PWI", "PNW", "IWA", "DIR", "SPEC", "Spec", "OD", "TRF", "GD", "AD", "ТС", "ТО", "ТУ",
    "ОПМС", "МФС", "Norm", "norm", "Norma", "norma", "R", "RM", "Handbook", "N",
];

/// The types that tell documents apart for ever; stages pass.
pub(super) fn lasting_kind(kind: &str) -> &'static str {
    match kind {
        "TS" | "DTS" | "PDTS" | "ТС" | "ТУ" => "TS",
        "TR" | "DTR" | "PDTR" | "ТО" => "TR",
        "PAS" | "DPAS" => "PAS",
        "Guide" | "GUIDE" | "DGuide" | "DGUIDE" | "FDGuide" => "Guide",
        "ISP" | "DISP" => "ISP",
        "IWA" => "IWA",
        "TTA" => "TTA",
        "DATA" => "DATA",
        "SRD" => "SRD",
        "DIR" => "DIR",
        "SPEC" | "Spec" => "SPEC",
        "OD" => "OD",
        "TRF" => "TRF",
        "RM" => "RM",
        _ => "",
    }
}

/// Words of supplements: what follows the number is no edition of its own. Sorted.
const SUPPLEMENTS: &[&str] = &[
    "A",
    "AA",
    "AC",
    "AD",
    "ADDENDUM",
    "AMD",
    "AMENDMENT",
    "APPENDIX",
    "Add",
    "Addenda",
    "Addendum",
    "Amd",
    "Amendment",
    "Annex",
    "Annexes",
    "App",
    "Appendix",
    "Att",
    "B",
    "C",
    "CDAmd",
    "CDCor",
    "CMV",
    "COR",
    "CORRIGENDUM",
    "CSV",
    "Conformance",
    "Cor",
    "Corr",
    "Corrigenda",
    "Corrigendum",
    "D",
    "DAD",
    "DAM",
    "DAmd",
    "DB",
    "DCOR",
    "DCor",
    "DSuppl",
    "ERRATUM",
    "EXPL",
    "EXPLANATION",
    "EXV",
    "EXV-CMV",
    "Err",
    "Errata",
    "Erratum",
    "Ext",
    "FCOR",
    "FCor",
    "FDAM",
    "FDAmd",
    "FDCOR",
    "FDCor",
    "FPDAM",
    "FRAG",
    "FRAGC",
    "Fragment",
    "Fragments",
    "INT",
    "ISH",
    "Imp",
    "Index",
    "Interp",
    "Interpretations",
    "PDAM",
    "PRV",
    "RLV",
    "Reissue",
    "SER",
    "SUP",
    "SUPPL",
    "SUPPLEMENT",
    "SYMBOL",
    "Suppl",
    "Supplement",
    "Supplementary",
    "attachment",
    "pDCOR",
    "pDCor",
    "prA",
];

/// Further words behind the number, of every publisher. Sorted.
const NEUTRAL: &[&str] = &[
    "AWI",
    "BL",
    "CD",
    "DIS",
    "E",
    "ED",
    "Ed",
    "Edition",
    "F",
    "FDIS",
    "First",
    "GUM",
    "HDB",
    "IEC",
    "INC",
    "ISO",
    "JTC",
    "MM",
    "NO",
    "NP",
    "No",
    "OUT",
    "P",
    "PRF",
    "PWI",
    "Part",
    "Partie",
    "Parts",
    "R",
    "Redline",
    "Rev",
    "Revision",
    "S",
    "Sec",
    "Second",
    "TC",
    "Technical",
    "Teil",
    "UB",
    "V",
    "VIM",
    "Vol",
    "WD",
    "X",
    "bis",
    "ed",
    "edition",
    "nd",
    "rd",
    "rev",
    "series",
    "st",
    "ter",
    "th",
    "v",
];

/// Words behind the numbers of publishers with long designations. Sorted.
const WORDY: &[&str] = &[
    "AIEE",
    "ANNEX",
    "ANSI",
    "ASA",
    "ASHRAE",
    "ASTM",
    "AU",
    "Ap",
    "Approved",
    "Apr",
    "April",
    "Aug",
    "August",
    "BOOK",
    "Book",
    "Bundle",
    "CIE",
    "CONSOLIDATED",
    "CSA",
    "Code",
    "Conf",
    "Corrected",
    "DC",
    "DRAFT",
    "Dec",
    "December",
    "Draft",
    "EIA",
    "ExComm",
    "FCD",
    "Feb",
    "February",
    "Fire",
    "French",
    "G",
    "H",
    "HB",
    "HC",
    "HR",
    "Handbook",
    "I",
    "IEEE",
    "IES",
    "II",
    "III",
    "IRE",
    "IV",
    "Includes",
    "Issue",
    "Jan",
    "January",
    "Jul",
    "July",
    "Jun",
    "June",
    "K",
    "L",
    "LFS",
    "M",
    "MH",
    "Mar",
    "March",
    "May",
    "Method",
    "Methods",
    "N",
    "NACE",
    "Nov",
    "November",
    "Oct",
    "October",
    "PACKAGE",
    "PDF",
    "PE",
    "PROPOSED",
    "Package",
    "Pages",
    "Q",
    "RA",
    "REV",
    "RevA",
    "Revised",
    "Russian",
    "SERIES",
    "SP",
    "Section",
    "Sep",
    "Sept",
    "September",
    "Standard",
    "Standards",
    "Std",
    "T",
    "TA",
    "Training",
    "Translated",
    "U",
    "Use",
    "WITHDRAWN",
    "Z",
    "amended",
    "and",
    "as",
    "by",
    "cor",
    "for",
    "full",
    "of",
    "published",
    "to",
];

/// Words that stand between others and end nothing. Sorted.
const JOINING: &[&str] = &[
    "Includes", "Method", "Methods", "NO", "No", "Part", "Partie", "Parts", "Section", "Std", "Stds", "Teil",
    "amended", "and", "as", "by", "for", "of", "to",
];

/// Beginnings of remarks in brackets that say how documents relate, in small letters.
const REMARKS: &[&str] = &[
    "active", "adopt", "amend", "approv", "compil", "conf", "consolid", "contain", "correct", "corrig",
    "draft", "e)", "edition", "errat", "first", "formerly", "french", "full", "ieee", "includ", "incorp",
    "interp", "issued", "january", "joint", "part", "partial", "pdf", "previous", "reaf", "reapprov",
    "redesign", "reinst", "replac", "reprint", "revis", "russian", "second", "spanish", "suppl", "supersed",
    "third", "trial", "version", "withdraw", "book", "fire", "jan", "feb", "mar", "apr", "may", "jun", "jul",
    "aug", "sep", "oct", "nov", "dec", "rev", "translat",
];

/// What says that every part is meant.
pub(super) const ALL_PARTS: &[&str] = &[
    "all parts",
    "All parts",
    "All Parts",
    "所有部分",
    "全部",
    "alle Teile",
    "toutes les parties",
    "todas las partes",
    "все части",
    "tutte le parti",
    "alle delen",
];

/// Whether a remark in brackets says how the document relates to others.
pub(super) fn is_remark(inside: &str) -> bool {
    let inside = inside.trim_start();
    inside.len() < 400
        && REMARKS.iter().any(|w| inside.get(..w.len()).is_some_and(|start| start.eq_ignore_ascii_case(w)))
}

/// Whether a word marks a supplement.
pub(super) fn is_supplement(word: &str) -> bool {
    SUPPLEMENTS.binary_search(&word).is_ok()
}

/// Whether a word only joins others.
pub(super) fn joins(word: &str) -> bool {
    JOINING.binary_search(&word).is_ok()
}

/// Whether a word may stand behind the number.
pub(super) fn may_follow(word: &str, wordy: bool) -> bool {
    is_supplement(word)
        || NEUTRAL.binary_search(&word).is_ok()
        || wordy && (WORDY.binary_search(&word).is_ok() || joins(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        for list in [SUPPLEMENTS, NEUTRAL, WORDY, JOINING] {
            assert!(list.is_sorted());
        }
    }
}
