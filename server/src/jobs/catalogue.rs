//! What another program writes into the catalogue (an import on the command
//! line, another server) is taken in while this one runs.

use std::time::Duration;

use super::Stop;
use crate::state::AppState;

pub(super) async fn run(state: AppState, mut stop: Stop) {
    while !stop.within(Duration::from_secs(10)).await {
        let taken = match state.registry.catalogue_is_behind().await {
            Ok(false) => continue,
            Ok(true) => state.registry.catalogue_reload().await,
            Err(error) => Err(error),
        };
        match taken {
            Ok(records) => tracing::info!(records, "took a change of the catalogue in"),
            Err(error) => tracing::error!(?error, "a change of the catalogue could not be taken in"),
        }
    }
}
