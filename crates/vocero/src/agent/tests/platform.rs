//! The part of the voice platform that keeps agents, tools, secrets and webhooks, as far as a push can tell.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use serde_json::{Value, json};
use vendors::elevenlabs::{ElevenLabs, Settings};

#[derive(Debug, Clone, Default)]
pub struct Account {
    pub agents: BTreeMap<String, Value>,
    pub tools: BTreeMap<String, Value>,
    pub secrets: BTreeMap<String, Value>,
    pub webhooks: BTreeMap<String, Value>,
}

#[derive(Debug, Default)]
struct Inside {
    account: Account,
    made: u32,
    writes: Vec<String>,
    /// The write that fails, and whether it takes effect all the same.
    failing: Option<(usize, bool)>,
    refusal: Option<String>,
}

pub struct Platform {
    pub url: String,
    inside: Arc<Mutex<Inside>>,
}

impl Platform {
    pub async fn start() -> Self {
        let inside = Arc::new(Mutex::new(Inside::default()));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("it is bound"));
        let router = Router::new().fallback(answer).with_state(Arc::clone(&inside));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, inside }
    }

    pub fn client(&self) -> ElevenLabs {
        let timeout = Duration::from_secs(5);
        ElevenLabs::new(Settings {
            base_url: self.url.clone(),
            api_key: "hush-api-key".into(),
            timeout,
            register_timeout: timeout,
            transcribe_timeout: timeout,
        })
        .expect("a loopback address is fine")
    }

    pub fn account(&self) -> Account {
        self.inside().account.clone()
    }

    pub fn change(&self, change: impl FnOnce(&mut Account)) {
        change(&mut self.inside().account);
    }

    pub fn tamper_with_agent(&self, pointer: &str, value: &Value) {
        self.change(|account| {
            account.agents.values_mut().for_each(|agent| set(agent, pointer, value));
        });
    }

    pub fn tamper_with_tool(&self, name: &str, pointer: &str, value: &Value) {
        self.change(|account| {
            let tool = account
                .tools
                .values_mut()
                .map(|tool| &mut tool["tool_config"])
                .find(|tool| tool["name"] == name);
            set(tool.expect("the tool is there"), pointer, value);
        });
    }

    pub fn delete_tool(&self, name: &str) {
        self.change(|account| account.tools.retain(|_, tool| tool["tool_config"]["name"] != name));
    }

    /// `POST /v1/convai/tools` and the like, in order.
    pub fn writes(&self) -> Vec<String> {
        self.inside().writes.clone()
    }

    pub fn forget_writes(&self) {
        self.inside().writes.clear();
    }

    /// Answers the `nth` write, from 0, with 500: before it takes effect, or after it has.
    pub fn fail_write(&self, nth: usize, after_effect: bool) {
        self.inside().failing = Some((nth, after_effect));
    }

    pub fn refuse_writes(&self, reason: &str) {
        self.inside().refusal = Some(reason.to_owned());
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().expect("no test panics while holding it")
    }
}

fn set(value: &mut Value, pointer: &str, field: &Value) {
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    value.pointer_mut(parent).expect("the parent is there")[name] = field.clone();
}

async fn answer(
    State(inside): State<Arc<Mutex<Inside>>>,
    method: Method,
    uri: Uri,
    body: Bytes,
) -> Response {
    let mut inside = inside.lock().expect("no test panics while holding it");
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let path: Vec<_> = uri.path().trim_start_matches("/v1/").split('/').collect();
    if method == Method::GET {
        return inside.account.read(&path).map_or_else(
            || StatusCode::NOT_FOUND.into_response(),
            |found| Json(found).into_response(),
        );
    }
    if let Some(reason) = &inside.refusal {
        return (
            StatusCode::UNAUTHORIZED,
            Json(json!({"detail": {"status": "refused", "message": reason}})),
        )
            .into_response();
    }
    let nth = inside.writes.len();
    inside.writes.push(format!("{method} {}", uri.path()));
    let failing = inside.failing.filter(|(at, _)| *at == nth);
    if failing.is_none_or(|(_, after_effect)| after_effect) {
        inside.made += 1;
        let fresh = inside.made;
        let written = inside.account.write(&path, &body, fresh);
        if failing.is_none() {
            return Json(written).into_response();
        }
    }
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

impl Account {
    fn read(&self, path: &[&str]) -> Option<Value> {
        let all = |items: &BTreeMap<String, Value>| items.values().cloned().collect::<Vec<_>>();
        Some(match path {
            ["convai", "agents"] => json!({"agents": all(&self.agents), "has_more": false}),
            ["convai", "agents", id] => self.agents.get(*id)?.clone(),
            ["convai", "tools"] => json!({"tools": all(&self.tools), "has_more": false}),
            ["convai", "secrets"] => json!({"secrets": all(&self.secrets)}),
            ["workspace", "webhooks"] => json!({"webhooks": all(&self.webhooks)}),
            _ => return None,
        })
    }

    /// Creates, merges or replaces, and answers what is there then.
    fn write(&mut self, path: &[&str], body: &Value, fresh: u32) -> Value {
        let made = |kind: &str| format!("{kind}_{fresh}");
        match path {
            ["convai", "agents", "create"] => {
                let id = made("agent");
                let mut agent = json!({"agent_id": id, "version_id": "filled in"});
                merge(&mut agent, body);
                self.agents.entry(id).or_insert(agent).clone()
            }
            ["convai", "agents", id] => {
                let agent = self.agents.get_mut(*id).expect("a push changes what is there");
                merge(agent, body);
                agent.clone()
            }
            ["convai", "tools"] => {
                let id = made("tool");
                let tool = json!({"id": id, "tool_config": body["tool_config"], "access_info": {}});
                self.tools.entry(id).or_insert(tool).clone()
            }
            ["convai", "tools", id] => {
                let tool = self.tools.get_mut(*id).expect("a push changes what is there");
                tool["tool_config"] = body["tool_config"].clone();
                tool.clone()
            }
            ["convai", "secrets"] => {
                let id = made("secret");
                let secret = json!({"type": "stored", "secret_id": id, "name": body["name"], "value": body["value"]});
                self.secrets.entry(id).or_insert(secret).clone()
            }
            ["convai", "secrets", id] => {
                let secret = self.secrets.get_mut(*id).expect("a push changes what is there");
                merge(secret, &json!({"name": body["name"], "value": body["value"]}));
                secret.clone()
            }
            ["workspace", "webhooks"] => {
                let id = made("hook");
                let mut webhook = json!({"webhook_id": id, "webhook_secret": format!("wsec_{fresh}"), "is_disabled": false});
                merge(&mut webhook, &body["settings"]);
                self.webhooks.entry(id).or_insert(webhook).clone()
            }
            ["workspace", "webhooks", id] => {
                let webhook = self.webhooks.get_mut(*id).expect("a push changes what is there");
                merge(webhook, body);
                webhook["is_auto_disabled"] = json!(false);
                webhook.clone()
            }
            _ => panic!("no push writes to {path:?}"),
        }
    }
}

fn merge(into: &mut Value, change: &Value) {
    match (into, change) {
        (Value::Object(into), Value::Object(change)) => {
            for (name, value) in change {
                merge(into.entry(name).or_insert(Value::Null), value);
            }
        }
        (into, change) => *into = change.clone(),
    }
}
