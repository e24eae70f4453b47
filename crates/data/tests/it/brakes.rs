//! Nobody is dialled while the operator or a failing vendor holds the brake.

use data::{Begin, Brake, Braked, Caps, Data};
use domain::appointment::{Call, Policy};
use domain::ids::AttemptId;
use tokio::task::JoinSet;

use crate::given::{FROM, at, begin_attempt, call_off, call_to, number_of, wanted_call};
use crate::store::on_both;

async fn begin(data: &Data, call: &Call, second: i64) -> Begin {
    begin_attempt(data, call.id, AttemptId::fresh(), second).await
}

async fn fails(data: &Data, brake: Brake, seconds: &[i64]) -> Vec<bool> {
    let mut opened = Vec::new();
    for &second in seconds {
        opened.push(data.vendor_failed(brake, at(second)).await.unwrap().is_some());
    }
    opened
}

#[tokio::test]
async fn the_operator_stops_everybody_and_lets_them_go_on() {
    on_both(async |data| {
        assert_eq!(data.brakes().await.unwrap(), []);
        let call = wanted_call(&data).await;
        data.stop_dialling(Some("the carrier\0 asks us to"), at(1)).await.unwrap();
        let held = Braked {
            by: Brake::Operator,
            since: at(1),
            why: Some("the carrier\u{fffd} asks us to".to_owned()),
            probe_at: None,
        };
        for second in [2, 1_000_000] {
            assert_eq!(begin(&data, &call, second).await, Begin::Paused(held.clone()));
        }
        assert_eq!(data.brakes().await.unwrap(), [held]);
        assert_eq!(data.attempts(call.id).await.unwrap(), []);
        data.resume_dialling().await.unwrap();
        assert_eq!(data.brakes().await.unwrap(), []);
        assert_eq!(begin(&data, &call, 3).await, Begin::Begun);
    })
    .await;
}

#[tokio::test]
async fn what_is_called_off_or_forbidden_does_not_wait_for_the_brake() {
    on_both(async |data| {
        data.stop_dialling(None, at(1)).await.unwrap();
        let call = wanted_call(&data).await;
        let policy = Policy { countries: vec!["ES".to_owned()], ..Policy::default() };
        let (attempt, caps) = (AttemptId::fresh(), Caps::default());
        let abroad = data.begin_attempt(call.id, attempt, FROM, &policy, &caps, at(2)).await;
        assert!(matches!(abroad.unwrap(), Begin::Refused(_)));
        call_off(&data, &call).await;
        assert_eq!(begin(&data, &call, 3).await, Begin::NotWanted);
    })
    .await;
}

#[tokio::test]
async fn three_failures_in_a_row_within_minutes_stop_dialling_and_fewer_do_not() {
    on_both(async |data| {
        assert_eq!(fails(&data, Brake::Carrier, &[0, 1]).await, [false, false]);
        assert!(!data.vendor_worked(Brake::Carrier).await.unwrap());
        assert_eq!(fails(&data, Brake::Carrier, &[2, 3]).await, [false, false]);
        // Of the other vendor; and beyond ten minutes it is another row of failures.
        assert_eq!(fails(&data, Brake::Voice, &[3, 4]).await, [false, false]);
        assert_eq!(fails(&data, Brake::Carrier, &[603, 604]).await, [false, false]);
        assert_eq!(data.brakes().await.unwrap(), []);
        assert_eq!(fails(&data, Brake::Carrier, &[605, 606]).await, [true, false]);
        let held = data.brakes().await.unwrap();
        assert_eq!((held.len(), held[0].by, held[0].since), (1, Brake::Carrier, at(605)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_five_minutes_one_call_tries_for_all_and_decides() {
    on_both(async |data| {
        fails(&data, Brake::Voice, &[0, 1, 2]).await;
        let mut calls = Vec::new();
        for n in 0..8 {
            calls.push(call_to(&data, &format!("whatsapp:+{n}"), number_of(n)).await);
        }
        assert!(matches!(begin(&data, &calls[0], 301).await, Begin::Paused(_)));
        let mut tries = JoinSet::new();
        for call in calls.clone() {
            let data = data.clone();
            tries.spawn(async move { begin(&data, &call, 302).await });
        }
        let all = tries.join_all().await;
        assert_eq!(all.iter().filter(|begin| **begin == Begin::Begun).count(), 1, "{all:?}");

        // It fails: five minutes more. The next one works: all go.
        assert_eq!(fails(&data, Brake::Voice, &[310]).await, [false]);
        let mut waiting = Vec::new();
        for call in &calls {
            if data.attempts(call.id).await.unwrap().is_empty() {
                waiting.push(call);
            }
        }
        assert!(matches!(begin(&data, waiting[0], 609).await, Begin::Paused(_)));
        assert_eq!(begin(&data, waiting[0], 610).await, Begin::Begun);
        assert!(matches!(begin(&data, waiting[1], 611).await, Begin::Paused(_)));
        assert!(data.vendor_worked(Brake::Voice).await.unwrap());
        assert_eq!(begin(&data, waiting[1], 612).await, Begin::Begun);
        assert_eq!(begin(&data, waiting[2], 612).await, Begin::Begun);
    })
    .await;
}

#[tokio::test]
async fn a_try_that_a_cap_turns_away_is_not_the_one_that_tries_for_all() {
    on_both(async |data| {
        fails(&data, Brake::Carrier, &[0, 1, 2]).await;
        let first = wanted_call(&data).await;
        let none = Caps { calls_person_day: Some(0), ..Caps::default() };
        let policy = Policy::default();
        let capped =
            data.begin_attempt(first.id, AttemptId::fresh(), FROM, &policy, &none, at(302)).await;
        assert!(matches!(capped.unwrap(), Begin::Refused(_)));
        assert_eq!(begin(&data, &first, 303).await, Begin::Begun);
    })
    .await;
}

#[tokio::test]
async fn a_vendor_that_works_does_not_let_go_of_the_operators_brake() {
    on_both(async |data| {
        data.stop_dialling(None, at(1)).await.unwrap();
        fails(&data, Brake::Carrier, &[0, 1, 2]).await;
        data.vendor_worked(Brake::Carrier).await.unwrap();
        data.vendor_worked(Brake::Voice).await.unwrap();
        let held: Vec<_> = data.brakes().await.unwrap().iter().map(|braked| braked.by).collect();
        assert_eq!(held, [Brake::Operator]);
        fails(&data, Brake::Carrier, &[0, 1, 2]).await;
        data.resume_dialling().await.unwrap();
        assert_eq!(data.brakes().await.unwrap(), []);
    })
    .await;
}
