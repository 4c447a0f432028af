//! Numbers as laws write them: digits of several scripts, Roman numerals,
//! letters in the order of their alphabet, Chinese numerals.

/// The value of a decimal digit: European, Arabic-Indic, Persian, Devanagari,
/// Thai, full-width.
pub(super) fn digit(c: char) -> Option<u32> {
    let zero = match c {
        '0'..='9' => '0',
        '٠'..='٩' => '٠',
        '۰'..='۹' => '۰',
        '०'..='९' => '०',
        '๐'..='๙' => '๐',
        '０'..='９' => '０',
        _ => return None,
    };
    Some(u32::from(c) - u32::from(zero))
}

/// The leading digits of a text as a number below a million, and their length
/// in bytes.
pub(super) fn leading_digits(text: &str) -> Option<(u32, usize)> {
    let mut value = 0;
    let mut end = 0;
    for (at, c) in text.char_indices() {
        let Some(d) = digit(c) else { break };
        if at > 0 && value >= 100_000 {
            return None;
        }
        value = value * 10 + d;
        end = at + c.len_utf8();
    }
    (end > 0).then_some((value, end))
}

/// The value of a Roman numeral in one case, up to 399; only as it is properly
/// written (`iv`, not `iiii`).
pub(super) fn roman(text: &str) -> Option<u32> {
    let text = if text.chars().all(char::is_lowercase) {
        text.to_owned()
    } else if text.chars().all(char::is_uppercase) {
        text.to_lowercase()
    } else {
        return None;
    };
    let mut value = 0;
    let mut last = 0;
    for c in text.chars().rev() {
        let v = match c {
            'i' => 1,
            'v' => 5,
            'x' => 10,
            'l' => 50,
            'c' => 100,
            _ => return None,
        };
        if v < last {
            value -= v.min(value);
        } else {
            value += v;
            last = v;
        }
    }
    (value > 0 && value < 400 && write_roman(value) == text).then_some(value)
}

/// A number below 400 in lower-case Roman numerals.
fn write_roman(mut value: u32) -> String {
    let mut text = String::new();
    for (v, s) in
        [(100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")]
    {
        while value >= v {
            text.push_str(s);
            value -= v;
        }
    }
    text
}

/// Alphabets in which lists are lettered, in the order in which laws count, with
/// what an address writes for each letter.
const ALPHABETS: [(&str, &[&str]); 4] = [
    // Russian lists leave out ё, й, ъ, ы, ь.
    (
        "абвгдежзиклмнопрстуфхцчшщэюя",
        &[
            "a", "b", "v", "g", "d", "e", "zh", "z", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u",
            "f", "kh", "ts", "ch", "sh", "shch", "eh", "yu", "ya",
        ],
    ),
    (
        "αβγδεζηθικλμνξοπρστυφχψω",
        &[
            "a", "b", "g", "d", "e", "z", "h", "th", "i", "k", "l", "m", "n", "x", "o", "p", "r", "s", "t",
            "y", "f", "ch", "ps", "w",
        ],
    ),
    (
        "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
        &[
            "a", "b", "j", "d", "h", "w", "z", "hh", "tt", "y", "k", "l", "m", "n", "s", "e", "f", "ss", "q",
            "r", "sh", "t", "th", "kh", "dh", "dd", "zz", "gh",
        ],
    ),
    ("甲乙丙丁戊己庚辛壬癸", &["s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10"]),
];

/// The place of a letter in its alphabet (1 for the first), which alphabet, and
/// how an address writes it. Latin is alphabet 0.
pub(super) fn letter(c: char) -> Option<(u32, usize, String)> {
    let lower = c.to_lowercase().next()?;
    if lower.is_ascii_lowercase() {
        return Some((u32::from(lower) - u32::from('a') + 1, 0, lower.to_string()));
    }
    ALPHABETS.iter().enumerate().find_map(|(which, (letters, written))| {
        let place = letters.chars().position(|l| l == lower)?;
        Some((u32::try_from(place).ok()? + 1, which + 1, written.get(place)?.to_string()))
    })
}

/// The leading Chinese numeral of a text, up to 9,999, and its length in bytes.
pub(super) fn leading_chinese(text: &str) -> Option<(u32, usize)> {
    let (mut total, mut current, mut end) = (0, 0, 0);
    let mut digits_only = true;
    for (at, c) in text.char_indices() {
        let unit = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            _ => 0,
        };
        if unit > 0 {
            digits_only = false;
            total += unit * if current == 0 { 1 } else { current };
            current = 0;
        } else if let Some(d) =
            "零一二三四五六七八九".chars().position(|n| n == c || (c == '〇' && n == '零'))
        {
            let d = u32::try_from(d).unwrap_or_default();
            current = if digits_only { current * 10 + d } else { d };
        } else {
            break;
        }
        if total + current > 9_999 {
            return None;
        }
        end = at + c.len_utf8();
    }
    (end > 0 && total + current > 0).then_some((total + current, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roman_numerals_are_read_as_they_are_written() {
        for (text, value) in [("i", 1), ("iv", 4), ("IX", 9), ("xlii", 42), ("XC", 90)] {
            assert_eq!(roman(text), Some(value), "{text}");
        }
        for text in ["", "iiii", "ic", "Iv", "vx", "m"] {
            assert_eq!(roman(text), None, "{text}");
        }
    }

    #[test]
    fn digits_and_numerals_of_other_scripts() {
        assert_eq!(leading_digits("٣٢ x"), Some((32, 4)));
        assert_eq!(leading_digits("12a"), Some((12, 2)));
        assert_eq!(leading_digits("99999999"), None);
        for (text, value) in
            [("三", 3), ("十", 10), ("十二", 12), ("二十", 20), ("一百二十三", 123), ("一〇五", 105)]
        {
            assert_eq!(leading_chinese(text).map(|n| n.0), Some(value), "{text}");
        }
    }

    #[test]
    fn letters_know_their_place() {
        assert_eq!(letter('c'), Some((3, 0, "c".to_owned())));
        assert_eq!(letter('в'), Some((3, 1, "v".to_owned())));
        assert_eq!(letter('ب').map(|l| l.0), Some(2));
        for (letters, written) in ALPHABETS {
            assert_eq!(letters.chars().count(), written.len());
        }
    }
}
