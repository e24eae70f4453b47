//! Opening, migrating, and staying alone.

use data::{Data, Error, Share};
use domain::ids::EventId;
use sqlx::{Connection, Executor, SqliteConnection};
use tokio::task::JoinSet;

use crate::given::{ana, at, decide, request, write};
use crate::store::{on_both_without_tables, sqlite_in};

#[tokio::test]
async fn a_second_opener_of_a_sqlite_file_is_refused_until_the_first_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let url = sqlite_in(&folder);
    let first = Data::open(&url).await.unwrap();
    assert_eq!(Data::open(&url).await.unwrap_err(), Error::Locked);
    first.close().await;
    drop(first);
    assert!(Data::open(&url).await.is_ok());
}

#[tokio::test]
async fn what_was_stored_is_there_after_opening_again() {
    let folder = tempfile::tempdir().unwrap();
    let url = sqlite_in(&folder);
    let person = {
        let data = Data::open(&url).await.unwrap();
        data.migrate().await.unwrap();
        write(&data, "whatsapp:+1", "SM1", 0).await.person
    };
    let data = Data::open(&url).await.unwrap();
    data.migrate().await.unwrap();
    assert!(data.next_undecided(person).await.unwrap().is_some());
    assert!(!write(&data, "whatsapp:+1", "SM1", 0).await.new);
}

#[tokio::test]
async fn a_database_in_memory_keeps_its_tables() {
    let data = Data::open("sqlite::memory:").await.unwrap();
    data.migrate().await.unwrap();
    let person = write(&data, "whatsapp:+1", "SM1", 0).await.person;
    assert!(data.share(Share::Tools).next_undecided(person).await.unwrap().is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn replicas_that_start_at_once_migrate_once() {
    on_both_without_tables(async |data| {
        let mut replicas = JoinSet::new();
        for _ in 0..4 {
            let data = data.clone();
            replicas.spawn(async move { data.migrate().await });
        }
        for migrated in replicas.join_all().await {
            migrated.unwrap();
        }
        write(&data, "whatsapp:+1", "SM1", 0).await;
    })
    .await;
}

#[tokio::test]
async fn a_url_of_nothing_we_know_is_refused() {
    for url in ["", "mysql://localhost/x", "postgres", "sqlite"] {
        assert_eq!(Data::open(url).await.unwrap_err(), Error::BadUrl);
    }
}

#[tokio::test]
async fn a_database_without_tables_is_refused_and_not_called_unavailable() {
    let data = Data::open("sqlite::memory:").await.unwrap();
    assert!(matches!(data.people_with_undecided(1).await, Err(Error::Refused { .. })));
}

#[tokio::test]
async fn a_server_that_is_not_there_is_unavailable() {
    let nobody_listens = Data::open("postgres://postgres@127.0.0.1:1/x").await;
    assert!(matches!(nobody_listens, Err(Error::Unavailable(_))), "{nobody_listens:?}");
}

#[tokio::test]
async fn a_request_that_cannot_be_read_is_never_left_off_the_desk() {
    let folder = tempfile::tempdir().unwrap();
    let data = Data::open(&sqlite_in(&folder)).await.unwrap();
    data.migrate().await.unwrap();
    let person = ana(&data).await;
    decide(&data, person, &[request(1)], &[], 1).await;
    let mut other = SqliteConnection::connect(&sqlite_in(&folder)).await.unwrap();
    for broken in [
        "UPDATE appointment_requests SET state = '{}'",
        "UPDATE appointment_requests SET state = 'no JSON'",
        "UPDATE appointment_requests SET created_at = 'no time'",
    ] {
        other.execute(broken).await.unwrap();
        assert!(data.desk(person, None).await.is_err(), "{broken}");
    }
}

#[tokio::test]
async fn an_event_that_cannot_be_read_is_named_and_can_be_set_aside() {
    let folder = tempfile::tempdir().unwrap();
    let data = Data::open(&sqlite_in(&folder)).await.unwrap();
    data.migrate().await.unwrap();
    let person = write(&data, "whatsapp:+1", "SM1", 0).await.person;
    let broken = data.next_undecided(person).await.unwrap().unwrap().id;
    let mut other = SqliteConnection::connect(&sqlite_in(&folder)).await.unwrap();
    other.execute("UPDATE events SET body = '{\"text\": \"secret\"}'").await.unwrap();
    write(&data, "whatsapp:+1", "SM2", 1).await;

    let error = data.next_undecided(person).await.unwrap_err();
    assert_eq!(error, Error::Corrupt { table: "events", id: broken.0 });
    assert!(!format!("{error} {error:?}").contains("secret"));
    data.set_aside(EventId(broken.0), "unreadable", at(2), at(2)).await.unwrap();
    assert!(data.next_undecided(person).await.unwrap().is_some());
    assert_eq!(data.dead_letters(1).await.unwrap()[0].body["text"], "secret");
}
