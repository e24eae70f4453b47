use std::time::Duration;

use reqwest::Method;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

use super::{Effect, Http, Refusal, base_url, retry_after, secret_header, under};
use crate::error::{Error, Misconfigured, Private};
use crate::fake::{Fake, Reply};

const SHORT: Duration = Duration::from_millis(900);
const LONG: Duration = Duration::from_secs(30);

fn refusal(body: &[u8]) -> Option<Refusal> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let code = body.get("code")?.as_str()?.to_owned();
    let later = body.get("later").and_then(Value::as_bool);
    Some(Refusal { code: Some(code), reason: "+541155550100 is no number".to_owned(), later })
}

async fn ask(base: &str, timeout: Duration, effect: Effect) -> Result<Value, Error> {
    let base = base_url("vendor", base).unwrap();
    let http = Http::new("vendor", &base, timeout, &HeaderMap::new(), refusal).unwrap();
    let request = http.request(effect, Method::POST, under(&base, &["thing"]));
    http.json(request.with(|r| r.json(&json!({"n": 1})))).await
}

/// What either kind of request makes of a reply: something repeatable, then something with an effect.
async fn outcomes(timeout: Duration, reply: impl Fn() -> Reply) -> [String; 2] {
    let mut outcomes = [String::new(), String::new()];
    for (effect, outcome) in [Effect::Repeatable, Effect::Once].into_iter().zip(&mut outcomes) {
        let fake = Fake::new([reply()]).await;
        *outcome = match ask(&fake.base, timeout, effect).await {
            Ok(value) => value.to_string(),
            Err(error) => word(&error),
        };
        assert_eq!(fake.seen().len(), 1, "one request, one try");
    }
    outcomes
}

fn word(error: &Error) -> String {
    match error {
        Error::NotSent { retry_after, .. } => format!("not sent, again after {retry_after:?}"),
        Error::Unavailable { retry_after, .. } => format!("unavailable until {retry_after:?}"),
        Error::Unknown { .. } => "unknown".to_owned(),
        Error::Refused { status, code, .. } => format!("refused {status} {code:?}"),
        Error::Unreadable { .. } => "unreadable".to_owned(),
    }
}

#[tokio::test]
async fn an_answer_is_read() {
    let outcomes = outcomes(LONG, || Reply::json(201, &json!({"sid": "1"}))).await;
    assert_eq!(outcomes, [r#"{"sid":"1"}"#, r#"{"sid":"1"}"#]);
}

#[tokio::test]
async fn nobody_listening_means_that_nothing_was_sent() {
    let base = Fake::nobody().await;
    let error = ask(&base, LONG, Effect::Once).await.unwrap_err();
    assert_eq!(word(&error), "not sent, again after None");
    let error = ask(&base, LONG, Effect::Repeatable).await.unwrap_err();
    assert_eq!(word(&error), "unavailable until None");
}

#[tokio::test]
async fn a_name_that_does_not_exist_means_that_nothing_was_sent() {
    let error = ask("http://vendor.invalid", LONG, Effect::Once).await.unwrap_err();
    assert_eq!(word(&error), "not sent, again after None");
}

#[tokio::test]
async fn a_failed_tls_handshake_means_that_nothing_was_sent() {
    let fake = Fake::new([]).await;
    let base = fake.base.replace("http", "https");
    let error = ask(&base, LONG, Effect::Once).await.unwrap_err();
    assert_eq!(word(&error), "not sent, again after None");
}

#[tokio::test]
async fn a_tls_handshake_that_hangs_means_that_nothing_was_sent() {
    let deaf = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("https://{}", deaf.local_addr().unwrap());
    let error = ask(&base, SHORT, Effect::Once).await.unwrap_err();
    assert_eq!(word(&error), "not sent, again after None");
}

#[tokio::test]
async fn silence_after_the_request_leaves_a_creation_unknown() {
    assert_eq!(outcomes(SHORT, || Reply::Silence).await, ["unavailable until None", "unknown"]);
}

#[tokio::test]
async fn an_answer_without_end_leaves_a_creation_unknown() {
    assert_eq!(outcomes(SHORT, || Reply::Drip).await, ["unavailable until None", "unknown"]);
}

#[tokio::test]
async fn a_flood_is_cut_off() {
    assert_eq!(outcomes(LONG, || Reply::Flood).await, ["unreadable", "unknown"]);
}

#[tokio::test]
async fn a_connection_closed_after_the_request_leaves_a_creation_unknown() {
    assert_eq!(outcomes(LONG, || Reply::Close).await, ["unavailable until None", "unknown"]);
}

#[tokio::test]
async fn an_answer_that_breaks_off_leaves_a_creation_unknown() {
    assert_eq!(outcomes(LONG, || Reply::BreakOff).await, ["unavailable until None", "unknown"]);
}

#[tokio::test]
async fn a_success_that_cannot_be_read_leaves_a_creation_unknown() {
    let page = || Reply::text(200, "text/html", "<html>all is well</html>");
    assert_eq!(outcomes(LONG, page).await, ["unreadable", "unknown"]);
}

#[tokio::test]
async fn a_server_error_leaves_a_creation_unknown() {
    for status in [500, 502, 503, 504, 529] {
        let reply = || Reply::json(status, &json!({"code": "broken"})).with("Retry-After", "7");
        assert_eq!(outcomes(LONG, reply).await, ["unavailable until Some(7s)", "unknown"]);
    }
}

#[tokio::test]
async fn too_many_requests_means_not_processed() {
    let reply = || Reply::text(429, "text/plain", "slow down").with("Retry-After", "1.5");
    let expected = ["unavailable until Some(1.5s)", "not sent, again after Some(1.5s)"];
    assert_eq!(outcomes(LONG, reply).await, expected);
}

#[tokio::test]
async fn a_used_up_quota_is_a_refusal_though_its_status_says_later() {
    let reply = || Reply::json(429, &json!({"code": "quota", "later": false}));
    assert_eq!(
        outcomes(LONG, reply).await,
        [r#"refused 429 Some("quota")"#, r#"refused 429 Some("quota")"#]
    );
}

#[tokio::test]
async fn a_refusal_that_the_vendor_calls_passing_is_not_final() {
    let reply = || Reply::json(409, &json!({"code": "concurrent", "later": true}));
    assert_eq!(
        outcomes(LONG, reply).await,
        ["unavailable until None", "not sent, again after None"]
    );
}

#[tokio::test]
async fn a_refusal_in_the_vendors_words_is_final() {
    let reply = || Reply::json(400, &json!({"code": "21211"}));
    assert_eq!(
        outcomes(LONG, reply).await,
        [r#"refused 400 Some("21211")"#, r#"refused 400 Some("21211")"#]
    );
}

#[tokio::test]
async fn a_refusal_in_somebody_elses_words_leaves_a_creation_unknown() {
    let reply = || Reply::text(403, "text/html", "<html>proxy</html>");
    assert_eq!(outcomes(LONG, reply).await, ["refused 403 None", "unknown"]);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let trap = Fake::new([]).await;
    let reply = || Reply::redirect(&trap.base);
    assert_eq!(outcomes(LONG, reply).await, ["unreadable", "unknown"]);
    assert_eq!(trap.connections(), 0);
}

#[tokio::test]
async fn a_creation_never_travels_on_a_connection_that_was_used_before() {
    let fake = Fake::new((0..4).map(|n| Reply::json(200, &json!(n)))).await;
    let base = base_url("vendor", &fake.base).unwrap();
    let http = Http::new("vendor", &base, LONG, &HeaderMap::new(), refusal).unwrap();
    for effect in [Effect::Repeatable, Effect::Repeatable, Effect::Once, Effect::Once] {
        let request = http.request(effect, Method::POST, under(&base, &["thing"]));
        http.json::<Value>(request).await.unwrap();
    }
    let connections: Vec<_> = fake.seen().iter().map(|seen| seen.connection).collect();
    assert_eq!(connections, [1, 1, 2, 3]);
}

#[tokio::test]
async fn an_error_shows_no_words_of_the_vendor_and_its_fields_still_have_them() {
    let code = "the number +541155550100 is wrong";
    let fake = Fake::new([Reply::json(400, &json!({ "code": code }))]).await;
    let error = ask(&fake.base, LONG, Effect::Repeatable).await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("5550100"), "{error} {error:?}");
    let Error::Refused { reason, code, .. } = error else { panic!("{error:?}") };
    assert_eq!(reason, "+541155550100 is no number");
    assert_eq!(code, None, "a sentence is no code");
}

#[test]
fn private_words_are_readable_and_not_shown() {
    let words = Private::from("mi madre");
    assert_eq!((words.len(), format!("{words:?}")), (8, "Private(…)".to_owned()));
}

#[test]
fn a_base_url_is_http_with_a_host_and_nothing_else() {
    let accepted =
        ["https://api.example.com", "http://127.0.0.1:4010/", "https://gateway.example/llm/v1/"];
    let bases: Vec<_> = accepted.iter().map(|text| base_url("vendor", text).unwrap()).collect();
    let paths: Vec<_> = bases.iter().map(|base| under(base, &["a b", "ñ/x"]).to_string()).collect();
    assert_eq!(
        paths,
        [
            "https://api.example.com/a%20b/%C3%B1%2Fx",
            "http://127.0.0.1:4010/a%20b/%C3%B1%2Fx",
            "https://gateway.example/llm/v1/a%20b/%C3%B1%2Fx",
        ]
    );
    for text in
        ["", "api.example.com", "ftp://a.example", "https://key@a.example", "https://a.example?x=1"]
    {
        assert_eq!(
            base_url("vendor", text),
            Err(Misconfigured::BaseUrl { vendor: "vendor" }),
            "{text}"
        );
    }
}

#[test]
fn credentials_that_no_header_can_carry_are_refused_at_the_start() {
    let header = reqwest::header::AUTHORIZATION;
    assert!(secret_header("vendor", header.clone(), "two\nlines").is_err());
    assert!(
        !format!("{:?}", secret_header("vendor", header, "s3cret").unwrap()).contains("s3cret")
    );
}

#[test]
fn the_wait_that_a_vendor_asks_for_is_in_seconds_or_a_date_and_an_hour_at_most() {
    let wait = |value: &str| {
        let headers = [("retry-after", value), ("date", "Sun, 22 Nov 2026 13:00:00 GMT")];
        let headers = headers
            .into_iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
        retry_after(&HeaderMap::from_iter(headers)).map(|wait| wait.as_secs())
    };
    assert_eq!(wait("30"), Some(30));
    assert_eq!(wait("Sun, 22 Nov 2026 13:00:45 GMT"), Some(45));
    assert_eq!(wait("Sun, 22 Nov 2026 12:00:00 GMT"), Some(0));
    assert_eq!(wait("999999"), Some(3600));
    for odd in ["-3", "NaN", "soon", "1e400"] {
        assert_eq!(wait(odd), None, "{odd}");
    }
}
