//! What the rules look at: the form and its references, and what only the
//! caller can know of the world around it.

use std::sync::Arc;

use jiff::civil::Date;

use super::{Limit, limits_in};
use crate::{
    authority::Profile,
    codes::{HsCode, IcsCode},
    notification::{Content, Kind},
    standard::{Catalogue, Reference, Resolution, StandardId},
};

/// All that the rules look at. Built by whoever has the data.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The form.
    pub content: &'a Content,
    /// The procedure followed.
    pub profile: Profile,
    /// Kind of notification: an addendum has no comment period of its own.
    pub kind: Kind,
    /// Day of publication; for a draft, the day it would be published (today).
    pub published: Date,
    /// Day the measure was adopted, once it was.
    pub adopted: Option<Date>,
    /// Whether a text of the draft is attached or linked.
    pub has_text: bool,
    /// References, declared and recognised.
    pub references: &'a [Reference],
    /// What is known around it. With `Surroundings::default()` the rules that
    /// need more than the notification itself are silent.
    pub around: Surroundings<'a>,
}

/// What is known around a notification: later facts, and other measures.
#[derive(Debug, Clone, Copy, Default)]
pub struct Surroundings<'a> {
    /// The day of judgement; without it no rule asks whether something is late.
    pub today: Option<Date>,
    /// Whether a final text is attached, linked or announced.
    pub has_final_text: bool,
    /// Other authorities' measures that share an HS heading or an ICS group.
    /// More may be given: the rules check the overlap themselves.
    pub neighbours: &'a [&'a Neighbour],
    /// The limits that this draft sets (see [`limits_of`](super::limits_of)).
    pub limits: &'a [Limit],
    /// Limits that the authority recorded for standards it cites.
    pub recorded: &'a [RecordedLimit],
    /// Relevant international standards, the most relevant first, by whoever
    /// can search the catalogue by ICS, HS and text.
    pub suggestions: &'a [Suggestion],
    /// The end of the standstill with all that moved it: from this day on the
    /// draft may be adopted (Directive (EU) 2015/1535, Article 6); none where
    /// none is reckoned here.
    pub standstill_until: Option<Date>,
    /// The final date for comments that holds, with all that moved it; none
    /// where it is not known apart from the form, as in a draft.
    pub closes_on: Option<Date>,
}

impl Subject<'_> {
    /// The final date for comments that holds: where an addendum moved it, not
    /// the one first stated, because comments are taken until then (TBT 2.9.4).
    pub(super) fn final_date(&self) -> Option<Date> {
        self.around.closes_on.or(self.content.comments_until.date)
    }
}

/// Another authority's measure, as far as the rules compare it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Neighbour {
    /// Its symbol: `G/TBT/N/KEN/1024`.
    pub symbol: String,
    /// The authority's name for people.
    pub authority: String,
    /// Products by HS code.
    pub hs: Vec<HsCode>,
    /// Products by ICS code.
    pub ics: Vec<IcsCode>,
    /// What it cites.
    pub cited: Vec<Citation>,
    /// The limits it sets.
    pub limits: Vec<Limit>,
}

/// A citation of another measure, made comparable: an adoption is compared as
/// the international standard that it carries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Citation {
    /// The standard without its edition, in normal form.
    pub number: String,
    /// The edition: the catalogue's identifier where it has the record, else as cited.
    pub edition: String,
    /// The standard's ICS codes by the catalogue.
    pub ics: Arc<[String]>,
}

impl Citation {
    /// The citation of an identifier; none for a text that is no identifier.
    pub fn of(id: &str, catalogue: &Catalogue) -> Option<Self> {
        let id = id.parse::<StandardId>().ok()?;
        let (number, entry) = match catalogue.resolve(&id) {
            Resolution::Edition(entry) | Resolution::Current(entry) => (id.undated(), Some(entry)),
            itself => match catalogue.adopted_where(&itself, &id) {
                Some(adopted) => (adopted.international, Some(adopted.edition)),
                None => (id.undated(), None),
            },
        };
        Some(Self {
            number: number.to_string(),
            edition: entry.map_or_else(|| id.to_string(), |e| e.id.clone()),
            ics: entry.map(|e| e.ics.clone()).unwrap_or_default(),
        })
    }

    /// The citation of an identifier in normal form, whose standard without its
    /// edition is known too: most are there by their very identifier, and then
    /// nothing has to be read.
    pub fn known(id: &str, undated: &str, catalogue: &Catalogue) -> Option<Self> {
        match catalogue.named(id).filter(|_| id != undated) {
            Some(entry) => {
                Some(Self { number: undated.to_owned(), edition: entry.id.clone(), ics: entry.ics.clone() })
            }
            None => Self::of(id, catalogue),
        }
    }
}

/// A limit that the authority records for a standard that it cites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedLimit {
    /// The standard.
    pub standard: String,
    /// The limit by that standard.
    pub limit: Limit,
}

impl RecordedLimit {
    /// The limits that the authority says the standards it cites set, in the
    /// words of its references: what it cites, and what its national standard
    /// corresponds to.
    pub fn declared_in(content: &Content) -> Vec<Self> {
        let declared = content.references.iter().filter(|r| !r.limits.trim().is_empty());
        declared
            .flat_map(|r| {
                limits_in(&r.limits).into_iter().map(|limit| Self { standard: r.cited.clone(), limit })
            })
            .collect()
    }
}

/// A standard that may be relevant to a draft, and why.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Suggestion {
    /// The catalogue's identifier.
    pub standard: String,
    /// Why it may be relevant, each reason standing alone ("same ICS 97.200.50").
    pub why: Vec<String>,
}

impl Neighbour {
    /// The first code that both cover: an HS heading (four digits), or an ICS
    /// group (two levels). A code of a higher level is too wide to tell.
    pub fn shares_product(&self, content: &Content) -> Option<String> {
        let ours: Vec<&str> = content.hs.iter().filter_map(HsCode::heading).collect();
        let hs = self.hs.iter().filter_map(HsCode::heading).find(|h| ours.contains(h));
        hs.map(|h| format!("HS {h}")).or_else(|| {
            let ours: Vec<&str> = content.ics.iter().filter_map(IcsCode::group).collect();
            self.ics.iter().filter_map(IcsCode::group).find(|g| ours.contains(g)).map(|g| format!("ICS {g}"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard::{DeclaredReference, catalogue_fixture};
    use rstest::rstest;

    #[test]
    fn what_a_reference_says_of_its_standard_is_recorded() {
        let reference = |cited: &str, limits: &str| DeclaredReference {
            cited: cited.into(),
            limits: limits.into(),
            ..DeclaredReference::default()
        };
        let content = Content {
            references: vec![
                reference("ISO 8124-3:2020", "Lead in paint shall not exceed 90 mg/kg. It is usual."),
                reference("ISO 8124-1:2022", " "),
            ],
            ..Content::default()
        };
        let recorded = RecordedLimit::declared_in(&content);
        assert_eq!(recorded.len(), 1);
        assert_eq!(
            (recorded[0].standard.as_str(), recorded[0].limit.subject.as_str()),
            ("ISO 8124-3:2020", "lead paint")
        );
    }

    #[rstest]
    #[case::edition("ISO 8124-1:2022")]
    #[case::undated("ISO 8124-1")]
    #[case::adoption("EN ISO 13849-1:2008")]
    #[case::no_such_edition("ISO 8124-1:1955")]
    #[case::draft("ISO/DIS 8124-1")]
    #[case::unknown("OIML R 999:2001")]
    fn what_is_known_of_an_identifier_is_what_reading_it_gives(#[case] id: &str) {
        let catalogue = catalogue_fixture();
        let parsed: StandardId = id.parse().unwrap();
        let (form, undated) = (parsed.to_string(), parsed.undated().to_string());
        assert_eq!(Citation::known(&form, &undated, &catalogue), Citation::of(id, &catalogue));
    }

    #[rstest]
    #[case::same_heading(&["950300"], &[], &["9503"], &[], Some("HS 9503"))]
    #[case::chapter_is_too_wide(&["95"], &[], &["9503"], &[], None)]
    #[case::other_heading(&["9504"], &[], &["9503"], &[], None)]
    #[case::same_group(&[], &["97.200.50"], &[], &["97.200"], Some("ICS 97.200"))]
    #[case::field_is_too_wide(&[], &["97"], &[], &["97"], None)]
    fn products_overlap(
        #[case] their_hs: &[&str],
        #[case] their_ics: &[&str],
        #[case] hs: &[&str],
        #[case] ics: &[&str],
        #[case] expected: Option<&str>,
    ) {
        let hs_codes = |codes: &[&str]| codes.iter().map(|c| c.parse().unwrap()).collect::<Vec<HsCode>>();
        let ics_codes = |codes: &[&str]| codes.iter().map(|c| c.parse().unwrap()).collect::<Vec<IcsCode>>();
        let other = Neighbour { hs: hs_codes(their_hs), ics: ics_codes(their_ics), ..Neighbour::default() };
        let content = Content { hs: hs_codes(hs), ics: ics_codes(ics), ..Content::default() };
        assert_eq!(other.shares_product(&content).as_deref(), expected);
    }
}
