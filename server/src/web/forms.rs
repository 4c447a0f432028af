//! Typed forms as pairs in the order sent: names may repeat.

use axum::extract::{FromRequest, Multipart, Request};

use super::{
    WebError, edge,
    resume::{self, FILE_AGAIN},
    uploads::{self, Upload},
};

/// Largest such body, in bytes: a comment of fifty parts in any script, with room.
const LARGEST: usize = 16 << 20;
/// Fields of a form at most: of no form there are so many.
pub(super) const MOST_FIELDS: usize = 10_000;

/// Names and values of an `application/x-www-form-urlencoded` body.
#[derive(Debug, Clone, Default)]
pub struct FormPairs(pub Vec<(String, String)>);

impl FormPairs {
    /// First value of that name, trimmed; empty when there is none.
    pub fn value(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.trim())
    }

    /// First value of that name as it was sent: of a password blanks are a part.
    pub fn exactly(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
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

/// A form with a file, sent from a page of the desk. After a sign-in it comes
/// without its file, as any other form ([`super::resume::FILE_AGAIN`]).
#[derive(Debug, Clone)]
pub struct FormWithFile {
    /// What was typed.
    pub typed: FormPairs,
    /// The file, if one was chosen.
    pub file: Option<Upload>,
}

impl FormWithFile {
    /// Whether there was a file that did not come along over a sign-in.
    pub fn lost_file(&self) -> bool {
        self.file.is_none() && !self.typed.value(FILE_AGAIN).is_empty()
    }
}

impl<S: Send + Sync> FromRequest<S> for FormWithFile {
    type Rejection = WebError;

    async fn from_request(request: Request, state: &S) -> Result<Self, WebError> {
        if resume::is_form(&request) {
            return Ok(Self { typed: FormPairs::from_request(request, state).await?, file: None });
        }
        let body = Multipart::from_request(request, state)
            .await
            .map_err(|e| WebError::BadRequest(format!("the form could not be read: {e}")))?;
        let (typed, file) = uploads::form_with_file(body, uploads::LARGEST).await?;
        Ok(Self { typed, file })
    }
}

impl<S: Send + Sync> FromRequest<S> for FormPairs {
    type Rejection = WebError;

    async fn from_request(request: Request, _: &S) -> Result<Self, WebError> {
        let unreadable = |why: &str| WebError::BadRequest(format!("the form could not be read: {why}"));
        let body = axum::body::to_bytes(request.into_body(), LARGEST)
            .await
            .map_err(|_| unreadable("it broke off, or is larger than the program takes"))?;
        // Line ends of text areas arrive as CR LF; texts are kept with LF alone.
        let pairs: Vec<_> = url::form_urlencoded::parse(&body)
            .map(|(n, v)| (n.into_owned(), v.replace("\r\n", "\n")))
            .take(MOST_FIELDS + 1)
            .collect();
        if pairs.len() > MOST_FIELDS {
            return Err(unreadable("it has more fields than any form"));
        }
        edge::readable_form(Self(pairs))
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    async fn read(body: impl Into<Body>) -> Result<FormPairs, WebError> {
        FormPairs::from_request(Request::new(body.into()), &()).await
    }

    #[tokio::test]
    async fn forms_are_read_up_to_a_limit() {
        let form = read("a=1%0D%0A2&a=3&b").await.unwrap();
        assert_eq!(
            form.0,
            [("a".into(), "1\n2".into()), ("a".into(), "3".into()), ("b".into(), String::new())]
        );
        assert!(matches!(read("a&".repeat(MOST_FIELDS + 1)).await, Err(WebError::BadRequest(_))));
        assert!(matches!(read("a".repeat(LARGEST + 1)).await, Err(WebError::BadRequest(_))));
    }
}
