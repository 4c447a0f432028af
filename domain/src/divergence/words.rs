//! Dates and lists as explanations write them: "3 March 2021", "June 2021".

use jiff::civil::Date;

/// A day written out.
pub(super) fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// A day, month or year of the catalogue (`2021-06-25`, `2021-06`, `2021`) written out.
pub(super) fn written(raw: &str) -> String {
    match (first_day(raw), raw.len()) {
        (Some(date), 10..) => day(date),
        (Some(date), 7) => date.strftime("%B %Y").to_string(),
        _ => raw.to_owned(),
    }
}

/// "on 25 June 2021", "in June 2021".
pub(super) fn at(raw: &str) -> String {
    let preposition = if raw.len() >= 10 { "on" } else { "in" };
    format!("{preposition} {}", written(raw))
}

/// The first day of a day, month or year of the catalogue.
pub(super) fn first_day(raw: &str) -> Option<Date> {
    match raw.len() {
        4 => format!("{raw}-01-01").parse().ok(),
        7 => format!("{raw}-01").parse().ok(),
        _ => raw.get(..10)?.parse().ok(),
    }
}

/// "a", "a and b", "a, b and c".
pub(super) fn list(items: &[impl AsRef<str>]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

/// "1 day", "30 days".
pub(super) fn days(count: i32) -> String {
    if count == 1 { "1 day".to_owned() } else { format!("{count} days") }
}

/// A length of time in words, in days: "30 days", "six (6) months", "2 weeks".
/// Of several the longest, so that nothing shorter is claimed. Months count 30
/// days and years 365. None when the words name no length.
pub(super) fn length_in_days(words: &str) -> Option<i32> {
    const NUMBERS: [&str; 13] = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    let lower = words.to_lowercase();
    let tokens: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|t| !t.is_empty()).collect();
    let number =
        |t: &str| t.parse::<i32>().ok().or_else(|| i32::try_from(NUMBERS.iter().position(|n| *n == t)?).ok());
    let unit = |t: &str| match t {
        "day" | "days" => Some(1),
        "week" | "weeks" => Some(7),
        "month" | "months" => Some(30),
        "year" | "years" => Some(365),
        _ => None,
    };
    let length = |(i, t): (usize, &&str)| {
        let unit = unit(t)?;
        let before = tokens[i.saturating_sub(2)..i].iter().rev();
        before.filter_map(|t| number(t)).next()?.checked_mul(unit)
    };
    tokens.iter().enumerate().filter_map(length).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_out_as_exactly_as_they_are_known() {
        for (raw, out) in
            [("2021-03-03", "on 3 March 2021"), ("2021-06", "in June 2021"), ("2021", "in 2021"), ("", "in ")]
        {
            assert_eq!(at(raw), out);
        }
    }

    #[test]
    fn lengths_are_read_from_words() {
        for (words, days) in [
            ("60 days from notification", Some(60)),
            ("Thirty", None),
            ("six (6) months after publication", Some(180)),
            ("30 calendar days", Some(30)),
            ("two weeks", Some(14)),
            ("90 days for producers, 1 year for importers", Some(365)),
            ("to be determined", None),
            ("1 July 2027", None),
            ("99999999999 days", None),
        ] {
            assert_eq!(length_in_days(words), days, "{words}");
        }
    }

    #[test]
    fn lists_read_like_prose() {
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&[] as &[&str]), "");
    }
}
