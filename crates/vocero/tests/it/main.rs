//! What holds of the whole: the layers, and the journeys of people through the running program.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on has failed")]

mod architecture;
mod database;
mod doors;
mod eval;
mod hours;
mod journeys;
mod killed;
mod limits;
mod mind;
mod model;
mod net;
mod operator;
mod page;
mod people;
mod rolling;
mod stories;
mod storm;
mod sweeps;
mod town;
