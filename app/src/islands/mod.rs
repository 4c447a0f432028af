//! What runs in the browser: comfort on top of forms that work without it. An
//! island renders nothing of its own; woken, it attends to the fields that the
//! page already has.

#[cfg(feature = "hydrate")]
mod browser;

use leptos::prelude::*;

/// Saves what is typed, and lets the running report follow: sends the form
/// `form` to `address` whenever the typing rests, writes the answer's `note`
/// into `#autosave`, its `report` into `#report`, its `base` into the form.
#[island]
pub fn Draft(
    /// The form's identifier.
    form: String,
    /// Where to send it.
    address: String,
    /// What is said when nobody answers.
    failed: String,
) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    browser::draft::attend(form, address, failed);
    #[cfg(not(feature = "hydrate"))]
    let _ = (form, address, failed);
    view! { <span hidden></span> }
}

/// Suggestions while typing, for every field with `data-suggest`: a combobox
/// after the ARIA Authoring Practices.
#[island]
pub fn Suggest(
    /// What is said when nothing matches.
    none: String,
    /// What is said before the number of suggestions.
    found: String,
) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    browser::suggest::attend(none, found);
    #[cfg(not(feature = "hydrate"))]
    let _ = (none, found);
    view! { <span hidden></span> }
}
