//! `/metrics`: numbers for Prometheus. They tell how busy and how healthy the
//! program is, and that is nobody's business but the operator's: they are on an
//! address of their own, or ask for a token, or answer this machine alone.

use std::{future::Future, net::SocketAddr};

use anyhow::Context as _;
use axum::{
    Router,
    extract::Request,
    http::{HeaderMap, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use metrics_exporter_prometheus::PrometheusHandle;
use subtle::ConstantTimeEq as _;

use super::{WebError, local::is_forwarded};
use crate::config::Serve;

/// Who may read the numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Readers {
    /// Programs of this machine.
    Here,
    /// Whoever has the token.
    WithToken(String),
}

/// `/metrics` among the other addresses, where the configuration has it there.
pub fn routes<S: Clone + Send + Sync + 'static>(
    config: &Serve,
    recorder: Option<PrometheusHandle>,
) -> Router<S> {
    let readers = match &config.metrics_token {
        _ if config.metrics_listen.is_some() => None,
        Some(token) => Some(Readers::WithToken(token.clone())),
        None => config.stays_here().then_some(Readers::Here),
    };
    readers.map_or_else(Router::new, |readers| guarded(readers, recorder))
}

/// Answers `/metrics` alone on its own address until it is told to stop.
pub async fn serve(
    listen: SocketAddr,
    token: Option<String>,
    recorder: PrometheusHandle,
    stop: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<impl Future<Output = ()> + Send + 'static> {
    let listener = tokio::net::TcpListener::bind(listen)
        .await
        .with_context(|| format!("the address {listen} of the numbers cannot be listened on"))?;
    let router: Router = match token {
        Some(token) => guarded(Readers::WithToken(token), Some(recorder)),
        None => open(Some(recorder)),
    };
    tracing::info!(address = %listener.local_addr()?, "numbers at /metrics");
    Ok(async move {
        if let Err(error) = axum::serve(listener, router).with_graceful_shutdown(stop).await {
            tracing::error!(?error, "the numbers are answered no more");
        }
    })
}

fn open<S: Clone + Send + Sync + 'static>(recorder: Option<PrometheusHandle>) -> Router<S> {
    let numbers = move || {
        let text = recorder.as_ref().map(PrometheusHandle::render).unwrap_or_default();
        std::future::ready(([(header::CACHE_CONTROL, "no-store")], text))
    };
    Router::new().route("/metrics", get(numbers))
}

fn guarded<S: Clone + Send + Sync + 'static>(
    readers: Readers,
    recorder: Option<PrometheusHandle>,
) -> Router<S> {
    open(recorder).layer(middleware::from_fn(move |request: Request, next: Next| {
        let readers = readers.clone();
        async move {
            match readers {
                // A proxy on this machine brings strangers.
                Readers::Here if is_forwarded(request.headers()) => WebError::NotFound.into_response(),
                Readers::WithToken(token) if !has_token(request.headers(), &token) => refused(),
                _ => next.run(request).await,
            }
        }
    }))
}

fn refused() -> Response {
    (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, "Bearer")]).into_response()
}

/// Whether the request brings the token; how long that takes to tell says nothing about it.
fn has_token(headers: &HeaderMap, token: &str) -> bool {
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let given = given.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    given.as_bytes().ct_eq(token.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, http::request::Builder};

    use super::*;
    use crate::testing::{answer, state_with};

    async fn status(options: &[&str], request: Builder) -> StatusCode {
        let folder = tempfile::tempdir().unwrap();
        let state = state_with(folder.path(), options).await;
        let router = crate::serve::router(state, None);
        answer(router, request.body(Body::empty()).unwrap()).await.0.status
    }

    fn asked() -> Builder {
        Request::get("/metrics")
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn numbers_are_for_the_operator_alone() {
        assert_eq!(status(&[], asked()).await, StatusCode::OK);
        let proxied = asked().header("x-forwarded-for", "192.0.2.1");
        assert_eq!(status(&[], proxied).await, StatusCode::NOT_FOUND);
        let public: [&[&str]; 4] = [
            &["--listen", "0.0.0.0:8080"],
            &["--proxies", "1"],
            &["--public-url", "https://registry.example.org"],
            &["--metrics-listen", "127.0.0.1:9090"],
        ];
        for options in public {
            assert_eq!(status(options, asked()).await, StatusCode::NOT_FOUND, "{options:?}");
        }
        let guarded = ["--listen", "0.0.0.0:8080", "--metrics-token", "a long and random token"];
        assert_eq!(status(&guarded, asked()).await, StatusCode::UNAUTHORIZED);
        let with = |token: &str| asked().header("authorization", format!("Bearer {token}"));
        assert_eq!(status(&guarded, with("a long and random")).await, StatusCode::UNAUTHORIZED);
        assert_eq!(status(&guarded, with("a long and random token")).await, StatusCode::OK);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn numbers_have_an_address_of_their_own() {
        let recorder = metrics_exporter_prometheus::PrometheusBuilder::new().build_recorder().handle();
        let router: Router = open(Some(recorder));
        let (parts, _) = answer(router.clone(), asked().body(Body::empty()).unwrap()).await;
        assert_eq!(parts.status, StatusCode::OK);
        let elsewhere = Request::get("/").body(Body::empty()).unwrap();
        assert_eq!(answer(router, elsewhere).await.0.status, StatusCode::NOT_FOUND);
    }
}
