//! Fresh databases to test on.

use data::Data;
use domain::ids::EventId;
use sqlx::{Connection, Executor, PgConnection};

/// Runs a test on a fresh SQLite file and on a fresh Postgres database. Where there is no Postgres it says so loudly,
/// and fails if `CI` is set.
pub async fn on_both(test: impl AsyncFn(Data)) {
    let migrated = async |data: Data| {
        data.migrate().await.unwrap();
        test(data).await;
    };
    on_both_without_tables(migrated).await;
}

/// The same before there are any tables.
pub async fn on_both_without_tables(test: impl AsyncFn(Data)) {
    on_sqlite(&test).await;
    on_postgres(async |data, _| test(data).await).await;
}

async fn on_sqlite(test: impl AsyncFn(Data)) {
    let folder = tempfile::tempdir().unwrap();
    let data = Data::open(&sqlite_in(&folder)).await.unwrap();
    test(data.clone()).await;
    data.close().await;
}

pub fn sqlite_in(folder: &tempfile::TempDir) -> String {
    format!("sqlite:{}", folder.path().join("vocero.db").display())
}

/// Tells the test the URL of the database as well.
pub async fn on_postgres(test: impl AsyncFn(Data, &str)) {
    let Some(server) = postgres().await else { return };
    let name = format!("vocero_data_test_{}", EventId::fresh().0.simple());
    let mut admin = PgConnection::connect(&server).await.unwrap();
    admin.execute(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
    let url = format!("{}/{name}", server.trim_end_matches('/'));
    let data = Data::open(&url).await.unwrap();
    test(data.clone(), &url).await;
    data.close().await;
    admin.execute(sqlx::AssertSqlSafe(format!("DROP DATABASE {name} WITH (FORCE)"))).await.unwrap();
}

/// The URL of a server, without a database. `None`, said loudly, where there is none.
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
async fn postgres() -> Option<String> {
    let url = std::env::var("VOCERO_TEST_POSTGRES");
    let url = url.unwrap_or("postgres://postgres@127.0.0.1:5432".to_owned());
    if PgConnection::connect(&url).await.is_ok() {
        return Some(url);
    }
    assert!(std::env::var("CI").is_err(), "no Postgres at VOCERO_TEST_POSTGRES");
    eprintln!("SKIPPED on Postgres: none at VOCERO_TEST_POSTGRES");
    None
}
