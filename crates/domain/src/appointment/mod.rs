//! One appointment, from the first message to the final word, as a pure function.
//!
//! [`decide`] is the whole process. What happens to one person's requests is decided one event after the other: the
//! [`Desk`] holds the person and their requests, the [`Event`] brings what must be known, the time included; what is
//! wanted leaves as [`Command`]s, which `services::worker` carries out.
//!
//! Invariants: a request that was accepted gets exactly one final word (I5); at most one call of a request may say
//! yes, and only to a slot that the person wants (I6); nothing is called booked without the callee's own words (I7);
//! a closed request never changes, except that late evidence may correct what nobody could find out (I11).

mod admission;
mod brief;
mod call_time;
mod calls;
mod candidate;
mod cannot_come;
mod check;
mod checklist;
mod comparison;
mod conflicts;
mod days;
mod decide;
mod details;
mod disclosure;
mod enquiries;
mod erasure;
mod errand;
mod event;
mod final_word;
mod history;
mod line;
mod listening;
mod moving;
mod number_policy;
mod numbers;
mod offers;
mod outcome;
mod person;
mod policy;
mod profile;
mod proof;
mod question;
mod receipt;
mod reconfirming;
mod reminders;
mod request;
mod search;
mod stage;
mod stopping;
#[cfg(test)]
mod stories;
mod talk;
mod tools;
mod untold;
mod waitlist;
mod wish;
mod words;

pub use admission::{Access, Door, InviteCodes};
pub use brief::Brief;
pub use candidate::{
    Candidate, Coordinates, Found, Listing, Lookup, OpenSpan, OpeningHours, WEEK_MIN,
};
pub use conflicts::{CalendarProblem, OwnCalendar};
pub use decide::{Decision, decide};
pub use disclosure::{Opening, first_sentence, voicemail_message};
pub use erasure::{Copies, ErasureReceipt};
pub use errand::Errand;
pub use event::{
    AnsweredSlot, CallEvent, CallRefused, Content, Ended, Event, EventKind, GaveUp, Heard, Media,
    Offered, Reader, Said, Speaker, Timer, ToolAnswer, ToolCall, ToolDecision, Transcript, Turn,
    Unsupported,
};
pub use history::{Became, MailWanted, Past, Recall, Receipt};
pub use line::Line;
pub use number_policy::NotCalled;
pub use person::{Burst, Desk, KnownProvider, Person, zone};
pub use policy::{Policy, Voicemail};
pub use proof::{Quote, quote_for};
pub use request::{Appointment, CallBefore, Offer, Owed, Request, Slot, Tried};
pub use stage::{
    Calling, Claim, ClosedBecause, Confirmation, Question, QuestionKind, Retry, Stage,
};
pub use waitlist::Watch;
pub use wish::{Detail, NumberGiven, NumberSource, Numbered, Wish};
pub use words::{
    About, AskedView, Button, ButtonVerb, CallAtProblem, CandidateView, CardView, ChosenBecause,
    Cost, FinalView, FoundView, Mail, Merit, Missing, OfferView, SearchProblem, Told, Words,
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::{CallId, EventId, PersonId, RequestId};
use crate::language::Language;
use crate::phone::PhoneNumber;
use crate::understanding::Asked;
use crate::when::Window;

/// Something to be done. It is stored with the decision that asks for it, and carried out by a worker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Command {
    /// Tell the person something. One lane a person: what is said first arrives first.
    Say { request: Option<RequestId>, words: Words },
    /// The one message that closes a request: stored under a key of the request, so that there is never a second.
    FinalWord { request: RequestId, words: Words },
    /// Mail to the person's address.
    Mail { request: RequestId, to: String, mail: Box<Mail> },
    /// Show the person that their message was seen and is being worked on. A courtesy: failing is nothing.
    Typing { message_sid: String },
    /// Turn a voice note into text; comes back as [`EventKind::Transcribed`].
    Transcribe { of: EventId, media: Media },
    /// Get a contact card and read it; comes back as [`EventKind::CardRead`].
    ReadCard { of: EventId, media: Media },
    /// Read a message with the configured model or the rules; comes back as [`EventKind::Read`].
    Read { of: EventId, text: String, asked: Vec<Asked>, options: Vec<String> },
    /// Ask the directory of businesses; comes back as [`EventKind::ProvidersFound`].
    FindProviders { request: RequestId, lookup: Lookup },
    /// Dial, by the dial protocol; comes back as [`EventKind::Call`].
    PlaceCall(Box<Call>),
    /// A call that the provider made: it is answered already.
    TakeCall(Box<Call>),
    /// See to it that the call ends, whatever its state. `now`: without time for a goodbye.
    EndCall { call: CallId, now: bool },
    /// Nobody gets this number called again, ever. Done with the decision itself: no worker has to carry it out.
    NeverCall { number: PhoneNumber, why: NeverCall },
    /// Get the transcript of a call that has ended, should it not come by itself.
    FetchTranscript { call: CallId },
    /// Read the person's own calendar, with titles of what lies in these times; comes back as
    /// [`EventKind::CalendarRead`] or [`EventKind::CalendarNotRead`].
    ReadCalendar { windows: Vec<Window> },
    /// Find what was; comes back as [`EventKind::Recalled`].
    Recall { recall: Recall },
    /// Mail a message to an address, as asked for.
    MailWords { request: Option<RequestId>, to: String, words: Box<Words> },
    /// Mail everything that is kept about the person.
    Export { to: String },
    /// Delete everything about the person, here and at the vendors. Begun with the decision itself. `tell`: the person
    /// gets a last message about it.
    Erase { tell: bool },
    /// Come back at a time, as [`EventKind::TimedOut`].
    Wake { at: jiff::Timestamp, timer: Timer },
}

/// Why a number is never called again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NeverCall {
    /// Whoever answered asked for it.
    Asked,
    /// A private home, or somebody else who has nothing to do with it.
    WrongNumber,
    /// Whoever runs this installation says so.
    Operator,
}

/// A call that is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    pub id: CallId,
    pub request: RequestId,
    pub person: PersonId,
    pub to: PhoneNumber,
    /// Which message the number came from (I14).
    pub provenance: EventId,
    /// From 1: the how-manieth call of this request.
    pub nth: u32,
    #[serde(default)]
    pub purpose: Purpose,
    #[serde(default)]
    pub direction: Direction,
    /// The language of the provider.
    pub language: Language,
    /// The provider's IANA time zone.
    pub zone: String,
    /// From then on it is not placed any more: they rest there (I18).
    #[serde(default)]
    pub not_from: Option<Timestamp>,
    pub brief: Brief,
}

/// What a call is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    #[default]
    Book,
    /// What times they have; commits nothing.
    Enquire,
    /// Whether a slot that was agreed on is in their book.
    Confirm,
    /// To take an appointment out of their book.
    Cancel,
    /// To exchange an appointment for one at another time.
    Change,
}

/// Who rings whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    #[default]
    Outbound,
    /// The provider rang us.
    Inbound,
}

impl Purpose {
    /// As the voice agent reads it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Book => "book",
            Self::Enquire => "enquire",
            Self::Confirm => "confirm",
            Self::Cancel => "cancel",
            Self::Change => "change",
        }
    }
}
