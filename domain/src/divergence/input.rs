//! Judging what is not in the registry: a plain text, or a form as JSON.

use jiff::civil::Date;

use super::{Divergence, Subject, judge, judge::reference_rules};
use crate::{
    authority::Profile,
    codes::IcsCode,
    notification::{Content, Form, Kind},
    references::{DocumentText, references_of},
    standard::{Catalogue, Reference},
};

/// What the rules on references find in a plain text on a day. The text has no
/// form and no dates, so no other rule applies.
pub fn judge_text(name: &str, text: &str, today: Date, catalogue: &Catalogue) -> Vec<Divergence> {
    let content = Content::default();
    let references = references_of(&content, &[DocumentText { id: String::new(), name, text }]);
    rules_on(&references, &content, today, catalogue)
}

/// What the rules on references find when nothing but the references and the
/// products' ICS codes is known. They are judged as of the end of the
/// catalogue's newest year.
pub fn judge_references(references: &[Reference], ics: &[IcsCode], catalogue: &Catalogue) -> Vec<Divergence> {
    let content = Content { ics: ics.to_vec(), ..Content::default() };
    let day = Date::new(catalogue.newest_year(), 12, 31).unwrap_or(Date::ZERO);
    rules_on(references, &content, day, catalogue)
}

fn rules_on(
    references: &[Reference],
    content: &Content,
    day: Date,
    catalogue: &Catalogue,
) -> Vec<Divergence> {
    let subject = Subject {
        content,
        profile: Profile::Wto,
        kind: Kind::Regular,
        published: day,
        adopted: None,
        has_text: true,
        references,
    };
    reference_rules(&subject, catalogue)
}

/// What all rules find in a form, as if it were published on that day: under
/// the procedure of its form, as a change when it has an addendum's reasons, and
/// with a text when it links one.
pub fn judge_content(content: &Content, published: Date, catalogue: &Catalogue) -> Vec<Divergence> {
    let references = references_of(content, &[]);
    let subject = Subject {
        content,
        profile: match content.form {
            Form::Tbt2026 => Profile::Wto,
            Form::Tris2015 => Profile::Eu,
        },
        kind: if content.addendum.is_empty() { Kind::Regular } else { Kind::Addendum },
        published,
        adopted: None,
        has_text: !content.links.is_empty(),
        references: &references,
    };
    judge(&subject, catalogue)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::divergence::Code;
    use crate::notification::{AddendumKind, AddendumReason, StatedDate};
    use crate::standard::{DeclaredReference, catalogue_fixture};
    use jiff::civil::date;

    const TODAY: Date = date(2026, 3, 2);

    fn codes(found: &[Divergence]) -> Vec<Code> {
        found.iter().map(|d| d.code).collect()
    }

    #[test]
    fn a_form_is_judged_as_a_whole() {
        let mut content = Content {
            references: vec![DeclaredReference { cited: "ISO 12345:2013".into(), ..Default::default() }],
            comments_until: StatedDate::day(date(2026, 3, 20)),
            ..Content::default()
        };
        assert_eq!(
            codes(&judge_content(&content, TODAY, &catalogue_fixture())),
            [Code::ShortCommentPeriod, Code::SupersededEdition, Code::NoNotifiedText]
        );
        content.addendum = vec![AddendumReason {
            what: AddendumKind::FinalText,
            on: StatedDate::default(),
            note: String::new(),
        }];
        assert_eq!(codes(&judge_content(&content, TODAY, &catalogue_fixture())), [Code::SupersededEdition]);
    }

    #[test]
    fn a_text_without_references_has_no_divergences() {
        assert_eq!(judge_text("draft.txt", "Toys shall be safe.", TODAY, &catalogue_fixture()), []);
    }
}
