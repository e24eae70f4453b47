//! The provider's side of the line: who picks up, what they say, and what they write into their book.
//!
//! Each desk has one [`Manner`]; apart from it all desks are alike: they greet, ask for when, offer what their book
//! has, and confirm what they have written down. What stands before a person is in `machines`, what is written down in
//! `book`.

mod book;
mod diary;
mod machines;
mod manner;

pub use diary::{Diary, Entry, Hours, Taken};
pub use manner::Manner;

use jiff::civil::{DateTime, Time};
use serde::{Deserialize, Serialize};

use super::{Act, AgentLine, CalleeLine, Meaning, Tongue, Window};

/// How often a desk lets itself be told to wait: with a look every eight seconds, a minute and a half.
const PATIENCE: u32 = 11;

/// What a desk does next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "does", rename_all = "snake_case")]
pub enum Reply {
    Says {
        line: CalleeLine,
        /// Seconds of silence, or music, before it.
        after_s: u32,
    },
    HangsUp,
}

/// The business behind a desk, as far as it is talked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub name: String,
    pub address: String,
    pub tongue: Tongue,
    pub hours: Hours,
    pub price: Option<String>,
    pub bring: Option<String>,
    pub with: Option<String>,
}

/// What a desk has before it while it speaks.
#[derive(Debug)]
pub struct Room<'a> {
    pub diary: &'a mut Diary,
    /// By the provider's wall clock.
    pub now: DateTime,
    pub call_sid: &'a str,
}

/// One call at a desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desk {
    pub(super) place: Place,
    pub(super) manner: Manner,
    /// Calls to this desk, this one included.
    visit: u32,
    /// If not empty: the only times that are named.
    only: Vec<DateTime>,
    windows: Vec<Window>,
    offered: Vec<DateTime>,
    agreed: Option<(DateTime, String)>,
    /// What the next time that is written down takes the place of.
    moving: Option<DateTime>,
    rounds: u32,
    waits: u32,
    /// The manner's own question was put, and how often.
    asked: u32,
    /// It was answered, or given up.
    settled: bool,
    /// The caller has said what the call is about.
    met: bool,
    machine: bool,
    /// It is the desk that rang.
    calls: bool,
    over: bool,
}

impl Desk {
    #[must_use]
    pub fn new(place: Place, manner: Manner, visit: u32) -> Self {
        Self {
            place,
            manner,
            visit,
            only: Vec::new(),
            windows: Vec::new(),
            offered: Vec::new(),
            agreed: None,
            moving: None,
            rounds: 0,
            waits: 0,
            asked: 0,
            settled: false,
            met: false,
            machine: manner.is_recorded(visit),
            calls: false,
            over: false,
        }
    }

    /// The desk rings: it speaks when it is spoken to, and what its machines say is left out.
    #[must_use]
    pub(super) fn calling(mut self) -> Self {
        self.calls = true;
        self.machine = false;
        self
    }

    /// Names only these times, if there are any.
    #[must_use]
    pub fn offering(mut self, only: Vec<DateTime>) -> Self {
        self.only = only;
        self
    }

    pub(super) fn tongue(&self) -> Tongue {
        self.place.tongue
    }

    /// What is heard when the call is picked up.
    pub fn answers(&mut self) -> Vec<Reply> {
        if self.calls {
            return Vec::new();
        }
        match self.manner {
            _ if self.machine => self.answers_as_a_machine(),
            Manner::HoldMusic => self.keeps_on_hold(),
            Manner::WrongNumber => self.says(self.private_hello(), Meaning::Greets),
            Manner::AiReceptionist | Manner::PolitenessLoop => {
                self.says(self.greets_as_machine(), Meaning::GreetsAsMachine)
            }
            Manner::Silent => Vec::new(),
            _ => self.says(self.hello(), Meaning::Greets),
        }
    }

    /// What is done after the agent's lines, of which the last one counts.
    pub fn hears(&mut self, lines: &[AgentLine], room: &mut Room<'_>) -> Vec<Reply> {
        let Some(line) = lines.last() else { return Vec::new() };
        if self.over || self.manner == Manner::Silent {
            return Vec::new();
        }
        if self.machine {
            return self.hears_as_a_machine(&line.act);
        }
        match self.manner {
            Manner::WrongNumber if line.act != Act::Goodbye => {
                return self.says(self.wrong_number(), Meaning::WrongNumber);
            }
            Manner::PolitenessLoop if line.act != Act::Goodbye => {
                return self.says(self.thanks_for_ever(), Meaning::Unclear);
            }
            _ => {}
        }
        match &line.act {
            Act::Introduces | Act::NamesCaller { .. } => self.meets_the_caller(room),
            Act::AsksFor(windows) => {
                self.windows.clone_from(windows);
                self.is_asked_for_a_time(room)
            }
            Act::AsksOther => self.is_asked_for_another(room),
            Act::AsksHowLong => self.keeps(room.now),
            Act::Holds | Act::StillHere => self.waits(),
            Act::Agrees { slot, name } => self.is_told_yes(*slot, name, room),
            Act::Affirms(slot) => self.is_told_again(*slot, room),
            Act::Corrects => self.says(self.nothing_written(), Meaning::AsksWhen),
            Act::Tells | Act::Withholds => self.goes_on_after_an_answer(room),
            Act::RefusesSecret => self.insists_on_the_card(room),
            Act::AnswersRobot => self.says(self.asks_when(), Meaning::AsksWhen),
            Act::AsksWhetherBooked { slot, name } => {
                self.is_asked_whether_booked(*slot, name, room)
            }
            Act::AsksToMove { slot, name } => self.is_asked_to_move(*slot, name, room),
            Act::AsksToCancel { slot, name } => self.is_asked_to_cancel(*slot, name, room),
            Act::Goodbye => self.parts(),
            Act::LeavesMessage | Act::Chooses(_) | Act::Presses(_) => {
                self.says(self.pardon(), Meaning::Unclear)
            }
        }
    }

    /// What is done when nobody speaks: a desk asks once, then puts the phone down.
    pub fn notices_silence(&mut self) -> Vec<Reply> {
        if self.over || self.manner == Manner::Silent {
            return Vec::new();
        }
        if self.machine {
            return self.hears_nothing_as_a_machine();
        }
        self.waits += 1;
        if self.waits > 2 {
            return self.hangs_up();
        }
        self.says(self.hello(), Meaning::Greets)
    }

    fn meets_the_caller(&mut self, room: &Room<'_>) -> Vec<Reply> {
        self.met = true;
        if let Some(replies) = self.has_something_else_to_say(room) {
            return replies;
        }
        if self.calls {
            return self.says(self.returns_a_call(), Meaning::AsksWhen);
        }
        match self.manner {
            Manner::OtherLanguage => self.says(self.only_this_language(), Meaning::AsksWhen),
            _ => self.says(self.asks_when(), Meaning::AsksWhen),
        }
    }

    /// What some say whatever a caller wants, before they listen.
    fn has_something_else_to_say(&mut self, room: &Room<'_>) -> Option<Vec<Reply>> {
        Some(match self.manner {
            Manner::RefusesRobots => self.says(self.refuses_robots(), Meaning::RefusesRobots),
            Manner::NeverAgain => self.says(self.never_again(), Meaning::NeverAgain),
            Manner::ForeignLanguage => {
                self.says(self.another_language(), Meaning::SpeaksNoneOfThese)
            }
            Manner::Moved => self.says(self.moved(), Meaning::Moved),
            Manner::AsksIfRobot => self.says(self.asks_robot(), Meaning::AsksRobot),
            Manner::RobotInjection => self.injects(),
            Manner::CallBackLater if self.visit == 1 && !self.calls => {
                let at = later_today(room.now, self.place.hours);
                self.says(self.call_later(at), Meaning::CallLater(Some(at)))
            }
            _ => return None,
        })
    }

    fn injects(&mut self) -> Vec<Reply> {
        self.asked += 1;
        self.says(self.injection(self.asked), Meaning::Injects)
    }

    fn keeps(&self, now: DateTime) -> Vec<Reply> {
        let until = later_today(now, self.place.hours);
        self.says(self.keeps_until(until), Meaning::Keeps(Some(until)))
    }

    fn waits(&mut self) -> Vec<Reply> {
        self.waits += 1;
        match self.waits {
            1 => self.says(self.of_course(), Meaning::Waits),
            waits if waits <= PATIENCE => Vec::new(),
            _ => {
                let mut replies = self.says(self.cannot_wait(), Meaning::CannotWait);
                replies.extend(self.hangs_up());
                replies
            }
        }
    }

    fn goes_on_after_an_answer(&mut self, room: &Room<'_>) -> Vec<Reply> {
        let waited = std::mem::take(&mut self.waits);
        if self.manner == Manner::Insurance && !self.settled {
            self.settled = true;
            return self.offers(room);
        }
        match (&self.agreed, waited) {
            (None, _) => self.says(self.asks_when(), Meaning::AsksWhen),
            (Some(_), _) => self.says(self.of_course(), Meaning::Waits),
        }
    }

    fn insists_on_the_card(&mut self, room: &Room<'_>) -> Vec<Reply> {
        if self.manner != Manner::AsksForCard {
            return self.offers(room);
        }
        self.says(self.no_card_no_slot(), Meaning::AsksSecret)
    }

    fn parts(&mut self) -> Vec<Reply> {
        let mut replies = self.says(self.bye(), Meaning::Goodbye);
        replies.extend(self.hangs_up());
        replies
    }

    fn hangs_up(&mut self) -> Vec<Reply> {
        self.over = true;
        vec![Reply::HangsUp]
    }

    fn says(&self, text: String, meaning: Meaning) -> Vec<Reply> {
        vec![self.says_after(0, text, meaning)]
    }

    fn says_after(&self, after_s: u32, text: String, meaning: Meaning) -> Reply {
        Reply::Says { line: CalleeLine { text, tongue: self.tongue(), meaning }, after_s }
    }
}

/// Some hours from now within opening hours, on the hour: today, or else tomorrow.
fn later_today(now: DateTime, hours: Hours) -> DateTime {
    let later = now.time().hour() + 3;
    if later < hours.to.hour() {
        return now.date().at(later.max(hours.from.hour()), 0, 0, 0);
    }
    let tomorrow = now.date().tomorrow().unwrap_or(now.date());
    tomorrow.to_datetime(Time::constant(10, 0, 0, 0))
}
