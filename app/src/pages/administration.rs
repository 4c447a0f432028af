//! Administration: authorities, people and roles, form templates, and the log
//! of who changed what.

use domain::{authority::Profile, notification::FormTemplate, role::Role};
use leptos::prelude::*;
use registry::{
    administration::{Administration, AdministrationEntry, Person},
    authorities::Authority,
};

use crate::{
    components::{Choice, ErrorSummary, back_link, day, encoded, field, hidden, moment, warning},
    form::FormState,
    render::{Page, request},
    texts::{t, t_with},
};

/// The authorities governed, with the latest changes.
pub fn overview(a: Administration) -> Page {
    let rows = a.authorities.into_iter().map(|(authority, people)| {
        let href = path(authority.code.as_str());
        view! {
            <tr class="govuk-table__row">
                <th scope="row" class="govuk-table__header"><a class="govuk-link" href=href>{authority.name}</a>" "<span class="app-quiet">{authority.code.to_string()}</span></th>
                <td class="govuk-table__cell">{authority.country}</td>
                <td class="govuk-table__cell">{authority.zone_place}</td>
                <td class="govuk-table__cell govuk-table__cell--numeric">{people}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let heads = ["condition-authority", "field-country", "field-zone_place", "people"].map(head);
    let body = view! {
        <h1 class="govuk-heading-l">{t("administration")}</h1>
        <p class="govuk-body">{t("administration-what")}</p>
        {request().mail_stays.then(|| warning(t("administration-mail-stays")))}
        <section>
            <h2 class="govuk-heading-m" id="governed">{t("authorities")}</h2>
            <div class="app-frame" role="region" aria-labelledby="governed" tabindex="0">
                <table class="govuk-table"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>
            </div>
            <p class="govuk-body"><a class="govuk-link" href="/administration/new">{t("authority-add")}</a></p>
            <p class="govuk-body"><a class="govuk-link" href="/administration/templates">{t("templates")}</a></p>
        </section>
        {log(a.log)}
    };
    Page::new(t("administration"), body)
}

fn path(code: &str) -> String {
    format!("/administration/authorities/{}", encoded(code))
}

fn head(key: &str) -> AnyView {
    view! { <th scope="col" class="govuk-table__header">{t(key)}</th> }.into_any()
}

fn log(all: Vec<AdministrationEntry>) -> AnyView {
    if all.is_empty() {
        return view! { <section><h2 class="govuk-heading-m">{t("administration-log")}</h2><p class="govuk-body">{t("administration-log-none")}</p></section> }.into_any();
    }
    let rows = all.into_iter().map(|e| {
        view! {
            <tr class="govuk-table__row">
                <td class="govuk-table__cell">{moment(e.at)}</td>
                <td class="govuk-table__cell">{e.actor}</td>
                <td class="govuk-table__cell">{t(&format!("administered-{}", e.what))}" "<strong>{e.subject}</strong><br/><span class="app-quiet">{e.note}</span></td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let heads = ["administration-when", "administration-who", "administration-changed"].map(head);
    view! {
        <section>
            <h2 class="govuk-heading-m" id="log">{t("administration-log")}</h2>
            <div class="app-frame" role="region" aria-labelledby="log" tabindex="0">
                <table class="govuk-table"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>
            </div>
        </section>
    }
    .into_any()
}

/// The values of the form about an authority.
pub fn filled(a: &Authority) -> FormState {
    let point = &a.enquiry_point;
    FormState::filled([
        ("code", a.code.to_string()),
        ("authority_name", a.name.clone()),
        ("country", a.country.clone()),
        ("zone", a.zone.clone()),
        ("zone_place", a.zone_place.clone()),
        ("profile", a.profile.as_str().to_owned()),
        ("point_name", point.name.clone()),
        ("point_address", point.address.clone()),
        ("point_email", point.email.clone()),
        ("point_web", point.web.clone()),
    ])
}

fn authority_fields(form: &FormState, new: bool) -> AnyView {
    let letters = if new {
        view! { {field("code").text(form)}{field("country").text(form)} }.into_any()
    } else {
        hidden(["code", "country"].map(|name| (name, form.value(name))))
    };
    let profiles = [Profile::Wto, Profile::Eu]
        .map(|p| Choice::new(p.as_str(), t(&format!("profile-{}", p.as_str()))))
        .to_vec();
    view! {
        {letters}
        {field("authority_name").text(form)}
        {field("zone").text(form)}
        {field("zone_place").text(form)}
        {field("profile").radios(form, profiles)}
        <h2 class="govuk-heading-m">{t("enquiry-point")}</h2>
        {field("point_name").text(form)}
        {field("point_address").area(form, 3)}
        {field("point_email").kind("email").text(form)}
        {field("point_web").kind("url").text(form)}
    }
    .into_any()
}

/// The form for a new authority.
pub fn add(form: FormState) -> Page {
    let body = view! {
        {back_link("/administration")}
        <ErrorSummary form=form.clone()/>
        <h1 class="govuk-heading-l">{t("authority-add")}</h1>
        <p class="govuk-body">{t("authority-add-what")}</p>
        <form method="post" action="/administration/new" class="app-narrow--form" novalidate>
            {authority_fields(&form, true)}
            <button class="govuk-button" type="submit">{t("authority-add")}</button>
        </form>
    };
    Page::new(t("authority-add"), body)
}

/// One authority: its people, then the form to change it.
pub fn authority(a: &Authority, people: Vec<Person>, form: FormState) -> Page {
    let code = a.code.to_string();
    let rows = people.into_iter().map(|p| {
        let state = if p.disabled {
            Some(("govuk-tag govuk-tag--red", "person-disabled"))
        } else if p.invited {
            Some(("govuk-tag govuk-tag--yellow", "person-invited"))
        } else {
            None
        };
        let state = state.map(|(class, words)| view! { <strong class=class>{t(words)}</strong> });
        view! {
            <tr class="govuk-table__row">
                <th scope="row" class="govuk-table__header"><a class="govuk-link" href=format!("/administration/people/{}", p.id)>{p.name}</a><br/><span class="app-quiet app-symbol">{p.email}</span></th>
                <td class="govuk-table__cell">{roles(&p.roles)}</td>
                <td class="govuk-table__cell">{state}</td>
            </tr>
        }
    });
    let rows = rows.collect::<Vec<_>>();
    let table = if rows.is_empty() {
        view! { <p class="govuk-body">{t("people-none")}</p> }.into_any()
    } else {
        let heads = ["person", "field-roles", "coordination-state"].map(head);
        view! {
            <div class="app-frame" role="region" aria-labelledby="people" tabindex="0">
                <table class="govuk-table"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>
            </div>
        }
        .into_any()
    };
    let body = view! {
        {back_link("/administration")}
        <ErrorSummary form=form.clone()/>
        <p class="govuk-caption-l">{code.clone()}" · "{a.country.clone()}</p>
        <h1 class="govuk-heading-l">{a.name.clone()}</h1>
        <section>
            <h2 class="govuk-heading-m" id="people">{t("people")}</h2>
            {table}
            <p><a class="govuk-button" role="button" href=format!("{}/invite", path(&code))>{t("person-invite")}</a></p>
        </section>
        <section>
            <h2 class="govuk-heading-m">{t("authority-change")}</h2>
            <form method="post" action=path(&code) class="app-narrow--form" novalidate>
                {authority_fields(&form, false)}
                <button class="govuk-button" type="submit">{t("authority-save")}</button>
            </form>
        </section>
    };
    Page::new(a.name.clone(), body)
}

fn roles(all: &[Role]) -> String {
    all.iter().map(|r| t(&format!("role-{}", r.as_str()))).collect::<Vec<_>>().join(", ")
}

fn role_choices() -> Vec<Choice> {
    Role::ALL
        .map(|r| {
            let name = r.as_str();
            Choice::new(name, t(&format!("role-{name}"))).hint(t(&format!("role-{name}-hint")))
        })
        .to_vec()
}

/// The form that invites a person.
pub fn invite(a: &Authority, form: FormState) -> Page {
    let body = view! {
        {back_link(path(a.code.as_str()))}
        <ErrorSummary form=form.clone()/>
        <p class="govuk-caption-l">{a.name.clone()}</p>
        <h1 class="govuk-heading-l">{t("person-invite")}</h1>
        <p class="govuk-body">{t("person-invite-what")}</p>
        <form method="post" action=format!("{}/invite", path(a.code.as_str())) class="app-narrow--form" novalidate>
            {field("person_name").text(&form)}
            {field("email").kind("email").text(&form)}
            {field("roles").checkboxes(&form, role_choices())}
            <button class="govuk-button" type="submit">{t("person-invite-button")}</button>
        </form>
    };
    Page::new(t("person-invite"), body)
}

/// One person: roles, a new link, barring and letting in again. `done` is the
/// key of a sentence on what was just done.
pub fn person(p: &Person, form: FormState, done: Option<&'static str>) -> Page {
    let id = p.id;
    let action = |act: &'static str, class: &'static str| {
        view! {
            <form method="post" action=format!("/administration/people/{id}/{act}")>
                <p class="govuk-body">{t(&format!("person-{act}-what"))}</p>
                <button class=class type="submit">{t(&format!("person-{act}"))}</button>
            </form>
        }
        .into_any()
    };
    let secondary = "govuk-button govuk-button--secondary";
    let doors = if p.disabled {
        action("enable", secondary)
    } else {
        view! { {action("link", secondary)}{action("disable", "govuk-button govuk-button--warning")} }
            .into_any()
    };
    let state = match (p.disabled, p.invited) {
        (true, _) => t("person-state-disabled"),
        (_, true) => t("person-state-invited"),
        _ => t_with(
            "person-state-since",
            &[("day", day(p.since.to_zoned(jiff::tz::TimeZone::UTC).date()).into())],
        ),
    };
    let done = done.map(|key| view! { <div class="govuk-inset-text" role="status">{t(key)}</div> });
    let body = view! {
        {back_link(path(p.authority.as_str()))}
        <ErrorSummary form=form.clone()/>
        {done}
        <p class="govuk-caption-l">{p.email.clone()}</p>
        <h1 class="govuk-heading-l">{p.name.clone()}</h1>
        <p class="govuk-body">{state}</p>
        <form method="post" action=format!("/administration/people/{id}") class="app-narrow--form" novalidate>
            {field("person_name").text(&form)}
            {field("roles").checkboxes(&form, role_choices())}
            <button class="govuk-button" type="submit">{t("person-save")}</button>
        </form>
        <section><h2 class="govuk-heading-m">{t("person-access")}</h2>{doors}</section>
    };
    Page::new(p.name.clone(), body)
}

/// The versions of the form, with their boxes, the newest of each procedure first.
pub fn templates(all: Vec<(&'static FormTemplate, u64)>) -> Page {
    let items = all.into_iter().map(|(template, count)| {
        let boxes = template.boxes.iter().map(|b| {
            view! {
                <tr class="govuk-table__row">
                    <td class="govuk-table__cell govuk-table__cell--numeric">{b.number.clone()}</td>
                    <th scope="row" class="govuk-table__header">{b.title.clone()}</th>
                    <td class="govuk-table__cell">{b.asks.clone()}</td>
                </tr>
            }
        });
        let boxes = boxes.collect_view();
        let id = template.form.as_str();
        let since = template.since.map(|d| t_with("template-since", &[("day", day(d).into())]));
        let used = t_with("template-used", &[("count", count.into())]);
        let heads = ["template-box", "template-title", "template-asks"].map(head);
        view! {
            <section>
                <h2 class="govuk-heading-m" id=id>{template.name.clone()}</h2>
                <p class="govuk-body">{since}" "{used}</p>
                <p class="app-quiet">{template.source.clone()}</p>
                <details class="govuk-details">
                    <summary class="govuk-details__summary"><span class="govuk-details__summary-text">{t("template-boxes")}<span class="govuk-visually-hidden">" "{template.name.clone()}</span></span></summary>
                    <div class="app-frame" role="region" aria-labelledby=id tabindex="0">
                        <table class="govuk-table"><thead><tr>{heads}</tr></thead><tbody>{boxes}</tbody></table>
                    </div>
                </details>
            </section>
        }
    });
    let body = view! {
        {back_link("/administration")}
        <h1 class="govuk-heading-l">{t("templates")}</h1>
        <p class="govuk-body">{t("templates-what")}</p>
        {items.collect_view()}
    };
    Page::new(t("templates"), body)
}
