//! What happened on the line, as turns of the transcript and entries of the timeline.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::conversation::{Answer, Beat, BuiltIn, Move, Reply, ToolFailure};
use super::conversations::Conversation;
use super::tools::Rendered;
use crate::cast;
use crate::timeline::Kind;
use crate::world::State;

/// A tool's web call, before and after.
pub(super) struct Used {
    pub request: Result<Rendered, String>,
    /// The body of the answer, or the error that the model is told.
    pub result: String,
    pub latency_s: f64,
    pub answer: Result<Answer, ToolFailure>,
}

/// Writes a beat into the transcript and the timeline.
pub(super) fn note(
    state: &mut State,
    id: &str,
    happens: &Beat,
    used: Option<&Used>,
    at: Timestamp,
) {
    let Some(conversation) = state.elevenlabs.conversations.get_mut(id) else { return };
    let seconds = conversation.seconds_at(at);
    let call_sid = conversation.call_sid.clone().unwrap_or_default();
    let turn = |role: &str, message: Value| {
        json!({
            "role": role, "message": message, "time_in_call_secs": seconds, "interrupted": false, "tool_calls": [],
            "tool_results": [],
        })
    };
    let (kind, who, text) = match happens {
        Beat::Agent { does: Move::Say { line } } => {
            conversation.turns.push(turn("agent", json!(line.text)));
            (Kind::Spoken, "agent".to_owned(), line.text.clone())
        }
        Beat::Callee { does: Reply::Says { line, .. } } => {
            conversation.turns.push(turn("user", json!(line.text)));
            (Kind::Spoken, provider_name(conversation, &state.cast), line.text.clone())
        }
        Beat::Agent { does: Move::Use { tool, .. } } => {
            let Some(used) = used else { return };
            let request_id = format!("{id}_{}", conversation.turns.len());
            let mut noted = turn("agent", Value::Null);
            let (call, result) = tool_turn(tool, used, &request_id);
            noted["tool_calls"] = json!([call]);
            noted["tool_results"] = json!([result]);
            conversation.turns.push(noted);
            let params = used.request.as_ref().map_or("", |request| request.params.as_str());
            (Kind::ToolCalled, "agent".to_owned(), format!("{tool} {params} → {}", used.result))
        }
        Beat::Agent { does: Move::BuiltIn { tool, arguments } } => {
            let request_id = format!("{id}_{}", conversation.turns.len());
            let mut noted = turn("agent", Value::Null);
            let (call, result) = built_in_turn(*tool, arguments, &request_id);
            noted["tool_calls"] = json!([call]);
            noted["tool_results"] = json!([result]);
            conversation.turns.push(noted);
            match tool {
                BuiltIn::PlayKeypadTouchTone => {
                    (Kind::KeyPressed, "agent".to_owned(), arguments["dtmf_tones"].to_string())
                }
                _ => (Kind::ToolCalled, "agent".to_owned(), tool.name().to_owned()),
            }
        }
        Beat::Agent { .. } | Beat::Callee { .. } | Beat::Silence => return,
    };
    state.timeline.note(at, kind, call_sid, who, text);
}

fn provider_name(conversation: &Conversation, cast: &cast::State) -> String {
    let number = conversation.live.as_ref().map_or("", |live| live.provider.as_str());
    cast.member(number).map_or_else(|| number.to_owned(), |member| member.name.clone())
}

fn tool_turn(tool: &str, used: &Used, request_id: &str) -> (Value, Value) {
    let (details, params) = match &used.request {
        Ok(request) => {
            let body = String::from_utf8_lossy(&request.body);
            let details = json!({
                "type": "webhook", "method": request.method, "url": request.url, "headers": {}, "path_params": {},
                "query_params": {}, "body": body,
            });
            (details, request.params.clone())
        }
        Err(_) => (Value::Null, "{}".to_owned()),
    };
    let called = used.request.is_ok();
    let call = json!({
        "type": "webhook", "request_id": request_id, "tool_name": tool, "params_as_json": params,
        "tool_has_been_called": called, "tool_details": details,
    });
    let result = json!({
        "type": "webhook", "request_id": request_id, "tool_name": tool, "result_value": used.result,
        "is_error": used.answer.is_err(), "tool_has_been_called": called, "tool_latency_secs": used.latency_s,
    });
    (call, result)
}

fn built_in_turn(tool: BuiltIn, arguments: &Value, request_id: &str) -> (Value, Value) {
    let call = json!({
        "type": "system", "request_id": request_id, "tool_name": tool.name(), "params_as_json": arguments.to_string(),
        "tool_has_been_called": true, "tool_details": null,
    });
    let result = json!({
        "type": "system", "request_id": request_id, "tool_name": tool.name(),
        "result_value": built_in_result(tool, arguments).to_string(), "is_error": false, "tool_has_been_called": true,
        "tool_latency_secs": 0.0,
    });
    (call, result)
}

fn built_in_result(tool: BuiltIn, arguments: &Value) -> Value {
    let reason = &arguments["reason"];
    match tool {
        BuiltIn::PlayKeypadTouchTone => json!({
            "result_type": "play_dtmf_success", "status": "success", "dtmf_tones": arguments["dtmf_tones"],
            "reason": reason,
        }),
        BuiltIn::SkipTurn => {
            json!({"result_type": "skip_turn_success", "status": "success", "reason": reason})
        }
        _ => json!({"status": "success"}),
    }
}
