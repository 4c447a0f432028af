//! Signing in and out.

use app::form::FormState;
use axum::{
    Router,
    extract::{Query, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use registry::FieldError;
use serde::Deserialize;
use tower_sessions::Session;

use super::{
    FormPairs, Visitor, WebError,
    audit::{Line, Typed, network},
    browser,
    edge::without_nul,
    known_browser,
    resume::is_carried,
    visitor::{ACCOUNT, BROWSER, NETWORK},
};
use crate::state::AppState;

/// Longest e-mail address, in bytes (RFC 5321).
const LONGEST_EMAIL: usize = 254;

/// `/sign-in` and `/sign-out`.
pub fn routes() -> Router<AppState> {
    Router::new().route("/sign-in", get(form).post(sign_in)).route("/sign-out", post(sign_out))
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    return_to: String,
}

async fn form(visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    if visitor.official().is_ok() {
        return Redirect::to(own_path(&asked.return_to)).into_response();
    }
    let filled = FormState::filled([("return_to", own_path(&asked.return_to))]);
    visitor.page(|| app::pages::sign_in::page(filled))
}

async fn sign_in(
    visitor: Visitor,
    State(state): State<AppState>,
    session: Session,
    headers: HeaderMap,
    form: FormPairs,
) -> Result<Response, WebError> {
    let secure = state.config.secure_cookies();
    let mut browser = known_browser::secret(&headers, secure);
    let (email, password) = (form.value("email"), form.exactly("password"));
    let mut errors = Vec::new();
    if email.is_empty() {
        errors.push(FieldError::new("email", "Enter your e-mail address"));
    } else if email.len() > LONGEST_EMAIL {
        // Before it is counted: what is counted is kept for a while.
        errors.push(FieldError::new("email", "Enter your e-mail address alone: this is longer than any"));
    }
    if password.is_empty() {
        errors.push(FieldError::new("password", "Enter your password"));
    }
    let official = if errors.is_empty() {
        let counted = match state.limits.sign_in(visitor.address(), email, browser.as_deref()).await {
            Ok(counted) => counted,
            Err(error) => {
                let mut response = error.into_response();
                response.extensions_mut().insert(Typed(email.to_owned()));
                return Ok(response);
            }
        };
        let official = state.registry.sign_in(email, password).await?;
        match &official {
            Some(official) => {
                let secret = browser.get_or_insert_with(known_browser::new_secret);
                counted.succeeded(official.account_id, secret).await;
            }
            None => counted.failed().await,
        }
        official
    } else {
        None
    };
    let Some(official) = official else {
        if errors.is_empty() {
            Line::new("sign-in-failed").email(email).write();
            errors.push(FieldError::new(
                "email",
                "The e-mail address and the password do not belong together: check both and try again",
            ));
        }
        // The password is never sent back.
        let mut filled = form.state().with_errors(errors);
        filled.values.retain(|(name, _)| name != "password");
        return Ok(visitor.page(|| app::pages::sign_in::page(filled).status(422)));
    };
    // A new identifier: whoever knew the old one gains nothing by the sign-in.
    session.cycle_id().await?;
    session.insert(ACCOUNT, official.account_id).await?;
    let agent = headers.get(header::USER_AGENT).and_then(|a| a.to_str().ok()).unwrap_or_default();
    session.insert(BROWSER, browser::roughly(agent)).await?;
    session.insert(NETWORK, network(visitor.address())).await?;
    // Here, where a session that cannot be kept is said; after the answer it would be silence.
    session.save().await?;
    Line::new("signed-in").by(Some(official.account_id)).write();
    let secret = browser.unwrap_or_else(known_browser::new_secret);
    let remembered = [(header::SET_COOKIE, known_browser::cookie(&secret, secure))];
    let (carried, to) = (form.value("carried").to_owned(), form.value("carried_to").to_owned());
    if !carried.is_empty() && own_path(&to) == to && is_carried(&to) {
        let typed: Vec<(String, String)> = url::form_urlencoded::parse(carried.as_bytes())
            .map(|(name, value)| (without_nul(&name).into_owned(), without_nul(&value).into_owned()))
            .collect();
        return Ok((remembered, visitor.page(|| app::pages::sign_in::resume(typed, to))).into_response());
    }
    Ok((remembered, Redirect::to(own_path(form.value("return_to")))).into_response())
}

async fn sign_out(session: Session) -> Result<Response, WebError> {
    let account = session.get::<i64>(ACCOUNT).await?;
    if account.is_some() {
        Line::new("signed-out").by(account).write();
    }
    session.flush().await?;
    Ok(Redirect::to("/").into_response())
}

/// The path to go back to, if it is one of ours; else the home page. Anything a
/// browser could read as another site's address is refused.
fn own_path(path: &str) -> &str {
    let ours = path.starts_with('/')
        && !path[1..].starts_with(['/', '\\'])
        && !path.chars().any(|c| c.is_control() || c == '\\')
        && !path.starts_with("/sign-");
    if ours { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[tokio::test(flavor = "multi_thread")]
    async fn what_is_no_address_is_refused_before_it_is_counted() {
        let folder = tempfile::tempdir().unwrap();
        let state = testing::state(folder.path()).await;
        let tries: u32 = state.config.sign_in_limit.into();
        for _ in 0..=tries {
            let router = crate::serve::router(state.clone(), None);
            let body = format!("email={}&password=x", "a".repeat(LONGEST_EMAIL + 1));
            let sent = testing::form("/sign-in", "http://registry.example.org", body);
            let (parts, page) = testing::answer(router, sent).await;
            assert_eq!(parts.status, 422);
            assert!(page.contains("longer than any"), "{page}");
        }
    }

    #[test]
    fn only_our_own_paths_are_returned_to() {
        assert_eq!(own_path("/desk/7?x=1"), "/desk/7?x=1");
        for evil in
            ["", "//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example", "/sign-out"]
        {
            assert_eq!(own_path(evil), "/", "{evil:?}");
        }
    }
}
