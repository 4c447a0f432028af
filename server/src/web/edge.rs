//! What is refused or sent on before any page looks at it: addresses with a NUL
//! or that are no text, a slash too many at the end, addresses of nothing.

use std::borrow::Cow;

use axum::{
    extract::Request,
    http::{HeaderValue, Method, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use percent_encoding::percent_decode_str;

use super::{FormPairs, WebError};

/// Said of an address with a NUL character in it.
const NUL_IN_ADDRESS: &str =
    "the address has a character of no text in it (NUL): leave out “%00” and open it again";
/// Said of an address that is not UTF-8.
const NO_TEXT: &str = "the address is not text in UTF-8: check it, and open it again";
/// Said of a form with a NUL character in it.
const NUL_IN_FORM: &str = "the form has a character of no text in it (NUL), as files have that are no text: what you typed is given \
     back below without it; copy it, go back, and send it again";

/// Refuses addresses that no database or index takes: PostgreSQL stores no NUL,
/// and what is not UTF-8 names nothing of ours. To be put within the pages of errors.
pub async fn readable_addresses(request: Request, next: Next) -> Response {
    match refusal(request.uri()) {
        Some(sentence) => WebError::BadRequest(sentence.to_owned()).into_response(),
        None => next.run(request).await,
    }
}

fn refusal(uri: &Uri) -> Option<&'static str> {
    let has_nul = |text: &str| percent_decode_str(text).any(|byte| byte == 0);
    if has_nul(uri.path()) || uri.query().is_some_and(has_nul) {
        return Some(NUL_IN_ADDRESS);
    }
    percent_decode_str(uri.path()).decode_utf8().is_err().then_some(NO_TEXT)
}

/// What was typed, if it is text. Else the refusal gives it back without what is
/// no text; passwords are never given back.
pub fn readable_form(typed: FormPairs) -> Result<FormPairs, WebError> {
    if !typed.0.iter().any(|(name, value)| name.contains('\0') || value.contains('\0')) {
        return Ok(typed);
    }
    let kept = typed.0.into_iter().filter(|(name, _)| !name.contains("password"));
    let kept = kept.map(|(name, value)| (without_nul(&name).into_owned(), without_nul(&value).into_owned()));
    let kept = FormPairs(kept.collect());
    Err(WebError::BadRequest(NUL_IN_FORM.to_owned()).giving_back(&kept))
}

/// The text without NUL characters.
pub fn without_nul(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { Cow::Owned(text.replace('\0', "")) } else { Cow::Borrowed(text) }
}

/// Sends whoever asks for a page with a slash at the end to the page without it.
pub async fn one_address_a_page(request: Request, next: Next) -> Response {
    let asks = matches!(*request.method(), Method::GET | Method::HEAD);
    match without_slash(request.uri()).filter(|_| asks).and_then(|to| HeaderValue::try_from(to).ok()) {
        Some(to) => (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, to)]).into_response(),
        None => next.run(request).await,
    }
}

/// The same address without the slashes at its end, if it is a path of ours: one
/// that a browser could read as another site's address is left as it is.
fn without_slash(uri: &Uri) -> Option<String> {
    let path = uri.path();
    let shorter = path.trim_end_matches('/');
    let ours = shorter.starts_with('/') && !shorter[1..].starts_with(['/', '\\']);
    (ours && shorter != path).then(|| match uri.query() {
        Some(query) => format!("{shorter}?{query}"),
        None => shorter.to_owned(),
    })
}

/// There is nothing at this address.
pub async fn nothing_here() -> WebError {
    WebError::NotFound
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::resume::Typed;

    fn uri(text: &str) -> Uri {
        text.parse().unwrap()
    }

    #[test]
    fn addresses_that_are_no_text_are_refused() {
        for nul in ["/a%00b", "/search?q=%00", "/search?q%00=x", "/%00"] {
            assert_eq!(refusal(&uri(nul)), Some(NUL_IN_ADDRESS), "{nul}");
        }
        for broken in ["/%ED%A0%80", "/%C0%80", "/x/%FF"] {
            assert_eq!(refusal(&uri(broken)), Some(NO_TEXT), "{broken}");
        }
        for fine in ["/", "/search?q=%2500&x=%FF", "/notifications/G%2FTBT", "/%E2%80%8F"] {
            assert_eq!(refusal(&uri(fine)), None, "{fine}");
        }
    }

    #[test]
    fn a_slash_at_the_end_goes_and_nobody_is_sent_elsewhere() {
        let to = |path: &str| without_slash(&uri(path));
        assert_eq!(to("/search/?q=a%2Fb"), Some("/search?q=a%2Fb".to_owned()));
        assert_eq!(to("/desk/7//"), Some("/desk/7".to_owned()));
        assert_eq!(to("http://evil.example/search/"), Some("/search".to_owned()));
        for stays in ["/", "/search", "//", "//evil.example/", "///evil.example/", "/search?q=/"] {
            assert_eq!(to(stays), None, "{stays}");
        }
        assert_eq!(to("/\\evil.example/"), None);
    }

    #[test]
    fn a_form_with_a_nul_gives_its_words_back_without_it() {
        let pairs = |pairs: &[(&str, &str)]| {
            FormPairs(pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect())
        };
        assert!(readable_form(pairs(&[("text", "Too strict.")])).is_ok());
        let refused = readable_form(pairs(&[("text", "Too\0 strict."), ("password", "secret words")]));
        let Err(WebError::Typed { error, fields }) = refused else { panic!("it is refused") };
        assert_eq!(error.status(), StatusCode::BAD_REQUEST);
        let given = Typed::of(&Method::POST, &Uri::from_static("/comment"), fields);
        assert_eq!(given.words(), ["Too strict."]);
        assert!(readable_form(pairs(&[("te\0xt", "words")])).is_err());
    }
}
