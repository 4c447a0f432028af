//! What somebody typed is not lost when it cannot be taken. A session may end
//! meanwhile: what was sent to the desk travels through the sign-in page and is
//! offered to be sent again. Or the draft was submitted or discarded by somebody
//! else: the page that says so gives back what was typed.

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{Visitor, WebError};
use crate::state::AppState;

/// Longest answer, in characters, that is not worth giving back.
const SHORTEST: usize = 3;
/// Largest form that is carried, in bytes: more than any page of ours sends.
const LARGEST: usize = 4 * 1024 * 1024;

/// Fields that no person types.
const TECHNICAL: [&str; 10] =
    ["base", "seen", "then", "token", "on", "step", "symbol", "kind", "sure", "return_to"];

/// What was typed into the form of a request, for the page that may have to
/// say that it could not be taken; the request goes on with the same body.
pub async fn typed(request: Request) -> (Request, Vec<String>) {
    let keeps = request.method() == Method::POST
        && is_form(&request)
        && !matches!(request.uri().path(), "/sign-in" | "/password");
    let small = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<usize>().ok())
        .is_some_and(|length| length <= LARGEST);
    if !keeps || !small {
        return (request, Vec::new());
    }
    let (parts, body) = request.into_parts();
    // A line that breaks leaves nobody to give an answer to.
    let bytes = to_bytes(body, LARGEST).await.unwrap_or_default();
    let words = words_of(&bytes);
    (Request::from_parts(parts, Body::from(bytes)), words)
}

/// The words in a form: not the choices, which are quickly made again.
fn words_of(form: &[u8]) -> Vec<String> {
    url::form_urlencoded::parse(form)
        .filter(|(name, _)| !TECHNICAL.contains(&name.as_ref()))
        .map(|(_, value)| value.trim().replace("\r\n", "\n"))
        .filter(|value| value.chars().count() > SHORTEST)
        .collect()
}

fn is_form(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE);
    kind.is_some_and(|t| t.as_bytes().starts_with(b"application/x-www-form-urlencoded"))
}

/// Whether a path takes forms that are carried over a sign-in.
pub fn is_carried(path: &str) -> bool {
    path.starts_with("/desk/") && !path.ends_with("/autosave") && !path.ends_with("/report")
}

/// Answers a form for the desk from someone who is not signed in (any more)
/// with the sign-in page that carries it.
pub async fn carry_typed(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if request.method() != Method::POST || !is_form(&request) || !is_carried(request.uri().path()) {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let visitor = {
        use axum::extract::FromRequestParts as _;
        Visitor::from_request_parts(&mut parts, &state).await
    };
    match visitor {
        Ok(visitor) if visitor.official().is_err() => match to_bytes(body, LARGEST).await {
            Ok(bytes) => {
                let carried = String::from_utf8_lossy(&bytes).into_owned();
                let to = parts.uri.path().to_owned();
                visitor.page(|| {
                    app::pages::sign_in::page_carrying(carried, to).status(StatusCode::UNAUTHORIZED.as_u16())
                })
            }
            Err(error) => {
                WebError::BadRequest(format!("the form could not be read: {error}")).into_response()
            }
        },
        Ok(_) => next.run(Request::from_parts(parts, body)).await,
        Err(error) => error.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::{is_carried, words_of};

    #[test]
    fn only_forms_of_the_desk_are_carried() {
        assert!(is_carried("/desk/7/dates") && is_carried("/desk/comments/3"));
        assert!(!is_carried("/desk/7/dates/autosave") && !is_carried("/comment") && !is_carried("//desk/"));
    }

    #[test]
    fn words_are_given_back_and_choices_are_not() {
        let form = b"base=0123456789abcdef&description=First+line%0D%0Asecond&force=IDT&late=yes";
        assert_eq!(words_of(form), ["First line\nsecond"]);
    }
}
