//! What is known of the vendors' lists, and who reads them.

use data::{Bind, Data, Heard};
use domain::appointment::{CallEvent, Transcript};
use domain::ids::AttemptId;
use tokio::task::JoinSet;

use crate::given::{at, begin_attempt, call_off, told, wanted_call, write};
use crate::store::on_both;

#[tokio::test(flavor = "multi_thread")]
async fn of_many_that_would_sweep_at_once_one_does_and_the_next_when_its_time_is_over() {
    on_both(async |data| {
        let all = async |now: i64| {
            let mut tries = JoinSet::new();
            for n in 0..8 {
                let data = data.clone();
                let owner = format!("worker {n}");
                tries.spawn(async move {
                    data.take_lease("sweep", &owner, at(now), at(now + 300)).await.unwrap()
                });
            }
            tries.join_all().await.into_iter().filter(|taken| *taken).count()
        };
        assert_eq!(all(0).await, 1);
        assert_eq!(all(299).await, 0);
        assert_eq!(all(300).await, 1);
        assert!(data.take_lease("other work", "worker 1", at(301), at(302)).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn names_that_no_event_has_had_are_told_in_their_order_however_many_they_are() {
    on_both(async |data| {
        write(&data, "whatsapp:+1", "message:SM7", 0).await;
        write(&data, "whatsapp:+1", "message:SM900", 0).await;
        let names: Vec<_> = (0..1200).map(|n| format!("message:SM{n}")).collect();
        let unseen = data.unseen(names.clone()).await.unwrap();
        let expected: Vec<_> = names
            .into_iter()
            .filter(|name| !name.ends_with("M7") && !name.ends_with("M900"))
            .collect();
        assert_eq!(unseen, expected);
        assert!(data.unseen(Vec::new()).await.unwrap().is_empty());
    })
    .await;
}

async fn accepted(data: &Data, sid: &str) -> (domain::appointment::Call, AttemptId) {
    let call = wanted_call(data).await;
    let attempt = AttemptId::fresh();
    begin_attempt(data, call.id, attempt, 10).await;
    assert_eq!(data.bind_sid(attempt, sid).await.unwrap(), Bind::Bound);
    (call, attempt)
}

#[tokio::test]
async fn calls_and_conversations_are_known_by_the_vendors_names() {
    on_both(async |data| {
        let (call, attempt) = accepted(&data, "CA1").await;
        let known = data.attempts_by_sids(&["CA0", "CA1"]).await.unwrap();
        assert_eq!(known.iter().map(|known| known.id).collect::<Vec<_>>(), [attempt]);
        assert!(data.transcribed(&["conv_1"]).await.unwrap().is_empty());
        data.bind_conversation(call.id, "conv_1").await.unwrap();
        assert!(data.transcribed(&["conv_1"]).await.unwrap().is_empty(), "nothing was said yet");
        let transcript = Transcript {
            conversation_id: "conv_1".to_owned(),
            turns: Vec::new(),
            ended_because: None,
            voicemail: false,
        };
        let told = told(&call, "transcript", CallEvent::Transcript(transcript.clone()));
        data.store_transcript(call.id, &transcript, "{}", &told).await.unwrap();
        let transcribed = data.transcribed(&["conv_0", "conv_1"]).await.unwrap();
        assert_eq!(transcribed.into_iter().collect::<Vec<_>>(), ["conv_1"]);
    })
    .await;
}

#[tokio::test]
async fn a_number_is_wanted_until_its_call_is_over_or_called_off() {
    on_both(async |data| {
        let number = crate::given::number();
        let is_wanted = async || data.is_number_wanted(number.e164()).await.unwrap();
        assert!(!is_wanted().await);
        let (_, attempt) = accepted(&data, "CA1").await;
        assert!(is_wanted().await);
        let over = Heard {
            status: data::CarrierStatus::NoAnswer,
            sequence: None,
            duration_s: None,
            answered_by: None,
            at: at(40),
        };
        data.call_progress(attempt, "CA1", &over, None).await.unwrap();
        assert!(!is_wanted().await);
        let another = wanted_call(&data).await;
        assert!(is_wanted().await);
        call_off(&data, &another).await;
        assert!(!is_wanted().await);
    })
    .await;
}
