//! For how many people: "a table for 4", "party of six", "me and two friends".

use std::ops::Range;

use super::said::{Cue, Said};
use super::words;
use crate::{
    language::Language,
    when::{sense::Text, text::Kind},
};

/// Where a message says how many come, in bytes.
#[must_use]
pub fn party(text: &str, language: Language) -> Option<Range<usize>> {
    let said = Said::new(text);
    let t = Text::new(text, language);
    let grammar = words::grammar(language);
    counted(&said, &t, &grammar.people)
        .or_else(|| introduced(&said, &t, &grammar.party_of, &grammar.people))
        .map(|tokens| t.tokens[tokens.start].span.start..t.tokens[tokens.end - 1].span.end)
}

/// "4 people", "two adults and a child".
fn counted(said: &Said<'_>, t: &Text, people: &[&str]) -> Option<Range<usize>> {
    (0..t.len()).find_map(|at| {
        let (number, end) = t.number(at).filter(|(n, _)| (1..=500).contains(n))?;
        let noun = t.tokens.get(end).filter(|token| people.contains(&token.folded.as_str()))?;
        let _ = (said, number, noun);
        Some(at..end + 1)
    })
}

/// A number after "table for", "party of", "we are".
fn introduced(said: &Said<'_>, t: &Text, cues: &[Cue], people: &[&str]) -> Option<Range<usize>> {
    cues.iter().find_map(|cue| {
        let mut from = 0;
        while let Some(found) = cue.find_from(&said.words, from) {
            from = found.end.max(from + 1);
            let Some(start) = said.words.get(found.end).map(|word| word.token) else { continue };
            let Some((_, end)) = t.number(start).filter(|(n, _)| (1..=500).contains(n)) else {
                continue;
            };
            let hour = t.sign(end, ":/").is_some()
                || t.any(end, &HOURS).is_some()
                || t.part(end).is_some()
                || t.ordinal(start).is_some()
                || t.unit(end).is_some()
                || t.tokens.get(end).is_some_and(|token| token.kind == Kind::Digits);
            if !hour {
                let noun =
                    t.tokens.get(end).is_some_and(|token| people.contains(&token.folded.as_str()));
                return Some(start..end + usize::from(noun));
            }
        }
        None
    })
}

const HOURS: [crate::when::sense::Sense; 3] = [
    crate::when::sense::Sense::Am,
    crate::when::sense::Sense::Pm,
    crate::when::sense::Sense::HourMark,
];

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
        assert_eq!(found("mesa para dos el viernes", Es), Some("dos"));
        assert_eq!(found("somos 5", Es), Some("5"));
        assert_eq!(found("mesa para 3 pessoas às 20h", Pt), Some("3 pessoas"));
        assert_eq!(found("a table for 7 pm", En), None);
        assert_eq!(found("a table for 7:30", En), None);
        assert_eq!(found("the 4th", En), None);
    }
}
