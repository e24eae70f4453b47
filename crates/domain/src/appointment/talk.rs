//! What the person says, and what it means for the request it speaks of.

use crate::ids::{EventId, RequestId};
use crate::phone;
use crate::understanding::{
    Act, Proposal, Several, calls_now, calls_off, never_mind, picks_cheapest, price,
};

use super::decide::Deciding;
use super::{
    Button, ButtonVerb, ClosedBecause, Command, Mail, MailWanted, OfferView, QuestionKind, Recall,
    Request, Retry, Slot, Stage, Words,
};

impl Deciding<'_> {
    pub(super) fn read(&mut self, of: EventId, text: &str, proposal: &Proposal) {
        self.named = self.named_in(text);
        let objects = matches!(
            proposal.act,
            Act::No | Act::Cancel | Act::Stop | Act::Erase | Act::Correction | Act::Emergency
        );
        if !objects && calls_now(text) {
            if self.call_planned_now() {
                return;
            }
            if let Some(index) = self.focus() {
                self.request(index).wish.call_at = None;
            }
        }
        let call_off = self.desk.person.call_off_asked.take();
        let erasure = self.takes_erasure_question().is_some() && !self.question_is_open();
        let mail_wanted = self.desk.person.mail_wanted.take();
        if !erasure
            && (self.says_what_to_do_instead(of, text, proposal)
                || self.answers_about_the_earlier(proposal))
        {
            return;
        }
        let mut which = std::mem::take(&mut self.desk.person.which_to_cancel);
        if self.question_is_open() {
            which.clear();
        }
        if let Some(address) = &proposal.email {
            self.email_given(address, proposal.act, mail_wanted);
        }
        let call_off = call_off.and_then(|request| self.find(request));
        match proposal.act {
            Act::Emergency => {
                // In the words of whoever is in danger.
                self.desk.person.language = proposal.language.unwrap_or(self.desk.person.language);
                let number = phone::emergency_number(&self.desk.person.region).to_owned();
                self.say(None, Words::Emergency { number });
            }
            Act::Book => self.book(of, text, proposal),
            Act::Inform | Act::Change | Act::Correction => self.inform(of, text, proposal),
            Act::Yes if proposal.sure && erasure => self.erase(true),
            Act::No if erasure => self.say(None, Words::NothingErased),
            Act::Yes if proposal.sure => match call_off {
                Some(index) => self.call_off(index),
                None => self.yes(text),
            },
            Act::Yes => self.yes_perhaps(text),
            Act::No => match call_off.filter(|_| !self.question_is_open()) {
                Some(index) => self.keep(index),
                None => self.no(text),
            },
            Act::Alternatives => self.no(text),
            Act::Pick if !which.is_empty() => self.cancel_which(&which, proposal.option),
            Act::Pick => self.pick(proposal.option.unwrap_or(0), text),
            Act::DontCare | Act::Unsure | Act::Unclear | Act::Repeat => self.unclear(text),
            Act::Cancel => match call_off {
                Some(index) if calls_off(text) => self.call_off(index),
                Some(index) if never_mind(text) => self.keep(index),
                _ => self.cancel_focus(),
            },
            Act::Status => self.status(),
            Act::History => self.recall(Recall::History),
            Act::Transcript => self.transcript_wanted(text, proposal.email.as_deref()),
            Act::Help => self.say(None, Words::Help),
            Act::Human => self.say(None, Words::NoHuman),
            Act::WhoAreYou => self.say(None, Words::WhoIAm),
            Act::Stop => self.stop(),
            Act::Greeting => self.polite(Words::Greeting),
            Act::Thanks => self.polite(Words::YouAreWelcome),
            Act::Goodbye => self.polite(Words::Goodbye),
            Act::Reschedule => self.reschedule(of, text, proposal),
            Act::Erase => self.erasure_wanted(erasure),
            Act::OutOfScope => self.say(None, Words::OutOfScope),
        }
    }

    pub(super) fn tap(&mut self, button: Button) {
        if matches!(button.verb, ButtonVerb::Erase | ButtonVerb::EraseNothing) {
            return self.erasure_tapped(button);
        }
        let Some(index) = self.find(button.request) else {
            return self.say(None, Words::NothingOpen);
        };
        self.desk.person.speaks_of = Some(button.request);
        self.desk.person.which_to_cancel.clear();
        self.desk.person.cannot_come = None;
        let request = &self.desk.requests[index];
        match (button.verb, &request.stage) {
            (ButtonVerb::Call, Stage::Confirming) => self.accept(index),
            (ButtonVerb::Pick(n), Stage::Picking { .. }) => self.pick_found(index, n),
            (ButtonVerb::Any, Stage::Picking { .. }) => self.pick_several(index, &Several::Any),
            (ButtonVerb::Neither, Stage::Picking { .. }) => self.none_of_those_found(index),
            (ButtonVerb::Change, Stage::Confirming | Stage::Drafting { .. }) => {
                self.what_to_change(index);
            }
            (
                ButtonVerb::Change,
                Stage::Calling(_) | Stage::Waiting { .. } | Stage::Enquiring { .. },
            ) => {
                self.say_about(index, |about| Words::CannotChangeNow { about });
            }
            (ButtonVerb::Cancel, stage) if !matches!(stage, Stage::Closed { .. }) => {
                self.cancel(index);
            }
            (ButtonVerb::Pick(n), Stage::Waiting { .. }) if request.owes_an_answer() => {
                self.pick_owed(index, n, "");
            }
            (ButtonVerb::Elsewhere, Stage::Waiting { .. }) => self.elsewhere(index),
            (ButtonVerb::StopNow, Stage::Calling(_)) => self.stop_now(index),
            (ButtonVerb::WaitLonger, Stage::Calling(_)) => self.wait_longer(index),
            (ButtonVerb::CallNow, Stage::Waiting { .. }) => self.call_or_wait(index, self.now()),
            (ButtonVerb::Pick(n), Stage::Calling(_) | Stage::Choosing { .. }) => {
                self.pick_of(index, n, "");
            }
            (ButtonVerb::Neither, Stage::Calling(_) | Stage::Choosing { .. }) => {
                self.neither(index);
            }
            (ButtonVerb::Transcript, _) => self.transcript(index),
            (ButtonVerb::CallOff, Stage::Closed { .. }) => self.call_off(index),
            (ButtonVerb::Keep, Stage::Closed { .. }) => self.keep(index),
            (ButtonVerb::NoCheck, Stage::Closed { .. }) => self.no_check(index),
            (
                ButtonVerb::BringIt | ButtonVerb::RingMe,
                Stage::Calling(_) | Stage::Waiting { .. },
            ) => self.answer_with(index, button.verb),
            (ButtonVerb::Move, Stage::Closed { .. }) => self.move_it(index),
            (ButtonVerb::Pick(n), Stage::Closed { .. }) if request.watch.is_some() => {
                self.take_the_earlier(index, n);
            }
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
            Stage::Waiting { why: Retry::Question, .. } => self.answer_question_at(index, text),
            Stage::Calling(_) | Stage::Waiting { .. } | Stage::Enquiring { .. } => {
                self.say_about(index, |about| Words::StillOnIt { about });
            }
            Stage::Drafting { .. }
            | Stage::Seeking
            | Stage::Picking { .. }
            | Stage::Closed { .. } => self.complete_or_ask(index),
        }
    }

    /// The words of the button *Call now*.
    fn call_planned_now(&mut self) -> bool {
        let waiting =
            |index: &usize| matches!(self.desk.requests[*index].stage, Stage::Waiting { .. });
        let Some(index) = self.focus().filter(waiting) else { return false };
        self.call_or_wait(index, self.now());
        true
    }

    /// What only may be a yes dials nobody and takes nothing: it is asked again.
    fn yes_perhaps(&mut self, text: &str) {
        let decides = self.focus().is_none_or(|index| {
            let stage = &self.desk.requests[index].stage;
            matches!(stage, Stage::Confirming | Stage::Choosing { .. })
        });
        if decides { self.unclear(text) } else { self.yes(text) }
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
            Stage::Waiting { why: Retry::Question, .. } => self.answer_question_at(index, text),
            Stage::Waiting { .. } | Stage::Enquiring { .. } => {
                self.say_about(index, |about| Words::StillOnIt { about });
            }
            Stage::Picking { .. } => self.none_of_those_found(index),
            Stage::Drafting { .. } | Stage::Seeking | Stage::Closed { .. } => {
                self.complete_or_ask(index);
            }
        }
    }

    /// A number alone: an option of a question or of the offers, or a button of the card.
    fn pick(&mut self, n: u32, text: &str) {
        let Some(index) = self.focus() else { return self.say(None, Words::NotUnderstood) };
        match (&self.desk.requests[index].stage, n) {
            (Stage::Confirming, 1) => self.accept(index),
            (Stage::Confirming, 2) => self.what_to_change(index),
            (Stage::Confirming, 3) => self.cancel(index),
            (Stage::Picking { found }, _) => match usize::try_from(n) {
                Ok(nth) if nth == found.len() + 1 => self.pick_several(index, &Several::Any),
                Ok(nth) if nth == found.len() + 2 => self.none_of_those_found(index),
                _ => self.pick_found(index, n),
            },
            (Stage::Waiting { why: Retry::Question, .. }, _) => self.pick_owed(index, n, text),
            (Stage::Calling(_) | Stage::Choosing { .. }, _) => self.pick_of(index, n, text),
            _ => self.unclear(text),
        }
    }

    /// One of the answers that the provider left to choose from.
    fn pick_owed(&mut self, index: usize, n: u32, text: &str) {
        let nth = usize::try_from(n).ok().and_then(|n| n.checked_sub(1));
        let owed = self.desk.requests[index].owed.as_ref();
        let option = owed.zip(nth).and_then(|(owed, nth)| owed.options.get(nth).cloned());
        self.answer_question_at(index, option.as_deref().unwrap_or(text));
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
            Stage::Choosing { .. } => {
                match nth.and_then(|nth| self.open_offers(index).get(nth).cloned()) {
                    Some(offer) => self.choose(index, offer.id),
                    None if nth == Some(offers.len()) => self.neither(index),
                    None => self.not_on_the_list(index),
                }
            }
            _ => self.say_about(index, |about| Words::AlreadyDecided { about }),
        }
    }

    fn unclear(&mut self, text: &str) {
        let Some(index) = self.focus() else { return self.say(None, Words::NotUnderstood) };
        match &self.desk.requests[index].stage {
            Stage::Drafting { .. } | Stage::Seeking => self.complete_or_ask(index),
            Stage::Confirming => {
                self.complete_name(index, text);
                self.card(index);
            }
            Stage::Picking { .. } | Stage::Choosing { .. } => self.not_on_the_list(index),
            Stage::Calling(calling)
                if matches!(calling.open_question(), Some(QuestionKind::Free { .. })) =>
            {
                self.answer_question(text);
            }
            Stage::Calling(calling) if calling.open_question().is_some() => {
                self.ask_question_again(index);
            }
            Stage::Waiting { why: Retry::Question, .. } => self.answer_question_at(index, text),
            Stage::Calling(_)
            | Stage::Waiting { .. }
            | Stage::Enquiring { .. }
            | Stage::Closed { .. } => {
                self.say(None, Words::NotUnderstood);
            }
        }
    }

    /// The list again, and before it a word on what answers it.
    pub(super) fn not_on_the_list(&mut self, index: usize) {
        let last = match &self.desk.requests[index].stage {
            Stage::Picking { found } => found.len(),
            _ => self.offer_views(index).len(),
        };
        let last = u32::try_from(last).unwrap_or(u32::MAX);
        self.say_about(index, |about| Words::NotOnTheList { about, last });
        match &self.desk.requests[index].stage {
            Stage::Picking { .. } => self.show_found(index),
            _ => self.offers_left(index),
        }
    }

    /// "The cheap one", of offers of which one alone costs least.
    pub(super) fn takes_cheapest(&mut self, text: &str) -> bool {
        let Some(index) = self.focus().filter(|_| picks_cheapest(text)) else { return false };
        if !matches!(self.desk.requests[index].stage, Stage::Choosing { .. }) {
            return false;
        }
        let offers = self.offer_views(index);
        let cost = |offer: &OfferView| offer.price.as_deref().and_then(price).map(|it| it.minor);
        let Some(least) = offers.iter().filter_map(cost).min() else { return false };
        let cheapest: Vec<u32> =
            offers.iter().filter(|it| cost(it) == Some(least)).map(|it| it.number).collect();
        if let [only] = cheapest[..] {
            self.pick_of(index, only, text);
        }
        cheapest.len() == 1
    }

    /// Politeness changes nothing; while a call goes on it is answered with where things stand.
    fn polite(&mut self, words: Words) {
        match self.focus() {
            Some(index)
                if matches!(
                    self.desk.requests[index].stage,
                    Stage::Calling(_) | Stage::Enquiring { .. }
                ) =>
            {
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
        self.drop_checks();
        self.say(None, Words::Stopped);
        self.desk.person.stopped = true;
    }

    fn cancel_which(&mut self, which: &[RequestId], option: Option<u32>) {
        let nth = option.and_then(|n| usize::try_from(n).ok()?.checked_sub(1));
        match nth.and_then(|nth| self.find(*which.get(nth)?)) {
            Some(index) => self.cancel(index),
            None => self.cancel_focus(),
        }
    }

    /// Where several are open and none was named, a guess could call off the wrong one.
    fn cancel_focus(&mut self) {
        let open = |index: &usize| self.desk.requests[*index].is_open();
        let open: Vec<_> = (0..self.desk.requests.len()).filter(open).collect();
        let asks = |index: usize| {
            self.desk.requests[index].calling().is_some_and(|it| it.open_question().is_some())
        };
        let focus = self.focus();
        if open.len() > 1 && self.named.is_none() && !focus.is_some_and(asks) {
            let requests: Vec<_> = open.into_iter().map(|index| self.about(index)).collect();
            self.desk.person.which_to_cancel = requests.iter().map(|about| about.request).collect();
            return self.say(None, Words::WhichToCancel { requests });
        }
        match focus {
            Some(index) => self.cancel(index),
            None if self.asks_whether_to_call_off() => {}
            None => self.say(None, Words::NothingOpen),
        }
    }

    fn status(&mut self) {
        let open: Vec<_> =
            (0..self.desk.requests.len()).filter(|&i| self.desk.requests[i].is_open()).collect();
        if open.is_empty() {
            return match self.desk.requests.iter().rposition(Request::is_booked) {
                Some(index) => self.tell_again(index, ClosedBecause::Booked),
                None => self.say(None, Words::NothingOpen),
            };
        }
        for index in open {
            self.tell_status(index);
        }
    }

    pub(super) fn tell_status(&mut self, index: usize) {
        let request = &self.desk.requests[index];
        let next_at = match request.stage {
            Stage::Waiting { until, .. }
            | Stage::Enquiring { until }
            | Stage::Choosing { until, .. } => Some(until),
            _ => None,
        };
        let calls = request.calls.len() + self.asked_so_far(index);
        let calls = u32::try_from(calls).unwrap_or(u32::MAX);
        let zone = self.desk.person.zone.clone();
        self.say_about(index, |about| Words::Status { about, calls, next_at, zone });
    }

    pub(super) fn transcript(&mut self, index: usize) {
        match self.transcript_words(index) {
            Some(words) => self.say(Some(self.desk.requests[index].id), words),
            None => self.say_about(index, |about| Words::NoTranscript { about }),
        }
    }

    pub(super) fn transcript_words(&self, index: usize) -> Option<Words> {
        let request = &self.desk.requests[index];
        Some(Words::Transcript {
            about: request.about(),
            provider_language: request.wish.language_or(self.desk.person.language),
            transcript: request.last_transcript()?.clone(),
        })
    }

    /// Keeps the address, and mails there what it is wanted for; else what was booked last, if that has not been mailed
    /// there.
    fn email_given(&mut self, address: &str, act: Act, wanted: Option<MailWanted>) {
        if !looks_like_an_address(address) {
            self.desk.person.mail_wanted = wanted;
            return self.say(None, Words::BadEmail);
        }
        let is_new = self.desk.person.email.as_deref() != Some(address);
        let address = address.to_owned();
        self.desk.person.email = Some(address.clone());
        self.desk.person.email_asked = true;
        if is_new {
            self.say(None, Words::EmailSaved { address: address.clone() });
        }
        match wanted {
            _ if act == Act::Transcript => return,
            Some(MailWanted::Export) => return self.export_to(address),
            Some(MailWanted::Transcript { request }) => {
                return match self.find(request) {
                    Some(index) => self.mail_transcript(index, &address),
                    None => self.recall(Recall::Transcript {
                        text: String::new(),
                        by_mail: true,
                        to: Some(address),
                    }),
                };
            }
            None if !is_new => self.say(None, Words::EmailSaved { address: address.clone() }),
            None => {}
        }
        let booked = self.desk.requests.iter().rposition(Request::is_booked);
        if let Some(index) = booked {
            let mail = self.mail(index, ClosedBecause::Booked);
            let request = self.desk.requests[index].id;
            self.commands.push(Command::Mail { request, to: address, mail });
        }
    }

    pub(super) fn mail(&self, index: usize, because: ClosedBecause) -> Box<Mail> {
        let request = &self.desk.requests[index];
        Box::new(Mail {
            view: self.final_view(index, because),
            language: self.desk.person.language,
            provider_language: request.wish.language_or(self.desk.person.language),
            transcript: request.last_transcript().cloned(),
            appointment: self.appointment_of(index).cloned(),
        })
    }
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
