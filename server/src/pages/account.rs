//! The own account: name and address, the password, the sessions that are open.

use app::{form::FormState, pages::account as pages};
use axum::{
    Router,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use registry::{Error, FieldError};
use serde::Deserialize;
use tower_sessions::Session;

use super::comments::private;
use crate::{
    state::AppState,
    web::{
        FormPairs, Visitor, WebError,
        audit::{Line, Typed},
        visitor::{BROWSER, NETWORK},
    },
};

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/account", get(account))
        .route("/account/password", get(to_account).post(password))
        .route("/account/sessions", get(to_account).post(sessions))
        .route("/account/sessions/end", post(end))
}

#[derive(Deserialize)]
struct Done {
    #[serde(default)]
    done: String,
}

fn identifier(session: &Session) -> String {
    session.id().map(|id| id.to_string()).unwrap_or_default()
}

/// Somebody who reloads after an error finds the page, not an error.
async fn to_account() -> Redirect {
    Redirect::to("/account")
}

async fn account(
    visitor: Visitor,
    State(state): State<AppState>,
    session: Session,
    Query(done): Query<Done>,
) -> Result<Response, WebError> {
    let done = match done.done.as_str() {
        "password" => Some("account-password-done"),
        "session" => Some("account-session-done"),
        "sessions" => Some("account-sessions-done"),
        _ => None,
    };
    page(visitor, &state, &session, FormState::default(), done).await
}

async fn page(
    visitor: Visitor,
    state: &AppState,
    session: &Session,
    form: FormState,
    done: Option<&'static str>,
) -> Result<Response, WebError> {
    let official = visitor.official()?.clone();
    let own = state.registry.sessions_own(&visitor.caller(), &identifier(session)).await?;
    let open = own.into_iter().map(|own| {
        let data: serde_json::Value = serde_json::from_str(&own.data).unwrap_or_default();
        let said = |key: &str| data[key].as_str().unwrap_or_default().to_owned();
        pages::Open {
            name: own.name,
            this_one: own.this_one,
            begun: own.begun,
            used: own.used,
            browser: said(BROWSER),
            network: said(NETWORK),
        }
    });
    let open: Vec<_> = open.collect();
    let limits = state.registry.settings().sessions;
    let limits = (limits.idle.as_secs() / 60, limits.longest.as_secs() / 3_600);
    let status = if form.errors.is_empty() { 200 } else { 422 };
    Ok(private(visitor.page(|| pages::page(&official, open, limits, form, done).status(status))))
}

async fn password(
    visitor: Visitor,
    State(state): State<AppState>,
    session: Session,
    typed: FormPairs,
) -> Result<Response, WebError> {
    let official = visitor.official()?.clone();
    let by = Some(official.account_id);
    let (old, new) = (typed.exactly("old_password"), typed.exactly("new_password"));
    let errors = if old.is_empty() {
        vec![FieldError::new("old_password", "Enter the password that you signed in with.")]
    } else if new != typed.exactly("again") {
        vec![FieldError::new("again", "The two passwords differ: enter the same one twice.")]
    } else {
        // Whoever found a session open must not try passwords in it without end.
        let counted = match state.limits.sign_in(visitor.address(), &official.email, None).await {
            Ok(counted) => counted,
            Err(error) => {
                let mut response = error.into_response();
                response.extensions_mut().insert(Typed(official.email));
                return Ok(response);
            }
        };
        let changed =
            state.registry.password_change(&visitor.caller(), old, new, &identifier(&session)).await;
        match changed {
            Ok(()) => {
                counted.right();
                Line::new("password-changed").by(by).write();
                // A new identifier: whoever knew the old one is out.
                session.cycle_id().await?;
                // Here, where a session that cannot be kept is said.
                session.save().await?;
                return Ok(Redirect::to("/account?done=password").into_response());
            }
            Err(Error::Invalid(errors)) => {
                if errors.iter().any(|e| e.field == "old_password") {
                    counted.failed().await;
                    Line::new("password-change-failed").by(by).write();
                } else {
                    // The password was right: only the new one was not taken.
                    counted.right();
                }
                errors
            }
            Err(other) => return Err(other.into()),
        }
    };
    // Passwords are never sent back.
    page(visitor, &state, &session, FormState::default().with_errors(errors), None).await
}

/// Ends all the others.
async fn sessions(
    visitor: Visitor,
    State(state): State<AppState>,
    session: Session,
) -> Result<Response, WebError> {
    let by = Some(visitor.official()?.account_id);
    let ended = state.registry.sessions_end_others(&visitor.caller(), &identifier(&session)).await?;
    Line::new("sessions-ended").by(by).about(&ended.to_string()).write();
    Ok(Redirect::to("/account?done=sessions").into_response())
}

/// Ends one.
async fn end(
    visitor: Visitor,
    State(state): State<AppState>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    let by = Some(visitor.official()?.account_id);
    if state.registry.session_end_own(&visitor.caller(), typed.value("session")).await? {
        Line::new("session-ended").by(by).write();
    }
    Ok(Redirect::to("/account?done=session").into_response())
}

#[cfg(test)]
mod tests {
    use domain::role::Role;

    use crate::{
        serve::router,
        state::AppState,
        testing::{self, PASSWORD, answer, cookie, form, get, signed_in, with_cookie},
    };

    const OURS: &str = "http://registry.example.org";
    const EMAIL: &str = "amina@example.org";

    async fn opened(folder: &tempfile::TempDir) -> AppState {
        let state = testing::state(folder.path()).await;
        testing::person(&state.registry, EMAIL, &[Role::Official]).await;
        state
    }

    async fn page(state: &AppState, cookie: &str) -> (u16, String) {
        let (parts, page) = answer(router(state.clone(), None), with_cookie(get("/account"), cookie)).await;
        (parts.status.as_u16(), page)
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn people_change_their_password_and_are_out_elsewhere() {
        let folder = tempfile::tempdir().unwrap();
        let state = opened(&folder).await;
        let (here, there) =
            (signed_in(&state, EMAIL, PASSWORD).await, signed_in(&state, EMAIL, PASSWORD).await);
        let change = async |old: &str, new: &str, again: &str| {
            let mut body = url::form_urlencoded::Serializer::new(String::new());
            body.extend_pairs([("old_password", old), ("new_password", new), ("again", again)]);
            let sent = with_cookie(form("/account/password", OURS, body.finish()), &here);
            answer(router(state.clone(), None), sent).await
        };
        for (old, new, again, sentence) in [
            ("", "zebra tulip ocean", "zebra tulip ocean", "Enter the password that you signed in with"),
            ("wrong", "zebra tulip ocean", "zebra tulip ocean", "This is not your password"),
            (PASSWORD, "zebra tulip ocean", "zebra tulip ocean ", "The two passwords differ"),
            (PASSWORD, "password1234567", "password1234567", "easily guessed"),
        ] {
            let (parts, page) = change(old, new, again).await;
            assert_eq!(parts.status, 422, "{sentence}");
            assert!(page.contains(sentence), "{page}");
            assert!(!page.contains("zebra") && !page.contains(PASSWORD), "no password is sent back");
        }
        let (parts, _) = change(PASSWORD, " zebra tulip ocean ", " zebra tulip ocean ").await;
        assert_eq!(parts.status, 303);
        let new = cookie(&parts).expect("a new identifier");
        assert_ne!(new, here);
        assert_eq!(page(&state, &new).await.0, 200);
        for old in [here, there] {
            assert_eq!(page(&state, &old).await.0, 303, "to the sign-in page");
        }
        signed_in(&state, EMAIL, " zebra tulip ocean ").await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn sessions_are_listed_and_ended() {
        let folder = tempfile::tempdir().unwrap();
        let state = opened(&folder).await;
        let sign_in = format!("email={EMAIL}&password={}", PASSWORD.replace(' ', "+"));
        let mut sent = form("/sign-in", OURS, sign_in);
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
        sent.headers_mut().insert("user-agent", firefox.parse().unwrap());
        let (parts, _) = answer(router(state.clone(), None), sent).await;
        let (laptop, here) = (cookie(&parts).unwrap(), signed_in(&state, EMAIL, PASSWORD).await);
        let other = signed_in(&state, EMAIL, PASSWORD).await;
        let (_, shown) = page(&state, &here).await;
        assert!(shown.contains("Firefox, Linux") && shown.contains("0.0.0.0"), "{shown}");
        assert_eq!(shown.matches("name=\"session\"").count(), 2, "{shown}");
        assert!(!shown.contains(here.split_once('=').unwrap().1), "the page holds no cookie");
        // The one with Firefox: its row ends before the next one begins.
        let row = shown.split("<tr").find(|row| row.contains("Firefox, Linux")).unwrap();
        let name = row.split("value=\"").nth(1).unwrap().split('"').next().unwrap();
        let post = async |path: &str, body: String| {
            let sent = with_cookie(form(path, OURS, body), &here);
            answer(router(state.clone(), None), sent).await.0.status.as_u16()
        };
        assert_eq!(post("/account/sessions/end", format!("session={name}")).await, 303);
        assert_eq!(page(&state, &laptop).await.0, 303);
        assert_eq!(page(&state, &other).await.0, 200);
        assert_eq!(post("/account/sessions", String::new()).await, 303);
        assert_eq!(page(&state, &other).await.0, 303);
        assert_eq!(page(&state, &here).await.0, 200);
        // Nobody who is not signed in has such a page.
        assert_eq!(page(&state, "session=x").await.0, 303);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn the_old_password_is_not_tried_without_end() {
        let folder = tempfile::tempdir().unwrap();
        let state = opened(&folder).await;
        let here = signed_in(&state, EMAIL, PASSWORD).await;
        let mut answers = Vec::new();
        for _ in 0..=u32::from(state.config.sign_in_limit) {
            let body = "old_password=wrong&new_password=zebra+tulip+ocean&again=zebra+tulip+ocean";
            let sent = with_cookie(form("/account/password", OURS, body), &here);
            answers.push(answer(router(state.clone(), None), sent).await.0.status.as_u16());
        }
        assert!(answers.contains(&429), "{answers:?}");
    }
}
