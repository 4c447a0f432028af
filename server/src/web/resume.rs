//! A session may end while somebody types. What was sent to the desk then is
//! not lost: it travels through the sign-in page and is offered to be sent again.

use axum::{
    body::to_bytes,
    extract::{Request, State},
    http::{Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{Visitor, WebError};
use crate::state::AppState;

/// Largest form that is carried, in bytes: more than any page of ours sends.
const LARGEST: usize = 4 * 1024 * 1024;

/// Whether a path takes forms that are carried over a sign-in.
pub fn is_carried(path: &str) -> bool {
    path.starts_with("/desk/") && !path.ends_with("/autosave") && !path.ends_with("/report")
}

/// Answers a form for the desk from someone who is not signed in (any more)
/// with the sign-in page that carries it.
pub async fn carry_typed(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let typed = request
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|t| t.as_bytes().starts_with(b"application/x-www-form-urlencoded"));
    if request.method() != Method::POST || !typed || !is_carried(request.uri().path()) {
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
    use super::is_carried;

    #[test]
    fn only_forms_of_the_desk_are_carried() {
        assert!(is_carried("/desk/7/dates") && is_carried("/desk/comments/3"));
        assert!(!is_carried("/desk/7/dates/autosave") && !is_carried("/comment") && !is_carried("//desk/"));
    }
}
