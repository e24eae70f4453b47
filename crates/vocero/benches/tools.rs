//! How long the agent on the phone waits for a tool: `cargo bench -p vocero`.
//!
//! Measured around the program's routes, without the wire; one call after the other, each with a person and a provider of
//! its own; on SQLite, and on Postgres where one is reached. Prints one JSON line a tool and database, and one for the
//! decision alone.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "it ends where it cannot measure, and prints what it measures"
)]

#[expect(dead_code, reason = "made for stories")]
#[path = "../tests/it/database.rs"]
mod database;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use api::{App, Keys, Metrics};
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{Request, StatusCode};
use data::{Address, Caps, Data, Fence, NewCall, NewCommand, Newcomer};
use domain::appointment::{
    Button, ButtonVerb, Call, Command, Content, Desk, Event, EventKind, Policy, Reader, Said,
    ToolCall, decide,
};
use domain::clock::ManualClock;
use domain::ids::{AttemptId, CommandId, EventId};
use domain::language::Language;
use domain::understanding::{Act, Proposal};
use jiff::Timestamp;
use jiff::civil::datetime;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tower::ServiceExt;
use vocero::town::{Time, Town};

use database::Database;

/// Monday 23 November 2026, 10:00 in Buenos Aires.
const START: &str = "2026-11-23T13:00:00Z";
const CALLS: usize = 1000;
const WARM_UP: usize = 20;
const GOAL: Duration = Duration::from_millis(5);
/// Bytes.
const ANSWER_MAX: usize = 1 << 16;

#[tokio::main]
async fn main() {
    on("sqlite", Database::sqlite()).await;
    if let Some(postgres) = Database::postgres().await {
        on("postgres", postgres).await;
    }
}

/// The tools as one call uses them.
fn tools() -> [(&'static str, Value); 4] {
    let slot = json!({"date": "2026-11-26", "time": "16:00"});
    let other = json!({"date": "2026-11-27", "time": "10:00", "price": "25"});
    [
        ("report_offers", json!({"offers": [other, slot]})),
        ("ask_person", json!({"question": "Friday at ten?", "options": ["yes", "no"]})),
        ("claim_slot", slot),
        (
            "confirm_booking",
            json!({"date": "2026-11-26", "time": "16:00", "price": "25", "quote": "sí"}),
        ),
    ]
}

async fn on(name: &str, database: Database) {
    let anywhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let start = Time::StandsAt(START.parse().unwrap());
    let town =
        Town::open(database.url(), anywhere, start, &[], |_, _| Router::new()).await.unwrap();
    let routes = routes(&town);
    let secret = town.settings.elevenlabs.tool_secret.expose_secret();
    let mut took: [Vec<Duration>; 4] = Default::default();
    let mut decided = Vec::new();
    for n in 0..CALLS + WARM_UP {
        let (token, desk, call) = on_the_phone(&town.program.data, &town.settings.policy, n).await;
        for ((tool, arguments), took) in tools().iter().zip(&mut took) {
            let request = Request::post(format!("/webhooks/elevenlabs/tools/{tool}"))
                .header("content-type", "application/json")
                .header("x-vocero-tool-key", secret)
                .header("x-vocero-call-token", &token)
                .body(Body::from(arguments.to_string()))
                .unwrap();
            // In a task, as the server does it.
            let asked = tokio::spawn(ask(routes.clone(), request));
            let (status, answer, passed) = asked.await.unwrap();
            let answer: Value = serde_json::from_slice(&answer).unwrap();
            assert!(
                status.is_success() && answer["decision"].is_string(),
                "{tool}: {status} {answer}"
            );
            assert!(*tool != "claim_slot" || answer["decision"] == "book", "{answer}");
            took.push(passed);
        }
        decided.push(time_to_decide(desk, &town.settings.policy, &call));
    }
    for ((tool, _), took) in tools().iter().zip(took) {
        println!("{}", measured(json!({"tool": tool, "database": name}), took));
    }
    println!("{}", measured(json!({"decision": "claim_slot", "database": "none"}), decided));
    town.close().await;
}

async fn ask(routes: Router, request: Request<Body>) -> (StatusCode, Bytes, Duration) {
    let began = Instant::now();
    let answer = routes.oneshot(request).await.unwrap();
    let status = answer.status();
    let answer = to_bytes(answer.into_body(), ANSWER_MAX).await.unwrap();
    (status, answer, began.elapsed())
}

/// The routes of the running program once more, to be asked without a socket.
fn routes(town: &Town) -> Router {
    let keys = Keys {
        public_url: town.url(),
        account_sid: town.settings.twilio.account_sid.clone(),
        twilio_tokens: Vec::new(),
        elevenlabs_webhook: Vec::new(),
        elevenlabs_tool: vec![town.settings.elevenlabs.tool_secret.clone()],
        resend_webhook: Vec::new(),
    };
    api::router(App {
        services: town.program.services.clone(),
        keys: Arc::new(keys),
        clock: Arc::new(ManualClock::at(town.now())),
        metrics: Metrics(Arc::new(String::new)),
    })
}

fn measured(of: Value, mut took: Vec<Duration>) -> Value {
    took.drain(..WARM_UP);
    took.sort_unstable();
    let at = |percent: usize| took[(took.len() * percent).div_ceil(100) - 1];
    let ms = |duration: Duration| (duration.as_secs_f64() * 100_000.0).round() / 100.0;
    let mut line = of;
    line["n"] = json!(took.len());
    for (name, value) in
        [("p50_ms", at(50)), ("p99_ms", at(99)), ("max_ms", at(100)), ("goal_ms", GOAL)]
    {
        line[name] = json!(ms(value));
    }
    line["met"] = json!(at(99) <= GOAL);
    line
}

fn time_to_decide(desk: Desk, policy: &Policy, call: &Call) -> Duration {
    let tool = ToolCall::ClaimSlot { slot: datetime(2026, 11, 26, 16, 0, 0, 0) };
    let kind = EventKind::Tool { request: call.request, call: call.id, tool };
    let event = event("claim", kind);
    let began = Instant::now();
    let decision = decide(desk, policy, &event);
    let passed = began.elapsed();
    assert!(decision.answer.is_some());
    passed
}

fn event(key: &str, kind: EventKind) -> Event {
    Event { id: EventId::derived(uuid::Uuid::NAMESPACE_URL, key), at: START.parse().unwrap(), kind }
}

/// A person in the middle of a call, and the secret of that call: decided as ever, and stored without the vendors.
async fn on_the_phone(data: &Data, policy: &Policy, n: usize) -> (String, Desk, Call) {
    let now: Timestamp = START.parse().unwrap();
    let number = format!("+54114321{n:04}");
    let text = format!("corte de pelo el jueves por la tarde en Marta, {number}, soy Ana Ruiz");
    let said = Said { sid: format!("SM{n}"), content: Content::Text { text: text.clone() } };
    let first = event(&format!("said {n}"), EventKind::Said(said));
    let from = Address::new(format!("whatsapp:+34600{n:06}")).unwrap();
    let newcomer = Newcomer {
        language: Language::Es,
        zone: "America/Argentina/Buenos_Aires".to_owned(),
        region: "AR".to_owned(),
    };
    let person =
        data.record_message(&[from], &newcomer, &format!("said {n}"), &first).await.unwrap().person;
    let (desk, basis) = data.desk(person, None).await.unwrap();

    let proposal = Proposal {
        service: Some("corte de pelo".to_owned()),
        provider: Some("Marta".to_owned()),
        phone: Some(number),
        name: Some("Ana Ruiz".to_owned()),
        when: vec!["el jueves por la tarde".to_owned()],
        ..Proposal::of(Act::Book, true)
    };
    let read =
        EventKind::Read { of: first.id, text, proposal: Box::new(proposal), by: Reader::Rules };
    let desk = decide(desk, policy, &event(&format!("read {n}"), read)).desk;
    let button = Button { verb: ButtonVerb::Call, request: desk.requests[0].id };
    let content = Content::Choice { id: button.id(), title: "Llamar".to_owned() };
    let tap = EventKind::Said(Said { sid: format!("SM{n}b"), content });
    let decision = decide(desk, policy, &event(&format!("tap {n}"), tap));
    let call = decision.commands.into_iter().find_map(|command| match command {
        Command::PlaceCall(call) => Some(*call),
        _ => None,
    });
    let call = call.expect("she is called");

    let token = format!("{:064x}", n + 1);
    let token_hash = Sha256::digest(token.as_bytes()).into();
    let place = NewCommand {
        id: CommandId::derived(call.id.0, "place"),
        person,
        request: Some(call.request),
        kind: "place_call".to_owned(),
        lane: None,
        ready_at: Timestamp::MAX,
        body: json!({}),
        final_for: None,
        call: Some(Box::new(NewCall { call: call.clone(), token_hash })),
        ends_call: None,
        never_call: None,
        erasure: None,
    };
    data.commit(person, &basis, first.id, &decision.desk, &[place], None, now).await.unwrap();
    let attempt = AttemptId::derived(call.id.0, "attempt");
    let sid = format!("CA{n}");
    data.begin_attempt(call.id, attempt, "+12025550100", policy, &Caps::default(), now)
        .await
        .unwrap();
    data.bind_sid(attempt, &sid).await.unwrap();
    let fence = data.fence(attempt, &sid, now).await.unwrap();
    assert!(matches!(fence, Fence::Talk { .. }));
    (token, decision.desk, call)
}
