//! People, requests and calls to test with.

use data::{Address, Begin, Caps, Data, NewCall, NewCommand, Newcomer, Recorded, Told};
use domain::appointment::{
    Brief, Call, CallEvent, Calling, ClosedBecause, Content, Direction, Event, EventKind, Line,
    Numbered, Policy, Purpose, Request, Said, Stage, Tried, Wish,
};
use domain::ids::{AttemptId, CallId, CommandId, EventId, PersonId, RequestId};
use domain::language::Language;
use domain::phone::PhoneNumber;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

pub fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).unwrap()
}

pub const LEASE: SignedDuration = SignedDuration::from_secs(30);

pub fn address(name: &str) -> Address {
    Address::new(name).unwrap()
}

pub fn newcomer() -> Newcomer {
    Newcomer {
        language: Language::Es,
        zone: "America/Argentina/Buenos_Aires".to_owned(),
        region: "AR".to_owned(),
    }
}

pub fn said(text: &str, at: Timestamp) -> Event {
    let content = Content::Text { text: text.to_owned() };
    Event {
        id: EventId::fresh(),
        at,
        kind: EventKind::Said(Said { sid: "SM1".to_owned(), content }),
    }
}

pub async fn write(data: &Data, from: &str, key: &str, second: i64) -> Recorded {
    data.record_message(&[address(from)], &newcomer(), key, &said("hola", at(second)))
        .await
        .unwrap()
}

/// Somebody who has written, with an undecided event.
pub async fn ana(data: &Data) -> PersonId {
    write(data, "whatsapp:+5491100000001", "ana's first", 0).await.person
}

pub fn number() -> PhoneNumber {
    PhoneNumber::parse("+541143211234", "AR").unwrap()
}

pub fn request(second: i64) -> Request {
    let number = Numbered {
        number: number(),
        provenance: EventId::fresh(),
        source: None,
        zone: Some("America/Argentina/Ushuaia".to_owned()),
    };
    Request {
        wish: Wish {
            service: Some("corte".to_owned()),
            provider: Some("Marta".to_owned()),
            number: Some(number),
            ..Wish::default()
        },
        stage: Stage::Confirming,
        ..Request::new(RequestId::fresh(), at(second))
    }
}

pub fn closed(second: i64) -> Request {
    let stage = Stage::Closed { because: ClosedBecause::Cancelled, at: at(second), last: None };
    Request { stage, ..request(second) }
}

pub fn command(person: PersonId, name: &str) -> NewCommand {
    NewCommand {
        id: CommandId::derived(person.0, name),
        person,
        request: None,
        kind: "say".to_owned(),
        lane: None,
        ready_at: at(0),
        body: json!({ "text": name }),
        final_for: None,
        call: None,
        ends_call: None,
        never_call: None,
        erasure: None,
    }
}

/// Decides the person's oldest undecided event: no change, these commands.
pub async fn decide(
    data: &Data,
    person: PersonId,
    requests: &[Request],
    commands: &[NewCommand],
    second: i64,
) {
    let event = data.next_undecided(person).await.unwrap().expect("something is undecided");
    let (mut desk, basis) = data.desk(person, None).await.unwrap();
    for request in requests {
        desk.requests.retain(|known| known.id != request.id);
        desk.requests.push(request.clone());
    }
    data.commit(person, &basis, event.id, &desk, commands, None, at(second)).await.unwrap();
}

pub fn call(person: PersonId, request: &Request) -> Call {
    Call {
        id: CallId::fresh(),
        request: request.id,
        person,
        to: number(),
        provenance: EventId::fresh(),
        nth: 1,
        purpose: Purpose::Book,
        direction: Direction::Outbound,
        language: Language::Es,
        zone: "America/Argentina/Buenos_Aires".to_owned(),
        not_from: None,
        brief: Brief {
            first_sentence: "Hola, soy un asistente automático.".to_owned(),
            service: "corte".to_owned(),
            provider: None,
            name: "Ana".to_owned(),
            for_whom: None,
            reason: None,
            callback: None,
            facts: Vec::new(),
            price_max: None,
            windows: Vec::new(),
            appointment: None,
            chosen: None,
        },
    }
}

pub fn calling(request: &Request, call: &Call) -> Request {
    let stage = Stage::Calling(Box::new(Calling {
        call: call.id,
        nth: 1,
        answered: false,
        line: Line::default(),
        stopping: false,
        approved: Vec::new(),
        claim: None,
        called_off: false,
        question: None,
        gave_up: None,
        ended: None,
        transcript: None,
    }));
    let tried = Tried { call: call.id, nth: 1, at: at(0), outcome: None };
    Request { stage, calls: vec![tried], ..request.clone() }
}

/// A call of Ana's that is wanted, its command stored with it.
pub async fn wanted_call(data: &Data) -> Call {
    another_call(data, "whatsapp:+5491100000001").await
}

/// The same for whoever has this address.
pub async fn another_call(data: &Data, from: &str) -> Call {
    call_to(data, from, number()).await
}

/// The same to a number of one's choice, which is said in a message.
pub async fn call_to(data: &Data, from: &str, to: PhoneNumber) -> Call {
    let event = said(to.e164(), at(0));
    let key = format!("{} of {from}", event.id);
    let recorded = data.record_message(&[address(from)], &newcomer(), &key, &event).await.unwrap();
    let (person, request) = (recorded.person, request(0));
    let call = Call { to, provenance: event.id, ..call(person, &request) };
    let mut token_hash = [0; 32];
    token_hash[..16].copy_from_slice(call.id.0.as_bytes());
    let place = NewCommand {
        request: Some(request.id),
        call: Some(Box::new(NewCall { call: call.clone(), token_hash })),
        ..command(person, &format!("place {}", call.id))
    };
    decide(data, person, &[calling(&request, &call)], &[place], 0).await;
    call
}

/// The person calls the call off.
pub async fn call_off(data: &Data, call: &Call) {
    let key = format!("stop {}", EventId::fresh());
    let event = said("no, dejá", at(5));
    data.record_event(&key, call.person, &event).await.unwrap();
    let stop = NewCommand { ends_call: Some(call.id), ..command(call.person, &key) };
    decide(data, call.person, &[], &[stop], 5).await;
}

pub const FROM: &str = "+5491155550000";

/// Nothing is limited.
pub async fn begin_attempt(data: &Data, call: CallId, attempt: AttemptId, second: i64) -> Begin {
    let (policy, caps) = (Policy::default(), Caps::default());
    data.begin_attempt(call, attempt, FROM, &policy, &caps, at(second)).await.unwrap()
}

/// A number of its own for each `n` up to 8999.
pub fn number_of(n: u32) -> PhoneNumber {
    PhoneNumber::parse(&format!("+54114321{}", 1000 + n), "AR").unwrap()
}

/// What is stored with a change of a call, as of second 9.
pub fn told(call: &Call, what: &str, event: CallEvent) -> Told {
    let kind = EventKind::Call { request: call.request, call: call.id, event };
    Told {
        source_key: format!("call:{}:{what}", call.id),
        person: call.person,
        event: Event { id: EventId::fresh(), at: at(9), kind },
        command: None,
    }
}

/// The same of somebody whom nobody knows, which can't be stored.
pub fn told_of_nobody(call: &Call, event: CallEvent) -> Told {
    Told { person: PersonId::fresh(), ..told(call, "of nobody", event) }
}
