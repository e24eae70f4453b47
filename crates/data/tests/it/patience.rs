//! What happens when Postgres is slow, stuck or restarted: an answer in time, and the truth.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use data::{Data, Error, Share, Unavailable};
use sqlx::{Connection, Executor, PgConnection, Row};
use tokio::task::JoinSet;

use crate::given::{ana, at, said, write};
use crate::store::{on_both, on_postgres};

/// Another program, which has locked everybody's row and doesn't let go.
async fn locks_all_people(url: &str) -> PgConnection {
    let mut other = PgConnection::connect(url).await.unwrap();
    other.execute("BEGIN; SELECT * FROM users FOR UPDATE").await.unwrap();
    other
}

async fn until_so_many_wait(url: &str, count: i64) {
    let mut watcher = PgConnection::connect(url).await.unwrap();
    let waiting = "SELECT count(*) FROM pg_stat_activity \
         WHERE datname = current_database() AND wait_event_type = 'Lock'";
    while watcher.fetch_one(waiting).await.unwrap().get::<i64, _>(0) < count {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_lock_that_is_not_given_back_is_a_time_out_and_nothing_is_stored() {
    on_postgres(async |data, url| {
        data.migrate().await.unwrap();
        let person = ana(&data).await;
        let _other = locks_all_people(url).await;
        let event = said("x", at(1));
        let outcome = data.record_event("x", person, &event).await;
        assert_eq!(outcome, Err(Error::Unavailable(Unavailable::Timeout)));
        assert_eq!(data.answer(event.id).await, Err(Error::Missing("event")));
    })
    .await;
}

#[tokio::test]
async fn webhooks_that_are_stuck_keep_no_call_waiting() {
    on_postgres(async |data, url| {
        data.migrate().await.unwrap();
        let person = ana(&data).await;
        let _other = locks_all_people(url).await;
        let mut stuck = JoinSet::new();
        for n in 0..8 {
            let data = data.clone();
            // As vendors do: again and again, for each try ends by a time-out.
            stuck.spawn(async move {
                loop {
                    let stored =
                        data.record_event(&format!("{n}"), person, &said("x", at(1))).await;
                    assert!(stored.is_err());
                }
            });
        }
        until_so_many_wait(url, 8).await;
        for share in [Share::Tools, Share::Workers] {
            let answer =
                tokio::time::timeout(Duration::from_secs(1), data.share(share).ping()).await;
            assert_eq!(answer.expect("it has connections of its own"), Ok(()));
        }
    })
    .await;
}

#[tokio::test]
async fn connections_that_the_server_has_closed_are_replaced() {
    on_postgres(async |data, url| {
        data.migrate().await.unwrap();
        write(&data, "whatsapp:+1", "SM1", 0).await;
        let mut other = PgConnection::connect(url).await.unwrap();
        let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
             WHERE datname = current_database() AND pid <> pg_backend_pid()";
        other.execute(cut).await.unwrap();
        assert!(stored_in_the_end(&data).await);
    })
    .await;
}

#[tokio::test]
async fn who_hangs_up_cuts_no_write_and_costs_nobody_theirs() {
    on_both(async |data| {
        let person = ana(&data).await;
        for n in 0..100 {
            let cut = format!("cut {n}");
            {
                let event = said("x", at(n));
                let mut hung_up = pin!(data.record_event(&cut, person, &event));
                for _ in 0..=n % 8 {
                    if is_ready(hung_up.as_mut()).await {
                        break;
                    }
                    tokio::task::yield_now().await;
                }
            }
            let whole = format!("whole {n}");
            data.record_event(&whole, person, &said("x", at(n))).await.unwrap();
            // Over other connections, where there are some.
            let elsewhere = data.share(Share::Tools);
            let both = async {
                while !elsewhere.unseen(vec![cut.clone(), whole.clone()]).await.unwrap().is_empty()
                {
                }
            };
            let stored = tokio::time::timeout(Duration::from_secs(20), both).await;
            assert!(stored.is_ok(), "{n} is lost");
        }
    })
    .await;
}

async fn is_ready(mut future: Pin<&mut impl Future>) -> bool {
    poll_fn(|context| Poll::Ready(future.as_mut().poll(context).is_ready())).await
}

/// As a vendor does it: again, while we say that we are unavailable.
async fn stored_in_the_end(data: &Data) -> bool {
    for _ in 0..20 {
        let from = [crate::given::address("whatsapp:+1")];
        let newcomer = crate::given::newcomer();
        match data.record_message(&from, &newcomer, "SM2", &said("x", at(1))).await {
            Ok(recorded) => return recorded.new,
            Err(Error::Unavailable(_)) => {}
            Err(error) => panic!("{error}"),
        }
    }
    false
}
