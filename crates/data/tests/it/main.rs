//! Each promise of the tables, kept on SQLite and on Postgres.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod at_once;
mod brakes;
mod caps;
mod decisions;
mod dialling;
mod erasing;
mod given;
mod inbound;
mod inbox;
mod journal;
mod keeping;
mod messages;
mod numbers;
mod opening;
mod patience;
mod queue;
mod reports;
mod store;
mod sweeping;
