//! For whoever watches the program.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
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
