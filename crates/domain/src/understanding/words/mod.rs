//! What messages are made of, in each language: a new language is a table beside these.

use std::sync::LazyLock;

use super::said::Cue;
use crate::language::Language;

pub(super) mod en;
pub(super) mod es;
pub(super) mod pt;

/// How details are introduced. Cues are separated by semicolons, words by blanks.
pub(super) struct Introductions {
    /// Up to the name of the person.
    pub my_name: &'static str,
    /// A preposition and the person meant.
    pub for_whom: &'static str,
    /// Up to the provider's name.
    pub at_provider: &'static str,
    /// Up to the place.
    pub in_place: &'static str,
    /// Up to the person's own number.
    pub my_number: &'static str,
    /// The beginning of a reason.
    pub reason: &'static str,
    pub articles: &'static str,
    /// Words inside a name: "de la".
    pub name_joins: &'static str,
    /// Words that end a name.
    pub name_stops: &'static str,
    /// In a call, up to the provider that we ask for, and that the desk speaks of.
    pub we_name: &'static str,
    pub desk_names: &'static str,
    /// Capitals that begin no name: weekdays, months, beginnings of sentences.
    pub no_names: &'static str,
}

/// [`Introductions`], ready to be matched.
pub(super) struct Grammar {
    pub my_name: Vec<Cue>,
    pub for_whom: Vec<Cue>,
    pub at_provider: Vec<Cue>,
    pub in_place: Vec<Cue>,
    pub my_number: Vec<Cue>,
    pub reason: Vec<Cue>,
    pub articles: Vec<&'static str>,
    pub name_joins: Vec<&'static str>,
    pub name_stops: Vec<&'static str>,
    pub we_name: Vec<Cue>,
    pub desk_names: Vec<Cue>,
    pub no_names: Vec<&'static str>,
}

/// Before the name of a professional, in all languages.
pub(super) const TITLES: &[&str] = &[
    "dr",
    "dra",
    "doctor",
    "doctora",
    "doutor",
    "doutora",
    "prof",
    "profesor",
    "lic",
    "licenciada",
    "licenciado",
    "mrs",
    "ms",
    "mr",
    "don",
    "dona",
];

fn grammar_of(from: &Introductions) -> Grammar {
    let cues = |text: &'static str| {
        text.split(';').map(str::trim).filter(|cue| !cue.is_empty()).map(Cue::parse).collect()
    };
    let list = |text: &'static str| text.split_whitespace().collect();
    Grammar {
        my_name: cues(from.my_name),
        for_whom: cues(from.for_whom),
        at_provider: cues(from.at_provider),
        in_place: cues(from.in_place),
        my_number: cues(from.my_number),
        reason: cues(from.reason),
        articles: list(from.articles),
        name_joins: list(from.name_joins),
        name_stops: list(from.name_stops),
        we_name: cues(from.we_name),
        desk_names: cues(from.desk_names),
        no_names: list(from.no_names),
    }
}

pub(super) fn grammar(language: Language) -> &'static Grammar {
    static EN: LazyLock<Grammar> = LazyLock::new(|| grammar_of(&en::INTRODUCTIONS));
    static ES: LazyLock<Grammar> = LazyLock::new(|| grammar_of(&es::INTRODUCTIONS));
    static PT: LazyLock<Grammar> = LazyLock::new(|| grammar_of(&pt::INTRODUCTIONS));
    match language {
        Language::En => &EN,
        Language::Es => &ES,
        Language::Pt => &PT,
    }
}
