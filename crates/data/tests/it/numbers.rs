//! The number policy in the transaction that lets a number be dialled (I14).

use std::io::BufRead;

use data::{Begin, Caps, Data, NeverCalled, NewCommand};
use domain::appointment::{Call, CallRefused, NeverCall, Policy};
use domain::ids::{AttemptId, CallId, EventId};
use domain::phone::PhoneNumber;

use crate::given::{
    FROM, another_call, at, begin_attempt, call_to, command, decide, number, number_of,
    wanted_call, write,
};
use crate::store::on_both;

const NOT_ALLOWED: Begin = Begin::Refused(CallRefused::NotAllowed);
const DO_NOT_CALL: Begin = Begin::Refused(CallRefused::DoNotCall);

async fn begin(data: &Data, call: &Call) -> Begin {
    begin_attempt(data, call.id, AttemptId::fresh(), 10).await
}

async fn begin_by(data: &Data, call: &Call, policy: &Policy) -> Begin {
    let caps = Caps::default();
    data.begin_attempt(call.id, AttemptId::fresh(), FROM, policy, &caps, at(10)).await.unwrap()
}

#[tokio::test]
async fn a_number_that_the_person_never_said_is_not_dialled() {
    on_both(async |data| {
        let said = wanted_call(&data).await;
        let theirs = another_call(&data, "whatsapp:+2").await;
        for provenance in [EventId::fresh(), said.provenance] {
            let call = given_from(&data, provenance).await;
            assert_eq!(begin(&data, &call).await, NOT_ALLOWED);
        }
        assert_eq!(begin(&data, &theirs).await, Begin::Begun);
    })
    .await;
}

/// A call of a third person, whose number comes from that event.
async fn given_from(data: &Data, provenance: EventId) -> Call {
    use crate::given::{call, calling, request};
    let key = format!("{}", EventId::fresh());
    let person = write(data, "whatsapp:+3", &key, 0).await.person;
    let request = request(0);
    let call = Call { provenance, ..call(person, &request) };
    let mut token_hash = [0; 32];
    token_hash[..16].copy_from_slice(call.id.0.as_bytes());
    let place = NewCommand {
        request: Some(request.id),
        call: Some(Box::new(data::NewCall { call: call.clone(), token_hash })),
        ..command(person, &format!("place {}", call.id))
    };
    decide(data, person, &[calling(&request, &call)], &[place], 0).await;
    call
}

#[tokio::test]
async fn neither_our_own_number_nor_one_abroad_is_dialled() {
    on_both(async |data| {
        let call = wanted_call(&data).await;
        let own = Policy { own_numbers: vec![number()], ..Policy::default() };
        assert_eq!(begin_by(&data, &call, &own).await, NOT_ALLOWED);
        let abroad = Policy { countries: vec!["ES".to_owned()], ..Policy::default() };
        assert_eq!(begin_by(&data, &call, &abroad).await, NOT_ALLOWED);
        let allowed = Policy { countries: vec!["AR".to_owned()], ..Policy::default() };
        assert_eq!(begin_by(&data, &call, &allowed).await, Begin::Begun);
    })
    .await;
}

#[tokio::test]
async fn only_what_a_caller_id_or_the_operator_said_can_be_taken_back() {
    on_both(async |data| {
        let (listed, never) = (number(), NeverCall::Asked);
        // Whoever rang us and pressed a key.
        data.never_call(&listed, never, None, at(1)).await.unwrap();
        assert!(data.call_again(&listed).await.unwrap());
        assert!(!data.is_never_called(&listed).await.unwrap());
        assert!(data.call_again(&listed).await.unwrap(), "not listed at all");
        // The same, and then it was said in a call that we placed.
        data.never_call(&listed, never, None, at(2)).await.unwrap();
        data.never_call(&listed, never, Some(CallId::fresh()), at(3)).await.unwrap();
        data.never_call(&listed, NeverCall::Operator, None, at(4)).await.unwrap();
        assert!(!data.call_again(&listed).await.unwrap());
        assert!(data.is_never_called(&listed).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn who_wants_no_calls_is_called_by_nobody_however_the_number_is_written() {
    on_both(async |data| {
        let parse = |text| PhoneNumber::parse(text, "").unwrap();
        let (listed, same) = (parse("+5491122334455"), parse("+541122334455"));
        let call = CallId::fresh();
        assert!(data.never_call(&listed, NeverCall::Asked, Some(call), at(1)).await.unwrap());
        assert!(!data.never_call(&same, NeverCall::Operator, None, at(2)).await.unwrap());
        assert_eq!(data.never_called().await.unwrap(), 1);
        for (n, number) in [listed, same].into_iter().enumerate() {
            assert!(data.is_never_called(&number).await.unwrap());
            let call = call_to(&data, &format!("whatsapp:+{n}"), number).await;
            assert_eq!(begin(&data, &call).await, DO_NOT_CALL);
        }
        assert!(!data.is_never_called(&number()).await.unwrap());
        assert_eq!(begin(&data, &wanted_call(&data).await).await, Begin::Begun);
    })
    .await;
}

#[tokio::test]
async fn a_decision_that_lists_a_number_lists_it_with_its_commit_and_leaves_nothing_to_do() {
    on_both(async |data| {
        let call = wanted_call(&data).await;
        let waiting = another_call(&data, "whatsapp:+2").await;
        let said =
            NeverCalled { number: number(), why: NeverCall::WrongNumber, call: Some(call.id) };
        let list = NewCommand { never_call: Some(said), ..command(call.person, "never again") };
        write(&data, "whatsapp:+5491100000001", "a transcript", 1).await;
        decide(&data, call.person, &[], std::slice::from_ref(&list), 2).await;
        assert!(data.is_never_called(&number()).await.unwrap());
        assert_eq!(begin(&data, &waiting).await, DO_NOT_CALL);
        let stored = data.command(list.id).await.unwrap().unwrap();
        assert_eq!((stored.state, stored.attempts), (data::CommandState::Done, 0));
    })
    .await;
}

#[tokio::test]
async fn a_decision_that_is_too_late_lists_nothing() {
    on_both(async |data| {
        let person = write(&data, "whatsapp:+1", "first", 0).await.person;
        let (desk, basis) = data.desk(person, None).await.unwrap();
        let event = data.next_undecided(person).await.unwrap().unwrap();
        decide(&data, person, &[], &[], 1).await;
        let said = NeverCalled { number: number(), why: NeverCall::Asked, call: None };
        let list = NewCommand { never_call: Some(said), ..command(person, "never again") };
        let stale = data.commit(person, &basis, event.id, &desk, &[list], None, at(2)).await;
        assert_eq!(stale, Err(data::Error::Stale));
        assert!(!data.is_never_called(&number()).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn the_chats_number_of_a_person_is_known_at_their_desk_and_an_id_is_none() {
    on_both(async |data| {
        for (from, number) in [
            ("whatsapp:+5491122334455", Some("+5491122334455")),
            ("whatsapp:AR.1A2B3C", None),
            ("whatsapp:+12", None),
        ] {
            let person = write(&data, from, from, 0).await.person;
            let (desk, _) = data.desk(person, None).await.unwrap();
            let known = desk.person.writes_from;
            assert_eq!(known.as_ref().map(PhoneNumber::e164), number, "{from}");
        }
    })
    .await;
}

/// The corpus of numbers is not part of this repository: the folder that holds `phones.dev.jsonl` is named by
/// `VOCERO_CORPUS`, and without it this says that it skips.
#[tokio::test]
async fn of_a_thousand_numbers_none_is_dialled_that_must_not_be() {
    let Ok(folder) = std::env::var("VOCERO_CORPUS") else {
        eprintln!("SKIPPED: VOCERO_CORPUS names no folder with phones.dev.jsonl");
        return;
    };
    let file = std::fs::File::open(format!("{folder}/phones.dev.jsonl")).expect("it can be read");
    let lines = std::io::BufReader::new(file).lines();
    let cases: Vec<serde_json::Value> =
        lines.map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect();
    let judged = cases.iter().filter(|case| case["task"] == "normalise");
    let mut numbers = Vec::new();
    for case in judged {
        let text = |name: &str| case[name].as_str().unwrap_or_default();
        let callable = case["expect"]["callable"].as_bool().expect("a verdict");
        match PhoneNumber::parse(text("text"), text("region")) {
            Ok(number) => {
                assert_eq!(number.callable().is_ok(), callable, "{}", case["id"]);
                numbers.push((number, callable, text("id").to_owned()));
            }
            // What is no number can't be dialled at all.
            Err(_) => assert!(!callable, "{}", case["id"]),
        }
    }
    numbers.sort_by(|one, other| one.0.cmp(&other.0));
    numbers.dedup_by(|one, other| one.0 == other.0);
    // Every one that must not be dialled, and some of those that may.
    let mut nth = 0..;
    numbers.retain(|(_, callable, _)| !callable || nth.next().is_some_and(|n| n % 10 == 0));
    assert!(numbers.iter().filter(|(_, callable, _)| !callable).count() > 20);
    on_both(async |data| {
        for (n, (number, callable, id)) in numbers.iter().enumerate() {
            let call = call_to(&data, &format!("whatsapp:+{n}"), number.clone()).await;
            let begin = begin(&data, &call).await;
            assert_eq!(begin, if *callable { Begin::Begun } else { NOT_ALLOWED }, "{id}");
        }
        let unsaid = given_from(&data, EventId::fresh()).await;
        assert_eq!(begin(&data, &unsaid).await, NOT_ALLOWED);
        assert_eq!(
            begin(&data, &call_to(&data, "whatsapp:+1", number_of(1)).await).await,
            Begin::Begun
        );
    })
    .await;
}
