//! What grows is trimmed: sessions that expired, limits of quiet addresses.
//! What is worked out for many readers is renewed.
//! Once a day it is asked what has become late.

use std::time::{Duration, SystemTime};

use jiff::tz::TimeZone;
use registry::{comments::Forgotten, notifications::Cause};

use super::{Stop, mail};
use crate::{state::AppState, web::files};

pub(super) async fn run(state: AppState, mut stop: Stop) {
    let mut judged = None;
    loop {
        // First: readers wait for what was never compared.
        if let Err(error) = state.registry.candidates_refresh().await {
            tracing::error!(?error, "the citations of the products could not be compared");
        }
        let today = state.registry.now().to_zoned(TimeZone::UTC).date();
        if judged != Some(today) {
            match state.registry.judge_everything(Cause::Time, |_| {}).await {
                Ok(changed) => {
                    judged = Some(today);
                    tracing::info!(changed, "judged everything by the new day");
                }
                Err(error) => tracing::error!(?error, "the notifications could not be judged by the new day"),
            }
        }
        match state.registry.sessions_expire().await {
            Ok(0) => {}
            Ok(sessions) => tracing::info!(sessions, "removed expired sessions"),
            Err(error) => tracing::error!(?error, "expired sessions could not be removed"),
        }
        if let Err(error) = state.registry.follows_forget().await {
            tracing::error!(?error, "old requests to follow could not be removed");
        }
        mails(&state).await;
        comments(&state).await;
        state.limits.forget_quiet().await;
        if stop.within(Duration::from_secs(600)).await {
            break;
        }
    }
}

/// Mails that are done with are forgotten; a demonstration shows their words for a
/// while, and has them as files.
async fn mails(state: &AppState) {
    let folder = state.config.location.mail();
    let now = SystemTime::from(state.registry.now());
    match tokio::task::spawn_blocking(move || mail::forget_files(&folder, now)).await {
        Ok(Ok(_)) => {}
        Ok(Err(error)) => tracing::error!(?error, "old files of mails could not be removed"),
        Err(error) => tracing::error!(?error, "old files of mails could not be looked for"),
    }
    match state.registry.mails_forget(mail::kept(state)).await {
        Ok(0) => {}
        Ok(mails) => tracing::info!(mails, "forgot old mails"),
        Err(error) => tracing::error!(?error, "old mails could not be removed"),
    }
}

/// Near-duplicates among new comments are looked for, drafts of comments that
/// nobody came back to are forgotten with their files.
async fn comments(state: &AppState) {
    match state.registry.comments_group_new().await {
        Ok(0) => {}
        Ok(notifications) => tracing::info!(notifications, "grouped new comments"),
        Err(error) => tracing::error!(?error, "new comments could not be grouped"),
    }
    // Whoever attaches a file waits for each portion: none of them waits long for others.
    let hurried = state.registry.hurried();
    forget(state, "drafts of comments", || hurried.comment_drafts_forget()).await;
    forget(state, "comments that nobody confirmed", || hurried.comments_forget()).await;
}

/// Forgets what is due with its files, in portions until there is no more: who
/// attaches a file waits for one of them at most.
async fn forget<Portion: Future<Output = registry::Result<Forgotten>>>(
    state: &AppState,
    what: &str,
    portion: impl Fn() -> Portion,
) {
    loop {
        let mut count = 0;
        let portion = async {
            let forgotten = portion().await?;
            count = forgotten.drafts;
            registry::Result::Ok(forgotten.files)
        };
        if let Err(error) = files::forget(state, portion).await {
            tracing::error!(?error, what, "what is due could not be removed");
        }
        if count == 0 {
            break;
        }
        tracing::info!(count, what, "forgot what was due");
    }
}
