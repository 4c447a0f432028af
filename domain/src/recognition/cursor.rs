//! Small readers over folded text: digits, years, dates in figures, supplements.

/// The byte at `at`, 0 beyond the end.
pub(super) fn byte(w: &str, at: usize) -> u8 {
    w.as_bytes().get(at).copied().unwrap_or(0)
}

/// How many bytes from `at` are so.
pub(super) fn count(w: &str, at: usize, is: impl Fn(u8) -> bool) -> usize {
    w.as_bytes().get(at..).unwrap_or_default().iter().take_while(|b| is(**b)).count()
}

/// How many ASCII digits stand at `at`.
pub(super) fn digits_at(w: &str, at: usize) -> usize {
    count(w, at, |b| b.is_ascii_digit())
}

/// Four digits of the last or this century.
pub(super) fn is_year(digits: &str) -> bool {
    digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit()) && ("1920".."2050").contains(&digits)
}

/// Whether the assembled identifier ends with a date behind a colon.
pub(super) fn is_dated(text: &str) -> bool {
    text.contains(':')
}

/// The year at `at`, when exactly four digits stand there.
fn year_at(w: &str, at: usize) -> Option<&str> {
    let digits = digits_at(w, at);
    w.get(at..at + 4).filter(|y| digits == 4 && is_year(y))
}

/// `:2015`, ` : 2004`, `:2013-02`, `: 05.87`, `/2011`, ` (2005)`, `(10/2019)`: in the parser's
/// spelling, and where it ends.
pub(super) fn date(w: &str, at: usize) -> Option<(String, usize)> {
    // Chile says that an edition is official: `NCh 409/1.Of2005`.
    if let Some(rest) = w.get(at..).and_then(|r| r.strip_prefix(".Of").or_else(|| r.strip_prefix("Of."))) {
        let point = usize::from(rest.starts_with('.'));
        let year = year_at(w, at + 3 + point)?;
        return Some((format!(":{year}"), at + 7 + point));
    }
    let blank = count(w, at, |b| b == b' ').min(1);
    if byte(w, at + blank) == b':' {
        let from = at + blank + 1;
        let from = from + count(w, from, |b| b == b' ').min(1);
        let Some(year) = year_at(w, from) else { return month_before(w, from) };
        let mut end = from + 4;
        let mut text = format!(":{year}");
        // A month and a day.
        for _ in 0..2 {
            if byte(w, end) == b'-' && digits_at(w, end + 1) == 2 {
                if text.len() == 5 {
                    text.push_str(&w[end..end + 3]);
                }
                end += 3;
            }
        }
        return Some((text, end));
    }
    if byte(w, at) == b'/' && !matches!(byte(w, at + 5), b'/' | b'-') {
        let year = year_at(w, at + 1)?;
        return Some((format!(":{year}"), at + 5));
    }
    if byte(w, at + blank) == b'(' {
        let mut from = at + blank + 1;
        if digits_at(w, from) == 2 && matches!(byte(w, from + 2), b'/' | b'-') {
            from += 3;
        }
        let year = year_at(w, from)?;
        let mut end = from + 4;
        if byte(w, end) == b'-' && digits_at(w, end + 1) == 2 {
            end += 3;
        }
        return (byte(w, end) == b')').then(|| (format!(":{year}"), end + 1));
    }
    None
}

/// `05.87`, `12.2002`: month and year as DIN's tables have them.
fn month_before(w: &str, from: usize) -> Option<(String, usize)> {
    if digits_at(w, from) != 2 || byte(w, from + 2) != b'.' || !("01".."13").contains(&&w[from..from + 2]) {
        return None;
    }
    let digits = digits_at(w, from + 3);
    let year = w.get(from + 3..from + 3 + digits)?;
    let year = match digits {
        2 if year > "30" => format!("19{year}"),
        2 => format!("20{year}"),
        _ => year.to_owned(),
    };
    is_year(&year).then(|| (format!(":{year}"), from + 3 + digits))
}

/// `+A1:2019`, ` + A2`, `/AC:2009`, `/Amd 1:2007`, `/NA:2010-12`.
pub(super) fn supplement(w: &str, at: usize) -> Option<(String, usize)> {
    const WORDS: [&str; 26] = [
        "prA",
        "AMD",
        "Amd.",
        "Amd",
        "AC",
        "AA",
        "A",
        "COR",
        "Cor.",
        "Cor",
        "C",
        "NA",
        "Amendment",
        "AMENDMENT",
        "Corrigendum",
        "Add",
        "Suppl",
        "Ber",
        "M",
        "DAM",
        "FDAM",
        "S",
        "Изм.",
        "изм.",
        "Änderung",
        "Berichtigung",
    ];
    let blank = count(w, at, |b| b == b' ').min(1);
    let sign = byte(w, at + blank);
    let mut from = at + blank;
    if matches!(sign, b'+' | b'/') {
        from += 1;
        from += count(w, from, |b| b == b' ').min(1);
    } else if sign == b',' {
        from += 1 + count(w, from + 1, |b| b == b' ').min(1);
    } else if blank == 0 {
        return None;
    }
    let joined = matches!(sign, b'+' | b'/');
    let word =
        WORDS.iter().copied().filter(|word| w[from..].starts_with(word)).max_by_key(|word| word.len())?;
    // Without a sign only what is nothing else: ` Amd 1`, ` S2`.
    if !joined && (word.len() < 3 && word != "S" || word == "S" && sign == b',') {
        return None;
    }
    let mut end = from + word.len();
    let gap = count(w, end, |b| b == b' ').min(1);
    let spaced = word.len() > 2 && gap == 1;
    let digits = digits_at(w, end + if spaced { 1 } else { 0 });
    if digits > 2 || digits == 0 && !(joined && matches!(word, "AC" | "NA" | "COR" | "Cor" | "AMD" | "Amd")) {
        return None;
    }
    let number = if digits > 0 {
        let number = &w[end + usize::from(spaced)..end + usize::from(spaced) + digits];
        end += usize::from(spaced) + digits;
        number
    } else {
        ""
    };
    if byte(w, end).is_ascii_alphabetic() {
        return None;
    }
    let sign = if sign == b'+' {
        "+"
    } else if word == "S" {
        " "
    } else {
        "/"
    };
    let mut text = format!(
        "{sign}{}{}{number}",
        word.trim_end_matches('.'),
        if spaced && digits > 0 { " " } else { "" }
    );
    if byte(w, end + count(w, end, |b| b == b' ').min(1)) == b':'
        && let Some((date, after)) = date(w, end)
    {
        text.push_str(&date);
        end = after;
    }
    Some((text, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_figures() {
        assert_eq!(date(":2015 ", 0), Some((":2015".into(), 5)));
        assert_eq!(date(" : 2004, ", 0), Some((":2004".into(), 7)));
        assert_eq!(date(": 2013-02.", 0), Some((":2013-02".into(), 9)));
        assert_eq!(date(" (2005)", 0), Some((":2005".into(), 7)));
        assert_eq!(date(": 20150", 0), None);
        assert_eq!(date(": the 2015", 0), None);
    }

    #[test]
    fn supplements() {
        assert_eq!(supplement(" + A2 ou", 0), Some(("+A2".into(), 5)));
        assert_eq!(supplement("/Amd 1:2007;", 0), Some(("/Amd 1:2007".into(), 11)));
        assert_eq!(supplement("/A11:2014", 0), Some(("/A11:2014".into(), 9)));
        assert_eq!(supplement(" + Angaben", 0), None);
        assert_eq!(supplement(" A1", 0), None);
        assert_eq!(supplement(" S2:1990", 0), Some((" S2:1990".into(), 8)));
    }
}
