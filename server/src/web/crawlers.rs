//! What browsers and crawlers ask every site for: `/favicon.ico`, `/robots.txt`.

use axum::{
    Router,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};

use crate::state::AppState;

/// The icon for programs that know no SVG: `app/brand/icon.svg` in 16 and 32 pixels.
const ICON: &[u8] = include_bytes!("favicon.ico");

/// Where no crawler has anything to find: what needs an account, what is open by a
/// secret address, forms, and what answers programs while somebody types.
pub const PRIVATE: [&str; 16] = [
    "/administration",
    "/calendars/",
    "/comment?",
    "/comment/",
    "/comments/mails/",
    "/comments/verify",
    "/consulted/",
    "/coordination",
    "/desk",
    "/follow",
    "/outbox",
    "/password",
    "/receipts/",
    "/reminders/",
    "/sign-",
    "/suggest/",
];

/// `/favicon.ico` and `/robots.txt`.
pub fn routes() -> Router<AppState> {
    Router::new().route("/favicon.ico", get(icon)).route("/robots.txt", get(robots))
}

async fn icon() -> Response {
    let headers = [(header::CONTENT_TYPE, "image/x-icon"), (header::CACHE_CONTROL, "public, max-age=86400")];
    (headers, ICON).into_response()
}

async fn robots() -> Response {
    let rules: Vec<String> = PRIVATE.iter().map(|path| format!("Disallow: {path}\n")).collect();
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=86400"),
    ];
    (headers, format!("User-agent: *\n{}", rules.concat())).into_response()
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, extract::Request, http::StatusCode};

    use super::*;
    use crate::testing::{answer, state, state_with};

    #[tokio::test(flavor = "multi_thread")]
    async fn crawlers_are_told_where_nothing_is_for_them() {
        let folder = tempfile::tempdir().unwrap();
        let router = crate::serve::router(state(folder.path()).await, None);
        let request = Request::get("/robots.txt").body(Body::empty()).unwrap();
        let (parts, rules) = answer(router, request).await;
        assert_eq!(parts.status, StatusCode::OK);
        assert!(rules.starts_with("User-agent: *\nDisallow: /"), "{rules}");
        for private in [
            "/desk/7",
            "/administration",
            "/receipts/C-1",
            "/outbox",
            "/comment/draft/K7Q",
            "/consulted/K7Q",
            "/calendars/K7Q",
        ] {
            assert!(PRIVATE.iter().any(|path| private.starts_with(path)), "{private}");
        }
        for public in
            ["/", "/search", "/notifications/G/TBT/N/KEN/1", "/comments", "/comments/C-1", "/documents/1"]
        {
            assert!(!PRIVATE.iter().any(|path| public.starts_with(path)), "{public}");
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn the_icon_is_one() {
        let response = icon().await;
        assert_eq!(response.headers()[header::CONTENT_TYPE], "image/x-icon");
        assert_eq!(ICON[..4], [0, 0, 1, 0]);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_is_not_there_is_said_in_the_frame_with_the_headers_of_every_page() {
        let folder = tempfile::tempdir().unwrap();
        let state = state_with(folder.path(), &["--public-url", "https://registry.example.org"]).await;
        let router = crate::serve::router(state, None);
        let asked = async |method: &str, path: &str| {
            let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
            answer(router.clone(), request).await
        };
        for (method, path, status) in [
            ("GET", "/nothing/here", 404),
            ("GET", "//evil.example/", 404),
            ("GET", "/assets/0/nothing.css", 404),
            ("GET", "/assets", 404),
            ("POST", "/health", 405),
            ("DELETE", "/search", 405),
            ("GET", "/metrics", 404),
            ("GET", "/search?q=%00", 400),
        ] {
            let (parts, page) = asked(method, path).await;
            assert_eq!(parts.status, status, "{method} {path}");
            assert!(page.contains("</main>"), "{method} {path}: {page}");
            for name in ["content-security-policy", "x-content-type-options", "strict-transport-security"] {
                assert!(parts.headers.contains_key(name), "{method} {path}: {name}");
            }
        }
        for path in ["/api/v1/nothing", "/api/v1/notifications?q=%00"] {
            let (parts, json) = asked("GET", path).await;
            assert!(parts.status.is_client_error() && json.starts_with("{\"error\":"), "{path}: {json}");
        }
        for path in ["/health", "/favicon.ico", "/robots.txt"] {
            let request = Request::head(path).body(Body::empty()).unwrap();
            let (parts, _) = answer(router.clone(), request).await;
            assert_eq!(parts.status, 200);
            assert_eq!(parts.headers["x-content-type-options"], "nosniff", "{path}");
        }
        let (parts, _) = asked("GET", "/search/?q=a%2Fb").await;
        assert_eq!(
            (parts.status.as_u16(), parts.headers[header::LOCATION].to_str().unwrap()),
            (308, "/search?q=a%2Fb")
        );
        let (parts, _) = asked("POST", "/sign-in/").await;
        assert!(!parts.status.is_redirection());
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn over_tls_the_session_is_of_this_host_alone() {
        for (options, begins) in [
            (&["--public-url", "https://registry.example.org"][..], "__Host-session="),
            (&[][..], "session="),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let state = state_with(folder.path(), options).await;
            crate::testing::person(&state.registry, "ana@example.org", &[domain::role::Role::Official]).await;
            let secure = state.config.secure_cookies();
            let body =
                format!("email=ana%40example.org&password={}", crate::testing::PASSWORD.replace(' ', "+"));
            let sent = crate::testing::form("/sign-in", "http://registry.example.org", body);
            let (parts, _) = answer(crate::serve::router(state, None), sent).await;
            assert_eq!(parts.status, StatusCode::SEE_OTHER);
            let cookies: Vec<&str> =
                parts.headers.get_all("set-cookie").iter().map(|c| c.to_str().unwrap()).collect();
            let session = cookies.iter().find(|c| c.starts_with(begins)).expect("a session");
            assert!(
                session.contains("Path=/") && session.contains("HttpOnly") && !session.contains("Domain")
            );
            assert!(cookies.iter().all(|c| c.contains("Secure") == secure), "{cookies:?}");
            assert_eq!(cookies.len(), 2, "{cookies:?}");
        }
    }
}
