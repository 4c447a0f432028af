//! What speaks for and against a reading: words before a short name, roads,
//! gazettes, addresses, money, copyright lines, film.

use super::{
    cursor::is_year,
    look_alikes::{
        gazette, in_address, is_class_of_goods, is_copyright, is_dutch, is_film, is_model, is_money,
        is_postcode, shouted,
    },
    names::{Form, Name, Strength, dates_with_hyphen},
    shape::Read,
};

/// Words that make what follows a standard.
pub(super) const NORM_WORDS: [&str; 48] = [
    "standard",
    "standards",
    "norm",
    "normen",
    "norme",
    "normes",
    "norma",
    "normas",
    "norms",
    "std",
    "standardu",
    "standaard",
    "standaarden",
    "стандарт",
    "стандарта",
    "стандарту",
    "стандартом",
    "стандарты",
    "стандартов",
    "стандартам",
    "standardem",
    "richtlinie",
    "specification",
    "code",
    "normblad",
    "prestandard",
    "protocol",
    "beoordelingsrichtlijn",
    "标准",
    "標準",
    "المواصفة",
    "معيار",
    "معايير",
    "المواصفات",
    "bis",
    "bsi",
    "conforming",
    "accordance",
    "per",
    "gemäß",
    "gemäss",
    "selon",
    "según",
    "volgens",
    "conform",
    "segundo",
    "nach",
    "norsk",
];

/// Prepositions between such a word and the name.
const BETWEEN: [&str; 16] = [
    "to", "with", "a", "la", "der", "den", "die", "de", "le", "the", "à", "in", "no.", "nr.", "indian",
    "british",
];

/// Whose standard it is, or what kind: `norme marocaine NM`, `norma técnica peruana NTP`.
const WHOSE: [&str; 42] = [
    "national",
    "nationale",
    "nationalen",
    "nacional",
    "international",
    "internationale",
    "internacional",
    "european",
    "européenne",
    "europea",
    "europeia",
    "europäischen",
    "malaysian",
    "kenyan",
    "ugandan",
    "tanzanian",
    "nigerian",
    "saudi",
    "gulf",
    "australian",
    "marocaine",
    "tunisienne",
    "algérienne",
    "française",
    "belge",
    "suisse",
    "española",
    "mexicana",
    "chilena",
    "colombiana",
    "peruana",
    "ecuatoriana",
    "boliviana",
    "argentina",
    "uruguaya",
    "brasileira",
    "portuguesa",
    "técnica",
    "technical",
    "mandatory",
    "draft",
    "numbered",
];

/// Whether a name can begin at `at`: no letter, digit or path before it.
pub(super) fn begins(text: &str, at: usize, name: &Name) -> bool {
    let bytes = text.as_bytes();
    let Some(&last) = at.checked_sub(1).and_then(|i| bytes.get(i)) else { return true };
    match last {
        b'0'..=b'9' | b'A'..=b'Z' | b'@' | b'$' | b'=' => false,
        // Small letters glued to what is nothing else: `seeISO9001`.
        b'a'..=b'z' => matches!(name.canonical.as_str(), "ISO" | "IEC" | "ISO/IEC"),
        b'_' | b'.' => {
            let before = at.checked_sub(2).and_then(|i| bytes.get(i)).copied().unwrap_or(b' ');
            last == b'_' && !before.is_ascii_alphanumeric()
                || last == b'.' && !before.is_ascii_alphabetic()
                || last == b'.' && name.strength == Strength::Strong
        }
        b'-' | b'/' => {
            let before = at.checked_sub(2).and_then(|i| bytes.get(i)).copied().unwrap_or(b' ');
            !before.is_ascii_digit() || name.strength == Strength::Strong && last == b'/'
        }
        b if b < 0x80 => true,
        _ => match text[..at].chars().next_back() {
            // Chinese and Arabic words join without a blank; other letters make another word.
            Some(c) if c.is_alphabetic() => {
                !matches!(c, 'a'..='z' | '\u{c0}'..='\u{24f}' | '\u{370}'..='\u{52f}')
            }
            _ => true,
        },
    }
}

/// Whether the reading stands: `before` is the text of the paragraph before it,
/// `after` what follows.
pub(super) fn supports(read: &Read, name: &Name, before: &str, after: &str, trusted: bool) -> bool {
    let trusted = trusted || neighbour(after, &name.canonical);
    if in_address(before, after) || is_copyright(before) || is_money(before, name) {
        return false;
    }
    let id = &read.id;
    let digits = id.number().bytes().filter(u8::is_ascii_digit).count();
    let year = id.year().is_some();
    let part = !id.part().is_empty();
    let number = id.number();
    let first = name.canonical.as_str();
    if read.links == 1 && is_class_of_goods(first, id) {
        return false;
    }
    if first == "ISO" && read.links == 1 && is_film(number, before, after) {
        return false;
    }
    if matches!(first, "EN" | "ES" | "IS" | "AS" | "US" | "CE")
        && read.links == 1
        && shouted(before, after)
        && !year
        && !part
    {
        return false;
    }
    if !year && !part && read.links == 1 && is_model(before) {
        return false;
    }
    let said = read.said || said_before(before);
    let shaped = year && digits >= 2
        || part && digits >= 4 && first != "SN" && !is_postcode(id)
        || read.links > 1 && read.strength == Strength::Strong;
    match read.strength.max(if read.links > 1 { Strength::Middling } else { Strength::Weak }) {
        _ if read.form != Form::Plain && read.form != Form::Class => {
            american(read, first, before, after, said || trusted)
        }
        Strength::Strong if first == "EN" && read.links == 1 => {
            let counts =
                before.trim().is_empty() && after.trim_start().starts_with(|c: char| c.is_lowercase());
            part || year
                || said
                || digits >= 3 && !is_year(number)
                || digits == 2 && preposition(before) && !counts
        }
        Strength::Strong if first == "DIN" && read.links == 1 => {
            digits >= 3 || part || year || said || digits == 2 || preposition(before)
        }
        Strength::Strong => digits >= 2 || part || year || said || is_letter_code(number),
        Strength::Middling if first == "GB" => {
            (year || number.contains('.') || said || chinese(before, after) || trusted && digits >= 3)
                && !before.trim_end().ends_with(|c: char| c.is_ascii_digit())
        }
        Strength::Middling if first == "NF" => {
            shaped || said || number.starts_with(|c: char| c.is_ascii_uppercase()) && (part || digits >= 3)
        }
        Strength::Middling if first == "PAS" || first == "CIE" => {
            shaped || said && digits >= 2 && !is_year(number)
        }
        // Also Brazil's currency; the guidelines are Dutch.
        Strength::Middling if first == "BRL" => {
            let amount =
                after.starts_with([',', '.']) && after[1..].starts_with(|c: char| c.is_ascii_digit());
            digits >= 4
                && !amount
                && !after.starts_with(" mil")
                && (year || part || said || trusted || is_dutch(before, after))
        }
        Strength::Middling => {
            // Two publishers and a date are no chance: `KS EAS 2:2017`.
            shaped
                || year && read.links > 1
                || digits >= 3 && !is_year(number)
                || part && digits >= 2
                || said && digits >= 2
        }
        Strength::Weak => {
            let mixed = number.bytes().any(|b| b.is_ascii_uppercase());
            (shaped && !(mixed && matches!(first, "AS" | "BS") && !year))
                || (said || trusted) && digits >= 3 && !gazette(before, after, first)
                || first == "HD" && id.is_supplement() && digits >= 2
                || digits >= 3 && !is_year(number) && dates_with_hyphen(first) && in_chinese_list(before)
                || first == "SN" && number.contains(' ')
                || first == "KS" && mixed && digits >= 3
        }
    }
}

/// American codes stand by their letters, their dates or the word before.
fn american(read: &Read, first: &str, before: &str, after: &str, said: bool) -> bool {
    let number = read.id.number();
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let lettered = number.bytes().any(|b| b.is_ascii_uppercase()) || !read.id.kind().is_empty();
    let year = read.id.year().is_some();
    let airway = ["airway", "route", "ruta", "level", "flight"]
        .iter()
        .any(|w| tail(before, 16).to_lowercase().ends_with(&format!("{w} ")));
    match read.strength {
        Strength::Strong => lettered || year || said || digits >= 2 && !(is_year(number) && first != "IEEE"),
        Strength::Middling if first == "UL" => {
            year && digits >= 2 || digits >= 2 && !airway && read_gap(read) && !after.starts_with(['/', '|'])
        }
        Strength::Middling if first == "API" => {
            year || lettered && digits >= 1 && digits + 1 >= 2
                || digits >= 3 && !after.starts_with(" grav")
                || said && digits >= 2
        }
        Strength::Middling => lettered || year || digits >= 3 || said,
        Strength::Weak => year || said && digits >= 2,
    }
}

/// Whether name and number stand apart (`UL 1426`, not `UL795`).
fn read_gap(read: &Read) -> bool {
    read.end > read.head.len() + read.id.number().len()
}

fn is_letter_code(number: &str) -> bool {
    number.bytes().any(|b| b.is_ascii_uppercase())
}

/// Whether a word before says that a standard follows.
fn said_before(before: &str) -> bool {
    let tail = tail(before, 48);
    let mut words =
        tail.split([' ', '\n', '(', '*', '"', '„', '“', '«', ',']).filter(|w| !w.is_empty()).rev();
    for _ in 0..3 {
        let Some(word) = words.next() else { return false };
        let word = word.trim_end_matches([':', ',']).to_lowercase();
        if NORM_WORDS.contains(&word.as_str()) {
            return true;
        }
        if !BETWEEN.contains(&word.as_str()) && !WHOSE.contains(&word.as_str()) {
            return ["标准", "標準", "符合", "按照", "根据"].iter().any(|w| word.ends_with(w));
        }
    }
    false
}

/// A preposition as before a standard: `according to EN 71`.
fn preposition(before: &str) -> bool {
    let tail = tail(before, 24).to_lowercase();
    tail.is_empty()
        || tail.ends_with(['\n', '|', '(', ',', ';', '*', '/', '“', '«', '['])
        || [
            "to ", "with ", "in ", "of ", "nach ", "der ", "den ", "die ", "dem ", "volgens ", "de ", "la ",
            "and ", "und ", "et ", "y ", "e ", "see ", "per ", "or ", "oder ", "à ", "selon ", "según ",
            "cf. ", "gemäß ", "gemäss ", "from ", "by ", "meet ", "meets ", "apply ", "applies ", "the ",
            "en ", "van ", "in der ",
        ]
        .iter()
        .any(|w| tail.ends_with(w))
}

/// Another standard follows in the same list: `BS 848, ISO 5801`.
fn neighbour(after: &str, own: &str) -> bool {
    const NAMES: [&str; 12] =
        ["ISO", "IEC", "EN ", "DIN ", "ASTM", "ANSI", "NEN", "IEEE", "GOST", "JIS", "NF EN", "BS EN"];
    let list = after.trim_start_matches([',', ';', '/', ' ']);
    let list = ["or ", "and ", "und ", "oder ", "et ", "ou ", "en ", "of ", "y ", "e "]
        .iter()
        .find_map(|word| list.strip_prefix(word))
        .unwrap_or(list);
    // The same name with a date: `BS 6004, BS 7671:2018`.
    let dated = list.strip_prefix(own).is_some_and(|rest| {
        rest.find(':').is_some_and(|at| at < 12 && rest[at + 1..].trim_start().starts_with(['1', '2']))
    });
    after.len() - list.len() <= 6
        && after.len() > list.len()
        && (dated || NAMES.iter().any(|name| list.starts_with(name)))
}

/// Behind the comma or the word that joins standards in Chinese: `GB 17930、YY 0505`.
fn in_chinese_list(before: &str) -> bool {
    before.trim_end().ends_with(['、', '，', '；', '和', '及', '与', '或', '合', '照', '按'])
}

fn chinese(before: &str, after: &str) -> bool {
    let han = |c: char| ('\u{3000}'..='\u{9fff}').contains(&c) || ('\u{ff00}'..='\u{ffef}').contains(&c);
    tail(before, 40).chars().any(han) || head(after, 40).chars().any(han)
}

/// The last `most` bytes or a few fewer.
pub(super) fn tail(text: &str, most: usize) -> &str {
    let mut from = text.len().saturating_sub(most);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    &text[from..]
}

/// The first `most` bytes or a few fewer.
pub(super) fn head(text: &str, most: usize) -> &str {
    let mut to = text.len().min(most);
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    &text[..to]
}

/// Before anything is read: whether a number can follow the name that ends at `end`.
pub(super) fn number_near(bytes: &[u8], end: usize, strength: Strength) -> bool {
    let reach = match strength {
        Strength::Strong => 30,
        Strength::Middling => 26,
        Strength::Weak => 24,
    };
    let ahead = &bytes[end..bytes.len().min(end + reach)];
    match ahead.first() {
        None => return false,
        // `ENGLISH`, `ISOLATION`.
        Some(b'A'..=b'Z' | b'a'..=b'z') => return false,
        _ => {}
    }
    // Digits of other scripts begin with 0xef, 0xd9 or 0xdb.
    let digit = |b: &u8| b.is_ascii_digit() || matches!(b, 0xef | 0xd9 | 0xdb);
    let Some(at) = ahead.iter().position(digit) else { return false };
    // Only further names stand between a short name and its number.
    strength == Strength::Strong
        || !ahead[..at].iter().any(|b| b.is_ascii_lowercase() || matches!(b, b',' | b';' | b')'))
        || strength == Strength::Middling && ahead[..at].iter().filter(|b| **b == b' ').count() <= 3
}
