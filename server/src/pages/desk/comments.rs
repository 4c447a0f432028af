//! The reading desk: comments received, what is done with them, groups of
//! near-duplicates, the response document.

use app::{form::FormState, pages::desk};
use axum::{
    Router,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use domain::{comment::Disposition, role::Role};
use registry::{
    Error, FieldError,
    comments::{Bulk, Chosen, Done, Filter},
};
use serde::Deserialize;

use crate::{
    state::AppState,
    web::{FormPairs, Visitor, WebError},
};

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/desk/comments", get(list))
        .route("/desk/comments/bulk", get(to_list).post(bulk))
        .route("/desk/comments/policy", get(to_list).post(policy))
        .route("/desk/comments/groups", get(groups).post(make_groups))
        .route("/desk/comments/groups/{id}", get(group))
        .route("/desk/comments/{id}", get(one).post(act))
        .route("/desk/responses", get(responses).post(publish_responses))
}

/// Whoever comes back here from the sign-in page.
async fn to_list() -> Redirect {
    Redirect::to("/desk/comments")
}

/// A number among the parameters; 1 where there is none.
fn page_of(pairs: &[(String, String)]) -> u64 {
    pairs.iter().find(|(n, _)| n == "page").and_then(|(_, v)| v.parse().ok()).unwrap_or(1)
}

/// Longest value of a condition, in characters.
const LONGEST_VALUE: usize = 200;

/// The conditions asked for, if they are no more than the database can be asked.
fn filter_of(pairs: &[(String, String)]) -> Result<Filter, WebError> {
    let filter = desk::FilterOf::from(pairs).0;
    if !domain::search::few_enough(&filter.words) {
        return Err(WebError::BadRequest(domain::search::TOO_MANY_WORDS.to_owned()));
    }
    let plain = [("on", &filter.on), ("clause", &filter.clause), ("language", &filter.language)];
    let long = plain.into_iter().find(|(_, value)| value.chars().count() > LONGEST_VALUE);
    match long.map(|(name, _)| name) {
        Some(name) => Err(WebError::BadRequest(format!(
            "the value of “{name}” is longer than {LONGEST_VALUE} characters: shorten it and search again"
        ))),
        None => Ok(filter),
    }
}

async fn list(
    visitor: Visitor,
    State(state): State<AppState>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let number = |name: &str| pairs.iter().find(|(n, _)| n == name).and_then(|(_, v)| v.parse().ok());
    let done = number("done").map(|done| Done { done, passed_over: number("passed").unwrap_or(0) });
    let page = page_of(&pairs);
    found(visitor, state, filter_of(&pairs)?, page, FormState::default(), done).await
}

async fn found(
    visitor: Visitor,
    state: AppState,
    filter: Filter,
    page: u64,
    form: FormState,
    done: Option<Done>,
) -> Result<Response, WebError> {
    let may = visitor.official()?.has(Role::Official);
    let found = state.registry.comment_find(&visitor.caller(), &filter, page).await?;
    let checks = state.registry.comments_checked_first(&visitor.caller()).await?;
    let status = if form.errors.is_empty() { 200 } else { 422 };
    Ok(visitor.page(|| desk::comments(found, filter, form, done, checks, may).status(status)))
}

async fn bulk(
    visitor: Visitor,
    State(state): State<AppState>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    visitor.official()?;
    let filter = filter_of(&typed.0)?;
    let chosen = match typed.value("whom") {
        "found" => Chosen::Found {
            filter: Box::new(filter.clone()),
            newest: typed.value("newest").parse().unwrap_or(0),
            seen: typed.value("seen").parse().unwrap_or(0),
        },
        _ => Chosen::Ids(
            typed.0.iter().filter(|(n, _)| n == "ids").filter_map(|(_, v)| v.parse().ok()).collect(),
        ),
    };
    let what = match typed.value("action") {
        "assign" => Bulk::Assign(typed.value("assign").parse().ok()),
        "dispose" => Bulk::Dispose {
            what: Disposition::from_name(typed.value("made")).unwrap_or(Disposition::Noted),
            reason: typed.value("reason").to_owned(),
            changed_document: None,
            changed_clause: String::new(),
        },
        "reply" => Bulk::Reply(typed.value("text").to_owned()),
        "publish" => Bulk::Publish,
        "withhold" => Bulk::Withhold(typed.value("why").to_owned()),
        _ => return Err(WebError::BadRequest("say what to do with the comments".to_owned())),
    };
    match state.registry.comment_bulk(&visitor.caller(), &chosen, &what).await {
        Ok(done) => {
            let mut query = url::form_urlencoded::Serializer::new(String::new());
            for (name, value) in desk::filter_query(&filter) {
                query.append_pair(name, &value);
            }
            query.append_pair("done", &done.done.to_string());
            query.append_pair("passed", &done.passed_over.to_string());
            Ok(Redirect::to(&format!("/desk/comments?{}", query.finish())).into_response())
        }
        Err(Error::Invalid(errors)) => {
            found(visitor, state, filter, 1, typed.state().with_errors(errors), None).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn policy(
    visitor: Visitor,
    State(state): State<AppState>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    visitor.official()?;
    state.registry.comments_check_first(&visitor.caller(), typed.has("check", "yes")).await?;
    Ok(Redirect::to("/desk/comments").into_response())
}

async fn one(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
) -> Result<Response, WebError> {
    page(visitor, state, id, FormState::default()).await
}

async fn page(visitor: Visitor, state: AppState, id: i64, form: FormState) -> Result<Response, WebError> {
    let may_reply = visitor.official()?.has(Role::Official);
    let caller = visitor.caller();
    let comment = state.registry.comment(&caller, id).await?;
    let (notes, reports) = state.registry.comment_file_of(&caller, id).await?;
    let about = desk::AboutComment {
        notes,
        reports,
        people: state.registry.comment_colleagues(&caller).await?,
        texts: state.registry.texts_of_measure(&caller, &comment.symbol).await?,
        alike: match comment.represented_by {
            Some(group) => state.registry.comment_group_size(&caller, group).await?,
            None => 0,
        },
        may_reply,
    };
    let status = if form.errors.is_empty() { 200 } else { 422 };
    Ok(visitor.page(|| desk::comment(comment, about, form).status(status)))
}

/// What the buttons of a comment's page do.
async fn act(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    visitor.official()?;
    let (caller, registry) = (visitor.caller(), &state.registry);
    // Of several forms on the page each names its fields with a number behind.
    let point = typed.value("point");
    let of_point = |name: &str| typed.value(&format!("{name}-{point}")).to_owned();
    let mut form = typed.state();
    let done = match typed.value("action") {
        "reply" => registry.comment_reply(&caller, id, typed.value("reply")).await,
        "publish" => registry.comment_publish(&caller, id).await,
        "withhold" => registry.comment_withhold(&caller, id, typed.value("why")).await,
        "assign" => registry.comment_assign(&caller, id, typed.value("assign").parse().ok()).await,
        "note" => registry.comment_note(&caller, id, typed.value("note")).await,
        "report" => {
            let report = typed.value("report");
            let upheld = typed.has(&format!("upheld-{report}"), "yes");
            let note = typed.value(&format!("report-note-{report}"));
            match report.parse() {
                Ok(report) => registry.attribution_decide(&caller, report, upheld, note).await,
                Err(_) => Err(Error::NotFound("report")),
            }
        }
        "dispose" => {
            for name in ["disposition", "reason", "changed_document", "changed_clause"] {
                form.values.push((name.to_owned(), of_point(name)));
            }
            match (point.parse(), Disposition::from_name(&of_point("disposition"))) {
                (Ok(point), Some(what)) => {
                    let document = of_point("changed_document").parse().ok();
                    let clause = of_point("changed_clause");
                    registry
                        .comment_dispose(&caller, point, what, &of_point("reason"), document, &clause)
                        .await
                }
                (Err(_), _) => Err(Error::NotFound("part of a comment")),
                (_, None) => {
                    Err(Error::Invalid(vec![FieldError::new("disposition", "Choose what becomes of it.")]))
                }
            }
        }
        _ => return Err(WebError::BadRequest("say what to do with the comment".to_owned())),
    };
    match done {
        Ok(()) => {
            let to = if point.is_empty() { String::new() } else { format!("#part-{point}") };
            Ok(Redirect::to(&format!("/desk/comments/{id}{to}")).into_response())
        }
        Err(Error::Invalid(errors)) => {
            // The use case calls the field of a reply “text”, the page “reply”.
            let rename = |field: String| if field == "text" { "reply".to_owned() } else { field };
            let errors = errors.into_iter().map(|e| FieldError::new(rename(e.field), e.message)).collect();
            page(visitor, state, id, form.with_errors(errors)).await
        }
        Err(other) => Err(other.into()),
    }
}

#[derive(Deserialize)]
struct On {
    #[serde(default)]
    on: String,
    page: Option<u64>,
}

async fn groups(
    visitor: Visitor,
    State(state): State<AppState>,
    Query(on): Query<On>,
) -> Result<Response, WebError> {
    let may = visitor.official()?.has(Role::Official);
    let found = state.registry.comment_groups(&visitor.caller(), &on.on, on.page.unwrap_or(1)).await?;
    Ok(visitor.page(|| desk::groups(on.on, found, may)))
}

async fn make_groups(
    visitor: Visitor,
    State(state): State<AppState>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    visitor.official()?;
    let on = typed.value("on");
    state.registry.comments_group(&visitor.caller(), on).await?;
    Ok(Redirect::to(&format!("/desk/comments/groups?on={}", app::components::encoded(on))).into_response())
}

async fn group(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
    Query(on): Query<On>,
) -> Result<Response, WebError> {
    visitor.official()?;
    let page = on.page.unwrap_or(1);
    let (representative, members, total) = state.registry.comment_group(&visitor.caller(), id, page).await?;
    let pages = registry::comments::pages_of(total);
    let page = page.clamp(1, pages);
    Ok(visitor.page(|| desk::group(representative, members, total, page, pages)))
}

async fn responses(
    visitor: Visitor,
    State(state): State<AppState>,
    Query(on): Query<On>,
) -> Result<Response, WebError> {
    preview(visitor, state, &on.on, FormState::default()).await
}

async fn preview(visitor: Visitor, state: AppState, on: &str, form: FormState) -> Result<Response, WebError> {
    let may = visitor.official()?.has(Role::Official);
    let document = state.registry.responses_preview(&visitor.caller(), on).await?;
    let status = if form.errors.is_empty() { 200 } else { 422 };
    let written = move || visitor.page(|| desk::responses(document, form, may).status(status));
    Ok(tokio::task::spawn_blocking(written).await?)
}

async fn publish_responses(
    visitor: Visitor,
    State(state): State<AppState>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    visitor.official()?;
    let on = typed.value("on").to_owned();
    let version = typed.value("version").parse().unwrap_or(i32::MAX);
    let introduction = typed.value("introduction");
    match state.registry.responses_publish(&visitor.caller(), &on, introduction, version).await {
        Ok(_) => Ok(Redirect::to(&format!("/responses/{}", app::components::encoded(&on))).into_response()),
        Err(Error::Invalid(errors)) => preview(visitor, state, &on, typed.state().with_errors(errors)).await,
        Err(other) => Err(other.into()),
    }
}
