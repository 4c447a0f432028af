//! `concordance serve`: opens everything, answers until asked to stop, closes cleanly.

use std::{net::SocketAddr, sync::Arc};

use anyhow::Context as _;
use axum::{Router, extract::DefaultBodyLimit, middleware};
use metrics_exporter_prometheus::PrometheusHandle;
use object_store::local::LocalFileSystem;
use registry::{Registry, Settings};
use search_index::Index;
use tower_http::{compression::CompressionLayer, csrf::CsrfLayer};
use tower_sessions::{Expiry, SessionManagerLayer, cookie::SameSite};

use crate::{
    api, clock,
    config::Serve,
    jobs::{self, Health, Post, Stop},
    pages,
    state::AppState,
    web::{self, limits::Limits},
};

/// Largest request body: an upload with its form.
const LARGEST_BODY: usize = 52 * 1024 * 1024;

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
        .layer(middleware::from_fn_with_state(state.clone(), web::errors::error_pages))
        .layer(sessions)
        .layer(CsrfLayer::new())
        .layer(middleware::from_fn(web::policy::content_policy))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .merge(web::assets::routes())
        .layer(CompressionLayer::new())
        .merge(web::observe::routes(recorder))
        .layer(middleware::from_fn(web::observe::requests))
        .with_state(state)
}

/// Serves until asked to stop (SIGTERM, Ctrl-C).
pub async fn run(config: Serve) -> anyhow::Result<()> {
    let recorder = web::observe::recorder()?;
    let post = Post::new(&config.mail_from, config.smtp.as_deref(), &config.location.mail())?;
    let listener = tokio::net::TcpListener::bind(config.listen)
        .await
        .with_context(|| format!("the address {} cannot be listened on", config.listen))?;
    let state = open_state(config).await?;
    let (stopper, stop) = Stop::pair();
    let mut running = jobs::start(&state, post, &stop);
    let address = listener.local_addr()?;
    eprintln!("Concordance answers at http://{address}");
    tracing::info!(%address, "listening");
    let service = router(state, Some(recorder)).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(async move {
            asked_to_stop().await;
            tracing::info!("stopping");
            // Nobody listening any more is as good as told.
            let _ = stopper.send(true);
        })
        .await?;
    while running.join_next().await.is_some() {}
    Ok(())
}

async fn asked_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let interrupt = tokio::signal::ctrl_c();
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
        }
        Err(error) => {
            tracing::warn!(?error, "SIGTERM is not heard; Ctrl-C is");
            // Without either signal the process is ended from outside.
            let _ = interrupt.await;
        }
    }
}
