//! How a call goes on at the carrier: callbacks in any order, late, twice or never, and what makes up for them.

use data::{AttemptState, Bind, CallRow, CallState, CarrierStatus, Claimed, Heard, Told};
use domain::appointment::CallEvent;
use domain::ids::{AttemptId, CallId, CommandId};
use jiff::{SignedDuration, Timestamp};
use vendors::twilio::{AnsweredBy, CallStatus, HungUp};

use super::Caller;
use crate::Error;
use crate::job::Job;
use crate::worker::{Trouble, Turn};

/// A status callback, verified and parsed.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    pub status: CallStatus,
    /// Seconds talked, told at the end.
    pub duration_s: Option<u32>,
}

/// Looks at a call whose end was not reported, in seconds after its time limit.
const LATE_LOOKS_S: [i64; 4] = [60, 120, 300, 900];

impl Caller {
    /// Takes note of a callback. Order and repetition don't matter (I10).
    ///
    /// # Errors
    /// [`Error::Storage`], and then nothing was stored.
    pub async fn progressed(
        &self,
        attempt: AttemptId,
        sid: &str,
        progress: Progress,
    ) -> Result<(), Error> {
        let Some((row, _)) = self.row_of(attempt).await? else {
            tracing::warn!("a callback for an attempt that we don't know");
            metrics::counter!("vocero_callbacks_orphaned_total").increment(1);
            return Ok(());
        };
        match self.bind(&row, attempt, sid).await? {
            Bind::Bound | Bind::Same => self.apply(&row, attempt, sid, progress).await,
            Bind::Surplus | Bind::Elsewhere => Ok(()),
        }
    }

    async fn apply(
        &self,
        row: &CallRow,
        attempt: AttemptId,
        sid: &str,
        progress: Progress,
    ) -> Result<(), Error> {
        let Some(status) = carrier_status(progress.status) else { return Ok(()) };
        let heard = Heard {
            status,
            sequence: None,
            duration_s: progress.duration_s,
            answered_by: None,
            at: self.ground.clock.now(),
        };
        let told = self.means(row, attempt, status);
        self.ground.data.call_progress(attempt, sid, &heard, told.as_ref()).await?;
        self.ground.bell.notify_one();
        Ok(())
    }

    /// What this status means to the request, should it be news.
    fn means(&self, row: &CallRow, attempt: AttemptId, status: CarrierStatus) -> Option<Told> {
        let (key, event) = match status {
            CarrierStatus::Queued | CarrierStatus::Initiated => return None,
            CarrierStatus::Ringing => ("ringing", CallEvent::Ringing),
            CarrierStatus::InProgress => ("answered", CallEvent::Answered),
            _ => ("ended", CallEvent::Ended { how: status.ended()? }),
        };
        let command = (status == CarrierStatus::Ringing).then(|| {
            let id = CommandId::derived(attempt.0, "register");
            let now = self.ground.clock.now();
            let (person, request) = (row.call.person, row.call.request);
            Job::Register { attempt }.follow_up(id, person, Some(request), now)
        });
        Some(Told { command, ..self.told(&row.call, key, event) })
    }

    /// The carrier's guess who picked up. A hint: menus and recorded greetings count as machines too.
    ///
    /// # Errors
    /// [`Error::Storage`], and then nothing was stored.
    pub async fn answered_by(
        &self,
        attempt: AttemptId,
        sid: &str,
        who: AnsweredBy,
    ) -> Result<(), Error> {
        let Some((row, known)) = self.row_of(attempt).await? else { return Ok(()) };
        let machine = !matches!(who, AnsweredBy::Human | AnsweredBy::Unknown | AnsweredBy::Other);
        if !machine || known.sid.as_deref() != Some(sid) {
            return Ok(());
        }
        self.record(&row.call, "machine", CallEvent::MachineHeard).await
    }

    /// Asks the carrier how a call stands, once and soon. `why` tells this look from others.
    pub(crate) async fn look_soon(&self, row: &CallRow, why: &str) -> Result<(), data::Error> {
        let id = CommandId::derived(row.call.id.0, why);
        let job = Job::LookAtCall { call: row.call.id };
        let now = self.ground.clock.now();
        let command = job.follow_up(id, row.call.person, Some(row.call.request), now);
        self.ground.data.enqueue(&[command], now).await?;
        self.ground.bell.notify_one();
        Ok(())
    }

    pub(crate) async fn look_at(&self, command: &Claimed, call: CallId) -> Turn {
        match self.look(call).await {
            Ok(_) => Turn::done(),
            Err(error) if command.attempts < LOOKS_MAX => self.later(command, error),
            Err(why) => Turn::Dead { why, events: Vec::new() },
        }
    }

    /// Takes in how a call stands at the carrier. The call and the carrier's name of it, if it goes on.
    async fn look(&self, call: CallId) -> Result<Option<(CallRow, String)>, String> {
        let text = |error: data::Error| error.to_string();
        let Some(row) = self.ground.data.call(call).await.map_err(text)? else { return Ok(None) };
        if is_over(row.state) {
            return Ok(None);
        }
        let attempts = self.ground.data.attempts(call).await.map_err(text)?;
        let known = attempts.iter().rev().find_map(|one| Some((one.id, one.sid.clone()?)));
        let Some((attempt, sid)) = known else { return Ok(None) };
        let carrier = self.twilio.call(&sid).await.map_err(|error| error.to_string())?;
        let progress = Progress { status: carrier.status, duration_s: carrier.duration_s };
        self.apply(&row, attempt, &sid, progress).await.map_err(|error| error.to_string())?;
        Ok((!carrier.status.is_over()).then_some((row, sid)))
    }

    /// Asks the carrier how a call stands, should its callbacks be lost.
    pub(crate) async fn watch(&self, command: &Claimed, call: CallId, look: u32) -> Turn {
        match self.watch_or_fail(command, call, look).await {
            Ok(turn) => turn,
            Err(error) => self.later(command, error),
        }
    }

    async fn watch_or_fail(
        &self,
        command: &Claimed,
        call: CallId,
        look: u32,
    ) -> Result<Turn, String> {
        let Some((row, sid)) = self.look(call).await? else { return Ok(Turn::done()) };
        let limit = i64::from(self.ground.settings.time_limit_s)
            + i64::from(self.ground.settings.ring_timeout_s);
        let nth = usize::try_from(look).unwrap_or(usize::MAX);
        let Some(&late) = LATE_LOOKS_S.get(nth) else {
            return Ok(Turn::Dead {
                why: "a call that does not end".to_owned(),
                events: Vec::new(),
            });
        };
        if look > 0 {
            // Beyond its limit: it must not go on.
            self.twilio.hang_up(&sid).await.map_err(|error| error.to_string())?;
        }
        let at = row
            .created_at
            .saturating_add(SignedDuration::from_secs(limit + late))
            .unwrap_or(Timestamp::MAX);
        let at = at.max(
            self.ground.clock.now().saturating_add(SignedDuration::from_secs(30)).unwrap_or(at),
        );
        let id = CommandId::derived(command.id.0, "look again");
        let next = Job::WatchCall { call, look: look + 1 }.follow_up(
            id,
            row.call.person,
            Some(row.call.request),
            at,
        );
        Ok(Turn::Done { events: Vec::new(), next: vec![next] })
    }

    /// Stop means stop: whatever rings or talks is ended, and it is not over before the carrier says so (I17).
    /// `at_once`: without time for a goodbye.
    pub(crate) async fn end(&self, command: &Claimed, call: CallId, at_once: bool) -> Turn {
        match self.end_or_fail(command, call, at_once).await {
            Ok(turn) => turn,
            Err(error) => self.later(command, error),
        }
    }

    async fn end_or_fail(
        &self,
        command: &Claimed,
        call: CallId,
        at_once: bool,
    ) -> Result<Turn, String> {
        let text = |error: data::Error| error.to_string();
        let Some(row) = self.ground.data.call(call).await.map_err(text)? else {
            return Ok(Turn::done());
        };
        if is_over(row.state) {
            return Ok(Turn::done());
        }
        let attempts = self.ground.data.attempts(call).await.map_err(text)?;
        let Some((attempt, sid)) =
            attempts.iter().rev().find_map(|one| Some((one.id, one.sid.clone()?)))
        else {
            // Not placed yet: the one who places it sees the stop, and the fence does.
            let unresolved = attempts
                .iter()
                .any(|one| matches!(one.state, AttemptState::Intent | AttemptState::Unknown));
            return if unresolved {
                Err("its call is not known yet".to_owned())
            } else {
                Ok(Turn::done())
            };
        };
        // A live conversation gets a moment to say goodbye: the next tool answer tells the agent to.
        let wait = i64::from(row.state == CallState::Talking && !at_once) * GOODBYE_S;
        let now = self.ground.clock.now();
        if now.duration_since(command.created_at).as_secs() < wait {
            let at =
                command.created_at.saturating_add(SignedDuration::from_secs(wait)).unwrap_or(now);
            return Ok(Turn::Later {
                at,
                why: "letting the agent say goodbye".to_owned(),
                job: None,
            });
        }
        match self.twilio.hang_up(&sid).await.map_err(Trouble::from) {
            Ok(HungUp::Asked(_)) if command.attempts <= HANG_UPS_MAX => {
                let carrier = self.twilio.call(&sid).await.map_err(|error| error.to_string())?;
                let progress = Progress { status: carrier.status, duration_s: carrier.duration_s };
                self.apply(&row, attempt, &sid, progress)
                    .await
                    .map_err(|error| error.to_string())?;
                if carrier.status.is_over() {
                    Ok(Turn::done())
                } else {
                    Err("not ended yet".to_owned())
                }
            }
            Ok(HungUp::Asked(_) | HungUp::AlreadyOver) => {
                let carrier = self.twilio.call(&sid).await.map_err(|error| error.to_string())?;
                let progress = Progress { status: carrier.status, duration_s: carrier.duration_s };
                self.apply(&row, attempt, &sid, progress)
                    .await
                    .map_err(|error| error.to_string())?;
                Ok(Turn::done())
            }
            Err(Trouble::Later { error, .. }) => Err(error),
            Err(Trouble::Never(why)) => Ok(Turn::Dead { why, events: Vec::new() }),
        }
    }

    pub(crate) async fn end_surplus(&self, command: &Claimed, sid: &str) -> Turn {
        match self.twilio.hang_up(sid).await.map_err(Trouble::from) {
            Ok(_) => Turn::done(),
            Err(Trouble::Later { error, .. }) => self.later(command, error),
            Err(Trouble::Never(why)) => Turn::Dead { why, events: Vec::new() },
        }
    }
}

/// Nothing for an unknown word, which must never be taken for an end.
pub(crate) fn carrier_status(status: CallStatus) -> Option<CarrierStatus> {
    match status {
        CallStatus::Queued => Some(CarrierStatus::Queued),
        CallStatus::Initiated => Some(CarrierStatus::Initiated),
        CallStatus::Ringing => Some(CarrierStatus::Ringing),
        CallStatus::InProgress => Some(CarrierStatus::InProgress),
        CallStatus::Completed => Some(CarrierStatus::Completed),
        CallStatus::Busy => Some(CarrierStatus::Busy),
        CallStatus::NoAnswer => Some(CarrierStatus::NoAnswer),
        CallStatus::Failed => Some(CarrierStatus::Failed),
        CallStatus::Canceled => Some(CarrierStatus::Canceled),
        CallStatus::Other => None,
    }
}

fn is_over(state: CallState) -> bool {
    matches!(state, CallState::Ended | CallState::Refused | CallState::Lost)
}

/// Seconds that a live conversation has to end by itself (I17 allows 30).
const GOODBYE_S: i64 = 12;

const HANG_UPS_MAX: u32 = 8;

/// After which a single look is left to the watch.
const LOOKS_MAX: u32 = 5;
