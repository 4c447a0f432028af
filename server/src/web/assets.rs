//! Styles, scripts, islands and the icon, embedded in the program. Their
//! addresses carry a hash of all of them, so browsers may keep them for ever.

use std::sync::LazyLock;

use app::render::Assets;
use axum::{
    Router,
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use rust_embed::{Embed, EmbeddedFile};
use sha2::{Digest as _, Sha256};

use super::WebError;
use crate::state::AppState;

#[derive(Embed)]
#[folder = "assets/"]
struct Files;

static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut names: Vec<_> = Files::iter().collect();
    names.sort();
    let mut hash = Sha256::new();
    for name in names {
        hash.update(name.as_bytes());
        if let Some(file) = Files::get(&name) {
            hash.update(file.metadata.sha256_hash());
        }
    }
    hash.finalize().iter().take(6).map(|b| format!("{b:02x}")).collect()
});

/// Addresses of the files that pages link to; empty for files not built.
pub fn addresses() -> Assets {
    let address = |name: &str| match Files::get(name) {
        Some(_) => format!("/assets/{}/{name}", *VERSION),
        None => String::new(),
    };
    if Files::get("main.css").is_none() {
        tracing::warn!("styles and islands are not built: run `cargo xtask assets` and build again");
    }
    Assets {
        css: address("main.css"),
        script: String::new(),
        islands: if Files::get("islands_module_bg.wasm").is_some() {
            address("islands.js")
        } else {
            String::new()
        },
        icon: address("icon.svg"),
    }
}

/// `/assets/{version}/{name}`.
pub fn routes() -> Router<AppState> {
    Router::new().route("/assets/{version}/{name}", get(file))
}

async fn file(Path((version, name)): Path<(String, String)>) -> Result<Response, WebError> {
    let EmbeddedFile { data, .. } =
        Files::get(&name).filter(|_| version == *VERSION).ok_or(WebError::NotFound)?;
    let media_type = match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    };
    let headers =
        [(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((headers, data).into_response())
}
