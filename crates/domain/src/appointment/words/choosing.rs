//! What the person chooses among: providers that were found, and times that they offer.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::appointment::stage::ClosedBecause;

/// A provider that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundView {
    /// From 1, as the person sees it.
    pub number: u32,
    pub name: String,
    pub address: Option<String>,
    /// Tenths of a star.
    pub rating: Option<u32>,
    pub ratings: u32,
    pub distance_m: Option<u32>,
    /// When it can be called, if not now.
    pub opens_at: Option<Timestamp>,
    /// The person's.
    pub zone: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferView {
    /// From 1, as the person sees it.
    pub number: u32,
    pub at: Timestamp,
    /// The provider's zone.
    pub zone: String,
    pub price: Option<String>,
    pub held_until: Option<Timestamp>,
    /// Who offers it, where there are several.
    #[serde(default)]
    pub provider: Option<String>,
    #[serde(default)]
    pub merits: Vec<Merit>,
    /// What the person has to do then, by their own calendar; empty where that is not known.
    #[serde(default)]
    pub collides_with: Option<String>,
}

/// What speaks for an offer beside others, or against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Merit {
    Earliest,
    Cheapest,
    Nearest,
    BestRated,
    /// It lies outside the wished times.
    OtherTime,
    /// It costs more than the person wants to pay.
    TooDear,
    /// They did not say what it costs, and the person has set a highest price.
    PriceUnknown,
}

/// A provider that was asked, and what came of it; nothing where time ran out first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedView {
    pub name: String,
    pub because: Option<ClosedBecause>,
}
