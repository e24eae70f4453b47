//! "Delete my data": asked about first, then calls are stopped and everything goes. Here it is only decided; what goes
//! where, and what each vendor answers, is the erasure's own business.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::ids::RequestId;

use super::decide::Deciding;
use super::event::Said;
use super::history::{Became, Past, Recall};
use super::stage::Stage;
use super::{
    About, Button, ButtonVerb, ClosedBecause, Command, Content, EventKind, ToolAnswer, Words,
};

/// What was deleted at the vendors, and what was not: numbers, and nothing that tells of whom.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ErasureReceipt {
    pub deleted: Vec<(Copies, u32)>,
    /// The vendor refused for good, or gave no answer for too long.
    pub left: Vec<(Copies, u32)>,
    /// Of calls and appointments here, which are gone.
    pub requests: u32,
    /// Mails that were sent: their vendor deletes none on request.
    pub mails: u32,
}

/// What a vendor keeps of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Copies {
    /// At Twilio, with their media.
    Messages,
    /// Stored buttons, at Twilio.
    Contents,
    /// Records of calls, at Twilio.
    Calls,
    /// What was said, at ElevenLabs.
    Conversations,
}

impl Copies {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Messages => "messages",
            Self::Contents => "contents",
            Self::Calls => "calls",
            Self::Conversations => "conversations",
        }
    }
}

/// After which a yes is no answer to the question any more.
const QUESTION_LIVES_S: u32 = 3600;

impl Deciding<'_> {
    /// "Delete my data": the second time it is meant, the first time it is asked about.
    pub(super) fn erasure_wanted(&mut self, was_asked: bool) {
        if was_asked { self.erase(true) } else { self.recall(Recall::Erasure) }
    }

    pub(super) fn ask_to_erase(&mut self, past: &[Past]) {
        let now = self.now();
        let stands = |it: &&Past| {
            it.became == Became::Booked && it.at.as_ref().is_some_and(|(at, _)| *at > now)
        };
        let mut appointments: Vec<(Timestamp, About)> = past
            .iter()
            .filter(stands)
            .filter_map(|it| Some((it.at.as_ref()?.0, it.about.clone())))
            .collect();
        appointments.sort_by_key(|(at, _)| *at);
        let question = RequestId::derived(self.event.id.0, "erase");
        self.desk.person.erasure_asked = Some((question, now));
        let open = self.desk.requests.iter().filter(|it| it.is_open() && it.is_accepted()).count();
        let zone = self.desk.person.zone.clone();
        self.say(None, Words::AskToErase { question, appointments, open, zone });
    }

    /// The question that was put last, if it was put a while ago at most.
    pub(super) fn takes_erasure_question(&mut self) -> Option<RequestId> {
        let (question, at) = self.desk.person.erasure_asked.take()?;
        let waited = self.now().duration_since(at);
        (waited <= SignedDuration::from_secs(i64::from(QUESTION_LIVES_S))).then_some(question)
    }

    /// A tap under the question. Of an older question nothing comes but the question again.
    pub(super) fn erasure_tapped(&mut self, button: Button) {
        let asked = self.takes_erasure_question() == Some(button.request);
        match button.verb {
            ButtonVerb::Erase if asked => self.erase(true),
            ButtonVerb::Erase => self.recall(Recall::Erasure),
            _ => self.say(None, Words::NothingErased),
        }
    }

    /// Cancel wins: no call goes on, and none begins.
    pub(super) fn erase(&mut self, tell: bool) {
        for index in 0..self.desk.requests.len() {
            if let Stage::Calling(calling) = &self.desk.requests[index].stage {
                let call = calling.call;
                self.commands.push(Command::EndCall { call, now: true });
            }
        }
        for index in 0..self.desk.requests.len() {
            let request = &self.desk.requests[index];
            let claimed = request.calling().is_some_and(|calling| calling.claim.is_some());
            if !request.goes_on() {
                continue;
            }
            if request.is_accepted() && !self.is_enquiry(index) {
                let because = match claimed {
                    true => ClosedBecause::Unconfirmed,
                    false => ClosedBecause::Cancelled,
                };
                self.close(index, because);
            } else {
                let (because, at) = (ClosedBecause::Dropped, self.now());
                self.request(index).stage = Stage::Closed { because, at, last: None };
            }
        }
        self.desk.person.erasing = true;
        self.desk.person.burst = None;
        if tell {
            self.say(None, Words::Erasing);
        }
        self.commands.push(Command::Erase { tell });
    }

    /// From the yes until everything is gone nothing new begins. Gives whether the event was dealt with.
    pub(super) fn while_erasing(&mut self) -> Option<Option<ToolAnswer>> {
        match &self.event.kind {
            EventKind::Call { .. } | EventKind::Tool { .. } | EventKind::RangUs { .. } => None,
            EventKind::Said(Said { content, .. }) => {
                if !matches!(content, Content::Choice { .. }) {
                    self.say(None, Words::Erasing);
                }
                Some(None)
            }
            _ => Some(None),
        }
    }
}
