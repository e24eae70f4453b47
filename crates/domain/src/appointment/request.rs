//! One appointment wish, and what came of it so far.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::{AppointmentId, CallId, OfferId, RequestId};

use super::errand::Errand;
use super::history::Receipt;
use super::proof::Quote;
use super::stage::{Calling, Confirmation, Retry, Stage};
use super::waitlist::Watch;
use super::wish::Wish;
use super::words::Told;

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
    /// The provider's words by which an appointment was called off, or confirmed once more.
    #[serde(default)]
    pub called_off_by: Option<String>,
    /// Something earlier than its appointment is looked out for.
    #[serde(default)]
    pub watch: Option<Watch>,
    /// An offer that the person took when nobody could be called: the next call asks for it.
    #[serde(default)]
    pub chosen: Option<Slot>,
    /// What the provider wanted to know when the call had to end.
    #[serde(default)]
    pub owed: Option<Owed>,
    /// A message was left on the provider's voicemail: there is never a second.
    #[serde(default)]
    pub message_left: bool,
    /// The words by which a person there told that it is in their book.
    #[serde(default)]
    pub checked_by: Option<String>,
    /// An automated system of the provider confirmed it, and no person there has said so.
    #[serde(default)]
    pub by_machine: bool,
    /// What providers were told about the person.
    #[serde(default)]
    pub told: Vec<Told>,
    /// The same, call by call.
    #[serde(default)]
    pub receipts: Vec<Receipt>,
    /// Something about it could not be told, because the chat was closed.
    #[serde(default)]
    pub untold: bool,
    /// When the person was last reminded of its appointment.
    #[serde(default)]
    pub reminded_at: Option<Timestamp>,
    pub appointment: Option<Appointment>,
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
    /// Which of [`Wish::candidates`] named it, where there are several.
    #[serde(default)]
    pub candidate: Option<usize>,
}

/// A question of the provider that outlasts its call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owed {
    pub question: String,
    pub options: Vec<String>,
    pub answer: Option<String>,
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
    /// They want to be called before it, and when that is done.
    #[serde(default)]
    pub call_before: Option<CallBefore>,
    /// The request whose appointment has taken its place.
    #[serde(default)]
    pub moved_to: Option<RequestId>,
    /// The first of the appointments whose place it has taken, if any: in calendars they are one entry.
    #[serde(default)]
    pub entry: Option<AppointmentId>,
    /// How often the calendar entry was changed before.
    #[serde(default)]
    pub sequence: u32,
}

/// A call that the provider wants before an appointment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallBefore {
    /// We call then.
    At(Timestamp),
    /// There is no time left in which we could call: it is the person's to do.
    Yourself,
}

impl Appointment {
    /// It is still to come, and nobody has called it off or moved it.
    #[must_use]
    pub fn stands(&self, now: Timestamp) -> bool {
        self.is_in_the_book() && self.slot.0 > now
    }

    /// As far as we know the provider has it in their book, past ones included.
    #[must_use]
    pub fn is_in_the_book(&self) -> bool {
        self.called_off_at.is_none() && self.moved_to.is_none()
    }

    /// What calendars know it by, however often it is moved.
    #[must_use]
    pub fn entry(&self) -> AppointmentId {
        self.entry.unwrap_or(self.id)
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
            watch: None,
            message_left: false,
            checked_by: None,
            by_machine: false,
            told: Vec::new(),
            receipts: Vec::new(),
            untold: false,
            reminded_at: None,
            appointment: None,
        }
    }

    /// The provider was called, asked something, and waits for the person's answer.
    #[must_use]
    pub fn owes_an_answer(&self) -> bool {
        matches!(self.stage, Stage::Waiting { why: Retry::Question, .. })
    }

    /// It has an appointment that nobody has called off or moved.
    #[must_use]
    pub fn is_booked(&self) -> bool {
        self.appointment.as_ref().is_some_and(Appointment::is_in_the_book)
    }

    /// "dentist, Clínica Sur": as far as it is known.
    #[must_use]
    pub fn short_name(&self) -> String {
        let names = [self.wish.service.clone(), self.wish.provider_for_people()];
        names.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// Whether the person waits for what comes of it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.goes_on() && !self.errand.is_ours()
    }

    /// As [`Self::is_open`], enquiries and checks included, of which the person need not know.
    #[must_use]
    pub fn goes_on(&self) -> bool {
        !matches!(self.stage, Stage::Closed { .. })
    }

    /// Whether the person has said "call", so that a final word is owed.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        matches!(
            self.stage,
            Stage::Calling(_)
                | Stage::Waiting { .. }
                | Stage::Enquiring { .. }
                | Stage::Choosing { .. }
        )
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
            Stage::Seeking => "seeking",
            Stage::Picking { .. } => "picking",
            Stage::Confirming => "confirming",
            Stage::Calling(_) => "calling",
            Stage::Waiting { .. } => "waiting",
            Stage::Enquiring { .. } => "enquiring",
            Stage::Choosing { .. } => "choosing",
            Stage::Closed { because, .. } => because.name(),
        }
    }
}
