//! Phone calls: what the account knows of each, and what becomes of it.

mod by_hand;
mod create;
mod inbound;
mod instructions;
mod progress;
mod rest;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::twiml::{Gather, Verb};
use super::webhook::Address;
use crate::world::{State, World};

pub use by_hand::{call_at, decline, pick_up_by_hand, press};
pub use inbound::{Ring, provider_calls};
pub use instructions::{instructed, next_verb, without_instructions};
pub use progress::{answer, dial, end, ring, stream_closed, verdict};
pub use rest::{create, delete, events, fetch, list, update};

/// How long a call may last: four hours.
const LIMIT_S: u32 = 14_400;

/// How far a call has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    Queued,
    Ringing,
    InProgress,
    Completed,
    Busy,
    Failed,
    NoAnswer,
    Canceled,
}

impl Status {
    /// Twilio's word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Ringing => "ringing",
            Self::InProgress => "in-progress",
            Self::Completed => "completed",
            Self::Busy => "busy",
            Self::Failed => "failed",
            Self::NoAnswer => "no-answer",
            Self::Canceled => "canceled",
        }
    }

    #[must_use]
    pub fn is_over(self) -> bool {
        !matches!(self, Self::Queued | Self::Ringing | Self::InProgress)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    OutboundApi,
    Inbound,
}

impl Direction {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::OutboundApi => "outbound-api",
            Self::Inbound => "inbound",
        }
    }
}

/// What a call does once it is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Instructions {
    Fetch { address: Address, fallback: Option<Address> },
    Inline(String),
}

/// An event of a call that the product can ask to be told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    Initiated,
    Ringing,
    Answered,
    Completed,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusCallback {
    pub address: Address,
    pub events: BTreeSet<Event>,
}

/// How Twilio is to find out who picked up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detection {
    /// Wait for the end of a machine's greeting.
    pub message_end: bool,
    pub timeout_s: u32,
    /// The call goes on meanwhile, and the verdict is told to this address, if there is one.
    #[serde(with = "crate::keeping::nested")]
    pub asynchronous: Option<Option<Address>>,
}

/// One call, and all that a judge may want to know of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Call {
    pub sid: String,
    pub to: String,
    pub from: String,
    /// The provider's number, also where it hides it.
    pub provider: String,
    pub direction: Direction,
    pub status: Status,
    pub created: Timestamp,
    pub updated: Timestamp,
    pub answered: Option<Timestamp>,
    pub ended: Option<Timestamp>,
    pub answered_by: Option<String>,
    /// Waited for its turn, in ms.
    pub queued_ms: i64,
    pub instructions: Instructions,
    pub status_callback: Option<StatusCallback>,
    pub detection: Option<Detection>,
    pub ring_limit_s: u32,
    pub limit_s: u32,
    pub sip: Option<u16>,
    /// A phone rang.
    pub rang: bool,
    /// A conversation was connected.
    pub talked: bool,
    /// Has TwiML to follow.
    instructed: bool,
    program: VecDeque<Verb>,
    streaming: bool,
    /// The next `SequenceNumber`.
    sequence: u32,
    /// What the provider will press, or has pressed, when asked for keys.
    keys: String,
    /// Waits for keys.
    gathering: Option<Gather>,
}

impl Call {
    /// A call that nothing has happened to yet: queued if we make it, ringing if it is made to us.
    fn new(
        sid: String,
        direction: Direction,
        [from, to]: [String; 2],
        instructions: Instructions,
        now: Timestamp,
    ) -> Self {
        let (provider, status) = match direction {
            Direction::OutboundApi => (to.clone(), Status::Queued),
            Direction::Inbound => (from.clone(), Status::Ringing),
        };
        Self {
            sid,
            to,
            from,
            provider,
            direction,
            status,
            created: now,
            updated: now,
            answered: None,
            ended: None,
            answered_by: None,
            queued_ms: 0,
            instructions,
            status_callback: None,
            detection: None,
            ring_limit_s: 60,
            limit_s: LIMIT_S,
            sip: None,
            rang: direction == Direction::Inbound,
            talked: false,
            instructed: false,
            program: VecDeque::new(),
            streaming: false,
            sequence: 0,
            keys: String::new(),
            gathering: None,
        }
    }

    /// Seconds between answer and end, 0 if nobody answered.
    #[must_use]
    pub fn talked_s(&self) -> i64 {
        match (self.answered, self.ended) {
            (Some(answered), Some(ended)) => (ended.as_second() - answered.as_second()).max(0),
            _ => 0,
        }
    }

    /// A conversation is connected now.
    #[must_use]
    pub fn is_streaming(&self) -> bool {
        self.streaming
    }
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Calls {
    by_sid: BTreeMap<String, Call>,
    /// SIDs, oldest first.
    order: Vec<String>,
    /// When the next call may be started.
    next_start: Option<Timestamp>,
}

impl Calls {
    pub fn get(&self, sid: &str) -> Option<&Call> {
        self.by_sid.get(sid)
    }

    fn get_mut(&mut self, sid: &str) -> Option<&mut Call> {
        self.by_sid.get_mut(sid)
    }

    fn remove(&mut self, sid: &str) -> Option<Call> {
        self.order.retain(|known| known != sid);
        self.by_sid.remove(sid)
    }

    /// Oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Call> {
        self.order.iter().filter_map(|sid| self.by_sid.get(sid))
    }

    fn add(&mut self, call: Call) {
        self.order.push(call.sid.clone());
        self.by_sid.insert(call.sid.clone(), call);
    }

    /// Takes the next place in the queue of an account that starts so many calls a second.
    fn take_turn(&mut self, now: Timestamp, calls_per_second: u32) -> Timestamp {
        let start = self.next_start.map_or(now, |next| next.max(now));
        let gap_ms = 1000 / i64::from(calls_per_second.max(1));
        self.next_start = Some(start + jiff::SignedDuration::from_millis(gap_ms));
        start
    }
}

/// The other side of this call puts the phone down now, whatever the call is doing; a provider that rang us may do so
/// before we answer.
pub fn callee_hangs_up(world: &World, sid: &str) {
    let stage = world.lock().twilio.calls.get(sid).map(|call| (call.status, call.direction));
    match stage {
        Some((Status::InProgress, _)) => end(world, sid, Status::Completed, 200),
        Some((Status::Ringing, Direction::Inbound)) => end(world, sid, Status::Canceled, 487),
        _ => {}
    }
}

/// Puts something of Twilio's on the agenda.
pub fn schedule(state: &mut State, due: Timestamp, action: super::Action) {
    state.agenda.put(due, crate::agenda::Action::Twilio(action));
}
