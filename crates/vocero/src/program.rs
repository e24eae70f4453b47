//! The parts put together: database, clients, services, webhooks, worker.

use std::future::IntoFuture;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use api::{App, Keys, Metrics};
use axum::Router;
use data::Data;
use domain::clock::Clock;
use domain::phone::PhoneNumber;
use jiff::SignedDuration;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use secrecy::{ExposeSecret, SecretString};
use services::{Clients, Newcomers, Services};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use vendors::calendars::{CalendarLimits, Calendars};
use vendors::places::{self, Places};
use vendors::twilio::MediaLimits;
use vendors::{elevenlabs, llm, resend, twilio};

use crate::config::{LlmProvider, ResponseFormat, Settings};

/// For one exchange with a vendor; a request with an effect counts as unknown after this.
const VENDOR_TIMEOUT: Duration = Duration::from_secs(10);
/// Somebody waits in the chat.
const SEARCH_TIMEOUT: Duration = Duration::from_secs(6);

/// While somebody on the phone listens to silence.
const REGISTER_TIMEOUT: Duration = Duration::from_secs(4);

const TRANSCRIBE_TIMEOUT: Duration = Duration::from_secs(60);

const MODEL_TOKENS_MAX: u32 = 1500;

/// ElevenLabs Scribe.
const SPEECH_MODEL: &str = "scribe_v2";

/// Commands carried out at a time.
const PARALLEL: usize = 16;

/// After "stop", what is in hand gets this long.
const GRACE: Duration = Duration::from_secs(25);

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the database can't be used: {0}")]
    Data(#[from] data::Error),
    #[error("{0}")]
    Vendor(#[from] vendors::Misconfigured),
    #[error("TWILIO_VOICE_FROM is not a valid number")]
    VoiceFrom,
    #[error("cannot listen on {address}: {source}")]
    Listen { address: SocketAddr, source: std::io::Error },
}

/// A running program. Dropping it stops it without grace.
pub struct Program {
    pub services: Services,
    pub address: SocketAddr,
    pub data: Data,
    stop: CancellationToken,
    server: JoinHandle<()>,
    worker: Option<JoinHandle<()>>,
}

impl Program {
    /// Opens and migrates the database, and serves webhooks at `listener`. `work` starts the worker; without it,
    /// whoever holds the program lets it work step by step.
    ///
    /// # Errors
    /// [`Error`], with what to mend.
    pub async fn start(
        settings: &Settings,
        clock: Arc<dyn Clock>,
        listener: TcpListener,
        pages: impl FnOnce(&Services) -> Router,
        work: bool,
    ) -> Result<Self, Error> {
        let address = listener
            .local_addr()
            .map_err(|source| Error::Listen { address: settings.bind, source })?;
        let data = Data::open(settings.database_url.expose_secret()).await?;
        data.migrate().await?;
        let services = services(settings, data.clone(), Arc::clone(&clock))?;
        let pages = pages(&services);
        let app = App {
            services: services.clone(),
            keys: Arc::new(keys(settings)),
            clock,
            metrics: recorder(),
        };
        let stop = CancellationToken::new();
        let routes =
            api::router(app).merge(pages).into_make_service_with_connect_info::<SocketAddr>();
        let serving =
            axum::serve(listener, routes).with_graceful_shutdown(stop.clone().cancelled_owned());
        let server = tokio::spawn(async move {
            if let Err(error) = serving.into_future().await {
                tracing::error!(%error, "the web server ended");
            }
        });
        let worker = work.then(|| {
            let (services, stop) = (services.clone(), stop.clone());
            tokio::spawn(async move { services.work(stop).await })
        });
        Ok(Self { services, address, data, stop, server, worker })
    }

    /// Comes back when the worker has ended unasked, which it never should: the webhooks alone book nothing.
    pub async fn broken(&mut self) {
        match &mut self.worker {
            Some(worker) => {
                let ended = worker.await;
                tracing::error!(?ended, "the worker has ended");
                self.worker = None;
            }
            None => std::future::pending().await,
        }
    }

    /// Takes no new work, finishes what is in hand, and ends; within 30 s at most.
    pub async fn stop(mut self) {
        self.stop.cancel();
        if let Some(worker) = self.worker.take()
            && tokio::time::timeout(GRACE, worker).await.is_err()
        {
            tracing::warn!("work in hand was cut off; it is found again at the next start");
        }
        if tokio::time::timeout(Duration::from_secs(3), &mut self.server).await.is_err() {
            self.server.abort();
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// All services on these tables, with the vendors of the settings.
///
/// # Errors
/// [`Error`], with what to mend.
pub fn services(settings: &Settings, data: Data, clock: Arc<dyn Clock>) -> Result<Services, Error> {
    Ok(Services::new(data, clock, for_services(settings)?, clients(settings)?))
}

fn for_services(settings: &Settings) -> Result<services::Settings, Error> {
    Ok(services::Settings {
        public_url: settings.public_url.clone(),
        whatsapp_from: settings.twilio.whatsapp_from.clone(),
        voice_from: PhoneNumber::parse(&settings.twilio.voice_from, &settings.region)
            .map_err(|_| Error::VoiceFrom)?,
        agent_id: settings.elevenlabs.agent_id.clone(),
        call_secret: settings.elevenlabs.tool_secret.clone(),
        mail_from: settings.resend.from.clone(),
        templates: settings.twilio.templates.clone(),
        newcomers: Newcomers {
            language: settings.language,
            zone: settings.zone.clone(),
            region: settings.region.clone(),
        },
        policy: settings.policy.clone(),
        caps: settings.caps,
        pause_patience: SignedDuration::from_secs(i64::from(settings.pause_patience_s)),
        ring_timeout_s: u16::try_from(settings.ring_s).unwrap_or(u16::MAX),
        time_limit_s: settings.call_s_max,
        lease: SignedDuration::from_secs(i64::from(settings.lease_s)),
        sweep_every: Duration::from_secs(settings.sweep_s.into()),
        keep_texts_days: settings.retention_days,
        redial_after_unknown: true,
        worker: settings.worker_id.clone(),
        parallel: PARALLEL,
        speech_model: SPEECH_MODEL.to_owned(),
    })
}

/// A carrier on this very machine, without TLS, is the sandbox's.
fn is_sandbox(settings: &Settings) -> bool {
    let base = settings.twilio.base_url.as_str();
    ["http://127.0.0.1:", "http://localhost:", "http://[::1]:"]
        .iter()
        .any(|it| base.starts_with(it))
}

fn clients(settings: &Settings) -> Result<Clients, Error> {
    Ok(Clients {
        twilio: twilio_client(settings)?,
        elevenlabs: elevenlabs_client(settings)?,
        resend: resend_client(settings)?,
        llm: llm_client(settings)?,
        places: places_client(settings)?,
        calendars: Calendars::new(CalendarLimits {
            on_this_machine_too: is_sandbox(settings),
            ..CalendarLimits::default()
        })?,
    })
}

pub fn twilio_client(settings: &Settings) -> Result<twilio::Twilio, vendors::Misconfigured> {
    let set = &settings.twilio;
    let credentials = if is_set(&set.api_key_secret) {
        twilio::Credentials::ApiKey {
            sid: set.api_key_sid.clone(),
            secret: set.api_key_secret.clone(),
        }
    } else {
        twilio::Credentials::AuthToken(set.auth_token.clone())
    };
    twilio::Twilio::new(twilio::Settings {
        base_url: set.base_url.clone(),
        account_sid: set.account_sid.clone(),
        credentials,
        timeout: VENDOR_TIMEOUT,
        media: MediaLimits { hosts: set.media_hosts.clone(), ..MediaLimits::default() },
    })
}

pub fn elevenlabs_client(
    settings: &Settings,
) -> Result<elevenlabs::ElevenLabs, vendors::Misconfigured> {
    elevenlabs::ElevenLabs::new(elevenlabs::Settings {
        base_url: settings.elevenlabs.base_url.clone(),
        api_key: settings.elevenlabs.api_key.clone(),
        timeout: VENDOR_TIMEOUT,
        register_timeout: REGISTER_TIMEOUT,
        transcribe_timeout: TRANSCRIBE_TIMEOUT,
    })
}

pub fn resend_client(
    settings: &Settings,
) -> Result<Option<resend::Resend>, vendors::Misconfigured> {
    let set = &settings.resend;
    if !is_set(&set.api_key) {
        return Ok(None);
    }
    let (base_url, api_key) = (set.base_url.clone(), set.api_key.clone());
    resend::Resend::new(resend::Settings { base_url, api_key, timeout: VENDOR_TIMEOUT }).map(Some)
}

pub fn llm_client(settings: &Settings) -> Result<Option<llm::Llm>, vendors::Misconfigured> {
    let set = &settings.llm;
    let dialect = match set.provider {
        LlmProvider::OpenAi => llm::Dialect::OpenAi,
        LlmProvider::Anthropic => llm::Dialect::Anthropic,
        LlmProvider::Rules => return Ok(None),
    };
    let response_mode = match set.response_format {
        ResponseFormat::JsonSchema => llm::ResponseMode::JsonSchema,
        ResponseFormat::JsonObject => llm::ResponseMode::JsonObject,
        ResponseFormat::None => llm::ResponseMode::None,
    };
    let client = llm::Llm::new(llm::Settings {
        dialect,
        base_url: set.base_url.clone(),
        api_key: set.api_key.clone(),
        model: set.model.clone(),
        response_mode,
        max_tokens: MODEL_TOKENS_MAX,
        timeout: set.timeout,
    })?;
    Ok(Some(client))
}

pub fn places_client(settings: &Settings) -> Result<Option<Places>, vendors::Misconfigured> {
    let set = &settings.places;
    if !is_set(&set.api_key) {
        return Ok(None);
    }
    let (base_url, api_key) = (set.base_url.clone(), set.api_key.clone());
    Places::new(places::Settings { base_url, api_key, timeout: SEARCH_TIMEOUT }).map(Some)
}

fn keys(settings: &Settings) -> Keys {
    let present = |secrets: &[&SecretString]| {
        secrets
            .iter()
            .filter(|secret| is_set(secret))
            .map(|&secret| secret.clone())
            .collect::<Vec<_>>()
    };
    Keys {
        public_url: settings.public_url.clone(),
        account_sid: settings.twilio.account_sid.clone(),
        twilio_tokens: present(&[
            &settings.twilio.auth_token,
            &settings.twilio.auth_token_secondary,
        ]),
        elevenlabs_webhook: present(&[&settings.elevenlabs.webhook_secret]),
        elevenlabs_tool: present(&[&settings.elevenlabs.tool_secret]),
        resend_webhook: present(&[&settings.resend.webhook_secret]),
    }
}

fn is_set(secret: &SecretString) -> bool {
    !secret.expose_secret().is_empty()
}

/// The recorder is one for the process: several programs in one process (tests) count together.
fn recorder() -> Metrics {
    static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    let handle = RECORDER.get_or_init(|| PrometheusBuilder::new().install_recorder().ok()).clone();
    Metrics(Arc::new(move || handle.as_ref().map(PrometheusHandle::render).unwrap_or_default()))
}
