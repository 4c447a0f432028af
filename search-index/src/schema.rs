//! The fields of the index, and a document written into them.

use domain::{
    divergence::Code,
    notification::{Kind, Objective, State},
    search::Document,
    standard::StandardId,
};
use jiff::Timestamp;
use tantivy::{
    TantivyDocument,
    schema::{
        FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STORED, Schema, TextFieldIndexing,
        TextOptions,
    },
};

use crate::{
    analysis::{EXACT, STEM},
    packed,
};

/// Raised with every change of the fields, the analyzers or the packing.
const VERSION: u32 = 1;

/// What makes an index of another program version unreadable: the version and
/// every list whose positions the packed columns hold.
pub fn layout() -> String {
    let mut layout = format!("{VERSION}");
    let names = Kind::ALL
        .map(Kind::as_str)
        .into_iter()
        .chain(State::ALL.map(State::as_str))
        .chain(Objective::ALL.map(Objective::as_str))
        .chain(Code::ALL.map(Code::as_str));
    for name in names {
        layout.push(' ');
        layout.push_str(name);
    }
    layout
}

/// Names of the numeric columns.
pub const ID: &str = "id";
/// Day of publication, days since 1970.
pub const PUBLISHED: &str = "published";
/// End of the comment period in microseconds since 1970; [`NEVER`] without one.
pub const CLOSES: &str = "closes";
/// Single values and short lists, see `packed`.
pub const PACKED: &str = "packed";
/// HS chapters 0–63 and 64–99, a bit each.
pub const HS: [&str; 2] = ["hs_low", "hs_high"];
/// ICS fields 0–63 and 64–99, a bit each.
pub const ICS: [&str; 2] = ["ics_low", "ics_high"];
/// Authority codes.
pub const AUTHORITY: &str = "authority";

/// `closes` of a notification without a comment period: before every time.
pub const NEVER: i64 = i64::MIN;

/// Of the text of an attached draft, so much is kept to show a sentence from;
/// all of it is searched.
const SHOWN_OF_OTHER_TEXT: usize = 100_000;

/// Handles of the fields.
#[derive(Clone, Copy)]
pub struct Fields {
    pub id: Field,
    pub published: Field,
    pub closes: Field,
    pub packed: Field,
    pub hs: [Field; 2],
    pub ics: [Field; 2],
    pub authority: Field,
    /// Exact terms of conditions, see [`filter`].
    pub filter: Field,
    /// Every word in its exact form, with positions.
    pub exact: Field,
    /// Every word's stem.
    pub stem: Field,
    /// Symbols and standards; weighs most.
    pub codes: Field,
    pub title: Field,
    pub products: Field,
    pub description: Field,
    /// Kept to be shown, searched through `stem` and `exact`.
    pub other: Field,
    /// Kept to be shown: standards cited.
    pub standards: Field,
}

/// The schema and its handles.
pub fn build() -> (Schema, Fields) {
    let mut b = Schema::builder();
    let column = || NumericOptions::default().set_fast();
    let text = |tokenizer: &str, option| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(option),
        )
    };
    let positions = IndexRecordOption::WithFreqsAndPositions;
    let freqs = IndexRecordOption::WithFreqs;
    let terms = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::Basic),
    );
    let fields = Fields {
        id: b.add_i64_field(ID, column() | INDEXED),
        published: b.add_i64_field(PUBLISHED, column()),
        closes: b.add_i64_field(CLOSES, column()),
        packed: b.add_u64_field(PACKED, column()),
        hs: HS.map(|name| b.add_u64_field(name, column())),
        ics: ICS.map(|name| b.add_u64_field(name, column())),
        authority: b.add_text_field(AUTHORITY, FAST),
        filter: b.add_text_field("filter", terms),
        exact: b.add_text_field("exact", text(EXACT, positions)),
        stem: b.add_text_field("stem", text(STEM, freqs)),
        codes: b.add_text_field("codes", text(EXACT, positions)),
        title: b.add_text_field("title", text(STEM, positions) | STORED),
        products: b.add_text_field("products", text(STEM, freqs) | STORED),
        description: b.add_text_field("description", text(STEM, freqs) | STORED),
        other: b.add_text_field("other", STORED),
        standards: b.add_text_field("standards", STORED),
    };
    (b.build(), fields)
}

/// Terms of the field `filter`: one letter for the condition, then the value.
pub mod filter {
    use super::*;

    pub fn authority(code: &str) -> String {
        format!("a{code}")
    }
    pub fn kind(kind: Kind) -> String {
        format!("k{}", kind.as_str())
    }
    pub fn state(state: State) -> String {
        format!("s{}", state.as_str())
    }
    pub fn objective(objective: Objective) -> String {
        format!("o{}", objective.as_str())
    }
    pub fn divergence(code: Code) -> String {
        format!("d{}", code.as_str())
    }
    pub fn year(year: i16) -> String {
        format!("y{year}")
    }
    /// Digits of an HS code or of one above it.
    pub fn hs(digits: &str) -> String {
        format!("h{digits}")
    }
    /// An ICS code or one above it.
    pub fn ics(code: &str) -> String {
        format!("i{code}")
    }
    /// A standard in any edition: the key of its undated identifier.
    pub fn standard(cited: &str) -> String {
        match cited.parse::<StandardId>() {
            Ok(id) => format!("n{}", id.undated()),
            Err(_) => format!("n{}", cited.trim()),
        }
    }
    /// One edition of a standard, or one of its supplements.
    pub fn edition(cited: &str) -> String {
        match cited.parse::<StandardId>() {
            Ok(id) if id.is_supplement() => format!("e{id}"),
            // Made of the undated key, so that old and new numbers meet.
            Ok(id) => format!("e{} {}", id.undated(), id.year().unwrap_or_default()),
            Err(_) => format!("e{}", cited.trim()),
        }
    }
    /// What a `standard` condition asks for: undated finds any edition, dated
    /// that edition alone.
    pub fn standard_condition(asked: &str) -> String {
        match asked.parse::<StandardId>() {
            Ok(id) if id.year().is_some() || id.is_supplement() => edition(asked),
            _ => standard(asked),
        }
    }
}

/// The end of a comment period as the column holds it. Fractions of a
/// microsecond count as a whole one: open until the very end.
pub fn closes_value(closes_at: Option<Timestamp>) -> i64 {
    closes_at.map_or(NEVER, |t| t.as_microsecond() + i64::from(t.subsec_nanosecond() % 1000 > 0))
}

/// Days since 1970.
pub fn day(date: jiff::civil::Date) -> i64 {
    let epoch = jiff::civil::Date::constant(1970, 1, 1);
    i64::from((date - epoch).get_days())
}

impl Fields {
    /// The document as tantivy takes it. Every numeric field is written by the
    /// method of its own type: another type panics the indexing thread.
    pub fn document(&self, d: &Document) -> TantivyDocument {
        let mut doc = TantivyDocument::new();
        doc.add_i64(self.id, d.id);
        doc.add_i64(self.published, day(d.published));
        doc.add_i64(self.closes, closes_value(d.closes_at));
        doc.add_u64(self.packed, packed::pack(d));
        let hs = packed::bits(d.hs.iter().map(|c| c.chapter()));
        let ics = packed::bits(d.ics.iter().map(|c| c.field()));
        for half in 0..2 {
            doc.add_u64(self.hs[half], hs[half]);
            doc.add_u64(self.ics[half], ics[half]);
        }
        self.add_filters(&mut doc, d);
        self.add_text(&mut doc, d);
        doc
    }

    fn add_filters(&self, doc: &mut TantivyDocument, d: &Document) {
        let mut terms = vec![filter::kind(d.kind), filter::state(d.state), filter::year(d.published.year())];
        terms.extend(d.authorities.iter().map(|a| filter::authority(a)));
        terms.extend(d.objectives.iter().map(|o| filter::objective(*o)));
        terms.extend(d.divergences.iter().map(|c| filter::divergence(*c)));
        terms.extend(d.hs.iter().flat_map(|c| c.ancestry().map(filter::hs)));
        terms.extend(d.ics.iter().flat_map(|c| c.ancestry().map(filter::ics)));
        terms.extend(d.standards.iter().flat_map(|s| [filter::standard(s), filter::edition(s)]));
        terms.sort_unstable();
        terms.dedup();
        terms.iter().for_each(|term| doc.add_text(self.filter, term));
        let mut authorities = d.authorities.clone();
        authorities.sort_unstable();
        authorities.dedup();
        authorities.iter().for_each(|code| doc.add_text(self.authority, code));
    }

    fn add_text(&self, doc: &mut TantivyDocument, d: &Document) {
        doc.add_text(self.title, &d.title);
        doc.add_text(self.products, &d.products);
        doc.add_text(self.description, &d.description);
        let shown =
            d.other_text.char_indices().nth(SHOWN_OF_OTHER_TEXT).map_or(d.other_text.len(), |(at, _)| at);
        doc.add_text(self.other, &d.other_text[..shown]);
        d.standards.iter().for_each(|s| doc.add_text(self.standards, s));
        d.symbols.iter().chain(&d.standards).for_each(|code| doc.add_text(self.codes, code));
        let texts = [&d.title, &d.products, &d.description, &d.other_text];
        for text in texts.into_iter().chain(&d.symbols).chain(&d.standards).chain(&d.authority_names) {
            doc.add_text(self.exact, text);
            doc.add_text(self.stem, text);
        }
    }
}
