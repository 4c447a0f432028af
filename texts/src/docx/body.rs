//! The paragraphs of a document part.

use std::collections::HashMap;

use super::{
    numbering::Numbering,
    styles::Styles,
    xml::{Element, Token, Xml},
};
use crate::{Form, Kind, Limits, NotReadable, Note, Paragraph, tidy};

/// The words of footnotes and endnotes by kind and number.
pub(super) type Notes = HashMap<(char, String), String>;

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub paragraphs: Vec<Paragraph>,
    pub notes: Vec<Note>,
}

/// Elements whose words are not part of the text: deleted or moved away,
/// instructions, the second version that older programs need, phonetic guides.
const LEFT_OUT: [&str; 9] =
    ["del", "moveFrom", "delText", "instrText", "delInstrText", "Fallback", "rt", "pict", "object"];

/// A paragraph that is open.
#[derive(Debug, Default)]
struct Open {
    text: String,
    style: Option<String>,
    number: Option<u32>,
    level: Option<u8>,
    outline: Option<u8>,
    /// Notes that it refers to: mark and words.
    notes: Vec<(String, String)>,
    /// Its end was deleted: the next paragraph goes on in it.
    goes_on: bool,
}

/// A row that is open, and the cells that are complete.
#[derive(Debug, Default)]
struct Row {
    cells: Vec<String>,
    deleted: bool,
}

struct Walk<'a> {
    styles: &'a Styles,
    numbering: &'a mut Numbering,
    notes: &'a Notes,
    out: Body,
    open: Vec<Open>,
    rows: Vec<Row>,
    /// What the paragraph began with whose end was deleted.
    begun: Option<Open>,
    pictures: usize,
    tracked: bool,
    note_count: usize,
}

pub(super) fn read(
    part: &str,
    styles: &Styles,
    numbering: &mut Numbering,
    notes: &Notes,
    limits: &Limits,
) -> Result<Body, NotReadable> {
    let mut walk = Walk {
        styles,
        numbering,
        notes,
        out: Body::default(),
        open: Vec::new(),
        rows: Vec::new(),
        begun: None,
        pictures: 0,
        tracked: false,
        note_count: 0,
    };
    let mut xml = Xml::new(part, limits.depth, Kind::Docx);
    let mut path: Vec<String> = Vec::new();
    let mut skipped = 0_usize;
    let mut hidden = false;
    while let Some(token) = xml.next()? {
        match token {
            Token::Open { name, element } => {
                path.push(name.to_owned());
                let parent = path.len().checked_sub(2).map_or("", |at| path[at].as_str());
                if skipped > 0 {
                    skipped += 1;
                    continue;
                }
                // In the properties of a run, a row or a paragraph's mark `del` is
                // a property, and holds no words.
                let property = matches!(parent, "rPr" | "trPr");
                if LEFT_OUT.contains(&name) && !property {
                    walk.tracked |= matches!(name, "del" | "moveFrom" | "delText");
                    walk.pictures += usize::from(matches!(name, "pict" | "object"));
                    skipped = 1;
                    continue;
                }
                match name {
                    "r" => hidden = false,
                    "vanish" if parent == "rPr" => {
                        let run = path.len().checked_sub(3).is_some_and(|at| path[at] == "r");
                        hidden = run && element.is_on();
                    }
                    "del" if parent == "rPr" => walk.end_deleted(),
                    "del" if parent == "trPr" => walk.row_deleted(),
                    "ins" => walk.tracked = true,
                    _ => walk.open(name, parent, &element),
                }
            }
            Token::Close { name } => {
                let name = name.to_owned();
                path.pop();
                if skipped > 0 {
                    skipped -= 1;
                } else {
                    walk.close(&name);
                }
            }
            Token::Text(text) => {
                if skipped == 0 && !hidden && path.last().is_some_and(|name| name == "t") {
                    walk.write(&text);
                }
            }
        }
    }
    if let Some(open) = walk.begun.take() {
        walk.finish(open);
    }
    if walk.pictures > 0 {
        walk.out.notes.push(Note::PicturesLeftOut { count: walk.pictures });
    }
    if walk.tracked {
        walk.out.notes.push(Note::TrackedChanges);
    }
    Ok(walk.out)
}

impl Walk<'_> {
    fn write(&mut self, text: &str) {
        if let Some(open) = self.open.last_mut() {
            open.text.push_str(text);
        }
    }

    fn end_deleted(&mut self) {
        self.tracked = true;
        if let Some(open) = self.open.last_mut() {
            open.goes_on = true;
        }
    }

    fn row_deleted(&mut self) {
        self.tracked = true;
        if let Some(row) = self.rows.last_mut() {
            row.deleted = true;
        }
    }

    fn open(&mut self, name: &str, parent: &str, element: &Element<'_>) {
        let value = || element.value("val");
        match name {
            "p" => self.open.push(Open::default()),
            "tr" => self.rows.push(Row::default()),
            "tc" => {
                if let Some(row) = self.rows.last_mut() {
                    row.cells.push(String::new());
                }
            }
            "tab" if parent == "r" => self.write("\t"),
            "br" | "cr" | "ptab" => self.write(" "),
            "noBreakHyphen" => self.write("\u{2011}"),
            "drawing" => self.pictures += 1,
            "footnoteReference" => self.note('f', element),
            "endnoteReference" => self.note('e', element),
            _ => {
                let Some(open) = self.open.last_mut() else { return };
                match name {
                    "pStyle" => open.style = value(),
                    "numId" => open.number = value().and_then(|v| v.parse().ok()),
                    "ilvl" => open.level = value().and_then(|v| v.parse().ok()),
                    "outlineLvl" => {
                        open.outline =
                            value().and_then(|v| v.parse::<u8>().ok()).map(|v| v.saturating_add(1));
                    }
                    _ => {}
                }
            }
        }
    }

    fn note(&mut self, kind: char, element: &Element<'_>) {
        let Some(words) = element.value("id").and_then(|id| self.notes.get(&(kind, id))) else { return };
        self.note_count += 1;
        let mark = format!("[{}]", self.note_count);
        if let Some(open) = self.open.last_mut() {
            open.text.push_str(&mark);
            open.notes.push((mark, words.clone()));
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" => {
                let Some(mut open) = self.open.pop() else { return };
                if let Some(begun) = self.begun.take() {
                    open.text.insert_str(0, &begun.text);
                    let mut notes = begun.notes;
                    notes.append(&mut open.notes);
                    open = Open {
                        notes,
                        style: begun.style,
                        number: begun.number,
                        level: begun.level,
                        outline: begun.outline,
                        ..open
                    };
                }
                if open.goes_on && self.rows.is_empty() {
                    self.begun = Some(open);
                } else {
                    self.finish(open);
                }
            }
            "tr" => {
                let Some(row) = self.rows.pop() else { return };
                if row.deleted || row.cells.iter().all(|cell| cell.trim().is_empty()) {
                    return;
                }
                let cells: Vec<String> = row.cells.iter().map(|cell| tidy::line(cell, false)).collect();
                if let Some(cell) = self.rows.last_mut().and_then(|outer| outer.cells.last_mut()) {
                    // A table within a cell becomes words of the cell.
                    cell.push(' ');
                    cell.push_str(&cells.join(" "));
                } else {
                    self.out.paragraphs.push(Paragraph {
                        text: cells.join("\t"),
                        form: Form::Row,
                        number: None,
                    });
                }
            }
            _ => {}
        }
    }

    fn finish(&mut self, open: Open) {
        let says = self.styles.says(open.style.as_deref());
        if says.contents {
            return;
        }
        let list = open.number.or(says.number).filter(|list| *list > 0);
        let level = open.level.or_else(|| {
            let style = open.style.as_deref()?;
            list.and_then(|list| self.numbering.level_of_style(list, style)).or(says.level)
        });
        let text = tidy::line(&open.text, false);
        let level = level.unwrap_or(0);
        // Word counts an empty paragraph of a list too.
        let number = list.and_then(|list| self.numbering.next(list, level));
        if text.is_empty() && open.notes.is_empty() {
            return;
        }
        let text = number.as_ref().map_or_else(|| text.clone(), |number| format!("{number} {text}"));
        if let Some(cell) = self.rows.last_mut().and_then(|row| row.cells.last_mut()) {
            cell.push(' ');
            cell.push_str(&text);
            for (mark, words) in open.notes {
                cell.push_str(&format!(" ({mark} {words})"));
            }
            return;
        }
        let form = match (open.outline.or(says.heading), list) {
            (Some(level), _) if (1..=9).contains(&level) => Form::Heading { level },
            (_, Some(_)) => Form::Item { depth: level },
            _ => Form::Plain,
        };
        self.out.paragraphs.push(Paragraph { text, form, number });
        for (mark, words) in open.notes {
            let text = format!("{mark} {words}");
            self.out.paragraphs.push(Paragraph { text, form: Form::Note, number: None });
        }
    }
}

/// The words of each footnote or endnote, by its number in the file.
pub(super) fn notes(part: &str, limits: &Limits) -> Result<Vec<(String, String)>, NotReadable> {
    let mut notes: Vec<(String, String)> = Vec::new();
    let mut xml = Xml::new(part, limits.depth, Kind::Docx);
    let mut skipped = 0_usize;
    let mut in_text = false;
    let mut open = false;
    while let Some(token) = xml.next()? {
        match token {
            Token::Open { name, .. } if skipped > 0 || LEFT_OUT.contains(&name) => skipped += 1,
            Token::Close { .. } if skipped > 0 => skipped -= 1,
            Token::Open { name: "footnote" | "endnote", element } => {
                // Separators are notes of a type of their own.
                open = element.value("type").is_none_or(|kind| kind == "normal");
                if open {
                    notes.push((element.value("id").unwrap_or_default(), String::new()));
                }
            }
            Token::Open { name, .. } => {
                in_text = name == "t";
                if matches!(name, "p" | "tab" | "br")
                    && let Some((_, words)) = notes.last_mut()
                {
                    words.push(' ');
                }
            }
            Token::Close { .. } => in_text = false,
            Token::Text(text) if in_text && open => {
                if let Some((_, words)) = notes.last_mut() {
                    words.push_str(&text);
                }
            }
            Token::Text(_) => {}
        }
    }
    for (_, words) in &mut notes {
        *words = tidy::line(words, false);
    }
    Ok(notes)
}
