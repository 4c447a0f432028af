//! XML as far as DOCX needs it: elements by their local names. Document types
//! are skipped and entities other than XML's own are never resolved.

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use crate::{Kind, NotReadable};

/// An element that opens, with its attributes.
pub(super) struct Element<'a>(BytesStart<'a>);

impl Element<'_> {
    /// The value of an attribute by its local name.
    pub fn value(&self, name: &str) -> Option<String> {
        self.0.attributes().with_checks(false).filter_map(Result::ok).find_map(|attribute| {
            let known = attribute.key.local_name().as_ref() == name;
            known.then(|| {
                attribute
                    .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                    .map_or_else(|_| attribute.value.to_string(), |v| v.to_string())
            })
        })
    }

    /// Whether an element that switches something switches it on: alone, or with
    /// a value other than 0, false, off.
    pub fn is_on(&self) -> bool {
        !matches!(self.value("val").as_deref(), Some("0" | "false" | "off" | "none"))
    }
}

/// What is read.
pub(super) enum Token<'a, 'n> {
    Open { name: &'n str, element: Element<'a> },
    Close { name: &'n str },
    Text(String),
}

/// A reader that keeps count of the depth.
pub(super) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    depth: usize,
    limit: usize,
    kind: Kind,
    name: String,
    /// An element without content closes at once.
    closing: bool,
}

impl<'a> Xml<'a> {
    pub fn new(text: &'a str, limit: usize, kind: Kind) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_end_names = true;
        Self { reader, depth: 0, limit, kind, name: String::new(), closing: false }
    }

    /// The next token; nothing at the end.
    pub fn next(&mut self) -> Result<Option<Token<'a, '_>>, NotReadable> {
        if self.closing {
            self.closing = false;
            return Ok(Some(Token::Close { name: &self.name }));
        }
        loop {
            let broken = NotReadable::Broken { kind: self.kind };
            match self.reader.read_event().map_err(|_| broken.clone())? {
                Event::Start(element) => {
                    self.depth += 1;
                    if self.depth > self.limit {
                        return Err(NotReadable::TooDeep { kind: self.kind });
                    }
                    self.set_name(element.name().local_name().as_ref());
                    return Ok(Some(Token::Open { name: &self.name, element: Element(element) }));
                }
                Event::Empty(element) => {
                    self.set_name(element.name().local_name().as_ref());
                    self.closing = true;
                    return Ok(Some(Token::Open { name: &self.name, element: Element(element) }));
                }
                Event::End(element) => {
                    self.depth = self.depth.saturating_sub(1);
                    self.set_name(element.name().local_name().as_ref());
                    return Ok(Some(Token::Close { name: &self.name }));
                }
                Event::Text(text) => return Ok(Some(Token::Text(text.xml10_content().into_owned()))),
                Event::CData(text) => return Ok(Some(Token::Text(text.xml10_content().into_owned()))),
                Event::GeneralRef(reference) => {
                    if let Some(c) = reference.resolve_char_ref().map_err(|_| broken)? {
                        return Ok(Some(Token::Text(c.to_string())));
                    }
                    let name: &str = &reference;
                    if let Some(known) = quick_xml::escape::resolve_predefined_entity(name) {
                        return Ok(Some(Token::Text(known.to_owned())));
                    }
                }
                // A file that ends within an element was cut off.
                Event::Eof if self.depth > 0 => return Err(broken),
                Event::Eof => return Ok(None),
                _ => {}
            }
        }
    }

    fn set_name(&mut self, name: &str) {
        self.name.clear();
        self.name.push_str(name);
    }
}
