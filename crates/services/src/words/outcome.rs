//! The final word: how a request ended, with all that the person needs to go there or to go on by themselves.
//!
//! One account serves chat and mail. It claims nothing that the view doesn't hold: only `Booked` says booked.

use domain::appointment::{
    CallBefore, CallRefused, ChosenBecause, ClosedBecause, FinalView, NumberGiven, Told,
};

use super::foreign::{FACT_MAX, QUOTE_MAX, one_line};
use super::headline::Ending;
use super::page::Page;
use super::phrases::Phrases;
use super::times::WallClock;
use crate::calendar;

/// How it ended, as sentences; nothing in it is marked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// `Haircut, Marta`.
    pub(crate) about: String,
    pub(crate) headline: String,
    /// What must be known with the headline.
    pub(crate) caution: Option<String>,
    /// Who was asked beside the one that it is about, and what each said.
    pub(crate) asked: Vec<String>,
    /// Label and value.
    pub(crate) facts: Vec<(String, String)>,
    /// Why this time was taken, of several.
    pub(crate) chosen: Option<String>,
    /// The words that prove it, or what the agent noted; with who said it.
    pub(crate) said: Option<String>,
    /// What the person can do now.
    pub(crate) next: Option<String>,
    /// A link that puts the appointment into a calendar.
    pub(crate) calendar: Option<String>,
    /// What the provider was told about the person.
    pub(crate) told: Option<String>,
    /// Where mail goes, or whether it shall go anywhere.
    pub(crate) mail: Option<String>,
}

impl Outcome {
    pub(crate) fn of(phrases: Phrases, view: &FinalView) -> Self {
        let booked = view.because == ClosedBecause::Booked;
        let about = phrases.name_of(&view.about);
        let calendar = view.at.filter(|_| booked).map(|at| {
            let place =
                view.details.address.as_deref().map(|address| phrases.foreign(address, FACT_MAX));
            calendar::link(&about, at, &view.zone, place.as_deref())
        });
        Self {
            headline: phrases.headline(&Ending::from(view)),
            caution: phrases.caution(view),
            facts: if booked { phrases.facts(view) } else { Vec::new() },
            asked: phrases.asked_lines(&view.asked),
            chosen: phrases.chosen(view),
            said: phrases.said(view),
            next: phrases.next_step(view),
            calendar,
            told: phrases.told(view),
            mail: phrases.mail_line(view),
            about,
        }
    }

    /// As a chat message; a correction says that it is one.
    pub(crate) fn in_chat(&self, phrases: Phrases, correction: bool) -> String {
        let mut page = Page::about(&self.about);
        if correction {
            page.line(&phrases.say("final-correction"));
        }
        page.line(&self.headline);
        if let Some(caution) = &self.caution {
            page.line(caution);
        }
        for line in &self.asked {
            page.point(line);
        }
        for fact in &self.facts {
            page.fact(fact);
        }
        for paragraph in [&self.chosen, &self.said, &self.told, &self.next].into_iter().flatten() {
            page.paragraph(paragraph);
        }
        if let Some(link) = &self.calendar {
            page.paragraph(&phrases.say("calendar-link")).exact(link);
        }
        if let Some(mail) = &self.mail {
            page.paragraph(mail);
        }
        page.into_text()
    }
}

impl Phrases {
    /// What was agreed, beside the time. Addresses and codes are told as they were said.
    pub(crate) fn facts(self, view: &FinalView) -> Vec<(String, String)> {
        let details = &view.details;
        let told = |detail: &Option<String>| {
            detail.as_deref().map(|detail| self.foreign(detail, FACT_MAX))
        };
        let facts = [
            ("label-name", told(&view.name)),
            ("label-with", told(&details.with)),
            ("label-price", told(&details.price)),
            ("label-address", told(&details.address)),
            ("label-bring", told(&details.bring)),
            ("label-code", told(&details.code)),
        ];
        let known = facts
            .into_iter()
            .filter_map(|(label, value)| Some((label, value.filter(|it| !it.is_empty())?)));
        known.map(|(label, value)| (self.say(label), value)).collect()
    }

    fn caution(self, view: &FinalView) -> Option<String> {
        match view.because {
            ClosedBecause::Booked if view.despite_stop => Some(self.say("final-despite-stop")),
            ClosedBecause::Booked if view.by_machine => Some(self.by_machine(view)),
            ClosedBecause::Booked => view.call_before.map(|call| self.call_before(view, call)),
            ClosedBecause::WrongNumber => self.number_source(view),
            _ => view.left_message.then(|| self.say("final-left-message")),
        }
    }

    fn by_machine(self, view: &FinalView) -> String {
        let by = self.say("final-by-machine");
        let Some(at) = view.check_at else { return by };
        let moment = WallClock::new(self, &view.person_zone).moment(at);
        format!("{by} {}", self.fill("final-check-at", [("moment", moment.into())]))
    }

    fn number_source(self, view: &FinalView) -> Option<String> {
        let source = view.number_source?;
        let by = match source.by {
            NumberGiven::Message => "message",
            NumberGiven::ContactCard => "card",
            NumberGiven::Directory => "directory",
        };
        let moment = WallClock::new(self, &view.person_zone).moment(source.at);
        Some(self.fill("final-number-source", [("by", by.into()), ("moment", moment.into())]))
    }

    /// Why this time, of several.
    fn chosen(self, view: &FinalView) -> Option<String> {
        let why = match view.chosen_because? {
            ChosenBecause::OnlyOneThatSuits => "only",
            ChosenBecause::FirstWish => "first-wish",
            ChosenBecause::Earliest => "earliest",
        };
        Some(self.fill("final-chosen", [("why", why.into())]))
    }

    /// What words of another language have been proven to mean: a moment, and no more.
    fn meaning(self, view: &FinalView) -> Option<String> {
        let at = view.at.filter(|_| view.quote_language.is_some_and(|spoken| spoken != self.0))?;
        let kind = match view.because {
            ClosedBecause::CalledOff => "off",
            ClosedBecause::Booked | ClosedBecause::Checked if view.quote_names_time => "says",
            ClosedBecause::Booked | ClosedBecause::Checked => "agrees",
            _ => return None,
        };
        let gaps =
            [("kind", kind.into()), ("moment", self.moment_of(&Ending::from(view), at).into())];
        Some(self.fill("quote-means", gaps))
    }

    fn call_before(self, view: &FinalView, call: CallBefore) -> String {
        match call {
            CallBefore::At(at) => {
                let moment = WallClock::new(self, &view.person_zone).moment(at);
                self.fill("call-before", [("moment", moment.into())])
            }
            CallBefore::Yourself => {
                let number = view.number.as_deref().map(one_line).unwrap_or_default();
                self.fill("call-before-yourself", [("number", number.into())])
            }
        }
    }

    /// The receipt; of a booking without the name, for that stands above it.
    fn told(self, view: &FinalView) -> Option<String> {
        let is_booked = view.because == ClosedBecause::Booked;
        let told = view.told.iter().filter(|told| !(is_booked && **told == Told::Name));
        let list = self.told_list(told);
        (!list.is_empty()).then(|| self.fill("final-told", [("list", list.into())]))
    }

    pub(super) fn told_list<'a>(self, told: impl IntoIterator<Item = &'a Told>) -> String {
        let items = told.into_iter().map(|told| match told {
            Told::Name => self.say("told-name"),
            Told::ForWhom => self.say("told-for-whom"),
            Told::Reason => self.say("told-reason"),
            Told::Callback => self.say("told-callback"),
            Told::Fact(fact) => self.fill("told-fact", [("fact", fact.name().into())]),
            Told::Answer(text) => {
                self.fill("told-answer", [("text", self.quoted(text, FACT_MAX).into())])
            }
        });
        items.collect::<Vec<_>>().join(", ")
    }

    fn said(self, view: &FinalView) -> Option<String> {
        let quote = view
            .quote
            .as_deref()
            .map(|quote| self.quoted(quote, QUOTE_MAX))
            .filter(|it| !it.is_empty());
        if let Some(quote) = quote {
            let said = self.quotation(self.callee(&view.about), quote);
            return Some(match self.meaning(view) {
                Some(meaning) => format!("{said} {meaning}"),
                None => said,
            });
        }
        let note = self.quoted(view.note.as_deref()?, QUOTE_MAX);
        (!note.is_empty()).then(|| self.fill("noted", [("note", note.into())]))
    }

    fn quotation(self, who: Option<String>, quote: String) -> String {
        match who {
            Some(who) => self.fill("said-by", [("who", who.into()), ("quote", quote.into())]),
            None => self.fill("said", [("quote", quote.into())]),
        }
    }

    fn next_step(self, view: &FinalView) -> Option<String> {
        let number = view.number.as_deref().map(one_line);
        let with_number = |key| Some(self.fill(key, [("number", number.clone()?.into())]));
        match &view.because {
            ClosedBecause::Booked if view.despite_stop => Some(self.say("ask-call-off")),
            ClosedBecause::Booked
            | ClosedBecause::CalledOff
            | ClosedBecause::Checked
            | ClosedBecause::Reconfirmed
            | ClosedBecause::Cancelled
            | ClosedBecause::Dropped => None,
            ClosedBecause::Unconfirmed
            | ClosedBecause::NotChecked
            | ClosedBecause::NotInTheirBook
            | ClosedBecause::CouldNotFindOut => with_number("next-check"),
            ClosedBecause::NoOffers => Some(self.say("next-other-times-here")),
            ClosedBecause::NoAvailability
            | ClosedBecause::NotInBook
            | ClosedBecause::Offered
            | ClosedBecause::OffersExpired
            | ClosedBecause::NothingSuited => {
                with_number("next-other-times").or_else(|| Some(self.say("next-other-times-here")))
            }
            ClosedBecause::WrongNumber
            | ClosedBecause::CannotCall { why: CallRefused::BadNumber } => {
                with_number("next-right-number")
            }
            ClosedBecause::Moved => with_number("next-new-number"),
            ClosedBecause::NotReached
            | ClosedBecause::Unanswered
            | ClosedBecause::BeginsBefore
            | ClosedBecause::Refused
            | ClosedBecause::RefusesMachines
            | ClosedBecause::NeverCallAgain
            | ClosedBecause::NoCommonLanguage
            | ClosedBecause::WantsSecret
            | ClosedBecause::MenuUnsolved
            | ClosedBecause::HoldGivenUp
            | ClosedBecause::NoProgress
            | ClosedBecause::Failed
            | ClosedBecause::CannotCall { .. } => with_number("next-yourself"),
        }
    }

    fn mail_line(self, view: &FinalView) -> Option<String> {
        match &view.mailed_to {
            Some(address) => Some(self.fill("mailed-to", [("address", one_line(address).into())])),
            None => view.ask_email.then(|| self.say("ask-email-too")),
        }
    }
}
