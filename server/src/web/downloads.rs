//! Files that are sent: always downloads, never run in a page of ours.

use axum::{
    body::Body,
    http::header,
    response::{IntoResponse, Response},
};
use object_store::{ObjectStoreExt as _, path::Path as Key};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::WebError;
use crate::state::AppState;

/// A download under a name, which may hold any characters (RFC 8187). Should a
/// browser show it all the same, nothing in it runs.
pub fn download(name: &str, media_type: &str, body: impl Into<Body>) -> Response {
    let name = utf8_percent_encode(name, NON_ALPHANUMERIC);
    let headers = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{name}")),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'".to_owned()),
    ];
    (headers, body.into()).into_response()
}

/// A stored file as a download.
pub async fn stored(
    state: &AppState,
    key: String,
    name: &str,
    media_type: &str,
) -> Result<Response, WebError> {
    let bytes = state.store.get(&Key::from(key)).await?.bytes().await?;
    Ok(download(name, media_type, bytes))
}
