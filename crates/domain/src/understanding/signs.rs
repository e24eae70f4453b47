//! What the parts of a message are signs of: an agreement, a greeting, a service, a danger.
//!
//! The words stand in one table per language, under `words`. All tables are searched: people mix languages, and "ok" is
//! everybody's.

use std::{ops::Range, sync::LazyLock};

use super::cues::Cues;
use super::said::Said;
use super::words;
use crate::language::Language;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Sign {
    Yes,
    No,
    Correction,
    Unsure,
    DontCare,
    Repeat,
    Human,
    Help,
    WhoAreYou,
    Greeting,
    Thanks,
    Goodbye,
    Cancel,
    /// Nothing is to be called off, or not yet called: "don't cancel".
    Keep,
    /// Holds a yes or a no and is neither: "yes and no", "pois não".
    Ambiguous,
    Abort,
    Restart,
    Reschedule,
    Book,
    /// An appointment or a reservation is spoken of, nothing is said of what should happen with it.
    Appointment,
    Alternatives,
    Change,
    Status,
    Transcript,
    History,
    Stop,
    Erase,
    Question,
    /// Nothing more is wanted: the end of the talk.
    Enough,
    Emergency,
    /// What keeps an emergency word from being one ("emergency dentist").
    NoEmergency,
    /// Somebody is to be deceived, frightened or harried by phone.
    Abuse,
    /// A kind of provider or of service.
    Service,
    /// Something that we don't arrange.
    OutOfScope,
    /// Says nothing of its own: "please", "the one".
    Filler,
}

/// One language's cues, each line separated by semicolons.
pub(crate) type Table = &'static [(Sign, &'static str)];

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub sign: Sign,
    /// Words.
    pub at: Range<usize>,
}

fn cues() -> &'static Cues<(Sign, Language)> {
    static CUES: LazyLock<Cues<(Sign, Language)>> = LazyLock::new(|| {
        let tables = [
            (Language::En, words::en::CUES),
            (Language::Es, words::es::CUES),
            (Language::Pt, words::pt::CUES),
            (Language::En, words::danger::en::CUES),
            (Language::Es, words::danger::es::CUES),
            (Language::Pt, words::danger::pt::CUES),
        ];
        Cues::parse(tables.into_iter().flat_map(|(language, table)| {
            table.iter().map(move |(sign, cues)| ((*sign, language), *cues))
        }))
    });
    &CUES
}

/// All signs in a message, in no order; the same words may be signs of several things.
pub(crate) fn signs(said: &Said<'_>, language: Option<Language>) -> Vec<Found> {
    let mut found = Vec::new();
    let likely = cues().likely(&said.words);
    for ((sign, _), cue) in likely.filter(|((_, own), _)| language.is_none_or(|one| one == *own)) {
        let mut from = 0;
        while let Some(at) = cue.find_from(&said.words, from) {
            from = at.end.max(from + 1);
            found.push(Found { sign, at });
        }
    }
    found
}

/// How many words of the message none of these signs explains.
pub(crate) fn unexplained(said: &Said<'_>, found: &[Found], signs: &[Sign]) -> usize {
    let explained =
        |word: usize| found.iter().any(|f| signs.contains(&f.sign) && f.at.contains(&word));
    (0..said.words.len()).filter(|word| !explained(*word)).count()
}
