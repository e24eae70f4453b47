//! The vendors of Vocero, simulated over HTTP as state: Twilio (messages, calls, content, media), ElevenLabs, Resend, an
//! LLM, Google Places, and the people and providers at the other end.
//!
//! A product that talks to the [`Sandbox`] does what it would do with the vendors, and is refused what they refuse. The
//! sandbox knows nothing of the product but its webhook addresses, and nothing of its code.
//!
//! Invariant: nothing here waits for time to pass. What happens later is on the [`agenda`]; whoever moves the clock calls
//! [`Sandbox::step`] until there is nothing due. An interactive run leaves that to [`Sandbox::run`].

pub mod agenda;
pub mod calendars;
pub mod cast;
mod control;
pub mod elevenlabs;
pub mod faults;
mod keeping;
pub mod llm;
pub mod mind;
pub mod options;
pub mod person;
pub mod places;
pub mod resend;
pub mod timeline;
pub mod twilio;
pub mod world;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use jiff::Timestamp;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::faults::{Order, guard};
use crate::keeping::{Keeper, Kept};
use crate::mind::Mind;
use crate::options::{Connection, Credentials, Options};
use crate::person::Person;
use crate::timeline::Entry;
use crate::twilio::Ring;
use crate::world::{Urls, World};

/// Deliveries in flight at once in an interactive run.
const DELIVERIES_MAX: usize = 64;

/// An interactive run looks at the clock at least so often, for a clock may run faster than time.
const LOOK: Duration = Duration::from_millis(100);

/// Why a sandbox can't start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("can't listen on {address}")]
    Listen { address: std::net::SocketAddr, source: std::io::Error },
    #[error("no HTTP client")]
    Client(#[from] reqwest::Error),
}

/// All vendors, running. Dropping it stops the servers; [`Sandbox::close`] also waits until the state is written down.
#[derive(Debug)]
pub struct Sandbox {
    world: Arc<World>,
    keeper: Mutex<Option<JoinHandle<()>>>,
    stop: DropGuard,
}

impl Sandbox {
    /// Binds one server a vendor and starts answering.
    ///
    /// # Errors
    /// [`Error::Listen`] when an address is taken.
    pub async fn start(options: Options) -> Result<Self, Error> {
        let keep_in = options.keep_in.clone();
        let kept = keep_in.as_deref().and_then(Kept::read);
        let listen = kept.as_ref().and_then(Kept::listen).unwrap_or(options.listen);
        let was_kept = kept.is_some();
        let mut state = kept.map(|kept| kept.state).unwrap_or_default();
        state.wake_up(options.clock.as_ref()());
        let world = Arc::new(World::new(options, state)?);
        let stop = CancellationToken::new();
        let (twilio, twilio_url) = bind(listen.twilio, was_kept).await?;
        let (media, media_url) = bind(listen.media, was_kept).await?;
        let (elevenlabs, elevenlabs_url) = bind(listen.elevenlabs, was_kept).await?;
        let (resend, resend_url) = bind(listen.resend, was_kept).await?;
        let (llm, llm_url) = bind(listen.llm, was_kept).await?;
        let (places, places_url) = bind(listen.places, was_kept).await?;
        world.set_urls(Urls {
            twilio: twilio_url,
            media: media_url,
            elevenlabs: elevenlabs_url,
            resend: resend_url,
            llm: llm_url,
            places: places_url,
        });
        let shared = || world.clone();
        let twilio_routes = twilio::router(shared()).merge(control::router(shared()));
        let media_routes = twilio::media_router(shared()).merge(calendars::router(shared()));
        serve(twilio, guard(twilio_routes, shared(), twilio::DESK), &stop);
        serve(media, guard(media_routes, shared(), twilio::MEDIA_DESK), &stop);
        serve(elevenlabs, guard(elevenlabs::router(shared()), shared(), elevenlabs::DESK), &stop);
        serve(resend, guard(resend::router(shared()), shared(), resend::DESK), &stop);
        serve(llm, llm::router(&world), &stop);
        serve(places, guard(places::router(shared()), shared(), places::DESK), &stop);
        let keeper = keep_in.map(|path| {
            let keeper = Keeper::new(Arc::clone(&world), path);
            tokio::spawn(keeper.run(stop.clone()))
        });
        Ok(Self { world, keeper: Mutex::new(keeper), stop: stop.drop_guard() })
    }

    /// Stops the servers, and writes the state down for the last time.
    pub async fn close(&self) {
        self.stop.token().cancel();
        let keeper = self.keeper.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(keeper) = keeper
            && let Err(error) = keeper.await
        {
            tracing::error!(%error, "the state was not written down at the end");
        }
    }

    /// Tells the vendors where the product is, by its documented routes below `public_url`.
    pub fn connect(&self, public_url: &str) {
        self.connect_as(Connection::at(public_url));
    }

    pub fn connect_as(&self, connection: Connection) {
        self.world.lock().connection = Some(connection);
    }

    /// From now on this model plays the voice agent in calls of providers who are played by hand. The first one stays.
    pub fn think_with(&self, mind: Mind) {
        self.world.set_mind(mind);
    }

    #[must_use]
    pub fn world(&self) -> &Arc<World> {
        &self.world
    }

    #[must_use]
    pub fn credentials(&self) -> &Credentials {
        &self.world.options.credentials
    }

    #[must_use]
    pub fn twilio_url(&self) -> &str {
        &self.world.urls().twilio
    }

    /// The second host, to which Twilio's media downloads are redirected.
    #[must_use]
    pub fn media_url(&self) -> &str {
        &self.world.urls().media
    }

    #[must_use]
    pub fn elevenlabs_url(&self) -> &str {
        &self.world.urls().elevenlabs
    }

    #[must_use]
    pub fn resend_url(&self) -> &str {
        &self.world.urls().resend
    }

    #[must_use]
    pub fn llm_url(&self) -> &str {
        &self.world.urls().llm
    }

    #[must_use]
    pub fn places_url(&self) -> &str {
        &self.world.urls().places
    }

    /// When the next thing happens, if anything is on the agenda.
    #[must_use]
    pub fn next_due(&self) -> Option<Timestamp> {
        self.world.lock().agenda.next_due()
    }

    /// Performs the next action that is due by the clock, its HTTP requests included. False when nothing is due.
    pub async fn step(&self) -> bool {
        self.world.step().await
    }

    /// Steps in real time until `stop` is cancelled; for a clock that runs, at any speed. Actions overlap, as deliveries
    /// of a vendor do.
    pub async fn run(&self, stop: CancellationToken) {
        let places = Arc::new(Semaphore::new(DELIVERIES_MAX));
        while !stop.is_cancelled() {
            let now = self.world.now();
            let (due, next_due) = {
                let mut state = self.world.look();
                (state.agenda.take_due(now), state.agenda.next_due())
            };
            if let Some((number, action)) = due {
                let place = places.clone().acquire_owned().await;
                let world = self.world.clone();
                tokio::spawn(async move {
                    world.perform(action).await;
                    world.lock().agenda.put_down(number);
                    drop(place);
                });
                continue;
            }
            let wait = next_due.map_or(LOOK, |due| {
                Duration::try_from(due.duration_since(now)).unwrap_or(Duration::ZERO).min(LOOK)
            });
            tokio::select! {
                () = stop.cancelled() => {}
                () = self.world.changed.notified() => {}
                () = tokio::time::sleep(wait) => {}
            }
        }
    }

    /// The account's auth token is replaced: webhooks are signed with the new one from now on, the old one opens nothing.
    pub fn rotate_twilio_auth_token(&self, token: &str) {
        self.world.lock().twilio.rotated_auth_token = Some(token.to_owned());
    }

    /// Orders something to go wrong.
    pub fn order(&self, order: Order) {
        self.world.lock().faults.order(order);
    }

    /// The phone of the person with this address: `whatsapp:+…`, or a number, or a business-scoped id.
    #[must_use]
    pub fn person(&self, address: &str) -> Person<'_> {
        Person::new(&self.world, address)
    }

    /// A provider rings our voice number; returns the SID of the call.
    ///
    /// # Errors
    /// What is wrong with the order.
    pub fn provider_calls(&self, ring: impl Into<Ring>) -> Result<String, String> {
        twilio::provider_calls(&self.world, ring.into())
    }

    /// What happened after entry number `seq`.
    #[must_use]
    pub fn entries_since(&self, seq: u64) -> Vec<Entry> {
        self.world.lock().timeline.since(seq).to_vec()
    }
}

/// Where a vendor listened in the last run may be somebody else's by now.
async fn bind(address: std::net::SocketAddr, kept: bool) -> Result<(TcpListener, String), Error> {
    let failed = |source| Error::Listen { address, source };
    let bound = match TcpListener::bind(address).await {
        Err(_) if kept => TcpListener::bind((address.ip(), 0)).await,
        bound => bound,
    };
    let listener = bound.map_err(failed)?;
    let url = format!("http://{}", listener.local_addr().map_err(failed)?);
    Ok((listener, url))
}

fn serve(listener: TcpListener, router: Router, stop: &CancellationToken) {
    let stop = stop.clone();
    tokio::spawn(async move {
        let served = axum::serve(listener, router).with_graceful_shutdown(stop.cancelled_owned());
        if let Err(error) = served.await {
            tracing::error!(%error, "a simulated vendor stopped serving");
        }
    });
}
