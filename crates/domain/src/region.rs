//! What a country tells about a stranger: the zone of most of its people and the language they answer the phone in.
//!
//! A default for a first contact, never a fact about a person.

mod holidays;

use crate::language::Language;

pub use holidays::{holiday, holidays_end};

struct Region {
    code: &'static str,
    zone: &'static str,
    language: Language,
}

const fn region(code: &'static str, zone: &'static str, language: Language) -> Region {
    Region { code, zone, language }
}

/// By ISO 3166-1 alpha-2. Zones: IANA `zone1970.tab`, the one with the most people.
const REGIONS: [Region; 35] = [
    region("AO", "Africa/Luanda", Language::Pt),
    region("AR", "America/Argentina/Buenos_Aires", Language::Es),
    region("AU", "Australia/Sydney", Language::En),
    region("BO", "America/La_Paz", Language::Es),
    region("BR", "America/Sao_Paulo", Language::Pt),
    region("CA", "America/Toronto", Language::En),
    region("CL", "America/Santiago", Language::Es),
    region("CO", "America/Bogota", Language::Es),
    region("CR", "America/Costa_Rica", Language::Es),
    region("CU", "America/Havana", Language::Es),
    region("CV", "Atlantic/Cape_Verde", Language::Pt),
    region("DO", "America/Santo_Domingo", Language::Es),
    region("EC", "America/Guayaquil", Language::Es),
    region("ES", "Europe/Madrid", Language::Es),
    region("GB", "Europe/London", Language::En),
    region("GT", "America/Guatemala", Language::Es),
    region("HN", "America/Tegucigalpa", Language::Es),
    region("IE", "Europe/Dublin", Language::En),
    region("IN", "Asia/Kolkata", Language::En),
    region("MX", "America/Mexico_City", Language::Es),
    region("MZ", "Africa/Maputo", Language::Pt),
    region("NI", "America/Managua", Language::Es),
    region("NZ", "Pacific/Auckland", Language::En),
    region("PA", "America/Panama", Language::Es),
    region("PE", "America/Lima", Language::Es),
    region("PH", "Asia/Manila", Language::En),
    region("PR", "America/Puerto_Rico", Language::Es),
    region("PT", "Europe/Lisbon", Language::Pt),
    region("PY", "America/Asuncion", Language::Es),
    region("SG", "Asia/Singapore", Language::En),
    region("SV", "America/El_Salvador", Language::Es),
    region("US", "America/New_York", Language::En),
    region("UY", "America/Montevideo", Language::Es),
    region("VE", "America/Caracas", Language::Es),
    region("ZA", "Africa/Johannesburg", Language::En),
];

fn find(code: &str) -> Option<&'static Region> {
    REGIONS.iter().find(|region| region.code == code)
}

/// The IANA zone of most people of a region.
#[must_use]
pub fn zone(code: &str) -> Option<&'static str> {
    find(code).map(|region| region.zone)
}

/// The language in which most businesses of a region answer the phone, if we speak it.
#[must_use]
pub fn language(code: &str) -> Option<Language> {
    find(code).map(|region| region.language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_zone_is_known_to_the_time_zone_database() {
        for region in &REGIONS {
            assert!(jiff::tz::TimeZone::get(region.zone).is_ok(), "{}", region.zone);
        }
    }
}
