//! Somebody rings our number: a provider who calls back is talked to, everybody else hears who we are.

use domain::appointment::{Event, EventKind, NeverCall, ToolDecision};
use domain::ids::{AttemptId, CallId, EventId};
use domain::language::Language;
use domain::phone::PhoneNumber;
use domain::region;

use super::{Answer, Caller};
use crate::Error;

/// What whoever rings us hears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Greeting {
    /// They are called back to, and the agent talks to them.
    Talk(Answer),
    /// Nothing is open with them. `may_opt_out`: their number is known, and can be kept from being called.
    WhoWeAre { language: Language, may_opt_out: bool },
}

impl Caller {
    /// Takes a call that came in. The same call gets the same answer however often it asks.
    ///
    /// `from` is as the carrier tells it; who hides their number is nobody that we know.
    ///
    /// # Errors
    /// [`Error::Storage`]: the carrier will ask the fallback.
    pub async fn rang(&self, sid: &str, from: &str) -> Result<Greeting, Error> {
        let number = caller_id(from);
        let stranger = Greeting::WhoWeAre {
            language: self.language_of(number.as_ref()),
            may_opt_out: number.is_some(),
        };
        let Some(number) = number else { return Ok(stranger) };
        if let Some(bound) = self.ground.data.attempt_by_sid(sid).await? {
            return Ok(Greeting::Talk(self.answer(bound.id, sid).await?));
        }
        let waiting = self.ground.data.request_waiting_for(number.e164()).await?;
        let Some((person, request)) = waiting else { return Ok(stranger) };
        let call = CallId::derived(request.0, sid);
        let kind = EventKind::RangUs { request, call };
        let key = format!("rang:{sid}");
        let event =
            Event { id: EventId::derived(request.0, &key), at: self.ground.clock.now(), kind };
        let desk = self.ground.data.desk(person, Some(request)).await?;
        let answer = self.orchestrator.ask(&key, &event, desk).await?;
        // We are calling them at this moment, say: something is open, and nobody can talk about it here.
        if answer.decision != ToolDecision::Ok {
            let language = self.language_of(Some(&number));
            return Ok(Greeting::WhoWeAre { language, may_opt_out: false });
        }
        let attempt = AttemptId::derived(call.0, sid);
        let ours = self.ground.settings.voice_from.e164();
        let (caps, now) = (&self.ground.settings.caps, self.ground.clock.now());
        self.ground.data.take_call(call, attempt, sid, ours, caps, now).await?;
        Ok(Greeting::Talk(self.answer(attempt, sid).await?))
    }

    /// Whoever rings us wants no calls from us. A caller id can be forged, and is believed here: to ring somebody who
    /// said no is worse than not to ring somebody in whose name another said it. What is gained by forging is small
    /// (nobody is called; people are told, with the number to call themselves), and whoever runs the installation can
    /// take it back (`vocero calls again`), which what was said in a call of ours cannot be.
    ///
    /// # Errors
    /// [`Error::Storage`], and then nothing was stored.
    pub async fn opted_out(&self, from: &str) -> Result<Language, Error> {
        let number = caller_id(from);
        if let Some(number) = &number {
            let (data, now) = (&self.ground.data, self.ground.clock.now());
            data.never_call(number, NeverCall::Asked, None, now).await?;
        }
        Ok(self.language_of(number.as_ref()))
    }

    fn language_of(&self, number: Option<&PhoneNumber>) -> Language {
        let region = number.and_then(PhoneNumber::region);
        region
            .and_then(|region| region::language(&region))
            .unwrap_or(self.ground.settings.newcomers.language)
    }
}

/// Nothing for a number that is hidden: the carrier then tells a word, or digits of its own that nobody has.
fn caller_id(from: &str) -> Option<PhoneNumber> {
    if HIDDEN.contains(&from) {
        return None;
    }
    PhoneNumber::parse(from, "US").ok().filter(|number| number.e164() == from)
}

/// What Twilio tells instead of a hidden number: "anonymous", "restricted", "unknown", "+266696687" (ANONYMOUS) and so
/// on. Source: <https://support.twilio.com/hc/en-us/articles/223179988>
const HIDDEN: [&str; 5] = ["+7378742833", "+2562533", "+8566", "+266696687", "+86282452253"];
