//! Parts of a standard: behind hyphens, or in words, one or several.

use std::sync::LazyLock;

use regex::Regex;

use super::cursor::{byte, count, digits_at};

/// Most parts that a range in words can stand for.
const MOST: u32 = 40;

/// Parts named in words.
pub(super) struct Listed {
    pub parts: Vec<String>,
    pub bracketed: bool,
    /// Where they end in the folded text.
    pub end: usize,
}

/// `-1`, `-2-9` one at a time, `-E09`, `- 2` behind a broken line: with its
/// hyphen, and where it ends.
pub(super) fn hyphened(w: &str, at: usize, head: &str) -> Option<(String, usize)> {
    let slash =
        byte(w, at) == b'/' && matches!(head, "ISO" | "IEC" | "BS" | "VDI" | "VDE" | "DIN VDE" | "NCh");
    // `DIN 38406 - 6: 1998`, ` -1`, `- 2` behind a broken line.
    let lead = usize::from(byte(w, at) == b' ' && byte(w, at + 1) == b'-');
    if byte(w, at + lead) != b'-' && !slash {
        return None;
    }
    let gap = count(w, at + lead + 1, |b| b == b' ');
    let spaced = lead + gap > 0;
    if gap > 1 || slash && spaced {
        return None;
    }
    let from = at + lead + 1 + gap;
    let letters = count(w, from, |b| b.is_ascii_uppercase());
    let digits = digits_at(w, from + letters);
    let most = if slash || spaced { 2 } else { 5 };
    if letters > usize::from(!spaced) || digits == 0 || digits > most {
        return None;
    }
    let mut end = from + letters + digits;
    let next = byte(w, end);
    if spaced && !ends_part(w, end, lead + gap == 2) {
        return None;
    }
    if next.is_ascii_uppercase() && !byte(w, end + 1).is_ascii_alphanumeric() {
        end += 1;
    } else if next.is_ascii_uppercase()
        || slash && (next == b'/' || next == b'.' && byte(w, end + 1).is_ascii_digit())
    {
        return None;
    }
    // VDI and VDE write `2720/1` and `2720 Blatt 1` for the same.
    let sign = if slash && !head.contains("VD") { '/' } else { '-' };
    let mut part = format!("{sign}{}", &w[from..end]);
    // `NF C 15-100.1`
    while byte(w, end) == b'.' && byte(w, end + 1).is_ascii_digit() && head.starts_with("NF ") {
        let n = digits_at(w, end + 1);
        part.push_str(&w[end..=end + n]);
        end += 1 + n;
    }
    Some((part, end))
}

/// Whether a part apart from its hyphen ends at `end`: no measure or count
/// follows (`ISO 9001 - 2 copies`).
fn ends_part(w: &str, end: usize, dash: bool) -> bool {
    match byte(w, end) {
        0 | b':' | b',' | b';' | b')' | b'|' | b'*' => true,
        b'.' => !byte(w, end + 1).is_ascii_digit(),
        b' ' => {
            let word = &w[end + 1..];
            word.starts_with([':', '(', '|', '-']) || !dash || word.starts_with(|c: char| c.is_uppercase())
        }
        _ => false,
    }
}

static WORD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?:,|:|/)? ?(\()?(?:(?:Parts?|parts?|PARTS?|Pts?\.|Teile?|Blätter|Blatt|Bl\.|Parties?|parties?|Deel|deel|Delen|delen|Partes?|partes?|[Чч]аст[ьи]|ч\.|الأجزاء|الجزء|[Pp]arte) ?)(\d{1,3}[A-Z]?(?:[-/](?:Sec ?)?\d{1,3})*)",
    )
    .expect("the pattern is constant and tested")
});

static CHINESE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^ ?第 ?(\d{1,3}) ?部分").expect("the pattern is constant and tested"));

static FURTHER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?:(?P<list>, (?:and |und |et |en |y |e |и )?|,| ?& ?| ?/ ?| (?:and|und|et|en|y|e|и|or|oder|ou|of|o|или|sowie|و) )|(?P<range> ?- ?| (?:to|through|bis|à|a|al|até|t/m|tot en met|tot|по|до|إلى) ))(?:Part |Teil |partie |deel |parte |Blatt )?(?P<part>\d{1,3}(?:-\d{1,3})*)",
    )
    .expect("the pattern is constant and tested")
});

/// `, Teil 7`, ` (Part 1 & 2)`, ` parts 1 to 3`, `第4部分`.
pub(super) fn in_words(w: &str, at: usize) -> Option<Listed> {
    let rest = &w[at..];
    if !rest.starts_with([' ', ',', ':', '/', '(', '第']) {
        return None;
    }
    if let Some(found) = CHINESE.captures(rest) {
        return Some(Listed { parts: vec![found[1].to_owned()], bracketed: false, end: at + found[0].len() });
    }
    let first = WORD.captures(rest)?;
    let mut end = at + first[0].len();
    let bracketed = first.get(1).is_some();
    let mut parts = vec![first[2].to_owned()];
    if byte(w, end).is_ascii_alphabetic() {
        return None;
    }
    while let Some(further) = FURTHER.captures(&w[end..]) {
        let part = &further["part"];
        let after = end + further[0].len();
        // `Teil 1, 2005` and `Teil 4:2011-10` hold years; a unit makes it a measure.
        if byte(w, after).is_ascii_alphanumeric()
            || byte(w, after) == b'.' && byte(w, after + 1).is_ascii_digit()
        {
            break;
        }
        let last = parts.last().and_then(|p| p.parse::<u32>().ok());
        if further.name("range").is_some() {
            let (Some(from), Ok(to)) = (last, part.parse::<u32>()) else { break };
            if to <= from || to - from > MOST {
                break;
            }
            parts.extend((from + 1..=to).map(|n| n.to_string()));
        } else {
            if !bracketed && last.is_some_and(|l| part.parse::<u32>().is_ok_and(|p| p <= l)) {
                break;
            }
            parts.push(part.to_owned());
        }
        end = after;
    }
    if bracketed {
        if byte(w, end) != b')' {
            return None;
        }
        end += 1;
    }
    Some(Listed { parts, bracketed, end })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn listed(text: &str, parts: &[&str], length: usize) {
        let listed = in_words(text, 0).expect("parts");
        assert_eq!(
            (listed.parts.iter().map(String::as_str).collect::<Vec<_>>().as_slice(), listed.end),
            (parts, length)
        );
    }

    #[test]
    fn parts_in_words() {
        listed(", Teil 7 (Ausgabe", &["7"], 8);
        listed(" (Part 1 & 2);", &["1", "2"], 13);
        listed(" parts 1 to 3 apply", &["1", "2", "3"], 13);
        listed(" Teil 4:2011-10", &["4"], 7);
        listed(" Teile 1, 2 und 4 gelten", &["1", "2", "4"], 17);
        listed(" (Part 2/Sec 30)", &["2/Sec 30"], 16);
        assert!(in_words(" part of it", 0).is_none());
    }

    #[test]
    fn parts_behind_hyphens() {
        assert_eq!(hyphened("-2-9", 0, "IEC"), Some(("-2".into(), 2)));
        assert_eq!(hyphened("-H16-2", 0, "DIN"), Some(("-H16".into(), 4)));
        assert_eq!(hyphened("- 2:2005", 0, "EN"), Some(("-2".into(), 3)));
        assert_eq!(hyphened("/1 van", 0, "ISO"), Some(("/1".into(), 2)));
        assert_eq!(hyphened("/14001", 0, "ISO"), None);
        assert_eq!(hyphened("-Norm", 0, "ISO"), None);
    }
}
