//! Texts that are no longer needed go, after as many days as whoever runs this installation says.

use std::time::Duration;

use jiff::SignedDuration;
use tokio_util::sync::CancellationToken;

use crate::{Error, Ground};

#[derive(Clone)]
pub struct Retention {
    ground: Ground,
}

const LEASE: &str = "retention";
const EVERY: Duration = Duration::from_secs(3600);

impl Retention {
    pub(crate) fn new(ground: Ground) -> Self {
        Self { ground }
    }

    /// Once an hour, by one process of all, until told to stop.
    pub async fn run(&self, stop: CancellationToken) {
        loop {
            match self.is_mine().await {
                Ok(true) => drop(self.once().await),
                Ok(false) => {}
                Err(error) => tracing::error!(%error, "whose turn it is to forget is not known"),
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(EVERY) => {}
            }
        }
    }

    async fn is_mine(&self) -> Result<bool, data::Error> {
        let now = self.ground.clock.now();
        let until = now.saturating_add(EVERY / 2).unwrap_or(now);
        self.ground.data.take_lease(LEASE, &self.ground.settings.worker, now, until).await
    }

    /// Forgets all that is due. Tells of how many rows.
    ///
    /// # Errors
    /// [`Error::Storage`]; what was forgotten stays forgotten.
    pub async fn once(&self) -> Result<u64, Error> {
        let days = self.ground.settings.keep_texts_days;
        if days == 0 {
            return Ok(0);
        }
        let now = self.ground.clock.now();
        let age = SignedDuration::from_hours(24 * i64::from(days));
        let before = now.saturating_sub(age).unwrap_or(now);
        let mut all = 0;
        loop {
            match self.ground.data.forget_texts(before, now).await {
                Ok(0) => break,
                Ok(some) => all += some,
                Err(error) => {
                    tracing::error!(%error, "old texts could not be forgotten; the next turn tries");
                    return Err(error.into());
                }
            }
        }
        if all > 0 {
            tracing::info!(rows = all, days, "old texts were forgotten");
        }
        Ok(all)
    }
}
