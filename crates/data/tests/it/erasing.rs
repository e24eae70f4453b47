//! Deleting a person: all of them, once, whoever is killed, and nothing of anybody else.

use data::{Data, ErasureState, Item, ItemState, MessageStatus, NewErasure};
use domain::appointment::{ErasureReceipt, NeverCall};
use domain::ids::{AttemptId, CommandId, PersonId};
use domain::language::Language;
use jiff::SignedDuration;
use serde_json::json;
use uuid::Uuid;

use crate::given::{
    LEASE, address, another_call, at, begin_attempt, command, decide, said, wanted_call, write,
};
use crate::store::{on_both, sqlite_in};

const ANA: &str = "whatsapp:+5491100000001";
const BRUNO: &str = "whatsapp:+5491100000002";

async fn order(data: &Data, person: PersonId, tell: bool) {
    let key = format!("erase {person}");
    data.record_event(&key, person, &said("borra mis datos", at(20))).await.unwrap();
    let language = Language::Es;
    let erasure = NewErasure { id: Uuid::from_u128(7), person, language, tell };
    let erase = data::NewCommand { erasure: Some(erasure), ..command(person, "erase") };
    while data.next_undecided(person).await.unwrap().is_some() {
        decide(data, person, &[], std::slice::from_ref(&erase), 20).await;
    }
}

async fn claim(data: &Data, second: i64) -> data::Erasure {
    data.claim_erasure("w", at(second), LEASE).await.unwrap().expect("somebody is to be deleted")
}

/// Ana has a call that was placed, a message, a dead letter; Bruno as well.
async fn two_people(data: &Data) -> (PersonId, PersonId) {
    let call = wanted_call(data).await;
    let attempt = AttemptId::fresh();
    begin_attempt(data, call.id, attempt, 10).await;
    data.bind_sid(attempt, "CA1").await.unwrap();
    data.bind_conversation(call.id, "conv_1").await.unwrap();
    data.never_call(&call.to, NeverCall::Asked, Some(call.id), at(11)).await.unwrap();
    let sent = CommandId::derived(call.person.0, &format!("place {}", call.id));
    data.message_sent(sent, 0, "SM100", &address(ANA), "hash", at(12)).await.unwrap();
    let bruno = another_call(data, BRUNO).await.person;
    (call.person, bruno)
}

#[tokio::test]
async fn nothing_of_a_person_is_left_in_the_files_of_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let data = Data::open(&sqlite_in(&folder)).await.unwrap();
    data.migrate().await.unwrap();
    let (ana, _) = two_people(&data).await;
    let kept = || -> Vec<u8> {
        let files = std::fs::read_dir(folder.path()).unwrap();
        files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect()
    };
    let holds = |text: &str| kept().windows(text.len()).any(|bytes| bytes == text.as_bytes());
    assert!(holds(ANA) && holds(BRUNO));
    order(&data, ana, false).await;
    let erasure = claim(&data, 21).await;
    assert!(data.erase(&erasure, &[], false, at(22)).await.unwrap());
    assert!(holds(ANA), "the vendors are still to be asked about her address");
    let erasure = claim(&data, 23).await;
    data.finish_erasure(&erasure, at(24)).await.unwrap();
    assert!(!holds(ANA) && holds(BRUNO));
}

#[tokio::test]
async fn everything_about_a_person_goes_and_nothing_about_another() {
    on_both(async |data| {
        let (ana, bruno) = two_people(&data).await;
        let before = data.export(bruno).await.unwrap();
        order(&data, ana, true).await;
        let erasure = claim(&data, 21).await;
        assert_eq!((erasure.person, erasure.address.as_deref()), (ana, Some(ANA)));
        let content = Item { kind: "content".to_owned(), name: "HX1".to_owned() };
        assert!(data.erase(&erasure, &[content], false, at(22)).await.unwrap());

        assert!(data.contact(ana).await.is_err() && data.export(ana).await.is_err());
        assert_eq!(data.person_of(&address(ANA)).await.unwrap(), None);
        assert!(data.call_by_sid("CA1").await.unwrap().is_none());
        assert!(data.message("SM100").await.unwrap().is_none());
        assert!(data.is_never_called(&crate::given::number()).await.unwrap(), "that stays");
        assert_eq!(data.export(bruno).await.unwrap(), before);

        let erasure = claim(&data, 23).await;
        assert_eq!(erasure.state, ErasureState::AskingVendors);
        assert_eq!(erasure.receipt.requests, 1);
        let items = data.erasure_items(&erasure, 100).await.unwrap();
        let named: Vec<_> =
            items.iter().map(|item| (item.kind.as_str(), item.name.as_str())).collect();
        for item in [
            ("call", "CA1"),
            ("content", "HX1"),
            ("conversation", "conv_1"),
            ("message", "SM1"),
            ("message", "SM100"),
            ("messages_of", ANA),
        ] {
            assert!(named.contains(&item), "{item:?} is not in {named:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_replayed_after_it_changes_nothing_and_a_new_message_makes_somebody_new() {
    on_both(async |data| {
        let (ana, _) = two_people(&data).await;
        write(&data, ANA, "message:SM5", 13).await;
        order(&data, ana, false).await;
        assert!(data.erase(&claim(&data, 21).await, &[], false, at(22)).await.unwrap());
        let replay = write(&data, ANA, "message:SM5", 30).await;
        assert!(!replay.new);
        assert_eq!(replay.person, PersonId(Uuid::nil()), "nobody's");
        assert_eq!(data.person_of(&address(ANA)).await.unwrap(), None);
        let fresh = write(&data, ANA, "message:SM6", 31).await;
        assert!(fresh.new && fresh.person != ana);
    })
    .await;
}

#[tokio::test]
async fn a_late_report_about_a_message_to_somebody_who_is_gone_is_not_kept() {
    on_both(async |data| {
        let (ana, _) = two_people(&data).await;
        let sent = CommandId::fresh();
        order(&data, ana, false).await;
        assert!(data.erase(&claim(&data, 21).await, &[], false, at(22)).await.unwrap());
        for sid in ["SM100", "SM101"] {
            let status = MessageStatus::Delivered;
            let kept = data.message_status(sid, Some(sent), status, None, at(30)).await.unwrap();
            assert!(kept.is_none() && data.message(sid).await.unwrap().is_none());
        }
    })
    .await;
}

#[tokio::test]
async fn nothing_goes_while_something_is_in_hand_unless_there_is_no_more_waiting() {
    on_both(async |data| {
        let (ana, _) = two_people(&data).await;
        assert!(!data.is_quiet(ana, at(20)).await.unwrap(), "a phone may ring");
        assert_eq!(data.live_calls_of(ana).await.unwrap(), ["CA1"]);
        let held = data.claim("w", at(20), LEASE, 10).await.unwrap();
        assert!(!held.is_empty());
        order(&data, ana, false).await;
        let erasure = claim(&data, 21).await;
        assert!(!data.erase(&erasure, &[], false, at(22)).await.unwrap());
        assert!(data.contact(ana).await.is_ok());
        assert!(data.erase(&erasure, &[], true, at(22)).await.unwrap());
        for command in held.iter().filter(|command| command.person == ana) {
            let finished = data.finish(command, &[], &[], at(23)).await;
            assert_eq!(finished, Err(data::Error::Stale));
        }
    })
    .await;
}

#[tokio::test]
async fn an_order_is_one_however_often_it_is_given_and_one_worker_has_it_at_a_time() {
    on_both(async |data| {
        let (ana, _) = two_people(&data).await;
        order(&data, ana, true).await;
        let first = claim(&data, 21).await;
        assert_eq!(data.claim_erasure("other", at(22), LEASE).await.unwrap(), None);
        let second = data.claim_erasure("other", at(60), LEASE).await.unwrap();
        let second = second.expect("the first one's lease is over");
        assert_eq!((second.id, second.attempts), (first.id, 2));
        assert_eq!(data.erase(&first, &[], false, at(61)).await, Err(data::Error::Stale));
        assert!(data.contact(ana).await.is_ok(), "nothing of it was done");
        assert!(data.erase(&second, &[], false, at(61)).await.unwrap());
        assert_eq!(data.erase(&second, &[], false, at(62)).await, Err(data::Error::Stale));
    })
    .await;
}

#[tokio::test]
async fn at_the_end_numbers_are_left_and_nothing_that_names_anybody() {
    on_both(async |data| {
        let (ana, _) = two_people(&data).await;
        order(&data, ana, true).await;
        assert!(data.erase(&claim(&data, 21).await, &[], false, at(22)).await.unwrap());
        let mut erasure = claim(&data, 23).await;
        let items = data.erasure_items(&erasure, 100).await.unwrap();
        let more = [Item { kind: "conversation".to_owned(), name: "conv_2".to_owned() }];
        for item in &items {
            let found: &[Item] = if item.kind == "call" { &more } else { &[] };
            let state = if item.kind == "message" { ItemState::Left } else { ItemState::Deleted };
            data.settle_item(&erasure, item, state, found).await.unwrap();
        }
        let open = data.erasure_items(&erasure, 100).await.unwrap();
        assert_eq!(open, more);
        data.settle_item(&erasure, &more[0], ItemState::Deleted, &[]).await.unwrap();
        let outcomes = data.erasure_outcomes(&erasure).await.unwrap();
        assert!(outcomes.contains(&("conversation".to_owned(), ItemState::Deleted, 2)));
        assert!(outcomes.contains(&("message".to_owned(), ItemState::Left, 2)), "{outcomes:?}");

        erasure.receipt = ErasureReceipt { mails: 3, ..erasure.receipt };
        let told = data.erasure_goes_on(&erasure, ErasureState::Telling, at(25), true).await;
        told.unwrap();
        assert_eq!(data.next_erasure_at().await.unwrap(), Some(at(25)));
        let erasure = claim(&data, 25).await;
        assert_eq!((erasure.address.clone(), erasure.receipt.mails), (None, 3));
        data.finish_erasure(&erasure, at(26)).await.unwrap();
        let known = data.erasure_of(ana).await.unwrap().expect("that it was done is known");
        assert_eq!((known.state, known.receipt.mails), (ErasureState::Done, 3));
        assert!(data.erasure_items(&known, 100).await.unwrap().is_empty());
        assert_eq!(data.next_erasure_at().await.unwrap(), None);
        let later = at(27) + SignedDuration::from_hours(100);
        assert_eq!(data.claim_erasure("w", later, LEASE).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn the_export_holds_every_row_of_a_person_readable_and_no_secret_of_ours() {
    on_both(async |data| {
        let (ana, _) = two_people(&data).await;
        write(&data, ANA, "message:SM5", 13).await;
        let export = data.export(ana).await.unwrap();
        let rows = |table: &str| export["kept"][table].as_array().unwrap().clone();
        assert_eq!(rows("users")[0]["id"], json!(ana.to_string()));
        assert_eq!(rows("users")[0]["state"]["region"], json!("AR"));
        assert_eq!(rows("identities")[0]["address"], json!(ANA));
        assert_eq!(rows("appointment_requests")[0]["state"]["wish"]["provider"], json!("Marta"));
        assert_eq!(rows("call_logs")[0]["call"]["brief"]["name"], json!("Ana"));
        assert_eq!(rows("call_attempts")[0]["call_sid"], json!("CA1"));
        assert_eq!(rows("messages")[0]["sid"], json!("SM100"));
        assert!(rows("events").iter().any(|event| event["body"].to_string().contains("hola")));
        assert!(!export.to_string().contains("token_hash"));
        let bruno = data.person_of(&address(BRUNO)).await.unwrap().unwrap();
        assert!(!export.to_string().contains(&bruno.to_string()));
    })
    .await;
}

#[tokio::test]
async fn an_unknown_person_has_no_export() {
    on_both(async |data| {
        let nobody = data.export(PersonId::fresh()).await;
        assert_eq!(nobody, Err(data::Error::Missing("person")));
    })
    .await;
}
