//! A fresh database for each test: SQLite in a folder of its own, or one in a Postgres server.

use sqlx::{Connection, Executor, PgConnection};
use tempfile::TempDir;

pub struct Database {
    url: String,
    folder: Option<TempDir>,
}

impl Database {
    pub fn url(&self) -> &str {
        &self.url
    }

    pub fn sqlite() -> Self {
        let folder = TempDir::new().expect("a folder can be made");
        Self {
            url: format!("sqlite://{}/vocero.sqlite", folder.path().display()),
            folder: Some(folder),
        }
    }

    /// Another fresh one of the same kind.
    pub async fn like(other: &Self) -> Self {
        match &other.folder {
            Some(_) => Self::sqlite(),
            None => Self::postgres().await.expect("it was reached before"),
        }
    }

    /// Nothing where no server is reached: the test says so and is skipped, unless it runs in CI.
    #[expect(clippy::print_stderr, reason = "a test that skips says so")]
    pub async fn postgres() -> Option<Self> {
        let server = std::env::var("VOCERO_TEST_POSTGRES");
        let server = server.unwrap_or_else(|_| "postgres://postgres@127.0.0.1:5432".to_owned());
        let base = server.trim_end_matches('/');
        let mut connection = match PgConnection::connect(&format!("{base}/postgres")).await {
            Ok(connection) => connection,
            Err(error) => {
                assert!(std::env::var("CI").is_err(), "no Postgres at {base}: {error}");
                eprintln!("SKIPPED: no Postgres at {base} (set VOCERO_TEST_POSTGRES): {error}");
                return None;
            }
        };
        let name = format!("vocero_test_{}", domain::ids::EventId::fresh().0.simple());
        connection
            .execute(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}")))
            .await
            .expect("a database can be made");
        Some(Self { url: format!("{base}/{name}"), folder: None })
    }
}

/// Runs a story on both databases.
#[macro_export]
macro_rules! on_both_databases {
    ($($(#[$meta:meta])* async fn $name:ident($database:ident: Database) $body:block)*) => {$(
        mod $name {
            use super::*;

            async fn story($database: Database) $body

            #[tokio::test]
            $(#[$meta])*
            async fn sqlite() {
                story(Database::sqlite()).await;
            }

            #[tokio::test]
            $(#[$meta])*
            async fn postgres() {
                if let Some(database) = Database::postgres().await {
                    story(database).await;
                }
            }
        }
    )*};
}
