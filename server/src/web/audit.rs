//! One log line for everything that somebody who watches over the registry looks
//! for: sign-ins, refusals, limits, changes of people, roles, passwords and
//! sessions. Its target is `audit`; it says what, who, from where, and in which
//! request, and holds no secret: no password, no link, no cookie, and of an
//! e-mail address that was typed only so much as tells mistakes from attacks,
//! because people type passwords into the wrong field.

use std::net::{IpAddr, Ipv6Addr};

use axum::{
    extract::{MatchedPath, Request},
    http::StatusCode,
    middleware::Next,
    response::Response,
};
use tower_http::csrf::ProtectionError;
use tower_sessions::Session;

use super::{observe::loggable, request_id, visitor::ACCOUNT};

/// Letters of an address that are logged as typed.
const TYPED: usize = 2;
/// Longest domain that is logged.
const DOMAIN: usize = 64;

/// A line to write.
#[must_use]
pub struct Line<'a> {
    event: &'static str,
    account: Option<i64>,
    email: Option<String>,
    about: Option<&'a str>,
}

impl<'a> Line<'a> {
    /// Something happened: words with hyphens.
    pub fn new(event: &'static str) -> Self {
        Self { event, account: None, email: None, about: None }
    }

    /// Who did it, signed in.
    pub fn by(mut self, account: Option<i64>) -> Self {
        self.account = account;
        self
    }

    /// The e-mail address as it was typed; it is shortened.
    pub fn email(mut self, typed: &str) -> Self {
        self.email = Some(shortened(typed));
        self
    }

    /// To what or whom: a path, an account's number, an authority. Nothing that was typed.
    pub fn about(mut self, what: &'a str) -> Self {
        self.about = Some(what);
        self
    }

    /// Writes it.
    pub fn write(self) {
        let facts = request_id::facts();
        tracing::info!(
            target: "audit",
            event = self.event,
            account = self.account,
            email = self.email,
            about = self.about,
            network = facts.network,
            request = facts.id,
        );
    }
}

/// What somebody typed as an e-mail address, carried by the refusal of it.
#[derive(Clone)]
pub struct Typed(pub String);

/// Writes a line for every answer that is a refusal.
pub async fn refusals(request: Request, next: Next) -> Response {
    let route =
        request.extensions().get::<MatchedPath>().map_or("none".to_owned(), |m| m.as_str().to_owned());
    let path = loggable(&route, request.uri().path());
    let session = request.extensions().get::<Session>().cloned();
    // Before: who signs out or is barred meanwhile is still the one who asked.
    let account = match &session {
        Some(session) if session.id().is_some() => session.get::<i64>(ACCOUNT).await.ok().flatten(),
        _ => None,
    };
    let response = next.run(request).await;
    let event = match response.status() {
        _ if response.extensions().get::<ProtectionError>().is_some() => "cross-site-refused",
        StatusCode::UNAUTHORIZED => "sign-in-needed",
        StatusCode::FORBIDDEN => "refused",
        StatusCode::TOO_MANY_REQUESTS => "limit-reached",
        _ => return response,
    };
    let mut line = Line::new(event).by(account).about(&path);
    if let Some(Typed(email)) = response.extensions().get::<Typed>() {
        line = line.email(email);
    }
    line.write();
    response
}

/// Enough of what was typed as an e-mail address to see whose it was meant to be.
fn shortened(typed: &str) -> String {
    let typed: String = typed.trim().chars().filter(|c| !c.is_control()).collect();
    let begin = |text: &str| text.chars().take(TYPED).collect::<String>();
    match typed.rsplit_once('@') {
        Some((local, domain)) if domain.contains('.') && domain.len() <= DOMAIN => {
            format!("{}…@{domain}", begin(local))
        }
        _ => format!("{}…", begin(&typed)),
    }
}

/// The network of an address: of IPv6 the part that one subscriber has.
pub fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V6(v6) => format!("{}/64", Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64)),
        v4 => v4.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use domain::role::Role;
    use serde_json::Value;

    use super::*;
    use crate::testing;

    #[test]
    fn what_is_typed_is_shortened() {
        assert_eq!(shortened(" amina.odhiambo@tbt-kenya.example"), "am…@tbt-kenya.example");
        assert_eq!(shortened("correct horse battery"), "co…");
        assert_eq!(shortened("my@password"), "my…");
        assert_eq!(shortened("a@b.example\n\u{1b}[31mevent=forged"), "a…@b.example[31mevent=forged");
    }

    #[test]
    fn networks_are_said_in_short() {
        assert_eq!(network("192.0.2.7".parse().unwrap()), "192.0.2.7");
        assert_eq!(network("::ffff:192.0.2.7".parse().unwrap()), "192.0.2.7");
        assert_eq!(network("2001:db8:1:2:3::4".parse().unwrap()), "2001:db8:1:2::/64");
    }

    /// Lines as they are written.
    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl std::io::Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    impl Lines {
        fn taken(&self) -> String {
            String::from_utf8(std::mem::take(&mut *self.0.lock().unwrap())).unwrap()
        }
    }

    const OURS: &str = "http://registry.example.org";
    const SECRET: &str = "zebra tulip ocean";

    fn body(pairs: &[(&str, &str)]) -> String {
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_matters_leaves_one_line_without_secrets() {
        let lines = Lines::default();
        let writer = lines.clone();
        // As the server is started, but that everything of these crates is heard.
        let subscriber = tracing_subscriber::fmt()
            .with_env_filter(
                "info,concordance=trace,registry=trace,tower_http=trace,sqlx=warn,sea_orm=warn,tantivy=warn",
            )
            .json()
            .with_writer(move || writer.clone())
            .finish();
        // Whether anybody listens is remembered for each place that speaks; where there is one listener
        // alone, a place that speaks first on the thread of another test asks that thread, which has none.
        let _second = tracing::Dispatch::new(tracing::subscriber::NoSubscriber::new());
        let _heard = tracing::subscriber::set_default(subscriber);
        let folder = tempfile::tempdir().unwrap();
        let state = testing::state(folder.path()).await;
        tracing::callsite::rebuild_interest_cache();
        let admin = testing::person(&state.registry, "joseph@example.org", &[Role::Administrator]).await;
        let official = testing::person(&state.registry, "amina@example.org", &[Role::Official]).await;
        lines.taken();
        let mut all = String::new();
        let mut heard = |event: &str, account: Option<i64>| -> Value {
            let said = lines.taken();
            let audit: Vec<Value> = said
                .lines()
                .map(|line| serde_json::from_str::<Value>(line).unwrap())
                .filter(|line| line["target"] == "audit")
                .collect();
            all.push_str(&said);
            assert_eq!(audit.len(), 1, "{event}: {said}");
            let fields = audit[0]["fields"].clone();
            assert_eq!(fields["event"], event);
            assert_eq!(fields["account"], account.map_or(Value::Null, Value::from), "{fields}");
            assert_eq!(fields["network"], "0.0.0.0");
            assert_eq!(fields["request"].as_str().unwrap().len(), 32);
            fields
        };
        let send = async |request| testing::answer(crate::serve::router(state.clone(), None), request).await;
        let post = |path: &str, pairs: &[(&str, &str)]| testing::form(path, OURS, body(pairs));

        let (parts, _) =
            send(post("/sign-in", &[("email", "amina@example.org"), ("password", SECRET)])).await;
        let fields = heard("sign-in-failed", None);
        assert_eq!(fields["email"], "am…@example.org");
        assert_eq!(fields["request"], parts.headers["x-request-id"].to_str().unwrap());
        // Typed into the wrong field.
        send(post("/sign-in", &[("email", SECRET), ("password", "x")])).await;
        heard("sign-in-failed", None);
        let cookie = testing::signed_in(&state, "joseph@example.org", testing::PASSWORD).await;
        heard("signed-in", Some(admin));
        let his = |request| testing::with_cookie(request, &cookie);

        send(his(testing::form("/administration/new", "null", "code=UGA"))).await;
        heard("cross-site-refused", Some(admin));
        let person = format!("/administration/people/{official}");
        let changed = [("person_name", "Amina"), ("roles", "official"), ("roles", "approver")];
        send(his(post(&person, &changed))).await;
        let fields = heard("person-changed", Some(admin));
        assert_eq!(fields["about"], format!("account {official}: official, approver"));
        let own = format!("/administration/people/{admin}");
        let promotion = [("person_name", "Joseph"), ("roles", "administrator"), ("roles", "approver")];
        let (parts, _) = send(his(post(&own, &promotion))).await;
        assert_eq!(parts.status, StatusCode::UNPROCESSABLE_ENTITY);
        heard("refused", Some(admin));
        send(his(post(&format!("{person}/link"), &[]))).await;
        heard("person-link-sent", Some(admin));
        let mail = state.registry.mails_latest(1).await.unwrap().remove(0);
        let token = mail.body.split_once("token=").unwrap().1.split_whitespace().next().unwrap().to_owned();
        send(post("/password", &[("token", &token), ("new_password", SECRET), ("again", SECRET)])).await;
        heard("password-set", Some(official));
        // The link again: it worked once.
        send(testing::get(&format!("/password?token={token}"))).await;
        heard("refused", None);
        let new = [("person_name", "Faith"), ("email", "faith@example.org"), ("roles", "regulator")];
        send(his(post("/administration/authorities/KEN/invite", &new))).await;
        heard("person-invited", Some(admin));
        send(his(post(&format!("{person}/disable"), &[]))).await;
        heard("person-disabled", Some(admin));
        let wrong = [("old_password", "guessed it"), ("new_password", SECRET), ("again", SECRET)];
        send(his(post("/account/password", &wrong))).await;
        heard("password-change-failed", Some(admin));
        send(his(post("/account/sessions", &[]))).await;
        heard("sessions-ended", Some(admin));
        send(his(post("/sign-out", &[]))).await;
        heard("signed-out", Some(admin));
        send(his(testing::get("/account"))).await;
        heard("session-not-known", None);
        let limit: u32 = state.config.sign_in_limit.into();
        for _ in 0..limit {
            send(post("/sign-in", &[("email", "eve@example.org"), ("password", SECRET)])).await;
        }
        all.push_str(&lines.taken());
        let (parts, _) = send(post("/sign-in", &[("email", "eve@example.org"), ("password", SECRET)])).await;
        assert_eq!(parts.status, StatusCode::TOO_MANY_REQUESTS);
        let said = lines.taken();
        assert!(said.contains("limit-reached") && said.contains("ev…@example.org"), "{said}");
        all.push_str(&said);

        let (_, value) = cookie.split_once('=').unwrap();
        assert!(all.contains("\"request\""), "other lines are heard, too");
        for secret in [SECRET, testing::PASSWORD, "zebra", "guessed it", &token, value, "faith@", "amina@"] {
            assert!(!all.contains(secret), "{secret}: {all}");
        }
    }
}
