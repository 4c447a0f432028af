//! `concordance serve`: opens everything, answers until asked to stop, closes cleanly.

use std::{
    net::{Ipv4Addr, SocketAddr},
    pin::pin,
    sync::Arc,
    time::Duration,
};

use anyhow::Context as _;
use axum::{Router, extract::DefaultBodyLimit, middleware};
use metrics_exporter_prometheus::PrometheusHandle;
use object_store::local::LocalFileSystem;
use registry::{Registry, Settings};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tower_http::{compression::CompressionLayer, csrf::CsrfLayer};
use tower_sessions::{Expiry, SessionManagerLayer, cookie::SameSite};

use crate::{
    api,
    config::{MailWay, Serve, without_slash},
    first_run::FirstRun,
    jobs::{self, Health, Post, Stop},
    listening, opening, pages,
    state::AppState,
    web::{self, limits::Limits},
};

/// Largest request body: an upload with its form.
const LARGEST_BODY: usize = 52 * 1024 * 1024;
/// Longest that one statement of a job may take; requests wait for less.
const LONGEST_STATEMENT: Duration = Duration::from_secs(60);
/// What is being done when the program is asked to stop may take so long.
const LONGEST_END: Duration = Duration::from_secs(20);

/// Opens the registry with this configuration.
pub async fn open_state(config: Serve) -> anyhow::Result<AppState> {
    config.check_outbox(&config.public_url())?;
    opening::check_lost(&config.location)?;
    let registry = addressed(&config).await?;
    let demonstration = registry.is_demonstration().await?;
    anyhow::ensure!(
        !demonstration || config.stays_here(),
        "this database is a demonstration, or a copy of one: its password is published, so it answers on this machine \
         only, without --proxies and with no --public-url of elsewhere. For a registry of your own start with an empty data folder (--data DIR)"
    );
    let first_run = Arc::new(FirstRun::of(&registry, demonstration).await?);
    if let Some(warning) = config.location.read_by_others() {
        tracing::warn!("{warning}");
    }
    match config.mail_way() {
        MailWay::Server => {}
        MailWay::Files => tracing::info!("a demonstration: mails become files in the data folder"),
        MailWay::Stays => tracing::warn!(
            "no mail leaves: confirmations, replies and links to set a password stay in the database until --smtp \
             names a mail server"
        ),
    }
    let folder = config.location.index();
    let index = tokio::task::spawn_blocking(move || opening::index(&folder))
        .await?
        .context("the search index cannot be opened")?;
    opening::check_belonging(&config.location, &registry, &index).await?;
    let files = config.location.files();
    std::fs::create_dir_all(&files)
        .with_context(|| format!("the folder for files {} cannot be made", files.display()))?;
    Ok(AppState {
        limits: Arc::new(Limits::new(registry.hurried(), config.sign_in_limit, config.comment_limit)),
        registry: registry.hurried(),
        index,
        store: Arc::new(LocalFileSystem::new_with_prefix(&files)?.with_fsync(true)),
        files: Arc::default(),
        heavy: Arc::default(),
        bodies: Arc::new(web::bodies::Bodies::new(
            &config.location.incoming(),
            config.location.reserve(),
            listening::LEAST,
        )?),
        assets: web::assets::addresses(),
        jobs: Arc::new(Health::default()),
        readiness: Arc::default(),
        kept: Arc::default(),
        demonstration,
        first_run,
        config: Arc::new(config),
    })
}

/// The registry under its public address, which is kept for the commands that write
/// mails. Started without one, the address that is kept counts where it is public:
/// an option that was forgotten once sends nobody to this machine.
async fn addressed(config: &Serve) -> anyhow::Result<Registry> {
    let settings = Settings {
        symbol_scheme: config.symbols.clone(),
        public_url: config.public_url.as_ref().map(without_slash).unwrap_or_default(),
        stranger_mails: config.mail_limit,
        unconfirmed: config.unconfirmed.budget(),
        statement_limit: Some(LONGEST_STATEMENT),
        reserve: config.location.reserve(),
        sessions: config.sessions(),
        ..Settings::default()
    };
    let registry = opening::with_key(&config.location, settings).await?;
    let kept = registry.settings().public_url.clone();
    let is_public = url::Url::parse(&kept).is_ok_and(|url| !web::local::is_loopback(&url));
    let registry = if config.public_url.is_none() && !is_public {
        registry.with_public_url(config.public_url())
    } else {
        registry
    };
    let public_url = registry.settings().public_url.clone();
    config.check_outbox(&public_url)?;
    if config.public_url.is_none() && is_public {
        tracing::warn!(
            public_url,
            "links in mails start with the public address of an earlier start: give --public-url to change it"
        );
    }
    if let Some(before) = registry.public_url_keep().await? {
        tracing::warn!(
            before,
            public_url,
            "the public address changed: links in mails sent before lead to the old one"
        );
    }
    Ok(registry)
}

/// Every route with everything around it.
pub fn router(state: AppState, recorder: Option<PrometheusHandle>) -> Router {
    // Over TLS the name itself says that no other host of the domain has set it (RFC 6265bis).
    let secure = state.config.secure_cookies();
    let sessions = SessionManagerLayer::new(web::sessions::RegistryStore(state.registry.clone()))
        .with_name(if secure { "__Host-session" } else { "session" })
        .with_path("/")
        .with_same_site(SameSite::Lax)
        .with_http_only(true)
        .with_secure(secure)
        // The browser forgets it in the end; when it ends sooner the registry knows.
        .with_expiry(Expiry::OnInactivity(time::Duration::hours(state.config.session_longest.into())));
    Router::new()
        .merge(pages::routes())
        .merge(web::sign_in::routes())
        .merge(api::routes())
        .merge(web::crawlers::routes())
        .fallback(web::edge::nothing_here)
        .layer(middleware::from_fn_with_state(state.clone(), web::resume::carry_typed))
        // Within the pages of errors: a refused form gets its sentence, and what was typed.
        .layer(CsrfLayer::new())
        .layer(middleware::from_fn(web::audit::refusals))
        .layer(middleware::from_fn(web::edge::readable_addresses))
        .layer(middleware::from_fn(web::bodies::refuse))
        .layer(middleware::from_fn_with_state(state.clone(), web::errors::error_pages))
        .layer(middleware::from_fn_with_state(state.clone(), web::bodies::gather))
        .layer(middleware::from_fn_with_state(state.clone(), web::kept::pages))
        .layer(sessions)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .merge(without_session(state.clone(), web::assets::routes()))
        .layer(CompressionLayer::new())
        .merge(without_session(state.clone(), web::observe::routes()))
        .merge(without_session(state.clone(), web::numbers::routes(&state.config, recorder)))
        .layer(middleware::from_fn(web::edge::one_address_a_page))
        .layer(middleware::from_fn_with_state(state.clone(), web::local::demonstration_stays_here))
        .layer(middleware::from_fn_with_state(state.clone(), web::policy::content_policy))
        .layer(middleware::from_fn(web::observe::requests))
        .layer(middleware::from_fn_with_state(state.clone(), web::request_id::named))
        .with_state(state)
}

/// Routes that never look for a session, and so need no database: what is not
/// there is said like everywhere else.
fn without_session(state: AppState, routes: Router<AppState>) -> Router<AppState> {
    routes
        .layer(middleware::from_fn(web::edge::readable_addresses))
        .layer(middleware::from_fn_with_state(state, web::errors::error_pages))
}

/// Serves until asked to stop (SIGTERM, Ctrl-C). Requests and jobs may then come
/// to their end, for a while; asked a second time, it does not wait for them.
pub async fn run(config: Serve) -> anyhow::Result<()> {
    let descriptors = listening::raise_descriptors();
    let recorder = web::observe::recorder()?;
    let post = Post::new(&config)?;
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
    running.spawn(web::kept::first_pages(router(state.clone(), None), stop.clone()));
    if let Some(listen) = state.config.metrics_listen {
        let (token, mut told) = (state.config.metrics_token.clone(), stop.clone());
        let told = async move { told.wait().await };
        running.spawn(web::numbers::serve(listen, token, recorder.clone(), told).await?);
    }
    eprintln!("Concordance answers at http://{address}");
    if let Some(code) = state.first_run.code().await {
        eprintln!("{}", first_steps(address, &code));
    }
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

/// What to do where nobody administers the registry yet.
fn first_steps(address: SocketAddr, code: &str) -> String {
    let command = "concordance administrator invite --authority CODE --name NAME --email ADDRESS";
    let ip = address.ip();
    if ip.is_loopback() || ip.is_unspecified() {
        let here = if ip.is_loopback() { address } else { (Ipv4Addr::LOCALHOST, address.port()).into() };
        format!(
            "Nobody administers this registry yet. On this machine open http://{here}/first-run\n  \
             one-time code: {code}\nor run: {command}"
        )
    } else {
        format!("Nobody administers this registry yet. Run: {command}")
    }
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
        let bodies = web::bodies::Bodies::new(&folder.path().join("incoming"), 0, least).unwrap();
        let router = router(AppState { bodies: Arc::new(bodies), ..state }, None);
        let (parts, page) = answer(router, request).await;
        assert_eq!(parts.status, StatusCode::BAD_REQUEST);
        assert!(page.contains("broke off"), "{page}");
    }
}
