//! A provider's phone in a person's hand.

use jiff::SignedDuration;
use sandbox::cast::{self, Manner};
use serde_json::json;

use crate::town::Town;

const SECOND: SignedDuration = SignedDuration::from_secs(1);
const INBOUND: &str = "/webhooks/twilio/inbound-call";

fn directs(town: &Town, order: serde_json::Value) -> Result<serde_json::Value, String> {
    cast::control(town.sandbox.world(), order)
}

async fn rings(town: &Town) -> (String, String) {
    town.twiml("/voice", "<Pause length=\"30\"/><Hangup/>");
    let number = town.provider(Manner::ByHand);
    let sid = town.calls(&number, &[("Timeout", "20")]).await.1["sid"].as_str().unwrap().to_owned();
    town.lives(SignedDuration::from_secs(5)).await;
    (number, sid)
}

#[tokio::test]
async fn it_rings_until_it_is_picked_up_and_then_talks_past_the_end_of_the_ringing() {
    let town = Town::new().await;
    let (number, sid) = rings(&town).await;
    assert_eq!(town.call(&sid).await["status"], "ringing");
    directs(&town, json!({"pick_up": {"number": number}})).unwrap();
    town.lives(SignedDuration::from_secs(28)).await;
    assert_eq!(town.call(&sid).await["status"], "in-progress");
    let again = directs(&town, json!({"pick_up": {"number": number}}));
    assert!(again.is_err(), "it rings no more");
}

#[tokio::test]
async fn a_phone_that_nobody_picks_up_was_not_answered() {
    let town = Town::new().await;
    let (number, sid) = rings(&town).await;
    town.lives(SignedDuration::from_secs(40)).await;
    assert_eq!(town.call(&sid).await["status"], "no-answer");
    assert!(directs(&town, json!({"pick_up": {"number": number}})).is_err());
    assert!(directs(&town, json!({"decline": {"number": number}})).is_err());
    assert!(directs(&town, json!({"hang_up": {"number": number}})).is_err());
}

#[tokio::test]
async fn who_declines_is_busy_and_stays_it() {
    let town = Town::new().await;
    let (number, sid) = rings(&town).await;
    directs(&town, json!({"decline": {"number": number}})).unwrap();
    town.lives(SignedDuration::from_secs(40)).await;
    assert_eq!(town.call(&sid).await["status"], "busy");
    assert_eq!(town.told_of("/status", "CallStatus").last().map(String::as_str), Some("busy"));
}

#[tokio::test]
async fn who_hangs_up_outside_of_a_conversation_ends_the_call_too() {
    let town = Town::new().await;
    let (number, sid) = rings(&town).await;
    directs(&town, json!({"pick_up": {"number": number}})).unwrap();
    town.lives(SECOND).await;
    directs(&town, json!({"hang_up": {"number": number}})).unwrap();
    assert_eq!(town.call(&sid).await["status"], "completed");
}

#[tokio::test]
async fn a_key_that_is_waited_for_is_taken_at_once_and_an_early_one_in_its_turn() {
    let town = Town::new().await;
    let asks = "<Gather numDigits=\"1\" action=\"/keys\" timeout=\"20\"><Say>9?</Say></Gather>";
    town.twiml(INBOUND, asks).twiml("/keys", asks);
    let number = town.provider(Manner::ByHand);
    town.sandbox.provider_calls(number.as_str()).unwrap();
    town.lives(SignedDuration::from_secs(4)).await;
    directs(&town, json!({"press": {"number": number, "keys": "9"}})).unwrap();
    town.lives(SignedDuration::from_millis(100)).await;
    assert_eq!(town.told_of("/keys", "Digits"), ["9"]);
    // Pressed while the question is still being read out.
    directs(&town, json!({"press": {"number": number, "keys": "1"}})).unwrap();
    town.lives(SignedDuration::from_secs(4)).await;
    assert_eq!(town.told_of("/keys", "Digits"), ["9", "1"]);
}

#[tokio::test]
async fn no_phone_has_other_keys_and_none_can_be_pressed_without_a_call() {
    let town = Town::new().await;
    let (number, _) = rings(&town).await;
    for keys in ["", "a", "1x", "²"] {
        assert!(directs(&town, json!({"press": {"number": number, "keys": keys}})).is_err());
    }
    let unanswered = directs(&town, json!({"press": {"number": number, "keys": "1"}}));
    assert!(unanswered.is_err(), "it only rings");
}
