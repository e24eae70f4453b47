//! Where the worker lives, so that it can be killed in the middle of its work as a crash would kill it.
//!
//! It has a runtime of its own. Killing drops that: whatever was under way stops where it stands, nothing is finished
//! and nothing is noted.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use services::Services;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// A killed worker comes back after this.
pub const COMES_BACK_AFTER: Duration = Duration::from_secs(4);

/// After "stop", what is in hand gets this long.
const GRACE: Duration = Duration::from_secs(5);

pub struct Workshop {
    services: Services,
    work: Mutex<Option<Work>>,
    closed: CancellationToken,
}

struct Work {
    runtime: Runtime,
    task: JoinHandle<()>,
    stop: CancellationToken,
}

impl Workshop {
    /// Starts the worker.
    pub fn open(services: Services) -> Arc<Self> {
        let shop = Self { services, work: Mutex::default(), closed: CancellationToken::new() };
        shop.begin();
        Arc::new(shop)
    }

    fn begin(&self) {
        let runtime = match Builder::new_multi_thread().worker_threads(1).enable_all().build() {
            Ok(runtime) => runtime,
            Err(error) => return tracing::error!(%error, "there is no thread for the worker"),
        };
        let stop = CancellationToken::new();
        let (services, stopped) = (self.services.clone(), stop.clone());
        let task = runtime.spawn(async move { services.work(stopped).await });
        *self.work() = Some(Work { runtime, task, stop });
    }

    fn work(&self) -> std::sync::MutexGuard<'_, Option<Work>> {
        self.work.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[must_use]
    pub fn is_at_work(&self) -> bool {
        self.work().is_some()
    }

    /// Kills the worker where it stands; another one comes. False when there is none to kill.
    pub fn kill(self: &Arc<Self>) -> bool {
        let Some(work) = self.work().take() else { return false };
        work.runtime.shutdown_background();
        let shop = Arc::clone(self);
        tokio::spawn(async move {
            tokio::select! {
                () = shop.closed.cancelled() => return,
                () = tokio::time::sleep(COMES_BACK_AFTER) => {}
            }
            shop.begin();
        });
        true
    }

    /// Lets the worker finish what it has in hand.
    pub async fn close(&self) {
        self.closed.cancel();
        let Some(work) = self.work().take() else { return };
        work.stop.cancel();
        if tokio::time::timeout(GRACE, work.task).await.is_err() {
            tracing::warn!("work in hand was cut off; it is found again at the next start");
        }
        work.runtime.shutdown_background();
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        self.closed.cancel();
        if let Some(work) = self.work().take() {
            work.runtime.shutdown_background();
        }
    }
}
