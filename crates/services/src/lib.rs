//! What Vocero does: every rule that needs a database, a clock or a vendor to be carried out.
//!
//! One way round: something happens and is stored as an event; [`orchestrator`] lets `domain` decide and stores what
//! is wanted; [`worker`] carries it out and stores what came of it. Nothing here knows HTTP or SQL.

pub mod calendar;
pub mod caller;
pub mod directory;
pub mod email;
pub mod erasure;
pub mod export;
pub mod intent;
mod job;
pub mod journal;
pub mod mail;
pub mod orchestrator;
mod own_calendar;
pub mod retention;
pub mod settings;
pub mod sweep;
pub mod transcription;
pub mod whatsapp;
pub mod words;
pub mod worker;

use std::sync::Arc;

use data::{Data, Share};
use domain::clock::Clock;
use own_calendar::CalendarReader;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

pub use caller::Caller;
pub use directory::Directory;
pub use email::Email;
pub use erasure::Erasure;
pub use intent::Intent;
pub use orchestrator::Orchestrator;
pub use retention::Retention;
pub use settings::{Newcomers, Settings};
pub use sweep::Sweep;
pub use transcription::Transcription;
pub use whatsapp::WhatsApp;
pub use worker::Worker;

/// What every service stands on.
#[derive(Clone)]
pub(crate) struct Ground {
    pub(crate) data: Data,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) settings: Arc<Settings>,
    /// Rung when there may be something to do. Only saves time: workers look on a timer as well.
    pub(crate) bell: Arc<Notify>,
}

impl Ground {
    fn over(&self, share: Share) -> Self {
        Self { data: self.data.share(share), ..self.clone() }
    }
}

/// The vendors' clients. Where mail is `None`, nothing is mailed and nobody is asked for an address.
pub struct Clients {
    pub twilio: vendors::twilio::Twilio,
    pub elevenlabs: vendors::elevenlabs::ElevenLabs,
    pub resend: Option<vendors::resend::Resend>,
    /// `None` reads by the rules alone.
    pub llm: Option<vendors::llm::Llm>,
    /// `None` looks nobody up: people give numbers.
    pub places: Option<vendors::places::Places>,
    /// Of people who gave theirs.
    pub calendars: vendors::calendars::Calendars,
}

/// All services, cheap to clone.
#[derive(Clone)]
pub struct Services {
    pub whatsapp: WhatsApp,
    pub caller: Caller,
    pub email: Email,
    pub orchestrator: Orchestrator,
    pub worker: Worker,
    pub sweep: Sweep,
    pub erasure: Erasure,
    pub retention: Retention,
    ground: Ground,
}

impl Services {
    #[must_use]
    pub fn new(data: Data, clock: Arc<dyn Clock>, settings: Settings, clients: Clients) -> Self {
        let ground =
            Ground { data, clock, settings: Arc::new(settings), bell: Arc::new(Notify::new()) };
        let Clients { twilio, elevenlabs, resend, llm, places, calendars } = clients;
        let (twilio, elevenlabs) = (Arc::new(twilio), Arc::new(elevenlabs));
        let callers = |ground: &Ground| {
            Caller::new(ground.clone(), Arc::clone(&twilio), Arc::clone(&elevenlabs))
        };
        let resend = resend.map(Arc::new);
        let orchestrator = Orchestrator::new(ground.clone());
        let whatsapp = WhatsApp::new(ground.clone(), Arc::clone(&twilio));
        let email = Email::new(ground.clone(), resend.clone());
        let caller = callers(&ground.over(Share::Tools));
        let sweep = Sweep::new(
            ground.clone(),
            whatsapp.clone(),
            callers(&ground),
            Arc::clone(&twilio),
            Arc::clone(&elevenlabs),
        );
        let work = ground.over(Share::Workers);
        let erasure = Erasure::new(work.clone(), Arc::clone(&twilio), Arc::clone(&elevenlabs));
        let worker = Worker {
            ground: work.clone(),
            orchestrator: Orchestrator::new(work.clone()),
            whatsapp: WhatsApp::new(work.clone(), Arc::clone(&twilio)),
            caller: callers(&work),
            email: Email::new(work, resend),
            transcription: Transcription::new(Arc::clone(&twilio), Arc::clone(&elevenlabs)),
            intent: Intent::new(llm.map(Arc::new)).sparing(Arc::clone(&ground.clock)),
            directory: Directory::new(places.map(Arc::new)),
            erasure: erasure.clone(),
            calendars: CalendarReader::new(Arc::new(calendars)),
        };
        let retention = Retention::new(ground.over(Share::Workers));
        Self { whatsapp, caller, email, orchestrator, worker, sweep, erasure, retention, ground }
    }

    /// Looks at what happened without us, then works until told to stop: nothing is dialled before.
    pub async fn work(&self, stop: CancellationToken) {
        tokio::select! {
            () = stop.cancelled() => return,
            () = self.sweep.first() => {}
        }
        tokio::join!(
            self.worker.run(stop.clone()),
            self.erasure.run(stop.clone()),
            self.sweep.run(stop.clone()),
            self.retention.run(stop)
        );
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`Error::Storage`] when it doesn't.
    pub async fn ready(&self) -> Result<(), Error> {
        Ok(self.ground.data.ping().await?)
    }
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing was stored: the sender may try again.
    #[error("storage: {0}")]
    Storage(#[from] data::Error),
    /// The credentials of a call are not those of any call.
    #[error("no such call")]
    NoSuchCall,
    /// The call that a tool speaks for is over.
    #[error("the call is over")]
    CallOver,
    /// Arguments that the agent can mend; the text is for it.
    #[error("{0}")]
    BadArguments(&'static str),
    /// A body that is not what the vendor documents.
    #[error("unreadable body")]
    Unreadable,
    /// Genuine, and not ours: another agent's, another account's.
    #[error("not ours")]
    NotOurs,
}
