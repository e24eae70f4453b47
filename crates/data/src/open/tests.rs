use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use sea_orm::{ConnectionTrait, DatabaseConnection, TransactionTrait};

use super::{Guard, connect_postgres};

/// `None`, said loudly, where there is no Postgres; a failure where there must be one.
async fn postgres() -> Option<String> {
    let url = std::env::var("VOCERO_TEST_POSTGRES")
        .unwrap_or("postgres://postgres@127.0.0.1:5432".to_owned());
    match connect_postgres(&url, 1, Guard::Rollback).await {
        Ok(_) => Some(url),
        Err(_) => {
            assert!(std::env::var("CI").is_err(), "no Postgres at VOCERO_TEST_POSTGRES");
            eprintln!("SKIPPED: no Postgres at VOCERO_TEST_POSTGRES");
            None
        }
    }
}

/// One client hangs up while its `BEGIN` is under way; the next one's write is reported done. How many of `tries` such
/// writes does nobody else ever see?
async fn writes_lost_to_hang_ups(url: &str, guard: Guard, tries: i32) -> usize {
    let lent = connect_postgres(url, 1, guard).await.unwrap();
    let other = connect_postgres(url, 1, Guard::Rollback).await.unwrap();
    let table = format!("hang_up_{}", domain::ids::EventId::fresh().0.simple());
    other.execute_unprepared(&format!("CREATE TABLE {table} (n integer)")).await.unwrap();
    for n in 0..tries {
        begin_and_hang_up(&lent).await;
        lent.execute_unprepared(&format!("INSERT INTO {table} VALUES ({n})")).await.unwrap();
    }
    let count = other.query_one_raw(sea_orm::Statement::from_string(
        sea_orm::DbBackend::Postgres,
        format!("SELECT count(*) FROM {table}"),
    ));
    let seen: i64 = count.await.unwrap().unwrap().try_get_by_index(0).unwrap();
    lent.close().await.unwrap();
    other.execute_unprepared(&format!("DROP TABLE {table}")).await.unwrap();
    usize::try_from(i64::from(tries) - seen).unwrap()
}

/// Polls once on a connection that is there to be had: `BEGIN` goes out, and its answer is not
/// waited for.
async fn begin_and_hang_up(connection: &DatabaseConnection) {
    while connection.get_postgres_connection_pool().num_idle() == 0 {
        tokio::task::yield_now().await;
    }
    let mut begin = pin!(connection.begin());
    poll_fn(|context| {
        // Once in a while the answer is there already: then the transaction is dropped as it should be.
        let _ = begin.as_mut().poll(context);
        Poll::Ready(())
    })
    .await;
}

#[tokio::test]
async fn without_the_guard_a_client_that_hangs_up_costs_another_its_write() {
    let Some(url) = postgres().await else { return };
    // On a busy machine the answer may be there before it is looked for, sixteen times in a row.
    for _ in 0..50 {
        if writes_lost_to_hang_ups(&url, Guard::None, 16).await > 0 {
            return;
        }
    }
    panic!("no write was lost: the guard guards against nothing");
}

#[tokio::test]
async fn with_the_guard_a_client_that_hangs_up_costs_nobody_anything() {
    let Some(url) = postgres().await else { return };
    assert_eq!(writes_lost_to_hang_ups(&url, Guard::Rollback, 16).await, 0);
}
