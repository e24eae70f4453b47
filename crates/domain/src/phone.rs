//! Telephone numbers: how they are written, and which of them may be dialled.

use serde::{Deserialize, Serialize};

/// A valid number in E.164 form. `Debug` hides it, for logs must not show it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// Reads a number as a person of `region` (ISO 3166-1 alpha-2) would write it.
    ///
    /// # Errors
    /// [`Invalid`] for everything that is not one valid number by the numbering plan.
    pub fn parse(text: &str, region: &str) -> Result<Self, Invalid> {
        let _ = (text, region);
        Err(Invalid)
    }

    /// `+541143211234`.
    #[must_use]
    pub fn e164(&self) -> &str {
        &self.0
    }

    /// As people write it: international, with blanks.
    #[must_use]
    pub fn for_people(&self) -> String {
        self.0.clone()
    }

    /// The region it belongs to, ISO 3166-1 alpha-2.
    #[must_use]
    pub fn region(&self) -> Option<String> {
        None
    }

    /// Whether it may be dialled at all; who may be called when is another question.
    ///
    /// # Errors
    /// The reason why it never is.
    pub fn callable(&self) -> Result<(), Refusal> {
        Ok(())
    }
}

impl std::fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PhoneNumber(…)")
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a valid telephone number")]
pub struct Invalid;

/// Why a valid number is never dialled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    Emergency,
    Short,
    Premium,
    SharedCost,
    /// Satellite and other networks that belong to no country.
    Special,
    Personal,
    Pager,
    Voicemail,
}

/// A number found in a text, with its place in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub number: PhoneNumber,
    pub span: std::ops::Range<usize>,
}

/// The phone numbers in a text; dates, prices and other digits are not.
#[must_use]
pub fn numbers_in(text: &str, region: &str) -> Vec<Found> {
    let _ = (text, region);
    Vec::new()
}

/// The number to ring when life or limb is in danger.
#[must_use]
pub fn emergency_number(region: &str) -> &'static str {
    let _ = region;
    "112"
}
