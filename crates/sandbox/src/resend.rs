//! Resend: takes mails, remembers idempotency keys for a day, and tells by webhook what became of each mail.
//!
//! The mailbox that it delivers to is read with [`State::mailbox`]. Nothing leaves the sandbox.

mod deliveries;
mod letter;
mod routes;

pub use letter::{Attachment, Letter, address_in};
pub use routes::{DESK, router};

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use self::deliveries::{Endpoint, announce};
use self::letter::{Refusal, refuse};
use crate::agenda;
use crate::timeline::Kind;
use crate::world::World;

/// Requests of one team in a second.
const REQUESTS_PER_SECOND: u32 = 5;
const KEY_LASTS: SignedDuration = SignedDuration::from_hours(24);
const FIRST_ENDPOINT: &str = "00000000-0000-4000-8000-000000000001";
/// From taking a mail to handing it over, and from there to what became of it.
const SENT_AFTER: SignedDuration = SignedDuration::from_secs(1);
const SETTLED_AFTER: SignedDuration = SignedDuration::from_secs(2);

/// What happens later at Resend.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "does", rename_all = "snake_case")]
pub enum Action {
    /// A mail goes a step further: it is sent, or its end is known.
    Proceed { email: String, event: String },
    /// One attempt to deliver a webhook.
    Deliver { endpoint: String, message: String, about: String, body: String, attempt: usize },
}

impl From<Action> for agenda::Action {
    fn from(action: Action) -> Self {
        Self::Resend(action)
    }
}

/// A mail and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Email {
    pub letter: Letter,
    pub created_at: Timestamp,
    /// `queued`, `scheduled`, `sent`, `delivered`, `bounced`, …
    pub last_event: String,
}

/// The answer that an idempotency key stands for.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Kept {
    at: Timestamp,
    body: [u8; 32],
    answer: Value,
}

/// The account.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct State {
    emails: BTreeMap<String, Email>,
    /// Ids in the order in which the mails were taken.
    order: Vec<String>,
    keys: BTreeMap<String, Kept>,
    endpoints: BTreeMap<String, Endpoint>,
    domain: String,
    /// Addresses that don't exist.
    bouncing: BTreeSet<String>,
    /// Addresses to which nothing is sent any more.
    suppressed: BTreeSet<String>,
    recent: VecDeque<Timestamp>,
}

impl State {
    /// Mails that arrived at an address, in order.
    #[must_use]
    pub fn mailbox(&self, address: &str) -> Vec<&Email> {
        let address = address.to_lowercase();
        let to = |letter: &Letter| {
            letter
                .to
                .iter()
                .chain(&letter.cc)
                .chain(&letter.bcc)
                .any(|to| address_in(to).as_ref() == Some(&address))
        };
        let arrived =
            |email: &&Email| matches!(email.last_event.as_str(), "delivered" | "complained");
        self.sent().filter(arrived).filter(|email| to(&email.letter)).collect()
    }

    /// Every mail that was taken, in order, whatever became of it.
    pub fn sent(&self) -> impl Iterator<Item = &Email> {
        self.order.iter().filter_map(|id| self.emails.get(id))
    }

    /// The same with their ids.
    pub fn letters(&self) -> impl Iterator<Item = (&str, &Email)> {
        self.order.iter().filter_map(|id| Some((id.as_str(), self.emails.get(id)?)))
    }

    /// From now on mails to this address bounce.
    pub fn bounce(&mut self, address: &str) {
        self.bouncing.insert(address.to_lowercase());
    }

    fn furnish(&mut self, world: &World) {
        if !self.endpoints.is_empty() {
            return;
        }
        let credentials = &world.options.credentials;
        let sender = address_in(&credentials.resend_from).unwrap_or_default();
        sender.rsplit('@').next().unwrap_or_default().clone_into(&mut self.domain);
        let endpoint = Endpoint {
            url: None,
            events: Vec::new(),
            secret: credentials.resend_webhook_secret.clone(),
            created_at: world.now(),
            enabled: true,
            failing_since: None,
        };
        self.endpoints.insert(FIRST_ENDPOINT.to_owned(), endpoint);
    }

    /// Counts a request against the limit of the second.
    fn admit(&mut self, now: Timestamp) -> Result<u32, Refusal> {
        let second_ago = now - SignedDuration::from_secs(1);
        while self.recent.front().is_some_and(|at| *at <= second_ago) {
            self.recent.pop_front();
        }
        let used = u32::try_from(self.recent.len()).unwrap_or(u32::MAX);
        if used >= REQUESTS_PER_SECOND {
            let message = "Too many requests. You can only make 5 requests per second.";
            let refusal = refuse(429, "rate_limit_exceeded", message);
            return Err(Refusal { retry_after_s: Some(1), ..refusal });
        }
        self.recent.push_back(now);
        Ok(REQUESTS_PER_SECOND - used - 1)
    }

    /// The stored answer for a key, None for a new one.
    fn known(&mut self, key: &str, body: &[u8], now: Timestamp) -> Result<Option<Value>, Refusal> {
        self.keys.retain(|_, kept| now.duration_since(kept.at) < KEY_LASTS);
        match self.keys.get(key) {
            None => Ok(None),
            Some(kept) if kept.body == hash(body) => Ok(Some(kept.answer.clone())),
            Some(_) => {
                let message = "Same idempotency key used with a different request payload.";
                Err(refuse(409, "invalid_idempotent_request", message))
            }
        }
    }

    fn check_sender(&self, letter: &Letter) -> Result<(), Refusal> {
        let from = address_in(&letter.from).unwrap_or_default();
        let domain = from.rsplit('@').next().unwrap_or_default();
        if domain == self.domain {
            return Ok(());
        }
        let message =
            format!("The {domain} domain is not verified. Please, add and verify your domain.");
        Err(refuse(403, "validation_error", message))
    }

    /// What will become of a mail to these addresses.
    fn fate(&self, letter: &Letter) -> &'static str {
        let addresses: Vec<String> = letter.to.iter().filter_map(|to| address_in(to)).collect();
        let any =
            |wanted: &BTreeSet<String>| addresses.iter().any(|address| wanted.contains(address));
        let test = |name: &str| {
            let tagged = |local: &str| local == name || local.starts_with(&format!("{name}+"));
            addresses.iter().any(|address| address.strip_suffix("@resend.dev").is_some_and(tagged))
        };
        if any(&self.suppressed) || test("suppressed") {
            "email.suppressed"
        } else if any(&self.bouncing) || test("bounced") {
            "email.bounced"
        } else if test("complained") {
            "email.complained"
        } else {
            "email.delivered"
        }
    }
}

fn hash(body: &[u8]) -> [u8; 32] {
    Sha256::digest(body).into()
}

pub async fn perform(world: &World, action: Action) {
    match action {
        Action::Proceed { email, event } => proceed(world, &email, &event),
        Action::Deliver { endpoint, message, about, body, attempt } => {
            deliveries::deliver(world, &endpoint, &message, &about, body, attempt).await;
        }
    }
}

/// A mail goes a step further, everybody who wants to know is told, and the next step is put on the agenda.
fn proceed(world: &World, id: &str, event: &str) {
    let now = world.now();
    let mut guard = world.lock();
    let state = &mut *guard;
    let Some(email) =
        state.resend.emails.get_mut(id).filter(|email| email.last_event != "canceled")
    else {
        return;
    };
    event.trim_start_matches("email.").clone_into(&mut email.last_event);
    let email = email.clone();
    let to = email.letter.to.join(", ");
    let fate = state.resend.fate(&email.letter);
    let next = match event {
        "email.sent" if fate == "email.complained" => Some("email.delivered"),
        "email.sent" => Some(fate),
        "email.delivered" if fate == "email.complained" => Some(fate),
        _ => None,
    };
    match event {
        "email.bounced" => {
            state.resend.suppressed.extend(email.letter.to.iter().filter_map(|to| address_in(to)));
            state.timeline.note(
                now,
                Kind::Mail,
                id,
                to,
                format!("{} (bounced)", email.letter.subject),
            );
        }
        "email.delivered" => {
            state.timeline.note(now, Kind::Mail, id, to, email.letter.subject.as_str());
        }
        _ => {}
    }
    announce(world, state, now, event, &email, id);
    if let Some(next) = next {
        let step = Action::Proceed { email: id.to_owned(), event: next.to_owned() };
        state.agenda.put(now + SETTLED_AFTER, step.into());
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::letter::read;
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_795_352_400 + seconds).unwrap()
    }

    fn keeping(key: &str, body: &[u8]) -> State {
        let mut state = State::default();
        state.keys.insert(
            key.to_owned(),
            Kept { at: at(0), body: hash(body), answer: json!({"id": "1"}) },
        );
        state
    }

    #[test]
    fn a_key_answers_the_same_body_for_a_day_and_no_longer() {
        let mut state = keeping("k", b"body");
        assert_eq!(state.known("k", b"body", at(86_399)), Ok(Some(json!({"id": "1"}))));
        assert_eq!(state.known("k", b"body", at(86_400)), Ok(None));
    }

    #[test]
    fn a_key_with_another_body_is_a_conflict_and_another_key_is_new() {
        let mut state = keeping("k", b"body");
        assert_eq!(
            state.known("k", b"other", at(1)).unwrap_err().name,
            "invalid_idempotent_request"
        );
        assert_eq!(state.known("l", b"body", at(1)), Ok(None));
    }

    #[test]
    fn the_sixth_request_of_a_second_is_too_much() {
        let mut state = State::default();
        let left: Vec<u32> = (0..5).map(|_| state.admit(at(0)).unwrap()).collect();
        assert_eq!(left, [4, 3, 2, 1, 0]);
        let refusal = state.admit(at(0)).unwrap_err();
        assert_eq!((refusal.status, refusal.retry_after_s), (429, Some(1)));
        assert!(state.admit(at(1)).is_ok());
    }

    #[test]
    fn test_addresses_have_their_fate() {
        let state = State::default();
        let fate = |to: &str| {
            let mail = json!({"from": "a@b.test", "to": to, "subject": "s", "text": "t"});
            state.fate(&read(&mail, false).unwrap())
        };
        assert_eq!(fate("bounced@resend.dev"), "email.bounced");
        assert_eq!(fate("bounced+label@resend.dev"), "email.bounced");
        assert_eq!(fate("complained@resend.dev"), "email.complained");
        assert_eq!(fate("delivered@resend.dev"), "email.delivered");
        assert_eq!(fate("bounced@correo.test"), "email.delivered");
    }
}
