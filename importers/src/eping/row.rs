//! One row of the export as a notification.

use std::sync::LazyLock;

use domain::{
    notification::{Article, Content, ImportedNotification, Kind, Objective, Source, State, StatedDate},
    symbol::Symbol,
    web_address::WebAddress,
};
use regex::Regex;

use super::{
    Column, Columns, joint,
    sheet::{Row, Value},
};
use crate::{
    Severity, dates, objectives,
    problem::Notes,
    products::{self, Codes},
    text::{self, pattern},
};

static ADDRESS: LazyLock<Regex> = LazyLock::new(|| pattern(r#"https?://[^\s,;<>"'|\\]+"#));
/// What stands between symbols: separators, or blanks before the next one.
static SYMBOLS: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)[,;\r\n]+|\s+and\s+|_x000D_|\s+(G\s*/)"));

/// A row read.
pub struct One {
    /// The notification, with the authorities that this row names.
    pub notification: ImportedNotification,
    /// The cell of symbols as given.
    pub given_symbols: String,
}

/// The set of symbols of a cell, in an order of its own; `None` for a cell that
/// holds none. What is no symbol is passed over, as [`read`] does.
pub fn key(cell: &str) -> Option<String> {
    let parsed: Vec<Symbol> = split(cell).iter().filter_map(|s| s.parse().ok()).collect();
    (!parsed.is_empty()).then(|| key_of(&parsed))
}

/// See [`key`].
pub fn key_of(symbols: &[Symbol]) -> String {
    let mut all: Vec<String> = symbols.iter().map(Symbol::to_string).collect();
    all.sort();
    all.dedup();
    all.join(" ")
}

fn split(cell: &str) -> Vec<String> {
    // Blanks before the next symbol separate; its own letters must not be lost.
    let separated = SYMBOLS.replace_all(cell, |c: &regex::Captures<'_>| match c.get(1) {
        Some(start) => format!("\n{}", start.as_str()),
        None => "\n".to_owned(),
    });
    separated.lines().map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()).collect()
}

/// Reads a row; without a symbol or a day of distribution it is skipped, with
/// the reason among the notes.
pub fn read(row: &Row, columns: &Columns, notes: &mut Notes) -> Option<One> {
    let cells = Cells { row, columns };
    let given_symbols = cells.text(Column::Symbol);
    let symbols = symbols(&given_symbols, &cells, notes)?;
    let thai = symbols[0].authority() == "THA";
    let published = published(&cells, &given_symbols, thai, notes)?;
    let (links, texts_from) = documents(&cells.text(Column::Document));
    let mut content = Content {
        title: cells.clean(Column::Title, "Title", notes),
        description: cells.clean(Column::Description, "Description", notes),
        products: cells.clean(Column::Products, "Products covered", notes),
        relevant_documents: relevant(&cells, notes),
        comments_until: cells.day(Column::CommentsUntil, "Final date for comments", thai, notes),
        adoption: cells.day(Column::Adoption, "Proposed adoption date", thai, notes),
        entry_into_force: cells.day(Column::EntryIntoForce, "Proposed entry into force date", thai, notes),
        keywords: cells.list(Column::Keywords, notes),
        affected: cells.list(Column::Affected, notes),
        links,
        texts_from,
        ..Content::default()
    };
    if content.title.is_empty() {
        let symbol = &symbols[0];
        content.title = format!("{symbol} (title not in the source)");
        notes.add(Severity::Note, "Title", "", "the row has no title");
    }
    articles(&cells, &mut content, notes);
    purposes(&cells, &mut content, notes);
    let codes = codes(&cells, &content.products, notes);
    (content.hs, content.ics) = (codes.hs, codes.ics);
    for (field, said) in [
        ("Title", &content.title),
        ("Description", &content.description),
        ("Products covered", &content.products),
    ] {
        if let Some(word) = text::glued(said) {
            notes.add(Severity::Note, field, word, "words without blanks between them; left as they are");
        }
    }
    let kind = kind(&cells, &symbols[0], notes);
    let authority_names =
        joint::names(&symbols, &cells.clean(Column::Member, "Notifying Member", notes), notes);
    let notification = ImportedNotification {
        authority_names,
        source: Source::Eping,
        kind,
        state: State::Published,
        published,
        content,
        symbols,
    };
    Some(One { notification, given_symbols })
}

/// A row's cells by column.
struct Cells<'a> {
    row: &'a Row,
    columns: &'a Columns,
}

impl Cells<'_> {
    fn value(&self, column: Column) -> Option<&Value> {
        self.columns.value(self.row, column)
    }

    fn text(&self, column: Column) -> String {
        self.value(column).map(Value::text).unwrap_or_default()
    }

    /// The cell as plain text; what had to be removed is said.
    fn clean(&self, column: Column, field: &str, notes: &mut Notes) -> String {
        let given = self.text(column);
        let cleaned = text::clean(&given);
        if !cleaned.removed.is_empty() {
            let what = format!("{} removed", cleaned.removed.join(" and "));
            notes.add(Severity::Repaired, field, &given, what);
        }
        cleaned.text
    }

    fn list(&self, column: Column, notes: &mut Notes) -> Vec<String> {
        let text = self.clean(column, "", notes);
        let mut items: Vec<String> = Vec::new();
        for item in text.split([';', '\n']).map(str::trim).filter(|i| !i.is_empty()) {
            if !items.iter().any(|i| i == item) {
                items.push(item.to_owned());
            }
        }
        items
    }

    fn day(&self, column: Column, field: &str, thai: bool, notes: &mut Notes) -> StatedDate {
        let cleaned;
        let cell = match self.value(column) {
            None => return StatedDate::default(),
            Some(Value::Number(number)) => dates::Cell::Number(*number),
            Some(Value::Text(_)) => {
                cleaned = self.clean(column, field, notes);
                dates::Cell::Words(&cleaned)
            }
        };
        let stated = dates::stated(cell, thai);
        if let Some((severity, what)) = stated.note {
            notes.add(severity, field, &self.text(column), what);
        }
        stated.date
    }

    /// A ticked column: anything but an explicit no.
    fn ticked(&self, column: Column) -> bool {
        let value = self.text(column).trim().to_lowercase();
        !matches!(value.as_str(), "" | "no" | "false" | "0" | "-" | "n/a")
    }
}

fn symbols(given: &str, cells: &Cells<'_>, notes: &mut Notes) -> Option<Vec<Symbol>> {
    const FIELD: &str = "Document symbol";
    let mut symbols: Vec<Symbol> = Vec::new();
    for one in split(given) {
        match one.parse::<Symbol>() {
            Ok(symbol) if symbols.contains(&symbol) => {}
            Ok(symbol) => symbols.push(symbol),
            Err(_) => {
                notes.add(Severity::Dropped, FIELD, &one, "is no symbol such as G/TBT/N/KEN/641; left out")
            }
        }
    }
    if symbols.is_empty() {
        let title = cells.text(Column::Title);
        let member = cells.text(Column::Member);
        let what = format!(
            "the row of {member} has no symbol, without which it cannot be told from others; skipped"
        );
        notes.add(Severity::Skipped, FIELD, if given.trim().is_empty() { &title } else { given }, what);
        return None;
    }
    Some(symbols)
}

/// The day of distribution. It is not guessed from other days: periods are
/// counted from it, and rules judge by it.
fn published(cells: &Cells<'_>, symbol: &str, thai: bool, notes: &mut Notes) -> Option<jiff::civil::Date> {
    const FIELD: &str = "Distribution date";
    let stated = cells.day(Column::Distributed, FIELD, thai, notes);
    if stated.date.is_none() {
        let what = format!("{} has no day of distribution; skipped", symbol.trim());
        notes.add(Severity::Skipped, FIELD, &stated.words, what);
    }
    stated.date
}

/// Addresses of the notified text, and what else the cell says.
fn documents(cell: &str) -> (Vec<String>, String) {
    let cell = cell.replace("&amp;", "&").replace("_x000D_", " ");
    let mut links: Vec<String> = Vec::new();
    for address in ADDRESS.find_iter(&cell) {
        let address = address.as_str().trim_end_matches(['.', ')']).to_owned();
        if WebAddress::is(&address) && !links.contains(&address) {
            links.push(address);
        }
    }
    let rest = text::clean(&ADDRESS.replace_all(&cell, " ")).text;
    let words = rest.trim_matches(|c: char| !c.is_alphanumeric());
    (links, words.to_owned())
}

/// Box 8: the documents, and what the form of the SPS Agreement asks instead.
fn relevant(cells: &Cells<'_>, notes: &mut Notes) -> String {
    let mut said = vec![cells.clean(Column::Relevant, "Relevant documents", notes)];
    let bodies = [
        (Column::Codex, "Codex Alimentarius Commission"),
        (Column::AnimalHealth, "World Organisation for Animal Health"),
        (Column::PlantProtection, "International Plant Protection Convention"),
        (Column::NoStandard, "No international standard"),
    ];
    for (column, name) in bodies {
        if cells.ticked(column) {
            let words = cells.clean(column, name, notes);
            let only_a_tick = words.eq_ignore_ascii_case("x") || words.eq_ignore_ascii_case("yes");
            let repeats =
                only_a_tick || words.to_lowercase() == name.to_lowercase() || words.to_lowercase() == "none";
            said.push(if repeats { name.to_owned() } else { format!("{name}: {words}") });
        }
    }
    for (column, name) in [
        (Column::Conforms, "Conforms to the relevant international standard"),
        (Column::Deviates, "Deviation from the international standard"),
    ] {
        let words = cells.clean(column, name, notes);
        if !words.is_empty() {
            said.push(format!("{name}: {words}"));
        }
    }
    said.retain(|s| !s.is_empty());
    said.join("\n")
}

fn articles(cells: &Cells<'_>, content: &mut Content, notes: &mut Notes) {
    let columns = [
        (Column::A2_9_2, Article::A2_9_2),
        (Column::A2_10_1, Article::A2_10_1),
        (Column::A5_6_2, Article::A5_6_2),
        (Column::A5_7_1, Article::A5_7_1),
        (Column::A3_2, Article::A3_2),
        (Column::A7_2, Article::A7_2),
    ];
    content.articles = columns.into_iter().filter(|(c, _)| cells.ticked(*c)).map(|(_, a)| a).collect();
    if cells.ticked(Column::OtherArticle) {
        content.articles.insert(Article::Other);
        let words = cells.clean(Column::OtherArticle, "Other", notes);
        let only_a_tick = ["x", "other", "yes", "other:"].iter().any(|w| words.eq_ignore_ascii_case(w));
        content.article_other = if only_a_tick { "not stated".to_owned() } else { words };
    }
}

fn purposes(cells: &Cells<'_>, content: &mut Content, notes: &mut Notes) {
    let (ticked, words) = objectives::read(&cells.clean(Column::Objectives, "Objectives", notes));
    content.objectives = ticked;
    let mut rationale = words;
    rationale.retain(|w| !w.is_empty());
    let mut said = vec![cells.clean(Column::Rationale, "Objectives free text", notes)];
    if !rationale.is_empty() && content.objectives.contains(&Objective::Other) {
        said.push(format!("Other: {}", rationale.join("; ")));
    } else if !rationale.is_empty() {
        said.push(rationale.join("; "));
    }
    said.retain(|s| !s.is_empty());
    content.rationale = said.join("\n");
}

fn codes(cells: &Cells<'_>, products: &str, notes: &mut Notes) -> Codes {
    let mut codes = Codes::default();
    match cells.value(Column::Hs) {
        Some(Value::Number(number)) => {
            let text = products::hs_number(*number, notes);
            codes.hs_column(&text, notes);
        }
        Some(Value::Text(_)) => codes.hs_column(&cells.clean(Column::Hs, "HS code(s)", notes), notes),
        None => {}
    }
    match cells.value(Column::Ics) {
        Some(Value::Number(number)) => {
            let text = products::ics_number(*number, notes);
            codes.ics_column(&text, notes);
        }
        Some(Value::Text(_)) => codes.ics_column(&cells.clean(Column::Ics, "ICS code(s)", notes), notes),
        None => {}
    }
    codes.products_text(products, notes);
    codes
}

/// The symbol's suffix decides; the type of notification only where it has none.
fn kind(cells: &Cells<'_>, symbol: &Symbol, notes: &mut Notes) -> Kind {
    let given = cells.text(Column::Type);
    let words = given.to_lowercase();
    let named = [
        ("addendum", Kind::Addendum),
        ("corrigendum", Kind::Corrigendum),
        ("revision", Kind::Revision),
        ("supplement", Kind::Supplement),
        ("translation", Kind::Supplement),
    ];
    let said = named.into_iter().find(|(w, _)| words.contains(w)).map_or(Kind::Regular, |(_, kind)| kind);
    match symbol.kind() {
        Kind::Regular => said,
        kind => {
            if kind != said && !words.trim().is_empty() {
                let what = format!("the symbol {symbol} says {}, which was taken", kind.as_str());
                notes.add(Severity::Note, "Notification type", &given, what);
            }
            kind
        }
    }
}
