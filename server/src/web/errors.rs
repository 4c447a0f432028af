//! From an error to an answer a person can act on. Failures are logged here,
//! once, with their whole chain; what the visitor did wrong is not a failure.

use axum::{
    extract::{FromRequestParts as _, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};

use registry::Unavailable;

use super::{FormPairs, Visitor, resume::Typed};
use crate::state::AppState;

/// Why a request was not answered as asked.
#[derive(Debug, thiserror::Error)]
pub enum WebError {
    /// A use case refused or failed.
    #[error(transparent)]
    Registry(#[from] registry::Error),
    /// The index refused or failed.
    #[error(transparent)]
    Index(#[from] search_index::Error),
    /// Something in the request cannot be understood; the sentence says what.
    #[error("{0}")]
    BadRequest(String),
    /// There is no such page.
    #[error("there is no such page")]
    NotFound,
    /// Too many requests of a kind.
    #[error("too many attempts: wait a few minutes and try again")]
    TooMany,
    /// There is no room for it just now.
    #[error("the server is busy: go back, wait a minute, and send it again")]
    Busy,
    /// Nobody is signed in: the way leads over the sign-in page.
    #[error("sign in to do this")]
    SignIn {
        /// Where to go afterwards.
        return_to: String,
    },
    /// Another error, with what was typed into the form that was not taken.
    #[error("{error}")]
    Typed {
        /// Why it was not taken.
        #[source]
        error: Box<WebError>,
        /// Names and values of its fields.
        fields: Vec<(String, String)>,
    },
    /// The program failed.
    #[error("the program could not do this")]
    Internal(#[source] anyhow::Error),
}

impl From<tower_sessions::session::Error> for WebError {
    fn from(error: tower_sessions::session::Error) -> Self {
        match super::sessions::unavailable(&error) {
            Some(why) => Self::Registry(why.into()),
            None => Self::Internal(error.into()),
        }
    }
}

impl From<object_store::Error> for WebError {
    fn from(error: object_store::Error) -> Self {
        match super::files::unavailable(&error) {
            Some(why) => {
                tracing::error!(error = ?anyhow::Error::new(error), "a file could not be kept or read");
                Self::Registry(why.into())
            }
            None => Self::Internal(error.into()),
        }
    }
}

impl From<tokio::task::JoinError> for WebError {
    fn from(error: tokio::task::JoinError) -> Self {
        Self::Internal(error.into())
    }
}

impl WebError {
    /// What was wrong, as a sentence for the person.
    pub fn sentence(&self) -> String {
        capitalised(&self.to_string())
    }

    /// The status that says the same to a machine.
    pub fn status(&self) -> StatusCode {
        use registry::Error as R;
        match self {
            Self::Registry(e) => match e {
                R::NotFound(_) => StatusCode::NOT_FOUND,
                R::SignInNeeded => StatusCode::UNAUTHORIZED,
                R::OtherAuthority(_)
                | R::DraftingAuthority(_)
                | R::Step(_)
                | R::Refused(_)
                | R::PeriodClosed => StatusCode::FORBIDDEN,
                R::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
                R::Conflict | R::ChangedSinceRead => StatusCode::CONFLICT,
                R::Unavailable(..) => StatusCode::SERVICE_UNAVAILABLE,
                R::Database(_) | R::Corrupt(_) => StatusCode::INTERNAL_SERVER_ERROR,
            },
            Self::Index(search_index::Error::Query(_)) | Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::Index(_) | Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::SignIn { .. } => StatusCode::UNAUTHORIZED,
            Self::Typed { error, .. } => error.status(),
        }
    }

    /// The same error, with what was typed: for forms with a file, whose bodies are
    /// not read a second time by [`error_pages`].
    pub fn giving_back(self, typed: &FormPairs) -> Self {
        Self::Typed { error: Box::new(self), fields: typed.0.clone() }
    }

    /// Why it cannot be done at present, where that is all.
    fn unavailable(&self) -> Option<Unavailable> {
        match self {
            Self::Registry(registry::Error::Unavailable(why, _)) => Some(*why),
            Self::Typed { error, .. } => error.unavailable(),
            _ => None,
        }
    }
}

/// What went wrong, on its way to [`error_pages`], which knows how to say it.
#[derive(Clone)]
struct Trouble {
    status: StatusCode,
    sentence: String,
    /// Why it cannot be done at present, where that is all.
    unavailable: Option<Unavailable>,
    /// What was typed, where the handler alone could read it.
    typed: Vec<(String, String)>,
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        let (error, typed) = match self {
            Self::Typed { error, fields } => (*error, fields),
            error => (error, Vec::new()),
        };
        if let Self::SignIn { return_to } = &error {
            let back = percent_encoding::utf8_percent_encode(return_to, percent_encoding::NON_ALPHANUMERIC);
            return Redirect::to(&format!("/sign-in?return_to={back}")).into_response();
        }
        let status = error.status();
        let unavailable = error.unavailable();
        let sentence = match unavailable {
            Some(why) => {
                // The database's own guard says once what is wrong; here is what it cost.
                tracing::warn!(why = why.as_str(), error = ?anyhow::Error::new(error), "a request was put off");
                app::texts::text(app::texts::Language::default(), why.as_str(), &[])
            }
            None if status.is_server_error() && !matches!(error, Self::Busy) => {
                tracing::error!(error = ?anyhow::Error::new(error), "a request failed");
                "The program could not do this. It was logged; try again in a minute.".to_owned()
            }
            None => error.to_string(),
        };
        let mut response = status.into_response();
        if let Some(why) = unavailable {
            response.headers_mut().insert(header::RETRY_AFTER, retry_after(why).into());
        }
        response.extensions_mut().insert(Trouble { status, sentence, unavailable, typed });
        response
    }
}

/// Seconds after which another try may go well.
fn retry_after(why: Unavailable) -> u32 {
    match why {
        Unavailable::Away | Unavailable::Slow | Unavailable::Busy => 5,
        // Somebody has to make room first.
        Unavailable::Full | Unavailable::Disk => 60,
    }
}

/// Whether an answer says that something cannot be done at present.
pub fn is_put_off(response: &Response) -> bool {
    response.extensions().get::<Trouble>().is_some_and(|trouble| trouble.unavailable.is_some())
}

/// Turns errors into pages, or into JSON for machines.
pub async fn error_pages(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let (request, mut fields) = super::resume::typed(request).await;
    let (mut parts, body) = request.into_parts();
    let (method, uri) = (parts.method.clone(), parts.uri.clone());
    // Nobody looked at where the form comes from when the visitor could not be known.
    let own = comes_from_here(&parts.headers);
    let visitor = Visitor::from_request_parts(&mut parts, &state).await;
    // Who cannot be known now is told so by the page that needs no database.
    let unknown = Visitor::unknown(&parts, &state);
    let request = Request::from_parts(parts, body);
    let (visitor, mut response) = match visitor {
        Ok(visitor) => (visitor, next.run(request).await),
        Err(error) => {
            if fields.is_empty() {
                fields = super::resume::fields(request).await.unwrap_or_default();
            }
            (unknown, error.into_response())
        }
    };
    let trouble = match response.extensions_mut().remove::<Trouble>() {
        Some(trouble) => trouble,
        None if unexplained(&response) => {
            let status = response.status();
            Trouble { status, sentence: of_framework(status), unavailable: None, typed: Vec::new() }
        }
        None => return response,
    };
    let sentence = super::request_id::with_name(trouble.status, capitalised(&trouble.sentence));
    let retry = response.headers().get(header::RETRY_AFTER).cloned();
    let mut said = if uri.path().starts_with("/api/") {
        let mut body = serde_json::json!({ "error": sentence });
        if let Some(why) = trouble.unavailable {
            body["code"] = why.as_str().into();
        }
        (trouble.status, [(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
    } else {
        if !trouble.typed.is_empty() {
            fields = trouble.typed.clone();
        }
        let typed = Typed::of(&method, &uri, fields);
        let status = trouble.status.as_u16();
        if trouble.unavailable.is_some() {
            let again = if own { typed.again() } else { None };
            visitor.page(move || app::pages::error::unavailable(status, sentence, typed.words(), again))
        } else {
            visitor.page(move || app::pages::error::page(status, sentence, typed.words()))
        }
    };
    if let Some(retry) = retry {
        said.headers_mut().insert(header::RETRY_AFTER, retry);
    }
    if trouble.unavailable.is_some() {
        // For whoever has a page that was good a while ago.
        said.extensions_mut().insert(trouble);
    }
    said
}

/// Whether a request was made by a page of ours, or typed by the person.
fn comes_from_here(headers: &HeaderMap) -> bool {
    match headers.get("sec-fetch-site") {
        Some(site) => matches!(site.as_bytes(), b"same-origin" | b"none"),
        None => {
            let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
            let origin =
                text(header::ORIGIN).map(|origin| origin.split_once("://").map_or("", |(_, host)| host));
            origin.is_none_or(|host| text(header::HOST) == Some(host))
        }
    }
}

/// What a bare status of the framework means.
fn of_framework(status: StatusCode) -> String {
    match status {
        StatusCode::NOT_FOUND => WebError::NotFound.to_string(),
        StatusCode::METHOD_NOT_ALLOWED => "this address does not take this kind of request".to_owned(),
        StatusCode::PAYLOAD_TOO_LARGE => "this is more than the program takes in one request".to_owned(),
        StatusCode::FORBIDDEN => {
            "the request came from another site: open the form here and send it again".to_owned()
        }
        status => status.canonical_reason().unwrap_or("the request was not accepted").to_owned(),
    }
}

/// Whether an answer is a bare failure of the framework: a status without a page.
fn unexplained(response: &Response) -> bool {
    let bare =
        response.headers().get(header::CONTENT_TYPE).is_none_or(|t| t.as_bytes().starts_with(b"text/plain"));
    (response.status().is_client_error() || response.status().is_server_error()) && bare
}

fn capitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    let end = if sentence.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_have_their_status_and_sentences_are_sentences() {
        assert_eq!(WebError::from(registry::Error::NotFound("draft")).status(), StatusCode::NOT_FOUND);
        assert_eq!(WebError::from(registry::Error::Conflict).status(), StatusCode::CONFLICT);
        assert_eq!(WebError::from(search_index::Error::Query("x".into())).status(), StatusCode::BAD_REQUEST);
        assert_eq!(capitalised("there is no such page"), "There is no such page.");
    }

    #[test]
    fn an_error_that_gives_back_what_was_typed_is_the_same_error() {
        let typed = FormPairs(vec![
            ("step".to_owned(), "withdraw".to_owned()),
            ("note".to_owned(), "Drafted anew.".to_owned()),
        ]);
        let error = WebError::from(registry::Error::Conflict);
        let sentence = error.sentence();
        let error = error.giving_back(&typed);
        assert_eq!((error.status(), error.sentence()), (StatusCode::CONFLICT, sentence));
        let response = error.into_response();
        assert_eq!(response.extensions().get::<Trouble>().unwrap().typed, typed.0);
    }

    #[test]
    fn a_form_from_elsewhere_is_not_offered_to_be_sent_again() {
        let own = |headers: &[(&'static str, &'static str)]| {
            let pairs = headers.iter().map(|(name, value)| {
                (header::HeaderName::from_static(name), HeaderValue::from_static(value))
            });
            comes_from_here(&pairs.collect())
        };
        assert!(own(&[("sec-fetch-site", "same-origin")]) && own(&[("sec-fetch-site", "none")]));
        assert!(!own(&[("sec-fetch-site", "same-site")]) && !own(&[("sec-fetch-site", "cross-site")]));
        let host = ("host", "registry.example.org");
        assert!(own(&[host, ("origin", "https://registry.example.org")]) && own(&[host]));
        assert!(!own(&[host, ("origin", "https://evil.example")]) && !own(&[host, ("origin", "null")]));
    }

    #[test]
    fn what_cannot_be_done_at_present_is_said_with_when_to_come_back() {
        for why in
            [Unavailable::Away, Unavailable::Slow, Unavailable::Busy, Unavailable::Full, Unavailable::Disk]
        {
            let response = WebError::from(registry::Error::from(why)).into_response();
            assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
            assert!(response.headers().contains_key(header::RETRY_AFTER));
            let trouble = response.extensions().get::<Trouble>().unwrap();
            assert!(
                trouble.sentence.contains("try again") || trouble.sentence.contains("Try again"),
                "{}",
                trouble.sentence
            );
        }
    }
}
