//! `no-notified-text`: no text of the draft was given (TBT 2.9.3).

use super::{
    Code, Divergence, Evidence, Severity, Subject, short_comment_period::basis,
    text_not_available::has_address, words,
};
use crate::authority::Profile;

/// `Warning` when there is neither a text nor a place to get it; `Note` when it
/// must be asked for. Silent for changes that open no period, for texts linked
/// from box 11, and for confidential messages under Directive (EU) 2015/1535.
pub(super) fn no_notified_text(subject: &Subject<'_>) -> Option<Divergence> {
    let content = subject.content;
    let confidential = content.tris.as_ref().is_some_and(|t| t.confidential);
    let linked = !content.links.is_empty() || has_address(&content.texts_from);
    if !subject.kind.opens_period() || subject.has_text || linked || confidential {
        return None;
    }
    let from = content.texts_from.trim();
    let (severity, told) = if from.is_empty() {
        let told = "No text of the draft is attached or linked, and no place is named where it can be had.";
        (Severity::Warning, told)
    } else {
        (Severity::Note, "The text of the draft is neither attached nor linked; it must be asked for.")
    };
    let mut facts = vec![format!("no text on {}", words::day(subject.published))];
    if !from.is_empty() {
        facts.push(format!("texts available from: {from}"));
    }
    Some(Divergence {
        code: Code::NoNotifiedText,
        severity,
        evidence: Evidence { facts, ..Evidence::default() },
        explanation: format!(
            "{told} Trading partners can comment only on what they can read, and the time they wait for the text is lost from the comment period. Attach the text, or give the address where it can be read."
        ),
        basis: match subject.profile {
            Profile::Wto => basis(content, Code::NoNotifiedText.basis(), "TBT 5.6.3").to_owned(),
            Profile::Eu => "Directive (EU) 2015/1535, Article 5(1)".to_owned(),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::divergence::testing::subject;
    use crate::notification::{Content, Kind, Tris};
    use rstest::rstest;

    #[rstest]
    #[case::nothing("", false, Some(Severity::Warning))]
    #[case::on_request("The enquiry point, Bern", false, Some(Severity::Note))]
    #[case::address("see https://example.org/draft.pdf", false, None)]
    #[case::attached("", true, None)]
    fn a_text_is_attached_or_linked(
        #[case] from: &str,
        #[case] has_text: bool,
        #[case] severity: Option<Severity>,
    ) {
        let content = Content { texts_from: from.into(), ..Content::default() };
        let found = no_notified_text(&Subject { has_text, ..subject(&content, &[]) });
        assert_eq!(found.map(|d| d.severity), severity);
    }

    #[test]
    fn changes_links_and_confidential_messages_are_exempt() {
        let mut content = Content::default();
        let without = |content: &Content, kind| {
            no_notified_text(&Subject { has_text: false, kind, ..subject(content, &[]) }).is_some()
        };
        assert!(without(&content, Kind::Revision));
        assert!(!without(&content, Kind::Addendum));
        content.tris = Some(Tris { confidential: true, ..Tris::default() });
        assert!(!without(&content, Kind::Regular));
        content.tris = None;
        content.links = vec!["https://example.org/draft".into()];
        assert!(!without(&content, Kind::Regular));
    }
}
