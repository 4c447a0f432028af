//! What went wrong and what to do next.

use leptos::prelude::*;

use crate::{
    components::{given_back, hidden},
    render::Page,
    texts::{t, t_with},
};

/// The page for a failure; `sentence` says what was wrong, and what was `typed`
/// into the form that was not taken is given back.
pub fn page(status: u16, sentence: String, typed: Vec<String>) -> Page {
    let title = match status {
        400 | 422 => t("error-not-understood"),
        401 | 403 => t("error-not-allowed"),
        404 => t("error-not-found"),
        409 => t("error-conflict"),
        429 => t("error-too-many"),
        500.. => t("error-failed"),
        _ => t("error-not-accepted"),
    };
    let body = view! {
        <h1 class="govuk-heading-l">{title.clone()}</h1>
        <p class="govuk-body app-text">{sentence}</p>
        {given_back(typed)}
        <p class="govuk-body"><a class="govuk-link" href="/">{t("error-next-search")}</a></p>
    };
    Page::new(title, body).status(status)
}

/// A form that can be sent again as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Again {
    /// Where to.
    pub to: String,
    /// Its fields.
    pub fields: Vec<(String, String)>,
    /// Names of files that were not kept.
    pub files: Vec<String>,
}

/// The page for what cannot be done at present; needs nothing but itself. What was
/// typed is there to be read, copied, and sent again.
pub fn unavailable(status: u16, sentence: String, typed: Vec<String>, again: Option<Again>) -> Page {
    let again = again.map(|Again { to, fields, files }| {
        let files = (!files.is_empty()).then(|| {
            let names = files.join(", ");
            view! { <p class="govuk-body app-text">{t_with("error-files-again", &[("files", names.into())])}</p> }
        });
        view! {
            {files}
            <form method="post" action=to>
                {hidden(fields)}
                <button class="govuk-button" type="submit">{t("error-send-again")}</button>
            </form>
        }
    });
    let body = view! {
        <h1 class="govuk-heading-l">{t("error-unavailable")}</h1>
        <p class="govuk-body app-text">{sentence}</p>
        {again}
        {given_back(typed)}
        <p class="govuk-body"><a class="govuk-link" href="/">{t("error-next-search")}</a></p>
    };
    Page::new(t("error-unavailable"), body).status(status)
}

/// The notice above a public page that is shown as it was at that moment.
pub fn kept_since(at: jiff::Timestamp) -> AnyView {
    let since = crate::components::moment(at);
    view! {
        <div class="govuk-inset-text" role="status">
            <p class="govuk-body"><strong>{t_with("error-kept-since", &[("since", since.into())])}</strong></p>
            <p class="govuk-body">{t("error-kept-what")}</p>
        </div>
    }
    .into_any()
}
