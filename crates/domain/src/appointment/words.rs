//! What is said to the person, as meaning: `services::words` finds the words in their language.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::RequestId;
use crate::language::Language;
use crate::understanding::{Fact, SaidFact};
use crate::when::Window;

use super::candidate::Candidate;
use super::conflicts::CalendarProblem;
use super::erasure::ErasureReceipt;
use super::errand::Errand;
use super::event::{Transcript, Unsupported};
use super::history::Past;
use super::request::CallBefore;
use super::stage::{ClosedBecause, Confirmation, Retry};
use super::wish::{Detail, NumberSource};

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
    Calling {
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

/// What must be asked for, and why an earlier answer didn't do.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Missing {
    pub details: Vec<Detail>,
    /// What the provider is going to ask.
    #[serde(default)]
    pub facts: Vec<Fact>,
    /// The number that was given is not valid.
    pub number_invalid: bool,
    /// The number that was given is of a kind that is never called.
    pub number_refused: bool,
    /// The number is in a country where calls are not allowed.
    pub country_refused: bool,
    /// The time that was wished for is over.
    pub when_past: bool,
    /// The time falls into a clock change.
    pub when_doubtful: bool,
    /// Why no call can be made when the person wants it.
    #[serde(default)]
    pub call_at: Option<CallAtProblem>,
    /// Why nobody was found to call, and that a place is enough to look.
    #[serde(default)]
    pub search: Option<SearchProblem>,
}

impl Missing {
    /// A number was given that will not do.
    pub(super) fn number_is_wrong(&self) -> bool {
        self.number_invalid || self.number_refused || self.country_refused
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SearchProblem {
    /// Where to look is not known.
    WhereIsUnknown,
    NothingFound,
    /// The directory doesn't answer.
    Down,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallAtProblem {
    Past,
    /// It falls into a clock change.
    Doubtful,
    /// The times wished for would be over.
    TooLate,
}

/// The card before a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardView {
    pub about: About,
    /// The number in full, as people write it: it is what the person confirms (I14).
    pub number: String,
    /// Of the directory.
    #[serde(default)]
    pub address: Option<String>,
    /// Instead of the number, where several are asked.
    #[serde(default)]
    pub candidates: Vec<CandidateView>,
    /// Of several, the best is taken without asking again.
    #[serde(default)]
    pub commits: bool,
    pub windows: Vec<Window>,
    /// The person's zone, in which the windows are told.
    pub zone: String,
    /// The name to give at the desk.
    pub name: String,
    pub for_whom: Option<String>,
    pub reason: Option<String>,
    pub callback: Option<String>,
    /// The most that it may cost, in the person's words.
    #[serde(default)]
    pub price_max: Option<String>,
    /// Nothing is agreed to before the person is asked.
    #[serde(default)]
    pub ask_first: bool,
    /// What the provider may be told if they ask.
    #[serde(default)]
    pub facts: Vec<SaidFact>,
    /// What they may ask and we don't know.
    #[serde(default)]
    pub may_ask: Vec<Fact>,
    /// What the calls will cost, more or less; absent where no price is known.
    #[serde(default)]
    pub cost: Option<Cost>,
    /// The language of the call.
    pub language: Language,
    /// When the call would be made, if not at once.
    pub call_at: Option<Timestamp>,
    /// When the person wants it.
    #[serde(default)]
    pub call_wished: Option<Timestamp>,
    /// The appointment that stands until another time is agreed on.
    #[serde(default)]
    pub moves: Option<Timestamp>,
    /// What fills all of the wished times, by the person's own calendar; empty texts where that is not known.
    #[serde(default)]
    pub taken_by: Vec<String>,
}

/// Money, for people to read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// Hundredths of the currency's unit.
    pub cents: i64,
    /// Three letters.
    pub currency: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferView {
    /// From 1, as the person sees it.
    pub number: u32,
    pub at: Timestamp,
    /// The provider's zone.
    pub zone: String,
    pub price: Option<String>,
    pub held_until: Option<Timestamp>,
    /// Who offers it, where there are several.
    #[serde(default)]
    pub provider: Option<String>,
    #[serde(default)]
    pub merits: Vec<Merit>,
    /// What the person has to do then, by their own calendar; empty where that is not known.
    #[serde(default)]
    pub collides_with: Option<String>,
}

/// What speaks for an offer beside others, or against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Merit {
    Earliest,
    Cheapest,
    Nearest,
    BestRated,
    /// It lies outside the wished times.
    OtherTime,
    /// It costs more than the person wants to pay.
    TooDear,
    /// They did not say what it costs, and the person has set a highest price.
    PriceUnknown,
}

/// A provider that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundView {
    /// From 1, as the person sees it.
    pub number: u32,
    pub name: String,
    pub address: Option<String>,
    /// Tenths of a star.
    pub rating: Option<u32>,
    pub ratings: u32,
    pub distance_m: Option<u32>,
    /// When it can be called, if not now.
    pub opens_at: Option<Timestamp>,
    /// The person's.
    pub zone: String,
}

/// A provider that may be asked: name and number, which the person confirms (I14).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CandidateView {
    pub name: Option<String>,
    pub number: String,
}

impl CandidateView {
    pub(super) fn of(candidate: &Candidate) -> Self {
        Self { name: candidate.name.clone(), number: candidate.number.number.for_people() }
    }
}

/// A provider that was asked, and what came of it; nothing where time ran out first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedView {
    pub name: String,
    pub because: Option<ClosedBecause>,
}

/// How a request ended, with all that the person needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinalView {
    pub about: About,
    pub because: ClosedBecause,
    /// The number to call oneself.
    pub number: Option<String>,
    pub at: Option<Timestamp>,
    /// The provider's zone.
    pub zone: String,
    /// The person's zone; the time is told in both when they differ.
    pub person_zone: String,
    pub name: Option<String>,
    pub quote: Option<String>,
    /// The language of the quote.
    #[serde(default)]
    pub quote_language: Option<Language>,
    /// The quote itself names day or time, rather than agreeing to what was read back.
    #[serde(default)]
    pub quote_names_time: bool,
    /// Why this slot, of several that were offered.
    #[serde(default)]
    pub chosen_because: Option<ChosenBecause>,
    /// Where the number came from, if it was the wrong one.
    #[serde(default)]
    pub number_source: Option<NumberSource>,
    /// No person confirmed it, an automated system did.
    #[serde(default)]
    pub by_machine: bool,
    /// When a person there is asked whether it is in their book.
    #[serde(default)]
    pub check_at: Option<Timestamp>,
    pub details: Confirmation,
    /// It was booked before the person's "stop" arrived.
    pub despite_stop: bool,
    /// The person has not given a mail address yet, and is asked with this message.
    pub ask_email: bool,
    /// Mail with transcript and calendar entry goes to this address.
    pub mailed_to: Option<String>,
    /// What the agent noted of a call without a booking.
    pub note: Option<String>,
    /// What it was for.
    pub errand: Errand,
    /// They want to be called before the appointment.
    #[serde(default)]
    pub call_before: Option<CallBefore>,
    /// A message was left on their voicemail.
    pub left_message: bool,
    /// What the provider was told about the person, by their calls' own words.
    pub told: Vec<Told>,
    /// Of several that were asked: what each said.
    #[serde(default)]
    pub asked: Vec<AskedView>,
    pub calls: u32,
}

/// Why one of several slots was taken without asking: what the person's own order of wishes says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChosenBecause {
    /// Of the offered ones no other was within the wished times and price.
    OnlyOneThatSuits,
    /// It lies in the window that is wished most; the others in later ones.
    FirstWish,
    /// The others lie later in the same window, or in later ones.
    Earliest,
}

/// Something about the person that was said in a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    Name,
    ForWhom,
    Reason,
    Callback,
    Fact(Fact),
    /// An answer that the person gave during the call.
    Answer(String),
}

/// A mail. Its bytes are made when it is asked for, and never again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    pub view: FinalView,
    pub language: Language,
    pub provider_language: Language,
    pub transcript: Option<Transcript>,
    /// Of the calendar entry.
    pub appointment: Option<super::request::Appointment>,
}

/// What a button does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ButtonVerb {
    Call,
    Change,
    Cancel,
    CallNow,
    /// Another number instead of this one.
    Elsewhere,
    /// End the call without a goodbye.
    StopNow,
    WaitLonger,
    /// Option by its number, from 1.
    Pick(u32),
    Neither,
    /// Whoever of these has it first.
    Any,
    Transcript,
    /// Call a booked appointment off, by phone.
    CallOff,
    /// Let a booked appointment stand.
    Keep,
    /// Do not check what an automated system confirmed.
    NoCheck,
    /// The provider shall be told that the person brings along what was asked for.
    BringIt,
    /// The provider shall ring the person for it.
    RingMe,
    /// Get another time for it, by phone.
    Move,
    /// Delete everything about the person: the answer to that question.
    Erase,
    /// Delete nothing.
    EraseNothing,
}

/// A button or a list row under a message; its id comes back in [`super::Content::Choice`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    pub verb: ButtonVerb,
    pub request: RequestId,
}

impl Button {
    /// At most 60 characters, without blanks.
    #[must_use]
    pub fn id(self) -> String {
        let verb = match self.verb {
            ButtonVerb::Call => "call".to_owned(),
            ButtonVerb::Change => "change".to_owned(),
            ButtonVerb::Cancel => "cancel".to_owned(),
            ButtonVerb::CallNow => "now".to_owned(),
            ButtonVerb::Elsewhere => "elsewhere".to_owned(),
            ButtonVerb::StopNow => "stop-now".to_owned(),
            ButtonVerb::WaitLonger => "wait-longer".to_owned(),
            ButtonVerb::Pick(n) => format!("pick-{n}"),
            ButtonVerb::Neither => "neither".to_owned(),
            ButtonVerb::Any => "any".to_owned(),
            ButtonVerb::Transcript => "transcript".to_owned(),
            ButtonVerb::CallOff => "call-off".to_owned(),
            ButtonVerb::Keep => "keep".to_owned(),
            ButtonVerb::NoCheck => "no-check".to_owned(),
            ButtonVerb::BringIt => "bring-it".to_owned(),
            ButtonVerb::RingMe => "ring-me".to_owned(),
            ButtonVerb::Move => "move".to_owned(),
            ButtonVerb::Erase => "erase".to_owned(),
            ButtonVerb::EraseNothing => "erase-nothing".to_owned(),
        };
        format!("{verb}:{}", self.request)
    }

    /// Reads an id that [`Self::id`] made; nothing for any other text.
    #[must_use]
    pub fn parse(id: &str) -> Option<Self> {
        let (verb, request) = id.split_once(':')?;
        let verb = match verb {
            "call" => ButtonVerb::Call,
            "change" => ButtonVerb::Change,
            "cancel" => ButtonVerb::Cancel,
            "now" => ButtonVerb::CallNow,
            "elsewhere" => ButtonVerb::Elsewhere,
            "stop-now" => ButtonVerb::StopNow,
            "wait-longer" => ButtonVerb::WaitLonger,
            "neither" => ButtonVerb::Neither,
            "any" => ButtonVerb::Any,
            "transcript" => ButtonVerb::Transcript,
            "call-off" => ButtonVerb::CallOff,
            "keep" => ButtonVerb::Keep,
            "no-check" => ButtonVerb::NoCheck,
            "bring-it" => ButtonVerb::BringIt,
            "ring-me" => ButtonVerb::RingMe,
            "move" => ButtonVerb::Move,
            "erase" => ButtonVerb::Erase,
            "erase-nothing" => ButtonVerb::EraseNothing,
            pick => ButtonVerb::Pick(pick.strip_prefix("pick-")?.parse().ok()?),
        };
        Some(Self { verb, request: request.parse().ok()? })
    }
}

impl Words {
    /// The buttons that go with it, in order. Each is also a thing that can be said in words.
    #[must_use]
    pub fn buttons(&self) -> Vec<Button> {
        let of = |about: &About, verbs: &[ButtonVerb]| {
            verbs.iter().map(|&verb| Button { verb, request: about.request }).collect::<Vec<_>>()
        };
        let picks = |about: &About, count: usize| {
            let mut verbs: Vec<_> =
                (1..=count).filter_map(|n| u32::try_from(n).ok()).map(ButtonVerb::Pick).collect();
            verbs.push(ButtonVerb::Neither);
            of(about, &verbs)
        };
        match self {
            Self::Card(card) => {
                of(&card.about, &[ButtonVerb::Call, ButtonVerb::Change, ButtonVerb::Cancel])
            }
            Self::RetryPlanned { about, why: Retry::CutOff, .. } => {
                of(about, &[ButtonVerb::CallNow, ButtonVerb::Cancel])
            }
            Self::RetryPlanned { about, .. } => {
                of(about, &[ButtonVerb::CallNow, ButtonVerb::Elsewhere, ButtonVerb::Cancel])
            }
            Self::Stopping { about, talking: true } => of(about, &[ButtonVerb::StopNow]),
            Self::OnHold { about, longer: true, .. } => {
                of(about, &[ButtonVerb::WaitLonger, ButtonVerb::Cancel])
            }
            Self::OnHold { about, .. } => of(about, &[ButtonVerb::Cancel]),
            Self::WhichOffer { about, offers, .. } | Self::OffersLeft { about, offers, .. } => {
                picks(about, offers.len())
            }
            Self::Compared { about, offers, taken: false, .. } => picks(about, offers.len()),
            Self::WhomToCall { about, found } => {
                let mut buttons = picks(about, found.len());
                if found.len() > 1 {
                    let any = Button { verb: ButtonVerb::Any, request: about.request };
                    buttons.insert(found.len(), any);
                }
                buttons
            }
            Self::Enquiring { about, .. } => of(about, &[ButtonVerb::Cancel]),
            Self::WhichToCancel { requests } => {
                requests.iter().flat_map(|about| of(about, &[ButtonVerb::Cancel])).collect()
            }
            Self::Unanswered { about, options, can_ring, .. } if options.is_empty() => {
                let mut buttons = of(about, ways_to_answer(*can_ring));
                buttons.extend(of(about, &[ButtonVerb::Cancel]));
                buttons
            }
            Self::Unanswered { about, options, .. } => {
                let mut buttons = picks(about, options.len());
                buttons.pop();
                buttons.extend(of(about, &[ButtonVerb::Cancel]));
                buttons
            }
            Self::ProviderAsks { about, options, can_ring, .. } if options.is_empty() => {
                of(about, ways_to_answer(*can_ring))
            }
            Self::ProviderAsks { about, options, .. } => {
                let mut buttons = picks(about, options.len());
                buttons.pop();
                buttons
            }
            Self::Final(view) if view.because == ClosedBecause::Booked && view.despite_stop => {
                of(&view.about, &[ButtonVerb::CallOff, ButtonVerb::Keep])
            }
            Self::Final(view) if view.check_at.is_some() => {
                of(&view.about, &[ButtonVerb::Transcript, ButtonVerb::CallOff, ButtonVerb::NoCheck])
            }
            Self::Final(view) | Self::Correction(view) if view.because == ClosedBecause::Booked => {
                of(&view.about, &[ButtonVerb::Transcript, ButtonVerb::Move, ButtonVerb::CallOff])
            }
            Self::CannotCome { about, .. } => {
                of(about, &[ButtonVerb::Move, ButtonVerb::CallOff, ButtonVerb::Keep])
            }
            Self::EarlierFound { about, offers, .. } => {
                let mut buttons = picks(about, offers.len());
                buttons.pop();
                buttons.extend(of(about, &[ButtonVerb::Keep]));
                buttons
            }
            Self::Reminder { about, .. } => of(about, &[ButtonVerb::Move, ButtonVerb::CallOff]),
            Self::WhichToMove { requests } => {
                requests.iter().flat_map(|about| of(about, &[ButtonVerb::Move])).collect()
            }
            Self::CallOffBooked { about, .. } => of(about, &[ButtonVerb::CallOff]),
            Self::Final(view) if view.because == ClosedBecause::CalledOff => {
                of(&view.about, &[ButtonVerb::Transcript])
            }
            Self::AskToErase { question, .. } => [ButtonVerb::Erase, ButtonVerb::EraseNothing]
                .map(|verb| Button { verb, request: *question })
                .to_vec(),
            _ => Vec::new(),
        }
    }
}

/// Of a question without answers to choose from, beside writing the answer.
fn ways_to_answer(can_ring: bool) -> &'static [ButtonVerb] {
    if can_ring { &[ButtonVerb::BringIt, ButtonVerb::RingMe] } else { &[ButtonVerb::BringIt] }
}
