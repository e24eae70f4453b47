//! For whoever watches the program.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::clock::Clock;
use services::Services;

use crate::Metrics;

/// The process runs.
pub(crate) async fn alive() -> &'static str {
    "ok"
}

/// The database answers: send traffic.
pub(crate) async fn ready(State(services): State<Services>) -> impl IntoResponse {
    match services.ready().await {
        Ok(()) => (StatusCode::OK, "ok"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "not ok")
        }
    }
}

/// Notes when each webhook was last answered well: one that is never heard of again is broken, here or at the vendor.
pub(crate) async fn heard(
    State(clock): State<Arc<dyn Clock>>,
    route: MatchedPath,
    request: Request,
    next: Next,
) -> Response {
    let response = next.run(request).await;
    if response.status().is_success() {
        let route = route.as_str().to_owned();
        #[expect(clippy::cast_precision_loss, reason = "seconds of this age are exact")]
        metrics::gauge!("vocero_webhook_last_success_timestamp_seconds", "route" => route)
            .set(clock.now().as_second() as f64);
    }
    response
}

/// For this machine only. A request that came through a proxy is somebody else's.
pub(crate) async fn metrics(
    State(Metrics(render)): State<Metrics>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
) -> impl IntoResponse {
    let forwarded = ["forwarded", "x-forwarded-for", "x-real-ip"]
        .iter()
        .any(|name| headers.contains_key(*name));
    if !peer.ip().is_loopback() || forwarded {
        return (StatusCode::NOT_FOUND, String::new());
    }
    (StatusCode::OK, render())
}
