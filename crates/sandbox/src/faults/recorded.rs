//! The product's requests to a vendor, as entries of the timeline.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::Desk;
use crate::timeline::{Kind, Raw};
use crate::world::World;

/// Bytes of a body that pass.
const BODY_MAX: usize = 40 << 20;
/// Bytes of a body that the timeline shows.
const SHOWN_MAX: usize = 64 << 10;

pub(super) async fn note(
    State((world, desk)): State<(Arc<World>, Desk)>,
    request: Request,
    next: Next,
) -> Response {
    let (method, uri) = (request.method().clone(), request.uri().clone());
    if uri.path().starts_with("/_sandbox/") {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let Ok(asked) = to_bytes(body, BODY_MAX).await else {
        return axum::http::StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    // An ordered fault may close the connection here: then the timeline has the fault, and no answer.
    let answer = next.run(Request::from_parts(parts, Body::from(asked.clone()))).await;
    let (parts, body) = answer.into_parts();
    let answered = to_bytes(body, BODY_MAX).await.unwrap_or_default();
    let cut = |bytes: &[u8]| bytes[..bytes.len().min(SHOWN_MAX)].to_vec();
    let raw = Raw { request: cut(&asked), response: cut(&answered) };
    let operation = (desk.operation)(&method, uri.path());
    let text = format!("{operation}: {method} {} {}", uri.path(), parts.status.as_u16());
    let about = about(uri.path(), &answered);
    let now = world.now();
    world.lock().timeline.note_with(
        now,
        Kind::Request,
        about,
        format!("{:?}", desk.vendor),
        text,
        Some(raw),
    );
    Response::from_parts(parts, Body::from(answered))
}

/// The id of what the request was about: in the path, or in the answer.
fn about(path: &str, answer: &[u8]) -> String {
    let is_id = |part: &&str| part.len() >= 20 && part.chars().any(|c| c.is_ascii_digit());
    let in_path = path.trim_end_matches(".json").split('/').skip(4).find(is_id);
    if let Some(id) = in_path {
        return id.to_owned();
    }
    match serde_json::from_slice::<Value>(answer) {
        Ok(answer) => ["sid", "id"]
            .iter()
            .find_map(|name| answer[name].as_str())
            .unwrap_or_default()
            .to_owned(),
        Err(_) => conversation_in(&String::from_utf8_lossy(answer)).unwrap_or_default(),
    }
}

/// A call is registered with TwiML for an answer, in which the conversation's id is a parameter.
fn conversation_in(twiml: &str) -> Option<String> {
    let id = &twiml[twiml.find("conv_")?..];
    let end = id.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(id.len());
    Some(id[..end].to_owned())
}

#[cfg(test)]
mod tests {
    use super::about;

    #[test]
    fn what_a_request_is_about_stands_in_its_path_or_in_the_answer() {
        let sid = "CA0123456789abcdef0123456789abcdef";
        let path = format!("/2010-04-01/Accounts/AC00000000000000000000/Calls/{sid}.json");
        assert_eq!(about(&path, b"{}"), sid);
        assert_eq!(about("/emails", br#"{"id":"6a1"}"#), "6a1");
        let twiml = br#"<Parameter name="conversation_id" value="conv_01x9"/>"#;
        assert_eq!(about("/v1/convai/twilio/register-call", twiml), "conv_01x9");
        for nothing in [&b""[..], b"<Response/>", b"{}", b"[]"] {
            assert_eq!(about("/v1/convai/twilio/register-call", nothing), "");
        }
    }
}
