//! The details of a request that stand in a message, as the person wrote them: what, where, with whom, when, for whom.

use std::{cmp::Reverse, ops::Range};

use super::acts::Signs;
use super::names;
use super::said::{Cue, Said};
use super::signs::Sign;
use super::words::{self, Grammar};
use crate::{
    language::Language,
    phone,
    when::{self, Phrase, Reference},
};

/// Words of a place that stands alone.
const PLACE_MAX: usize = 4;

/// Between "name" and the name.
const NAME_IS: &[&str] = &["is", "'s", "es", "e"];

/// A message that does one of these tells no name.
pub(super) const NO_ANSWER: &[Sign] =
    &[Sign::Yes, Sign::No, Sign::Cancel, Sign::Greeting, Sign::Correction];

/// What was found, each as a slice of the message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Details {
    pub service: Option<String>,
    pub provider: Option<String>,
    pub phone: Option<String>,
    pub place: Option<String>,
    pub when: Vec<String>,
    pub not_when: Vec<String>,
    pub call_at: Option<String>,
    pub name: Option<String>,
    pub for_whom: Option<String>,
    pub callback: Option<String>,
    pub email: Option<String>,
    pub reason: Option<String>,
    pub another: Option<String>,
    pub price_max: Option<String>,
    pub ask_first: bool,
}

/// A message with what is already known of it.
pub(crate) struct Reading<'a> {
    pub said: &'a Said<'a>,
    pub signs: &'a Signs,
    pub language: Language,
    pub phrases: &'a [Phrase],
    pub reference: Reference,
    pub region: &'a str,
    pub wants_callback: bool,
    pub wants_name: bool,
    pub wants_provider: bool,
    /// A number, or a place where to look.
    pub wants_place: bool,
    /// The card was shown: whom to call is known.
    pub on_card: bool,
}

impl Reading<'_> {
    pub fn details(&self) -> Details {
        let grammar = words::grammar(self.language);
        let (phone, callback) = self.numbers(grammar);
        let for_whom = self.for_whom(grammar);
        let name = self.name(grammar);
        let provider = self.provider(grammar, name.as_ref());
        let provider = provider.filter(|words| !self.answers_where(words, grammar));
        Details {
            service: self
                .service()
                .or_else(|| if provider.is_some() { self.appointment() } else { None }),
            place: self
                .place(grammar, provider.as_ref())
                .or_else(|| self.uncapitalised_place(grammar, provider.as_ref()))
                .or_else(|| self.place_alone(grammar, name.as_ref().or(provider.as_ref())))
                .map(|place| self.original(&place)),
            provider: provider.map(|words| self.original_of_provider(&words, grammar)),
            phone,
            when: self.when(grammar),
            not_when: self.not_when(),
            call_at: None,
            name: name.map(|words| self.original(&words)),
            for_whom: for_whom.map(|words| self.original(&words)),
            callback,
            email: self.email(),
            reason: self.reason(grammar),
            another: self.another(),
            price_max: self.price_max(grammar),
            ask_first: self.asks_first(grammar),
        }
    }

    fn original(&self, words: &Range<usize>) -> String {
        self.said.original(words).trim_end_matches("'s").to_owned()
    }

    /// "Luigi's" is a name where nothing follows that would be his: "Luigi's number" is not.
    fn original_of_provider(&self, words: &Range<usize>, grammar: &Grammar) -> String {
        let next = words.end;
        let owns = next < self.said.words.len()
            && !self.said.breaks_before(next)
            && !self.is_time(next)
            && self.said.word(next).is_some_and(|word| !grammar.name_stops.contains(&word));
        if owns { self.original(words) } else { self.said.original(words).to_owned() }
    }

    /// The most telling service named: rather the specialist than the doctor, rather more words, rather the first.
    fn service(&self) -> Option<String> {
        let grammar = words::grammar(self.language);
        let rank = |at: &Range<usize>| {
            let generic =
                self.said.word(at.start).is_some_and(|word| grammar.generic.contains(&word))
                    && at.len() == 1;
            (!generic, at.len(), Reverse(at.start))
        };
        let best = self.signs.of(Sign::Service).map(|f| &f.at).max_by_key(|at| rank(at))?;
        Some(self.said.original(best).to_owned())
    }

    /// "an appointment": all that is known of the service when only the provider is named.
    fn appointment(&self) -> Option<String> {
        self.signs.of(Sign::Appointment).map(|f| self.said.original(&f.at).to_owned()).next()
    }

    /// Phrases that belong together are copied as one, so that what they share stays shared.
    fn when(&self, grammar: &Grammar) -> Vec<String> {
        let mut spans: Vec<Range<usize>> = Vec::new();
        for phrase in self.phrases.iter().filter(|phrase| !phrase.negated && !self.is_aside(phrase))
        {
            let Some(span) = self.without_name(&phrase.span, grammar) else { continue };
            match spans.last_mut() {
                Some(last) if self.close(last.end, span.start) => {
                    last.end = span.end.max(last.end);
                }
                _ => spans.push(span),
            }
        }
        spans.into_iter().map(|span| self.said.text[span].to_owned()).collect()
    }

    fn not_when(&self) -> Vec<String> {
        let out = self.phrases.iter().filter(|phrase| phrase.negated && !self.is_aside(phrase));
        out.map(|phrase| self.said.text[phrase.span.clone()].to_owned()).collect()
    }

    /// It stands in a sentence about something that we don't arrange: "what's the weather on the 10th?"
    fn is_aside(&self, phrase: &Phrase) -> bool {
        let ends = |c: char| matches!(c, '.' | '?' | '!');
        let start = self.said.text[..phrase.span.start].rfind(ends).map_or(0, |at| at + 1);
        let end = self.said.text[phrase.span.end..]
            .find(ends)
            .map_or(self.said.text.len(), |at| at + phrase.span.end);
        let inside = |sign: Sign| {
            self.signs.of(sign).any(|found| {
                let token = &self.said.tokens[self.said.words[found.at.start].token];
                start <= token.span.start && token.span.end <= end
            })
        };
        inside(Sign::OutOfScope) && !inside(Sign::Service) && !inside(Sign::Book)
    }

    fn close(&self, end: usize, start: usize) -> bool {
        self.said.tokens.iter().filter(|t| t.span.start >= end && t.span.end <= start).count() <= 6
    }

    pub(super) fn is_time(&self, word: usize) -> bool {
        if self.names_kind(word) {
            return false;
        }
        let Some(word) = self.said.words.get(word) else { return false };
        let token = &self.said.tokens[word.token];
        let pieces = self.phrases.iter().flat_map(|phrase| &phrase.pieces);
        pieces
            .into_iter()
            .any(|piece| piece.start <= token.span.start && token.span.end <= piece.end)
    }

    fn numbers(&self, grammar: &Grammar) -> (Option<String>, Option<String>) {
        let (mut phone, mut callback) = (None, None);
        for span in self.number_spans() {
            let written = self.said.text[span.clone()].to_owned();
            let mine = grammar.my_number.iter().any(|cue| {
                cue.find(&self.said.words).is_some_and(|at| {
                    let end = self.said.tokens[self.said.words[at.end - 1].token].span.end;
                    end <= span.start && span.start - end < 12
                })
            });
            let slot = if mine || (self.wants_callback && phone.is_none()) {
                &mut callback
            } else {
                &mut phone
            };
            slot.get_or_insert(written);
        }
        (phone, callback)
    }

    /// Where phone numbers stand, in bytes.
    pub(super) fn number_spans(&self) -> Vec<Range<usize>> {
        let letters: Vec<(usize, char)> = self.said.text.char_indices().collect();
        let byte = |at: usize| letters.get(at).map_or(self.said.text.len(), |(byte, _)| *byte);
        let found = phone::numbers_in(self.said.text, self.region).into_iter();
        found.map(|found| byte(found.span.start)..byte(found.span.end)).collect()
    }

    fn email(&self) -> Option<String> {
        let parts = self.said.text.split(|c: char| c.is_whitespace() || ",;<>()".contains(c));
        let mut parts = parts.map(|part| part.trim_matches(|c: char| !c.is_alphanumeric()));
        let address = parts.find(|part| {
            let Some((name, domain)) = part.split_once('@') else { return false };
            let ends = domain
                .rsplit_once('.')
                .is_some_and(|(host, end)| !host.is_empty() && end.len() >= 2);
            !name.is_empty() && ends && !domain.contains('@')
        })?;
        Some(address.to_owned())
    }

    /// "my name is Ana", "a nombre de Ana Ruiz", "Ana Ruiz is my name".
    fn name(&self, grammar: &Grammar) -> Option<Range<usize>> {
        let after = |cues: &[Cue], capital: bool| {
            cues.iter().find_map(|cue| {
                let introduction = cue.find(&self.said.words)?;
                if self.is_of_another(&introduction, grammar) {
                    return None;
                }
                let start = introduction.end;
                // The "e" of "Tesoura e Pente" is no "é".
                let inside_name = introduction.start > 0
                    && introduction.len() == 1
                    && self.said.capital(introduction.start - 1)
                    && !self.said.breaks_before(introduction.start)
                    && names::joined(self.said, introduction.start, grammar).is_some();
                let titled = words::TITLES.contains(&self.said.word(start)?);
                let fits = !titled
                    && !inside_name
                    && (!capital || self.said.capital(start))
                    && !self.said.word(start)?.starts_with(|c: char| c.is_ascii_digit());
                let end = self.person_from(start, grammar).filter(|_| fits)?;
                Some(start..end)
            })
        };
        let of_provider =
            grammar.is_provider.iter().any(|cue| cue.find(&self.said.words).is_some());
        let before = || {
            if of_provider {
                return None;
            }
            let cue = grammar.is_my_name.iter().find_map(|cue| cue.find(&self.said.words))?;
            let start =
                (0..cue.start).rev().take(4).take_while(|at| self.said.capital(*at)).last()?;
            Some(start..cue.start)
        };
        let answer = || {
            let end =
                self.person_from(0, grammar).filter(|_| self.wants_name && self.said.capital(0))?;
            let closed =
                end == self.said.words.len() || self.said.breaks_before(end) || self.is_time(end);
            let personal = end > 1 || !self.wants_place || self.is_given_name(0);
            // "Mary Jones, no insurance" declines nothing.
            let of_answer = |sign: &Sign| self.signs.of(*sign).any(|found| found.at.start < end);
            (closed && personal && !NO_ANSWER.iter().any(of_answer)).then_some(0..end)
        };
        // "name Tom Hill", "name's Tom Hill", "nombre: Ana"
        let labelled = || {
            let label = |at: &usize| {
                let opens = self.said.breaks_before(*at)
                    || self.said.word(at - 1).is_some_and(|word| grammar.and.contains(&word));
                opens && self.said.word(*at).is_some_and(|word| grammar.name_label.contains(&word))
            };
            let label = (0..self.said.words.len()).find(label)?;
            let is = self.said.word(label + 1).is_some_and(|word| NAME_IS.contains(&word));
            let start = label + 1 + usize::from(is);
            let end = self.person_from(start, grammar).filter(|_| self.said.capital(start))?;
            Some(start..end)
        };
        self.name_of_theirs(grammar)
            .or_else(|| after(&grammar.my_name, false))
            .or_else(labelled)
            .or_else(before)
            .or_else(|| after(&grammar.i_am, !self.wants_name))
            .or_else(answer)
            .or_else(|| self.name_in_small_letters(grammar))
            .map(|name| self.in_full(name, grammar))
    }

    /// "for my daughter", "para mi hija Sofía".
    pub(super) fn for_whom(&self, grammar: &Grammar) -> Option<Range<usize>> {
        // "es para Laura", and nothing else.
        if let Some(found) = grammar.only_for.iter().find_map(|cue| cue.find(&self.said.words))
            && found.end < self.said.words.len()
            && !self.is_time(found.end)
            && self.name_from(found.end, grammar, 4) == Some(self.said.words.len())
        {
            return Some(found.end..self.said.words.len());
        }
        let told = grammar.for_whom.iter().find_map(|cue| {
            let found = cue.find(&self.said.words)?;
            let start = found.start + 1;
            let end = if self.said.capital(found.end)
                && !self.said.breaks_before(found.end)
                && !self.is_time(found.end)
            {
                self.name_from(found.end, grammar, 3).unwrap_or(found.end)
            } else {
                found.end
            };
            Some(start..end)
        });
        let expected = || self.wants_name || self.on_card;
        told.or_else(|| self.their_name(grammar).filter(|_| expected()))
    }

    /// The end of a name that begins at this word: up to a break, a time or a word that names don't have.
    pub(super) fn name_from(&self, start: usize, grammar: &Grammar, most: usize) -> Option<usize> {
        let mut end = start;
        while end < self.said.words.len() && end - start < most {
            let word = self.said.word(end)?;
            let breaks = end > start && self.said.breaks_before(end) && !self.after_title(end);
            let joins = end > start
                && names::joined(self.said, end, grammar).is_some_and(|next| !self.is_time(next));
            let small = grammar.name_stops.contains(&word) && (!self.said.capital(end) || end == 0);
            let stops = small || word.starts_with(|c: char| c.is_ascii_digit());
            let lower_after_capital =
                end > start && self.said.capital(start) && !self.said.capital(end);
            if breaks || self.is_time(end) || (!joins && (stops || lower_after_capital)) {
                break;
            }
            end += 1;
        }
        (end > start).then_some(end)
    }

    /// "in Palermo", "near the station".
    fn place(&self, grammar: &Grammar, provider: Option<&Range<usize>>) -> Option<Range<usize>> {
        grammar.in_place.iter().find_map(|cue| {
            let mut from = 0;
            while let Some(found) = cue.find_from(&self.said.words, from) {
                from = found.end;
                let start = found.end;
                let taken = provider.is_some_and(|provider| provider.contains(&start));
                let names = !self.is_asked_for(&found, grammar)
                    && self.said.capital(start)
                    && !self.is_time(start)
                    && !self.said.breaks_before(start);
                if names
                    && !taken
                    && let Some(end) = self.name_from(start, grammar, 5)
                {
                    let city = self
                        .said
                        .word(end)
                        .is_some_and(|word| ["city", "beach", "county"].contains(&word));
                    return Some(start..end + usize::from(city && !self.said.breaks_before(end)));
                }
            }
            None
        })
    }

    /// "in oakland": what follows "in" up to the end of the clause, in words that nothing else is known of.
    fn uncapitalised_place(
        &self,
        grammar: &Grammar,
        provider: Option<&Range<usize>>,
    ) -> Option<Range<usize>> {
        let known = |at: usize| {
            let word = self.said.word(at).unwrap_or_default();
            let taken = provider.is_some_and(|provider| provider.contains(&at));
            let signed = self.signs.of(Sign::Service).any(|f| f.at.contains(&at));
            taken
                || signed
                || self.is_time(at)
                || word.len() < 3
                || grammar.articles.contains(&word)
                || grammar.name_stops.contains(&word)
        };
        (1..self.said.words.len()).find_map(|start| {
            if self.said.capital(start) {
                return None;
            }
            let is = |at: Option<usize>, list: &[&str]| {
                at.and_then(|at| self.said.word(at)).is_some_and(|word| list.contains(&word))
            };
            // "cerca de palermo"
            let after_in = is(start.checked_sub(1), &grammar.before_place)
                || is(start.checked_sub(1), &grammar.of)
                    && is(start.checked_sub(2), &grammar.before_place);
            let mut end = start;
            while end < self.said.words.len()
                && end < start + 3
                && !known(end)
                && (end == start || !self.said.breaks_before(end))
            {
                end += 1;
            }
            let closes = end == self.said.words.len()
                || self.said.breaks_before(end)
                || self.is_time(end)
                || grammar.name_stops.contains(&self.said.word(end)?);
            let fits = after_in
                && end > start
                && closes
                && !self.said.breaks_before(start)
                && !grammar.no_place.contains(&self.said.word(start)?);
            fits.then_some(start..end)
        })
    }

    /// "en Palermo" and no more, where a place was asked for.
    fn answers_where(&self, found: &Range<usize>, grammar: &Grammar) -> bool {
        let among =
            |at: usize, list: &[&str]| self.said.word(at).is_some_and(|word| list.contains(&word));
        let business = |at: usize| among(at, &grammar.business) || among(at, words::TITLES);
        self.wants_place
            && found.start > 0
            && (0..found.start).all(|at| among(at, &grammar.before_place))
            && found.end == self.said.words.len()
            && !found.clone().any(|at| business(at) || self.is_kind(at))
    }

    /// "Palermo", where that was asked for: a few words of which nothing else is known.
    fn place_alone(&self, grammar: &Grammar, taken: Option<&Range<usize>>) -> Option<Range<usize>> {
        let whole = 0..self.said.words.len();
        let named = |at: usize| self.said.capital(at) && !self.is_time(at) && !self.signs.cover(at);
        let joins =
            |at: usize| self.said.word(at).is_some_and(|word| grammar.name_joins.contains(&word));
        // "Buenos Aires", "São José dos Campos", "palermo soho"
        let in_capitals = whole.len() > 1
            && whole.clone().all(|at| named(at) || at > 0 && at + 1 < whole.end && joins(at));
        let unknown = whole.clone().all(|at| self.may_name(at, grammar));
        let answers = self.wants_place
            && taken.is_none()
            && (1..=PLACE_MAX).contains(&whole.len())
            && (in_capitals || unknown)
            && !(1..whole.end).any(|at| self.said.breaks_before(at))
            && !self.said.question
            && !self.signs.any(NO_ANSWER);
        answers.then_some(whole)
    }

    fn reason(&self, grammar: &Grammar) -> Option<String> {
        let found = grammar.reason.iter().find_map(|cue| cue.find(&self.said.words))?;
        let mut end = found.end;
        while end < self.said.words.len()
            && !self.said.breaks_before(end)
            && !self.is_time(end)
            && end - found.start < 14
        {
            end += 1;
        }
        Some(self.said.original(&(found.start..end)).to_owned())
    }
}

pub(crate) fn phrases(
    text: &str,
    now: jiff::civil::DateTime,
    language: Language,
    month_first: bool,
) -> Vec<Phrase> {
    when::phrases(text, Reference { now, language, month_first })
}
