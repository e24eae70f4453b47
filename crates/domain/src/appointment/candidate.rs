//! Providers that are considered for a request: found by a search, or given by the person.

use serde::{Deserialize, Serialize};

use super::stage::ClosedBecause;
use super::wish::Numbered;

/// A provider that may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    pub name: Option<String>,
    pub number: Numbered,
    /// What the directory says of it; absent for a number that the person gave.
    pub listing: Option<Listing>,
    /// What came of asking it; absent while nobody has been asked, or while it goes on.
    pub came_of_it: Option<ClosedBecause>,
}

/// An entry of the directory. By its terms only the id may be kept for long: the rest goes when the request is closed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Listing {
    /// The directory's own.
    pub id: String,
    pub address: Option<String>,
    /// Tenths of a star, 10 to 50.
    pub rating: Option<u32>,
    /// How many people rated it.
    pub ratings: u32,
    /// From where the person is, as the crow flies.
    pub distance_m: Option<u32>,
    /// Absent where the directory does not know them.
    pub hours: Option<OpeningHours>,
}

/// What the directory found: a listing that need not have a number that can be called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    pub name: String,
    /// As the directory writes it.
    pub phone: Option<String>,
    /// Its IANA time zone.
    #[serde(default)]
    pub zone: Option<String>,
    pub listing: Listing,
}

/// A week of open hours, in minutes since Monday 00:00 by the provider's clock. A span may run into the next week.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OpeningHours(pub Vec<OpenSpan>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenSpan {
    pub from: u32,
    /// Not included; at most a week after `from`.
    pub to: u32,
}

pub const WEEK_MIN: u32 = 7 * 24 * 60;

/// What is looked for in the directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Lookup {
    /// "dentista Palermo", with the person's own location where they shared it.
    Words { text: String, near: Option<Coordinates> },
    /// One listing, for what must not be kept of it.
    Listing { id: String },
}

/// Degrees, as the chat wrote them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coordinates {
    pub latitude: String,
    pub longitude: String,
}

impl OpeningHours {
    /// Minutes from `minute` (since Monday 00:00) to the next open one; 0 while open, nothing if it never opens.
    #[must_use]
    pub fn until_open(&self, minute: u32) -> Option<u32> {
        let wait = |span: &OpenSpan| {
            let into = (minute + WEEK_MIN - span.from % WEEK_MIN) % WEEK_MIN;
            let long = span.to.saturating_sub(span.from);
            if into < long { 0 } else { WEEK_MIN - into }
        };
        self.0.iter().filter(|span| span.to > span.from).map(wait).min()
    }
}

impl Listing {
    /// The rating that can be believed, in thousandths of a star: few ratings count as if most people had given four.
    #[must_use]
    pub fn damped_rating(&self) -> u32 {
        let (stars, count) = (self.rating.unwrap_or(USUAL), self.ratings.min(100_000));
        let count = if self.rating.is_some() { count } else { 0 };
        (USUAL * DOUBT + stars * count) * 100 / (DOUBT + count)
    }

    /// The smaller, the better: believable stars against the way, of which 1 km weighs as a tenth of a star.
    #[must_use]
    pub fn rank(&self) -> i64 {
        let way = i64::from(self.distance_m.unwrap_or(0)) / 10;
        way - i64::from(self.damped_rating())
    }
}

/// What most ratings come to, in tenths of a star, and how many such ratings everybody is taken to have.
const USUAL: u32 = 40;
const DOUBT: u32 = 12;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_ratings_are_believed_less_than_many() {
        let rated =
            |rating, ratings| Listing { rating: Some(rating), ratings, ..Listing::default() };
        assert!(rated(50, 2).damped_rating() < rated(46, 300).damped_rating());
        assert!(rated(30, 400).damped_rating() < Listing::default().damped_rating());
        assert_eq!(Listing::default().damped_rating(), 4000);
        assert_eq!(Listing { ratings: 70, ..Listing::default() }.damped_rating(), 4000);
    }

    #[test]
    fn a_long_way_weighs_against_stars() {
        let at = |rating, distance_m| Listing {
            rating: Some(rating),
            ratings: 1000,
            distance_m: Some(distance_m),
            ..Listing::default()
        };
        assert!(at(45, 500).rank() < at(47, 12_000).rank());
        assert!(at(48, 900).rank() < at(41, 200).rank());
    }

    #[test]
    fn opening_hours_run_over_midnight_and_into_the_next_week() {
        let day = 24 * 60;
        let hours = OpeningHours(vec![
            OpenSpan { from: 9 * 60, to: 18 * 60 },
            OpenSpan { from: 6 * day + 22 * 60, to: 7 * day + 120 },
        ]);
        assert_eq!(hours.until_open(8 * 60), Some(60));
        assert_eq!(hours.until_open(9 * 60), Some(0));
        assert_eq!(hours.until_open(18 * 60), Some(6 * day + 22 * 60 - 18 * 60));
        assert_eq!(hours.until_open(60), Some(0), "Sunday's span reaches into Monday");
        assert_eq!(hours.until_open(120), Some(9 * 60 - 120));
        assert_eq!(OpeningHours::default().until_open(0), None);
        assert_eq!(OpeningHours(vec![OpenSpan { from: 5, to: 5 }]).until_open(5), None);
        assert_eq!(OpeningHours(vec![OpenSpan { from: 0, to: WEEK_MIN }]).until_open(77), Some(0));
    }
}
