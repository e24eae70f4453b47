//! Calls that providers make to our number.

use jiff::SignedDuration;
use sandbox::cast::Manner;
use sandbox::faults::{DeliveryFault, Order, Webhook};
use sandbox::options::Connection;
use sandbox::timeline::Kind;
use sandbox::twilio::Ring;
use sandbox::twilio::signature::sign;
use serde_json::{Value, json};

use crate::town::Town;

const INBOUND: &str = "/webhooks/twilio/inbound-call";
const CALLER: &str = "+541143211299";

fn heard(town: &Town) -> Vec<String> {
    let entries = town.sandbox.entries_since(0);
    entries.into_iter().filter(|entry| entry.kind == Kind::Spoken).map(|entry| entry.text).collect()
}

async fn order(town: &Town, order: Value) -> (u16, Value) {
    let url = format!("{}/_sandbox/cast", town.sandbox.twilio_url());
    let answer = town.http().post(url).json(&order).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap_or_default())
}

#[tokio::test]
async fn a_provider_that_rings_our_number_is_answered_or_turned_away_by_the_product() {
    for (verbs, status) in [
        ("<Say>Hola</Say>", "completed"),
        ("<Reject reason=\"busy\"/>", "busy"),
        ("<Reject/>", "no-answer"),
    ] {
        let town = Town::new().await;
        town.twiml(INBOUND, verbs);
        let sid = town.sandbox.provider_calls(CALLER).unwrap();
        town.settles().await;
        let asked = town.told(INBOUND).pop().unwrap();
        assert_eq!((asked.get("Direction"), asked.get("CallStatus")), ("inbound", "ringing"));
        assert_eq!((asked.get("From"), asked.get("To")), (CALLER, "+12025550100"));
        assert_eq!((asked.get("CallSid"), asked.get("ApiVersion")), (sid.as_str(), "2010-04-01"));
        let credentials = town.sandbox.credentials();
        assert_eq!(asked.get("AccountSid"), credentials.twilio_account_sid);
        let url = format!("{}{INBOUND}", town.url);
        let signature = sign(&credentials.twilio_auth_token, &url, &asked.fields);
        assert_eq!(asked.header("x-twilio-signature"), signature);
        assert_eq!(town.call(&sid).await["status"], status, "{verbs}");
    }
}

#[tokio::test]
async fn a_provider_that_rang_us_can_give_up_before_we_answer() {
    let town = Town::new().await;
    let sid = town.sandbox.provider_calls(CALLER).unwrap();
    sandbox::twilio::calls::callee_hangs_up(town.sandbox.world(), &sid);
    town.settles().await;
    assert_eq!(town.call(&sid).await["status"], "canceled");
    assert!(town.told(INBOUND).is_empty());
}

#[tokio::test]
async fn a_withheld_number_is_not_told_and_not_listed() {
    let town = Town::new().await;
    town.twiml(INBOUND, "<Say>Hola</Say>");
    for shown in ["anonymous", "+266696687"] {
        let ring = json!({"ring_us": {"number": CALLER, "shown_as": shown}});
        let (status, answer) = order(&town, ring).await;
        assert_eq!(status, 200);
        let sid = answer["sid"].as_str().unwrap();
        town.settles().await;
        let asked = town.told(INBOUND).pop().unwrap();
        assert_eq!((asked.get("From"), asked.get("Caller")), (shown, shown));
        assert!(asked.fields.iter().all(|(_, value)| value != CALLER));
        let call = town.call(sid).await;
        assert_eq!((&call["from"], &call["direction"]), (&json!(shown), &json!("inbound")));
    }
    let ledger = &town.sandbox.world().lock().twilio.calls;
    assert!(ledger.iter().all(|call| call.provider == CALLER), "the carrier knows who it was");
}

#[tokio::test]
async fn an_order_to_ring_that_makes_no_sense_rings_nothing() {
    let town = Town::new().await;
    for ring in [
        json!({"number": "911"}),
        json!({"number": CALLER, "shown_as": "+541143211201"}),
        json!({"number": CALLER, "keys": "9a"}),
        json!({"number": CALLER, "why": "fun"}),
        json!({}),
    ] {
        assert_eq!(order(&town, json!({"ring_us": ring})).await.0, 400, "{ring}");
    }
    town.settles().await;
    assert!(town.told(INBOUND).is_empty());
    assert_eq!(town.get(&town.account_path("/Calls.json")).await.1["calls"], json!([]));
}

#[tokio::test]
async fn inbound_calls_stand_in_the_list_beside_our_own() {
    let town = Town::new().await;
    town.twiml(INBOUND, "<Reject/>");
    town.calls(&town.provider(Manner::Busy), &[]).await;
    let sid = town.sandbox.provider_calls(CALLER).unwrap();
    town.settles().await;
    let (_, page) =
        town.get(&town.account_path("/Calls.json?To=%2B12025550100&StartTime%3E=2026-11-22")).await;
    let listed: Vec<_> =
        page["calls"].as_array().unwrap().iter().map(|call| &call["sid"]).collect();
    assert_eq!(listed, [&json!(sid)]);
    assert_eq!(page["calls"][0]["direction"], "inbound");
}

#[tokio::test]
async fn a_product_that_is_not_there_is_asked_again_then_its_fallback_then_an_error_is_heard() {
    let town = Town::new().await;
    town.twiml(INBOUND, "<Say>Hola</Say>");
    let fault = DeliveryFault::Unreachable;
    town.sandbox.order(Order::Delivery { webhook: Webhook::TwilioInboundCall, fault, times: 1 });
    town.sandbox.provider_calls(CALLER).unwrap();
    town.settles().await;
    assert_eq!(heard(&town), ["Hola"], "once more, and it was there");

    let town = Town::new().await;
    town.answers(INBOUND, 500, "text/plain", "").twiml("/fallback", "<Say>Perdón</Say>");
    town.sandbox.connect_as(Connection {
        inbound_call_fallback_url: Some(format!("{}/fallback", town.url)),
        ..Connection::at(&town.url)
    });
    town.sandbox.provider_calls(CALLER).unwrap();
    town.settles().await;
    assert_eq!(heard(&town), ["Perdón"]);
    assert_eq!(town.told("/fallback")[0].get("ErrorCode"), "11200");

    let town = Town::new().await;
    town.answers(INBOUND, 404, "text/plain", "");
    let sid = town.sandbox.provider_calls(CALLER).unwrap();
    town.settles().await;
    assert!(heard(&town)[0].contains("application error"));
    assert_eq!(town.call(&sid).await["status"], "completed");
}

#[tokio::test]
async fn only_the_end_of_a_call_to_our_number_is_told() {
    let town = Town::new().await;
    town.twiml(INBOUND, "<Say>Hola</Say>");
    town.sandbox.connect_as(Connection {
        inbound_call_status_url: Some(format!("{}/status", town.url)),
        ..Connection::at(&town.url)
    });
    town.sandbox.provider_calls(CALLER).unwrap();
    town.settles().await;
    assert_eq!(town.told_of("/status", "CallStatus"), ["completed"]);
    let end = &town.told("/status")[0];
    assert_eq!((end.get("Direction"), end.get("From")), ("inbound", CALLER));
}

#[tokio::test]
async fn a_caller_is_asked_for_a_key_and_what_was_pressed_is_posted() {
    let town = Town::new().await;
    let asks = "<Gather numDigits=\"1\" action=\"/keys?x=1\" timeout=\"4\"><Say>9?</Say></Gather><Say>Nada</Say>";
    town.twiml(INBOUND, asks).twiml("/keys", "<Say>Nunca más</Say>");
    let ring = Ring { keys: "97".to_owned(), ..Ring::from(CALLER) };
    let sid = town.sandbox.provider_calls(ring).unwrap();
    town.settles().await;
    let told = town.told("/keys").pop().unwrap();
    assert_eq!((told.get("Digits"), told.get("CallSid")), ("9", sid.as_str()));
    assert_eq!(told.get("CallStatus"), "in-progress");
    assert_eq!(heard(&town), ["9?", "Nunca más"]);

    town.sandbox.provider_calls(CALLER).unwrap();
    town.settles().await;
    assert_eq!(heard(&town)[2..], ["9?", "Nada"], "no key, no post");
    assert_eq!(town.told("/keys").len(), 1);
}

#[tokio::test]
async fn a_key_that_ends_the_input_is_not_part_of_it() {
    let town = Town::new().await;
    town.twiml(INBOUND, "<Gather action=\"/keys\"/>").twiml("/keys", "<Hangup/>");
    let ring = Ring { keys: "12#3".to_owned(), ..Ring::from(CALLER) };
    town.sandbox.provider_calls(ring).unwrap();
    town.settles().await;
    assert_eq!(town.told_of("/keys", "Digits"), ["12"]);
}

#[tokio::test]
async fn who_missed_our_calls_rings_back_two_hours_later_and_once() {
    let town = Town::new().await;
    town.twiml(INBOUND, "<Say>Hola</Say>");
    let number = town.provider(Manner::CallsBack);
    for _ in 0..2 {
        town.calls(&number, &[("Timeout", "20")]).await;
    }
    town.lives(SignedDuration::from_mins(119)).await;
    assert_eq!(town.told_of("/status", "CallStatus").last().map(String::as_str), Some("no-answer"));
    assert!(town.told(INBOUND).is_empty());
    town.lives(SignedDuration::from_mins(5)).await;
    assert_eq!(town.told_of(INBOUND, "From").first(), Some(&number));
    town.lives(SignedDuration::from_hours(24)).await;
    assert_eq!(town.told(INBOUND).len(), 1);
    assert_eq!(heard(&town), ["Hola"]);
}
