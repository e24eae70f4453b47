//! The state: a person, their requests, and where each of them stands.

use jiff::{
    Timestamp,
    civil::{Time, Weekday},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};

use crate::ids::{AppointmentId, CallId, EventId, OfferId, PersonId, RequestId};
use crate::language::Language;
use crate::phone::PhoneNumber;
use crate::understanding::{Asked, Fact, SaidFact};
use crate::when::{Reading, Window};

use super::admission::{Access, Door};
use super::errand::Errand;
use super::event::{CallRefused, Transcript};
use super::line::Line;
use super::proof::Quote;
use super::words::Told;

/// A person and all of their requests that can still matter: the open ones and the last closed ones, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desk {
    pub person: Person,
    pub requests: Vec<Request>,
}

/// Somebody who writes to us. Addresses change; `id` is ours and stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub id: PersonId,
    pub language: Language,
    /// IANA time zone.
    pub zone: String,
    /// ISO 3166-1 alpha-2, for phone numbers and emergencies.
    pub region: String,
    /// The name to give at a desk; asked for, never taken from a chat profile.
    pub name: Option<String>,
    pub callback: Option<PhoneNumber>,
    pub email: Option<String>,
    /// An address is asked for once.
    pub email_asked: bool,
    /// The first-contact notice was given.
    pub greeted: bool,
    /// Asked to be left alone; a new message of theirs ends it.
    pub stopped: bool,
    /// Opens the 24 hours in which free text may be sent.
    pub last_inbound_at: Option<Timestamp>,
    /// The language was asked for: it no longer follows what is written.
    #[serde(default)]
    pub language_chosen: bool,
    /// What providers may be told, remembered from earlier requests; one text a fact.
    #[serde(default)]
    pub facts: Vec<SaidFact>,
    /// Who was called before, the last one first.
    #[serde(default)]
    pub providers: Vec<KnownProvider>,
    /// A thought that may not be finished.
    #[serde(default)]
    pub burst: Option<Burst>,
    /// "Cancel" named none of these: which of them was asked.
    #[serde(default)]
    pub which_to_cancel: Vec<RequestId>,
    /// The open request of which the person spoke last by name.
    #[serde(default)]
    pub speaks_of: Option<RequestId>,
    /// Whether the appointment of this request shall be called off was asked last.
    #[serde(default)]
    pub call_off_asked: Option<RequestId>,
    /// The number that they write from, where the chat tells it; as their address says, and kept nowhere else.
    #[serde(default, skip_serializing)]
    pub writes_from: Option<PhoneNumber>,
    /// An invitation's code let them in.
    #[serde(default)]
    pub admitted: bool,
    /// What came of knocking before that.
    #[serde(default)]
    pub door: Door,
}

/// "My dentist": whom the person has had called, as they named them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownProvider {
    pub service: String,
    pub name: Option<String>,
    pub number: Numbered,
}

/// Messages that came within a moment, not read yet: one thought in several parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Burst {
    pub parts: Vec<String>,
    /// The message that brought the last part.
    pub last: EventId,
    /// When it counts as finished, if nothing more comes.
    pub until: Timestamp,
}

/// One appointment wish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    pub id: RequestId,
    pub created_at: Timestamp,
    pub wish: Wish,
    pub stage: Stage,
    /// If nothing else ends the stage, it ends now: the dead man's handle (I5).
    pub deadline: Option<Timestamp>,
    /// Every call of this request, in order.
    pub calls: Vec<Tried>,
    /// Every slot a provider named, in order.
    pub offers: Vec<Offer>,
    /// A slot that was agreed on when the line was cut, and that nothing proves: the next call asks for it.
    #[serde(default)]
    pub tentative: Option<Slot>,
    /// What it is for.
    #[serde(default)]
    pub errand: Errand,
    /// The provider's words by which an appointment was called off.
    #[serde(default)]
    pub called_off_by: Option<String>,
    /// An offer that the person took when nobody could be called: the next call asks for it.
    #[serde(default)]
    pub chosen: Option<Slot>,
    /// What the provider wanted to know when the call had to end.
    #[serde(default)]
    pub owed: Option<Owed>,
    /// A message was left on the provider's voicemail: there is never a second.
    #[serde(default)]
    pub message_left: bool,
    /// What providers were told about the person.
    #[serde(default)]
    pub told: Vec<Told>,
    pub appointment: Option<Appointment>,
}

/// What is wanted. Absent is not known yet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Wish {
    pub service: Option<String>,
    pub provider: Option<String>,
    pub number: Option<Numbered>,
    pub place: Option<String>,
    /// The person's own words for the time, in order of preference.
    pub when_said: Vec<String>,
    /// The same, as dates and times.
    pub readings: Vec<Reading>,
    /// The same, as spans of real time.
    pub windows: Vec<Window>,
    /// When the person wants the call; absent is at once.
    #[serde(default)]
    pub call_at: Option<Timestamp>,
    /// The name to give, when it differs from the person's own.
    pub name: Option<String>,
    pub for_whom: Option<String>,
    pub reason: Option<String>,
    /// What this provider may be told.
    #[serde(default)]
    pub facts: Vec<SaidFact>,
    /// The most that it may cost, in the person's words; [`crate::understanding::price`] reads it.
    #[serde(default)]
    pub price_max: Option<String>,
    /// The person wants to be asked before anything is agreed to.
    #[serde(default)]
    pub ask_first: bool,
    /// Facts that were asked for; nobody is asked twice.
    #[serde(default)]
    pub facts_asked: Vec<Fact>,
}

/// The provider's number and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbered {
    pub number: PhoneNumber,
    /// The message in which its digits stand (I14).
    pub provenance: EventId,
}

/// Where a request stands. A variant carries what exists then and no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Stage {
    /// Something is still missing.
    Drafting { asked: Vec<Asked> },
    /// The card was shown: call, change or cancel?
    Confirming,
    /// A call is wanted, under way, or ended without its transcript.
    Calling(Box<Calling>),
    /// The next call is due at a later time.
    Waiting { until: Timestamp, why: Retry, nth: u32 },
    /// A provider named other times than those wished for: the person chooses.
    Choosing { since: Timestamp, until: Timestamp },
    /// `last` is the call that was under way then: its evidence may still correct what nobody could find out.
    Closed { because: ClosedBecause, at: Timestamp, last: Option<Box<Calling>> },
}

/// The call of a request that is going on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calling {
    pub call: CallId,
    pub nth: u32,
    /// The provider picked up.
    pub answered: bool,
    /// Who or what is on the line.
    #[serde(default)]
    pub line: Line,
    /// The person called it off: nothing may be booked any more (I17).
    pub stopping: bool,
    /// Slots outside the wished windows to which the person has said yes.
    pub approved: Vec<Slot>,
    pub claim: Option<Claim>,
    /// The agent reports that the appointment is called off.
    #[serde(default)]
    pub called_off: bool,
    pub question: Option<Question>,
    /// Why the agent ended it without a booking, in its own words of our list.
    pub gave_up: Option<super::event::ToolCall>,
    pub ended: Option<super::event::Ended>,
    pub transcript: Option<Transcript>,
}

/// The right to say yes to one slot (I6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    pub slot: Slot,
    pub confirmed: Option<Confirmation>,
}

/// What the agent reported of the provider's confirmation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Confirmation {
    pub quote: Option<String>,
    pub price: Option<String>,
    pub address: Option<String>,
    pub bring: Option<String>,
    pub code: Option<String>,
    pub with: Option<String>,
}

/// The beginning of an appointment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Slot(pub Timestamp);

/// A slot that a provider named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub id: OfferId,
    pub call: CallId,
    pub slot: Slot,
    pub held_until: Option<Timestamp>,
    pub price: Option<String>,
}

/// A question to the person while the provider waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    pub kind: QuestionKind,
    pub asked_at: Timestamp,
    /// What the person answered, in their words; for offers the answer is in [`Calling::approved`] as well.
    pub answer: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum QuestionKind {
    /// Which of the offers, if any?
    Offers { offers: Vec<OfferId> },
    /// Something the provider wants to know.
    Free { text: String, options: Vec<String> },
}

/// A question of the provider that outlasts its call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owed {
    pub question: String,
    pub options: Vec<String>,
    pub answer: Option<String>,
}

/// Why another call is planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Retry {
    /// It is outside the hours in which we call.
    OutsideHours,
    /// It is a public holiday there.
    Holiday,
    /// The person wants the call at that time.
    AsWished,
    Busy,
    NoAnswer,
    Voicemail,
    /// As before, and a message was left.
    VoicemailLeft,
    Failed,
    /// Somebody picked up, and nobody spoke.
    Silent,
    /// The line was cut before an agreed slot was confirmed.
    CutOff,
    /// Nobody came back from hold in time.
    Hold,
    /// The provider asked to be called later.
    CallBack,
    /// Only the person can tell what the provider wants to know, and they have not answered yet.
    Question,
    /// The provider said neither yes nor no, and that somebody gets back.
    WillGetBack,
}

impl Retry {
    /// A word of ours for operators and the `call_logs` table.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::OutsideHours => "outside_hours",
            Self::Holiday => "holiday",
            Self::AsWished => "as_wished",
            Self::Busy => "busy",
            Self::NoAnswer => "no_answer",
            Self::Voicemail => "voicemail",
            Self::VoicemailLeft => "voicemail_left",
            Self::Failed => "failed",
            Self::Silent => "silent",
            Self::CutOff => "tentative",
            Self::Hold => "hold",
            Self::CallBack => "call_back",
            Self::Question => "question",
            Self::WillGetBack => "will_get_back",
        }
    }
}

/// A call that was wanted, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tried {
    pub call: CallId,
    pub nth: u32,
    pub at: Timestamp,
    /// A word of ours for operators and the `call_logs` table; absent while it goes on.
    pub outcome: Option<String>,
}

/// A slot agreed on, backed by the callee's words (I7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    pub id: AppointmentId,
    pub call: CallId,
    pub slot: Slot,
    /// The provider's IANA zone, in which the slot was agreed.
    pub zone: String,
    pub provider: String,
    pub service: String,
    pub name: String,
    pub quote: Quote,
    pub details: Confirmation,
    /// Since when it stands no longer.
    #[serde(default)]
    pub called_off_at: Option<Timestamp>,
}

impl Appointment {
    /// It is still to come, and nobody has called it off.
    #[must_use]
    pub fn stands(&self, now: Timestamp) -> bool {
        self.called_off_at.is_none() && self.slot.0 > now
    }
}

/// How a request ended. All but [`Self::Dropped`] have a final word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum ClosedBecause {
    Booked,
    /// The provider has taken it out of the book.
    CalledOff,
    /// The provider may have it in the book; nothing proves it.
    Unconfirmed,
    NotReached,
    NoAvailability,
    /// The provider had times, and none was taken before they ran out.
    OffersExpired,
    /// The person wanted none of the offers.
    NothingSuited,
    WrongNumber,
    Moved,
    /// The provider wanted to know something, and the person didn't answer.
    Unanswered,
    /// The provider declined.
    Refused,
    /// The provider doesn't talk to machines.
    RefusesMachines,
    /// The provider wants no calls of ours, ever: nobody's.
    NeverCallAgain,
    /// The provider books only against what is never given away.
    WantsSecret,
    /// A menu from which no way led to a person.
    MenuUnsolved,
    HoldGivenUp,
    /// Somebody or something talked, and nothing came of it.
    NoProgress,
    /// The line failed each time.
    Failed,
    /// The call could not be placed.
    CannotCall {
        why: CallRefused,
    },
    CouldNotFindOut,
    Cancelled,
    /// A draft that never became a request.
    Dropped,
}

/// The rules of the house, from the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Calls of one request, retries included.
    pub calls_max: u32,
    /// Local time of the provider in which we call.
    pub hours: (Time, Time),
    /// Days of the provider's week on which we call.
    pub days: Vec<Weekday>,
    /// Whether we call on public holidays of the provider's country.
    pub on_holidays: bool,
    pub busy_retry_s: u32,
    pub no_answer_retry_s: u32,
    /// How long the provider is kept waiting for the person's answer.
    pub question_s: u32,
    /// How long an offer stays open for the person when the provider named no end.
    pub offer_s: u32,
    /// How soon a provider is called again when the line was cut after an agreement.
    pub cut_off_retry_s: u32,
    /// How long a provider that wants to get back is waited for.
    pub get_back_s: u32,
    /// What is done when a voicemail answers.
    pub voicemail: Voicemail,
    /// How long a call waits on hold.
    pub hold_s: u32,
    /// The same, when the person wants to wait longer.
    pub hold_max_s: u32,
    /// How long it goes on with another automated assistant.
    pub machine_s: u32,
    /// From the beginning of a call to "we could not find out".
    pub call_deadline_s: u32,
    /// How long an incomplete message waits for its other half; 0 for not at all.
    pub burst_s: u32,
    /// Requests that a person may have open at once.
    pub open_max: usize,
    /// ISO 3166-1 alpha-2; empty allows every country.
    pub countries: Vec<String>,
    /// Ours, which are never called.
    pub own_numbers: Vec<PhoneNumber>,
    pub access: Access,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            calls_max: 3,
            hours: (Time::constant(9, 0, 0, 0), Time::constant(19, 0, 0, 0)),
            days: Weekday::Monday.cycle_forward().take(6).collect(),
            on_holidays: false,
            busy_retry_s: 20 * 60,
            no_answer_retry_s: 60 * 60,
            question_s: 75,
            offer_s: 4 * 3600,
            cut_off_retry_s: 20,
            get_back_s: 4 * 3600,
            voicemail: Voicemail::LeaveMessage,
            hold_s: 5 * 60,
            hold_max_s: 15 * 60,
            machine_s: 3 * 60,
            call_deadline_s: 2 * 3600,
            burst_s: 3,
            open_max: 5,
            countries: Vec::new(),
            own_numbers: Vec::new(),
            access: Access::Open,
        }
    }
}

/// What is done when a voicemail answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Voicemail {
    HangUp,
    /// One approved message a request: who called, for whom, why, and the number to call back.
    LeaveMessage,
}

/// What can be asked for before a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Detail {
    Service,
    Number,
    When,
    CallAt,
    Name,
}

impl Person {
    /// Somebody of whom nothing is known but where they write from.
    #[must_use]
    pub fn new(id: PersonId, language: Language, zone: String, region: String) -> Self {
        Self {
            id,
            language,
            zone,
            region,
            name: None,
            callback: None,
            email: None,
            email_asked: false,
            greeted: false,
            stopped: false,
            last_inbound_at: None,
            language_chosen: false,
            facts: Vec::new(),
            providers: Vec::new(),
            burst: None,
            which_to_cancel: Vec::new(),
            speaks_of: None,
            call_off_asked: None,
            writes_from: None,
            admitted: false,
            door: Door::default(),
        }
    }

    /// The person's zone; UTC if the stored name is unknown to this machine.
    #[must_use]
    pub fn time_zone(&self) -> TimeZone {
        zone(&self.zone)
    }
}

/// A zone by its IANA name; UTC for an unknown one.
#[must_use]
pub fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

impl Desk {
    /// What the open requests are about, the oldest first.
    #[must_use]
    pub fn open_names(&self) -> Vec<String> {
        self.requests.iter().filter(|it| it.is_open()).map(Request::short_name).collect()
    }
}

impl Request {
    /// A wish of which nothing is known yet.
    #[must_use]
    pub fn new(id: RequestId, at: Timestamp) -> Self {
        Self {
            id,
            created_at: at,
            wish: Wish::default(),
            stage: Stage::Drafting { asked: Vec::new() },
            deadline: None,
            calls: Vec::new(),
            offers: Vec::new(),
            tentative: None,
            chosen: None,
            owed: None,
            errand: Errand::Book,
            called_off_by: None,
            message_left: false,
            told: Vec::new(),
            appointment: None,
        }
    }

    /// The provider was called, asked something, and waits for the person's answer.
    #[must_use]
    pub fn owes_an_answer(&self) -> bool {
        matches!(self.stage, Stage::Waiting { why: Retry::Question, .. })
    }

    /// "dentist, Clínica Sur": as far as it is known.
    #[must_use]
    pub fn short_name(&self) -> String {
        let names = [self.wish.service.clone(), self.wish.provider_for_people()];
        names.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    #[must_use]
    pub fn is_open(&self) -> bool {
        !matches!(self.stage, Stage::Closed { .. })
    }

    /// Whether the person has said "call", so that a final word is owed.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        matches!(self.stage, Stage::Calling(_) | Stage::Waiting { .. } | Stage::Choosing { .. })
    }

    #[must_use]
    pub fn calling(&self) -> Option<&Calling> {
        match &self.stage {
            Stage::Calling(calling) => Some(calling),
            _ => None,
        }
    }

    /// A word for the `status` column and for people who read tables.
    #[must_use]
    pub fn status(&self) -> &'static str {
        match &self.stage {
            Stage::Drafting { .. } => "drafting",
            Stage::Confirming => "confirming",
            Stage::Calling(_) => "calling",
            Stage::Waiting { .. } => "waiting",
            Stage::Choosing { .. } => "choosing",
            Stage::Closed { because, .. } => match because {
                ClosedBecause::Booked => "booked",
                ClosedBecause::CalledOff => "called_off",
                ClosedBecause::Unconfirmed => "unconfirmed",
                ClosedBecause::NotReached => "not_reached",
                ClosedBecause::NoAvailability => "no_availability",
                ClosedBecause::OffersExpired => "offers_expired",
                ClosedBecause::NothingSuited => "nothing_suited",
                ClosedBecause::WrongNumber => "wrong_number",
                ClosedBecause::Moved => "moved",
                ClosedBecause::Unanswered => "unanswered",
                ClosedBecause::Refused => "refused",
                ClosedBecause::RefusesMachines => "refuses_machines",
                ClosedBecause::NeverCallAgain => "never_call_again",
                ClosedBecause::WantsSecret => "wants_secret",
                ClosedBecause::MenuUnsolved => "menu_unsolved",
                ClosedBecause::HoldGivenUp => "hold_given_up",
                ClosedBecause::NoProgress => "no_progress",
                ClosedBecause::Failed => "failed",
                ClosedBecause::CannotCall { .. } => "cannot_call",
                ClosedBecause::CouldNotFindOut => "could_not_find_out",
                ClosedBecause::Cancelled => "cancelled",
                ClosedBecause::Dropped => "dropped",
            },
        }
    }
}
