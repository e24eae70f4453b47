//! The town: a page on which all of Vocero can be tried, with the vendors, the people and the providers simulated.
//!
//! What is done on the page is done by the [`sandbox`], as a phone, a provider or a vendor would: it reaches the product
//! through its webhooks and in no other way. What happened is read from both sides. Only the switches that break things
//! reach further: the clock, the worker, an end of it all.
//!
//! Invariant: what people, callees and senders of mail wrote is foreign, and is shown as text, never as markup of the page.

mod assets;
mod bar;
mod chat;
pub mod clock;
mod guard;
mod live;
mod log;
mod look;
mod mail;
mod page;
mod phone;
mod plain;
mod stories;
mod texts;
mod workshop;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};
use domain::clock::Clock;
use jiff::{SignedDuration, Timestamp};
use sandbox::Sandbox;
use services::Services;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use clock::TownClock;
use workshop::Workshop;

/// Where the sandbox keeps how far the clock is ahead, and how fast it runs.
const AHEAD: &str = "clock-ahead-ms";
const SPEED: &str = "clock-speed";

/// A voice note that is uploaded, in bytes.
const UPLOAD_MAX: usize = 16 << 20;

/// An open town. [`Town::close`] ends its worker and all that watch it.
#[derive(Clone)]
pub struct Town(Arc<Inner>);

/// What a town is made of; nothing of it is to be reached from outside.
pub struct Inner {
    sandbox: Arc<Sandbox>,
    services: Services,
    clock: Arc<TownClock>,
    workshop: Arc<Workshop>,
    /// Somebody wants the town empty.
    reset: Notify,
    closed: CancellationToken,
    shown_to: Mutex<Seen>,
}

/// When each person's chat was last looked at.
type Seen = std::collections::BTreeMap<String, Timestamp>;

impl std::ops::Deref for Town {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// Sets the clock as the last run left it. To be done before anything else is.
pub fn set_clock(clock: &TownClock, sandbox: &Sandbox) {
    let drawer = sandbox.world().look().drawer.clone();
    let number = |name: &str| drawer.get(name).and_then(|text| text.parse::<i64>().ok());
    clock.advance(SignedDuration::from_millis(number(AHEAD).unwrap_or(0)));
    clock.run_at(number(SPEED).and_then(|speed| u32::try_from(speed).ok()).unwrap_or(1));
}

impl Town {
    /// Starts the worker, and gives everybody who lives here a phone.
    #[must_use]
    pub fn open(sandbox: &Arc<Sandbox>, services: &Services, clock: &Arc<TownClock>) -> Self {
        let town = Self(Arc::new(Inner {
            sandbox: Arc::clone(sandbox),
            services: services.clone(),
            clock: Arc::clone(clock),
            workshop: Workshop::open(services.clone()),
            reset: Notify::new(),
            closed: CancellationToken::new(),
            shown_to: Mutex::default(),
        }));
        chat::settle_residents(sandbox);
        let watched = town.clone();
        tokio::spawn(async move { watched.note_the_time().await });
        town
    }

    /// Every route of the town.
    pub fn routes(&self) -> Router {
        Router::new()
            .route("/", get(|| async { axum::response::Redirect::temporary("/sandbox") }))
            .route("/sandbox", get(page::show))
            .route("/sandbox/live", get(live::live))
            .route("/sandbox/assets/{name}", get(assets::serve))
            .route("/sandbox/people", post(chat::arrive))
            .route("/sandbox/people/{address}/say", post(chat::say))
            .route("/sandbox/people/{address}/tap", post(chat::tap))
            .route("/sandbox/people/{address}/voice", post(chat::speak))
            .route("/sandbox/people/{address}/location", post(chat::send_location))
            .route("/sandbox/people/{address}/contact", post(chat::send_contact))
            .route("/sandbox/media/{message}", get(chat::media))
            .route("/sandbox/providers/{number}/behave", post(phone::behave))
            .route("/sandbox/providers/{number}/pick-up", post(phone::pick_up))
            .route("/sandbox/providers/{number}/decline", post(phone::decline))
            .route("/sandbox/providers/{number}/say", post(phone::say))
            .route("/sandbox/providers/{number}/press", post(phone::press))
            .route("/sandbox/providers/{number}/hang-up", post(phone::hang_up))
            .route("/sandbox/providers/{number}/ring", post(phone::ring))
            .route("/sandbox/mail/{mail}", get(mail::letter))
            .route("/sandbox/mail/{mail}/{file}", get(mail::file))
            .route("/sandbox/raw/{entry}", get(log::raw))
            .route("/sandbox/clock", post(bar::set))
            .route("/sandbox/faults", post(bar::order).delete(bar::unbreak))
            .route("/sandbox/vendors", post(bar::switch))
            .route("/sandbox/worker/kill", post(bar::kill))
            .route("/sandbox/reset", post(bar::reset))
            .route("/sandbox/stories/{number}", get(stories::show).post(stories::start))
            .layer(DefaultBodyLimit::max(UPLOAD_MAX))
            .layer(middleware::from_fn(guard::guard))
            .with_state(self.clone())
    }

    /// Returns when somebody has asked for an empty town.
    pub async fn reset_wanted(&self) {
        self.reset.notified().await;
    }

    /// Ends the worker, and all that watch.
    pub async fn close(&self) {
        self.closed.cancel();
        self.workshop.close().await;
    }

    /// A fast clock is ahead by more each second; the next run is to know.
    async fn note_the_time(&self) {
        loop {
            tokio::select! {
                () = self.closed.cancelled() => return,
                () = tokio::time::sleep(Duration::from_secs(1)) => {}
            }
            if self.clock.speed() > 1 {
                self.keep_time();
            }
        }
    }
}

impl Inner {
    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn keep_time(&self) {
        let (ahead, speed) = (self.clock.ahead().as_millis(), self.clock.speed());
        let drawer = &mut self.sandbox.world().lock().drawer;
        drawer.insert(AHEAD.to_owned(), ahead.to_string());
        drawer.insert(SPEED.to_owned(), speed.to_string());
    }

    fn seen(&self) -> std::sync::MutexGuard<'_, Seen> {
        self.shown_to.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
