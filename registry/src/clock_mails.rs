//! What mails say about clocks: a moved comment period, and reminders.

use domain::clock::{Reminder, ReminderKind};
use jiff::civil::Date;

use crate::{mail_texts::About, mails::Letter};

/// To those who asked for more time. `sentence` ends “the measure …”.
pub(crate) fn period_moved(about: About<'_>, sentence: &str, reason: &str) -> Letter {
    let About { public_url, symbol, title, .. } = about;
    let reason =
        if reason.is_empty() { String::new() } else { format!("The authority says:\n\n{reason}\n\n") };
    Letter {
        subject: format!("{symbol}: the comment period was moved"),
        body: format!(
            "You asked for more time to comment on\n\n  {symbol} — {title}\n\n\
             The measure {sentence}.\n\n{reason}\
             The notification:\n\n  {public_url}/notifications/{symbol}\n"
        ),
    }
}

/// One line of a reminder: what it is about, and the notification.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub symbol: String,
    pub title: String,
    pub reminder: Reminder,
    pub unanswered: u64,
}

/// To an official: what is near and what is late. `end` is the address that ends
/// such mails.
pub(crate) fn reminder(public_url: &str, name: &str, lines: &[Line], today: Date, end: &str) -> Letter {
    let subject = match lines {
        [one] => format!("{}: {}", one.symbol, what(one, today)),
        _ => format!("{} deadlines need attention", lines.len()),
    };
    let listed: String = lines
        .iter()
        .map(|line| {
            format!(
                "{} — {}\n  {}.\n  {public_url}/notifications/{}\n\n",
                line.symbol,
                line.title,
                capital(&what(line, today)),
                line.symbol
            )
        })
        .collect();
    Letter {
        subject,
        body: format!(
            "Dear {name},\n\n{listed}\
             All deadlines of your authority:\n\n  {public_url}/desk/deadlines\n\n\
             You get this mail because you are an official of the notifying authority. To end these mails:\n\n  {end}\n"
        ),
    }
}

/// The reminder in words, without a full stop.
fn what(line: &Line, today: Date) -> String {
    let Reminder { kind, about, .. } = line.reminder;
    let day = about.strftime("%-d %B %Y");
    let left = domain::clock::days_between(today, about);
    match kind {
        ReminderKind::ClosesSoon | ReminderKind::ClosesVerySoon => match left {
            0 => format!("the comment period closes today, {day}"),
            1 => format!("the comment period closes tomorrow, {day}"),
            _ => format!("the comment period closes in {left} days, on {day}"),
        },
        ReminderKind::CommentsUnanswered => {
            let (count, verb) = match line.unanswered {
                1 => ("1 comment".to_owned(), "waits"),
                n => (format!("{n} comments"), "wait"),
            };
            format!(
                "the comment period closed on {day}, {count} {verb} for a reply, and no decision is recorded"
            )
        }
        ReminderKind::AdoptionNotAnnounced => {
            format!("the measure was adopted on {day}, and no addendum says so")
        }
        ReminderKind::FinalTextMissing => {
            format!("the measure was adopted on {day}, and its final text was not given (TBT 2.11)")
        }
        ReminderKind::EntryIntoForcePassed => {
            format!("the stated day of entry into force, {day}, has passed: record what happened")
        }
    }
}

fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}", letters.as_str())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn line(kind: ReminderKind, about: Date) -> Line {
        Line {
            symbol: "G/TBT/N/KEN/641".into(),
            title: "Toasters".into(),
            reminder: Reminder { kind, about, since: about },
            unanswered: 1,
        }
    }

    #[test]
    fn one_reminder_is_told_in_the_subject() {
        let today = date(2027, 1, 17);
        let closes = line(ReminderKind::ClosesVerySoon, date(2027, 1, 20));
        let letter = reminder("https://example.org", "Amina", std::slice::from_ref(&closes), today, "END");
        assert_eq!(
            letter.subject,
            "G/TBT/N/KEN/641: the comment period closes in 3 days, on 20 January 2027"
        );
        assert!(letter.body.contains("\n  https://example.org/notifications/G/TBT/N/KEN/641\n"));
        assert!(letter.body.ends_with("\n  END\n"));
        let late = line(ReminderKind::CommentsUnanswered, date(2026, 12, 1));
        let letter = reminder("https://example.org", "Amina", &[closes, late], today, "END");
        assert_eq!(letter.subject, "2 deadlines need attention");
        assert!(letter.body.contains("1 comment waits for a reply"), "{}", letter.body);
    }
}
