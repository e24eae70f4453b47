use std::time::Duration;

use serde_json::{Value, json};

use super::{
    Audio, CallDirection, ConversationFilter, ConversationStatus, ElevenLabs, Registered,
    Registration, Settings,
};
use crate::error::Error;
use crate::fake::{Fake, Reply, Seen, number, pair};

const TWIML: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8"?><Response><Connect><Stream url="wss://api.elevenlabs.io/v1/x">"#,
    r#"<Parameter name="conversation_id" value="conv_01abc"/></Stream></Connect></Response>"#
);

fn settings(base: &str) -> Settings {
    Settings {
        base_url: base.to_owned(),
        api_key: "xi-secret".into(),
        timeout: Duration::from_secs(30),
        register_timeout: Duration::from_secs(30),
        transcribe_timeout: Duration::from_secs(30),
    }
}

async fn elevenlabs(replies: impl IntoIterator<Item = Reply>) -> (ElevenLabs, Fake) {
    let fake = Fake::new(replies).await;
    (ElevenLabs::new(settings(&fake.base)).unwrap(), fake)
}

async fn register(elevenlabs: &ElevenLabs) -> Result<Registered, Error> {
    let (from, to) = (number("+12025550100"), number("+541155550100"));
    let client_data = json!({"user_id": "call_1", "dynamic_variables": {"service": "corte"}});
    let registration = Registration {
        agent_id: "agent_1",
        from: &from,
        to: &to,
        direction: CallDirection::Outbound,
        client_data: &client_data,
    };
    elevenlabs.register_call(&registration).await
}

fn line(seen: &Seen) -> String {
    format!("{} {}", seen.method, seen.target)
}

#[tokio::test]
async fn a_registered_call_has_twiml_in_any_of_the_forms_that_were_seen() {
    let replies = [
        Reply::text(200, "text/html; charset=utf-8", TWIML),
        Reply::text(200, "application/xml", &format!("\u{feff}\n {TWIML}\n")),
        Reply::json(200, &json!(TWIML)),
        Reply::json(200, &json!({"twiml": TWIML, "conversation_id": "conv_other"})),
    ];
    let (elevenlabs, fake) = elevenlabs(replies).await;
    for _ in 0..4 {
        let registered = register(&elevenlabs).await.unwrap();
        assert_eq!(registered.twiml, TWIML, "passed on unchanged");
        assert_eq!(registered.conversation_id.as_deref(), Some("conv_01abc"));
        assert!(!format!("{registered:?}").contains("wss"));
    }
    let seen = &fake.seen()[0];
    assert_eq!(line(seen), "POST /v1/convai/twilio/register-call");
    assert_eq!(seen.header("xi-api-key"), Some("xi-secret"));
    let expected = json!({
        "agent_id": "agent_1", "from_number": "+12025550100", "to_number": "+541155550100", "direction": "outbound",
        "conversation_initiation_client_data": {"user_id": "call_1", "dynamic_variables": {"service": "corte"}}
    });
    assert_eq!(seen.json(), expected);
}

#[tokio::test]
async fn twiml_that_leads_elsewhere_is_not_passed_on() {
    let hostile = TWIML.replace("api.elevenlabs.io", "elevenlabs.io.evil.example");
    let replies = [
        Reply::text(200, "text/html", &hostile),
        Reply::json(200, &json!({ "twiml": hostile })),
        Reply::json(200, &json!({"error": "none"})),
        Reply::text(200, "text/html", "<html><body>Login</body></html>"),
        Reply::text(200, "text/html", ""),
        Reply::bytes(200, "text/html", b"\xff\xfe"),
    ];
    let count = replies.len();
    let (elevenlabs, _fake) = elevenlabs(replies).await;
    for _ in 0..count {
        assert!(matches!(register(&elevenlabs).await, Err(Error::Unreadable { .. })));
    }
}

#[tokio::test]
async fn a_registration_may_be_repeated_when_the_plan_is_full_or_elevenlabs_is_down() {
    let full = json!({"detail": {"status": "too_many_concurrent_requests", "message": "x"}});
    let replies = [Reply::json(429, &full), Reply::text(502, "text/html", "<html>"), Reply::Close];
    let (elevenlabs, fake) = elevenlabs(replies).await;
    for _ in 0..3 {
        assert!(matches!(register(&elevenlabs).await, Err(Error::Unavailable { .. })));
    }
    assert_eq!(fake.seen().len(), 3, "it is not repeated here");
}

#[tokio::test]
async fn a_registration_has_a_patience_of_its_own() {
    let fake = Fake::new([Reply::Silence]).await;
    let register_timeout = Duration::from_millis(900);
    let settings = Settings { register_timeout, ..settings(&fake.base) };
    let elevenlabs = ElevenLabs::new(settings).unwrap();
    let patience = tokio::time::timeout(Duration::from_secs(15), register(&elevenlabs));
    let registered = patience.await.expect("less than that of other requests");
    assert!(matches!(registered, Err(Error::Unavailable { .. })));
}

#[tokio::test]
async fn a_refusal_has_the_code_of_whatever_form_the_error_has() {
    let forms = [
        (
            401,
            json!({"detail": {"type": "auth", "code": "invalid_api_key", "status": "old"}}),
            Some("invalid_api_key"),
        ),
        (
            401,
            json!({"detail": {"status": "quota_exceeded", "message": "0 credits"}}),
            Some("quota_exceeded"),
        ),
        (
            422,
            json!({"detail": [{"loc": ["body", "to_number"], "msg": "required", "type": "x"}]}),
            Some("validation_error"),
        ),
        (404, json!({"detail": "Not Found"}), None),
        (403, json!({"message": "forbidden"}), None),
    ];
    for (status, body, code) in forms {
        let (elevenlabs, _fake) = elevenlabs([Reply::json(status, &body)]).await;
        let Err(Error::Refused { status: found, code: found_code, .. }) =
            register(&elevenlabs).await
        else {
            panic!("{body}")
        };
        assert_eq!((found, found_code.as_deref()), (status, code), "{body}");
    }
    let (elevenlabs, _fake) =
        elevenlabs([Reply::json(422, &json!({"detail": [{"loc": ["body", 0], "msg": "no"}]}))])
            .await;
    let Err(Error::Refused { reason, .. }) = register(&elevenlabs).await else { panic!("refused") };
    assert_eq!(reason, "body.0: no");
}

#[tokio::test]
async fn conversations_are_found_by_what_the_registration_gave() {
    let page = json!({
        "conversations": [{"conversation_id": "conv_1", "status": "in-progress", "start_time_unix_secs": 1_795_352_500,
            "call_duration_secs": 95, "message_count": 3, "call_successful": "maybe"}],
        "has_more": true, "next_cursor": "c2"
    });
    let (elevenlabs, fake) = elevenlabs([Reply::json(200, &page)]).await;
    let filter = ConversationFilter {
        user_id: Some("call_1"),
        agent_id: Some("agent_1"),
        started_after: Some("2026-11-22T12:00:00Z".parse().unwrap()),
        cursor: Some("c1"),
    };
    let found = elevenlabs.conversations(&filter).await.unwrap();
    let conversation = &found.conversations[0];
    assert_eq!(
        (&*conversation.conversation_id, conversation.status),
        ("conv_1", ConversationStatus::InProgress)
    );
    assert_eq!(conversation.started_at.unwrap().as_second(), 1_795_352_500);
    assert_eq!(found.next.as_deref(), Some("c2"));
    let seen = fake.only();
    assert_eq!(seen.path(), "/v1/convai/conversations");
    let query = [
        pair("page_size", "100"),
        pair("user_id", "call_1"),
        pair("agent_id", "agent_1"),
        pair("call_start_after_unix", "1795348800"),
        pair("cursor", "c1"),
    ];
    assert_eq!(seen.query(), query);
}

#[tokio::test]
async fn all_conversations_of_an_agent_are_read_page_by_page_and_an_endless_list_ends() {
    let since = "2026-11-22T12:00:00Z".parse().unwrap();
    let page = |id: &str, next: Option<&str>| {
        let one = json!({"conversation_id": id, "status": "done"});
        Reply::json(200, &json!({"conversations": [one], "next_cursor": next}))
    };
    let (client, fake) = elevenlabs([page("conv_2", Some("c2")), page("conv_1", None)]).await;
    let all = client.conversations_since("agent_1", since).await.unwrap();
    let ids: Vec<_> = all.iter().map(|one| &*one.conversation_id).collect();
    assert_eq!(ids, ["conv_2", "conv_1"]);
    assert!(fake.seen()[1].query().contains(&pair("cursor", "c2")));
    let (client, fake) = elevenlabs((0..100).map(|_| page("conv_1", Some("c")))).await;
    client.conversations_since("agent_1", since).await.unwrap();
    assert_eq!(fake.seen().len(), 2, "a page that names itself as the next is the last");
}

#[tokio::test]
async fn a_conversation_that_is_not_there_yet_is_none() {
    let missing = json!({"detail": {"status": "conversation_not_found"}});
    let (elevenlabs, fake) = elevenlabs([
        Reply::json(404, &missing),
        Reply::json(404, &missing),
        Reply::json(500, &missing),
    ])
    .await;
    assert_eq!(elevenlabs.conversation("conv/1").await.unwrap(), None);
    elevenlabs.delete_conversation("conv_1").await.unwrap();
    assert!(matches!(elevenlabs.conversation("conv_1").await, Err(Error::Unavailable { .. })));
    assert_eq!(line(&fake.seen()[0]), "GET /v1/convai/conversations/conv%2F1");
    assert_eq!(line(&fake.seen()[1]), "DELETE /v1/convai/conversations/conv_1");
}

#[tokio::test]
async fn a_voice_note_is_transcribed_as_it_came() {
    let text = json!({"language_code": "spa", "language_probability": 0.98, "text": "Mañana a las diez.", "words": []});
    let (elevenlabs, fake) =
        elevenlabs([Reply::json(200, &text), Reply::json(200, &json!({"message": "later"}))]).await;
    let audio = Audio {
        bytes: b"OggS\0\r\n--audio".to_vec().into(),
        content_type: "audio/ogg",
        file_name: "voice.ogg",
    };
    let transcription = elevenlabs.speech_to_text("scribe_v2", &audio, Some("es")).await.unwrap();
    assert_eq!(
        (&*transcription.text, &*transcription.language_code),
        ("Mañana a las diez.", "spa")
    );
    assert!(!format!("{transcription:?}").contains("diez"));
    assert!(matches!(
        elevenlabs.speech_to_text("scribe_v2", &audio, None).await,
        Err(Error::Unreadable { .. })
    ));

    let seen = &fake.seen()[0];
    assert_eq!(line(seen), "POST /v1/speech-to-text");
    assert!(seen.header("content-length").is_some(), "no chunks");
    let kind = seen.header("content-type").unwrap();
    let boundary = kind.strip_prefix("multipart/form-data; boundary=").unwrap();
    let body = String::from_utf8_lossy(&seen.body);
    let delimiter = format!("--{boundary}");
    let mut parts: Vec<_> =
        body.split(&delimiter).map(str::trim).filter(|p| !matches!(*p, "" | "--")).collect();
    parts.sort_unstable();
    let field = |name: &str, value: &str| {
        format!("Content-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}")
    };
    let file = "Content-Disposition: form-data; name=\"file\"; filename=\"voice.ogg\"\r\nContent-Type: audio/ogg\r\n\r\nOggS\0\r\n--audio";
    assert!(parts.remove(1).starts_with(file), "{body}");
    let expected = [
        field("diarize", "false"),
        field("file_format", "other"),
        field("language_code", "es"),
        field("model_id", "scribe_v2"),
        field("tag_audio_events", "false"),
        field("timestamps_granularity", "none"),
    ];
    assert_eq!(parts, expected);
}

#[tokio::test]
async fn credits_that_are_used_up_are_no_reason_to_try_again() {
    let body = json!({"detail": {"status": "quota_exceeded", "message": "0 left"}});
    let (elevenlabs, _fake) = elevenlabs([Reply::json(401, &body)]).await;
    let audio = Audio { bytes: "OggS".into(), content_type: "audio/ogg", file_name: "voice.ogg" };
    let error = elevenlabs.speech_to_text("scribe_v2", &audio, None).await.unwrap_err();
    assert_eq!(error.to_string(), "elevenlabs refused (401, quota_exceeded)");
}

#[tokio::test]
async fn agents_tools_secrets_and_webhooks_are_kept_as_code() {
    let tool = json!({"id": "tool_1", "tool_config": {"name": "claim_slot"}, "access_info": {}});
    let secret = json!({"type": "stored", "secret_id": "sec_1", "name": "tool_token"});
    let (elevenlabs, fake) = elevenlabs([
        Reply::json(200, &json!({"agent_id": "agent_1"})),
        Reply::json(200, &json!({"agent_id": "agent_1", "name": "vocero"})),
        Reply::json(200, &json!({"agent_id": "agent_1", "name": "vocero"})),
        Reply::json(200, &tool),
        Reply::json(200, &tool),
        Reply::json(200, &tool),
        Reply::json(200, &secret),
        Reply::json(200, &secret),
        Reply::json(200, &json!({"webhook_id": "wh_1", "webhook_secret": "wsec_1"})),
        Reply::json(200, &json!({"status": "ok"})),
        Reply::json(200, &json!({"webhooks": {}})),
        Reply::json(200, &json!({"webhooks": {}})),
    ])
    .await;
    let config = json!({"type": "webhook", "name": "claim_slot"});
    assert_eq!(elevenlabs.create_agent(&json!({"name": "vocero"})).await.unwrap(), "agent_1");
    assert_eq!(elevenlabs.agent("agent_1").await.unwrap()["name"], "vocero");
    elevenlabs.patch_agent("agent_1", &json!({"tags": []})).await.unwrap();
    assert_eq!(elevenlabs.create_tool(&config).await.unwrap().name(), "claim_slot");
    assert_eq!(elevenlabs.tool("tool_1").await.unwrap().id, "tool_1");
    elevenlabs.patch_tool("tool_1", &config).await.unwrap();
    assert_eq!(elevenlabs.create_secret("tool_token", &"s".into()).await.unwrap().id, "sec_1");
    elevenlabs.update_secret("sec_1", "tool_token", &"t".into()).await.unwrap();
    let webhook =
        elevenlabs.create_webhook("vocero", "https://us.example/post-call").await.unwrap();
    assert!(webhook.secret.is_some() && !format!("{webhook:?}").contains("wsec_1"));
    elevenlabs.update_webhook("wh_1", "vocero", false, true).await.unwrap();
    elevenlabs.agent_settings().await.unwrap();
    elevenlabs
        .patch_agent_settings(&json!({"webhooks": {"events": ["transcript"]}}))
        .await
        .unwrap();

    let lines: Vec<_> = fake.seen().iter().map(line).collect();
    let expected = [
        "POST /v1/convai/agents/create",
        "GET /v1/convai/agents/agent_1",
        "PATCH /v1/convai/agents/agent_1",
        "POST /v1/convai/tools",
        "GET /v1/convai/tools/tool_1",
        "PATCH /v1/convai/tools/tool_1",
        "POST /v1/convai/secrets",
        "PATCH /v1/convai/secrets/sec_1",
        "POST /v1/workspace/webhooks",
        "PATCH /v1/workspace/webhooks/wh_1",
        "GET /v1/convai/settings",
        "PATCH /v1/convai/settings",
    ];
    assert_eq!(lines, expected);
    let body = |n: usize| fake.seen()[n].json();
    assert_eq!((body(0), body(3)), (json!({"name": "vocero"}), json!({ "tool_config": config })));
    assert_eq!(body(6), json!({"type": "new", "name": "tool_token", "value": "s"}));
    assert_eq!(body(7), json!({"type": "update", "name": "tool_token", "value": "t"}));
    let settings = json!({"auth_type": "hmac", "name": "vocero", "webhook_url": "https://us.example/post-call"});
    assert_eq!(body(8), json!({ "settings": settings }));
    assert_eq!(body(9), json!({"name": "vocero", "is_disabled": false, "retry_enabled": true}));
}

#[tokio::test]
async fn what_may_have_been_created_is_not_created_again() {
    let (elevenlabs, fake) =
        elevenlabs([Reply::Close, Reply::json(500, &json!({})), Reply::json(200, &json!({}))])
            .await;
    assert!(matches!(elevenlabs.create_agent(&json!({})).await, Err(Error::Unknown { .. })));
    assert!(matches!(elevenlabs.create_tool(&json!({})).await, Err(Error::Unknown { .. })));
    assert!(matches!(elevenlabs.create_secret("a", &"b".into()).await, Err(Error::Unknown { .. })));
    assert_eq!(fake.seen().len(), 3);
}

#[tokio::test]
async fn lists_are_read_to_their_end() {
    let agents = |id: &str, next: Value| {
        let agent = json!({"agent_id": id, "name": "vocero", "tags": []});
        Reply::json(
            200,
            &json!({"agents": [agent], "has_more": !next.is_null(), "next_cursor": next}),
        )
    };
    let (elevenlabs, fake) = elevenlabs([
        agents("a", json!("c 2")),
        agents("b", Value::Null),
        Reply::json(200, &json!({"secrets": [], "has_more": false, "next_cursor": ""})),
        Reply::json(200, &json!({"webhooks": [{"webhook_id": "wh_1", "name": "vocero", "webhook_url": "https://x",
            "is_disabled": false, "is_auto_disabled": true, "most_recent_failure_error_code": 503}]})),
        Reply::json(200, &json!({"tools": "none"})),
    ])
    .await;
    let found = elevenlabs.agents("vocero").await.unwrap();
    assert_eq!(found.iter().map(|agent| &*agent.id).collect::<Vec<_>>(), ["a", "b"]);
    assert!(elevenlabs.secrets().await.unwrap().is_empty());
    let webhook = &elevenlabs.webhooks().await.unwrap()[0];
    assert_eq!(
        (webhook.is_auto_disabled, webhook.most_recent_failure_error_code),
        (true, Some(503))
    );
    assert!(matches!(elevenlabs.tools().await, Err(Error::Unreadable { .. })));
    let lines: Vec<_> = fake.seen().iter().map(line).collect();
    assert_eq!(lines[0], "GET /v1/convai/agents?page_size=100&search=vocero");
    assert_eq!(lines[1], "GET /v1/convai/agents?page_size=100&search=vocero&cursor=c+2");
    assert_eq!(lines[3], "GET /v1/workspace/webhooks");
}

#[tokio::test]
async fn a_list_without_end_is_not_read_for_ever() {
    let page = || Reply::json(200, &json!({"tools": [], "has_more": true, "next_cursor": "again"}));
    let (elevenlabs, fake) = elevenlabs((0..50).map(|_| page())).await;
    assert!(matches!(elevenlabs.tools().await, Err(Error::Unreadable { .. })));
    assert_eq!(fake.seen().len(), 20);
}
