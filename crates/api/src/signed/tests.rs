use std::net::Ipv4Addr;

use axum::Router;
use axum::extract::State;
use axum::http::Method;
use axum::routing::post;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::clock::ManualClock;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use serde::Deserialize;
use sha1::Sha1;
use sha2::Sha256;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt;

use super::*;

const TOKEN: &str = "f00dfeedf00dfeedf00dfeedf00dfeed";
const ACCOUNT: &str = "AC00000000000000000000000000000001";
const PUBLIC_URL: &str = "https://vocero.example.org/prefix";
const EVENT_SECRET: &str = "wsec_a1b2c3d4e5f6";
const TOOL_SECRET: &str = "tool-secret";
const NOW: i64 = 1_795_000_000;

#[derive(Clone, FromRef)]
struct House {
    keys: Arc<Keys>,
    clock: Arc<dyn Clock>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Said {
    from: String,
    body: Option<String>,
}

fn house() -> Router {
    let keys = Keys {
        public_url: PUBLIC_URL.to_owned(),
        account_sid: ACCOUNT.to_owned(),
        twilio_tokens: vec![TOKEN.into()],
        elevenlabs_webhook: vec![EVENT_SECRET.into()],
        elevenlabs_tool: vec![TOOL_SECRET.into()],
        resend_webhook: vec!["whsec_BwgJCgsMDQ4PEBESExQVFhcYGRobHB0e".into()],
    };
    let clock: Arc<dyn Clock> = Arc::new(ManualClock::at(Timestamp::from_second(NOW).unwrap()));
    Router::new()
        .route(
            "/form",
            post(async |State(_): State<Arc<Keys>>, TwilioForm(said): TwilioForm<Said>| {
                format!("{}: {}", said.from, said.body.unwrap_or_default())
            }),
        )
        .route("/event", post(async |ElevenLabsBody(body): ElevenLabsBody| body))
        .route(
            "/tool",
            post(async |ToolRequest { token, arguments }: ToolRequest| {
                format!("{token} {arguments}")
            }),
        )
        .route("/mail", post(async |ResendJson { id, body }: ResendJson| format!("{id} {body}")))
        .with_state(House { keys: Arc::new(keys), clock })
}

/// A request as a vendor sends it, to be spoiled.
struct Sent {
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Sent {
    fn to(path: &str, kind: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { path: path.to_owned(), headers: Vec::new(), body: body.into() }
            .with("content-type", kind)
    }

    fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(given, _)| given != name);
        self
    }

    fn instead(self, name: &str, value: &str) -> Self {
        self.without(name).with(name, value)
    }

    async fn answer(self) -> (u16, String) {
        let mut request = Request::builder().method(Method::POST).uri(self.path);
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        let answer = house().oneshot(request.body(Body::from(self.body)).unwrap()).await.unwrap();
        let status = answer.status().as_u16();
        let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    /// The status, the body being empty.
    async fn refusal(self) -> u16 {
        let (status, body) = self.answer().await;
        assert_eq!(body, "", "a refusal says nothing");
        status
    }
}

fn twilio_signature(url: &str, form: &str) -> String {
    let mut pairs: Vec<_> = form_urlencoded::parse(form.as_bytes()).collect();
    pairs.sort();
    pairs.dedup();
    let mut mac = Hmac::<Sha1>::new_from_slice(TOKEN.as_bytes()).unwrap();
    mac.update(url.as_bytes());
    for (name, value) in pairs {
        mac.update(name.as_bytes());
        mac.update(value.as_bytes());
    }
    STANDARD.encode(mac.finalize().into_bytes())
}

fn form_to(path: &str, form: &str) -> Sent {
    Sent::to(path, FORM, form)
        .with("x-twilio-signature", &twilio_signature(&format!("{PUBLIC_URL}{path}"), form))
}

fn event(body: &str) -> Sent {
    let mut mac = Hmac::<Sha256>::new_from_slice(EVENT_SECRET.as_bytes()).unwrap();
    mac.update(format!("{NOW}.{body}").as_bytes());
    let signature = format!("t={NOW},v0={}", hex::encode(mac.finalize().into_bytes()));
    Sent::to("/event", JSON, body).with("elevenlabs-signature", &signature)
}

fn tool(body: &str) -> Sent {
    Sent::to("/tool", JSON, body)
        .with("x-vocero-tool-key", TOOL_SECRET)
        .with("x-vocero-call-token", "t_1")
}

fn mail(body: &str) -> Sent {
    let key: Vec<u8> = (7..31).collect();
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
    mac.update(format!("msg_1.{NOW}.{body}").as_bytes());
    let signature = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
    let sent = Sent::to("/mail", JSON, body)
        .with("svix-id", "msg_1")
        .with("svix-timestamp", &NOW.to_string());
    sent.with("svix-signature", &signature)
}

fn hello() -> String {
    format!("From=whatsapp%3A%2B34600000000&Body=Hola+%26+adi%C3%B3s&AccountSid={ACCOUNT}")
}

#[tokio::test]
async fn what_a_vendor_signed_is_let_in_and_parsed() {
    assert_eq!(
        form_to("/form", &hello()).answer().await,
        (200, "whatsapp:+34600000000: Hola & adiós".to_owned())
    );
    assert_eq!(form_to("/form?b=2&a=%2B1%20x", &hello()).answer().await.0, 200);
    assert_eq!(event("{\"a\": 1}").answer().await, (200, "{\"a\": 1}".to_owned()));
    assert_eq!(
        tool("{\"date\":\"2026-11-24\"}").answer().await,
        (200, "t_1 {\"date\":\"2026-11-24\"}".to_owned())
    );
    assert_eq!(mail("{\"type\":\"x\"}").answer().await, (200, "msg_1 {\"type\":\"x\"}".to_owned()));
}

#[tokio::test]
async fn the_standard_names_of_the_mail_headers_do_as_well() {
    let mut sent = mail("{}");
    for (name, _) in &mut sent.headers {
        *name = name.replace("svix-", "webhook-");
    }
    assert_eq!(sent.answer().await.0, 200);
}

#[tokio::test]
async fn without_a_credential_nobody_gets_in() {
    assert_eq!(form_to("/form", &hello()).without("x-twilio-signature").refusal().await, 403);
    assert_eq!(event("{}").without("elevenlabs-signature").refusal().await, 401);
    assert_eq!(tool("{}").without("x-vocero-tool-key").refusal().await, 401);
    assert_eq!(tool("{}").without("x-vocero-call-token").refusal().await, 401);
    for name in ["svix-id", "svix-timestamp", "svix-signature"] {
        assert_eq!(mail("{}").without(name).refusal().await, 401, "{name}");
    }
}

#[tokio::test]
async fn a_wrong_a_doubled_or_an_unreadable_credential_is_none() {
    for value in ["", "AAAA", "ñ", &"A".repeat(10_000)] {
        assert_eq!(
            form_to("/form", &hello()).instead("x-twilio-signature", value).refusal().await,
            403,
            "{value:.9}"
        );
        assert_eq!(
            event("{}").instead("elevenlabs-signature", value).refusal().await,
            401,
            "{value:.9}"
        );
        assert_eq!(
            tool("{}").instead("x-vocero-tool-key", value).refusal().await,
            401,
            "{value:.9}"
        );
        assert_eq!(mail("{}").instead("svix-signature", value).refusal().await, 401, "{value:.9}");
    }
    assert_eq!(form_to("/form", &hello()).with("x-twilio-signature", "AAAA").refusal().await, 403);
    assert_eq!(event("{}").with("elevenlabs-signature", "t=1").refusal().await, 401);
    assert_eq!(tool("{}").with("x-vocero-tool-key", TOOL_SECRET).refusal().await, 401);
    assert_eq!(mail("{}").with("svix-id", "msg_1").refusal().await, 401);
}

#[tokio::test]
async fn one_vendors_credential_opens_no_other_door() {
    let signature = twilio_signature(&format!("{PUBLIC_URL}/event"), "");
    assert_eq!(event("{}").instead("elevenlabs-signature", &signature).refusal().await, 401);
    assert_eq!(tool("{}").instead("x-vocero-tool-key", EVENT_SECRET).refusal().await, 401);
    assert_eq!(tool("{}").instead("x-vocero-tool-key", TOKEN).refusal().await, 401);
}

#[tokio::test]
async fn a_signature_holds_for_one_path_one_query_and_one_body() {
    let signed = || form_to("/form?a=1", &hello());
    for path in ["/form", "/form?a=2", "/form?a=1&b=2", "/form?a=%31"] {
        assert_eq!(Sent { path: path.to_owned(), ..signed() }.refusal().await, 403, "{path}");
    }
    let altered = hello().replace("Hola", "Chau");
    assert_eq!(Sent { body: altered.into_bytes(), ..signed() }.refusal().await, 403);
    assert_eq!(Sent { body: b"{\"a\":2}".to_vec(), ..event("{\"a\":1}") }.refusal().await, 401);
    assert_eq!(
        Sent { body: b"{\"a\": 1}".to_vec(), ..event("{\"a\":1}") }.refusal().await,
        401,
        "re-serialised"
    );
    assert_eq!(Sent { body: b"{\"a\":2}".to_vec(), ..mail("{\"a\":1}") }.refusal().await, 401);
    let moved = "/form?From=whatsapp%3A%2B34600000000";
    assert_eq!(Sent { path: moved.to_owned(), ..form_to("/form", &hello()) }.refusal().await, 403);
}

#[tokio::test]
async fn what_the_request_says_of_its_host_is_not_believed() {
    let forged = [
        ("host", "evil.example"),
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "http"),
    ];
    let genuine = forged
        .iter()
        .fold(form_to("/form", &hello()), |sent, (name, value)| sent.with(name, value));
    assert_eq!(genuine.answer().await.0, 200);
    let for_another_host = twilio_signature("https://evil.example/form", &hello());
    let sent = forged
        .iter()
        .fold(form_to("/form", &hello()), |sent, (name, value)| sent.with(name, value));
    assert_eq!(sent.instead("x-twilio-signature", &for_another_host).refusal().await, 403);
}

#[tokio::test]
async fn a_nested_route_is_verified_by_its_whole_path() {
    let nested = Router::new().nest("/deep", house());
    let sent = form_to("/deep/form", &hello());
    let mut request = Request::builder().method(Method::POST).uri(sent.path);
    for (name, value) in sent.headers {
        request = request.header(name, value);
    }
    let answer = nested.oneshot(request.body(Body::from(sent.body)).unwrap()).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_form_with_two_meanings_is_refused_though_it_is_signed() {
    for extra in [
        "From=whatsapp%3A%2B34611111111",
        "Body=Hola",
        "Unknown=1&Unknown=1",
        "From[]=x",
        "Media[0]=x",
    ] {
        assert_eq!(
            form_to("/form", &format!("{}&{extra}", hello())).refusal().await,
            400,
            "{extra}"
        );
    }
}

#[tokio::test]
async fn another_accounts_form_is_a_strangers() {
    let other = hello().replace(ACCOUNT, "AC00000000000000000000000000000002");
    assert_eq!(form_to("/form", &other).refusal().await, 403);
    assert_eq!(
        form_to("/form", "From=x").answer().await.0,
        200,
        "where it isn't said, the token says it"
    );
}

#[tokio::test]
async fn a_shared_key_that_we_never_made_signs_nothing() {
    let sent = form_to("/form", &hello());
    let sent = sent.with("x-twilio-webhooks-signature-settings", "key=1,algorithm=HMAC_SHA1");
    assert_eq!(sent.refusal().await, 403);
}

#[tokio::test]
async fn only_the_documented_kinds_of_body_are_read() {
    for kind in [
        JSON,
        "text/plain",
        "multipart/form-data; boundary=x",
        "",
        "application/x-www-form-urlencodedx",
    ] {
        assert_eq!(
            form_to("/form", &hello()).instead("content-type", kind).refusal().await,
            415,
            "{kind}"
        );
    }
    assert_eq!(form_to("/form", &hello()).without("content-type").refusal().await, 415);
    assert_eq!(form_to("/form", &hello()).with("content-encoding", "gzip").refusal().await, 415);
    assert_eq!(event("{}").with("content-encoding", "br").refusal().await, 415);
    for sent in [event("{}"), tool("{}"), mail("{}")] {
        assert_eq!(sent.instead("content-type", FORM).refusal().await, 415);
    }
    let spelled = "Application/X-WWW-Form-Urlencoded; charset=UTF-8";
    assert_eq!(form_to("/form", &hello()).instead("content-type", spelled).answer().await.0, 200);
}

#[tokio::test]
async fn a_body_is_read_up_to_the_limit_of_its_door() {
    let form = |bytes: usize| {
        let head = "From=x&Body=";
        format!("{head}{}", "a".repeat(bytes - head.len()))
    };
    assert_eq!(form_to("/form", &form(WEBHOOK_BYTES_MAX)).answer().await.0, 200);
    assert_eq!(form_to("/form", &form(WEBHOOK_BYTES_MAX + 1)).refusal().await, 413);
    let json = |bytes: usize| format!("{{\"a\":\"{}\"}}", "a".repeat(bytes - 8));
    assert_eq!(tool(&json(TOOL_BYTES_MAX)).answer().await.0, 200);
    assert_eq!(tool(&json(TOOL_BYTES_MAX + 1)).refusal().await, 413);
    assert_eq!(mail(&json(WEBHOOK_BYTES_MAX + 1)).refusal().await, 413);
    assert_eq!(event(&json(POST_CALL_BYTES_MAX)).answer().await.0, 200);
    assert_eq!(event(&json(POST_CALL_BYTES_MAX + 1)).refusal().await, 413);
}

#[tokio::test]
async fn a_signed_body_that_can_not_be_read_is_the_vendors_mistake() {
    for form in ["Body=no+sender", "", "From"] {
        let expected = if form == "From" { 200 } else { 400 };
        assert_eq!(form_to("/form", form).answer().await.0, expected, "{form:?}");
    }
    for body in ["", "{", "[]", "\"text\"", "null", "1", "{} {}", "\u{feff}{}"] {
        assert_eq!(tool(body).refusal().await, 400, "{body:?}");
    }
    assert_eq!(mail("{").refusal().await, 400);
}

#[tokio::test]
async fn json_is_nested_to_a_limit() {
    let nested =
        |levels: usize| format!("{{\"a\":{}{}}}", "[".repeat(levels - 1), "]".repeat(levels - 1));
    assert_eq!(tool(&nested(JSON_DEPTH_MAX)).answer().await.0, 200);
    assert_eq!(tool(&nested(JSON_DEPTH_MAX + 1)).refusal().await, 400);
    assert_eq!(mail(&nested(JSON_DEPTH_MAX + 1)).refusal().await, 400);
    assert_eq!(event(&nested(JSON_DEPTH_MAX + 1)).refusal().await, 400);
    let in_a_string = format!("{{\"a\":\"\\\"{}\"}}", "[".repeat(1000));
    assert_eq!(tool(&in_a_string).answer().await.0, 200, "brackets in a text are text");
}

#[tokio::test(start_paused = true)]
async fn a_body_that_does_not_end_is_waited_for_no_longer_than_it_takes() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move { axum::serve(listener, house()).await });
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST /form HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: {FORM}\r\nx-twilio-signature: AAAA\r\ntransfer-encoding: chunked\r\n\r\n4\r\nFrom\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    server.abort();
}

#[test]
fn keys_are_not_shown() {
    let keys = Keys {
        public_url: String::new(),
        account_sid: String::new(),
        twilio_tokens: vec![TOKEN.into()],
        elevenlabs_webhook: vec![EVENT_SECRET.into()],
        elevenlabs_tool: vec![TOOL_SECRET.into()],
        resend_webhook: vec!["whsec_x".into()],
    };
    let shown = format!("{keys:?}");
    for secret in [TOKEN, EVENT_SECRET, TOOL_SECRET, "whsec_x"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
