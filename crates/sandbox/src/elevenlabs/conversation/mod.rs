//! The talk on the line, as two state machines that answer each other: the voice agent and the provider's desk.
//!
//! Everything here is pure. What must be done in the world (a tool's web call, a line to be heard, a pause) leaves as
//! a [`Beat`]; what came of it comes back through [`Talk::happened`]. Nothing here knows HTTP, the clock or our
//! product: the agent knows what its configuration and the dynamic variables of the call tell it, and no more.
//!
//! Invariant: the agent never agrees to a slot unless its claim for this very slot was answered with `book`.

pub mod agent;
mod agent_lines;
pub mod desk;
mod desk_lines;
pub mod ear;
mod lead;
mod machine_lines;
mod talk;
#[cfg(test)]
mod tests;
mod tongue;

pub use agent::{Agent, Answer, BuiltIn, Move, ToolFailure};
pub use desk::{Desk, Reply};
pub use lead::Thought;
pub use talk::{Beat, Next, Over, Talk};
pub use tongue::Tongue;

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// A stretch of the provider's wall clock in which the person would come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    pub from: DateTime,
    pub to: DateTime,
}

/// A time that a desk has to give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub slot: DateTime,
    pub held_until: Option<DateTime>,
    pub price: Option<String>,
}

/// What a desk says when it has written an appointment down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Booked {
    pub slot: DateTime,
    pub price: Option<String>,
    pub address: Option<String>,
    pub bring: Option<String>,
    pub code: Option<String>,
    pub with: Option<String>,
}

/// What a listener takes from a line of the callee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", content = "with", rename_all = "snake_case")]
pub enum Meaning {
    Greets,
    /// "For when would it be?"
    AsksWhen,
    AsksName,
    AsksPhone,
    AsksInsurance,
    /// Anything else they want to know, in their words.
    AsksDetail(String),
    /// A card number, a code, a national id.
    AsksSecret,
    AsksRobot,
    RefusesRobots,
    /// They don't want this kind of request.
    Declines,
    WrongNumber,
    /// They are elsewhere now, or have another number.
    Moved,
    /// They want no calls, ever.
    NeverAgain,
    /// They speak none of our tongues, and say so in theirs.
    SpeaksNoneOfThese,
    /// "Call back after three"; absent when no time was named.
    CallLater(Option<DateTime>),
    /// The greeting of an answering machine.
    Machine,
    /// An answering machine that takes no messages.
    MailboxFull,
    /// From now on an answering machine records.
    Beep,
    /// A machine that asks who calls and why, before a phone rings.
    Screening,
    /// A machine that says that it is one, and talks like a person.
    GreetsAsMachine,
    /// A menu; the key that leads to appointments.
    Menu(char),
    /// Asked to hold, or music.
    Hold,
    Offers(Vec<Offer>),
    /// How long the offers can be kept; absent: not at all.
    Keeps(Option<DateTime>),
    NothingFree,
    /// "So Thursday at four, right?"
    Checks(DateTime),
    Confirms(Booked),
    /// The appointment that is to be moved stands in their book.
    Found(DateTime),
    /// Nothing stands in their book for what they were asked about.
    NotBooked,
    Cancelled(DateTime),
    /// The slot went to somebody else meanwhile.
    Gone,
    /// "Someone will get back to you": neither yes nor no.
    Vague,
    /// They are willing to wait.
    Waits,
    CannotWait,
    /// Words that are meant to steer the listener, not to tell it something.
    Injects,
    Goodbye,
    Unclear,
}

/// A line of the callee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalleeLine {
    pub text: String,
    pub tongue: Tongue,
    pub meaning: Meaning,
}

/// What a line of the voice agent does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", content = "with", rename_all = "snake_case")]
pub enum Act {
    Introduces,
    AsksFor(Vec<Window>),
    /// None of those: anything else?
    AsksOther,
    AsksHowLong,
    Holds,
    StillHere,
    /// Yes, this one, in this name. Only ever said with a granted claim.
    Agrees {
        slot: DateTime,
        name: String,
    },
    /// Yes, that is the one we agreed on.
    Affirms(DateTime),
    /// No, not that.
    Corrects,
    /// The name, the number, the insurance: what was asked for.
    Tells,
    /// It may not or cannot be told.
    Withholds,
    RefusesSecret,
    AnswersRobot,
    /// Is it written down, or not?
    AsksWhetherBooked {
        slot: DateTime,
        name: String,
    },
    AsksToCancel {
        slot: DateTime,
        name: String,
    },
    AsksToMove {
        slot: DateTime,
        name: String,
    },
    /// Who calls and why, in one sentence, for a machine that screens calls.
    NamesCaller {
        name: String,
        reason: String,
    },
    Goodbye,
    /// The message for an answering machine.
    LeavesMessage,
    /// What the keypad plays: digits, `*`, `#`, and pauses of half a second (`w`) and of a second (`W`).
    Presses(String),
    /// The option behind this key, spoken aloud.
    Chooses(char),
}

/// A line of the voice agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentLine {
    pub text: String,
    pub tongue: Tongue,
    pub act: Act,
}

/// How long a keypad plays, in milliseconds: a quarter of a second a tone, and the pauses.
#[must_use]
pub fn playing_ms(tones: &str) -> u32 {
    let each = |tone| match tone {
        'w' => 500,
        'W' => 1000,
        _ => 250_u32,
    };
    tones.chars().map(each).fold(0, u32::saturating_add)
}

/// How long it takes to say a text, in milliseconds: fourteen characters a second and a breath.
#[must_use]
pub fn speaking_ms(text: &str) -> u32 {
    let characters = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    400 + characters.saturating_mul(1000) / 14
}
