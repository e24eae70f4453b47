//! Calling off by phone what was booked: a request of its own. The appointment stands until the callee's own words say
//! that it is gone.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use crate::ids::RequestId;
use crate::understanding::call;
use crate::when::Window;

use super::decide::Deciding;
use super::proof::utterance;
use super::request::{Request, Slot};
use super::stage::Stage;
use super::wish::Wish;
use super::{ClosedBecause, Quote, ToolAnswer, ToolCall, ToolDecision, Words};

/// What a request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "errand", rename_all = "snake_case")]
pub enum Errand {
    #[default]
    Book,
    /// Takes the appointment of request `of` out of the provider's book.
    CallOff { of: RequestId, slot: Slot },
    /// Asks a person there whether what an automated system confirmed for request `of` is in their book.
    Check { of: RequestId, slot: Slot },
    /// Asks one of the candidates of request `of` what they have; commits nothing, and the person hears of it only
    /// what comes of it.
    Enquire { of: RequestId },
}

impl Errand {
    /// The slot that is to be called off.
    #[must_use]
    pub fn calls_off(self) -> Option<Slot> {
        match self {
            Self::Book | Self::Enquire { .. } | Self::Check { .. } => None,
            Self::CallOff { slot, .. } => Some(slot),
        }
    }

    /// The request whose candidate is asked.
    #[must_use]
    pub fn enquires_for(self) -> Option<RequestId> {
        match self {
            Self::Enquire { of } => Some(of),
            Self::Book | Self::CallOff { .. } | Self::Check { .. } => None,
        }
    }

    /// The slot that is to be checked.
    #[must_use]
    pub fn checks(self) -> Option<Slot> {
        match self {
            Self::Book | Self::Enquire { .. } | Self::CallOff { .. } => None,
            Self::Check { slot, .. } => Some(slot),
        }
    }

    /// A step of ours towards another request, of which the person hears only what comes of it.
    #[must_use]
    pub fn is_ours(self) -> bool {
        matches!(self, Self::Enquire { .. } | Self::Check { .. })
    }
}

impl Wish {
    /// The same, about a slot that is in the book already.
    pub(super) fn for_slot(&self, slot: Slot) -> Self {
        let windows = vec![Window { from: slot.0, to: slot.0 }];
        Self { windows, facts: Vec::new(), reason: None, ..self.clone() }
    }
}

impl Deciding<'_> {
    /// The person wants a booked appointment called off: the tap or the word is all that is needed.
    pub(super) fn call_off(&mut self, index: usize) {
        let now = self.now();
        let booking = &self.desk.requests[index];
        let stands = booking.appointment.as_ref().filter(|it| it.stands(now));
        let Some(slot) = stands.map(|appointment| appointment.slot) else {
            return self.say_about(index, |about| Words::AlreadyDecided { about });
        };
        let of = booking.id;
        let same = |request: &Request| matches!(request.errand, Errand::CallOff { of: known, .. } if known == of);
        if let Some(under_way) = self.desk.requests.iter().position(|it| same(it) && it.is_open()) {
            return self.say_about(under_way, |about| Words::StillOnIt { about });
        }
        let wish = booking.wish.for_slot(slot);
        self.drop_check(of);
        let id = RequestId::derived(self.event.id.0, "call off");
        let errand = Errand::CallOff { of, slot };
        self.desk.requests.push(Request { wish, errand, ..Request::new(id, now) });
        self.accept(self.desk.requests.len() - 1);
    }

    /// What was booked before the "stop" came shall stand after all.
    pub(super) fn keep(&mut self, index: usize) {
        let now = self.now();
        let of = self.desk.requests[index].id;
        if self.desk.person.call_off_asked == Some(of) {
            self.desk.person.call_off_asked = None;
        }
        let is_called_off = self.desk.requests.iter().any(|it| {
            it.is_open() && matches!(it.errand, Errand::CallOff { of: known, .. } if known == of)
        });
        let stands = self.desk.requests[index].appointment.as_ref().filter(|it| it.stands(now));
        let Some(at) = stands.filter(|_| !is_called_off).map(|appointment| appointment.slot.0)
        else {
            return self.say_about(index, |about| Words::AlreadyDecided { about });
        };
        let zone = self.desk.person.zone.clone();
        self.say_about(index, |about| Words::Kept { about, at, zone });
    }

    /// Whether it was offered to call it off because it was booked before their "stop".
    pub(super) fn booked_despite_stop(&self, of: RequestId) -> bool {
        let request = self.find(of).map(|index| &self.desk.requests[index]);
        request.and_then(Request::last_calling).is_some_and(|calling| calling.stopping)
    }

    /// "Cancel", with nothing open: the next appointment may be meant. False where there is none.
    pub(super) fn asks_whether_to_call_off(&mut self) -> bool {
        let now = self.now();
        let standing = |request: &Request| {
            request.appointment.as_ref().filter(|it| it.stands(now)).map(|it| it.slot.0)
        };
        let next = (0..self.desk.requests.len())
            .filter_map(|index| Some((standing(&self.desk.requests[index])?, index)))
            .min();
        let Some((at, index)) = next else { return false };
        self.desk.person.call_off_asked = Some(self.desk.requests[index].id);
        let zone = self.desk.person.zone.clone();
        self.say_about(index, |about| Words::CallOffBooked { about, at, zone });
        true
    }

    /// The tools of a call that calls off.
    pub(super) fn tool_of_call_off(&mut self, index: usize, tool: &ToolCall) -> ToolAnswer {
        let slot = self.desk.requests[index].errand.calls_off();
        match tool {
            ToolCall::ConfirmCancellation { slot: told, .. } if self.is_at(index, *told, slot) => {
                if let Stage::Calling(calling) = &mut self.request(index).stage {
                    calling.called_off = true;
                }
                ToolAnswer::plain(
                    ToolDecision::Ok,
                    "Noted. Thank them, say goodbye and end the call.",
                )
            }
            _ => ToolAnswer::plain(
                ToolDecision::Decline,
                "This call only cancels that appointment. Agree to nothing else.",
            ),
        }
    }

    pub(super) fn is_at(&self, index: usize, local: DateTime, slot: Option<Slot>) -> bool {
        slot.is_some_and(|slot| slot.0.to_zoned(self.zone_of(index)).datetime() == local)
    }

    /// The call is over: is it gone?
    pub(super) fn prove_called_off(&mut self, index: usize) {
        let Some(calling) = self.desk.requests[index].calling() else { return };
        let reported = calling.called_off;
        let quote = calling.transcript.as_ref().and_then(|transcript| {
            let talk: Vec<_> = transcript.turns.iter().map(utterance).collect();
            let turn = call::called_off(&talk)?;
            Some(Quote { turn, text: transcript.turns[turn].text.clone() })
        });
        match (reported, quote) {
            (true, Some(quote)) => self.called_off(index, quote),
            (false, None) => self.without_booking(index),
            (true, None) | (false, Some(_)) => self.close(index, ClosedBecause::Unconfirmed),
        }
    }

    fn called_off(&mut self, index: usize, quote: Quote) {
        let now = self.now();
        if let Errand::CallOff { of, .. } = self.desk.requests[index].errand
            && let Some(booking) = self.find(of)
            && let Some(appointment) = &mut self.request(booking).appointment
        {
            appointment.called_off_at = Some(now);
        }
        self.request(index).called_off_by = Some(quote.text);
        self.close(index, ClosedBecause::CalledOff);
    }
}
