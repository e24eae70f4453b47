//! The directory of places.

use serde_json::{Value, json};

use crate::town::{MARTA, Town, answered};

async fn search(town: &Town, mask: &str, body: &Value) -> (u16, Value) {
    let request = town.client().post(format!("{}/v1/places:searchText", town.sandbox.places_url()));
    let request = request.header("X-Goog-Api-Key", &town.sandbox.credentials().places_api_key);
    answered(request.header("X-Goog-FieldMask", mask).body(body.to_string())).await
}

#[tokio::test]
async fn a_search_finds_who_does_it_with_the_fields_that_were_asked_for() {
    let town = Town::new().await;
    let body =
        json!({"textQuery": "peluquería Marta Buenos Aires", "regionCode": "AR", "pageSize": 1});
    let mask = "places.displayName,places.internationalPhoneNumber,places.regularOpeningHours";
    let (status, found) = search(&town, mask, &body).await;
    assert_eq!(status, 200);
    let place = &found["places"][0];
    assert_eq!(place["displayName"]["text"], "Peluquería Marta");
    let digits: String =
        place["internationalPhoneNumber"].as_str().unwrap().replace([' ', '-'], "");
    assert_eq!(digits, MARTA);
    assert_eq!(place["regularOpeningHours"]["periods"][0]["open"]["day"], 1);
    assert!(place.get("location").is_none(), "not asked for");
}

#[tokio::test]
async fn pages_follow_each_other_without_repeating() {
    let town = Town::new().await;
    let mut body = json!({"textQuery": "dentist", "pageSize": 2});
    let mut seen = Vec::new();
    loop {
        let (_, page) = search(&town, "places.id,nextPageToken", &body).await;
        seen.extend(page["places"].as_array().unwrap().iter().map(|place| place["id"].to_string()));
        if page["nextPageToken"].is_null() {
            break;
        }
        body["pageToken"] = page["nextPageToken"].clone();
    }
    let all = seen.len();
    seen.sort();
    seen.dedup();
    assert!(all >= 9, "three dentists a country group");
    assert_eq!(seen.len(), all);
}

#[tokio::test]
async fn no_hit_is_an_empty_object() {
    let town = Town::new().await;
    assert_eq!(
        search(&town, "places.id", &json!({"textQuery": "plumber"})).await,
        (200, json!({}))
    );
}

#[tokio::test]
async fn a_search_without_a_key_or_a_mask_is_refused() {
    let town = Town::new().await;
    let url = format!("{}/v1/places:searchText", town.sandbox.places_url());
    let body = json!({"textQuery": "dentist"});
    let (status, refused) = answered(town.client().post(&url).body(body.to_string())).await;
    assert_eq!((status, &refused["error"]["status"]), (403, &json!("PERMISSION_DENIED")));
    let key = &town.sandbox.credentials().places_api_key;
    let request = town.client().post(&url).header("X-Goog-Api-Key", key).body(body.to_string());
    let (status, refused) = answered(request).await;
    assert_eq!((status, &refused["error"]["status"]), (400, &json!("INVALID_ARGUMENT")));
}

#[tokio::test]
async fn details_are_those_of_the_search() {
    let town = Town::new().await;
    let (_, found) = search(&town, "*", &json!({"textQuery": "Clínica Sur"})).await;
    let id = found["places"][0]["id"].as_str().unwrap().to_owned();
    let get = async |id: &str| {
        let request = town.client().get(format!("{}/v1/places/{id}", town.sandbox.places_url()));
        let request = request.header("X-Goog-Api-Key", &town.sandbox.credentials().places_api_key);
        answered(request.header("X-Goog-FieldMask", "id,displayName")).await
    };
    assert_eq!(get(&id).await.1["displayName"]["text"], "Clínica Sur");
    assert_eq!(get("ChIJnothing").await.0, 404);
}
