//! Telephone numbers in what people write.

use rlibphonenumber::phonenumber_matcher::{FindNumberExt, Leniency};

use super::{PhoneNumber, region_of};

/// False starts after which a text is given up: it is a list of figures.
const TRIES_MAX: u64 = 200;

/// A number found in a text, with its place in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub number: PhoneNumber,
    pub span: std::ops::Range<usize>,
}

/// The phone numbers in a text; dates, prices and other digits are not.
#[must_use]
pub fn numbers_in(text: &str, region: &str) -> Vec<Found> {
    let matches = text
        .phone_number_matcher_builder()
        .leniency(Leniency::Valid)
        .preferred_region(region_of(region))
        .max_tries(TRIES_MAX)
        .build();
    matches
        .filter_map(|found| {
            let start = text[..found.start].chars().count();
            let end = start + found.raw_string.chars().count();
            Some(Found { number: PhoneNumber::of(&found.number).ok()?, span: start..end })
        })
        .collect()
}
