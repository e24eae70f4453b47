//! Spend and rate caps hold whoever dials at once (I15), and money comes back when it was not spent.

use std::sync::Arc;

use data::{AttemptState, Begin, Bind, Caps, CarrierStatus, Data, Error, Heard, Spending};
use domain::appointment::{Call, CallRefused, Policy};
use domain::ids::AttemptId;
use jiff::{SignedDuration, Timestamp};
use tokio::task::JoinSet;

use crate::given::{FROM, at, call_to, number, number_of};
use crate::store::on_both;

/// Ten begun minutes at most, one unit a minute.
const CAPS: Caps = Caps {
    minute_price: 1_000_000,
    call_s_max: 600,
    calls_person_day: None,
    calls_number_day: None,
    calls_at_once: None,
    calls_second: None,
    spend_call: None,
    spend_person_day: None,
    spend_hour: None,
    spend_day: None,
};
const WORST: i64 = 10_000_000;

/// Tries as long as others are in the way.
async fn begin_at(data: &Data, call: &Call, caps: &Caps, now: Timestamp) -> (AttemptId, Begin) {
    let (attempt, policy) = (AttemptId::fresh(), Policy::default());
    loop {
        match data.begin_attempt(call.id, attempt, FROM, &policy, caps, now).await {
            Err(Error::Unavailable(_)) => {}
            begun => return (attempt, begun.unwrap()),
        }
    }
}

async fn begin(data: &Data, call: &Call, caps: &Caps) -> (AttemptId, Begin) {
    begin_at(data, call, caps, at(10)).await
}

async fn begun(data: &Data, call: &Call, caps: &Caps) -> AttemptId {
    let (attempt, begin) = begin(data, call, caps).await;
    assert_eq!(begin, Begin::Begun);
    attempt
}

async fn hear(data: &Data, attempt: AttemptId, status: CarrierStatus, duration_s: Option<u32>) {
    let heard = Heard { status, sequence: None, duration_s, answered_by: None, at: at(900) };
    data.call_progress(attempt, &format!("CA{attempt}"), &heard, None).await.unwrap();
}

async fn today(data: &Data) -> Spending {
    let (hour, day) = data.spending(at(10)).await.unwrap();
    assert_eq!(hour, day);
    day
}

fn spent(calls: u64, spent: i64) -> Spending {
    Spending { calls, spent }
}

/// Of 64 calls that begin at once, all by different people to different numbers or as `from` and `to` say.
async fn at_once(data: &Data, caps: Caps, from: impl Fn(u32) -> String) -> Vec<Begin> {
    let mut calls = Vec::new();
    for n in 0..64 {
        calls.push(call_to(data, &from(n), number_of(n)).await);
    }
    let mut workers = JoinSet::new();
    let start = Arc::new(tokio::sync::Barrier::new(calls.len()));
    for call in calls {
        let (data, start) = (data.clone(), Arc::clone(&start));
        workers.spawn(async move {
            start.wait().await;
            begin(&data, &call, &caps).await.1
        });
    }
    workers.join_all().await
}

fn count(all: &[Begin], of: &Begin) -> usize {
    all.iter().filter(|begin| *begin == of).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 8)]
async fn sixty_four_workers_never_spend_more_than_the_day_or_the_hour_has() {
    on_both(async |data| {
        let caps = Caps { spend_day: Some(10 * WORST + 1), ..CAPS };
        let all = at_once(&data, caps, |n| format!("whatsapp:+{n}")).await;
        assert_eq!(count(&all, &Begin::Begun), 10);
        assert_eq!(count(&all, &Begin::Refused(CallRefused::MoneyCap)), 54);
        assert_eq!(today(&data).await, spent(10, 10 * WORST));
    })
    .await;
    on_both(async |data| {
        let caps = Caps { spend_hour: Some(7 * WORST), spend_day: Some(20 * WORST), ..CAPS };
        let all = at_once(&data, caps, |n| format!("whatsapp:+{n}")).await;
        assert_eq!(count(&all, &Begin::Begun), 7);
        // Those that the hour turned away hold nothing of the day.
        assert_eq!(today(&data).await, spent(7, 7 * WORST));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 8)]
async fn sixty_four_workers_keep_as_many_lines_as_there_are_and_as_fast_as_allowed() {
    for caps in [Caps { calls_at_once: Some(5), ..CAPS }, Caps { calls_second: Some(5), ..CAPS }] {
        on_both(async |data| {
            let all = at_once(&data, caps, |n| format!("whatsapp:+{n}")).await;
            assert_eq!(count(&all, &Begin::Begun), 5);
            assert_eq!(count(&all, &Begin::Crowded), 59);
            assert_eq!(today(&data).await, spent(5, 5 * WORST), "who waits holds no money");
        })
        .await;
    }
}

#[tokio::test]
async fn lines_are_shared_and_free_again_when_a_call_is_over() {
    on_both(async |data| {
        let caps = Caps { calls_at_once: Some(4), ..CAPS };
        let mut anas = Vec::new();
        for n in 0..4 {
            anas.push(call_to(&data, "whatsapp:+1", number_of(n)).await);
        }
        let bens = call_to(&data, "whatsapp:+2", number_of(9)).await;
        let first = begun(&data, &anas[0], &caps).await;
        begun(&data, &anas[1], &caps).await;
        assert_eq!(
            begin(&data, &anas[2], &caps).await.1,
            Begin::Crowded,
            "half is somebody else's"
        );
        begun(&data, &bens, &caps).await;
        hear(&data, first, CarrierStatus::Completed, Some(30)).await;
        begun(&data, &anas[2], &caps).await;
        assert_eq!(begin(&data, &anas[3], &caps).await.1, Begin::Crowded);
    })
    .await;
}

#[tokio::test]
async fn the_next_second_has_room_again() {
    on_both(async |data| {
        let caps = Caps { calls_second: Some(1), ..CAPS };
        let one = call_to(&data, "whatsapp:+1", number_of(1)).await;
        let other = call_to(&data, "whatsapp:+2", number_of(2)).await;
        begun(&data, &one, &caps).await;
        assert_eq!(begin(&data, &other, &caps).await.1, Begin::Crowded);
        assert_eq!(begin_at(&data, &other, &caps, at(11)).await.1, Begin::Begun);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 8)]
async fn sixty_four_calls_of_one_person_are_as_many_as_a_day_allows() {
    for caps in [
        Caps { calls_person_day: Some(5), ..CAPS },
        Caps { spend_person_day: Some(5 * WORST), ..CAPS },
    ] {
        on_both(async |data| {
            let all = at_once(&data, caps, |_| "whatsapp:+1".to_owned()).await;
            assert_eq!(count(&all, &Begin::Begun), 5);
            assert_eq!(count(&all, &Begin::Refused(CallRefused::PersonCap)), 59);
            assert_eq!(today(&data).await, spent(5, 5 * WORST));
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 8)]
async fn while_calls_begin_and_end_at_once_the_cap_holds_at_every_moment_and_the_sum_is_right() {
    on_both(async |data| {
        let caps = Caps { spend_day: Some(6 * WORST), ..CAPS };
        let mut workers = JoinSet::new();
        for n in 0..32 {
            let call = call_to(&data, &format!("whatsapp:+{n}"), number_of(n)).await;
            let data = data.clone();
            workers.spawn(async move {
                let (attempt, begin) = begin(&data, &call, &caps).await;
                assert!(data.spending(at(10)).await.unwrap().1.spent <= 6 * WORST);
                if begin != Begin::Begun {
                    return 0;
                }
                hear(&data, attempt, CarrierStatus::Completed, Some(n * 10)).await;
                hear(&data, attempt, CarrierStatus::Completed, Some(n * 10)).await;
                i64::from((n * 10).div_ceil(60)) * 1_000_000
            });
        }
        let cost: i64 = workers.join_all().await.into_iter().sum();
        assert_eq!(today(&data).await.spent, cost);
    })
    .await;
}

#[tokio::test]
async fn a_number_is_called_so_often_a_day_by_all_people_together() {
    on_both(async |data| {
        let caps = Caps { calls_number_day: Some(2), ..CAPS };
        for n in 0..2 {
            let call = call_to(&data, &format!("whatsapp:+{n}"), number()).await;
            let attempt = begun(&data, &call, &caps).await;
            hear(&data, attempt, CarrierStatus::NoAnswer, None).await;
        }
        let third = call_to(&data, "whatsapp:+3", number()).await;
        let refused = Begin::Refused(CallRefused::NumberCap);
        assert_eq!(begin(&data, &third, &caps).await.1, refused);
        let another = call_to(&data, "whatsapp:+3", number_of(1)).await;
        assert_eq!(begin(&data, &another, &caps).await.1, Begin::Begun);
        assert_eq!(data.attempts(third.id).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn another_spelling_of_a_line_is_no_other_number() {
    on_both(async |data| {
        let caps = Caps { calls_number_day: Some(1), ..CAPS };
        let number = |text| domain::phone::PhoneNumber::parse(text, "").unwrap();
        let mobile = call_to(&data, "whatsapp:+1", number("+5491122334455")).await;
        begun(&data, &mobile, &caps).await;
        let same = call_to(&data, "whatsapp:+2", number("+541122334455")).await;
        let refused = Begin::Refused(CallRefused::NumberCap);
        assert_eq!(begin(&data, &same, &caps).await.1, refused);
    })
    .await;
}

#[tokio::test]
async fn the_day_of_a_number_is_that_of_whoever_answers_it() {
    on_both(async |data| {
        let caps = Caps { calls_number_day: Some(1), calls_person_day: Some(2), ..CAPS };
        let mut moments = Vec::new();
        // 20:30, 22:30 and, the next day, 00:30 in Buenos Aires; the day of UTC changes at 21:00 there.
        for time in ["2026-11-23T23:30:00Z", "2026-11-24T01:30:00Z", "2026-11-24T03:30:00Z"] {
            let call = call_to(&data, "whatsapp:+1", number()).await;
            let (attempt, begin) = begin_at(&data, &call, &caps, time.parse().unwrap()).await;
            if begin == Begin::Begun {
                hear(&data, attempt, CarrierStatus::Completed, Some(60)).await;
            }
            moments.push(begin);
        }
        let refused = Begin::Refused(CallRefused::NumberCap);
        assert_eq!(moments, [Begin::Begun, refused, Begin::Begun]);
    })
    .await;
}

#[tokio::test]
async fn one_call_may_cost_too_much_by_itself() {
    on_both(async |data| {
        let call = call_to(&data, "whatsapp:+1", number()).await;
        let caps = Caps { spend_call: Some(WORST - 1), ..CAPS };
        let refused = Begin::Refused(CallRefused::MoneyCap);
        assert_eq!(begin(&data, &call, &caps).await.1, refused);
        assert_eq!(today(&data).await, spent(0, 0));
        let caps = Caps { spend_call: Some(WORST), ..CAPS };
        begun(&data, &call, &caps).await;
        assert_eq!(today(&data).await, spent(1, WORST));
    })
    .await;
}

#[tokio::test]
async fn what_a_call_did_not_cost_comes_back_once() {
    on_both(async |data| {
        use CarrierStatus::{Busy, Canceled, Completed, Failed, InProgress, NoAnswer};
        let cases = [
            (Completed, Some(61), spent(1, 2_000_000)),
            (Completed, Some(0), spent(1, 0)),
            (NoAnswer, None, spent(1, 0)),
            (Canceled, None, spent(1, 0)),
            // No phone rang.
            (Busy, None, spent(0, 0)),
            (Failed, None, spent(0, 0)),
            // Nobody knows for how long they talked.
            (Completed, None, spent(1, WORST)),
        ];
        let mut before = spent(0, 0);
        for (n, (status, duration_s, cost)) in (0..).zip(cases) {
            let call = call_to(&data, "whatsapp:+1", number_of(n)).await;
            let attempt = begun(&data, &call, &CAPS).await;
            hear(&data, attempt, InProgress, None).await;
            assert_eq!(today(&data).await, spent(before.calls + 1, before.spent + WORST));
            for _ in 0..2 {
                hear(&data, attempt, status, duration_s).await;
            }
            // Late and out of order.
            hear(&data, attempt, InProgress, None).await;
            before = spent(before.calls + cost.calls, before.spent + cost.spent);
            assert_eq!(today(&data).await, before, "{status:?} {duration_s:?}");
            assert_eq!(data.spending_of(call.person, at(10)).await.unwrap(), before);
        }
    })
    .await;
}

#[tokio::test]
async fn a_later_report_that_knows_more_corrects_the_sum() {
    on_both(async |data| {
        use CarrierStatus::{Completed, Failed};
        let call = call_to(&data, "whatsapp:+1", number()).await;
        let attempt = begun(&data, &call, &CAPS).await;
        hear(&data, attempt, Failed, None).await;
        assert_eq!(today(&data).await, spent(0, 0));
        hear(&data, attempt, Completed, None).await;
        assert_eq!(today(&data).await, spent(1, WORST));
        hear(&data, attempt, Completed, Some(90)).await;
        assert_eq!(today(&data).await, spent(1, 2_000_000));
    })
    .await;
}

#[tokio::test]
async fn what_was_certainly_not_dialled_gives_everything_back_and_what_may_have_rung_nothing() {
    on_both(async |data| {
        use AttemptState::{Absent, Intent, NotSent, Refused, Unknown};
        let call = call_to(&data, "whatsapp:+1", number()).await;
        for (to, counts) in [(NotSent, 0), (Refused, 0), (Absent, 1)] {
            let attempt = begun(&data, &call, &CAPS).await;
            assert!(data.set_attempt(attempt, &[Intent], Unknown).await.unwrap());
            assert_eq!(today(&data).await, spent(1, WORST), "unknown is not over");
            assert!(data.set_attempt(attempt, &[Unknown], to).await.unwrap());
            assert!(!data.set_attempt(attempt, &[Unknown], to).await.unwrap());
            assert_eq!(today(&data).await, spent(counts, i64::try_from(counts).unwrap() * WORST));
        }
    })
    .await;
}

#[tokio::test]
async fn a_call_that_was_thought_not_sent_counts_when_it_rings_after_all() {
    on_both(async |data| {
        let call = call_to(&data, "whatsapp:+1", number()).await;
        let attempt = begun(&data, &call, &CAPS).await;
        data.set_attempt(attempt, &[AttemptState::Intent], AttemptState::NotSent).await.unwrap();
        assert_eq!(today(&data).await, spent(0, 0));
        assert_eq!(data.bind_sid(attempt, "CA1").await.unwrap(), Bind::Bound);
        assert_eq!(today(&data).await, spent(1, WORST));
    })
    .await;
}

#[tokio::test]
async fn a_call_that_rings_already_is_counted_and_not_refused() {
    on_both(async |data| {
        let caps = Caps { spend_day: Some(0), calls_number_day: Some(0), ..CAPS };
        data.stop_dialling(None, at(0)).await.unwrap();
        let call = call_to(&data, "whatsapp:+1", number()).await;
        let adopted = data.adopt_attempt(call.id, AttemptId::fresh(), FROM, &caps, at(10));
        assert_eq!(adopted.await.unwrap(), Begin::Begun);
        assert_eq!(today(&data).await, spent(1, WORST));
    })
    .await;
}

#[tokio::test]
async fn a_new_day_begins_at_nothing_and_old_counters_are_forgotten() {
    on_both(async |data| {
        let caps = Caps { calls_person_day: Some(1), ..CAPS };
        let later = |days: i64| at(10) + SignedDuration::from_hours(24 * days);
        for n in 0..5 {
            let call = call_to(&data, "whatsapp:+1", number_of(n)).await;
            let begin = begin_at(&data, &call, &caps, later(n.into())).await.1;
            assert_eq!(begin, Begin::Begun);
            let known = data.spending(at(10)).await.unwrap().1;
            assert_eq!(known, if n <= 3 { spent(1, WORST) } else { spent(0, 0) }, "day {n}");
        }
    })
    .await;
}
