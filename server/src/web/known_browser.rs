//! The long-lived cookie that says: somebody has signed in from this browser
//! before. It opens nothing; it only keeps strangers' failures from counting
//! against its owner. Its value is random, and only its SHA-256 is kept.

use axum::http::{HeaderMap, HeaderValue, header};
use rand::RngExt as _;

/// How long it is kept: as long as browsers keep any.
const DAYS: u32 = 400;

fn name(secure: bool) -> &'static str {
    if secure { "__Host-known" } else { "known" }
}

/// A new secret.
pub fn new_secret() -> String {
    format!("{:032x}{:032x}", rand::rng().random::<u128>(), rand::rng().random::<u128>())
}

/// The secret that the browser sent, if it looks like one of ours.
pub fn secret(headers: &HeaderMap, secure: bool) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let value = pairs.filter(|(given, _)| *given == name(secure)).map(|(_, value)| value).next()?;
    let ours = value.len() == 64 && value.bytes().all(|b| b.is_ascii_hexdigit());
    ours.then(|| value.to_owned())
}

/// The cookie with it.
pub fn cookie(secret: &str, secure: bool) -> HeaderValue {
    let over_tls = if secure { "; Secure" } else { "" };
    let age = u64::from(DAYS) * 24 * 60 * 60;
    let cookie =
        format!("{}={secret}; HttpOnly; SameSite=Lax; Path=/; Max-Age={age}{over_tls}", name(secure));
    HeaderValue::from_str(&cookie).expect("a secret is hexadecimal")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_comes_back_and_nothing_else_is_taken_for_one() {
        let secret_of = |cookies: String, secure| {
            let headers = HeaderMap::from_iter([(header::COOKIE, cookies.parse().unwrap())]);
            secret(&headers, secure)
        };
        let new = new_secret();
        assert_ne!(new, new_secret());
        assert_eq!(secret_of(format!("session=x; known={new}"), false), Some(new.clone()));
        assert_eq!(secret_of(format!("__Host-known={new}"), true), Some(new.clone()));
        // Over TLS a cookie that another host of the domain may have set is none.
        assert_eq!(secret_of(format!("known={new}"), true), None);
        assert_eq!(secret_of("known=%00".to_owned(), false), None);
        let set = cookie(&new, true);
        let set = set.to_str().unwrap();
        assert!(set.contains("; HttpOnly; SameSite=Lax; Path=/; ") && set.ends_with("; Secure"), "{set}");
    }
}
