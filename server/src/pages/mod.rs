//! The public pages: load, call the page, answer.

mod account;
mod administration;
mod calendars;
mod comments;
mod consulted;
mod coordination;
mod desk;
mod documents;
mod first_run;
mod follows;
mod notifications;
mod overviews;
mod standards;
mod suggest;

use axum::{Router, extract::State, response::Response, routing::get};

use crate::{
    state::AppState,
    web::{Visitor, WebError},
};

/// Every public page.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/", get(home))
        .route("/authorities", get(authorities))
        .route("/outbox", get(outbox))
        .merge(account::routes())
        .merge(administration::routes())
        .merge(first_run::routes())
        .merge(calendars::routes())
        .merge(comments::routes())
        .merge(coordination::routes())
        .merge(consulted::routes())
        .merge(desk::routes())
        .merge(follows::routes())
        .merge(suggest::routes())
        .merge(notifications::routes())
        .merge(standards::routes())
        .merge(overviews::routes())
        .merge(documents::routes())
}

async fn home(visitor: Visitor, State(state): State<AppState>) -> Result<Response, WebError> {
    let home = state.registry.home().await?;
    Ok(visitor.page(|| app::pages::home::page(home)))
}

async fn authorities(visitor: Visitor, State(state): State<AppState>) -> Result<Response, WebError> {
    let all = state.registry.authority_list().await?;
    Ok(visitor.page(|| app::pages::authorities::page(all)))
}

/// Mails of the demonstration, for whoever sits at this machine; there is no such page elsewhere.
async fn outbox(visitor: Visitor, State(state): State<AppState>) -> Result<Response, WebError> {
    if !state.config.show_outbox {
        return Err(WebError::NotFound);
    }
    visitor.at_home()?;
    let mails = state.registry.mails_latest(50).await?;
    Ok(visitor.page(|| app::pages::outbox::page(mails)))
}

#[cfg(test)]
mod tests {
    use axum::{extract::Request, http::StatusCode};

    use crate::{
        state::AppState,
        testing::{answer, state_with},
    };

    async fn asked(state: &AppState, path: &str, headers: &[(&str, &str)]) -> (StatusCode, String) {
        let mut request = Request::get(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let router = crate::serve::router(state.clone(), None);
        let (parts, page) = answer(router, request.body(Default::default()).unwrap()).await;
        (parts.status, page)
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn mails_are_shown_to_this_machine_alone() {
        let folder = tempfile::tempdir().unwrap();
        let state = state_with(folder.path(), &["--show-outbox"]).await;
        let (status, page) = asked(&state, "/outbox", &[("host", "127.0.0.1:8080")]).await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains("href=\"/outbox\""));
        let strangers: [&[(&str, &str)]; 6] = [
            &[("host", "localhost"), ("x-forwarded-for", "192.0.2.1")],
            &[("host", "localhost"), ("x-forwarded-proto", "https")],
            &[("host", "localhost"), ("forwarded", "for=192.0.2.1")],
            &[("host", "localhost"), ("via", "1.1 proxy")],
            &[("host", "rebound.example.org")],
            &[],
        ];
        for headers in strangers {
            let (status, page) = asked(&state, "/outbox", headers).await;
            assert_eq!(status, StatusCode::FORBIDDEN, "{headers:?}");
            assert!(page.contains("mails are shown"), "{page}");
            let (_, home) = asked(&state, "/", headers).await;
            assert!(!home.contains("href=\"/outbox\""), "{headers:?}");
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn there_is_no_outbox_elsewhere_and_health_says_that_mail_stays() {
        let folder = tempfile::tempdir().unwrap();
        let state = state_with(folder.path(), &[]).await;
        let (status, _) = asked(&state, "/outbox", &[("host", "localhost")]).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        let (_, health) = asked(&state, "/health", &[("host", "localhost")]).await;
        assert!(health.contains("\"mail_leaves\":false"), "{health}");
        assert_eq!(state.registry.settings().public_url, "http://127.0.0.1:8080");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_public_address_that_was_kept_is_not_lost_with_a_forgotten_option() {
        let folder = tempfile::tempdir().unwrap();
        let public = ["--public-url", "https://registry.example.org/"];
        let first = state_with(folder.path(), &public).await;
        assert_eq!(first.registry.settings().public_url, "https://registry.example.org");
        drop(first);
        let later = state_with(folder.path(), &[]).await;
        assert_eq!(later.registry.settings().public_url, "https://registry.example.org");
        drop(later);
        // And nobody shows the mails of a registry that is public.
        let refused = crate::testing::opened(folder.path(), &["--show-outbox"]).await.err().unwrap();
        assert!(refused.to_string().contains("--show-outbox"), "{refused:#}");
    }
}
