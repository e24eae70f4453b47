//! A town to work in: the simulated vendors, and the program connected to them, in one process.
//!
//! The program does not know: it is configured by the same settings, verifies the same signatures and makes the same
//! requests as it would with the vendors themselves.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use domain::clock::{Clock, ManualClock};
use jiff::{SignedDuration, Timestamp};
use sandbox::Sandbox;
use sandbox::mind::Mind;
use sandbox::options::Options;
use secrecy::ExposeSecret;
use services::Services;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use town::clock::TownClock;
use vendors::llm::Llm;

use crate::agent::{self, Told};
use crate::config::{LlmProvider, Need, Refused, ResponseFormat, Settings};
use crate::program::{self, Program, elevenlabs_client, llm_client};

/// How the sandbox's drawer names a setting that must be kept.
const KEPT_SETTING: &str = "setting:";

const LLM_BASE_URL: &str = "LLM_BASE_URL";

/// How a town keeps time.
#[derive(Debug, Clone)]
pub enum Time {
    /// It runs. Whoever opens the town lets the worker work; what the vendors know is kept in a file, if there is one.
    Runs(Arc<TownClock>, Option<PathBuf>),
    /// It stands still at this moment, until it is moved.
    StandsAt(Timestamp),
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Sandbox(#[from] sandbox::Error),
    #[error("cannot listen on {address}: {source}")]
    Listen { address: SocketAddr, source: std::io::Error },
    #[error("the sandbox's settings are refused: {0}")]
    Settings(#[from] Refused),
    #[error("the sandbox refuses the agent: {0}")]
    Agent(#[from] agent::Error),
    #[error(transparent)]
    Program(#[from] program::Error),
    #[error("{0}")]
    Vendor(#[from] vendors::Misconfigured),
}

pub struct Town {
    pub sandbox: Arc<Sandbox>,
    pub program: Program,
    pub settings: Settings,
    clock: Arc<dyn Clock>,
    manual: Option<Arc<ManualClock>>,
    stop: CancellationToken,
}

impl Town {
    /// Starts the vendors, pushes the agent to them, and starts the program at `bind`. `overrides` are settings by
    /// their names. A model among them is asked by way of the simulated one, and plays the voice agent opposite whoever
    /// plays a provider.
    ///
    /// # Errors
    /// [`Error`]
    pub async fn open(
        database_url: &str,
        bind: SocketAddr,
        time: Time,
        overrides: &[(&str, &str)],
        pages: impl FnOnce(&Arc<Sandbox>, &Services) -> Router,
    ) -> Result<Self, Error> {
        let (clock, manual, running, keep_in): (Arc<dyn Clock>, _, _, _) = match time {
            Time::Runs(clock, keep_in) => (Arc::clone(&clock) as _, None, Some(clock), keep_in),
            Time::StandsAt(start) => {
                let manual = Arc::new(ManualClock::at(start));
                (Arc::clone(&manual) as _, Some(manual), None, None)
            }
        };
        let sandbox_clock = Arc::clone(&clock);
        let sandbox = Sandbox::start(Options {
            keep_in,
            notes_requests: running.is_some(),
            ..Options::new(Arc::new(move || sandbox_clock.now()))
        })
        .await?;
        if let Some(running) = &running {
            town::set_clock(running, &sandbox);
        }
        let listener = TcpListener::bind(bind)
            .await
            .map_err(|source| Error::Listen { address: bind, source })?;
        let address =
            listener.local_addr().map_err(|source| Error::Listen { address: bind, source })?;
        let public_url = format!("http://{address}");
        sandbox.connect(&public_url);
        let mut environment =
            environment(&sandbox, database_url, &address.to_string(), &public_url);
        environment.extend(
            overrides.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        );
        let base_url = overrides.iter().find(|(name, _)| *name == LLM_BASE_URL);
        if let Some((_, base_url)) = base_url {
            sandbox.world().pass_models_on_to(base_url);
            let has_version = environment.get("LLM_PROVIDER").is_some_and(|it| it == "openai");
            let ours = format!("{}{}", sandbox.llm_url(), if has_version { "/v1" } else { "" });
            environment.insert(LLM_BASE_URL.to_owned(), ours);
        }
        let environment = kept_agent(&sandbox, environment).await?;
        let settings = Settings::from_places(&environment, Need::Serve)?;
        if let Some(llm) = llm_client(&settings)? {
            sandbox.think_with(mind(llm));
        }
        let sandbox = Arc::new(sandbox);
        let pages = |services: &Services| pages(&sandbox, services);
        let program = Program::start(&settings, Arc::clone(&clock), listener, pages, false).await?;
        let stop = CancellationToken::new();
        if running.is_some() {
            let (sandbox, stop) = (Arc::clone(&sandbox), stop.clone());
            tokio::spawn(async move { sandbox.run(stop).await });
        }
        Ok(Self { sandbox, program, settings, clock, manual, stop })
    }

    /// Where the program is reached.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.program.address)
    }

    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// One thing that is due, at the vendors or here. `false` when nothing is.
    ///
    /// # Errors
    /// Of the database.
    pub async fn step(&self) -> Result<bool, services::Error> {
        if self.program.services.worker.settle().await? {
            return Ok(true);
        }
        Ok(self.sandbox.step().await)
    }

    /// When the next thing is due, at the vendors or here.
    ///
    /// # Errors
    /// Of the database.
    pub async fn next_due(&self) -> Result<Option<Timestamp>, services::Error> {
        let ours = self.program.services.worker.next_due().await?;
        Ok([ours, self.sandbox.next_due()].into_iter().flatten().min())
    }

    /// Moves a standing clock on.
    pub fn advance_to(&self, when: Timestamp) {
        if let Some(clock) = &self.manual {
            clock.advance_to(when);
        }
    }

    /// Works until nothing is due, moving the clock on to whatever comes within `patience`.
    ///
    /// # Errors
    /// Of the database.
    pub async fn settle(&self, patience: SignedDuration) -> Result<(), services::Error> {
        loop {
            while self.step().await? {}
            let latest = self.now().saturating_add(patience).unwrap_or(Timestamp::MAX);
            match self.next_due().await? {
                Some(next) if next <= latest => self.advance_to(next),
                _ => return Ok(()),
            }
        }
    }

    /// Ends the program and the vendors.
    pub async fn close(self) {
        self.program.stop().await;
        self.stop.cancel();
        self.sandbox.close().await;
    }
}

/// The model as the simulated voice agent asks it.
fn mind(llm: Llm) -> Mind {
    let llm = Arc::new(llm);
    Mind::new(move |question| {
        let llm = Arc::clone(&llm);
        async move {
            let answer =
                llm.extract(&question.system, &question.user, "next_step", &question.schema).await;
            answer.map(|answer| answer.value).map_err(|error| error.to_string())
        }
    })
}

/// The settings of a model, by their names, for a town that is to have it. None when none is set.
#[must_use]
pub fn model_settings(settings: &Settings) -> Vec<(&'static str, String)> {
    let llm = &settings.llm;
    let provider = match llm.provider {
        LlmProvider::OpenAi => "openai",
        LlmProvider::Anthropic => "anthropic",
        LlmProvider::Rules => return Vec::new(),
    };
    let format = match llm.response_format {
        ResponseFormat::JsonSchema => "json_schema",
        ResponseFormat::JsonObject => "json_object",
        ResponseFormat::None => "none",
    };
    vec![
        ("LLM_PROVIDER", provider.to_owned()),
        ("LLM_API_KEY", llm.api_key.expose_secret().to_owned()),
        (LLM_BASE_URL, llm.base_url.clone()),
        ("LLM_MODEL", llm.model.clone()),
        ("LLM_RESPONSE_FORMAT", format.to_owned()),
        ("LLM_TIMEOUT_SECONDS", llm.timeout.as_secs().to_string()),
    ]
}

/// What an operator of the sandbox would set.
#[must_use]
pub fn environment(
    sandbox: &Sandbox,
    database_url: &str,
    bind: &str,
    public_url: &str,
) -> BTreeMap<String, String> {
    let keys = sandbox.credentials();
    let media = sandbox.media_url().trim_start_matches("http://");
    let model_url = format!("{}/v1", sandbox.llm_url());
    let settings = [
        ("DATABASE_URL", database_url),
        ("VOCERO_BIND", bind),
        ("VOCERO_PUBLIC_URL", public_url),
        ("VOCERO_CONSOLE_PASSWORD", "sandbox-console-password"),
        // The cast is at work every day.
        ("VOCERO_CALL_DAYS", "mon-sun"),
        ("VOCERO_CALL_HOLIDAYS", "true"),
        ("TWILIO_ACCOUNT_SID", &keys.twilio_account_sid),
        ("TWILIO_AUTH_TOKEN", &keys.twilio_auth_token),
        ("TWILIO_API_KEY_SID", &keys.twilio_api_key_sid),
        ("TWILIO_API_KEY_SECRET", &keys.twilio_api_key_secret),
        ("TWILIO_WHATSAPP_FROM", &keys.twilio_whatsapp_from),
        ("TWILIO_VOICE_FROM", &keys.twilio_voice_from),
        ("TWILIO_BASE_URL", sandbox.twilio_url()),
        ("TWILIO_MEDIA_HOSTS", media),
        ("ELEVENLABS_API_KEY", &keys.elevenlabs_api_key),
        ("ELEVENLABS_TOOL_SECRET", &keys.elevenlabs_tool_secret),
        ("ELEVENLABS_BASE_URL", sandbox.elevenlabs_url()),
        ("RESEND_API_KEY", &keys.resend_api_key),
        ("RESEND_FROM", &keys.resend_from),
        ("RESEND_WEBHOOK_SECRET", &keys.resend_webhook_secret),
        ("RESEND_BASE_URL", sandbox.resend_url()),
        ("LLM_API_KEY", &keys.llm_api_key),
        ("LLM_BASE_URL", &model_url),
        ("LLM_MODEL", "sandbox"),
        ("GOOGLE_PLACES_API_KEY", &keys.places_api_key),
        ("GOOGLE_PLACES_BASE_URL", sandbox.places_url()),
    ];
    settings.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// The settings of the agent that the sandbox has from the last run, pushed again, or of a new one.
async fn kept_agent(
    sandbox: &Sandbox,
    mut environment: BTreeMap<String, String>,
) -> Result<BTreeMap<String, String>, Error> {
    let drawer = sandbox.world().look().drawer.clone();
    let kept = drawer.iter().filter_map(|(name, value)| {
        Some((name.strip_prefix(KEPT_SETTING)?.to_owned(), value.clone()))
    });
    environment.extend(kept);
    let given = environment.clone();
    let pushed = push_agent(environment).await?;
    let drawer = &mut sandbox.world().lock().drawer;
    for (name, value) in pushed.iter().filter(|(name, value)| given.get(*name) != Some(*value)) {
        drawer.insert(format!("{KEPT_SETTING}{name}"), value.clone());
    }
    Ok(pushed)
}

/// Does what `vocero agent push` does: the environment with what must be kept.
///
/// # Errors
/// [`Error`]
pub async fn push_agent(
    mut environment: BTreeMap<String, String>,
) -> Result<BTreeMap<String, String>, Error> {
    let settings = Settings::from_places(&environment, Need::Agent)?;
    let client = elevenlabs_client(&settings)?;
    let mut keep = Vec::new();
    agent::push(&client, &settings, &mut |told| {
        if let Told::Keep(name, value) = told {
            keep.push((name.to_owned(), value));
        }
    })
    .await?;
    environment.extend(keep);
    Ok(environment)
}
