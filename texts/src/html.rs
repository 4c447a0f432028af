//! HTML: headings, lists with their numbers, tables row by row. Scripts, styles,
//! menus and hidden parts are left out; nothing is loaded.

use scraper::{Html, Node, node::Element};

use crate::{Form, Kind, Limits, NotReadable, Note, Paragraph, Read, encoding, tidy};

/// Elements whose content is no part of the text.
const LEFT_OUT: [&str; 20] = [
    "script", "style", "nav", "template", "noscript", "head", "svg", "math", "iframe", "object", "canvas",
    "audio", "video", "select", "button", "input", "textarea", "datalist", "dialog", "map",
];

/// Elements that stand within a line.
const INLINE: [&str; 34] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
    "i", "ins", "kbd", "label", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "u", "var",
];

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Read, NotReadable> {
    let (text, note) = encoding::decode(bytes, declared(bytes).as_deref())?;
    let (paragraphs, pictures) = paragraphs(&text, limits, Kind::Html)?;
    let mut notes: Vec<Note> = note.into_iter().collect();
    if pictures > 0 {
        notes.push(Note::PicturesLeftOut { count: pictures });
    }
    Ok(Read { kind: Kind::Html, paragraphs, pages: None, notes })
}

/// The encoding that the file declares, in its first bytes.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2_048)]).to_ascii_lowercase();
    let at = ["charset=", "encoding="].iter().find_map(|word| Some(head.find(word)? + word.len()))?;
    let label: String = head[at..]
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':'))
        .collect();
    (!label.is_empty()).then_some(label)
}

/// The paragraphs of a page or a piece of one, and how many pictures it has.
pub(crate) fn paragraphs(
    text: &str,
    limits: &Limits,
    kind: Kind,
) -> Result<(Vec<Paragraph>, usize), NotReadable> {
    // The parser needs time by the square of the depth: told before it starts.
    if open_elements(text) > limits.depth * 8 {
        return Err(NotReadable::TooDeep { kind });
    }
    let page = Html::parse_document(text);
    let mut walk = Walk::default();
    let mut depth = 0;
    let mut skipped = 0_usize;
    for edge in page.tree.root().traverse() {
        match edge {
            ego_tree::iter::Edge::Open(node) => {
                depth += 1;
                if depth > limits.depth {
                    return Err(NotReadable::TooDeep { kind });
                }
                match node.value() {
                    Node::Element(element) => {
                        if skipped > 0 || is_left_out(element) {
                            skipped += 1;
                        } else {
                            walk.open(element);
                        }
                    }
                    Node::Text(text) if skipped == 0 => walk.text.push_str(text),
                    _ => {}
                }
            }
            ego_tree::iter::Edge::Close(node) => {
                depth -= 1;
                if let Node::Element(element) = node.value() {
                    if skipped > 0 {
                        skipped -= 1;
                    } else {
                        walk.close(element);
                    }
                }
            }
        }
    }
    walk.flush();
    Ok((walk.paragraphs, walk.pictures))
}

/// The greatest count of elements that are open at once, reckoned roughly
/// upwards: elements that need no end count too, unless a `</` came.
fn open_elements(text: &str) -> usize {
    let (mut open, mut most) = (0_usize, 0);
    let bytes = text.as_bytes();
    const NO_END: [&[u8]; 12] =
        [b"br", b"img", b"p", b"li", b"td", b"tr", b"th", b"hr", b"meta", b"link", b"input", b"col"];
    for (at, _) in text.match_indices('<') {
        let rest = &bytes[at + 1..];
        let name: &[u8] = &rest[..rest.iter().take(12).take_while(|b| b.is_ascii_alphanumeric()).count()];
        if rest.first() == Some(&b'/') {
            let name: &[u8] =
                &rest[1..1 + rest[1..].iter().take(12).take_while(|b| b.is_ascii_alphanumeric()).count()];
            if !NO_END.iter().any(|other| name.eq_ignore_ascii_case(other)) {
                open = open.saturating_sub(1);
            }
        } else if !name.is_empty() && !NO_END.iter().any(|other| name.eq_ignore_ascii_case(other)) {
            open += 1;
            most = most.max(open);
        }
    }
    most
}

fn is_left_out(element: &Element) -> bool {
    let hidden = element.attr("hidden").is_some()
        || element.attr("aria-hidden") == Some("true")
        || element.attr("style").is_some_and(|style| {
            let style = style.to_ascii_lowercase().replace(' ', "");
            style.contains("display:none") || style.contains("visibility:hidden")
        });
    hidden || LEFT_OUT.contains(&element.name())
}

/// A list that is open.
#[derive(Debug)]
struct List {
    /// The number of the next item, and how it is written; nothing for bullets.
    next: Option<(i64, char)>,
    step: i64,
}

#[derive(Debug, Default)]
struct Walk {
    paragraphs: Vec<Paragraph>,
    text: String,
    lists: Vec<List>,
    /// The number of the item that begins.
    number: Option<String>,
    heading: Option<u8>,
    /// How many tables are open; text in cells is kept for the row.
    cells: usize,
    in_item: bool,
    pictures: usize,
}

impl Walk {
    fn open(&mut self, element: &Element) {
        let name = element.name();
        match name {
            "img" | "picture" => self.pictures += usize::from(name == "img"),
            "br" if self.heading.is_none() && self.cells == 0 => self.flush(),
            "br" => self.text.push(' '),
            "td" | "th" if self.cells > 0 => {
                if !self.text.is_empty() {
                    self.text.push('\t');
                }
            }
            "tr" => {
                if self.cells == 0 {
                    self.flush();
                }
                self.cells += 1;
            }
            _ if self.cells > 0 => {
                if !INLINE.contains(&name) {
                    self.text.push(' ');
                }
            }
            "ol" | "ul" | "menu" | "dir" => {
                self.flush();
                let reversed = element.attr("reversed").is_some();
                let start = element.attr("start").and_then(|s| s.trim().parse().ok()).unwrap_or(1);
                let style = element.attr("type").and_then(|t| t.chars().next()).unwrap_or('1');
                let next = (name == "ol" && !bare(element)).then_some((start, style));
                self.lists.push(List { next, step: if reversed { -1 } else { 1 } });
            }
            "li" => {
                self.flush();
                self.in_item = true;
                self.number = self.lists.last_mut().and_then(|list| {
                    let (next, style) = list.next.as_mut()?;
                    if let Some(value) = element.attr("value").and_then(|v| v.trim().parse().ok()) {
                        *next = value;
                    }
                    let printed = written(*next, *style);
                    *next = next.saturating_add(list.step);
                    Some(printed)
                });
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush();
                self.heading = name[1..].parse().ok();
            }
            _ if INLINE.contains(&name) => {}
            _ => self.flush(),
        }
    }

    fn close(&mut self, element: &Element) {
        let name = element.name();
        match name {
            "tr" => {
                self.cells = self.cells.saturating_sub(1);
                if self.cells == 0 {
                    let row = tidy::line(&std::mem::take(&mut self.text), true);
                    if !row.trim().is_empty() {
                        self.paragraphs.push(Paragraph { text: row, form: Form::Row, number: None });
                    }
                }
            }
            _ if self.cells > 0 => {
                if !INLINE.contains(&name) {
                    self.text.push(' ');
                }
            }
            "ol" | "ul" | "menu" | "dir" => {
                self.flush();
                self.lists.pop();
            }
            "li" => {
                self.flush();
                self.number = None;
                self.in_item = false;
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush();
                self.heading = None;
            }
            _ if INLINE.contains(&name) || matches!(name, "img" | "br") => {}
            _ => self.flush(),
        }
    }

    /// Ends the paragraph that is open.
    fn flush(&mut self) {
        let text = tidy::line(&std::mem::take(&mut self.text), false);
        if text.is_empty() {
            return;
        }
        let form = match self.heading {
            Some(level) => Form::Heading { level },
            None if self.in_item && !self.lists.is_empty() => {
                Form::Item { depth: u8::try_from(self.lists.len() - 1).unwrap_or(u8::MAX) }
            }
            None => Form::Plain,
        };
        let number = self.number.take();
        let text = number.as_ref().map_or_else(|| text.clone(), |number| format!("{number} {text}"));
        self.paragraphs.push(Paragraph { text, form, number });
    }
}

/// Whether a list shows no numbers.
fn bare(element: &Element) -> bool {
    element.attr("style").is_some_and(|style| {
        let style = style.to_ascii_lowercase().replace(' ', "");
        style.contains("list-style:none") || style.contains("list-style-type:none")
    })
}

/// A number as a browser prints it before an item.
fn written(value: i64, style: char) -> String {
    let positive = u32::try_from(value).ok().filter(|value| *value > 0);
    let text = match (style, positive) {
        ('a', Some(value)) => crate::docx::letters(value),
        ('A', Some(value)) => crate::docx::letters(value).to_uppercase(),
        ('i', Some(value)) => crate::docx::roman(value),
        ('I', Some(value)) => crate::docx::roman(value).to_uppercase(),
        _ => value.to_string(),
    };
    format!("{text}.")
}
