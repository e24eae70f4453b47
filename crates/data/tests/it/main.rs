//! Each promise of the tables, kept on SQLite and on Postgres.

mod decisions;
mod dialling;
mod given;
mod inbox;
mod messages;
mod opening;
mod queue;
mod reports;
mod store;
