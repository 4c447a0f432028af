//! Codes that are more than a number: American bodies, the ITU, OIML, ETSI, UN
//! regulations. Each is read in pieces, the later of which can be given up.

use std::sync::LazyLock;

use regex::Regex;

use super::names::Form;

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is constant and tested")
}

static ASTM: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x)^(?P<words>[\ -]?(?:(?:Standards?|standards?|Designation|Test\ Method|Method|Specification|No\.):?\ )*)
        (?P<code>(?:[A-J]|ES|PS|STP|MNL)[\ -]?\d{1,5}[A-Z]?(?:/[A-J]\ ?\d{1,4}M?)?M?)
        (?P<year>-(?:(?:19|20)\d{2}|\d{2})[a-z]?)?
        (?P<tail>\ ?\((?:R|Reapproved\ |R\ )?(?:19|20)\d{2}\)|e\d|ε\d)?(?P<more>e\d|ε\d)?",
    )
});

static BODY: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x)^(?P<words>[\ -]?(?:(?:Standards?|standards?|STANDARD|Publication|publication|Document|No\.|NO\.)\ )*)
        (?P<kind>(?:(?:Std\.?|STD\.?|RP|Spec\.?|SPEC|Specification|Recommended\ Practices?|Bull\.?|BULL|Bulletin|MPMS|TR|TS|Code|AMS|BPVC|CSD|Guideline|PTC|Ch(?:apter)?\.?|CH)[\ .-]?)*)
        (?P<code>(?:[A-Z]{1,4}(?:[\ -]|\.\ ?)?)?(?:[A-Z]\.)?\d{1,5}[A-Z]{0,3}\d{0,2}(?:\.\d+[A-Za-z]{0,2})*(?:/[A-Z]?\d+(?:\.\d+)?[A-Z]?)?(?:\ (?:No|NO)\.\ ?\d{1,5}(?:\.\d{1,3})*)?)
        (?P<part>-[A-Z]-\d{1,2}(?-u:\b)|(?:\ ?-\d{1,3}[A-Z]?(?-u:\b))*)
        (?P<year>[-:](?:(?:19|20)\d{2}|\d{2})[a-z]?)?
        (?P<tail>\ ?\((?:R|RA|Reapproved\ |Reaffirmed\ |R\ )?(?:19|20)\d{2}\))?",
    )
});

/// The boiler code goes by sections in Roman numerals: `ASME Boiler and Pressure
/// Vessel Code, Section VIII, Division 1` is what ASME prints as `BPVC.VIII.1`.
static BOILER: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x)^(?:(?:\ (?:Boiler\ (?:and|&)\ Pressure\ Vessel\ Code|B&PV\ Code|BPV\ Code|BPVC|Code))?(?:\ \(BPVC\))?
          ,?\ (?:[Ss]ection|SECTION|Sec\.|[Ss]ecci[oó]n|[Ss]eção|Abschnitt)\ |\ BPVC\.)
        (?P<section>XIII|XII|XI|IX|X|IV|VIII|VII|VI|V|III|II|I)(?-u:\b)
        (?:(?:,?\ (?:[Dd]ivision|Div\.|[Dd]ivisi[oó]n|[Dd]ivisão)\ |\.)(?P<division>[1-5])(?-u:\b))?
        (?P<year>-(?:19|20)\d{2}(?-u:\b))?",
    )
});

/// Whether the boiler code's section may stand behind the name that ends where
/// `after` begins: it need not have a digit.
pub(super) fn has_section(name: &str, after: &str) -> bool {
    name == "ASME" && boiler(after, 0).is_some()
}

/// The boiler code behind ASME's name: what ASME calls it, and where it ends.
fn boiler(w: &str, start: usize) -> Option<Vec<(String, usize)>> {
    let found = BOILER.captures(&w[start..])?;
    let section = found.name("section")?;
    let mut pieces = vec![(format!("BPVC.{}", section.as_str()), start + section.end())];
    if let Some(division) = found.name("division") {
        pieces.push((format!(".{}", division.as_str()), start + division.end()));
    }
    if let Some(year) = found.name("year") {
        pieces.push((year.as_str().to_owned(), start + year.end()));
    }
    Some(pieces)
}

static ABYC: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?P<words>[\ -]?)(?P<code>[A-Z]{1,2}-\d{1,2})(?P<year>-\d{2})?"));

static MILITARY: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?P<words>[\ -]?(?:MIL-)?)(?P<code>(?:[A-Z]{1,4}-){1,3}\d{2,6})(?P<year>[A-Z]?)(?P<tail>\(\d+\))?",
    )
});

static ATA: LazyLock<Regex> = LazyLock::new(|| regex(r"^(?P<words> ?)(?P<code>(?:No\. ?)?\d{1,4})"));

static MEXICO: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?P<words>-| )(?P<code>[A-Z]*-?\d{1,4}(?:/\d+)?-[A-Z\d]+(?:/[A-Z\d]+)*)(?P<year>-(?:19|20)\d{2})?",
    )
});

static ITU: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x)^(?P<words>[\ -]?(?:Rec(?:ommendation)?s?\.?\ )?)(?P<code>[A-Z]{1,3}\.\ ?\d{1,5}(?:\.\d+)*(?:-\d+)*)
        (?P<part>(?:/[A-Z]\.\d{1,5}(?:\.\d+)*)?)
        (?P<year>\ ?\((?:\d{2}/)?(?:19|20)\d{2}\))?(?P<tail>\ (?:Amd|Cor|Suppl)\.\ \d{1,2})?
        (?P<more>\ \((?:\d{2}/)?(?:19|20)\d{2}\))?",
    )
});

static OIML: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?P<words>[\ -]?)(?P<code>[RDBVGSE][\ -]?\d{1,3})(?P<part>(?:-\d{1,2})*)"));

static ETSI: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x)^(?P<words>\ ?)(?P<kind>(?:(?:EN|TS|TR|ES|EG|I-ETS|ETS|ETR|GS|GR|SR|TBR)\ )?)
        (?P<code>\d{3}\ ?\d{3}|(?:[A-Z]{2,4}\ )?\d{3}\ ?\d{3}|[A-Z]{2,4}(?:-[A-Z]{2,4})?\ ?\d{3})(?P<part>(?:-\d{1,2})*)
        (?P<year>\ [vV]\d{1,2}\.\d{1,2}\.\d{1,2}|\ ed\.\d)?(?P<tail>\ ?\((?:19|20)\d{2}-\d{2}\))?",
    )
});

static UN: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?P<words>s? ?(?:[Nn]o\.?|[Nn]os\.|Nr\.?|nr\.?|[Nn]°|nº|№|R\.?)? ?)(?P<code>\d{1,3})(?P<part>-H|H)?(?P<year>[./]\d{2}|, ?\d{2} series of amendments)?",
    )
});

/// The code at `start`: pieces in the parser's spelling, and where each ends.
pub(super) fn code(w: &str, start: usize, name: &str, form: Form) -> Option<Vec<(String, usize)>> {
    if name == "ASME"
        && let Some(pieces) = boiler(w, start)
    {
        return Some(pieces);
    }
    let pattern: &Regex = match form {
        Form::Itu => &ITU,
        Form::Oiml => &OIML,
        Form::Etsi => &ETSI,
        Form::Un => &UN,
        _ => match name {
            "ASTM" => &ASTM,
            "ABYC" => &ABYC,
            "MIL" | "Federal Specification" => &MILITARY,
            "ATA Specification" => &ATA,
            "NOM" | "NMX" | "PROY-NOM" => &MEXICO,
            _ => &BODY,
        },
    };
    let found = pattern.captures(&w[start..])?;
    let mut pieces = Vec::new();
    let kind = found.name("kind").map_or("", |k| k.as_str()).trim_end();
    let code = found.name("code")?;
    let lead = match kind {
        "" => String::new(),
        "Recommended Practice" | "Recommended Practices" => "RP ".to_owned(),
        "Specification" | "Spec." => "SPEC ".to_owned(),
        "CSD" | "CSD-" => "CSD-".to_owned(),
        kind => format!("{} ", kind.trim_end_matches(['.', '-'])),
    };
    pieces.push((format!("{lead}{}", code.as_str()), start + code.end()));
    for group in ["part", "year", "tail", "more"] {
        if let Some(piece) = found.name(group).filter(|p| !p.as_str().is_empty()) {
            pieces.push((piece.as_str().to_owned(), start + piece.end()));
        }
    }
    Some(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn read(text: &str, name: &str, form: Form, expected: &str, length: usize) {
        let pieces = code(text, 0, name, form).unwrap_or_else(|| panic!("{text}"));
        let joined: String = pieces.iter().map(|(p, _)| p.as_str()).collect();
        assert_eq!((joined.as_str(), pieces.last().unwrap().1), (expected, length), "{text}");
    }

    #[test]
    fn codes() {
        read(" A 36/A 36M-08, Standard", "ASTM", Form::American, "A 36/A 36M-08", 14);
        read(" D1298-99 (2005),", "ASTM", Form::American, "D1298-99 (2005)", 16);
        read(" Recommended Practice 14C, ", "API", Form::American, "RP 14C", 25);
        read(" B31.8 and", "ASME", Form::American, "B31.8", 6);
        read(" CSD-1-2004, Controls", "ASME", Form::American, "CSD-1-2004", 11);
        read(" Z21.1-2016.", "ANSI", Form::American, "Z21.1-2016", 11);
        read(" P-1-73, Safe", "ABYC", Form::American, "P-1-73", 7);
        read(" J211/1 of", "SAE", Form::American, "J211/1", 7);
        read("-001-SEDE-2012,", "NOM", Form::American, "001-SEDE-2012", 14);
        read(" R 76-1:2006", "OIML", Form::Oiml, "R 76-1", 7);
        read(" X.509 (10/2019)", "ITU-T", Form::Itu, "X.509 (10/2019)", 16);
        read(" EN 301 489-1 V2.2.3 (2019-11)", "ETSI", Form::Etsi, "EN 301 489-1 V2.2.3 (2019-11)", 30);
    }
}
