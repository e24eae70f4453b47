//! The ways in which a call to a provider can go.

use serde::{Deserialize, Serialize};

/// Each manner with the word for `--provider` and what it will do, in one line.
macro_rules! manners {
    ($($(#[$doc:meta])* $name:ident = $keyword:literal, $will:literal;)*) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Manner {
            $($(#[$doc])* #[serde(rename = $keyword)] $name,)*
        }

        impl Manner {
            pub const ALL: [Self; [$($keyword),*].len()] = [$(Self::$name),*];

            /// The word for `--provider`.
            #[must_use]
            pub fn keyword(self) -> &'static str {
                match self { $(Self::$name => $keyword,)* }
            }

            /// What it will do, in one line.
            #[must_use]
            pub fn will(self) -> &'static str {
                match self { $(Self::$name => $will,)* }
            }
        }
    };
}

manners! {
    BooksAsAsked = "books-as-asked", "books the first free time that you asked for";
    TwoSlots = "two-slots", "offers two times and waits for a choice";
    FullyBooked = "fully-booked", "has nothing free, whatever you ask for";
    AnotherDay = "another-day", "has time, but only on another day";
    Expensive = "expensive", "offers only at a price that nobody would pay, and names it";
    Busy = "busy", "is on the phone, always";
    BusyAtFirst = "busy-at-first", "is busy at the first call and books at the second";
    NoAnswer = "no-answer", "never picks up";
    CallsBack = "calls-back", "never picks up, but rings back two hours later and books then";
    Voicemail = "voicemail", "has its answering machine on";
    VoicemailThenPerson = "voicemail-then-person", "has its answering machine on at the first call and books at the second";
    MailboxFull = "mailbox-full", "has an answering machine that can take no more messages";
    HangsUp = "hangs-up", "is cut off after asking whether that is right; asked again, knows the time and confirms it";
    DropsThenForgets = "drops-then-forgets", "is cut off after asking whether that is right; asked again, knows of nothing and books anew";
    ReadsBack = "reads-back", "reads the time back and waits for a yes before writing it down";
    SlotGone = "slot-gone", "gives the time to somebody else while you think, then offers another";
    Vague = "vague", "says neither yes nor no: somebody will get back to you";
    WrongNumber = "wrong-number", "is a private home";
    Moved = "moved", "has moved and names its new number";
    NeverAgain = "never-again", "wants never to be called again";
    ForeignLanguage = "foreign-language", "speaks a language that the voice agent does not have, and no other";
    Insurance = "insurance", "asks for the insurance number before it looks for a time";
    OtherLanguage = "other-language", "answers in another language than yours";
    SwitchesLanguage = "switches-language", "greets in its own language, then goes on in another";
    AsksIfRobot = "asks-if-robot", "asks whether it is talking to a machine, then books";
    RefusesRobots = "refuses-robots", "does not talk to machines";
    AsksForCard = "asks-for-card", "wants a card number and holds nothing without it";
    RobotInjection = "robot-injection", "tries to give the voice agent orders";
    AiReceptionist = "ai-receptionist", "is a machine that says so, books in few words and gives a code";
    PolitenessLoop = "politeness-loop", "is a machine that thanks you for ever and never gets anywhere";
    Menu = "menu", "answers with a menu: press 1 for appointments";
    MenuDeaf = "menu-deaf", "answers with a menu that hears only slow tones or the spoken word";
    MenuOperator = "menu-operator", "answers with a menu out of which only the operator leads: 0, or the word";
    MenuEndless = "menu-endless", "answers with menus behind menus and never with a person";
    HoldMusic = "hold-music", "puts you on hold for a while, then books";
    HoldForever = "hold-forever", "puts you on hold for twenty minutes, then hangs up";
    Screening = "screening", "lets a machine ask who calls and why, and is put through to nobody else";
    CallBackLater = "call-back-later", "asks to be called later, and books then";
    Silent = "silent", "picks up and says nothing";
    CallBefore = "call-before", "books, and wants to be called the day before to confirm";
    /// A person plays it, line by line.
    ByHand = "by-hand", "is played by you: pick up and type what is said";
}

impl Manner {
    /// Whether a recorded voice takes the call; `call` counts the calls to the provider, this one included.
    #[must_use]
    pub fn is_recorded(self, call: u32) -> bool {
        match self {
            Self::Voicemail | Self::MailboxFull | Self::HoldForever | Self::Screening => true,
            Self::VoicemailThenPerson => call == 1,
            _ => self.has_menu(),
        }
    }

    pub(super) fn has_menu(self) -> bool {
        matches!(self, Self::Menu | Self::MenuDeaf | Self::MenuOperator | Self::MenuEndless)
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
