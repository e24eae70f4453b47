//! Updates of WhatsApp in the form of Meta's Cloud API.
//!
//! Production takes WhatsApp through Twilio, whose form is another, so this is no function of production: it is the
//! format read, for whoever compares the two.
//!
//! Source: <https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/components>

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Update {
    entry: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    changes: Vec<Change>,
}

#[derive(Deserialize)]
struct Change {
    field: String,
    value: Value,
}

/// The value of the field `messages`; those of other fields are echoes, calls and preferences.
#[derive(Deserialize)]
struct News {
    #[serde(default)]
    messages: Vec<Message>,
    #[serde(default)]
    statuses: Vec<Status>,
}

#[derive(Deserialize)]
struct Status {
    id: String,
    status: String,
    recipient_id: Option<String>,
}

#[derive(Deserialize)]
struct Message {
    id: String,
    from: Option<String>,
    #[serde(rename = "type")]
    kind: String,
    context: Option<Context>,
    text: Option<Text>,
    #[serde(alias = "image", alias = "video", alias = "document", alias = "sticker")]
    audio: Option<Media>,
    interactive: Option<Interactive>,
    button: Option<Button>,
    location: Option<Location>,
    #[serde(default)]
    contacts: Vec<Contact>,
}

/// Of a forwarded message it names none.
#[derive(Deserialize)]
struct Context {
    id: Option<String>,
}

#[derive(Deserialize)]
struct Text {
    body: String,
}

#[derive(Deserialize)]
struct Media {
    id: Option<String>,
    mime_type: Option<String>,
    /// Recorded, and no file.
    voice: Option<bool>,
}

#[derive(Deserialize)]
struct Interactive {
    #[serde(alias = "list_reply")]
    button_reply: Option<Choice>,
}

#[derive(Deserialize, Serialize)]
struct Choice {
    id: Option<String>,
    title: Option<String>,
}

#[derive(Deserialize)]
struct Button {
    payload: Option<String>,
    text: Option<String>,
}

#[derive(Deserialize)]
struct Location {
    latitude: f64,
    longitude: f64,
}

#[derive(Deserialize)]
struct Contact {
    name: Option<Name>,
    #[serde(default)]
    phones: Vec<Phone>,
}

#[derive(Deserialize)]
struct Name {
    formatted_name: Option<String>,
}

#[derive(Deserialize)]
struct Phone {
    phone: Option<String>,
}

pub(super) fn update(body: &[u8]) -> Result<Value, String> {
    let Update { entry } = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    let (mut messages, mut statuses) = (Vec::new(), Vec::new());
    for change in entry.into_iter().flat_map(|entry| entry.changes) {
        if change.field == "messages" {
            let news: News = serde_json::from_value(change.value).map_err(|e| e.to_string())?;
            messages.extend(news.messages.into_iter().map(message));
            statuses.extend(news.statuses.into_iter().map(|Status { id, status, recipient_id }| {
                json!({"id": id, "status": status, "recipient": recipient_id})
            }));
        }
    }
    Ok(json!({"messages": messages, "statuses": statuses}))
}

fn message(message: Message) -> Value {
    let Message { id, from, kind, context, text, audio: media, interactive, button, .. } = message;
    let mut told = json!({"id": id, "from": from, "type": kind});
    told["text"] = json!(text.filter(|_| kind == "text").map(|text| text.body));
    told["reply_to"] = json!(context.and_then(|context| context.id));
    let pressed = button.map(|Button { payload, text }| Choice { id: payload, title: text });
    told["choice"] = json!(pressed.or(interactive.and_then(|reply| reply.button_reply)));
    if let Some(Media { id, mime_type, voice }) = media {
        told["media_id"] = json!(id);
        told["mime"] = json!(mime_type);
        told["voice"] = json!((kind == "audio").then_some(voice.unwrap_or(false)));
    }
    told["location"] = json!(message.location.map(|place| [place.latitude, place.longitude]));
    let contacts = message.contacts.into_iter().map(|Contact { name, phones }| {
        let phones: Vec<_> = phones.into_iter().filter_map(|phone| phone.phone).collect();
        json!({"name": name.and_then(|name| name.formatted_name), "phones": phones})
    });
    told["contacts"] = contacts.collect();
    told
}
