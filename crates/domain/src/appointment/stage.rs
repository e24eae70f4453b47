//! Where a request stands.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::{CallId, OfferId};
use crate::understanding::Asked;

use super::candidate::Candidate;
use super::event::{CallRefused, Ended, ToolCall, Transcript};
use super::line::Line;
use super::request::Slot;

/// Where a request stands. A variant carries what exists then and no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Stage {
    /// Something is still missing.
    Drafting { asked: Vec<Asked> },
    /// The directory is being asked.
    Seeking,
    /// The directory's answer was shown: whom to call?
    Picking { found: Vec<Candidate> },
    /// The card was shown: call, change or cancel?
    Confirming,
    /// A call is wanted, under way, or ended without its transcript.
    Calling(Box<Calling>),
    /// The next call is due at a later time.
    Waiting { until: Timestamp, why: Retry, nth: u32 },
    /// Candidates are asked what they have, each by an enquiry of its own.
    Enquiring { until: Timestamp },
    /// Times were named that nobody may agree to without the person: they choose.
    Choosing { since: Timestamp, until: Timestamp },
    /// `last` is the call that was under way then: its evidence may still correct what nobody could find out.
    Closed { because: ClosedBecause, at: Timestamp, last: Option<Box<Calling>> },
}

impl Stage {
    /// The wish is still being put together: it may change.
    #[must_use]
    pub fn is_unsettled(&self) -> bool {
        matches!(
            self,
            Self::Drafting { .. } | Self::Seeking | Self::Picking { .. } | Self::Confirming
        )
    }
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
    pub gave_up: Option<ToolCall>,
    pub ended: Option<Ended>,
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
    /// They want to be called again before the appointment, in their words.
    #[serde(default)]
    pub call_before: Option<String>,
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
    /// What an automated system confirmed is checked with a person.
    Check,
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
            Self::Check => "check",
        }
    }

    /// What it comes to when nobody is called again.
    pub(super) fn given_up(self) -> ClosedBecause {
        match self {
            Self::Failed => ClosedBecause::Failed,
            Self::Hold => ClosedBecause::HoldGivenUp,
            Self::CallBack | Self::WillGetBack => ClosedBecause::NoProgress,
            _ => ClosedBecause::NotReached,
        }
    }
}

/// How a request ended. All but [`Self::Dropped`] have a final word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum ClosedBecause {
    Booked,
    /// The provider has taken it out of the book.
    CalledOff,
    /// A check found it in their book.
    Checked,
    /// A check heard that it is not in their book.
    NotInBook,
    /// A check found nothing out.
    NotChecked,
    /// The provider has confirmed once more that it stands.
    Reconfirmed,
    /// The provider does not find the appointment that was to be changed.
    NotInTheirBook,
    /// Nobody could be called before the appointment that was to be changed begins.
    BeginsBefore,
    /// The provider may have it in the book; nothing proves it.
    Unconfirmed,
    NotReached,
    NoAvailability,
    /// Several were asked, and none named a time.
    NoOffers,
    /// An enquiry brought times.
    Offered,
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
    /// Nobody there speaks a language that the agent has.
    NoCommonLanguage,
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

impl ClosedBecause {
    /// A word of ours for tables, and for the words to people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Booked => "booked",
            Self::CalledOff => "called_off",
            Self::Checked => "checked",
            Self::NotInBook => "not_in_book",
            Self::NotChecked => "not_checked",
            Self::Reconfirmed => "reconfirmed",
            Self::NotInTheirBook => "not_in_their_book",
            Self::BeginsBefore => "begins_before",
            Self::Unconfirmed => "unconfirmed",
            Self::NotReached => "not_reached",
            Self::NoAvailability => "no_availability",
            Self::NoOffers => "no_offers",
            Self::Offered => "offered",
            Self::OffersExpired => "offers_expired",
            Self::NothingSuited => "nothing_suited",
            Self::WrongNumber => "wrong_number",
            Self::Moved => "moved",
            Self::Unanswered => "unanswered",
            Self::Refused => "refused",
            Self::RefusesMachines => "refuses_machines",
            Self::NeverCallAgain => "never_call_again",
            Self::NoCommonLanguage => "no_common_language",
            Self::WantsSecret => "wants_secret",
            Self::MenuUnsolved => "menu_unsolved",
            Self::HoldGivenUp => "hold_given_up",
            Self::NoProgress => "no_progress",
            Self::Failed => "failed",
            Self::CannotCall { .. } => "cannot_call",
            Self::CouldNotFindOut => "could_not_find_out",
            Self::Cancelled => "cancelled",
            Self::Dropped => "dropped",
        }
    }
}
