//! One message within the conversation: what it does, given what was asked.

use super::acts::{Signs, acts_of, denies, is_emergency};
use super::call_time;
use super::choice::is_none;
use super::details::{Details, Reading, phrases};
use super::facts;
use super::language::language;
use super::pick::pick;
use super::said::{Cue, Said, Word};
use super::signs::{Found, Sign};
use super::words;
use super::{Act, Asked, Context, Proposal};
use crate::language::Language;
use crate::when::{Phrase, Reference, frees_hours, text::Kind};

/// Regions that write the month before the day.
const MONTH_FIRST: &[&str] = &["US", "PH", "BZ"];

pub(super) fn read(text: &str, context: &Context<'_>) -> Proposal {
    let said = Said::new(text);
    let own = language(&said);
    let language = own.unwrap_or(context.language);
    let signs = Signs::read(&said, language, own.is_some());
    let month_first = MONTH_FIRST.contains(&context.region);
    let mut phrases_found = phrases(text, context.now, language, month_first);
    if phrases_found.is_empty() && language != context.language {
        phrases_found = phrases(text, context.now, context.language, month_first);
    }
    if !context.asked.contains(&Asked::When)
        && !context.asked.contains(&Asked::CallAt)
        && said.words.len() == 1
        && said.tokens.iter().any(|t| t.kind == Kind::Digits)
    {
        phrases_found.clear();
    }
    let wants_callback =
        context.asked.contains(&Asked::Callback) && !context.asked.contains(&Asked::Phone);
    let reference = Reference { now: context.now, language, month_first };
    let reading = Reading {
        said: &said,
        signs: &signs,
        language,
        phrases: &phrases_found,
        reference,
        region: context.region,
        wants_callback,
        wants_name: context.asked.contains(&Asked::Name),
        wants_provider: context.asked.contains(&Asked::Provider),
        wants_place: context.asked.contains(&Asked::Phone),
        on_card: context.asked.contains(&Asked::Card),
    };
    let call_at = reading.call_at();
    let phrases_found = match &call_at {
        Some(span) => {
            let rest = call_time::without(text, span);
            phrases(&rest, context.now, language, month_first)
        }
        None => phrases_found.clone(),
    };
    let mut details = Reading { phrases: &phrases_found, ..reading }.details();
    details.call_at = call_at.map(|span| text[span].to_owned());
    if context.asked.contains(&Asked::CallAt)
        && !context.asked.contains(&Asked::When)
        && details.call_at.is_none()
        && !details.when.is_empty()
    {
        details.call_at = Some(details.when.remove(0));
    }
    let turn = Turn { said: &said, signs: &signs, phrases: &phrases_found, reference, context };
    let (mut act, sure, option) = turn.decide(&mut details);
    let mut facts = facts::facts(text, &said, language);
    let unread = matches!(act, Act::Unclear | Act::OutOfScope);
    if unread && facts.is_empty() && !has_content(&details) {
        facts.extend(facts::answer(&said, context.asked));
    }
    // "No insurance, not my first time" declines nothing that we proposed.
    let declines_options = context.asked.contains(&Asked::Options);
    let answers = unread || act == Act::No && !declines_options;
    if answers && !facts.is_empty() && (act == Act::Unclear || !context.asked.is_empty()) {
        act = Act::Inform;
    }
    // "Any time", on the card: the hours are free.
    let shrugs = matches!(act, Act::DontCare | Act::Unclear) && !said.question;
    if shrugs && context.asked.contains(&Asked::Card) && frees_hours(text, language) {
        act = Act::Change;
    }
    Proposal {
        act,
        sure,
        language: own,
        service: details.service,
        provider: details.provider,
        phone: details.phone,
        place: details.place,
        when: details.when,
        not_when: details.not_when,
        call_at: details.call_at,
        name: details.name,
        for_whom: details.for_whom,
        callback: details.callback,
        email: details.email,
        reason: details.reason,
        another: details.another,
        price_max: details.price_max,
        ask_first: details.ask_first,
        facts,
        option,
    }
}

struct Turn<'a> {
    said: &'a Said<'a>,
    signs: &'a Signs,
    phrases: &'a [Phrase],
    reference: Reference,
    context: &'a Context<'a>,
}

/// What may stand beside a quick turn without changing it.
const POLITE: &[Sign] = &[Sign::Filler, Sign::Thanks, Sign::Greeting];

/// More words than that say more than when to call.
const CALL_NOW_MAX: usize = 8;

/// Whether these words ask for a planned call at once: "call now".
#[must_use]
pub fn calls_now(text: &str) -> bool {
    let said = Said::new(text);
    let stands = |cues: &[Cue]| cues.iter().any(|cue| cue.find(&said.words).is_some());
    let grammars = || Language::ALL.into_iter().map(words::grammar);
    let denied =
        |word: &Word| grammars().any(|grammar| grammar.not.contains(&word.folded.as_str()));
    said.words.len() <= CALL_NOW_MAX
        && !said.words.iter().any(denied)
        && grammars().any(|grammar| stands(&grammar.now) && stands(&grammar.call))
}

/// "now", and nothing else.
fn is_now(text: &str) -> bool {
    let said = Said::new(text);
    let whole = |cue: &Cue| cue.find(&said.words) == Some(0..said.words.len());
    Language::ALL.into_iter().any(|language| words::grammar(language).now.iter().any(whole))
}

impl Turn<'_> {
    fn decide(&self, details: &mut Details) -> (Act, bool, Option<u32>) {
        if is_emergency(self.signs) {
            return (Act::Emergency, true, None);
        }
        if self.signs.has(Sign::Abuse) {
            return (Act::OutOfScope, false, None);
        }
        if self.context.asked.contains(&Asked::Options) && is_none(self.said) {
            return (Act::No, true, None);
        }
        if let Some(option) = self.picked() {
            details.when.clear();
            return (Act::Pick, true, Some(option));
        }
        // "Call now" on the card says when to call, not when to come.
        if self.context.asked.contains(&Asked::Card) {
            details.when.retain(|when| !is_now(when));
        }
        let mut acts = acts_of(self.said, self.signs);
        // What is being put together isn't moved but changed; an address is asked for when nothing is.
        if self.context.asked.iter().any(|asked| *asked != Asked::Email) {
            for act in acts.iter_mut().filter(|act| **act == Act::Reschedule) {
                *act = Act::Change;
            }
        }
        // "yes, book it" books nothing new.
        if !self.context.asked.is_empty() && acts.contains(&Act::Yes) && details.service.is_none() {
            acts.retain(|act| *act != Act::Book);
        }
        let first = acts.first().copied();
        if let Some(act) = first
            && self.stands_alone(act, details)
        {
            return (act, self.is_sure(act, details), None);
        }
        if self.is_out_of_scope() {
            return (Act::OutOfScope, false, None);
        }
        if self.asks_something(&acts) {
            let act = if details.when.is_empty() { Act::Unclear } else { Act::Alternatives };
            return (act, false, None);
        }
        if let Some(act) = self.request(&acts, details) {
            return (act, false, None);
        }
        if let Some(act) = first {
            return (act, self.is_sure(act, details), None);
        }
        if self.signs.has(Sign::Enough) {
            let on_card = self.context.asked.contains(&Asked::Card);
            return (Act::No, !on_card && self.explained(&[Sign::Enough], 0), None);
        }
        if self.answers(details) { (Act::Inform, false, None) } else { (Act::Unclear, false, None) }
    }

    fn picked(&self) -> Option<u32> {
        let asked = |what| self.context.asked.contains(&what);
        let options = if asked(Asked::Options) { self.context.options } else { &[] };
        let declines = self.signs.any(&[
            Sign::No,
            Sign::Alternatives,
            Sign::Cancel,
            Sign::Change,
            Sign::Correction,
            Sign::Reschedule,
        ]);
        if declines || !(asked(Asked::Options) || asked(Asked::Card)) {
            return None;
        }
        pick(self.said, self.reference.language, options, self.phrases, self.reference)
    }

    /// Acts that say what they want whatever else is in the message.
    fn stands_alone(&self, act: Act, details: &Details) -> bool {
        match act {
            Act::Erase | Act::Stop | Act::Reschedule | Act::Cancel => true,
            Act::Human | Act::WhoAreYou | Act::Repeat | Act::Help if details.service.is_some() => {
                false
            }
            Act::Human => true,
            Act::Transcript
            | Act::History
            | Act::Status
            | Act::WhoAreYou
            | Act::Repeat
            | Act::Help => {
                !has_content(details) || details.phone.is_none() && !self.signs.has(Sign::Book)
            }
            _ => false,
        }
    }

    fn is_out_of_scope(&self) -> bool {
        self.signs.has(Sign::OutOfScope)
            && !self.signs.has(Sign::Service)
            && self.context.asked.is_empty()
    }

    /// A question of the person's own, while something else was asked: "do you have anything in December?"
    fn asks_something(&self, acts: &[Act]) -> bool {
        let wants = acts
            .iter()
            .any(|act| matches!(act, Act::Book | Act::Change | Act::Correction | Act::Yes));
        !self.context.asked.is_empty()
            && self.said.question
            && self.signs.has(Sign::Question)
            && !wants
    }

    /// A wish or a detail of one.
    fn request(&self, acts: &[Act], details: &Details) -> Option<Act> {
        let asked = self.context.asked;
        let books = acts.contains(&Act::Book);
        let content = has_content(details);
        let declines = acts.contains(&Act::No)
            || acts.contains(&Act::Change)
            || acts.contains(&Act::Correction);
        if asked.is_empty() {
            let wished = details.service.is_some() && !self.signs.any(&[Sign::Question]);
            return (books || wished || content && !acts.contains(&Act::Thanks)).then_some(
                if books || details.service.is_some() { Act::Book } else { Act::Inform },
            );
        }
        if books && details.service.is_some() && !asked.contains(&Asked::Service) && !declines {
            return Some(Act::Book);
        }
        if acts.contains(&Act::Correction) {
            return Some(Act::Correction);
        }
        if !content {
            return (books && !acts.contains(&Act::Yes)).then_some(Act::Book);
        }
        let on_card = asked.contains(&Asked::Card);
        if acts.contains(&Act::Alternatives) && !on_card && details.when.is_empty() {
            return Some(Act::Alternatives);
        }
        Some(if declines || on_card { Act::Change } else { Act::Inform })
    }

    /// A few words that nothing is known about, where just that was asked for.
    fn answers(&self, details: &mut Details) -> bool {
        let short = (1..=8).contains(&self.said.words.len()) && !self.said.question;
        let [asked] = self.context.asked else {
            return self.context.asked.contains(&Asked::Anything);
        };
        let whole = || Some(self.said.text.trim().trim_end_matches(['.', '!']).to_owned());
        match asked {
            Asked::Name if short => details.name = whole(),
            Asked::Provider if short => details.provider = whole(),
            Asked::Service if short => details.service = whole(),
            Asked::Anything => {}
            _ => return false,
        }
        true
    }

    /// Whether nothing in the message but politeness speaks against this act.
    fn is_sure(&self, act: Act, details: &Details) -> bool {
        if self.said.question && matches!(act, Act::Yes | Act::No | Act::DontCare) {
            return false;
        }
        match act {
            Act::Yes => {
                !has_content(details) && self.agrees_plainly() && self.explained(&[Sign::Yes], 0)
            }
            Act::No => !has_content(details) && self.explained(&[Sign::No, Sign::Enough], 0),
            Act::Cancel => {
                let of_ours = self.signs.any(&[Sign::Appointment, Sign::Service]);
                let cancels = [
                    Sign::Cancel,
                    Sign::Abort,
                    Sign::Appointment,
                    Sign::Service,
                    Sign::Yes,
                    Sign::No,
                ];
                !self.signs.has(Sign::Keep) && self.explained(&cancels, if of_ours { 3 } else { 0 })
            }
            Act::Stop => self.explained(&[Sign::Stop, Sign::Cancel, Sign::No], 2),
            Act::Erase => self.explained(&[Sign::Erase, Sign::Cancel], 3),
            Act::Reschedule => {
                self.explained(&[Sign::Reschedule, Sign::Appointment, Sign::Change], 4)
            }
            Act::Thanks | Act::Goodbye | Act::Greeting => {
                !has_content(details)
                    && self.explained(
                        &[Sign::Thanks, Sign::Goodbye, Sign::Greeting, Sign::Yes, Sign::Enough],
                        1,
                    )
            }
            Act::Unsure => self.explained(&[Sign::Unsure, Sign::No, Sign::Yes], 1),
            Act::DontCare => self.explained(&[Sign::DontCare, Sign::No, Sign::Yes], 1),
            Act::Repeat => self.explained(&[Sign::Repeat, Sign::No], 2),
            Act::Help => self.explained(&[Sign::Help], 3),
            Act::Human => self.explained(&[Sign::Human], 3),
            Act::WhoAreYou => self.explained(&[Sign::WhoAreYou], 3),
            Act::Status | Act::History => {
                self.explained(&[Sign::Status, Sign::History, Sign::Appointment, Sign::Question], 3)
            }
            Act::Transcript => self.explained(&[Sign::Transcript, Sign::Question], 3),
            Act::Alternatives => {
                !has_content(details)
                    && self.explained(&[Sign::Alternatives, Sign::No, Sign::Question], 2)
            }
            _ => false,
        }
    }

    /// Some agreement in it has no "no" inside: "no problem" may mean either.
    fn agrees_plainly(&self) -> bool {
        let plain = |yes: &Found| !yes.at.clone().any(|at| denies(self.said, at));
        self.signs.of(Sign::Yes).any(plain)
    }

    /// Whether at most so many words are neither these signs' nor polite.
    fn explained(&self, signs: &[Sign], at_most: usize) -> bool {
        let signs: Vec<Sign> = signs.iter().chain(POLITE).copied().collect();
        self.signs.unexplained(self.said, &signs) <= at_most
    }
}

fn has_content(details: &Details) -> bool {
    let Details {
        service,
        provider,
        phone,
        place,
        when,
        not_when,
        call_at,
        name,
        for_whom,
        callback,
        email,
        reason,
        another,
        price_max,
        ask_first,
    } = details;
    let said = [
        service, provider, phone, place, call_at, name, for_whom, callback, email, reason, another,
        price_max,
    ];
    said.iter().any(|detail| detail.is_some())
        || !when.is_empty()
        || !not_when.is_empty()
        || *ask_first
}
