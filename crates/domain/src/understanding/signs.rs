//! What the parts of a message are signs of: an agreement, a greeting, a service, a danger.
//!
//! The words stand in one table per language, under `words`. All tables are searched: people mix languages, and "ok" is
//! everybody's.

use std::{
    collections::{BTreeSet, HashMap},
    ops::Range,
    sync::LazyLock,
};

use super::said::{Cue, Said};
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

struct Entry {
    sign: Sign,
    language: Language,
    cue: Cue,
}

/// All cues, and for each word the ones that begin with it.
struct Cues {
    entries: Vec<Entry>,
    by_word: HashMap<String, Vec<usize>>,
    by_no_word: Vec<usize>,
}

fn cues() -> &'static Cues {
    static CUES: LazyLock<Cues> = LazyLock::new(|| {
        let tables = [
            (Language::En, words::en::CUES),
            (Language::Es, words::es::CUES),
            (Language::Pt, words::pt::CUES),
        ];
        let mut entries = Vec::new();
        for (language, table) in tables {
            for (sign, cues) in table {
                let cues = cues.split(';').map(str::trim).filter(|cue| !cue.is_empty());
                entries.extend(cues.map(|cue| Entry {
                    sign: *sign,
                    language,
                    cue: Cue::parse(cue),
                }));
            }
        }
        let mut by_word: HashMap<String, Vec<usize>> = HashMap::new();
        let mut by_no_word = Vec::new();
        for (at, entry) in entries.iter().enumerate() {
            match entry.cue.first_words() {
                Some(words) => words
                    .into_iter()
                    .for_each(|word| by_word.entry(word.to_owned()).or_default().push(at)),
                None => by_no_word.push(at),
            }
        }
        Cues { entries, by_word, by_no_word }
    });
    &CUES
}

/// All signs in a message, in no order; the same words may be signs of several things.
pub(crate) fn signs(said: &Said<'_>, language: Option<Language>) -> Vec<Found> {
    let Cues { entries, by_word, by_no_word } = cues();
    let begun = said.words.iter().filter_map(|word| by_word.get(&word.folded)).flatten();
    let candidates: BTreeSet<usize> = begun.chain(by_no_word).copied().collect();
    let mut found = Vec::new();
    for entry in candidates
        .into_iter()
        .map(|at| &entries[at])
        .filter(|e| language.is_none_or(|own| own == e.language))
    {
        let mut from = 0;
        while let Some(at) = entry.cue.find_from(&said.words, from) {
            from = at.end.max(from + 1);
            found.push(Found { sign: entry.sign, at });
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
