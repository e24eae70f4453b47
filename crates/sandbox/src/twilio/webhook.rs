//! Twilio's requests to the product: signed, repeated by the rules in the address, then to the fallback address.
//!
//! What the address says after `#` (`rc`, `rp`, `rt`, `tt`) is neither sent nor signed. `ct` is read over: connecting always may take 5 s.
//! Source: <https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides>

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use url::Url;

use super::signature::sign;
use super::{Action, calls, messages};
use crate::faults::Webhook;
use crate::timeline::Kind;
use crate::world::{Answer, NoAnswer, Outgoing, State, World};

/// Requests that are remembered at least; twice as many at most.
const EXCHANGES_KEPT: usize = 20_000;
/// Redirects that are followed, each with a GET that has lost the form.
const REDIRECTS_MAX: u32 = 3;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Method {
    Get,
    Post,
}

/// Where a request goes, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    pub url: String,
    pub method: Method,
}

impl Address {
    pub fn post(url: impl Into<String>) -> Self {
        Self { url: url.into(), method: Method::Post }
    }
}

/// What becomes of the product's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Then {
    /// It is of no interest beyond its status.
    Nothing,
    /// It is TwiML for the call with this SID.
    Instruct(String),
    /// It may be a reply to the person who wrote the message with this SID.
    Reply(String),
}

/// One event to be told to the product, and how far telling it has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Callback {
    pub webhook: Webhook,
    pub address: Address,
    /// Asked when `address` fails for good.
    pub fallback: Option<Address>,
    pub fields: Vec<(String, String)>,
    /// The SID of the call or message.
    pub about: String,
    /// The same for every attempt.
    pub token: String,
    pub then: Then,
    pub attempts: u32,
    /// Real milliseconds that the attempts took together.
    pub spent_ms: u64,
}

/// Why an attempt failed: the class decides whether it is repeated, the code is for the error log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Failure {
    Connect,
    Read,
    Status(u16),
    Instructions(i64),
}

impl Failure {
    fn code(self) -> i64 {
        match self {
            Self::Connect | Self::Read => 11205,
            Self::Status(_) => 11200,
            Self::Instructions(code) => code,
        }
    }
}

/// An entry in Twilio's error log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    pub at: jiff::Timestamp,
    pub code: i64,
    pub about: String,
    pub url: String,
}

/// The connection rules in the fragment of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Rules {
    read_ms: u64,
    total_ms: u64,
    retries: u32,
    on_connect: bool,
    on_read: bool,
    on_4xx: bool,
    on_5xx: bool,
}

impl Rules {
    const DEFAULT: Self = Self {
        read_ms: 15_000,
        total_ms: 15_000,
        retries: 1,
        on_connect: true,
        on_read: false,
        on_4xx: false,
        on_5xx: false,
    };

    /// A key that is unknown or out of its range leaves the default.
    fn of_fragment(fragment: &str) -> Self {
        let mut rules = Self::DEFAULT;
        for (key, value) in url::form_urlencoded::parse(fragment.as_bytes()) {
            let ms =
                |least: u64, most: u64| value.parse().ok().filter(|ms| (least..=most).contains(ms));
            match key.as_ref() {
                "rt" => rules.read_ms = ms(100, 15_000).unwrap_or(rules.read_ms),
                "tt" => rules.total_ms = ms(100, 15_000).unwrap_or(rules.total_ms),
                "rc" => rules.set_retries(&value),
                "rp" => rules.set_policy(&value),
                _ => {}
            }
        }
        rules
    }

    fn set_retries(&mut self, count: &str) {
        self.retries = count.parse().ok().filter(|count| *count <= 5).unwrap_or(self.retries);
    }

    fn set_policy(&mut self, policy: &str) {
        let has = |word: &str| policy.split(',').any(|given| given == word || given == "all");
        (self.on_connect, self.on_read) = (has("ct"), has("rt"));
        (self.on_4xx, self.on_5xx) = (has("4xx"), has("5xx"));
    }

    fn repeats(&self, failure: Failure) -> bool {
        match failure {
            Failure::Connect => self.on_connect,
            Failure::Read => self.on_read,
            Failure::Status(400..=499) => self.on_4xx,
            Failure::Status(500..) => self.on_5xx,
            Failure::Status(_) | Failure::Instructions(_) => false,
        }
    }
}

fn split_fragment(url: &str) -> (&str, Rules) {
    match url.split_once('#') {
        Some((url, fragment)) => (url, Rules::of_fragment(fragment)),
        None => (url, Rules::DEFAULT),
    }
}

impl Callback {
    /// A first attempt that has nothing to fall back to.
    pub fn new(
        webhook: Webhook,
        address: Address,
        fields: Vec<(String, String)>,
        about: &str,
        token: String,
    ) -> Self {
        let (fallback, then, about) = (None, Then::Nothing, about.to_owned());
        Self { webhook, address, fallback, fields, about, token, then, attempts: 0, spent_ms: 0 }
    }
}

/// One request that was made to the product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    pub at: jiff::Timestamp,
    pub about: String,
    pub address: Address,
    pub fields: Vec<(String, String)>,
    /// `None` when there was no answer.
    pub answer: Option<(u16, Option<String>, String)>,
    pub took_ms: u64,
}

/// Makes one attempt, and puts the next one on the agenda if there is to be one.
pub async fn attempt(world: &World, mut callback: Callback) {
    let started = Instant::now();
    let outcome = request(world, &callback).await;
    callback.attempts += 1;
    callback.spent_ms += u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    keep(world, &callback, &outcome, started);
    let failure = match outcome {
        Ok(answer) => match accept(world, &callback, &answer) {
            Ok(()) => return,
            Err(code) => Failure::Instructions(code),
        },
        Err(failure) => failure,
    };
    let rules = split_fragment(&callback.address.url).1;
    let now = world.now();
    let mut state = world.lock();
    let again = rules.repeats(failure)
        && callback.attempts <= rules.retries
        && callback.spent_ms < rules.total_ms;
    if again {
        state.agenda.put(now, crate::agenda::Action::Twilio(Action::Callback(callback)));
        return;
    }
    raise(&mut state, now, failure.code(), &callback);
    if let Some(fallback) = callback.fallback.take() {
        callback.fields.push(("ErrorCode".into(), failure.code().to_string()));
        callback
            .fields
            .push(("ErrorUrl".into(), split_fragment(&callback.address.url).0.to_owned()));
        callback = Callback { address: fallback, attempts: 0, spent_ms: 0, ..callback };
        state.agenda.put(now, crate::agenda::Action::Twilio(Action::Callback(callback)));
        return;
    }
    drop(state);
    if let Then::Instruct(call) = &callback.then {
        calls::without_instructions(world, call);
    }
}

fn keep(world: &World, callback: &Callback, outcome: &Result<Answer, Failure>, started: Instant) {
    let answer = match outcome {
        Ok(answer) => {
            let body = String::from_utf8_lossy(&answer.body).into_owned();
            Some((answer.status, answer.content_type.clone(), body))
        }
        Err(Failure::Status(status)) => Some((*status, None, String::new())),
        Err(_) => None,
    };
    let exchange = Exchange {
        at: world.now(),
        about: callback.about.clone(),
        address: callback.address.clone(),
        fields: callback.fields.clone(),
        answer,
        took_ms: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
    };
    let exchanges = &mut world.lock().twilio.exchanges;
    if exchanges.len() >= 2 * EXCHANGES_KEPT {
        exchanges.drain(..EXCHANGES_KEPT);
    }
    exchanges.push(exchange);
}

fn accept(world: &World, callback: &Callback, answer: &Answer) -> Result<(), i64> {
    match &callback.then {
        Then::Nothing => Ok(()),
        Then::Instruct(call) => calls::instructed(world, call, answer),
        Then::Reply(message) => messages::replied(world, message, answer),
    }
}

/// Notes an error in Twilio's log and in the timeline.
pub fn raise(state: &mut State, now: jiff::Timestamp, code: i64, callback: &Callback) {
    let url = split_fragment(&callback.address.url).0.to_owned();
    let text = format!("error {code} at {url}");
    state.timeline.note(now, Kind::Note, &callback.about, "twilio", text);
    state.twilio.alerts.push(Alert { at: now, code, about: callback.about.clone(), url });
}

async fn request(world: &World, callback: &Callback) -> Result<Answer, Failure> {
    let (url, rules) = split_fragment(&callback.address.url);
    let left_ms = rules.total_ms.saturating_sub(callback.spent_ms);
    let limit = Duration::from_millis(rules.read_ms.min(left_ms).max(1));
    let mut target = match callback.address.method {
        Method::Post => url.to_owned(),
        Method::Get => with_query(url, &callback.fields),
    };
    let mut is_post = callback.address.method == Method::Post;
    for _ in 0..=REDIRECTS_MAX {
        let outgoing = signed(world, callback, &target, is_post, limit);
        let answer = world.send(&outgoing).await.map_err(|no_answer| match no_answer {
            NoAnswer::NoConnection => Failure::Connect,
            NoAnswer::TimedOut | NoAnswer::Broken(_) => Failure::Read,
        })?;
        let moved = matches!(answer.status, 301 | 302 | 303 | 307 | 308);
        match answer.location.as_deref().filter(|_| moved) {
            Some(location) => {
                let base = Url::parse(&target).map_err(|_| Failure::Status(answer.status))?;
                target = base.join(location).map_err(|_| Failure::Status(answer.status))?.into();
                is_post = is_post && matches!(answer.status, 307 | 308);
            }
            None if (200..300).contains(&answer.status) => return Ok(answer),
            None => return Err(Failure::Status(answer.status)),
        }
    }
    Err(Failure::Status(302))
}

fn signed(
    world: &World,
    callback: &Callback,
    url: &str,
    is_post: bool,
    limit: Duration,
) -> Outgoing {
    let fields: &[(String, String)] = if is_post { &callback.fields } else { &[] };
    let signature = sign(&world.lock().twilio.auth_token(&world.options.credentials), url, fields);
    let body = if is_post { encoded(fields).into_bytes() } else { Vec::new() };
    let mut headers = vec![
        ("X-Twilio-Signature".to_owned(), signature),
        ("I-Twilio-Idempotency-Token".to_owned(), callback.token.clone()),
        ("User-Agent".to_owned(), "TwilioProxy/1.1".to_owned()),
        ("Accept".to_owned(), "*/*".to_owned()),
    ];
    if is_post {
        let form = "application/x-www-form-urlencoded; charset=UTF-8";
        headers.push(("Content-Type".to_owned(), form.to_owned()));
    }
    Outgoing {
        webhook: callback.webhook,
        method: if is_post { reqwest::Method::POST } else { reqwest::Method::GET },
        url: url.to_owned(),
        headers,
        body,
        limit,
        about: callback.about.clone(),
    }
}

fn encoded(fields: &[(String, String)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

fn with_query(url: &str, fields: &[(String, String)]) -> String {
    let joint = if url.contains('?') { '&' } else { '?' };
    format!("{url}{joint}{}", encoded(fields))
}
