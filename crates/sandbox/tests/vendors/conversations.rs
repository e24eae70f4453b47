//! Conversations from registration to the webhook that tells of them.

use hmac::{Hmac, KeyInit, Mac};
use jiff::SignedDuration;
use reqwest::Method;
use sandbox::cast::Manner;
use sandbox::elevenlabs;
use sandbox::timeline::Kind;
use serde_json::{Value, json};
use sha2::Sha256;

use crate::town::{BY_HAND, MARTA, Told, Town};

const POST_CALL: &str = "/webhooks/elevenlabs/post-call";

fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

/// A town with an agent, and a conversation with a provider that has begun.
async fn talking(to: &str) -> (Town, String) {
    let town = Town::new().await;
    town.push(|_| ()).await;
    let id = town.register(to, |_| ()).await;
    town.connect(&id, to).unwrap();
    (town, id)
}

fn is_signed(told: &Told, secret: &str) -> bool {
    let header = told.headers["elevenlabs-signature"].to_str().unwrap();
    let (t, v0) = header.strip_prefix("t=").unwrap().split_once(",v0=").unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("{t}.{}", told.raw).as_bytes());
    hex::encode(mac.finalize().into_bytes()) == v0
}

#[tokio::test]
async fn a_call_is_registered_talked_booked_and_told() {
    let (town, id) = talking(MARTA).await;
    town.let_pass(minutes(5)).await;
    assert_eq!(town.tools(), ["report_offers", "claim_slot", "confirm_booking"]);
    let ledger = town.sandbox.world().lock().cast.ledger();
    assert_eq!(ledger.len(), 1);
    assert_eq!((ledger[0].number.as_str(), ledger[0].name.as_str()), (MARTA, "Ana Núñez"));
    assert_eq!(ledger[0].slot.to_string(), "2026-11-26T16:00:00");

    let found = town.conversation(&id).await;
    assert_eq!(found["status"], "done");
    assert_eq!(found["metadata"]["termination_reason"], "end_call tool was called");
    assert_eq!(found["metadata"]["main_language"], "es");
    assert_eq!(found["metadata"]["phone_call"]["external_number"], MARTA);
    assert_eq!(found["analysis"]["data_collection_results"]["outcome"]["value"], "booked");
    assert_eq!(found["transcript"][1]["message"], "Hola, soy un asistente.");

    let told = town.told(POST_CALL);
    assert_eq!(told.len(), 1);
    assert!(is_signed(&told[0], &town.sandbox.credentials().elevenlabs_webhook_secret));
    assert_eq!(told[0].body["type"], "post_call_transcription");
    assert_eq!(told[0].body["data"], found, "the webhook brings what the API shows");
}

#[tokio::test]
async fn tools_get_what_the_configuration_says_and_nothing_else() {
    let (town, id) = talking(MARTA).await;
    town.let_pass(minutes(5)).await;
    let claim = &town.told("/claim_slot")[0];
    let expected =
        json!({"date": "2026-11-26", "time": "16:00", "conversation_id": id, "call_token": "t_1"});
    assert_eq!(claim.body, expected);
    assert_eq!(claim.headers["x-key"], "tool-key");
    assert_eq!(claim.headers["x-token"], "hush-hush");
}

#[tokio::test]
async fn what_is_secret_is_in_no_webhook_and_in_no_answer() {
    let (town, id) = talking(MARTA).await;
    town.let_pass(minutes(5)).await;
    assert!(!town.conversation(&id).await.to_string().contains("hush-hush"));
    assert!(!town.told(POST_CALL)[0].raw.contains("hush-hush"));
    let variables = &town.told(POST_CALL)[0].body["data"]["conversation_initiation_client_data"]["dynamic_variables"];
    assert_eq!(variables["call_token"], "t_1");
}

#[tokio::test]
async fn a_start_that_the_agent_does_not_allow_fails_the_conversation() {
    let town = Town::new().await;
    town.push(|_| ()).await;
    let variables =
        |body: &mut Value| body["conversation_initiation_client_data"]["dynamic_variables"].take();
    let overrides = |name: &'static str, value: Value| {
        move |body: &mut Value| {
            body["conversation_initiation_client_data"]["conversation_config_override"]["agent"]
                [name] = value;
        }
    };
    let missing = town
        .register(MARTA, |body| {
            variables(body);
            body["conversation_initiation_client_data"]["dynamic_variables"] =
                json!({"service": "corte"});
        })
        .await;
    let forbidden =
        town.register(MARTA, overrides("prompt", json!({"prompt": "Do as you like."}))).await;
    let foreign = town.register(MARTA, overrides("language", json!("de"))).await;
    let unsaid = town.register(MARTA, overrides("first_message", json!("I am {{who}}."))).await;
    for (id, part) in [
        (&missing, "Missing required dynamic variables"),
        (&forbidden, "Override for field 'prompt' is not allowed"),
        (&foreign, "Language 'de'"),
        (&unsaid, "{'who'}"),
    ] {
        let refused = town.connect(id, MARTA).unwrap_err();
        assert!(refused.contains(part), "{refused}");
        let found = town.conversation(id).await;
        assert_eq!(found["status"], "failed");
        assert!(found["metadata"]["error"]["reason"].as_str().unwrap().contains(part));
    }
    assert!(town.tools().is_empty());
}

#[tokio::test]
async fn a_secret_variable_is_for_headers_alone() {
    let town = Town::new().await;
    town.push(|agent| {
        agent["conversation_config"]["agent"]["prompt"]["prompt"] =
            json!("The token is {{secret__tool_token}}.");
    })
    .await;
    let id = town.register(MARTA, |_| ()).await;
    assert!(town.connect(&id, MARTA).unwrap_err().contains("secret__tool_token"));
}

#[tokio::test]
async fn an_agent_with_another_audio_format_is_deaf_on_the_telephone() {
    let town = Town::new().await;
    town.push(|agent| {
        agent["conversation_config"]["tts"]["agent_output_audio_format"] = json!("pcm_16000");
    })
    .await;
    let id = town.register(MARTA, |_| ()).await;
    assert!(town.connect(&id, MARTA).unwrap_err().contains("ulaw_8000"));
}

#[tokio::test]
async fn a_conversation_is_connected_once() {
    let (town, id) = talking(MARTA).await;
    assert!(town.connect(&id, MARTA).is_err());
    assert!(town.connect("conv_unknown", MARTA).is_err());
}

#[tokio::test]
async fn a_call_that_is_cut_ends_the_conversation_and_is_told() {
    let (town, id) = talking(MARTA).await;
    town.let_pass(SignedDuration::from_secs(12)).await;
    assert_eq!(town.conversation(&id).await["status"], "in-progress");
    elevenlabs::stream_dropped(town.sandbox.world(), &format!("CA{id}"));
    let lines = town.conversation(&id).await["transcript"].as_array().unwrap().len();
    town.let_pass(minutes(5)).await;
    let found = town.conversation(&id).await;
    assert_eq!(found["metadata"]["termination_reason"], "Call ended by remote party");
    assert_eq!(
        found["transcript"].as_array().unwrap().len(),
        lines,
        "nobody speaks into a dead line"
    );
    assert_eq!(town.told(POST_CALL).len(), 1);
    assert!(town.sandbox.world().lock().cast.ledger().is_empty());
}

#[tokio::test]
async fn a_conversation_lasts_no_longer_than_configured() {
    let town = Town::new().await;
    town.push(|agent| {
        agent["conversation_config"]["conversation"]["max_duration_seconds"] = json!(15);
        agent["conversation_config"]["agent"]["max_conversation_duration_message"] =
            json!("I have to go.");
    })
    .await;
    let id = town.register(MARTA, |_| ()).await;
    town.connect(&id, MARTA).unwrap();
    town.let_pass(minutes(5)).await;
    let found = town.conversation(&id).await;
    assert_eq!(found["metadata"]["call_duration_secs"], 15);
    assert_eq!(found["transcript"].as_array().unwrap().last().unwrap()["message"], "I have to go.");
}

#[tokio::test]
async fn a_webhook_that_fails_is_tried_again_with_the_same_bytes() {
    let (town, _) = talking(MARTA).await;
    town.answers(POST_CALL, &[503, 429, 200]);
    town.let_pass(minutes(60)).await;
    let told = town.told(POST_CALL);
    assert_eq!(told.len(), 3);
    assert!(told.iter().all(|one| one.raw == told[0].raw));
    let secret = &town.sandbox.credentials().elevenlabs_webhook_secret;
    assert!(told.iter().all(|one| is_signed(one, secret)));
    let waits: Vec<i64> =
        told.windows(2).map(|pair| pair[1].at.duration_since(pair[0].at).as_secs()).collect();
    assert!((27..=33).contains(&waits[0]) && (108..=132).contains(&waits[1]), "{waits:?}");
}

#[tokio::test]
async fn a_webhook_is_tried_five_times_and_not_at_all_again_after_a_no() {
    let (town, _) = talking(MARTA).await;
    town.answers(POST_CALL, &[500; 20]);
    town.let_pass(minutes(180)).await;
    assert_eq!(town.told(POST_CALL).len(), 5);

    let (town, _) = talking(MARTA).await;
    town.answers(POST_CALL, &[401]);
    town.let_pass(minutes(180)).await;
    assert_eq!(town.told(POST_CALL).len(), 1);
}

#[tokio::test]
async fn without_retries_a_lost_webhook_stays_lost() {
    let (town, _) = talking(MARTA).await;
    let change = json!({"name": "sandbox", "is_disabled": false, "retry_enabled": false});
    let (status, _) =
        town.voice(Method::PATCH, "/v1/workspace/webhooks/webhook_sandbox", change).await;
    assert_eq!(status, 200);
    town.answers(POST_CALL, &[503]);
    town.let_pass(minutes(180)).await;
    assert_eq!(town.told(POST_CALL).len(), 1);
}

#[tokio::test]
async fn an_agent_has_its_own_webhook_with_its_own_secret() {
    let town = Town::new().await;
    let settings =
        json!({"auth_type": "hmac", "name": "own", "webhook_url": format!("{}/own", town.url)});
    let (_, made) =
        town.voice(Method::POST, "/v1/workspace/webhooks", json!({"settings": settings})).await;
    let id = made["webhook_id"].clone();
    town.push(|agent| {
        agent["platform_settings"]["workspace_overrides"] =
            json!({"webhooks": {"post_call_webhook_id": id}});
    })
    .await;
    let conversation = town.register(MARTA, |_| ()).await;
    town.connect(&conversation, MARTA).unwrap();
    town.let_pass(minutes(5)).await;
    assert!(town.told(POST_CALL).is_empty());
    assert!(is_signed(&town.told("/own")[0], made["webhook_secret"].as_str().unwrap()));
    let (_, listed) = town.voice(Method::GET, "/v1/workspace/webhooks", Value::Null).await;
    assert!(
        !listed.to_string().contains(made["webhook_secret"].as_str().unwrap()),
        "it is shown once"
    );
}

#[tokio::test]
async fn a_tool_that_answers_with_an_error_is_told_to_the_model_as_one() {
    let (town, id) = talking(MARTA).await;
    town.answers("/claim_slot", &[500, 500]);
    town.let_pass(minutes(5)).await;
    assert_eq!(town.tools(), ["report_offers", "claim_slot", "claim_slot", "end_without_booking"]);
    let found = town.conversation(&id).await;
    let results = found["transcript"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|turn| turn["tool_results"].as_array().unwrap());
    let errors = results.filter(|result| result["is_error"] == true).count();
    assert_eq!(errors, 2);
    assert!(town.sandbox.world().lock().cast.ledger().is_empty());
}

#[tokio::test]
async fn every_manner_comes_to_an_end_and_no_book_has_a_slot_twice() {
    let town = Town::new().await;
    town.push(|_| ()).await;
    for manner in Manner::ALL.into_iter().filter(|manner| *manner != Manner::ByHand) {
        town.sandbox.world().lock().cast.behave(MARTA, manner);
        let id = town.register(MARTA, |_| ()).await;
        town.connect(&id, MARTA).unwrap();
        town.let_pass(minutes(10)).await;
        assert_eq!(town.conversation(&id).await["status"], "done", "{manner:?}");
    }
    let mut slots: Vec<_> =
        town.sandbox.world().lock().cast.ledger().into_iter().map(|entry| entry.slot).collect();
    let all = slots.len();
    slots.dedup();
    assert!(all > 4);
    assert_eq!(slots.len(), all);
}

#[tokio::test]
async fn a_person_can_play_a_provider() {
    let (town, id) = talking(BY_HAND).await;
    let world = town.sandbox.world();
    let say = |text: &str| elevenlabs::say_as_provider(world, BY_HAND, text);
    for line in [
        "Hola, dígame",
        "¿Para cuándo sería?",
        "Le puedo dar el jueves a las 16:00",
        "Perfecto, queda anotado",
    ] {
        say(line).unwrap();
        town.let_pass(SignedDuration::from_secs(25)).await;
    }
    town.let_pass(minutes(1)).await;
    assert_eq!(town.tools(), ["report_offers", "claim_slot", "confirm_booking"]);
    assert_eq!(town.conversation(&id).await["status"], "done");
    assert_eq!(world.lock().cast.ledger().len(), 1);
    assert!(say("¿Hola?").is_err(), "the call is over");
    assert!(elevenlabs::say_as_provider(world, MARTA, "Hola").is_err(), "she speaks for herself");
}

#[tokio::test]
async fn a_person_who_plays_a_provider_can_hang_up() {
    let (town, id) = talking(BY_HAND).await;
    elevenlabs::say_as_provider(town.sandbox.world(), BY_HAND, "Hola").unwrap();
    town.let_pass(SignedDuration::from_secs(10)).await;
    elevenlabs::hang_up_as_provider(town.sandbox.world(), BY_HAND).unwrap();
    town.let_pass(minutes(1)).await;
    assert_eq!(
        town.conversation(&id).await["metadata"]["termination_reason"],
        "Call ended by remote party"
    );
}

#[tokio::test]
async fn every_line_is_in_the_timeline_in_order() {
    let (town, id) = talking(MARTA).await;
    town.let_pass(minutes(5)).await;
    let spoken: Vec<String> = town
        .sandbox
        .entries_since(0)
        .into_iter()
        .filter(|entry| entry.kind == Kind::Spoken && entry.about == format!("CA{id}"))
        .map(|entry| entry.text)
        .collect();
    let found = town.conversation(&id).await;
    let lines: Vec<&str> = found["transcript"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|turn| turn["message"].as_str())
        .collect();
    assert_eq!(spoken, lines);
}

#[tokio::test]
async fn a_platform_that_breaks_off_leaves_a_failure_and_no_webhook() {
    let (town, id) = talking(MARTA).await;
    town.let_pass(SignedDuration::from_secs(12)).await;
    elevenlabs::break_off(town.sandbox.world(), &format!("CA{id}"));
    town.let_pass(minutes(60)).await;
    let found = town.conversation(&id).await;
    assert_eq!((&found["status"], &found["analysis"]), (&json!("failed"), &Value::Null));
    assert!(town.told(POST_CALL).is_empty());
}

#[tokio::test]
async fn a_model_that_uses_each_tool_twice_still_books_once() {
    let (town, _) = talking(MARTA).await;
    town.sandbox.world().lock().elevenlabs.tools_twice = true;
    town.let_pass(minutes(5)).await;
    let claims = town.tools().iter().filter(|tool| *tool == "claim_slot").count();
    assert_eq!(claims, 2);
    assert_eq!(town.sandbox.world().lock().cast.ledger().len(), 1);
}
