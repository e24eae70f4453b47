//! Whose name it is that a message tells: the person's own, or that of somebody else.

use std::ops::Range;

use super::details::{NO_ANSWER, Reading};
use super::facts::{self, Fact};
use super::said::{Cue, Said};
use super::signs::Sign;
use super::words::{self, Grammar};
use crate::language::Language;

/// Words of a person's name, those included that join the others.
const NAME_MAX: usize = 8;

/// As many in small letters, where a sentence may go on without a sign.
const SMALL_NAME_MAX: usize = 4;

/// Before a family name, in small letters too: "juan de la cruz". The second ones stand only after one of the first.
const PARTICLES: &[&str] = &["de", "del", "da", "do", "das", "dos", "di", "van", "von"];
const SECOND_PARTICLES: &[&str] = &["la", "las", "los", "der", "den"];

/// "His name is …": the name is that of whoever goes there. "Their name" may be a provider's.
#[must_use]
pub fn tells_their_name(text: &str, language: Language) -> bool {
    let said = Said::new(text);
    let titled = |at: usize| said.word(at).is_some_and(|word| words::TITLES.contains(&word));
    let found = |cue: &Cue| {
        cue.find(&said.words)
            .is_some_and(|at| said.word(at.start) != Some("their") && !titled(at.end))
    };
    words::grammar(language).their_name.iter().any(found)
}

impl Reading<'_> {
    /// The end of a person's name that begins at this word.
    pub(super) fn person_from(&self, start: usize, grammar: &Grammar) -> Option<usize> {
        if self.said.capital(start) {
            return self.name_from(start, grammar, NAME_MAX);
        }
        let mut end = self.name_from(start, grammar, SMALL_NAME_MAX)?;
        while let Some(next) = self.after_particles(end, grammar)
            && let Some(most) = NAME_MAX.checked_sub(next - start)
            && let Some(further) = self.name_from(next, grammar, most)
        {
            end = further;
        }
        Some(end)
    }

    /// "paula fernandez", where other things were asked as well: a given name must show what the words are.
    pub(super) fn name_in_small_letters(&self, grammar: &Grammar) -> Option<Range<usize>> {
        let end = self.person_from(0, grammar).filter(|_| self.wants_name)?;
        let given = self.is_given_name(0);
        let of_name = |at: usize| {
            let word = self.said.word(at).unwrap_or_default();
            let particle = PARTICLES.contains(&word) || SECOND_PARTICLES.contains(&word);
            at > 0 && particle || self.may_name(at, grammar) && !grammar.business.contains(&word)
        };
        let closed =
            end == self.said.words.len() || self.said.breaks_before(end) || self.is_time(end);
        let full = end > 1 && (0..end).all(of_name);
        let of_answer = |sign: &Sign| self.signs.of(*sign).any(|found| found.at.start < end);
        let other = self.said.question || NO_ANSWER.iter().any(of_answer);
        let answers = given && full && closed && !other;
        answers.then_some(0..end)
    }

    pub(super) fn is_given_name(&self, at: usize) -> bool {
        self.said.word(at).is_some_and(|word| words::GIVEN_NAMES.contains(&word))
    }

    /// Where a family name goes on behind the particles that begin here.
    fn after_particles(&self, at: usize, grammar: &Grammar) -> Option<usize> {
        let among = |at: usize, list: &[&str]| {
            !self.said.breaks_before(at)
                && self.said.word(at).is_some_and(|word| list.contains(&word))
        };
        let next = at + 1 + usize::from(among(at + 1, SECOND_PARTICLES));
        let goes_on =
            among(at, PARTICLES) && !self.said.breaks_before(next) && self.may_name(next, grammar);
        goes_on.then_some(next)
    }

    /// "soy Martín, Martín Gómez": the name again, and the rest of it.
    pub(super) fn in_full(&self, name: Range<usize>, grammar: &Grammar) -> Range<usize> {
        let again = name.end..name.end + name.len();
        let repeated = self.said.breaks_before(name.end)
            && name.clone().zip(again.clone()).all(|(one, other)| {
                self.said.word(one).is_some() && self.said.word(one) == self.said.word(other)
            });
        match self.person_from(again.start, grammar) {
            Some(end) if repeated && end > again.end => again.start..end,
            _ => name,
        }
    }

    /// What would introduce a name belongs to a clause about somebody else: "o nome dele é Thor", "ask for Kevin".
    pub(super) fn is_of_another(&self, introduction: &Range<usize>, grammar: &Grammar) -> bool {
        let theirs = grammar.their_name.iter().filter_map(|cue| cue.find(&self.said.words));
        self.is_asked_for(introduction, grammar)
            || theirs
                .into_iter()
                .any(|at| at.start < introduction.end && introduction.start < at.end)
    }

    /// "his name is Leo Park".
    pub(super) fn their_name(&self, grammar: &Grammar) -> Option<Range<usize>> {
        let told = grammar.their_name.iter().find_map(|cue| cue.find(&self.said.words))?;
        let titled = words::TITLES.contains(&self.said.word(told.end)?);
        let end = self.person_from(told.end, grammar).filter(|_| !titled)?;
        let business =
            |at: usize| self.said.word(at).is_some_and(|w| grammar.business.contains(&w));
        // "se llama Marta, 912 345 678" tells who is to be called.
        let whose = self.said.word(told.start) != Some("se") || end == self.said.words.len();
        (whose && !(told.end..end).any(business)).then_some(told.end..end)
    }

    /// The name of whoever goes there is the one to book in, if that was asked for or the same message says who goes; an
    /// animal's never is.
    pub(super) fn name_of_theirs(&self, grammar: &Grammar) -> Option<Range<usize>> {
        let name = self.their_name(grammar)?;
        let goes = self.for_whom(grammar).is_some_and(|whom| whom != name);
        let animal = facts::facts(self.said.text, self.said, self.language)
            .iter()
            .any(|fact| fact.fact == Fact::Animal);
        (!animal && (self.wants_name || goes)).then_some(name)
    }

    /// Here "her name is" tells who goes there, not who is to be called.
    pub(super) fn tells_who_goes(&self, introduction: &Range<usize>, grammar: &Grammar) -> bool {
        let theirs = self.their_name(grammar).is_some_and(|name| name.start == introduction.end);
        theirs && (self.wants_name || self.on_card || self.for_whom(grammar).is_some())
    }

    /// The "de la" of "Mª José López de la Torre": only capitals stand before it that say nothing else.
    pub(super) fn is_inside_a_name(&self, introduction: &Range<usize>, grammar: &Grammar) -> bool {
        let of = self.said.word(introduction.start).is_some_and(|word| grammar.of.contains(&word));
        let begins = (0..=introduction.start)
            .rev()
            .find(|at| self.said.breaks_before(*at))
            .unwrap_or_default();
        let named = |at: usize| self.said.capital(at) && self.may_name(at, grammar);
        of && begins < introduction.start && (begins..introduction.start).all(named)
    }

    /// "ask for Kevin" says who should come to the phone.
    pub(super) fn is_asked_for(&self, introduction: &Range<usize>, grammar: &Grammar) -> bool {
        let before = introduction.start.checked_sub(1).and_then(|before| self.said.word(before));
        before.is_some_and(|word| grammar.ask_for.contains(&word))
    }
}
