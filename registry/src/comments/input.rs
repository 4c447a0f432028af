//! Which comments are accepted: every field with its limit and its sentence.

use domain::{
    comment::{CommentKind, Publication, Stance},
    email::EmailAddress,
};

use super::{NewComment, NewPoint};
use crate::{Error, FieldError, Result, db::sha256};

/// Longest text of a part of a comment, of a reply or a note, in characters.
pub(crate) const TEXT_LIMIT: usize = 20_000;
/// Parts of one comment at most.
pub const POINTS_LIMIT: usize = 50;

/// A comment that passed.
#[derive(Debug, Clone)]
pub(crate) struct Accepted {
    pub kind: CommentKind,
    pub author: String,
    pub organisation: String,
    pub on_behalf: String,
    /// As stored.
    pub email: String,
    /// Of somebody who is not signed in: nobody confirmed it yet.
    pub to_confirm: Option<EmailAddress>,
    pub points: Vec<NewPoint>,
    pub language: String,
    pub publication: Publication,
    pub withheld_why: String,
}

impl Accepted {
    /// The whole as one text: what the proof is of, and what is compared with
    /// other comments. A comment of one part is the words of that part.
    pub fn whole(&self) -> String {
        match &self.points[..] {
            [only] => only.text.clone(),
            many => many
                .iter()
                .map(|p| match p.clause.as_str() {
                    "" => p.text.clone(),
                    clause => format!("{clause}\n{}", p.text),
                })
                .collect::<Vec<_>>()
                .join("\n\n"),
        }
    }

    /// A hash of everything that was submitted but its files: the same comment sent
    /// twice has the same, and two that differ in anything have not.
    pub fn digest(&self) -> String {
        let points: Vec<_> = self
            .points
            .iter()
            .map(|p| (&p.clause, p.document, p.stance.as_str(), &p.text, p.confidential))
            .collect();
        let all = serde_json::json!([
            self.kind.as_str(),
            self.author,
            self.organisation,
            self.on_behalf,
            self.email,
            points,
            self.language,
            self.publication.as_str(),
            self.withheld_why,
        ]);
        sha256(all.to_string())
    }

    /// The clauses that it names, for lists.
    pub fn clauses(&self) -> String {
        let named: Vec<&str> =
            self.points.iter().map(|p| p.clause.as_str()).filter(|c| !c.is_empty()).collect();
        named.join("; ")
    }
}

/// Checks what was typed; `known_author` are the name, organisation and address
/// of a signed-in official, which count in place of the typed ones. Fields of the
/// n-th part are called `text-n`, `clause-n`, `stance-n`, counted from 1.
pub(crate) fn accept(new: NewComment, known_author: Option<(String, String, String)>) -> Result<Accepted> {
    let mut errors = Vec::new();
    let mut refuse = |bad: bool, field: &str, message: &str| {
        if bad {
            errors.push(FieldError::new(field, message));
        }
    };
    let signed_in = known_author.is_some();
    let (author, organisation, email, typed) = match known_author {
        Some((author, organisation, email)) => (author, organisation, email, None),
        None => {
            let typed = EmailAddress::parse(&new.email);
            let email = typed.as_ref().map(ToString::to_string).unwrap_or_default();
            (clean(&new.author), clean(&new.organisation), email, Some(typed))
        }
    };
    let longer = |s: &str, limit| s.chars().count() > limit;
    refuse(!signed_in && author.is_empty(), "author", "Enter your name.");
    refuse(longer(&author, 200), "author", "Shorten the name to 200 characters.");
    refuse(longer(&organisation, 200), "organisation", "Shorten the organisation to 200 characters.");
    let on_behalf = clean(&new.on_behalf);
    refuse(longer(&on_behalf, 500), "on_behalf", "Shorten on whose behalf you write to 500 characters.");
    let to_confirm = match typed {
        Some(Err(problem)) => {
            refuse(true, "email", &problem.to_string());
            None
        }
        typed => typed.and_then(Result::ok),
    };
    refuse(
        new.kind == CommentKind::DetailedOpinion && !signed_in,
        "kind",
        "A detailed opinion is given by an authority: an official of one must sign in first.",
    );
    refuse(
        signed_in && new.publication == Publication::Nameless,
        "publication",
        "An authority comments under its name: choose public or confidential.",
    );
    // Parts left empty were opened and not needed, unless all are.
    let mut points: Vec<(usize, NewPoint)> = new
        .points
        .into_iter()
        .enumerate()
        .map(|(n, p)| {
            let text = cleaned_text(&p.text);
            (n + 1, NewPoint { clause: clean(&p.clause), text, ..p })
        })
        .collect();
    if points.iter().any(|(_, p)| !p.text.is_empty()) {
        points.retain(|(_, p)| !p.text.is_empty() || !p.clause.is_empty() || p.stance != Stance::Neutral);
    } else {
        points.truncate(1);
    }
    if points.is_empty() {
        points.push((1, NewPoint::default()));
    }
    refuse(
        points.len() > POINTS_LIMIT,
        "text-1",
        "A comment has at most 50 parts: send the rest as a second comment.",
    );
    for (n, point) in &points {
        refuse(point.text.is_empty(), &format!("text-{n}"), "Write your comment.");
        refuse(
            longer(&point.text, TEXT_LIMIT),
            &format!("text-{n}"),
            "Shorten the comment to 20,000 characters.",
        );
        refuse(
            longer(&point.clause, 200),
            &format!("clause-{n}"),
            "Shorten the clause to 200 characters, for example 5.1 or Annex B.",
        );
    }
    let hidden = points.iter().any(|(_, p)| p.confidential);
    let withheld_why = clean(&new.withheld_why);
    refuse(
        hidden && withheld_why.is_empty(),
        "withheld_why",
        "Say why a part is confidential: the public reads this reason in place of the words.",
    );
    refuse(longer(&withheld_why, 500), "withheld_why", "Shorten the reason to 500 characters.");
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
    let points: Vec<NewPoint> = points.into_iter().map(|(_, p)| p).collect();
    // A comment whose every part is confidential is confidential.
    let publication = match new.publication {
        Publication::Confidential => Publication::Confidential,
        _ if points.iter().all(|p| p.confidential) => Publication::Confidential,
        other => other,
    };
    let hidden = hidden || publication == Publication::Confidential;
    Ok(Accepted {
        kind: new.kind,
        author,
        organisation,
        on_behalf,
        email,
        to_confirm,
        points,
        language,
        publication,
        withheld_why: if hidden { withheld_why } else { String::new() },
    })
}

/// A text of several lines as stored: PostgreSQL stores no NUL characters, browsers send CR LF.
pub(crate) fn cleaned_text(text: &str) -> String {
    text.replace('\0', "").replace("\r\n", "\n").trim().to_owned()
}

/// One line without control characters.
fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good() -> NewComment {
        NewComment {
            author: "Ana".into(),
            email: " Ana@Example.org ".into(),
            points: vec![on("", "Clause 5 is unclear.\r\nWhy?")],
            language: "en".into(),
            ..NewComment::default()
        }
    }

    fn on(clause: &str, text: &str) -> NewPoint {
        NewPoint { clause: clause.into(), text: text.into(), ..NewPoint::default() }
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
        assert_eq!(accepted.whole(), "Clause 5 is unclear.\nWhy?");
    }

    #[test]
    fn every_field_is_named() {
        assert_eq!(fields(NewComment::default()), ["author", "email", "text-1"]);
        let long = "x".repeat(20_001);
        let new = NewComment {
            author: long.clone(),
            organisation: long.clone(),
            on_behalf: long.clone(),
            points: vec![on("1", "fine"), on(&long, &long)],
            language: "english".into(),
            ..good()
        };
        assert_eq!(fields(new), ["author", "organisation", "on_behalf", "text-2", "clause-2", "language"]);
        assert!(accept(NewComment { points: vec![on("", &"é".repeat(20_000))], ..good() }, None).is_ok());
        assert_eq!(fields(NewComment { points: vec![on("", "x"); 51], ..good() }), ["text-1"]);
        assert_eq!(fields(NewComment { kind: CommentKind::DetailedOpinion, ..good() }), ["kind"]);
    }

    #[test]
    fn parts_left_empty_are_no_parts() {
        let parts = vec![on("", ""), on("5.1", "Too strict."), on("", "")];
        let accepted = accept(NewComment { points: parts, ..good() }, None).unwrap();
        assert_eq!((accepted.points.len(), accepted.clauses().as_str()), (1, "5.1"));
        // A clause without words was begun: it is asked for.
        assert_eq!(fields(NewComment { points: vec![on("1", "a"), on("2", "")], ..good() }), ["text-2"]);
    }

    #[test]
    fn why_a_part_is_confidential_is_asked_for() {
        let hidden = NewPoint { confidential: true, ..on("2", "Our recipe.") };
        let parts = NewComment { points: vec![on("1", "Open."), hidden.clone()], ..good() };
        assert_eq!(fields(parts.clone()), ["withheld_why"]);
        let told = accept(NewComment { withheld_why: "trade secret".into(), ..parts }, None).unwrap();
        assert_eq!(told.publication, Publication::Named);
        assert_eq!(told.whole(), "1\nOpen.\n\n2\nOur recipe.");
        let all = NewComment { points: vec![hidden], withheld_why: "trade secret".into(), ..good() };
        assert_eq!(accept(all, None).unwrap().publication, Publication::Confidential);
    }

    #[test]
    fn an_authority_does_not_hide_its_name() {
        let known = Some(("Okello".to_owned(), "Uganda".to_owned(), "o@example.org".to_owned()));
        let nameless = NewComment { publication: Publication::Nameless, ..good() };
        assert!(matches!(accept(nameless, known), Err(Error::Invalid(_))));
    }

    #[test]
    fn an_address_that_no_mail_reaches_is_refused_with_what_is_wrong() {
        let sentence = |email: &str| match accept(NewComment { email: email.into(), ..good() }, None) {
            Err(Error::Invalid(errors)) => errors[0].message.clone(),
            other => panic!("{other:?}"),
        };
        assert!(sentence("josé@example.org").contains("“é”"));
        assert!(sentence("a b@example.org").contains("blank"));
        let mended =
            accept(NewComment { email: "niamh.o’connor@example.ie".into(), ..good() }, None).unwrap();
        assert_eq!(mended.email, "niamh.o'connor@example.ie");
    }
}
