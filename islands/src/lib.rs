//! Entry of the wasm module: wakes the islands of `app` on the page.

// Without a use of the crate the linker drops the islands it defines.
use app as _;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called once by the loader, before it hands each island its element.
#[wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
