//! Fields of forms: label, hint, error and input, as GOV.UK has them. The label
//! of the field `title` is the text `field-title`, its hint `hint-title`, where
//! there is one.

use leptos::prelude::*;

use crate::{
    form::FormState,
    texts::{t, t_if_any},
};

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

/// A field of a form, described before it is drawn.
#[derive(Debug, Clone)]
pub struct Field {
    name: String,
    label: String,
    hint: Option<String>,
    kind: &'static str,
    autocomplete: Option<&'static str>,
    inputmode: Option<&'static str>,
    suggest: Option<&'static str>,
    narrow: bool,
    heading: bool,
}

/// The field of that name, with its texts.
pub fn field(name: impl Into<String>) -> Field {
    let name = name.into();
    Field {
        label: t(&format!("field-{name}")),
        hint: t_if_any(&format!("hint-{name}")),
        name,
        kind: "text",
        autocomplete: None,
        inputmode: None,
        suggest: None,
        narrow: false,
        heading: false,
    }
}

/// A field whose name is no text's key: one of several of the same kind.
pub fn field_labelled(name: impl Into<String>, label: impl Into<String>) -> Field {
    Field { label: label.into(), hint: None, ..field_bare(name.into()) }
}

fn field_bare(name: String) -> Field {
    Field {
        name,
        label: String::new(),
        hint: None,
        kind: "text",
        autocomplete: None,
        inputmode: None,
        suggest: None,
        narrow: false,
        heading: false,
    }
}

impl Field {
    /// Its name in the form.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Type of the input: `email`, `password`, `url` …
    pub fn kind(mut self, kind: &'static str) -> Self {
        self.kind = kind;
        self
    }

    /// What browsers may fill in.
    pub fn autocomplete(mut self, what: &'static str) -> Self {
        self.autocomplete = Some(what);
        self
    }

    /// A whole number.
    pub fn number(mut self) -> Self {
        self.inputmode = Some("numeric");
        self.narrow = true;
        self
    }

    /// Where suggestions come from while typing: `standards`, `hs`, `ics`.
    pub fn suggest(mut self, what: &'static str) -> Self {
        self.suggest = Some(what);
        self
    }

    /// The hint, in place of the text of its name.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The label is the page's heading.
    pub fn heading(mut self) -> Self {
        self.heading = true;
        self
    }

    /// A line of text.
    pub fn text(self, form: &FormState) -> AnyView {
        let error = form.error(&self.name);
        let class = match (error.is_some(), self.narrow) {
            (true, true) => "govuk-input govuk-input--width-5 govuk-input--error",
            (false, true) => "govuk-input govuk-input--width-5",
            (true, false) => "govuk-input govuk-input--error",
            (false, false) => "govuk-input",
        };
        let described = self.described(error.is_some());
        let value = form.value(&self.name);
        let (name, kind, autocomplete) = (self.name.clone(), self.kind, self.autocomplete);
        let (inputmode, suggest) = (self.inputmode, self.suggest);
        let spellcheck = if kind == "text" && suggest.is_none() { "true" } else { "false" };
        self.group(error, move || {
            view! {
                <input class=class id=name.clone() name=name.clone() type=kind value=value autocomplete=autocomplete
                    inputmode=inputmode aria-describedby=described spellcheck=spellcheck data-suggest=suggest/>
            }
            .into_any()
        })
    }

    /// Several lines of text.
    pub fn area(self, form: &FormState, rows: u8) -> AnyView {
        let error = form.error(&self.name);
        let class = if error.is_some() { "govuk-textarea govuk-textarea--error" } else { "govuk-textarea" };
        let described = self.described(error.is_some());
        // A parser of HTML drops one line end after the tag: it gets one to drop.
        let value = format!("\n{}", escaped(&form.value(&self.name)));
        let name = self.name.clone();
        self.group(error, move || {
            view! {
                <textarea class=class id=name.clone() name=name.clone() rows=rows.to_string() aria-describedby=described>{value}</textarea>
            }
            .into_any()
        })
    }

    /// A choice from a list: values with their words.
    pub fn select(self, form: &FormState, options: Vec<(String, String)>) -> AnyView {
        let error = form.error(&self.name);
        let described = self.described(error.is_some());
        let chosen = form.value(&self.name);
        let name = self.name.clone();
        self.group(error, move || {
            let options = options.into_iter().map(|(value, words)| {
                let selected = value == chosen;
                view! { <option value=value selected=selected>{words}</option> }
            });
            view! {
                <select class="govuk-select" id=name.clone() name=name.clone() aria-describedby=described>{options.collect_view()}</select>
            }
            .into_any()
        })
    }

    /// A file.
    pub fn file(self, form: &FormState, accept: &'static str) -> AnyView {
        let error = form.error(&self.name);
        let described = self.described(error.is_some());
        let name = self.name.clone();
        self.group(error, move || {
            view! { <input class="govuk-file-upload" id=name.clone() name=name.clone() type="file" accept=accept aria-describedby=described/> }
                .into_any()
        })
    }

    /// One of several: values, words, hints.
    pub fn radios(self, form: &FormState, options: Vec<Choice>) -> AnyView {
        self.choices(form, options, "radio")
    }

    /// Any of several: values, words, hints.
    pub fn checkboxes(self, form: &FormState, options: Vec<Choice>) -> AnyView {
        self.choices(form, options, "checkbox")
    }

    fn choices(self, form: &FormState, options: Vec<Choice>, kind: &'static str) -> AnyView {
        let name = self.name.clone();
        let error = form.error(&name);
        let block = if kind == "radio" { "radios" } else { "checkboxes" };
        let items = options
            .into_iter()
            .enumerate()
            .map(|(n, choice)| {
                // The error summary leads to the first.
                let id = if n == 0 { name.clone() } else { format!("{name}-{}", choice.value) };
                let hint_id = format!("{id}-item-hint");
                let described = choice.hint.is_some().then(|| hint_id.clone());
                let hint = choice.hint.map(|h| {
                    view! { <div id=hint_id class=format!("govuk-hint govuk-{block}__hint")>{h}</div> }
                });
                let checked = form.has(&name, &choice.value);
                view! {
                    <div class=format!("govuk-{block}__item")>
                        <input class=format!("govuk-{block}__input") id=id.clone() name=name.clone() type=kind
                            value=choice.value checked=checked aria-describedby=described/>
                        <label class=format!("govuk-label govuk-{block}__label") for=id>{choice.words}</label>
                        {hint}
                    </div>
                }
            })
            .collect::<Vec<_>>();
        self.set(
            error,
            view! { <div class=format!("govuk-{block} govuk-{block}--small")>{items}</div> }.into_any(),
        )
    }

    /// A day as three numbers: `name-day`, `name-month`, `name-year`.
    pub fn date(self, form: &FormState) -> AnyView {
        let error = form.error(&self.name);
        let wrong = error.is_some();
        let parts = [("day", "2"), ("month", "2"), ("year", "4")].map(|(part, width)| {
            let part_name = format!("{}-{part}", self.name);
            // The error summary leads to the first.
            let id = if part == "day" { self.name.clone() } else { part_name.clone() };
            let class = format!(
                "govuk-input govuk-date-input__input govuk-input--width-{width}{}",
                if wrong { " govuk-input--error" } else { "" }
            );
            view! {
                <div class="govuk-date-input__item">
                    <div class="govuk-form-group">
                        <label class="govuk-label govuk-date-input__label" for=id.clone()>{t(&format!("date-{part}"))}</label>
                        <input class=class id=id name=part_name.clone() type="text" inputmode="numeric" value=form.value(&part_name)/>
                    </div>
                </div>
            }
        });
        self.set(error, view! { <div class="govuk-date-input">{parts}</div> }.into_any())
    }

    fn described(&self, wrong: bool) -> Option<String> {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.name));
        let error = wrong.then(|| format!("{}-error", self.name));
        match (hint, error) {
            (Some(hint), Some(error)) => Some(format!("{hint} {error}")),
            (hint, error) => hint.or(error),
        }
    }

    fn hint_view(&self) -> Option<AnyView> {
        let id = format!("{}-hint", self.name);
        self.hint.clone().map(|h| view! { <div id=id class="govuk-hint">{h}</div> }.into_any())
    }

    fn error_view(&self, error: Option<String>) -> Option<AnyView> {
        let id = format!("{}-error", self.name);
        error.map(|e| view! { <p id=id class="govuk-error-message">{e}</p> }.into_any())
    }

    /// Label, hint, error and one input.
    fn group(self, error: Option<String>, input: impl FnOnce() -> AnyView) -> AnyView {
        let class = group_class(error.is_some());
        let label = view! { <label class="govuk-label" for=self.name.clone()>{self.label.clone()}</label> };
        let label = if self.heading {
            view! { <h1 class="govuk-label-wrapper app-label-heading">{label}</h1> }.into_any()
        } else {
            label.into_any()
        };
        view! { <div class=class>{label}{self.hint_view()}{self.error_view(error)}{input()}</div> }.into_any()
    }

    /// Legend, hint, error and several inputs.
    fn set(self, error: Option<String>, inputs: AnyView) -> AnyView {
        let class = group_class(error.is_some());
        let described = self.described(error.is_some());
        let legend = if self.heading {
            view! { <h1 class="govuk-fieldset__heading app-label-heading">{self.label.clone()}</h1> }
                .into_any()
        } else {
            self.label.clone().into_any()
        };
        view! {
            <div class=class>
                <fieldset class="govuk-fieldset" aria-describedby=described>
                    <legend class="govuk-fieldset__legend">{legend}</legend>
                    {self.hint_view()}{self.error_view(error)}{inputs}
                </fieldset>
            </div>
        }
        .into_any()
    }
}

/// Text for within a `<textarea>`, whose children leptos writes as they are.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn group_class(wrong: bool) -> &'static str {
    if wrong { "govuk-form-group govuk-form-group--error" } else { "govuk-form-group" }
}

/// One of the values to choose from.
#[derive(Debug, Clone)]
pub struct Choice {
    value: String,
    words: String,
    hint: Option<String>,
}

impl Choice {
    /// A value and its words.
    pub fn new(value: impl Into<String>, words: impl Into<String>) -> Self {
        Self { value: value.into(), words: words.into(), hint: None }
    }

    /// The same with an explanation.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// Hidden fields that carry a form's values along.
pub fn hidden(pairs: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>) -> AnyView {
    pairs
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name.into() value=value.into()/> })
        .collect_view()
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_text_in_every_kind_of_field() {
        let evil = "</textarea><b>\"&lt;'";
        let form = FormState::filled([("text", evil)]);
        let owner = leptos::reactive::owner::Owner::new();
        let (area, line) =
            owner.with(|| (field("text").area(&form, 3).to_html(), field("text").text(&form).to_html()));
        assert!(area.contains("\n&lt;/textarea&gt;&lt;b&gt;\"&amp;lt;'</textarea>"), "{area}");
        assert!(!line.contains("<b>") && line.contains("&amp;lt;"), "{line}");
    }
}
