//! Odd requests to every address, on both databases: whatever is asked or sent,
//! the answer is never a failure of ours and never empty. The addresses are read
//! from the sources, so none is forgotten.

use std::{fs, path::Path};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::Request,
    http::{Method, StatusCode, header},
};
use futures::{StreamExt as _, stream};
use object_store::{ObjectStoreExt as _, path::Path as Key};
use percent_encoding::{NON_ALPHANUMERIC, percent_encode};
use regex::Regex;
use tower::ServiceExt as _;

use crate::{
    jobs, serve,
    state::AppState,
    testing::{On, form, state_on},
};

/// Limits that no test reaches.
const WIDE: [&str; 4] = ["--sign-in-limit", "1000000", "--comment-limit", "1000000"];
/// Parameters that are numbers; what is none is refused before anything is asked.
const NUMBERS: [&str; 12] = [
    "page", "document", "from", "to", "version", "done", "passed", "group", "assigned", "draft", "newest",
    "seen",
];

/// Bytes that nobody should send.
fn odd() -> Vec<Vec<u8>> {
    let mut odd: Vec<Vec<u8>> = [
        &b"\0"[..],
        b"a\0b",
        b"\xED\xA0\x80",
        b"\xC0\xAF",
        b"\xFF\xFE",
        b"-1",
        b"0",
        b"9223372036854775807",
        b"18446744073709551615",
        b"1e308",
        "\u{202E}\u{200F}\u{2066}".as_bytes(),
        "🧸\u{FEFF}\u{301}".as_bytes(),
        b"%",
        b"_\\%\\",
        b"'; DROP TABLE notification; --",
        b"\"unbalanced (",
        b"a:b AND OR NOT [x TO *]~9^",
        b"<script>alert(1)</script>",
        b"../../etc/passwd",
        b"\r\nSet-Cookie: a=b",
        b"\x1B\x07",
        b" ",
        b"",
    ]
    .map(<[u8]>::to_vec)
    .to_vec();
    odd.push(b"9".repeat(20_000));
    odd.push(b"word ".repeat(2_000));
    odd.push("ß".repeat(3_000).into_bytes());
    odd
}

pub(crate) fn encoded(bytes: &[u8]) -> String {
    percent_encode(bytes, NON_ALPHANUMERIC).to_string()
}

/// An address of the program, what it takes, and the names in the file it stands in.
pub(crate) struct Address {
    pub(crate) path: String,
    takes_forms: bool,
    pub(crate) is_read: bool,
    names: Vec<String>,
}

/// Every address in the sources.
pub(crate) fn addresses() -> Vec<Address> {
    let mut found = Vec::new();
    let route = Regex::new(r#"(?s)\.route\(\s*"([^"]+)",\s*([^;]*?)\)\s*(?:\.route|\.layer|\.merge|;|\n\})"#)
        .unwrap();
    let described = Regex::new(r#"(?s)path = "(/api[^"]+)""#).unwrap();
    let quoted = Regex::new(r#""([a-z_]{1,24})""#).unwrap();
    let field = Regex::new(r"(?m)^    ([a-z_]{1,24}): (?:String|Option<)").unwrap();
    for file in sources(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))) {
        let text = fs::read_to_string(file).unwrap();
        // Routes of tests are none of ours.
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        let mut names: Vec<String> = quoted
            .captures_iter(text)
            .chain(field.captures_iter(text))
            .map(|found| found[1].to_owned())
            .collect();
        names.sort();
        names.dedup();
        // One `.route` ends where the next begins: the text is matched again from each.
        for (at, _) in text.match_indices(".route(") {
            let Some(found_route) = route.captures_at(text, at) else {
                panic!("unread route: {}", &text[at..at + 80])
            };
            let methods = &found_route[2];
            found.push(Address {
                path: found_route[1].to_owned(),
                takes_forms: methods.contains("post("),
                is_read: methods.contains("get("),
                names: names.clone(),
            });
        }
        for path in described.captures_iter(text) {
            found.push(Address {
                path: path[1].to_owned(),
                takes_forms: false,
                is_read: true,
                names: names.clone(),
            });
        }
    }
    found
}

fn sources(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let rust = |path: &std::path::PathBuf| {
        path.extension().is_some_and(|e| e == "rs")
            && !["odd_requests.rs", "confidential.rs", "tests.rs"].iter().any(|tests| path.ends_with(tests))
    };
    folders.iter().flat_map(|folder| sources(folder)).chain(files.into_iter().filter(rust)).collect()
}

/// The address with every part that is open filled in.
pub(crate) fn filled(path: &str, with: impl Fn(&str) -> String) -> String {
    let part = Regex::new(r"\{([^}]+)\}").unwrap();
    part.replace_all(path, |open: &regex::Captures<'_>| with(&open[1])).into_owned()
}

/// What usually stands at an open part.
fn usual(part: &str) -> String {
    match part {
        "*symbol" => "G/TBT/N/KEN/1",
        "*id" => "ISO%208124-1%3A2022",
        "section" => "products",
        "kind" => "hs",
        "scheme" => "hs",
        "code" => "KEN",
        "act" => "invite",
        _ => "1",
    }
    .to_owned()
}

/// The demonstration, with sessions of an official and of an administrator.
struct World {
    router: Router,
    official: String,
    administrator: String,
    _folder: tempfile::TempDir,
}

impl World {
    async fn new(on: On) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let state = state_on(on, folder.path(), &WIDE).await;
        let store = state.store.clone();
        let put = |key: String, bytes: Vec<u8>| {
            let store = store.clone();
            async move { Ok(store.put(&Key::from(key.as_str()), bytes.into()).await.map(|_| ())?) }
        };
        demo::fill(&state.registry, put, |_, _| {}).await.unwrap();
        jobs::catch_up(&state.registry, &state.index, |_, _| {}).await.unwrap();
        let official = signed_in(&state, "amina.odhiambo@tbt-kenya.example").await;
        let administrator = signed_in(&state, "joseph.mwangi@tbt-kenya.example").await;
        Self { router: serve::router(state, None), official, administrator, _folder: folder }
    }

    fn session(&self, path: &str) -> &str {
        let governs = path.starts_with("/administration") || path.starts_with("/coordination");
        if governs { &self.administrator } else { &self.official }
    }

    fn get(&self, address: &str) -> Option<Request> {
        let request = Request::get(address).header(header::COOKIE, self.session(address));
        // An address longer than any that the program is ever given is none.
        request.body(Body::empty()).ok()
    }

    fn post(&self, path: &str, media_type: &str, body: Vec<u8>) -> Option<Request> {
        let request = Request::post(path)
            .header(header::HOST, "registry.example.org")
            .header(header::ORIGIN, "http://registry.example.org")
            .header(header::COOKIE, self.session(path))
            .header(header::CONTENT_TYPE, media_type)
            .header(header::CONTENT_LENGTH, body.len());
        request.body(Body::from(body)).ok()
    }

    /// Sends all, some at once; says which were not answered as they should.
    async fn send(&self, requests: Vec<Request>) -> (usize, Vec<String>) {
        let sent = requests.len();
        let answered = stream::iter(requests).map(|request| {
            let router = self.router.clone();
            let mut what = format!("{} {}", request.method(), request.uri());
            what.truncate(200);
            let head = request.method() == Method::HEAD;
            async move {
                let answer = tokio::spawn(async move { problem(router, request, head).await }).await;
                let problem = answer.unwrap_or_else(|panic| Some(panic.to_string()));
                problem.map(|problem| format!("{what}: {problem}"))
            }
        });
        let problems: Vec<Option<String>> = answered.buffer_unordered(8).collect().await;
        (sent, problems.into_iter().flatten().collect())
    }
}

async fn signed_in(state: &AppState, email: &str) -> String {
    let router = serve::router(state.clone(), None);
    let body = format!("email={}&password={}", encoded(email.as_bytes()), encoded(demo::PASSWORD.as_bytes()));
    let answer = router.oneshot(form("/sign-in", "http://registry.example.org", body)).await.unwrap();
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let cookies = answer.headers().get_all(header::SET_COOKIE).iter();
    let pairs = cookies.map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap().to_owned());
    pairs.collect::<Vec<_>>().join("; ")
}

/// What is wrong with the answer.
async fn problem(router: Router, request: Request, head: bool) -> Option<String> {
    let response = router.oneshot(request).await.expect("a router always answers");
    let (parts, body) = response.into_parts();
    let bytes = match to_bytes(body, usize::MAX).await {
        Ok(bytes) => bytes,
        Err(error) => return Some(format!("the answer broke off: {error}")),
    };
    let protected = parts.headers.contains_key("content-security-policy")
        && parts.headers.get("x-content-type-options").is_some_and(|value| value == "nosniff");
    if parts.status.is_server_error() {
        return Some(format!(
            "{}: {}",
            parts.status,
            String::from_utf8_lossy(&bytes[..bytes.len().min(300)])
        ));
    }
    if bytes.is_empty() && !parts.status.is_redirection() && !head {
        return Some(format!("{}: nothing was answered", parts.status));
    }
    (!protected).then(|| format!("{}: no security headers", parts.status))
}

/// Everything that is read: odd parts of the path, odd parameters.
fn reads(world: &World, addresses: &[Address]) -> Vec<Request> {
    let mut requests = Vec::new();
    // Without a recorder there are no numbers to answer with.
    for address in addresses.iter().filter(|address| address.is_read && address.path != "/metrics") {
        let plain = filled(&address.path, usual);
        requests.extend(world.get(&plain));
        let names = address.names.iter().filter(|name| !NUMBERS.contains(&name.as_str()));
        let names: Vec<&String> = names.collect();
        for odd in odd() {
            let odd = encoded(&odd);
            if plain != address.path && !odd.is_empty() {
                requests.extend(world.get(&filled(&address.path, |_| odd.clone())));
            }
            let query: Vec<String> = names.iter().map(|name| format!("{name}={odd}")).collect();
            // What is longer than any address comes a parameter at a time.
            if query.concat().len() > 60_000 {
                requests.extend(query.iter().filter_map(|pair| world.get(&format!("{plain}?{pair}"))));
            } else {
                requests.extend(world.get(&format!("{plain}?{}", query.join("&"))));
            }
        }
        for name in NUMBERS.iter().filter(|name| address.names.iter().any(|known| known == *name)) {
            for number in ["-1", "0", "9223372036854775807", "18446744073709551615", "1e9", "%00"] {
                requests.extend(world.get(&format!("{plain}?{name}={number}")));
            }
        }
    }
    for name in domain::search::Conditions::PARAMETERS {
        for odd in odd() {
            requests.extend(world.get(&format!("/api/v1/notifications?{name}={}", encoded(&odd))));
        }
    }
    requests
}

/// Everything that takes a form: odd fields, with a file and without.
fn forms(world: &World, addresses: &[Address]) -> Vec<Request> {
    let mut requests = Vec::new();
    let leaves = |path: &str| path == "/sign-out" || path == "/sign-in" || path == "/password";
    for address in addresses.iter().filter(|address| address.takes_forms && !leaves(&address.path)) {
        let path = filled(&address.path, usual);
        for odd in odd() {
            let value = encoded(&odd);
            let pairs = address.names.iter().map(|name| format!("{name}={value}"));
            let typed: String = pairs.collect::<Vec<_>>().join("&");
            requests.extend(world.post(&path, "application/x-www-form-urlencoded", typed.into_bytes()));
            let mut parts = Vec::new();
            for (name, file) in [("text-1", ""), ("note", ""), ("file", "; filename=\"a.txt\"")] {
                parts.extend(
                    format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").bytes(),
                );
                parts.extend(&odd);
                parts.extend(b"\r\n");
            }
            parts.extend(b"--x--\r\n");
            requests.extend(world.post(&path, "multipart/form-data; boundary=x", parts));
        }
        requests.extend(world.post(&path, "application/json", b"{\"a\":\"\\u0000\"}".to_vec()));
    }
    // Forms that have more before them than their fields.
    for odd in odd() {
        let odd = encoded(&odd);
        for step in ["check", "save", "send", "add", "remove-1"] {
            let body = format!(
                "on=G%2FTBT%2FN%2FKEN%2F1&step={step}&text-1={odd}&clause-1={odd}&author={odd}&organisation={odd}\
                 &email=a%40example.org&kind=comment&language=en&publication=named"
            );
            requests.extend(world.post("/comment", "application/x-www-form-urlencoded", body.into_bytes()));
        }
        let body = format!("email={odd}&password={odd}&return_to={odd}&carried={odd}&carried_to={odd}");
        requests.extend(world.post("/sign-in", "application/x-www-form-urlencoded", body.into_bytes()));
    }
    requests
}

async fn nothing_fails(on: On) {
    let world = World::new(on).await;
    let addresses = addresses();
    assert!(addresses.len() > 90, "{}", addresses.len());
    for requests in [reads(&world, &addresses), forms(&world, &addresses)] {
        let (sent, problems) = world.send(requests).await;
        assert!(sent > 1_000, "{sent}");
        assert!(
            problems.is_empty(),
            "{} of {sent}:\n{}",
            problems.len(),
            problems[..problems.len().min(40)].join("\n")
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_fails_on_sqlite() {
    nothing_fails(On::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_fails_on_postgresql() {
    nothing_fails(On::Postgres).await;
}
