//! What the rules' tests share: a subject around one reference.

use jiff::civil::{Date, date};

use super::{Subject, Surroundings};
use crate::{
    authority::Profile,
    notification::{Content, Kind},
    standard::{
        CorrespondenceRow, Correspondences, DeclaredReference, Place, Reference, StandardId, Technique,
    },
};

/// The day the tests' drafts are published.
pub(super) const PUBLISHED: Date = date(2026, 3, 2);

/// A subject on the WTO's procedure with its text attached.
pub(super) fn subject<'a>(content: &'a Content, references: &'a [Reference]) -> Subject<'a> {
    Subject {
        content,
        profile: Profile::Wto,
        kind: Kind::Regular,
        published: PUBLISHED,
        adopted: None,
        has_text: true,
        references,
        around: Surroundings::default(),
    }
}

/// An exclusive reference that the authority declares.
pub(super) fn declared(cited: &str) -> Reference {
    declared_as(DeclaredReference { cited: cited.into(), ..DeclaredReference::default() })
}

/// A declared reference.
pub(super) fn declared_as(declared: DeclaredReference) -> Reference {
    let place = Place::Declared { index: 0 };
    Reference { declared: Some(declared.clone()), place, ..recognised(&declared.cited) }
}

/// A reference found in the description.
pub(super) fn recognised(cited: &str) -> Reference {
    let id: Option<StandardId> = cited.parse().ok();
    let year = id.as_ref().and_then(StandardId::year);
    let place = Place::Field { field: "description".into(), start: 4, end: 4 + cited.chars().count() };
    Reference {
        cited: cited.into(),
        id: id.map(|id| id.to_string()).unwrap_or_default(),
        year,
        technique: if year.is_some() { Technique::Dated } else { Technique::Undated },
        place,
        declared: None,
        stated: None,
    }
}

/// The first reference recognised in a draft's text.
pub(super) fn in_text(text: &str) -> Reference {
    crate::references::references_in(text).remove(0)
}

/// Some correspondences as tables have them.
pub(super) fn table() -> Correspondences {
    let row = |national: &str, degree: &str, international: &str| CorrespondenceRow {
        national_id: national.into(),
        degree: degree.into(),
        international_id: international.into(),
        basis: "the reference list of a table".into(),
        ..CorrespondenceRow::default()
    };
    Correspondences::from_rows([
        row("GB 4706.1-2005", "MOD", "IEC 60335-1:2004"),
        row("GB/T 19001-2016", "IDT", "ISO 9001:2015"),
        row("GB 9706-1988", "NEQ", "IEC 60601-1:1988"),
    ])
}
