//! How people state what providers ask for, in each language: a new language is a table beside these.

use super::super::Fact;
use crate::language::Language;

mod en;
mod es;
mod pt;

/// The cues of one fact, separated by semicolons (see [`super::super::said`]).
pub(in super::super) struct Cues {
    pub fact: Fact,
    /// The words are the fact; the first that stand in the message.
    pub are: &'static str,
    /// What follows them, up to the end of the clause, is the fact.
    pub announce: &'static str,
    /// The name or number that follows them is the fact, or the name before them.
    pub beside: &'static str,
    /// What follows them and a colon is the fact.
    pub label: &'static str,
}

pub(in super::super) fn facts(language: Language) -> &'static [Cues] {
    match language {
        Language::En => en::FACTS,
        Language::Es => es::FACTS,
        Language::Pt => pt::FACTS,
    }
}

/// Makes of vehicles, in all languages.
pub(in super::super) const MAKES: &[&str] = &[
    "acura",
    "alfa",
    "audi",
    "bmw",
    "buick",
    "byd",
    "cadillac",
    "chery",
    "chevrolet",
    "chevy",
    "chrysler",
    "citroen",
    "cupra",
    "dacia",
    "dodge",
    "ducati",
    "fiat",
    "ford",
    "gmc",
    "harley",
    "honda",
    "hyundai",
    "infiniti",
    "isuzu",
    "iveco",
    "jaguar",
    "jeep",
    "kawasaki",
    "kia",
    "lancia",
    "lexus",
    "mazda",
    "mercedes",
    "mg",
    "mini",
    "mitsubishi",
    "nissan",
    "opel",
    "peugeot",
    "piaggio",
    "porsche",
    "renault",
    "seat",
    "skoda",
    "smart",
    "ssangyong",
    "subaru",
    "suzuki",
    "tesla",
    "toyota",
    "triumph",
    "vauxhall",
    "vespa",
    "volkswagen",
    "volvo",
    "vw",
    "yamaha",
];
