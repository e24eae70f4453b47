//! What comes in from the chat: put together to whole thoughts, and put down to the request of which it speaks.

use crate::calendar;
use crate::ids::{EventId, RequestId};
use crate::understanding::{
    Act, Asked, Context, MASK, OwnData, Proposal, language_of, language_wanted, own_data,
    reminders_wanted, rules,
};
use crate::when::text::folded;

use super::candidate::Coordinates;
use super::decide::Deciding;
use super::{
    Burst, Button, Candidate, Command, Content, OfferView, QuestionKind, Recall, Request, Retry,
    Said, Stage, Timer, Words, zone,
};

impl Deciding<'_> {
    pub(super) fn said(&mut self, said: &Said) {
        let now = self.now();
        let person = &mut self.desk.person;
        person.last_inbound_at = person.last_inbound_at.max(Some(now));
        person.stopped = false;
        if !self.is_admitted() {
            return self.at_the_door(said);
        }
        // Whoever is in danger is not greeted first.
        if !self.is_emergency(&said.content)
            && !std::mem::replace(&mut self.desk.person.greeted, true)
        {
            self.say(None, Words::Welcome);
        }
        if !self.is_emergency(&said.content) {
            self.tell_the_untold(&said.content);
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
                let at = Coordinates { latitude: latitude.clone(), longitude: longitude.clone() };
                let place = named.unwrap_or_else(|| format!("{latitude}, {longitude}"));
                self.located(place, at);
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
        matches!(content, Content::Text { text } if self.by_rules(text, &[], &[]).act == Act::Emergency)
    }

    pub(super) fn transcribed(&mut self, of: EventId, text: &str) {
        if text.trim().is_empty() {
            return self.say(None, Words::CouldNotHear);
        }
        self.say(None, Words::Heard { text: text.to_owned() });
        self.text(of, text, None);
    }

    /// Quick turns are decided here and now; half a thought waits for its other half; for the rest the configured
    /// reader is asked.
    pub(super) fn text(&mut self, of: EventId, text: &str, sid: Option<&str>) {
        if text.contains(MASK) && !self.question_is_open() && self.is_only_a_secret(text) {
            return;
        }
        if let Some(language) = language_wanted(text).filter(|_| !self.question_is_open()) {
            self.desk.person.language = language;
            self.desk.person.language_chosen = true;
            return self.say(None, Words::LanguageSet);
        }
        if let Some((address, rest)) = calendar::said_in(text) {
            self.calendar_given(address);
            if rest.split_whitespace().count() > WORDS_ABOUT_A_CALENDAR {
                self.text(of, &rest, sid);
            }
            return;
        }
        if let Some(asked) = own_data(text).filter(|_| !self.question_is_open())
            && self.by_rules(text, &[], &[]).act != Act::Erase
        {
            return self.about_own_data(asked, text);
        }
        if let Some(on) = reminders_wanted(text).filter(|_| !self.question_is_open()) {
            self.desk.person.no_reminders = !on;
            return self.say(None, Words::RemindersSet { on });
        }
        if self.watches(text) {
            return;
        }
        let mut parts = self.desk.person.burst.take().map(|burst| burst.parts).unwrap_or_default();
        let (asked, options) = self.asked_about(text);
        let proposal = self.by_rules(text, &asked, &options);
        if proposal.act != Act::Emergency && self.cannot_come(of, text, &proposal) {
            return;
        }
        if proposal.act == Act::Emergency || proposal.sure && is_urgent(proposal.act) {
            return self.read(of, text, &proposal);
        }
        if self.picks_several(text) || self.takes_cheapest(text) {
            return;
        }
        let quick = proposal.sure && is_quick(proposal.act) && parts.is_empty();
        if quick && proposal.act != Act::Greeting {
            return self.read(of, text, &proposal);
        }
        if asked.contains(&Asked::Anything) {
            return self.answer_question(text);
        }
        if let Some(sid) = sid {
            self.commands.push(Command::Typing { message_sid: sid.to_owned() });
        }
        parts.push(text.to_owned());
        if self.may_be_half(of, &parts) { self.hold(of, parts) } else { self.whole(of, &parts) }
    }

    /// Says that a number that was masked is never needed; tells whether the message says nothing besides.
    fn is_only_a_secret(&mut self, text: &str) -> bool {
        let proposal = self.by_rules(text, &[], &[]);
        if proposal.act == Act::Emergency {
            return false;
        }
        self.desk.person.language = proposal
            .language
            .filter(|_| !self.desk.person.language_chosen)
            .unwrap_or(self.desk.person.language);
        self.say(None, Words::SecretNotKept);
        // A longer message says more, even if it is not understood.
        matches!(proposal.act, Act::Unclear | Act::OutOfScope | Act::Unsure)
            && text.split_whitespace().count() <= WORDS_ABOUT_A_SECRET
    }

    fn about_own_data(&mut self, asked: OwnData, text: &str) {
        let language = language_of(text).filter(|_| !self.desk.person.language_chosen);
        self.desk.person.language = language.unwrap_or(self.desk.person.language);
        match asked {
            OwnData::Receipt => self.recall(Recall::Receipt { text: text.to_owned() }),
            OwnData::Export => self.export_wanted(),
            OwnData::ForgetCalendar => self.forget_calendar(),
        }
    }

    /// Nothing more came.
    pub(super) fn thought_over(&mut self) {
        let now = self.now();
        let Some(burst) = self.desk.person.burst.take_if(|burst| burst.until <= now) else {
            return;
        };
        if !burst.parts.is_empty() {
            return self.whole(burst.last, &burst.parts);
        }
        let drafting =
            |index: &usize| matches!(self.desk.requests[*index].stage, Stage::Drafting { .. });
        if let Some(index) = self.focus().filter(drafting) {
            self.complete_or_ask(index);
        }
    }

    /// A thought, from its first to its last part.
    fn whole(&mut self, of: EventId, parts: &[String]) {
        let text = parts.join("\n");
        let (asked, options) = self.asked_about(&text);
        let proposal = self.by_rules(&text, &asked, &options);
        if proposal.sure && is_quick(proposal.act) {
            return self.read(of, &text, &proposal);
        }
        self.commands.push(Command::Read { of, text, asked, options });
    }

    /// Waits a moment for more, with what has been said so far.
    pub(super) fn hold(&mut self, of: EventId, parts: Vec<String>) {
        let until = self.after(self.policy.burst_s);
        self.desk.person.burst = Some(Burst { parts, last: of, until });
        self.commands.push(Command::Wake { at: until, timer: Timer::Thought });
    }

    pub(super) fn waits_for_halves(&self) -> bool {
        self.policy.burst_s > 0
    }

    /// Whether these few words would only be answered with a question.
    fn may_be_half(&self, of: EventId, parts: &[String]) -> bool {
        let words: usize = parts.iter().map(|part| part.split_whitespace().count()).sum();
        if !self.waits_for_halves() || words >= WORDS_OF_A_WHOLE || parts.len() >= PARTS_MAX {
            return false;
        }
        let text = parts.join("\n");
        let mut trial = Deciding {
            desk: self.desk.clone(),
            policy: self.policy,
            event: self.event,
            commands: Vec::new(),
            named: self.named,
        };
        let (asked, options) = trial.asked_about(&text);
        let proposal = trial.by_rules(&text, &asked, &options);
        trial.read(of, &text, &proposal);
        trial.commands.iter().any(|command| {
            matches!(
                command,
                Command::Say {
                    words: Words::Ask { .. } | Words::NotUnderstood | Words::Greeting,
                    ..
                }
            )
        })
    }

    pub(super) fn by_rules(&self, text: &str, asked: &[Asked], options: &[String]) -> Proposal {
        let person = &self.desk.person;
        let now = self.now().to_zoned(person.time_zone()).datetime();
        let language = person.language;
        let context = Context::new(language, &person.region, now);
        rules(text, &Context { asked, options, ..context })
    }

    /// What we are waiting for in the request that a text speaks of.
    fn asked_about(&mut self, text: &str) -> (Vec<Asked>, Vec<String>) {
        self.named = self.named_in(text);
        if self.named.is_some() {
            self.desk.person.speaks_of = self.named;
        }
        self.asked()
    }

    /// A provider waits for the person's answer: what they say is that first of all.
    pub(super) fn question_is_open(&self) -> bool {
        let asks = |request: &Request| {
            request.owes_an_answer()
                || request.calling().is_some_and(|calling| calling.open_question().is_some())
        };
        self.desk.requests.iter().any(asks)
    }

    /// The open request that a text names by its service or provider, where there are several and it names just one.
    pub(super) fn named_in(&self, text: &str) -> Option<RequestId> {
        let open = |index: &usize| self.desk.requests[*index].is_open();
        let open: Vec<_> = (0..self.desk.requests.len()).filter(open).collect();
        self.best_named(&open, text).map(|index| self.desk.requests[index].id)
    }

    /// The one of several requests that a text names by its service or provider better than the others.
    pub(super) fn best_named(&self, among: &[usize], text: &str) -> Option<usize> {
        if among.len() < 2 {
            return None;
        }
        let text = folded(text);
        let mut hits: Vec<_> = among
            .iter()
            .map(|&index| {
                let wish = &self.desk.requests[index].wish;
                let names = [wish.service.as_deref(), wish.provider.as_deref()];
                let words = names.into_iter().flatten().map(folded).collect::<Vec<_>>().join(" ");
                let said = |word: &&str| text.split(' ').any(|other| are_alike(word, other));
                (words.split(' ').filter(said).count(), index)
            })
            .collect();
        hits.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        match hits.as_slice() {
            [(best, index), (second, _), ..] if best > second => Some(*index),
            _ => None,
        }
    }

    /// What we are waiting for the person to say, and the options that they saw.
    fn asked(&self) -> (Vec<Asked>, Vec<String>) {
        let which = &self.desk.person.which_to_cancel;
        if !which.is_empty() && !self.question_is_open() {
            let named = |&id| self.find(id).map(|index| self.desk.requests[index].short_name());
            let options = which.iter().map(|id| named(id).unwrap_or_default()).collect();
            return (vec![Asked::Options], options);
        }
        let earlier = self.earlier_texts();
        if !earlier.is_empty() && !self.question_is_open() {
            return (vec![Asked::Options], earlier);
        }
        let email = self.desk.person.email_asked && self.desk.person.email.is_none();
        let mut asked = Vec::new();
        let mut options = Vec::new();
        if let Some(index) = self.focus() {
            let request = &self.desk.requests[index];
            match &request.stage {
                Stage::Drafting { asked: missing } => asked.extend_from_slice(missing),
                Stage::Confirming => asked.push(Asked::Card),
                Stage::Picking { found } => {
                    asked.push(Asked::Options);
                    options = found.iter().map(Candidate::for_people).collect();
                }
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
                Stage::Waiting { why: Retry::Question, .. } => {
                    let given =
                        request.owed.as_ref().map(|owed| owed.options.clone()).unwrap_or_default();
                    asked.push(if given.is_empty() { Asked::Anything } else { Asked::Options });
                    options = given;
                }
                Stage::Seeking
                | Stage::Waiting { .. }
                | Stage::Enquiring { .. }
                | Stage::Closed { .. } => {}
            }
        }
        if email {
            asked.push(Asked::Email);
        }
        (asked, options)
    }

    fn offer_texts(&self, index: usize) -> Vec<String> {
        self.offer_views(index).iter().map(offer_text).collect()
    }

    /// The request of which a message speaks: the one that it names; without a name the one whose question is open, then
    /// the one that is being put together or chosen for, then the one that is under way; of these, the one of which the
    /// person spoke last by name, then the newest.
    pub(super) fn focus(&self) -> Option<usize> {
        let rank = |request: &Request| match &request.stage {
            Stage::Calling(calling) if calling.open_question().is_some() => 3,
            stage if stage.is_unsettled() => 2,
            Stage::Choosing { .. } => 2,
            Stage::Calling(_) | Stage::Waiting { .. } | Stage::Enquiring { .. } => 1,
            _ => 0,
        };
        let speaks_of = self.desk.person.speaks_of;
        let open = self.desk.requests.iter().enumerate().filter(|(_, request)| request.is_open());
        let foremost = open.max_by_key(|(index, request)| {
            let id = Some(request.id);
            (id == self.named, rank(request), id == speaks_of, *index)
        });
        foremost.map(|(index, _)| index)
    }
}

pub(super) fn offer_text(offer: &OfferView) -> String {
    offer.at.to_zoned(zone(&offer.zone)).strftime("%A %Y-%m-%d %H:%M").to_string()
}

/// A message of so many words is no fragment.
const WORDS_OF_A_WHOLE: usize = 12;

/// "My calendar is", "mi calendario privado es": longer messages say something else as well.
const WORDS_ABOUT_A_CALENDAR: usize = 8;

/// "my card is … exp 12/27 cvv …": so many words and a number may stand around what is masked.
const WORDS_ABOUT_A_SECRET: usize = 9;

/// Parts of a thought; more is not waited for.
const PARTS_MAX: usize = 10;

/// Turns that the rules may decide without a model, when they are sure.
fn is_quick(act: Act) -> bool {
    !matches!(
        act,
        Act::Book | Act::Inform | Act::Change | Act::Correction | Act::OutOfScope | Act::Unclear
    )
}

/// Turns that end whatever was being said.
fn is_urgent(act: Act) -> bool {
    matches!(act, Act::Cancel | Act::Stop | Act::Erase)
}

/// The same word, or the same stem in another form or language: "dentist", "dentista".
pub(super) fn are_alike(one: &str, other: &str) -> bool {
    let same = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    same >= 5 || same >= 3 && one == other
}
