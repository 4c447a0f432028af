//! Which labels are numbers of clauses, and what stands under what.
//!
//! A label alone proves little: `(i)` is a letter or a Roman one, `1` may begin
//! a sentence. It counts when it goes on from a number that is open, begins a
//! list, or stands in a form that has only one meaning (a heading, an automatic
//! number, a bracket). Open numbers are kept on a stack; what is on the stack
//! when a clause begins is what it stands under.

use std::collections::HashMap;

use super::{
    keywords::Named,
    labels::{Closing, Follow, Label, Reading, Says, Style},
};

/// What stands in a path for a heading without a number.
pub(super) const UNNUMBERED: &str = "#";

/// How far ahead the next number of a doubtful list is looked for, in paragraphs.
const AHEAD: u32 = 200;

/// Numbers that may be missing in a list that goes on: repealed ones.
const GAP: u32 = 10;

/// Whether a paragraph begins a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Begins {
    /// As its label and its neighbours say.
    #[default]
    AsRead,
    /// An official said so.
    Always,
    /// An official said not, or it is an entry of the table of contents.
    Never,
}

/// A paragraph as the nesting sees it.
#[derive(Debug, Clone, Default)]
pub(super) struct Candidate {
    pub labels: Vec<Label>,
    /// The label's characters as printed.
    pub printed: String,
    /// The label is beyond doubt: an automatic number, or an official's.
    pub certain: bool,
    /// The level of a heading.
    pub heading: Option<u8>,
    pub begins: Begins,
    /// The level that an official set.
    pub level: Option<u8>,
}

/// The beginning of a clause.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    /// The address's parts; [`UNNUMBERED`] at the end stands for a heading without a number.
    pub path: Vec<String>,
    /// Empty for a heading without number.
    pub citation: String,
    /// Whether the clause has a number.
    pub numbered: bool,
    /// The kind of part, where a word names it.
    pub named: Option<Named>,
    /// 1 for the highest.
    pub level: u8,
}

/// A series of numbers: what counts together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Series {
    Named(Named),
    Decimal,
    Mark(Style, Closing),
    Heading(u8),
}

/// An open number.
#[derive(Debug, Clone)]
struct Open {
    series: Series,
    value: u32,
    /// The number's parts, with which a decimal below it begins.
    parts: Vec<String>,
    path: Vec<String>,
    citation: String,
    /// What the addresses and citations of its children begin with.
    child_path: Vec<String>,
    child_citation: String,
}

/// Where a mark would stand.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// How much speaks for it.
    weight: u32,
    /// How many open numbers stay.
    keep: usize,
    reading: Reading,
}

/// The beginnings of clauses among the paragraphs.
pub(super) fn nest(candidates: &[Candidate]) -> Vec<Option<Mark>> {
    let articles = candidates.iter().any(|candidate| {
        candidate.begins != Begins::Never
            && candidate.labels.first().is_some_and(|label| {
                matches!(label.says, Says::Named { kind: Named::Article | Named::Section, .. })
                    && matches!(label.follow, Follow::End | Follow::Text)
            })
    });
    let mut nesting =
        Nesting { candidates, articles, open: Vec::new(), main: Vec::new(), recent: HashMap::new() };
    (0..candidates.len()).map(|at| nesting.paragraph(at)).collect()
}

struct Nesting<'a> {
    candidates: &'a [Candidate],
    /// Whether the text has articles, so that sections hold them.
    articles: bool,
    open: Vec<Open>,
    /// What was open before the annex: an annex may stand among chapters.
    main: Vec<Open>,
    /// The last value of a series that was closed, within the same article.
    recent: HashMap<Series, u32>,
}

impl Nesting<'_> {
    fn paragraph(&mut self, at: usize) -> Option<Mark> {
        let candidate = &self.candidates[at];
        if candidate.begins == Begins::Never {
            return None;
        }
        if let Some(level) = candidate.level {
            self.open.truncate(usize::from(level.max(1)) - 1);
        }
        let mark = match candidate.labels.first().map(|label| &label.says) {
            Some(Says::Named { kind, number, ordinal }) => self.named(at, *kind, number, *ordinal),
            Some(Says::Decimal { parts }) => self.decimal(at, parts),
            Some(Says::Mark { .. }) => self.marks(at),
            None => None,
        };
        let mark = mark.or_else(|| {
            let level = candidate.heading.or((candidate.begins == Begins::Always).then_some(9))?;
            Some(self.unnumbered(level, candidate.level.is_some()))
        })?;
        Some(Mark { level: candidate.level.unwrap_or(mark.level), ..mark })
    }

    /// A heading without a number.
    fn unnumbered(&mut self, level: u8, placed: bool) -> Mark {
        if !placed {
            let keep = self.open.iter().rposition(|open| match open.series {
                Series::Named(_) => true,
                Series::Heading(other) => other < level,
                Series::Decimal => false,
                Series::Mark(..) => false,
            });
            self.close_to(keep.map_or(0, |at| at + 1));
        }
        let (base, citation) = self.base();
        let mut path = base.clone();
        path.push(UNNUMBERED.to_owned());
        self.push(Open {
            series: Series::Heading(level),
            value: 0,
            parts: Vec::new(),
            path,
            citation: String::new(),
            child_path: base,
            child_citation: citation,
        })
    }

    /// `Article 5`, `Annex B`, `Chapter II`.
    fn named(&mut self, at: usize, kind: Named, number: &str, ordinal: Option<u32>) -> Option<Mark> {
        let candidate = &self.candidates[at];
        let label = candidate.labels.first()?;
        let sure = candidate.certain || candidate.begins == Begins::Always;
        let likely = match label.follow {
            Follow::End | Follow::Text => true,
            Follow::Small => candidate.heading.is_some(),
            Follow::Sentence => false,
        };
        if !sure && !likely {
            return None;
        }
        let kind = if kind == Named::Division && !self.articles { Named::Section } else { kind };
        if candidate.level.is_none() {
            self.make_room(kind, number, ordinal.unwrap_or(1));
        }
        let printed = tidy(&candidate.printed);
        let part =
            if number.is_empty() { kind.prefix().to_owned() } else { format!("{}-{number}", kind.prefix()) };
        let (mut path, cited) = if kind.is_division() {
            self.open.last().map_or_else(
                || (Vec::new(), String::new()),
                |open| match open.series {
                    Series::Named(other) if other.is_division() => (open.path.clone(), open.citation.clone()),
                    _ => (open.child_path.clone(), open.child_citation.clone()),
                },
            )
        } else {
            self.base()
        };
        let below = self.base();
        path.push(part);
        let citation = if cited.is_empty() { printed } else { format!("{cited}, {printed}") };
        let (child_path, child_citation) =
            if kind.is_division() { below } else { (path.clone(), citation.clone()) };
        if !kind.is_division() {
            self.recent.clear();
        }
        let mark = self.push(Open {
            series: Series::Named(kind),
            value: ordinal.unwrap_or(1),
            parts: number.split('.').filter(|part| !part.is_empty()).map(str::to_owned).collect(),
            path,
            citation,
            child_path,
            child_citation,
        });
        // `Art. 5 (1)`: the article begins, and its first paragraph is open.
        for label in &candidate.labels[1..] {
            if let Says::Mark { closing, readings, written } = &label.says
                && let Some(place) = self.best(at, *closing, readings, true)
            {
                self.mark(place, *closing, written, written);
            }
        }
        Some(mark)
    }

    /// Closes what cannot hold a part of this kind.
    fn make_room(&mut self, kind: Named, number: &str, ordinal: u32) {
        let inside = self.open.iter().any(|open| matches!(open.series, Series::Named(k) if k.is_annex()));
        if kind.is_annex() {
            if !inside {
                self.main = self.open.clone();
            }
        } else if inside && !self.open.iter().any(|open| open.series == Series::Named(kind)) {
            // A chapter that goes on from before the annex does not belong to the annex.
            let last = self.main.iter().rev().find(|open| open.series == Series::Named(kind));
            let goes_on = last.is_some_and(|last| {
                last.value + 1 == ordinal || last.parts.first().is_some_and(|last| next_letter(last, number))
            });
            if goes_on {
                self.open = std::mem::take(&mut self.main);
            }
        }
        let keep = self
            .open
            .iter()
            .position(|open| match open.series {
                Series::Named(other) => other.rank() >= kind.rank(),
                // A clause that an official split off without a number holds nothing.
                Series::Heading(level) => kind.rank() <= 1 || level >= 9,
                Series::Decimal | Series::Mark(..) => true,
            })
            .unwrap_or(self.open.len());
        self.close_to(keep);
    }

    /// `1.1`, `A.2`.
    fn decimal(&mut self, at: usize, parts: &[String]) -> Option<Mark> {
        let candidate = &self.candidates[at];
        let sure = candidate.certain || candidate.begins == Begins::Always || candidate.heading.is_some();
        let above = self
            .open
            .iter()
            .rposition(|open| {
                !open.parts.is_empty() && open.parts.len() < parts.len() && parts.starts_with(&open.parts)
            })
            .filter(|_| candidate.level.is_none());
        let (last, stem) = parts.split_last()?;
        let sibling = self.open.iter().rposition(|open| {
            open.parts.len() == parts.len() && open.parts.split_last().is_some_and(|(_, other)| other == stem)
        });
        let value: u32 = last.trim_end_matches(char::is_alphabetic).parse().unwrap_or(0);
        let expected = value == 1
            || sibling
                .is_some_and(|at| (1..=1 + GAP).contains(&(value + 1 - self.open[at].value.min(value))));
        let follow = candidate.labels.first()?.follow;
        let likely = match follow {
            Follow::End | Follow::Text => above.is_some() || expected,
            Follow::Small => expected && (above.is_some() || sibling.is_some()),
            Follow::Sentence => false,
        };
        if !sure && !likely {
            return None;
        }
        let taken = if let Some(above) = above {
            self.close_to(above + 1);
            self.open[above].parts.len()
        } else if candidate.level.is_some() {
            0
        } else {
            let keep = sibling.unwrap_or_else(|| {
                let from = self.barrier();
                let first = self.open[from..].iter().position(|open| {
                    matches!(open.series, Series::Decimal | Series::Mark(Style::Digit, _))
                        && !open.parts.is_empty()
                });
                first.map_or(from, |at| from + at)
            });
            self.close_to(keep);
            0
        };
        let printed = tidy(&candidate.printed);
        let (mut path, cited) = self.base();
        let citation = if taken > 0 {
            format!("{cited}.{}", parts[taken..].join("."))
        } else if cited.is_empty() {
            printed
        } else {
            format!("{cited}, {printed}")
        };
        for part in &parts[taken..] {
            path.push(if path.is_empty() { format!("cl-{part}") } else { part.clone() });
        }
        Some(self.push(Open {
            series: Series::Decimal,
            value,
            parts: parts.to_vec(),
            child_path: path.clone(),
            child_citation: citation.clone(),
            path,
            citation,
        }))
    }

    /// `(a)`, `1.`; or several in one paragraph: `(a)(1)`.
    fn marks(&mut self, at: usize) -> Option<Mark> {
        let candidate = &self.candidates[at];
        let sure = candidate.certain || candidate.begins == Begins::Always || candidate.heading.is_some();
        let mut found = None;
        for (nth, label) in candidate.labels.iter().enumerate() {
            let Says::Mark { closing, readings, written } = &label.says else { break };
            let placed = candidate.level.is_some();
            let Some(mut place) = self.best(at, *closing, readings, nth > 0) else { break };
            if nth == 0 && !sure && !self.likely(at, *closing, label.follow, place) {
                return None;
            }
            if placed {
                place.keep = self.open.len();
            }
            let printed =
                if candidate.labels.len() == 1 { tidy(&candidate.printed) } else { written.clone() };
            found = Some(self.mark(place, *closing, written, &printed));
        }
        found
    }

    /// Whether a mark that is beyond doubt by nothing else counts.
    fn likely(&self, at: usize, closing: Closing, follow: Follow, place: Place) -> bool {
        let Reading { style, value, .. } = place.reading;
        let goes_on = || self.next_is(at, closing, &[(style, value + 1)]) == Some((style, value + 1));
        if follow == Follow::Sentence {
            return false;
        }
        match (closing, style) {
            (Closing::Bracketed | Closing::Comma, _) => true,
            (Closing::Degree | Closing::Closed, _) => place.weight >= 50,
            (Closing::Dotted, Style::Digit) => {
                place.weight >= 80 || place.weight >= 50 && follow != Follow::Small
            }
            (Closing::Dotted, _) => place.weight >= 85 || place.weight >= 70 && goes_on(),
            (Closing::Bare, _) => {
                follow == Follow::Text
                    && (place.weight >= 85 || place.weight >= 70 && value == 1 && goes_on())
            }
        }
    }

    /// The best place for a mark.
    fn best(&self, at: usize, closing: Closing, readings: &[Reading], inner: bool) -> Option<Place> {
        let from = self.barrier();
        let top = self.open.len();
        let mut best: Option<Place> = None;
        for reading in readings {
            let series = Series::Mark(reading.style, closing);
            let mut offer = |weight: u32, keep: usize| {
                if best.is_none_or(|best| weight > best.weight) {
                    best = Some(Place { weight, keep, reading: *reading });
                }
            };
            if !inner {
                for (depth, open) in self.open.iter().enumerate().skip(from).rev() {
                    if open.series != series {
                        continue;
                    }
                    let away = u32::try_from(top - depth).unwrap_or(9).min(9);
                    if reading.value == open.value + 1 || reading.inserted && reading.value == open.value {
                        offer(110 - away, depth);
                    } else if reading.value > open.value && reading.value <= open.value + GAP {
                        offer(60 - away, depth);
                    } else if reading.value <= 1 && depth + 1 == top {
                        offer(82, depth);
                    }
                }
                if self.recent.get(&series).is_some_and(|last| last + 1 == reading.value) {
                    offer(90, from);
                }
            }
            offer(if reading.value <= 1 { 80 } else { 20 }, top);
        }
        let best = best?;
        // `(i)` behind `(h)`: whichever list goes on.
        if let Style::Letter { alphabet: 0, upper } = best.reading.style
            && best.weight >= 100
            && let Some(roman) = readings.iter().find(|r| r.style == (Style::Roman { upper }) && r.value == 1)
        {
            let letters = (best.reading.style, best.reading.value + 1);
            let romans = (roman.style, 2);
            // What holds a list of numbers is a letter: `(i)(1)(ii)`.
            let inner = (Style::Digit, 1);
            if self.next_is(at, closing, &[letters, romans, inner]) == Some(romans) {
                return Some(Place { weight: 80, keep: top, reading: *roman });
            }
        }
        Some(best)
    }

    /// Which of the readings comes first among the labels ahead.
    fn next_is(&self, at: usize, closing: Closing, wanted: &[(Style, u32)]) -> Option<(Style, u32)> {
        let ahead = self.candidates.iter().skip(at + 1).take(AHEAD as usize);
        for candidate in ahead {
            let Some(label) = candidate.labels.first() else { continue };
            match &label.says {
                Says::Named { kind, .. }
                    if !kind.is_division() && matches!(label.follow, Follow::End | Follow::Text) =>
                {
                    return None;
                }
                Says::Mark { closing: other, readings, .. } if *other == closing => {
                    let found = wanted.iter().find(|(style, value)| {
                        readings.iter().any(|r| r.style == *style && r.value == *value)
                    });
                    if let Some(found) = found {
                        return Some(*found);
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// Opens a mark at its place.
    fn mark(&mut self, place: Place, closing: Closing, written: &str, printed: &str) -> Mark {
        self.close_to(place.keep);
        let (mut path, cited) = self.base();
        let bare: &str = printed.trim_matches(|c: char| "()（）.．°º、-–".contains(c) || c.is_whitespace());
        let under_annex = matches!(
            self.open.iter().rev().find(|open| !matches!(open.series, Series::Heading(_))).map(|open| open.series),
            Some(Series::Named(kind)) if kind.is_annex() || kind.is_division()
        );
        let citation = if cited.is_empty() {
            if closing == Closing::Bracketed && !printed.starts_with(['(', '（']) {
                format!("({printed})")
            } else {
                printed.trim_end_matches(['.', '、', '．']).to_owned()
            }
        } else if under_annex {
            format!("{cited}, {bare}")
        } else {
            format!("{cited}({bare})")
        };
        path.push(if path.is_empty() { format!("cl-{written}") } else { written.to_owned() });
        let counts = matches!(
            place.reading.style,
            Style::Digit | Style::Letter { alphabet: 0, upper: true } | Style::Roman { upper: true }
        );
        self.push(Open {
            series: Series::Mark(place.reading.style, closing),
            value: place.reading.value,
            parts: if counts && closing != Closing::Bracketed {
                vec![written.to_owned()]
            } else {
                Vec::new()
            },
            child_path: path.clone(),
            child_citation: citation.clone(),
            path,
            citation,
        })
    }

    /// What the address and the citation of a child of the last open number begin with.
    fn base(&self) -> (Vec<String>, String) {
        self.open.last().map_or_else(Default::default, |o| (o.child_path.clone(), o.child_citation.clone()))
    }

    /// The first open number of the article, annex or division that is open:
    /// lists do not go on across it.
    fn barrier(&self) -> usize {
        self.open.iter().rposition(|open| matches!(open.series, Series::Named(_))).map_or(0, |at| at + 1)
    }

    fn close_to(&mut self, keep: usize) {
        let from = self.barrier();
        // Only the outermost list of an article may go on behind a heading.
        if let Some(open) = self.open.get(keep.max(from)).filter(|_| keep <= from || self.open.len() > keep) {
            let outermost = self.open[..keep.max(from)]
                .iter()
                .skip(from)
                .all(|open| matches!(open.series, Series::Heading(_)));
            if outermost && matches!(open.series, Series::Mark(..)) {
                self.recent.insert(open.series, open.value);
            }
        }
        self.open.truncate(keep);
    }

    fn push(&mut self, open: Open) -> Mark {
        let mark = Mark {
            path: open.path.clone(),
            citation: open.citation.clone(),
            numbered: !matches!(open.series, Series::Heading(_)),
            named: match open.series {
                Series::Named(kind) => Some(kind),
                _ => None,
            },
            level: u8::try_from(self.open.len() + 1).unwrap_or(u8::MAX),
        };
        self.open.push(open);
        mark
    }
}

/// A number as a citation prints it: without the full stop or dash behind it.
fn tidy(printed: &str) -> String {
    let words: Vec<&str> = printed.split_whitespace().collect();
    words.join(" ").trim_end_matches(['.', ':', '、', '．', '-', '–', '—', ' ']).to_owned()
}

/// Whether one letter follows the other: `I` behind `H` is no Roman numeral.
fn next_letter(last: &str, number: &str) -> bool {
    match (last.as_bytes(), number.as_bytes()) {
        ([last], [next]) => last.is_ascii_alphabetic() && last.wrapping_add(1) == *next,
        _ => false,
    }
}
