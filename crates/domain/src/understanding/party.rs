//! For how many people: "a table for 4", "party of six", "me and two friends".

use std::ops::Range;

use super::said::Said;
use super::words::{self, Grammar};
use crate::{
    language::Language,
    when::{
        sense::{Sense, Text},
        text::Kind,
    },
};

/// Where a message says how many come, in bytes.
#[must_use]
pub fn party(text: &str, language: Language) -> Option<Range<usize>> {
    let t = Text::new(text, language);
    let reader = Reader { said: &Said::new(text), t: &t, grammar: words::grammar(language) };
    let tokens = reader.listed().or_else(|| reader.of_us()).or_else(|| reader.introduced())?;
    Some(t.tokens[tokens.start].span.start..t.tokens[tokens.end - 1].span.end)
}

struct Reader<'a> {
    said: &'a Said<'a>,
    t: &'a Text,
    grammar: &'static Grammar,
}

impl Reader<'_> {
    fn is(&self, at: usize, words: &[&str]) -> bool {
        self.t.tokens.get(at).is_some_and(|token| words.contains(&token.folded.as_str()))
    }

    /// "two adults and a child", "me, my wife and 3 friends": at least two, or counted.
    fn listed(&self) -> Option<Range<usize>> {
        (0..self.t.len()).find_map(|start| {
            let (mut end, counted) = self.member(start)?;
            let mut members = 1;
            let mut any_counted = counted;
            while let Some((next, counted)) = self.member(self.joined(end)) {
                (end, members, any_counted) = (next, members + 1, any_counted || counted);
            }
            (members > 1 || any_counted).then_some(start..end)
        })
    }

    /// The index after ", and".
    fn joined(&self, at: usize) -> usize {
        let comma = self.t.sign(at, ",").unwrap_or(at);
        self.t.is(comma, Sense::And).or_else(|| self.t.sign(comma, "&")).unwrap_or(comma)
    }

    /// "4 people", "my wife", "me"; and whether it was counted.
    fn member(&self, at: usize) -> Option<(usize, bool)> {
        if self.is(at, &self.grammar.me) {
            return Some((at + 1, false));
        }
        let own = usize::from(self.is(at, &self.grammar.my));
        if let Some((_, end)) = self.t.number(at + own).filter(|(n, _)| (1..=500).contains(n)) {
            let kin =
                self.is(end, &self.grammar.people) || own == 1 && self.is(end, &self.grammar.kin);
            return kin.then_some((end + 1, true));
        }
        (own == 1 && self.is(at + 1, &self.grammar.kin)).then_some((at + 2, false))
    }

    /// "8 of us".
    fn of_us(&self) -> Option<Range<usize>> {
        (0..self.t.len()).find_map(|at| {
            let (_, end) = self.t.number(at).filter(|(n, _)| (1..=500).contains(n))?;
            let word = self.said.words.iter().position(|word| word.token == end)?;
            self.grammar
                .of_us
                .iter()
                .any(|cue| cue.find_from(&self.said.words, word).is_some_and(|at| at.start == word))
                .then_some(at..end)
        })
    }

    /// A number after "table for", "party of", "we are".
    fn introduced(&self) -> Option<Range<usize>> {
        self.grammar.party_of.iter().find_map(|cue| {
            let mut from = 0;
            while let Some(found) = cue.find_from(&self.said.words, from) {
                from = found.end.max(from + 1);
                let start = self.said.words.get(found.end).map(|word| word.token);
                if let Some(range) = start.and_then(|start| self.number_of_people(start)) {
                    return Some(range);
                }
            }
            None
        })
    }

    fn number_of_people(&self, start: usize) -> Option<Range<usize>> {
        let t = self.t;
        let (_, end) = t.number(start).filter(|(n, _)| (1..=500).contains(n))?;
        let written = t.sign(end, ":/").is_some()
            || (t.sign(end, ".").is_some() && t.glued(end) && t.digits(end + 1).is_some());
        let hour = written
            || t.any(end, &[Sense::Am, Sense::Pm, Sense::HourMark]).is_some()
            || t.part(end).is_some()
            || t.ordinal(start).is_some()
            || t.unit(end).is_some()
            || t.tokens.get(end).is_some_and(|token| token.kind == Kind::Digits);
        (!hour).then_some(start..end)
    }
}

#[cfg(test)]
mod tests {
    use super::party;
    use crate::language::Language::{self, En, Es, Pt};

    fn found(text: &str, language: Language) -> Option<&str> {
        party(text, language).map(|span| &text[span])
    }

    #[test]
    fn a_party_is_counted_and_an_hour_is_not() {
        assert_eq!(found("a table for 4 tomorrow at 8", En), Some("4"));
        assert_eq!(found("party of six please", En), Some("six"));
        assert_eq!(found("we'll be 12 people", En), Some("12 people"));
        assert_eq!(
            found("table for my wife, myself and 2 kids", En),
            Some("my wife, myself and 2 kids")
        );
        assert_eq!(found("only 7 of us now", En), Some("7"));
        assert_eq!(found("call me at 5", En), None);
        assert_eq!(found("mesa para dos el viernes", Es), Some("dos"));
        assert_eq!(found("somos 5", Es), Some("5"));
        assert_eq!(found("mesa para 3 pessoas às 20h", Pt), Some("3 pessoas"));
        assert_eq!(found("a table for 7 pm", En), None);
        assert_eq!(found("a table for 7:30", En), None);
        assert_eq!(found("the 4th", En), None);
    }
}
