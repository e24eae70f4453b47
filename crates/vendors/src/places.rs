//! Google Places: businesses by words and place, with telephone numbers as Google writes them.
//!
//! Only the id may be kept for long, by Google's terms.

use std::time::Duration;

use reqwest::Method;
use reqwest::header::HeaderName;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use url::Url;

use crate::error::{Error, Misconfigured};
use crate::http::{self, Effect, Http, Refusal};
use crate::lenient;

const VENDOR: &str = "google places";
const FIELD_MASK: &str = "X-Goog-FieldMask";
/// What is asked of a place; the price goes by the dearest field.
const FIELDS: [&str; 10] = [
    "id",
    "displayName",
    "formattedAddress",
    "internationalPhoneNumber",
    "regularOpeningHours",
    "location",
    "businessStatus",
    "timeZone",
    "rating",
    "userRatingCount",
];
/// Of the circle to prefer, in metres.
const RADIUS_MAX: f64 = 50_000.0;

pub struct Settings {
    /// `https://places.googleapis.com` or a stand-in.
    pub base_url: String,
    pub api_key: SecretString,
    /// For one exchange, connecting included.
    pub timeout: Duration,
}

pub struct Places {
    http: Http,
    base: Url,
}

#[derive(Debug, Clone)]
pub struct Search<'a> {
    /// `peluquería Palermo`
    pub text: &'a str,
    /// BCP 47, of the answer.
    pub language: &'a str,
    /// ISO 3166-1 alpha-2.
    pub region: Option<&'a str>,
    /// Preferred, not required.
    pub near: Option<Circle>,
    /// 1 to 20.
    pub limit: u8,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Circle {
    pub center: Location,
    /// 50 km at most.
    pub radius_m: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Location {
    pub latitude: f64,
    pub longitude: f64,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Place {
    pub id: String,
    #[serde(default, rename = "displayName", deserialize_with = "display_name")]
    pub name: String,
    #[serde(default, rename = "formattedAddress", deserialize_with = "lenient::or_default")]
    pub address: String,
    /// `+54 11 4321-1234`, with blanks.
    #[serde(
        default,
        rename = "internationalPhoneNumber",
        deserialize_with = "lenient::or_default"
    )]
    pub phone: Option<String>,
    /// None if Google does not know the hours.
    #[serde(default, rename = "regularOpeningHours", deserialize_with = "opening_hours")]
    pub opening_hours: Option<Vec<OpenPeriod>>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub location: Option<Location>,
    #[serde(default, rename = "businessStatus", deserialize_with = "lenient::or_default")]
    pub status: BusinessStatus,
    /// IANA name.
    #[serde(default, rename = "timeZone", deserialize_with = "time_zone")]
    pub time_zone: Option<String>,
    /// 1.0 to 5.0.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub rating: Option<f64>,
    #[serde(default, rename = "userRatingCount", deserialize_with = "lenient::or_default")]
    pub ratings: u32,
}

/// A week's span of open hours; without an end it is open always.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct OpenPeriod {
    pub open: WeekTime,
    #[serde(default)]
    pub close: Option<WeekTime>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct WeekTime {
    /// 0 is Sunday.
    #[serde(default)]
    pub day: u8,
    #[serde(default)]
    pub hour: u8,
    #[serde(default)]
    pub minute: u8,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum BusinessStatus {
    Operational,
    ClosedTemporarily,
    ClosedPermanently,
    FutureOpening,
    #[default]
    #[serde(other)]
    Other,
}

impl Places {
    /// # Errors
    /// [`Misconfigured`], with the setting that is wrong.
    pub fn new(settings: Settings) -> Result<Self, Misconfigured> {
        let Settings { base_url, api_key, timeout } = settings;
        let base = http::base_url(VENDOR, &base_url)?;
        let header = HeaderName::from_static("x-goog-api-key");
        let headers = http::secret_header(VENDOR, header, api_key.expose_secret())?;
        Ok(Self { http: Http::new(VENDOR, &base, timeout, &headers, refusal)?, base })
    }

    /// Places that fit some words, best first.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Refused`], [`Error::Unreadable`].
    /// Source: <https://developers.google.com/maps/documentation/places/web-service/text-search>
    pub async fn search(&self, search: &Search<'_>) -> Result<Vec<Place>, Error> {
        #[derive(Deserialize)]
        struct Found {
            #[serde(default, deserialize_with = "lenient::list")]
            places: Vec<Place>,
        }
        let mut body = json!({
            "textQuery": search.text,
            "languageCode": search.language,
            "pageSize": search.limit.clamp(1, 20),
        });
        if let Some(region) = search.region {
            body["regionCode"] = json!(region);
        }
        if let Some(Circle { center, radius_m }) = search.near {
            let radius = radius_m.clamp(0.0, RADIUS_MAX);
            body["locationBias"] = json!({"circle": {"center": center, "radius": radius}});
        }
        let mask = FIELDS.map(|field| format!("places.{field}")).join(",");
        let request = self
            .http
            .request(
                Effect::Repeatable,
                Method::POST,
                http::under(&self.base, &["v1", "places:searchText"]),
            )
            .with(|r| r.header(FIELD_MASK, mask).json(&body));
        self.http.json(request).await.map(|Found { places }| places)
    }

    /// One place by its id.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Refused`] (404: the id is no longer in use), [`Error::Unreadable`].
    /// Source: <https://developers.google.com/maps/documentation/places/web-service/place-details>
    pub async fn details(
        &self,
        id: &str,
        language: &str,
        region: Option<&str>,
    ) -> Result<Place, Error> {
        let mut url = http::under(&self.base, &["v1", "places", id]);
        url.query_pairs_mut().append_pair("languageCode", language);
        if let Some(region) = region {
            url.query_pairs_mut().append_pair("regionCode", region);
        }
        let request = self
            .http
            .request(Effect::Repeatable, Method::GET, url)
            .with(|r| r.header(FIELD_MASK, FIELDS.join(",")));
        self.http.json(request).await
    }
}

fn refusal(body: &[u8]) -> Option<Refusal> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let text = |field: &str| body.get("error")?.get(field)?.as_str().map(String::from);
    let code = text("status")?;
    let later = (code == "UNAVAILABLE" || code == "RESOURCE_EXHAUSTED").then_some(true);
    Some(Refusal { code: Some(code), reason: text("message").unwrap_or_default(), later })
}

fn display_name<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let name = Value::deserialize(deserializer)?;
    Ok(name.get("text").and_then(Value::as_str).unwrap_or_default().to_owned())
}

fn opening_hours<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Vec<OpenPeriod>>, D::Error> {
    let hours = Value::deserialize(deserializer)?;
    Ok(hours.get("periods").and_then(|periods| Vec::deserialize(periods).ok()))
}

fn time_zone<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    let zone = Value::deserialize(deserializer)?;
    Ok(zone.get("id").and_then(Value::as_str).map(String::from))
}

#[cfg(test)]
mod tests;
