//! Webhooks that the test signs or writes itself.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::answer;

fn twilio(token: &str, text: &str) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(token.as_bytes()).unwrap();
    mac.update(text.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

async fn valid(case: Value) -> Value {
    answer("webhooks", &case).await["valid"].take()
}

const URL: &str = "https://vocero.example/hook?a=1";

#[tokio::test]
async fn a_form_of_twilios_is_genuine_or_forged() {
    let signature = twilio("token", &format!("{URL}BodySí & noTagaTagb"));
    let case = |token: &str, body: &str| {
        json!({
            "id": 1, "task": "twilio_signature", "token": token, "url": URL, "signature": signature,
            "params": {"Tag": ["b", "a"], "Body": body}, "body": null,
        })
    };
    assert_eq!(valid(case("token", "Sí & no")).await, true);
    assert_eq!(valid(case("token", "Sí & yes")).await, false);
    assert_eq!(valid(case("other", "Sí & no")).await, false);
    assert_eq!(
        valid(json!({"id": 1, "task": "twilio_signature"})).await,
        false,
        "no key fits nothing"
    );
}

#[tokio::test]
async fn json_of_twilios_needs_its_hash_in_the_url() {
    let body = r#"{"n": 1}"#;
    let hashed = format!("{URL}&bodySHA256={}", hex::encode(Sha256::digest(body)));
    let case = |url: &str, body: &str| {
        let signature = twilio("token", url);
        json!({
            "id": 1, "task": "twilio_signature", "token": "token", "url": url, "signature": signature, "params": {},
            "body": body,
        })
    };
    assert_eq!(valid(case(&hashed, body)).await, true);
    assert_eq!(valid(case(&hashed, r#"{"n": 2}"#)).await, false);
    assert_eq!(valid(case(URL, body)).await, false);
}

#[tokio::test]
async fn an_event_of_elevenlabs_is_genuine_for_half_an_hour() {
    let body = r#"{"type": "x"}"#;
    let mut mac = Hmac::<Sha256>::new_from_slice(b"secret").unwrap();
    mac.update(format!("1795000000.{body}").as_bytes());
    let header = format!("t=1795000000,v0={}", hex::encode(mac.finalize().into_bytes()));
    let case = |secret: &str, header: Value, now: i64| {
        json!({
            "id": 1, "task": "elevenlabs_signature", "secret": secret, "header": header, "body": body, "now": now,
        })
    };
    assert_eq!(valid(case("secret", json!(header), 1_795_000_060)).await, true);
    assert_eq!(valid(case("secret", json!(header), 1_795_009_000)).await, false, "too late");
    assert_eq!(valid(case("guess", json!(header), 1_795_000_060)).await, false);
    assert_eq!(valid(case("secret", Value::Null, 1_795_000_060)).await, false);
}

async fn result(task: &str, body: Value) -> Value {
    answer("webhooks", &json!({"id": 1, "task": task, "body": body})).await["result"].take()
}

#[tokio::test]
async fn a_conversation_is_its_spoken_turns() {
    let conversation = |status: &str| {
        json!({"conversation_id": "conv_1", "agent_id": "a", "status": status, "transcript": [
            {"role": "agent", "message": "Hello", "time_in_call_secs": 1},
            {"role": "agent", "message": null, "tool_calls": [{"tool_name": "end_call"}]},
            {"role": "user", "message": " Hola "},
        ]})
    };
    let turns = json!([["agent", "Hello"], ["user", "Hola"]]);
    for (status, finished) in
        [("done", true), ("failed", true), ("in-progress", false), ("new", false)]
    {
        let expected = json!({"finished": finished, "turns": turns});
        assert_eq!(result("elevenlabs_body", conversation(status)).await, expected, "{status}");
    }
    let posted = json!({"type": "post_call_transcription", "event_timestamp": 1, "data": conversation("done")});
    assert_eq!(result("elevenlabs_body", posted.clone()).await["turns"], turns);
    let as_text = Value::String(posted.to_string());
    assert_eq!(result("elevenlabs_body", as_text).await["finished"], true);
    for nothing in
        [json!({}), json!([]), json!("{"), json!({"type": "post_call_audio", "data": {}})]
    {
        let case = json!({"id": 1, "task": "elevenlabs_body", "body": nothing});
        assert!(answer("webhooks", &case).await["error"].is_string(), "{nothing}");
    }
}

#[tokio::test]
async fn an_outbound_call_has_begun_or_not() {
    let body =
        json!({"success": true, "message": "ok", "conversation_id": "conv_1", "callSid": "CA1"});
    let begun = json!({"started": true, "conversation_id": "conv_1", "call_sid": "CA1"});
    assert_eq!(result("elevenlabs_body", body).await, begun);
    let refused =
        json!({"success": false, "message": "no", "conversation_id": null, "callSid": null});
    assert_eq!(result("elevenlabs_body", refused).await["started"], false);
}

fn update(field: &str, value: &Value) -> Value {
    json!({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [{"field": field, "value": value}]}]})
}

/// Of the one message, without what it lacks.
async fn message(message: Value) -> Value {
    let mut found =
        result("whatsapp_update", update("messages", &json!({"messages": [message]}))).await;
    let mut message = found["messages"][0].take();
    let fields = message.as_object_mut().unwrap();
    fields.retain(|_, value| !value.is_null() && *value != json!([]));
    fields.retain(|name, _| name != "id" && name != "from");
    message
}

#[tokio::test]
async fn messages_of_every_type_say_what_they_carry() {
    let table = [
        (
            json!({"type": "text", "text": {"body": "Hola"}}),
            json!({"type": "text", "text": "Hola"}),
        ),
        (
            json!({"type": "image", "image": {"id": "9", "mime_type": "image/png", "caption": "mine"}}),
            json!({"type": "image", "media_id": "9", "mime": "image/png"}),
        ),
        (
            json!({"type": "audio", "audio": {"id": "9", "mime_type": "audio/ogg", "voice": true}}),
            json!({"type": "audio", "media_id": "9", "mime": "audio/ogg", "voice": true}),
        ),
        (
            json!({"type": "interactive", "context": {"id": "m0"}, "interactive": {"type": "list_reply", "list_reply": {"id": "a", "title": "A"}}}),
            json!({"type": "interactive", "reply_to": "m0", "choice": {"id": "a", "title": "A"}}),
        ),
        (
            json!({"type": "button", "button": {"payload": "p", "text": "Call"}}),
            json!({"type": "button", "choice": {"id": "p", "title": "Call"}}),
        ),
        (
            json!({"type": "location", "location": {"latitude": -34.5, "longitude": 1.25}}),
            json!({"type": "location", "location": [-34.5, 1.25]}),
        ),
        (
            json!({"type": "contacts", "contacts": [{"name": {"formatted_name": "Ana"}, "phones": [{"phone": "+1 202"}, {}]}]}),
            json!({"type": "contacts", "contacts": [{"name": "Ana", "phones": ["+1 202"]}]}),
        ),
        (json!({"type": "reaction", "reaction": {"emoji": "x"}}), json!({"type": "reaction"})),
    ];
    for (mut sent, expected) in table {
        sent["id"] = json!("m1");
        sent["from"] = json!("34600000000");
        assert_eq!(message(sent).await, expected);
    }
}

#[tokio::test]
async fn statuses_are_told_and_what_is_neither_is_left_out() {
    let status =
        json!({"id": "m1", "status": "read", "recipient_id": "34600000000", "timestamp": "1"});
    let news = json!({"statuses": [status]});
    let told = json!({"messages": [], "statuses": [{"id": "m1", "status": "read", "recipient": "34600000000"}]});
    assert_eq!(result("whatsapp_update", update("messages", &news)).await, told);
    let none = json!({"messages": [], "statuses": []});
    for (field, value) in [
        ("calls", &news),
        ("smb_message_echoes", &json!({"message_echoes": [{"id": "m2", "type": "text"}]})),
        ("user_preferences", &json!({"user_preferences": []})),
    ] {
        assert_eq!(result("whatsapp_update", update(field, value)).await, none, "{field}");
    }
}
