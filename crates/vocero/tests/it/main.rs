//! What holds of the whole: the layers, and the journeys of people through the running program.

mod architecture;
mod database;
mod journeys;
mod operator;
mod town;
mod doors;
mod killed;
