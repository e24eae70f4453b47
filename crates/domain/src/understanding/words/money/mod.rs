//! Words about money, in each language: a new language is a table beside these.

use crate::language::Language;

mod en;
mod es;
mod pt;

/// Numbers of which an amount is made, and what it is an amount of. Words are separated by blanks.
pub(in super::super) struct Money {
    /// Currencies by their names, with their ISO 4217 codes; none for a name that several countries share.
    pub currencies: &'static [(Option<&'static str>, &'static str)],
    pub hundredths: &'static str,
    /// Beside those of which hours and days are made.
    pub numbers: &'static [(i64, &'static str)],
    /// A hundred or a thousand times what stands before, or of one.
    pub times: &'static [(i64, &'static str)],
    /// Between the words of a number and between an amount and its hundredths.
    pub and: &'static str,
    /// Between the two ends of a span.
    pub to: &'static str,
}

pub(in super::super) fn money(language: Language) -> &'static Money {
    match language {
        Language::En => &en::MONEY,
        Language::Es => &es::MONEY,
        Language::Pt => &pt::MONEY,
    }
}
