//! What ends a request before its call is made or over: the person calls it off, goes elsewhere, or time runs out.

use crate::ids::RequestId;

use super::decide::Deciding;
use super::stage::Stage;
use super::{ClosedBecause, Command, Words};

impl Deciding<'_> {
    /// Cancel wins (I17): nothing is dialled any more, what rings is hung up.
    pub(super) fn cancel(&mut self, index: usize) {
        self.end_enquiries(index);
        match &mut self.desk.requests[index].stage {
            Stage::Calling(calling) => {
                calling.stopping = true;
                let call = calling.call;
                let talking = calling.answered && calling.ended.is_none();
                self.commands.push(Command::EndCall { call, now: false });
                self.say_about(index, |about| Words::Stopping { about, talking });
            }
            Stage::Closed { .. } => self.say_about(index, |about| Words::AlreadyDecided { about }),
            _ => self.close(index, ClosedBecause::Cancelled),
        }
    }

    /// No goodbye: the line is cut at once.
    pub(super) fn stop_now(&mut self, index: usize) {
        match &mut self.desk.requests[index].stage {
            Stage::Calling(calling) if calling.ended.is_none() => {
                calling.stopping = true;
                let call = calling.call;
                self.commands.push(Command::EndCall { call, now: true });
                self.say_about(index, |about| Words::Stopping { about, talking: false });
            }
            _ => self.say_about(index, |about| Words::AlreadyDecided { about }),
        }
    }

    /// Another provider instead of the one that is waited for.
    pub(super) fn elsewhere(&mut self, index: usize) {
        let request = self.request(index);
        if request.tentative.is_some() || request.errand.changes().is_some() {
            return self.say_about(index, |about| Words::CannotChangeNow { about });
        }
        if self.falls_back(index, ClosedBecause::NotReached) {
            return;
        }
        let request = self.request(index);
        request.wish.candidates.clear();
        request.wish.listing = None;
        request.wish.number = None;
        request.wish.provider = None;
        request.stage = Stage::Drafting { asked: Vec::new() };
        self.complete_or_ask(index);
    }

    pub(super) fn deadline(&mut self, request: RequestId) {
        let Some(index) = self.find(request) else { return };
        let request = &self.desk.requests[index];
        if request.deadline.is_none_or(|deadline| deadline > self.now()) {
            return;
        }
        match &request.stage {
            Stage::Seeking => self.providers_found(request.id, None),
            Stage::Enquiring { .. } => self.compare(index),
            Stage::Drafting { .. } | Stage::Picking { .. } | Stage::Confirming => {
                let at = self.now();
                self.request(index).stage =
                    Stage::Closed { because: ClosedBecause::Dropped, at, last: None };
            }
            Stage::Calling(calling) => {
                let because = match calling.claim {
                    Some(_) => ClosedBecause::Unconfirmed,
                    None => ClosedBecause::CouldNotFindOut,
                };
                let call = calling.call;
                self.commands.push(Command::EndCall { call, now: true });
                self.close(index, because);
            }
            Stage::Waiting { .. } => self.close(index, ClosedBecause::NotReached),
            Stage::Choosing { .. } => self.close(index, ClosedBecause::OffersExpired),
            Stage::Closed { .. } => {}
        }
    }
}
