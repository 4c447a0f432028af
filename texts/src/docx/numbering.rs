//! Automatic numbers: what Word prints before a paragraph (ECMA-376, 17.9).

use std::collections::{HashMap, HashSet};

use super::xml::{Token, Xml};
use crate::{Kind, Limits, NotReadable};

/// Levels of a list.
const LEVELS: usize = 9;

#[derive(Debug, Clone)]
struct Level {
    start: u32,
    format: String,
    /// `%1.%2`
    text: String,
    legal: bool,
    /// The level whose number starts this one anew, counted from 1; 0 for none.
    restart: Option<usize>,
    style: Option<String>,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            start: 1,
            format: "decimal".to_owned(),
            text: String::new(),
            legal: false,
            restart: None,
            style: None,
        }
    }
}

#[derive(Debug, Clone, Default)]
struct List {
    base: u32,
    levels: HashMap<usize, Level>,
    starts: HashMap<usize, u32>,
}

/// The lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    bases: HashMap<u32, HashMap<usize, Level>>,
    lists: HashMap<u32, List>,
    /// Lists with the same base count together.
    counts: HashMap<u32, [Option<u32>; LEVELS]>,
    begun: HashSet<(u32, usize)>,
}

impl Numbering {
    /// The level of a list that a style names.
    pub fn level_of_style(&self, list: u32, style: &str) -> Option<u8> {
        let base = self.bases.get(&self.lists.get(&list)?.base)?;
        let at = base.iter().find(|(_, level)| level.style.as_deref() == Some(style))?.0;
        u8::try_from(*at).ok()
    }

    /// Counts one paragraph of a list on and gives what is printed; nothing for a
    /// bullet or an unknown list.
    pub fn next(&mut self, list: u32, level: u8) -> Option<String> {
        let at = usize::from(level).min(LEVELS - 1);
        let known = self.lists.get(&list)?.clone();
        let base = self.bases.get(&known.base).cloned().unwrap_or_default();
        let level = |at: usize| known.levels.get(&at).or_else(|| base.get(&at)).cloned().unwrap_or_default();
        let start = |at: usize| known.starts.get(&at).copied().unwrap_or(level(at).start);
        let counts = self.counts.entry(known.base).or_default();
        // A list that sets its own start does so once.
        if known.starts.contains_key(&at) && self.begun.insert((list, at)) {
            counts[at] = None;
        }
        counts[at] = Some(counts[at].map_or_else(|| start(at), |count| count.saturating_add(1)));
        for (above, count) in counts.iter_mut().enumerate().take(at) {
            count.get_or_insert(start(above));
        }
        for (below, count) in counts.iter_mut().enumerate().skip(at + 1) {
            let restart = level(below).restart;
            if restart.is_none_or(|restart| restart > at) && restart != Some(0) {
                *count = None;
            }
        }
        let this = level(at);
        if this.format == "bullet" || this.format == "none" && !this.text.contains('%') {
            return None;
        }
        let mut printed = String::new();
        let mut chars = this.text.chars().peekable();
        while let Some(c) = chars.next() {
            let shown = chars.peek().filter(|_| c == '%').and_then(|c| c.to_digit(10)).filter(|n| *n > 0);
            if let Some(nth) = shown {
                chars.next();
                let nth = nth as usize - 1;
                let format = if this.legal { "decimal".to_owned() } else { level(nth).format };
                printed.push_str(&written(counts[nth.min(LEVELS - 1)].unwrap_or(1), &format));
            } else {
                printed.push(c);
            }
        }
        let printed = printed.trim().to_owned();
        (!printed.is_empty()).then_some(printed)
    }
}

pub(super) fn read(part: &str, limits: &Limits) -> Result<Numbering, NotReadable> {
    let mut numbering = Numbering::default();
    let (mut base, mut list): (Option<u32>, Option<u32>) = (None, None);
    let mut level: Option<(usize, Level)> = None;
    let mut replaced = 0;
    let mut xml = Xml::new(part, limits.depth, Kind::Docx);
    while let Some(token) = xml.next()? {
        match token {
            Token::Open { name, element } => {
                let value = element.value("val");
                let number = || value.as_deref().and_then(|v| v.parse::<u32>().ok());
                match name {
                    "abstractNum" => base = element.value("abstractNumId").and_then(|v| v.parse().ok()),
                    "num" => {
                        list = element.value("numId").and_then(|v| v.parse().ok());
                        if let Some(list) = list {
                            numbering.lists.insert(list, List::default());
                        }
                    }
                    "abstractNumId" => {
                        if let Some(list) = list.and_then(|list| numbering.lists.get_mut(&list)) {
                            list.base = number().unwrap_or(0);
                        }
                    }
                    "lvlOverride" => {
                        replaced = element.value("ilvl").and_then(|v| v.parse().ok()).unwrap_or(0);
                    }
                    "startOverride" => {
                        if let Some(list) = list.and_then(|list| numbering.lists.get_mut(&list)) {
                            list.starts.insert(replaced, number().unwrap_or(1));
                        }
                    }
                    "lvl" => {
                        let at = element.value("ilvl").and_then(|v| v.parse().ok()).unwrap_or(0);
                        level = Some((at, Level::default()));
                    }
                    _ => {
                        let Some((_, level)) = &mut level else { continue };
                        match name {
                            "start" => level.start = number().unwrap_or(1),
                            "numFmt" => level.format = value.unwrap_or_default(),
                            "lvlText" => level.text = value.unwrap_or_default(),
                            "isLgl" => level.legal = element.is_on(),
                            "lvlRestart" => level.restart = number().map(|n| n as usize),
                            "pStyle" => level.style = value,
                            _ => {}
                        }
                    }
                }
            }
            Token::Close { name } => match name {
                "lvl" => {
                    if let Some((at, level)) = level.take() {
                        if let Some(list) = list.and_then(|list| numbering.lists.get_mut(&list)) {
                            list.levels.insert(at, level);
                        } else if let Some(base) = base {
                            numbering.bases.entry(base).or_default().insert(at, level);
                        }
                    }
                }
                "abstractNum" => base = None,
                "num" => list = None,
                _ => {}
            },
            Token::Text(_) => {}
        }
    }
    Ok(numbering)
}

/// A number in one of Word's formats.
fn written(value: u32, format: &str) -> String {
    let of = |letters: &str| {
        let letters: Vec<char> = letters.chars().collect();
        let at = (value.max(1) as usize - 1) % letters.len();
        letters[at].to_string().repeat(1 + ((value.max(1) as usize - 1) / letters.len()).min(9))
    };
    match format {
        "lowerLetter" => letters(value),
        "upperLetter" => letters(value).to_uppercase(),
        "lowerRoman" => roman(value),
        "upperRoman" => roman(value).to_uppercase(),
        "decimalZero" => format!("{value:02}"),
        "none" => String::new(),
        "russianLower" => of("абвгдежзиклмнопрстуфхцчшщэюя"),
        "russianUpper" => of("АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ"),
        "arabicAbjad" => of("أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"),
        "arabicAlpha" => of("أبتثجحخدذرزسشصضطظعغفقكلمنهوي"),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if (1..=20).contains(&value) => {
            char::from_u32(0x245f + value).map(String::from).unwrap_or_default()
        }
        "chineseCounting"
        | "chineseCountingThousand"
        | "ideographDigital"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand" => chinese(value),
        _ => value.to_string(),
    }
}

/// a to z, then aa, bb, as Word does.
pub(crate) fn letters(value: u32) -> String {
    let value = value.clamp(1, 26 * 10) - 1;
    let letter = char::from(b'a' + u8::try_from(value % 26).unwrap_or(0));
    letter.to_string().repeat(1 + value as usize / 26)
}

/// Lower-case Roman numerals, up to 3,999.
pub(crate) fn roman(value: u32) -> String {
    let mut left = value.min(3_999);
    let mut text = String::new();
    for (v, s) in [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ] {
        while left >= v {
            text.push_str(s);
            left -= v;
        }
    }
    text
}

/// Chinese numerals below a thousand; digits above.
fn chinese(value: u32) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    if value == 0 || value > 999 {
        return value.to_string();
    }
    let (hundreds, tens, ones) = (value as usize / 100, value as usize / 10 % 10, value as usize % 10);
    let mut text = String::new();
    if hundreds > 0 {
        text.push_str(DIGITS[hundreds]);
        text.push('百');
    }
    match (hundreds, tens, ones) {
        (_, 0, 0) => {}
        (0, 0, _) => {}
        (_, 0, _) => text.push('零'),
        (0, 1, _) => text.push('十'),
        _ => {
            text.push_str(DIGITS[tens]);
            text.push('十');
        }
    }
    if ones > 0 {
        text.push_str(DIGITS[ones]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_word_writes_them() {
        for (value, format, expected) in [
            (3, "decimal", "3"),
            (28, "lowerLetter", "bb"),
            (4, "upperRoman", "IV"),
            (3, "russianLower", "в"),
            (12, "chineseCounting", "十二"),
            (105, "chineseCounting", "一百零五"),
            (2, "decimalEnclosedCircle", "②"),
        ] {
            assert_eq!(written(value, format), expected);
        }
    }
}
