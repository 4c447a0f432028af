//! The notifying authorities, with what they have open.

use leptos::prelude::*;
use registry::authorities::AuthorityCounts;

use crate::{
    render::Page,
    texts::{t, t_with},
};

/// Everyone who notifies here.
pub fn page(all: Vec<AuthorityCounts>) -> Page {
    let rows = all.into_iter().map(|a| {
        let code = a.authority.code.to_string();
        let href = format!("/search?authority={code}&sort=newest");
        let open = format!("/search?authority={code}&open=yes&sort=closing-soon");
        let point = a.authority.enquiry_point;
        let words = t_with("authority-open", &[("count", a.open.into())]);
        let open = if a.open > 0 {
            view! { <a class="govuk-link" href=open>{words}</a> }.into_any()
        } else {
            words.into_any()
        };
        let mail = (!point.email.is_empty())
            .then(|| view! { <a class="govuk-link" href=format!("mailto:{}", point.email)>{point.email.clone()}</a> });
        view! {
            <tr class="govuk-table__row">
                <th scope="row" class="govuk-table__header"><a class="govuk-link" href=href>{a.authority.name}</a>" "<span class="app-quiet">{code}</span></th>
                <td class="govuk-table__cell govuk-table__cell--numeric">{a.notifications}</td>
                <td class="govuk-table__cell">{open}</td>
                <td class="govuk-table__cell">{point.name.clone()}<br/>{mail}</td>
            </tr>
        }
    });
    let heads = ["condition-authority", "notifications", "condition-open", "enquiry-point"];
    let heads = heads.map(|h| view! { <th scope="col" class="govuk-table__header">{t(h)}</th> });
    let body = view! {
        <h1 class="govuk-heading-l" id="authorities">{t("authorities")}</h1>
        <div class="app-frame" role="region" aria-labelledby="authorities" tabindex="0">
            <table class="govuk-table"><thead><tr>{heads}</tr></thead><tbody>{rows.collect_view()}</tbody></table>
        </div>
    };
    Page::new(t("authorities"), body)
}
