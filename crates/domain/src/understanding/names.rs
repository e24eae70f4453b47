//! Names of providers inside spoken lines: "how about Alta Eye Care in San Jose?".
//!
//! A name is a run of capitals; what stands before it says whether it is a provider's, a place's or nobody's.

use std::ops::Range;

use super::said::Said;
use super::words::{self, Grammar};
use crate::language::Language;

/// A name, and how much speaks for its being the provider's.
#[derive(Debug, Clone)]
pub(crate) struct Named<'a> {
    pub name: &'a str,
    pub words: Range<usize>,
    pub weight: i32,
}

/// From here on a name is surely a provider's.
pub(crate) const SURE: i32 = 4;

/// From here on it takes the place of another.
pub(crate) const LIKELY: i32 = 3;

/// Words on either side of the one that tells a business.
const BUSINESS_MAX: usize = 3;

/// The provider that a line names, if any.
pub(crate) fn provider<'a>(said: &Said<'a>, language: Language) -> Option<Named<'a>> {
    let grammar = words::grammar(language);
    let weighed = runs(said, grammar).into_iter().map(|run| (weight(said, &run, grammar), run));
    let best = weighed
        .filter(|(weight, _)| *weight > 0)
        .reduce(|best, next| if next.0 > best.0 { next } else { best });
    let found = best.map(|(weight, run)| Named {
        name: said.original(&run).trim_end_matches("'s"),
        words: run,
        weight,
    });
    found.or_else(|| uncapitalised(said, grammar)).or_else(|| business(said, grammar))
}

/// Where nobody writes capitals, the words around one that businesses are called by: "sharp barber shop is in lafayette".
fn business<'a>(said: &Said<'a>, grammar: &Grammar) -> Option<Named<'a>> {
    if (1..said.words.len()).any(|at| said.capital(at)) {
        return None;
    }
    let of_name = |at: usize| {
        said.word(at).is_some_and(|word| {
            let lists = [
                &grammar.name_stops,
                &grammar.no_names,
                &grammar.articles,
                &grammar.generic,
                &grammar.before_provider,
                &grammar.calendar,
            ];
            !lists.iter().any(|list| list.contains(&word))
        })
    };
    let is_business = |at: &usize| said.word(*at).is_some_and(|w| grammar.business.contains(&w));
    let kind = (1..said.words.len()).find(is_business)?;
    let start = (0..kind)
        .rev()
        .take(BUSINESS_MAX)
        .take_while(|at| of_name(*at) && !said.breaks_before(at + 1))
        .last()?;
    let end = (kind + 1..said.words.len())
        .take(BUSINESS_MAX)
        .take_while(|at| of_name(*at) && !said.breaks_before(*at))
        .last()
        .map_or(kind + 1, |last| last + 1);
    Some(Named { name: said.original(&(start..end)), words: start..end, weight: 2 })
}

/// Where nobody writes capitals, what follows "with" or "at" up to a word that no name has.
fn uncapitalised<'a>(said: &Said<'a>, grammar: &Grammar) -> Option<Named<'a>> {
    if (1..said.words.len()).any(|at| said.capital(at)) {
        return None;
    }
    let is_cue = |at: usize| said.word(at).is_some_and(|word| grammar.with.contains(&word));
    (0..said.words.len()).filter(|at| is_cue(*at)).find_map(|cue| {
        let start = cue
            + 1
            + usize::from(said.word(cue + 1).is_some_and(|word| grammar.articles.contains(&word)));
        let ends = |at: usize| {
            let stop = said.word(at).is_none_or(|word| {
                grammar.name_stops.contains(&word)
                    || is_no_name(said, at, grammar)
                    || word.len() > 2 && word.starts_with(|c: char| c.is_ascii_digit())
            });
            stop || said.breaks_before(at)
        };
        let end =
            (start..start + 6).find(|at| ends(*at)).unwrap_or(start + 6).min(said.words.len());
        let digits = said
            .word(start)
            .is_some_and(|word| word.len() < 3 && word.starts_with(|c: char| c.is_ascii_digit()));
        (end > start + 1 && !digits).then(|| Named {
            name: said.original(&(start..end)),
            words: start..end,
            weight: 3,
        })
    })
}

/// Runs of words that may be names: capitals, and what stands between them.
fn runs(said: &Said<'_>, grammar: &Grammar) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut at = 0;
    while at < said.words.len() {
        let end = run(said, at, grammar);
        if end > at {
            runs.push(at..end);
        }
        at = end.max(at + 1);
    }
    runs
}

/// The end of the run that begins at `start`, which is `start` where none does.
fn run(said: &Said<'_>, start: usize, grammar: &Grammar) -> usize {
    let mut end = start;
    while end < said.words.len() && end - start < 10 {
        let inner = end > start;
        let goes_on =
            begins_name(said, end, grammar) || (inner && continues_name(said, end, grammar));
        let opens = inner
            || !is_no_name(said, end, grammar)
            || is_article_of_name(said, end)
            || is_business_before_name(said, end, grammar);
        let calendar = said.capital(end) && is_calendar(said, end, grammar);
        if !goes_on
            || !opens
            || inner && (calendar || said.breaks_before(end) && !continues(said, end))
        {
            break;
        }
        end += 1;
    }
    end
}

/// A capital, a title ("dr"), a number before a name ("1512 Barber Shop", "20th Salon").
fn begins_name(said: &Said<'_>, at: usize, grammar: &Grammar) -> bool {
    let word = said.word(at).unwrap_or_default();
    let named =
        |at: usize| said.capital(at) && !said.breaks_before(at) && !is_no_name(said, at, grammar);
    let numbers = word.starts_with(|c: char| c.is_ascii_digit());
    said.capital(at)
        || is_doctor(word)
        || numbers && (named(at + 1) || is_suffix(said, at + 1) && named(at + 2))
}

/// A word that belongs to the name before it: "of", "'s", what follows "dr".
fn continues_name(said: &Said<'_>, at: usize, grammar: &Grammar) -> bool {
    let word = said.word(at).unwrap_or_default();
    let joins = joined(said, at, grammar).is_some();
    let after_doctor = said.word(at - 1).is_some_and(is_doctor) && !is_no_name(said, at, grammar);
    joins || word == "'s" || is_suffix(said, at) || after_doctor
}

/// The capital to which the small words from here on lead: "da Lia", "de la Abuela".
pub(super) fn joined(said: &Said<'_>, at: usize, grammar: &Grammar) -> Option<usize> {
    let joins = |at: usize| said.word(at).is_some_and(|word| grammar.name_joins.contains(&word));
    let next =
        (at + 1..at + 3).take_while(|next| joins(next - 1)).find(|next| said.capital(*next))?;
    let word = said.word(next)?;
    let begins_a_clause = said.word(at).is_some_and(|word| grammar.and.contains(&word))
        && (words::TITLES.contains(&word)
            || grammar.no_names.contains(&word) && !grammar.business.contains(&word));
    let broken = (at + 1..=next).any(|at| said.breaks_before(at));
    (word != "i" && !begins_a_clause && !broken).then_some(next)
}

fn is_doctor(word: &str) -> bool {
    matches!(word, "dr" | "dra")
}

/// "A Businessman's Haircut".
fn is_article_of_name(said: &Said<'_>, at: usize) -> bool {
    said.word(at) == Some("a") && said.capital(at) && said.capital(at + 1)
}

/// "Salon Valenti".
fn is_business_before_name(said: &Said<'_>, at: usize, grammar: &Grammar) -> bool {
    said.word(at).is_some_and(|word| grammar.business.contains(&word))
        && said.capital(at)
        && said.capital(at + 1)
        && !said.breaks_before(at + 1)
}

/// The "th" of "20th Salon".
fn is_suffix(said: &Said<'_>, at: usize) -> bool {
    said.word(at).is_some_and(|word| ["st", "nd", "rd", "th"].contains(&word))
        && said.words.get(at).is_some_and(|w| said.tokens[w.token].glued)
}

/// "Dr. Ruiz, MD": neither the dot of a title nor a degree ends a name.
fn continues(said: &Said<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| said.word(before)).unwrap_or_default();
    let degree = said.word(at).is_some_and(|word| {
        ["md", "phd", "dds", "dmd", "inc", "llc", "od", "m", "d"].contains(&word)
    });
    words::TITLES.contains(&before) || before.len() == 1 || degree
}

fn is_no_name(said: &Said<'_>, at: usize, grammar: &Grammar) -> bool {
    said.word(at).is_some_and(|word| grammar.no_names.contains(&word))
}

fn is_calendar(said: &Said<'_>, at: usize, grammar: &Grammar) -> bool {
    said.word(at).is_some_and(|word| grammar.calendar.contains(&word))
}

/// How much speaks for a run being the provider's name; nothing or less: it isn't.
fn weight(said: &Said<'_>, run: &Range<usize>, grammar: &Grammar) -> i32 {
    let words: Vec<&str> = run.clone().filter_map(|at| said.word(at)).collect();
    let before: Vec<&str> =
        (run.start.saturating_sub(3)..run.start).filter_map(|at| said.word(at)).collect();
    let near = before.iter().rev().take(2).copied().collect::<Vec<_>>();
    let among = |list: &[&str], words: &[&str]| words.iter().any(|word| list.contains(word));
    let mut weight = 0;
    if among(&grammar.business, &words) || among(words::TITLES, &words) {
        weight += 4;
    }
    if near.first().is_some_and(|word| grammar.before_provider.contains(word)) {
        weight += 3;
    } else if among(&grammar.before_provider, &near) {
        weight += 1;
    }
    if among(&grammar.before_person, &near) {
        weight -= 6;
    }
    let opens = run.start == 0 || said.breaks_before(run.start);
    let is = said.word(run.end).is_some_and(|word| grammar.after_provider.contains(&word))
        || run.end == said.words.len();
    if opens && is && (run.len() > 1 || said.words.len() <= 4) {
        weight += 2;
    }
    if near.first().is_some_and(|word| grammar.before_place.contains(word))
        || among(&grammar.address, &before)
        || among(&grammar.streets, &words)
    {
        weight -= 6;
    }
    if opens && run.len() == 1 && !is {
        weight -= 3;
    }
    weight
}
