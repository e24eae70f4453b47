//! Commands: each claimed once, lanes in order, nothing lost with a worker that dies.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use data::{Claimed, CommandState, Data, Error, NewCommand};
use domain::ids::PersonId;
use serde_json::json;
use tokio::task::JoinSet;

use crate::given::{LEASE, ana, at, command, said};
use crate::store::on_both;

fn in_lane(person: PersonId, name: &str) -> NewCommand {
    NewCommand { lane: Some("chat".to_owned()), ..command(person, name) }
}

async fn claim(data: &Data, second: i64) -> Vec<Claimed> {
    data.claim("w", at(second), LEASE, 10).await.unwrap()
}

fn names(claimed: &[Claimed]) -> Vec<&str> {
    claimed.iter().filter_map(|one| one.body["text"].as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_workers_share_two_hundred_commands_and_each_is_done_once() {
    on_both(async |data| {
        let person = ana(&data).await;
        let free = (0..150).map(|n| command(person, &format!("free {n}")));
        let lanes = (0..50).map(|n| NewCommand {
            lane: Some(format!("lane {}", n % 5)),
            ..command(person, &format!("{n:02} in a lane"))
        });
        data.enqueue(&free.chain(lanes).collect::<Vec<_>>(), at(0)).await.unwrap();

        let begun = Arc::new(Mutex::new(Vec::new()));
        let mut workers = JoinSet::new();
        for n in 0..8 {
            let (data, begun) = (data.clone(), Arc::clone(&begun));
            workers.spawn(async move {
                work_until_nothing_is_left(&data, &format!("worker {n}"), &begun).await;
            });
        }
        workers.join_all().await;
        let begun = std::mem::take(&mut *begun.lock().unwrap());
        assert_eq!(begun.len(), 200);
        assert_eq!(begun.iter().collect::<BTreeSet<_>>().len(), 200);
        for lane in 0..5 {
            let in_order = (lane..50).step_by(5).map(|n| format!("{n:02} in a lane"));
            let as_done = begun.iter().filter(|name| in_order.clone().any(|other| other == **name));
            assert!(as_done.cloned().eq(in_order.clone()), "lane {lane}: {begun:?}");
        }
        let counts = data.counts().await.unwrap();
        assert_eq!((counts.ready, counts.running), (0, 0));
    })
    .await;
}

async fn work_until_nothing_is_left(data: &Data, worker: &str, begun: &Mutex<Vec<String>>) {
    while data.counts().await.unwrap().ready > 0 {
        for claimed in data.claim(worker, at(1), LEASE, 3).await.unwrap() {
            begun.lock().unwrap().push(claimed.body["text"].as_str().unwrap().to_owned());
            data.finish(&claimed, &[], &[], at(1)).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_lane_goes_on_in_order_and_one_at_a_time() {
    on_both(async |data| {
        let person = ana(&data).await;
        // Asked for in this order; that a later one is due earlier does not let it pass.
        let second = NewCommand { ready_at: at(-50), ..in_lane(person, "second") };
        data.enqueue(&[in_lane(person, "first"), second, command(person, "free")], at(0))
            .await
            .unwrap();
        data.enqueue(&[in_lane(person, "third")], at(0)).await.unwrap();

        let now = claim(&data, 1).await;
        assert_eq!(names(&now), ["first", "free"]);
        assert_eq!(names(&claim(&data, 1).await), [""; 0]);
        data.finish(&now[0], &[], &[], at(2)).await.unwrap();
        let now = claim(&data, 2).await;
        assert_eq!(names(&now), ["second"]);
        data.bury(&now[0], "no", &[], at(2)).await.unwrap();
        assert_eq!(names(&claim(&data, 2).await), ["third"]);
    })
    .await;
}

#[tokio::test]
async fn a_lane_waits_for_its_first_when_that_is_postponed() {
    on_both(async |data| {
        let person = ana(&data).await;
        data.enqueue(&[in_lane(person, "first"), in_lane(person, "second")], at(0)).await.unwrap();
        let first = claim(&data, 1).await.remove(0);
        data.postpone(&first, at(60), "vendor down", Some(json!({ "text": "first, half done" })))
            .await
            .unwrap();
        assert_eq!(names(&claim(&data, 59).await), [""; 0]);
        assert_eq!(data.next_ready_at().await.unwrap(), Some(at(60)));
        let again = claim(&data, 60).await;
        assert_eq!(names(&again), ["first, half done"]);
        assert_eq!((again[0].attempts, again[0].recovered), (2, false));
        let stored = data.command(first.id).await.unwrap().unwrap();
        assert_eq!(
            (stored.last_error.as_deref(), stored.state),
            (Some("vendor down"), CommandState::Running)
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_eight_workers_one_gets_the_only_command_of_a_lane() {
    on_both(async |data| {
        let person = ana(&data).await;
        data.enqueue(&[in_lane(person, "first"), in_lane(person, "second")], at(0)).await.unwrap();
        let mut workers = JoinSet::new();
        for n in 0..8 {
            let data = data.clone();
            workers.spawn(
                async move { data.claim(&format!("w{n}"), at(1), LEASE, 10).await.unwrap() },
            );
        }
        let all = workers.join_all().await.concat();
        assert_eq!(names(&all), ["first"]);
    })
    .await;
}

#[tokio::test]
async fn a_command_comes_back_when_its_worker_is_gone_and_says_so_until_it_is_done() {
    on_both(async |data| {
        let person = ana(&data).await;
        data.enqueue(&[in_lane(person, "first"), in_lane(person, "second")], at(0)).await.unwrap();
        let lost = claim(&data, 1).await.remove(0);
        assert!(!lost.recovered);
        assert_eq!(data.next_ready_at().await.unwrap(), Some(lost.lease_until));
        assert_eq!(claim(&data, 31).await, []);

        let taken_over = data.claim("other", at(32), LEASE, 10).await.unwrap().remove(0);
        assert_eq!((taken_over.id, taken_over.attempts, taken_over.recovered), (lost.id, 2, true));
        // Whether the first one did it is still to be found out after the look has failed.
        data.postpone(&taken_over, at(40), "could not look", None).await.unwrap();
        assert!(claim(&data, 40).await[0].recovered);
    })
    .await;
}

#[tokio::test]
async fn a_worker_that_has_lost_its_lease_can_report_nothing() {
    on_both(async |data| {
        let person = ana(&data).await;
        data.enqueue(&[command(person, "x")], at(0)).await.unwrap();
        let old = claim(&data, 0).await.remove(0);
        let new = claim(&data, 31).await.remove(0);
        let came = [("came".to_owned(), said("x", at(31)))];

        assert_eq!(
            data.finish(&old, &came, &[command(person, "y")], at(32)).await,
            Err(Error::Stale)
        );
        assert_eq!(data.bury(&old, "no", &came, at(32)).await, Err(Error::Stale));
        assert_eq!(data.postpone(&old, at(99), "no", None).await, Err(Error::Stale));
        assert_eq!(data.extend(&old, at(99)).await, Err(Error::Stale));
        let counts = data.counts().await.unwrap();
        assert_eq!(
            (counts.undecided, counts.ready, counts.running, counts.dead_letters),
            (1, 0, 1, 0)
        );

        data.finish(&new, &came, &[command(person, "y")], at(32)).await.unwrap();
        let counts = data.counts().await.unwrap();
        assert_eq!((counts.undecided, counts.ready, counts.running), (2, 1, 0));
        assert_eq!(data.finish(&new, &came, &[], at(32)).await, Err(Error::Stale));
    })
    .await;
}

#[tokio::test]
async fn a_longer_lease_keeps_others_away() {
    on_both(async |data| {
        let person = ana(&data).await;
        data.enqueue(&[command(person, "x")], at(0)).await.unwrap();
        let mine = claim(&data, 0).await.remove(0);
        data.extend(&mine, at(100)).await.unwrap();
        assert_eq!(claim(&data, 99).await, []);
        data.finish(&mine, &[], &[], at(99)).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn nothing_is_claimed_before_it_is_due_and_the_longest_due_comes_first() {
    on_both(async |data| {
        let person = ana(&data).await;
        let due = |name: &str, second| NewCommand { ready_at: at(second), ..command(person, name) };
        data.enqueue(&[due("b", 20), due("a", 10), due("c", 30)], at(0)).await.unwrap();
        assert_eq!(data.next_ready_at().await.unwrap(), Some(at(10)));
        assert_eq!(claim(&data, 9).await, []);
        assert_eq!(names(&data.claim("w", at(30), LEASE, 2).await.unwrap()), ["a", "b"]);
        assert_eq!(names(&claim(&data, 30).await), ["c"]);
    })
    .await;
}

#[tokio::test]
async fn times_are_kept_and_compared_to_the_microsecond() {
    on_both(async |data| {
        let person = ana(&data).await;
        for (n, micros) in [0, 1, 10, 999, 1_000, 500_000, 999_999].into_iter().enumerate() {
            let exact = at(60).checked_add(jiff::SignedDuration::from_micros(micros)).unwrap();
            let just_before = exact.checked_sub(jiff::SignedDuration::from_micros(1)).unwrap();
            let due = NewCommand { ready_at: exact, ..command(person, &format!("{n}")) };
            data.enqueue(&[due], at(0)).await.unwrap();
            assert_eq!(data.next_ready_at().await.unwrap(), Some(exact));
            assert_eq!(data.claim("w", just_before, LEASE, 1).await.unwrap(), []);
            let claimed = data.claim("w", exact, LEASE, 1).await.unwrap().remove(0);
            assert_eq!(claimed.ready_at, exact);
            data.finish(&claimed, &[], &[], exact).await.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn what_came_of_a_command_and_what_follows_is_stored_with_its_end() {
    on_both(async |data| {
        let person = ana(&data).await;
        data.enqueue(&[command(person, "x")], at(0)).await.unwrap();
        let mine = claim(&data, 0).await.remove(0);
        let came = said("x", at(1));
        // The same report may have come in by another way.
        data.record_event("known", person, &said("k", at(1))).await.unwrap();
        let reports = [("known".to_owned(), said("k", at(1))), ("came".to_owned(), came.clone())];
        data.finish(&mine, &reports, &[command(person, "next")], at(2)).await.unwrap();
        assert_eq!(data.answer(came.id).await.unwrap(), None);
        assert_eq!(data.counts().await.unwrap().undecided, 3);
        assert_eq!(names(&claim(&data, 2).await), ["next"]);
    })
    .await;
}

#[tokio::test]
async fn a_dead_command_is_a_dead_letter_and_can_be_replayed() {
    on_both(async |data| {
        let person = ana(&data).await;
        data.enqueue(&[in_lane(person, "x")], at(0)).await.unwrap();
        let mine = claim(&data, 0).await.remove(0);
        let came = [("failed".to_owned(), said("x", at(1)))];
        data.bury(&mine, "refused 400", &came, at(1)).await.unwrap();
        assert_eq!(claim(&data, 99).await, []);
        let letters = data.dead_letters(10).await.unwrap();
        assert_eq!(
            (letters[0].id, letters[0].reason.as_str(), letters[0].at),
            (mine.id.0, "refused 400", at(1))
        );
        assert_eq!(letters[0].body, mine.body);

        assert!(data.replay(mine.id.0, at(100)).await.unwrap());
        assert_eq!(data.dead_letters(10).await.unwrap(), []);
        let again = claim(&data, 100).await.remove(0);
        assert_eq!((again.id, again.attempts, again.recovered), (mine.id, 2, true));
    })
    .await;
}

#[tokio::test]
async fn a_letter_that_was_no_command_is_dropped_and_never_replayed() {
    on_both(async |data| {
        let id = domain::ids::EventId::fresh().0;
        for _ in 0..2 {
            data.add_dead_letter(id, "webhook", "unreadable", &json!({ "raw": "a\0b" }), at(1))
                .await
                .unwrap();
        }
        assert!(!data.replay(id, at(2)).await.unwrap());
        assert_eq!(data.dead_letters(10).await.unwrap()[0].body, json!({ "raw": "a\u{fffd}b" }));
        assert!(data.drop_dead_letter(id).await.unwrap());
        assert!(!data.drop_dead_letter(id).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn leases_of_a_dead_process_end_at_once_where_there_can_be_no_other() {
    on_both(async |data| {
        let person = ana(&data).await;
        data.enqueue(&[command(person, "x")], at(0)).await.unwrap();
        claim(&data, 1).await;
        let released = data.release_all(at(2)).await.unwrap();
        let claimed = claim(&data, 2).await;
        if data.is_sqlite() {
            assert_eq!((released, claimed.len(), claimed[0].recovered), (1, 1, true));
        } else {
            assert_eq!((released, claimed.len()), (0, 0));
        }
    })
    .await;
}
