//! Reports of the line over HTTP, and calls that come to us.

use jiff::SignedDuration;
use reqwest::Method;
use sandbox::cast::Manner;
use serde_json::{Value, json};

use crate::town::{MARTA, Town};

/// A town whose agent has `report_line`, with a provider that behaves so.
async fn reporting(manner: Manner) -> Town {
    let town = Town::new().await;
    let told = |kind: &str| json!({"type": kind, "description": "What you hear"});
    let tool = json!({"tool_config": {
        "type": "webhook", "name": "report_line", "description": "A tool.",
        "api_schema": {
            "url": format!("{}/webhooks/elevenlabs/tools/report_line", town.url), "method": "POST",
            "request_body_schema": {"type": "object", "required": ["line"], "properties": {
                "line": told("string"), "failed": told("boolean"), "detail": told("string"),
                "conversation_id": {"type": "string", "dynamic_variable": "system__conversation_id"},
            }},
        },
    }});
    let (status, made) = town.voice(Method::POST, "/v1/convai/tools", tool).await;
    assert_eq!(status, 200, "{made}");
    town.push(|agent| {
        let ids = &mut agent["conversation_config"]["agent"]["prompt"]["tool_ids"];
        ids.as_array_mut().unwrap().push(made["id"].clone());
    })
    .await;
    town.sandbox.world().lock().cast.behave(MARTA, manner);
    town
}

#[tokio::test]
async fn what_is_heard_is_told_and_what_is_pressed_stands_in_the_transcript() {
    let town = reporting(Manner::Menu).await;
    let id = town.register(MARTA, |_| ()).await;
    town.connect(&id, MARTA).unwrap();
    town.let_pass(SignedDuration::from_mins(5)).await;
    let reports: Vec<Value> = town.told("/report_line").into_iter().map(|told| told.body).collect();
    assert_eq!(reports[0]["line"], "menu");
    assert_eq!(
        (&reports[0]["failed"], &reports[0]["conversation_id"]),
        (&json!(false), &json!(id))
    );
    assert_eq!(reports[1], json!({"line": "person", "failed": false, "conversation_id": id}));
    assert_eq!(reports.len(), 2);
    let found = town.conversation(&id).await;
    let results = found["transcript"].as_array().unwrap().iter();
    let mut played = results.filter_map(|turn| {
        let result = &turn["tool_results"][0];
        let is_key = result["tool_name"] == "play_keypad_touch_tone";
        is_key.then(|| result["result_value"].as_str().unwrap().to_owned())
    });
    let played: Value = serde_json::from_str(&played.next().unwrap()).unwrap();
    assert_eq!(
        (&played["result_type"], &played["dtmf_tones"]),
        (&json!("play_dtmf_success"), &json!("1"))
    );
    assert_eq!(town.sandbox.world().lock().cast.ledger().len(), 1);
}

#[tokio::test]
async fn a_provider_that_rings_us_is_spoken_to_first_and_books_even_with_its_number_withheld() {
    let town = reporting(Manner::CallsBack).await;
    let id = town
        .register("+12025550100", |body| {
            body["direction"] = json!("inbound");
            body["from_number"] = json!("anonymous");
        })
        .await;
    town.connect_caller(&id, MARTA, "anonymous").unwrap();
    town.let_pass(SignedDuration::from_mins(5)).await;
    let found = town.conversation(&id).await;
    assert_eq!(found["transcript"][0]["message"], "Hola, soy un asistente.");
    assert_eq!(found["metadata"]["phone_call"]["external_number"], "anonymous");
    assert_eq!(found["metadata"]["phone_call"]["direction"], "inbound");
    assert!(!found.to_string().contains(MARTA), "nobody is told who it was");
    let ledger = town.sandbox.world().lock().cast.ledger();
    assert_eq!((ledger.len(), ledger[0].number.as_str()), (1, MARTA));
}

#[tokio::test]
async fn a_stranger_who_rings_us_has_no_desk_to_talk_from() {
    let town = reporting(Manner::CallsBack).await;
    let id = town.register("+12025550100", |body| body["direction"] = json!("inbound")).await;
    assert!(town.connect_caller(&id, "+12025550199", "anonymous").is_err());
}
