//! Placing a call: guard, look, store the intent, post once, classify, and resolve what is unknown.

use std::time::Instant;

use data::{Attempt, AttemptState, Begin, Bind, Brake, CallRow, CallState, Claimed, NewCommand};
use domain::appointment::{CallEvent, CallRefused};
use domain::ids::{AttemptId, CallId, CommandId};
use jiff::{SignedDuration, Timestamp};
use vendors::twilio::{Call as CarrierCall, CallStatus, Meaning, NewCall, meaning};

use super::Caller;
use crate::job::Job;
use crate::whatsapp::RETRY;
use crate::worker::{Turn, back_off};

/// When a call of which nobody knows whether it was placed is looked for, in seconds after the try.
const LOOKS_S: [i64; 5] = [10, 30, 60, 120, 300];

/// Clocks differ: a call is looked for from this long before our intent.
const SKEW: SignedDuration = SignedDuration::from_secs(120);

/// How far back a call that we know nothing of counts as ours (2.1 step 2).
const RECENT: SignedDuration = SignedDuration::from_mins(15);

/// For how long a carrier that turns us away is asked again.
const PATIENCE: SignedDuration = SignedDuration::from_mins(20);

/// Two people want the same clinic: the second waits for the first.
const CROWD_WAIT: SignedDuration = SignedDuration::from_secs(2);
const PAIR_WAIT: SignedDuration = SignedDuration::from_secs(15);

impl Caller {
    /// One turn at a wanted call. It takes as many turns as it takes to know what became of it.
    /// `paused_s` is for how long dialling was paused since it was wanted.
    pub(crate) async fn place(&self, command: &Claimed, call: CallId, paused_s: i64) -> Turn {
        match self.place_or_fail(command, call, paused_s).await {
            Ok(turn) => turn,
            Err(error) => self.later(command, error.to_string()),
        }
    }

    async fn place_or_fail(
        &self,
        command: &Claimed,
        id: CallId,
        paused_s: i64,
    ) -> Result<Turn, data::Error> {
        let data = &self.ground.data;
        let Some(row) = data.call(id).await? else {
            return Ok(Turn::Dead {
                why: "a call that nobody wants".to_owned(),
                events: Vec::new(),
            });
        };
        let attempts = data.attempts(id).await?;
        if attempts.iter().any(|attempt| attempt.sid.is_some()) {
            return Ok(self.placed(command, &row));
        }
        match attempts.last().map(|attempt| (attempt, attempt.state)) {
            Some((attempt, AttemptState::Intent | AttemptState::Unknown)) => {
                self.resolve(command, &row, attempt).await
            }
            Some((_, AttemptState::Absent)) => {
                let absent =
                    attempts.iter().filter(|attempt| attempt.state == AttemptState::Absent).count();
                let again = usize::from(self.ground.settings.redial_after_unknown);
                if absent > again {
                    self.closes(&row, CallState::Lost, None, CallEvent::Lost).await
                } else {
                    self.dial(command, &row, paused_s).await
                }
            }
            _ => self.dial(command, &row, paused_s).await,
        }
    }

    /// Steps 1 to 6 of the dial protocol.
    async fn dial(
        &self,
        command: &Claimed,
        row: &CallRow,
        paused_s: i64,
    ) -> Result<Turn, data::Error> {
        let data = &self.ground.data;
        let settings = &self.ground.settings;
        let now = self.ground.clock.now();
        if row.stop_wanted || row.state == CallState::Cancelled {
            return self.refused(row, None, CallRefused::CalledOff).await;
        }
        if row.state.is_over() {
            return Ok(Turn::done());
        }
        if settings.policy.may_call(&row.call.to).is_err() {
            return self.refused(row, None, CallRefused::NotAllowed).await;
        }
        if data.is_never_called(&row.call.to).await? {
            return self.refused(row, None, CallRefused::DoNotCall).await;
        }
        if row.call.not_from.is_some_and(|rest| now >= rest) {
            return self.refused(row, None, CallRefused::TooLate).await;
        }
        if let Some(braked) = self.braked(now).await? {
            return self.hold(row, &braked, paused_s, now).await;
        }
        let waited = now.duration_since(command.created_at) - SignedDuration::from_secs(paused_s);
        if waited > PATIENCE {
            return self.refused(row, None, CallRefused::GaveUp).await;
        }
        if let Some(turn) = self.look_before(command, row, now).await? {
            return Ok(turn);
        }
        let attempt = AttemptId::derived(row.call.id.0, &format!("attempt {}", command.attempts));
        let (policy, caps) = (&settings.policy, &settings.caps);
        let from = settings.voice_from.e164();
        match data.begin_attempt(row.call.id, attempt, from, policy, caps, now).await? {
            Begin::Begun => {}
            Begin::Paused(braked) => return self.hold(row, &braked, paused_s, now).await,
            Begin::Refused(why) => return self.refused(row, None, why).await,
            Begin::PairBusy | Begin::Underway | Begin::Known(_) => return Ok(self.under_way(now)),
            Begin::Crowded => return Ok(self.wait(now, CROWD_WAIT, "all lines are taken")),
            Begin::NotWanted => return Ok(self.moved_on(now)),
        }
        let began = Instant::now();
        // Late check: a process that slept between intent and request must not dial for a lease that may be gone.
        let lease_third = settings.lease.as_secs() / 3;
        let late = || {
            let wall = self.ground.clock.now().duration_since(now).as_secs();
            wall > lease_third
                || i64::try_from(began.elapsed().as_secs()).unwrap_or(i64::MAX) > lease_third
        };
        if late() {
            data.set_attempt(attempt, &[AttemptState::Intent], AttemptState::NotSent).await?;
            return Ok(self.later(command, "too late after storing the intent".to_owned()));
        }
        self.post(command, row, attempt).await
    }

    async fn post(
        &self,
        command: &Claimed,
        row: &CallRow,
        attempt: AttemptId,
    ) -> Result<Turn, data::Error> {
        let data = &self.ground.data;
        let settings = &self.ground.settings;
        let hook =
            |kind: &str| format!("{}/webhooks/twilio/{kind}/{attempt}{RETRY}", settings.public_url);
        let (url, status, machine) = (hook("voice"), hook("call-status"), hook("amd"));
        let call = NewCall {
            to: &row.call.to,
            from: &settings.voice_from,
            url: &url,
            fallback_url: Some(&url),
            status_callback: &status,
            ring_timeout_s: settings.ring_timeout_s,
            time_limit_s: settings.time_limit_s,
            machine_detection_callback: Some(&machine),
        };
        let intent = [AttemptState::Intent];
        match self.twilio.create_call(&call).await {
            Ok(created) => {
                self.bind(row, attempt, &created.sid).await?;
                self.worked(Brake::Carrier).await;
                Ok(self.placed(command, row))
            }
            Err(error @ vendors::Error::NotSent { .. }) => {
                data.set_attempt(attempt, &intent, AttemptState::NotSent).await?;
                Ok(self.later(command, error.to_string()))
            }
            Err(error @ vendors::Error::Refused { .. }) => {
                tracing::warn!(call = %row.call.id, %error, "the carrier refused a call");
                let why = refusal(&error);
                if why == CallRefused::Account {
                    self.failed(Brake::Carrier).await;
                } else {
                    self.worked(Brake::Carrier).await;
                }
                self.refused(row, Some(attempt), why).await
            }
            Err(error) => {
                data.set_attempt(attempt, &intent, AttemptState::Unknown).await?;
                self.failed(Brake::Carrier).await;
                let first = SignedDuration::from_secs(LOOKS_S[0]);
                Ok(self.wait(self.ground.clock.now(), first, &error.to_string()))
            }
        }
    }

    /// Step 2: a call to this number that no attempt knows of means that our books have lost something. It is ours:
    /// take it, don't dial.
    async fn look_before(
        &self,
        command: &Claimed,
        row: &CallRow,
        now: Timestamp,
    ) -> Result<Option<Turn>, data::Error> {
        let since = now
            .saturating_sub(RECENT)
            .unwrap_or(now)
            .max(row.created_at.saturating_sub(SKEW).unwrap_or(now));
        let found = match self.strangers(row, since).await? {
            Ok(found) => found,
            Err(error) => return Ok(Some(self.later(command, error.to_string()))),
        };
        let Some(sid) = found.first().map(|call| call.sid.clone()) else { return Ok(None) };
        let attempt = AttemptId::derived(row.call.id.0, &sid);
        let settings = &self.ground.settings;
        let from = settings.voice_from.e164();
        let data = &self.ground.data;
        match data.adopt_attempt(row.call.id, attempt, from, &settings.caps, now).await? {
            Begin::Begun | Begin::Known(_) => {
                tracing::error!(call = %row.call.id, "found a call that no attempt knows of: adopted, not dialled again");
                metrics::counter!("vocero_calls_adopted_total").increment(1);
                self.bind(row, attempt, &sid).await?;
                Ok(Some(self.placed(command, row)))
            }
            // It is theirs, and the carrier's answer is still on its way to them.
            Begin::PairBusy | Begin::Underway => Ok(Some(self.under_way(now))),
            _ => Ok(Some(self.moved_on(now))),
        }
    }

    fn under_way(&self, now: Timestamp) -> Turn {
        self.wait(now, PAIR_WAIT, "another call to this number is under way")
    }

    fn moved_on(&self, now: Timestamp) -> Turn {
        self.wait(now, SignedDuration::ZERO, "the call has moved on meanwhile")
    }

    /// Step 7: what became of a request without an answer?
    async fn resolve(
        &self,
        command: &Claimed,
        row: &CallRow,
        attempt: &Attempt,
    ) -> Result<Turn, data::Error> {
        let data = &self.ground.data;
        let now = self.ground.clock.now();
        if attempt.state == AttemptState::Intent {
            data.set_attempt(attempt.id, &[AttemptState::Intent], AttemptState::Unknown).await?;
        }
        let since = attempt.intent_at.saturating_sub(SKEW).unwrap_or(attempt.intent_at);
        let mut found = match self.strangers(row, since).await? {
            Ok(found) => found,
            Err(error) => return Ok(self.later(command, error.to_string())),
        };
        // The furthest along is kept, whatever else rings is cancelled.
        found.sort_by_key(|call| std::cmp::Reverse(stage(call.status)));
        if let Some((kept, surplus)) = found.split_first() {
            self.bind(row, attempt.id, &kept.sid).await?;
            let Turn::Done { events, mut next } = self.placed(command, row) else {
                return Ok(Turn::done());
            };
            next.extend(surplus.iter().map(|call| self.end_surplus_soon(row, &call.sid)));
            return Ok(Turn::Done { events, next });
        }
        let waited = now.duration_since(attempt.intent_at).as_secs();
        if let Some(&look) = LOOKS_S.iter().find(|&&look| look > waited) {
            let at =
                attempt.intent_at.saturating_add(SignedDuration::from_secs(look)).unwrap_or(now);
            return Ok(Turn::Later {
                at,
                why: "it is not known whether it was placed".to_owned(),
                job: None,
            });
        }
        data.set_attempt(
            attempt.id,
            &[AttemptState::Intent, AttemptState::Unknown],
            AttemptState::Absent,
        )
        .await?;
        tracing::warn!(call = %row.call.id, "an unknown call was not found at the carrier");
        Ok(self.wait(now, SignedDuration::ZERO, "not found at the carrier"))
    }

    /// Calls to the same number that no attempt of ours is bound to.
    async fn strangers(
        &self,
        row: &CallRow,
        since: Timestamp,
    ) -> Result<Result<Vec<CarrierCall>, vendors::Error>, data::Error> {
        let from = &self.ground.settings.voice_from;
        let listed = match self.twilio.calls_between(&row.call.to, from, since).await {
            Ok(listed) => listed.items,
            Err(error) => return Ok(Err(error)),
        };
        let mut strangers = Vec::new();
        for call in listed {
            if self.ground.data.call_by_sid(&call.sid).await?.is_none() {
                strangers.push(call);
            }
        }
        Ok(Ok(strangers))
    }

    /// Ties a carrier's call to an attempt; a second one is cancelled.
    pub(super) async fn bind(
        &self,
        row: &CallRow,
        attempt: AttemptId,
        sid: &str,
    ) -> Result<Bind, data::Error> {
        let bound = self.ground.data.bind_sid(attempt, sid).await?;
        if bound == Bind::Surplus {
            tracing::error!(call = %row.call.id, "a second ring of one call: cancelled");
            metrics::counter!("vocero_calls_surplus_total").increment(1);
            self.ground
                .data
                .enqueue(&[self.end_surplus_soon(row, sid)], self.ground.clock.now())
                .await?;
            self.ground.bell.notify_one();
        }
        Ok(bound)
    }

    fn end_surplus_soon(&self, row: &CallRow, sid: &str) -> NewCommand {
        let job = Job::EndSurplus { sid: sid.to_owned() };
        let id = CommandId::derived(row.call.id.0, &format!("end {sid}"));
        job.follow_up(id, row.call.person, Some(row.call.request), self.ground.clock.now())
    }

    /// It rings or will: from here on its callbacks tell, and a watch makes up for lost ones.
    fn placed(&self, command: &Claimed, row: &CallRow) -> Turn {
        let wait = SignedDuration::from_secs(i64::from(self.ground.settings.ring_timeout_s) + 30);
        let at = self.ground.clock.now().saturating_add(wait).unwrap_or(Timestamp::MAX);
        let id = CommandId::derived(command.id.0, "watch");
        let job = Job::WatchCall { call: row.call.id, look: 0 };
        Turn::Done {
            events: Vec::new(),
            next: vec![job.follow_up(id, row.call.person, Some(row.call.request), at)],
        }
    }

    /// With the attempt, if it was the carrier that refused it.
    pub(super) async fn refused(
        &self,
        row: &CallRow,
        attempt: Option<AttemptId>,
        why: CallRefused,
    ) -> Result<Turn, data::Error> {
        tracing::info!(call = %row.call.id, ?why, "a call is not placed");
        metrics::counter!("vocero_calls_refused_total", "why" => why.name()).increment(1);
        let state =
            if why == CallRefused::CalledOff { CallState::Cancelled } else { CallState::Refused };
        self.closes(row, state, attempt, CallEvent::Refused { why }).await
    }

    async fn closes(
        &self,
        row: &CallRow,
        state: CallState,
        refused: Option<AttemptId>,
        event: CallEvent,
    ) -> Result<Turn, data::Error> {
        let told = self.told(&row.call, "not placed", event);
        self.ground.data.close_call(row.call.id, state, refused, &told).await?;
        self.ground.bell.notify_one();
        Ok(Turn::done())
    }

    pub(super) fn later(&self, command: &Claimed, why: String) -> Turn {
        Turn::Later { at: back_off(self.ground.clock.now(), command, None), why, job: None }
    }

    fn wait(&self, from: Timestamp, how_long: SignedDuration, why: &str) -> Turn {
        Turn::Later {
            at: from.saturating_add(how_long).unwrap_or(from),
            why: why.to_owned(),
            job: None,
        }
    }
}

fn refusal(error: &vendors::Error) -> CallRefused {
    match error.code_number().map(meaning) {
        Some(Meaning::BadNumber | Meaning::Unreachable) => CallRefused::BadNumber,
        Some(Meaning::CountryNotEnabled | Meaning::DestinationBlocked) => CallRefused::NotAllowed,
        _ => CallRefused::Account,
    }
}

/// How far along a call is.
pub(crate) fn stage(status: CallStatus) -> u8 {
    match status {
        CallStatus::InProgress => 4,
        CallStatus::Ringing => 3,
        CallStatus::Initiated | CallStatus::Queued => 2,
        CallStatus::Completed => 1,
        CallStatus::Busy
        | CallStatus::Failed
        | CallStatus::NoAnswer
        | CallStatus::Canceled
        | CallStatus::Other => 0,
    }
}
