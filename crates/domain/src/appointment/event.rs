//! What can happen, in the past tense.

use jiff::{Timestamp, civil::DateTime};
use serde::{Deserialize, Serialize};

use crate::calendar::Busy;
use crate::ids::{CallId, EventId, RequestId};
use crate::understanding::{Proposal, masked};
use crate::when::Window;

use super::candidate::Found;
use super::conflicts::CalendarProblem;
use super::history::{Past, Recall};
use super::words::Button;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    pub id: EventId,
    /// When we learnt of it.
    pub at: Timestamp,
    pub kind: EventKind,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum EventKind {
    /// The person wrote, spoke, tapped or shared something.
    Said(Said),
    /// The words of the voice note in event `of`; empty when there was nothing to hear.
    Transcribed {
        of: EventId,
        text: String,
    },
    /// No words could be had from the voice note in event `of`.
    NotTranscribed {
        of: EventId,
    },
    /// The contacts of the card in event `of`: name and numbers as written. Empty when it could not be read.
    CardRead {
        of: EventId,
        contacts: Vec<(Option<String>, Vec<String>)>,
    },
    /// The directory's answer for a request that looks for providers; absent when it could not be asked.
    ProvidersFound {
        request: RequestId,
        found: Option<Vec<Found>>,
    },
    /// A message was read; `text` is what was read.
    Read {
        of: EventId,
        text: String,
        proposal: Box<Proposal>,
        by: Reader,
    },
    Call {
        request: RequestId,
        call: CallId,
        event: CallEvent,
    },
    /// The provider rang our number; `call` is what this call will be known by. The caller waits for the answer.
    RangUs {
        request: RequestId,
        call: CallId,
    },
    /// The voice agent used a tool; it waits for the answer.
    Tool {
        request: RequestId,
        call: CallId,
        tool: ToolCall,
    },
    TimedOut(Timer),
    /// What was asked for with [`super::Command::Recall`], newest first, and the request that lies on the desk for it.
    Recalled {
        recall: Recall,
        past: Vec<Past>,
        request: Option<RequestId>,
    },
    /// Whoever runs this installation deletes the person.
    ErasureOrdered,
    /// When the person has something else to do, by their own calendar.
    CalendarRead {
        busy: Vec<Busy>,
        /// There are titles of what lies in these.
        windows: Vec<Window>,
    },
    CalendarNotRead {
        why: CalendarProblem,
    },
    /// A message to the person was not delivered by the chat.
    MessageFailed {
        request: Option<RequestId>,
        window_closed: bool,
    },
    /// Mail to this address comes back.
    MailBounced {
        address: String,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The vendor's id of the message.
    pub sid: String,
    pub content: Content,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "content", rename_all = "snake_case")]
pub enum Content {
    Text {
        text: String,
    },
    Voice {
        media: Media,
    },
    /// A button or a list row of ours; `id` is a [`super::Button`]'s.
    Choice {
        id: String,
        title: String,
    },
    Location {
        latitude: String,
        longitude: String,
        label: Option<String>,
        address: Option<String>,
    },
    /// A contact card.
    Contact {
        media: Media,
    },
    Unsupported {
        kind: Unsupported,
        caption: Option<String>,
    },
}

impl Content {
    /// Without the numbers of cards and identity documents that the person wrote: so it is kept.
    #[must_use]
    pub fn masked(mut self) -> Self {
        let written = match &mut self {
            Self::Text { text } => Some(text),
            Self::Choice { title, .. } => Some(title),
            Self::Unsupported { caption, .. } => caption.as_mut(),
            Self::Location { label, .. } => label.as_mut(),
            Self::Voice { .. } | Self::Contact { .. } => None,
        };
        if let Some(written) = written
            && let Some(masked) = masked(written)
        {
            *written = masked;
        }
        self
    }
}

/// A file at the chat vendor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    pub message_sid: String,
    pub url: String,
    pub content_type: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unsupported {
    Image,
    Video,
    Document,
    Sticker,
    Other,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reader {
    Model,
    Rules,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "call", rename_all = "snake_case")]
pub enum CallEvent {
    /// It was certain that no phone rang, and none will.
    Refused {
        why: CallRefused,
    },
    /// Nobody could tell whether the phone rang, and looking it up didn't help.
    Lost,
    /// Dialling is paused: the call is made when that ends.
    Held,
    Ringing,
    Answered,
    /// The carrier takes the answering party for a machine: a hint, no more.
    MachineHeard,
    Ended {
        how: Ended,
    },
    Transcript(Transcript),
    /// The voice platform has no transcript of it.
    NoTranscript,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallRefused {
    /// The number does not exist or cannot be reached from the carrier.
    BadNumber,
    /// The operator's account may not call there.
    NotAllowed,
    /// Account, credentials or balance: for the operator to mend.
    Account,
    /// Called off before it was placed.
    CalledOff,
    /// Too late, or too many tries.
    GaveUp,
    /// Somebody at this number wants no calls of ours, or it was a wrong one: nobody gets it called again.
    DoNotCall,
    /// The number has been called as often today as it may be, by all people together.
    NumberCap,
    /// The person has had as many calls, or spent as much, today as one person may.
    PersonCap,
    /// The installation has spent as much this hour or today as it may, or one call would cost too much.
    MoneyCap,
    /// Dialling has been stopped, and the wait for its going on was too long.
    Paused,
    /// Meanwhile they rest there: it is placed when they are awake.
    TooLate,
}

impl CallRefused {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::BadNumber => "bad-number",
            Self::NotAllowed => "not-allowed",
            Self::Account => "account",
            Self::CalledOff => "called-off",
            Self::GaveUp => "gave-up",
            Self::DoNotCall => "do-not-call",
            Self::NumberCap => "number-cap",
            Self::PersonCap => "person-cap",
            Self::MoneyCap => "money-cap",
            Self::Paused => "paused",
            Self::TooLate => "too-late",
        }
    }
}

/// How a call ended at the carrier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// It was answered and talked on, by a person or a machine.
    Completed,
    Busy,
    NoAnswer,
    Failed,
    Canceled,
}

/// The two-sided talk of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transcript {
    pub conversation_id: String,
    pub turns: Vec<Turn>,
    /// The voice platform's own word for the end.
    pub ended_because: Option<String>,
    /// The voice agent thinks that it spoke to an answering machine.
    pub voicemail: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    pub speaker: Speaker,
    pub text: String,
    /// Seconds since the call was answered.
    pub at_s: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Speaker {
    Agent,
    Callee,
}

/// A tool of the voice agent, with the arguments that the model chose: claims, not facts.
/// Times are the provider's wall clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "tool", rename_all = "snake_case")]
pub enum ToolCall {
    ReportOffers {
        offers: Vec<Offered>,
    },
    ClaimSlot {
        slot: DateTime,
    },
    AskPerson {
        question: String,
        options: Vec<String>,
    },
    ConfirmBooking {
        slot: DateTime,
        #[serde(flatten)]
        details: super::stage::Confirmation,
    },
    /// The provider has taken an appointment out of the book.
    ConfirmCancellation {
        slot: DateTime,
        quote: Option<String>,
    },
    /// Who or what is on the line, as far as the agent can hear.
    ReportLine {
        heard: Heard,
        /// The key that the agent pressed was not taken, or the same menu came again.
        failed: bool,
        detail: Option<String>,
    },
    EndWithoutBooking {
        reason: GaveUp,
        detail: Option<String>,
        call_back_at: Option<DateTime>,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offered {
    pub slot: DateTime,
    pub held_until: Option<DateTime>,
    pub price: Option<String>,
}

/// Who or what answers a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Heard {
    Person,
    /// An answering machine that takes messages.
    Voicemail,
    /// An answering machine that takes none.
    FullMailbox,
    /// "Press one for …"
    Menu,
    /// An assistant that wants to know who calls and why before it rings a person.
    Screening,
    /// Music, a queue, "please wait".
    Hold,
    /// Another automated assistant.
    Machine,
}

/// Why the agent ends a call without a booking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GaveUp {
    NoAvailability,
    NothingSuited,
    WrongNumber,
    /// The business has moved, closed, or has another number.
    Moved,
    Refused,
    RefusesMachines,
    /// They want no more calls, ever.
    NeverCallAgain,
    MenuUnsolved,
    HoldGivenUp,
    Voicemail,
    CallBackLater,
    /// Neither yes nor no: somebody there will get back.
    WillGetBack,
    /// They do not find the appointment that is to be changed.
    NotFound,
    WantsSecret,
    /// They speak none of the languages that the agent has.
    NoCommonLanguage,
    NoProgress,
    Other,
}

/// What the agent is told. `say` is a hint for its next sentence, in English; the agent words it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolAnswer {
    pub decision: ToolDecision,
    pub say: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slot: Option<AnsweredSlot>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
}

/// Provider-local `YYYY-MM-DD` and `HH:MM`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnsweredSlot {
    pub date: String,
    pub time: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToolDecision {
    /// This slot suits: claim it.
    Claim,
    /// The claim is granted: say yes.
    Book,
    /// Only the person can tell: ask them.
    AskPerson,
    /// Not this; decline politely and look for another.
    Decline,
    /// The person was asked; ask again in some seconds.
    Wait,
    Answered,
    Ok,
    /// A menu: one key, after its end.
    Press,
    /// The same, with pauses between the tones.
    PressSlowly,
    /// A menu: say the option.
    Speak,
    /// A menu: ask for the operator.
    Operator,
    /// A screening: name and reason at once.
    Introduce,
    /// A voicemail: say what `answer` holds, then end the call.
    LeaveMessage,
    /// Say goodbye and end the call.
    End,
}

/// What a wake-up is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "for", rename_all = "snake_case")]
pub enum Timer {
    /// The dead man's handle.
    Deadline { request: RequestId },
    /// The next call is due.
    Retry { request: RequestId, nth: u32 },
    /// The offers run out.
    Offers { request: RequestId },
    /// Half of the time to choose from the offers is over.
    Reminder { request: RequestId },
    /// The appointment of this request is near.
    Appointment { request: RequestId },
    /// The provider wanted to be called again before the appointment.
    Reconfirm { request: RequestId },
    /// It is time to ask for something earlier.
    Watch { request: RequestId },
    /// Nothing more came: what was said is a whole thought.
    Thought,
}

impl EventKind {
    /// For logs and tables.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Said(_) => "said",
            Self::Transcribed { .. } => "transcribed",
            Self::NotTranscribed { .. } => "not_transcribed",
            Self::CardRead { .. } => "card_read",
            Self::ProvidersFound { .. } => "providers_found",
            Self::Read { .. } => "read",
            Self::Call { .. } => "call",
            Self::RangUs { .. } => "rang_us",
            Self::Tool { .. } => "tool",
            Self::TimedOut(_) => "timed_out",
            Self::Recalled { .. } => "recalled",
            Self::ErasureOrdered => "erasure_ordered",
            Self::CalendarRead { .. } => "calendar_read",
            Self::CalendarNotRead { .. } => "calendar_not_read",
            Self::MessageFailed { .. } => "message_failed",
            Self::MailBounced { .. } => "mail_bounced",
        }
    }

    /// The request it speaks of, when it names one.
    #[must_use]
    pub fn request(&self) -> Option<RequestId> {
        match self {
            Self::Call { request, .. }
            | Self::ProvidersFound { request, .. }
            | Self::RangUs { request, .. }
            | Self::Tool { request, .. } => Some(*request),
            Self::TimedOut(
                Timer::Deadline { request }
                | Timer::Retry { request, .. }
                | Timer::Offers { request }
                | Timer::Reminder { request }
                | Timer::Appointment { request }
                | Timer::Reconfirm { request }
                | Timer::Watch { request },
            ) => Some(*request),
            Self::MessageFailed { request, .. } | Self::Recalled { request, .. } => *request,
            // A tap under an old message.
            Self::Said(Said { content: Content::Choice { id, .. }, .. }) => {
                Button::parse(id).map(|button| button.request)
            }
            Self::ErasureOrdered
            | Self::CalendarRead { .. }
            | Self::CalendarNotRead { .. }
            | Self::Said(_)
            | Self::Transcribed { .. }
            | Self::NotTranscribed { .. }
            | Self::CardRead { .. }
            | Self::Read { .. }
            | Self::TimedOut(Timer::Thought)
            | Self::MailBounced { .. } => None,
        }
    }
}

impl Transcript {
    /// Whether the callee said anything at all.
    #[must_use]
    pub fn callee_spoke(&self) -> bool {
        self.turns
            .iter()
            .any(|turn| turn.speaker == Speaker::Callee && !turn.text.trim().is_empty())
    }
}
