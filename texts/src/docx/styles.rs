//! Styles of paragraphs: which are headings, which are numbered.

use std::collections::HashMap;

use super::xml::{Token, Xml};
use crate::{Kind, Limits, NotReadable};

/// What a style says.
#[derive(Debug, Clone, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    number: Option<u32>,
    level: Option<u8>,
}

/// What a style and those that it is based on say together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Says {
    /// The level of a heading, 1 the highest.
    pub heading: Option<u8>,
    /// The list that numbers it.
    pub number: Option<u32>,
    /// The level in the list.
    pub level: Option<u8>,
    /// An entry of a table of contents that Word makes.
    pub contents: bool,
}

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
    default: Option<String>,
}

impl Styles {
    /// What the style says; the default style's when none is named.
    pub fn says(&self, style: Option<&str>) -> Says {
        let mut says = Says::default();
        let mut next = style.or(self.default.as_deref());
        // Chains of styles are short; one that runs in a circle ends here.
        for _ in 0..20 {
            let Some(style) = next.and_then(|id| self.styles.get(id)) else { break };
            let name = style.name.to_lowercase();
            let named = name.strip_prefix("heading ").and_then(|n| n.trim().parse::<u8>().ok());
            let title = (name == "title").then_some(1);
            says.heading = says.heading.or(style.outline).or(named).or(title);
            says.number = says.number.or(style.number);
            says.level = says.level.or(style.level);
            says.contents |= name.strip_prefix("toc ").is_some_and(|n| n.trim().parse::<u8>().is_ok());
            next = style.based_on.as_deref();
        }
        says.heading = says.heading.filter(|level| (1..=9).contains(level));
        says
    }
}

pub(super) fn read(part: &str, limits: &Limits) -> Result<Styles, NotReadable> {
    let mut styles = Styles::default();
    let mut open: Option<(String, Style)> = None;
    let mut xml = Xml::new(part, limits.depth, Kind::Docx);
    while let Some(token) = xml.next()? {
        match token {
            Token::Open { name, element } => match (name, &mut open) {
                ("style", _) if element.value("type").is_none_or(|kind| kind == "paragraph") => {
                    let id = element.value("styleId").unwrap_or_default();
                    if element.value("default").is_some_and(|on| on == "1" || on == "true") {
                        styles.default = Some(id.clone());
                    }
                    open = Some((id, Style::default()));
                }
                ("name", Some((_, style))) => style.name = element.value("val").unwrap_or_default(),
                ("basedOn", Some((_, style))) => style.based_on = element.value("val"),
                ("outlineLvl", Some((_, style))) => {
                    style.outline =
                        element.value("val").and_then(|v| v.parse::<u8>().ok()).map(|v| v.saturating_add(1));
                }
                ("numId", Some((_, style))) => {
                    style.number = element.value("val").and_then(|v| v.parse().ok())
                }
                ("ilvl", Some((_, style))) => style.level = element.value("val").and_then(|v| v.parse().ok()),
                _ => {}
            },
            Token::Close { name: "style" } => {
                if let Some((id, style)) = open.take() {
                    styles.styles.insert(id, style);
                }
            }
            _ => {}
        }
    }
    Ok(styles)
}
