//! Autosave and the running report.

use std::{cell::Cell, rc::Rc, time::Duration};

use gloo_net::http::Request;
use leptos::leptos_dom::helpers::debounce;
use serde::Deserialize;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{FormData, HtmlFormElement, HtmlInputElement, UrlSearchParams};

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
    // Answers may overtake each other: only the last one counts, and what is
    // being sent by the person is not sent again.
    let turn = Rc::new(Cell::new(0_u32));
    let leaving = Rc::new(Cell::new(false));
    let (at_rest_form, at_rest_turn, at_rest_leaving) = (form.clone(), turn.clone(), leaving.clone());
    let mut at_rest = debounce(REST, move |()| {
        if at_rest_leaving.get() {
            return;
        }
        let Some(body) = written(&at_rest_form) else { return };
        let mine = at_rest_turn.get() + 1;
        at_rest_turn.set(mine);
        let (form, turn, address, failed) =
            (at_rest_form.clone(), at_rest_turn.clone(), address.clone(), failed.clone());
        spawn_local(async move {
            let answer = send(&address, body).await;
            if turn.get() == mine {
                match answer {
                    Some(answer) => show(&form, answer),
                    None => say(&failed),
                }
            }
        });
    });
    listen(&form, "submit", move |_| leaving.set(true));
    listen(&form, "input", move |_| at_rest(()));
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
