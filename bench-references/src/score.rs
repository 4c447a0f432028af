//! Precision and recall of spans, identifiers and years.

use std::{collections::BTreeMap, fmt::Write as _};

use domain::{recognition::Mention, standard::StandardId};

/// A reference in a paragraph.
pub struct Span {
    pub start: usize,
    pub end: usize,
    pub text: String,
    /// Normal form without the year, where it was checked.
    pub id: Option<String>,
    pub year: Option<i16>,
}

impl Span {
    /// The span of a mention.
    pub fn of(mention: &Mention) -> Self {
        Self {
            start: mention.start,
            end: mention.end,
            text: mention.text.clone(),
            id: Some(mention.designation()),
            year: mention.year,
        }
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    fn family(&self) -> String {
        self.text
            .chars()
            .take_while(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '/'))
            .collect::<String>()
            .split([' ', '-', '/'])
            .find(|w| !w.is_empty())
            .unwrap_or("(elliptic)")
            .to_owned()
    }
}

#[derive(Default, Clone)]
struct Count {
    expected: usize,
    found: usize,
    right: usize,
    hit: usize,
    exact: usize,
    ids: usize,
    id_right: usize,
    year_right: usize,
}

/// The counts, by language and family.
#[derive(Default)]
pub struct Scores {
    all: Count,
    languages: BTreeMap<String, Count>,
    families: BTreeMap<String, Count>,
}

impl Scores {
    /// Counts one paragraph's spans; tells what differs.
    pub fn spans(
        &mut self,
        language: &str,
        expected: &[Span],
        found: &[Span],
        mut tell: impl FnMut(&str, String),
    ) {
        for span in expected {
            let twin = found
                .iter()
                .filter(|f| f.overlaps(span))
                .max_by_key(|f| f.end.min(span.end) - f.start.max(span.start));
            let exact = twin.is_some_and(|f| (f.start, f.end) == (span.start, span.end));
            let year = twin.is_some_and(|f| f.year == span.year);
            let id = span.id.as_ref().map(|id| twin.and_then(|f| f.id.as_ref()) == Some(id));
            match twin {
                None => tell("missed", span.text.clone()),
                Some(f) if !exact => tell("span", format!("{} | found: {}", span.text, f.text)),
                Some(f) if !year => {
                    tell("year", format!("{} | {:?}, found {:?}", span.text, span.year, f.year))
                }
                Some(f) if id == Some(false) => {
                    tell("id", format!("{} | {:?}, found {:?}", span.text, span.id, f.id))
                }
                Some(_) => {}
            }
            self.each(language, &span.family(), |c| {
                c.expected += 1;
                c.hit += usize::from(twin.is_some());
                c.exact += usize::from(exact);
                c.year_right += usize::from(year);
                c.ids += usize::from(id.is_some());
                c.id_right += usize::from(id == Some(true));
            });
        }
        for span in found {
            let right = expected.iter().any(|e| e.overlaps(span));
            if !right {
                tell("further", span.text.clone());
            }
            self.each(language, &span.family(), |c| {
                c.found += 1;
                c.right += usize::from(right);
            });
        }
    }

    /// Counts one paragraph's identifiers, where no spans are given.
    pub fn identifiers(
        &mut self,
        language: &str,
        expected: &[(String, Option<i16>)],
        found: &[Span],
        mut tell: impl FnMut(&str, String),
    ) {
        let undated =
            |id: &str| id.parse::<StandardId>().map_or_else(|_| id.to_owned(), |id| id.undated().to_string());
        let found_ids: Vec<(String, Option<i16>)> =
            found.iter().map(|f| (undated(f.id.as_deref().unwrap_or_default()), f.year)).collect();
        for (id, year) in expected {
            let parsed = id.parse::<StandardId>().ok();
            let year = year.or_else(|| parsed.as_ref().and_then(StandardId::year));
            let id = undated(id);
            let twins: Vec<_> = found_ids.iter().filter(|(f, _)| *f == id).collect();
            let dated = twins.iter().any(|(_, y)| *y == year);
            if twins.is_empty() {
                tell("missed", format!("{id}; found {found_ids:?}"));
            } else if !dated {
                tell("year", format!("{id} {year:?}; found {found_ids:?}"));
            }
            self.each(language, "all", |c| {
                c.expected += 1;
                c.hit += usize::from(!twins.is_empty());
                c.exact += usize::from(!twins.is_empty());
                c.ids += 1;
                c.id_right += usize::from(!twins.is_empty());
                c.year_right += usize::from(dated);
            });
        }
        for (id, _) in &found_ids {
            let right = expected.iter().any(|(e, _)| undated(e) == *id);
            if !right {
                tell("further", id.clone());
            }
            self.each(language, "all", |c| {
                c.found += 1;
                c.right += usize::from(right);
            });
        }
    }

    fn each(&mut self, language: &str, family: &str, change: impl Fn(&mut Count)) {
        change(&mut self.all);
        change(self.languages.entry(language.to_owned()).or_default());
        change(self.families.entry(family.to_owned()).or_default());
    }

    /// Whether anything was counted.
    pub fn any(&self) -> bool {
        self.all.expected + self.all.found > 0
    }

    /// All rows.
    pub fn table(&self, name: &str) -> String {
        let mut text = String::from(
            "what              expected  found  precision  recall     F1  exact     id   year\n",
        );
        text.push_str(&row(name, &self.all));
        for (language, count) in &self.languages {
            text.push_str(&row(&format!("  {language}"), count));
        }
        for (family, count) in self.families.iter().filter(|(_, c)| c.expected.max(c.found) > 0) {
            text.push_str(&row(&format!("    {family}"), count));
        }
        text
    }

    /// The row over everything.
    pub fn total(&self, name: &str) -> String {
        row(name, &self.all)
    }
}

fn row(name: &str, c: &Count) -> String {
    let share = |part: usize, whole: usize| if whole == 0 { f64::NAN } else { part as f64 / whole as f64 };
    let (precision, recall) = (share(c.right, c.found), share(c.hit, c.expected));
    let f1 = 2.0 * precision * recall / (precision + recall);
    let mut text = String::new();
    let _ = writeln!(
        text,
        "{name:<18}{:>8}{:>7}{precision:>11.3}{recall:>8.3}{f1:>7.3}{:>7.3}{:>7.3}{:>7.3}",
        c.expected,
        c.found,
        share(c.exact, c.expected),
        share(c.id_right, c.ids),
        share(c.year_right, c.expected),
    );
    text
}
