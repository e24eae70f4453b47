//! The voice platform's REST: what it takes, what it refuses, and how.

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::town::{MARTA, Town, answered};

const AGENTS: &str = "/v1/convai/agents";
const TOOLS: &str = "/v1/convai/tools";

fn tool(name: &str) -> Value {
    json!({"tool_config": {
        "type": "webhook", "name": name, "description": "A tool.",
        "api_schema": {"url": "https://vocero.example/tool", "method": "POST"},
    }})
}

#[tokio::test]
async fn nobody_gets_in_without_the_key() {
    let town = Town::new().await;
    let url = format!("{}{AGENTS}", town.sandbox.elevenlabs_url());
    let (status, body) = answered(town.client().get(&url)).await;
    assert_eq!((status, &body["detail"]["status"]), (401, &json!("needs_authorization")));
    let (status, body) = answered(town.client().get(&url).header("xi-api-key", "wrong")).await;
    assert_eq!((status, &body["detail"]["status"]), (401, &json!("invalid_api_key")));
}

#[tokio::test]
async fn a_body_that_does_not_fit_is_refused_with_the_place_of_what_is_wrong() {
    let town = Town::new().await;
    let body = json!({"agent_id": "a", "from_number": 5, "direction": "sideways", "ring": true});
    let (status, body) = town.voice(Method::POST, "/v1/convai/twilio/register-call", body).await;
    assert_eq!(status, 422);
    let found: Vec<String> = body["detail"]
        .as_array()
        .unwrap()
        .iter()
        .map(|problem| {
            format!("{} {}", problem["loc"][1].as_str().unwrap(), problem["type"].as_str().unwrap())
        })
        .collect();
    assert_eq!(
        found,
        ["from_number string_type", "to_number missing", "direction enum", "ring extra_forbidden"]
    );

    let (status, body) = town.voice(Method::POST, TOOLS, json!("no object")).await;
    assert_eq!((status, &body["detail"][0]["type"]), (422, &json!("dict_type")));
}

#[tokio::test]
async fn a_change_of_an_agent_is_merged_and_shown_with_defaults() {
    let town = Town::new().await;
    let create =
        json!({"name": "one", "conversation_config": {"agent": {"first_message": "Hello"}}});
    let (_, made) = town.voice(Method::POST, "/v1/convai/agents/create", create).await;
    let path = format!("{AGENTS}/{}", made["agent_id"].as_str().unwrap());
    let change = json!({"conversation_config": {"agent": {"prompt": {"prompt": "Be kind."}}}, "tags": ["a"]});
    let (status, shown) = town.voice(Method::PATCH, &path, change).await;
    assert_eq!(status, 200);
    let agent = &shown["conversation_config"]["agent"];
    assert_eq!(
        (&agent["first_message"], &agent["prompt"]["prompt"]),
        (&json!("Hello"), &json!("Be kind."))
    );
    assert_eq!(agent["language"], "en");
    assert_eq!(shown["platform_settings"]["call_limits"]["agent_concurrency_limit"], -1);
    let (_, again) = town.voice(Method::GET, &path, Value::Null).await;
    assert_eq!(again, shown);
    let (_, listed) = town.voice(Method::GET, &format!("{AGENTS}?search=ONE"), Value::Null).await;
    assert_eq!(listed["agents"].as_array().unwrap().len(), 1);
    let (status, _) = town.voice(Method::DELETE, &path, Value::Null).await;
    assert_eq!(status, 200);
    let (status, gone) = town.voice(Method::GET, &path, Value::Null).await;
    assert_eq!((status, &gone["detail"]["status"]), (404, &json!("agent_not_found")));
}

#[tokio::test]
async fn an_agent_refers_to_what_exists_and_speaks_with_a_voice_that_can() {
    let town = Town::new().await;
    let path = format!("{AGENTS}/{}", town.sandbox.credentials().elevenlabs_agent_id);
    let refused = async |change: Value| town.voice(Method::PATCH, &path, change).await;
    let (status, body) =
        refused(json!({"conversation_config": {"agent": {"prompt": {"tool_ids": ["tool_none"]}}}}))
            .await;
    assert_eq!((status, &body["detail"]["status"]), (404, &json!("tool_not_found")));
    let webhooks = json!({"workspace_overrides": {"webhooks": {"post_call_webhook_id": "none"}}});
    let (status, body) = refused(json!({"platform_settings": webhooks})).await;
    assert_eq!((status, &body["detail"]["status"]), (404, &json!("webhook_not_found")));
    let (status, body) =
        refused(json!({"conversation_config": {"agent": {"language": "es"}}})).await;
    assert_eq!((status, &body["detail"]["status"]), (400, &json!("invalid_parameters")));
    let (_, unchanged) = town.voice(Method::GET, &path, Value::Null).await;
    assert_eq!(unchanged["conversation_config"]["agent"]["language"], "en");
}

#[tokio::test]
async fn tools_are_kept_listed_by_page_and_not_deleted_while_used() {
    let town = Town::new().await;
    let mut ids = Vec::new();
    for name in ["a", "b", "c"] {
        let (status, made) = town.voice(Method::POST, TOOLS, tool(name)).await;
        assert_eq!((status, &made["tool_config"]["response_timeout_secs"]), (200, &json!(20)));
        ids.push(made["id"].as_str().unwrap().to_owned());
    }
    let (_, first) = town.voice(Method::GET, &format!("{TOOLS}?page_size=2"), Value::Null).await;
    assert_eq!((first["tools"].as_array().unwrap().len(), &first["has_more"]), (2, &json!(true)));
    let rest = format!("{TOOLS}?page_size=2&cursor={}", first["next_cursor"].as_str().unwrap());
    let (_, rest) = town.voice(Method::GET, &rest, Value::Null).await;
    assert_eq!((rest["tools"].as_array().unwrap().len(), &rest["has_more"]), (1, &json!(false)));

    let agent = format!("{AGENTS}/{}", town.sandbox.credentials().elevenlabs_agent_id);
    let change = json!({"conversation_config": {"agent": {"prompt": {"tool_ids": [ids[0]]}}}});
    town.voice(Method::PATCH, &agent, change).await;
    let used = format!("{TOOLS}/{}", ids[0]);
    assert_eq!(town.voice(Method::DELETE, &used, Value::Null).await.0, 409);
    assert_eq!(town.voice(Method::DELETE, &format!("{used}?force=true"), Value::Null).await.0, 200);
    assert_eq!(town.voice(Method::PATCH, &used, tool("z")).await.0, 404);
}

#[tokio::test]
async fn a_tool_with_a_secret_that_does_not_exist_is_refused() {
    let town = Town::new().await;
    let mut with_secret = tool("a");
    with_secret["tool_config"]["api_schema"]["request_headers"] =
        json!({"X": {"secret_id": "none"}});
    let (status, body) = town.voice(Method::POST, TOOLS, with_secret).await;
    assert_eq!((status, &body["detail"]["status"]), (404, &json!("secret_not_found")));
}

#[tokio::test]
async fn a_secret_is_named_once_and_its_value_never_shown() {
    let town = Town::new().await;
    let secret = json!({"type": "new", "name": "key", "value": "very-secret"});
    let (_, made) = town.voice(Method::POST, "/v1/convai/secrets", secret.clone()).await;
    assert_eq!(town.voice(Method::POST, "/v1/convai/secrets", secret).await.0, 409);
    let (_, listed) = town.voice(Method::GET, "/v1/convai/secrets", Value::Null).await;
    assert_eq!(listed["secrets"][0]["secret_id"], made["secret_id"]);
    assert!(!listed.to_string().contains("very-secret"));
}

#[tokio::test]
async fn more_calls_at_once_than_the_agent_may_have_are_refused() {
    let town = Town::new().await;
    town.push(|agent| {
        agent["platform_settings"]["call_limits"] = json!({"agent_concurrency_limit": 1});
    })
    .await;
    let id = town.register(MARTA, |_| ()).await;
    town.connect(&id, MARTA).unwrap();
    let (status, body) = town.try_register(MARTA, |_| ()).await;
    assert_eq!((status, &body["detail"]["status"]), (429, &json!("too_many_concurrent_requests")));
    town.let_pass(jiff::SignedDuration::from_mins(5)).await;
    assert_eq!(town.try_register(MARTA, |_| ()).await.0, 200);
}

#[tokio::test]
async fn an_unknown_agent_takes_no_call() {
    let town = Town::new().await;
    let (status, body) =
        town.try_register(MARTA, |body| body["agent_id"] = json!("agent_none")).await;
    assert_eq!((status, &body["detail"]["status"]), (404, &json!("agent_not_found")));
}

#[tokio::test]
async fn conversations_are_found_by_the_id_that_they_were_given() {
    let town = Town::new().await;
    town.push(|_| ()).await;
    let id = town.register(MARTA, |_| ()).await;
    let list = async |query: &str| {
        let (_, found) = town
            .voice(Method::GET, &format!("/v1/convai/conversations?{query}"), Value::Null)
            .await;
        found["conversations"].as_array().map(Vec::len)
    };
    assert_eq!(list("user_id=call_1").await, Some(1));
    assert_eq!(list("user_id=call_2").await, Some(0));
    assert_eq!(
        list(&format!("call_start_after_unix={}", town.now().as_second() + 1)).await,
        Some(0)
    );
    assert_eq!(list("page_size=101").await, None);
    assert_eq!(town.conversation(&id).await["status"], "initiated");
    assert_eq!(
        town.voice(Method::DELETE, &format!("/v1/convai/conversations/{id}"), Value::Null).await.0,
        200
    );
    assert_eq!(list("user_id=call_1").await, Some(0));
}

#[tokio::test]
async fn speech_becomes_the_text_that_was_spoken_and_silence_none() {
    let town = Town::new().await;
    town.sandbox.world().lock().speech.record(b"ogg of ana", "Quiero un turno para mañana");
    let heard = async |audio: &'static [u8], model: &'static str| {
        let file = Part::bytes(audio).file_name("voice.ogg").mime_str("audio/ogg").unwrap();
        let form = Form::new()
            .text("model_id", model)
            .text("tag_audio_events", "false")
            .part("file", file);
        let request =
            town.client().post(format!("{}/v1/speech-to-text", town.sandbox.elevenlabs_url()));
        let key = &town.sandbox.credentials().elevenlabs_api_key;
        answered(request.header("xi-api-key", key).multipart(form)).await
    };
    let (status, spoken) = heard(b"ogg of ana", "scribe_v2").await;
    assert_eq!((status, &spoken["text"]), (200, &json!("Quiero un turno para mañana")));
    assert_eq!(spoken["language_code"], "spa");
    assert_eq!(heard(b"somebody breathing", "scribe_v2").await.1["text"], "");
    assert_eq!(heard(b"ogg of ana", "whisper").await.0, 400);
}

#[tokio::test]
async fn the_lists_of_models_have_their_shapes() {
    let town = Town::new().await;
    let (_, models) = town.voice(Method::GET, "/v1/models", Value::Null).await;
    assert!(models[0]["model_id"].is_string());
    let (_, llms) = town.voice(Method::GET, "/v1/convai/llm/list", Value::Null).await;
    assert!(llms["llms"][0]["llm"].is_string());
}
