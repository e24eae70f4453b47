//! Webhooks and the few pages of the program: verify, parse, hand over, answer. No rules of the business.

mod callbacks;
mod error;
mod health;
pub mod signatures;
mod signed;
mod twiml;
mod whatsapp;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::error_handling::HandleErrorLayer;
use axum::extract::FromRef;
use axum::http::StatusCode;
use axum::middleware;
use axum::routing::{get, post};
use domain::clock::Clock;
use services::Services;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;

pub use signed::Keys;

/// What the handlers work with.
#[derive(Clone, FromRef)]
pub struct App {
    pub services: Services,
    pub keys: Arc<Keys>,
    /// For signatures that carry a time.
    pub clock: Arc<dyn Clock>,
    pub metrics: Metrics,
}

/// Renders the metrics in the Prometheus text format.
#[derive(Clone)]
pub struct Metrics(pub Arc<dyn Fn() -> String + Send + Sync>);

/// Requests in work at a time; one more is told to come back.
const IN_WORK_MAX: usize = 512;

/// The vendors give up after 15 s; so do we, before them.
const ANSWER_WITHIN: Duration = Duration::from_secs(12);

/// Every route. Each webhook is authenticated by its extractor; `tests/it/doors.rs` knocks at all of them.
pub fn router(app: App) -> Router {
    let webhooks = Router::new()
        .route("/webhooks/twilio/whatsapp", post(whatsapp::receive))
        .route("/webhooks/twilio/message-status/{message}", post(whatsapp::delivered))
        .route("/webhooks/twilio/voice/{attempt}", post(callbacks::answered))
        .route("/webhooks/twilio/call-status/{attempt}", post(callbacks::call_status))
        .route("/webhooks/twilio/amd/{attempt}", post(callbacks::machine_detection))
        .route("/webhooks/twilio/inbound-call", post(callbacks::inbound_call))
        .route("/webhooks/elevenlabs/tools/{tool}", post(callbacks::tool))
        .route("/webhooks/elevenlabs/post-call", post(callbacks::post_call))
        .route("/webhooks/resend", post(callbacks::mail));
    let own = Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics));
    let guard = ServiceBuilder::new()
        .layer(HandleErrorLayer::new(|_| async { StatusCode::SERVICE_UNAVAILABLE }))
        .load_shed()
        .concurrency_limit(IN_WORK_MAX)
        .timeout(ANSWER_WITHIN);
    webhooks
        .layer(middleware::from_fn_with_state(app.clone(), health::heard))
        .layer(guard)
        .merge(own)
        .layer(CatchPanicLayer::custom(|_| error::broken()))
        .with_state(app)
}
