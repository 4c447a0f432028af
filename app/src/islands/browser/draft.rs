//! Autosave and the running report.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use gloo_net::http::Request;
use leptos::leptos_dom::helpers::debounce;
use serde::Deserialize;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{FormData, HtmlElement, HtmlFormElement, HtmlInputElement, SubmitEvent, UrlSearchParams};

use super::{document, listen};

/// How long the typing rests before it is sent.
const REST: Duration = Duration::from_millis(700);

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    note: String,
    report: Option<String>,
    base: Option<String>,
}

pub fn attend(form: String, address: String, failed: String) {
    let Some(form) = document().and_then(|d| d.get_element_by_id(&form)) else { return };
    let Ok(form) = form.dyn_into::<HtmlFormElement>() else { return };
    let draft = Rc::new(Draft {
        form: form.clone(),
        address,
        failed,
        busy: Cell::default(),
        again: Cell::default(),
        leaving: Cell::default(),
        held: RefCell::default(),
    });
    let typed = draft.clone();
    let mut at_rest = debounce(REST, move |()| typed.clone().save());
    let (resting, submitted) = (draft.clone(), draft);
    listen(&form, "input", move |_| {
        resting.leaving.set(false);
        at_rest(());
    });
    listen(&form, "submit", move |event| {
        // An autosave on its way changes what this builds on: wait for its answer.
        if submitted.busy.get() && submitted.saves() {
            event.prevent_default();
            // The button says what is to be done: it is pressed again.
            let button = event.unchecked_ref::<SubmitEvent>().submitter();
            submitted.held.replace(Some(button));
        } else {
            submitted.leaving.set(true);
        }
    });
}

/// One form that is saved while it is typed into.
struct Draft {
    form: HtmlFormElement,
    address: String,
    failed: String,
    /// One is on its way: the next waits for its answer, because it has to say
    /// what it builds on.
    busy: Cell<bool>,
    /// Something was typed meanwhile.
    again: Cell<bool>,
    /// The person sends the form: nothing is saved beside it.
    leaving: Cell<bool>,
    /// The person sent the form while one was on its way, with this button.
    held: RefCell<Option<Option<HtmlElement>>>,
}

impl Draft {
    /// Whether what is sent is stored too, not only reported on.
    fn saves(&self) -> bool {
        self.address.ends_with("/autosave")
    }

    fn save(self: Rc<Self>) {
        if self.leaving.get() {
            return;
        }
        if self.busy.get() {
            return self.again.set(true);
        }
        let Some(body) = written(&self.form) else { return };
        self.busy.set(true);
        spawn_local(async move {
            match send(&self.address, body).await {
                Some(answer) => show(&self.form, answer),
                None => say(&self.failed),
            }
            self.busy.set(false);
            if let Some(button) = self.held.take() {
                match button {
                    Some(button) => button.click(),
                    // What a browser without this method does is what a click does.
                    None if self.form.request_submit().is_err() => {
                        let _ = self.form.submit();
                    }
                    None => {}
                }
            } else if self.again.take() {
                self.save();
            }
        });
    }
}

/// The form as a browser would send it.
fn written(form: &HtmlFormElement) -> Option<String> {
    let data = FormData::new_with_form(form).ok()?;
    let pairs = UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
    Some(String::from(pairs.to_string()))
}

async fn send(address: &str, body: String) -> Option<Answer> {
    let request =
        Request::post(address).header("content-type", "application/x-www-form-urlencoded").body(body).ok()?;
    request.send().await.ok()?.json().await.ok()
}

fn show(form: &HtmlFormElement, answer: Answer) {
    say(&answer.note);
    if let Some(report) = answer.report
        && let Some(place) = document().and_then(|d| d.get_element_by_id("report"))
    {
        // Rendered and escaped by the server, like the page itself.
        place.set_inner_html(&report);
    }
    if let Some(base) = answer.base
        && let Ok(Some(field)) = form.query_selector("input[name=base]")
        && let Ok(field) = field.dyn_into::<HtmlInputElement>()
    {
        field.set_value(&base);
    }
}

fn say(note: &str) {
    if let Some(place) = document().and_then(|d| d.get_element_by_id("autosave")) {
        place.set_text_content(Some(note));
    }
}
