//! While nobody is dialled: calls wait for it to go on, and whoever sees a vendor fail says so.
//!
//! What is noted of a vendor never changes what becomes of the call in hand: if it cannot be noted, that is logged.

use data::{Brake, Braked, CallRow};
use domain::appointment::{CallEvent, CallRefused};
use jiff::{SignedDuration, Timestamp};

use super::Caller;
use crate::job::Job;
use crate::worker::Turn;

/// How often a call that waits looks whether dialling goes on.
const LOOK: SignedDuration = SignedDuration::from_secs(30);

impl Caller {
    /// The brake that holds just now, by a look that decides nothing: the transaction that lets a call be dialled looks
    /// again.
    pub(super) async fn braked(&self, now: Timestamp) -> Result<Option<Braked>, data::Error> {
        let brakes = self.ground.data.brakes().await?;
        for brake in [Brake::Operator, Brake::Carrier, Brake::Voice] {
            let held = brakes.iter().any(|braked| braked.by == brake);
            metrics::gauge!("vocero_dialling_paused", "by" => name(brake))
                .set(f64::from(u8::from(held)));
        }
        Ok(brakes.into_iter().find(|braked| braked.probe_at.is_none_or(|at| at > now)))
    }

    /// Lets a call wait, of which the person hears once, until the person has waited long enough to be told.
    pub(super) async fn hold(
        &self,
        row: &CallRow,
        braked: &Braked,
        paused_s: i64,
        now: Timestamp,
    ) -> Result<Turn, data::Error> {
        if SignedDuration::from_secs(paused_s) >= self.ground.settings.pause_patience {
            return self.refused(row, None, CallRefused::Paused).await;
        }
        if let Err(error) = self.record(&row.call, "held", CallEvent::Held).await {
            tracing::warn!(%error, "that a call waits could not be noted; the next look does it");
        }
        let look = now.saturating_add(LOOK).unwrap_or(now);
        let at = braked.probe_at.filter(|&at| at > now).map_or(look, |at| at.min(look));
        // At least one, so that it comes to an end.
        let paused_s = paused_s + at.duration_since(now).as_secs().max(1);
        Ok(Turn::Later {
            at,
            why: format!("dialling is paused by the {}", name(braked.by)),
            job: Some(Job::PlaceCall { call: row.call.id, paused_s }),
        })
    }

    /// A vendor failed at what every call needs.
    pub(super) async fn failed(&self, brake: Brake) {
        match self.ground.data.vendor_failed(brake, self.ground.clock.now()).await {
            Ok(Some(until)) => {
                let vendor = name(brake);
                tracing::error!(vendor, %until, "failed several times in a row: nobody is dialled until then");
                metrics::counter!("vocero_breaker_opened_total", "vendor" => vendor).increment(1);
            }
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "the failure of a vendor could not be noted"),
        }
    }

    pub(super) async fn worked(&self, brake: Brake) {
        match self.ground.data.vendor_worked(brake).await {
            Ok(true) => {
                tracing::warn!(vendor = name(brake), "works again: dialling goes on");
                self.ground.bell.notify_one();
            }
            Ok(false) => {}
            Err(error) => tracing::error!(%error, "that a vendor works could not be noted"),
        }
    }
}

fn name(brake: Brake) -> &'static str {
    match brake {
        Brake::Operator => "operator",
        Brake::Carrier => "carrier",
        Brake::Voice => "voice",
    }
}
