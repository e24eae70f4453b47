//! Signature vectors that were checked with the vendors' own libraries. They are not part of this repository: the folder
//! that holds `signature-vectors.json` is named by `VOCERO_SPECS`, and without it this says that it skips.

#![expect(clippy::print_stderr, reason = "a test that skips says so")]

use api::signatures::{
    SharedKey, SvixHeaders, TwilioBody, TwilioKeys, TwilioRequest, is_from_elevenlabs,
    is_from_svix, is_from_twilio,
};
use jiff::Timestamp;
use secrecy::SecretString;
use serde_json::Value;

fn vectors() -> Option<Value> {
    let Ok(folder) = std::env::var("VOCERO_SPECS") else {
        eprintln!("SKIPPED: VOCERO_SPECS names no folder with signature-vectors.json");
        return None;
    };
    let text = std::fs::read_to_string(format!("{folder}/signature-vectors.json"))
        .expect("the vectors can be read");
    Some(serde_json::from_str(&text).expect("the vectors are JSON"))
}

fn text<'a>(vector: &'a Value, name: &str) -> &'a str {
    vector[name].as_str().unwrap_or_default()
}

fn judge_all(kind: &str, judge: impl Fn(&Value) -> bool) {
    let Some(vectors) = vectors() else { return };
    let vectors = vectors[kind].as_array().expect("there are vectors of each kind").clone();
    assert!(vectors.len() > 10);
    let wrong: Vec<_> = vectors
        .iter()
        .filter(|vector| judge(vector) != vector["valid"].as_bool().expect("a verdict"))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn now(vector: &Value) -> Timestamp {
    Timestamp::from_second(vector["now"].as_i64().expect("a time")).expect("a time that exists")
}

#[test]
fn twilios_vectors_are_all_judged_right() {
    judge_all("twilio", |vector| {
        let key = SecretString::from(text(vector, "key"));
        let settings = vector["extra_headers"]["X-Twilio-Webhooks-Signature-Settings"].as_str();
        let id = settings.and_then(|settings| settings.strip_prefix("key=")?.split(',').next());
        let shared: Vec<_> =
            id.map(|id| SharedKey { id: id.to_owned(), secret: key.clone() }).into_iter().collect();
        let tokens = [key];
        let body = text(vector, "body").as_bytes();
        let body = match (text(vector, "method"), text(vector, "content_type")) {
            ("GET", _) => TwilioBody::None,
            (_, kind) if kind.starts_with("application/json") => TwilioBody::Json(body),
            _ => TwilioBody::Form(body),
        };
        let (url, signature) = (text(vector, "url"), text(vector, "signature"));
        let keys = TwilioKeys { tokens: &tokens, shared: &shared };
        is_from_twilio(keys, TwilioRequest { url, body, signature, settings })
    });
}

#[test]
fn elevenlabs_vectors_are_all_judged_right() {
    judge_all("elevenlabs", |vector| {
        let secrets = [SecretString::from(text(vector, "secret"))];
        is_from_elevenlabs(
            &secrets,
            text(vector, "header"),
            text(vector, "body").as_bytes(),
            now(vector),
        )
    });
}

#[test]
fn svix_vectors_are_all_judged_right() {
    judge_all("svix", |vector| {
        let secrets = [SecretString::from(text(vector, "secret"))];
        let (id, timestamp) = (text(vector, "svix_id"), text(vector, "svix_timestamp"));
        let headers = SvixHeaders { id, timestamp, signature: text(vector, "svix_signature") };
        is_from_svix(&secrets, headers, text(vector, "body").as_bytes(), now(vector))
    });
}
