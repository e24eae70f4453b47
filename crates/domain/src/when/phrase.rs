//! All that a text says about dates and times, put into wishes: "Thursday after 5, or else any time Friday" is two.

use std::ops::Range;

use jiff::civil::Weekday;

use super::{
    Reading, Reference, dates::Today, day::Days, names, pieces::pieces, sense::Text, wish,
};

/// One wish and where it stands in the text, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    pub reading: Reading,
    pub span: Range<usize>,
    /// Its parts; between them other words may stand.
    pub pieces: Vec<Range<usize>>,
    /// Where the words about the date stand, and those about the time.
    pub date: Option<Range<usize>>,
    pub time: Option<Range<usize>>,
    /// It is ruled out: "not on Monday".
    pub negated: bool,
    /// It names a weekday, and not which of them.
    pub weekday: Option<Weekday>,
}

/// All that a text says about dates and times, in its order.
#[must_use]
pub fn phrases(text: &str, reference: Reference) -> Vec<Phrase> {
    let today = Today { date: reference.now.date(), month_first: reference.month_first };
    let t = names::without(Text::new(text, reference.language), today);
    let wishes = wish::wishes(&t, &pieces(&t, today, reference.now));
    let bytes = |tokens: &Range<usize>| {
        t.tokens[tokens.start].span.start..t.tokens[tokens.end - 1].span.end
    };
    wishes
        .into_iter()
        .flat_map(|wish| wish.by_weeks(today.date))
        .filter_map(|wish| {
            let reading = wish.reading(reference.now, reference.language)?;
            Some(Phrase {
                reading,
                span: bytes(wish.tokens.as_ref()?),
                pieces: wish.pieces.iter().map(bytes).collect(),
                date: wish.date_tokens.as_ref().map(bytes),
                time: wish.time_tokens.as_ref().map(bytes),
                negated: wish.negated,
                weekday: wish.days.and_then(Days::weekday),
            })
        })
        .collect()
}
