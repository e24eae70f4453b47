use std::time::Duration;

use serde_json::{Value, json};

use super::{BusinessStatus, Circle, Location, OpenPeriod, Places, Search, Settings, WeekTime};
use crate::error::Error;
use crate::fake::{Fake, Reply, pair};

async fn places(replies: impl IntoIterator<Item = Reply>) -> (Places, Fake) {
    let fake = Fake::new(replies).await;
    let settings = Settings {
        base_url: fake.base.clone(),
        api_key: "goog-secret".into(),
        timeout: Duration::from_secs(30),
    };
    (Places::new(settings).unwrap(), fake)
}

fn search() -> Search<'static> {
    let center = Location { latitude: -34.588, longitude: -58.43 };
    Search {
        text: "peluquería Palermo",
        language: "es",
        region: Some("AR"),
        near: Some(Circle { center, radius_m: 90_000.0 }),
        limit: 50,
    }
}

fn salon() -> Value {
    json!({
        "id": "ChIJ1", "displayName": {"text": "Lo de Marta", "languageCode": "es"}, "formattedAddress": "Honduras 1",
        "internationalPhoneNumber": "+54 11 5555-0100", "location": {"latitude": -34.5, "longitude": -58.4},
        "regularOpeningHours": {"openNow": true, "weekdayDescriptions": ["lunes: …"], "periods": [
            {"open": {"day": 1, "hour": 9, "minute": 30}, "close": {"day": 1, "hour": 18, "minute": 0}}, {"open": {"hour": 0}}]},
        "businessStatus": "CLOSED_TEMPORARILY", "timeZone": {"id": "America/Argentina/Buenos_Aires"}, "rating": 4.5,
        "userRatingCount": 12
    })
}

#[tokio::test]
async fn places_are_searched_with_only_the_fields_that_are_used() {
    let (places, fake) =
        places([Reply::json(200, &json!({"places": [salon(), {"id": "ChIJ2"}, {"odd": 1}]}))])
            .await;
    let found = places.search(&search()).await.unwrap();
    assert_eq!(found.len(), 2);
    let place = &found[0];
    assert_eq!((&*place.name, place.phone.as_deref()), ("Lo de Marta", Some("+54 11 5555-0100")));
    assert_eq!(place.status, BusinessStatus::ClosedTemporarily);
    assert_eq!(place.time_zone.as_deref(), Some("America/Argentina/Buenos_Aires"));
    let at = |day, hour, minute| WeekTime { day, hour, minute };
    let hours = [
        OpenPeriod { open: at(1, 9, 30), close: Some(at(1, 18, 0)) },
        OpenPeriod { open: at(0, 0, 0), close: None },
    ];
    assert_eq!(place.opening_hours.as_deref(), Some(&hours[..]));
    assert_eq!((found[1].opening_hours.as_ref(), found[1].phone.as_ref()), (None, None));
    assert_eq!((place.rating, place.ratings), (Some(4.5), 12));
    assert_eq!((found[1].rating, found[1].ratings), (None, 0));

    let seen = fake.only();
    assert_eq!((&*seen.method, &*seen.target), ("POST", "/v1/places:searchText"));
    assert_eq!(seen.header("x-goog-api-key"), Some("goog-secret"));
    let mask = "places.id,places.displayName,places.formattedAddress,places.internationalPhoneNumber,\
        places.regularOpeningHours,places.location,places.businessStatus,places.timeZone,\
        places.rating,places.userRatingCount";
    assert_eq!(seen.header("x-goog-fieldmask"), Some(mask));
    let circle = json!({"center": {"latitude": -34.588, "longitude": -58.43}, "radius": 50000.0});
    let expected = json!({"textQuery": "peluquería Palermo", "languageCode": "es", "regionCode": "AR", "pageSize": 20,
        "locationBias": {"circle": circle}});
    assert_eq!(seen.json(), expected);
}

#[tokio::test]
async fn no_hit_is_an_empty_object() {
    let (places, _fake) = places([Reply::json(200, &json!({}))]).await;
    assert_eq!(places.search(&search()).await.unwrap(), []);
}

#[tokio::test]
async fn one_place_is_looked_up_by_its_id() {
    let (places, fake) = places([Reply::json(200, &salon())]).await;
    assert_eq!(places.details("ChIJ1", "es", Some("AR")).await.unwrap().name, "Lo de Marta");
    let seen = fake.only();
    assert_eq!((&*seen.method, seen.path()), ("GET", "/v1/places/ChIJ1"));
    assert_eq!(seen.query(), [pair("languageCode", "es"), pair("regionCode", "AR")]);
    let mask = "id,displayName,formattedAddress,internationalPhoneNumber,regularOpeningHours,location,businessStatus,\
        timeZone,rating,userRatingCount";
    assert_eq!(seen.header("x-goog-fieldmask"), Some(mask));
}

#[tokio::test]
async fn errors_of_google_pass_or_do_not() {
    let table = [
        (400, "INVALID_ARGUMENT", false),
        (403, "PERMISSION_DENIED", false),
        (404, "NOT_FOUND", false),
        (429, "RESOURCE_EXHAUSTED", true),
        (500, "INTERNAL", true),
        (503, "UNAVAILABLE", true),
    ];
    for (status, name, passes) in table {
        let body =
            json!({"error": {"code": status, "message": "x", "status": name, "details": []}});
        let (places, _fake) = places([Reply::json(status, &body)]).await;
        let error = places.search(&search()).await.unwrap_err();
        assert_eq!(matches!(error, Error::Unavailable { .. }), passes, "{status}: {error:?}");
        if let Error::Refused { code, .. } = error {
            assert_eq!(code.as_deref(), Some(name));
        }
    }
}
