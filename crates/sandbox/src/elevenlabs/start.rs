//! Whether a conversation may start, and what the agent knows when it does.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::conversation::agent::Briefing;
use super::conversation::{BuiltIn, Tongue};
use super::conversations::Conversation;
use super::tools::{Tool, variables_of};
use super::variables::{SECRET, SYSTEM, Variables, filled, names_in, spoken};
use super::{StreamStart, merge};

/// The WebSocket close code of a start that the platform refuses.
const POLICY: i64 = 1008;
/// The audio format of a telephone line.
const TELEPHONE: &str = "ulaw_8000";

/// Why the platform breaks off at the start: its code and its reason.
pub(super) type Failure = (i64, String);

/// The tools that the agent has, by their names.
pub(super) fn tools_of<'a>(
    conversation: &Conversation,
    tools: &'a BTreeMap<String, Tool>,
) -> BTreeMap<String, &'a Tool> {
    let ids = conversation.config["conversation_config"]["agent"]["prompt"]["tool_ids"].as_array();
    ids.into_iter()
        .flatten()
        .filter_map(|id| tools.get(id.as_str()?))
        .filter(|tool| tool.config["type"] == "webhook")
        .map(|tool| (tool.config["name"].as_str().unwrap_or_default().to_owned(), tool))
        .collect()
}

/// The configuration of this conversation: the agent's, in the language asked for, with what the call overrides.
pub(super) fn effective(conversation: &Conversation) -> Value {
    let config = &conversation.config["conversation_config"];
    let overrides = &conversation.client_data["conversation_config_override"];
    let mut effective = config.clone();
    if let Some(language) = overrides["agent"]["language"].as_str() {
        let preset = &config["language_presets"][language]["overrides"];
        if language != config["agent"]["language"] && preset.is_object() {
            merge(&mut effective, &without_nulls(preset));
        }
    }
    merge(&mut effective, &without_nulls(overrides));
    effective
}

fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let kept = map.iter().filter(|(_, value)| !value.is_null());
            Value::Object(kept.map(|(name, value)| (name.clone(), without_nulls(value))).collect())
        }
        other => other.clone(),
    }
}

/// The platform's own variables at the start of a call.
pub(super) fn system_variables(
    id: &str,
    conversation: &Conversation,
    start: &StreamStart,
) -> Variables {
    let given = [
        ("system__agent_id", conversation.agent_id.clone()),
        ("system__current_agent_id", conversation.agent_id.clone()),
        ("system__conversation_id", id.to_owned()),
        ("system__caller_id", start.from.clone()),
        ("system__called_number", start.to.clone()),
        ("system__call_sid", start.call_sid.clone()),
    ];
    given.into_iter().map(|(name, value)| (name.to_owned(), json!(value))).collect()
}

/// # Errors
/// The [`Failure`] that the platform reports for the first thing that is wrong.
pub(super) fn check(
    conversation: &Conversation,
    tools: &BTreeMap<String, Tool>,
) -> Result<(), Failure> {
    let config = &conversation.config["conversation_config"];
    let heard = config["asr"]["user_input_audio_format"] == TELEPHONE;
    if !heard || config["tts"]["agent_output_audio_format"] != TELEPHONE {
        return Err((
            POLICY,
            format!("The audio formats of the agent must be {TELEPHONE} on a telephone line."),
        ));
    }
    let overrides = &conversation.client_data["conversation_config_override"];
    let allowed =
        &conversation.config["platform_settings"]["overrides"]["conversation_config_override"];
    check_overrides(overrides, allowed, "")?;
    if let Some(language) = overrides["agent"]["language"].as_str()
        && language != config["agent"]["language"]
        && config["language_presets"].get(language).is_none()
    {
        return Err((POLICY, format!("Language '{language}' is not configured for this agent.")));
    }
    check_variables(conversation, tools)
}

fn check_overrides(overrides: &Value, allowed: &Value, field: &str) -> Result<(), Failure> {
    match overrides {
        Value::Null => Ok(()),
        Value::Object(map) => map
            .iter()
            .try_for_each(|(name, value)| check_overrides(value, &allowed[name.as_str()], name)),
        _ if allowed == &Value::Bool(true) => Ok(()),
        _ => Err((POLICY, format!("Override for field '{field}' is not allowed by config."))),
    }
}

fn check_variables(
    conversation: &Conversation,
    tools: &BTreeMap<String, Tool>,
) -> Result<(), Failure> {
    let agent = &effective(conversation)["agent"];
    let prompt = &agent["prompt"];
    let voicemail = &prompt["built_in_tools"]["voicemail_detection"]["params"]["voicemail_message"];
    let spoken_places = [
        ("first message", &agent["first_message"]),
        ("prompt", &prompt["prompt"]),
        ("tools", voicemail),
    ];
    for (place, text) in spoken_places {
        for name in names_in(text.as_str().unwrap_or_default()) {
            check_variable(conversation, &name, place, false)?;
        }
    }
    for tool in tools_of(conversation, tools).values() {
        for (name, in_header) in variables_of(&tool.config) {
            check_variable(conversation, &name, "tools", in_header)?;
        }
    }
    Ok(())
}

fn check_variable(
    conversation: &Conversation,
    name: &str,
    place: &str,
    in_header: bool,
) -> Result<(), Failure> {
    let known = name.starts_with(SYSTEM) || conversation.variables.contains_key(name);
    if known && (in_header || !name.starts_with(SECRET)) {
        return Ok(());
    }
    Err((POLICY, format!("Missing required dynamic variables in {place}: {{'{name}'}}")))
}

/// What the agent's brain gets.
pub(super) fn briefing(conversation: &Conversation, tools: &BTreeMap<String, Tool>) -> Briefing {
    let config = effective(conversation);
    let agent = &config["agent"];
    let variables: Variables = conversation
        .variables
        .iter()
        .filter(|(name, _)| !name.starts_with(SECRET))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let tongue = |language: &Value| language.as_str().and_then(Tongue::from_code);
    let first_message = filled(agent["first_message"].as_str().unwrap_or_default(), &variables);
    let texts = variables.iter().map(|(name, value)| (name.clone(), spoken(value))).collect();
    let mut briefing =
        Briefing::read(tongue(&agent["language"]).unwrap_or(Tongue::En), first_message, &texts);
    briefing.tools = tools_of(conversation, tools).into_keys().collect();
    let built_in = &agent["prompt"]["built_in_tools"];
    briefing.built_in =
        BuiltIn::ALL.into_iter().filter(|tool| built_in[tool.name()].is_object()).collect();
    let message = built_in["voicemail_detection"]["params"]["voicemail_message"].as_str();
    briefing.voicemail_message =
        message.filter(|text| !text.is_empty()).map(|text| filled(text, &variables));
    let presets = config["language_presets"].as_object().into_iter().flatten();
    briefing.tongues = presets
        .filter_map(|(language, _)| Tongue::from_code(language))
        .chain(tongue(&conversation.config["conversation_config"]["agent"]["language"]))
        .collect();
    briefing
}
