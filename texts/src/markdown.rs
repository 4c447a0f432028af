//! Markdown: CommonMark with tables and footnotes. HTML within it is read as
//! HTML and never passed on.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::{Form, Kind, Limits, NotReadable, Note, Paragraph, Read, encoding, html, tidy};

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Read, NotReadable> {
    let (text, note) = encoding::decode(bytes, None)?;
    let mut walk = Walk::new(&text);
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut depth = 0_usize;
    for (event, range) in Parser::new_ext(&text, options).into_offset_iter() {
        match &event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > limits.depth {
            return Err(NotReadable::TooDeep { kind: Kind::Markdown });
        }
        walk.event(event, range.start, limits)?;
    }
    walk.flush();
    let mut notes: Vec<Note> = note.into_iter().collect();
    if walk.pictures > 0 {
        notes.push(Note::PicturesLeftOut { count: walk.pictures });
    }
    Ok(Read { kind: Kind::Markdown, paragraphs: walk.paragraphs, pages: None, notes })
}

struct Walk<'a> {
    source: &'a str,
    paragraphs: Vec<Paragraph>,
    text: String,
    /// The next number of each open list; nothing for bullets.
    lists: Vec<Option<u64>>,
    number: Option<String>,
    heading: Option<u8>,
    row: bool,
    note: bool,
    /// In a picture or the head of the file: its words are left out.
    silent: usize,
    html: Option<String>,
    pictures: usize,
}

impl<'a> Walk<'a> {
    fn new(source: &'a str) -> Self {
        Self {
            source,
            paragraphs: Vec::new(),
            text: String::new(),
            lists: Vec::new(),
            number: None,
            heading: None,
            row: false,
            note: false,
            silent: 0,
            html: None,
            pictures: 0,
        }
    }

    fn event(&mut self, event: Event<'_>, at: usize, limits: &Limits) -> Result<(), NotReadable> {
        match event {
            Event::Start(tag) => self.start(tag, at),
            Event::End(end) => self.end(end, limits)?,
            _ if self.silent > 0 => {}
            Event::Html(piece) => {
                if let Some(html) = &mut self.html {
                    html.push_str(&piece);
                }
            }
            // Marks within a line: their words come as text of their own.
            Event::InlineHtml(piece) => {
                let lower = piece.to_ascii_lowercase();
                if lower.starts_with("<br") || lower.starts_with("</sup") {
                    self.text.push(' ');
                }
            }
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.text.push_str(&text);
            }
            Event::FootnoteReference(label) => {
                self.text.push_str(&format!("[{label}]"));
            }
            Event::SoftBreak => self.text.push(' '),
            // Two spaces at a line's end: the next line is a paragraph of its own.
            Event::HardBreak if self.heading.is_none() && !self.row => self.flush(),
            Event::HardBreak => self.text.push(' '),
            Event::Rule => self.flush(),
            Event::TaskListMarker(_) => {}
        }
        Ok(())
    }

    fn start(&mut self, tag: Tag<'_>, at: usize) {
        match tag {
            Tag::Heading { level, .. } => {
                self.flush();
                self.heading = Some(level as u8);
            }
            Tag::List(first) => {
                self.flush();
                self.lists.push(first);
            }
            Tag::Item => {
                self.flush();
                let closing = self.source[at..]
                    .trim_start()
                    .trim_start_matches(|c: char| c.is_ascii_digit())
                    .chars()
                    .next()
                    .filter(|c| *c == ')')
                    .unwrap_or('.');
                self.number = self.lists.last_mut().and_then(|list| {
                    let next = list.as_mut()?;
                    let printed = format!("{next}{closing}");
                    *next += 1;
                    Some(printed)
                });
            }
            Tag::TableHead | Tag::TableRow => {
                self.flush();
                self.row = true;
            }
            Tag::TableCell => {}
            Tag::FootnoteDefinition(label) => {
                self.flush();
                self.note = true;
                self.text.push_str(&format!("[{label}] "));
            }
            Tag::HtmlBlock => {
                self.flush();
                self.html = Some(String::new());
            }
            Tag::Image { .. } => {
                self.pictures += 1;
                self.silent += 1;
            }
            Tag::MetadataBlock(_) => self.silent += 1,
            Tag::Paragraph if self.note => {}
            Tag::Paragraph | Tag::BlockQuote(_) | Tag::CodeBlock(_) | Tag::Table(_) => self.flush(),
            _ => {}
        }
    }

    fn end(&mut self, end: TagEnd, limits: &Limits) -> Result<(), NotReadable> {
        match end {
            TagEnd::Heading(_) => {
                self.flush();
                self.heading = None;
            }
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                // Every cell ended with a tab; the last divides nothing.
                if self.text.ends_with('\t') {
                    self.text.pop();
                }
                self.flush();
                self.row = false;
            }
            TagEnd::TableCell => self.text.push('\t'),
            TagEnd::FootnoteDefinition => {
                self.flush();
                self.note = false;
            }
            TagEnd::HtmlBlock => {
                let html = self.html.take().unwrap_or_default();
                let (paragraphs, pictures) = html::paragraphs(&html, limits, Kind::Markdown)?;
                self.paragraphs.extend(paragraphs);
                self.pictures += pictures;
            }
            TagEnd::Image | TagEnd::MetadataBlock(_) => self.silent = self.silent.saturating_sub(1),
            TagEnd::Item => {
                self.flush();
                self.number = None;
            }
            TagEnd::CodeBlock => {
                let lines = std::mem::take(&mut self.text);
                for line in lines.lines() {
                    self.text.push_str(line);
                    self.flush();
                }
            }
            TagEnd::Paragraph => self.flush(),
            _ => {}
        }
        Ok(())
    }

    fn flush(&mut self) {
        let text = tidy::line(&std::mem::take(&mut self.text), self.row);
        if text.trim().is_empty() {
            return;
        }
        let form = if self.row {
            Form::Row
        } else if self.note {
            Form::Note
        } else if let Some(level) = self.heading {
            Form::Heading { level }
        } else if let Some(depth) = self.lists.len().checked_sub(1) {
            Form::Item { depth: u8::try_from(depth).unwrap_or(u8::MAX) }
        } else {
            Form::Plain
        };
        let number = self.number.take();
        let text = number.as_ref().map_or_else(|| text.clone(), |number| format!("{number} {text}"));
        self.paragraphs.push(Paragraph { text, form, number });
    }
}
