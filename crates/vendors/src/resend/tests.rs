use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

use super::{Attachment, DomainStatus, Mail, MailEvent, Resend, Settings, Tag};
use crate::error::Error;
use crate::fake::{Fake, Reply};

async fn resend(replies: impl IntoIterator<Item = Reply>) -> (Resend, Fake) {
    let fake = Fake::new(replies).await;
    (client(&fake.base), fake)
}

fn client(base: &str) -> Resend {
    let settings = Settings {
        base_url: base.to_owned(),
        api_key: "re_secret".into(),
        timeout: Duration::from_secs(30),
    };
    Resend::new(settings).unwrap()
}

fn mail() -> Mail {
    Mail {
        from: "Vocero <turnos@example.com>".to_owned(),
        to: vec!["ana@example.net".into()],
        subject: "Turno confirmado".into(),
        html: Some("<p>Martes</p>".into()),
        text: Some("Martes".into()),
        reply_to: None,
        headers: BTreeMap::from([("X-Entity-Ref-ID".to_owned(), "call_1".to_owned())]),
        attachments: vec![Attachment {
            filename: "turno.ics".to_owned(),
            content: b"Hola".to_vec(),
            content_type: "text/calendar".to_owned(),
        }],
        tags: vec![Tag { name: "kind".to_owned(), value: "call_result".to_owned() }],
    }
}

#[tokio::test]
async fn a_mail_is_sent_under_its_key() {
    let (resend, fake) = resend([Reply::json(200, &json!({"id": "4ef9a417"}))]).await;
    assert_eq!(resend.send(&mail(), "call-result/1").await.unwrap(), "4ef9a417");
    let seen = fake.only();
    assert_eq!((&*seen.method, &*seen.target), ("POST", "/emails"));
    assert_eq!(seen.header("authorization"), Some("Bearer re_secret"));
    assert_eq!(seen.header("idempotency-key"), Some("call-result/1"));
    assert!(seen.header("user-agent").unwrap().starts_with("vocero/"));
    let expected = json!({
        "from": "Vocero <turnos@example.com>", "to": ["ana@example.net"], "subject": "Turno confirmado",
        "html": "<p>Martes</p>", "text": "Martes", "headers": {"X-Entity-Ref-ID": "call_1"},
        "attachments": [{"filename": "turno.ics", "content": "SG9sYQ==", "content_type": "text/calendar"}],
        "tags": [{"name": "kind", "value": "call_result"}]
    });
    assert_eq!(seen.json(), expected);
}

#[tokio::test]
async fn a_repeat_has_the_same_key_and_the_same_bytes_even_after_the_mail_was_stored() {
    let (resend, fake) = resend([Reply::Close, Reply::json(200, &json!({"id": "1"}))]).await;
    let stored = serde_json::to_string(&mail()).unwrap();
    assert!(matches!(resend.send(&mail(), "k").await, Err(Error::Unavailable { .. })));
    resend.send(&serde_json::from_str(&stored).unwrap(), "k").await.unwrap();
    let seen = fake.seen();
    assert_eq!(seen[0].body, seen[1].body);
    assert_eq!(seen[0].header("idempotency-key"), seen[1].header("idempotency-key"));
}

#[tokio::test]
async fn each_refusal_says_whether_it_passes() {
    let table = [
        (400, "validation_error", false),
        (400, "invalid_idempotency_key", false),
        (401, "missing_api_key", false),
        (403, "validation_error", false),
        (404, "not_found", false),
        (409, "invalid_idempotent_request", false),
        (409, "concurrent_idempotent_requests", true),
        (422, "invalid_from_address", false),
        (429, "rate_limit_exceeded", true),
        (429, "daily_quota_exceeded", false),
        (429, "monthly_quota_exceeded", false),
        (451, "security_error", false),
        (500, "application_error", true),
        (500, "internal_server_error", true),
    ];
    for (status, name, passes) in table {
        let body =
            json!({"statusCode": status, "name": name, "message": "ana@example.net is unknown"});
        let (resend, fake) = resend([Reply::json(status, &body).with("Retry-After", "3")]).await;
        let error = resend.send(&mail(), "k").await.unwrap_err();
        match &error {
            Error::Unavailable { retry_after, .. } => {
                assert!(passes, "{status} {name}");
                assert_eq!(*retry_after, Some(Duration::from_secs(3)));
            }
            Error::Refused { status: found, code, .. } => {
                assert!(!passes, "{status} {name}");
                assert_eq!((*found, code.as_deref()), (status, Some(name)));
            }
            _ => panic!("{status} {name}: {error:?}"),
        }
        assert!(!format!("{error} {error:?}").contains("ana@"));
        assert_eq!(fake.seen().len(), 1);
    }
}

#[tokio::test]
async fn no_answer_and_an_odd_answer_are_not_success() {
    let nobody = client(&Fake::nobody().await);
    assert!(matches!(nobody.send(&mail(), "k").await, Err(Error::Unavailable { .. })));
    let (resend, _fake) = resend([Reply::json(200, &json!({"ok": true}))]).await;
    assert!(matches!(resend.send(&mail(), "k").await, Err(Error::Unreadable { .. })));
}

#[tokio::test]
async fn what_became_of_a_mail_can_be_looked_up() {
    let (resend, fake) = resend([
        Reply::json(200, &json!({"id": "1", "last_event": "delivery_delayed", "to": ["x"]})),
        Reply::json(200, &json!({"id": "1", "last_event": "teleported"})),
        Reply::json(404, &json!({"statusCode": 404, "name": "not_found", "message": "x"})),
    ])
    .await;
    assert_eq!(resend.mail("1").await.unwrap().last_event, MailEvent::DeliveryDelayed);
    assert_eq!(resend.mail("1").await.unwrap().last_event, MailEvent::Other);
    assert!(matches!(resend.mail("1").await, Err(Error::Refused { status: 404, .. })));
    assert_eq!(fake.seen()[0].target, "/emails/1");
}

#[tokio::test]
async fn a_domain_is_verified_or_not() {
    let domains = json!({"object": "list", "has_more": false, "data": [
        {"id": "1", "name": "example.com", "status": "verified", "region": "us-east-1"},
        {"id": "2", "name": "example.net", "status": "partially_verified"}, {"id": "3", "name": "x", "status": Value::Null}]});
    let (resend, fake) = resend([Reply::json(200, &domains)]).await;
    let found: Vec<_> =
        resend.domains().await.unwrap().into_iter().map(|domain| domain.status).collect();
    assert_eq!(
        found,
        [DomainStatus::Verified, DomainStatus::PartiallyVerified, DomainStatus::Other]
    );
    assert_eq!(fake.only().target, "/domains");
}

#[test]
fn a_mail_shows_nothing_of_what_it_says_and_to_whom() {
    let shown = format!("{:?}", mail());
    for secret in ["ana@", "Martes", "confirmado", "Hola", "turno.ics"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
