//! The rows, column by column as in the migrations.

pub(crate) mod appointment_requests;
pub(crate) mod appointments;
pub(crate) mod brakes;
pub(crate) mod call_attempts;
pub(crate) mod call_logs;
pub(crate) mod claims;
pub(crate) mod commands;
pub(crate) mod counters;
pub(crate) mod dead_letters;
pub(crate) mod erasure_items;
pub(crate) mod erasures;
pub(crate) mod events;
pub(crate) mod identities;
pub(crate) mod leases;
pub(crate) mod messages;
pub(crate) mod never_call;
pub(crate) mod offers;
pub(crate) mod seen;
pub(crate) mod users;
