//! Which numbers an account may call: countries that are switched on, and numbers that can't be reached.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::refusal::Refusal;

/// Calling codes with their country, the longer ones first where one begins another.
const COUNTRIES: [(&str, &str); 46] = [
    ("+1809", "DO"),
    ("+1787", "PR"),
    ("+1416", "CA"),
    ("+1514", "CA"),
    ("+1604", "CA"),
    ("+1", "US"),
    ("+20", "EG"),
    ("+27", "ZA"),
    ("+30", "GR"),
    ("+31", "NL"),
    ("+32", "BE"),
    ("+33", "FR"),
    ("+34", "ES"),
    ("+351", "PT"),
    ("+353", "IE"),
    ("+36", "HU"),
    ("+39", "IT"),
    ("+40", "RO"),
    ("+41", "CH"),
    ("+420", "CZ"),
    ("+43", "AT"),
    ("+44", "GB"),
    ("+45", "DK"),
    ("+46", "SE"),
    ("+47", "NO"),
    ("+48", "PL"),
    ("+49", "DE"),
    ("+502", "GT"),
    ("+503", "SV"),
    ("+504", "HN"),
    ("+506", "CR"),
    ("+507", "PA"),
    ("+51", "PE"),
    ("+52", "MX"),
    ("+53", "CU"),
    ("+54", "AR"),
    ("+55", "BR"),
    ("+56", "CL"),
    ("+57", "CO"),
    ("+58", "VE"),
    ("+591", "BO"),
    ("+593", "EC"),
    ("+595", "PY"),
    ("+598", "UY"),
    ("+61", "AU"),
    ("+91", "IN"),
];

/// The account's permissions.
#[derive(Debug, Serialize, Deserialize)]
pub struct Geography {
    /// ISO codes of countries that must not be called. Countries not in the sandbox's list can't be called either.
    pub forbidden: BTreeSet<String>,
    /// Numbers that are refused, with the code: 13225 blocked, 13224 unreachable, 21211 invalid …
    pub refused: BTreeMap<String, i64>,
}

impl Default for Geography {
    /// Everywhere but where the real default is no, for one country as an example of all.
    fn default() -> Self {
        Self { forbidden: BTreeSet::from(["CU".to_owned()]), refused: BTreeMap::new() }
    }
}

/// The ISO code of the country that a number belongs to.
#[must_use]
pub fn country(number: &str) -> Option<&'static str> {
    COUNTRIES.iter().find(|(code, _)| number.starts_with(code)).map(|(_, iso)| *iso)
}

impl Geography {
    /// Whether a country can be called; `None` when there is no such country here.
    #[must_use]
    pub fn allows(&self, iso: &str) -> Option<bool> {
        COUNTRIES.iter().any(|(_, known)| *known == iso).then(|| !self.forbidden.contains(iso))
    }

    /// # Errors
    /// 21215 for a country without permission, or the code ordered for this number.
    pub fn check(&self, to: &str) -> Result<(), Refusal> {
        if let Some(code) = self.refused.get(to) {
            return Err(Refusal::bad(*code, format!("Call to {to} was refused ({code})")));
        }
        match country(to) {
            Some(iso) if self.allows(iso) == Some(true) => Ok(()),
            _ => {
                let message = format!(
                    "Account not authorized to call {to}. Perhaps you need to enable some international permissions"
                );
                Err(Refusal::bad(21215, message))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Geography, country};

    #[test]
    fn the_longest_calling_code_names_the_country() {
        assert_eq!(country("+595981123456"), Some("PY"));
        assert_eq!(country("+541143211234"), Some("AR"));
        assert_eq!(country("+18095550100"), Some("DO"));
        assert_eq!(country("+12025550100"), Some("US"));
        assert_eq!(country("+8835100012345"), None);
    }

    #[test]
    fn a_forbidden_country_a_blocked_number_and_an_unknown_country_are_refused() {
        let mut geography = Geography::default();
        geography.refused.insert("+12025550199".into(), 13225);
        let code = |to: &str| geography.check(to).err().map(|refusal| refusal.code);
        assert_eq!(code("+541143211234"), None);
        assert_eq!(code("+5371234567"), Some(21215));
        assert_eq!(code("+8835100012345"), Some(21215));
        assert_eq!(code("+12025550199"), Some(13225));
    }
}
