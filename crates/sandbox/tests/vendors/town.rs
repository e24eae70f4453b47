//! A sandbox with a clock moved by hand, a client, and a product that answers the agent's tools.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use jiff::{SignedDuration, Timestamp};
use reqwest::Method;
use sandbox::Sandbox;
use sandbox::elevenlabs::{self, STREAM_URL, StreamStart};
use sandbox::options::Options;
use serde_json::{Value, json};

/// The provider that books whatever is asked for, in Buenos Aires.
pub const MARTA: &str = "+541143211201";
/// The provider that a person plays.
pub const BY_HAND: &str = "+34915550124";

/// One request that reached the product.
#[derive(Debug, Clone)]
pub struct Told {
    pub path: String,
    pub headers: HeaderMap,
    pub raw: String,
    pub body: Value,
    pub at: Timestamp,
}

#[derive(Default)]
struct Product {
    told: Mutex<Vec<Told>>,
    /// Statuses for the coming requests to a path that ends so; 200 when used up.
    statuses: Mutex<Vec<(&'static str, VecDeque<u16>)>>,
    clock: Arc<AtomicI64>,
}

pub struct Town {
    pub sandbox: Sandbox,
    pub url: String,
    clock: Arc<AtomicI64>,
    product: Arc<Product>,
    http: reqwest::Client,
}

impl Town {
    pub async fn new() -> Self {
        // A Wednesday, ten in the morning in Buenos Aires.
        let start: Timestamp = "2026-11-25T13:00:00Z".parse().unwrap();
        let clock = Arc::new(AtomicI64::new(start.as_millisecond()));
        let hand = clock.clone();
        let now = move || at(&hand);
        let sandbox = Sandbox::start(Options::new(Arc::new(now))).await.unwrap();
        let product = Arc::new(Product { clock: clock.clone(), ..Product::default() });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let routes = Router::new().fallback(answer).with_state(product.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        sandbox.connect(&url);
        let http = reqwest::Client::builder().no_proxy().user_agent("test").build().unwrap();
        Self { sandbox, url, clock, product, http }
    }

    pub fn now(&self) -> Timestamp {
        at(&self.clock)
    }

    pub fn pass(&self, time: SignedDuration) {
        self.clock.fetch_add(i64::try_from(time.as_millis()).unwrap(), Ordering::SeqCst);
    }

    /// Lets happen what is due within this time, each thing at its moment.
    pub async fn let_pass(&self, time: SignedDuration) {
        let end = self.now() + time;
        while let Some(due) = self.sandbox.next_due().filter(|due| *due <= end) {
            self.clock.fetch_max(due.as_millisecond(), Ordering::SeqCst);
            self.sandbox.step().await;
        }
        self.clock.fetch_max(end.as_millisecond(), Ordering::SeqCst);
    }

    /// What the product was told at paths that end so.
    pub fn told(&self, path: &str) -> Vec<Told> {
        self.product
            .told
            .lock()
            .unwrap()
            .iter()
            .filter(|told| told.path.ends_with(path))
            .cloned()
            .collect()
    }

    /// The tools that were used, in order.
    pub fn tools(&self) -> Vec<String> {
        let told = self.product.told.lock().unwrap();
        let tools =
            told.iter().filter_map(|told| told.path.strip_prefix("/webhooks/elevenlabs/tools/"));
        tools.map(str::to_owned).collect()
    }

    /// The product answers the coming requests to a path that ends so with these statuses.
    pub fn answers(&self, path: &'static str, statuses: &[u16]) {
        self.product.statuses.lock().unwrap().push((path, statuses.iter().copied().collect()));
    }

    /// A request to the voice platform with its key.
    pub async fn voice(&self, method: Method, path: &str, body: Value) -> (u16, Value) {
        let request = self.http.request(method, format!("{}{path}", self.sandbox.elevenlabs_url()));
        let request = request.header("xi-api-key", &self.sandbox.credentials().elevenlabs_api_key);
        let request = if body.is_null() { request } else { request.body(body.to_string()) };
        answered(request).await
    }

    pub fn client(&self) -> &reqwest::Client {
        &self.http
    }

    /// Pushes an agent like the product's; `change` makes it another.
    pub async fn push(&self, change: impl FnOnce(&mut Value)) {
        let (_, secret) = self
            .voice(
                Method::POST,
                "/v1/convai/secrets",
                json!({"type": "new", "name": "key", "value": "tool-key"}),
            )
            .await;
        let mut ids = Vec::new();
        for (name, properties) in tools() {
            let config = tool(&self.url, name, &properties, secret["secret_id"].as_str().unwrap());
            let (status, tool) =
                self.voice(Method::POST, "/v1/convai/tools", json!({"tool_config": config})).await;
            assert_eq!(status, 200, "{tool}");
            ids.push(tool["id"].clone());
        }
        let mut agent = agent(&ids);
        change(&mut agent);
        let path = format!("/v1/convai/agents/{}", self.sandbox.credentials().elevenlabs_agent_id);
        let (status, answer) = self.voice(Method::PATCH, &path, agent).await;
        assert_eq!(status, 200, "{answer}");
    }

    /// Registers a call to a provider; `change` makes the registration another. Gives the conversation's id.
    pub async fn register(&self, to: &str, change: impl FnOnce(&mut Value)) -> String {
        let (status, twiml) = self.try_register(to, change).await;
        assert_eq!(status, 200, "{twiml}");
        let twiml = twiml.as_str().unwrap();
        let (_, after) = twiml.split_once("name=\"conversation_id\" value=\"").unwrap();
        after.split_once('"').unwrap().0.to_owned()
    }

    pub async fn try_register(&self, to: &str, change: impl FnOnce(&mut Value)) -> (u16, Value) {
        let mut body = registration(&self.sandbox.credentials().elevenlabs_agent_id, to);
        change(&mut body);
        self.voice(Method::POST, "/v1/convai/twilio/register-call", body).await
    }

    /// The audio of a call reaches the platform, as Twilio would connect it.
    pub fn connect(&self, conversation: &str, to: &str) -> Result<(), String> {
        self.stream(conversation, "outbound-api", ["+12025550100", to], to)
    }

    /// The same for a provider that rang our number, of which `shown` shows.
    pub fn connect_caller(
        &self,
        conversation: &str,
        caller: &str,
        shown: &str,
    ) -> Result<(), String> {
        self.stream(conversation, "inbound", [shown, "+12025550100"], caller)
    }

    fn stream(
        &self,
        conversation: &str,
        direction: &str,
        [from, to]: [&str; 2],
        provider: &str,
    ) -> Result<(), String> {
        let start = StreamStart {
            stream_url: STREAM_URL.to_owned(),
            conversation_id: Some(conversation.to_owned()),
            parameters: std::collections::BTreeMap::new(),
            call_sid: format!("CA{conversation}"),
            from: from.to_owned(),
            to: to.to_owned(),
            provider: provider.to_owned(),
            direction: direction.to_owned(),
        };
        elevenlabs::stream_connected(self.sandbox.world(), start)
    }

    pub async fn conversation(&self, id: &str) -> Value {
        let (status, found) =
            self.voice(Method::GET, &format!("/v1/convai/conversations/{id}"), Value::Null).await;
        assert_eq!(status, 200, "{found}");
        found
    }
}

/// Sends a request; the body as JSON, or as a string of it when it isn't JSON.
pub async fn answered(request: reqwest::RequestBuilder) -> (u16, Value) {
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    let text = answer.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
}

fn at(clock: &AtomicI64) -> Timestamp {
    Timestamp::from_millisecond(clock.load(Ordering::SeqCst)).unwrap()
}

async fn answer(
    State(product): State<Arc<Product>>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, String) {
    let path = uri.path().to_owned();
    let raw = String::from_utf8(body.to_vec()).unwrap();
    let body: Value = serde_json::from_str(&raw).unwrap_or_default();
    let mut statuses = product.statuses.lock().unwrap();
    let status = statuses
        .iter_mut()
        .find(|(end, _)| path.ends_with(end))
        .and_then(|(_, next)| next.pop_front());
    let decided = decide(path.rsplit('/').next().unwrap_or_default(), &body);
    product.told.lock().unwrap().push(Told { path, headers, raw, body, at: at(&product.clock) });
    (StatusCode::from_u16(status.unwrap_or(200)).unwrap(), decided.to_string())
}

/// Whatever is offered is taken.
fn decide(tool: &str, body: &Value) -> Value {
    match tool {
        "report_offers" => json!({"decision": "claim", "say": "", "slot": body["offers"][0]}),
        "claim_slot" => json!({"decision": "book", "say": ""}),
        _ => json!({"decision": "ok", "say": ""}),
    }
}

fn tools() -> [(&'static str, Value); 4] {
    let told = |description: &str| json!({"type": "string", "description": description});
    let slot = json!({"date": told("YYYY-MM-DD"), "time": told("HH:MM")});
    let mut offer = slot.clone();
    offer["price"] = told("Price");
    let offers = json!({"offers": {"type": "array", "description": "All of them",
        "items": {"type": "object", "required": ["date", "time"], "properties": offer}}});
    let mut booking = slot.clone();
    booking["quote"] = told("The callee's words");
    booking["price"] = told("Price");
    let end = json!({"reason": told("Why"), "detail": told("More")});
    [
        ("report_offers", offers),
        ("claim_slot", slot),
        ("confirm_booking", booking),
        ("end_without_booking", end),
    ]
}

fn tool(url: &str, name: &str, properties: &Value, secret: &str) -> Value {
    let mut properties = properties.clone();
    properties["conversation_id"] =
        json!({"type": "string", "dynamic_variable": "system__conversation_id"});
    properties["call_token"] = json!({"type": "string", "dynamic_variable": "call_token"});
    json!({
        "type": "webhook", "name": name, "description": "A tool.",
        "api_schema": {
            "url": format!("{url}/webhooks/elevenlabs/tools/{name}"), "method": "POST",
            "request_headers": {"X-Key": {"secret_id": secret}, "X-Token": {"variable_name": "secret__tool_token"}},
            "request_body_schema": {"type": "object", "required": [], "properties": properties},
        },
    })
}

fn agent(tool_ids: &[Value]) -> Value {
    let system =
        |name: &str| json!({"type": "system", "name": name, "params": {"system_tool_type": name}});
    json!({
        "name": "vocero-booking",
        "conversation_config": {
            "agent": {
                "first_message": "Hello {{person_name}}", "language": "en",
                "prompt": {
                    "prompt": "Book {{service}} in {{windows}} {{windows_iso}}.", "tool_ids": tool_ids,
                    "built_in_tools": {
                        "end_call": system("end_call"), "voicemail_detection": system("voicemail_detection"),
                        "skip_turn": system("skip_turn"), "play_keypad_touch_tone": system("play_keypad_touch_tone"),
                    },
                },
            },
            "asr": {"user_input_audio_format": "ulaw_8000"},
            "tts": {"model_id": "eleven_flash_v2_5", "agent_output_audio_format": "ulaw_8000"},
            "conversation": {"max_duration_seconds": 480},
            "language_presets": {"es": {"overrides": {}}, "pt": {"overrides": {}}},
        },
        "platform_settings": {
            "overrides": {"conversation_config_override": {"agent": {"first_message": true, "language": true}}},
            "data_collection": {"outcome": {"type": "string", "description": "What came of it"}},
        },
    })
}

fn registration(agent_id: &str, to: &str) -> Value {
    let windows = json!([{"from": "2026-11-26T16:00", "to": "2026-11-26T18:00"}]).to_string();
    json!({
        "agent_id": agent_id, "from_number": "+12025550100", "to_number": to, "direction": "outbound",
        "conversation_initiation_client_data": {
            "user_id": "call_1",
            "dynamic_variables": {
                "purpose": "book", "service": "corte de pelo", "windows": "el jueves a la tarde",
                "windows_iso": windows, "person_name": "Ana Núñez", "call_token": "t_1",
                "secret__tool_token": "hush-hush", "commit": "true",
            },
            "conversation_config_override": {"agent": {"language": "es", "first_message": "Hola, soy un asistente."}},
        },
    })
}
