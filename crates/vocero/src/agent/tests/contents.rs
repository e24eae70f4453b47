//! What the files of `agent/` say, held against the domain and against what an agent may never do.

use std::collections::BTreeMap;

use domain::appointment::{GaveUp, Heard, ToolDecision};
use serde_json::{Value, json};

use super::OUR_URL;
use crate::agent::wanted;
use crate::config::{Need, Settings};

/// A variable that is used and not given keeps a conversation from starting; a test call has the placeholders.
#[test]
fn every_variable_that_the_agent_uses_has_a_placeholder_that_is_text() {
    let settings = Settings::from_places(&BTreeMap::new(), Need::Nothing).unwrap();
    let agent = wanted::agent(&settings, &[], "");
    let placeholders = &agent["conversation_config"]["agent"]["dynamic_variables"]["dynamic_variable_placeholders"];
    assert!(placeholders.as_object().unwrap().values().all(Value::is_string));
    let used: Vec<_> =
        wanted::PROMPT.split("{{").skip(1).map(|rest| rest.split("}}").next().unwrap()).collect();
    assert!(used.len() >= 12);
    for name in used.into_iter().chain(["secret__tool_token"]) {
        assert!(placeholders.get(name).is_some(), "{name}");
    }
    assert!(!wanted::PROMPT.contains("secret__"), "no secret is told to the model");
}

#[test]
fn only_what_a_call_needs_may_be_overridden_by_whoever_starts_one() {
    let settings = Settings::from_places(&BTreeMap::new(), Need::Nothing).unwrap();
    let agent = wanted::agent(&settings, &[], "");
    let allowed = &agent["platform_settings"]["overrides"]["conversation_config_override"];
    let mut granted = Vec::new();
    collect_granted("", allowed, &mut granted);
    assert_eq!(
        granted,
        ["agent.first_message", "agent.language", "conversation.max_duration_seconds"]
    );
}

#[test]
fn nothing_is_recorded_nobody_else_starts_the_agent_and_it_hands_no_call_on() {
    let settings = Settings::from_places(&BTreeMap::new(), Need::Nothing).unwrap();
    let agent = wanted::agent(&settings, &[], "");
    let at = |pointer: &str| agent.pointer(pointer).cloned();
    assert_eq!(at("/platform_settings/privacy/record_voice"), Some(json!(false)));
    assert_eq!(at("/platform_settings/auth/enable_auth"), Some(json!(true)));
    let built_in = "/conversation_config/agent/prompt/built_in_tools";
    for tool in ["transfer_to_number", "transfer_to_agent"] {
        assert_eq!(at(&format!("{built_in}/{tool}")), Some(Value::Null), "{tool}");
    }
    let message = at(&format!("{built_in}/voicemail_detection/params/voicemail_message"));
    assert_eq!(message, Some(Value::Null), "no message is left on a machine");
}

fn collect_granted(path: &str, value: &Value, granted: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                collect_granted(&format!("{path}.{name}"), value, granted);
            }
        }
        Value::Bool(true) => granted.push(path.trim_start_matches('.').to_owned()),
        _ => {}
    }
}

#[test]
fn the_tools_take_what_the_domain_reads_and_nothing_names_a_request() {
    let properties = |name: &str| {
        let tool = wanted::tool(name, OUR_URL, "secret_1");
        let body =
            tool["api_schema"]["request_body_schema"]["properties"].as_object().unwrap().clone();
        body.keys().map(String::as_str).map(str::to_owned).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(properties("report_offers"), "conversation_id offers");
    assert_eq!(properties("claim_slot"), "conversation_id date time");
    assert_eq!(properties("ask_person"), "conversation_id question options");
    assert_eq!(
        properties("confirm_booking"),
        "conversation_id date time quote price address bring code call_before with"
    );
    assert_eq!(properties("end_without_booking"), "conversation_id reason detail call_back_at");
    for (name, _) in wanted::TOOLS {
        let tool = wanted::tool(name, OUR_URL, "secret_1");
        let conversation =
            &tool["api_schema"]["request_body_schema"]["properties"]["conversation_id"];
        assert_eq!(
            conversation["dynamic_variable"], "system__conversation_id",
            "the model doesn't choose it"
        );
        assert_eq!(
            tool["api_schema"]["request_headers"]["X-Vocero-Call-Token"]["variable_name"],
            "secret__tool_token"
        );
    }
}

const REASONS: [GaveUp; 17] = [
    GaveUp::NoAvailability,
    GaveUp::NothingSuited,
    GaveUp::WrongNumber,
    GaveUp::Moved,
    GaveUp::Refused,
    GaveUp::RefusesMachines,
    GaveUp::NeverCallAgain,
    GaveUp::MenuUnsolved,
    GaveUp::HoldGivenUp,
    GaveUp::Voicemail,
    GaveUp::CallBackLater,
    GaveUp::WillGetBack,
    GaveUp::NotFound,
    GaveUp::WantsSecret,
    GaveUp::NoCommonLanguage,
    GaveUp::NoProgress,
    GaveUp::Other,
];

#[test]
fn the_agent_gives_the_reasons_that_the_domain_knows() {
    let tool = wanted::tool("end_without_booking", OUR_URL, "secret_1");
    let reasons = tool["api_schema"]["request_body_schema"]["properties"]["reason"]["enum"].clone();
    let reasons: Vec<GaveUp> =
        serde_json::from_value(reasons).expect("each reason is one of the domain's");
    assert_eq!(reasons, REASONS);
    for reason in reasons {
        let word = serde_json::to_value(reason).unwrap();
        assert!(
            wanted::PROMPT.contains(&format!("`{}`", word.as_str().unwrap())),
            "{word} is explained to the agent"
        );
    }
}

#[test]
fn the_agent_tells_lines_apart_as_the_domain_does() {
    use Heard::{FullMailbox, Hold, Machine, Menu, Person, Screening, Voicemail};
    let tool = wanted::tool("report_line", OUR_URL, "secret_1");
    let line = &tool["api_schema"]["request_body_schema"]["properties"]["line"];
    let lines: Vec<Heard> = serde_json::from_value(line["enum"].clone()).unwrap();
    assert_eq!(lines, [Person, Voicemail, FullMailbox, Menu, Screening, Hold, Machine]);
    for word in line["enum"].as_array().unwrap() {
        assert!(line["description"].as_str().unwrap().contains(word.as_str().unwrap()), "{word}");
    }
}

#[test]
fn the_prompt_explains_every_decision_that_a_tool_can_answer() {
    use ToolDecision::{
        Answered, AskPerson, Book, Claim, Decline, End, Introduce, LeaveMessage, Ok, Operator,
        Press, PressSlowly, Speak, Wait,
    };
    for decision in [
        Claim,
        Book,
        AskPerson,
        Decline,
        Wait,
        Answered,
        Ok,
        Press,
        PressSlowly,
        Speak,
        Operator,
        Introduce,
        LeaveMessage,
        End,
    ] {
        let word = serde_json::to_value(decision).unwrap();
        assert!(wanted::PROMPT.contains(&format!("- `{}`: ", word.as_str().unwrap())), "{word}");
    }
    for (name, _) in wanted::TOOLS {
        assert!(wanted::PROMPT.contains(&format!("`{name}`")), "{name}");
    }
}
