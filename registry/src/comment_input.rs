//! Which comments are accepted: every field with its limit and its sentence.

use domain::comment::CommentKind;

use crate::{Error, FieldError, Result, comments::NewComment};

/// Longest comment, in characters.
pub(crate) const TEXT_LIMIT: usize = 20_000;

/// A comment that passed.
#[derive(Debug, Clone)]
pub(crate) struct Accepted {
    pub kind: CommentKind,
    pub author: String,
    pub organisation: String,
    pub email: String,
    pub clause: String,
    pub text: String,
    pub language: String,
    pub confidential: bool,
}

/// Checks what was typed; `known_author` are the name, organisation and address
/// of a signed-in official, which count in place of the typed ones.
pub(crate) fn accept(new: NewComment, known_author: Option<(String, String, String)>) -> Result<Accepted> {
    let mut errors = Vec::new();
    let mut refuse = |bad: bool, field: &str, message: &str| {
        if bad {
            errors.push(FieldError::new(field, message));
        }
    };
    let signed_in = known_author.is_some();
    let (author, organisation, email) = known_author
        .unwrap_or_else(|| (clean(&new.author), clean(&new.organisation), new.email.trim().to_lowercase()));
    let longer = |s: &str, limit| s.chars().count() > limit;
    refuse(!signed_in && author.is_empty(), "author", "Enter your name.");
    refuse(longer(&author, 200), "author", "Shorten the name to 200 characters.");
    refuse(longer(&organisation, 200), "organisation", "Shorten the organisation to 200 characters.");
    refuse(
        !signed_in && !is_email(&email),
        "email",
        "Enter an e-mail address that you can read, for example name@example.org.",
    );
    let clause = clean(&new.clause);
    refuse(
        longer(&clause, 200),
        "clause",
        "Shorten the clause to 200 characters, for example 5.1 or Annex B.",
    );
    // PostgreSQL stores no NUL characters; browsers send CR LF.
    let text = new.text.replace('\0', "").replace("\r\n", "\n").trim().to_owned();
    refuse(text.is_empty(), "text", "Write your comment.");
    refuse(longer(&text, TEXT_LIMIT), "text", "Shorten the comment to 20,000 characters.");
    let language = new.language.trim().to_lowercase();
    let language = if language.is_empty() { "en".to_owned() } else { language };
    refuse(
        language.len() != 2 || !language.bytes().all(|b| b.is_ascii_lowercase()),
        "language",
        "Choose the language of your comment.",
    );
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    Ok(Accepted {
        kind: new.kind,
        author,
        organisation,
        email,
        clause,
        text,
        language,
        confidential: new.confidential,
    })
}

/// One line without control characters.
fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
}

/// Whether a text has the shape of an e-mail address. Whether it exists only a
/// mail to it can tell.
pub fn is_email(text: &str) -> bool {
    let Some((local, host)) = text.rsplit_once('@') else { return false };
    let plain =
        |s: &str| s.chars().all(|c| !c.is_whitespace() && !c.is_control() && !"<>(),;:\"[]\\@".contains(c));
    let labels = host.split('.').collect::<Vec<_>>();
    text.len() <= 254
        && !local.is_empty()
        && local.len() <= 64
        && plain(local)
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && labels.len() >= 2
        && labels.iter().all(|l| {
            !l.is_empty()
                && !l.starts_with('-')
                && !l.ends_with('-')
                && l.chars().all(|c| c.is_alphanumeric() || c == '-')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good() -> NewComment {
        NewComment {
            author: "Ana".into(),
            email: " Ana@Example.org ".into(),
            text: "Clause 5 is unclear.\r\nWhy?".into(),
            language: "en".into(),
            ..NewComment::default()
        }
    }

    fn fields(new: NewComment) -> Vec<String> {
        match accept(new, None) {
            Err(Error::Invalid(errors)) => errors.into_iter().map(|e| e.field).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn accepts_and_tidies() {
        let accepted = accept(good(), None).unwrap();
        assert_eq!(accepted.email, "ana@example.org");
        assert_eq!(accepted.text, "Clause 5 is unclear.\nWhy?");
    }

    #[test]
    fn every_field_is_named() {
        assert_eq!(fields(NewComment::default()), ["author", "email", "text"]);
        let long = "x".repeat(20_001);
        let new = NewComment {
            author: long.clone(),
            organisation: long.clone(),
            clause: long.clone(),
            text: long,
            language: "english".into(),
            ..good()
        };
        assert_eq!(fields(new), ["author", "organisation", "clause", "text", "language"]);
        assert!(accept(NewComment { text: "é".repeat(20_000), ..good() }, None).is_ok());
    }

    #[test]
    fn addresses() {
        for yes in ["a@b.org", "first.last+tag@sub.example.co.uk", "o'neil@example.ie"] {
            assert!(is_email(yes), "{yes}");
        }
        for no in [
            "",
            "a",
            "a@b",
            "@b.org",
            "a@.org",
            "a b@c.org",
            "a@b.org\nBcc: x@y.org",
            "a..b@c.org",
            "<a@b.org>",
        ] {
            assert!(!is_email(no), "{no}");
        }
    }
}
