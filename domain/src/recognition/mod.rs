//! Recognition: finding references to standards in running text.
//!
//! Publishers' names are found in one pass; behind each the longest text that
//! is an identifier is taken. Names that are also words, roads or law gazettes
//! (`IS`, `AS`, `BS`) count only with a date, a part or the word "standard" before.

mod dates;
mod scan;

use serde::{Deserialize, Serialize};

use crate::standard::{StandardId, Technique};

/// A reference found in text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// First character (not byte).
    pub start: usize,
    /// One after the last character.
    pub end: usize,
    /// The characters as they stand in the text.
    pub text: String,
    /// What is meant; without a year when none was given.
    pub id: StandardId,
    /// Year of the edition cited.
    pub year: Option<i16>,
    /// Dated or undated.
    pub technique: Technique,
}

/// The references in `text`, in order, none overlapping.
pub fn recognise(text: &str) -> Vec<Mention> {
    scan::mentions(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let found: Vec<(String, String)> =
            recognise(text).into_iter().map(|m| (m.text, m.id.to_string())).collect();
        let found: Vec<(&str, &str)> = found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn dated_and_undated_in_several_languages() {
        check(
            "Toasters shall meet IEC 60335-2-9:2019 and ISO 8124-1.",
            &[("IEC 60335-2-9:2019", "IEC 60335-2-9:2019"), ("ISO 8124-1", "ISO 8124-1")],
        );
        check(
            "conforme à la norme NF EN ISO 14001 : 2004, ou équivalente",
            &[("NF EN ISO 14001 : 2004", "NF EN ISO 14001:2004")],
        );
        check(
            "nach DIN EN ISO 50001, Ausgabe Dezember 2011, zertifiziert",
            &[("DIN EN ISO 50001, Ausgabe Dezember 2011", "DIN EN ISO 50001:2011")],
        );
        check(
            "overeenkomstig NEN-EN-ISO/IEC 17024:2012;",
            &[("NEN-EN-ISO/IEC 17024:2012", "NEN-EN-ISO/IEC 17024:2012")],
        );
        check(
            "第4部分（GB/T 16649.4－2010，ISO/IEC 7816-4:2005，IDT）",
            &[("GB/T 16649.4－2010", "GB/T 16649.4-2010"), ("ISO/IEC 7816-4:2005", "ISO/IEC 7816-4:2005")],
        );
        check("по ГОСТ Р ИСО 9001-2015 и", &[("ГОСТ Р ИСО 9001-2015", "ГОСТ Р ИСО 9001-2015")]);
    }

    #[test]
    fn enumerations_share_a_stem() {
        check(
            "ISO 8124-1, -2 and -3 apply",
            &[("ISO 8124-1", "ISO 8124-1"), ("-2", "ISO 8124-2"), ("-3", "ISO 8124-3")],
        );
    }

    #[test]
    fn glued_words_and_sentence_ends() {
        check(
            "seeISO9001:2015and others. EN 71-3.",
            &[("ISO9001:2015", "ISO 9001:2015"), ("EN 71-3", "EN 71-3")],
        );
    }

    #[test]
    fn roads_gazettes_and_prose_are_no_standards() {
        for text in [
            "from AS B 59 to the bridge",
            "see [BS 10 232]",
            "this IS 5 years old",
            "as 1 of the 3 parts",
            "In 1999 the API 12 was called",
            "ETS 49 of the Council",
            "phone +41 22 749 01 11",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn offsets_count_characters() {
        let found = recognise("Größe über ISO 3166-1 – fin");
        assert_eq!((found[0].start, found[0].end), (11, 21));
        assert_eq!(found[0].technique, Technique::Undated);
    }
}
