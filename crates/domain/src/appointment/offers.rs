//! Times that a provider named: shown, chosen from, run out.

use jiff::{SignedDuration, Timestamp};

use crate::ids::RequestId;

use super::decide::Deciding;
use super::stage::Stage;
use super::{ClosedBecause, Command, QuestionKind, Timer, Words};

impl Deciding<'_> {
    pub(super) fn let_choose(&mut self, index: usize) {
        let offers = self.offer_views(index);
        let default = self.after(self.policy.offer_s);
        let until = offers
            .iter()
            .map(|offer| offer.held_until.unwrap_or(default).min(offer.at))
            .max()
            .unwrap_or(default);
        let since = self.now();
        let request = self.request(index);
        if let Some(last) = request.calls.last_mut() {
            last.outcome.get_or_insert("offers".to_owned());
        }
        request.stage = Stage::Choosing { since, until };
        let timer = Timer::Offers { request: request.id };
        let reminder = Timer::Reminder { request: request.id };
        self.commands.push(Command::Wake { at: until, timer });
        let half = until.duration_since(self.now()) / 2;
        let at = self.now().saturating_add(half).unwrap_or(until);
        self.commands.push(Command::Wake { at, timer: reminder });
        self.arm(
            index,
            until.saturating_add(SignedDuration::from_mins(15)).unwrap_or(Timestamp::MAX),
        );
        self.show_offers(index, Shown::First);
    }

    pub(super) fn offers_left(&mut self, index: usize) {
        self.show_offers(index, Shown::Again);
    }

    /// Once, when half of the time is over; a timer of earlier offers finds less than half of it gone.
    pub(super) fn remind(&mut self, request: RequestId) {
        let Some(index) = self.find(request) else { return };
        let Stage::Choosing { since, until } = self.desk.requests[index].stage else { return };
        let left = until.duration_since(self.now());
        if left.is_positive()
            && left <= self.now().duration_since(since) + SignedDuration::from_secs(1)
        {
            self.show_offers(index, Shown::AsReminder);
        }
    }

    fn show_offers(&mut self, index: usize, shown: Shown) {
        let Stage::Choosing { until, .. } = self.desk.requests[index].stage else { return };
        let offers = self.offer_views(index);
        let zone = self.desk.person.zone.clone();
        if self.desk.requests[index].wish.candidates.is_empty() {
            return self.say_about(index, |about| Words::OffersLeft {
                about,
                offers,
                until,
                zone,
                reminder: shown == Shown::AsReminder,
            });
        }
        let others = self.asked_without_offers(index);
        let gone = !self.desk.requests[index].calls.is_empty();
        let until = Some(until);
        self.say_about(index, |about| Words::Compared {
            about,
            offers,
            others,
            until,
            zone,
            taken: false,
            gone,
            // There is one comparison; what is shown again is what is left of it.
            reminder: shown != Shown::First,
        });
    }

    pub(super) fn neither(&mut self, index: usize) {
        match &self.desk.requests[index].stage {
            Stage::Choosing { .. } => self.close(index, ClosedBecause::NothingSuited),
            Stage::Calling(calling) => {
                // What was refused is not put to the person again.
                if let Some(QuestionKind::Offers { offers }) = calling.open_question().cloned() {
                    self.request(index).offers.retain(|offer| !offers.contains(&offer.id));
                }
                self.answer_question_at(index, NONE_OF_THESE);
            }
            _ => self.say_about(index, |about| Words::AlreadyDecided { about }),
        }
    }

    pub(super) fn offers_ran_out(&mut self, request: RequestId) {
        let Some(index) = self.find(request) else { return };
        if matches!(self.desk.requests[index].stage, Stage::Choosing { until, .. } if until <= self.now())
        {
            self.close(index, ClosedBecause::OffersExpired);
        }
    }
}

/// Why the offers are shown.
#[derive(Clone, Copy, PartialEq)]
enum Shown {
    First,
    /// The person said something that chooses none.
    Again,
    AsReminder,
}

/// As many as a list can show beside "neither".
pub(super) const OFFERS_MAX: usize = 9;

/// What the agent hears when the person wants none of the offers.
pub(super) const NONE_OF_THESE: &str = "none of these";
