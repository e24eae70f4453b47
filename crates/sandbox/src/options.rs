//! What a sandbox is started with, and what a product must know to use it.
//!
//! All secrets here are fixed, public and worthless: they open nothing but a sandbox.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use serde::Serialize;

/// Where the sandbox reads the time. A test moves it by hand; an interactive run gives the real one.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// How a sandbox is to be: its time, its addresses, its accounts.
#[derive(Clone)]
pub struct Options {
    pub clock: Clock,
    /// Mixed into every id. Two sandboxes with the same seed, started at the same moment, give the same ids.
    pub seed: u64,
    pub listen: Listen,
    pub credentials: Credentials,
    /// Calls started in a second by the whole account; more are queued.
    pub calls_per_second: u32,
    /// The timeline shows each request of the product, with its bytes.
    pub notes_requests: bool,
    /// The file in which the state outlives a run; absent: nothing is kept.
    pub keep_in: Option<PathBuf>,
}

impl Options {
    /// The documented defaults: free ports of the loopback interface, the sandbox's own accounts, one call a second.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        Self {
            clock,
            seed: 0,
            listen: Listen::default(),
            credentials: Credentials::default(),
            calls_per_second: 1,
            notes_requests: false,
            keep_in: None,
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("seed", &self.seed)
            .field("listen", &self.listen)
            .field("calls_per_second", &self.calls_per_second)
            .finish_non_exhaustive()
    }
}

/// The address that each vendor listens on; port 0 takes a free one.
#[derive(Debug, Clone, Copy)]
pub struct Listen {
    pub twilio: SocketAddr,
    /// The second host of Twilio, from which media come without authentication.
    pub media: SocketAddr,
    pub elevenlabs: SocketAddr,
    pub resend: SocketAddr,
    pub llm: SocketAddr,
    pub places: SocketAddr,
}

impl Default for Listen {
    fn default() -> Self {
        let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        Self { twilio: any, media: any, elevenlabs: any, resend: any, llm: any, places: any }
    }
}

/// The accounts that exist in the sandbox.
#[derive(Debug, Clone, Serialize)]
pub struct Credentials {
    /// `AC` and 32 hex digits.
    pub twilio_account_sid: String,
    pub twilio_auth_token: String,
    /// `SK` and 32 hex digits.
    pub twilio_api_key_sid: String,
    pub twilio_api_key_secret: String,
    /// The business's WhatsApp sender, with its prefix: `whatsapp:+…`.
    pub twilio_whatsapp_from: String,
    /// The number that calls come from and that providers can ring, E.164.
    pub twilio_voice_from: String,
    pub elevenlabs_api_key: String,
    pub elevenlabs_agent_id: String,
    /// Signs post-call webhooks, with its `wsec_`.
    pub elevenlabs_webhook_secret: String,
    pub elevenlabs_tool_secret: String,
    pub resend_api_key: String,
    /// Signs Resend's webhooks: `whsec_` and base64.
    pub resend_webhook_secret: String,
    /// The one verified sender.
    pub resend_from: String,
    pub llm_api_key: String,
    pub places_api_key: String,
}

impl Default for Credentials {
    fn default() -> Self {
        Self {
            twilio_account_sid: "AC5a4d0b0c5a4d0b0c5a4d0b0c5a4d0b0c".into(),
            twilio_auth_token: "5a4d0b0c000000000000000000000001".into(),
            twilio_api_key_sid: "SK5a4d0b0c5a4d0b0c5a4d0b0c5a4d0b0c".into(),
            twilio_api_key_secret: "sandbox-api-key-secret".into(),
            twilio_whatsapp_from: "whatsapp:+14155238886".into(),
            twilio_voice_from: "+12025550100".into(),
            elevenlabs_api_key: "xi_sandbox_key".into(),
            elevenlabs_agent_id: "agent_sandbox".into(),
            elevenlabs_webhook_secret: "wsec_sandbox_0123456789abcdef".into(),
            elevenlabs_tool_secret: "sandbox-tool-secret-0123456789abcdef".into(),
            resend_api_key: "re_sandbox_key".into(),
            resend_webhook_secret: "whsec_c2FuZGJveC1zaWduaW5nLXNlY3JldC0wMQ==".into(),
            resend_from: "Vocero <vocero@sandbox.example>".into(),
            llm_api_key: "sk-sandbox-key".into(),
            places_api_key: "places-sandbox-key".into(),
        }
    }
}

/// Where the product is reached: what an operator would type into the vendors' consoles.
#[derive(Debug, Clone, Serialize)]
pub struct Connection {
    /// Without a slash at its end.
    pub public_url: String,
    pub whatsapp_url: String,
    /// Asked when `whatsapp_url` fails.
    pub whatsapp_fallback_url: Option<String>,
    pub inbound_call_url: String,
    pub inbound_call_fallback_url: Option<String>,
    /// Told the end of each call to our number.
    pub inbound_call_status_url: Option<String>,
    pub post_call_url: String,
    pub resend_url: String,
}

impl Connection {
    /// The product's documented routes below `public_url`.
    #[must_use]
    pub fn at(public_url: &str) -> Self {
        let public_url = public_url.trim_end_matches('/').to_owned();
        let below = |path: &str| format!("{public_url}{path}");
        Self {
            whatsapp_url: below("/webhooks/twilio/whatsapp"),
            whatsapp_fallback_url: None,
            inbound_call_url: below("/webhooks/twilio/inbound-call"),
            inbound_call_fallback_url: None,
            inbound_call_status_url: None,
            post_call_url: below("/webhooks/elevenlabs/post-call"),
            resend_url: below("/webhooks/resend"),
            public_url,
        }
    }
}
