//! Load, decide, commit: the only place where states change.

use data::{Basis, Data, NewCommand};
use domain::appointment::{Decision, Desk, Event, ToolAnswer, decide};
use domain::ids::{EventId, PersonId};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::{Error, Ground, job};

/// Those about whom nothing can be decided stand first among them.
const PEOPLE_AT_ONCE: u32 = 1000;

/// How long what this version cannot handle waits for one that can.
pub(crate) const ROLL_OUT: SignedDuration = SignedDuration::from_mins(10);

#[derive(Clone)]
pub struct Orchestrator {
    ground: Ground,
}

/// A decision with its commands as they will be stored.
struct Decided {
    desk: Desk,
    commands: Vec<NewCommand>,
    answer: Option<ToolAnswer>,
    now: Timestamp,
}

impl Orchestrator {
    pub(crate) fn new(ground: Ground) -> Self {
        Self { ground }
    }

    fn data(&self) -> &Data {
        &self.ground.data
    }

    /// Decides everything that has happened to a person and is not decided yet, oldest first.
    ///
    /// # Errors
    /// [`Error::Storage`]; what was decided before stays decided.
    pub async fn decide(&self, person: PersonId) -> Result<(), Error> {
        while let Some(event) = self.data().next_undecided(person).await? {
            self.decide_one(person, &event).await?;
        }
        Ok(())
    }

    async fn decide_one(&self, person: PersonId, event: &Event) -> Result<(), Error> {
        let (desk, basis) = self.data().desk(person, event.kind.request()).await?;
        let Decided { desk, commands, answer, now } = self.decided(desk, event);
        let answer = answer.as_ref().map(json);
        let committed = self
            .data()
            .commit(person, &basis, event.id, &desk, &commands, answer.as_ref(), now)
            .await;
        // Where another worker was faster the loop looks again.
        self.is_committed(committed, event, commands.len()).map(drop)
    }

    fn decided(&self, desk: Desk, event: &Event) -> Decided {
        let Decision { desk, commands, answer } = decide(desk, &self.ground.settings.policy, event);
        let now = self.ground.clock.now();
        let commands = job::freeze(commands, &desk.person, event, now, &self.ground.settings);
        Decided { desk, commands, answer, now }
    }

    /// `false` where another worker was faster.
    fn is_committed(
        &self,
        committed: Result<(), data::Error>,
        event: &Event,
        commands: usize,
    ) -> Result<bool, Error> {
        match committed {
            Ok(()) => {
                let what = event.kind.name();
                tracing::debug!(event = %event.id, what, commands, "decided");
                metrics::counter!("vocero_events_decided_total", "what" => what).increment(1);
                if commands > 0 {
                    self.ground.bell.notify_one();
                }
                Ok(true)
            }
            Err(data::Error::Stale) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Everybody to whom something has happened that is not decided yet. `true` if anything was decided.
    pub(crate) async fn decide_all(&self) -> Result<bool, Error> {
        let people = self.data().people_with_undecided(PEOPLE_AT_ONCE).await?;
        let mut any = false;
        for &person in &people {
            // In a task of its own: what goes wrong about one person, be it a panic, keeps nobody else waiting.
            let deciding = self.clone();
            any |= match tokio::spawn(async move { deciding.decide(person).await }).await {
                Ok(Ok(())) => true,
                Ok(Err(Error::Storage(data::Error::Corrupt { table: "events", id }))) => {
                    self.pass_over(EventId(id), "unreadable").await?
                }
                Ok(Err(error @ Error::Storage(data::Error::Unavailable(why))))
                    if why.is_for_all() =>
                {
                    return Err(error);
                }
                Ok(Err(error)) => {
                    tracing::error!(%person, %error, "what happened to somebody cannot be decided");
                    false
                }
                Err(_) => match self.data().next_undecided(person).await? {
                    Some(event) => self.pass_over(event.id, "panicked").await?,
                    None => true,
                },
            };
        }
        Ok(any)
    }

    /// It is kept among the dead letters, and the person goes on without it; later, for a newer version of the program may
    /// be about to start that can decide it. Tells whether it was.
    async fn pass_over(&self, event: EventId, reason: &str) -> Result<bool, Error> {
        let now = self.ground.clock.now();
        let before = now.saturating_sub(ROLL_OUT).unwrap_or(now);
        let passed = self.data().set_aside(event, reason, before, now).await?;
        tracing::error!(%event, reason, passed, "cannot be decided; when passed over: see dead_letters");
        Ok(passed)
    }

    /// Stores an event and lets it be decided soon.
    pub(crate) async fn record(
        &self,
        source_key: &str,
        person: PersonId,
        event: &Event,
    ) -> Result<EventId, Error> {
        let recorded = self.data().record_event(source_key, person, event).await?;
        self.ground.bell.notify_one();
        Ok(recorded.id)
    }

    /// Stores what is asked, decides it on this desk and gives the answer: the one that was given the first time, if it
    /// is a repeat. Somebody waits on the phone: one transaction does it, where nothing else of the person is to be
    /// decided.
    pub(crate) async fn ask(
        &self,
        source_key: &str,
        event: &Event,
        (desk, basis): (Desk, Basis),
    ) -> Result<ToolAnswer, Error> {
        let person = desk.person.id;
        if let Some(answer) = self.answer_at_once(source_key, event, desk, &basis).await? {
            return Ok(answer);
        }
        let recorded = self.data().record_event(source_key, person, event).await?;
        self.decide(person).await?;
        let answer = self.data().answer(recorded.id).await?.flatten();
        let answer = answer.and_then(|answer| serde_json::from_value(answer).ok());
        Ok(answer.unwrap_or_else(ToolAnswer::please_hold))
    }

    /// Nothing where it is a repeat, or something else comes first.
    async fn answer_at_once(
        &self,
        source_key: &str,
        event: &Event,
        desk: Desk,
        basis: &Basis,
    ) -> Result<Option<ToolAnswer>, Error> {
        let person = desk.person.id;
        let Decided { desk, commands, answer, now } = self.decided(desk, event);
        let Some(answer) = answer else { return Ok(None) };
        let stored = json(&answer);
        let committed = self
            .data()
            .commit_new(person, basis, (source_key, event), &desk, &commands, Some(&stored), now)
            .await;
        Ok(self.is_committed(committed, event, commands.len())?.then_some(answer))
    }
}

fn json(answer: &ToolAnswer) -> Value {
    serde_json::to_value(answer).expect("an answer is plain data")
}
