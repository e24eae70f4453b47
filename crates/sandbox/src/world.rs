//! The one state behind all simulated vendors, and the one way out to the product.
//!
//! The state is locked briefly and never across an await. Whoever holds the lock must not call a function that takes a
//! `&World`: those lock it themselves.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tokio::sync::Notify;

use crate::agenda::{Action, Agenda};
use crate::calendars::Calendars;
use crate::faults::{DeliveryFault, Faults, Vendor, Webhook};
use crate::mind::Mind;
use crate::options::{Connection, Options};
use crate::timeline::{Kind, Raw, Timeline};
use crate::{cast, elevenlabs, llm, person, places, resend, twilio};

/// What we read of an answer, in bytes; more is cut off. A message's media may have 16 MiB.
const ANSWER_MAX: usize = 17 << 20;

/// Base URLs of the servers, without a slash at their end.
#[derive(Debug, Clone, Default)]
pub struct Urls {
    pub twilio: String,
    pub media: String,
    pub elevenlabs: String,
    pub resend: String,
    pub llm: String,
    pub places: String,
}

/// All that is true in the sandbox.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct State {
    pub agenda: Agenda,
    pub faults: Faults,
    pub timeline: Timeline,
    pub twilio: twilio::State,
    pub people: person::People,
    pub elevenlabs: elevenlabs::State,
    pub resend: resend::State,
    pub llm: llm::State,
    pub places: places::State,
    #[serde(default)]
    pub calendars: Calendars,
    pub cast: cast::State,
    pub speech: Speech,
    /// The product, once it is connected.
    #[serde(skip)]
    pub connection: Option<Connection>,
    /// How often each operation of each vendor was asked for, since the start.
    #[serde(skip)]
    pub requests: BTreeMap<(Vendor, &'static str), u64>,
    /// What whoever runs the sandbox wants to find again.
    #[serde(default)]
    pub drawer: BTreeMap<String, String>,
    ids: u64,
}

/// What is said in each recording, so that speech-to-text can return it.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Speech {
    /// By the SHA-256 of the recording, in hex.
    said: BTreeMap<String, String>,
}

impl Speech {
    pub fn record(&mut self, audio: &[u8], text: impl Into<String>) {
        self.said.insert(hex::encode(Sha256::digest(audio)), text.into());
    }

    #[must_use]
    pub fn heard(&self, audio: &[u8]) -> Option<&str> {
        self.said.get(&hex::encode(Sha256::digest(audio))).map(String::as_str)
    }
}

#[derive(Debug)]
pub struct World {
    pub options: Options,
    state: Mutex<State>,
    urls: OnceLock<Urls>,
    mind: OnceLock<Mind>,
    models: OnceLock<String>,
    touched: AtomicU64,
    born: Timestamp,
    http: reqwest::Client,
    /// Told whenever somebody has looked at or changed the state: the agenda may have something earlier.
    pub(crate) changed: Notify,
}

/// One request to the product.
#[derive(Debug, Clone)]
pub struct Outgoing {
    pub webhook: Webhook,
    pub method: reqwest::Method,
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// For the whole exchange; connecting may take 5 s of it.
    pub limit: Duration,
    /// For the timeline: the call, message or conversation concerned.
    pub about: String,
}

impl Outgoing {
    /// A POST with the usual limit of 15 s in all.
    #[must_use]
    pub fn post(webhook: Webhook, url: impl Into<String>, body: Vec<u8>) -> Self {
        Self {
            webhook,
            method: reqwest::Method::POST,
            url: url.into(),
            headers: Vec::new(),
            body,
            limit: Duration::from_secs(15),
            about: String::new(),
        }
    }
}

/// What the product answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub content_type: Option<String>,
    pub location: Option<String>,
    /// 17 MiB at most.
    pub body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoAnswer {
    #[error("no connection")]
    NoConnection,
    #[error("no answer in time")]
    TimedOut,
    #[error("the connection broke: {0}")]
    Broken(String),
}

impl State {
    /// Another run goes on where the last one ended: what was in hand is done again.
    pub(crate) fn wake_up(&mut self, now: Timestamp) {
        self.agenda.take_up_again();
        elevenlabs::wake_up(self, now);
    }
}

impl World {
    pub(crate) fn new(options: Options, state: State) -> Result<Self, reqwest::Error> {
        // The product may have installed the same one already; either will do.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            // A connection each, so that a restarted product is never met through a dead one.
            .pool_max_idle_per_host(0)
            .connect_timeout(Duration::from_secs(5))
            .build()?;
        let born = (options.clock)();
        Ok(Self {
            options,
            state: Mutex::new(state),
            urls: OnceLock::new(),
            mind: OnceLock::new(),
            models: OnceLock::new(),
            touched: AtomicU64::new(1),
            born,
            http,
            changed: Notify::new(),
        })
    }

    #[must_use]
    pub fn now(&self) -> Timestamp {
        (self.options.clock)()
    }

    /// The state, for a moment: never hold it across an await or while calling anything that takes a `&World`.
    pub fn lock(&self) -> MutexGuard<'_, State> {
        self.touched.fetch_add(1, Ordering::Relaxed);
        self.changed.notify_one();
        self.look()
    }

    /// How often the state was taken to be changed.
    pub(crate) fn touched(&self) -> u64 {
        self.touched.load(Ordering::Relaxed)
    }

    /// The same for whoever only looks, or is the interactive run itself: nobody is woken.
    pub fn look(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where the vendors listen.
    ///
    /// # Panics
    /// Before the servers are bound, which nobody outside `Sandbox::start` can see.
    #[must_use]
    pub fn urls(&self) -> &Urls {
        self.urls.get().expect("the servers are bound before anybody gets the world")
    }

    pub(crate) fn set_urls(&self, urls: Urls) {
        self.urls.set(urls).expect("the servers are bound once");
    }

    /// The model that plays the voice agent, if there is one.
    #[must_use]
    pub fn mind(&self) -> Option<&Mind> {
        self.mind.get()
    }

    pub(crate) fn set_mind(&self, mind: Mind) {
        // Whoever comes second comes too late.
        let _ = self.mind.set(mind);
    }

    /// Where there is a real model, if there is one.
    pub(crate) fn models(&self) -> Option<&str> {
        self.models.get().map(String::as_str)
    }

    /// From now on requests to the simulated language model are answered by the one at this base address.
    pub fn pass_models_on_to(&self, base_url: &str) {
        // Whoever comes second comes too late.
        let _ = self.models.set(base_url.to_owned());
    }

    pub(crate) fn http(&self) -> &reqwest::Client {
        &self.http
    }

    /// A new id: `prefix` and 32 hex digits, the same in every run with the same seed and start.
    #[must_use]
    pub fn id(&self, state: &mut State, prefix: &str) -> String {
        state.ids += 1;
        let digest = Sha256::new()
            .chain_update(self.options.seed.to_be_bytes())
            .chain_update(self.born.as_nanosecond().to_be_bytes())
            .chain_update(prefix)
            .chain_update(state.ids.to_be_bytes())
            .finalize();
        format!("{prefix}{}", hex::encode(&digest[..16]))
    }

    /// Sends one request to the product, without any lock, and notes it with its outcome in the timeline.
    ///
    /// # Errors
    /// [`NoAnswer`], also where an ordered fault made it so.
    pub async fn send(&self, outgoing: &Outgoing) -> Result<Answer, NoAnswer> {
        let fault = self.lock().faults.take_on_the_way(outgoing.webhook);
        let mut outcome = match fault {
            Some(DeliveryFault::Unreachable | DeliveryFault::Lose) => Err(NoAnswer::NoConnection),
            _ => self.exchange(outgoing).await,
        };
        if fault == Some(DeliveryFault::AnswerLost) {
            outcome = Err(NoAnswer::TimedOut);
        }
        self.note_exchange(outgoing, fault, &outcome);
        outcome
    }

    async fn exchange(&self, outgoing: &Outgoing) -> Result<Answer, NoAnswer> {
        let mut request = self
            .http
            .request(outgoing.method.clone(), &outgoing.url)
            .timeout(outgoing.limit)
            .body(outgoing.body.clone());
        for (name, value) in &outgoing.headers {
            request = request.header(name, value);
        }
        let mut response = request.send().await.map_err(|error| no_answer(&error))?;
        let header = |name: &str| {
            response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
        };
        let (content_type, location) = (header("content-type"), header("location"));
        let mut body = Vec::new();
        while body.len() < ANSWER_MAX {
            match response.chunk().await.map_err(|error| no_answer(&error))? {
                Some(chunk) => body.extend_from_slice(&chunk),
                None => break,
            }
        }
        body.truncate(ANSWER_MAX);
        Ok(Answer { status: response.status().as_u16(), content_type, location, body })
    }

    fn note_exchange(
        &self,
        outgoing: &Outgoing,
        fault: Option<DeliveryFault>,
        outcome: &Result<Answer, NoAnswer>,
    ) {
        let now = self.now();
        let mut state = self.lock();
        if let Some(fault) = fault {
            let text = format!("{:?}: {fault:?}", outgoing.webhook);
            state.timeline.note(now, Kind::Fault, &outgoing.about, "sandbox", text);
        }
        let (result, response) = match outcome {
            Ok(answer) => (answer.status.to_string(), answer.body.clone()),
            Err(error) => (error.to_string(), Vec::new()),
        };
        let text = format!("{} {} {result}", outgoing.method, outgoing.url);
        let raw = Raw { request: outgoing.body.clone(), response };
        let who = format!("{:?}", outgoing.webhook);
        state.timeline.note_with(now, Kind::Webhook, &outgoing.about, who, text, Some(raw));
    }

    /// Performs the next action that is due, and says whether there was one.
    pub(crate) async fn step(&self) -> bool {
        let now = self.now();
        let due = self.lock().agenda.take_due(now);
        match due {
            Some((number, action)) => {
                self.perform(action).await;
                self.lock().agenda.put_down(number);
                true
            }
            None => false,
        }
    }

    pub(crate) async fn perform(&self, action: Action) {
        match action {
            Action::Twilio(action) => twilio::perform(self, action).await,
            Action::ElevenLabs(action) => elevenlabs::perform(self, action).await,
            Action::Resend(action) => resend::perform(self, action).await,
            Action::LetGo(webhook) => {
                let now = self.now();
                self.lock().let_go(now, webhook);
            }
        }
    }
}

fn no_answer(error: &reqwest::Error) -> NoAnswer {
    if error.is_connect() {
        NoAnswer::NoConnection
    } else if error.is_timeout() {
        NoAnswer::TimedOut
    } else {
        NoAnswer::Broken(error.to_string())
    }
}
