//! Names of providers inside spoken lines: "how about Alta Eye Care in San Jose?".

use super::said::Said;
use super::words;
use crate::language::Language;

/// The provider that we ask for.
pub(crate) fn wished<'a>(said: &Said<'a>, language: Language) -> Option<&'a str> {
    named(said, language, &words::grammar(language).we_name)
}

/// The provider that the desk speaks of.
pub(crate) fn told<'a>(said: &Said<'a>, language: Language) -> Option<&'a str> {
    named(said, language, &words::grammar(language).desk_names)
}

fn named<'a>(said: &Said<'a>, language: Language, cues: &[super::said::Cue]) -> Option<&'a str> {
    let grammar = words::grammar(language);
    cues.iter().find_map(|cue| {
        let mut from = 0;
        while let Some(found) = cue.find_from(&said.words, from) {
            from = found.end.max(from + 1);
            let start = (found.end..said.words.len().min(found.end + 3))
                .find(|at| said.capital(*at) && !is_time(said, *at, grammar))?;
            let mut end = start;
            while end < said.words.len() && end - start < 9 {
                let word = said.word(end)?;
                let digit = word.starts_with(|c: char| c.is_ascii_digit());
                let joins = grammar.name_joins.contains(&word) && said.capital(end + 1);
                let goes_on =
                    said.capital(end) || joins || digit || word == "'s" || word.len() == 1;
                let stopped = end > start && said.breaks_before(end) && !continues(said, end);
                if !goes_on || stopped || is_time(said, end, grammar) {
                    break;
                }
                end += 1;
            }
            if end > start && !(end == start + 1 && grammar.name_stops.contains(&said.word(start)?))
            {
                return Some(said.original(&(start..end)).trim_end_matches("'s"));
            }
        }
        None
    })
}

/// "Dr. Ruiz, MD": neither the dot of a title nor a degree ends a name.
fn continues(said: &Said<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| said.word(before)).unwrap_or_default();
    let degree = said.word(at).is_some_and(|word| {
        ["md", "phd", "dds", "dmd", "inc", "llc", "od", "do", "phd."].contains(&word)
    });
    words::TITLES.contains(&before) || before.len() == 1 || degree
}

fn is_time(said: &Said<'_>, at: usize, grammar: &words::Grammar) -> bool {
    said.word(at).is_some_and(|word| grammar.no_names.contains(&word))
}
