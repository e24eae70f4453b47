//! The directory of businesses: whom to call, by words and place. What it says may not be kept for long, but for its ids.

use std::sync::Arc;

use domain::appointment::{
    Coordinates, Found, Listing, Lookup, OpenSpan, OpeningHours, Person, WEEK_MIN,
};
use jiff::tz::TimeZone;
use vendors::places::{
    BusinessStatus, Circle, Location, OpenPeriod, Place, Places, Search, WeekTime,
};

use crate::worker::Trouble;

#[derive(Clone)]
pub struct Directory {
    places: Option<Arc<Places>>,
}

impl Directory {
    pub(crate) fn new(places: Option<Arc<Places>>) -> Self {
        Self { places }
    }

    /// Businesses that are not closed for good, as the directory orders them.
    pub(crate) async fn find(
        &self,
        lookup: &Lookup,
        person: &Person,
    ) -> Result<Vec<Found>, Trouble> {
        let Some(places) = &self.places else {
            return Err(Trouble::Never("no directory is configured".to_owned()));
        };
        let (language, region) = (person.language.code(), Some(person.region.as_str()));
        let (found, near) = match lookup {
            Lookup::Listing { id } => {
                (vec![places.details(id, language, region).await.map_err(Trouble::from)?], None)
            }
            Lookup::Words { text, near } => {
                let near = near.as_ref().and_then(location);
                let circle = near.map(|center| Circle { center, radius_m: RADIUS_M });
                let search = Search { text, language, region, near: circle, limit: LIMIT };
                (places.search(&search).await.map_err(Trouble::from)?, near)
            }
        };
        let open = found.into_iter().filter(|place| {
            matches!(place.status, BusinessStatus::Operational | BusinessStatus::Other)
        });
        Ok(open.map(|place| listed(place, near)).collect())
    }
}

/// Of the circle around the person that is preferred.
const RADIUS_M: f64 = 3000.0;

/// More than are shown, for not all can be called.
const LIMIT: u8 = 20;

fn location(at: &Coordinates) -> Option<Location> {
    let (latitude, longitude): (f64, f64) = (at.latitude.parse().ok()?, at.longitude.parse().ok()?);
    let on_earth = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
    on_earth.then_some(Location { latitude, longitude })
}

fn listed(place: Place, near: Option<Location>) -> Found {
    let distance = near.zip(place.location).map(|(here, there)| metres(here, there));
    Found {
        name: place.name,
        phone: place.phone,
        zone: place.time_zone.filter(|name| TimeZone::get(name).is_ok()),
        listing: Listing {
            id: place.id,
            address: Some(place.address).filter(|address| !address.trim().is_empty()),
            rating: place
                .rating
                .and_then(|stars| whole(stars * 10.0))
                .filter(|it| (10..=50).contains(it)),
            ratings: place.ratings,
            distance_m: distance.and_then(whole),
            hours: place.opening_hours.map(|periods| hours(&periods)),
        },
    }
}

/// To the nearest whole number; nothing for what is none.
fn whole(value: f64) -> Option<u32> {
    let rounded = value.round();
    if !(0.0..=f64::from(u32::MAX)).contains(&rounded) {
        return None;
    }
    format!("{rounded:.0}").parse().ok()
}

/// As the crow flies, by the haversine formula.
fn metres(one: Location, other: Location) -> f64 {
    const EARTH_M: f64 = 6_371_000.0;
    let (from, to) = (one.latitude.to_radians(), other.latitude.to_radians());
    let half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
    let a = half(other.latitude - one.latitude)
        + from.cos() * to.cos() * half(other.longitude - one.longitude);
    2.0 * EARTH_M * a.sqrt().min(1.0).asin()
}

/// From weeks that begin on Sunday to weeks that begin on Monday. A period without an end is open always.
fn hours(periods: &[OpenPeriod]) -> OpeningHours {
    let span = |period: &OpenPeriod| {
        let from = minute(period.open);
        let Some(close) = period.close else { return OpenSpan { from: 0, to: WEEK_MIN } };
        let to = minute(close);
        OpenSpan { from, to: if to <= from { to + WEEK_MIN } else { to } }
    };
    OpeningHours(periods.iter().map(span).collect())
}

fn minute(at: WeekTime) -> u32 {
    let day = (u32::from(at.day) + 6) % 7;
    (day * 24 + u32::from(at.hour)) * 60 + u32::from(at.minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: u8, hour: u8) -> WeekTime {
        WeekTime { day, hour, minute: 30 }
    }

    #[test]
    fn weeks_begin_on_monday_and_run_over_their_end() {
        let week = [
            OpenPeriod { open: at(1, 9), close: Some(at(1, 18)) },
            OpenPeriod { open: at(0, 22), close: Some(at(1, 2)) },
        ];
        let spans = hours(&week).0;
        assert_eq!(spans[0], OpenSpan { from: 570, to: 1110 });
        assert_eq!(spans[1], OpenSpan { from: 6 * 1440 + 1350, to: 7 * 1440 + 150 });
        let always = hours(&[OpenPeriod { open: at(0, 0), close: None }]);
        assert_eq!(always.until_open(4321), Some(0));
    }

    #[test]
    fn a_clock_that_nobody_knows_is_none() {
        let zone = |name: &str| {
            let place = serde_json::json!({"id": "p1", "timeZone": {"id": name}});
            listed(serde_json::from_value(place).unwrap(), None).zone
        };
        assert_eq!(zone("America/Manaus").as_deref(), Some("America/Manaus"));
        assert_eq!(zone("Atlantis/Centre"), None);
    }

    #[test]
    fn the_way_is_measured_along_the_earth() {
        let place = |latitude, longitude| Location { latitude, longitude };
        let (obelisk, palermo) = (place(-34.603_7, -58.381_6), place(-34.588, -58.43));
        assert_eq!(whole(metres(obelisk, palermo) / 100.0), Some(48));
        assert_eq!(whole(metres(obelisk, obelisk)), Some(0));
        let across = metres(place(0.0, -179.9), place(0.0, 179.9));
        assert!(across < 23_000.0, "{across}");
    }

    #[test]
    fn what_is_no_place_on_earth_is_not_near() {
        let read = |latitude: &str, longitude: &str| {
            location(&Coordinates {
                latitude: latitude.to_owned(),
                longitude: longitude.to_owned(),
            })
        };
        assert!(read("-34.6", "-58.4").is_some());
        assert!(
            read("91", "0").is_none() && read("x", "0").is_none() && read("NaN", "0").is_none()
        );
    }
}
