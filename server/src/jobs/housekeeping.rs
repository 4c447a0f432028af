//! What grows is trimmed: sessions that expired, limits of quiet addresses.

use std::time::Duration;

use super::Stop;
use crate::state::AppState;

pub(super) async fn run(state: AppState, mut stop: Stop) {
    loop {
        match state.registry.sessions_expire().await {
            Ok(0) => {}
            Ok(sessions) => tracing::info!(sessions, "removed expired sessions"),
            Err(error) => tracing::error!(?error, "expired sessions could not be removed"),
        }
        state.limits.forget_quiet();
        if stop.within(Duration::from_secs(600)).await {
            break;
        }
    }
}
