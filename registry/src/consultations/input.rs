//! What is accepted of a consultation as typed: every field with its sentence.

use domain::email::EmailAddress;
use jiff::civil::Date;

use super::NewConsultation;
use crate::{Error, FieldError, Result};

/// Stakeholders invited at once at most.
const MOST: usize = 200;
/// Longest question, in characters.
const QUESTION_LIMIT: usize = 5_000;
/// Longest name, in characters.
const NAME_LIMIT: usize = 200;

/// Somebody to invite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Invited {
    pub name: String,
    pub email: String,
}

/// A consultation that passed.
pub(super) struct Accepted {
    pub question: String,
    pub until: Date,
    pub invited: Vec<Invited>,
}

/// Checks a consultation; `last` is the final day for comments, when there is one.
pub(super) fn accept(new: &NewConsultation, today: Date, last: Option<Date>) -> Result<Accepted> {
    let mut errors = Vec::new();
    let question = new.question.replace('\0', "").trim().to_owned();
    if question.is_empty() {
        errors.push(FieldError::new("question", "Write what you ask your stakeholders."));
    } else if question.chars().count() > QUESTION_LIMIT {
        errors.push(FieldError::new("question", "Shorten the question to 5,000 characters."));
    }
    match new.until {
        None => errors.push(FieldError::new("until", "Enter the last day for their input.")),
        Some(day) if day < today => errors.push(FieldError::new("until", "Choose a day that is not past.")),
        Some(day) if last.is_some_and(|last| day > last && last >= today) => errors.push(FieldError::new(
            "until",
            format!(
                "Choose a day not after {}: then the comment period of the notification ends.",
                last.map(|l| l.strftime("%-d %B %Y").to_string()).unwrap_or_default()
            ),
        )),
        Some(_) => {}
    }
    let invited = invited(&new.stakeholders).unwrap_or_else(|error| {
        errors.push(error);
        Vec::new()
    });
    match new.until {
        Some(until) if errors.is_empty() => Ok(Accepted { question, until, invited }),
        _ => Err(Error::Invalid(errors)),
    }
}

/// Reads addresses, one a line, each alone or behind a name:
/// `Ana Lima <ana@example.org>`, `Ana Lima, ana@example.org`.
pub(super) fn invited(typed: &str) -> Result<Vec<Invited>, FieldError> {
    let wrong = |message: String| FieldError::new("stakeholders", message);
    let mut all: Vec<Invited> = Vec::new();
    for line in typed.split(['\n', ';']).map(str::trim).filter(|line| !line.is_empty()) {
        let from = line.rfind([' ', '<', ',', '\t']).map_or(0, |at| at + 1);
        let email = EmailAddress::parse(line.get(from..).unwrap_or(line));
        let clean = |c: char| if c.is_control() { ' ' } else { c };
        let name: String = line.get(..from).unwrap_or_default().chars().map(clean).collect();
        let name = name.trim_matches([' ', '<', ',', '\t', '"']).chars().take(NAME_LIMIT).collect();
        let email = match email {
            Ok(email) => email.to_string(),
            Err(problem) => {
                let shown: String = line.chars().take(80).collect();
                return Err(wrong(format!(
                    "“{shown}” has no e-mail address to write to: write one a line, such as Ana Lima \
                     <ana@example.org>. {problem}"
                )));
            }
        };
        if !all.iter().any(|known| known.email == email) {
            all.push(Invited { name, email });
        }
    }
    match all.len() {
        0 => Err(wrong("Enter the e-mail addresses of those whom you ask, one a line.".to_owned())),
        n if n > MOST => Err(wrong("Invite at most 200 at once; more can be invited afterwards.".to_owned())),
        _ => Ok(all),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_with_and_without_names() {
        let read = invited(
            "ana@Example.org\nAna Lima <lima@example.org>\r\n \"Toys, Inc.\" <toys@example.org>; Rui Sá, rui@example.org\nana@example.org",
        )
        .unwrap();
        let read: Vec<_> = read.iter().map(|i| (i.name.as_str(), i.email.as_str())).collect();
        assert_eq!(
            read,
            [
                ("", "ana@example.org"),
                ("Ana Lima", "lima@example.org"),
                ("Toys, Inc.", "toys@example.org"),
                ("Rui Sá", "rui@example.org")
            ]
        );
        assert!(invited("ana at example").unwrap_err().message.contains("“ana at example”"));
        assert!(invited(" \n ").is_err());
    }

    #[test]
    fn every_field_is_named() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let today = day("2026-11-21");
        let fields = |new: NewConsultation, last| match accept(&new, today, last) {
            Err(Error::Invalid(errors)) => errors.into_iter().map(|e| e.field).collect::<Vec<_>>(),
            _ => Vec::new(),
        };
        assert_eq!(fields(NewConsultation::default(), None), ["question", "until", "stakeholders"]);
        let good = |until: &str| NewConsultation {
            question: "What does it cost?".into(),
            until: Some(day(until)),
            stakeholders: "a@example.org".into(),
        };
        assert_eq!(fields(good("2026-11-20"), None), ["until"]);
        assert_eq!(fields(good("2027-01-21"), Some(day("2027-01-20"))), ["until"]);
        assert_eq!(fields(good("2027-01-20"), Some(day("2027-01-20"))), [""; 0]);
        // A period that is over does not forbid to ask: the comment may come late.
        assert_eq!(fields(good("2027-01-21"), Some(day("2026-11-01"))), [""; 0]);
    }
}
