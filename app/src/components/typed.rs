//! What was typed into a form that cannot be offered again.

use leptos::prelude::*;

use super::fields::escaped;
use crate::texts::t;

/// The words of a form that was not taken, to be copied; nothing where there are none.
pub fn given_back(words: Vec<String>) -> Option<AnyView> {
    if words.is_empty() {
        return None;
    }
    // A NUL is no text, and would be another character in the browser.
    let words = words.join("\n\n").replace('\0', "");
    let rows = words.lines().count().clamp(3, 20).to_string();
    // A parser of HTML drops one line end after the tag: it gets one to drop.
    let words = format!("\n{}", escaped(&words));
    Some(
        view! {
            <div class="govuk-form-group">
                <label class="govuk-label govuk-label--m" for="typed">{t("error-typed")}</label>
                <div class="govuk-hint" id="typed-hint">{t("error-typed-hint")}</div>
                <textarea class="govuk-textarea" id="typed" aria-describedby="typed-hint" rows=rows readonly>{words}</textarea>
            </div>
        }
        .into_any(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_back_is_text() {
        let html = leptos::reactive::owner::Owner::new()
            .with(|| given_back(vec!["</textarea><b>".to_owned(), "second".to_owned()]).to_html());
        assert!(html.contains("\n&lt;/textarea&gt;&lt;b&gt;\n\nsecond</textarea>"), "{html}");
        assert!(given_back(Vec::new()).is_none());
    }
}
