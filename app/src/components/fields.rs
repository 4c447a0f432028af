//! Fields of forms with label, hint and error.

use leptos::prelude::*;

use crate::{form::FormState, texts::t};

/// What is wrong with a form, at its top, each linked to its field.
#[component]
pub fn ErrorSummary(form: FormState) -> impl IntoView {
    (!form.errors.is_empty()).then(|| {
        let items = form.errors.iter().map(|e| {
            let href = format!("#{}", e.field);
            view! { <li><a href=href>{e.message.clone()}</a></li> }
        });
        view! {
            <div class="govuk-error-summary">
                <div role="alert">
                    <h2 class="govuk-error-summary__title">{t("there-is-a-problem")}</h2>
                    <ul class="govuk-list govuk-error-summary__list">{items.collect_view()}</ul>
                </div>
            </div>
        }
    })
}

/// A line of text. `kind` is the input's type.
#[component]
pub fn TextInput(
    form: FormState,
    name: &'static str,
    label: String,
    #[prop(optional)] kind: Option<&'static str>,
    #[prop(optional)] autocomplete: Option<&'static str>,
) -> impl IntoView {
    let error = form.error(name);
    let error_id = format!("{name}-error");
    let described = error.is_some().then(|| error_id.clone());
    let group = if error.is_some() { "govuk-form-group govuk-form-group--error" } else { "govuk-form-group" };
    let class = if error.is_some() { "govuk-input govuk-input--error" } else { "govuk-input" };
    view! {
        <div class=group>
            <label class="govuk-label" for=name>{label}</label>
            {error.map(|e| view! { <p id=error_id.clone() class="govuk-error-message">{e}</p> })}
            <input class=class id=name name=name type=kind.unwrap_or("text") value=form.value(name)
                autocomplete=autocomplete aria-describedby=described spellcheck="false"/>
        </div>
    }
}
