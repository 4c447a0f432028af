//! Following a measure or a standard by e-mail: asking, confirming, ending, and
//! the list of a signed-in person.

use leptos::prelude::*;
use registry::{
    Mailed, Official,
    follows::{Follow, Followed},
};

use crate::{
    components::{ErrorSummary, back_link, field, hidden, notification_path, standard_path},
    form::FormState,
    render::{Page, request},
    texts::{t, t_with},
};

/// The page of what is followed.
pub fn path_of(followed: &Followed) -> String {
    match followed {
        Followed::Measure(symbol) => notification_path(symbol),
        Followed::Standard(number) => standard_path(number),
    }
}

fn named(followed: &Followed) -> String {
    t_with("follow-what", &[("name", followed.subject().to_owned().into())])
}

/// The question: for the public with a field for the address.
pub fn ask(followed: &Followed, form: FormState, official: Option<Official>) -> Page {
    let address = match &official {
        Some(official) => {
            view! { <p class="govuk-body">{t_with("follow-as", &[("email", official.email.clone().into())])}</p> }
                .into_any()
        }
        None => field("email").kind("email").autocomplete("email").hint(t("follow-email-hint")).text(&form),
    };
    let body = view! {
        {back_link(path_of(followed))}
        <div class="app-narrow app-narrow--form">
            <ErrorSummary form=form.clone()/>
            <h1 class="govuk-heading-l">{named(followed)}</h1>
            <p class="govuk-body">{t(&format!("follow-{}-gives", followed.scheme()))}</p>
            <form method="post" action="/follow">
                {hidden([("what", followed.scheme().to_owned()), ("on", followed.subject().to_owned())])}
                {address}
                <button class="govuk-button" type="submit">{t("follow-button")}</button>
            </form>
        </div>
    };
    Page::new(named(followed), body)
}

/// Asked: a mail is on its way, or none is sent, or it is done.
pub fn asked(followed: &Followed, official: bool, mailed: Mailed) -> Page {
    let (title, next) = match mailed {
        _ if official => (t("follow-done"), t("follow-done-next")),
        Mailed::OnItsWay if request().mail_stays => (t("follow-mail-stays"), t("follow-mail-stays-next")),
        Mailed::OnItsWay => (t("follow-mailed"), t("follow-mailed-next")),
        Mailed::TooMany => (t("follow-not-mailed"), t("follow-not-mailed-next")),
    };
    let list = official.then(
        || view! { <p class="govuk-body"><a class="govuk-link" href="/following">{t("following")}</a></p> },
    );
    let body = view! {
        <h1 class="govuk-heading-l">{title.clone()}</h1>
        <p class="govuk-body">{next}</p>
        {list}
        <p class="govuk-body"><a class="govuk-link" href=path_of(followed)>{followed.subject().to_owned()}</a></p>
    };
    Page::new(title, body)
}

/// The mailed link was opened: one button confirms or ends.
pub fn decide(follow: &Follow, end: bool) -> Page {
    let (title, button, action) = if end {
        (t("follow-end"), t("follow-end-button"), "/follows/end")
    } else {
        (t("follow-confirm"), t("follow-confirm-button"), "/follows/confirm")
    };
    let class = if end { "govuk-button govuk-button--warning" } else { "govuk-button" };
    let body = view! {
        <h1 class="govuk-heading-l">{title.clone()}</h1>
        <p class="govuk-body">{follow.followed.subject().to_owned()}</p>
        <form method="post" action=action>
            {hidden([("key", follow.secret.clone())])}
            <button class=class type="submit">{button}</button>
        </form>
    };
    Page::new(title, body)
}

/// Confirmed.
pub fn confirmed(follow: &Follow) -> Page {
    let end = format!("/follows/end?key={}", follow.secret);
    let body = view! {
        <h1 class="govuk-heading-l">{t("follow-done")}</h1>
        <p class="govuk-body">{t("follow-done-next")}</p>
        <p class="govuk-body"><a class="govuk-link" href=path_of(&follow.followed)>{follow.followed.subject().to_owned()}</a></p>
        <p class="govuk-body"><a class="govuk-link" href=end>{t("follow-end")}</a></p>
    };
    Page::new(t("follow-done"), body)
}

/// Ended, or never there.
pub fn ended() -> Page {
    let body = view! {
        <h1 class="govuk-heading-l">{t("follow-ended")}</h1>
        <p class="govuk-body">{t("follow-ended-next")}</p>
    };
    Page::new(t("follow-ended"), body)
}

/// What a signed-in person follows.
pub fn list(all: &[Follow]) -> Page {
    let rows = all.iter().map(|f| {
        view! {
            <tr class="govuk-table__row">
                <th scope="row" class="govuk-table__header"><a class="govuk-link" href=path_of(&f.followed)>{f.followed.subject().to_owned()}</a></th>
                <td class="govuk-table__cell">{t(&format!("follow-{}", f.followed.scheme()))}</td>
                <td class="govuk-table__cell">
                    <form method="post" action="/follows/end">
                        {hidden([("key", f.secret.clone()), ("back", "yes".to_owned())])}
                        <button class="app-link-button" type="submit">{t("follow-end-button")}<span class="govuk-visually-hidden">" "{f.followed.subject().to_owned()}</span></button>
                    </form>
                </td>
            </tr>
        }
    });
    let list = if all.is_empty() {
        view! { <p class="govuk-body">{t("following-none")}</p> }.into_any()
    } else {
        let heads = ["follow-name", "follow-kind", "follow-action"]
            .map(|h| view! { <th scope="col" class="govuk-table__header">{t(h)}</th> });
        view! { <table class="govuk-table"><thead><tr>{heads}</tr></thead><tbody>{rows.collect_view()}</tbody></table> }
            .into_any()
    };
    let body = view! {
        {back_link("/desk")}
        <h1 class="govuk-heading-l">{t("following")}</h1>
        {list}
    };
    Page::new(t("following"), body)
}
