//! The model that answers what it was told to answer.

use sandbox::faults::{Order, RequestFault, Vendor};
use sandbox::llm::Reply;
use serde_json::{Value, json};

use crate::town::{Town, answered};

async fn asked(town: &Town, body: &Value) -> (u16, Value) {
    let request = town.client().post(format!("{}/v1/chat/completions", town.sandbox.llm_url()));
    answered(request.bearer_auth(&town.sandbox.credentials().llm_api_key).body(body.to_string()))
        .await
}

fn request() -> Value {
    json!({"model": "sandbox", "messages": [{"role": "user", "content": "Turno mañana"}]})
}

#[tokio::test]
async fn untold_it_is_not_there() {
    let town = Town::new().await;
    assert_eq!(asked(&town, &request()).await.0, 503);
}

#[tokio::test]
async fn it_answers_each_reply_once_in_order() {
    let town = Town::new().await;
    for reply in [
        Reply::Says("{\"kind\":\"book\"}".to_owned()),
        Reply::CutOff("{\"kind\":".to_owned()),
        Reply::Refuses("I can't help with that.".to_owned()),
        Reply::Filtered,
        Reply::Raw { status: 200, body: "<html>".to_owned() },
        Reply::TooMany { retry_after_s: Some(3) },
        Reply::QuotaExceeded,
        Reply::Fails { status: 500 },
    ] {
        town.sandbox.world().lock().llm.will(reply);
    }
    let choice = async || asked(&town, &request()).await.1["choices"][0].clone();
    assert_eq!(choice().await["message"]["content"], "{\"kind\":\"book\"}");
    assert_eq!(choice().await["finish_reason"], "length");
    assert_eq!(choice().await["message"]["refusal"], "I can't help with that.");
    assert_eq!(choice().await["finish_reason"], "content_filter");
    assert_eq!(asked(&town, &request()).await, (200, json!("<html>")));
    let (status, limited) = asked(&town, &request()).await;
    assert_eq!((status, &limited["error"]["code"]), (429, &json!("rate_limit_exceeded")));
    let (status, broke) = asked(&town, &request()).await;
    assert_eq!((status, &broke["error"]["code"]), (429, &json!("insufficient_quota")));
    assert_eq!(asked(&town, &request()).await.0, 500);
    assert_eq!(asked(&town, &request()).await.0, 503);
}

#[tokio::test]
async fn what_was_asked_is_remembered_and_bad_requests_use_nothing_up() {
    let town = Town::new().await;
    town.sandbox.world().lock().llm.will(Reply::Says("yes".to_owned()));
    assert_eq!(asked(&town, &json!({"model": "sandbox"})).await.0, 400);
    assert_eq!(
        asked(&town, &json!({"model": "other", "messages": request()["messages"]})).await.0,
        404
    );
    let answered = asked(&town, &request()).await.1;
    assert_eq!(answered["choices"][0]["message"]["content"], "yes");
    assert_eq!(town.sandbox.world().lock().llm.asked().collect::<Vec<_>>(), [&request()]);
}

#[tokio::test]
async fn a_wrong_key_is_refused() {
    let town = Town::new().await;
    let request = town.client().get(format!("{}/v1/models", town.sandbox.llm_url()));
    let (status, body) = answered(request.bearer_auth("sk-wrong")).await;
    assert_eq!((status, &body["error"]["code"]), (401, &json!("invalid_api_key")));
}

/// Asks the server of messages; `None` leaves a header out.
async fn messaged(
    town: &Town,
    key: Option<&str>,
    version: Option<&str>,
    body: &Value,
) -> (u16, Value) {
    let mut request = town.client().post(format!("{}/v1/messages", town.sandbox.llm_url()));
    for (name, value) in [("x-api-key", key), ("anthropic-version", version)] {
        if let Some(value) = value {
            request = request.header(name, value);
        }
    }
    answered(request.body(body.to_string())).await
}

const VERSION: Option<&str> = Some("2023-06-01");

fn message() -> Value {
    json!({"model": "sandbox", "max_tokens": 100, "messages": [{"role": "user", "content": "Turno mañana"}]})
}

#[tokio::test]
async fn a_message_needs_a_key_and_a_version() {
    let town = Town::new().await;
    let key = &*town.sandbox.credentials().llm_api_key;
    for (given, version, status, kind) in [
        (None, VERSION, 401, "authentication_error"),
        (Some("sk-wrong"), VERSION, 401, "authentication_error"),
        (Some(key), None, 400, "invalid_request_error"),
        (Some(key), Some("2022-01-01"), 400, "invalid_request_error"),
        (Some(key), VERSION, 529, "overloaded_error"),
    ] {
        let (found, body) = messaged(&town, given, version, &message()).await;
        assert_eq!((found, &body["error"]["type"]), (status, &json!(kind)), "{body}");
        assert_eq!(body["type"], "error");
        assert!(body["request_id"].is_string());
    }
    let bearer = town.client().post(format!("{}/v1/messages", town.sandbox.llm_url()));
    let (status, _) = answered(bearer.bearer_auth(key).body(message().to_string())).await;
    assert_eq!(status, 401, "the other server's header opens nothing");
}

#[tokio::test]
async fn messages_answer_each_reply_as_the_vendor_would() {
    let town = Town::new().await;
    let key = town.sandbox.credentials().llm_api_key.clone();
    let ask = async || messaged(&town, Some(&key), VERSION, &message()).await;
    for (reply, text, stop) in [
        (Reply::Says("{}".to_owned()), json!("{}"), "end_turn"),
        (Reply::CutOff("{".to_owned()), json!("{"), "max_tokens"),
        (Reply::Refuses("I can't.".to_owned()), json!("I can't."), "refusal"),
        (Reply::Filtered, Value::Null, "refusal"),
    ] {
        town.sandbox.world().lock().llm.will(reply);
        let (status, body) = ask().await;
        assert_eq!((status, &body["type"]), (200, &json!("message")));
        assert_eq!((&body["content"][0]["text"], &body["stop_reason"]), (&text, &json!(stop)));
        assert!(body["usage"]["input_tokens"].is_u64() && body["usage"]["output_tokens"].is_u64());
    }
    for (reply, status, kind) in [
        (Reply::TooMany { retry_after_s: Some(3) }, 429, "rate_limit_error"),
        (Reply::QuotaExceeded, 402, "billing_error"),
        (Reply::Fails { status: 500 }, 500, "api_error"),
        (Reply::Fails { status: 504 }, 504, "timeout_error"),
        (Reply::Fails { status: 529 }, 529, "overloaded_error"),
    ] {
        town.sandbox.world().lock().llm.will(reply);
        let (found, body) = ask().await;
        assert_eq!((found, &body["error"]["type"]), (status, &json!(kind)));
    }
    town.sandbox.world().lock().llm.will(Reply::Raw { status: 200, body: "<html>".to_owned() });
    assert_eq!(ask().await, (200, json!("<html>")));
}

#[tokio::test]
async fn a_message_that_the_vendor_would_refuse_uses_nothing_up() {
    let town = Town::new().await;
    let key = town.sandbox.credentials().llm_api_key.clone();
    town.sandbox.world().lock().llm.will(Reply::Says("yes".to_owned()));
    let ask = async |change: &dyn Fn(&mut Value)| {
        let mut body = message();
        change(&mut body);
        messaged(&town, Some(&key), VERSION, &body).await
    };
    let (status, body) =
        ask(&|body| body["response_format"] = json!({"type": "json_object"})).await;
    assert_eq!((status, &body["error"]["type"]), (400, &json!("invalid_request_error")));
    assert_eq!(body["error"]["message"], "response_format: Extra inputs are not permitted");
    assert_eq!(ask(&|body| body["max_tokens"] = Value::Null).await.0, 400);
    let (status, body) = ask(&|body| body["model"] = json!("gpt-5.4-mini")).await;
    assert_eq!((status, &body["error"]["type"]), (404, &json!("not_found_error")));
    assert_eq!(ask(&|_| {}).await.1["content"][0]["text"], "yes");
    assert_eq!(town.sandbox.world().lock().llm.asked().collect::<Vec<_>>(), [&message()]);
}

#[tokio::test]
async fn an_ordered_fault_is_worded_by_the_server_that_it_strikes() {
    let town = Town::new().await;
    let key = town.sandbox.credentials().llm_api_key.clone();
    let fault = |operation: &str| Order::Request {
        vendor: Vendor::Llm,
        operation: operation.to_owned(),
        fault: RequestFault::ErrorBefore,
        times: 1,
    };
    town.sandbox.order(fault("messages.create"));
    town.sandbox.order(fault("chat.completions"));
    let (status, body) = messaged(&town, Some(&key), VERSION, &message()).await;
    assert_eq!((status, &body["error"]["type"]), (500, &json!("api_error")));
    let (status, body) = asked(&town, &request()).await;
    assert_eq!((status, &body["error"]["type"]), (500, &json!("server_error")));
}
