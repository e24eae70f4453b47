//! What is said to the person, as meaning: `services::words` finds the words in their language.

mod buttons;
mod card;
mod choosing;
mod ending;
mod missing;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::RequestId;
use crate::language::Language;

use super::conflicts::CalendarProblem;
use super::erasure::ErasureReceipt;
use super::event::{Transcript, Unsupported};
use super::history::Past;
use super::stage::Retry;

pub use buttons::{Button, ButtonVerb};
pub use card::{CandidateView, CardView, Cost};
pub use choosing::{AskedView, FoundView, Merit, OfferView};
pub use ending::{ChosenBecause, FinalView, Mail, Told};
pub use missing::{CallAtProblem, Missing, SearchProblem};

/// One message to the person. Times are instants; `zone` says on which wall clock they are told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "say", rename_all = "snake_case")]
pub enum Words {
    /// The first-contact notice: what this is, that a machine phones, how to stop and delete.
    Welcome,
    Help,
    /// Not for everybody: whoever runs it gives codes to those whom they let in.
    InvitedOnly,
    /// "I am an automated assistant …"
    WhoIAm,
    Greeting,
    YouAreWelcome,
    Goodbye,
    /// Appointments only.
    OutOfScope,
    /// First line: the local emergency number.
    Emergency {
        number: String,
    },
    /// A voice note as it was understood.
    Heard {
        text: String,
    },
    CouldNotHear,
    /// The number of a card or of an identity document was in the message: it is not needed, and was not kept.
    SecretNotKept,
    /// What follows could not be told before: the chat had been closed.
    ChatWasClosed,
    CouldNotReadCard,
    Unsupported {
        kind: Unsupported,
    },
    NotUnderstood,
    /// No human stands behind it; how to reach the operator or to call oneself.
    NoHuman,
    /// No more messages until the person writes again.
    Stopped,
    TooManyOpen {
        max: usize,
    },
    NothingOpen,
    /// Several providers were named in one message.
    OneAtATime,
    /// Everything that is missing, in one message.
    Ask {
        about: About,
        missing: Missing,
    },
    Card(Box<CardView>),
    /// Found in the directory: whom to call?
    WhomToCall {
        about: About,
        found: Vec<FoundView>,
        /// The name that the person gave, where none of these bears it.
        #[serde(default)]
        unknown: Option<String>,
    },
    /// Several are asked what they have.
    Enquiring {
        about: About,
        providers: Vec<String>,
        /// When the first can be called, if not now.
        begins: Option<Timestamp>,
        /// By then there is an answer.
        until: Timestamp,
        /// The person's.
        zone: String,
        /// The best is taken without asking again.
        commits: bool,
    },
    /// What several offered, the best first.
    Compared {
        about: About,
        offers: Vec<OfferView>,
        /// Who was asked and has nothing, or could not be asked.
        others: Vec<AskedView>,
        until: Option<Timestamp>,
        /// The person's.
        zone: String,
        /// The first is being booked; nothing is asked.
        taken: bool,
        /// The time that was chosen before is gone.
        gone: bool,
        /// It was told before.
        reminder: bool,
    },
    /// The person wants a change: what shall it be?
    WhatToChange {
        about: About,
    },
    /// The provider will be called at once.
    Calling {
        about: About,
    },
    /// Dialling is paused: the call waits.
    CallHeld {
        about: About,
    },
    /// Somebody picked up.
    Talking {
        about: About,
    },
    /// "ok", "thanks" and the like while a call goes on.
    StillOnIt {
        about: About,
    },
    /// Another time was asked for in the middle of a call: nothing is agreed to without asking.
    AskedFirst {
        about: About,
    },
    /// A change was asked for in the middle of a call: stop first.
    CannotChangeNow {
        about: About,
    },
    /// Told where things stand.
    Status {
        about: About,
        calls: u32,
        next_at: Option<Timestamp>,
        zone: String,
    },
    RetryPlanned {
        about: About,
        why: Retry,
        at: Timestamp,
        zone: String,
    },
    /// The provider waits on the line: which of these, if any?
    WhichOffer {
        about: About,
        offers: Vec<OfferView>,
        /// The person's.
        zone: String,
    },
    /// The provider wanted to know, and the call had to end without the answer.
    Unanswered {
        about: About,
        question: String,
        options: Vec<String>,
        until: Timestamp,
        zone: String,
        /// There is a number at which the provider can ring the person.
        #[serde(default)]
        can_ring: bool,
    },
    /// The provider waits on the line and wants to know.
    ProviderAsks {
        about: About,
        question: String,
        options: Vec<String>,
        /// There is a number at which the provider can ring the person.
        #[serde(default)]
        can_ring: bool,
    },
    PassedOn {
        about: About,
    },
    /// The call is over; these offers are still open.
    OffersLeft {
        about: About,
        offers: Vec<OfferView>,
        until: Timestamp,
        zone: String,
        /// It was told before.
        reminder: bool,
    },
    /// A tap on something that is decided already.
    AlreadyDecided {
        about: About,
    },
    /// `talking`: somebody is on the line, and the agent says goodbye first.
    Stopping {
        about: About,
        talking: bool,
    },
    /// The provider has put us on hold; it is waited until then.
    OnHold {
        about: About,
        until: Timestamp,
        zone: String,
        /// More time can be given.
        longer: bool,
    },
    /// The answer names none of those shown, of which the last has this number.
    NotOnTheList {
        about: About,
        last: u32,
    },
    /// The provider rings back, and the agent talks to them.
    TheyRang {
        about: About,
    },
    /// The person's answer holds what is never passed on: a card, a code, an identity document.
    NoSecrets {
        about: About,
    },
    /// The person keeps what was booked before their "stop" came.
    Kept {
        about: About,
        at: Timestamp,
        /// The person's.
        zone: String,
    },
    /// What an automated system confirmed is not checked, as the person wants it.
    NoCheck {
        about: About,
    },
    /// Nothing is open, and "cancel" may mean this appointment: shall it be called off by phone?
    CallOffBooked {
        about: About,
        at: Timestamp,
        /// The person's.
        zone: String,
    },
    /// The person cannot come to what is booked: what shall be done?
    CannotCome {
        about: About,
        at: Timestamp,
        /// The person's.
        zone: String,
    },
    /// An appointment is near.
    Reminder {
        about: About,
        at: Timestamp,
        /// The provider's.
        zone: String,
        person_zone: String,
        address: Option<String>,
        bring: Option<String>,
    },
    /// Something earlier is looked out for.
    Watching {
        about: About,
        at: Timestamp,
        next_at: Timestamp,
        /// The person's.
        zone: String,
    },
    /// It is too near for that.
    WatchTooNear {
        about: About,
        at: Timestamp,
        zone: String,
    },
    WatchOver {
        about: About,
        at: Timestamp,
        zone: String,
        /// It ends by itself, and nothing was found.
        in_vain: bool,
    },
    /// They have something earlier than what is booked: shall it be taken?
    EarlierFound {
        about: About,
        offers: Vec<OfferView>,
        at: Timestamp,
        /// The person's.
        zone: String,
    },
    /// No reminders from now on, or again.
    RemindersSet {
        on: bool,
    },
    /// Several appointments stand, and "move it" named none.
    WhichToMove {
        requests: Vec<About>,
    },
    /// The appointment that was to be changed is over.
    AlreadyOver {
        about: About,
        at: Timestamp,
        /// The person's.
        zone: String,
        /// The provider's.
        number: Option<String>,
    },
    /// Several are open, and "cancel" named none.
    WhichToCancel {
        requests: Vec<About>,
    },
    /// From now on in this language.
    LanguageSet,
    /// The final word.
    Final(Box<FinalView>),
    /// Late evidence against an earlier "we could not find out".
    Correction(Box<FinalView>),
    /// Where shall the transcript and the calendar entry go?
    AskEmail,
    EmailSaved {
        address: String,
    },
    BadEmail,
    MailSent {
        address: String,
    },
    MailFailed {
        address: String,
    },
    /// The talk, line by line.
    Transcript {
        about: About,
        provider_language: Language,
        transcript: Transcript,
    },
    NoTranscript {
        about: About,
    },
    /// What was booked and is to come, what is not over, and what became of the rest; `left_out` of that were too many.
    History {
        upcoming: Vec<Past>,
        open: Vec<Past>,
        over: Vec<Past>,
        left_out: usize,
        /// The person's.
        zone: String,
    },
    /// What providers were told about the person, call by call.
    Receipts {
        past: Vec<Past>,
        /// The person's.
        zone: String,
    },
    /// To which address shall all data go?
    AskEmailForData,
    /// All data is being mailed there.
    DataComing {
        address: String,
    },
    /// Shall everything be deleted? Appointments stand with providers, and so many requests are under way.
    AskToErase {
        /// Which the buttons answer.
        question: RequestId,
        appointments: Vec<(Timestamp, About)>,
        open: usize,
        /// The person's.
        zone: String,
    },
    NothingErased,
    /// The address of the calendar is kept as a secret, and looked at before each call.
    CalendarKept,
    CalendarForgotten {
        was_known: bool,
    },
    /// It could not be read; told once.
    CalendarNotRead {
        why: CalendarProblem,
    },
    /// It has begun.
    Erasing,
    /// The last message of all.
    Erased(ErasureReceipt),
}

/// Names the request in every message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    pub request: RequestId,
    pub service: Option<String>,
    /// The provider's name, or its number as people write it.
    pub provider: Option<String>,
}
