//! HS and ICS codes (box 4) from the columns meant for them and from the text
//! on products, in all the ways they are written there.

use std::sync::LazyLock;

use domain::codes::{HsCode, IcsCode};
use regex::Regex;

use crate::{Severity, problem::Notes, text::pattern};

/// Codes found, each once, in the order found.
#[derive(Debug, Default)]
pub struct Codes {
    /// HS codes.
    pub hs: Vec<HsCode>,
    /// ICS codes.
    pub ics: Vec<IcsCode>,
}

/// What introduces codes in running text.
static MARKER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:^|[^\p{L}\d])(?:(ics|i\.c\.s\.)|(h\.?s\.?|harmoni[sz]ed system|(?:tariff\s+|sub)?headings?|tariff (?:codes?|items?|lines?|numbers?)))(?:\s*(?:code\(s\)|codes?|numbers?|no\(s\)|nos?|chapters?|headings?|tariff|item)\b\.?|\s*\(s\)|\s*[:.\-–])*\s*(?:from\s+)?(\d)",
    )
});
/// One code, as its digits and points, at the beginning of a text.
static DIGITS: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\d+(?:\.\d+)*"));
/// What may stand between the codes of one list.
static BETWEEN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*(?:(to|–|-|through|until)|,|;|&|/|and|or|,\s*and|\band\b)\s*(?:ex\s*)?"));
/// `8516 - Electric water heaters`: a code and its name.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)^(?:hs\s*(?:code(?:s|\(s\))?)?\s*:?\s*)?(\d[\d. ]*\d|\d)\s*(?:[-–—:]\s*[^\d\s]|\(|\p{L})")
});

impl Codes {
    /// The column of HS codes.
    pub fn hs_column(&mut self, cell: &str, notes: &mut Notes) {
        const FIELD: &str = "HS code(s)";
        for item in cell.split([';', '\n']).map(str::trim).filter(|i| !i.is_empty()) {
            let named = NAMED.captures(item).and_then(|c| c.get(1)).filter(|code| {
                let rest = &item[code.end()..];
                let listed = |b: regex::Match<'_>| rest[b.end()..].starts_with(|c: char| c.is_ascii_digit());
                !BETWEEN.find(rest).is_some_and(listed)
            });
            if let Some(code) = named {
                self.hs(FIELD, code.as_str(), notes);
            } else if let Ok(code) = item.parse::<HsCode>() {
                self.hs(FIELD, code.digits(), notes);
            } else {
                let start = item.find(|c: char| c.is_ascii_digit());
                let read = start.map(|at| self.list(FIELD, &item[at..], false, notes));
                if read.is_none() {
                    notes.add(Severity::Dropped, FIELD, item, "holds no HS code; left out");
                }
            }
        }
    }

    /// The column of ICS codes.
    pub fn ics_column(&mut self, cell: &str, notes: &mut Notes) {
        for item in cell.split([';', ',', '\n']).map(str::trim).filter(|i| !i.is_empty()) {
            // A code with its name, or a name's second half after a comma.
            let Some(start) = item.find(|c: char| c.is_ascii_digit()) else {
                if !cell.chars().any(|c| c.is_ascii_digit()) {
                    notes.add(Severity::Dropped, "ICS code(s)", item, "holds no ICS code; left out");
                }
                continue;
            };
            let code = DIGITS.find(&item[start..]).map_or("", |m| m.as_str());
            self.ics("ICS code(s)", code, notes);
        }
    }

    /// The text on products: codes behind `HS` and `ICS`, or nothing but codes.
    pub fn products_text(&mut self, text: &str, notes: &mut Notes) {
        const FIELD: &str = "Products covered";
        let only_codes =
            text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ';' | ' ' | '\n'));
        if only_codes && text.chars().filter(char::is_ascii_digit).count() >= 4 {
            for item in text.split([',', ';', '\n']).map(str::trim).filter(|i| !i.is_empty()) {
                if item.parse::<IcsCode>().is_ok() && item.contains('.') {
                    self.ics(FIELD, item, notes);
                } else {
                    self.hs(FIELD, item, notes);
                }
            }
            return;
        }
        let mut at = 0;
        while let Some(found) = MARKER.captures_at(text, at) {
            let ics = found.get(1).is_some();
            let start = found.get(3).map_or(text.len(), |digit| digit.start());
            at = start + self.list(FIELD, &text[start..], ics, notes).max(1);
            while !text.is_char_boundary(at) {
                at += 1;
            }
        }
    }

    /// A list of codes at the beginning of `text`; returns the bytes read.
    fn list(&mut self, field: &str, text: &str, ics: bool, notes: &mut Notes) -> usize {
        let mut at = 0;
        while let Some(code) = DIGITS.find(&text[at..]).map(|m| m.as_str()) {
            at += code.len();
            // A number that goes on with letters or per cent is no code.
            if text[at..].starts_with(|c: char| c.is_alphabetic() || c == '%') {
                break;
            }
            let between = BETWEEN.captures(&text[at..]);
            let next =
                between.as_ref().and_then(|b| DIGITS.find(&text[at + b[0].len()..]).map(|m| m.as_str()));
            let step = between.as_ref().map_or(0, |b| b[0].len());
            match (ics, next, between.is_some_and(|b| b.get(1).is_some())) {
                (false, Some(last), true) => {
                    self.range(field, code, last, notes);
                    at += step + last.len();
                    let Some(between) = BETWEEN.find(&text[at..]) else { break };
                    at += between.len();
                }
                (true, ..) => {
                    self.ics(field, code, notes);
                    at += if next.is_some() { step } else { break };
                }
                (false, ..) => {
                    self.hs(field, code, notes);
                    at += if next.is_some() { step } else { break };
                }
            }
        }
        at
    }

    fn hs(&mut self, field: &str, given: &str, notes: &mut Notes) {
        let digits: String = given.chars().filter(char::is_ascii_digit).collect();
        let Ok(code) = digits.parse::<HsCode>() else {
            let odd = "an HS code has 2, 4, 6, 8, 10 or 12 digits and begins with a chapter; left out";
            return notes.add(Severity::Dropped, field, given, odd);
        };
        if code.chapter() == "77" {
            return notes.add(Severity::Dropped, field, given, "there is no HS chapter 77; left out");
        }
        if digits.len() >= 4 && &digits[2..4] == "00" {
            let what = format!("there is no such heading; recorded as chapter {}", code.chapter());
            notes.add(Severity::Repaired, field, given, what);
            if let Ok(chapter) = code.chapter().parse() {
                self.push_hs(chapter);
            }
            return;
        }
        self.push_hs(code);
    }

    fn push_hs(&mut self, code: HsCode) {
        if !self.hs.contains(&code) {
            self.hs.push(code);
        }
    }

    /// A range of codes: headings one by one; below a heading the heading
    /// itself, because which subheadings exist is not known here.
    fn range(&mut self, field: &str, first: &str, last: &str, notes: &mut Notes) {
        let given = format!("{first} to {last}");
        let from: String = first.chars().filter(char::is_ascii_digit).collect();
        let short: String = last.chars().filter(char::is_ascii_digit).collect();
        // `8514.10-83`: the last digits alone.
        let to = match from.len().checked_sub(short.len()) {
            Some(kept) if kept > 0 => format!("{}{short}", &from[..kept]),
            _ => short,
        };
        let level = from.len().min(4);
        let ends = (from.len() == to.len() && from.len() % 2 == 0)
            .then(|| (from[..level].parse::<u16>().ok(), to[..level].parse::<u16>().ok()));
        let Some((Some(low), Some(high))) = ends.filter(|(l, h)| l <= h && h.is_some()) else {
            return notes.add(Severity::Dropped, field, &given, "is no range of HS codes; left out");
        };
        if level == 4 && from[..2] != to[..2] {
            notes.add(Severity::Dropped, field, &given, "the range leaves its chapter; left out");
            return;
        }
        let codes: Vec<String> = (low..=high).map(|n| format!("{n:0level$}")).collect();
        for code in &codes {
            self.hs(field, code, notes);
        }
        if from.len() > 4 {
            let heading = codes.join(", ");
            notes.add(Severity::Repaired, field, &given, format!("a range; recorded as heading {heading}"));
        } else {
            let what = format!("a range; recorded as its {} codes", codes.len());
            notes.add(Severity::Repaired, field, &given, what);
        }
    }

    fn ics(&mut self, field: &str, given: &str, notes: &mut Notes) {
        let given = given.trim_end_matches('.');
        let digits: String = given.chars().filter(char::is_ascii_digit).collect();
        let pointless = digits.len() == given.len();
        let spelled = match digits.len() {
            5 if pointless => format!("{}.{}", &digits[..2], &digits[2..]),
            7 if pointless => format!("{}.{}.{}", &digits[..2], &digits[2..5], &digits[5..]),
            _ => given.to_owned(),
        };
        if let Ok(code) = spelled.parse::<IcsCode>() {
            if spelled != given {
                notes.add(
                    Severity::Repaired,
                    field,
                    given,
                    format!("written without points; read as {code}"),
                );
            }
            if !self.ics.contains(&code) {
                self.ics.push(code);
            }
        } else if (pointless && matches!(digits.len(), 4 | 6 | 8))
            || (given.len() == digits.len() + 1 && given.find('.') == Some(4))
        {
            notes.add(Severity::Repaired, field, given, "is an HS code in the place of an ICS code; moved");
            self.hs(field, given, notes);
        } else {
            let what = "an ICS code has two, three and two digits, as 97.040.20; left out";
            notes.add(Severity::Dropped, field, given, what);
        }
    }
}

/// A number in the column of HS codes as text: spreadsheets drop the zero in
/// front (`0101` becomes 101).
pub fn hs_number(number: f64, notes: &mut Notes) -> String {
    let text = number.to_string();
    let whole = text.split('.').next().unwrap_or("").len();
    if whole % 2 == 1 {
        let padded = format!("0{text}");
        let what = format!("the zero in front was lost; read as {padded}");
        notes.add(Severity::Repaired, "HS code(s)", &text, what);
        return padded;
    }
    text
}

/// A number in the column of ICS codes as text: spreadsheets drop zeros at both
/// ends (`97.040` becomes 97.04).
pub fn ics_number(number: f64, notes: &mut Notes) -> String {
    let text = number.to_string();
    let (field, group) = text.split_once('.').unwrap_or((&text, ""));
    let padded = match (field.len(), group.len()) {
        (1 | 2, 0) => format!("{field:0>2}"),
        (1 | 2, 1..=3) => format!("{field:0>2}.{group:0<3}"),
        _ => return text,
    };
    if padded != text {
        let what = format!("zeros were lost; read as {padded}");
        notes.add(Severity::Repaired, "ICS code(s)", &text, what);
    }
    padded
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    /// HS codes, ICS codes, and the severities of what was said.
    fn read(read: impl FnOnce(&mut Codes, &mut Notes)) -> (String, String, Vec<Severity>) {
        let mut codes = Codes::default();
        let mut notes = Notes::new(1);
        read(&mut codes, &mut notes);
        let hs: Vec<&str> = codes.hs.iter().map(HsCode::digits).collect();
        let ics: Vec<&str> = codes.ics.iter().map(IcsCode::as_str).collect();
        (hs.join(" "), ics.join(" "), notes.list.iter().map(|p| p.severity).collect())
    }

    #[rstest]
    #[case("84; 85", "84 85", &[])]
    #[case("9503.0021; 0406.3000; 8516", "95030021 04063000 8516", &[])]
    #[case("8516 - Electric water heaters, kettles; 8414 – Air pumps", "8516 8414", &[])]
    #[case("8703, 8704 and 8705", "8703 8704 8705", &[])]
    #[case("8703; 8703; 87.03", "8703", &[])]
    #[case("85 16", "8516", &[])]
    #[case("851; 8516", "8516", &[Severity::Dropped])]
    #[case("7701", "", &[Severity::Dropped])]
    #[case("toasters", "", &[Severity::Dropped])]
    #[case("from 870310 to 870390", "8703", &[Severity::Repaired])]
    #[case("8701 to 8703", "8701 8702 8703", &[Severity::Repaired])]
    #[case("8700", "87", &[Severity::Repaired])]
    #[case("8703 to 8801", "", &[Severity::Dropped])]
    fn hs_column(#[case] cell: &str, #[case] hs: &str, #[case] said: &[Severity]) {
        let (codes, _, severities) = read(|c, n| c.hs_column(cell, n));
        assert_eq!((codes.as_str(), severities.as_slice()), (hs, said));
    }

    #[rstest]
    #[case("97.200.50; 43.100", "97.200.50 43.100", "", &[])]
    #[case("13.020 - Environmental protection, general", "13.020", "", &[])]
    #[case("97.04", "", "", &[Severity::Dropped])]
    #[case("97.040.5", "", "", &[Severity::Dropped])]
    #[case("8516", "", "8516", &[Severity::Repaired])]
    #[case("8516.60", "", "851660", &[Severity::Repaired])]
    #[case("9704020; 97040", "97.040.20 97.040", "", &[Severity::Repaired, Severity::Repaired])]
    #[case("household", "", "", &[Severity::Dropped])]
    fn ics_column(#[case] cell: &str, #[case] ics: &str, #[case] hs: &str, #[case] said: &[Severity]) {
        let (moved, codes, severities) = read(|c, n| c.ics_column(cell, n));
        assert_eq!((codes.as_str(), moved.as_str(), severities.as_slice()), (ics, hs, said));
    }

    #[rstest]
    #[case("Road vehicles in general (ICS code(s): 43.020)", "", "43.020")]
    #[case("Road vehicles (ICS : 43.020)", "", "43.020")]
    #[case("ICS:43.020", "", "43.020")]
    #[case("Road vehicles (HS 8703, 8704; ICS 43.020)", "8703 8704", "43.020")]
    #[case(
        "Equipment (HS 8415, 8418.61, 8514.10-83, 8516; ICS 13.020, 23.120)",
        "8415 841861 8514 8516",
        "13.020 23.120"
    )]
    #[case("HS Code(s): 15; ICS Code(s): 67. Hydrogenated oils", "15", "67")]
    #[case("HS Code: from 870310 to 870390", "8703", "")]
    #[case("Cells and batteries (heading 85.06)", "8506", "")]
    #[case("Insecticides (ICS 65.100.10), HS 380891", "380891", "65.100.10")]
    #[case("7309, 7311, 7419", "7309 7311 7419", "")]
    #[case("8702", "8702", "")]
    #[case("Tanks of 3500 kg, dishes of 10% chips 12", "", "")]
    #[case("Vehicles of 8 seats", "", "")]
    #[case("Matchs 12 and topics 43.020", "", "")]
    fn text_on_products(#[case] text: &str, #[case] hs: &str, #[case] ics: &str) {
        let (codes, fields, _) = read(|c, n| c.products_text(text, n));
        assert_eq!((codes.as_str(), fields.as_str()), (hs, ics));
    }

    #[test]
    fn zeros_that_a_spreadsheet_lost_are_put_back_and_said() {
        let mut notes = Notes::new(1);
        assert_eq!(hs_number(101.0, &mut notes), "0101");
        assert_eq!(hs_number(8516.0, &mut notes), "8516");
        assert_eq!(ics_number(97.04, &mut notes), "97.040");
        assert_eq!(ics_number(1.02, &mut notes), "01.020");
        assert_eq!(ics_number(67.0, &mut notes), "67");
        assert_eq!(notes.list.len(), 3);
    }
}
