//! Resend's webhooks, as Svix delivers them: signed, at least once, again and again for a day.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::Sha256;

use super::{Action, Email};
use crate::faults;
use crate::world::{Outgoing, State, World};

/// Seconds before each further attempt.
const RETRIES_S: [i64; 7] = [5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 10 * 3600];
/// An endpoint that has only failed for so long is switched off.
const PATIENCE: SignedDuration = SignedDuration::from_hours(5 * 24);

/// Somebody who wants to know.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Endpoint {
    /// Absent for the one that the sandbox came with: wherever the product is connected.
    pub url: Option<String>,
    pub events: Vec<String>,
    pub secret: String,
    pub created_at: Timestamp,
    pub enabled: bool,
    /// Since when there have been nothing but failures.
    pub failing_since: Option<Timestamp>,
}

/// Puts an event of a mail on its way to everybody who wants it.
pub(super) fn announce(
    world: &World,
    state: &mut State,
    at: Timestamp,
    event: &str,
    email: &Email,
    id: &str,
) {
    let body = body(event, email, id, at).to_string();
    let wants = |endpoint: &Endpoint| {
        endpoint.enabled
            && (endpoint.events.is_empty() || endpoint.events.iter().any(|wanted| wanted == event))
    };
    let wanting: Vec<String> = state
        .resend
        .endpoints
        .iter()
        .filter(|(_, endpoint)| wants(endpoint))
        .map(|(id, _)| id.clone())
        .collect();
    for endpoint in wanting {
        let message = world.id(state, "msg_");
        let action = Action::Deliver {
            endpoint,
            message,
            about: id.to_owned(),
            body: body.clone(),
            attempt: 0,
        };
        state.deliver(at, at, faults::Webhook::Resend, action.into());
    }
}

fn body(event: &str, email: &Email, id: &str, at: Timestamp) -> Value {
    let letter = &email.letter;
    let tags: serde_json::Map<String, Value> =
        letter.tags.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
    let mut data = json!({
        "email_id": id,
        "created_at": millis(email.created_at),
        "from": letter.from,
        "to": letter.to,
        "subject": letter.subject,
        "tags": tags,
    });
    match event {
        "email.bounced" => {
            data["bounce"] = json!({
                "type": "Permanent", "subType": "NoEmail", "message": "The address does not exist.",
                "diagnosticCode": ["smtp; 550 5.1.1 user unknown"],
            });
        }
        "email.suppressed" => {
            data["suppressed"] = json!({
                "reason": "bounce", "type": "Permanent", "message": "The address bounced before.",
                "diagnosticCode": [],
            });
        }
        _ => {}
    }
    json!({"type": event, "created_at": millis(at), "data": data})
}

/// With milliseconds, as Resend writes times.
pub(super) fn millis(at: Timestamp) -> String {
    format!("{at:.3}")
}

/// Delivers once; whether it is tried again is decided by the answer.
pub(super) async fn deliver(
    world: &World,
    endpoint: &str,
    message: &str,
    about: &str,
    body: String,
    attempt: usize,
) {
    let now = world.now();
    let outgoing = {
        let state = world.lock();
        let Some(found) = state.resend.endpoints.get(endpoint).filter(|found| found.enabled) else {
            return;
        };
        let connected = state.connection.as_ref().map(|connection| connection.resend_url.clone());
        let Some(url) = found.url.clone().or(connected) else { return };
        let mut outgoing = Outgoing::post(faults::Webhook::Resend, url, body.clone().into_bytes());
        outgoing.headers = vec![
            ("Content-Type".to_owned(), "application/json".to_owned()),
            ("svix-id".to_owned(), message.to_owned()),
            ("svix-timestamp".to_owned(), now.as_second().to_string()),
            ("svix-signature".to_owned(), signature(&found.secret, message, now, body.as_bytes())),
        ];
        about.clone_into(&mut outgoing.about);
        outgoing
    };
    let taken = world.send(&outgoing).await.is_ok_and(|answer| (200..300).contains(&answer.status));
    let now = world.now();
    let mut state = world.lock();
    let Some(found) = state.resend.endpoints.get_mut(endpoint) else { return };
    if taken {
        found.failing_since = None;
        return;
    }
    let since = *found.failing_since.get_or_insert(now);
    if now.duration_since(since) > PATIENCE {
        found.enabled = false;
        return;
    }
    if let Some(seconds) = RETRIES_S.get(attempt) {
        let again = Action::Deliver {
            endpoint: endpoint.to_owned(),
            message: message.to_owned(),
            about: about.to_owned(),
            body,
            attempt: attempt + 1,
        };
        state.agenda.put(now + SignedDuration::from_secs(*seconds), again.into());
    }
}

/// `v1,` and base64 over id, time and body; the key is what the text after `whsec_` decodes to.
fn signature(secret: &str, id: &str, at: Timestamp, body: &[u8]) -> String {
    let encoded = secret.strip_prefix("whsec_").unwrap_or(secret);
    let key = STANDARD.decode(encoded).unwrap_or_else(|_| encoded.as_bytes().to_vec());
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("HMAC takes a key of any length");
    mac.update(format!("{id}.{}.", at.as_second()).as_bytes());
    mac.update(body);
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_what_svix_would_sign() {
        let at = Timestamp::from_second(1_795_352_400).unwrap();
        let signed = |id: &str, body: &str| {
            signature("whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcY", id, at, body.as_bytes())
        };
        assert_eq!(
            signed("msg_2a", "{\"type\":\"email.delivered\"}"),
            "v1,DMcCEIQSKnndSAgYHkTIuIXSMUtnscw4H/g1dSI/gew="
        );
        assert_eq!(
            signed("msg_2b", "{\"subject\":\"Turno confirmado ✓\"}"),
            "v1,/ZIXtliNQHnlrias9sDGsftJRVNTkxCNabBS1tVFhts="
        );
    }

    #[test]
    fn eight_attempts_take_a_little_more_than_a_day() {
        let hours: i64 = RETRIES_S.iter().sum::<i64>() / 3600;
        assert_eq!((RETRIES_S.len() + 1, hours), (8, 27));
    }
}
