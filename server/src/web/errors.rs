//! From an error to an answer a person can act on. Failures are logged here,
//! once, with their whole chain; what the visitor did wrong is not a failure.

use axum::{
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};

use super::FormPairs;
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
        /// The words in it.
        words: Vec<String>,
    },
    /// The program failed.
    #[error("the program could not do this")]
    Internal(#[source] anyhow::Error),
}

impl From<tower_sessions::session::Error> for WebError {
    fn from(error: tower_sessions::session::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl From<object_store::Error> for WebError {
    fn from(error: object_store::Error) -> Self {
        Self::Internal(error.into())
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
        let words = super::resume::words(typed.0.iter().map(|(name, value)| (name, value)));
        Self::Typed { error: Box::new(self), words }
    }
}

/// What went wrong, on its way to [`error_pages`], which knows how to say it.
#[derive(Clone)]
struct Trouble {
    status: StatusCode,
    sentence: String,
    /// What was typed, where the handler alone could read it.
    typed: Vec<String>,
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        let (error, typed) = match self {
            Self::Typed { error, words } => (*error, words),
            error => (error, Vec::new()),
        };
        if let Self::SignIn { return_to } = &error {
            let back = percent_encoding::utf8_percent_encode(return_to, percent_encoding::NON_ALPHANUMERIC);
            return Redirect::to(&format!("/sign-in?return_to={back}")).into_response();
        }
        let status = error.status();
        let sentence = if status.is_server_error() && !matches!(error, Self::Busy) {
            tracing::error!(error = ?anyhow::Error::new(error), "a request failed");
            "The program could not do this. It was logged; try again in a minute.".to_owned()
        } else {
            error.to_string()
        };
        let mut response = status.into_response();
        response.extensions_mut().insert(Trouble { status, sentence, typed });
        response
    }
}

/// Turns errors into pages, or into JSON for machines.
pub async fn error_pages(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let for_machines = request.uri().path().starts_with("/api/");
    let (request, typed) = super::resume::typed(request).await;
    let (mut parts, body) = request.into_parts();
    let visitor = {
        use axum::extract::FromRequestParts as _;
        super::Visitor::from_request_parts(&mut parts, &state).await
    };
    let response = next.run(Request::from_parts(parts, body)).await;
    let trouble = match response.extensions().get::<Trouble>() {
        Some(trouble) => trouble.clone(),
        None if unexplained(&response) => Trouble {
            status: response.status(),
            typed: Vec::new(),
            sentence: match response.status() {
                StatusCode::NOT_FOUND => WebError::NotFound.to_string(),
                StatusCode::METHOD_NOT_ALLOWED => {
                    "this address does not take this kind of request".to_owned()
                }
                StatusCode::PAYLOAD_TOO_LARGE => {
                    "this is more than the program takes in one request".to_owned()
                }
                StatusCode::FORBIDDEN => {
                    "the request came from another site: open the form here and send it again".to_owned()
                }
                status => status.canonical_reason().unwrap_or("the request was not accepted").to_owned(),
            },
        },
        None => return response,
    };
    let sentence = capitalised(&trouble.sentence);
    if for_machines {
        let body = serde_json::json!({ "error": sentence });
        return (trouble.status, [(header::CONTENT_TYPE, "application/json")], body.to_string())
            .into_response();
    }
    let typed = if trouble.typed.is_empty() { typed } else { trouble.typed };
    match visitor {
        Ok(visitor) => {
            visitor.page(move || app::pages::error::page(trouble.status.as_u16(), sentence, typed))
        }
        Err(_) => (trouble.status, sentence).into_response(),
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
        assert_eq!(response.extensions().get::<Trouble>().unwrap().typed, ["Drafted anew."]);
    }
}
