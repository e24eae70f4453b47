//! Requests on their way to a real model: through the ordered faults and into the timeline, otherwise as they came.

use std::sync::Arc;
use std::time::Duration;

use axum::body::to_bytes;
use axum::extract::{Request, State as Shared};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::status_of;
use crate::world::World;

const BODY_MAX: usize = 4 << 20;
/// Whoever asks gives up earlier.
const LIMIT: Duration = Duration::from_secs(60);
const HEADERS: [&str; 4] = ["authorization", "x-api-key", "anthropic-version", "content-type"];

pub(super) async fn forward(
    Shared(world): Shared<Arc<World>>,
    request: Request,
    next: Next,
) -> Response {
    let Some(models) = world.models() else { return next.run(request).await };
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_MAX).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let url = address(models, parts.uri.path());
    let mut passed = world.http().request(parts.method, url).timeout(LIMIT).body(body);
    for name in HEADERS {
        if let Some(value) = parts.headers.get(name) {
            passed = passed.header(name, value);
        }
    }
    let Ok(answer) = passed.send().await else { return StatusCode::BAD_GATEWAY.into_response() };
    let status = status_of(answer.status().as_u16());
    let kind = answer.headers().get(header::CONTENT_TYPE).cloned();
    let Ok(body) = answer.bytes().await else { return StatusCode::BAD_GATEWAY.into_response() };
    let mut response = (status, body).into_response();
    if let Some(kind) = kind {
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    response
}

/// OpenAI's base has its version in it, Anthropic's may have.
fn address(models: &str, path: &str) -> String {
    let models = models.trim_end_matches('/');
    let has_version = models.ends_with("/v1") || path.ends_with("/chat/completions");
    let path = path.strip_prefix("/v1").filter(|_| has_version).unwrap_or(path);
    format!("{models}{path}")
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn a_base_is_completed_as_its_interface_wants_it() {
        let chat = "/v1/chat/completions";
        assert_eq!(address("https://a.example/v1/", chat), "https://a.example/v1/chat/completions");
        assert_eq!(address("https://a.example/ai", chat), "https://a.example/ai/chat/completions");
        let messages = "/v1/messages";
        assert_eq!(address("https://b.example", messages), "https://b.example/v1/messages");
        assert_eq!(address("https://b.example/v1", messages), "https://b.example/v1/messages");
    }
}
