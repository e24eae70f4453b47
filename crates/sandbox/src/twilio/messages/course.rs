//! What becomes of a message that Twilio took: it is sent, arrives and is read, or fails, and the product is told.

use jiff::{SignedDuration, Timestamp};

use super::{Direction, Message, Status};
use crate::agenda;
use crate::faults::Webhook;
use crate::timeline::Kind;
use crate::twilio::Action;
use crate::twilio::calls::schedule;
use crate::twilio::content::Shown;
use crate::twilio::media::{self, Media};
use crate::twilio::webhook::{Address, Callback};
use crate::twilio::xml;
use crate::world::{Answer, Outgoing, State, World};

/// Free-form messages may be sent so long after the person's last one.
const WINDOW: SignedDuration = SignedDuration::from_hours(24);
pub(super) const QUEUE: SignedDuration = SignedDuration::from_millis(300);
const TRAVEL: SignedDuration = SignedDuration::from_millis(700);
const GLANCE: SignedDuration = SignedDuration::from_secs(2);

/// The message leaves Twilio for WhatsApp, which may not take it.
pub async fn send(world: &World, sid: &str) {
    let media_url = match world.lock().twilio.messages.get(sid) {
        Some(message) if message.status == Status::Queued => message.media_url.clone(),
        _ => return,
    };
    if let Some(url) = media_url {
        match fetch_media(world, sid, &url).await {
            Some(media) => {
                let mut state = world.lock();
                let media_sid = world.id(&mut state, "ME");
                state.twilio.media.insert(media_sid.clone(), media);
                if let Some(message) = state.twilio.messages.get_mut(sid) {
                    message.media.push(media_sid);
                }
            }
            None => return step(world, &mut world.lock(), sid, Status::Failed, Some(63019)),
        }
    }
    let now = world.now();
    let mut state = world.lock();
    match obstacle(&mut state, now, sid) {
        Some((status, code)) => step(world, &mut state, sid, status, Some(code)),
        None => {
            if let Some(message) = state.twilio.messages.get_mut(sid) {
                message.sent = Some(now);
            }
            step(world, &mut state, sid, Status::Sent, None);
            schedule(&mut state, now + TRAVEL, Action::Arrive { message: sid.to_owned() });
        }
    }
}

/// Why WhatsApp doesn't take this message now.
fn obstacle(state: &mut State, now: Timestamp, sid: &str) -> Option<(Status, i64)> {
    if let Some(code) = state.faults.take_message() {
        return Some((Status::Undelivered, code));
    }
    let message = state.twilio.messages.get(sid)?;
    let content = message.content_sid.as_deref().and_then(|sid| state.twilio.contents.get(sid));
    let person = state.people.find(&message.to);
    if let Some(code) = person.and_then(|person| person.refuses) {
        return Some((Status::Undelivered, code.error()));
    }
    let is_open = person
        .and_then(|person| person.last_wrote)
        .is_some_and(|wrote| now.duration_since(wrote) < WINDOW);
    if let Some(code) = content.and_then(|content| content.obstacle(&message.shown, is_open)) {
        return Some((Status::Failed, code));
    }
    let is_template = content.is_some_and(|content| content.is_approved());
    (!is_open && !is_template).then_some((Status::Undelivered, 63016))
}

async fn fetch_media(world: &World, sid: &str, url: &str) -> Option<Media> {
    let get = Outgoing {
        method: reqwest::Method::GET,
        about: sid.to_owned(),
        headers: vec![("User-Agent".to_owned(), "TwilioProxy/1.1".to_owned())],
        ..Outgoing::post(Webhook::TwilioMedia, url, Vec::new())
    };
    let answer = world.send(&get).await.ok().filter(|answer| answer.status == 200)?;
    let content_type =
        answer.content_type.filter(|kind| media::is_sendable(kind, answer.body.len()))?;
    let (message, created) = (sid.to_owned(), world.now());
    Some(Media { message, content_type, bytes: answer.body.into(), created })
}

/// The message is on the person's phone.
pub fn arrive(world: &World, sid: &str) {
    let now = world.now();
    let mut state = world.lock();
    let Some(message) =
        state.twilio.messages.get(sid).filter(|message| message.status == Status::Sent)
    else {
        return;
    };
    let message = message.clone();
    let reads = state.people.get_or_meet(&message.to).receives(now, &message);
    state.timeline.note(now, Kind::MessageOut, sid, &message.to, message.shown.to_string());
    step(world, &mut state, sid, Status::Delivered, None);
    if reads {
        schedule(&mut state, now + GLANCE, Action::Read { message: sid.to_owned() });
    }
}

pub fn read(world: &World, sid: &str) {
    let mut state = world.lock();
    let is_delivered =
        state.twilio.messages.get(sid).is_some_and(|message| message.status == Status::Delivered);
    if is_delivered {
        step(world, &mut state, sid, Status::Read, None);
    }
}

/// Moves a message on and tells the product, if it wants to know.
pub(super) fn step(
    world: &World,
    state: &mut State,
    sid: &str,
    status: Status,
    error: Option<i64>,
) {
    let now = world.now();
    let Some(message) = state.twilio.messages.get_mut(sid) else { return };
    (message.status, message.updated, message.error) = (status, now, error);
    let message = message.clone();
    let text = match error {
        Some(code) => format!("{} ({code})", status.word()),
        None => status.word().to_owned(),
    };
    state.timeline.note(now, Kind::MessageStatus, sid, &message.to, text);
    state.people.ticks(&message.to, sid, status);
    let Some(url) = message.status_callback.clone() else { return };
    let fields = status_fields(&world.options.credentials.twilio_account_sid, &message);
    let token = world.id(state, "");
    let webhook = Webhook::TwilioMessageStatus;
    let callback = Callback::new(webhook, Address::post(url), fields, sid, token);
    state.deliver(now, now, webhook, agenda::Action::Twilio(Action::Callback(callback)));
}

fn status_fields(account: &str, message: &Message) -> Vec<(String, String)> {
    let status = message.status.word();
    let number = message.to.trim_start_matches("whatsapp:");
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut add = |name: &str, value: &str| fields.push((name.to_owned(), value.to_owned()));
    add("SmsSid", &message.sid);
    add("SmsStatus", status);
    add("MessageStatus", status);
    add("ChannelToAddress", &masked(number));
    add("To", &message.to);
    add("ChannelPrefix", "whatsapp");
    add("MessageSid", &message.sid);
    add("AccountSid", account);
    add("StructuredMessage", "false");
    add("From", &message.from);
    add("ApiVersion", "2010-04-01");
    add("ChannelInstallSid", "XE5a4d0b0c5a4d0b0c5a4d0b0c5a4d0b0c");
    if matches!(message.status, Status::Delivered | Status::Read | Status::Undelivered) {
        add("EventType", &status.to_ascii_uppercase());
    }
    if let Some(code) = message.error {
        add("ErrorCode", &code.to_string());
        add("ChannelStatusMessage", &format!("Error {code}"));
    }
    fields
}

/// `+54911XXXX4455`
fn masked(number: &str) -> String {
    let count = number.chars().count();
    let hidden = count.saturating_sub(8)..count.saturating_sub(4);
    number
        .chars()
        .enumerate()
        .map(|(index, c)| if hidden.contains(&index) { 'X' } else { c })
        .collect()
}

/// What the product answered to an inbound message: nothing, as a rule. Text is sent to the person as a reply.
///
/// # Errors
/// 12100 for XML that isn't a `Response`.
pub fn replied(world: &World, inbound_sid: &str, answer: &Answer) -> Result<(), i64> {
    let text = String::from_utf8_lossy(&answer.body);
    if text.trim().is_empty() {
        return Ok(());
    }
    let kind = answer.content_type.as_deref().unwrap_or_default();
    if !kind.contains("xml") {
        reply(world, inbound_sid, text.trim());
        return Ok(());
    }
    let root = xml::parse(&text).map_err(|_| 12100)?;
    if root.name != "Response" {
        return Err(12100);
    }
    for element in root.elements() {
        if element.name != "Message" {
            return Err(12200);
        }
        let body = element
            .elements()
            .find(|child| child.name == "Body")
            .map_or_else(|| element.text(), xml::Element::text);
        reply(world, inbound_sid, body.trim());
    }
    Ok(())
}

fn reply(world: &World, inbound_sid: &str, body: &str) {
    let now = world.now();
    let mut state = world.lock();
    let Some(inbound) = state.twilio.messages.get(inbound_sid).cloned() else { return };
    let sid = world.id(&mut state, "SM");
    let message = Message {
        sid: sid.clone(),
        direction: Direction::OutboundReply,
        from: inbound.to,
        to: inbound.from,
        body: body.to_owned(),
        status: Status::Queued,
        created: now,
        updated: now,
        sent: None,
        error: None,
        media: Vec::new(),
        media_url: None,
        content_sid: None,
        shown: Shown::text(body),
        status_callback: None,
    };
    state.twilio.messages.add(message);
    schedule(&mut state, now + QUEUE, Action::Send { message: sid });
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn four_digits_of_a_number_are_hidden() {
        assert_eq!(masked("+5491122334455"), "+54911XXXX4455");
        assert_eq!(masked("+1"), "+1");
    }
}
