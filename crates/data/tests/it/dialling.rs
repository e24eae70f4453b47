//! The dial protocol: one phone rings once as far as anybody can know, and one call talks.

use data::{AttemptState, Begin, Bind, CallState, Data, Error, Fence, HangUp};
use domain::appointment::{Call, CallEvent, CallRefused};
use domain::ids::{AttemptId, CallId};
use tokio::task::JoinSet;

use crate::given::{
    FROM, another_call, at, begin_attempt, call_off, told, told_of_nobody, wanted_call,
};
use crate::store::on_both;

async fn begin(data: &Data, call: &Call) -> (AttemptId, Begin) {
    let attempt = AttemptId::fresh();
    (attempt, begin_attempt(data, call.id, attempt, 10).await)
}

async fn begun(data: &Data, call: &Call) -> AttemptId {
    let (attempt, begin) = begin(data, call).await;
    assert_eq!(begin, Begin::Begun);
    attempt
}

async fn talks(data: &Data, attempt: AttemptId, sid: &str) -> bool {
    matches!(data.fence(attempt, sid, at(20)).await.unwrap(), Fence::Talk { .. })
}

async fn hang_up(data: &Data, attempt: AttemptId, sid: &str) -> HangUp {
    match data.fence(attempt, sid, at(20)).await.unwrap() {
        Fence::HangUp(why) => why,
        Fence::Talk { .. } => panic!("it may talk"),
    }
}

#[tokio::test]
async fn a_try_is_written_down_before_the_carrier_is_asked() {
    on_both(async |data| {
        let call = wanted_call(&data).await;
        let attempt = begun(&data, &call).await;
        let stored = data.attempt(attempt).await.unwrap().unwrap();
        assert_eq!((stored.call, stored.n, stored.state), (call.id, 1, AttemptState::Intent));
        assert_eq!(
            (stored.from.as_str(), stored.to.as_str(), stored.intent_at),
            (FROM, call.to.e164(), at(10))
        );
        assert_eq!(data.unresolved_attempts().await.unwrap(), [stored]);
        let row = data.call(call.id).await.unwrap().unwrap();
        assert_eq!((row.state, row.started_at), (CallState::Dialling, Some(at(10))));
        // A worker that comes back does not begin the same try anew.
        let again = begin_attempt(&data, call.id, attempt, 11).await;
        assert_eq!(again, Begin::Known(AttemptState::Intent));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_eight_tries_that_begin_at_once_one_may_dial() {
    on_both(async |data| {
        let call = wanted_call(&data).await;
        let mut tries = JoinSet::new();
        for _ in 0..8 {
            let (data, call) = (data.clone(), call.clone());
            tries.spawn(async move { begin(&data, &call).await.1 });
        }
        let all = tries.join_all().await;
        assert_eq!(all.iter().filter(|begin| **begin == Begin::Begun).count(), 1, "{all:?}");
        assert_eq!(data.attempts(call.id).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_do_not_make_one_phone_ring_at_once() {
    on_both(async |data| {
        let calls = [wanted_call(&data).await, another_call(&data, "whatsapp:+2").await];
        let mut tries = JoinSet::new();
        for call in calls.clone() {
            let data = data.clone();
            tries.spawn(async move { begin(&data, &call).await });
        }
        let mut all = tries.join_all().await;
        all.sort_by_key(|(_, begin)| *begin != Begin::Begun);
        assert_eq!([&all[0].1, &all[1].1], [&Begin::Begun, &Begin::PairBusy]);

        // Nor while the first one talks; when its end is known, the other may.
        let first = all[0].0;
        let waiting = if data.attempt(first).await.unwrap().unwrap().call == calls[0].id {
            &calls[1]
        } else {
            &calls[0]
        };
        data.bind_sid(first, "CA1").await.unwrap();
        assert_eq!(begin(&data, waiting).await.1, Begin::PairBusy);
        assert!(
            data.set_attempt(first, &[AttemptState::Accepted], AttemptState::Ended).await.unwrap()
        );
        assert_eq!(begin(&data, waiting).await.1, Begin::Begun);
    })
    .await;
}

#[tokio::test]
async fn a_call_is_tried_again_only_when_the_last_try_is_resolved() {
    on_both(async |data| {
        use AttemptState::{Absent, Intent, NotSent, Refused, Unknown};
        let call = wanted_call(&data).await;
        for resolved in [NotSent, Absent, Refused] {
            let attempt = begun(&data, &call).await;
            assert_eq!(begin(&data, &call).await.1, Begin::Underway);
            assert!(data.set_attempt(attempt, &[Intent], Unknown).await.unwrap());
            assert!(!data.set_attempt(attempt, &[Intent], NotSent).await.unwrap());
            assert_eq!(begin(&data, &call).await.1, Begin::Underway);
            assert!(data.set_attempt(attempt, &[Intent, Unknown], resolved).await.unwrap());
        }
        let numbers: Vec<_> =
            data.attempts(call.id).await.unwrap().iter().map(|attempt| attempt.n).collect();
        assert_eq!(numbers, [1, 2, 3]);
    })
    .await;
}

#[tokio::test]
async fn a_resolved_try_is_not_unresolved_again_while_another_is() {
    on_both(async |data| {
        use AttemptState::{Intent, NotSent};
        let call = wanted_call(&data).await;
        let first = begun(&data, &call).await;
        data.set_attempt(first, &[Intent], NotSent).await.unwrap();
        begun(&data, &call).await;
        let both = data.set_attempt(first, &[NotSent], Intent).await;
        assert!(matches!(both, Err(Error::Conflict { .. })), "{both:?}");
    })
    .await;
}

#[tokio::test]
async fn what_was_called_off_is_not_dialled() {
    on_both(async |data| {
        let call = wanted_call(&data).await;
        call_off(&data, &call).await;
        assert_eq!(begin(&data, &call).await.1, Begin::NotWanted);
        let row = data.call(call.id).await.unwrap().unwrap();
        assert_eq!((row.state, row.stop_wanted), (CallState::Cancelled, true));
        assert_eq!(
            begin_attempt(&data, CallId::fresh(), AttemptId::fresh(), 1).await,
            Begin::NotWanted
        );
    })
    .await;
}

#[tokio::test]
async fn nobody_calls_off_the_call_of_another() {
    on_both(async |data| {
        let hers = wanted_call(&data).await;
        let other = another_call(&data, "whatsapp:+2").await;
        let forged = Call { person: other.person, ..hers.clone() };
        call_off(&data, &forged).await;
        assert_eq!(data.call(hers.id).await.unwrap().unwrap().state, CallState::Wanted);
        assert_eq!(begin(&data, &hers).await.1, Begin::Begun);
    })
    .await;
}

#[tokio::test]
async fn the_first_sid_of_an_attempt_stays() {
    on_both(async |data| {
        let call = wanted_call(&data).await;
        let attempt = begun(&data, &call).await;
        assert_eq!(data.bind_sid(attempt, "CA1").await.unwrap(), Bind::Bound);
        assert_eq!(data.bind_sid(attempt, "CA1").await.unwrap(), Bind::Same);
        assert_eq!(data.bind_sid(attempt, "CA2").await.unwrap(), Bind::Surplus);
        assert_eq!(data.bind_sid(AttemptId::fresh(), "CA3").await.unwrap(), Bind::Surplus);
        assert_eq!(data.bind_sid(AttemptId::fresh(), "CA1").await.unwrap(), Bind::Elsewhere);
        let stored = data.attempt_by_sid("CA1").await.unwrap().unwrap();
        assert_eq!((stored.id, stored.state), (attempt, AttemptState::Accepted));
        assert_eq!(data.attempt_by_sid("CA2").await.unwrap(), None);
        assert_eq!(data.call_by_sid("CA1").await.unwrap().unwrap().call.id, call.id);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_eight_calls_of_the_carrier_for_one_attempt_one_talks() {
    on_both(async |data| {
        let call = wanted_call(&data).await;
        let attempt = begun(&data, &call).await;
        let mut answered = JoinSet::new();
        for n in 0..8 {
            let data = data.clone();
            // Each asks twice, as a carrier does that has lost the answer.
            answered.spawn(async move {
                let sid = format!("CA{}", n / 2);
                (sid.clone(), talks(&data, attempt, &sid).await)
            });
        }
        let mut talking: Vec<_> = answered
            .join_all()
            .await
            .into_iter()
            .filter_map(|(sid, talks)| talks.then_some(sid))
            .collect();
        talking.dedup();
        assert_eq!(talking.len(), 1, "{talking:?}");
        let row = data.call(call.id).await.unwrap().unwrap();
        assert_eq!(row.talking, Some((attempt, talking.remove(0))));
        assert_eq!((row.state, row.answered_at), (CallState::Talking, Some(at(20))));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_attempts_that_both_ring_the_first_that_is_answered_talks() {
    on_both(async |data| {
        use AttemptState::{Absent, Intent};
        let call = wanted_call(&data).await;
        // The carrier's list was late: the first try rang after all.
        let late = begun(&data, &call).await;
        data.set_attempt(late, &[Intent], Absent).await.unwrap();
        let redial = begun(&data, &call).await;
        let mut answered = JoinSet::new();
        for (attempt, sid) in [(late, "CA1"), (redial, "CA2")] {
            let data = data.clone();
            answered.spawn(async move { talks(&data, attempt, sid).await });
        }
        let talking = answered.join_all().await.into_iter().filter(|talks| *talks).count();
        assert_eq!(talking, 1);
        let surplus = if talks(&data, late, "CA1").await { (redial, "CA2") } else { (late, "CA1") };
        assert_eq!(hang_up(&data, surplus.0, surplus.1).await, HangUp::Surplus);
    })
    .await;
}

#[tokio::test]
async fn the_same_call_is_told_the_same_for_ever() {
    on_both(async |data| {
        let call = wanted_call(&data).await;
        let attempt = begun(&data, &call).await;
        let Fence::Talk { call: told, twiml: None } =
            data.fence(attempt, "CA1", at(20)).await.unwrap()
        else {
            panic!("it has no answer yet, and may talk")
        };
        assert_eq!(*told, call);
        let first = data.store_twiml(attempt, "CA1", "<Connect/>", Some("conv_1")).await.unwrap();
        assert_eq!(first.as_deref(), Some("<Connect/>"));
        let second = data.store_twiml(attempt, "CA1", "<Other/>", Some("conv_2")).await.unwrap();
        assert_eq!(second.as_deref(), Some("<Connect/>"));
        assert_eq!(data.store_twiml(attempt, "CA2", "<Other/>", None).await.unwrap(), None);
        assert_eq!(
            data.store_twiml(AttemptId::fresh(), "CA1", "<Other/>", None).await.unwrap(),
            None
        );
        let Fence::Talk { twiml, .. } = data.fence(attempt, "CA1", at(21)).await.unwrap() else {
            panic!("it may talk")
        };
        assert_eq!(twiml.as_deref(), Some("<Connect/>"));
        assert_eq!(data.call_by_conversation("conv_1").await.unwrap().unwrap().call.id, call.id);
        assert_eq!(data.call_by_conversation("conv_2").await.unwrap(), None);
        assert_eq!(data.call(call.id).await.unwrap().unwrap().answered_at, Some(at(20)));
    })
    .await;
}

#[tokio::test]
async fn an_answer_can_be_made_ready_while_the_phone_rings() {
    on_both(async |data| {
        let call = wanted_call(&data).await;
        let attempt = begun(&data, &call).await;
        assert_eq!(data.store_twiml(attempt, "CA1", "<Connect/>", None).await.unwrap(), None);
        data.bind_sid(attempt, "CA1").await.unwrap();
        data.store_twiml(attempt, "CA1", "<Connect/>", None).await.unwrap();
        let Fence::Talk { twiml, .. } = data.fence(attempt, "CA1", at(20)).await.unwrap() else {
            panic!("it may talk")
        };
        assert_eq!(twiml.as_deref(), Some("<Connect/>"));
    })
    .await;
}

#[tokio::test]
async fn whoever_answers_after_the_person_called_it_off_is_hung_up_on() {
    on_both(async |data| {
        let call = wanted_call(&data).await;
        let attempt = begun(&data, &call).await;
        call_off(&data, &call).await;
        assert_eq!(hang_up(&data, attempt, "CA1").await, HangUp::CalledOff);
        // Its sid is known all the same: it can be cancelled.
        assert_eq!(data.attempt(attempt).await.unwrap().unwrap().sid.as_deref(), Some("CA1"));
    })
    .await;
}

#[tokio::test]
async fn a_call_that_talks_is_not_cancelled_but_its_stop_is_known() {
    on_both(async |data| {
        let call = wanted_call(&data).await;
        let attempt = begun(&data, &call).await;
        assert!(talks(&data, attempt, "CA1").await);
        call_off(&data, &call).await;
        let row = data.call(call.id).await.unwrap().unwrap();
        assert_eq!((row.state, row.stop_wanted), (CallState::Talking, true));
        assert_eq!(hang_up(&data, attempt, "CA1").await, HangUp::CalledOff);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn calling_off_and_answering_at_once_never_leaves_a_cancelled_call_talking() {
    on_both(async |data| {
        for n in 0..8 {
            let call = another_call(&data, &format!("whatsapp:+{n}")).await;
            let attempt = begun(&data, &call).await;
            let answering = {
                let data = data.clone();
                tokio::spawn(async move { talks(&data, attempt, &format!("CA{n}")).await })
            };
            call_off(&data, &call).await;
            let talks = answering.await.unwrap();
            let row = data.call(call.id).await.unwrap().unwrap();
            assert!(row.stop_wanted);
            assert_eq!(row.state, if talks { CallState::Talking } else { CallState::Cancelled });
            data.set_attempt(attempt, &[AttemptState::Accepted], AttemptState::Ended)
                .await
                .unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn a_call_that_nobody_knows_or_that_is_over_is_hung_up_on() {
    on_both(async |data| {
        assert_eq!(hang_up(&data, AttemptId::fresh(), "CA9").await, HangUp::Surplus);
        let call = wanted_call(&data).await;
        let attempt = begun(&data, &call).await;
        let lost = told(&call, "not placed", CallEvent::Lost);
        for was_open in [true, false] {
            let closed = data.close_call(call.id, CallState::Lost, None, &lost).await;
            assert_eq!(closed.unwrap(), was_open);
        }
        assert_eq!(hang_up(&data, attempt, "CA1").await, HangUp::Over);
        assert_eq!(begin(&data, &call).await.1, Begin::NotWanted);
    })
    .await;
}

#[tokio::test]
async fn a_refused_call_is_closed_and_told_with_its_attempt() {
    on_both(async |data| {
        let call = wanted_call(&data).await;
        let attempt = begun(&data, &call).await;
        let why = CallEvent::Refused { why: CallRefused::BadNumber };
        let told = told(&call, "not placed", why);
        assert!(data.close_call(call.id, CallState::Refused, Some(attempt), &told).await.unwrap());
        let row = data.call(call.id).await.unwrap().unwrap();
        assert_eq!((row.state, row.ended_at), (CallState::Refused, Some(told.event.at)));
        assert_eq!(data.attempt(attempt).await.unwrap().unwrap().state, AttemptState::Refused);
        assert_eq!(data.next_undecided(call.person).await.unwrap(), Some(told.event));
        // What was reserved for it is there for others.
        assert_eq!(data.spending(at(10)).await.unwrap().1.spent, 0);
    })
    .await;
}

#[tokio::test]
async fn a_call_is_not_closed_without_being_told() {
    on_both(async |data| {
        let call = wanted_call(&data).await;
        let attempt = begun(&data, &call).await;
        let nobodys = told_of_nobody(&call, CallEvent::Refused { why: CallRefused::BadNumber });
        let closed = data.close_call(call.id, CallState::Refused, Some(attempt), &nobodys).await;
        closed.unwrap_err();
        assert_eq!(data.call(call.id).await.unwrap().unwrap().state, CallState::Dialling);
        assert_eq!(data.attempt(attempt).await.unwrap().unwrap().state, AttemptState::Intent);
    })
    .await;
}
