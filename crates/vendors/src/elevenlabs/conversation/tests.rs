use serde_json::{Value, json};

use super::super::{
    CallResult, Conversation, ConversationStatus, PostCallEvent, Role, Verdict, read_post_call,
};
use crate::error::Error;

fn example() -> Value {
    json!({
        "agent_id": "agent_01", "agent_name": "vocero", "conversation_id": "conv_01", "status": "done", "user_id": "call_1",
        "transcript": [
            {"role": "agent", "message": "Hola.", "time_in_call_secs": 0, "interrupted": true, "original_message": "Hola, llamo"},
            {"role": "user", "message": "El martes a las diez.", "time_in_call_secs": 9, "tool_calls": [], "tool_results": []},
            {"role": "agent", "message": null, "time_in_call_secs": 11,
             "tool_calls": [{"type": "webhook", "request_id": "tr_1", "tool_name": "claim_slot", "params_as_json": "{\"a\":1}",
                "tool_has_been_called": true, "tool_details": {"type": "webhook", "headers": {}}}],
             "tool_results": [
                {"type": "webhook", "request_id": "tr_1", "tool_name": "claim_slot", "result_value": "{\"ok\":true}",
                 "is_error": false, "tool_has_been_called": true, "tool_latency_secs": 0.4},
                {"type": "system", "request_id": "tr_2", "tool_name": "end_call", "result_value": "", "is_error": false,
                 "result": {"result_type": "end_call_success"}}]}],
        "metadata": {"start_time_unix_secs": 1_795_352_500, "accepted_time_unix_secs": null, "call_duration_secs": 95,
            "cost": 310, "cost_fiat": 0.14, "main_language": "es", "termination_reason": "end_call", "error": null,
            "phone_call": {"type": "twilio", "call_sid": "CA1", "call_result": "no_answer"}},
        "analysis": {"call_successful": "success", "transcript_summary": "Turno confirmado.",
            "evaluation_criteria_results": {"booked": {"criteria_id": "booked", "result": "failure", "rationale": "x"}},
            "data_collection_results": {"outcome": {"data_collection_id": "outcome", "value": "booked", "rationale": "x"},
                "price": {"data_collection_id": "price", "value": 9000.5}, "code": {"value": null}}},
        "conversation_initiation_client_data": {"dynamic_variables": {"call_token": "t_1", "n": 2, "secret__key": "s"}},
        "a_new_field": {"x": []}
    })
}

fn decode(value: Value) -> Conversation {
    serde_json::from_value(value).unwrap()
}

#[test]
fn a_conversation_is_what_was_said_and_done() {
    let conversation = decode(example());
    assert_eq!(conversation.status, ConversationStatus::Done);
    let [opening, offer, claim] = &conversation.transcript[..] else { panic!("three turns") };
    assert_eq!((opening.role, opening.interrupted), (Role::Agent, true));
    assert_eq!(opening.original_message.as_deref(), Some("Hola, llamo"));
    assert_eq!((offer.role, offer.message.as_deref()), (Role::User, Some("El martes a las diez.")));
    assert_eq!(offer.time_in_call_secs, Some(9));
    assert_eq!(claim.message, None);
    assert_eq!(
        (&*claim.tool_calls[0].tool_name, &*claim.tool_calls[0].params_as_json),
        ("claim_slot", "{\"a\":1}")
    );
    assert_eq!(
        (&*claim.tool_results[0].result_value, claim.tool_results[0].is_error),
        ("{\"ok\":true}", false)
    );
    assert_eq!(claim.tool_results[1].tool_name, "end_call");
    let metadata = &conversation.metadata;
    assert_eq!(metadata.started_at.unwrap().as_second(), 1_795_352_500);
    assert_eq!((metadata.accepted_at, metadata.call_duration_secs), (None, Some(95)));
    let phone_call = metadata.phone_call.clone().unwrap();
    assert_eq!(
        (phone_call.call_sid.as_deref(), phone_call.call_result),
        (Some("CA1"), Some(CallResult::NoAnswer))
    );
    let analysis = conversation.analysis.unwrap();
    assert_eq!(
        (analysis.call_successful, analysis.criteria["booked"]),
        (Verdict::Success, Verdict::Failure)
    );
    assert_eq!(analysis.collected["outcome"].0, json!("booked"));
    assert_eq!(
        (&analysis.collected["price"].0, &analysis.collected["code"].0),
        (&json!(9000.5), &Value::Null)
    );
    let variables: Vec<_> =
        conversation.dynamic_variables.into_iter().map(|(name, v)| (name, v.0)).collect();
    assert_eq!(variables, [("call_token".to_owned(), json!("t_1")), ("n".to_owned(), json!(2))]);
}

#[test]
fn what_was_said_is_not_shown() {
    let shown = format!("{:?}", decode(example()));
    for secret in ["martes", "Hola", "true}", "confirmado", "t_1", "9000"] {
        assert!(!shown.contains(secret), "{secret}: {shown}");
    }
}

#[test]
fn a_field_of_another_type_costs_that_field_only() {
    let mut paths = vec![];
    pointers(&example(), "", &mut paths);
    assert!(paths.len() > 60, "{}", paths.len());
    for path in paths.iter().filter(|path| *path != "/conversation_id" && !path.is_empty()) {
        for odd in
            [json!({"odd": 1}), json!([1]), json!("odd"), json!(-1.5), Value::Null, json!(true)]
        {
            let mut changed = example();
            *changed.pointer_mut(path).unwrap() = odd.clone();
            let conversation: Result<Conversation, _> = serde_json::from_value(changed);
            let conversation =
                conversation.unwrap_or_else(|error| panic!("{path} = {odd}: {error}"));
            if !path.starts_with("/transcript") {
                assert_eq!(conversation.transcript.len(), 3, "{path} = {odd}");
            }
        }
    }
}

fn pointers(value: &Value, at: &str, paths: &mut Vec<String>) {
    paths.push(at.to_owned());
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| pointers(value, &format!("{at}/{name}"), paths));
        }
        Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(n, value)| pointers(value, &format!("{at}/{n}"), paths));
        }
        _ => {}
    }
}

#[test]
fn half_a_conversation_is_a_conversation() {
    let conversation =
        decode(json!({"conversation_id": "conv_1", "status": "on_hold", "transcript": null}));
    assert_eq!(
        (conversation.status, conversation.transcript.len()),
        (ConversationStatus::Other, 0)
    );
    assert_eq!((conversation.analysis, conversation.user_id), (None, None));
    assert!(serde_json::from_value::<Conversation>(json!({"status": "done"})).is_err());
}

#[test]
fn a_turn_that_cannot_be_read_does_not_hide_the_others() {
    let transcript =
        json!([{"role": "agent", "message": "a"}, "odd", {"role": "narrator", "message": 7}]);
    let conversation = decode(json!({"conversation_id": "conv_1", "transcript": transcript}));
    let roles: Vec<_> = conversation.transcript.iter().map(|turn| turn.role).collect();
    assert_eq!(roles, [Role::Agent, Role::Other]);
}

#[test]
fn a_post_call_webhook_brings_the_same_conversation_as_the_interface() {
    let body = json!({"type": "post_call_transcription", "event_timestamp": 1_795_352_611, "data": example()});
    let post_call = read_post_call(body.to_string().as_bytes()).unwrap();
    assert_eq!(post_call.happened_at.unwrap().as_second(), 1_795_352_611);
    assert_eq!(post_call.event, PostCallEvent::Transcription(Box::new(decode(example()))));
}

#[test]
fn other_post_call_webhooks_are_told_apart() {
    let read =
        |body: Value| read_post_call(body.to_string().as_bytes()).map(|post_call| post_call.event);
    let failed = json!({"type": "call_initiation_failure", "event_timestamp": 1, "data": {"agent_id": "agent_1",
        "conversation_id": "conv_1", "failure_reason": "no-answer",
        "metadata": {"type": "twilio", "body": {"CallSid": "CA1", "CallStatus": "no-answer"}}}});
    let expected = PostCallEvent::InitiationFailed {
        conversation_id: "conv_1".to_owned(),
        agent_id: "agent_1".to_owned(),
        reason: "no-answer".to_owned(),
        call_sid: Some("CA1".to_owned()),
    };
    assert_eq!(read(failed).unwrap(), expected);
    let audio = json!({"type": "post_call_audio", "data": {"conversation_id": "conv_1", "full_audio": "SUQz"}});
    assert_eq!(read(audio).unwrap(), PostCallEvent::Audio { conversation_id: "conv_1".to_owned() });
    let other = json!({"type": "voice_removal_notice", "data": 7});
    assert_eq!(
        read(other).unwrap(),
        PostCallEvent::Other { kind: "voice_removal_notice".to_owned() }
    );
}

#[test]
fn a_post_call_webhook_without_a_conversation_cannot_be_read() {
    let bodies = [
        "",
        "null",
        "[]",
        "{\"data\":{}}",
        "{\"type\":7,\"data\":{}}",
        "{\"type\":\"post_call_transcription\",\"data\":{}}",
        "{\"type\":\"post_call_transcription\",\"data\":{\"conversation_id\":\"\"}}",
        "{\"type\":\"post_call_transcription\",\"data\":{\"conversation_id\":7}}",
        "{\"type\":\"post_call_transcription\"}",
        "{\"type\":\"call_initiation_failure\",\"data\":null}",
    ];
    for body in bodies {
        assert!(matches!(read_post_call(body.as_bytes()), Err(Error::Unreadable { .. })), "{body}");
    }
}
