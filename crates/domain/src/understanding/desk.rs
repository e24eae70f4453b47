//! What a line spoken at the provider's desk does: asks, offers, declines, promises, books.
//!
//! A promise ("I'll put you down") is not a booking, and neither is a question.

use std::ops::Range;

pub(super) use super::moves::Move;
use super::moves::cues;
use super::said::Said;
use super::words;
use crate::{
    language::Language,
    when::{Phrase, Reference, phrases, text::Kind},
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

/// One sentence of a line, with what its words are cues for.
struct Sentence<'a> {
    said: Said<'a>,
    moves: Vec<(Move, Range<usize>)>,
    /// Bytes of the line.
    span: Range<usize>,
    /// The dates and times in it.
    phrases: Vec<Phrase>,
}

/// A line of a talk.
pub(crate) struct Spoken<'a> {
    pub said: Said<'a>,
    pub phrases: Vec<Phrase>,
    sentences: Vec<Sentence<'a>>,
    language: Language,
}

impl<'a> Spoken<'a> {
    pub fn new(text: &'a str, reference: Reference) -> Self {
        let said = Said::new(text);
        let sentences: Vec<Sentence<'_>> = spans(&said)
            .into_iter()
            .map(|span| {
                let said = Said::new(&text[span.clone()]);
                let likely = cues(reference.language).likely(&said.words);
                let moves =
                    likely.filter_map(|(sign, cue)| Some((sign, cue.find(&said.words)?))).collect();
                let mut phrases = phrases(said.text, reference);
                for phrase in &mut phrases {
                    phrase.span = phrase.span.start + span.start..phrase.span.end + span.start;
                }
                Sentence { said, moves, span, phrases }
            })
            .collect();
        let phrases = sentences.iter().flat_map(|sentence| sentence.phrases.clone()).collect();
        Self { sentences, phrases, said, language: reference.language }
    }

    pub fn has(&self, sign: Move) -> bool {
        self.sentences.iter().any(|sentence| sentence.has(sign))
    }

    /// Whether the words around a phrase of ours only tell of something.
    pub fn only_tells_of(&self, phrase: &Phrase) -> bool {
        let Some(sentence) = self.sentences.iter().find(|s| s.span.contains(&phrase.span.start))
        else {
            return false;
        };
        let before = Said::new(&self.said.text[sentence.span.start..phrase.span.start]);
        let last = |sign: Move| {
            let likely = cues(self.language).likely(&before.words).filter(|(own, _)| *own == sign);
            likely.filter_map(|(_, cue)| cue.find_last(&before.words)).map(|at| at.end).max()
        };
        match (last(Move::TellsOf), last(Move::WantsChange)) {
            // "I have a wedding then, is Thursday at eight free?"
            (Some(tells), _)
                if sentence.said.question
                    && (tells + 1..before.words.len()).any(|at| before.breaks_before(at)) =>
            {
                false
            }
            (Some(tells), wants) => wants.is_none_or(|wants| wants <= tells),
            (None, Some(_)) => false,
            (None, None) => sentence.has(Move::TellsOf),
        }
    }

    /// The hours named after a refusal, the last first.
    pub fn after_refusal(&self) -> impl Iterator<Item = &Phrase> {
        let refusing = self.sentences.iter().find(|sentence| sentence.has(Move::Declines));
        let refused = refusing
            .and_then(|sentence| Some(sentence.span.start + sentence.end_of(Move::Declines)?));
        let timed = |phrase: &&Phrase| !phrase.negated && phrase.reading.times.is_some();
        let after =
            move |phrase: &&Phrase| refused.is_some_and(|refused| phrase.span.start >= refused);
        self.phrases.iter().rev().filter(timed).filter(after)
    }

    /// Whether something else is proposed after a refusal, and not the refused hour repeated.
    fn offers(&self) -> bool {
        let Some((at, refusing)) =
            self.sentences.iter().enumerate().find(|(_, s)| s.has(Move::Declines))
        else {
            return false;
        };
        let turns = refusing.has(Move::Turns);
        self.after_refusal().any(|phrase| turns || !refusing.span.contains(&phrase.span.start))
            || self.sentences[at + 1..]
                .iter()
                .any(|later| later.phrases.iter().any(|phrase| phrase.reading.times.is_some()))
    }

    pub fn line(&self) -> Line {
        let lines: Vec<Line> = self.sentences.iter().map(Sentence::line).collect();
        let declines = |sentence: &&Sentence<'_>| sentence.line() == Line::Unavailable;
        if let Some(refusing) = self.sentences.iter().find(declines) {
            // Booked for another hour, unasked, is an offer; booked with another service refused is booked.
            let aside = lines.contains(&Line::Booked) && !refusing.has(Move::OfBooking);
            return match self.offers() {
                _ if aside => Line::Booked,
                true => Line::UnavailableOffer,
                false => Line::Unavailable,
            };
        }
        const BY_WEIGHT: &[Line] = &[
            Line::Booked,
            Line::ConfirmDetails,
            Line::AskDateTime,
            Line::AskName,
            Line::AskPartySize,
            Line::AskReason,
            Line::AskTime,
            Line::AskDate,
            Line::AskProvider,
            Line::OfferAvailable,
            Line::WillBook,
            Line::NothingFound,
            Line::AnythingElse,
            Line::Holds,
            Line::Greeting,
            Line::Goodbye,
            Line::OutOfScope,
            Line::Agrees,
        ];
        // "Please confirm the details. Appointment booked for …": it waits for a yes.
        let waits =
            |sentence: &Sentence<'_>| sentence.has(Move::ReadsBack) && sentence.phrases.is_empty();
        let booked = lines.iter().position(|line| *line == Line::Booked);
        if booked.is_some_and(|booked| self.sentences[..booked].iter().any(waits)) {
            return Line::ConfirmDetails;
        }
        // "I have booked you at three. Is that fine?": so does this.
        let asks_consent = |last: &Sentence<'_>| {
            last.said.question
                && (last.has(Move::ReadsBack) || last.has(Move::Offers))
                && !last.has(Move::Books)
                && !last.has(Move::AnythingElse)
        };
        if booked.is_some() && self.sentences.last().is_some_and(asks_consent) {
            return Line::ConfirmDetails;
        }
        let both = lines.contains(&Line::AskDate) && lines.contains(&Line::AskTime);
        if both && !lines.contains(&Line::Booked) {
            return Line::AskDateTime;
        }
        BY_WEIGHT.iter().copied().find(|line| lines.contains(line)).unwrap_or(Line::Other)
    }

    /// Whether the line, or the sentence about the slot, leaves open whether anything was booked, and for whom.
    pub fn is_unsure(&self) -> bool {
        self.is_left_open_by(self) || self.sentences.iter().any(|sentence| self.is_taken(sentence))
    }

    /// Whether the same line, read in a language that may be mixed into this one, leaves it open.
    pub fn is_left_open_by(&self, read: &Spoken<'_>) -> bool {
        let settles = |sentence: &Sentence<'_>| {
            let settled = sentence.has(Move::Books) || sentence.has(Move::Agrees);
            settled || !sentence.phrases.is_empty()
        };
        let both = self.sentences.iter().zip(&read.sentences);
        read.has(Move::Doubts)
            || both.into_iter().any(|(own, read)| read.has(Move::Hedges) && settles(own))
    }

    /// "Thursday at five is booked": perhaps by others.
    fn is_taken(&self, sentence: &Sentence<'_>) -> bool {
        let taken = |phrase: &Phrase| {
            let after = Said::new(&self.said.text[phrase.span.end..sentence.span.end]);
            let mut likely = cues(self.language).likely(&after.words);
            likely.any(|(own, cue)| own == Move::Taken && cue.find(&after.words).is_some())
        };
        !sentence.has(Move::OfUs)
            && !sentence.has(Move::Agrees)
            && sentence.phrases.iter().any(taken)
    }

    /// Whether it asks for no more calls, whenever: "don't call before ten" speaks of some hours alone.
    pub fn refuses_calls(&self) -> bool {
        self.sentences.iter().any(Sentence::refuses_calls)
    }

    /// How many words are about no day and no hour.
    pub fn words_besides_phrases(&self) -> usize {
        let tokens = self.said.words.iter().map(|word| &self.said.tokens[word.token]);
        let spoken = |at: usize| self.phrases.iter().any(|phrase| phrase.span.contains(&at));
        tokens.filter(|token| !spoken(token.span.start)).count()
    }

    /// The sentence that names the slot is a question.
    pub fn is_question_about_slot(&self) -> bool {
        self.sentences.iter().any(|sentence| sentence.said.question && !sentence.phrases.is_empty())
    }

    /// The last sentence asks something of us.
    pub fn ends_asking(&self) -> bool {
        self.sentences
            .last()
            .is_some_and(|last| last.said.question && last.line() != Line::AnythingElse)
    }
}

/// Where the sentences of a line stand, in bytes.
fn spans(said: &Said<'_>) -> Vec<Range<usize>> {
    let tokens = &said.tokens;
    let mut spans = Vec::new();
    let mut start = 0;
    for (at, token) in tokens.iter().enumerate() {
        let ends = match token.folded.as_str() {
            "?" | "!" | ";" => true,
            "." => {
                let before = at.checked_sub(1).map_or("", |before| tokens[before].folded.as_str());
                let next = tokens.get(at + 1);
                let abbreviates = words::TITLES.contains(&before)
                    || before.chars().count() == 1
                        && !before.starts_with(|c: char| c.is_ascii_digit());
                let joined = next
                    .is_some_and(|next| next.glued && (next.kind != Kind::Word || !next.capital));
                !abbreviates && !joined
            }
            _ => false,
        };
        if ends && start < token.span.end {
            spans.push(start..token.span.end);
            start = token.span.end;
        }
    }
    if start < said.text.len() {
        spans.push(start..said.text.len());
    }
    spans
}

impl Sentence<'_> {
    fn has(&self, sign: Move) -> bool {
        self.moves.iter().any(|(own, _)| *own == sign)
    }

    /// The byte, within the sentence, at which the last cue for this ends.
    fn end_of(&self, sign: Move) -> Option<usize> {
        let ends = self.moves.iter().filter(|(own, _)| *own == sign).map(|(_, at)| at.end);
        ends.max().map(|end| self.said.tokens[self.said.words[end - 1].token].span.end)
    }

    fn refuses_calls(&self) -> bool {
        let at =
            |sign: Move| self.moves.iter().filter(move |(own, _)| *own == sign).map(|(_, at)| at);
        at(Move::NoMoreCalls).any(|refusal| {
            // What comes in a clause of its own afterwards takes nothing back.
            let end = (refusal.end..self.said.words.len())
                .find(|&word| self.said.breaks_before(word))
                .unwrap_or(self.said.words.len());
            let limits = at(Move::NotThen).any(|limit| limit.start < end);
            let until = self.said.words.get(end).map_or(self.span.end, |word| {
                self.span.start + self.said.tokens[word.token].span.start
            });
            let timed = self.phrases.iter().any(|phrase| {
                let reading = phrase.reading;
                phrase.span.start < until && (reading.dates.is_some() || reading.times.is_some())
            });
            !limits && !timed
        })
    }

    fn line(&self) -> Line {
        let asks = self.asks();
        let books = self.has(Move::Books);
        let helpless = self.has(Move::CannotHelp) && !self.has(Move::OfBooking);
        if self.has(Move::Declines) {
            return if helpless { Line::OutOfScope } else { Line::Unavailable };
        }
        let bare = self.phrases.is_empty() && (books || !self.said.question);
        if self.has(Move::ReadsBack) && !bare {
            return Line::ConfirmDetails;
        }
        let promises =
            self.has(Move::NotBooked) || (self.has(Move::Promises) && !self.has(Move::Agrees));
        if books && !promises && (!self.said.question || self.has(Move::AnythingElse)) {
            return Line::Booked;
        }
        if let Some(asks) = asks {
            return asks;
        }
        if self.said.question
            && !self.has(Move::Offers)
            && self.phrases.iter().any(|phrase| phrase.reading.times.is_some())
        {
            return Line::ConfirmDetails;
        }
        let rest = [
            (Move::Promises, Line::WillBook),
            (Move::FoundNothing, Line::NothingFound),
            (Move::AnythingElse, Line::AnythingElse),
            (Move::Offers, Line::OfferAvailable),
            (Move::Holds, Line::Holds),
            (Move::Greets, Line::Greeting),
            (Move::SaysGoodbye, Line::Goodbye),
            (Move::CannotHelp, Line::OutOfScope),
            (Move::Agrees, Line::Agrees),
        ];
        rest.into_iter().find(|(sign, _)| self.has(*sign)).map_or(Line::Other, |(_, line)| line)
    }

    fn asks(&self) -> Option<Line> {
        let (when, time) = (self.has(Move::AsksWhen), self.has(Move::AsksTime));
        let date = self.has(Move::AsksDate) || when && (time || self.has(Move::OfBooking));
        let time = time || when && self.has(Move::OfBooking);
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
}

/// What one line of the desk does.
#[must_use]
pub fn line(text: &str, reference: Reference) -> Line {
    Spoken::new(text, reference).line()
}
