//! Typed forms as pairs in the order sent: names may repeat.

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
};

use super::WebError;

/// Names and values of an `application/x-www-form-urlencoded` body.
#[derive(Debug, Clone, Default)]
pub struct FormPairs(pub Vec<(String, String)>);

impl FormPairs {
    /// First value of that name, trimmed; empty when there is none.
    pub fn value(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.trim())
    }

    /// Whether a checkbox or radio of that name is set to this value.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.0.iter().any(|(n, v)| n == name && v == value)
    }

    /// The state a form page is filled with.
    pub fn state(&self) -> app::form::FormState {
        app::form::FormState { values: self.0.clone(), errors: Vec::new() }
    }
}

impl<S: Send + Sync> FromRequest<S> for FormPairs {
    type Rejection = WebError;

    async fn from_request(request: Request, state: &S) -> Result<Self, WebError> {
        let body = Bytes::from_request(request, state)
            .await
            .map_err(|e| WebError::BadRequest(format!("the form could not be read: {e}")))?;
        // Line ends of text areas arrive as CR LF; texts are kept with LF alone.
        let pairs = url::form_urlencoded::parse(&body)
            .map(|(n, v)| (n.into_owned(), v.replace("\r\n", "\n")))
            .collect();
        Ok(Self(pairs))
    }
}
