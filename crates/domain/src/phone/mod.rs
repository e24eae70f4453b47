//! Telephone numbers: how they are written, and which of them may be dialled.
//!
//! It knows numbering plans and nothing else: who may be called when, and in which countries, is decided elsewhere.
//! What a number is labelled with never matters, only its digits do.
//!
//! Invariant: a [`PhoneNumber`] is a whole number that is valid by its country's plan, wherever it came from, so no
//! short code, no extension and no service code can ever be one.

mod emergency;
mod found;
mod outdated;
#[cfg(test)]
mod tests;
mod zones;

use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat, PhoneNumberType, Region};
use serde::{Deserialize, Serialize};

pub use emergency::{emergency_number, short_number};
pub use found::{Found, numbers_in};
pub use outdated::renumbered;

/// The longest text that is read as one number, in bytes.
const TEXT_MAX: usize = 250;

/// Addresses of other networks, which may well hold digits.
const SCHEMES_REFUSED: [&str; 6] = ["sip", "sips", "client", "whatsapp", "sms", "mailto"];

/// The calling code whose numbers, alone among those of no country, cost the caller nothing.
const INTERNATIONAL_FREEPHONE: i32 = 800;

/// The country code of the North American numbering plan.
const NORTH_AMERICA: i32 = 1;

/// A valid number in E.164 form. `Debug` hides it, for logs must not show it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// Reads a number as a person of `region` (ISO 3166-1 alpha-2) would write it: with or without the country's
    /// code, with trunk prefix, carrier code, letters for digits, as `tel:`, in the digits of any script. An extension
    /// is dropped. Where the region is unknown, an empty one lets only numbers with `+` pass.
    ///
    /// # Errors
    /// [`Invalid`] for everything that is not one valid number by the numbering plan; [`short_number`] and
    /// [`renumbered`] tell more about it.
    pub fn parse(text: &str, region: &str) -> Result<Self, Invalid> {
        let text = legible(text).ok_or(Invalid)?;
        let number = PHONE_NUMBER_UTIL.parse(&text, region_of(region)).map_err(|_| Invalid)?;
        Self::of(&number)
    }

    fn of(number: &rlibphonenumber::PhoneNumber) -> Result<Self, Invalid> {
        if !number.is_valid() {
            return Err(Invalid);
        }
        let number = Self(number.format_as(PhoneNumberFormat::E164).into_owned());
        if number.details().is_some() { Ok(number) } else { Err(Invalid) }
    }

    /// `+541143211234`.
    #[must_use]
    pub fn e164(&self) -> &str {
        &self.0
    }

    /// The region it belongs to, ISO 3166-1 alpha-2; none for the numbers of no country.
    #[must_use]
    pub fn region(&self) -> Option<String> {
        let region = self.details()?.get_region_code()?;
        (region != Region::World).then(|| region.to_string())
    }

    /// Grouped as its country does, right wherever it is read: `+54 11 4321-1234`.
    #[must_use]
    pub fn for_people(&self) -> String {
        self.written(PhoneNumberFormat::International)
    }

    /// As a person of `region` is used to read it: `011 4321-1234` at home, [`Self::for_people`] elsewhere.
    #[must_use]
    pub fn for_people_in(&self, region: &str) -> String {
        let at_home = self.region().is_some_and(|own| own.eq_ignore_ascii_case(region));
        self.written(if at_home {
            PhoneNumberFormat::National
        } else {
            PhoneNumberFormat::International
        })
    }

    fn written(&self, format: PhoneNumberFormat) -> String {
        self.details()
            .map_or_else(|| self.0.clone(), |number| number.format_as(format).into_owned())
    }

    /// Whether it may be dialled at all; who may be called when is another question.
    ///
    /// # Errors
    /// The reason why it never is.
    pub fn callable(&self) -> Result<(), Refusal> {
        let number = self.details().ok_or(Refusal::Special)?;
        if emergency::is_one(&number) {
            return Err(Refusal::Emergency);
        }
        let kind = number.get_type();
        let of_a_country = number.get_region_code().is_some_and(|region| region != Region::World);
        let freephone =
            number.country_code == INTERNATIONAL_FREEPHONE && kind == PhoneNumberType::TollFree;
        if !of_a_country && !freephone {
            return Err(Refusal::Special);
        }
        if let Some(refusal) = exchange(&number, kind) {
            return Err(refusal);
        }
        match kind {
            PhoneNumberType::FixedLine
            | PhoneNumberType::Mobile
            | PhoneNumberType::FixedLineOrMobile
            | PhoneNumberType::TollFree
            | PhoneNumberType::VoIP
            | PhoneNumberType::UAN => Ok(()),
            PhoneNumberType::PremiumRate => Err(Refusal::Premium),
            PhoneNumberType::SharedCost => Err(Refusal::SharedCost),
            PhoneNumberType::PersonalNumber => Err(Refusal::Personal),
            PhoneNumberType::Pager => Err(Refusal::Pager),
            PhoneNumberType::VoiceMail => Err(Refusal::Voicemail),
            PhoneNumberType::Unknown => Err(Refusal::Special),
        }
    }

    /// Whether both reach the same line though the digits differ, as an Argentine mobile's do with and without the 9.
    /// For comparing only: one must not be dialled in place of the other.
    #[must_use]
    pub fn same_line(&self, other: &Self) -> bool {
        self.line() == other.line()
    }

    /// The same text for all numbers that reach the same line: to count and to list by. It is no number to dial.
    #[must_use]
    pub fn line(&self) -> std::borrow::Cow<'_, str> {
        outdated::line(&self.0)
    }

    /// What the numbering plan says about it. Read anew each time (under a microsecond), for it is seldom asked.
    fn details(&self) -> Option<rlibphonenumber::PhoneNumber> {
        PHONE_NUMBER_UTIL.parse(&self.0, None).ok().filter(rlibphonenumber::PhoneNumber::is_valid)
    }
}

/// What the North American plan keeps an exchange for, of which libphonenumber says nothing: 976 is charged at its
/// owner's rate, N11 and 950 are services. Source: NANPA, central office code assignment guidelines.
fn exchange(number: &rlibphonenumber::PhoneNumber, kind: PhoneNumberType) -> Option<Refusal> {
    if number.country_code != NORTH_AMERICA || kind == PhoneNumberType::TollFree {
        return None;
    }
    match number.national_number / 10_000 % 1000 {
        976 => Some(Refusal::Premium),
        950 => Some(Refusal::Special),
        exchange if exchange % 100 == 11 => Some(Refusal::Special),
        _ => None,
    }
}

impl std::fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PhoneNumber(…)")
    }
}

impl TryFrom<String> for PhoneNumber {
    type Error = Invalid;

    /// Takes nothing but E.164: what was stored is what was written, or somebody changed it.
    fn try_from(text: String) -> Result<Self, Invalid> {
        match Self::parse(&text, "") {
            Ok(number) if number.0 == text => Ok(number),
            _ => Err(Invalid),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a valid telephone number")]
pub struct Invalid;

/// Why a number is never dialled.
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

/// The text without what can't be seen, all in forms that the numbering plans know. Nothing for addresses that aren't
/// telephone numbers (`sip:`, `client:`, `whatsapp:`, anything with `@`) and for texts longer than a number can be.
fn legible(text: &str) -> Option<String> {
    if text.len() > TEXT_MAX || text.contains('@') {
        return None;
    }
    let text: String = text
        .chars()
        .filter(|&c| !is_invisible(c))
        .map(|c| if c == '＋' { '+' } else { c })
        .collect();
    let text = text.trim();
    // Only a `tel:` at the start can have a context; the library slices beyond its end where it has another one.
    if text.contains(";phone-context=") && text.rfind("tel:").is_some_and(|scheme| scheme > 0) {
        return None;
    }
    let Some((scheme, rest)) = text.split_once(':') else { return Some(text.to_owned()) };
    if SCHEMES_REFUSED.iter().any(|refused| scheme.eq_ignore_ascii_case(refused)) {
        return None;
    }
    let scheme = if scheme.eq_ignore_ascii_case("tel") { "tel" } else { scheme };
    Some(format!("{scheme}:{rest}"))
}

/// Marks of writing direction, joiners and the like, with which messengers wrap numbers.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
        || (c.is_control() && !c.is_whitespace())
}

fn region_of(region: &str) -> Option<Region> {
    Region::from_code(region).ok()
}
