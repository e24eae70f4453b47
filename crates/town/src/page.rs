//! The page as a whole, and its parts, each of which is shown anew when it changes.

use askama::Template;
use axum::extract::{Query as Asked, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use sandbox::cast::Manner;

use crate::look::{Look, Query, language_of};
use crate::stories::{self, Told};
use crate::texts::{COOKIE, Texts};
use crate::{Town, bar, chat, log, mail, phone};

/// A request that can't be granted; the text is for the visitor, and `guard` puts it into their language.
pub struct Refused(pub StatusCode, pub String);

/// What a refusal says, in English.
#[derive(Clone)]
pub struct Why(pub String);

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let mut response = (self.0, self.1.clone()).into_response();
        response.extensions_mut().insert(Why(self.1));
        response
    }
}

impl Refused {
    pub fn conflict(why: impl Into<String>) -> Self {
        Self(StatusCode::CONFLICT, why.into())
    }

    pub fn unknown() -> Self {
        Self(StatusCode::NOT_FOUND, "there is no such thing".to_owned())
    }
}

impl From<askama::Error> for Refused {
    fn from(error: askama::Error) -> Self {
        tracing::error!(%error, "a part of the town can't be shown");
        Self(StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
    }
}

impl From<services::Error> for Refused {
    fn from(error: services::Error) -> Self {
        tracing::error!(%error, "the town can't read what happened");
        Self(StatusCode::INTERNAL_SERVER_ERROR, "the database does not answer".to_owned())
    }
}

pub type Shown = Result<String, Refused>;

/// Parts that change, by the names that the page has for them.
pub type Parts = Vec<(&'static str, String)>;

/// Those that are shown from memory.
pub fn at_once(town: &Town, look: &Look) -> Result<Parts, Refused> {
    Ok(vec![
        ("bar", bar::render(town, look)?),
        ("people", chat::render_people(town, look)?),
        ("chat", chat::render(town, look)?),
        ("phone", phone::render(town, look)?),
        ("mail", mail::render(town, look)?),
    ])
}

pub async fn log(town: &Town, look: &Look) -> Result<Parts, Refused> {
    log::render(town, look).await
}

pub struct Choice {
    pub name: String,
    pub number: String,
    pub trade: String,
    pub chosen: bool,
}

#[derive(Template)]
#[template(path = "page.html")]
struct Page<'a> {
    texts: Texts,
    query: String,
    person: &'a str,
    languages: [(&'static str, &'static str); 3],
    stories: Vec<Told>,
    webhooks: Vec<(&'static str, String)>,
    faults: Vec<(&'static str, String)>,
    places: Vec<&'static str>,
    cast: Vec<(String, Vec<Choice>)>,
    filters: Vec<log::Filter>,
    bar: &'a str,
    people: &'a str,
    chat: &'a str,
    phone: &'a str,
    mail: &'a str,
    requests: &'a str,
    log: &'a str,
    mail_id: &'a str,
    request: &'a str,
}

pub async fn show(
    State(town): State<Town>,
    Asked(query): Asked<Query>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let texts = Texts::of(query.lang.as_deref(), &headers);
    let look = Look::new(&query, texts);
    let mut parts = at_once(&town, &look)?;
    parts.extend(log(&town, &look).await?);
    let part = |name: &str| {
        parts.iter().find(|(known, _)| *known == name).map_or("", |(_, html)| html.as_str())
    };
    let page = Page {
        texts,
        query: look.query(),
        person: &look.person,
        languages: [("en", "English"), ("es", "Español"), ("pt", "Português")],
        stories: stories::all(texts),
        webhooks: bar::webhooks(texts),
        faults: bar::faults(texts),
        places: chat::PLACES.iter().map(|place| place.0).collect(),
        cast: cast(&town, &look),
        filters: log::filters(texts),
        bar: part("bar"),
        people: part("people"),
        chat: part("chat"),
        phone: part("phone"),
        mail: part("mail"),
        requests: part("requests"),
        log: part("log"),
        mail_id: look.mail.as_deref().unwrap_or_default(),
        request: look.request.as_deref().unwrap_or_default(),
    };
    let mut response = Html(page.render()?).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if query.lang.is_some() {
        let cookie =
            format!("{COOKIE}={}; Path=/sandbox; SameSite=Strict; Max-Age=31536000", texts.0);
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            headers.insert(header::SET_COOKIE, cookie);
        }
    }
    Ok(response)
}

/// Everybody who can be called, by where they are: the person's own country first.
fn cast(town: &Town, look: &Look) -> Vec<(String, Vec<Choice>)> {
    let state = town.sandbox.world().look();
    let mut groups: Vec<(String, Vec<Choice>)> = Vec::new();
    let at_home = language_of(&look.person);
    let mut members: Vec<_> = state.cast.members().collect();
    members.sort_by_key(|member| {
        let manner = Manner::ALL.iter().position(|manner| *manner == member.manner);
        (language_of(&member.number) != at_home, member.country.clone(), manner)
    });
    for member in members {
        let place = look.texts.say(&format!("country-{}", member.country.to_lowercase()));
        if groups.last().is_none_or(|(last, _)| *last != place) {
            groups.push((place, Vec::new()));
        }
        let trade = format!("{:?}", member.trade).to_lowercase();
        let choice = Choice {
            name: member.name.clone(),
            number: member.number.clone(),
            trade: look.texts.say(&format!("trade-{trade}")),
            chosen: look.provider.as_ref() == Some(&member.number),
        };
        if let Some((_, choices)) = groups.last_mut() {
            choices.push(choice);
        }
    }
    groups
}
