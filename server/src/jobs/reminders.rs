//! Every hour officials are mailed what became due. What was mailed is on record
//! in the transaction of the mails, so that asking again does no harm.

use std::time::Duration;

use super::Stop;
use crate::state::AppState;

pub(super) async fn run(state: AppState, mut stop: Stop) {
    loop {
        match state.registry.remind().await {
            Ok(0) => {}
            Ok(reminders) => tracing::info!(reminders, "mailed what became due"),
            Err(error) => tracing::error!(?error, "reminders could not be mailed"),
        }
        if stop.within(Duration::from_secs(3_600)).await {
            break;
        }
    }
}
