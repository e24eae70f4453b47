//! Google Places (New): a text search over the cast, and the details of one place.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State as Shared};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::cast::Member;
use crate::faults::{Desk, Vendor};
use crate::world::World;

const PAGE_MAX: usize = 20;
const RADIUS_MAX_M: f64 = 50_000.0;
/// What a place has here; a mask may ask for these and for nothing else.
const KNOWN: [&str; 12] = [
    "id",
    "name",
    "displayName",
    "formattedAddress",
    "internationalPhoneNumber",
    "regularOpeningHours",
    "location",
    "businessStatus",
    "timeZone",
    "types",
    "rating",
    "userRatingCount",
];
const FIELDS: [&str; 12] = [
    "textQuery",
    "languageCode",
    "regionCode",
    "pageSize",
    "pageToken",
    "locationBias",
    "locationRestriction",
    "openNow",
    "includedType",
    "strictTypeFiltering",
    "rankPreference",
    "minRating",
];

/// The search remembers nothing.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct State {}

pub const DESK: Desk = Desk { vendor: Vendor::Places, operation, refusal };

fn operation(method: &Method, path: &str) -> &'static str {
    match method.as_str() {
        "POST" if path == "/v1/places:searchText" => "places.search",
        "GET" if path.starts_with("/v1/places/") => "places.get",
        _ => "other",
    }
}

fn refusal(status: u16, _code: i64, message: &str) -> Response {
    Wrong { status, message: message.to_owned() }.into_response()
}

/// A refusal in Google's shape.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Wrong {
    status: u16,
    message: String,
}

fn wrong(status: u16, message: impl Into<String>) -> Wrong {
    Wrong { status, message: message.into() }
}

impl IntoResponse for Wrong {
    fn into_response(self) -> Response {
        let word = match self.status {
            400 => "INVALID_ARGUMENT",
            403 => "PERMISSION_DENIED",
            404 => "NOT_FOUND",
            429 => "RESOURCE_EXHAUSTED",
            503 => "UNAVAILABLE",
            _ => "INTERNAL",
        };
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let error =
            json!({"code": self.status, "message": self.message, "status": word, "details": []});
        (status, Json(json!({"error": error}))).into_response()
    }
}

pub fn router(world: Arc<World>) -> Router {
    Router::new()
        .route("/v1/places:searchText", post(search))
        .route("/v1/places/{id}", get(details))
        .fallback(async || wrong(404, "Requested entity was not found."))
        .with_state(world)
}

fn authorise(world: &World, headers: &HeaderMap) -> Result<(), Wrong> {
    let key = headers.get("x-goog-api-key").and_then(|key| key.to_str().ok());
    if key == Some(world.options.credentials.places_api_key.as_str()) {
        return Ok(());
    }
    Err(wrong(403, "The request is missing a valid API key."))
}

/// The fields of a place that are asked for; `*` is all of them.
fn mask(headers: &HeaderMap, prefix: &str) -> Result<Vec<String>, Wrong> {
    let mask =
        headers.get("x-goog-fieldmask").and_then(|mask| mask.to_str().ok()).unwrap_or_default();
    if mask.is_empty() {
        let message = "FieldMask is a required parameter. See https://cloud.google.com/apis/docs/system-parameters.";
        return Err(wrong(400, message));
    }
    let read = |path: &str| {
        if path == "*" || path == "nextPageToken" {
            return Ok(path.to_owned());
        }
        let field = path.strip_prefix(prefix).and_then(|path| path.split('.').next());
        let known = field.filter(|field| KNOWN.contains(field));
        let message = format!(
            "Error expanding 'fields' parameter. Cannot find matching fields for path '{path}'."
        );
        known.map(str::to_owned).ok_or_else(|| wrong(400, message))
    };
    mask.split(',').map(read).collect()
}

async fn search(
    Shared(world): Shared<Arc<World>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Wrong> {
    authorise(&world, &headers)?;
    let mask = mask(&headers, "places.")?;
    let body: Value =
        serde_json::from_slice(&body).map_err(|_| wrong(400, "Invalid JSON payload received."))?;
    let wanted = Wanted::read(&body)?;
    let state = world.lock();
    let mut found: Vec<(usize, &Member)> = state
        .cast
        .members()
        .map(|member| (wanted.likeness(member), member))
        .filter(|(likeness, _)| *likeness > 0)
        .collect();
    found.sort_by_key(|(likeness, member)| (std::cmp::Reverse(*likeness), member.number.clone()));
    // Whoever names a place wants what is there, if anything is.
    if found.iter().any(|(_, member)| wanted.is_there(member)) {
        found.retain(|(_, member)| wanted.is_there(member));
    }
    if found.iter().any(|(_, member)| wanted.is_at_home(member)) {
        found.retain(|(_, member)| wanted.is_there(member) || wanted.is_at_home(member));
    }
    let page = found.iter().skip(wanted.from).take(wanted.size);
    let places: Vec<Value> =
        page.map(|(_, member)| shown(member, &wanted.language, &mask)).collect();
    let mut answer = Map::new();
    let next = wanted.from + places.len();
    if next < found.len() && mask.iter().any(|field| field == "*" || field == "nextPageToken") {
        answer.insert("nextPageToken".to_owned(), json!(next.to_string()));
    }
    if !places.is_empty() {
        answer.insert("places".to_owned(), json!(places));
    }
    Ok(Json(Value::Object(answer)))
}

async fn details(
    Shared(world): Shared<Arc<World>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<Value>, Wrong> {
    authorise(&world, &headers)?;
    let mask = mask(&headers, "")?;
    let state = world.lock();
    let found = state.cast.members().find(|member| place_id(member) == id);
    let member = found.ok_or_else(|| wrong(404, "The place ID is no longer valid."))?;
    Ok(Json(shown(member, "en", &mask)))
}

/// What is looked for.
#[derive(Debug)]
struct Wanted {
    words: Vec<String>,
    language: String,
    region: Option<String>,
    center: Option<(f64, f64)>,
    size: usize,
    from: usize,
}

impl Wanted {
    fn read(body: &Value) -> Result<Self, Wrong> {
        let fields =
            body.as_object().ok_or_else(|| wrong(400, "Invalid JSON payload received."))?;
        if let Some(unknown) = fields.keys().find(|name| !FIELDS.contains(&name.as_str())) {
            let message = format!(
                "Invalid JSON payload received. Unknown name \"{unknown}\": Cannot find field."
            );
            return Err(wrong(400, message));
        }
        let query = body["textQuery"].as_str().map(str::trim).filter(|query| !query.is_empty());
        let query = query.ok_or_else(|| wrong(400, "Empty text_query."))?;
        let size = match &body["pageSize"] {
            Value::Null => PAGE_MAX,
            size => size
                .as_u64()
                .and_then(|size| usize::try_from(size).ok())
                .filter(|size| (1..=PAGE_MAX).contains(size))
                .ok_or_else(|| wrong(400, "page_size must be between 1 and 20."))?,
        };
        let circle = &body["locationBias"]["circle"];
        if circle["radius"].as_f64().is_some_and(|radius| !(0.0..=RADIUS_MAX_M).contains(&radius)) {
            return Err(wrong(400, "radius must be between 0 and 50000 meters."));
        }
        let center =
            circle["center"]["latitude"].as_f64().zip(circle["center"]["longitude"].as_f64());
        let from = match &body["pageToken"] {
            Value::Null => 0,
            token => token
                .as_str()
                .and_then(|token| token.parse().ok())
                .ok_or_else(|| wrong(400, "Invalid page token."))?,
        };
        Ok(Self {
            words: words(query),
            language: body["languageCode"].as_str().unwrap_or("en").to_owned(),
            region: body["regionCode"].as_str().map(str::to_uppercase),
            center,
            size,
            from,
        })
    }

    fn is_there(&self, member: &Member) -> bool {
        let place = words(&member.address);
        self.words.iter().any(|word| place.contains(word))
    }

    fn is_at_home(&self, member: &Member) -> bool {
        self.region.as_deref() == Some(member.country.as_str())
    }

    /// How well a provider fits; 0 when it doesn't. What it is called or does must fit, where it is may help.
    fn likeness(&self, member: &Member) -> usize {
        let name = words(&member.name);
        let trade = member.trade.words();
        let place = words(&member.address);
        let counted =
            |fits: &dyn Fn(&String) -> bool| self.words.iter().filter(|word| fits(word)).count();
        let named = counted(&|word| name.contains(word));
        let does = counted(&|word| trade.contains(&word.as_str()));
        // Who is called by their whole name is meant.
        let whole = usize::from(name.iter().all(|word| self.words.contains(word)));
        if named + does == 0 {
            return 0;
        }
        let there = counted(&|word| place.contains(word));
        let region = usize::from(self.is_at_home(member));
        let near = self.center.is_some_and(|(latitude, longitude)| {
            let (its_latitude, its_longitude) = member.location();
            (latitude - its_latitude).abs() < 1.0 && (longitude - its_longitude).abs() < 1.0
        });
        whole * 20 + named * 3 + does * 4 + there * 2 + region * 2 + usize::from(near) * 4
    }
}

/// Words of more than two letters, in lower case.
fn words(text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.chars().count() > 2).map(str::to_owned).collect()
}

/// Stable, and opaque to whoever reads it.
fn place_id(member: &Member) -> String {
    format!("ChIJsandbox{}", member.number.trim_start_matches('+'))
}

fn shown(member: &Member, language: &str, mask: &[String]) -> Value {
    let (latitude, longitude) = member.location();
    let hours = &member.hours;
    let periods: Vec<Value> = (0..7_usize)
        .filter(|day| hours.days[*day])
        .map(|day| {
            // Here Sunday is 0, there Monday.
            let day = (day + 1) % 7;
            let time = |time: jiff::civil::Time| json!({"day": day, "hour": time.hour(), "minute": time.minute()});
            json!({"open": time(hours.from), "close": time(hours.to)})
        })
        .collect();
    let id = place_id(member);
    let mut all = json!({
        "name": format!("places/{id}"),
        "id": id,
        "displayName": {"text": member.name, "languageCode": language},
        "formattedAddress": member.address,
        "internationalPhoneNumber": with_blanks(&member.number),
        "regularOpeningHours": {"openNow": true, "periods": periods, "weekdayDescriptions": []},
        "location": {"latitude": latitude, "longitude": longitude},
        "businessStatus": "OPERATIONAL",
        "timeZone": {"id": member.zone},
        "types": [],
    });
    if let Some((stars, ratings)) = rating(member) {
        all["rating"] = json!(stars);
        all["userRatingCount"] = json!(ratings);
    }
    let wanted = |name: &str| mask.iter().any(|field| field == "*" || field == name);
    let all = all.as_object().cloned().unwrap_or_default();
    Value::Object(all.into_iter().filter(|(name, _)| wanted(name)).collect())
}

/// Stars and how many gave them, by the number's last digits; every seventh has none.
fn rating(member: &Member) -> Option<(f64, u32)> {
    let digits: u32 = member.number.get(member.number.len().saturating_sub(2)..)?.parse().ok()?;
    (!digits.is_multiple_of(7))
        .then(|| (f64::from(34 + digits * 7 % 16) / 10.0, 3 + digits * digits % 400))
}

/// As numbers are printed: the country, then groups.
fn with_blanks(number: &str) -> String {
    let digits = number.trim_start_matches('+');
    let country = match digits.as_bytes() {
        [b'1', ..] => 1,
        [b'3', b'5', ..] => 3,
        _ => 2,
    };
    let (country, rest) = digits.split_at(country.min(digits.len()));
    let (area, line) = rest.split_at(rest.len().saturating_sub(7));
    let (head, tail) = line.split_at(line.len().saturating_sub(4));
    format!("+{country} {area} {head}-{tail}").replace("  ", " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cast;

    fn wanted(query: &str) -> Wanted {
        Wanted::read(&json!({"textQuery": query, "regionCode": "AR"})).unwrap()
    }

    fn best(query: &str) -> Option<String> {
        let cast = cast::State::default();
        let wanted = wanted(query);
        let found = cast.members().map(|member| (wanted.likeness(member), member));
        let best = found.max_by_key(|(likeness, _)| *likeness)?;
        (best.0 > 0).then(|| best.1.name.clone())
    }

    #[test]
    fn a_name_finds_its_provider() {
        assert_eq!(best("Peluquería Marta").as_deref(), Some("Peluquería Marta"));
        assert_eq!(best("dentist Clínica Sur").as_deref(), Some("Clínica Sur"));
    }

    #[test]
    fn what_nobody_does_is_not_found_wherever_it_is() {
        assert_eq!(best("plomero Buenos Aires"), None);
    }

    #[test]
    fn impossible_searches_are_refused() {
        for bad in [
            json!({}),
            json!({"textQuery": " "}),
            json!({"textQuery": "x", "pageSize": 0}),
            json!({"textQuery": "x", "pageSize": 21}),
            json!({"textQuery": "x", "query": "y"}),
            json!({"textQuery": "x", "pageToken": "zz"}),
            json!({"textQuery": "x", "locationBias": {"circle": {"radius": 60000.0}}}),
        ] {
            assert_eq!(Wanted::read(&bad).unwrap_err().status, 400, "{bad}");
        }
    }

    #[test]
    fn a_mask_is_required_and_names_what_exists() {
        let with = |mask: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("x-goog-fieldmask", mask.parse().unwrap());
            super::mask(&headers, "places.")
        };
        let refused = super::mask(&HeaderMap::new(), "places.").unwrap_err();
        assert_eq!(refused.status, 400);
        assert!(refused.message.starts_with("FieldMask is a required parameter"), "{refused:?}");
        assert_eq!(with("places.id,places.displayName.text,nextPageToken").unwrap().len(), 3);
        assert_eq!(with("places.id, places.location").unwrap_err().status, 400);
        assert_eq!(with("places.stars").unwrap_err().status, 400);
        assert_eq!(with("id").unwrap_err().status, 400);
    }

    #[test]
    fn numbers_have_blanks() {
        assert_eq!(with_blanks("+541143211201"), "+54 114 321-1201");
        assert_eq!(with_blanks("+12025550101"), "+1 202 555-0101");
        assert_eq!(with_blanks("+351215550101"), "+351 21 555-0101");
    }
}
