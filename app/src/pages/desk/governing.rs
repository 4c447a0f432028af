//! Beside the form: handing a draft over to the enquiry point and back, and the
//! other authorities that notify a measure together with the drafting one.

use domain::{
    notification::{Kind, State},
    role::Role,
};
use leptos::prelude::*;
use registry::{
    Access,
    drafts::DraftPage,
    joint::{JointAuthority, JointState},
};

use super::title_of;
use crate::{
    components::{Choice, ErrorSummary, back_link, field, hidden, moment},
    form::FormState,
    render::{Page, request},
    texts::{t, t_with},
};

fn has(role: Role) -> bool {
    request().official.is_some_and(|o| o.has(role))
}

/// The authority of the person who looks, among those asked to join.
fn own(draft: &DraftPage) -> Option<&JointAuthority> {
    let official = request().official?;
    draft.joint.authorities.iter().find(|j| j.code == official.authority)
}

/// What everybody who reads the draft should know: with whom it is, and who
/// notifies it too.
pub fn notices(draft: &DraftPage) -> AnyView {
    let handed = draft.handed_over.as_ref().filter(|_| draft.summary.state == State::Draft).map(|h| {
        let words = t_with("handed-over-by", &[("name", h.by.clone().into()), ("day", moment(h.at).into())]);
        let back = (has(Role::Official) && draft.may_write).then(|| {
            let href = format!("/desk/{}/hand-back", draft.summary.id);
            view! { <p class="govuk-body"><a class="govuk-link" href=href>{t("hand-back")}</a></p> }
        });
        view! { <div class="govuk-inset-text"><p class="govuk-body"><strong>{words}</strong></p><p class="app-text">{h.note.clone()}</p>{back}</div> }
    });
    let reads = (draft.access == Access::Country)
        .then(|| view! { <div class="govuk-inset-text">{t("coordinator-reads")}</div> });
    view! { {handed}{reads}{joint_with(draft)} }.into_any()
}

/// Links of the task list: hand over, notify jointly.
pub fn links(draft: &DraftPage) -> AnyView {
    let id = draft.summary.id;
    let over = (has(Role::Regulator) && !has(Role::Official) && draft.handed_over.is_none()).then(|| {
        view! { <p><a class="govuk-button" href=format!("/desk/{id}/hand-over") role="button">{t("hand-over")}</a></p> }
    });
    let joint = (has(Role::Official) && draft.summary.kind == Kind::Regular).then(|| {
        view! { <p class="govuk-body"><a class="govuk-link" href=format!("/desk/{id}/joint")>{t("joint-ask")}</a></p> }
    });
    view! { {over}{joint} }.into_any()
}

fn joint_with(draft: &DraftPage) -> Option<AnyView> {
    if draft.joint.authorities.is_empty() {
        return None;
    }
    let submitted = draft.summary.state == State::Submitted;
    let first = submitted.then(|| {
        let words = if draft.joint.first_approved { t("joint-approved") } else { t("joint-approval-missing") };
        view! { <li><strong>{draft.authority.name.clone()}</strong>" "<span class="app-quiet">{words}</span></li> }
    });
    let items = draft.joint.authorities.iter().map(|j| {
        let words = match j.state {
            JointState::Asked => t("joint-asked"),
            JointState::Declined => t_with("joint-declined-by", &[("name", j.answered.clone().into())]),
            JointState::Joined if !submitted => {
                t_with("joint-joined-by", &[("name", j.answered.clone().into())])
            }
            JointState::Joined if j.approved.is_empty() => t("joint-approval-missing"),
            JointState::Joined => t_with("joint-approved-by", &[("name", j.approved.clone().into())]),
        };
        let note = (!j.note.is_empty()).then(|| view! { <p class="app-text">{j.note.clone()}</p> });
        view! { <li><strong>{j.name.clone()}</strong>" "<span class="app-quiet">{words}</span>{note}</li> }
    });
    let items = items.collect_view();
    Some(view! { <section><h2 class="govuk-heading-m">{t("joint-with")}</h2><ul class="govuk-list">{first}{items}</ul></section> }.into_any())
}

/// What the person who looks at the draft of another authority, or of a joint
/// one, can do; `None` where the usual actions follow.
pub fn actions(draft: &DraftPage) -> Option<AnyView> {
    let id = draft.summary.id;
    let sentence = |words: String| Some(view! { <p class="govuk-body">{words}</p> }.into_any());
    match (draft.access, draft.summary.state) {
        (Access::Country, _) => sentence(t("coordinator-changes-nothing")),
        (Access::Joint, State::Draft) if !has(Role::Official) => sentence(t("joint-official-answers")),
        (Access::Joint, State::Draft) => {
            let joined = own(draft).is_some_and(|j| j.state == JointState::Joined);
            let words = if joined { t("joint-you-joined") } else { t("joint-you-are-asked") };
            let link = if joined { t("joint-answer-change") } else { t("joint-answer") };
            Some(view! {
                <section>
                    <p class="govuk-body">{words}</p>
                    <p><a class="govuk-button" role="button" href=format!("/desk/{id}/join")>{link}</a></p>
                </section>
            }
            .into_any())
        }
        (_, State::Submitted) => {
            let approved = match draft.access {
                Access::Own => draft.joint.first_approved,
                _ => own(draft).is_some_and(|j| !j.approved.is_empty()),
            };
            if approved { sentence(t("joint-others-approve")) } else { None }
        }
        _ => None,
    }
}

/// Whether an approver of another authority still has to approve a joint
/// notification, beside the person who looks.
fn others_are_missing(draft: &DraftPage) -> bool {
    let own = request().official.map(|o| o.authority);
    let joined = draft.joint.authorities.iter().filter(|j| j.state == JointState::Joined);
    let mut missing = joined.filter(|j| j.approved.is_empty() && Some(&j.code) != own.as_ref());
    let first = !draft.joint.first_approved && draft.access != Access::Own;
    missing.next().is_some() || first
}

/// What approving does now.
pub fn approval(draft: &DraftPage) -> String {
    t(if others_are_missing(draft) { "joint-approve-warning" } else { "approve-warning" })
}

/// The words of the button that approves.
pub fn approve(draft: &DraftPage) -> String {
    t(if others_are_missing(draft) { "joint-approve-button" } else { "approve-button" })
}

/// The page on which a regulator hands a draft over.
pub fn hand_over(draft: &DraftPage, form: FormState) -> Page {
    word_page(draft, &form, "hand-over", "hand-over-what")
}

/// The page on which an official hands a draft back.
pub fn hand_back(draft: &DraftPage, form: FormState) -> Page {
    word_page(draft, &form, "hand-back", "hand-back-what")
}

fn word_page(draft: &DraftPage, form: &FormState, act: &'static str, what: &str) -> Page {
    let id = draft.summary.id;
    let body = view! {
        {back_link(format!("/desk/{id}"))}
        <ErrorSummary form=form.clone()/>
        <p class="govuk-caption-l">{title_of(draft)}</p>
        <h1 class="govuk-heading-l">{t(act)}</h1>
        <p class="govuk-body">{t(what)}</p>
        <form method="post" action=format!("/desk/{id}/{act}") class="app-narrow--form">
            {field("word").area(form, 4)}
            <button class="govuk-button" type="submit">{t(act)}</button>
        </form>
    };
    Page::new(t(act), body)
}

/// The page on which an official of an authority that was asked joins or declines.
pub fn join(draft: &DraftPage, form: FormState) -> Page {
    let id = draft.summary.id;
    let choices = vec![
        Choice::new("join", t("joint-join")).hint(t("joint-join-hint")),
        Choice::new("decline", t("joint-decline")),
    ];
    let body = view! {
        {back_link(format!("/desk/{id}/check"))}
        <ErrorSummary form=form.clone()/>
        <p class="govuk-caption-l">{title_of(draft)}" · "{draft.authority.name.clone()}</p>
        <h1 class="govuk-heading-l">{t("joint-answer")}</h1>
        <form method="post" action=format!("/desk/{id}/join") class="app-narrow--form">
            {field("join").radios(&form, choices)}
            {field("word").area(&form, 3)}
            <button class="govuk-button" type="submit">{t("joint-answer-send")}</button>
        </form>
    };
    Page::new(t("joint-answer"), body)
}

/// The page on which other authorities are asked to notify a draft jointly.
/// `others` are codes and names of those that can be asked.
pub fn joint(draft: &DraftPage, others: Vec<(String, String)>, form: FormState) -> Page {
    let id = draft.summary.id;
    let rows = draft.joint.authorities.iter().map(|j| {
        let words = t(&format!("joint-state-{}", j.state.as_str()));
        view! {
            <tr class="govuk-table__row">
                <th scope="row" class="govuk-table__header">{j.name.clone()}</th>
                <td class="govuk-table__cell">{words}" "<span class="app-quiet">{j.answered.clone()}</span></td>
                <td class="govuk-table__cell">
                    <form method="post" action=format!("/desk/{id}/joint/take-back")>
                        {hidden([("joint", j.code.to_string())])}
                        <button class="app-link-button" type="submit">{t("joint-take-back")}<span class="govuk-visually-hidden">" "{j.name.clone()}</span></button>
                    </form>
                </td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let table = (!draft.joint.authorities.is_empty()).then(|| {
        let heads = ["condition-authority", "coordination-state", "actions"].map(|h| view! { <th scope="col" class="govuk-table__header">{t(h)}</th> });
        view! {
            <div class="app-frame" role="region" aria-labelledby="asked" tabindex="0">
                <table class="govuk-table" id="asked" aria-label=t("joint-with")><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>
            </div>
        }
    });
    let options = std::iter::once((String::new(), t("joint-choose"))).chain(others).collect();
    let body = view! {
        {back_link(format!("/desk/{id}"))}
        <ErrorSummary form=form.clone()/>
        <p class="govuk-caption-l">{title_of(draft)}</p>
        <h1 class="govuk-heading-l">{t("joint-ask")}</h1>
        <p class="govuk-body">{t("joint-what")}</p>
        {table}
        <form method="post" action=format!("/desk/{id}/joint") class="app-narrow--form">
            {field("joint").select(&form, options)}
            <button class="govuk-button" type="submit">{t("joint-ask-button")}</button>
        </form>
    };
    Page::new(t("joint-ask"), body)
}
