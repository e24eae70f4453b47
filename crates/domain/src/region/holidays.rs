//! Public holidays of a country, national ones alone, as `tools/write_holidays.py` has written them down.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::Date;

/// A line each: country, date, English name. Sorted.
const TABLE: &str = include_str!("holidays.txt");

static HOLIDAYS: LazyLock<BTreeMap<(&'static str, Date), &'static str>> =
    LazyLock::new(|| TABLE.lines().filter_map(holiday_in).collect());

fn holiday_in(line: &'static str) -> Option<((&'static str, Date), &'static str)> {
    let mut parts = line.splitn(3, '|');
    let (region, date, name) = (parts.next()?, parts.next()?, parts.next()?);
    Some(((region, date.parse().ok()?), name))
}

/// The English name of the public holiday that a day is in all of a country, by ISO 3166-1 alpha-2. Holidays of a
/// state, a province or a town are not known, nor any of a country that is not in the table.
#[must_use]
pub fn holiday(region: &str, date: Date) -> Option<&'static str> {
    HOLIDAYS.get(&(region, date)).copied()
}

/// The last day of which holidays are known.
#[must_use]
pub fn holidays_end() -> Date {
    let last_year = HOLIDAYS.keys().map(|(_, date)| date.year()).max().unwrap_or(0);
    Date::new(last_year, 12, 31).unwrap_or(Date::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::region::REGIONS;
    use jiff::civil::date;

    #[test]
    fn every_line_of_the_table_is_read() {
        let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
        assert_eq!(lines.count(), HOLIDAYS.len());
        assert!(TABLE.starts_with("# "), "it says where it comes from");
    }

    #[test]
    fn every_country_that_we_know_has_holidays_in_every_year() {
        for region in REGIONS.iter().map(|region| region.code).chain(["DE", "FR", "IT"]) {
            for year in 2026..=holidays_end().year() {
                let first = date(year, 1, 1);
                let of_year = HOLIDAYS.range((region, first)..(region, date(year + 1, 1, 1)));
                assert!(of_year.count() >= 3, "{region} {year}");
            }
        }
    }

    #[test]
    fn days_that_people_know() {
        let name = |region: &str, day: &str| holiday(region, day.parse().unwrap());
        assert_eq!(name("US", "2026-11-26"), Some("Thanksgiving Day"));
        assert_eq!(name("US", "2026-11-27"), None);
        assert_eq!(name("AR", "2026-11-23"), Some("National Sovereignty Day"));
        assert_eq!(
            name("PT", "2027-06-10"),
            Some("Day of Portugal, Camões, and the Portuguese Communities")
        );
        assert_eq!(name("ES", "2027-03-26"), Some("Good Friday"));
        assert_eq!(
            name("GB", "2026-12-28"),
            Some("Boxing Day (observed)"),
            "Saturday's is kept on Monday"
        );
        assert_eq!(name("XX", "2026-12-25"), None);
        assert_eq!(name("AR", "1999-12-25"), None);
        assert_eq!(holidays_end(), date(2030, 12, 31));
    }
}
