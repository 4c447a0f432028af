//! Writing a comment: the form, saving it while it is written, its files, the
//! check, and handing it in. Every button of the form is a step; whatever is
//! pressed, what was typed is saved first under a key that only this form knows.

use app::{
    form::FormState,
    pages::comment::{self, Writing, parts_of},
};
use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, FromRequest, Multipart, Path, Query, Request, State},
    http::header,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use domain::comment::CommentKind;
use registry::{
    Error, FieldError, clause_quotes::QuotedClause, comments::Receipt, notifications::NotificationSummary,
};
use serde::{Deserialize, Serialize};

use super::{
    private,
    typed::{change_parts, fields, read, words},
};
use crate::{
    state::AppState,
    web::{
        FormPairs, Visitor, WebError, attachments, files,
        resume::FILE_AGAIN,
        uploads::{self, Upload},
    },
};

/// What the form may send, in bytes. A file that is too large is read and
/// dropped, so that the words around it are not lost; nobody needs to send more.
const LARGEST_FORM: usize = 100 << 20;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/comment", get(form).post(comment))
        .route("/comment/draft/{key}", get(resume))
        .route("/comment/autosave", post(autosave))
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    on: String,
    /// The clause from whose place in the text one came.
    #[serde(default)]
    clause: String,
    /// The text with that clause.
    document: Option<i64>,
}

async fn summary(state: &AppState, symbol: &str) -> Result<NotificationSummary, WebError> {
    Ok(state.registry.notification_summary(symbol).await?.ok_or(Error::NotFound("notification"))?)
}

async fn form(
    visitor: Visitor,
    State(state): State<AppState>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let about = summary(&state, &asked.on).await?;
    let possible = match state.registry.comment_possible(&visitor.caller(), &asked.on).await {
        Ok(possible) => possible,
        Err(Error::PeriodClosed) => return Ok(visitor.page(|| comment::closed(about, String::new()))),
        Err(other) => return Err(other.into()),
    };
    let document = asked.document.map(|d| d.to_string()).unwrap_or_default();
    let mut asked_for = vec![
        ("clause".to_owned(), asked.clause),
        ("document".to_owned(), document),
        ("on".to_owned(), asked.on),
    ];
    if !possible.comments {
        asked_for.push(("kind".to_owned(), CommentKind::DetailedOpinion.as_str().to_owned()));
    }
    let filled = fields(&FormPairs(asked_for));
    let writing = writing(&visitor, &state, &about, filled, String::new()).await?;
    Ok(visitor.page(|| comment::form(about, writing)))
}

/// What the form's page shows beside what was typed.
async fn writing(
    visitor: &Visitor,
    state: &AppState,
    about: &NotificationSummary,
    form: FormState,
    key: String,
) -> Result<Writing, WebError> {
    let official = visitor.official().ok().cloned();
    let (files, mailed) = match key.as_str() {
        "" => (Vec::new(), false),
        key => match state.registry.comment_draft(key).await {
            Ok(draft) => (draft.files, draft.mailed),
            Err(Error::NotFound(_)) => (Vec::new(), false),
            Err(other) => return Err(other.into()),
        },
    };
    // Where nothing is taken any more, the use case says so when it is sent.
    let possible = match about.symbols.first() {
        Some(symbol) => state.registry.comment_possible(&visitor.caller(), symbol).await.ok(),
        None => None,
    };
    let quotes = quotes(visitor, state, about.id, &form).await?;
    Ok(Writing { form, key, files, mailed, official, possible, quotes })
}

/// For each part the words of the clause that it is on, where they are known.
async fn quotes(
    visitor: &Visitor,
    state: &AppState,
    notification: i64,
    form: &FormState,
) -> Result<Vec<String>, WebError> {
    let mut quotes = vec![String::new(); parts_of(&form.values)];
    let (mut parts, mut named) = (Vec::new(), Vec::new());
    for part in 0..quotes.len() {
        let number = part + 1;
        if let Ok(document) = form.value(&format!("document-{number}")).parse::<i64>() {
            parts.push(part);
            named.push((document, form.value(&format!("clause-{number}"))));
        }
    }
    let found = state.registry.clause_quotes(&visitor.caller(), notification, &named).await?;
    for (part, found) in parts.into_iter().zip(found) {
        if let QuotedClause::Clause(clause) = found {
            quotes[part] = clause.words;
        }
    }
    Ok(quotes)
}

/// The saved comment of that key, to go on with.
async fn resume(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(key): Path<String>,
) -> Result<Response, WebError> {
    let draft = state.registry.comment_draft(&key).await?;
    if draft.sent_as.is_some() {
        return Ok(private(visitor.page(|| comment::sent_before(&draft))));
    }
    let form = FormState { values: draft.fields, errors: Vec::new() };
    let about = draft.notification;
    let writing = writing(&visitor, &state, &about, form, key).await?;
    Ok(private(visitor.page(|| comment::form(about, writing))))
}

/// What the form sent: pairs, with a file or without.
async fn sent(request: Request) -> Result<(FormPairs, Option<Upload>), WebError> {
    let multipart = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|t| t.to_str().ok())
        .is_some_and(|t| t.starts_with("multipart/form-data"));
    if multipart {
        let body = Multipart::from_request(request, &())
            .await
            .map_err(|e| WebError::BadRequest(format!("the form could not be read: {e}")))?;
        return uploads::form_with_file(body, attachments::LARGEST).await;
    }
    Ok((FormPairs::from_request(request, &()).await?, None))
}

/// The steps of the form: `check` shows the answers, `change` goes back to the
/// form, `add` and `remove-n` change the parts, `attach` and `detach-n` the
/// files, `save` keeps it for later, `send` hands the comment in.
async fn comment(
    visitor: Visitor,
    State(state): State<AppState>,
    request: Request,
) -> Result<Response, WebError> {
    let state = AppState { registry: visitor.registry(&state), ..state };
    let (typed, file) = sent(request).await?;
    let mut given = typed.clone();
    if let Some(file) = &file {
        given.0.push((FILE_AGAIN.to_owned(), file.name.clone()));
    }
    step(visitor, state, typed, file).await.map_err(|error| error.giving_back(&given))
}

async fn step(
    visitor: Visitor,
    state: AppState,
    typed: FormPairs,
    file: Option<Upload>,
) -> Result<Response, WebError> {
    let symbol = typed.value("on").to_owned();
    let about = summary(&state, &symbol).await?;
    let step = match typed.value("step") {
        "" => "check".to_owned(),
        step => step.to_owned(),
    };
    let mut form = fields(&typed);
    change_parts(&step, &mut form);
    let mut key = typed.value("base").to_owned();
    if step == "send" {
        return send(visitor, state, about, form, key).await;
    }
    // Whoever only checks and sends needs no draft: one is kept from the first
    // step that leaves the page with something on it.
    if let Err(refused) = state.limits.draft(visitor.address()).await {
        let errors = vec![FieldError::new("text-1", refused.sentence())];
        return again(visitor, &state, about, form.with_errors(errors), key, 429).await;
    }
    match save_draft(&state, &key, &symbol, &form).await {
        Ok(saved) => key = saved,
        Err(Error::Invalid(errors)) => {
            return again(visitor, &state, about, form.with_errors(errors), key, 422).await;
        }
        Err(other) => return Err(other.into()),
    }
    if let Some(file) = file {
        if let Err(refused) = state.limits.attach(visitor.address()).await {
            let errors = vec![FieldError::new("file", refused.sentence())];
            return again(visitor, &state, about, form.with_errors(errors), key, 429).await;
        }
        if let Err(sentence) = attach(&state, &key, file).await? {
            let errors = vec![FieldError::new("file", sentence)];
            return again(visitor, &state, about, form.with_errors(errors), key, 422).await;
        }
    }
    if let Some(file) = step.strip_prefix("detach-").and_then(|n| n.parse().ok()) {
        files::forget(&state, state.registry.comment_file_remove(&key, file)).await?;
    }
    match step.as_str() {
        "check" => check(visitor, state, about, form, key).await,
        "save" => save(visitor, state, about, form, key).await,
        _ => {
            let to = match step.as_str() {
                "add" => format!("#text-{}", parts_of(&form.values)),
                "attach" => "#file".to_owned(),
                _ => String::new(),
            };
            Ok(private(Redirect::to(&format!("/comment/draft/{key}{to}")).into_response()))
        }
    }
}

/// Saves what was typed under its key. Where that draft is forgotten, or was sent
/// and its author came back to the form, the words get a new one: they are never lost.
async fn save_draft(state: &AppState, key: &str, symbol: &str, form: &FormState) -> registry::Result<String> {
    let saved_as = (!key.is_empty()).then_some(key);
    match state.registry.comment_draft_save(saved_as, symbol, &form.values).await {
        Err(Error::NotFound(_) | Error::Refused(_)) if saved_as.is_some() => {
            state.registry.comment_draft_save(None, symbol, &form.values).await
        }
        saved => saved,
    }
}

/// The form once more, with what was wrong.
async fn again(
    visitor: Visitor,
    state: &AppState,
    about: NotificationSummary,
    form: FormState,
    key: String,
    status: u16,
) -> Result<Response, WebError> {
    let writing = writing(&visitor, state, &about, form, key).await?;
    Ok(private(visitor.page(|| comment::form(about, writing).status(status))))
}

async fn check(
    visitor: Visitor,
    state: AppState,
    about: NotificationSummary,
    form: FormState,
    key: String,
) -> Result<Response, WebError> {
    let symbol = form.value("on");
    match state.registry.comment_check(&visitor.caller(), &symbol, read(&form)).await {
        Ok(_) => {
            let writing = writing(&visitor, &state, &about, form, key).await?;
            Ok(private(visitor.page(|| comment::check(about, writing))))
        }
        Err(Error::Invalid(errors)) => {
            again(visitor, &state, about, form.with_errors(errors), key, 422).await
        }
        Err(Error::PeriodClosed) => Ok(visitor.page(|| comment::closed(about, words(&form)))),
        Err(other) => Err(other.into()),
    }
}

async fn save(
    visitor: Visitor,
    state: AppState,
    about: NotificationSummary,
    form: FormState,
    key: String,
) -> Result<Response, WebError> {
    let email = visitor.official().ok().map_or_else(|| form.value("email"), |o| o.email.clone());
    let mut mailed = None;
    if !email.trim().is_empty() {
        if let Err(refused) = state.limits.comment(visitor.address()).await {
            let errors = vec![FieldError::new("email", refused.sentence())];
            return again(visitor, &state, about, form.with_errors(errors), key, 429).await;
        }
        match state.registry.comment_draft_mail(&key, &email).await {
            Ok(done) => mailed = Some((email, done)),
            Err(Error::Invalid(errors)) => {
                return again(visitor, &state, about, form.with_errors(errors), key, 422).await;
            }
            Err(other) => return Err(other.into()),
        }
    }
    let draft = state.registry.comment_draft(&key).await?;
    let public_url = &state.registry.settings().public_url;
    Ok(private(visitor.page(|| comment::saved(&draft, &key, mailed, public_url))))
}

async fn send(
    visitor: Visitor,
    state: AppState,
    about: NotificationSummary,
    form: FormState,
    key: String,
) -> Result<Response, WebError> {
    if let Err(refused) = state.limits.comment(visitor.address()).await {
        let errors = vec![FieldError::new("text-1", refused.sentence())];
        return again(visitor, &state, about, form.with_errors(errors), key, 429).await;
    }
    let draft = (!key.is_empty()).then_some(key.as_str());
    let symbol = form.value("on");
    let caller = visitor.caller();
    let sent = match state.registry.comment_submit_draft(&caller, &symbol, read(&form), draft).await {
        // The draft was forgotten: the words are here.
        Err(Error::NotFound(_)) if draft.is_some() => {
            state.registry.comment_submit(&caller, &symbol, read(&form)).await
        }
        sent => sent,
    };
    match sent {
        Ok(receipt) => Ok(Redirect::to(&receipt_path(&receipt)).into_response()),
        Err(Error::Invalid(errors)) => {
            again(visitor, &state, about, form.with_errors(errors), key, 422).await
        }
        Err(Error::PeriodClosed) => Ok(visitor.page(|| comment::closed(about, words(&form)))),
        Err(other) => Err(other.into()),
    }
}

#[derive(Serialize)]
struct Saved {
    note: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    base: Option<String>,
}

/// Saves what is typed while it is typed; answers with the key under which it is.
async fn autosave(
    visitor: Visitor,
    State(state): State<AppState>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    let state = AppState { registry: visitor.registry(&state), ..state };
    if let Err(refused) = state.limits.draft(visitor.address()).await {
        return Ok(Json(Saved { note: refused.sentence(), base: None }).into_response());
    }
    let form = fields(&typed);
    let answer = match save_draft(&state, typed.value("base"), typed.value("on"), &form).await {
        Ok(key) => Saved { note: visitor.words("comment-autosaved", &[]), base: Some(key) },
        Err(Error::Invalid(errors)) => Saved { note: sentences(errors), base: None },
        Err(other) => return Err(other.into()),
    };
    Ok(Json(answer).into_response())
}

/// Checks and stores an attachment; the inner error is a sentence for the person.
async fn attach(state: &AppState, key: &str, file: Upload) -> Result<Result<(), String>, WebError> {
    let new = match attachments::attachment(&file) {
        Ok(new) => new,
        Err(sentence) => return Ok(Err(sentence)),
    };
    let stored = new.key.clone();
    match files::keep(state, &stored, file.bytes, state.registry.comment_file_add(key, new)).await? {
        Ok(()) => Ok(Ok(())),
        Err(Error::Invalid(errors)) => Ok(Err(sentences(errors))),
        Err(other) => Err(other.into()),
    }
}

fn sentences(errors: Vec<FieldError>) -> String {
    errors.into_iter().map(|e| e.message).collect::<Vec<_>>().join(" ")
}

pub(super) fn receipt_path(receipt: &Receipt) -> String {
    format!("/receipts/{}?key={}", receipt.number, receipt.key)
}
