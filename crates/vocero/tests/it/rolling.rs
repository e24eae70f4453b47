//! While one version of the program takes over from another there are rows that only one of the two can read. The other
//! lets them wait, and goes on with everything else.

use data::Address;
use jiff::SignedDuration;
use sandbox::cast::Manner;
use sqlx::{AssertSqlSafe, Connection, Executor};

use crate::database::Database;
use crate::on_both_databases;
use crate::stories::BRUNO;
use crate::town::{ANA, Town};

/// Where a row is, and what stands in it only in this version.
struct Row {
    table: &'static str,
    column: &'static str,
    which: &'static str,
    ours: &'static str,
}

const PERSON: Row =
    Row { table: "users", column: "state", which: "name = 'Ana Ruiz'", ours: "greeted" };
const EVENT: Row =
    Row { table: "events", column: "body", which: "decided_at IS NULL", ours: "kind" };
const COMMAND: Row = Row {
    table: "commands",
    column: "body",
    which: "kind = 'send' AND state = 'ready'",
    ours: "send",
};

impl Town {
    /// As another version writes it.
    async fn garble(&self, row: &Row) {
        self.replace(row, row.ours, &format!("not {}", row.ours)).await;
    }

    async fn mend(&self, row: &Row) {
        self.replace(&Row { which: "true", ..*row }, &format!("not {}", row.ours), row.ours).await;
    }

    async fn replace(&self, row: &Row, from: &str, to: &str) {
        let Row { table, column, which, .. } = row;
        let url = self.database_url();
        let changed = if url.starts_with("sqlite") {
            let sql = format!(
                "UPDATE {table} SET {column} = replace({column}, '\"{from}\"', '\"{to}\"') WHERE {which}"
            );
            let mut connection = sqlx::SqliteConnection::connect(url).await.unwrap();
            connection.execute(AssertSqlSafe(sql)).await.unwrap().rows_affected()
        } else {
            let sql = format!(
                "UPDATE {table} SET {column} = replace({column}::text, '\"{from}\"', '\"{to}\"')::jsonb WHERE {which}"
            );
            let mut connection = sqlx::PgConnection::connect(url).await.unwrap();
            connection.execute(AssertSqlSafe(sql)).await.unwrap().rows_affected()
        };
        assert!(changed > 0, "{table} has no such row");
    }

    /// Somebody else is served as ever.
    async fn bruno_is_served(&self) {
        self.wishes_too(BRUNO, "Bruno Paz").await;
        self.settle().await;
        assert_eq!(self.status_of(BRUNO).await, "booked", "{}", self.transcript());
    }

    /// What Ana has written is stored, and nobody has decided about it.
    async fn writes_what_is_not_decided(&self, text: &str) {
        self.ana().says(text);
        while self.town.sandbox.step().await {}
    }
}

on_both_databases! {
    async fn a_person_that_cannot_be_read_keeps_nobody_else_waiting(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana().says(&town.wish());
        town.settle().await;
        town.garble(&PERSON).await;
        town.writes_what_is_not_decided("a nombre de Ana Sosa").await;
        town.bruno_is_served().await;
        town.wait(SignedDuration::from_mins(30)).await;
        town.mend(&PERSON).await;
        town.settle().await;
        assert_eq!(town.desk().await.person.name.as_deref(), Some("Ana Sosa"), "{}", town.transcript());
    }

    async fn an_event_that_cannot_be_read_waits_for_a_version_that_can(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.writes_what_is_not_decided(&town.wish()).await;
        town.garble(&EVENT).await;
        town.bruno_is_served().await;
        assert_eq!(town.reads(ANA), [""; 0]);
        town.mend(&EVENT).await;
        town.settle().await;
        assert_eq!(town.status().await, "confirming", "{}", town.transcript());
    }

    async fn an_event_that_nobody_can_read_is_passed_over_in_the_end_and_kept(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.writes_what_is_not_decided("Hola").await;
        town.garble(&EVENT).await;
        town.town.advance_to(town.town.now() + SignedDuration::from_mins(9));
        town.writes_what_is_not_decided(&town.wish()).await;
        town.settle().await;
        assert_eq!(town.reads(ANA), [""; 0], "it may be read yet");
        town.town.advance_to(town.town.now() + SignedDuration::from_mins(2));
        town.settle().await;
        assert_eq!(town.status().await, "confirming", "{}", town.transcript());
        let dead = town.town.program.data.dead_letters(10).await.unwrap();
        assert_eq!(dead.len(), 1, "{dead:?}");
    }

    async fn a_command_that_cannot_be_read_waits_for_a_version_that_can(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana().says("Hola");
        while town.town.sandbox.step().await {}
        let program = &town.town.program;
        let ana = program.data.person_of(&Address::new(ANA).unwrap()).await.unwrap().unwrap();
        program.services.orchestrator.decide(ana).await.unwrap();
        town.garble(&COMMAND).await;
        town.wishes_too(BRUNO, "Bruno Paz").await;
        assert_eq!(town.reads(ANA), [""; 0]);
        town.mend(&COMMAND).await;
        town.wait(SignedDuration::from_mins(5)).await;
        assert!(!town.reads(ANA).is_empty(), "{}", town.transcript());
    }
}
