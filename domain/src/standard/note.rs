//! What a text says beside a reference of the international standard that the
//! cited one adopts: `GB/T 19001-2016 (ISO 9001:2015, IDT)`, `EN 60335-1
//! (IEC 60335-1, modified)`, `ГОСТ 5432-2007 (ISO 1701-1:2004)`, `修改采用 IEC 60335-1`.

use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use super::{Correspondence, StandardId, is_international, normalise};

/// The international standard named beside a reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatedCorrespondence {
    /// The international standard in normal form.
    pub international: String,
    /// The degree stated; none when the text names the standard only.
    pub degree: Option<Correspondence>,
}

/// So many characters behind a reference are looked at.
const NEAR: usize = 160;

/// ` (… )` directly behind the reference, full-width brackets too.
static BRACKETS: LazyLock<Regex> = LazyLock::new(|| regex(r"^\s{0,3}[(（\[]([^()（）\[\]]{3,150})[)）\]]"));

/// Words of adoption directly behind the reference, then the identifier: the
/// bare abbreviations only where an identifier follows.
static ADOPTS: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^\s{0,3}[,，;；]?\s{0,3}(等同采用|修改采用|非等效采用|idt|IDT|mod|MOD|neq|NEQ|identical to|modified from|not equivalent to)\s{0,3}(?:国际标准)?\s{0,3}([A-Z][^,，;；。()（）\n]{3,60})",
    )
});

static DEGREE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)(?:^|[\s,，;；:：])(IDT|MOD|NEQ|identical|identique|identisch|modified|modifiée?|modifiziert|modificada|geändert|met wijzigingen|gewijzigd|not equivalent|等同|修改|非等效|≡|≠)\s*$",
    )
});

/// The older way of writing: `(idt ISO 780:1997)`.
static DEGREE_BEFORE: LazyLock<Regex> = LazyLock::new(|| regex(r"^\s*((?i:idt|mod|neq))\s"));

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is constant and tested")
}

/// The correspondence stated directly behind a reference to `id`; `behind` is
/// the text that follows it. None where no international standard is named
/// there, and for references that are international themselves.
pub fn correspondence_note(id: &StandardId, behind: &str) -> Option<StatedCorrespondence> {
    if is_international(id) {
        return None;
    }
    let end = behind.char_indices().nth(NEAR).map_or(behind.len(), |(at, _)| at);
    let near = &behind[..end];
    if let Some(found) = BRACKETS.captures(near) {
        let inside = normalise(found.get(1)?.as_str());
        let (named, degree) = if let Some(before) = DEGREE_BEFORE.captures(&inside).and_then(|d| d.get(1)) {
            (&inside[before.end()..], degree_of(before.as_str()))
        } else if let Some(after) = DEGREE.captures(&inside).and_then(|d| d.get(1)) {
            (&inside[..after.start()], degree_of(after.as_str()))
        } else {
            (&*inside, None)
        };
        let international = first_international(named)?;
        return Some(StatedCorrespondence {
            degree: degree.or_else(|| by_form_of_number(id)),
            international: international.to_string(),
        });
    }
    let found = ADOPTS.captures(near)?;
    let international = first_international(&normalise(found.get(2)?.as_str()))?;
    Some(StatedCorrespondence {
        international: international.to_string(),
        degree: degree_of(found.get(1)?.as_str()),
    })
}

/// GOST 1.3-2008, 10.2.2: brackets behind the number mean "modified". Before
/// 2004 they did not tell the degree.
fn by_form_of_number(id: &StandardId) -> Option<Correspondence> {
    let gost = ["ГОСТ", "ГОСТ Р", "GOST", "GOST R"].contains(&id.publisher());
    (gost && id.year().is_some_and(|year| year >= 2004)).then_some(Correspondence::Modified)
}

fn degree_of(word: &str) -> Option<Correspondence> {
    let word = word.to_lowercase();
    let is = |any: &[&str]| any.iter().any(|w| word.starts_with(w));
    // The negations first: `not equivalent`, `非等效`.
    if is(&["neq", "not eq", "非等效", "≠"]) {
        Some(Correspondence::NotEquivalent)
    } else if is(&["idt", "ident", "等同", "≡"]) {
        Some(Correspondence::Identical)
    } else if is(&["mod", "修改", "geändert", "met wijz", "gewijz"]) {
        Some(Correspondence::Modified)
    } else {
        None
    }
}

/// The first international identifier that the text begins with, or has behind
/// a comma or semicolon.
fn first_international(text: &str) -> Option<StandardId> {
    let read = |part: &str| {
        let part = part.trim().trim_end_matches(['.', ':', ',']);
        let cut = part.split([' ']).collect::<Vec<_>>();
        // What follows the identifier (`, first edition`) is cut word by word.
        (1..=cut.len()).rev().find_map(|n| cut[..n].join(" ").parse::<StandardId>().ok())
    };
    text.split([',', ';', '+']).find_map(|part| read(part).filter(is_international))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::chinese("GB/T 19001-2016", "（ISO 9001:2015，IDT）", Some(("ISO 9001:2015", Some(Correspondence::Identical))))]
    #[case::chinese_modified("GB 4706.1-2005", " (IEC 60335-1:2004, MOD) and", Some(("IEC 60335-1:2004", Some(Correspondence::Modified))))]
    #[case::in_words("EN 60335-1:2012", " (IEC 60335-1:2010, modified)", Some(("IEC 60335-1:2010", Some(Correspondence::Modified))))]
    #[case::german("DIN EN 60335-1", " (IEC 60335-1:2010, modifiziert)", Some(("IEC 60335-1:2010", Some(Correspondence::Modified))))]
    #[case::not_equivalent("GB 1-2000", " (ISO 6425:1996, NEQ)", Some(("ISO 6425:1996", Some(Correspondence::NotEquivalent))))]
    #[case::old_lower_case("GB/T 191-2008", "(idt ISO 780:1997)", Some(("ISO 780:1997", Some(Correspondence::Identical))))]
    #[case::old_lower_case_behind("GB/T 191-2008", "(ISO 780:1997, idt)", Some(("ISO 780:1997", Some(Correspondence::Identical))))]
    #[case::russian_brackets("ГОСТ 5432-2007", " (ISO 1701-1:2004, ISO 1701-2:2004)", Some(("ISO 1701-1:2004", Some(Correspondence::Modified))))]
    #[case::russian_brackets_before_2004("ГОСТ 10-88", " (ISO 2631:1974)", Some(("ISO 2631:1974", None)))]
    #[case::no_degree("EN ISO 12100:2010", " (ISO 12100:2010)", Some(("ISO 12100:2010", None)))]
    #[case::phrase("GB 4706.1-2005", "修改采用 IEC 60335-1:2004。", Some(("IEC 60335-1:2004", Some(Correspondence::Modified))))]
    #[case::other_brackets("EN 71-1:2014", " (see Annex II)", None)]
    #[case::nothing("EN 71-1:2014", " and ISO 8124-1:2022, IDT", None)]
    #[case::international_itself("ISO 9001:2015", " (ISO 9000:2015, MOD)", None)]
    #[case::not_closed("EN 71-1:2014", " (ISO 8124-1", None)]
    fn notes_are_read(
        #[case] id: &str,
        #[case] behind: &str,
        #[case] expected: Option<(&str, Option<Correspondence>)>,
    ) {
        let found = correspondence_note(&id.parse().unwrap(), behind);
        assert_eq!(found.as_ref().map(|n| (n.international.as_str(), n.degree)), expected);
    }
}
