//! Every webhook, knocked at by everybody who must stay outside (I12).

use std::net::SocketAddr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use reqwest::{Client, StatusCode};
use sandbox::cast::Manner;
use sha1::Sha1;
use sha2::Sha256;

use crate::database::Database;
use crate::town::Town;

const ID: &str = "0191c2a4-0000-7000-8000-000000000001";

/// Each route with the kind of key that opens it.
fn doors() -> [(&'static str, Key); 9] {
    [
        ("/webhooks/twilio/whatsapp", Key::Twilio),
        ("/webhooks/twilio/message-status/0191c2a4-0000-7000-8000-000000000001", Key::Twilio),
        ("/webhooks/twilio/voice/0191c2a4-0000-7000-8000-000000000001", Key::Twilio),
        ("/webhooks/twilio/call-status/0191c2a4-0000-7000-8000-000000000001", Key::Twilio),
        ("/webhooks/twilio/amd/0191c2a4-0000-7000-8000-000000000001", Key::Twilio),
        ("/webhooks/twilio/inbound-call", Key::Twilio),
        ("/webhooks/elevenlabs/tools/claim_slot", Key::Tool),
        ("/webhooks/elevenlabs/post-call", Key::ElevenLabs),
        ("/webhooks/resend", Key::Svix),
    ]
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Twilio,
    Tool,
    ElevenLabs,
    Svix,
}

const FORM: &str = "MessageSid=SM00000000000000000000000000000001&From=whatsapp%3A%2B5491123456789&To=whatsapp%3A%2B14155238886&Body=hola&NumMedia=0&CallSid=CA00000000000000000000000000000001&CallStatus=completed&MessageStatus=sent";

fn twilio(token: &str, url: &str, form: &str) -> String {
    let mut pairs: Vec<(String, String)> =
        url::form_urlencoded::parse(form.as_bytes()).into_owned().collect();
    pairs.sort();
    let signed =
        pairs.into_iter().fold(url.to_owned(), |text, (name, value)| text + &name + &value);
    let mut mac = Hmac::<Sha1>::new_from_slice(token.as_bytes()).unwrap();
    mac.update(signed.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

async fn knock(
    town: &Town,
    path: &str,
    headers: &[(&str, String)],
    body: &str,
    form: bool,
) -> StatusCode {
    let address: SocketAddr = town.town.program.address;
    let kind = if form { "application/x-www-form-urlencoded" } else { "application/json" };
    let request =
        Client::new().post(format!("http://{address}{path}")).header("content-type", kind);
    let request =
        headers.iter().fold(request, |request, (name, value)| request.header(*name, value));
    request.body(body.to_owned()).send().await.expect("the program answers").status()
}

#[tokio::test]
async fn nobody_without_the_right_key_comes_in() {
    let town = Town::with(Database::sqlite(), Manner::BooksAsAsked).await;
    let keys = town.town.sandbox.credentials().clone();
    let now = town.town.now().as_second();
    for (path, key) in doors() {
        let url = format!("{}{path}", town.town.url());
        let form = key == Key::Twilio;
        let body = if form { FORM } else { "{\"type\":\"post_call_transcription\",\"data\":{}}" };
        let wrong_v0 = format!("t={now},v0={}", "0".repeat(64));
        let outside: Vec<Vec<(&str, String)>> = vec![
            vec![],
            vec![("x-twilio-signature", twilio("not the token", &url, FORM))],
            vec![("x-twilio-signature", twilio(&keys.twilio_auth_token, &format!("{url}x"), FORM))],
            vec![("x-twilio-signature", "%%%".to_owned())],
            vec![("elevenlabs-signature", wrong_v0.clone())],
            vec![("elevenlabs-signature", "t=1,v0=".to_owned())],
            vec![
                ("svix-id", "msg_1".to_owned()),
                ("svix-timestamp", now.to_string()),
                ("svix-signature", "v1,AAAA".to_owned()),
            ],
            vec![
                ("x-vocero-tool-key", "wrong".to_owned()),
                ("x-vocero-call-token", "wrong".to_owned()),
            ],
            vec![("x-vocero-tool-key", keys.elevenlabs_tool_secret.clone())],
            vec![
                ("x-vocero-tool-key", keys.elevenlabs_tool_secret.clone()),
                ("x-vocero-call-token", "0".repeat(64)),
            ],
            vec![
                ("x-forwarded-host", "elsewhere.example".to_owned()),
                (
                    "x-twilio-signature",
                    twilio(
                        &keys.twilio_auth_token,
                        &format!("https://elsewhere.example{path}"),
                        FORM,
                    ),
                ),
            ],
        ];
        for headers in outside {
            let status = knock(&town, path, &headers, body, form).await;
            assert!(matches!(status.as_u16(), 400 | 401 | 403), "{path} {headers:?} {status}");
        }
    }
    assert!(town.town.program.data.people_with_undecided(10).await.unwrap().is_empty());
}

#[tokio::test]
async fn the_right_key_opens_its_own_door_and_no_other() {
    let town = Town::with(Database::sqlite(), Manner::BooksAsAsked).await;
    let keys = town.town.sandbox.credentials().clone();
    for (path, key) in doors() {
        let url = format!("{}{path}", town.town.url());
        let signature = twilio(&keys.twilio_auth_token, &url, FORM);
        let status = knock(&town, path, &[("x-twilio-signature", signature)], FORM, true).await;
        assert_eq!(status.is_success(), key == Key::Twilio, "{path} {status}");
    }
    let body = r#"{"type":"email.delivered","data":{}}"#;
    let secret = STANDARD.decode(keys.resend_webhook_secret.trim_start_matches("whsec_")).unwrap();
    let now = town.town.now().as_second();
    let mut mac = Hmac::<Sha256>::new_from_slice(&secret).unwrap();
    mac.update(format!("{ID}.{now}.{body}").as_bytes());
    let signature = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
    let headers = [
        ("svix-id", ID.to_owned()),
        ("svix-timestamp", now.to_string()),
        ("svix-signature", signature),
    ];
    assert!(knock(&town, "/webhooks/resend", &headers, body, false).await.is_success());
    assert!(
        !knock(&town, "/webhooks/elevenlabs/post-call", &headers, body, false).await.is_success()
    );
}

#[tokio::test]
async fn only_exact_paths_and_methods_are_doors() {
    let town = Town::with(Database::sqlite(), Manner::BooksAsAsked).await;
    let address = town.town.program.address;
    let client = Client::new();
    for path in [
        "//webhooks/twilio/whatsapp",
        "/webhooks/twilio/whatsapp/",
        "/WEBHOOKS/twilio/whatsapp",
        "/webhooks%2Ftwilio/whatsapp",
    ] {
        let status = client
            .post(format!("http://{address}{path}"))
            .body(FORM)
            .send()
            .await
            .unwrap()
            .status();
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
    }
    let status = client
        .get(format!("http://{address}/webhooks/twilio/whatsapp"))
        .send()
        .await
        .unwrap()
        .status();
    assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
    let status = client
        .get(format!("http://{address}/metrics"))
        .header("x-forwarded-for", "1.2.3.4")
        .send()
        .await
        .unwrap()
        .status();
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn whoever_watches_sees_when_each_webhook_was_last_answered_well() {
    let town = Town::with(Database::sqlite(), Manner::BooksAsAsked).await;
    town.ana_wants_it().await;
    town.settle().await;
    knock(&town, "/webhooks/resend", &[], FORM, true).await;
    let metrics = reqwest::get(format!("{}/metrics", town.town.url())).await.unwrap();
    let metrics = metrics.text().await.unwrap();
    let heard = |route: &str| {
        let line = format!("vocero_webhook_last_success_timestamp_seconds{{route=\"{route}\"}}");
        metrics.lines().any(|known| known.starts_with(&line))
    };
    assert!(heard("/webhooks/twilio/whatsapp"), "{metrics}");
    assert!(heard("/webhooks/twilio/call-status/{attempt}"));
    assert!(heard("/webhooks/elevenlabs/post-call"));
    assert!(!heard("/webhooks/resend"), "it was refused");
}

#[tokio::test]
async fn a_genuine_message_that_comes_again_for_ever_is_one_message() {
    let town = Town::with(Database::sqlite(), Manner::BooksAsAsked).await;
    let token = town.town.sandbox.credentials().twilio_auth_token.clone();
    let path = "/webhooks/twilio/whatsapp";
    let signature = twilio(&token, &format!("{}{path}", town.town.url()), FORM);
    for _ in 0..3 {
        let status =
            knock(&town, path, &[("x-twilio-signature", signature.clone())], FORM, true).await;
        assert_eq!(status, StatusCode::NO_CONTENT);
        town.settle().await;
    }
    let greetings = town.screen().len();
    town.wait(jiff::SignedDuration::from_hours(24 * 400)).await;
    knock(&town, path, &[("x-twilio-signature", signature)], FORM, true).await;
    town.settle().await;
    assert_eq!(town.screen().len(), greetings, "{}", town.transcript());
}

#[tokio::test]
async fn a_path_that_names_nothing_of_ours_tells_a_stranger_nothing() {
    let town = Town::with(Database::sqlite(), Manner::BooksAsAsked).await;
    for route in ["message-status", "voice", "call-status", "amd"] {
        let url = format!("{}/webhooks/twilio/{route}/x", town.town.url());
        let answer = Client::new().post(&url).body(FORM).send().await.expect("it answers");
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{route}");
        assert_eq!(answer.text().await.expect("it can be read"), "", "{route}");
    }
}
