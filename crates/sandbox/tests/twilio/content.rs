//! Templates: made, reviewed, sent.

use jiff::SignedDuration;
use sandbox::twilio::content::Approval;
use serde_json::{Value, json};

use crate::town::{ANA, Town};

async fn make(town: &Town, body: &str, variables: Value) -> String {
    let types =
        json!({"twilio/quick-reply": {"body": body, "actions": [{"title": "Sí", "id": "y"}]}});
    let draft = json!({"friendly_name": "result", "language": "es", "variables": variables, "types": types});
    let (status, content) = town.post_json("/v1/Content", &draft).await;
    assert_eq!(status, 201, "{content}");
    content["sid"].as_str().unwrap().to_owned()
}

async fn submit(town: &Town, sid: &str, name: &str) -> (u16, Value) {
    let path = format!("/v1/Content/{sid}/ApprovalRequests/whatsapp");
    town.post_json(&path, &json!({"name": name, "category": "UTILITY"})).await
}

async fn status_of(town: &Town, sid: &str) -> String {
    let (_, approval) = town.get(&format!("/v1/Content/{sid}/ApprovalRequests")).await;
    approval["whatsapp"]["status"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn only_an_approved_template_starts_a_conversation() {
    let town = Town::new().await;
    let sid = make(&town, "Turno {{1}} confirmado.", json!({"1": "martes"})).await;
    assert_eq!(status_of(&town, &sid).await, "unsubmitted");
    let last_error = || town.told("/message-status").pop().unwrap().get("ErrorCode").to_owned();
    town.writes(&[("ContentSid", &sid)]).await;
    town.settles().await;
    assert_eq!(last_error(), "63016");
    let (status, submitted) = submit(&town, &sid, "result_es").await;
    assert_eq!((status, submitted["status"].as_str()), (201, Some("received")));
    town.lives(SignedDuration::from_mins(3)).await;
    assert_eq!(status_of(&town, &sid).await, "approved");
    town.writes(&[("ContentSid", &sid), ("ContentVariables", r#"{"1":"jueves"}"#)]).await;
    town.settles().await;
    assert_eq!(town.sandbox.person(ANA).last_read(), "Turno jueves confirmado. [Sí]");
    town.sandbox.person(ANA).taps("Sí").unwrap();
    town.settles().await;
    assert_eq!(town.told_of("/webhooks/twilio/whatsapp", "MessageType"), ["button"]);
    town.passes(SignedDuration::from_hours(25));
    town.sandbox.world().lock().twilio.contents.set_approval(&sid, Approval::Paused);
    town.writes(&[("ContentSid", &sid)]).await;
    town.settles().await;
    assert_eq!(last_error(), "63041");
}

#[tokio::test]
async fn a_template_that_breaks_the_rules_is_rejected_and_its_name_is_used_up() {
    let town = Town::new().await;
    let samples = json!({"1": "a", "2": "b"});
    for (index, (body, variables)) in [
        ("{{1}} al principio.", samples.clone()),
        ("Al final {{1}}", samples.clone()),
        ("Dos {{1}}{{2}} juntas.", samples.clone()),
        ("Falta la {{2}} primera.", samples),
        ("Sin {{1}} muestra.", json!({})),
    ]
    .into_iter()
    .enumerate()
    {
        let sid = make(&town, body, variables).await;
        submit(&town, &sid, &format!("name_{index}")).await;
        town.lives(SignedDuration::from_mins(3)).await;
        assert_eq!(status_of(&town, &sid).await, "rejected", "{body}");
    }
    let sid = make(&town, "Todo bien.", json!({})).await;
    assert_eq!(submit(&town, &sid, "name_0").await.0, 400);
    assert_eq!(submit(&town, &sid, "Upper Case").await.0, 400);
    assert_eq!(submit(&town, &sid, "fresh").await.0, 201);
    assert_eq!(submit(&town, &sid, "fresh_again").await.0, 400);
}

#[tokio::test]
async fn content_that_is_not_as_it_must_be_is_refused() {
    let town = Town::new().await;
    let text = json!({"twilio/text": {"body": "x"}});
    for wrong in [
        json!({}),
        json!({"types": text}),
        json!({"language": "es", "types": {}}),
        json!({"language": "español", "types": text}),
        json!({"language": "es", "types": text, "colour": "blue"}),
        json!({"language": "es", "types": text, "variables": {"1": 2}}),
    ] {
        let (status, body) = town.post_json("/v1/Content", &wrong).await;
        assert_eq!((status, body["code"].as_i64()), (400, Some(20001)), "{wrong}");
    }
}

#[tokio::test]
async fn contents_are_listed_fetched_and_deleted() {
    let town = Town::new().await;
    let (first, second) =
        (make(&town, "uno", json!({})).await, make(&town, "dos", json!({})).await);
    let (_, page) = town.get("/v1/Content?PageSize=1").await;
    assert_eq!(page["contents"][0]["sid"], first);
    let next = page["meta"]["next_page_url"].as_str().unwrap();
    let path = next.strip_prefix(town.sandbox.twilio_url()).unwrap();
    assert_eq!(town.get(path).await.1["contents"][0]["sid"], second);
    let one = format!("/v1/Content/{first}");
    assert_eq!(town.get(&one).await.1["types"]["twilio/quick-reply"]["body"], "uno");
    assert_eq!(town.delete(&one).await, 204);
    assert_eq!(town.get(&one).await.0, 404);
    assert_eq!(town.writes(&[("ContentSid", &first)]).await.1["code"], 21655);
}

#[tokio::test]
async fn variables_must_be_a_json_object_of_texts() {
    let town = Town::new().await;
    let sid = make(&town, "Hola {{1}}.", json!({})).await;
    let long = format!(r#"{{"1":"{}"}}"#, "x".repeat(1601));
    for (variables, code) in
        [("1=2", 21656), (r#"{"1":2}"#, 21656), ("[]", 21656), (long.as_str(), 21658)]
    {
        let refused = town.writes(&[("ContentSid", &sid), ("ContentVariables", variables)]).await;
        assert_eq!(refused.1["code"], code, "{variables}");
    }
    let both = town.writes(&[("ContentSid", &sid), ("Body", "x")]).await;
    assert_eq!(both.1["code"], 20001);
    town.sandbox.person(ANA).says("Hola");
    town.writes(&[("ContentSid", &sid)]).await;
    town.settles().await;
    let failed = town.told("/message-status").pop().unwrap();
    assert_eq!((failed.get("MessageStatus"), failed.get("ErrorCode")), ("failed", "63028"));
}
