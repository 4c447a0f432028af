//! The scan: names in one pass, what follows each, what the words around say.

use super::{
    Mention, american, bare, context,
    cursor::{self, byte},
    dates, evidence,
    lists::{self, Item},
    names::{NAMES, Name, Strength},
    shape::{self, Read},
    window::Window,
};
use crate::standard::{StandardId, Technique, is_international};

/// How far an identifier with its date is read, in bytes.
const NEAR: usize = 220;
/// How far a title is followed to its date.
const TITLE: usize = 420;
/// Most items of one enumeration.
const MOST_ITEMS: usize = 200;

/// Reads pieces of a text one after the other.
#[derive(Default)]
pub(super) struct Scanner {
    /// Characters of the pieces before.
    characters: usize,
    window: Window,
    title: Window,
}

/// A mention by the piece's bytes, before its surroundings are read.
struct Found {
    start: usize,
    end: usize,
    id: StandardId,
    year: Option<i16>,
    also: Vec<StandardId>,
    edition: Option<String>,
}

impl Found {
    fn new(start: usize, end: usize, id: StandardId, also: Vec<StandardId>) -> Self {
        let year = id.year().or_else(|| consolidated(&id));
        Self { start, end, year, id, also, edition: None }
    }

    fn date(&mut self, year: Option<i16>) {
        if let Some(year) = year.filter(|_| self.year.is_none()) {
            self.id = shape::dated(self.id.clone(), Some(year));
            self.also = self.also.drain(..).map(|id| shape::dated(id, Some(year))).collect();
            self.year = Some(year);
        }
    }
}

/// The year of a text known by its last supplement's: `EN 1994-1-2+C1:2011`, or of
/// a national annex: `DIN EN 1991-1-4/NA:2010-12`.
fn consolidated(id: &StandardId) -> Option<i16> {
    let text = id.to_string();
    // The year of two bodies' text stands behind the second number: `ISO 8968-1/IDF 20-1:2014`.
    let (_, supplement) =
        text.rsplit_once('+').or_else(|| text.rsplit_once("/IDF ")).or_else(|| text.rsplit_once("/NA"))?;
    let year = supplement.rsplit_once(':')?.1.get(..4)?;
    cursor::is_year(year).then(|| year.parse().ok())?
}

/// `Guide ISO/CEI 98-3`: French and Spanish say what it is before they say whose.
fn guide(piece: &str, start: usize, read: Read) -> (usize, Read) {
    let word = ["Guide ", "guide ", "Guía ", "Guia "].into_iter().find(|w| piece[..start].ends_with(w));
    let international = matches!(read.head.as_str(), "ISO" | "IEC" | "ISO/IEC") && read.number.len() <= 3;
    let named = word.filter(|_| international).and_then(|word| {
        let id: StandardId =
            read.id.as_str().replacen(&read.head, &format!("{} Guide", read.head), 1).parse().ok()?;
        Some((start - word.len(), id))
    });
    match named {
        Some((start, id)) => (start, Read { id, ..read }),
        None => (start, read),
    }
}

/// The paragraph that is read: where it begins, and which short names have
/// proved to be publishers in it.
#[derive(Default)]
struct Paragraph {
    start: usize,
    seen: usize,
    trusted: Vec<&'static str>,
}

impl Paragraph {
    fn enter(&mut self, piece: &str, at: usize) {
        let since = &piece.as_bytes()[self.seen.min(at)..at];
        // Backwards over the lines until one is blank.
        let mut next = since.len();
        for newline in memchr::memrchr_iter(b'\n', since) {
            if next < since.len() && since[newline + 1..next].iter().all(u8::is_ascii_whitespace) {
                self.start = self.seen + next + 1;
                self.trusted.clear();
                break;
            }
            next = newline;
        }
        self.seen = at;
    }
}

/// A mention and where it ends in the piece, kept until the next is known.
type Waiting = (Mention, usize);

impl Scanner {
    /// Gives the references of `piece` to `each`, in order.
    pub fn read(&mut self, piece: &str, each: &mut impl FnMut(Mention)) {
        let mut paragraph = Paragraph::default();
        let mut counted = (0, self.characters);
        let mut waiting: Option<Waiting> = None;
        let mut done = 0;
        for hit in NAMES.automaton.find_iter(piece) {
            let name = NAMES.get(hit.pattern().as_usize());
            if bare::MARKS.contains(&name.canonical.as_str()) {
                if let Some(found) = bare_code(piece, hit.start()).filter(|found| found.start >= done) {
                    done = found.end;
                    paragraph.enter(piece, hit.start());
                    let mention = describe(piece, &found, &paragraph, &mut counted);
                    if let Some((before, _)) = waiting.replace((mention, found.end)) {
                        each(before);
                    }
                }
                continue;
            }
            if hit.start() < done
                || !evidence::number_near(piece.as_bytes(), hit.end(), name.strength)
                    && !american::has_section(&name.canonical, evidence::head(&piece[hit.end()..], 120))
                || !evidence::begins(piece, hit.start(), name)
            {
                continue;
            }
            for found in self.mentions(piece, hit.start(), hit.end(), name, &mut paragraph) {
                if found.start < done {
                    continue;
                }
                done = found.end;
                if defines_short_form(piece, waiting.as_ref(), &found) {
                    continue;
                }
                let mut mention = describe(piece, &found, &paragraph, &mut counted);
                relate(piece, waiting.as_mut(), &mut mention, &found);
                if let Some((before, _)) = waiting.replace((mention, found.end)) {
                    each(before);
                }
            }
        }
        if let Some((last, _)) = waiting {
            each(last);
        }
        self.characters = counted.1 + piece[counted.0..].chars().count();
    }

    /// The mentions that begin with the name at `start`: one, or an enumeration.
    fn mentions(
        &mut self,
        piece: &str,
        start: usize,
        named: usize,
        name: &'static Name,
        paragraph: &mut Paragraph,
    ) -> Vec<Found> {
        self.window.fold(piece, start, NEAR);
        let Some(read) = shape::read(self.window.text(), name, self.window.length_up_to(named)) else {
            return Vec::new();
        };
        paragraph.enter(piece, start);
        let (start, read) = guide(piece, start, read);
        let before = &piece[paragraph.start.min(start)..start];
        let end = self.window.end_of(read.end);
        let trusted = paragraph.trusted.contains(&name.canonical.as_str());
        if !evidence::supports(&read, name, before, &piece[end..], trusted) {
            return Vec::new();
        }
        if !trusted && name.strength < Strength::Strong {
            paragraph.trusted.push(&name.canonical);
        }
        let mut all = Vec::new();
        let mut first = Found::new(start, end, read.id.clone(), read.also.clone());
        let mut at = stated(&self.window, &mut first, read.end);
        if first.year.is_none()
            && let Some(said) = dates::before_name(before)
        {
            first.date(said.year);
            first.edition = first.edition.or(said.edition);
        }
        let mut last = first.id.clone();
        all.push(first);
        // Two editions of one: the second stands for itself.
        while let Some((from, to, year)) = dates::second(&self.window.text()[at..]) {
            let (start, end) = (self.window.start_of(at + from), self.window.end_of(at + to));
            let mut further = Found::new(start, end, read.undated(), Vec::new());
            further.date(Some(year));
            all.push(further);
            at += to;
        }
        let mut number = read.number.clone();
        while all.len() < MOST_ITEMS {
            let Some(item) = lists::next(self.window.text(), at, &read, &number, &last) else { break };
            let Item { start, end, id, also, number: own } = item;
            let (start, bytes) = (self.window.start_of(start), self.window.end_of(end));
            let mut further = Found::new(start, bytes, id, also);
            at = stated(&self.window, &mut further, end);
            last = further.id.clone();
            number = own;
            let from = further.end;
            all.push(further);
            // A long enumeration goes on beyond the window.
            if at + 60 > self.window.text().len() && from < piece.len() {
                self.window.fold(piece, from, NEAR);
                at = 0;
            }
        }
        if let [only] = all.as_mut_slice()
            && only.year.is_none()
        {
            self.date_behind_title(piece, only);
        }
        all
    }

    /// The edition said behind the title of the standard.
    fn date_behind_title(&mut self, piece: &str, found: &mut Found) {
        if !piece[found.end..].starts_with([' ', ',', ':', '*', '(', '.', '\n', '-']) {
            return;
        }
        self.title.fold(piece, found.end, TITLE);
        let w = self.title.text();
        let w = &w[dates::group_code(w)..];
        if !dates::title_begins(w) {
            return;
        }
        // The next name with a number begins another reference.
        let next = NAMES.automaton.find_iter(w).find(|n| {
            let name = NAMES.get(n.pattern().as_usize());
            evidence::begins(w, n.start(), name)
                && evidence::number_near(w.as_bytes(), n.end(), Strength::Weak)
        });
        found.date(dates::behind_title(&w[..next.map_or(w.len(), |n| n.start())]));
    }
}

/// The code without a name with which the row before the mark at `mark` begins.
fn bare_code(piece: &str, mark: usize) -> Option<Found> {
    let row_start = memchr::memrchr(b'\n', &piece.as_bytes()[..mark]).map_or(0, |at| at + 1);
    let row = &piece[row_start..mark];
    let (range, id) = bare::code(row)?;
    let id = id.parse().ok()?;
    Some(Found::new(row_start + range.start, row_start + range.end, id, Vec::new()))
}

/// Reads the edition stated behind a mention; says where the folded text goes on.
fn stated(window: &Window, found: &mut Found, at: usize) -> usize {
    let rest = &window.text()[at..];
    let Some(said) = dates::stated(rest) else { return at };
    // Said again in words, it is the same edition; another year is another matter.
    if found.year.is_some() && (found.year != said.year || said.length < 8) {
        return at;
    }
    found.date(said.year);
    found.edition = said.edition;
    found.end = window.end_of(at + said.length);
    let words = &rest[..said.length];
    let open = words.contains('(') && !words.ends_with(')') && byte(rest, said.length) == b')';
    at + said.length + usize::from(open)
}

/// The mention with what its surroundings say.
fn describe(piece: &str, found: &Found, paragraph: &Paragraph, counted: &mut (usize, usize)) -> Mention {
    let mut characters = |at: usize| {
        counted.1 += piece[counted.0..at].chars().count();
        counted.0 = at;
        counted.1
    };
    let before = &piece[paragraph.start.min(found.start)..found.start];
    let after = within_paragraph(&piece[found.end..]);
    let latest = found.year.is_none() && context::latest(before, after);
    let technique = match found.year {
        Some(_) => Technique::Dated,
        None if found.also.is_empty() && context::is_series(before, after) => Technique::General,
        None => Technique::Undated,
    };
    Mention {
        start: characters(found.start),
        end: characters(found.end),
        text: piece[found.start..found.end].to_owned(),
        id: found.id.clone(),
        year: found.year,
        technique,
        also: found.also.clone(),
        edition: found.edition.clone(),
        clause: context::clause(before, after),
        role: context::role(before, after),
        latest,
        correspondence: context::degree_after(after).or_else(|| context::degree_before(before)),
        corresponds_to: None,
    }
}

/// Whether the mention only says how the one before is called from here on:
/// `ASTM A 36/A 36M-08, Standard Specification (“ASTM A 36”)`.
fn defines_short_form(piece: &str, before: Option<&Waiting>, found: &Found) -> bool {
    let Some((long, end)) = before else { return false };
    if found.year.is_some() || long.year.is_none() || *end > found.start || found.start - end > 400 {
        return false;
    }
    let opens =
        piece[..found.start].ends_with("(“") || piece[..found.start].ends_with(['(', '“', '"', '„', '«']);
    let closes = piece[found.end..].starts_with([')', '”', '"', '“', '»']);
    opens
        && closes
        && (found.id.number() == long.id.number()
            || long.id.number().starts_with(&format!("{}/", found.id.number())))
        && found.id.part() == long.id.part()
        && found.id.publisher().split([' ', '/']).next() == long.id.publisher().split([' ', '/']).next()
}

/// A little of what follows, up to the paragraph's end.
fn within_paragraph(after: &str) -> &str {
    let near = evidence::head(after, 200);
    let end = ["\n\n", "\n\r\n"].into_iter().filter_map(|blank| near.find(blank)).min();
    &near[..end.unwrap_or(near.len())]
}

/// Relates a national reference to the international one named beside it.
fn relate(piece: &str, before: Option<&mut Waiting>, mention: &mut Mention, found: &Found) {
    let Some((national, end)) = before else { return };
    if *end > found.start || national.id == mention.id {
        return;
    }
    let between = &piece[*end..found.start];
    if lists::is_range(between) {
        if mention.also.is_empty() {
            mention.also = lists::range(&national.id, &mention.id);
        }
        return;
    }
    let stated = context::degree_between(between);
    let bracketed = between.len() < 8
        && between.trim_matches([' ', '\n']).starts_with(['(', '（', ',', '，', '/'])
        && mention.correspondence.is_some();
    // `ГОСТ 31610.18-2016/IEC 60079-18:2014` is an identical adoption (GOST 1.3-2014, 6.13.1).
    let slashed = between == "/" && national.id.publisher().starts_with("ГОСТ");
    // `EN ISO 12100:2010 (ISO 12100:2010)`: the standard adopted, without a degree.
    let named = matches!(between.trim(), "(" | "（" | "[")
        && evidence::head(&piece[found.end..], 150).contains([')', '）', ']'])
        && !is_international(&national.id)
        && is_international(&mention.id);
    let degree = match stated {
        Some(degree) => degree.or(mention.correspondence),
        None if bracketed => mention.correspondence,
        None if slashed => Some(crate::standard::Correspondence::Identical),
        None if named => context::degree_by_form(&national.id),
        None => return,
    };
    mention.correspondence = degree;
    national.correspondence = degree;
    national.corresponds_to = Some(mention.id.clone());
}
