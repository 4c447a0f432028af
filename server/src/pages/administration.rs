//! Administration, and setting a password by a mailed link. Who may do what is
//! decided by the use cases.

use app::{form::FormState, pages::administration as pages};
use axum::{
    Router,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use domain::{
    authority::{AuthorityCode, Profile},
    notification::Contact,
    role::Role,
};
use registry::{Error, FieldError, administration::NewPerson, authorities::Authority};
use serde::Deserialize;

use super::comments::private;
use crate::{
    state::AppState,
    web::{FormPairs, Visitor, WebError, audit::Line},
};

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/administration", get(overview))
        .route("/administration/new", get(add_form).post(add))
        .route("/administration/templates", get(templates))
        .route("/administration/authorities/{code}", get(authority).post(change))
        .route("/administration/authorities/{code}/invite", get(invite_form).post(invite))
        .route("/administration/people/{id}", get(person).post(person_change))
        .route("/administration/people/{id}/{act}", post(person_act))
        .route("/password", get(password_form).post(password))
}

async fn overview(visitor: Visitor, State(state): State<AppState>) -> Result<Response, WebError> {
    visitor.official()?;
    let all = state.registry.administration(&visitor.caller()).await?;
    Ok(visitor.page(|| pages::overview(all)))
}

async fn templates(visitor: Visitor, State(state): State<AppState>) -> Result<Response, WebError> {
    visitor.official()?;
    let all = state.registry.form_templates(&visitor.caller()).await?;
    Ok(visitor.page(|| pages::templates(all)))
}

/// The authority as typed; its letters may be wrong.
pub(super) fn typed_authority(
    typed: &FormPairs,
) -> (Result<AuthorityCode, FieldError>, impl FnOnce(AuthorityCode) -> Authority) {
    let text = |name: &str| typed.value(name).replace('\0', "");
    let code = typed.value("code").parse::<AuthorityCode>();
    let code =
        code.map_err(|_| FieldError::new("code", "Enter two to four capital letters, for example KEN."));
    let (name, country, zone, zone_place) =
        (text("authority_name"), text("country"), text("zone"), text("zone_place"));
    let profile = if typed.value("profile") == Profile::Eu.as_str() { Profile::Eu } else { Profile::Wto };
    let enquiry_point = Contact {
        name: text("point_name"),
        address: text("point_address"),
        email: text("point_email"),
        web: text("point_web"),
    };
    (code, move |code| Authority { code, name, country, zone, zone_place, profile, enquiry_point })
}

/// The registry names a field by what it is; the form has one name for each page.
fn renamed(errors: Vec<FieldError>, name: &str) -> Vec<FieldError> {
    let field = |field: String| if field == "name" { name.to_owned() } else { field };
    errors.into_iter().map(|e| FieldError::new(field(e.field), e.message)).collect()
}

async fn add_form(visitor: Visitor, State(state): State<AppState>) -> Result<Response, WebError> {
    visitor.official()?;
    state.registry.may_add_authority(&visitor.caller()).await?;
    Ok(visitor.page(|| pages::add(FormState::filled([("profile", "wto")]))))
}

async fn add(
    visitor: Visitor,
    State(state): State<AppState>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    let by = Some(visitor.official()?.account_id);
    let errors = match typed_authority(&typed) {
        (Err(error), _) => vec![error],
        (Ok(code), make) => {
            match state.registry.authority_create(&visitor.caller(), make(code.clone())).await {
                Ok(()) => {
                    Line::new("authority-created").by(by).about(code.as_str()).write();
                    return Ok(to_authority(&code));
                }
                Err(Error::Invalid(errors)) => renamed(errors, "authority_name"),
                // What was typed stays: another country may be the answer.
                Err(Error::Refused(sentence)) => {
                    Line::new("refused").by(by).about("/administration/new").write();
                    vec![FieldError::new("country", capital(&sentence))]
                }
                Err(other) => return Err(other.into()),
            }
        }
    };
    Ok(visitor.page(|| pages::add(typed.state().with_errors(errors)).status(422)))
}

fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", letters.as_str())
}

fn to_authority(code: &AuthorityCode) -> Response {
    Redirect::to(&format!("/administration/authorities/{code}")).into_response()
}

fn code_of(text: &str) -> Result<AuthorityCode, WebError> {
    text.parse().map_err(|_| WebError::NotFound)
}

async fn authority(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(code): Path<String>,
) -> Result<Response, WebError> {
    visitor.official()?;
    let (authority, people) = state.registry.authority_governed(&visitor.caller(), &code_of(&code)?).await?;
    let form = pages::filled(&authority);
    Ok(visitor.page(|| pages::authority(&authority, people, form)))
}

async fn change(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(code): Path<String>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    let by = Some(visitor.official()?.account_id);
    let code = code_of(&code)?;
    let (authority, people) = state.registry.authority_governed(&visitor.caller(), &code).await?;
    let (_, make) = typed_authority(&typed);
    match state.registry.authority_save(&visitor.caller(), make(code.clone())).await {
        Ok(()) => {
            Line::new("authority-changed").by(by).about(code.as_str()).write();
            Ok(to_authority(&code))
        }
        Err(Error::Invalid(errors)) => {
            let form = typed.state().with_errors(renamed(errors, "authority_name"));
            Ok(visitor.page(|| pages::authority(&authority, people, form).status(422)))
        }
        Err(other) => Err(other.into()),
    }
}

async fn invite_form(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(code): Path<String>,
) -> Result<Response, WebError> {
    visitor.official()?;
    let (authority, _) = state.registry.authority_governed(&visitor.caller(), &code_of(&code)?).await?;
    Ok(visitor.page(|| pages::invite(&authority, FormState::default())))
}

fn named(roles: &[Role]) -> String {
    roles.iter().map(|r| r.as_str()).collect::<Vec<_>>().join(", ")
}

fn roles(typed: &FormPairs) -> Vec<Role> {
    Role::ALL.into_iter().filter(|r| typed.has("roles", r.as_str())).collect()
}

async fn invite(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(code): Path<String>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    let by = Some(visitor.official()?.account_id);
    let code = code_of(&code)?;
    let new = NewPerson {
        email: typed.value("email").to_owned(),
        name: typed.value("person_name").to_owned(),
        authority: code.clone(),
        roles: roles(&typed),
    };
    match state.registry.person_invite(&visitor.caller(), new).await {
        Ok(id) => {
            let about = format!("account {id}: {}", named(&roles(&typed)));
            Line::new("person-invited").by(by).about(&about).write();
            Ok(to_person(id, "invite"))
        }
        Err(Error::Invalid(errors)) => {
            let (authority, _) = state.registry.authority_governed(&visitor.caller(), &code).await?;
            let form = typed.state().with_errors(renamed(errors, "person_name"));
            Ok(visitor.page(|| pages::invite(&authority, form).status(422)))
        }
        Err(other) => Err(other.into()),
    }
}

fn to_person(id: i64, done: &str) -> Response {
    Redirect::to(&format!("/administration/people/{id}?done={done}")).into_response()
}

#[derive(Deserialize)]
struct Done {
    #[serde(default)]
    done: String,
}

async fn person(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
    Query(done): Query<Done>,
) -> Result<Response, WebError> {
    visitor.official()?;
    let done = match done.done.as_str() {
        "saved" => Some("person-saved"),
        "invite" => Some("person-invite-done"),
        "link" => Some("person-link-done"),
        "disable" => Some("person-disable-done"),
        "enable" => Some("person-enable-done"),
        _ => None,
    };
    person_page(visitor, state, id, None, done).await
}

async fn person_page(
    visitor: Visitor,
    state: AppState,
    id: i64,
    form: Option<FormState>,
    done: Option<&'static str>,
) -> Result<Response, WebError> {
    let person = state.registry.person(&visitor.caller(), id).await?;
    let status = if form.is_some() { 422 } else { 200 };
    let form = form.unwrap_or_else(|| {
        let roles = person.roles.iter().map(|r| ("roles", r.as_str().to_owned()));
        FormState::filled(std::iter::once(("person_name", person.name.clone())).chain(roles))
    });
    Ok(visitor.page(|| pages::person(&person, form, done).status(status)))
}

async fn person_change(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    let by = Some(visitor.official()?.account_id);
    let about = format!("account {id}: {}", named(&roles(&typed)));
    let changed =
        state.registry.person_change(&visitor.caller(), id, typed.value("person_name"), &roles(&typed)).await;
    let errors = match changed {
        Ok(()) => {
            Line::new("person-changed").by(by).about(&about).write();
            return Ok(to_person(id, "saved"));
        }
        Err(Error::Invalid(errors)) => renamed(errors, "person_name"),
        Err(Error::Refused(sentence)) => {
            Line::new("refused").by(by).about(&about).write();
            vec![FieldError::new("roles", capital(&sentence))]
        }
        Err(other) => return Err(other.into()),
    };
    person_page(visitor, state, id, Some(typed.state().with_errors(errors)), None).await
}

async fn person_act(
    visitor: Visitor,
    State(state): State<AppState>,
    Path((id, act)): Path<(i64, String)>,
) -> Result<Response, WebError> {
    let by = Some(visitor.official()?.account_id);
    let (registry, caller) = (&state.registry, visitor.caller());
    let event = match act.as_str() {
        "disable" => {
            registry.person_disable(&caller, id, true).await?;
            "person-disabled"
        }
        "enable" => {
            registry.person_disable(&caller, id, false).await?;
            "person-enabled"
        }
        "link" => {
            registry.person_send_link(&caller, id).await?;
            "person-link-sent"
        }
        _ => return Err(WebError::NotFound),
    };
    Line::new(event).by(by).about(&format!("account {id}")).write();
    Ok(to_person(id, &act))
}

#[derive(Deserialize)]
struct Link {
    #[serde(default)]
    token: String,
}

async fn password_page(
    visitor: Visitor,
    state: &AppState,
    token: &str,
    form: FormState,
) -> Result<Response, WebError> {
    let invited = state.registry.invitation(token).await?;
    let status = if form.errors.is_empty() { 200 } else { 422 };
    Ok(private(visitor.page(|| app::pages::password::page(&invited, token, form).status(status))))
}

async fn password_form(
    visitor: Visitor,
    State(state): State<AppState>,
    Query(link): Query<Link>,
) -> Result<Response, WebError> {
    password_page(visitor, &state, &link.token, FormState::default()).await
}

async fn password(
    visitor: Visitor,
    State(state): State<AppState>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    let token = typed.value("token");
    // Passwords are never sent back.
    let chosen = typed.exactly("new_password");
    let errors = if chosen == typed.exactly("again") {
        match state.registry.password_set(token, chosen).await {
            Ok(account) => {
                Line::new("password-set").by(Some(account)).write();
                return Ok(private(visitor.page(app::pages::password::done)));
            }
            Err(Error::Invalid(errors)) => {
                errors.into_iter().map(|e| FieldError::new("new_password", e.message)).collect()
            }
            Err(other) => return Err(other.into()),
        }
    } else {
        vec![FieldError::new("again", "The two passwords differ: enter the same one twice.")]
    };
    password_page(visitor, &state, token, FormState::default().with_errors(errors)).await
}
