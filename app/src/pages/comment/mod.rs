//! Commenting: the form, the check of the answers, what was saved, the closed
//! period, the verification of an address, the report of a false attribution.

mod check;
mod form;
mod others;

use leptos::prelude::*;
use registry::{
    Official,
    comments::{CommentFile, DRAFT_DAYS, FILES_DAYS, Possible},
    notifications::{NotificationSummary, Period},
};

use crate::{
    components::DeadlineBadge,
    form::FormState,
    texts::{t, t_with},
};

pub use check::check;
pub use form::form;
pub use others::{
    closed, mails_end, nothing_to_verify, report, reported, saved, sent_before, verify, withdraw,
};

/// Languages offered for a comment, ISO 639-1.
pub const LANGUAGES: [&str; 10] = ["en", "fr", "es", "ar", "zh", "ru", "pt", "de", "ja", "ko"];
/// Names of the form's fields that are there once, in their order. Those of the
/// parts are [`PART_FIELDS`] with the number of the part behind them.
pub const FIELDS: [&str; 9] =
    ["on", "kind", "language", "author", "organisation", "on_behalf", "email", "publication", "withheld_why"];
/// Names of the fields of a part: `text-1`.
pub const PART_FIELDS: [&str; 5] = ["document", "clause", "stance", "text", "confidential"];

/// A comment that is being written.
#[derive(Debug, Clone, Default)]
pub struct Writing {
    /// The fields as typed.
    pub form: FormState,
    /// The key under which it is saved; empty before it is.
    pub key: String,
    /// Attached files.
    pub files: Vec<CommentFile>,
    /// Whether its link was mailed.
    pub mailed: bool,
    /// The signed-in author.
    pub official: Option<Official>,
    /// What can be given now; none where nothing is taken any more.
    pub possible: Option<Possible>,
    /// For each part the words of the clause that it is on, where they are known.
    pub quotes: Vec<String>,
}

impl Writing {
    /// How many parts the form has.
    pub fn parts(&self) -> usize {
        parts_of(&self.form.values)
    }
}

/// How many parts a form has: the highest number behind a part's field.
pub fn parts_of(values: &[(String, String)]) -> usize {
    let numbers = values.iter().filter_map(|(name, _)| {
        let (field, n) = name.rsplit_once('-')?;
        PART_FIELDS.contains(&field).then(|| n.parse::<usize>().ok()).flatten()
    });
    numbers.max().unwrap_or(1).clamp(1, registry::comments::POINTS_LIMIT)
}

/// What is commented on, and how long it is open.
fn about(n: &NotificationSummary) -> AnyView {
    let symbol = n.symbols.join(", ");
    let period = n.period.clone().map(|period: Period| {
        let words = period.written_out.clone();
        view! { <p class="app-quiet"><DeadlineBadge period/>" "{t("comments-until")}" "{words}</p> }
    });
    view! {
        <p class="govuk-caption-m"><span class="app-symbol">{symbol}</span>" · "{n.title.clone()}</p>
        {period}
    }
    .into_any()
}

/// That the server keeps what was typed, and for how long.
fn kept(w: &Writing) -> AnyView {
    let words = if w.mailed || w.files.is_empty() {
        t_with("comment-saved-note", &[("count", DRAFT_DAYS.into())])
    } else {
        t_with("comment-saved-note-files", &[("count", FILES_DAYS.into()), ("longer", DRAFT_DAYS.into())])
    };
    view! { <p class="app-quiet">{words}</p> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_counted_by_their_fields() {
        let form =
            |names: &[&str]| names.iter().map(|n| ((*n).to_owned(), String::new())).collect::<Vec<_>>();
        assert_eq!(parts_of(&form(&[])), 1);
        assert_eq!(parts_of(&form(&["text-1", "text-3", "remove-7", "author"])), 3);
        assert_eq!(parts_of(&form(&["text-99999999"])), registry::comments::POINTS_LIMIT);
    }

    #[test]
    fn it_is_said_how_long_what_was_typed_is_kept() {
        let file = CommentFile { id: 1, name: "a.pdf".into(), size: 3, sha256: String::new() };
        let says = |w: Writing| leptos::reactive::owner::Owner::new().with(|| kept(&w).to_html());
        let words = Writing::default();
        let unmailed = Writing { files: vec![file], ..Writing::default() };
        let mailed = Writing { mailed: true, ..unmailed.clone() };
        assert!(says(words).contains("for 60 days, so"));
        let short = says(unmailed);
        assert!(short.contains("for 2 days, because") && short.contains("60 days once"), "{short}");
        assert!(says(mailed).contains("for 60 days, so"));
    }
}
