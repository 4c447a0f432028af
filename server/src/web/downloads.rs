//! Files that are sent: always downloads, never run in a page of ours.

use axum::{
    body::Body,
    http::{HeaderValue, header},
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
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    (headers, body.into()).into_response()
}

/// Who may read a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// Everyone.
    Everyone,
    /// Some of those who are signed in: nothing on the way keeps a copy.
    SignedIn,
}

/// A stored file as a download. It is passed on as it is read, so that many
/// readers of large files do not fill the memory.
pub async fn stored(
    state: &AppState,
    key: String,
    name: &str,
    media_type: &str,
    readers: Readers,
) -> Result<Response, WebError> {
    let found = state.store.get(&Key::from(key)).await?;
    let size = found.meta.size;
    let mut response = download(name, media_type, Body::from_stream(found.into_stream()));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(size));
    if readers == Readers::SignedIn {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;
    use bytes::Bytes;

    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn files_have_their_length_and_confidential_ones_are_not_kept() {
        let folder = tempfile::tempdir().unwrap();
        let state = crate::testing::state(folder.path()).await;
        let text = Bytes::from(vec![b'x'; 100_000]);
        state.store.put(&Key::from("k"), text.clone().into()).await.unwrap();
        let sent =
            async |readers| stored(&state, "k".to_owned(), "a.txt", "text/plain", readers).await.unwrap();
        let open = sent(Readers::Everyone).await;
        assert_eq!(open.headers()[header::CONTENT_LENGTH], "100000");
        assert!(open.headers().get(header::CACHE_CONTROL).is_none());
        assert_eq!(to_bytes(open.into_body(), usize::MAX).await.unwrap(), text);
        let confidential = sent(Readers::SignedIn).await;
        assert_eq!(confidential.headers()[header::CACHE_CONTROL], "private, no-store");
    }
}
