//! Resend from outside: keys, limits, mailboxes and webhooks.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use jiff::SignedDuration;
use serde_json::{Value, json};
use sha2::Sha256;

use crate::town::{Told, Town, answered};

const RESEND: &str = "/webhooks/resend";

fn mail(to: &str) -> Value {
    json!({
        "from": "Vocero <vocero@sandbox.example>", "to": [to], "subject": "Turno confirmado", "text": "Hola",
        "attachments": [{"filename": "turno.ics", "content": "SG9sYQ==", "content_type": "text/calendar"}],
        "tags": [{"name": "kind", "value": "call_result"}],
    })
}

async fn post(town: &Town, path: &str, key: Option<&str>, body: &Value) -> (u16, Value) {
    let request = town.client().post(format!("{}{path}", town.sandbox.resend_url()));
    let request =
        request.bearer_auth(&town.sandbox.credentials().resend_api_key).body(body.to_string());
    answered(match key {
        Some(key) => request.header("Idempotency-Key", key),
        None => request,
    })
    .await
}

async fn get(town: &Town, path: &str) -> (u16, Value) {
    let request = town.client().get(format!("{}{path}", town.sandbox.resend_url()));
    answered(request.bearer_auth(&town.sandbox.credentials().resend_api_key)).await
}

fn is_signed(told: &Told, secret: &str) -> bool {
    let header = |name: &str| told.headers[name].to_str().unwrap().to_owned();
    let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
    mac.update(
        format!("{}.{}.{}", header("svix-id"), header("svix-timestamp"), told.raw).as_bytes(),
    );
    header("svix-signature") == format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

fn events(town: &Town) -> Vec<String> {
    town.told(RESEND).iter().map(|told| told.body["type"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_mail_arrives_with_its_files_and_is_told() {
    let town = Town::new().await;
    let (status, made) = post(&town, "/emails", None, &mail("Ana <Ana@correo.test>")).await;
    assert_eq!(status, 200);
    town.let_pass(SignedDuration::from_secs(10)).await;
    {
        let state = town.sandbox.world().lock();
        let mailbox = state.resend.mailbox("ana@correo.test");
        assert_eq!(mailbox.len(), 1);
        assert_eq!(mailbox[0].letter.attachments[0].content, b"Hola");
    }
    assert_eq!(events(&town), ["email.sent", "email.delivered"]);
    let secret = &town.sandbox.credentials().resend_webhook_secret;
    assert!(town.told(RESEND).iter().all(|told| is_signed(told, secret)));
    let (_, shown) = get(&town, &format!("/emails/{}", made["id"].as_str().unwrap())).await;
    assert_eq!(shown["last_event"], "delivered");
}

#[tokio::test]
async fn the_same_key_sends_once_for_a_day() {
    let town = Town::new().await;
    let (_, first) = post(&town, "/emails", Some("k"), &mail("ana@correo.test")).await;
    let (_, again) = post(&town, "/emails", Some("k"), &mail("ana@correo.test")).await;
    assert_eq!(first, again);
    let (status, other) = post(&town, "/emails", Some("k"), &mail("bea@correo.test")).await;
    assert_eq!((status, &other["name"]), (409, &json!("invalid_idempotent_request")));
    town.let_pass(SignedDuration::from_hours(24)).await;
    let (_, later) = post(&town, "/emails", Some("k"), &mail("ana@correo.test")).await;
    assert_ne!(first, later);
    town.let_pass(SignedDuration::from_secs(10)).await;
    assert_eq!(town.sandbox.world().lock().resend.mailbox("ana@correo.test").len(), 2);
}

#[tokio::test]
async fn a_refused_mail_leaves_its_key_free() {
    let town = Town::new().await;
    let mut bad = mail("ana@correo.test");
    bad["from"] = json!("a@elsewhere.test");
    let (status, refused) = post(&town, "/emails", Some("k"), &bad).await;
    assert_eq!((status, &refused["name"]), (403, &json!("validation_error")));
    assert_eq!(post(&town, "/emails", Some("k"), &mail("ana@correo.test")).await.0, 200);
}

#[tokio::test]
async fn keys_have_a_length() {
    let town = Town::new().await;
    let long = "k".repeat(257);
    let (status, refused) = post(&town, "/emails", Some(&long), &mail("ana@correo.test")).await;
    assert_eq!((status, &refused["name"]), (400, &json!("invalid_idempotency_key")));
}

#[tokio::test]
async fn what_bounced_is_suppressed_afterwards() {
    let town = Town::new().await;
    for _ in 0..2 {
        post(&town, "/emails", None, &mail("bounced@resend.dev")).await;
        town.let_pass(SignedDuration::from_secs(10)).await;
    }
    assert_eq!(events(&town), ["email.sent", "email.bounced", "email.sent", "email.suppressed"]);
    let bounced = &town.told(RESEND)[1].body["data"];
    assert_eq!(
        (&bounced["bounce"]["type"], &bounced["tags"]["kind"]),
        (&json!("Permanent"), &json!("call_result"))
    );
    assert!(town.sandbox.world().lock().resend.mailbox("bounced@resend.dev").is_empty());
}

#[tokio::test]
async fn a_webhook_is_repeated_under_the_same_id_until_it_is_taken() {
    let town = Town::new().await;
    town.answers(RESEND, &[500, 404, 200]);
    post(&town, "/emails", None, &mail("ana@correo.test")).await;
    town.let_pass(SignedDuration::from_mins(10)).await;
    let told = town.told(RESEND);
    let id = |told: &Told| told.headers["svix-id"].to_str().unwrap().to_owned();
    let first: Vec<&Told> = told.iter().filter(|one| id(one) == id(&told[0])).collect();
    assert_eq!(
        first.len(),
        2,
        "the second answer was for another event or another attempt: {told:?}"
    );
    assert!(first.iter().all(|one| one.raw == first[0].raw));
}

#[tokio::test]
async fn a_webhook_that_nobody_takes_is_given_up_after_eight_attempts() {
    let town = Town::new().await;
    town.answers(RESEND, &[500; 100]);
    post(&town, "/emails", None, &mail("bounced@resend.dev")).await;
    town.let_pass(SignedDuration::from_hours(48)).await;
    let first = town.told(RESEND)[0].headers["svix-id"].clone();
    let attempts = town.told(RESEND).iter().filter(|told| told.headers["svix-id"] == first).count();
    assert_eq!(attempts, 8);
}

#[tokio::test]
async fn the_sixth_request_of_a_second_must_wait() {
    let town = Town::new().await;
    for _ in 0..5 {
        assert_eq!(get(&town, "/domains").await.0, 200);
    }
    let request = town.client().get(format!("{}/domains", town.sandbox.resend_url()));
    let answer =
        request.bearer_auth(&town.sandbox.credentials().resend_api_key).send().await.unwrap();
    assert_eq!(answer.status(), 429);
    assert_eq!(
        (&answer.headers()["retry-after"], &answer.headers()["ratelimit-remaining"]),
        (&"1".parse().unwrap(), &"0".parse().unwrap())
    );
    town.pass(SignedDuration::from_secs(1));
    assert_eq!(get(&town, "/domains").await.0, 200);
}

#[tokio::test]
async fn keys_and_agents_are_looked_at_first() {
    let town = Town::new().await;
    let url = format!("{}/emails", town.sandbox.resend_url());
    let (status, body) = answered(town.client().post(&url).body("{}")).await;
    assert_eq!((status, &body["name"]), (401, &json!("missing_api_key")));
    let (status, body) =
        answered(town.client().post(&url).bearer_auth("re_wrong").body("{}")).await;
    assert_eq!((status, &body["name"]), (403, &json!("invalid_api_key")));
    let nameless = reqwest::Client::builder().no_proxy().build().unwrap();
    assert_eq!(answered(nameless.post(&url).bearer_auth("re_wrong")).await.0, 403);
    let (status, body) = get(&town, "/nothing").await;
    assert_eq!((status, &body["name"]), (404, &json!("not_found")));
}

#[tokio::test]
async fn a_batch_is_all_or_nothing() {
    let town = Town::new().await;
    let plain = |to: &str| {
        let mut mail = mail(to);
        mail.as_object_mut().unwrap().remove("attachments");
        mail
    };
    let (status, made) = post(
        &town,
        "/emails/batch",
        None,
        &json!([plain("ana@correo.test"), plain("bea@correo.test")]),
    )
    .await;
    assert_eq!((status, made["data"].as_array().unwrap().len()), (200, 2));
    let (status, _) = post(
        &town,
        "/emails/batch",
        None,
        &json!([plain("ana@correo.test"), mail("bea@correo.test")]),
    )
    .await;
    assert_eq!(status, 422);
    assert_eq!(post(&town, "/emails/batch", None, &json!([])).await.0, 422);
    assert_eq!(town.sandbox.world().lock().resend.sent().count(), 2);
}

#[tokio::test]
async fn a_scheduled_mail_can_be_called_off() {
    let town = Town::new().await;
    let mut later = mail("ana@correo.test");
    later["scheduled_at"] = json!((town.now() + SignedDuration::from_hours(2)).to_string());
    let (_, made) = post(&town, "/emails", None, &later).await;
    let path = format!("/emails/{}/cancel", made["id"].as_str().unwrap());
    assert_eq!(post(&town, &path, None, &Value::Null).await.0, 200);
    town.let_pass(SignedDuration::from_hours(3)).await;
    assert!(events(&town).is_empty());
    assert_eq!(post(&town, &path, None, &Value::Null).await.0, 422);
}
