//! Reading the number with which a paragraph begins: `Article 5`, `§ 3`,
//! `1.1.1`, `(a)`, `第三条`, `1°`. What is read here is only what could be a
//! number; whether it is one is decided by its neighbours (`nesting`).

use super::{
    keywords::{AROUND, BEFORE, BEHIND, Named, WORDS},
    numerals::{digit, leading_chinese, leading_digits, letter, roman},
};

/// What closes a mark: `(a)`, `a)`, `a.`, `a`, `1°`, `一、`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Closing {
    Bracketed,
    Closed,
    Dotted,
    Bare,
    Degree,
    Comma,
}

/// How a mark counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Style {
    Digit,
    Letter {
        alphabet: usize,
        upper: bool,
    },
    /// `aa`, `bb`: the level below `a`, `b` in German and English lists.
    Doubled {
        upper: bool,
    },
    Roman {
        upper: bool,
    },
    Chinese,
    Circled,
}

/// One way to read a mark: `(i)` is a ninth letter or a Roman one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reading {
    pub style: Style,
    pub value: u32,
    /// Whether something was inserted behind a number: `2a`, `2bis`.
    pub inserted: bool,
}

/// What a label says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Says {
    /// A word with its number; empty for an annex without one.
    Named { kind: Named, number: String, ordinal: Option<u32> },
    /// `1.1`, `A.2.3`: two parts or more.
    Decimal { parts: Vec<String> },
    /// One number or letter by itself.
    Mark { closing: Closing, readings: Vec<Reading>, written: String },
}

/// What stands behind the label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Follow {
    /// Nothing.
    End,
    /// Words that can begin a clause.
    Text,
    /// A small letter.
    Small,
    /// The sentence goes on: `Article 5(2) applies`, `Section 4, as amended`.
    Sentence,
}

/// A number at the beginning of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    pub says: Says,
    /// One after its last byte, its closing full stop or bracket included.
    pub end: usize,
    pub follow: Follow,
}

impl Label {
    /// A number that an official gave and that follows no known style.
    pub fn opaque(number: &str) -> Self {
        let written: Vec<String> = number
            .split(|c: char| !c.is_alphanumeric())
            .filter(|p| !p.is_empty())
            .map(str::to_lowercase)
            .collect();
        let says = Says::Named { kind: Named::Clause, number: written.join("-"), ordinal: None };
        Self { says, end: number.len(), follow: Follow::End }
    }
}

/// The labels with which a text begins: one, and the bracketed ones directly
/// behind it (`(a)(1)`, `Art. 5 (1)`). Empty when there is none.
pub(super) fn labels(text: &str) -> Vec<Label> {
    let start = text.len() - text.trim_start().len();
    let Some(first) = around(text, start)
        .or_else(|| before(text, start))
        .or_else(|| behind(text, start))
        .or_else(|| decimal(text, start))
        .or_else(|| mark(text, start))
    else {
        return Vec::new();
    };
    let mut labels = vec![first];
    while let Some(next) = labels.last().and_then(|last| {
        let at = last.end + text[last.end..].len() - text[last.end..].trim_start().len();
        text[at..].starts_with(['(', '（']).then(|| mark(text, at)).flatten()
    }) {
        labels.push(next);
        if labels.len() > 4 {
            break;
        }
    }
    // A small letter behind a chain says the same of its first label.
    if labels.len() > 1 {
        let last = labels[labels.len() - 1].follow;
        let named = matches!(labels[0].says, Says::Named { .. });
        labels[0].follow = if named && last == Follow::Small { Follow::Sentence } else { last };
    }
    labels
}

/// `第三条`, `제2장`.
fn around(text: &str, start: usize) -> Option<Label> {
    let rest = &text[start..];
    let inner = rest.strip_prefix(['第', '제'])?;
    let skipped = inner.trim_start();
    let (value, length) = leading_digits(skipped).or_else(|| leading_chinese(skipped))?;
    let tail = skipped[length..].trim_start();
    let c = tail.chars().next()?;
    let kind = AROUND.iter().find(|(k, _)| *k == c)?.1;
    let mut end = text.len() - tail.len() + c.len_utf8();
    let mut number = value.to_string();
    if let Some(inserted) = text[end..].strip_prefix(['之', 'の', '의'])
        && let Some((n, length)) = leading_digits(inserted).or_else(|| leading_chinese(inserted))
    {
        number = format!("{number}-{n}");
        end = text.len() - inserted.len() + length;
    }
    let after = &text[end..];
    let goes_on =
        ["规定", "規定", "的", "第", "至", "、", "和", "及", "款", "项", "から", "に", "の", "中", "，"]
            .iter()
            .any(|word| after.starts_with(word));
    let follow = if goes_on { Follow::Sentence } else { follow(text, end) };
    Some(Label { says: Says::Named { kind, number, ordinal: Some(value) }, end, follow })
}

/// `Article 5`, `§ 3`, `ANNEX B`, `مادة 3`.
fn before(text: &str, start: usize) -> Option<Label> {
    let rest = &text[start..];
    BEFORE.iter().find_map(|(word, kind)| {
        let length = prefix_length(rest, word)?;
        named(text, start + length, word, *kind)
    })
}

/// The number behind a word that has been read up to `at`.
fn named(text: &str, at: usize, word: &str, kind: Named) -> Option<Label> {
    let next = text[at..].chars().next();
    let sign = !word.chars().all(char::is_alphabetic) || !word.is_ascii() && word.chars().count() == 2;
    if !sign && next.is_some_and(|c| c.is_alphanumeric() && digit(c).is_none()) {
        return None;
    }
    let mut from = at;
    let mut bracket = false;
    loop {
        let rest = &text[from..];
        let Some(c) = rest.chars().next() else { break };
        if c.is_whitespace() || matches!(c, '.' | ':' | '：' | '№' | '\u{200e}' | '\u{200f}') {
            from += c.len_utf8();
        } else if matches!(c, '(' | '（') && !bracket {
            bracket = true;
            from += c.len_utf8();
        } else if let Some(length) =
            ["no.", "nr.", "nr", "n°", "nº", "n.º"].iter().find_map(|word| prefix_length(rest, word))
        {
            from += length;
        } else {
            break;
        }
    }
    let Some((number, ordinal, mut end)) = number(text, from, kind) else {
        // An annex alone in its paragraph needs no number.
        let alone = text[at..].trim_matches(|c: char| c.is_whitespace() || ".:–—-".contains(c)).is_empty();
        let follow = if alone { Follow::End } else { follow(text, at) };
        let says = Says::Named { kind, number: String::new(), ordinal: None };
        let colon = text[at..].trim_start().starts_with([':', '：', '–', '—']);
        return (kind.is_annex() && (alone || colon) && !text[at..].starts_with('.')).then_some(Label {
            says,
            end: at,
            follow,
        });
    };
    if bracket {
        let rest = &text[end..];
        end += rest.chars().next().filter(|c| matches!(c, ')' | '）'))?.len_utf8();
    }
    if text[end..].starts_with(['.', ')', 'º', '°', '．']) {
        end += text[end..].chars().next().map_or(0, char::len_utf8);
        // `Artigo 5.º`, `Art. 5º.`
        end += text[end..].chars().next().filter(|c| matches!(c, '.' | 'º' | '°')).map_or(0, char::len_utf8);
    }
    let follow = follow(text, end);
    Some(Label { says: Says::Named { kind, number, ordinal }, end, follow })
}

/// A number as it stands behind a word: `5`, `5a`, `5 bis`, `264.1`, `R123-4`,
/// `IV`, `B`, `premier`. Also its value and where it ends.
fn number(text: &str, from: usize, kind: Named) -> Option<(String, Option<u32>, usize)> {
    let rest = &text[from..];
    for (word, value) in WORDS {
        if let Some(length) = prefix_length(rest, word)
            && !rest[length..].starts_with(char::is_alphanumeric)
        {
            return Some((value.to_string(), Some(*value), from + length));
        }
    }
    if let Some((value, length)) = leading_digits(rest) {
        let mut number = value.to_string();
        let mut end = from + length;
        loop {
            let tail = &text[end..];
            if let Some(inner) = tail.strip_prefix(['.', '-', '‑'])
                && let Some((next, length)) = leading_digits(inner)
            {
                let divider = if tail.starts_with('.') { '.' } else { '-' };
                number.push(divider);
                number.push_str(&next.to_string());
                end = text.len() - inner.len() + length;
            } else {
                break;
            }
        }
        let (inserted, length) = inserted(&text[end..]);
        number.push_str(&inserted);
        end += length;
        if text[end..].starts_with(char::is_alphanumeric) {
            return None;
        }
        return Some((number, Some(value), end));
    }
    if let Some((value, length)) = leading_chinese(rest) {
        return Some((value.to_string(), Some(value), from + length));
    }
    let word: String = rest.chars().take_while(|c| c.is_alphabetic()).collect();
    let end = from + word.len();
    let upper = word.chars().all(char::is_uppercase);
    if upper && let Some(value) = roman(&word) {
        let (more, length) = lettered(&text[end..]);
        return Some((format!("{}{more}", word.to_lowercase()), Some(value), end + length));
    }
    let mut letters = word.chars();
    if let (Some(c), None) = (letters.next(), letters.next())
        && (upper || kind.is_annex() && !c.is_lowercase() || kind.is_annex() && text[end..].trim().is_empty())
        && let Some((value, _, written)) = letter(c)
    {
        let (more, length) = lettered(&text[end..]);
        return Some((format!("{written}{more}"), Some(value), end + length));
    }
    if upper && word.len() == 2 && word.is_ascii() {
        // Subpart AA, Annex BC.
        let value = word.bytes().fold(0, |n, b| n * 26 + u32::from(b - b'A') + 1);
        return Some((word.to_lowercase(), Some(value), end));
    }
    None
}

/// Digits that belong to a letter: `A1`, `II.2`, `R123-4`.
fn lettered(tail: &str) -> (String, usize) {
    let mut written = String::new();
    let mut end = 0;
    loop {
        let rest = &tail[end..];
        let divider = rest.chars().next().filter(|c| matches!(c, '.' | '-'));
        let inner = &rest[divider.map_or(0, char::len_utf8)..];
        let Some((value, length)) = leading_digits(inner) else { break };
        if divider.is_none() && end > 0 {
            break;
        }
        if let Some(divider) = divider {
            written.push(divider);
        }
        written.push_str(&value.to_string());
        end += divider.map_or(0, char::len_utf8) + length;
    }
    (written, end)
}

/// What was inserted behind a number: `a`, ` bis`, `er`; and its length.
fn inserted(tail: &str) -> (String, usize) {
    for (word, kept) in [("er", ""), ("ère", ""), ("re", ""), ("º", ""), ("ª", ""), ("°", "")] {
        if let Some(rest) = tail.strip_prefix(word)
            && !rest.starts_with(char::is_alphanumeric)
        {
            return (kept.to_owned(), word.len());
        }
    }
    let trimmed = tail.strip_prefix(['-', ' ', '\u{a0}']).unwrap_or(tail);
    for word in ["bis", "ter", "quater", "quinquies", "sexies", "septies", "octies"] {
        if let Some(length) = prefix_length(trimmed, word)
            && !trimmed[length..].starts_with(char::is_alphanumeric)
        {
            return (word.to_owned(), tail.len() - trimmed.len() + length);
        }
    }
    let mut letters = tail.chars();
    match (letters.next(), letters.next()) {
        (Some(c), next) if c.is_ascii_alphabetic() && !next.is_some_and(char::is_alphanumeric) => {
            (c.to_ascii_lowercase().to_string(), 1)
        }
        _ => (String::new(), 0),
    }
}

/// `5 §`, `2 kap.`, `3. pants`.
fn behind(text: &str, start: usize) -> Option<Label> {
    let (value, length) = leading_digits(&text[start..])?;
    let (inserted, more) = inserted(&text[start + length..]);
    let tail = &text[start + length + more..];
    let tail = tail.strip_prefix('.').unwrap_or(tail).trim_start();
    let at = text.len() - tail.len();
    BEHIND.iter().find_map(|(word, kind)| {
        let length = prefix_length(tail, word)?;
        let end = at + length;
        if text[end..].starts_with(char::is_alphanumeric) {
            return None;
        }
        let says = Says::Named { kind: *kind, number: format!("{value}{inserted}"), ordinal: Some(value) };
        Some(Label { says, end, follow: follow(text, end) })
    })
}

/// `1.1`, `1.1.1.`, `A.2`.
fn decimal(text: &str, start: usize) -> Option<Label> {
    let rest = &text[start..];
    let mut parts = Vec::new();
    let mut end = start;
    let mut chars = rest.chars();
    if let (Some(c), Some('.')) = (chars.next(), chars.next())
        && c.is_ascii_uppercase()
    {
        parts.push(c.to_ascii_lowercase().to_string());
        end += 2;
    }
    while let Some((value, length)) = leading_digits(&text[end..]) {
        if value > 999 {
            return None;
        }
        let (inserted, more) = inserted(&text[end + length..]);
        parts.push(format!("{value}{inserted}"));
        end += length + more;
        let tail = &text[end..];
        if tail.strip_prefix(['.', '．']).is_some_and(|t| t.starts_with(|c| digit(c).is_some())) {
            end += tail.chars().next().map_or(0, char::len_utf8);
        } else {
            break;
        }
    }
    if parts.len() < 2 {
        return None;
    }
    if text[end..].starts_with(['.', ')', ':']) {
        end += 1;
    }
    let next = text[end..].chars().next();
    if next.is_some_and(|c| !c.is_whitespace() && (c.is_ascii() || c.is_lowercase() || !c.is_alphabetic())) {
        return None;
    }
    Some(Label { says: Says::Decimal { parts }, end, follow: follow(text, end) })
}

/// `(a)`, `a)`, `1.`, `1`, `1°`, `一、`, `①`.
fn mark(text: &str, start: usize) -> Option<Label> {
    let rest = &text[start..];
    let c = rest.chars().next()?;
    if ('①'..='⑳').contains(&c) {
        let value = u32::from(c) - u32::from('①') + 1;
        let end = start + c.len_utf8();
        let reading = Reading { style: Style::Circled, value, inserted: false };
        let says =
            Says::Mark { closing: Closing::Bracketed, readings: vec![reading], written: value.to_string() };
        return Some(Label { says, end, follow: follow(text, end) });
    }
    let bracketed = matches!(c, '(' | '（');
    let from = if bracketed { start + c.len_utf8() } else { start };
    let (readings, written, length) = counted(&text[from..])?;
    let at = from + length;
    let (closing, end) = if bracketed {
        let close = text[at..].chars().next().filter(|c| matches!(c, ')' | '）'))?;
        (Closing::Bracketed, at + close.len_utf8())
    } else {
        closing(text, at, &readings)?
    };
    let says = Says::Mark { closing, readings, written };
    Some(Label { says, end, follow: follow(text, end) })
}

/// What closes a mark without brackets, and where it ends.
fn closing(text: &str, at: usize, readings: &[Reading]) -> Option<(Closing, usize)> {
    let tail = &text[at..];
    let counts = |style: Style| readings.iter().any(|reading| reading.style == style);
    let digits = counts(Style::Digit);
    let c = tail.chars().next();
    let (closing, end) = match c {
        None => (Closing::Bare, at),
        Some(')' | '）') => (Closing::Closed, at + c.map_or(0, char::len_utf8)),
        Some('.' | '．') => {
            let end = at + c.map_or(0, char::len_utf8);
            if text[end..].starts_with(')') { (Closing::Closed, end + 1) } else { (Closing::Dotted, end) }
        }
        Some(c @ ('°' | 'º')) if digits => {
            let end = at + c.len_utf8();
            (Closing::Degree, end + usize::from(text[end..].starts_with(['.', ')'])))
        }
        Some('、') => (Closing::Comma, at + '、'.len_utf8()),
        // Arabic lists: a letter or number, then a dash.
        Some(c) if tail.trim_start().starts_with(['-', '–']) && !c.is_ascii_digit() => {
            let latin = readings.iter().any(|r| matches!(r.style, Style::Letter { alphabet: 0, .. }));
            let dash = at + tail.len() - tail.trim_start().len();
            let end = dash + text[dash..].chars().next().map_or(0, char::len_utf8);
            if latin || !text[end..].contains(' ') {
                return None;
            }
            (Closing::Dotted, end)
        }
        Some(c) if c.is_whitespace() => (Closing::Bare, at),
        Some(_) => return None,
    };
    if closing == Closing::Bare && !digits {
        return None;
    }
    let next = text[end..].chars().next();
    let free = next.is_none_or(|c| {
        c.is_whitespace() || (digits || counts(Style::Chinese)) && c.is_alphabetic() && !c.is_lowercase()
    });
    free.then_some((closing, end))
}

/// A number or letter that counts, the ways to read it, how an address writes
/// it, and its length.
fn counted(rest: &str) -> Option<(Vec<Reading>, String, usize)> {
    if let Some((value, length)) = leading_digits(rest) {
        if value > 999 {
            return None;
        }
        let (inserted, more) = inserted(&rest[length..]);
        let reading = Reading { style: Style::Digit, value, inserted: !inserted.is_empty() };
        // `1°`: the degree sign closes the mark.
        let more = if inserted.is_empty() { 0 } else { more };
        return Some((vec![reading], format!("{value}{inserted}"), length + more));
    }
    if let Some((value, length)) = leading_chinese(rest) {
        let reading = Reading { style: Style::Chinese, value, inserted: false };
        return Some((vec![reading], value.to_string(), length));
    }
    let word: String = rest.chars().take_while(|c| c.is_alphabetic()).collect();
    let count = word.chars().count();
    if count == 0 || count > 7 {
        return None;
    }
    let upper = word.chars().all(char::is_uppercase);
    if !upper && word.chars().any(char::is_uppercase) {
        return None;
    }
    let mut readings = Vec::new();
    let mut written = word.to_lowercase();
    let first = word.chars().next()?;
    if count == 1 {
        let (value, alphabet, letter) = letter(first)?;
        readings.push(Reading { style: Style::Letter { alphabet, upper }, value, inserted: false });
        written = letter;
    } else if word.is_ascii() && count == 2 {
        let value = word.to_ascii_uppercase().bytes().fold(0, |n, b| n * 26 + u32::from(b - b'A') + 1);
        readings.push(Reading { style: Style::Letter { alphabet: 0, upper }, value, inserted: false });
        if word.chars().all(|c| c == first) {
            let value = letter(first)?.0;
            readings.push(Reading { style: Style::Doubled { upper }, value, inserted: false });
        }
    }
    if let Some(value) = roman(&word) {
        readings.push(Reading { style: Style::Roman { upper }, value, inserted: false });
    }
    (!readings.is_empty()).then_some((readings, written, word.len()))
}

/// What stands behind a label that ends at `end`.
fn follow(text: &str, end: usize) -> Follow {
    let rest = text[end..].trim_start();
    let Some(c) = rest.chars().next() else { return Follow::End };
    if matches!(c, ',' | ';' | '/' | '，') {
        return Follow::Sentence;
    }
    if matches!(c, '(' | '（') {
        // `Article 5(2) applies`, but `Annex B (normative)` and `§ 5 (1) The …`.
        let directly = text[end..].starts_with(c);
        let behind = rest.find([')', '）']).map(|at| rest[at..].chars().skip(1).collect::<String>());
        let small = behind.is_some_and(|b| b.trim_start().starts_with(char::is_lowercase));
        return if directly && small { Follow::Sentence } else { Follow::Text };
    }
    // `Articles 5 to 7`, `المادة 5 من`
    if rest.starts_with("من ") {
        return Follow::Sentence;
    }
    if c.is_lowercase() { Follow::Small } else { Follow::Text }
}

/// How many bytes of `text` a word covers that is given in lower case.
fn prefix_length(text: &str, word: &str) -> Option<usize> {
    let mut chars = text.char_indices();
    for w in word.chars() {
        let (_, c) = chars.next()?;
        if c != w && !c.to_lowercase().eq([w]) {
            // `İ` and its like become two characters: no keyword needs them.
            return None;
        }
    }
    Some(chars.next().map_or(text.len(), |(at, _)| at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        labels(text)
            .iter()
            .map(|label| match &label.says {
                Says::Named { kind, number, .. } => format!("{} {number} {:?}", kind.prefix(), label.follow),
                Says::Decimal { parts } => format!("{} {:?}", parts.join("/"), label.follow),
                Says::Mark { closing, written, .. } => format!("{written} {closing:?} {:?}", label.follow),
            })
            .collect::<Vec<_>>()
            .join(" + ")
    }

    #[test]
    fn named_parts_in_many_languages() {
        for (text, expected) in [
            ("Article 5", "art 5 End"),
            ("ARTICLE IV – Scope", "art iv Text"),
            ("Article premier", "art 1 End"),
            ("Article 1er. Champ", "art 1 Text"),
            ("Art. 5a Umfang", "art 5a Text"),
            ("Art. 5 bis", "art 5bis End"),
            ("Article R123-4", "art r123-4 End"),
            ("§ 264.1 Purpose.", "sec 264.1 Text"),
            ("§ 3", "sec 3 End"),
            ("Section 4. Marking", "div 4 Text"),
            ("Annex A (normative)", "annex a Text"),
            ("ANNEX", "annex  End"),
            ("Schedule 2", "sched 2 End"),
            ("Subpart AA—Air", "subpart aa Text"),
            ("第三条　生产者应当", "art 3 Text"),
            ("第十二章 总则", "ch 12 Text"),
            ("附录A", "annex a End"),
            ("مادة 3", "art 3 End"),
            ("المادة (٣)", "art 3 End"),
            ("المادة الثانية", "art 2 End"),
            ("Статья 2. Область", "art 2 Text"),
            ("Приложение № 1", "annex 1 End"),
            ("Artículo 7.- Objeto", "art 7 Text"),
            ("Artigo 5.º", "art 5 End"),
            ("Artikel  4", "art 4 End"),
            ("5 §", "sec 5 End"),
            ("3. pants", "art 3 End"),
            ("Điều 5. Phạm vi", "art 5 Text"),
            ("Pasal 5", "art 5 End"),
            ("MADDE 5 – (1) Bu", "art 5 Text"),
            ("제3조(목적)", "art 3 Text"),
        ] {
            assert_eq!(said(text), expected, "{text}");
        }
    }

    #[test]
    fn sentences_that_begin_with_a_reference_are_told_apart() {
        for text in [
            "Article 5(2) applies to dealers.",
            "Section 4, as amended, is repealed.",
            "第三条规定的产品",
            "المادة 5 من هذا النظام",
        ] {
            assert_eq!(labels(text)[0].follow, Follow::Sentence, "{text}");
        }
        assert_eq!(said("Article 5 applies"), "art 5 Small");
        assert_eq!(said("Particular care"), "");
        assert_eq!(said("Artificial light"), "");
    }

    #[test]
    fn decimals_and_marks() {
        for (text, expected) in [
            ("1.1 Scope", "1/1 Text"),
            ("1.1.1. Scope", "1/1/1 Text"),
            ("A.1 Scope", "a/1 Text"),
            ("(a) lead", "a Bracketed Small"),
            ("(a)(1) Lead", "a Bracketed Text + 1 Bracketed Text"),
            ("aa) Blei", "aa Closed Text"),
            ("1. Lead", "1 Dotted Text"),
            ("1 Lead", "1 Bare Text"),
            ("1° plomb", "1 Degree Small"),
            ("一、总则", "1 Comma Text"),
            ("（二）铅", "2 Bracketed Text"),
            ("① 납", "1 Bracketed Text"),
            ("а) свинец", "a Closed Small"),
            ("2a. Blei", "2a Dotted Text"),
        ] {
            assert_eq!(said(text), expected, "{text}");
        }
    }

    #[test]
    fn measures_dates_and_words_are_no_labels() {
        for text in [
            "12.5mg",
            "2016 was a year",
            "e.g. lead",
            "i.e. lead",
            "U.S. law",
            "(the Act) applies",
            "",
            "1,5 %",
        ] {
            assert_eq!(said(text), "", "{text}");
        }
    }
}
