//! Which numbers this installation calls (I14): asked when a number is given, before a call is wanted, and once more in
//! the transaction that lets it be dialled.

use crate::phone::PhoneNumber;

use super::Policy;

/// Why a valid number is not called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotCalled {
    /// Emergency, premium, special, or our own: never.
    Kind,
    /// Not in this country.
    Country,
}

impl Policy {
    /// # Errors
    /// Why this number is not called, whoever asks.
    pub fn may_call(&self, number: &PhoneNumber) -> Result<(), NotCalled> {
        number.callable().map_err(|_| NotCalled::Kind)?;
        if self.own_numbers.iter().any(|own| own.same_line(number)) {
            return Err(NotCalled::Kind);
        }
        let countries = &self.countries;
        let allowed = countries.is_empty()
            || number.region().is_some_and(|region| countries.contains(&region));
        allowed.then_some(()).ok_or(NotCalled::Country)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> PhoneNumber {
        PhoneNumber::parse(text, "").unwrap()
    }

    #[test]
    fn our_own_number_is_not_called_however_it_is_written() {
        let own_numbers = vec![number("+5491122334455")];
        let policy = Policy { own_numbers, ..Policy::default() };
        for same in ["+5491122334455", "+541122334455"] {
            assert_eq!(policy.may_call(&number(same)), Err(NotCalled::Kind), "{same}");
        }
        assert_eq!(policy.may_call(&number("+541143211234")), Ok(()));
    }

    #[test]
    fn a_number_of_no_country_is_in_none_of_the_allowed_ones() {
        let policy = Policy { countries: vec!["AR".to_owned()], ..Policy::default() };
        assert_eq!(policy.may_call(&number("+541143211234")), Ok(()));
        assert_eq!(policy.may_call(&number("+34912345678")), Err(NotCalled::Country));
        let freephone = number("+80012345678");
        assert_eq!(Policy::default().may_call(&freephone), Ok(()));
        assert_eq!(policy.may_call(&freephone), Err(NotCalled::Country));
    }
}
