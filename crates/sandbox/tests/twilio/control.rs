//! The sandbox directed over HTTP.

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::town::{ANA, Town};

async fn post(town: &Town, path: &str, body: Value) -> (u16, Value) {
    let url = format!("{}/_sandbox/{path}", town.sandbox.twilio_url());
    let response = town.http().post(url).json(&body).send().await.unwrap();
    let status = response.status().as_u16();
    (status, response.json().await.unwrap_or_default())
}

async fn get(town: &Town, path: &str) -> Value {
    let url = format!("{}/_sandbox/{path}", town.sandbox.twilio_url());
    town.http().get(url).send().await.unwrap().json().await.unwrap()
}

#[tokio::test]
async fn a_person_writes_and_speaks_over_http_and_the_timeline_tells_of_it() {
    let town = Town::new().await;
    let ana = format!("people/{ANA}");
    for deed in [
        json!({"says": "Hola"}),
        json!({"speaks": {"heard": "quiero un turno", "audio": null}}),
        json!({"sends_location": {"latitude": -34.6, "longitude": -58.4, "label": null, "address": null}}),
        json!({"sends_contact": {"vcard": "BEGIN:VCARD\nEND:VCARD"}}),
    ] {
        let (status, answer) = post(&town, &ana, deed).await;
        assert_eq!((status, answer["sid"].is_string()), (200, true));
    }
    assert_eq!(post(&town, "step", json!({})).await.1, json!({"steps": 4}));
    assert_eq!(town.told("/webhooks/twilio/whatsapp").len(), 4);
    let entries = get(&town, "timeline?since=0").await;
    let kinds: Vec<_> =
        entries.as_array().unwrap().iter().map(|entry| entry["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == "message_in").count(), 4);
    let last = entries.as_array().unwrap().len();
    assert_eq!(get(&town, &format!("timeline?since={last}")).await, json!([]));
    assert_eq!(get(&town, &ana).await.as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn what_is_not_on_the_screen_cannot_be_touched() {
    let town = Town::new().await;
    let ana = format!("people/{ANA}");
    assert_eq!(post(&town, &ana, json!({"taps": 1})).await.0, 409);
    assert_eq!(post(&town, &ana, json!({"picks": "Martes"})).await.0, 409);
    assert_eq!(post(&town, &ana, json!({"dances": "tango"})).await.0, 422);
}

#[tokio::test]
async fn faults_are_ordered_listed_and_cleared_over_http() {
    let town = Town::new().await;
    let order = json!({"delivery": {"webhook": "twilio_inbound", "fault": "lose", "times": 2}});
    assert_eq!(post(&town, "faults", order.clone()).await.0, 204);
    let slow = json!({"request": {"vendor": "twilio", "operation": "calls.create", "fault": {"refuse": {"status": 400, "code": 21215, "message": "x"}}, "times": 1}});
    assert_eq!(post(&town, "faults", slow.clone()).await.0, 204);
    assert_eq!(get(&town, "faults").await, json!([order, slow]));
    assert_eq!(post(&town, "faults", json!({"delivery": {"webhook": "pigeon"}})).await.0, 422);
    town.http()
        .delete(format!("{}/_sandbox/faults", town.sandbox.twilio_url()))
        .send()
        .await
        .unwrap();
    assert_eq!(get(&town, "faults").await, json!([]));
}

#[tokio::test]
async fn the_ledger_knows_each_call_and_whether_it_rang() {
    let town = Town::new().await;
    town.twiml("/webhooks/twilio/inbound-call", "<Reject/>");
    post(&town, "cast", json!({"ring_us": {"number": "+541143211234"}})).await;
    town.calls(&town.provider(sandbox::cast::Manner::Busy), &[]).await;
    town.lives(SignedDuration::from_secs(30)).await;
    let ledger = get(&town, "ledger").await;
    let rang: Vec<_> = ledger["calls"]
        .as_array()
        .unwrap()
        .iter()
        .map(|call| (&call["rang"], &call["status"]))
        .collect();
    assert_eq!(rang, [(&json!(true), &json!("no-answer")), (&json!(false), &json!("busy"))]);
    assert_eq!(ledger["requests"][0]["operation"], "calls.create");
}

#[tokio::test]
async fn a_product_connects_itself_over_http() {
    let town = Town::new().await;
    let (status, connection) =
        post(&town, "connection", json!({"public_url": "http://127.0.0.1:1/"})).await;
    assert_eq!(status, 200);
    assert_eq!(connection["whatsapp_url"], "http://127.0.0.1:1/webhooks/twilio/whatsapp");
}

#[tokio::test]
async fn people_countries_and_lists_are_changed_over_http() {
    let town = Town::new().await;
    let profile = json!({"name": "Bea", "refuses": "blocked_us"});
    assert_eq!(post(&town, &format!("people/{ANA}/profile"), profile).await.0, 204);
    town.sandbox.person(ANA).says("Hola");
    town.writes(&[("Body", "x")]).await;
    town.settles().await;
    assert_eq!(town.told_of("/webhooks/twilio/whatsapp", "ProfileName"), ["Bea"]);
    assert_eq!(
        town.told_of("/message-status", "ErrorCode").last().map(String::as_str),
        Some("63014")
    );

    let to = town.provider(sandbox::cast::Manner::Busy);
    let iso = sandbox::twilio::country(&to).unwrap();
    for (change, status) in [
        (json!({"forbid": iso}), 400),
        (json!({"allow": iso}), 201),
        (json!({"refuse": {"number": to, "code": 13225}}), 400),
    ] {
        assert_eq!(post(&town, "geography", change).await.0, 204);
        assert_eq!(town.calls(&to, &[]).await.0, status);
    }
    assert_eq!(post(&town, "faults", json!({"list_lag": {"seconds": 60}})).await.0, 204);
    let (_, page) = town.get(&town.account_path("/Calls.json")).await;
    assert_eq!(page["calls"], json!([]));
    assert_eq!(post(&town, "templates/HX1", json!({"approval": "paused"})).await.0, 404);
}
