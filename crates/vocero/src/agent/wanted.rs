//! What the voice platform shall have: the files of `agent/`, with our address and the platform's ids filled in.

use domain::language::Language;
use serde_json::{Value, json};

use crate::config::Settings;

const AGENT: &str = include_str!("../../agent/agent.json");
pub const PROMPT: &str = include_str!("../../agent/prompt.md");
/// What all tools have in common.
const TOOL: &str = include_str!("../../agent/tool.json");
/// By name: what each tool is for and takes.
pub const TOOLS: [(&str, &str); 7] = [
    ("report_line", include_str!("../../agent/tools/report_line.json")),
    ("report_offers", include_str!("../../agent/tools/report_offers.json")),
    ("claim_slot", include_str!("../../agent/tools/claim_slot.json")),
    ("ask_person", include_str!("../../agent/tools/ask_person.json")),
    ("confirm_booking", include_str!("../../agent/tools/confirm_booking.json")),
    ("confirm_cancellation", include_str!("../../agent/tools/confirm_cancellation.json")),
    ("end_without_booking", include_str!("../../agent/tools/end_without_booking.json")),
];
pub const AGENT_NAME: &str = "vocero";
/// The language that the agent has without a preset.
const FIRST_LANGUAGE: Language = Language::En;

const TOOL_IDS: &str = "/conversation_config/agent/prompt/tool_ids";
const WEBHOOK_ID: &str = "/platform_settings/workspace_overrides/webhooks/post_call_webhook_id";
const TOOL_URL: &str = "/api_schema/url";
const SECRET_ID: &str = "/api_schema/request_headers/X-Vocero-Tool-Key/secret_id";

/// The agent with its prompt, tools, webhook and voices.
pub fn agent(settings: &Settings, tool_ids: &[String], webhook_id: &str) -> Value {
    let mut agent = compiled_in(AGENT);
    put(&mut agent, "/conversation_config/agent/prompt/prompt", json!(PROMPT));
    put(&mut agent, TOOL_IDS, json!(tool_ids));
    put(&mut agent, WEBHOOK_ID, json!(webhook_id));
    put(
        &mut agent,
        "/conversation_config/conversation/max_duration_seconds",
        json!(settings.call_s_max),
    );
    for (&language, voice) in &settings.elevenlabs.voices {
        if language == FIRST_LANGUAGE {
            put(&mut agent, "/conversation_config/tts/voice_id", json!(voice));
        } else {
            let overrides =
                format!("/conversation_config/language_presets/{}/overrides/tts", language.code());
            put(&mut agent, &overrides, json!({ "voice_id": voice }));
        }
    }
    agent
}

/// The configuration of one of [`TOOLS`].
pub fn tool(name: &str, public_url: &str, secret_id: &str) -> Value {
    let (_, own) = TOOLS.into_iter().find(|(known, _)| *known == name).expect("one of our tools");
    let own = compiled_in(own);
    let mut tool = compiled_in(TOOL);
    put(&mut tool, "/name", json!(name));
    for field in ["description", "pre_tool_speech"] {
        if let Some(value) = own.get(field) {
            put(&mut tool, &format!("/{field}"), value.clone());
        }
    }
    put(&mut tool, TOOL_URL, json!(tool_url(public_url, name)));
    put(&mut tool, SECRET_ID, json!(secret_id));
    let body = tool.pointer_mut("/api_schema/request_body_schema").expect("tool.json has it");
    let names = body["required"].as_array_mut().expect("tool.json has a list");
    names.extend(own["required"].as_array().expect("each tool requires something").iter().cloned());
    let properties = body["properties"].as_object_mut().expect("tool.json has an object");
    properties.extend(own["properties"].as_object().expect("each tool takes something").clone());
    tool
}

pub fn tool_url(public_url: &str, name: &str) -> String {
    format!("{public_url}/webhooks/elevenlabs/tools/{name}")
}

pub fn post_call_url(public_url: &str) -> String {
    format!("{public_url}/webhooks/elevenlabs/post-call")
}

/// Ids of the tools that an agent has.
pub fn tools_of(agent: &Value) -> Vec<&str> {
    let ids = agent.pointer(TOOL_IDS).and_then(Value::as_array);
    ids.into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Id of the webhook that an agent reports to.
pub fn webhook_of(agent: &Value) -> Option<&str> {
    agent.pointer(WEBHOOK_ID)?.as_str()
}

pub fn url_of(tool: &Value) -> Option<&str> {
    tool.pointer(TOOL_URL)?.as_str()
}

/// Id of the secret that a tool shows us.
pub fn secret_of(tool: &Value) -> Option<&str> {
    tool.pointer(SECRET_ID)?.as_str()
}

fn compiled_in(json: &str) -> Value {
    serde_json::from_str(json).expect("a test reads every file of agent/")
}

/// Sets the field at a JSON pointer, whose parent is there.
fn put(value: &mut Value, pointer: &str, field: Value) {
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer below the root");
    let parent = value.pointer_mut(parent).expect("agent/ has the parent of what is filled in");
    parent[name] = field;
}
