//! What messages are made of, in each language: a new language is a table beside these.

use std::sync::LazyLock;

use super::said::Cue;
use crate::language::Language;

pub(super) use given_names::GIVEN_NAMES;

pub(super) mod danger;
pub(super) mod desk;
pub(super) mod en;
pub(super) mod es;
pub(super) mod facts;
mod given_names;
pub(super) mod money;
pub(super) mod pt;
pub(super) mod speech;

/// How details are introduced. Cues are separated by semicolons, words by blanks.
pub(super) struct Introductions {
    /// Up to the name of the person.
    pub my_name: &'static str,
    /// Up to a name, if it has a capital: "I am".
    pub i_am: &'static str,
    /// Up to the name of somebody else: "his name is".
    pub their_name: &'static str,
    /// Before "for" and a name, which then is that of whoever should come to the phone.
    pub ask_for: &'static str,
    /// After the name of the person.
    pub is_my_name: &'static str,
    /// After the name of the provider: "is the name of the dentist".
    pub is_provider: &'static str,
    /// A preposition and the person meant.
    pub for_whom: &'static str,
    /// Up to the person meant, where the message says nothing else.
    pub only_for: &'static str,
    /// Up to the provider's name.
    pub at_provider: &'static str,
    /// Up to the place.
    pub in_place: &'static str,
    /// Up to the person's own number.
    pub my_number: &'static str,
    /// The beginning of a reason.
    pub reason: &'static str,
    /// Nouns for people that come along, and what introduces their number.
    pub people: &'static str,
    pub party_of: &'static str,
    /// After a number: "of us".
    pub of_us: &'static str,
    pub me: &'static str,
    pub my: &'static str,
    pub kin: &'static str,
    /// Kinds of provider that say little beside another one.
    pub generic: &'static str,
    /// What "in" may be followed by without naming a place.
    pub no_place: &'static str,
    pub articles: &'static str,
    /// Words inside a name: "de la".
    pub name_joins: &'static str,
    /// Words inside the name of a business that elsewhere begin a place or a person: "Uñas en Paz".
    pub name_prepositions: &'static str,
    /// Before what a business is: "Number One of an old barbershop".
    pub of: &'static str,
    /// Words that end a name.
    pub name_stops: &'static str,
    /// Capitals that begin no name: beginnings of sentences.
    pub no_names: &'static str,
    pub calendar: &'static str,
    /// Words in the names of businesses.
    pub business: &'static str,
    /// Before a provider's name even where nobody writes capitals.
    pub with: &'static str,
    pub before_provider: &'static str,
    pub after_provider: &'static str,
    /// Before a person's own name: "my name is".
    pub before_person: &'static str,
    pub before_place: &'static str,
    /// Before an address, and in the names of streets.
    pub address: &'static str,
    pub streets: &'static str,
    /// Words that join a second wish, words that join another choice, and words before a service that is only
    /// spoken of ("if"), in the last list unless its own time follows it ("at").
    pub and: &'static str,
    pub or: &'static str,
    pub aside: &'static str,
    pub there: &'static str,
    /// Before and after the most that something may cost.
    pub at_most: &'static str,
    pub tops: &'static str,
    /// To call, said to us; whom; what makes it a call for something, and what makes it one of others.
    pub call_them: &'static str,
    pub them: &'static str,
    pub call_for: &'static str,
    pub not_us: &'static str,
    /// To call, at once, and what denies it.
    pub call: &'static str,
    pub now: &'static str,
    pub not: &'static str,
    /// Before a name, at the beginning of a clause: "name Tom Hill".
    pub name_label: &'static str,
    /// The person wants to be asked before anything is agreed to.
    pub ask_first: &'static str,
    /// Of several shown: all, any, and whoever has it first.
    pub all_of_them: &'static str,
    pub any_of_them: &'static str,
    pub earliest: &'static str,
}

/// [`Introductions`], ready to be matched.
pub(super) struct Grammar {
    pub my_name: Vec<Cue>,
    pub i_am: Vec<Cue>,
    pub their_name: Vec<Cue>,
    pub ask_for: Vec<&'static str>,
    pub is_my_name: Vec<Cue>,
    pub is_provider: Vec<Cue>,
    pub for_whom: Vec<Cue>,
    pub only_for: Vec<Cue>,
    pub at_provider: Vec<Cue>,
    pub in_place: Vec<Cue>,
    pub my_number: Vec<Cue>,
    pub reason: Vec<Cue>,
    pub people: Vec<&'static str>,
    pub party_of: Vec<Cue>,
    pub of_us: Vec<Cue>,
    pub me: Vec<&'static str>,
    pub my: Vec<&'static str>,
    pub kin: Vec<&'static str>,
    pub generic: Vec<&'static str>,
    pub no_place: Vec<&'static str>,
    pub articles: Vec<&'static str>,
    pub name_joins: Vec<&'static str>,
    pub name_prepositions: Vec<&'static str>,
    pub of: Vec<&'static str>,
    pub name_stops: Vec<&'static str>,
    pub no_names: Vec<&'static str>,
    pub calendar: Vec<&'static str>,
    pub business: Vec<&'static str>,
    pub with: Vec<&'static str>,
    pub before_provider: Vec<&'static str>,
    pub after_provider: Vec<&'static str>,
    pub before_person: Vec<&'static str>,
    pub before_place: Vec<&'static str>,
    pub address: Vec<&'static str>,
    pub streets: Vec<&'static str>,
    pub and: Vec<&'static str>,
    pub or: Vec<&'static str>,
    pub aside: Vec<&'static str>,
    pub there: Vec<&'static str>,
    pub at_most: Vec<Cue>,
    pub tops: Vec<Cue>,
    pub call_them: Vec<&'static str>,
    pub them: Vec<&'static str>,
    pub call_for: Vec<&'static str>,
    pub not_us: Vec<&'static str>,
    pub call: Vec<Cue>,
    pub now: Vec<Cue>,
    pub not: Vec<&'static str>,
    pub name_label: Vec<&'static str>,
    pub ask_first: Vec<Cue>,
    pub all_of_them: Vec<Cue>,
    pub any_of_them: Vec<Cue>,
    pub earliest: Vec<Cue>,
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

/// Short words whose dot ends no name.
pub(super) const ABBREVIATED: &[&str] =
    &["dr", "dra", "prof", "lic", "mrs", "ms", "mr", "st", "mt", "ft", "sta", "sto", "av"];

fn grammar_of(from: &Introductions) -> Grammar {
    let cues = |text: &'static str| {
        text.split(';').map(str::trim).filter(|cue| !cue.is_empty()).map(Cue::parse).collect()
    };
    let list = |text: &'static str| -> Vec<&'static str> { text.split_whitespace().collect() };
    Grammar {
        my_name: cues(from.my_name),
        i_am: cues(from.i_am),
        their_name: cues(from.their_name),
        ask_for: list(from.ask_for),
        is_my_name: cues(from.is_my_name),
        is_provider: cues(from.is_provider),
        for_whom: cues(from.for_whom),
        only_for: cues(from.only_for),
        at_provider: cues(from.at_provider),
        in_place: cues(from.in_place),
        my_number: cues(from.my_number),
        reason: cues(from.reason),
        people: list(from.people),
        party_of: cues(from.party_of),
        of_us: cues(from.of_us),
        me: list(from.me),
        my: list(from.my),
        kin: list(from.kin),
        generic: list(from.generic),
        no_place: list(from.no_place),
        articles: list(from.articles),
        name_joins: list(from.name_joins),
        name_prepositions: list(from.name_prepositions),
        of: list(from.of),
        name_stops: list(from.name_stops),
        no_names: [list(from.no_names), list(from.calendar)].concat(),
        calendar: list(from.calendar),
        business: list(from.business),
        with: list(from.with),
        before_provider: list(from.before_provider),
        after_provider: list(from.after_provider),
        before_person: list(from.before_person),
        before_place: list(from.before_place),
        address: list(from.address),
        streets: list(from.streets),
        and: list(from.and),
        or: list(from.or),
        aside: list(from.aside),
        there: list(from.there),
        at_most: cues(from.at_most),
        tops: cues(from.tops),
        call_them: list(from.call_them),
        them: list(from.them),
        call_for: list(from.call_for),
        not_us: list(from.not_us),
        call: cues(from.call),
        now: cues(from.now),
        not: list(from.not),
        name_label: list(from.name_label),
        ask_first: cues(from.ask_first),
        all_of_them: cues(from.all_of_them),
        any_of_them: cues(from.any_of_them),
        earliest: cues(from.earliest),
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
