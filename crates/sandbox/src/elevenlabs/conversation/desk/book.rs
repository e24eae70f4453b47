//! What a desk has free, what it writes down, and what it finds in its book when it is asked.

use jiff::civil::DateTime;

use super::super::{Booked, Meaning, Offer};
use super::{Desk, Manner, Place, Reply, Room};

/// Rounds of "anything else?" that a desk answers with another time.
const ROUNDS: u32 = 2;

impl Desk {
    pub(super) fn is_asked_for_a_time(&mut self, room: &Room<'_>) -> Vec<Reply> {
        match self.manner {
            Manner::RobotInjection => self.injects(),
            Manner::SwitchesLanguage if !self.settled => {
                self.settled = true;
                self.place.tongue = self.place.tongue.another();
                self.offers(room)
            }
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

    pub(super) fn offers(&mut self, room: &Room<'_>) -> Vec<Reply> {
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
        let text = match self.manner {
            Manner::Expensive => self.offers_at_a_price(&offers),
            _ => self.offers_these(&offers),
        };
        self.says(text, Meaning::Offers(offers))
    }

    pub(super) fn is_asked_for_another(&mut self, room: &Room<'_>) -> Vec<Reply> {
        self.rounds += 1;
        if self.rounds > ROUNDS || (self.manner == Manner::AnotherDay && self.rounds > 1) {
            return self.says(self.nothing_free(), Meaning::NothingFree);
        }
        self.offers(room)
    }

    pub(super) fn is_told_yes(
        &mut self,
        slot: DateTime,
        name: &str,
        room: &mut Room<'_>,
    ) -> Vec<Reply> {
        self.agreed = Some((slot, name.to_owned()));
        match self.manner {
            Manner::HangsUp | Manner::DropsThenForgets if self.visit == 1 => {
                if self.manner == Manner::HangsUp {
                    room.diary.tentative = Some((slot, name.to_owned()));
                    room.diary.tentative_for = self.moving;
                }
                let mut replies = self.says(self.checks(slot), Meaning::Checks(slot));
                replies.extend(self.hangs_up());
                replies
            }
            Manner::SlotGone if self.asked == 0 => {
                self.asked += 1;
                self.gives_it_to_somebody_else(slot, room)
            }
            Manner::Vague => self.says(self.vague(), Meaning::Vague),
            Manner::ReadsBack | Manner::AiReceptionist if self.asked == 0 => {
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

    pub(super) fn is_told_again(&mut self, slot: DateTime, room: &mut Room<'_>) -> Vec<Reply> {
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
        // Only now, so that nobody is left without.
        if let Some(old) = self.moving {
            room.diary.strike(old);
        }
        self.says_that_it_stands(slot, name)
    }

    fn says_that_it_stands(&self, slot: DateTime, name: &str) -> Vec<Reply> {
        let Place { address, price, bring, with, .. } = &self.place;
        let booked = Booked {
            slot,
            price: price.clone(),
            address: Some(address.clone()),
            bring: bring.clone(),
            code: (self.manner == Manner::AiReceptionist).then(|| code(slot)),
            with: with.clone(),
        };
        self.says(self.confirms(&booked, name), Meaning::Confirms(booked))
    }

    /// The line was cut, or was vague: does it stand in the book? What was on the tip of the pen is written now.
    pub(super) fn is_asked_whether_booked(
        &mut self,
        slot: DateTime,
        name: &str,
        room: &mut Room<'_>,
    ) -> Vec<Reply> {
        if let Some(replies) = self.speaks_first_of_something_else(room) {
            return replies;
        }
        if self.manner == Manner::Vague {
            return self.says(self.vague(), Meaning::Vague);
        }
        if room.diary.is_for(slot, name) {
            return self.says_that_it_stands(slot, name);
        }
        match room.diary.tentative.take_if(|(tentative, _)| *tentative == slot) {
            Some((slot, name)) => {
                self.moving = room.diary.tentative_for.take();
                self.writes(slot, &name, room)
            }
            None => self.says(self.not_booked(), Meaning::NotBooked),
        }
    }

    pub(super) fn is_asked_to_cancel(
        &mut self,
        slot: DateTime,
        name: &str,
        room: &mut Room<'_>,
    ) -> Vec<Reply> {
        if let Some(replies) = self.speaks_first_of_something_else(room) {
            return replies;
        }
        if self.manner == Manner::Vague {
            return self.says(self.vague(), Meaning::Vague);
        }
        if room.diary.is_for(slot, name) && room.diary.strike(slot) {
            return self.says(self.cancelled(slot, name), Meaning::Cancelled(slot));
        }
        self.says(self.not_booked(), Meaning::NotBooked)
    }

    pub(super) fn is_asked_to_move(
        &mut self,
        slot: DateTime,
        name: &str,
        room: &Room<'_>,
    ) -> Vec<Reply> {
        if let Some(replies) = self.speaks_first_of_something_else(room) {
            return replies;
        }
        if !room.diary.is_for(slot, name) {
            return self.says(self.not_booked(), Meaning::NotBooked);
        }
        self.moving = Some(slot);
        self.says(self.finds(slot), Meaning::Found(slot))
    }

    fn speaks_first_of_something_else(&mut self, room: &Room<'_>) -> Option<Vec<Reply>> {
        if std::mem::replace(&mut self.met, true) {
            return None;
        }
        self.has_something_else_to_say(room)
    }
}

/// The code that a machine gives for an appointment: day and time, as such machines make them up.
fn code(slot: DateTime) -> String {
    format!("{:02}{:02}-{:02}{:02}", slot.day(), slot.month(), slot.hour(), slot.minute())
}
