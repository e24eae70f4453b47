//! The only place that turns failures into HTTP statuses.

use axum::Json;
use axum::body::Body;
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse;
use serde_json::json;
use services::Error as Failure;

/// A failure on its way to a vendor. Bodies are empty: a stranger learns nothing, a vendor needs nothing.
#[derive(Debug)]
pub struct Error(Failure);

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        Self(failure)
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> axum::response::Response {
        match self.0 {
            // Nothing was stored: the vendor may try again.
            Failure::Storage(error) => {
                tracing::error!(%error, "a webhook could not be stored");
                StatusCode::SERVICE_UNAVAILABLE.into_response()
            }
            Failure::NoSuchCall => StatusCode::UNAUTHORIZED.into_response(),
            Failure::CallOver => {
                (StatusCode::CONFLICT, Json(json!({"error": "call_over"}))).into_response()
            }
            // The agent reads it and can do better.
            Failure::BadArguments(sentence) => {
                (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({"error": sentence}))).into_response()
            }
            Failure::Unreadable => StatusCode::BAD_REQUEST.into_response(),
            // Acknowledged, so that it doesn't come again.
            Failure::NotOurs => {
                metrics::counter!("vocero_webhooks_not_ours_total").increment(1);
                StatusCode::OK.into_response()
            }
        }
    }
}

/// For a handler that panicked: this request is lost, the program is not.
pub(crate) fn broken() -> Response<Body> {
    tracing::error!("a handler panicked");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
