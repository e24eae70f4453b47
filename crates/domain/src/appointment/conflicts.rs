//! The person's own calendar: read before a call, and whatever collides with it is asked about, never taken.
//!
//! The desk holds spans and no more of a calendar than a question needs: titles only of what lies in the times that are
//! wished for. While a call goes on nothing is fetched: tools are answered from what is here.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::calendar::{Busy, Secret};
use crate::ids::RequestId;
use crate::when::Window;

use super::decide::Deciding;
use super::request::Slot;
use super::stage::Stage;
use super::{Command, Words};

/// A person's calendar, and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnCalendar {
    pub address: Secret,
    pub read_at: Option<Timestamp>,
    pub busy: Vec<Busy>,
    /// With titles of what lies in these.
    pub read_for: Vec<Window>,
    /// It is being read since then.
    pub asked_at: Option<Timestamp>,
    pub asked_for: Vec<Window>,
    /// It could not be read then, and the person was told.
    pub failed_at: Option<Timestamp>,
    /// Requests whose card waits for it.
    pub cards: Vec<RequestId>,
}

/// Why a calendar could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CalendarProblem {
    /// Nobody answers there, or nobody gives it to us.
    NotReached,
    /// Something else lies there, or too much.
    NotACalendar,
    /// An address that is not on the public internet, or not asked for safely.
    NotAllowed,
}

/// After which a reading counts as old.
const FRESH: SignedDuration = SignedDuration::from_mins(15);
/// So long a card waits for a reading.
const CARD_WAITS: SignedDuration = SignedDuration::from_secs(60);
/// Before a calendar that could not be read is tried again.
const TRY_AGAIN: SignedDuration = SignedDuration::from_mins(15);

impl OwnCalendar {
    fn at(address: Secret) -> Self {
        Self {
            address,
            read_at: None,
            busy: Vec::new(),
            read_for: Vec::new(),
            asked_at: None,
            asked_for: Vec::new(),
            failed_at: None,
            cards: Vec::new(),
        }
    }

    fn is_recent(at: Option<Timestamp>, now: Timestamp, within: SignedDuration) -> bool {
        at.is_some_and(|at| now.duration_since(at) < within)
    }

    /// The first thing that an appointment at that time would get into the way of.
    fn in_the_way(&self, at: Timestamp) -> Option<&Busy> {
        self.busy.iter().find(|busy| busy.collides(at))
    }
}

impl Deciding<'_> {
    /// Whether it can be used is told when it was read.
    pub(super) fn calendar_given(&mut self, address: Secret) {
        self.desk.person.calendar = Some(OwnCalendar::at(address));
        self.read_calendar();
    }

    pub(super) fn forget_calendar(&mut self) {
        let known = self.desk.person.calendar.take();
        self.say(None, Words::CalendarForgotten { was_known: known.is_some() });
        for request in known.map(|it| it.cards).unwrap_or_default() {
            self.show_waiting_card(request);
        }
    }

    fn read_calendar(&mut self) {
        let now = self.now();
        let windows: Vec<Window> = self
            .desk
            .requests
            .iter()
            .filter(|request| request.is_open())
            .flat_map(|request| request.wish.windows.iter().copied())
            .collect();
        let Some(calendar) = &mut self.desk.person.calendar else { return };
        calendar.asked_at = Some(now);
        calendar.asked_for.clone_from(&windows);
        self.commands.push(Command::ReadCalendar { windows });
    }

    /// Before a call: in time for the first offer, while the phone rings.
    pub(super) fn refresh_calendar(&mut self) {
        let now = self.now();
        let Some(calendar) = &self.desk.person.calendar else { return };
        let is_fresh = OwnCalendar::is_recent(calendar.read_at, now, FRESH)
            || OwnCalendar::is_recent(calendar.asked_at, now, CARD_WAITS)
            || OwnCalendar::is_recent(calendar.failed_at, now, TRY_AGAIN);
        if !is_fresh {
            self.read_calendar();
        }
    }

    /// Whether the card of a request waits until the calendar is read.
    pub(super) fn card_waits(&mut self, index: usize) -> bool {
        let now = self.now();
        let Some(calendar) = &self.desk.person.calendar else { return false };
        // Read before these times were wished for, it has no titles of theirs.
        let knows = |of: &[Window]| {
            let windows = &self.desk.requests[index].wish.windows;
            windows.iter().all(|window| of.contains(window))
        };
        let is_fresh = OwnCalendar::is_recent(calendar.read_at, now, FRESH);
        let failed = OwnCalendar::is_recent(calendar.failed_at, now, TRY_AGAIN);
        if is_fresh && knows(&calendar.read_for) || failed {
            return false;
        }
        let under_way = OwnCalendar::is_recent(calendar.asked_at, now, CARD_WAITS);
        if calendar.asked_at.is_some() && !under_way {
            return false; // it has waited long enough
        }
        let is_asked = under_way && knows(&calendar.asked_for);
        let request = &mut self.desk.requests[index];
        let id = request.id;
        if !matches!(request.stage, Stage::Confirming) {
            request.stage = Stage::Drafting { asked: Vec::new() };
        }
        if !is_asked {
            self.read_calendar();
        }
        if let Some(calendar) = &mut self.desk.person.calendar
            && !calendar.cards.contains(&id)
        {
            calendar.cards.push(id);
        }
        true
    }

    pub(super) fn calendar_read(&mut self, busy: &[Busy], windows: &[Window]) {
        let now = self.now();
        let Some(calendar) = &mut self.desk.person.calendar else { return };
        let is_first = calendar.read_at.is_none();
        calendar.busy = busy.to_vec();
        calendar.read_for = windows.to_vec();
        (calendar.read_at, calendar.failed_at) = (Some(now), None);
        // An earlier reading that comes late does not end the wait for the later one.
        if calendar.asked_for == windows {
            calendar.asked_at = None;
        }
        let cards = std::mem::take(&mut calendar.cards);
        if is_first {
            self.say(None, Words::CalendarKept);
        }
        for request in cards {
            self.show_waiting_card(request);
        }
    }

    /// The person is told once; the booking goes on.
    pub(super) fn calendar_not_read(&mut self, why: CalendarProblem) {
        let now = self.now();
        let Some(calendar) = &mut self.desk.person.calendar else { return };
        let told = calendar.failed_at.is_some();
        (calendar.asked_at, calendar.failed_at) = (None, Some(now));
        let cards = std::mem::take(&mut calendar.cards);
        if !told {
            self.say(None, Words::CalendarNotRead { why });
        }
        for request in cards {
            self.show_waiting_card(request);
        }
    }

    fn show_waiting_card(&mut self, request: RequestId) {
        let Some(index) = self.find(request) else { return };
        if matches!(self.desk.requests[index].stage, Stage::Drafting { .. } | Stage::Confirming) {
            self.complete_or_ask(index);
        }
    }

    /// What an appointment then would get into the way of; its title is empty where it is not known.
    pub(super) fn collision(&self, at: Timestamp) -> Option<String> {
        let calendar = self.desk.person.calendar.as_ref()?;
        let busy = calendar.in_the_way(at)?;
        Some(busy.title.clone().unwrap_or_default())
    }

    pub(super) fn collides(&self, slot: Slot) -> bool {
        self.collision(slot.0).is_some()
    }

    /// What fills the times that are wished for, where it fills them all.
    pub(super) fn all_taken_by(&self, index: usize) -> Vec<String> {
        let now = self.now();
        let Some(calendar) = &self.desk.person.calendar else { return Vec::new() };
        let windows = &self.desk.requests[index].wish.windows;
        let mut taken_by = Vec::new();
        for window in windows.iter().filter(|window| window.to > now) {
            let from = window.from.max(now);
            let ends = calendar.busy.iter().map(|busy| busy.to);
            let starts = ends.filter(|end| *end > from && *end <= window.to);
            if std::iter::once(from).chain(starts).any(|start| calendar.in_the_way(start).is_none())
            {
                return Vec::new();
            }
            let within = |busy: &&Busy| busy.from <= window.to && busy.to > from;
            for busy in calendar.busy.iter().filter(within) {
                let title = busy.title.clone().unwrap_or_default();
                if !taken_by.contains(&title) {
                    taken_by.push(title);
                }
            }
        }
        taken_by
    }
}
