//! The sandbox's own routes, below `/_sandbox/` on Twilio's server.

use std::sync::Arc;

use axum::Router;

use crate::world::World;

pub fn router(world: Arc<World>) -> Router {
    Router::new().with_state(world)
}
