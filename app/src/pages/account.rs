//! The own account: who one is here, the password, the sessions that are open.

use jiff::Timestamp;
use leptos::prelude::*;
use registry::Official;

use crate::{
    components::{ErrorSummary, field, hidden, moment},
    form::FormState,
    render::Page,
    texts::{t, t_with},
};

/// A session that is open.
#[derive(Debug, Clone)]
pub struct Open {
    /// Names it in the form that ends it.
    pub name: String,
    /// Whether it is this one.
    pub this_one: bool,
    /// When the person signed in.
    pub begun: Timestamp,
    /// When it was used last.
    pub used: Timestamp,
    /// The browser, roughly; empty where it is not known.
    pub browser: String,
    /// The network, roughly.
    pub network: String,
}

/// The page; sessions end after so many minutes without use, and after so many
/// hours. `done` is the key of a sentence on what was just done.
pub fn page(
    who: &Official,
    open: Vec<Open>,
    (idle, longest): (u64, u64),
    form: FormState,
    done: Option<&'static str>,
) -> Page {
    let done = done.map(|key| view! { <div class="govuk-inset-text" role="status">{t(key)}</div> });
    let roles: Vec<String> = who.roles.iter().map(|r| t(&format!("role-{}", r.as_str()))).collect();
    let facts = [
        ("account-name", who.name.clone()),
        ("account-email", who.email.clone()),
        ("account-authority", format!("{} ({})", who.authority_name, who.authority)),
        ("account-roles", roles.join(", ")),
    ];
    let facts = facts.map(|(key, value)| {
        view! {
            <div class="govuk-summary-list__row">
                <dt class="govuk-summary-list__key">{t(key)}</dt>
                <dd class="govuk-summary-list__value">{value}</dd>
            </div>
        }
    });
    let limits = t_with("account-sessions-what", &[("minutes", idle.into()), ("hours", longest.into())]);
    let body = view! {
        <ErrorSummary form=form.clone()/>
        {done}
        <h1 class="govuk-heading-l">{t("account")}</h1>
        <dl class="govuk-summary-list">{facts}</dl>
        <p class="govuk-body">{t("account-what")}</p>
        <section>
            <h2 class="govuk-heading-m">{t("account-password")}</h2>
            <form method="post" action="/account/password" class="app-narrow" novalidate>
                <input type="hidden" name="email" value=who.email.clone() autocomplete="username"/>
                {field("old_password").kind("password").autocomplete("current-password").text(&form)}
                {field("new_password").kind("password").autocomplete("new-password").text(&form)}
                {field("again").kind("password").autocomplete("new-password").text(&form)}
                <button class="govuk-button" type="submit">{t("account-password-button")}</button>
            </form>
        </section>
        <section>
            <h2 class="govuk-heading-m" id="sessions">{t("account-sessions")}</h2>
            <p class="govuk-body">{limits}</p>
            {sessions(open)}
        </section>
    };
    Page::new(t("account"), body)
}

fn sessions(open: Vec<Open>) -> AnyView {
    let others = open.iter().any(|o| !o.this_one);
    let rows = open.into_iter().map(|o| {
        let browser = if o.browser.is_empty() { t("account-browser-unknown") } else { o.browser };
        let end = if o.this_one {
            view! { <strong class="govuk-tag">{t("account-session-this")}</strong> }.into_any()
        } else {
            view! {
                <form method="post" action="/account/sessions/end">
                    {hidden([("session", o.name)])}
                    <button class="app-link-button" type="submit">{t("account-session-end")}<span class="govuk-visually-hidden">" "{browser.clone()}", "{moment(o.used)}</span></button>
                </form>
            }
            .into_any()
        };
        view! {
            <tr class="govuk-table__row">
                <th scope="row" class="govuk-table__header">{browser}<br/><span class="app-quiet">{o.network}</span></th>
                <td class="govuk-table__cell" data-head=t("account-session-begun")>{moment(o.begun)}</td>
                <td class="govuk-table__cell" data-head=t("account-session-used")>{moment(o.used)}</td>
                <td class="govuk-table__cell" data-head=t("account-session-ending")>{end}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let heads =
        ["account-session-where", "account-session-begun", "account-session-used", "account-session-ending"]
            .map(|key| view! { <th scope="col" class="govuk-table__header">{t(key)}</th> });
    let all = others.then(|| {
        view! {
            <form method="post" action="/account/sessions">
                <button class="govuk-button govuk-button--secondary" type="submit">{t("account-sessions-end")}</button>
            </form>
        }
    });
    view! {
        <div class="app-frame" role="region" aria-labelledby="sessions" tabindex="0">
            <table class="govuk-table app-stacked"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>
        </div>
        {all}
    }
    .into_any()
}
