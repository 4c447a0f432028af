//! The browser's side of the islands.

pub mod draft;
pub mod suggest;

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Document, Event, EventTarget};

/// The page's document; there is always one where islands wake.
fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Listens for as long as the page lives.
fn listen(target: &EventTarget, event: &str, heard: impl FnMut(Event) + 'static) {
    let heard = Closure::<dyn FnMut(Event)>::new(heard);
    // A listener that cannot be added leaves the form as it is without scripts.
    let _ = target.add_event_listener_with_callback(event, heard.as_ref().unchecked_ref());
    heard.forget();
}
