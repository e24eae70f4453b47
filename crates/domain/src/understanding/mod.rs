//! What a message asks for, as a proposal that code then checks.
//!
//! A language model and the embedded [`rules`] answer in the same words: a [`Proposal`]. Phrases are copied, not
//! computed: [`crate::when`] resolves dates, [`crate::phone`] judges numbers, [`crate::appointment`] decides.

mod acts;
mod afterwards;
pub mod call;
mod call_time;
mod called_off;
mod choice;
mod cues;
mod desk;
mod details;
mod facts;
mod language;
mod mandate;
mod masking;
mod moves;
mod names;
mod own_data;
mod party;
mod person;
mod pick;
mod price;
mod provider;
mod said;
mod secrets;
mod signs;
mod small_letters;
mod support;
mod turn;
mod wishes;
mod words;

#[cfg(test)]
mod abuse_tests;
#[cfg(test)]
mod call_tests;
#[cfg(test)]
mod danger_tests;
#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod name_tests;
#[cfg(test)]
mod refusal_tests;
#[cfg(test)]
mod safety_tests;
#[cfg(test)]
mod stop_tests;
#[cfg(test)]
mod support_tests;
#[cfg(test)]
mod tests;

pub use acts::acts;
pub use afterwards::{
    calls_off, cannot_come, never_mind, rather_then, reminders_wanted, wants_a_call_before,
    wants_earlier,
};
pub use choice::{Several, any_of_several, picks_cheapest, several, whoever_is_earliest};
pub use facts::{Fact, SaidFact};
pub use language::{language_of, language_wanted};
pub use mandate::without_cap;
pub use masking::{MASK, masked};
pub use own_data::{OwnData, by_mail, own_data};
pub use party::party;
pub use person::tells_their_name;
pub use price::{Price, price};
pub use secrets::{is_secret, wants_secret};
pub use turn::calls_now;

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use crate::language::Language;

/// What the person wants with this message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Wants an appointment or a reservation.
    Book,
    /// Answers what was asked, or adds a detail.
    Inform,
    Yes,
    No,
    /// "No, that isn't what I said."
    Correction,
    /// Picks one of the options that were shown; its number is in [`Proposal::option`], also where no option has it.
    Pick,
    /// Wants something else than what is on the table ("another day?").
    Alternatives,
    /// Wants to change a detail of the request.
    Change,
    /// Calls off the request or the appointment.
    Cancel,
    /// Wants an existing appointment moved.
    Reschedule,
    Status,
    Transcript,
    History,
    Help,
    /// Wants a human being.
    Human,
    /// Asks whether we are a machine, or who we are.
    WhoAreYou,
    /// "Leave me alone": no more messages.
    Stop,
    /// "Delete my data."
    Erase,
    Greeting,
    Thanks,
    Goodbye,
    Unsure,
    /// "I don't mind, any."
    DontCare,
    Repeat,
    /// Life or limb: gets the emergency number, never a call of ours.
    Emergency,
    /// Not an appointment: declined in a sentence.
    OutOfScope,
    /// Not understood.
    Unclear,
}

/// What was read in one message. Every text is as the person wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    pub act: Act,
    /// How sure the rules are: quick turns are acted upon only when they are.
    pub sure: bool,
    pub language: Option<Language>,
    /// "corte de pelo", "dentist".
    pub service: Option<String>,
    /// The name of the business or of the professional.
    pub provider: Option<String>,
    /// A phone number of the provider, as written.
    pub phone: Option<String>,
    pub place: Option<String>,
    /// Phrases about date and time, in order of preference.
    pub when: Vec<String>,
    /// Phrases about dates and times that the person rules out ("any day but Monday": "Monday").
    #[serde(default)]
    pub not_when: Vec<String>,
    /// The phrase that says when the call is to be made.
    #[serde(default)]
    pub call_at: Option<String>,
    /// The name to give at the desk.
    pub name: Option<String>,
    /// Who it is for, when not for the person ("my daughter").
    pub for_whom: Option<String>,
    /// A number on which the person can be reached, as written.
    pub callback: Option<String>,
    pub email: Option<String>,
    pub reason: Option<String>,
    /// A second service that is wanted at another time: a wish of its own, of which nothing else is read.
    #[serde(default)]
    pub another: Option<String>,
    /// The most that it may cost ("no more than 40 dollars"); [`price`] reads it.
    #[serde(default)]
    pub price_max: Option<String>,
    /// The person wants to be asked before anything is agreed to.
    #[serde(default)]
    pub ask_first: bool,
    /// What else a provider may want to know, in the person's words.
    #[serde(default)]
    pub facts: Vec<SaidFact>,
    /// The number of the option picked, from 1.
    pub option: Option<u32>,
}

impl Proposal {
    #[must_use]
    pub fn of(act: Act, sure: bool) -> Self {
        Self {
            act,
            sure,
            language: None,
            service: None,
            provider: None,
            phone: None,
            place: None,
            when: Vec::new(),
            not_when: Vec::new(),
            call_at: None,
            name: None,
            for_whom: None,
            callback: None,
            email: None,
            reason: None,
            another: None,
            price_max: None,
            ask_first: false,
            facts: Vec::new(),
            option: None,
        }
    }
}

/// What we had just asked the person, if anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    Service,
    Provider,
    Phone,
    When,
    /// When to call.
    CallAt,
    Name,
    Callback,
    Email,
    Fact(Fact),
    /// The card: call, change or cancel?
    Card,
    /// A list of options was shown.
    Options,
    /// A question of the provider, handed on during a call: any text answers it.
    Anything,
}

/// What the words are read against.
#[derive(Debug, Clone)]
pub struct Context<'a> {
    /// The language of the conversation; the message may turn out to be in another one.
    pub language: Language,
    /// The person's region, ISO 3166-1 alpha-2: the default for phone numbers.
    pub region: &'a str,
    /// The person's wall clock, and the IANA zone in which it hangs.
    pub now: DateTime,
    pub zone: &'a str,
    pub asked: &'a [Asked],
    /// The options that were shown, in their order.
    pub options: &'a [String],
    /// The open requests by their short names ("Dentist, Clínica Sur"), the oldest first.
    pub open: &'a [String],
}

impl<'a> Context<'a> {
    /// Nothing was asked, and nothing is open.
    #[must_use]
    pub fn new(language: Language, region: &'a str, now: DateTime) -> Self {
        Self { language, region, now, zone: "UTC", asked: &[], options: &[], open: &[] }
    }
}

/// Reads a message by rules alone, without a model.
#[must_use]
pub fn rules(text: &str, context: &Context<'_>) -> Proposal {
    turn::read(text, context)
}
