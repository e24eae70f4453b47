//! The tables, as SQL that both databases understand once the types and settings are filled in.
//!
//! A migration that has been released is never edited: older programs run beside newer ones during a roll-out, so
//! that a change first adds, then moves, and takes away only in a later release.

use sea_orm::{ConnectionTrait, DbBackend};
use sea_orm_migration::prelude::{
    DbErr, MigrationName, MigrationTrait, MigratorTrait, SchemaManager, async_trait,
};

pub(crate) struct Migrations;

impl MigratorTrait for Migrations {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(Sql { name: "0001_first", text: include_str!("first.sql") }),
            Box::new(Sql { name: "0002_leases", text: include_str!("leases.sql") }),
            Box::new(Sql { name: "0003_limits", text: include_str!("limits.sql") }),
            Box::new(Sql { name: "0004_errands", text: include_str!("errands.sql") }),
            Box::new(Sql { name: "0005_enquiries", text: include_str!("enquiries.sql") }),
            Box::new(Sql { name: "0006_moves", text: include_str!("moves.sql") }),
            Box::new(Sql { name: "0007_erasures", text: include_str!("erasures.sql") }),
        ]
    }
}

struct Sql {
    name: &'static str,
    text: &'static str,
}

impl MigrationName for Sql {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Sql {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema
            .get_connection()
            .execute_unprepared(&with_types(self.text, schema.get_database_backend()))
            .await?;
        Ok(())
    }
}

fn with_types(sql: &str, backend: DbBackend) -> String {
    let types = match backend {
        DbBackend::Sqlite => [
            ("{uuid}", "blob"),
            ("{time}", "text"),
            ("{json}", "text"),
            ("{bytes}", "blob"),
            ("{bool}", "boolean"),
            ("{serial}", "integer PRIMARY KEY AUTOINCREMENT"),
            ("{busy}", ""),
        ],
        _ => [
            ("{uuid}", "uuid"),
            ("{time}", "timestamptz"),
            ("{json}", "jsonb"),
            ("{bytes}", "bytea"),
            ("{bool}", "boolean"),
            ("{serial}", "bigserial PRIMARY KEY"),
            // Each command is updated several times and soon over: room on the page, and a vacuum that comes early.
            ("{busy}", " WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01)"),
        ],
    };
    types.iter().fold(sql.to_owned(), |sql, (word, name)| sql.replace(word, name))
}
