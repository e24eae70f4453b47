//! What the person says, and what it means for the request it speaks of.

use crate::ids::EventId;
use crate::phone;
use crate::understanding::{Act, Asked, Context, Proposal, rules};

use super::decide::Deciding;
use super::{
    Button, ButtonVerb, ClosedBecause, Command, Content, Mail, QuestionKind, Request, Said, Slot,
    Stage, Words,
};

impl Deciding<'_> {
    pub(super) fn said(&mut self, said: &Said) {
        let now = self.now();
        let person = &mut self.desk.person;
        person.last_inbound_at = person.last_inbound_at.max(Some(now));
        person.stopped = false;
        // Whoever is in danger is not greeted first.
        if !self.is_emergency(&said.content)
            && !std::mem::replace(&mut self.desk.person.greeted, true)
        {
            self.say(None, Words::Welcome);
        }
        match &said.content {
            Content::Text { text } => self.text(self.event.id, text, Some(&said.sid)),
            Content::Voice { media } => {
                self.commands.push(Command::Typing { message_sid: said.sid.clone() });
                self.commands.push(Command::Transcribe { of: self.event.id, media: media.clone() });
            }
            Content::Choice { id, title } => match Button::parse(id) {
                Some(button) => self.tap(button),
                None => self.text(self.event.id, title, None),
            },
            Content::Location { label, address, latitude, longitude } => {
                let named = label.clone().or_else(|| address.clone());
                self.located(named.unwrap_or_else(|| format!("{latitude}, {longitude}")));
            }
            Content::Contact { media } => {
                self.commands.push(Command::ReadCard { of: self.event.id, media: media.clone() });
            }
            Content::Unsupported { kind, caption } => {
                self.say(None, Words::Unsupported { kind: *kind });
                if let Some(caption) = caption {
                    self.text(self.event.id, caption, Some(&said.sid));
                }
            }
        }
    }

    fn is_emergency(&self, content: &Content) -> bool {
        matches!(content, Content::Text { text } if rules(text, &self.context(&[], &[])).act == Act::Emergency)
    }

    pub(super) fn transcribed(&mut self, of: EventId, text: &str) {
        if text.trim().is_empty() {
            return self.say(None, Words::CouldNotHear);
        }
        self.say(None, Words::Heard { text: text.to_owned() });
        self.text(of, text, None);
    }

    /// Quick turns are decided here and now; for the rest the configured reader is asked.
    fn text(&mut self, of: EventId, text: &str, sid: Option<&str>) {
        let (asked, options) = self.asked();
        let proposal = rules(text, &self.context(&asked, &options));
        let waits_for_any_answer = asked.contains(&Asked::Anything);
        if proposal.act == Act::Emergency || (proposal.sure && is_quick(proposal.act)) {
            return self.read(of, text, &proposal);
        }
        if waits_for_any_answer {
            return self.answer_question(text);
        }
        if let Some(sid) = sid {
            self.commands.push(Command::Typing { message_sid: sid.to_owned() });
        }
        self.commands.push(Command::Read { of, text: text.to_owned(), asked, options });
    }

    fn context<'a>(&'a self, asked: &'a [Asked], options: &'a [String]) -> Context<'a> {
        let person = &self.desk.person;
        let now = self.now().to_zoned(person.time_zone()).datetime();
        Context { language: person.language, region: &person.region, now, asked, options }
    }

    pub(super) fn read(&mut self, of: EventId, text: &str, proposal: &Proposal) {
        if let Some(address) = &proposal.email {
            self.email_given(address);
        }
        match proposal.act {
            Act::Emergency => {
                let number = phone::emergency_number(&self.desk.person.region).to_owned();
                self.say(None, Words::Emergency { number });
            }
            Act::Book => self.book(of, text, proposal),
            Act::Inform | Act::Change | Act::Correction => self.inform(of, text, proposal),
            Act::Yes => self.yes(text),
            Act::No | Act::Alternatives => self.no(text),
            Act::Pick => self.pick(proposal.option.unwrap_or(0), text),
            Act::DontCare | Act::Unsure | Act::Unclear | Act::Repeat => self.unclear(text),
            Act::Cancel => self.cancel_focus(),
            Act::Status | Act::History => self.status(),
            Act::Transcript => self.transcript_of_last(),
            Act::Help => self.say(None, Words::Help),
            Act::Human => self.say(None, Words::NoHuman),
            Act::WhoAreYou => self.say(None, Words::WhoIAm),
            Act::Stop => self.stop(),
            Act::Greeting => self.polite(Words::Greeting),
            Act::Thanks => self.polite(Words::YouAreWelcome),
            Act::Goodbye => self.polite(Words::Goodbye),
            Act::Reschedule | Act::Erase => self.say(None, Words::NoHuman),
            Act::OutOfScope => self.say(None, Words::OutOfScope),
        }
    }

    /// What we are waiting for the person to say, and the options that they saw.
    fn asked(&self) -> (Vec<Asked>, Vec<String>) {
        let email = self.desk.person.email_asked && self.desk.person.email.is_none();
        let mut asked = Vec::new();
        let mut options = Vec::new();
        if let Some(index) = self.focus() {
            let request = &self.desk.requests[index];
            match &request.stage {
                Stage::Drafting { asked: missing } => asked.extend_from_slice(missing),
                Stage::Confirming => asked.push(Asked::Card),
                Stage::Choosing { .. } => {
                    asked.push(Asked::Options);
                    options = self.offer_texts(index);
                }
                Stage::Calling(calling) => match calling.open_question() {
                    Some(QuestionKind::Free { options: given, .. }) => {
                        asked.push(if given.is_empty() { Asked::Anything } else { Asked::Options });
                        options.clone_from(given);
                    }
                    Some(QuestionKind::Offers { .. }) => {
                        asked.push(Asked::Options);
                        options = self.offer_texts(index);
                    }
                    None => {}
                },
                Stage::Waiting { .. } | Stage::Closed { .. } => {}
            }
        }
        if email {
            asked.push(Asked::Email);
        }
        (asked, options)
    }

    fn offer_texts(&self, index: usize) -> Vec<String> {
        self.offer_views(index)
            .iter()
            .map(|offer| {
                offer
                    .at
                    .to_zoned(super::request::zone(&offer.zone))
                    .strftime("%A %Y-%m-%d %H:%M")
                    .to_string()
            })
            .collect()
    }

    /// The request that a message without a name speaks of: the one whose question is open, then the one that is
    /// being put together or chosen for, then the one that is under way.
    pub(super) fn focus(&self) -> Option<usize> {
        let rank = |request: &Request| match &request.stage {
            Stage::Calling(calling) if calling.open_question().is_some() => 3,
            Stage::Drafting { .. } | Stage::Confirming | Stage::Choosing { .. } => 2,
            Stage::Calling(_) | Stage::Waiting { .. } => 1,
            Stage::Closed { .. } => 0,
        };
        let open = self.desk.requests.iter().enumerate().filter(|(_, request)| request.is_open());
        open.max_by_key(|(index, request)| (rank(request), *index)).map(|(index, _)| index)
    }

    pub(super) fn tap(&mut self, button: Button) {
        let Some(index) = self.find(button.request) else {
            return self.say(None, Words::NothingOpen);
        };
        let request = &self.desk.requests[index];
        match (button.verb, &request.stage) {
            (ButtonVerb::Call, Stage::Confirming) => self.accept(index),
            (ButtonVerb::Change, Stage::Confirming | Stage::Drafting { .. }) => {
                self.what_to_change(index);
            }
            (ButtonVerb::Change, Stage::Calling(_) | Stage::Waiting { .. }) => {
                self.say_about(index, |about| Words::CannotChangeNow { about });
            }
            (ButtonVerb::Cancel, stage) if !matches!(stage, Stage::Closed { .. }) => {
                self.cancel(index);
            }
            (ButtonVerb::CallNow, Stage::Waiting { .. }) => self.call_or_wait(index, self.now()),
            (ButtonVerb::Pick(n), Stage::Calling(_) | Stage::Choosing { .. }) => {
                self.pick_of(index, n, "");
            }
            (ButtonVerb::Neither, Stage::Calling(_) | Stage::Choosing { .. }) => {
                self.neither(index);
            }
            (ButtonVerb::Transcript, _) => self.transcript(index),
            _ => self.say_about(index, |about| Words::AlreadyDecided { about }),
        }
    }

    fn yes(&mut self, text: &str) {
        let Some(index) = self.focus() else { return self.say(None, Words::YouAreWelcome) };
        match &self.desk.requests[index].stage {
            Stage::Confirming => self.accept(index),
            Stage::Choosing { .. } if self.offer_views(index).len() == 1 => {
                self.pick_of(index, 1, text);
            }
            Stage::Choosing { .. } => self.offers_left(index),
            Stage::Calling(calling) if calling.open_question().is_some() => {
                self.yes_to_question(index, text);
            }
            Stage::Calling(_) | Stage::Waiting { .. } => {
                self.say_about(index, |about| Words::StillOnIt { about });
            }
            Stage::Drafting { .. } | Stage::Closed { .. } => self.complete_or_ask(index),
        }
    }

    fn no(&mut self, text: &str) {
        let Some(index) = self.focus() else { return self.say(None, Words::YouAreWelcome) };
        match &self.desk.requests[index].stage {
            Stage::Confirming => self.what_to_change(index),
            Stage::Choosing { .. } => self.neither(index),
            Stage::Calling(calling) => match calling.open_question() {
                Some(QuestionKind::Offers { .. }) => self.neither(index),
                Some(QuestionKind::Free { .. }) => self.answer_question(text),
                None => self.say_about(index, |about| Words::StillOnIt { about }),
            },
            Stage::Waiting { .. } => self.say_about(index, |about| Words::StillOnIt { about }),
            Stage::Drafting { .. } | Stage::Closed { .. } => self.complete_or_ask(index),
        }
    }

    /// A number alone: an option of a question or of the offers, or a button of the card.
    fn pick(&mut self, n: u32, text: &str) {
        let Some(index) = self.focus() else { return self.say(None, Words::NotUnderstood) };
        match (&self.desk.requests[index].stage, n) {
            (Stage::Confirming, 1) => self.accept(index),
            (Stage::Confirming, 2) => self.what_to_change(index),
            (Stage::Confirming, 3) => self.cancel(index),
            (Stage::Calling(_) | Stage::Choosing { .. }, _) => self.pick_of(index, n, text),
            _ => self.unclear(text),
        }
    }

    fn pick_of(&mut self, index: usize, n: u32, text: &str) {
        let nth = usize::try_from(n).unwrap_or(usize::MAX).checked_sub(1);
        let offers = self.offer_views(index);
        match &self.desk.requests[index].stage {
            Stage::Calling(calling) => match calling.open_question().cloned() {
                Some(QuestionKind::Offers { .. }) => match nth.and_then(|nth| offers.get(nth)) {
                    Some(offer) => self.approve(index, Slot(offer.at)),
                    None if nth == Some(offers.len()) => self.neither(index),
                    None => self.ask_question_again(index),
                },
                Some(QuestionKind::Free { options, .. }) => {
                    match nth.and_then(|nth| options.get(nth)) {
                        Some(option) => self.answer_question(&option.clone()),
                        None => self.answer_question(text),
                    }
                }
                None => self.say_about(index, |about| Words::AlreadyDecided { about }),
            },
            Stage::Choosing { .. } => match nth.and_then(|nth| offers.get(nth)) {
                Some(offer) => self.choose(index, Slot(offer.at)),
                None if nth == Some(offers.len()) => self.neither(index),
                None => self.offers_left(index),
            },
            _ => self.say_about(index, |about| Words::AlreadyDecided { about }),
        }
    }

    fn unclear(&mut self, text: &str) {
        let Some(index) = self.focus() else { return self.say(None, Words::NotUnderstood) };
        match &self.desk.requests[index].stage {
            Stage::Drafting { .. } => self.complete_or_ask(index),
            Stage::Confirming => self.card(index),
            Stage::Choosing { .. } => self.offers_left(index),
            Stage::Calling(calling)
                if matches!(calling.open_question(), Some(QuestionKind::Free { .. })) =>
            {
                self.answer_question(text);
            }
            Stage::Calling(calling) if calling.open_question().is_some() => {
                self.ask_question_again(index);
            }
            Stage::Calling(_) | Stage::Waiting { .. } | Stage::Closed { .. } => {
                self.say(None, Words::NotUnderstood);
            }
        }
    }

    /// Politeness changes nothing; while a call goes on it is answered with where things stand.
    fn polite(&mut self, words: Words) {
        match self.focus() {
            Some(index) if matches!(self.desk.requests[index].stage, Stage::Calling(_)) => {
                self.say_about(index, |about| Words::StillOnIt { about });
            }
            _ => self.say(None, words),
        }
    }

    fn stop(&mut self) {
        for index in 0..self.desk.requests.len() {
            if self.desk.requests[index].is_open() {
                self.cancel(index);
            }
        }
        self.say(None, Words::Stopped);
        self.desk.person.stopped = true;
    }

    fn cancel_focus(&mut self) {
        match self.focus() {
            Some(index) => self.cancel(index),
            None => self.say(None, Words::NothingOpen),
        }
    }

    fn status(&mut self) {
        let open: Vec<_> =
            (0..self.desk.requests.len()).filter(|&i| self.desk.requests[i].is_open()).collect();
        if open.is_empty() {
            return match self
                .desk
                .requests
                .iter()
                .rposition(|request| request.appointment.is_some())
            {
                Some(index) => {
                    let view = self.final_view(index, ClosedBecause::Booked, false);
                    self.say(Some(view.about.request), Words::Final(Box::new(view)));
                }
                None => self.say(None, Words::NothingOpen),
            };
        }
        for index in open {
            let request = &self.desk.requests[index];
            let next_at = match request.stage {
                Stage::Waiting { until, .. } | Stage::Choosing { until } => Some(until),
                _ => None,
            };
            let calls = u32::try_from(request.calls.len()).unwrap_or(u32::MAX);
            let zone = self.desk.person.zone.clone();
            self.say_about(index, |about| Words::Status { about, calls, next_at, zone });
        }
    }

    fn transcript_of_last(&mut self) {
        match self.desk.requests.iter().rposition(|request| request.last_transcript().is_some()) {
            Some(index) => self.transcript(index),
            None => self.say(None, Words::NothingOpen),
        }
    }

    fn transcript(&mut self, index: usize) {
        let request = &self.desk.requests[index];
        let provider_language = request.wish.language_or(self.desk.person.language);
        match request.last_transcript().cloned() {
            Some(transcript) => {
                self.say_about(index, |about| Words::Transcript {
                    about,
                    provider_language,
                    transcript,
                });
            }
            None => self.say_about(index, |about| Words::NoTranscript { about }),
        }
    }

    /// Keeps the address, and mails what was booked last if that has not been mailed there.
    fn email_given(&mut self, address: &str) {
        if !looks_like_an_address(address) {
            return self.say(None, Words::BadEmail);
        }
        let address = address.to_owned();
        self.desk.person.email = Some(address.clone());
        self.desk.person.email_asked = true;
        self.say(None, Words::EmailSaved { address: address.clone() });
        let booked = self.desk.requests.iter().rposition(|request| request.appointment.is_some());
        if let Some(index) = booked {
            let mail = self.mail(index, ClosedBecause::Booked);
            let request = self.desk.requests[index].id;
            self.commands.push(Command::Mail { request, to: address, mail });
        }
    }

    pub(super) fn mail(&self, index: usize, because: ClosedBecause) -> Box<Mail> {
        let request = &self.desk.requests[index];
        Box::new(Mail {
            view: self.final_view(index, because, false),
            language: self.desk.person.language,
            provider_language: request.wish.language_or(self.desk.person.language),
            transcript: request.last_transcript().cloned(),
            appointment: request.appointment.clone(),
        })
    }
}

/// Turns that the rules may decide without a model, when they are sure.
fn is_quick(act: Act) -> bool {
    !matches!(
        act,
        Act::Book | Act::Inform | Act::Change | Act::Correction | Act::OutOfScope | Act::Unclear
    )
}

/// A first look; whether mail arrives there, the mail itself will tell.
fn looks_like_an_address(text: &str) -> bool {
    let Some((name, domain)) = text.split_once('@') else { return false };
    let plain = |part: &str| {
        !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c == '@' || c == ',')
    };
    text.len() <= 254
        && plain(name)
        && plain(domain)
        && domain.contains('.')
        && !domain.starts_with('.')
        && !domain.ends_with('.')
}
