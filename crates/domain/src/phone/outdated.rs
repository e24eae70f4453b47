//! Numbers as they were written before a numbering plan changed.
//!
//! People, contact cards and WhatsApp itself keep such spellings alive for years. The plan calls them invalid, so
//! [`PhoneNumber::parse`] refuses them; here is what they mean today.

use std::borrow::Cow;

use super::{PHONE_NUMBER_UTIL, PhoneNumber, legible};

/// What Mexicans dialled before the national number, until August 2019: long distance, mobiles from near and far.
/// Source: IFT, Plan Técnico Fundamental de Numeración, in force since 2019-08-03.
const MEXICO_PREFIXES: [&str; 4] = ["01", "044", "045", "1"];
const MEXICO_DIGITS: usize = 10;

/// Digits of a Brazilian number with its area code, before mobiles got a ninth one (2012 to 2016).
/// Source: Anatel, Resolução 553/2010.
const BRAZIL_DIGITS: usize = 10;
const BRAZIL_AREA_DIGITS: usize = 2;

/// What an outdated spelling of a Mexican number (044, 045, 01, +52 1) or of a Brazilian mobile (eight digits) means
/// today. None for valid numbers and for everything else. Let the person confirm it before it is dialled.
#[must_use]
pub fn renumbered(text: &str, region: &str) -> Option<PhoneNumber> {
    if PhoneNumber::parse(text, region).is_ok() {
        return None;
    }
    let text = legible(text)?;
    if text.chars().filter(|c| c.is_alphabetic()).count() > 0 {
        return None;
    }
    let digits = PHONE_NUMBER_UTIL.normalize_digits_only(&text);
    let international =
        text.starts_with('+').then_some(digits.as_str()).or(digits.strip_prefix("00"));
    let (region, national) = match international {
        Some(digits) if digits.starts_with("52") => ("MX", &digits[2..]),
        Some(digits) if digits.starts_with("55") => ("BR", &digits[2..]),
        Some(_) => return None,
        None => (region, digits.as_str()),
    };
    match region {
        "MX" => mexican(national),
        "BR" => brazilian(national.strip_prefix('0').unwrap_or(national)),
        _ => None,
    }
}

fn mexican(digits: &str) -> Option<PhoneNumber> {
    let national = MEXICO_PREFIXES
        .iter()
        .filter_map(|prefix| digits.strip_prefix(prefix))
        .find(|national| national.len() == MEXICO_DIGITS)?;
    PhoneNumber::parse(&format!("+52{national}"), "").ok()
}

fn brazilian(digits: &str) -> Option<PhoneNumber> {
    PhoneNumber::parse(&format!("+55{}", with_ninth_digit(digits)?), "").ok()
}

/// Mobiles began with 6 to 9; land lines begin with 2 to 5 and kept their eight digits.
fn with_ninth_digit(digits: &str) -> Option<String> {
    let (area, line) = digits.split_at_checked(BRAZIL_AREA_DIGITS)?;
    (digits.len() == BRAZIL_DIGITS && line.starts_with(['6', '7', '8', '9']))
        .then(|| format!("{area}9{line}"))
}

/// A form that is the same for all spellings of one line: an Argentine mobile without its 9, a Brazilian one with its
/// ninth digit. It is no number to dial.
pub(super) fn line(e164: &str) -> Cow<'_, str> {
    if let Some(national) = e164.strip_prefix("+549") {
        return format!("+54{national}").into();
    }
    match e164.strip_prefix("+55").and_then(with_ninth_digit) {
        Some(national) => format!("+55{national}").into(),
        None => e164.into(),
    }
}
