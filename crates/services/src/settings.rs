//! What the services must be told; where it comes from is the program's business.

use std::collections::BTreeMap;
use std::time::Duration;

use data::Caps;
use domain::appointment::Policy;
use domain::language::Language;
use domain::phone::PhoneNumber;
use domain::region;
use jiff::SignedDuration;
use secrecy::SecretString;

pub struct Settings {
    /// Without a slash at the end; the URLs that vendors are told begin with it.
    pub public_url: String,
    /// `whatsapp:+…`
    pub whatsapp_from: String,
    /// Used by Vocero alone, so that a look-up by numbers is unambiguous.
    pub voice_from: PhoneNumber,
    pub agent_id: String,
    /// From which the secret of each call is derived.
    pub call_secret: SecretString,
    /// `Name <address>`
    pub mail_from: String,
    /// Approved templates with two variables, for when free text may not be sent.
    pub templates: BTreeMap<Language, String>,
    pub newcomers: Newcomers,
    pub policy: Policy,
    pub caps: Caps,
    /// How long a call waits for dialling to go on, before the person is told.
    pub pause_patience: SignedDuration,
    /// Seconds a phone may ring.
    pub ring_timeout_s: u16,
    /// Seconds after which the carrier ends a call.
    pub time_limit_s: u32,
    /// How long a command belongs to the worker that took it.
    pub lease: SignedDuration,
    /// From one sweep of the vendors' lists to the next.
    pub sweep_every: Duration,
    /// How many days after its end a request's texts are kept; 0 for ever.
    pub keep_texts_days: u32,
    /// Whether a call that can neither be found nor ruled out may be dialled once more.
    pub redial_after_unknown: bool,
    /// The name of this process among the workers.
    pub worker: String,
    /// How many commands are carried out at a time.
    pub parallel: usize,
    pub speech_model: String,
}

/// What is assumed of a person at first contact, where their number doesn't tell.
#[derive(Debug, Clone)]
pub struct Newcomers {
    pub language: Language,
    /// IANA.
    pub zone: String,
    /// ISO 3166-1 alpha-2.
    pub region: String,
}

impl Newcomers {
    /// What an address tells: `whatsapp:+54…` lives in Argentina, `whatsapp:AR.…` says so.
    #[must_use]
    pub fn at(&self, address: &str) -> Self {
        let bare = address.strip_prefix("whatsapp:").unwrap_or(address);
        let known = match bare.split_once('.') {
            Some((code, _)) if code.len() == 2 => Some(code.to_owned()),
            _ => PhoneNumber::parse(bare, &self.region).ok().and_then(|number| number.region()),
        };
        let Some(region) = known else { return self.clone() };
        Self {
            language: region::language(&region).unwrap_or(self.language),
            zone: region::zone(&region).map_or_else(|| self.zone.clone(), str::to_owned),
            region,
        }
    }
}
