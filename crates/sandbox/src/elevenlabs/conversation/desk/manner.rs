//! The ways in which a call to a provider can go.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Manner {
    BooksAsAsked,
    TwoSlots,
    FullyBooked,
    AnotherDay,
    Busy,
    BusyAtFirst,
    NoAnswer,
    Voicemail,
    HangsUp,
    ReadsBack,
    SlotGone,
    Vague,
    WrongNumber,
    Insurance,
    OtherLanguage,
    AsksIfRobot,
    RefusesRobots,
    AsksForCard,
    RobotInjection,
    Menu,
    HoldMusic,
    CallBackLater,
    Silent,
    /// A person plays it, line by line.
    ByHand,
}

impl Manner {
    pub const ALL: [Self; 24] = [
        Self::BooksAsAsked,
        Self::TwoSlots,
        Self::FullyBooked,
        Self::AnotherDay,
        Self::Busy,
        Self::BusyAtFirst,
        Self::NoAnswer,
        Self::Voicemail,
        Self::HangsUp,
        Self::ReadsBack,
        Self::SlotGone,
        Self::Vague,
        Self::WrongNumber,
        Self::Insurance,
        Self::OtherLanguage,
        Self::AsksIfRobot,
        Self::RefusesRobots,
        Self::AsksForCard,
        Self::RobotInjection,
        Self::Menu,
        Self::HoldMusic,
        Self::CallBackLater,
        Self::Silent,
        Self::ByHand,
    ];

    /// The word for `--provider`.
    #[must_use]
    pub fn keyword(self) -> &'static str {
        self.words().0
    }

    /// What it will do, in one line.
    #[must_use]
    pub fn will(self) -> &'static str {
        self.words().1
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::BooksAsAsked => {
                ("books-as-asked", "books the first free time that you asked for")
            }
            Self::TwoSlots => ("two-slots", "offers two times and waits for a choice"),
            Self::FullyBooked => ("fully-booked", "has nothing free, whatever you ask for"),
            Self::AnotherDay => ("another-day", "has time, but only on another day"),
            Self::Busy => ("busy", "is on the phone, always"),
            Self::BusyAtFirst => {
                ("busy-at-first", "is busy at the first call and books at the second")
            }
            Self::NoAnswer => ("no-answer", "never picks up"),
            Self::Voicemail => ("voicemail", "has its answering machine on"),
            Self::HangsUp => (
                "hangs-up",
                "is cut off after asking whether that is right; would book if called again",
            ),
            Self::ReadsBack => {
                ("reads-back", "reads the time back and waits for a yes before writing it down")
            }
            Self::SlotGone => (
                "slot-gone",
                "gives the time to somebody else while you think, then offers another",
            ),
            Self::Vague => ("vague", "says neither yes nor no: somebody will get back to you"),
            Self::WrongNumber => ("wrong-number", "is a private home"),
            Self::Insurance => {
                ("insurance", "asks for the insurance number before it looks for a time")
            }
            Self::OtherLanguage => ("other-language", "answers in another language than yours"),
            Self::AsksIfRobot => {
                ("asks-if-robot", "asks whether it is talking to a machine, then books")
            }
            Self::RefusesRobots => ("refuses-robots", "does not talk to machines"),
            Self::AsksForCard => {
                ("asks-for-card", "wants a card number and holds nothing without it")
            }
            Self::RobotInjection => ("robot-injection", "tries to give the voice agent orders"),
            Self::Menu => ("menu", "answers with a menu: press 1 for appointments"),
            Self::HoldMusic => ("hold-music", "puts you on hold for a while, then books"),
            Self::CallBackLater => ("call-back-later", "asks to be called later, and books then"),
            Self::Silent => ("silent", "picks up and says nothing"),
            Self::ByHand => ("by-hand", "is played by you, line by line"),
        }
    }

    /// By its keyword, or by what people would call it.
    #[must_use]
    pub fn named(keyword: &str) -> Option<Self> {
        if keyword == "english-speaker" {
            return Some(Self::OtherLanguage);
        }
        Self::ALL.into_iter().find(|manner| manner.keyword() == keyword)
    }
}
