//! Editions in words: "Ausgabe Dezember 2011", "edition 2010", "van november
//! 1969", "3rd edition", directly behind an identifier, behind its title, or
//! before the name of its publisher ("the 2015 edition of").

use std::sync::LazyLock;

use regex::Regex;

use super::{
    cursor::{byte, is_year},
    evidence::tail,
};

/// Months in the languages read, as they are abbreviated too.
const MONTHS: &str = r"(?:[Jj]an(?:uary?|uar|uari|vier|eiro)?|JAN|[Jj]änner|[Ff]eb(?:ruary?|ruar|ruari|rero)?|[Ff]évr(?:ier)?|[Ff]evereiro|[Mm]ärz|[Mm]ar(?:ch|s|zo|ço)?|MAR|[Mm]aart|[Aa]pr(?:il|iel)?|[Aa]vr(?:il)?|[Aa]br(?:il)?|[Mm]ai|[Mm]ay(?:o)?|[Mm]ei|[Mm]aio|[Jj]un[ie]?|[Jj]un(?:io|ho)|[Jj]uin|[Jj]ul[iy]?|[Jj]ul(?:io|ho)|[Jj]uillet|[Aa]ug(?:ust|ustus)?|[Aa]oût|[Aa]gosto|[Ss]ept?(?:ember|embre|iembre)?|[Ss]etembro|[Oo][ck]t(?:ober|obre|ubre)?|[Oo]utubro|[Nn]ov(?:ember|embre|iembre|embro)?|[Dd]e[cz](?:ember|embro)?|[Dd]éc(?:embre)?|[Dd]ic(?:iembre)?|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)\.?,?";

/// A year in the group `name`, with a day and month or in figures before.
fn date(name: &str) -> String {
    format!(
        r"(?:(?:\d{{1,2}}(?:er|\.|st|nd|rd|th|º)? (?:de )?)?{MONTHS} (?:\d{{1,2}}, )?(?:de )?|\d{{1,2}}[./](?:\d{{1,2}}[./])?)?(?P<{name}>(?:19|20)\d\d)(?:-\d\d)?"
    )
}

/// Words for "edition", with what may follow them.
const EDITION: &str = r"(?:Ausgabedatum|Ausgabe|Ausg\.|uitgave|[Éé]dition|[Ee]dition|EDITION|[Éé]d\.|[Ee]d\.|[Ee]dici[óo]n|[Ee]di[çc][ãa]o|[Ii]ssue|versie|[Vv]ersi[óo]n|[Vv]ers[ãa]o|Fassung|Stand|druk|издани[ея]|изд\.|редакци[яи]|в редакции|الإصدار|إصدار|طبعة|الطبعة)";

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is constant and tested")
}

static STATED: LazyLock<Regex> = LazyLock::new(|| {
    let date = date("year");
    let other = self::date("other");
    let third = format!(r"{MONTHS} (?P<third>(?:19|20)\d\d)");
    regex(&format!(
        r"^(?:[,;:]? ?[(\[]?(?:in der |in its |dans son |in de |de la |na |en su |в |version, )?{EDITION} ?(?:of |du |de l['’]année |de |del |des |vom |von |van |aus |aus dem Jahr |no ano de |:|от )? ?{date}(?: г(?:\.|ода))?|,? \(?(?:dated|dat(?:ée|é) (?:du|de)|datiert|gedateerd|vom|von|van|aus dem Jahre?|aus|of|du|de|del|от|de l['’]année|del año|do ano|d\.d\.|لسنة|لعام) {other}(?: г(?:\.|ода))?| \({third}\b)"
    ))
});

/// `, 2010 Edition`, `(2015 edition)`, `2015年版`, `, Ausgabe 2, 2011`.
static YEAR_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:,? ?\(?(?P<year>(?:19|20)\d\d) (?:[Ee]dition|EDITION|[Ee]d\.|[Vv]ersion|Standard(?-u:\b)|Ausgabe|uitgave|издания)|,? ?\(?(?P<zh>(?:19|20)\d\d) ?年?版)",
    )
});

/// `3rd edition`, `Second Edition`, `Ed 3.0`, `2. Ausgabe`, with a date perhaps.
static ORDINAL: LazyLock<Regex> = LazyLock::new(|| {
    let date = date("year");
    regex(&format!(
        r"^,? ?\(?(?:(?P<n>\d{{1,2}})(?:st|nd|rd|th|\.|ª|\.ª|e|ème|ème|de|ste) (?:[Ee]dition|[Ee]d\.|[Éé]dition|[Ee]dici[óo]n|[Ee]di[çc][ãa]o|Ausgabe|Auflage|druk|uitgave)|(?P<word>[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ff]ifth|[Ss]ixth|[Ss]eventh|[Ee]ighth|[Nn]inth|[Tt]enth|[Ee]leventh|[Tt]welfth|[Tt]hirteenth|[Ff]ourteenth|[Ff]ifteenth) [Ee]dition|(?:Ed|ED|[Ee]d\.|[Ee]dition) ?(?P<ed>\d{{1,2}}(?:\.\d)?))(?:,? \(?{date})?"
    ))
});

/// `, 2003,` as the whole of an apposition.
static APPOSED: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^, (?P<year>(?:19|20)\d\d)(?:[,;:).\[]|$| (?:and|und|et|en|y|or|oder|ou|of|«|“))")
});

/// A second edition of the same: ` oder Ausgabe Dezember 2018`.
static SECOND: LazyLock<Regex> = LazyLock::new(|| {
    let date = date("year");
    regex(&format!(
        r"^,? (?:oder|und|or|and|ou|et|en|of|o|y|или|и) (?:in der |der |de l['’]|the )?(?P<all>{EDITION} ?(?:of |du |de |vom |von |van |от )?{date})"
    ))
});

/// Behind a title.
static LATER: LazyLock<Regex> = LazyLock::new(|| {
    let date = date("year");
    let other = self::date("other");
    regex(&format!(
        r"(?:, | ?\(|: |\. |,?[”\x22»’] )(?:{EDITION} (?:of |du |de |vom |von |van |от )?{date}|(?:[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ff]ifth|[Ss]ixth|[Ss]eventh|[Ee]ighth|[Nn]inth|[Tt]enth|[Ee]leventh|[Tt]welfth|\d{{1,2}}(?:st|nd|rd|th)) [Ee]dition,? \(?{other}|(?P<first>(?:19|20)\d\d)(?: [Ee]dition| \(“|, IBR|, incorporation)|\((?:[Aa]pproved )?(?P<paren>(?:{MONTHS} (?:\d{{1,2}}, )?)?(?:19|20)\d\d)\) ?\(“)"
    ))
});

/// Before the name: `the 2015 edition of`, `édition 2015 de la norme`, `third edition of`.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:(?P<year>(?:19|20)\d\d) (?:[Ee]dition|[Vv]ersion)|(?:[Éé]dition|[Ee]dition|[Vv]ersion|[Ee]dici[óo]n|[Vv]ersi[óo]n|[Ee]di[çc][ãa]o|[Vv]ers[ãa]o|Ausgabe|uitgave)(?: de| of| von| van)? (?P<later>(?:19|20)\d\d)|(?:(?P<word>[A-Za-z]{4,10})|(?P<n>\d{1,2})(?:st|nd|rd|th)) [Ee]dition(?: \((?P<dated>(?:19|20)\d\d)\))?) (?:of|de|da|do|del|du|der|von|van)(?: (?:the|la|les|las|norme|norma|norm|Norm|standard|Standard|international|International))*\s$",
    )
});

/// A date in words.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Stated {
    pub year: Option<i16>,
    /// The edition's number as said.
    pub edition: Option<String>,
    /// How many bytes say so.
    pub length: usize,
}

/// Whether a date or an edition can follow: a digit is near.
fn possible(rest: &str) -> bool {
    matches!(byte(rest, 0), b' ' | b',' | b':' | b';' | b'(')
        && rest.bytes().take(48).any(|b| b.is_ascii_digit() || b == b'E' || b == b'e')
}

/// What is stated directly behind an identifier.
pub(super) fn stated(rest: &str) -> Option<Stated> {
    let group = group_code(rest);
    let after = &rest[group..];
    if !possible(after) {
        return None;
    }
    let mut said = directly(after)?;
    // The bracket of a date belongs to the span only where brackets were
    // opened before it: a span ends with the year otherwise.
    said.length += group + usize::from(group > 0 && closes(after, said.length));
    Some(said)
}

fn closes(rest: &str, length: usize) -> bool {
    rest[..length].contains('(') && byte(rest, length) == b')'
}

fn directly(rest: &str) -> Option<Stated> {
    let year_of = |c: &regex::Captures<'_>| {
        let year = ["year", "other", "third", "zh"].iter().find_map(|g| c.name(g))?;
        // `Richtlinie 2006/42/EG` is no year.
        let whole = c.get(0)?.end();
        let follows = byte(rest, whole);
        (is_year(year.as_str()) && !follows.is_ascii_digit() && follows != b'/')
            .then(|| (year.as_str().parse().ok(), whole))
    };
    if let Some((year, length)) = STATED.captures(rest).and_then(|c| year_of(&c)) {
        return Some(Stated { year, edition: None, length });
    }
    if let Some((year, length)) = YEAR_FIRST.captures(rest).and_then(|c| year_of(&c)) {
        return Some(Stated { year, edition: None, length });
    }
    if let Some(found) = ORDINAL.captures(rest) {
        let edition = found
            .name("n")
            .or_else(|| found.name("ed"))
            .map(|n| n.as_str().to_owned())
            .or_else(|| found.name("word").and_then(|w| ordinal(w.as_str())).map(|n| n.to_string()));
        return Some(Stated {
            year: found.name("year").and_then(|y| y.as_str().parse().ok()),
            edition,
            length: found[0].len(),
        });
    }
    let found = APPOSED.captures(rest)?;
    let year = found.name("year")?;
    is_year(year.as_str()).then(|| Stated {
        year: year.as_str().parse().ok(),
        edition: None,
        length: year.end(),
    })
}

fn ordinal(word: &str) -> Option<usize> {
    const WORDS: [&str; 15] = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
    ];
    WORDS.iter().position(|w| word.eq_ignore_ascii_case(w)).map(|n| n + 1)
}

/// What is said of the edition directly before the name; its length is not told.
pub(super) fn before_name(before: &str) -> Option<Stated> {
    let found = BEFORE.captures(tail(before, 90))?;
    let year = ["year", "later", "dated"].iter().find_map(|g| found.name(g)).map(|y| y.as_str());
    let edition = match (found.name("word"), found.name("n")) {
        (Some(word), _) => Some(ordinal(word.as_str())?.to_string()),
        (None, n) => n.map(|n| n.as_str().to_owned()),
    };
    let year = year.filter(|y| is_year(y)).and_then(|y| y.parse().ok());
    Some(Stated { year, edition, length: 0 })
}

/// ` (H37)`: the group of a German method, before its date.
pub(super) fn group_code(rest: &str) -> usize {
    let Some(inside) = rest.strip_prefix(" (").and_then(|r| r.split_once(')')).map(|(inside, _)| inside)
    else {
        return 0;
    };
    let code =
        inside.strip_prefix(|c: char| c.is_ascii_uppercase()).map(|r| r.trim_start_matches([' ', '-']));
    let is_code = code.is_some_and(|c| (1..=3).contains(&c.len()) && c.bytes().all(|b| b.is_ascii_digit()));
    if is_code { inside.len() + 3 } else { 0 }
}

/// A further edition stated of the same standard: where its words begin and
/// end in `rest`, and its year.
pub(super) fn second(rest: &str) -> Option<(usize, usize, i16)> {
    if byte(rest, 0) != b' ' && byte(rest, 0) != b',' && byte(rest, 0) != b')' {
        return None;
    }
    let closed = usize::from(byte(rest, 0) == b')');
    let found = SECOND.captures(&rest[closed..])?;
    let all = found.name("all")?;
    Some((closed + all.start(), closed + all.end(), found.name("year")?.as_str().parse().ok()?))
}

/// Whether a title can begin here: a capital, a quotation, a dash.
pub(super) fn title_begins(rest: &str) -> bool {
    let title = rest.trim_start_matches([' ', ',', ':', '-', '.', '*', '_', '(', '/', ')']);
    let opening = rest.len() - title.len();
    (1..=5).contains(&opening)
        && title
            .starts_with(|c: char| c.is_uppercase() || matches!(c, '„' | '“' | '«' | '"' | '‘' | '\'' | '”'))
}

/// The year stated behind the title that follows an identifier. `rest` ends
/// before the next identifier.
pub(super) fn behind_title(rest: &str) -> Option<i16> {
    let found = LATER.captures(rest)?;
    let said = ["year", "other", "first", "paren"].iter().find_map(|g| found.name(g))?.as_str();
    let year = &said[said.len() - 4..];
    is_year(year).then(|| year.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(rest: &str, year: i16, words: &str) {
        let said = stated(rest).unwrap_or_else(|| panic!("{rest}"));
        assert_eq!((said.year, &rest[..said.length]), (Some(year), words), "{rest}");
    }

    #[test]
    fn editions_in_words() {
        check(", Ausgabe Juli 1985 Verfahren", 1985, ", Ausgabe Juli 1985");
        check(", uitgave 1975; ", 1975, ", uitgave 1975");
        check(", uitgave mei 2004,", 2004, ", uitgave mei 2004");
        check(" (Ausgabe September 1991)", 1991, " (Ausgabe September 1991");
        check(" (H37) (Ausgabe Dezember 1999) mit", 1999, " (H37) (Ausgabe Dezember 1999)");
        check(", édition de juillet 2009, ", 2009, ", édition de juillet 2009");
        check(", edición de 2015.", 2015, ", edición de 2015");
        check(", edition 2010", 2010, ", edition 2010");
        check(", издание 2015 г. и", 2015, ", издание 2015 г.");
        check(" de 2015", 2015, " de 2015");
        check(" dated 2015", 2015, " dated 2015");
        check(" van november 1969. Na", 1969, " van november 1969");
        check(", 2010 Edition,", 2010, ", 2010 Edition");
        check("（2015年版）".replace('（', " (").as_str(), 2015, " (2015年版");
        check(", 7th edition, September 2009,", 2009, ", 7th edition, September 2009");
        check(", 2003, und", 2003, ", 2003");
        check(" van 15 december 1973. Na", 1973, " van 15 december 1973");
        check(" (Ausgabe 12/2018) zu", 2018, " (Ausgabe 12/2018");
        check(" in der Fassung vom Dezember 2008", 2008, " in der Fassung vom Dezember 2008");
    }

    #[test]
    fn editions_by_number() {
        let said = stated(", 3rd edition, of").unwrap();
        assert_eq!((said.year, said.edition.as_deref()), (None, Some("3")));
        assert_eq!(stated(" Ed 3.0").unwrap().edition.as_deref(), Some("3.0"));
    }

    #[test]
    fn no_edition() {
        for rest in
            [" of the 2015 report", " de la directive 2006/42/CE", " van 2006/42", ", 2015 toys", " in 2015"]
        {
            assert_eq!(stated(rest).and_then(|s| s.year), None, "{rest}");
        }
    }

    #[test]
    fn behind_titles() {
        let later = |rest: &str| title_begins(rest).then(|| behind_title(rest)).flatten();
        assert_eq!(later(" Bestimmung des Wassers, Ausgabe Januar 2001"), Some(2001));
        assert_eq!(later(", Refrigeration Piping, 1987 (“ANSI"), Some(1987));
        assert_eq!(later(", “Practice for Pipe,” First edition, March 2012, ("), Some(2012));
        assert_eq!(later(" is applied, Ausgabe 2001"), None);
    }

    #[test]
    fn editions_before_the_name() {
        let said = |before: &str| before_name(before).map(|s| (s.year, s.edition));
        let year = |year| Some((Some(year), None));
        assert_eq!(said("complies with the 2015 edition of "), year(2015));
        assert_eq!(said("selon l’édition 2015 de la norme "), year(2015));
        assert_eq!(said("la edición de 2015 de la norma "), year(2015));
        assert_eq!(said("in der Ausgabe 2015 der Norm "), year(2015));
        assert_eq!(said("the third edition of "), Some((None, Some("3".into()))));
        assert_eq!(
            said("the 2nd edition (1998) of the International Standard "),
            Some((Some(1998), Some("2".into())))
        );
        for before in [
            "the latest edition of ",
            "the 2015 edition of the journal cites ",
            "in 2015, ",
            "edition 2015, ",
        ] {
            assert_eq!(said(before), None, "{before}");
        }
    }

    #[test]
    fn two_editions_of_one() {
        let rest = " oder Ausgabe Dezember 2018 gilt";
        let (from, to, year) = second(rest).unwrap();
        assert_eq!((&rest[from..to], year), ("Ausgabe Dezember 2018", 2018));
    }
}
