//! The carrier's reports: every order and every repetition leads to the same rows.

use data::{AttemptState, Bind, CallRow, CallState, CarrierStatus, Data, Fence, Heard};
use domain::appointment::{Call, CallEvent, Ended, Speaker, Transcript, Turn};
use domain::ids::AttemptId;

use crate::given::{another_call, at, begin_attempt, call_off, told, told_of_nobody, wanted_call};
use crate::store::on_both;
use CarrierStatus::{
    Busy, Canceled, Completed, Failed, InProgress, Initiated, NoAnswer, Queued, Ringing,
};

fn heard(status: CarrierStatus, second: i64) -> Heard {
    let duration_s = status.ended().is_some().then_some(42);
    let sequence = u32::try_from(second).ok();
    Heard { status, sequence, duration_s, answered_by: None, at: at(second) }
}

fn transcript(text: &str) -> Transcript {
    Transcript {
        conversation_id: "conv_1".to_owned(),
        turns: vec![Turn { speaker: Speaker::Callee, text: text.to_owned(), at_s: 3 }],
        ended_because: None,
        voicemail: false,
    }
}

async fn dialled(data: &Data, from: &str) -> (Call, AttemptId) {
    let call = another_call(data, from).await;
    let attempt = AttemptId::fresh();
    assert_eq!(begin_attempt(data, call.id, attempt, 0).await, data::Begin::Begun);
    (call, attempt)
}

fn orders<T: Clone>(of: &[T]) -> Vec<Vec<T>> {
    if of.is_empty() {
        return vec![Vec::new()];
    }
    let with_first = |first: usize| {
        let mut rest = of.to_vec();
        let first = rest.remove(first);
        orders(&rest).into_iter().map(move |order| [vec![first.clone()], order].concat())
    };
    (0..of.len()).flat_map(with_first).collect()
}

/// All that reports can change, without what names the call.
fn facts(row: &CallRow) -> impl PartialEq + std::fmt::Debug + use<> {
    (row.state, row.ended_at, row.ended_how, row.duration_s, row.answered_at)
}

#[tokio::test]
async fn every_order_of_the_reports_ends_the_same() {
    on_both(async |data| {
        let reports =
            [heard(Ringing, 3), heard(InProgress, 5), heard(Completed, 9), heard(Queued, 1)];
        for (n, order) in orders(&reports).into_iter().enumerate() {
            let (call, attempt) = dialled(&data, &format!("whatsapp:+{n}")).await;
            let sid = format!("CA{n}");
            let mut ends = 0;
            for report in order.iter().chain(&order[..2]) {
                let progress = data.call_progress(attempt, &sid, report, None).await.unwrap();
                ends += usize::from(progress.newly_ended().is_some());
            }
            assert_eq!(ends, 1, "{order:?}");
            let row = data.call(call.id).await.unwrap().unwrap();
            assert_eq!(
                (row.state, row.ended_how, row.duration_s, row.ended_at),
                (CallState::Ended, Some(Ended::Completed), Some(42), Some(at(9))),
                "{order:?}"
            );
            let stored = data.attempt(attempt).await.unwrap().unwrap();
            assert_eq!((stored.state, stored.status), (AttemptState::Ended, Some(Completed)));
        }
    })
    .await;
}

#[tokio::test]
async fn of_two_ends_the_one_that_says_more_stays_in_every_order() {
    on_both(async |data| {
        let reports = [heard(NoAnswer, 7), heard(Canceled, 8), heard(Completed, 9)];
        let mut outcomes = Vec::new();
        for (n, order) in orders(&reports).into_iter().enumerate() {
            let (call, attempt) = dialled(&data, &format!("whatsapp:+{n}")).await;
            for report in &order {
                data.call_progress(attempt, &format!("CA{n}"), report, None).await.unwrap();
            }
            outcomes.push(facts(&data.call(call.id).await.unwrap().unwrap()));
        }
        assert!(outcomes.windows(2).all(|pair| pair[0] == pair[1]), "{outcomes:?}");
    })
    .await;
}

#[tokio::test]
async fn an_end_is_left_by_nothing_that_comes_late() {
    on_both(async |data| {
        for (n, end) in [Busy, NoAnswer, Failed, Canceled, Completed].into_iter().enumerate() {
            let (call, attempt) = dialled(&data, &format!("whatsapp:+{n}")).await;
            let sid = format!("CA{n}");
            let first = data.call_progress(attempt, &sid, &heard(end, 9), None).await.unwrap();
            assert_eq!(
                (first.bind, first.before, first.newly_ended()),
                (Bind::Bound, None, end.ended())
            );
            for late in [Queued, Initiated, Ringing, InProgress] {
                let progress =
                    data.call_progress(attempt, &sid, &heard(late, 4), None).await.unwrap();
                assert_eq!(
                    (progress.now, progress.news(), progress.newly_ended()),
                    (Some(end), None, None)
                );
            }
            let row = data.call(call.id).await.unwrap().unwrap();
            assert_eq!((row.state, row.ended_how), (CallState::Ended, end.ended()));
        }
    })
    .await;
}

#[tokio::test]
async fn a_report_says_what_is_new_once() {
    on_both(async |data| {
        let (call, attempt) = dialled(&data, "whatsapp:+1").await;
        let first = data.call_progress(attempt, "CA1", &heard(Ringing, 3), None).await.unwrap();
        assert_eq!((first.call, first.news()), (Some(call.id), Some(Ringing)));
        let again = data.call_progress(attempt, "CA1", &heard(Ringing, 3), None).await.unwrap();
        assert_eq!((again.bind, again.news()), (Bind::Same, None));
        let row = data.call(call.id).await.unwrap().unwrap();
        assert_eq!((row.state, row.ended_at), (CallState::Dialling, None));
    })
    .await;
}

#[tokio::test]
async fn what_a_report_tells_is_stored_with_it_and_once() {
    on_both(async |data| {
        let (call, attempt) = dialled(&data, "whatsapp:+1").await;
        let ended = told(&call, "ended", CallEvent::Ended { how: Ended::Completed });
        let rings = told(&call, "ringing", CallEvent::Ringing);
        for _ in 0..2 {
            data.call_progress(attempt, "CA1", &heard(Completed, 9), Some(&ended)).await.unwrap();
            data.call_progress(attempt, "CA1", &heard(Ringing, 3), Some(&rings)).await.unwrap();
        }
        let keys = vec![ended.source_key.clone(), rings.source_key.clone()];
        assert_eq!(data.unseen(keys).await.unwrap(), [rings.source_key], "too late to be news");
        assert_eq!(data.next_undecided(call.person).await.unwrap(), Some(ended.event));
    })
    .await;
}

#[tokio::test]
async fn a_report_is_not_taken_in_without_what_it_tells() {
    on_both(async |data| {
        let (call, attempt) = dialled(&data, "whatsapp:+1").await;
        let nobodys = told_of_nobody(&call, CallEvent::Ended { how: Ended::Completed });
        let report = heard(Completed, 9);
        data.call_progress(attempt, "CA1", &report, Some(&nobodys)).await.unwrap_err();
        assert_eq!(data.attempt(attempt).await.unwrap().unwrap().status, None);
        let ended = told(&call, "ended", CallEvent::Ended { how: Ended::Completed });
        data.call_progress(attempt, "CA1", &report, Some(&ended)).await.unwrap();
        assert_eq!(data.next_undecided(call.person).await.unwrap(), Some(ended.event));
    })
    .await;
}

#[tokio::test]
async fn reports_of_a_surplus_call_change_nothing() {
    on_both(async |data| {
        let (call, attempt) = dialled(&data, "whatsapp:+1").await;
        data.bind_sid(attempt, "CA1").await.unwrap();
        let surplus = data.call_progress(attempt, "CA2", &heard(Completed, 9), None).await.unwrap();
        assert_eq!(
            (surplus.bind, surplus.call, surplus.newly_ended()),
            (Bind::Surplus, None, None)
        );
        let unknown = data
            .call_progress(AttemptId::fresh(), "CA3", &heard(Completed, 9), None)
            .await
            .unwrap();
        assert_eq!((unknown.bind, unknown.call), (Bind::Surplus, None));
        assert_eq!(data.call(call.id).await.unwrap().unwrap().state, CallState::Dialling);
    })
    .await;
}

#[tokio::test]
async fn the_end_of_one_attempt_does_not_end_a_call_that_another_carries_on() {
    on_both(async |data| {
        let (call, late) = dialled(&data, "whatsapp:+1").await;
        data.set_attempt(late, &[AttemptState::Intent], AttemptState::Absent).await.unwrap();
        let redial = AttemptId::fresh();
        begin_attempt(&data, call.id, redial, 1).await;
        data.call_progress(late, "CA1", &heard(NoAnswer, 2), None).await.unwrap();
        assert_eq!(data.call(call.id).await.unwrap().unwrap().state, CallState::Dialling);

        assert!(matches!(data.fence(redial, "CA2", at(3)).await.unwrap(), Fence::Talk { .. }));
        data.call_progress(late, "CA1", &heard(Completed, 4), None).await.unwrap();
        assert_eq!(data.call(call.id).await.unwrap().unwrap().state, CallState::Talking);
        data.call_progress(redial, "CA2", &heard(Completed, 90), None).await.unwrap();
        let row = data.call(call.id).await.unwrap().unwrap();
        assert_eq!((row.state, row.ended_at), (CallState::Ended, Some(at(90))));
    })
    .await;
}

#[tokio::test]
async fn a_cancelled_call_stays_cancelled_and_a_lost_one_is_found_again() {
    on_both(async |data| {
        let (call, attempt) = dialled(&data, "whatsapp:+1").await;
        call_off(&data, &call).await;
        data.call_progress(attempt, "CA1", &heard(Canceled, 9), None).await.unwrap();
        let row = data.call(call.id).await.unwrap().unwrap();
        assert_eq!((row.state, row.ended_how), (CallState::Cancelled, Some(Ended::Canceled)));

        let (call, attempt) = dialled(&data, "whatsapp:+2").await;
        let lost = told(&call, "not placed", CallEvent::Lost);
        data.close_call(call.id, CallState::Lost, None, &lost).await.unwrap();
        data.call_progress(attempt, "CA2", &heard(Completed, 9), None).await.unwrap();
        assert_eq!(data.call(call.id).await.unwrap().unwrap().state, CallState::Ended);
    })
    .await;
}

#[tokio::test]
async fn calls_whose_end_was_not_heard_are_there_to_be_asked_for() {
    on_both(async |data| {
        let (_, attempt) = dialled(&data, "whatsapp:+1").await;
        data.call_progress(attempt, "CA1", &heard(InProgress, 3), None).await.unwrap();
        assert_eq!(data.attempts_to_reconcile(at(0)).await.unwrap(), []);
        let open = data.attempts_to_reconcile(at(1)).await.unwrap();
        assert_eq!(
            open.iter().map(|one| (one.id, one.sid.as_deref())).collect::<Vec<_>>(),
            [(attempt, Some("CA1"))]
        );
        data.call_progress(attempt, "CA1", &heard(Completed, 9), None).await.unwrap();
        assert_eq!(data.attempts_to_reconcile(at(1)).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn the_first_transcript_of_a_call_stays_and_is_told_once() {
    on_both(async |data| {
        let call = wanted_call(&data).await;
        assert_eq!(data.transcript(call.id).await.unwrap(), None);
        let (first, raw) = (transcript("El jueves a las cinco."), r#"{"a": "\u0000", "b": 1.0}"#);
        let one = told(&call, "transcript", CallEvent::Transcript(first.clone()));
        assert!(data.store_transcript(call.id, &first, raw, &one).await.unwrap());
        let other = told(&call, "transcript", CallEvent::Transcript(transcript("Otra cosa.")));
        let second = transcript("Otra cosa.");
        assert!(!data.store_transcript(call.id, &second, "{}", &other).await.unwrap());
        assert_eq!(data.transcript(call.id).await.unwrap(), Some(first));
        let row = data.call_by_conversation("conv_1").await.unwrap().unwrap();
        assert_eq!((row.call.id, row.has_transcript), (call.id, true));
        assert_eq!(data.next_undecided(call.person).await.unwrap(), Some(one.event));
    })
    .await;
}

#[tokio::test]
async fn a_transcript_is_not_kept_without_being_told() {
    on_both(async |data| {
        let call = wanted_call(&data).await;
        let said = transcript("El jueves a las cinco.");
        let nobodys = told_of_nobody(&call, CallEvent::Transcript(said.clone()));
        data.store_transcript(call.id, &said, "{}", &nobodys).await.unwrap_err();
        let row = data.call(call.id).await.unwrap().unwrap();
        assert_eq!((row.has_transcript, row.conversation_id), (false, None));
    })
    .await;
}

#[tokio::test]
async fn a_conversation_is_one_calls_for_good() {
    on_both(async |data| {
        let (one, other) = (wanted_call(&data).await, another_call(&data, "whatsapp:+2").await);
        assert!(data.bind_conversation(one.id, "conv_1").await.unwrap());
        assert!(data.bind_conversation(one.id, "conv_1").await.unwrap());
        assert!(!data.bind_conversation(one.id, "conv_2").await.unwrap());
        let taken = data.bind_conversation(other.id, "conv_1").await;
        let Err(refusal @ data::Error::Conflict { .. }) = taken else { panic!("{taken:?}") };
        assert!(!format!("{refusal} {refusal:?}").contains("conv_1"), "{refusal:?}");
    })
    .await;
}
