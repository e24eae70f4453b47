//! Claim, carry out, record: the hands of the house.
//!
//! A claim is a lease. Whoever loses it may still be working, so the end of a command is fenced by its owner, and what
//! a vendor cannot be asked twice is looked up before it is done again.

use std::sync::Arc;
use std::time::Duration;

use data::{Claimed, NewCommand};
use domain::appointment::{CalendarProblem, Desk, Event, EventKind, Media};
use domain::ids::{CommandId, EventId};
use domain::understanding::{Context, Proposal, masked};
use domain::when::Window;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::erasure::Erasure;
use crate::export;
use crate::job::{Job, Letter};
use crate::orchestrator::ROLL_OUT;
use crate::own_calendar::CalendarReader;
use crate::{
    Caller, Directory, Email, Error, Ground, Intent, Orchestrator, Transcription, WhatsApp,
};

#[derive(Clone)]
pub struct Worker {
    pub(crate) ground: Ground,
    pub(crate) orchestrator: Orchestrator,
    pub(crate) whatsapp: WhatsApp,
    pub(crate) caller: Caller,
    pub(crate) email: Email,
    pub(crate) transcription: Transcription,
    pub(crate) intent: Intent,
    pub(crate) directory: Directory,
    pub(crate) erasure: Erasure,
    pub(crate) calendars: CalendarReader,
}

/// To reach a calendar, before the person is told.
const CALENDAR_TRIES: u32 = 3;

/// Requests that are looked through for what was.
const PAST_MAX: u64 = 200;

/// How a turn at a command ended.
pub(crate) enum Turn {
    /// Done; this came of it, and this is to be done next.
    Done { events: Vec<(String, Event)>, next: Vec<NewCommand> },
    /// Not yet. `job` is the command as it should be found then.
    Later { at: Timestamp, why: String, job: Option<Job> },
    /// It can't be done. What came of that is for `domain` to decide.
    Dead { why: String, events: Vec<(String, Event)> },
}

/// What kept a vendor from answering.
#[derive(Debug)]
pub(crate) enum Trouble {
    Later { error: String, after: Option<Duration> },
    Never(String),
}

impl From<vendors::Error> for Trouble {
    fn from(error: vendors::Error) -> Self {
        let text = error.to_string();
        match error {
            vendors::Error::NotSent { retry_after, .. }
            | vendors::Error::Unavailable { retry_after, .. } => {
                Self::Later { error: text, after: retry_after }
            }
            vendors::Error::Unknown { .. } => Self::Later { error: text, after: None },
            vendors::Error::Refused { .. } | vendors::Error::Unreadable { .. } => Self::Never(text),
        }
    }
}

impl Turn {
    pub(crate) fn done() -> Self {
        Self::Done { events: Vec::new(), next: Vec::new() }
    }

    pub(crate) fn brings(source_key: String, event: Event) -> Self {
        Self::Done { events: vec![(source_key, event)], next: Vec::new() }
    }
}

/// After which a command that may be repeated is given up.
const TRIES_MAX: u32 = 6;

/// After which a command that this version cannot read is: some eight minutes of its own, in which one may start that can.
const ROLL_OUT_TRIES: u32 = 10;

/// Thirds of a lease for which a claim is held at most. Every vendor has a time-out.
const HOLDS_MAX: u32 = 30;

impl Worker {
    /// Works until told to stop, then finishes what it has in hand.
    pub async fn run(&self, stop: CancellationToken) {
        // Where there is only one process, whoever held a lease is dead.
        if self.ground.data.is_sqlite()
            && let Err(error) = self.ground.data.release_all(self.ground.clock.now()).await
        {
            tracing::error!(%error, "leases of the last run could not be released; they will lapse");
        }
        let slots = Arc::new(Semaphore::new(self.ground.settings.parallel));
        let tasks = TaskTracker::new();
        while !stop.is_cancelled() {
            let busy = match self.turn(&slots, &tasks).await {
                Ok(busy) => busy,
                Err(error) => {
                    tracing::error!(%error, "a worker's turn failed; the next one tries again");
                    false
                }
            };
            if !busy {
                tokio::select! {
                    () = stop.cancelled() => {}
                    () = self.ground.bell.notified() => {}
                    () = tokio::time::sleep(POLL) => {}
                }
            }
        }
        tasks.close();
        tasks.wait().await;
    }

    /// One look at the tables. `true` if there was something to do.
    async fn turn(&self, slots: &Arc<Semaphore>, tasks: &TaskTracker) -> Result<bool, Error> {
        let decided = self.orchestrator.decide_all().await?;
        let free = slots.available_permits();
        if free == 0 {
            return Ok(decided); // whoever ends rings the bell
        }
        let claimed = self.claim(free).await?;
        let busy = decided || !claimed.is_empty();
        for command in claimed {
            let Ok(slot) = Arc::clone(slots).try_acquire_owned() else { break };
            let worker = self.clone();
            tasks.spawn(async move {
                worker.work(&command).await;
                drop(slot);
                worker.ground.bell.notify_one();
            });
        }
        Ok(busy)
    }

    /// Decides and carries out, one thing after the other, until nothing is due. `true` if there was anything.
    /// For runs in which the clock stands still.
    ///
    /// # Errors
    /// [`Error::Storage`]
    pub async fn settle(&self) -> Result<bool, Error> {
        let mut any = false;
        loop {
            let decided = self.orchestrator.decide_all().await?;
            let claimed = self.claim(1).await?;
            any |= decided || !claimed.is_empty();
            match claimed.first() {
                Some(command) => self.work(command).await,
                None if decided || Box::pin(self.erasure.step()).await? => any = true,
                None => return Ok(any),
            }
        }
    }

    /// When the next command is due, if one waits.
    ///
    /// # Errors
    /// [`Error::Storage`]
    pub async fn next_due(&self) -> Result<Option<Timestamp>, Error> {
        let data = &self.ground.data;
        let (command, erasure) = (data.next_ready_at().await?, data.next_erasure_at().await?);
        Ok(command.into_iter().chain(erasure).min())
    }

    async fn claim(&self, limit: usize) -> Result<Vec<Claimed>, Error> {
        let settings = &self.ground.settings;
        let now = self.ground.clock.now();
        let limit = u32::try_from(limit).unwrap_or(u32::MAX);
        Ok(self.ground.data.claim(&settings.worker, now, settings.lease, limit).await?)
    }

    async fn work(&self, command: &Claimed) {
        let kind = command.kind.clone();
        let turn = match serde_json::from_value::<Job>(command.body.clone()) {
            Ok(job) => {
                let turn = Box::pin(self.carry_out(command, job));
                holding(self.ground.settings.lease, turn, || self.extend(command)).await
            }
            Err(_) => {
                let why = "a command that this version cannot read".to_owned();
                // What waited for something else has been tried as often, and what is due now was ordered long ago.
                let age = self.ground.clock.now().duration_since(command.created_at);
                if command.attempts < ROLL_OUT_TRIES || age < ROLL_OUT {
                    self.later(command, why, None)
                } else {
                    Turn::Dead { why, events: Vec::new() }
                }
            }
        };
        let data = &self.ground.data;
        let stored = match &turn {
            Turn::Done { events, next } => {
                data.finish(command, events, next, self.ground.clock.now()).await
            }
            Turn::Later { at, why, job } => {
                tracing::info!(command = %command.id, kind, why, "put off");
                let body =
                    job.as_ref().map(|job| serde_json::to_value(job).expect("a job is plain data"));
                data.postpone(command, *at, why, body).await
            }
            Turn::Dead { why, events } => {
                tracing::error!(command = %command.id, kind, why, "given up: see dead_letters");
                data.bury(command, why, events, self.ground.clock.now()).await
            }
        };
        let outcome = match (&turn, &stored) {
            (_, Err(_)) => "unstored",
            (Turn::Done { .. }, _) => "done",
            (Turn::Later { .. }, _) => "later",
            (Turn::Dead { .. }, _) => "dead",
        };
        metrics::counter!("vocero_commands_total", "kind" => kind.clone(), "outcome" => outcome)
            .increment(1);
        match stored {
            Ok(()) => {}
            Err(data::Error::Stale) => {
                tracing::warn!(command = %command.id, kind, "lost its lease while working");
            }
            Err(error) => {
                tracing::error!(command = %command.id, kind, %error, "its end could not be stored");
            }
        }
    }

    async fn extend(&self, command: &Claimed) {
        let now = self.ground.clock.now();
        let until = now.saturating_add(self.ground.settings.lease).unwrap_or(Timestamp::MAX);
        if let Err(error) = self.ground.data.extend(command, until).await {
            tracing::warn!(command = %command.id, %error, "its lease could not be extended");
        }
    }

    async fn carry_out(&self, command: &Claimed, job: Job) -> Turn {
        match job {
            Job::Send(outgoing) => self.whatsapp.send(command, outgoing).await,
            Job::Mail(letter) => self.email.send(command, &letter).await,
            Job::Typing { message_sid } => self.whatsapp.show_typing(&message_sid).await,
            Job::Transcribe { of, media } => {
                let model = &self.ground.settings.speech_model;
                match self.transcription.transcribe(&media, model).await {
                    Ok(text) => {
                        let text = masked(&text).unwrap_or(text);
                        self.brings_of(command, media, EventKind::Transcribed { of, text })
                    }
                    Err(trouble) => {
                        self.trouble(command, trouble, EventKind::NotTranscribed { of })
                    }
                }
            }
            Job::ReadCard { of, media } => match self.transcription.read_card(&media).await {
                Ok(contacts) => {
                    self.brings_of(command, media, EventKind::CardRead { of, contacts })
                }
                Err(trouble) => {
                    self.trouble(command, trouble, EventKind::CardRead { of, contacts: Vec::new() })
                }
            },
            Job::Read { of, text, asked, options } => {
                match self.ground.data.desk(command.person, None).await {
                    Ok((desk, _)) => {
                        let (proposal, by) =
                            self.read(&desk, &text, &asked, &options, command.created_at).await;
                        self.brings(
                            command,
                            EventKind::Read { of, text, proposal: Box::new(proposal), by },
                        )
                    }
                    Err(error) => self.later(command, error.to_string(), None),
                }
            }
            Job::FindProviders { request, lookup } => {
                match self.ground.data.desk(command.person, None).await {
                    Ok((desk, _)) => match self.directory.find(&lookup, &desk.person).await {
                        Ok(found) => {
                            let found = Some(found);
                            self.brings(command, EventKind::ProvidersFound { request, found })
                        }
                        Err(trouble) => self.trouble_within(
                            command,
                            trouble,
                            SEARCH_TRIES_MAX,
                            EventKind::ProvidersFound { request, found: None },
                        ),
                    },
                    Err(error) => self.later(command, error.to_string(), None),
                }
            }
            Job::PlaceCall { call, paused_s } => self.caller.place(command, call, paused_s).await,
            Job::EndCall { call, now } => self.caller.end(command, call, now).await,
            Job::EndSurplus { sid } => self.caller.end_surplus(command, &sid).await,
            Job::Register { attempt } => self.caller.register_ahead(attempt).await,
            Job::WatchCall { call, look } => self.caller.watch(command, call, look).await,
            Job::LookAtCall { call } => self.caller.look_at(command, call).await,
            Job::FetchTranscript { call, look } => {
                self.caller.fetch_transcript(command, call, look).await
            }
            Job::Recall { recall } => match self.ground.data.past(command.person, PAST_MAX).await {
                Ok(requests) => self.brings(command, EventKind::recalled(recall, &requests)),
                Err(error) => self.later(command, error.to_string(), None),
            },
            Job::Export { to } => self.export(command, to).await,
            Job::ReadCalendar { windows } => self.read_calendar(command, windows).await,
            Job::Wake { timer } => self.brings(command, EventKind::TimedOut(timer)),
            Job::DropContent { sid } => self.whatsapp.drop_content(command, &sid).await,
            Job::DropMedia { media } => match self.transcription.drop_media(&media).await {
                Err(Trouble::Later { error, after }) if command.attempts < TRIES_MAX => {
                    self.later(command, error, after)
                }
                Err(Trouble::Later { error, .. } | Trouble::Never(error)) => {
                    tracing::warn!(error, "media could not be deleted at the chat vendor");
                    Turn::done()
                }
                Ok(()) => Turn::done(),
            },
        }
    }

    async fn read_calendar(&self, command: &Claimed, windows: Vec<Window>) -> Turn {
        let person = match self.ground.data.desk(command.person, None).await {
            Ok((desk, _)) => desk.person,
            Err(error) => return self.later(command, error.to_string(), None),
        };
        let Some(own) = &person.calendar else { return Turn::done() };
        let now = self.ground.clock.now();
        match self.calendars.read(own, &person.zone, windows, now).await {
            Ok(kind) => self.brings(command, kind),
            // Somebody waits for their card.
            Err(Trouble::Later { error, after }) if command.attempts < CALENDAR_TRIES => {
                self.later(command, error, after)
            }
            Err(_) => {
                let why = CalendarProblem::NotReached;
                self.brings(command, EventKind::CalendarNotRead { why })
            }
        }
    }

    /// What is mailed is put together once: a mail that is tried again is the same mail.
    async fn export(&self, command: &Claimed, to: String) -> Turn {
        let data = &self.ground.data;
        let now = self.ground.clock.now();
        let (export, contact) =
            match (export::of(data, command.person, now).await, data.contact(command.person).await)
            {
                (Ok(export), Ok(contact)) => (export, contact),
                (Err(error), _) | (_, Err(error)) => {
                    return self.later(command, error.to_string(), None);
                }
            };
        let letter = Letter { to, mail: export::mail(&export, contact.language) };
        let id = CommandId::derived(command.id.0, "mail");
        let next = Job::Mail(letter).follow_up(id, command.person, None, now);
        Turn::Done { events: Vec::new(), next: vec![next] }
    }

    async fn read(
        &self,
        desk: &Desk,
        text: &str,
        asked: &[domain::understanding::Asked],
        options: &[String],
        written_at: Timestamp,
    ) -> (Proposal, domain::appointment::Reader) {
        let person = &desk.person;
        let now = written_at.to_zoned(person.time_zone()).datetime();
        let open = desk.open_names();
        let context = Context {
            zone: &person.zone,
            asked,
            options,
            open: &open,
            ..Context::new(person.language, &person.region, now)
        };
        self.intent.read(text, &context).await
    }

    fn brings(&self, command: &Claimed, kind: EventKind) -> Turn {
        let event = Event {
            id: EventId::derived(command.id.0, "came of it"),
            at: self.ground.clock.now(),
            kind,
        };
        Turn::brings(format!("command:{}", command.id), event)
    }

    /// The same of a file, which is deleted at the chat's vendor once what it says is stored: a courtesy to the person's
    /// privacy that must not cost their words.
    fn brings_of(&self, command: &Claimed, media: Media, kind: EventKind) -> Turn {
        let mut turn = self.brings(command, kind);
        if let Turn::Done { next, .. } = &mut turn {
            let id = CommandId::derived(command.id.0, "drop media");
            let now = self.ground.clock.now();
            next.push(Job::DropMedia { media }.follow_up(id, command.person, command.request, now));
        }
        turn
    }

    /// Tries again while that makes sense, and says what came of it when it doesn't any more.
    fn trouble(&self, command: &Claimed, trouble: Trouble, else_kind: EventKind) -> Turn {
        self.trouble_within(command, trouble, TRIES_MAX, else_kind)
    }

    fn trouble_within(
        &self,
        command: &Claimed,
        trouble: Trouble,
        tries: u32,
        else_kind: EventKind,
    ) -> Turn {
        match trouble {
            Trouble::Later { error, after } if command.attempts < tries => {
                self.later(command, error, after)
            }
            Trouble::Later { error, .. } | Trouble::Never(error) => {
                tracing::warn!(command = %command.id, kind = command.kind, error, "could not be done");
                self.brings(command, else_kind)
            }
        }
    }

    fn later(&self, command: &Claimed, why: String, after: Option<Duration>) -> Turn {
        Turn::Later { at: back_off(self.ground.clock.now(), command, after), why, job: None }
    }
}

/// Extends a lease beside its turn: what is heard may take longer to be written down than a lease lasts.
async fn holding<T, E: Future<Output = ()>>(
    lease: SignedDuration,
    turn: impl Future<Output = T>,
    extend: impl Fn() -> E,
) -> T {
    let third = Duration::try_from(lease).unwrap_or_default() / 3;
    let holds = async {
        for _ in 0..HOLDS_MAX {
            tokio::time::sleep(third).await;
            extend().await;
        }
        std::future::pending().await
    };
    tokio::select! {
        turn = turn => turn,
        never = holds => never,
    }
}

/// Somebody waits in the chat for what a search brings.
const SEARCH_TRIES_MAX: u32 = 3;

/// How long an idle worker waits before it looks again, bell or no bell.
pub(crate) const POLL: Duration = Duration::from_secs(1);

/// 2, 4, 8 … seconds, at most two minutes, and up to a fifth more by the command's own id, so that a crowd that
/// failed together doesn't come back together. A vendor's own word counts for more.
pub(crate) fn back_off(now: Timestamp, command: &Claimed, after: Option<Duration>) -> Timestamp {
    let doubled_ms = 1000_i64.saturating_mul(1 << command.attempts.clamp(1, 7)).min(120_000);
    let jitter_ms = doubled_ms / 5 * i64::from(command.id.0.as_bytes()[15]) / 255;
    let wait = SignedDuration::from_millis(doubled_ms + jitter_ms);
    let asked = after.and_then(|after| SignedDuration::try_from(after).ok()).unwrap_or_default();
    now.saturating_add(wait.max(asked.min(SignedDuration::from_mins(10)))).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[tokio::test]
    async fn a_claim_is_held_as_long_as_its_turn_takes_and_not_for_ever() {
        let extended = AtomicU32::new(0);
        let extend = || async {
            extended.fetch_add(1, Ordering::Relaxed);
        };
        for enough in [0, 3, HOLDS_MAX] {
            extended.store(0, Ordering::Relaxed);
            let turn = async {
                while extended.load(Ordering::Relaxed) < enough {
                    tokio::task::yield_now().await;
                }
                // Were it held for ever, it would be once more.
                for _ in 0..1000 {
                    tokio::time::sleep(Duration::ZERO).await;
                }
                "done"
            };
            assert_eq!(holding(SignedDuration::ZERO, turn, extend).await, "done");
            let held = extended.load(Ordering::Relaxed);
            assert!(enough <= held && held <= HOLDS_MAX, "{held}");
        }
    }
}
