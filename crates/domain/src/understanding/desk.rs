//! What a line spoken at the provider's desk does: asks, offers, declines, promises, books.
//!
//! A promise ("I'll put you down") is not a booking, and neither is a question.

use std::{collections::HashMap, sync::LazyLock};

use super::said::{Cue, Said};
use super::words;
use crate::{
    language::Language,
    when::{Phrase, Reference, phrases},
};

/// What a line of the desk does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Line {
    Greeting,
    AskName,
    AskProvider,
    AskDate,
    AskTime,
    AskDateTime,
    AskPartySize,
    AskReason,
    OfferAvailable,
    Unavailable,
    /// Declines and proposes something else.
    UnavailableOffer,
    /// Reads the details back and waits for a yes.
    ConfirmDetails,
    /// A promise.
    WillBook,
    Booked,
    AnythingElse,
    Goodbye,
    /// Can't or won't answer.
    OutOfScope,
    NothingFound,
    /// "Yes", "perfect": agrees to what was just said.
    Agrees,
    /// "One moment, let me see."
    Holds,
    Other,
}

/// What words of the desk are cues for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Move {
    Greets,
    AsksName,
    AsksProvider,
    AsksDate,
    AsksTime,
    /// "When …?"
    AsksWhen,
    AsksPartySize,
    AsksReason,
    Offers,
    Declines,
    ReadsBack,
    Promises,
    Books,
    AnythingElse,
    SaysGoodbye,
    CannotHelp,
    FoundNothing,
    Agrees,
    Holds,
    /// On our side: asks whether there is a slot, and no more.
    AsksAvailability,
    /// On our side: tells of something else ("I have an interview").
    TellsOf,
    /// On our side: wants what was booked changed.
    WantsChange,
    /// Denies a booking that the words around seem to state.
    NotBooked,
}

/// One language's cues, each line separated by semicolons.
pub(crate) type Table = &'static [(Move, &'static str)];

fn cues(language: Language) -> &'static HashMap<Move, Vec<Cue>> {
    static EN: LazyLock<HashMap<Move, Vec<Cue>>> = LazyLock::new(|| parsed(words::en::DESK));
    static ES: LazyLock<HashMap<Move, Vec<Cue>>> = LazyLock::new(|| parsed(words::es::DESK));
    static PT: LazyLock<HashMap<Move, Vec<Cue>>> = LazyLock::new(|| parsed(words::pt::DESK));
    match language {
        Language::En => &EN,
        Language::Es => &ES,
        Language::Pt => &PT,
    }
}

fn parsed(table: Table) -> HashMap<Move, Vec<Cue>> {
    let mut cues: HashMap<Move, Vec<Cue>> = HashMap::new();
    for (sign, texts) in table {
        let parsed = texts.split(';').map(str::trim).filter(|cue| !cue.is_empty()).map(Cue::parse);
        cues.entry(*sign).or_default().extend(parsed);
    }
    cues
}

/// A line with what its words are cues for.
pub(crate) struct Spoken<'a> {
    pub said: Said<'a>,
    pub phrases: Vec<Phrase>,
    language: Language,
    moves: Vec<(Move, std::ops::Range<usize>)>,
}

impl<'a> Spoken<'a> {
    pub fn new(text: &'a str, reference: Reference) -> Self {
        let said = Said::new(text);
        let mut moves = Vec::new();
        for (sign, cues) in cues(reference.language) {
            moves.extend(cues.iter().filter_map(|cue| Some((*sign, cue.find(&said.words)?))));
        }
        Self { phrases: phrases(text, reference), said, language: reference.language, moves }
    }

    pub fn has(&self, sign: Move) -> bool {
        self.moves.iter().any(|(own, _)| *own == sign)
    }

    /// Whether the words around a phrase of ours only tell of something.
    pub fn tells(&self, before: &str, clause: &str) -> bool {
        let found = |sign: Move, text: &str| {
            let said = Said::new(text);
            cues(self.language)
                .get(&sign)
                .is_some_and(|cues| cues.iter().any(|cue| cue.find(&said.words).is_some()))
        };
        found(Move::TellsOf, clause) && !found(Move::WantsChange, before)
    }

    /// The byte at which the last cue for this ends.
    fn end_of(&self, sign: Move) -> Option<usize> {
        let ends = self.moves.iter().filter(|(own, _)| *own == sign).map(|(_, at)| at.end);
        ends.max().map(|end| self.said.tokens[self.said.words[end - 1].token].span.end)
    }

    /// The part of the line in which something else is offered after a refusal.
    pub fn offered(&self) -> Option<&Phrase> {
        let refused = self.end_of(Move::Declines)?;
        let offered = |phrase: &&Phrase| {
            phrase.span.start >= refused && !phrase.negated && phrase.reading.times.is_some()
        };
        self.phrases
            .iter()
            .filter(offered)
            .find(|phrase| self.clause_breaks(refused, phrase.span.start) || self.has(Move::Offers))
    }

    fn clause_breaks(&self, from: usize, to: usize) -> bool {
        self.said.text[from..to].contains(['.', '?', '!', ';', ','])
    }

    pub fn line(&self) -> Line {
        let asks = self.asks();
        if self.has(Move::Declines) {
            return if self.offered().is_some() {
                Line::UnavailableOffer
            } else {
                Line::Unavailable
            };
        }
        let books = self.has(Move::Books);
        let bare = self.phrases.is_empty() && (books || !self.said.question);
        if self.has(Move::ReadsBack) && !bare {
            return Line::ConfirmDetails;
        }
        let promises =
            self.has(Move::NotBooked) || (self.has(Move::Promises) && !self.has(Move::Agrees));
        if books && !promises && asks.is_none() {
            return if self.is_question_about_slot() { Line::ConfirmDetails } else { Line::Booked };
        }
        if let Some(asks) = asks {
            return asks;
        }
        let rest = [
            (Move::Promises, Line::WillBook),
            (Move::FoundNothing, Line::NothingFound),
            (Move::Offers, Line::OfferAvailable),
            (Move::AnythingElse, Line::AnythingElse),
            (Move::Greets, Line::Greeting),
            (Move::SaysGoodbye, Line::Goodbye),
            (Move::CannotHelp, Line::OutOfScope),
            (Move::Holds, Line::Holds),
        ];
        if self.said.question && self.phrases.iter().any(|phrase| phrase.reading.times.is_some()) {
            return Line::ConfirmDetails;
        }
        if let Some((_, line)) = rest.into_iter().find(|(sign, _)| self.has(*sign)) {
            return line;
        }
        if self.has(Move::Agrees) { Line::Agrees } else { Line::Other }
    }

    fn asks(&self) -> Option<Line> {
        let (date, time) = (self.has(Move::AsksDate), self.has(Move::AsksTime));
        let known_date = self.phrases.iter().any(|phrase| phrase.reading.dates.is_some());
        if date && time {
            return Some(Line::AskDateTime);
        }
        let asked = [
            (Move::AsksName, Line::AskName),
            (Move::AsksPartySize, Line::AskPartySize),
            (Move::AsksReason, Line::AskReason),
            (Move::AsksTime, Line::AskTime),
            (Move::AsksDate, Line::AskDate),
            (Move::AsksWhen, if known_date { Line::AskTime } else { Line::AskDate }),
            (Move::AsksProvider, Line::AskProvider),
        ];
        asked.into_iter().find(|(sign, _)| self.has(*sign)).map(|(_, line)| line)
    }

    /// The sentence that names the slot is a question.
    pub fn is_question_about_slot(&self) -> bool {
        self.phrases.iter().any(|phrase| {
            let rest = &self.said.text[phrase.span.end..];
            let end = rest.find(['.', '!', '?', ';']).map(|at| &rest[at..=at]);
            end == Some("?")
        })
    }

    /// The last sentence is a question.
    pub fn ends_as_question(&self) -> bool {
        self.said.text.trim_end().ends_with('?')
    }
}

/// What one line of the desk does.
#[must_use]
pub fn line(text: &str, reference: Reference) -> Line {
    Spoken::new(text, reference).line()
}
