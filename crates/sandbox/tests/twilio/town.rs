//! A sandbox with a clock moved by hand, a client with credentials, and a product that writes down what it is told.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::{SignedDuration, Timestamp};
use sandbox::Sandbox;
use sandbox::options::Options;
use serde_json::Value;

/// Somebody who has WhatsApp.
pub const ANA: &str = "whatsapp:+5491122334455";

/// One request that reached the product.
#[derive(Debug, Clone)]
pub struct Told {
    pub method: String,
    /// Path and query.
    pub path: String,
    pub headers: HeaderMap,
    pub fields: Vec<(String, String)>,
}

impl Told {
    pub fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    pub fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(known, _)| known == name)
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

type Canned = (u16, &'static str, String);

#[derive(Default)]
struct Product {
    told: Mutex<Vec<Told>>,
    /// Answers by path; the last one stays.
    answers: Mutex<HashMap<String, VecDeque<Canned>>>,
}

pub struct Town {
    pub sandbox: Sandbox,
    pub url: String,
    clock: Arc<AtomicI64>,
    product: Arc<Product>,
    http: reqwest::Client,
}

impl Town {
    pub async fn new() -> Self {
        let start: Timestamp = "2026-11-22T13:00:00Z".parse().unwrap();
        let clock = Arc::new(AtomicI64::new(start.as_millisecond()));
        let hand = clock.clone();
        let now = move || Timestamp::from_millisecond(hand.load(Ordering::SeqCst)).unwrap();
        let sandbox = Sandbox::start(Options::new(Arc::new(now))).await.unwrap();
        let product = Arc::new(Product::default());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let routes = Router::new().fallback(answer).with_state(product.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        sandbox.connect(&url);
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Self { sandbox, url, clock, product, http }
    }

    /// From now on the product answers so on this path.
    pub fn answers(
        &self,
        path: &str,
        status: u16,
        content_type: &'static str,
        body: &str,
    ) -> &Self {
        let canned = (status, content_type, body.to_owned());
        self.product.answers.lock().unwrap().insert(path.to_owned(), VecDeque::from([canned]));
        self
    }

    /// After what it answers on this path already, once each, it answers so.
    pub fn then_answers(
        &self,
        path: &str,
        status: u16,
        content_type: &'static str,
        body: &str,
    ) -> &Self {
        let canned = (status, content_type, body.to_owned());
        self.product.answers.lock().unwrap().entry(path.to_owned()).or_default().push_back(canned);
        self
    }

    pub fn twiml(&self, path: &str, verbs: &str) -> &Self {
        self.answers(path, 200, "text/xml", &format!("<Response>{verbs}</Response>"))
    }

    pub fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.clock.load(Ordering::SeqCst)).unwrap()
    }

    pub fn passes(&self, time: SignedDuration) {
        self.clock.fetch_add(i64::try_from(time.as_millis()).unwrap(), Ordering::SeqCst);
    }

    /// Lets everything happen that happens in this time.
    pub async fn lives(&self, time: SignedDuration) {
        let end = self.now() + time;
        loop {
            while self.sandbox.step().await {}
            match self.sandbox.next_due().filter(|due| *due <= end) {
                Some(due) => self.clock.store(due.as_millisecond() + 1, Ordering::SeqCst),
                None => break,
            }
        }
        self.clock.store(end.as_millisecond(), Ordering::SeqCst);
    }

    /// A minute, in which most things are over.
    pub async fn settles(&self) {
        self.lives(SignedDuration::from_mins(1)).await;
    }

    /// What the product was told on paths that begin so.
    pub fn told(&self, path: &str) -> Vec<Told> {
        let told = self.product.told.lock().unwrap();
        told.iter().filter(|told| told.path.starts_with(path)).cloned().collect()
    }

    /// One field of each of these.
    pub fn told_of(&self, path: &str, field: &str) -> Vec<String> {
        self.told(path).iter().map(|told| told.get(field).to_owned()).collect()
    }

    pub fn account_path(&self, rest: &str) -> String {
        format!("/2010-04-01/Accounts/{}{rest}", self.sandbox.credentials().twilio_account_sid)
    }

    pub fn request(&self, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        let credentials = self.sandbox.credentials();
        let url = format!("{}{path}", self.sandbox.twilio_url());
        self.http
            .request(method, url)
            .basic_auth(&credentials.twilio_api_key_sid, Some(&credentials.twilio_api_key_secret))
    }

    pub fn http(&self) -> &reqwest::Client {
        &self.http
    }

    pub async fn get(&self, path: &str) -> (u16, Value) {
        read(self.request(reqwest::Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> (u16, Value) {
        read(self.request(reqwest::Method::POST, path).form(fields)).await
    }

    pub async fn post_json(&self, path: &str, body: &Value) -> (u16, Value) {
        read(self.request(reqwest::Method::POST, path).json(body)).await
    }

    pub async fn delete(&self, path: &str) -> u16 {
        self.request(reqwest::Method::DELETE, path).send().await.unwrap().status().as_u16()
    }

    /// Calls a number with the usual addresses, and these fields beside them; the SID is in the answer.
    pub async fn calls(&self, to: &str, more: &[(&str, &str)]) -> (u16, Value) {
        let (url, status) = (format!("{}/voice", self.url), format!("{}/status", self.url));
        let mut fields =
            vec![("To", to), ("From", "+12025550100"), ("Url", &url), ("StatusCallback", &status)];
        for event in ["initiated", "ringing", "answered", "completed"] {
            fields.push(("StatusCallbackEvent", event));
        }
        fields.extend(more);
        self.post(&self.account_path("/Calls.json"), &fields).await
    }

    /// Writes to Ana and asks to be told how it goes.
    pub async fn writes(&self, fields: &[(&str, &str)]) -> (u16, Value) {
        let status = format!("{}/message-status", self.url);
        let all = [
            &[("To", ANA), ("From", "whatsapp:+14155238886"), ("StatusCallback", &status)],
            fields,
        ]
        .concat();
        self.post(&self.account_path("/Messages.json"), &all).await
    }

    /// The number of the provider that behaves so, in Spanish.
    pub fn provider(&self, manner: sandbox::cast::Manner) -> String {
        let state = self.sandbox.world().lock();
        let tongue = serde_json::from_str("\"es\"").unwrap();
        state.cast.playing(manner, tongue).unwrap().number.clone()
    }

    pub async fn call(&self, sid: &str) -> Value {
        self.get(&self.account_path(&format!("/Calls/{sid}.json"))).await.1
    }

    pub async fn message(&self, sid: &str) -> Value {
        self.get(&self.account_path(&format!("/Messages/{sid}.json"))).await.1
    }
}

async fn read(request: reqwest::RequestBuilder) -> (u16, Value) {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    (status, response.json().await.unwrap_or_default())
}

async fn answer(State(product): State<Arc<Product>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body: Bytes = axum::body::to_bytes(body, 1 << 20).await.unwrap();
    let fields = url::form_urlencoded::parse(&body).into_owned().collect();
    let path = parts.uri.path_and_query().unwrap().as_str().to_owned();
    let told = Told { method: parts.method.to_string(), path, headers: parts.headers, fields };
    product.told.lock().unwrap().push(told);
    let mut answers = product.answers.lock().unwrap();
    let Some(canned) = answers.get_mut(parts.uri.path()) else {
        return StatusCode::NO_CONTENT.into_response();
    };
    let next = if canned.len() > 1 { canned.pop_front() } else { canned.front().cloned() };
    let (status, content_type, body) = next.unwrap();
    let status = StatusCode::from_u16(status).unwrap();
    if status.is_redirection() {
        return (status, [(header::LOCATION, body)]).into_response();
    }
    (status, [(header::CONTENT_TYPE, content_type)], body).into_response()
}
