//! Applies the rules of `domain` to what was read in a notification and to what
//! stands around it.

use domain::{
    authority::Profile,
    divergence::{Divergence, Neighbour, RecordedLimit, Subject, Surroundings, judge},
    notification::{Content, Kind},
    suggestion,
};
use jiff::civil::Date;

use super::facts::Facts;
use crate::standards::Standards;

/// What is looked at beside the form.
#[derive(Debug, Clone)]
pub(crate) struct Circumstances<'a> {
    pub profile: Profile,
    pub kind: Kind,
    pub published: Date,
    pub adopted: Option<Date>,
    /// The day of judgement, for what only time shows; none where the source
    /// does not tell what came after.
    pub today: Option<Date>,
    /// Whether a text of the draft is attached.
    pub has_text: bool,
    /// Whether a final text is attached, or the state says that it was given.
    pub has_final_text: bool,
    /// Other authorities' measures on the same products.
    pub neighbours: &'a [&'a Neighbour],
    /// The names of the HS codes of its products.
    pub hs_names: &'a [String],
    /// The end of the standstill (Directive (EU) 2015/1535), where one is reckoned.
    pub standstill_until: Option<Date>,
    /// Whether what it does not cite can still be cited: before and during the
    /// comment period.
    pub can_change: bool,
}

/// What diverges in a form as it stands: its final date for comments is the one
/// it states.
pub(crate) fn look(
    content: &Content,
    facts: &Facts,
    around: &Circumstances<'_>,
    standards: &Standards,
) -> Vec<Divergence> {
    look_at_public(content, facts, around, None, standards)
}

/// What diverges in a public notification whose comment period ends on
/// `closes_on`: an addendum moves the final date, and the form stays as it was.
pub(crate) fn look_at_public(
    content: &Content,
    facts: &Facts,
    around: &Circumstances<'_>,
    closes_on: Option<Date>,
    standards: &Standards,
) -> Vec<Divergence> {
    let suggestions = if around.can_change {
        suggestion::for_content(content, around.hs_names, &facts.references, standards.titles())
    } else {
        Vec::new()
    };
    let recorded = RecordedLimit::declared_in(content);
    let subject = Subject {
        content,
        profile: around.profile,
        kind: around.kind,
        published: around.published,
        adopted: around.adopted,
        has_text: !content.links.is_empty() || around.has_text,
        references: &facts.references,
        around: Surroundings {
            today: around.today,
            has_final_text: around.has_final_text,
            neighbours: around.neighbours,
            limits: &facts.limits,
            recorded: &recorded,
            suggestions: &suggestions,
            standstill_until: around.standstill_until,
            closes_on,
        },
    };
    judge(&subject, &standards.catalogue)
}
