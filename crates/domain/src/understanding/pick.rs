//! Which of the options shown a message picks: by number, by place in the list, by date and time, by name.

use jiff::civil::{Date, Time};

use super::choice::LAST;
use super::said::Said;
use crate::{
    language::Language,
    when::{
        Phrase, Reading, Reference, Times, phrases,
        sense::{Sense, Text},
    },
};

/// The number of the option picked, from 1; it may be one that was not shown.
pub(crate) fn pick(
    said: &Said<'_>,
    language: Language,
    options: &[String],
    own: &[Phrase],
    reference: Reference,
) -> Option<u32> {
    // "sexta" is Friday and the sixth.
    let t = Text::new(said.text, language);
    let weekday = |at| t.take(at, |s| matches!(s, Sense::Weekday(_)).then_some(())).is_some();
    let named = said.words.iter().any(|word| NOUNS.contains(&word.folded.as_str()));
    if !named && (0..t.len()).any(|at| weekday(at) && t.ordinal(at).is_some()) {
        return by_time(said, options, own, reference)
            .or_else(|| numbered(said, language, options.len()));
    }
    let numbered = numbered(said, language, options.len());
    if numbered.is_some() || options.is_empty() {
        return numbered;
    }
    by_time(said, options, own, reference).or_else(|| by_words(said, options))
}

/// After an ordinal: it is one.
const NOUNS: &[&str] = &["opcao", "opcion", "alternativa", "vaga"];

/// Words that may stand around the number of an option.
const AROUND: &[&str] = &[
    "option", "number", "the", "one", "a", "please", "i", "take", "want", "choose", "pick",
    "would", "like", "prefer", "go", "with", "will", "opcion", "numero", "la", "el", "lo", "por",
    "favor", "quiero", "elijo", "prefiero", "me", "quedo", "con", "escojo", "dame", "esa", "opcao",
    "o", "quero", "fico", "escolho", "prefiro", "com", "de", "yes", "si", "sim", "ok", "let", "us",
    "no", "n", "is", "fine", "good", "hora", "of", "them", "ones", "los", "las", "turno",
    "horario", "that", "works", "sirve", "va", "pode", "ser", "esta", "bien",
];

fn numbered(said: &Said<'_>, language: Language, shown: usize) -> Option<u32> {
    let t = Text::new(said.text, language);
    let mut found = None;
    let mut at = 0;
    while at < t.len() {
        let signed = t.sign(at, "#.,!)(:¡-").is_some() || t.tokens[at].folded == "º";
        let last = shown > 0 && LAST.contains(&t.tokens[at].folded.as_str());
        let number = t
            .ordinal(at)
            .or_else(|| t.number(at).filter(|_| !AROUND.contains(&t.tokens[at].folded.as_str())));
        if let Some((number, end)) = number.filter(|(n, _)| (1..100).contains(n)) {
            if found.is_some_and(|other| other != number) || t.sign(end, ":").is_some() {
                return None;
            }
            (found, at) = (Some(number), end);
        } else if last {
            (found, at) = (u32::try_from(shown).ok(), at + 1);
        } else if signed || AROUND.contains(&t.tokens[at].folded.as_str()) || said_around(said, at)
        {
            at += 1;
        } else {
            return None;
        }
    }
    found
}

fn said_around(said: &Said<'_>, token: usize) -> bool {
    let mut words = said.words.iter().filter(|word| word.token == token).peekable();
    words.peek().is_some() && words.all(|word| AROUND.contains(&word.folded.as_str()))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    No,
    /// The hour is right, the minutes were not said.
    Hour,
    Exact,
}

fn by_time(
    _said: &Said<'_>,
    options: &[String],
    own: &[Phrase],
    reference: Reference,
) -> Option<u32> {
    let wish = own.first().filter(|phrase| !phrase.negated && own.len() == 1)?.reading;
    let fits: Vec<Fit> = options.iter().map(|option| fit(&wish, option, reference)).collect();
    let only = |wanted: Fit| {
        let mut fitting = fits.iter().enumerate().filter(|(_, fit)| **fit == wanted);
        let (at, _) = fitting.next()?;
        fitting.next().is_none().then_some(at)
    };
    let at = if fits.contains(&Fit::Exact) { only(Fit::Exact) } else { only(Fit::Hour) }?;
    u32::try_from(at + 1).ok()
}

fn fit(wish: &Reading, option: &str, reference: Reference) -> Fit {
    let found = Language::ALL.into_iter().find_map(|language| {
        let read = phrases(option, Reference { language, ..reference });
        read.into_iter()
            .map(|phrase| phrase.reading)
            .find(|reading| reading.dates.is_some() || reading.times.is_some())
    });
    let Some(option) = found else { return Fit::No };
    let date = option.dates.and_then(|dates| dates.from);
    let time = if let Some(Times::At(time)) = option.times { Some(time) } else { None };
    let on = wish
        .dates
        .is_none_or(|dates| date.is_some_and(|date| includes(dates.from, dates.to, date)));
    match wish.times {
        _ if !on || wish.asap => Fit::No,
        None => Fit::Exact,
        Some(times) => time.map_or(Fit::No, |time| fit_time(times, time, wish.either_half)),
    }
}

fn includes(from: Option<Date>, to: Option<Date>, date: Date) -> bool {
    from.is_none_or(|from| from <= date) && to.is_none_or(|to| date <= to)
}

fn fit_time(wish: Times, time: Time, either_half: bool) -> Fit {
    let same_hour =
        |a: Time| a.hour() == time.hour() || (either_half && a.hour() % 12 == time.hour() % 12);
    match wish {
        Times::At(at) if same_hour(at) && at.minute() == time.minute() => Fit::Exact,
        Times::At(at) if same_hour(at) && at.minute() == 0 => Fit::Hour,
        Times::At(_) => Fit::No,
        Times::Between { from, to } => {
            let inside = from.is_none_or(|from| from <= time) && to.is_none_or(|to| time <= to);
            if inside { Fit::Exact } else { Fit::No }
        }
        Times::Part(part) => {
            let (from, to) = crate::when::hours_of(part);
            if from <= time && time <= to { Fit::Exact } else { Fit::No }
        }
    }
}

/// A word of the message that stands in one option only, and at least four letters long.
fn by_words(said: &Said<'_>, options: &[String]) -> Option<u32> {
    let options: Vec<Vec<String>> = options
        .iter()
        .map(|option| Said::new(option).words.into_iter().map(|word| word.folded).collect())
        .collect();
    let mut found = None;
    for word in said.words.iter().filter(|word| word.folded.len() >= 4) {
        let mut having =
            options.iter().enumerate().filter(|(_, words)| words.contains(&word.folded));
        if let (Some((at, _)), None) = (having.next(), having.next()) {
            if found.is_some_and(|other| other != at) {
                return None;
            }
            found = Some(at);
        }
    }
    let others = said.words.len().checked_sub(1)?;
    u32::try_from(found? + 1).ok().filter(|_| others <= 6)
}
