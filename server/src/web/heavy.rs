//! Work that takes a processor for a while: a few at once, the others wait a little,
//! and are then asked to come again. Whoever goes away meanwhile does not make room
//! for another: what was begun comes to its end first, and its result is kept.

use std::{sync::Arc, time::Duration};

use tokio::{sync::Semaphore, time::timeout};

use super::WebError;

/// Those who wait do so for so long.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// Whose turn it is.
pub struct Heavy {
    turns: Arc<Semaphore>,
    wait: Duration,
}

impl Default for Heavy {
    /// As many at once as there are processors.
    fn default() -> Self {
        let turns = std::thread::available_parallelism().map_or(2, usize::from);
        Self { turns: Arc::new(Semaphore::new(turns)), wait: LONGEST_WAIT }
    }
}

impl Heavy {
    /// Does work when it is its turn.
    pub async fn in_turn<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, WebError>> + Send + 'static,
    ) -> Result<T, WebError> {
        let turn = timeout(self.wait, self.turns.clone().acquire_owned()).await;
        let turn = turn.ok().and_then(Result::ok).ok_or(WebError::Busy)?;
        tokio::spawn(async move {
            let _turn = turn;
            work.await
        })
        .await?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_waits_too_long_is_asked_to_come_again_and_who_leaves_frees_nothing() {
        let heavy = Heavy { turns: Arc::new(Semaphore::new(1)), wait: Duration::from_millis(50) };
        let (done, mut ended) = tokio::sync::oneshot::channel();
        let slow = async move {
            tokio::time::sleep(Duration::from_millis(300)).await;
            let _ = done.send(());
            Ok(1)
        };
        // Its visitor goes away at once.
        assert!(timeout(Duration::from_millis(20), heavy.in_turn(slow)).await.is_err());
        let next = heavy.in_turn(async { Ok(2) }).await;
        assert!(matches!(next, Err(WebError::Busy)));
        assert!(ended.try_recv().is_err());
        ended.await.unwrap();
        assert!(matches!(heavy.in_turn(async { Ok(3) }).await, Ok(3)));
    }
}
