//! Settings: what an operator decides, from the environment over a TOML file over `config.default.toml`.
//!
//! One name everywhere: a setting is called the same in the environment, in a file and in a complaint. All that is
//! wrong is said at once. This module never looks whether a value works at a vendor: that is `doctor`'s.
//!
//! Invariant: no `Debug` and no complaint shows a secret, and none of them has a default.

mod explained;
mod limits;
mod places;
mod problem;
mod reader;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use data::Caps;
use domain::appointment::{Policy, Voicemail};
use domain::ids::CommandId;
use domain::language::Language;
use secrecy::{ExposeSecret, SecretString};

pub use explained::DEFAULTS;
pub use limits::amount;
pub use problem::{Problem, Refused};
use reader::Reader;

/// What a command can't do without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Defaults will do: the sandbox, work on the database alone.
    Nothing,
    /// The voice platform and our own address: the agent as code.
    Agent,
    /// Everything: real messages, real calls.
    Serve,
}

/// Text settings that are not set are empty.
#[derive(Debug, Clone)]
pub struct Settings {
    /// May carry a password.
    pub database_url: SecretString,
    pub bind: SocketAddr,
    /// Scheme, host and port if any, without a slash at the end.
    pub public_url: String,
    pub console_password: SecretString,
    pub worker_id: String,
    pub log: String,
    pub lease_s: u32,
    pub sweep_s: u32,
    /// 0 keeps texts for ever.
    pub retention_days: u32,
    pub ring_s: u32,
    pub call_s_max: u32,
    pub policy: Policy,
    pub caps: Caps,
    /// Of all prices and caps, for people to read.
    pub currency: String,
    pub pause_patience_s: u32,
    pub language: Language,
    /// IANA time zone.
    pub zone: String,
    /// ISO 3166-1 alpha-2.
    pub region: String,
    pub twilio: Twilio,
    pub elevenlabs: ElevenLabs,
    pub resend: Resend,
    pub llm: Llm,
    pub places: Places,
}

#[derive(Debug, Clone)]
pub struct Twilio {
    pub account_sid: String,
    pub auth_token: SecretString,
    pub auth_token_secondary: SecretString,
    pub api_key_sid: String,
    pub api_key_secret: SecretString,
    /// `whatsapp:+…`.
    pub whatsapp_from: String,
    /// E.164.
    pub voice_from: String,
    pub base_url: String,
    /// Content SIDs.
    pub templates: BTreeMap<Language, String>,
    pub media_hosts: Vec<String>,
}

#[derive(Debug, Clone)]
pub struct ElevenLabs {
    pub api_key: SecretString,
    pub agent_id: String,
    pub webhook_secret: SecretString,
    pub tool_secret: SecretString,
    pub voices: BTreeMap<Language, String>,
    pub base_url: String,
}

#[derive(Debug, Clone)]
pub struct Resend {
    pub api_key: SecretString,
    pub from: String,
    pub webhook_secret: SecretString,
    pub base_url: String,
}

#[derive(Debug, Clone)]
pub struct Llm {
    pub provider: LlmProvider,
    pub api_key: SecretString,
    pub base_url: String,
    pub model: String,
    pub response_format: ResponseFormat,
    /// For an answer, second tries included.
    pub timeout: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LlmProvider {
    OpenAi,
    Anthropic,
    Rules,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResponseFormat {
    JsonSchema,
    JsonObject,
    None,
}

#[derive(Debug, Clone)]
pub struct Places {
    pub api_key: SecretString,
    pub base_url: String,
}

impl Settings {
    /// Reads the environment of this process and its settings file.
    ///
    /// # Errors
    /// [`Refused`] with everything that is missing for `need` or wrong.
    pub fn load(need: Need) -> Result<Self, Refused> {
        Self::from_places(&environment(), need)
    }

    /// The same with a given environment; the files are those that it names.
    ///
    /// # Errors
    /// As [`Self::load`].
    pub fn from_places(
        environment: &BTreeMap<String, String>,
        need: Need,
    ) -> Result<Self, Refused> {
        let (values, problems) = places::gather(environment)?;
        let mut reader = Reader::new(values, problems);
        let settings = read(&mut reader);
        require(&mut reader, need, settings.llm.provider);
        reader.finish(settings)
    }

    /// Whether any vendor is set up at all: if not, only the sandbox makes sense.
    #[must_use]
    pub fn names_a_vendor(&self) -> bool {
        let texts = [&self.twilio.account_sid, &self.elevenlabs.agent_id, &self.resend.from];
        let secrets = [
            &self.twilio.auth_token,
            &self.twilio.api_key_secret,
            &self.elevenlabs.api_key,
            &self.resend.api_key,
            &self.llm.api_key,
            &self.places.api_key,
        ];
        texts.iter().any(|text| !text.is_empty())
            || secrets.iter().any(|secret| !secret.expose_secret().is_empty())
            || self.llm.provider != LlmProvider::Rules
    }
}

/// The environment of this process, as far as it is text.
#[must_use]
pub fn environment() -> BTreeMap<String, String> {
    let text = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
        Some((name.into_string().ok()?, value.into_string().ok()?))
    };
    std::env::vars_os().filter_map(text).collect()
}

fn read(from: &mut Reader) -> Settings {
    let bind = from.read("VOCERO_BIND", "an address and a port, such as 127.0.0.1:8080", |text| {
        text.parse().ok()
    });
    let worker_id = from.text("VOCERO_WORKER_ID");
    let call_s_max = from.whole("VOCERO_CALL_SECONDS_MAX", 60..=7200);
    let twilio = twilio(from);
    let places = Places {
        api_key: from.secret("GOOGLE_PLACES_API_KEY"),
        base_url: from.base_url("GOOGLE_PLACES_BASE_URL"),
    };
    let search = !places.api_key.expose_secret().is_empty();
    let caps = limits::caps(from, call_s_max);
    let currency =
        from.read("VOCERO_CURRENCY", "a currency of three letters, such as USD", |text| {
            let letters = text.len() == 3 && text.bytes().all(|it| it.is_ascii_alphabetic());
            letters.then(|| text.to_ascii_uppercase())
        });
    Settings {
        database_url: from.read_secret(
            "DATABASE_URL",
            "sqlite://… or postgres://…",
            is_database_url,
        ),
        bind,
        public_url: from.public_url("VOCERO_PUBLIC_URL", bind),
        console_password: from.secret("VOCERO_CONSOLE_PASSWORD"),
        worker_id: if worker_id.is_empty() { CommandId::fresh().to_string() } else { worker_id },
        log: from.text("VOCERO_LOG"),
        lease_s: from.whole("VOCERO_LEASE_SECONDS", 5..=600),
        retention_days: from.whole("VOCERO_RETENTION_DAYS", 0..=36_500),
        sweep_s: from.whole("VOCERO_SWEEP_SECONDS", 60..=3600),
        ring_s: from.whole("VOCERO_RING_SECONDS", 5..=600),
        call_s_max,
        policy: Policy {
            own_numbers: limits::own_numbers(&twilio),
            search,
            minute_price: caps.minute_price,
            currency: currency.clone(),
            ..policy(from)
        },
        caps,
        currency,
        pause_patience_s: from.whole("VOCERO_PAUSE_PATIENCE_SECONDS", 0..=3600),
        language: from.read("VOCERO_LANGUAGE", "en, es or pt", Language::from_tag),
        zone: from.read("VOCERO_TIME_ZONE", "an IANA time zone, such as Europe/Madrid", time_zone),
        region: from.read("VOCERO_REGION", "a country of two letters, such as ES", country),
        twilio,
        elevenlabs: elevenlabs(from),
        resend: resend(from),
        llm: llm(from),
        places,
    }
}

fn policy(from: &mut Reader) -> Policy {
    Policy {
        calls_max: from.whole("VOCERO_CALLS_MAX", 1..=20),
        hours: from.read(
            "VOCERO_CALL_HOURS",
            "two times of a day, such as 09:00-19:00",
            reader::hours,
        ),
        days: from.read(
            "VOCERO_CALL_DAYS",
            "days of the week, such as mon-sat or mon,wed,fri",
            reader::days,
        ),
        on_holidays: from.read("VOCERO_CALL_HOLIDAYS", "true or false", |text| text.parse().ok()),
        busy_retry_s: from.whole("VOCERO_RETRY_BUSY_SECONDS", 60..=86_400),
        no_answer_retry_s: from.whole("VOCERO_RETRY_NO_ANSWER_SECONDS", 60..=604_800),
        question_s: from.whole("VOCERO_QUESTION_SECONDS", 10..=600),
        offer_s: from.whole("VOCERO_OFFER_SECONDS", 60..=604_800),
        cut_off_retry_s: from.whole("VOCERO_RETRY_CUT_OFF_SECONDS", 0..=3600),
        get_back_s: from.whole("VOCERO_GET_BACK_SECONDS", 600..=604_800),
        voicemail: from.read("VOCERO_VOICEMAIL", "hang_up or message", |text| match text {
            "hang_up" => Some(Voicemail::HangUp),
            "message" => Some(Voicemail::LeaveMessage),
            _ => None,
        }),
        hold_s: from.whole("VOCERO_HOLD_SECONDS", 0..=3600),
        hold_max_s: from.whole("VOCERO_HOLD_SECONDS_MAX", 0..=3600),
        machine_s: from.whole("VOCERO_MACHINE_SECONDS", 30..=1800),
        call_deadline_s: from.whole("VOCERO_CALL_DEADLINE_SECONDS", 600..=86_400),
        burst_s: from.whole("VOCERO_BURST_SECONDS", 0..=60),
        open_max: from.whole("VOCERO_OPEN_REQUESTS_MAX", 1..=100).try_into().expect("at most 100"),
        countries: from.read(
            "VOCERO_COUNTRIES",
            "countries of two letters, such as AR,ES,US",
            |text| reader::list(text).map(country).collect(),
        ),
        own_numbers: Vec::new(),
        access: limits::access(from),
        search: false,
        candidates_max: from
            .whole("VOCERO_SEARCH_PROVIDERS_MAX", 2..=8)
            .try_into()
            .expect("at most 8"),
        wave: from.whole("VOCERO_SEARCH_WAVE", 1..=5).try_into().expect("at most 5"),
        enquiry_s: from.whole("VOCERO_SEARCH_SECONDS", 300..=86_400),
        watch_every_s: 24 * 3600 * from.whole("VOCERO_WATCH_EVERY_DAYS", 1..=60),
        watch_calls_max: from.whole("VOCERO_WATCH_CALLS_MAX", 1..=20),
        remind_before_s: from.read(
            "VOCERO_REMIND_BEFORE_HOURS",
            "hours from 1 to 336, such as 24,3, or nothing",
            |text| {
                let hours = |text: &str| {
                    text.trim().parse().ok().filter(|hours| (1..=336_u32).contains(hours))
                };
                if text.trim().is_empty() {
                    return Some(Vec::new());
                }
                text.split(',').map(|text| Some(hours(text)? * 3600)).collect()
            },
        ),
        night: from.read("VOCERO_NIGHT", "two times of a day, such as 22:00-08:00", reader::night),
        ..Policy::default()
    }
}

fn twilio(from: &mut Reader) -> Twilio {
    Twilio {
        account_sid: from.sid("TWILIO_ACCOUNT_SID", "AC"),
        auth_token: from.secret("TWILIO_AUTH_TOKEN"),
        auth_token_secondary: from.secret("TWILIO_AUTH_TOKEN_SECONDARY"),
        api_key_sid: from.sid("TWILIO_API_KEY_SID", "SK"),
        api_key_secret: from.secret("TWILIO_API_KEY_SECRET"),
        whatsapp_from: from.read(
            "TWILIO_WHATSAPP_FROM",
            "a number such as whatsapp:+12025550100",
            |text| {
                optional(text, |text| number(text.strip_prefix("whatsapp:").unwrap_or(text))).map(
                    |number| if number.is_empty() { number } else { format!("whatsapp:{number}") },
                )
            },
        ),
        voice_from: from.read("TWILIO_VOICE_FROM", "a number such as +12025550100", |text| {
            optional(text, number)
        }),
        base_url: from.base_url("TWILIO_BASE_URL"),
        templates: from.by_language("TWILIO_TEMPLATES"),
        media_hosts: from.read(
            "TWILIO_MEDIA_HOSTS",
            "host names, such as mms.twiliocdn.com",
            |text| {
                reader::list(text)
                    .map(|host| is_host(host).then(|| host.to_ascii_lowercase()))
                    .collect()
            },
        ),
    }
}

fn elevenlabs(from: &mut Reader) -> ElevenLabs {
    ElevenLabs {
        api_key: from.secret("ELEVENLABS_API_KEY"),
        agent_id: from.text("ELEVENLABS_AGENT_ID"),
        webhook_secret: from.secret("ELEVENLABS_WEBHOOK_SECRET"),
        tool_secret: from.secret("ELEVENLABS_TOOL_SECRET"),
        voices: from.by_language("ELEVENLABS_VOICES"),
        base_url: from.base_url("ELEVENLABS_BASE_URL"),
    }
}

fn resend(from: &mut Reader) -> Resend {
    Resend {
        api_key: from.secret("RESEND_API_KEY"),
        from: from.read(
            "RESEND_FROM",
            "a mail address, such as Vocero <name@example.com>",
            |text| optional(text, |text| text.contains('@').then(|| text.to_owned())),
        ),
        webhook_secret: from.secret("RESEND_WEBHOOK_SECRET"),
        base_url: from.base_url("RESEND_BASE_URL"),
    }
}

fn llm(from: &mut Reader) -> Llm {
    let provider = from.read("LLM_PROVIDER", "openai, anthropic or rules", |text| match text {
        "openai" => Some(LlmProvider::OpenAi),
        "anthropic" => Some(LlmProvider::Anthropic),
        "rules" => Some(LlmProvider::Rules),
        _ => None,
    });
    let given = from.base_url("LLM_BASE_URL");
    let usual = match provider {
        LlmProvider::OpenAi => "https://api.openai.com/v1",
        LlmProvider::Anthropic => "https://api.anthropic.com",
        LlmProvider::Rules => "",
    };
    Llm {
        provider,
        api_key: from.secret("LLM_API_KEY"),
        base_url: if given.is_empty() { usual.to_owned() } else { given },
        model: from.text("LLM_MODEL"),
        response_format: from.read(
            "LLM_RESPONSE_FORMAT",
            "json_schema, json_object or none",
            |text| match text {
                "json_schema" => Some(ResponseFormat::JsonSchema),
                "json_object" => Some(ResponseFormat::JsonObject),
                "none" => Some(ResponseFormat::None),
                _ => None,
            },
        ),
        timeout: Duration::from_secs(from.whole("LLM_TIMEOUT_SECONDS", 1..=60).into()),
    }
}

/// What must be there for `need`. What belongs together is asked for together: a mail key without the secret that
/// its webhooks are signed with would be a check switched off.
fn require(reader: &mut Reader, need: Need, provider: LlmProvider) {
    match need {
        Need::Nothing => return,
        Need::Agent => return reader.require(&["VOCERO_PUBLIC_URL", "ELEVENLABS_API_KEY"]),
        Need::Serve => {}
    }
    reader.require(&[
        "VOCERO_PUBLIC_URL",
        "VOCERO_CONSOLE_PASSWORD",
        "TWILIO_ACCOUNT_SID",
        "TWILIO_AUTH_TOKEN",
        "TWILIO_WHATSAPP_FROM",
        "TWILIO_VOICE_FROM",
        "ELEVENLABS_API_KEY",
        "ELEVENLABS_AGENT_ID",
        "ELEVENLABS_WEBHOOK_SECRET",
        "ELEVENLABS_TOOL_SECRET",
    ]);
    reader.require_all_or_none(&["TWILIO_API_KEY_SID", "TWILIO_API_KEY_SECRET"]);
    reader.require_all_or_none(&["RESEND_API_KEY", "RESEND_FROM", "RESEND_WEBHOOK_SECRET"]);
    if provider != LlmProvider::Rules {
        reader.require(&["LLM_API_KEY", "LLM_MODEL"]);
    }
}

fn is_database_url(text: &str) -> bool {
    ["sqlite:", "postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme))
}

fn time_zone(name: &str) -> Option<String> {
    jiff::tz::TimeZone::get(name).ok().map(|_| name.to_owned())
}

fn country(code: &str) -> Option<String> {
    (code.len() == 2 && code.bytes().all(|letter| letter.is_ascii_alphabetic()))
        .then(|| code.to_ascii_uppercase())
}

/// E.164 in form; whether it is ours only Twilio knows.
fn number(text: &str) -> Option<String> {
    let digits = text.strip_prefix('+')?;
    ((8..=15).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit()))
        .then(|| text.to_owned())
}

/// `name` or `name:port`.
fn is_host(text: &str) -> bool {
    let (name, port) = text.split_once(':').unwrap_or((text, "443"));
    let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte));
    name.contains('.') && plain && port.parse::<u16>().is_ok()
}

/// Empty stays empty; anything else must be readable.
fn optional(text: &str, parse: impl FnOnce(&str) -> Option<String>) -> Option<String> {
    if text.is_empty() { Some(String::new()) } else { parse(text) }
}
