//! Following a measure or a standard by e-mail.

use app::{form::FormState, pages::follow};
use axum::{
    Router,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use registry::{Error, FieldError, follows::Followed};
use serde::Deserialize;

use super::comments::private;
use crate::{
    state::AppState,
    web::{FormPairs, Visitor, WebError},
};

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/follow", get(ask).post(asked))
        .route("/follows/confirm", get(to_confirm).post(confirm))
        .route("/follows/end", get(to_end).post(end))
        .route("/following", get(list))
}

#[derive(Deserialize)]
struct What {
    #[serde(default)]
    what: String,
    #[serde(default)]
    on: String,
}

fn followed(what: &str, on: &str) -> Result<Followed, WebError> {
    Followed::of(what, on)
        .filter(|f| !f.subject().is_empty())
        .ok_or_else(|| WebError::BadRequest("say what to follow: a measure or a standard".to_owned()))
}

async fn ask(
    visitor: Visitor,
    State(state): State<AppState>,
    Query(what): Query<What>,
) -> Result<Response, WebError> {
    let followed = state.registry.follow_possible(&followed(&what.what, &what.on)?).await?;
    let official = visitor.official().ok().cloned();
    Ok(visitor.page(|| follow::ask(&followed, FormState::default(), official)))
}

async fn asked(
    visitor: Visitor,
    State(state): State<AppState>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    let what = followed(typed.value("what"), typed.value("on"))?;
    let official = visitor.official().ok().cloned();
    let again = |errors: Vec<FieldError>, status: u16, visitor: Visitor| {
        let form = typed.state().with_errors(errors);
        visitor.page(|| follow::ask(&what, form, official.clone()).status(status))
    };
    if let Err(refused) = state.limits.comment(visitor.address()).await {
        let errors = vec![FieldError::new("email", refused.sentence())];
        return Ok(again(errors, 429, visitor));
    }
    match visitor.registry(&state).follow(&visitor.caller(), typed.value("email"), &what).await {
        Ok(mailed) => Ok(visitor.page(|| follow::asked(&what, official.is_some(), mailed))),
        Err(Error::Invalid(errors)) => Ok(again(errors, 422, visitor)),
        Err(other) => Err(other.into()),
    }
}

#[derive(Deserialize)]
struct Key {
    #[serde(default)]
    key: String,
}

/// Opening the link changes nothing: mail programs open links by themselves.
async fn to_confirm(
    visitor: Visitor,
    State(state): State<AppState>,
    Query(key): Query<Key>,
) -> Result<Response, WebError> {
    decide(visitor, state, &key.key, false).await
}

async fn to_end(
    visitor: Visitor,
    State(state): State<AppState>,
    Query(key): Query<Key>,
) -> Result<Response, WebError> {
    decide(visitor, state, &key.key, true).await
}

async fn decide(visitor: Visitor, state: AppState, key: &str, end: bool) -> Result<Response, WebError> {
    Ok(private(match state.registry.follow_by_secret(key).await? {
        Some(found) if !end && found.confirmed.is_some() => visitor.page(|| follow::confirmed(&found)),
        Some(found) => visitor.page(|| follow::decide(&found, end)),
        None => visitor.page(follow::ended),
    }))
}

async fn confirm(
    visitor: Visitor,
    State(state): State<AppState>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    Ok(private(match state.registry.follow_confirm(typed.value("key")).await {
        Ok(found) => visitor.page(|| follow::confirmed(&found)),
        Err(Error::NotFound(_)) => visitor.page(follow::ended),
        Err(other) => return Err(other.into()),
    }))
}

/// The button's form, or a mail program that posts to the address (RFC 8058).
async fn end(
    visitor: Visitor,
    State(state): State<AppState>,
    Query(key): Query<Key>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    let key = if typed.value("key").is_empty() { key.key } else { typed.value("key").to_owned() };
    state.registry.follow_end(&key).await?;
    if typed.value("back") == "yes" {
        return Ok(Redirect::to("/following").into_response());
    }
    Ok(private(visitor.page(follow::ended)))
}

async fn list(visitor: Visitor, State(state): State<AppState>) -> Result<Response, WebError> {
    visitor.official()?;
    let all = state.registry.follows(&visitor.caller()).await?;
    Ok(visitor.page(|| follow::list(&all)))
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use domain::standard::{StandardRecord, StandardStatus};
    use registry::{Caller, Settings, unconfirmed::Budget};

    use crate::{
        state::AppState,
        testing::{answer, form, state},
    };

    #[tokio::test(flavor = "multi_thread")]
    async fn who_is_not_signed_in_has_a_budget_and_gets_everything_typed_back() {
        let folder = tempfile::tempdir().unwrap();
        let state = state(folder.path()).await;
        let record = StandardRecord {
            id: "ISO 8124-1:2018".into(),
            publisher: "ISO".into(),
            year: Some(2018),
            status: StandardStatus::Published,
            ..StandardRecord::default()
        };
        state.registry.catalogue_import(&Caller::System, &[record]).await.unwrap();
        state.registry.catalogue_reload().await.unwrap();
        let budget = Budget { of_network: 3_000, of_day: 1_000_000, of_all: 1_000_000 };
        let settings = Settings { unconfirmed: budget, ..state.registry.settings().clone() };
        let registry = state.registry.with_settings(settings);
        let router = crate::serve::router(AppState { registry, ..state }, None);
        let ask = |email: &str| {
            let body = format!("what=standard&on=ISO+8124-1&email={email}");
            form("/follow", "http://registry.example.org", body)
        };
        let (parts, page) = answer(router.clone(), ask("ana%40example.org")).await;
        assert_eq!(parts.status, StatusCode::OK, "{page}");
        let (parts, page) = answer(router, ask("ben%40example.org")).await;
        assert_eq!(parts.status, StatusCode::UNPROCESSABLE_ENTITY, "{page}");
        assert!(page.contains("waits to be confirmed") && page.contains("ben@example.org"), "{page}");
    }
}
