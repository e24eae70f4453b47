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
    /// Gets another time for the appointment of request `of`, which stands until the new one is proven.
    Move { of: RequestId, slot: Slot },
    /// Confirms the appointment of request `of`, as the provider wanted it.
    Reconfirm { of: RequestId, slot: Slot },
    /// Asks one of the candidates of request `of` what they have; commits nothing, and the person hears of it only
    /// what comes of it.
    Enquire { of: RequestId },
}

impl Errand {
    /// The slot that is to be called off.
    #[must_use]
    pub fn calls_off(self) -> Option<Slot> {
        if let Self::CallOff { slot, .. } = self { Some(slot) } else { None }
    }

    /// The slot that is to be exchanged for another.
    #[must_use]
    pub fn moves(self) -> Option<Slot> {
        if let Self::Move { slot, .. } = self { Some(slot) } else { None }
    }

    /// The slot that is to be confirmed as the provider wanted it.
    #[must_use]
    pub fn reconfirms(self) -> Option<Slot> {
        if let Self::Reconfirm { slot, .. } = self { Some(slot) } else { None }
    }

    /// The slot that is to be checked.
    #[must_use]
    pub fn checks(self) -> Option<Slot> {
        if let Self::Check { slot, .. } = self { Some(slot) } else { None }
    }

    /// The slot of the appointment that the person or the provider wants something done about.
    #[must_use]
    pub fn appointment(self) -> Option<Slot> {
        self.calls_off().or(self.moves()).or(self.reconfirms())
    }

    /// The request of that appointment.
    #[must_use]
    pub fn changes(self) -> Option<RequestId> {
        match self {
            Self::CallOff { of, .. } | Self::Move { of, .. } | Self::Reconfirm { of, .. } => {
                Some(of)
            }
            Self::Book | Self::Check { .. } | Self::Enquire { .. } => None,
        }
    }

    /// The request whose candidate is asked.
    #[must_use]
    pub fn enquires_for(self) -> Option<RequestId> {
        if let Self::Enquire { of } = self { Some(of) } else { None }
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
        let Some((index, slot)) = self.standing(index) else {
            return self.say_about(index, |about| Words::AlreadyDecided { about });
        };
        let booking = &self.desk.requests[index];
        let of = booking.id;
        match self.changing(of) {
            Some(other) if self.gives_way(other) => self.drop_draft(other),
            Some(other) => return self.say_about(other, |about| Words::StillOnIt { about }),
            None => {}
        }
        let wish = self.desk.requests[index].wish.for_slot(slot);
        self.drop_check(of);
        let id = RequestId::derived(self.event.id.0, "call off");
        let errand = Errand::CallOff { of, slot };
        self.desk.requests.push(Request { wish, errand, ..Request::new(id, now) });
        self.accept(self.desk.requests.len() - 1);
    }

    /// The request under way that changes the appointment of this one: there is one at a time.
    pub(super) fn changing(&self, of: RequestId) -> Option<usize> {
        let same = |request: &Request| request.is_open() && request.errand.changes() == Some(of);
        self.desk.requests.iter().position(same)
    }

    /// Of a request's appointment, moved ones included, where it stands now: the request that holds it, and its slot.
    pub(super) fn standing(&self, index: usize) -> Option<(usize, Slot)> {
        let mut holder = index;
        for _ in 0..self.desk.requests.len() {
            let appointment = self.desk.requests[holder].appointment.as_ref()?;
            match appointment.moved_to {
                Some(next) => holder = self.find(next)?,
                None => {
                    return appointment.stands(self.now()).then_some((holder, appointment.slot));
                }
            }
        }
        None
    }

    /// Every appointment that stands, the next one first.
    pub(super) fn all_standing(&self) -> Vec<(Slot, usize)> {
        let holds = |index: usize| match self.standing(index) {
            Some((holder, slot)) if holder == index => Some((slot, index)),
            _ => None,
        };
        let mut standing: Vec<_> = (0..self.desk.requests.len()).filter_map(holds).collect();
        standing.sort();
        standing
    }

    /// "Cancel", with nothing open: the next appointment may be meant. False where there is none.
    pub(super) fn asks_whether_to_call_off(&mut self) -> bool {
        let Some(&(Slot(at), index)) = self.all_standing().first() else { return false };
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
            (false, None) => {
                self.leave_in_peace(index);
                self.without_booking(index);
            }
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
            appointment.sequence += 1;
        }
        self.request(index).called_off_by = Some(quote.text);
        self.close(index, ClosedBecause::CalledOff);
    }
}
