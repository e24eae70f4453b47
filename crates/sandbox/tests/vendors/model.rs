//! The model that answers what it was told to answer.

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
