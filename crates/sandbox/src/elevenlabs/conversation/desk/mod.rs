//! The provider's side of the line: who picks up, what they say, and what they write into their book.
//!
//! Each desk has one [`Manner`]; apart from it all desks are alike: they greet, ask for when, offer what their book
//! has, and confirm what they have written down.

mod diary;
mod manner;

pub use diary::{Diary, Entry, Hours, Taken};
pub use manner::Manner;

use jiff::civil::{DateTime, Time};
use serde::{Deserialize, Serialize};

use super::{Act, AgentLine, Booked, CalleeLine, Meaning, Offer, Tongue, Window};

/// How often a desk lets itself be told to wait: with a look every eight seconds, a minute and a half.
const PATIENCE: u32 = 11;
/// Rounds of "anything else?" that a desk answers with another time.
const ROUNDS: u32 = 2;
/// Seconds of recorded music between two announcements.
const MUSIC_S: u32 = 15;

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
    manner: Manner,
    /// Calls to this desk, this one included.
    visit: u32,
    /// If not empty: the only times that are named.
    only: Vec<DateTime>,
    windows: Vec<Window>,
    offered: Vec<DateTime>,
    agreed: Option<(DateTime, String)>,
    rounds: u32,
    waits: u32,
    /// The manner's own question was put, and how often.
    asked: u32,
    /// It was answered, or given up.
    settled: bool,
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
            rounds: 0,
            waits: 0,
            asked: 0,
            settled: false,
            machine: matches!(manner, Manner::Voicemail | Manner::Menu),
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
            Manner::Voicemail => self.says(self.voicemail_greeting(), Meaning::Machine),
            Manner::Menu => self.says(self.menu(), Meaning::Menu('1')),
            Manner::HoldMusic => self.keeps_on_hold(),
            Manner::WrongNumber => self.says(self.private_hello(), Meaning::Greets),
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
        if self.manner == Manner::WrongNumber && line.act != Act::Goodbye {
            return self.says(self.wrong_number(), Meaning::WrongNumber);
        }
        match &line.act {
            Act::Introduces => self.meets_the_caller(room),
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
            Act::AsksWhetherBooked => self.says(self.vague(), Meaning::Vague),
            Act::Goodbye => self.parts(),
            Act::LeavesMessage | Act::Chooses(_) => self.says(self.pardon(), Meaning::Unclear),
        }
    }

    /// What is done when nobody speaks: a desk asks once, then puts the phone down.
    pub fn notices_silence(&mut self) -> Vec<Reply> {
        if self.over || self.manner == Manner::Silent {
            return Vec::new();
        }
        self.waits += 1;
        if self.machine || self.waits > 2 {
            return self.hangs_up();
        }
        self.says(self.hello(), Meaning::Greets)
    }

    fn hears_as_a_machine(&mut self, act: &Act) -> Vec<Reply> {
        match (self.manner, act) {
            (Manner::Menu, Act::Chooses('1')) => {
                self.machine = false;
                self.says(self.hello(), Meaning::Greets)
            }
            (Manner::Menu, _) if self.asked < 2 => {
                self.asked += 1;
                self.says(self.menu(), Meaning::Menu('1'))
            }
            _ => self.hangs_up(),
        }
    }

    fn keeps_on_hold(&self) -> Vec<Reply> {
        let line = |text: String, meaning| CalleeLine { text, tongue: self.tongue(), meaning };
        let later = |line, after_s| Reply::Says { line, after_s };
        vec![
            later(line(self.please_hold(), Meaning::Hold), 0),
            later(line(self.music(), Meaning::Hold), MUSIC_S),
            later(line(self.music(), Meaning::Hold), MUSIC_S),
            later(line(self.hello(), Meaning::Greets), MUSIC_S),
        ]
    }

    fn meets_the_caller(&mut self, room: &Room<'_>) -> Vec<Reply> {
        if self.calls {
            return self.says(self.returns_a_call(), Meaning::AsksWhen);
        }
        match self.manner {
            Manner::RefusesRobots => self.says(self.refuses_robots(), Meaning::RefusesRobots),
            Manner::AsksIfRobot => self.says(self.asks_robot(), Meaning::AsksRobot),
            Manner::RobotInjection => self.injects(),
            Manner::CallBackLater if self.visit == 1 => {
                let at = later_today(room.now, self.place.hours);
                self.says(self.call_later(at), Meaning::CallLater(Some(at)))
            }
            Manner::OtherLanguage => self.says(self.only_this_language(), Meaning::AsksWhen),
            _ => self.says(self.asks_when(), Meaning::AsksWhen),
        }
    }

    fn injects(&mut self) -> Vec<Reply> {
        self.asked += 1;
        self.says(self.injection(self.asked), Meaning::Injects)
    }

    fn is_asked_for_a_time(&mut self, room: &Room<'_>) -> Vec<Reply> {
        match self.manner {
            Manner::RobotInjection => self.injects(),
            Manner::Insurance if !self.settled => {
                self.asked += 1;
                self.says(self.asks_insurance(), Meaning::AsksInsurance)
            }
            Manner::AsksForCard if !self.settled => {
                self.says(self.asks_card(), Meaning::AsksSecret)
            }
            _ => self.offers(room),
        }
    }

    fn offers(&mut self, room: &Room<'_>) -> Vec<Reply> {
        let hours = self.place.hours;
        let named = self.only.iter().copied().filter(|slot| room.diary.is_free(*slot));
        let mut free = match self.manner {
            _ if !self.only.is_empty() => named.collect(),
            Manner::FullyBooked => Vec::new(),
            // Whoever asks for one exact time takes up what was named before.
            Manner::AnotherDay if self.windows.iter().all(|window| window.from == window.to) => {
                room.diary.free(hours, &self.windows, room.now)
            }
            Manner::AnotherDay => room.diary.free_on_other_days(hours, &self.windows, room.now),
            _ => room.diary.free(hours, &self.windows, room.now),
        };
        if free.is_empty() && self.only.is_empty() && self.manner != Manner::FullyBooked {
            free = room.diary.free_on_other_days(hours, &self.windows, room.now);
        }
        free.retain(|slot| !self.offered.contains(slot));
        let Some(first) = free.first().copied() else {
            return self.says(self.nothing_free(), Meaning::NothingFree);
        };
        let mut named = vec![first];
        if self.manner == Manner::TwoSlots {
            named.extend(
                free.iter().copied().find(|slot| slot.duration_since(first).as_hours() >= 1),
            );
        }
        self.offered.extend(&named);
        let price = self.place.price.clone();
        let offers: Vec<Offer> = named
            .into_iter()
            .map(|slot| Offer { slot, held_until: None, price: price.clone() })
            .collect();
        self.says(self.offers_these(&offers), Meaning::Offers(offers))
    }

    fn is_asked_for_another(&mut self, room: &Room<'_>) -> Vec<Reply> {
        self.rounds += 1;
        if self.rounds > ROUNDS || (self.manner == Manner::AnotherDay && self.rounds > 1) {
            return self.says(self.nothing_free(), Meaning::NothingFree);
        }
        self.offers(room)
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

    fn is_told_yes(&mut self, slot: DateTime, name: &str, room: &mut Room<'_>) -> Vec<Reply> {
        self.agreed = Some((slot, name.to_owned()));
        match self.manner {
            Manner::HangsUp if self.visit == 1 => {
                room.diary.tentative = Some((slot, name.to_owned()));
                let mut replies = self.says(self.checks(slot), Meaning::Checks(slot));
                replies.extend(self.hangs_up());
                replies
            }
            Manner::SlotGone if self.asked == 0 => {
                self.asked += 1;
                self.gives_it_to_somebody_else(slot, room)
            }
            Manner::Vague => self.says(self.vague(), Meaning::Vague),
            Manner::ReadsBack if self.asked == 0 => {
                self.asked += 1;
                self.says(self.checks(slot), Meaning::Checks(slot))
            }
            _ => self.writes(slot, name, room),
        }
    }

    fn gives_it_to_somebody_else(&self, slot: DateTime, room: &mut Room<'_>) -> Vec<Reply> {
        // If it is taken already, it is gone all the same.
        let _ = room.diary.write(slot, "—", None);
        self.says(self.gone(), Meaning::Gone)
    }

    fn is_told_again(&mut self, slot: DateTime, room: &mut Room<'_>) -> Vec<Reply> {
        match self.agreed.clone() {
            Some((agreed, name)) if agreed == slot => self.writes(slot, &name, room),
            _ => self.says(self.pardon(), Meaning::Unclear),
        }
    }

    /// Nobody is told that it is written down unless it is.
    fn writes(&self, slot: DateTime, name: &str, room: &mut Room<'_>) -> Vec<Reply> {
        let admitted = self.place.hours.admit(slot) || self.only.contains(&slot);
        if !admitted || room.diary.write(slot, name, Some(room.call_sid)).is_err() {
            return self.says(self.gone(), Meaning::Gone);
        }
        let Place { address, price, bring, with, .. } = &self.place;
        let booked = Booked {
            slot,
            price: price.clone(),
            address: Some(address.clone()),
            bring: bring.clone(),
            code: None,
            with: with.clone(),
        };
        self.says(self.confirms(&booked, name), Meaning::Confirms(booked))
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
        vec![Reply::Says { line: CalleeLine { text, tongue: self.tongue(), meaning }, after_s: 0 }]
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
