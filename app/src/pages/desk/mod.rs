//! The official's desk.

mod check;
mod clauses;
mod comment;
mod comment_groups;
mod comments;
mod consultations;
mod consulting;
mod deadlines;
mod divergence;
mod extension;
mod governing;
mod list;
mod reference;
mod responses;
mod section;
mod standstill;
mod steps;
mod tasks;

pub use check::{May, check, published, submitted};
pub use clauses::{ON_A_PAGE, Told, clause, clauses};
pub use comment::{AboutComment, comment};
pub use comment_groups::{group, groups};
pub use comments::{FILTERS, FilterOf, comments, filter_query};
pub use consultations::{consultation, consultations, consulting};
pub use consulting::{build, to_file};
pub use deadlines::{deadlines, end_reminders, reminders_ended};
pub use divergence::divergence;
pub use extension::extension;
pub use governing::{hand_back, hand_over, join, joint};
pub use list::list;
pub use reference::reference;
pub use responses::responses;
pub use section::{Saved, live_report, section};
pub use standstill::{standstill, take_back};
pub use steps::steps;
pub use tasks::{discard, tasks};

use registry::drafts::DraftPage;

use leptos::prelude::*;

use crate::{
    components::day,
    texts::{t, t_with},
};

/// The standstill that a draft would have, were it published today.
fn standstill_of_draft(draft: &DraftPage) -> Option<AnyView> {
    draft.standstill.as_ref().map(|s| {
        let words = if s.began() {
            t_with("standstill-draft", &[("day", day(s.end()).into())])
        } else {
            t("standstill-draft-fiscal")
        };
        view! { <p class="govuk-body">{words}</p> }.into_any()
    })
}

/// The title of a draft, or that it has none yet.
fn title_of(draft: &DraftPage) -> String {
    let title = draft.content.title.trim();
    if title.is_empty() { t("draft-untitled") } else { title.to_owned() }
}
