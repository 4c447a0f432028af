//! The first-run page: the first administrator of an empty registry, by the code
//! that was printed where the program was started. For this machine only, and
//! gone as soon as somebody administers.

use app::form::FormState;
use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use registry::{Caller, Error, FieldError, first_administrator::FirstAdministrator};

use super::{administration::typed_authority, comments::private};
use crate::{
    state::AppState,
    web::{FormPairs, Visitor, WebError, audit::Line, local::Local},
};

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/first-run", get(form).post(administrator))
}

/// There is no such page once somebody administers.
async fn needed(state: &AppState) -> Result<(), WebError> {
    if state.registry.needs_administrator().await? { Ok(()) } else { Err(WebError::NotFound) }
}

async fn form(_: Local, visitor: Visitor, State(state): State<AppState>) -> Result<Response, WebError> {
    needed(&state).await?;
    if state.first_run.held().await.is_none() {
        return Err(WebError::NotFound);
    }
    Ok(page(visitor, FormState::filled([("profile", "wto")])))
}

fn page(visitor: Visitor, form: FormState) -> Response {
    let status = if form.errors.is_empty() { 200 } else { 422 };
    private(visitor.page(|| app::pages::first_run::page(form).status(status)))
}

async fn administrator(
    _: Local,
    visitor: Visitor,
    State(state): State<AppState>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    needed(&state).await?;
    let mut held = state.first_run.held().await;
    let Some(code) = held.as_ref() else { return Err(WebError::NotFound) };
    let mut errors = Vec::new();
    if !code.is(typed.value("first_code")) {
        Line::new("first-run-code-wrong").write();
        errors.push(FieldError::new(
            "first_code",
            "This is not the code that was printed when the program was started: look there, or start it again.",
        ));
    }
    match typed_authority(&typed) {
        (Err(error), _) => errors.push(error),
        (Ok(code), make) if errors.is_empty() => {
            let new = FirstAdministrator {
                authority: make(code),
                email: typed.value("email").to_owned(),
                name: typed.value("person_name").to_owned(),
            };
            match state.registry.administrator_first(&Caller::System, new).await {
                Ok(first) => {
                    *held = None;
                    Line::new("first-administrator").by(Some(first.account)).write();
                    let to = format!("/password?token={}", first.token);
                    return Ok(private(Redirect::to(&to).into_response()));
                }
                Err(Error::Invalid(wrong)) => errors.extend(wrong),
                Err(other) => return Err(other.into()),
            }
        }
        (Ok(_), _) => {}
    }
    // The code is typed again: a page that stays open must not keep it.
    let mut filled = typed.state().with_errors(errors);
    filled.values.retain(|(name, _)| name != "first_code");
    Ok(page(visitor, filled))
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use axum::{
        body::Body,
        extract::{ConnectInfo, Request},
        http::{HeaderName, HeaderValue, header},
    };

    use crate::{
        serve::router,
        state::AppState,
        testing::{self, PASSWORD, answer, signed_in},
    };

    /// A request from an address, to a host.
    fn from(peer: &str, host: &str, body: Option<String>) -> Request {
        let request = Request::builder()
            .method(if body.is_some() { "POST" } else { "GET" })
            .uri("/first-run")
            .header(header::HOST, host)
            .header(header::ORIGIN, format!("http://{host}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .extension(ConnectInfo(peer.parse::<SocketAddr>().unwrap()));
        request.body(body.map_or_else(Body::empty, Body::from)).unwrap()
    }

    fn here(body: Option<String>) -> Request {
        from("127.0.0.1:40000", "127.0.0.1:8080", body)
    }

    fn typed(code: &str) -> String {
        format!(
            "first_code={code}&code=KEN&authority_name=Bureau&country=KE&zone=Africa%2FNairobi&zone_place=Nairobi&\
             profile=wto&person_name=Joseph&email=joseph%40example.org"
        )
    }

    async fn status(state: &AppState, request: Request) -> u16 {
        answer(router(state.clone(), None), request).await.0.status.as_u16()
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn the_first_administrator_comes_by_the_printed_code() {
        let folder = tempfile::tempdir().unwrap();
        let state = testing::state(folder.path()).await;
        let code = state.first_run.code().await.unwrap();
        let (parts, page) = answer(router(state.clone(), None), here(None)).await;
        assert_eq!(parts.status, 200);
        assert!(!page.contains(&code));
        // A wrong code, and what is missing: everything typed comes back but the code.
        let wrong = typed("000000-000000-000000-000000").replace("name=Bureau", "name=");
        let (parts, page) = answer(router(state.clone(), None), here(Some(wrong))).await;
        assert_eq!(parts.status, 422);
        assert!(page.contains("This is not the code") && page.contains("joseph@example.org"), "{page}");
        assert!(!page.contains("000000-000000"), "{page}");
        let incomplete = typed(&code).replace("name=Bureau", "name=");
        let (parts, page) = answer(router(state.clone(), None), here(Some(incomplete))).await;
        assert_eq!(parts.status, 422);
        assert!(page.contains("Enter the name of the authority"), "{page}");
        let (parts, _) = answer(router(state.clone(), None), here(Some(typed(&code)))).await;
        assert_eq!(parts.status, 303);
        let to = parts.headers[header::LOCATION].to_str().unwrap().to_owned();
        // The code worked once.
        assert_eq!(status(&state, here(Some(typed(&code)))).await, 404);
        let token = to.strip_prefix("/password?token=").unwrap();
        let body = format!("token={token}&new_password={0}&again={0}", PASSWORD.replace(' ', "+"));
        let set = testing::form("/password", "http://registry.example.org", body);
        assert_eq!(status(&state, set).await, 200);
        signed_in(&state, "joseph@example.org", PASSWORD).await;
        assert_eq!(status(&state, here(None)).await, 404);
        drop(state);
        let again = testing::state(folder.path()).await;
        assert_eq!(again.first_run.code().await, None, "somebody administers now");
        assert_eq!(status(&again, here(None)).await, 404);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn the_code_is_worth_nothing_once_somebody_administers() {
        let folder = tempfile::tempdir().unwrap();
        let state = testing::state(folder.path()).await;
        let code = state.first_run.code().await.unwrap();
        testing::person(&state.registry, "carol@example.org", &[domain::role::Role::Administrator]).await;
        assert_eq!(status(&state, here(None)).await, 404);
        assert_eq!(status(&state, here(Some(typed(&code)))).await, 404);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn there_is_no_such_page_from_elsewhere() {
        let folder = tempfile::tempdir().unwrap();
        let state = testing::state(folder.path()).await;
        let code = state.first_run.code().await.unwrap();
        for (peer, host) in [
            ("192.0.2.7:40000", "127.0.0.1:8080"),
            ("[2001:db8::1]:40000", "localhost:8080"),
            ("127.0.0.1:40000", "registry.example.org"),
        ] {
            assert_eq!(status(&state, from(peer, host, None)).await, 404, "{peer} {host}");
            assert_eq!(status(&state, from(peer, host, Some(typed(&code)))).await, 404, "{peer} {host}");
        }
        for name in ["x-forwarded-for", "forwarded", "x-real-ip", "via"] {
            let mut request = here(Some(typed(&code)));
            request
                .headers_mut()
                .insert(HeaderName::from_static(name), HeaderValue::from_static("192.0.2.7"));
            assert_eq!(status(&state, request).await, 404, "{name}");
        }
        assert_eq!(status(&state, from("[::1]:40000", "[::1]:8080", None)).await, 200);
        assert!(state.registry.authority_list().await.unwrap().is_empty());
    }
}
