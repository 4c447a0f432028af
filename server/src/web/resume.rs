//! What somebody typed is not lost when it cannot be taken. A session may end
//! meanwhile: what was sent to the desk or to administration travels through the sign-in page and is
//! offered to be sent again; of a form with a file the words travel, and the file
//! is asked for again. Or the draft was submitted or discarded by somebody else:
//! the page that says so gives back what was typed.

use app::pages::error::Again;
use axum::{
    body::{Body, to_bytes},
    extract::{FromRequest, Multipart, Request, State},
    http::{HeaderMap, Method, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use futures::stream;

use super::{FormPairs, Visitor, WebError, edge::without_nul, forms::MOST_FIELDS};
use crate::state::AppState;

/// Longest answer, in characters, that is not worth giving back.
const SHORTEST: usize = 3;
/// Largest form that is carried, in bytes: more than any page of ours sends.
const LARGEST: usize = 4 * 1024 * 1024;

/// The field that names a file which could not be carried over a sign-in: nothing
/// that was meant to have a file is done without it.
pub const FILE_AGAIN: &str = "file_again";

/// Fields that no person types, and choices with long names.
const TECHNICAL: [&str; 14] = [
    "base",
    "seen",
    "then",
    "token",
    "on",
    "step",
    "symbol",
    "kind",
    "sure",
    "return_to",
    "file_role",
    "file_language",
    "file_status",
    FILE_AGAIN,
];

/// What was typed into the form of a request without files, for the page that may have to
/// say that it could not be taken; the request goes on with the same body.
pub async fn typed(request: Request) -> (Request, Vec<(String, String)>) {
    let small = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<usize>().ok())
        .is_some_and(|length| length <= LARGEST);
    if request.method() != Method::POST || !is_form(&request) || !small {
        return (request, Vec::new());
    }
    let (parts, body) = request.into_parts();
    match to_bytes(body, LARGEST).await {
        Ok(bytes) => {
            let fields = url::form_urlencoded::parse(&bytes).into_owned().take(MOST_FIELDS).collect();
            (Request::from_parts(parts, Body::from(bytes)), fields)
        }
        // What broke off must not be taken for an empty form: whoever reads it learns that it did.
        Err(broken) => {
            let body = Body::from_stream(stream::iter([Err::<Bytes, _>(broken)]));
            (Request::from_parts(parts, body), Vec::new())
        }
    }
}

/// The fields of the form that a request brings, of a file its name; for a request that is
/// not answered otherwise.
pub async fn fields(request: Request) -> Result<Vec<(String, String)>, WebError> {
    if request.method() != Method::POST || !(is_form(&request) || is_form_with_file(&request)) {
        return Ok(Vec::new());
    }
    let form = carried(request).await?;
    Ok(url::form_urlencoded::parse(form.as_bytes()).into_owned().take(MOST_FIELDS).collect())
}

/// A form that was not taken: what was typed into it, and where it goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    to: String,
    fields: Vec<(String, String)>,
    /// Whether it can be sent again as it is.
    whole: bool,
}

impl Typed {
    /// The form of a request that brought these fields. A password is never given back, and
    /// without it the form is not whole. What travels through the sign-in is given back as
    /// the form that it was.
    pub fn of(method: &Method, uri: &Uri, fields: Vec<(String, String)>) -> Self {
        let plain = |(name, value): (String, String)| {
            (without_nul(&name).into_owned(), without_nul(&value).into_owned())
        };
        let fields: Vec<_> = fields.into_iter().map(plain).collect();
        // What opens an account is not written into a page.
        let secret = ["/password", "/account/password", "/first-run"].contains(&uri.path());
        if method != Method::POST || fields.is_empty() || secret {
            return Self::default();
        }
        let value = |name: &str| fields.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str());
        let (carried, to) = (value("carried"), value("carried_to"));
        if !carried.is_empty() && is_carried(to) {
            let fields = url::form_urlencoded::parse(carried.as_bytes()).into_owned().collect();
            return Self { to: to.to_owned(), fields, whole: true };
        }
        let before = fields.len();
        let fields: Vec<_> = fields.into_iter().filter(|(name, _)| !name.contains("password")).collect();
        let to = uri.path_and_query().map_or("/", |p| p.as_str()).to_owned();
        Self { to, whole: fields.len() == before, fields }
    }

    /// Its words.
    pub fn words(&self) -> Vec<String> {
        words(self.fields.iter().map(|(name, value)| (name, value)))
    }

    /// The form to be sent again.
    pub fn again(&self) -> Option<Again> {
        if !self.whole || self.fields.is_empty() {
            return None;
        }
        let files = self.fields.iter().filter(|(name, _)| name == FILE_AGAIN).map(|(_, file)| file.clone());
        Some(Again { to: self.to.clone(), fields: self.fields.clone(), files: files.collect() })
    }
}

/// The words among the fields of a form: not the choices, which are quickly made again.
pub fn words<N: AsRef<str>, V: AsRef<str>>(fields: impl IntoIterator<Item = (N, V)>) -> Vec<String> {
    fields
        .into_iter()
        .filter(|(name, _)| !TECHNICAL.contains(&name.as_ref()))
        .map(|(_, value)| value.as_ref().trim().replace("\r\n", "\n"))
        .filter(|value| value.chars().count() > SHORTEST)
        .collect()
}

/// Whether a request brings a form without files.
pub fn is_form(request: &Request) -> bool {
    is_of_type(request.headers(), b"application/x-www-form-urlencoded")
}

/// Whether a request brings a form that may have files.
fn is_form_with_file(request: &Request) -> bool {
    is_of_type(request.headers(), b"multipart/form-data")
}

/// Whether what is sent with these headers is of that type.
pub(super) fn is_of_type(headers: &HeaderMap, media_type: &[u8]) -> bool {
    let kind = headers.get(header::CONTENT_TYPE);
    kind.is_some_and(|t| t.as_bytes().starts_with(media_type))
}

/// The words of a form, as the body of a form without files.
async fn carried(request: Request) -> Result<String, WebError> {
    let unreadable = |error: String| WebError::BadRequest(format!("the form could not be read: {error}"));
    if is_form_with_file(&request) {
        let body = Multipart::from_request(request, &()).await.map_err(|e| unreadable(e.to_string()))?;
        let fields = without_file(body).await;
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        return Ok(form.extend_pairs(fields.into_iter().filter(|(name, _)| may_wait(name))).finish());
    }
    let bytes = to_bytes(request.into_body(), LARGEST).await.map_err(|e| unreadable(e.to_string()))?;
    if url::form_urlencoded::parse(&bytes).all(|(name, _)| may_wait(&name)) {
        return Ok(String::from_utf8_lossy(&bytes).into_owned());
    }
    let fields = url::form_urlencoded::parse(&bytes).filter(|(name, _)| may_wait(name));
    Ok(url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish())
}

/// The fields of a form without its file, of which the name is kept. A form that
/// breaks off, or is larger than what is carried, is kept as far as it came.
async fn without_file(mut body: Multipart) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let mut room = LARGEST;
    while let Ok(Some(mut field)) = body.next_field().await {
        let name = field.name().unwrap_or_default().to_owned();
        // Names count, too: a form may be all names.
        room = room.saturating_sub(name.len());
        if room == 0 {
            break;
        }
        match field.file_name().map(str::to_owned) {
            Some(file) => {
                while let Ok(Some(_)) = field.chunk().await {}
                // A browser sends a file without a name when none was chosen.
                if !file.is_empty() {
                    fields.push((FILE_AGAIN.to_owned(), file));
                }
            }
            None => {
                let mut value = Vec::new();
                while let Ok(Some(chunk)) = field.chunk().await {
                    let taken = chunk.len().min(room);
                    room -= taken;
                    value.extend_from_slice(&chunk[..taken]);
                }
                fields.push((name, String::from_utf8_lossy(&value).into_owned()));
            }
        }
    }
    fields
}

/// Whether a path takes forms that are carried over a sign-in.
pub fn is_carried(path: &str) -> bool {
    let asks = ["/desk/", "/administration/"].iter().any(|area| path.starts_with(area));
    asks && !path.ends_with("/autosave") && !path.ends_with("/report")
}

/// Whether a field may wait in a page for somebody to sign in: a password may not,
/// because whoever comes to this browser next could read it there.
fn may_wait(name: &str) -> bool {
    !name.contains("password")
}

/// Answers a form for the desk or for administration from someone who is not signed in (any more)
/// with the sign-in page that carries it.
pub async fn carry_typed(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let is_form = is_form(&request) || is_form_with_file(&request);
    if request.method() != Method::POST || !is_form || !is_carried(request.uri().path()) {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let visitor = {
        use axum::extract::FromRequestParts as _;
        Visitor::from_request_parts(&mut parts, &state).await
    };
    match visitor {
        Ok(visitor) if visitor.official().is_err() => {
            let to = parts.uri.path().to_owned();
            match carried(Request::from_parts(parts, body)).await {
                Ok(form) => visitor.page(|| {
                    app::pages::sign_in::page_carrying(form, to).status(StatusCode::UNAUTHORIZED.as_u16())
                }),
                Err(error) => error.into_response(),
            }
        }
        Ok(_) => next.run(Request::from_parts(parts, body)).await,
        Err(error) => {
            let fields = fields(Request::from_parts(parts, body)).await.unwrap_or_default();
            error.giving_back(&FormPairs(fields)).into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::{
        body::{Body, to_bytes},
        http::Request,
    };
    use futures::stream;

    use super::{Typed, carried, is_carried, typed, words};

    #[tokio::test]
    async fn a_form_that_broke_off_is_not_taken_for_an_empty_one() {
        let broken = stream::iter([Ok("text=Typed"), Err(std::io::Error::other("the line is gone"))]);
        let request = Request::post("/comment")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("content-length", 20)
            .body(Body::from_stream(broken))
            .unwrap();
        let (request, fields) = typed(request).await;
        assert!(fields.is_empty());
        assert!(to_bytes(request.into_body(), 100).await.is_err());
    }

    #[test]
    fn only_forms_of_the_desk_and_of_administration_are_carried() {
        assert!(is_carried("/administration/new") && is_carried("/administration/people/3"));
        assert!(
            !is_carried("/password") && !is_carried("/administration") && !is_carried("//administration/")
        );
        assert!(is_carried("/desk/7/dates") && is_carried("/desk/comments/3"));
        assert!(!is_carried("/desk/7/dates/autosave") && !is_carried("/comment") && !is_carried("//desk/"));
    }

    #[test]
    fn words_are_given_back_and_choices_are_not() {
        let form = b"base=0123456789abcdef&description=First+line%0D%0Asecond&force=IDT&late=yes";
        let words_of = |form| words(url::form_urlencoded::parse(form));
        assert_eq!(words_of(form), ["First line\nsecond"]);
        assert_eq!(words_of(b"file_role=notified-text&texts_from=The+gazette"), ["The gazette"]);
    }

    const FORM: &str = "--x\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nGazette 12 & 13\r\n\
        --x\r\nContent-Disposition: form-data; name=\"final_text\"; filename=\"law.pdf\"\r\n\
        Content-Type: application/pdf\r\n\r\n%PDF-1.7\r\n\
        --x\r\nContent-Disposition: form-data; name=\"file_language\"\r\n\r\nfr\r\n--x--\r\n";

    /// What is carried of a form with a file.
    async fn carried_of(body: &str) -> String {
        let request = axum::http::Request::builder()
            .header("content-type", "multipart/form-data; boundary=x")
            .body(Body::from(body.to_owned()))
            .unwrap();
        carried(request).await.unwrap()
    }

    fn pairs(fields: &[(&str, &str)]) -> Vec<(String, String)> {
        fields.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect()
    }

    #[test]
    fn a_form_can_be_sent_again_but_never_with_a_password() {
        use axum::http::Method;
        let typed = |path: &str, fields: &[(&str, &str)]| {
            Typed::of(&Method::POST, &path.parse().unwrap(), pairs(fields))
        };
        let again = typed("/comment?x=1", &[("text-1", "No."), ("file_again", "law.pdf")]).again().unwrap();
        assert_eq!((again.to.as_str(), again.files), ("/comment?x=1", vec!["law.pdf".to_owned()]));
        assert_eq!(again.fields[0], ("text-1".to_owned(), "No.".to_owned()));
        let sign_in = typed("/sign-in", &[("email", "ana@example.org"), ("password", "secret words")]);
        assert_eq!(sign_in.again(), None);
        assert_eq!(sign_in.words(), ["ana@example.org"]);
        // What was on its way through the sign-in is still on its way.
        let carrying = [("password", "x"), ("carried", "note=Typed+long"), ("carried_to", "/desk/7/dates")];
        let carrying = typed("/sign-in", &carrying).again().unwrap();
        assert_eq!(carrying.to, "/desk/7/dates");
        assert_eq!(carrying.fields, pairs(&[("note", "Typed long")]));
    }

    #[tokio::test]
    async fn the_words_of_a_form_with_a_file_are_carried_without_it() {
        let whole = carried_of(FORM).await;
        assert_eq!(whole, "note=Gazette+12+%26+13&file_again=law.pdf&file_language=fr");
        // One that breaks off within the file keeps what came before.
        let broken = carried_of(&FORM[..FORM.find("-1.7").unwrap()]).await;
        assert_eq!(broken, "note=Gazette+12+%26+13&file_again=law.pdf");
    }

    #[tokio::test]
    async fn passwords_are_not_carried() {
        let form = FORM.replace("\"note\"", "\"new_password\"");
        assert_eq!(carried_of(&form).await, "file_again=law.pdf&file_language=fr");
        let body = "name=Ana&password=secret&own_password=secret&sure=yes";
        let request = Request::post("/administration/people/3")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        assert_eq!(carried(request).await.unwrap(), "name=Ana&sure=yes");
    }

    #[tokio::test]
    async fn where_no_file_was_chosen_none_is_asked_for() {
        let form = FORM.replace("law.pdf", "").replace("%PDF-1.7", "");
        assert_eq!(carried_of(&form).await, "note=Gazette+12+%26+13&file_language=fr");
    }
}
