//! A person's message on its way to the product.

use axum::body::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Direction, Message, Status};
use crate::agenda;
use crate::faults::Webhook;
use crate::timeline::Kind;
use crate::twilio::Action;
use crate::twilio::content::Shown;
use crate::twilio::media::Media;
use crate::twilio::webhook::{Address, Callback, Then};
use crate::world::World;

/// A file in a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    pub content_type: String,
    #[serde(with = "crate::keeping::as_base64")]
    pub bytes: Bytes,
}

/// What a person's phone hands over.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Incoming {
    /// `text`, `audio`, `image`, `interactive` …
    pub message_type: &'static str,
    pub body: String,
    pub attachment: Option<Attachment>,
    /// What only messages of this type have: `Latitude`, `ButtonPayload`, `ListId` …
    pub fields: Vec<(String, String)>,
    /// The SID of the message that this one answers.
    pub quotes: Option<String>,
}

impl Incoming {
    /// As it stands on the screen of whoever sent it.
    #[must_use]
    pub fn shown(&self) -> Shown {
        let field = |name: &str| {
            let found = self.fields.iter().find(|(known, _)| known == name);
            found.map(|(_, value)| value.clone())
        };
        Shown {
            place: field("Latitude").zip(field("Longitude")),
            place_label: field("Label"),
            ..Shown::text(&self.body)
        }
    }
}

/// Takes a message of the person at `address`; returns its SID. The window for free-form answers opens now.
pub fn receive(world: &World, address: &str, incoming: &Incoming) -> String {
    let now = world.now();
    let mut state = world.lock();
    let prefix = if incoming.attachment.is_some() { "MM" } else { "SM" };
    let sid = world.id(&mut state, prefix);
    let mut media = Vec::new();
    if let Some(attachment) = &incoming.attachment {
        let media_sid = world.id(&mut state, "ME");
        let Attachment { content_type, bytes } = attachment.clone();
        let record = Media { message: sid.clone(), content_type, bytes, created: now };
        state.twilio.media.insert(media_sid.clone(), record);
        media.push(media_sid);
    }
    let person = state.people.get_or_meet(address);
    person.last_wrote = Some(now);
    person.wrote(now, &sid, incoming);
    let from = person.writes_from();
    let mut fields = fields(world, &sid, &from, &media, incoming);
    fields.extend(person.identity_fields());
    let text = format!("[{}] {}", incoming.message_type, incoming.body);
    state.timeline.note(now, Kind::MessageIn, &sid, &from, text);
    state.twilio.messages.add(Message {
        sid: sid.clone(),
        direction: Direction::Inbound,
        from,
        to: world.options.credentials.twilio_whatsapp_from.clone(),
        body: incoming.body.clone(),
        status: Status::Received,
        created: now,
        updated: now,
        sent: Some(now),
        error: None,
        media,
        media_url: None,
        content_sid: None,
        shown: Shown::text(&incoming.body),
        status_callback: None,
    });
    let Some(product) = &state.connection else {
        state.timeline.note(
            now,
            Kind::Note,
            &sid,
            "twilio",
            "no product is connected: nobody is told",
        );
        return sid;
    };
    let (url, fallback) = (product.whatsapp_url.clone(), product.whatsapp_fallback_url.clone());
    let token = world.id(&mut state, "");
    let webhook = Webhook::TwilioInbound;
    let mut callback = Callback::new(webhook, Address::post(url), fields, &sid, token);
    callback.fallback = fallback.map(Address::post);
    callback.then = Then::Reply(sid.clone());
    state.deliver(now, now, webhook, agenda::Action::Twilio(Action::Callback(callback)));
    sid
}

fn fields(
    world: &World,
    sid: &str,
    from: &str,
    media: &[String],
    incoming: &Incoming,
) -> Vec<(String, String)> {
    let credentials = &world.options.credentials;
    let account = &credentials.twilio_account_sid;
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut add = |name: &str, value: &str| fields.push((name.to_owned(), value.to_owned()));
    add("SmsMessageSid", sid);
    add("NumMedia", &media.len().to_string());
    add("MessageType", incoming.message_type);
    add("SmsSid", sid);
    add("SmsStatus", "received");
    add("Body", &incoming.body);
    add("To", &credentials.twilio_whatsapp_from);
    add("NumSegments", "1");
    add("ReferralNumMedia", "0");
    add("MessageSid", sid);
    add("AccountSid", account);
    add("From", from);
    add("ApiVersion", "2010-04-01");
    let metadata = json!({ "type": "whatsapp", "data": { "context": {} } });
    add("ChannelMetadata", &metadata.to_string());
    if let (Some(media_sid), Some(attachment)) = (media.first(), &incoming.attachment) {
        let base = &world.urls().twilio;
        add("MediaContentType0", &attachment.content_type);
        add(
            "MediaUrl0",
            &format!("{base}/2010-04-01/Accounts/{account}/Messages/{sid}/Media/{media_sid}"),
        );
    }
    if let Some(quoted) = &incoming.quotes {
        add("OriginalRepliedMessageSid", quoted);
        add("OriginalRepliedMessageSender", &credentials.twilio_whatsapp_from);
    }
    fields.extend(incoming.fields.iter().cloned());
    fields
}
