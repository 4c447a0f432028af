//! `concordance serve`: opens everything, answers until asked to stop, closes cleanly.

use std::{pin::pin, sync::Arc, time::Duration};

use anyhow::Context as _;
use axum::{Router, extract::DefaultBodyLimit, middleware};
use metrics_exporter_prometheus::PrometheusHandle;
use object_store::local::LocalFileSystem;
use registry::{Registry, Settings};
use search_index::Index;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tower_http::{compression::CompressionLayer, csrf::CsrfLayer};
use tower_sessions::{Expiry, SessionManagerLayer, cookie::SameSite};

use crate::{
    api, clock,
    config::Serve,
    jobs::{self, Health, Post, Stop},
    listening, pages,
    state::AppState,
    web::{self, limits::Limits},
};

/// Largest request body: an upload with its form.
const LARGEST_BODY: usize = 52 * 1024 * 1024;
/// What is being done when the program is asked to stop may take so long.
const LONGEST_END: Duration = Duration::from_secs(20);

/// Opens the registry with this configuration.
pub async fn open_state(config: Serve) -> anyhow::Result<AppState> {
    anyhow::ensure!(
        !config.show_outbox || config.listen.ip().is_loopback(),
        "--show-outbox shows everyone's mail: it is refused unless --listen is an address of this machine only"
    );
    config.location.create()?;
    let settings = Settings {
        symbol_scheme: config.symbols.clone(),
        public_url: config.public_url(),
        unconfirmed: config.unconfirmed.budget(),
        ..Settings::default()
    };
    let registry = Registry::open(&config.location.database_url(), settings, clock::system())
        .await
        .context("the database cannot be opened")?;
    let folder = config.location.index();
    let index = tokio::task::spawn_blocking(move || Index::open(&folder))
        .await?
        .context("the search index cannot be opened")?;
    let files = config.location.files();
    std::fs::create_dir_all(&files)
        .with_context(|| format!("the folder for files {} cannot be made", files.display()))?;
    Ok(AppState {
        registry,
        index,
        store: Arc::new(LocalFileSystem::new_with_prefix(&files)?.with_fsync(true)),
        files: Arc::default(),
        heavy: Arc::default(),
        bodies: Arc::new(web::bodies::Bodies::new(&config.location.incoming(), listening::LEAST)?),
        assets: web::assets::addresses(),
        limits: Arc::new(Limits::new(config.sign_in_limit, config.comment_limit)),
        jobs: Arc::new(Health::default()),
        config: Arc::new(config),
    })
}

/// Every route with everything around it.
pub fn router(state: AppState, recorder: Option<PrometheusHandle>) -> Router {
    let sessions = SessionManagerLayer::new(web::sessions::RegistryStore(state.registry.clone()))
        .with_name("session")
        .with_same_site(SameSite::Lax)
        .with_http_only(true)
        .with_secure(state.config.secure_cookies())
        .with_expiry(Expiry::OnInactivity(time::Duration::hours(12)));
    Router::new()
        .merge(pages::routes())
        .merge(web::sign_in::routes())
        .merge(api::routes())
        .layer(middleware::from_fn_with_state(state.clone(), web::resume::carry_typed))
        // Within the pages of errors: a refused form gets its sentence, and what was typed.
        .layer(CsrfLayer::new())
        .layer(middleware::from_fn(web::bodies::refuse))
        .layer(middleware::from_fn_with_state(state.clone(), web::errors::error_pages))
        .layer(middleware::from_fn_with_state(state.clone(), web::bodies::gather))
        .layer(sessions)
        .layer(middleware::from_fn(web::policy::content_policy))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .merge(web::assets::routes())
        .layer(CompressionLayer::new())
        .merge(web::observe::routes(recorder))
        .layer(middleware::from_fn(web::observe::requests))
        .with_state(state)
}

/// Serves until asked to stop (SIGTERM, Ctrl-C). Requests and jobs may then come
/// to their end, for a while; asked a second time, it does not wait for them.
pub async fn run(config: Serve) -> anyhow::Result<()> {
    let descriptors = listening::raise_descriptors();
    let recorder = web::observe::recorder()?;
    let post = Post::new(&config.mail_from, config.smtp.as_deref(), &config.location.mail())?;
    let listener = tokio::net::TcpListener::bind(config.listen)
        .await
        .with_context(|| format!("the address {} cannot be listened on", config.listen))?;
    let address = listener.local_addr()?;
    // Of port 0 the system chose another: mails and pages name that one.
    let state = open_state(Serve { listen: address, ..config }).await?;
    let mut signals = Signals::heard()?;
    let (stopper, stop) = Stop::pair();
    let mut running = jobs::start(&state, post, &stop);
    running.spawn(web::observe::upkeep(recorder.clone(), stop.clone()));
    eprintln!("Concordance answers at http://{address}");
    tracing::info!(%address, "listening");
    let rules = listening::Rules::new(&state.config.connections, state.config.proxies, descriptors);
    let serving = listening::serve(listener, router(state, Some(recorder)), rules, stop.clone());
    let mut ended = pin!(async move {
        serving.await;
        while running.join_next().await.is_some() {}
    });
    tokio::select! {
        () = &mut ended => return Ok(()),
        () = signals.next() => {}
    }
    tracing::info!("stopping");
    // Nobody listening any more is as good as told.
    let _ = stopper.send(true);
    match end(ended, signals.next(), LONGEST_END).await {
        End::Clean(()) => {}
        End::AskedAgain => tracing::warn!("asked to stop again: what was still being done is broken off"),
        End::TooLong => tracing::warn!("what was still being done took too long, and is broken off"),
    }
    Ok(())
}

/// How everything came to its end.
#[derive(Debug, PartialEq, Eq)]
enum End<T> {
    /// By itself.
    Clean(T),
    /// Somebody did not want to wait.
    AskedAgain,
    /// A client or a job that did not come to its end held it up.
    TooLong,
}

/// Waits until everything ended, but neither for ever nor against the operator's will.
async fn end<T>(
    ended: impl Future<Output = T>,
    asked_again: impl Future<Output = ()>,
    longest: Duration,
) -> End<T> {
    tokio::select! {
        clean = ended => End::Clean(clean),
        () = asked_again => End::AskedAgain,
        () = tokio::time::sleep(longest) => End::TooLong,
    }
}

/// What asks the program to stop.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    /// From now on SIGTERM and Ctrl-C are heard.
    fn heard() -> anyhow::Result<Self> {
        let hear = |kind| signal(kind).context("signals to stop cannot be heard");
        Ok(Self { terminate: hear(SignalKind::terminate())?, interrupt: hear(SignalKind::interrupt())? })
    }

    /// Waits for the next one.
    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use axum::{
        body::{Body, Bytes},
        extract::Request,
        http::{StatusCode, header},
    };
    use futures::{StreamExt as _, stream};

    use super::*;
    use crate::testing::{answer, form, state};

    #[tokio::test]
    async fn an_open_request_does_not_hold_up_the_end() {
        let moment = Duration::from_millis(20);
        assert_eq!(end(ready(7), pending::<()>(), LONGEST_END).await, End::Clean(7));
        assert_eq!(end(pending::<()>(), ready(()), LONGEST_END).await, End::AskedAgain);
        assert_eq!(end(pending::<()>(), pending::<()>(), moment).await, End::TooLong);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_form_from_elsewhere_is_refused_with_a_sentence_and_given_back() {
        let folder = tempfile::tempdir().unwrap();
        let state = state(folder.path()).await;
        let sent = |origin| form("/comment", origin, "on=G%2FTBT%2FN%2FKEN%2F1&text=Typed+for+an+hour.");
        let (parts, page) = answer(router(state.clone(), None), sent("null")).await;
        assert_eq!(parts.status, StatusCode::FORBIDDEN);
        assert!(page.contains("came from another site"), "{page}");
        assert!(page.contains("Typed for an hour."), "{page}");
        let (parts, _) = answer(router(state, None), sent("http://registry.example.org")).await;
        assert_ne!(parts.status, StatusCode::FORBIDDEN);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_client_that_falls_silent_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let state = state(folder.path()).await;
        let begun = stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"email=a"))]);
        let request = Request::post("/sign-in")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from_stream(begun.chain(stream::pending())))
            .unwrap();
        let least = listening::Least { slack: Duration::from_millis(50), bytes_a_second: 1024 };
        let bodies = web::bodies::Bodies::new(&folder.path().join("incoming"), least).unwrap();
        let router = router(AppState { bodies: Arc::new(bodies), ..state }, None);
        let (parts, page) = answer(router, request).await;
        assert_eq!(parts.status, StatusCode::BAD_REQUEST);
        assert!(page.contains("broke off"), "{page}");
    }
}
