//! Asking several providers what they have, a few at a time. An enquiry is a request of ours beside the person's: it is
//! called, tried again and ended like any other, commits nothing, and hands on what it brought.
//!
//! Whether a search is over is computed from where its enquiries stand, never counted down; its deadline ends it in any
//! case.

use jiff::SignedDuration;

use crate::ids::{CallId, OfferId, RequestId};

use super::decide::Deciding;
use super::errand::Errand;
use super::event::Offered;
use super::request::{Offer, Request};
use super::stage::Stage;
use super::wish::Wish;
use super::{ClosedBecause, Command, ToolAnswer, ToolCall, ToolDecision, Words};

impl Deciding<'_> {
    pub(super) fn is_enquiry(&self, index: usize) -> bool {
        self.desk.requests[index].errand.enquires_for().is_some()
    }

    /// The person said "call", and there are several who may have it.
    pub(super) fn start_enquiries(&mut self, index: usize) {
        let now = self.now();
        let wish = &self.desk.requests[index].wish;
        let from = wish.call_at.unwrap_or(now).max(now);
        let begins = self.first_call_time(index, from).unwrap_or(from);
        let long = SignedDuration::from_secs(i64::from(self.policy.enquiry_s));
        let until = begins.saturating_add(long).unwrap_or(jiff::Timestamp::MAX);
        let last = wish.windows.iter().map(|window| window.to).max();
        let until = last.map_or(until, |last| until.min(last));
        let (commits, names) = (
            self.commits(index),
            wish.candidates.iter().map(super::Candidate::for_people).collect(),
        );
        self.request(index).stage = Stage::Enquiring { until };
        self.arm(index, until);
        let zone = self.desk.person.zone.clone();
        let begins = (begins > now).then_some(begins);
        self.say_about(index, |about| Words::Enquiring {
            about,
            providers: names,
            begins,
            until,
            zone,
            commits,
        });
        self.go_on_asking(index);
    }

    /// Whether the best offer may be taken without asking the person again.
    pub(super) fn commits(&self, index: usize) -> bool {
        let wish = &self.desk.requests[index].wish;
        wish.earliest && !wish.ask_first
    }

    fn enquiries_of(&self, of: RequestId) -> Vec<usize> {
        let theirs = |index: &usize| {
            let request = &self.desk.requests[*index];
            request.goes_on() && request.errand.enquires_for() == Some(of)
        };
        (0..self.desk.requests.len()).filter(theirs).collect()
    }

    /// Candidates that have been called at least once.
    pub(super) fn asked_so_far(&self, index: usize) -> usize {
        let request = &self.desk.requests[index];
        let over = request.wish.candidates.iter().filter(|it| it.came_of_it.is_some()).count();
        let called = |index: &usize| !self.desk.requests[*index].calls.is_empty();
        over + self.enquiries_of(request.id).iter().filter(|index| called(index)).count()
    }

    fn on_the_phone(&self, enquiries: &[usize]) -> usize {
        let talks = |index: &&usize| matches!(self.desk.requests[**index].stage, Stage::Calling(_));
        enquiries.iter().filter(talks).count()
    }

    /// Begins as many enquiries as may be on the phone at once, and ends the search when none is left that could still
    /// bring something.
    fn go_on_asking(&mut self, index: usize) {
        let of = self.desk.requests[index].id;
        while matches!(self.desk.requests[index].stage, Stage::Enquiring { .. }) {
            let under_way = self.enquiries_of(of);
            let talking = self.on_the_phone(&under_way);
            if self.is_mandate_met(index) {
                if talking == 0 {
                    self.compare(index);
                }
                return;
            }
            let next = if talking < self.policy.wave { self.next_candidate(index) } else { None };
            match next {
                Some(candidate) => self.enquire(index, candidate),
                None if talking > 0 => return,
                // Who is tried again later is not waited for while real offers run out.
                None if under_way.is_empty() || !self.open_offers(index).is_empty() => {
                    return self.compare(index);
                }
                None => return,
            }
        }
    }

    /// An enquiry is tried again later: meanwhile somebody else can be asked.
    pub(super) fn enquiry_waits(&mut self, enquiry: usize) {
        let of = self.desk.requests[enquiry].errand.enquires_for();
        if let Some(index) = of.and_then(|of| self.find(of)) {
            self.go_on_asking(index);
        }
    }

    /// Others are on the phone for the same search.
    pub(super) fn is_wave_full(&self, enquiry: usize) -> bool {
        let of = self.desk.requests[enquiry].errand.enquires_for();
        of.is_some_and(|of| self.on_the_phone(&self.enquiries_of(of)) >= self.policy.wave)
    }

    /// Who has not been asked yet.
    fn next_candidate(&self, index: usize) -> Option<usize> {
        let request = &self.desk.requests[index];
        let asked = self.enquiries_of(request.id);
        request.wish.candidates.iter().position(|candidate| {
            let number = &candidate.number.number;
            candidate.came_of_it.is_none()
                && !asked.iter().any(|&asked| {
                    let wish = &self.desk.requests[asked].wish;
                    wish.number.as_ref().is_some_and(|asked| asked.number == *number)
                })
        })
    }

    fn enquire(&mut self, index: usize, candidate: usize) {
        let request = &self.desk.requests[index];
        let of = request.id;
        let candidate = request.wish.candidates[candidate].clone();
        let id = RequestId::derived(of.0, &format!("enquiry {}", candidate.number.number.e164()));
        let wish = Wish {
            number: Some(candidate.number),
            provider: candidate.name,
            listing: candidate.listing,
            candidates: Vec::new(),
            ..request.wish.clone()
        };
        let at = wish.call_at.unwrap_or(self.now());
        let enquiry =
            Request { wish, errand: Errand::Enquire { of }, ..Request::new(id, self.now()) };
        self.desk.requests.push(enquiry);
        self.call_or_wait(self.desk.requests.len() - 1, at);
    }

    /// Nobody could have it a day earlier: whoever is left is not bothered.
    fn is_mandate_met(&self, index: usize) -> bool {
        if !self.commits(index) {
            return false;
        }
        let request = &self.desk.requests[index];
        let from = request.wish.windows.iter().map(|window| window.from.max(self.now())).min();
        let Some(from) = from else { return false };
        self.open_offers(index).iter().any(|offer| {
            let zone = self.zone_of_offer(index, offer);
            let day = |at: jiff::Timestamp| at.to_zoned(zone.clone()).date();
            self.offer_fits(index, offer).is_some() && day(offer.slot.0) == day(from)
        })
    }

    /// An enquiry has ended, however it did.
    pub(super) fn enquiry_over(&mut self, enquiry: usize, because: ClosedBecause) {
        let Some(of) = self.desk.requests[enquiry].errand.enquires_for() else { return };
        let Some(index) = self.find(of) else { return };
        if self.is_for_something_earlier(enquiry) {
            return self.watched(index, enquiry, because);
        }
        let asked = self.desk.requests[enquiry].clone();
        let request = self.request(index);
        let candidate = request.wish.candidates.iter().position(|candidate| {
            asked.wish.number.as_ref().is_some_and(|it| it.number == candidate.number.number)
        });
        let Some(candidate) = candidate else { return };
        request.wish.candidates[candidate].came_of_it = Some(because);
        for told in asked.told {
            if !request.told.contains(&told) {
                request.told.push(told);
            }
        }
        let mut offered = false;
        for offer in asked.offers {
            let id = OfferId::derived(of.0, &offer.id.0.to_string());
            if request.offers.iter().all(|known| known.id != id) {
                offered = true;
                request.offers.push(Offer { id, candidate: Some(candidate), ..offer });
            }
        }
        if offered && matches!(self.desk.requests[index].stage, Stage::Choosing { .. }) {
            self.offers_left(index);
        }
        self.go_on_asking(index);
    }

    /// Who was asked rings back while the person has not chosen yet: that is one more chance to hear of times.
    pub(super) fn may_still_offer(&self, enquiry: usize) -> bool {
        let of = self.desk.requests[enquiry].errand.enquires_for();
        of.and_then(|of| self.find(of)).is_some_and(|index| {
            let stage = &self.desk.requests[index].stage;
            matches!(stage, Stage::Enquiring { .. } | Stage::Choosing { .. })
        })
    }

    /// Nobody is asked any more; what was heard so far is all there is.
    pub(super) fn end_enquiries(&mut self, index: usize) {
        let of = self.desk.requests[index].id;
        for enquiry in self.enquiries_of(of) {
            let request = &mut self.desk.requests[enquiry];
            let was_called = !request.calls.is_empty();
            match &mut request.stage {
                Stage::Calling(calling) => {
                    calling.stopping = true;
                    let call = calling.call;
                    self.commands.push(Command::EndCall { call, now: false });
                }
                Stage::Waiting { why, .. } if was_called => {
                    let because = why.given_up();
                    self.close(enquiry, because);
                }
                _ => self.close(enquiry, ClosedBecause::Cancelled),
            }
        }
    }

    /// The tools of a call that only asks.
    pub(super) fn tool_of_enquiry(
        &mut self,
        index: usize,
        call: CallId,
        tool: &ToolCall,
    ) -> ToolAnswer {
        match tool {
            ToolCall::ReportOffers { offers } => self.note_offers(index, call, offers),
            ToolCall::AskPerson { .. } => ToolAnswer::plain(
                ToolDecision::Decline,
                "The customer cannot be asked in this call. Say that you do not have it.",
            ),
            _ => ToolAnswer::plain(
                ToolDecision::Decline,
                "This call only asks. Agree to nothing: say that the customer will decide.",
            ),
        }
    }

    fn note_offers(&mut self, index: usize, call: CallId, offers: &[Offered]) -> ToolAnswer {
        if self.take_offers(index, call, offers).is_empty() {
            let say = "None of these is a time that can still come. Ask for a date and a time.";
            return ToolAnswer::plain(ToolDecision::Decline, say);
        }
        let say = "Noted. If you do not know them yet, ask the price and until when it can be kept, and report the times \
                   again with it. Then say that the customer will decide, thank them and end the call.";
        ToolAnswer::plain(ToolDecision::Ok, say)
    }
}
