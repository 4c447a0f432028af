//! Suggestions while typing.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use gloo_net::http::Request;
use leptos::leptos_dom::helpers::{debounce, set_timeout};
use serde::Deserialize;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent};

use super::{document, listen};

/// How long the typing rests before suggestions are asked for.
const REST: Duration = Duration::from_millis(180);

/// How long after the button is let go its click has certainly come.
const AFTER_CLICK: Duration = Duration::from_millis(50);

/// One suggestion as the server sends it.
#[derive(Debug, Clone, Deserialize)]
struct Suggestion {
    /// What is written into the field.
    value: String,
    /// What explains it.
    words: String,
}

/// A field with its list.
struct Combobox {
    input: HtmlInputElement,
    list: HtmlElement,
    status: HtmlElement,
    /// Several values separated by commas: only the last is completed.
    several: bool,
    shown: RefCell<Vec<Suggestion>>,
    active: RefCell<Option<usize>>,
    asked: RefCell<String>,
    /// The value last taken from the list.
    taken: RefCell<String>,
    none: String,
    found: String,
}

pub fn attend(none: String, found: String) {
    let Some(fields) = document().and_then(|d| d.query_selector_all("input[data-suggest]").ok()) else {
        return;
    };
    for n in 0..fields.length() {
        if let Some(input) = fields.item(n).and_then(|node| node.dyn_into::<HtmlInputElement>().ok()) {
            combobox(input, none.clone(), found.clone());
        }
    }
}

fn element(tag: &str, attributes: &[(&str, &str)]) -> Option<HtmlElement> {
    let element = document()?.create_element(tag).ok()?;
    for (name, value) in attributes {
        element.set_attribute(name, value).ok()?;
    }
    element.dyn_into().ok()
}

fn combobox(input: HtmlInputElement, none: String, found: String) -> Option<()> {
    let kind = input.get_attribute("data-suggest")?;
    let list_id = format!("{}-suggestions", input.id());
    let label = input.labels().and_then(|l| l.item(0)).and_then(|l| l.text_content()).unwrap_or_default();
    let list = element(
        "ul",
        &[("role", "listbox"), ("id", &list_id), ("class", "app-suggestions"), ("aria-label", &label)],
    )?;
    list.set_hidden(true);
    let status = element("span", &[("role", "status"), ("class", "govuk-visually-hidden")])?;
    for (name, value) in [
        ("role", "combobox"),
        ("aria-autocomplete", "list"),
        ("aria-expanded", "false"),
        ("aria-controls", list_id.as_str()),
        ("autocomplete", "off"),
    ] {
        input.set_attribute(name, value).ok()?;
    }
    let parent = input.parent_element()?;
    parent.append_child(&list).ok()?;
    parent.append_child(&status).ok()?;
    let several = kind != "standards";
    let this = Rc::new(Combobox {
        input: input.clone(),
        list: list.clone(),
        status,
        several,
        shown: RefCell::default(),
        active: RefCell::default(),
        asked: RefCell::default(),
        taken: RefCell::default(),
        none,
        found,
    });
    let typed = this.clone();
    let mut ask = debounce(REST, move |()| typed.clone().ask(&kind));
    listen(&input, "input", move |_| ask(()));
    let keys = this.clone();
    listen(&input, "keydown", move |event| keys.key(event));
    let pressed = Rc::new(Cell::new(false));
    let (left, held) = (this.clone(), pressed.clone());
    listen(&input, "blur", move |_| {
        // Closing moves what is below. What is being clicked stays where it is
        // until the button is let go, or the click would miss it.
        if !held.get() {
            left.close();
        }
    });
    let page = document()?;
    let down = pressed.clone();
    listen(&page, "pointerdown", move |_| down.set(true));
    for end in ["pointerup", "pointercancel"] {
        let (up, left) = (pressed.clone(), this.clone());
        listen(&page, end, move |_| {
            up.set(false);
            let left = left.clone();
            set_timeout(move || left.close_if_left(), AFTER_CLICK);
        });
    }
    // Before the field loses the focus: a click would come too late.
    let clicked = this;
    listen(&list, "mousedown", move |event| clicked.click(event));
    Some(())
}

impl Combobox {
    /// What is completed: the text after the last comma.
    fn word(&self) -> String {
        let value = self.input.value();
        let word =
            if self.several { value.rsplit([',', ';']).next().unwrap_or_default() } else { value.as_str() };
        word.trim().to_owned()
    }

    fn ask(self: Rc<Self>, kind: &str) {
        let word = self.word();
        self.asked.replace(word.clone());
        // What was just taken needs no suggestions.
        if word.chars().count() < 2 || *self.taken.borrow() == word {
            return self.close();
        }
        let request = Request::get(&format!("/suggest/{kind}")).query([("q", &word)]);
        spawn_local(async move {
            let Ok(response) = request.send().await else { return };
            let Ok(suggestions) = response.json::<Vec<Suggestion>>().await else { return };
            // The answer to what is typed now, not to what was typed before.
            if self.has_focus() && *self.asked.borrow() == word {
                self.show(suggestions);
            }
        });
    }

    fn has_focus(&self) -> bool {
        document().and_then(|d| d.active_element()).is_some_and(|e| e.id() == self.input.id())
    }

    fn close_if_left(&self) {
        if !self.has_focus() {
            self.close();
        }
    }

    fn show(&self, suggestions: Vec<Suggestion>) {
        self.list.set_inner_html("");
        for (n, suggestion) in suggestions.iter().enumerate() {
            let id = format!("{}-{n}", self.list.id());
            let Some(option) = element("li", &[("role", "option"), ("id", &id), ("aria-selected", "false")])
            else {
                continue;
            };
            let Some(value) = element("strong", &[]) else { continue };
            value.set_text_content(Some(&suggestion.value));
            let Some(words) = element("span", &[]) else { continue };
            words.set_text_content(Some(&format!(" {}", suggestion.words)));
            let _ = option.append_child(&value);
            let _ = option.append_child(&words);
            let _ = self.list.append_child(&option);
        }
        let said = if suggestions.is_empty() {
            self.none.clone()
        } else {
            format!("{} {}", self.found, suggestions.len())
        };
        self.status.set_text_content(Some(&said));
        let open = !suggestions.is_empty();
        self.list.set_hidden(!open);
        let _ = self.input.set_attribute("aria-expanded", if open { "true" } else { "false" });
        self.shown.replace(suggestions);
        self.mark(None);
    }

    fn close(&self) {
        if !self.list.hidden() {
            self.show(Vec::new());
        }
        self.status.set_text_content(None);
    }

    /// Marks the suggestion that Enter would take.
    fn mark(&self, n: Option<usize>) {
        if let Some(before) = self.active.replace(n).and_then(|n| self.option(n)) {
            let _ = before.set_attribute("aria-selected", "false");
        }
        match n.and_then(|n| self.option(n)) {
            Some(option) => {
                let _ = option.set_attribute("aria-selected", "true");
                let _ = self.input.set_attribute("aria-activedescendant", &option.id());
                option.scroll_into_view_with_bool(false);
            }
            None => {
                let _ = self.input.remove_attribute("aria-activedescendant");
            }
        }
    }

    fn option(&self, n: usize) -> Option<Element> {
        self.list.children().item(u32::try_from(n).ok()?)
    }

    fn key(&self, event: Event) {
        let Some(key) = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key) else { return };
        let count = self.shown.borrow().len();
        if count == 0 {
            return;
        }
        let active = *self.active.borrow();
        match key.as_str() {
            "ArrowDown" => self.mark(Some(active.map_or(0, |n| (n + 1) % count))),
            "ArrowUp" => self.mark(Some(active.map_or(count - 1, |n| (n + count - 1) % count))),
            "Escape" => self.close(),
            "Enter" => match active {
                Some(n) => self.take(n),
                None => return,
            },
            _ => return,
        }
        event.prevent_default();
    }

    fn click(&self, event: Event) {
        let Some(target) = event.target().and_then(|t| t.dyn_into::<Element>().ok()) else { return };
        // The list's scroll bar takes the focus neither.
        event.prevent_default();
        let Ok(Some(option)) = target.closest("[role=option]") else { return };
        let taken =
            (0..self.shown.borrow().len()).find(|n| self.option(*n).is_some_and(|o| o.id() == option.id()));
        if let Some(n) = taken {
            self.take(n);
        }
    }

    /// Writes a suggestion into the field and tells the form.
    fn take(&self, n: usize) {
        let Some(chosen) = self.shown.borrow().get(n).cloned() else { return };
        let value = self.input.value();
        let new = match value.rfind([',', ';']) {
            Some(comma) if self.several => format!("{} {}, ", &value[..=comma], chosen.value),
            _ if self.several => format!("{}, ", chosen.value),
            _ => chosen.value,
        };
        self.input.set_value(&new);
        self.taken.replace(self.word());
        self.close();
        let init = web_sys::EventInit::new();
        init.set_bubbles(true);
        if let Ok(event) = Event::new_with_event_init_dict("input", &init) {
            let _ = self.input.dispatch_event(&event);
        }
    }
}
