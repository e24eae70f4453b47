//! How the days and hours of a message stand to those that were named before it.

use super::{
    Reference,
    dates::Today,
    names,
    pieces::{Piece, What, names_day, pieces},
    sense::{Sense, Text},
    text::Kind,
};
use crate::language::Language;

/// Whether the days and hours of a message come beside those named before ("Friday works too", "or Friday"), not in
/// their place.
#[must_use]
pub fn adds(text: &str, reference: Reference) -> bool {
    let (t, pieces) = parted(text, reference);
    let wished = |piece: &&Piece| {
        let timely = !matches!(piece.what, What::Else | What::Nothing | What::Asap);
        timely && !piece.negated && piece.ruled_out.is_none()
    };
    let wished: Vec<&Piece> = pieces.iter().filter(wished).collect();
    let Some(first) = wished.first().map(|piece| piece.tokens.start) else { return false };
    let instead = (0..t.len()).any(|at| t.is(at, Sense::Instead).is_some());
    let small = [Sense::On, Sense::The, Sense::At, Sense::Of];
    let opens = t.is(0, Sense::Or).is_some_and(|end| t.skip(end, &small) >= first);
    !instead && (opens || wished.iter().any(|piece| also(&t, piece)))
}

/// Whether what a message says comes beside what was said before it, whatever it is: "and a beard trim".
#[must_use]
pub fn comes_beside(text: &str, language: Language) -> bool {
    let says = |sense| says(text, language, sense);
    let opens = Text::new(text, language).is(0, Sense::And).is_some();
    (opens || says(Sense::Also) || says(Sense::Too)) && !says(Sense::Instead)
}

fn parted(text: &str, reference: Reference) -> (Text, Vec<Piece>) {
    let today = Today { date: reference.now.date(), month_first: reference.month_first };
    let t = names::without(Text::new(text, reference.language), today);
    let pieces = pieces(&t, today, reference.now);
    (t, pieces)
}

/// Whether days or hours count on from those named before: "an hour later", "the day after", but not "in an hour" and
/// not "the day after tomorrow".
#[must_use]
pub fn counts_on(text: &str, reference: Reference) -> bool {
    let (t, pieces) = parted(text, reference);
    let later = |piece: &Piece| {
        piece.tokens.clone().any(|at| t.is(at, Sense::Later) == Some(piece.tokens.end))
    };
    let mut moments = pieces.iter().filter(|piece| names_day(piece.what)).peekable();
    moments.peek().is_some() && moments.all(later)
}

/// In the same clause: "I live here too, Friday" adds no day.
fn also(t: &Text, piece: &Piece) -> bool {
    let ends = |at: &usize| t.sign(*at, ",.;:!?").is_some();
    let start = (0..piece.tokens.start).rfind(ends).map_or(0, |at| at + 1);
    let end = (piece.tokens.end..t.len()).find(ends).unwrap_or(t.len());
    (start..end).any(|at| {
        let too = |end: usize| {
            let goes_on = t.tokens.get(end).is_some_and(|token| token.kind == Kind::Word);
            let by_the_way = ["please", "for", "if"].iter().any(|word| t.word(end, word).is_some());
            !goes_on || by_the_way
        };
        let closing = t.is(at, Sense::Too).is_some_and(too);
        t.is(at, Sense::Also).is_some() || closing
    })
}

/// "At any time": no hours of before hold for the day.
#[must_use]
pub fn any_time(text: &str, language: Language) -> bool {
    says(text, language, Sense::AnyTime)
}

/// "Any time", "whenever": the hours don't matter; but not "I need some time" and not "they are open all day".
#[must_use]
pub fn frees_hours(text: &str, language: Language) -> bool {
    const OF_A_DAY: &[&str] = &["some", "sometime", "all", "the", "todo", "el", "o", "dia"];
    let text = Text::new(text, language);
    (0..text.len()).any(|at| {
        let first = &*text.tokens[at].folded;
        text.is(at, Sense::AnyTime).is_some() && !OF_A_DAY.contains(&first)
    })
}

/// "At the same time" as before.
#[must_use]
pub fn same_time(text: &str, language: Language) -> bool {
    says(text, language, Sense::SameTime)
}

fn says(text: &str, language: Language, sense: Sense) -> bool {
    let text = Text::new(text, language);
    (0..text.len()).any(|at| text.is(at, sense).is_some())
}
