//! The grammar: what may lead, the chain of publishers, then the rest in the
//! publisher's own style.

use std::ops::Range;

use super::{
    StandardId, StandardIdError, ashrae, code, colon, documents, hyphen, itu, nameless,
    publishers::{Style, at_start, follows_others, is_joint},
    scan::Scan,
    series, words, working,
};

/// Longest text that can be an identifier; anything longer is prose.
const LONGEST: usize = 400;
/// Most publishers in one identifier (`UNI CEI EN ISO/IEC` has five).
const MOST_LINKS: usize = 6;

/// Where in the normal form the pieces stand.
#[derive(Default)]
pub(super) struct Pieces {
    pub publisher: Range<usize>,
    pub kind: Range<usize>,
    pub number: Range<usize>,
    pub part: Range<usize>,
    pub year: Option<i16>,
    pub supplement: bool,
}

/// The publishers named, in order.
#[derive(Default)]
pub(super) struct Chain {
    names: [&'static str; MOST_LINKS],
    length: usize,
}

impl Chain {
    pub fn first(&self) -> &'static str {
        self.names[0]
    }

    pub fn last(&self) -> &'static str {
        self.names[self.length.saturating_sub(1)]
    }

    pub fn has(&self, name: &str) -> bool {
        self.names[..self.length].contains(&name)
    }

    pub fn is(&self, names: &[&str]) -> bool {
        &self.names[..self.length] == names
    }

    pub fn len(&self) -> usize {
        self.length
    }
}

pub(super) fn refuse(reason: impl Into<String>) -> StandardIdError {
    StandardIdError { reason: reason.into() }
}

/// Parses a normalised text that is nothing but an identifier.
pub(super) fn parse(text: &str) -> Result<StandardId, StandardIdError> {
    let text = text.trim_start_matches(['"', '“', '«']);
    if text.is_empty() {
        return Err(refuse("nothing was given"));
    }
    if text.len() > LONGEST {
        return Err(refuse("this is longer than any identifier of a standard"));
    }
    if let Some(id) = working::document(text) {
        return Ok(id);
    }
    whole(text).or_else(|error| nameless::designation(text).ok_or(error))
}

/// Reads a text that is nothing but an identifier with its publisher's name.
fn whole(text: &str) -> Result<StandardId, StandardIdError> {
    let (id, end) = read(text)?;
    let left = text[end..].trim_start();
    let left = left.trim_matches(['.', ',', ';', ':', ' ', '"', '”', '»']);
    // A bracket closed that was never opened.
    let unopened = left == ")" && id.as_str().matches('(').count() <= id.as_str().matches(')').count();
    if left.is_empty() || left.starts_with('#') || unopened {
        Ok(id)
    } else {
        Err(refuse(format!("what follows the number is not understood: “{left}”")))
    }
}

/// Reads an identifier at the start of a normalised text; says where it ends.
pub(super) fn read(text: &str) -> Result<(StandardId, usize), StandardIdError> {
    let mut scan = Scan::new(text);
    let mut pieces = Pieces::default();
    let leads_supplement = lead(&mut scan, &mut pieces);
    let start = scan.out.len();
    let (chain, style) = chain(&mut scan);
    if chain.len() == 0 {
        return Err(if text.starts_with(|c: char| c.is_ascii_digit()) {
            refuse(format!("“{text}” begins with a number: the publisher is missing"))
        } else {
            refuse(format!("“{text}” does not begin with a publisher of standards that is known"))
        });
    }
    pieces.publisher = start..scan.out.len();
    let before_body = scan.mark();
    let named = pieces.publisher.clone();
    let mut style = style_of(&chain, style);
    if chain.is(&["EN"]) && is_etsi_number(scan.rest()) {
        // Laws cite ETSI's standards by their number alone.
        scan.out.truncate(start);
        scan.put("ETSI");
        pieces.publisher = start..scan.out.len();
        scan.back(2);
        style = Style::Etsi;
    }
    let first = chain.first();
    let understood = match style {
        _ if documents::directives(&mut scan, &mut pieces, &chain) => true,
        _ if matches!(first, "ISO" | "IEC") && documents::committee(&mut scan, &mut pieces) => true,
        _ if first.starts_with("IECE")
            || first.starts_with("IECQ")
            || first == "IECRE"
            || first == "IEC" && [" CA ", " CAB-", " CABPUB"].iter().any(|w| scan.rest().starts_with(w)) =>
        {
            documents::conformity(&mut scan, &mut pieces)
        }
        _ if chain.has("ASHRAE") && !chain.has("IEEE") || chain.has("AMCA") => {
            ashrae::body(&mut scan, &mut pieces)
        }
        Style::Colon => colon::body(&mut scan, &mut pieces, &chain),
        Style::Hyphen if is_astm_book(&chain, scan.rest()) => code::body(&mut scan, &mut pieces, first),
        Style::Hyphen | Style::Ieee => hyphen::body(&mut scan, &mut pieces, &chain, style),
        Style::Itu => itu::body(&mut scan, &mut pieces),
        Style::Etsi => series::etsi(&mut scan, &mut pieces),
        Style::Un => series::un(&mut scan, &mut pieces, chain.first()),
        Style::Code => code::body(&mut scan, &mut pieces, chain.first()),
    };
    let understood = understood
        || matches!(chain.first(), "ASTM" | "ASME" | "JCGM" | "BIPM" | "ANS") && {
            scan.reset(before_body);
            pieces = Pieces { publisher: named, ..Pieces::default() };
            code::body(&mut scan, &mut pieces, chain.first())
        };
    if !understood {
        return Err(refuse(format!(
            "no number of a standard follows “{}”",
            &scan.out[pieces.publisher.clone()]
        )));
    }
    pieces.supplement |= leads_supplement;
    let end = scan.at();
    Ok((StandardId::new(scan.out, pieces, style), end))
}

fn style_of(chain: &Chain, first: Style) -> Style {
    match first {
        Style::Colon if chain.is(&["CIE"]) => Style::Code,
        // `IEEE/ISO/IEC P29119-3/DIS, December 2011`
        Style::Hyphen if chain.has("IEEE") || matches!(chain.first(), "ANSI" | "NACE" | "EIA") => Style::Ieee,
        other => other,
    }
}

/// What may stand before the publisher: `Guide ISO/CEI 50`, `Recommendation
/// ITU-T`, `NA to BS EN`. Says whether it makes the whole a supplement.
fn lead(scan: &mut Scan<'_>, pieces: &mut Pieces) -> bool {
    const KINDS: [&str; 10] =
        ["Draft ", "Guide ", "AWI ", "CD ", "WD ", "PRF ", "NP ", "DIS ", "Руководства ", "FDIS "];
    const DROPPED: [&str; 11] = [
        "Recommendation ",
        "Recommandation ",
        "Recomendación ",
        "Empfehlung ",
        "Rec. ",
        "Report ",
        "Standard ",
        "Norm ",
        "Norme ",
        "OGC standard ",
        "norme ",
    ];
    if scan.rest().starts_with("RFC ") || at_start(scan.rest()).is_some_and(|p| p.name != "NA") {
        return false;
    }
    if let Some(kind) = KINDS.iter().find(|k| scan.rest().starts_with(**k)) {
        pieces.kind = 0..kind.len() - 1;
        scan.keep(kind.len());
        return false;
    }
    if let Some(word) = DROPPED.iter().find(|w| scan.rest().starts_with(**w)) {
        scan.skip(word.len());
        return false;
    }
    // `NA+A1:2014 to BS EN`, `Amendment (2009) to OIML R 138`, `Supplement No. 2 (1970) to BS 1831`
    const OPENING: [&str; 8] =
        ["NA", "Amendment", "Supplement", "Annex", "Erratum", "Errata", "Corrigendum", "Addendum"];
    if OPENING.iter().any(|w| scan.rest().starts_with(w))
        && let Some(to) = scan.rest().find(" to ")
        && to < 40
        && at_start(scan.from(to + 4)).is_some()
    {
        scan.keep(to + 4);
        return true;
    }
    false
}

/// Reads the publishers and what joins them.
fn chain(scan: &mut Scan<'_>) -> (Chain, Style) {
    let mut chain = Chain::default();
    let mut style = Style::Colon;
    while chain.length < MOST_LINKS {
        let mark = scan.mark();
        let mut joint = "";
        if chain.length > 0 {
            let gap = scan.count(0, |b| matches!(b, b' ' | b'-' | b'/' | b'_'));
            let signs = scan.cut(0, gap);
            joint = match signs {
                _ if gap > 4 => break,
                _ if signs.contains('/') => "/",
                _ if signs.contains('-') => "-",
                "" => "",
                _ => " ",
            };
            scan.skip(gap);
        }
        let Some(publisher) = at_start(scan.rest()) else {
            scan.reset(mark);
            break;
        };
        let mut name = publisher.name;
        if chain.length > 0 {
            let glued = joint.is_empty() && !matches!(chain.last(), "Fpr" | "pr");
            // Mercosur's standards are adopted by Brazil; ASME has a series of that name.
            let mercosur = name == "NM" && !chain.last().ends_with("NBR");
            if glued || mercosur || !follows_others(name) || ends(&chain) {
                scan.reset(mark);
                break;
            }
            if name == "CEI" && matches!(chain.last(), "ISO" | "ИСО") {
                name = "IEC";
            }
            if is_joint(chain.last(), name) && !matches!(chain.first(), "NA") {
                joint = "/";
            }
            scan.put(joint);
        } else {
            style = publisher.style;
        }
        scan.put(name);
        scan.skip(publisher.spelling.len());
        chain.names[chain.length] = name;
        chain.length += 1;
        if name == "T/" {
            let group = scan.capitals(0);
            scan.keep(group);
        }
        if name == "DB" {
            // A province: `DB11/T 1234-2018`.
            let digits = scan.digits(0);
            let behind = scan.from(digits);
            let voluntary = match behind.as_bytes() {
                [b'/', b'T', ..] => 2,
                // Mandatory ones keep their slash: `DB31/ 199-2018`.
                [b'/', b' ' | b'0'..=b'9', ..] => 1,
                _ => 0,
            };
            scan.keep(digits + voluntary);
        }
        if name == "KS" {
            class_letter(scan);
        }
    }
    if chain.is(&["CEI"]) && is_iec_number(scan.rest().trim_start_matches([' ', '-'])) {
        scan.out.truncate(scan.out.len() - 3);
        scan.put("IEC");
        chain.names[0] = "IEC";
    }
    (chain, style)
}

/// ASTM's manuals, data series and reports: `MNL12-4TH-EB`, `RR:C09-2005`, `WK91249`.
fn is_astm_book(chain: &Chain, rest: &str) -> bool {
    const BOOKS: [&str; 9] = ["MNL", "DS", "MONO", "RR:", "WK", "ADJ", "TR", "STP", "GUIDELINE"];
    let rest = rest.trim_start();
    chain.is(&["ASTM"])
        && BOOKS.iter().any(|b| {
            rest.strip_prefix(b)
                .is_some_and(|r| !r.starts_with([' ', '-']) && r.bytes().take(8).any(|b| b.is_ascii_digit()))
        })
}

/// Publishers that never wrap another one's identifier.
fn ends(chain: &Chain) -> bool {
    matches!(chain.last(), "JIS" | "OIML" | "ETSI" | "IWA" | "JCGM" | "CODEX STAN" | "CXS")
        || chain.last().starts_with("ITU")
        || chain.first().starts_with("UN ")
        || chain.first().starts_with("UNECE")
}

/// `KS B ISO 13482`: Korea's class letter stands before the adopted number.
fn class_letter(scan: &mut Scan<'_>) {
    if scan.byte(0) == b' '
        && scan.capitals(1) == 1
        && scan.byte(2) == b' '
        && at_start(scan.from(3)).is_some_and(|p| follows_others(p.name))
    {
        scan.keep(2);
    }
}

/// The French name of the IEC is the Italian committee's too: the number tells.
fn is_iec_number(rest: &str) -> bool {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    digits == 5 && rest.starts_with('6') || digits == 3 && rest.starts_with("335")
}

/// The EN numbers from 300 000 to 303 999 are ETSI's.
fn is_etsi_number(rest: &str) -> bool {
    let rest = rest.trim_start_matches([' ', '-']);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let behind = &rest.as_bytes()[digits..];
    let spaced =
        digits == 3 && behind.len() >= 4 && behind[0] == b' ' && behind[1..4].iter().all(u8::is_ascii_digit);
    rest.starts_with("30") && (digits == 6 || spaced) && matches!(rest.as_bytes().get(2), Some(b'0'..=b'3'))
}

/// Reads stages and types; writes them joined as their publisher does.
pub(super) fn kinds(scan: &mut Scan<'_>, pieces: &mut Pieces, chain: &Chain) {
    for round in 0..3 {
        let mark = scan.mark();
        let gap = scan.count(0, |b| matches!(b, b' ' | b'-' | b'/' | b'_'));
        let signs = scan.cut(0, gap);
        scan.skip(gap);
        let word = scan
            .word(words::KINDS)
            .filter(|w| gap <= 3 && (gap > 0 || *w != "R") && fits(w, scan, chain, signs));
        let Some(word) = word else {
            scan.reset(mark);
            return;
        };
        if word.eq_ignore_ascii_case("norm") || word == "Norma" || word == "norma" {
            // `ISO-Norm 21909`
            scan.skip(word.len());
            continue;
        }
        let own = chain.len() == 1 && round == 0;
        scan.put(match chain.first() {
            _ if gap == 0 => " ",
            _ if word.eq_ignore_ascii_case("guide") && chain.len() <= 2 => " ",
            // Both are in use at ISO and IEC themselves.
            _ if round == 0 && signs == "/" => "/",
            _ if round == 0 && signs == " " => " ",
            "ISO" | "CEN" | "CLC" if own => "/",
            "IEC" if own => " ",
            "ISO" if round == 0 => " ",
            _ if signs.contains('/') => "/",
            _ if signs.contains('-') => "-",
            _ => " ",
        });
        if pieces.kind.is_empty() || words::lasting_kind(&scan.out[pieces.kind.clone()]).is_empty() {
            pieces.kind = scan.out.len()..scan.out.len() + word.len();
        }
        scan.put(word);
        scan.skip(word.len());
        // The second committee draft: `CD2 P12207`.
        if scan.digits(0) == 1 && scan.byte(1) == b' ' && scan.byte(2) == b'P' {
            scan.keep(1);
        }
    }
}

/// `R` is a kind for ISO alone, working stages for those that have them.
fn fits(word: &str, scan: &Scan<'_>, chain: &Chain, signs: &str) -> bool {
    let after = scan.byte(word.len());
    let bounded = matches!(after, b' ' | b'-' | b'/' | b'_') || after.is_ascii_digit() && word.len() > 1;
    let behind_it = scan.from(word.len()).trim_start_matches([' ', '-', '/', '_']);
    let number_near = behind_it.bytes().take(9).any(|b| b.is_ascii_digit());
    bounded
        && (number_near || word == "DIR")
        && match word {
            "R" => matches!(chain.first(), "ISO" | "IEC") && signs.contains('/'),
            "RM" => chain.last() == "IDF",
            "N" => false,
            "OD" | "GD" | "AD" | "TRF" => false,
            "Handbook" => chain.first() == "ISO",
            _ => true,
        }
}
