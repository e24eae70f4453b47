//! Texts go after a time; what keeps the promises stays.

use data::{CommandState, Data};
use domain::appointment::{Call, CallEvent, Speaker, Transcript, Turn};
use domain::ids::{AttemptId, CommandId};
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

use crate::given::{
    address, at, begin_attempt, closed, command, decide, said, told, wanted_call, write,
};
use crate::store::{on_both, on_postgres};

const ANA: &str = "whatsapp:+5491100000001";

async fn forget(data: &Data, before: i64) -> u64 {
    let mut all = 0;
    loop {
        match data.forget_texts(at(before), at(10_000)).await.unwrap() {
            0 => return all,
            some => all += some,
        }
    }
}

/// Its transcript comes, under this name.
async fn hear(data: &Data, call: &Call, name: &str) -> bool {
    let turn = Turn { speaker: Speaker::Callee, text: "secreto".to_owned(), at_s: 1 };
    let transcript = Transcript {
        conversation_id: "conv_1".to_owned(),
        turns: vec![turn],
        ended_because: None,
        voicemail: false,
    };
    let told = told(call, name, CallEvent::Transcript(transcript.clone()));
    data.store_transcript(call.id, &transcript, "secreto", &told).await.unwrap()
}

/// Ana's call, with a transcript; closed at 100, with its final word.
async fn over(data: &Data) -> Call {
    let call = wanted_call(data).await;
    begin_attempt(data, call.id, AttemptId::fresh(), 10).await;
    assert!(hear(data, &call, "transcript").await);
    decide(data, call.person, &[], &[], 20).await;
    data.record_event("end", call.person, &said("secreto", at(100))).await.unwrap();
    let mut request = data.request(call.request).await.unwrap().unwrap().1;
    request.stage = closed(100).stage;
    request.wish.reason = Some("secreto".to_owned());
    let last = data::NewCommand {
        request: Some(request.id),
        final_for: Some(request.id),
        body: json!({ "text": "secreto" }),
        ..command(call.person, "final word")
    };
    decide(data, call.person, &[request], &[last], 100).await;
    call
}

async fn end_all(data: &Data, second: i64) {
    for claimed in data.claim("w", at(second), crate::given::LEASE, 100).await.unwrap() {
        data.finish(&claimed, &[], &[], at(second)).await.unwrap();
    }
}

#[tokio::test]
async fn texts_of_what_is_long_over_go_and_what_is_younger_stays() {
    on_both(async |data| {
        let call = over(&data).await;
        end_all(&data, 110).await;
        assert_eq!(forget(&data, -10).await, 0, "nothing is as old");
        assert!(data.transcript(call.id).await.unwrap().is_some());
        assert!(forget(&data, 1000).await > 0);
        assert!(data.transcript(call.id).await.unwrap().is_none());
        let export = data.export(call.person).await.unwrap().to_string();
        assert!(!export.contains("secreto"), "{export}");
        assert!(export.contains("Marta"), "what it was stays");
        assert_eq!(forget(&data, 1000).await, 0, "and that is all");
    })
    .await;
}

#[tokio::test]
async fn a_transcript_that_comes_after_its_texts_went_is_neither_kept_nor_told() {
    on_both(async |data| {
        let call = over(&data).await;
        end_all(&data, 110).await;
        forget(&data, 1000).await;
        for name in ["transcript", "another name"] {
            assert!(!hear(&data, &call, name).await);
            assert!(data.transcript(call.id).await.unwrap().is_none());
            assert_eq!(data.next_undecided(call.person).await.unwrap(), None);
        }
        let export = data.export(call.person).await.unwrap().to_string();
        assert!(!export.contains("secreto"), "{export}");
    })
    .await;
}

#[tokio::test]
async fn what_is_open_keeps_its_texts_however_old() {
    on_both(async |data| {
        let call = wanted_call(&data).await;
        data.record_event("of it", call.person, &said("secreto", at(5))).await.unwrap();
        forget(&data, 5000).await;
        let export = data.export(call.person).await.unwrap().to_string();
        assert!(export.contains("secreto"), "undecided yet");
        assert!(export.contains("asistente"), "the brief of an open call");
    })
    .await;
}

#[tokio::test]
async fn replays_stay_harmless_and_the_final_word_stays_one() {
    on_both(async |data| {
        let call = over(&data).await;
        write(&data, ANA, "message:SM5", 101).await;
        decide(&data, call.person, &[], &[], 102).await;
        end_all(&data, 110).await;
        forget(&data, 1000).await;
        assert!(!write(&data, ANA, "message:SM5", 2000).await.new);
        // Another final word contradicts what is stored.
        data.record_event("again", call.person, &said("x", at(2001))).await.unwrap();
        let again = data::NewCommand {
            final_for: Some(call.request),
            ..command(call.person, "another final word")
        };
        let event = data.next_undecided(call.person).await.unwrap().unwrap();
        let (desk, basis) = data.desk(call.person, None).await.unwrap();
        let second =
            data.commit(call.person, &basis, event.id, &desk, &[again], None, at(2002)).await;
        assert!(matches!(second, Err(data::Error::Conflict { .. })), "{second:?}");
        let word = data.command(CommandId::derived(call.person.0, "final word")).await.unwrap();
        let word = word.expect("its row stays");
        assert_eq!((word.state, word.body), (CommandState::Done, json!({})));
        assert_eq!(data.person_of(&address(ANA)).await.unwrap(), Some(call.person));
    })
    .await;
}

#[tokio::test]
async fn who_decides_meanwhile_does_not_bring_the_texts_back() {
    on_both(async |data| {
        let call = over(&data).await;
        let (desk, basis) = data.desk(call.person, None).await.unwrap();
        data.record_event("new", call.person, &said("x", at(200))).await.unwrap();
        forget(&data, 1000).await;
        let event = data.next_undecided(call.person).await.unwrap().unwrap();
        let stale = data.commit(call.person, &basis, event.id, &desk, &[], None, at(201)).await;
        assert_eq!(stale, Err(data::Error::Stale));
    })
    .await;
}

#[tokio::test]
async fn what_another_replica_is_about_to_store_is_not_overwritten() {
    on_postgres(async |data, url| {
        data.migrate().await.unwrap();
        let call = over(&data).await;
        let mut replica = PgConnection::connect(url).await.unwrap();
        let mut watcher = PgConnection::connect(url).await.unwrap();
        let decides = "BEGIN; UPDATE users SET version = version + 1; \
                       UPDATE appointment_requests SET state = jsonb_set(state, '{untold}', 'true')";
        replica.execute(AssertSqlSafe(decides)).await.unwrap();
        let forgets = tokio::spawn({
            let data = data.clone();
            async move { forget(&data, 1000).await }
        });
        let waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted";
        while sqlx::query_scalar::<_, i64>(waiting).fetch_one(&mut watcher).await.unwrap() == 0 {
            assert!(!forgets.is_finished(), "it waits for who was first");
        }
        replica.execute("COMMIT").await.unwrap();
        assert!(forgets.await.unwrap() > 0);
        let (_, request) = data.request(call.request).await.unwrap().unwrap();
        assert_eq!((request.untold, request.wish.reason), (true, None));
    })
    .await;
}
