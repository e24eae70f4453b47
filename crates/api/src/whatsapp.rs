//! The WhatsApp webhook: messages of people, and what became of ours.

use axum::extract::State;
use axum::http::StatusCode;
use domain::appointment::{Content, Said};
use domain::ids::CommandId;
use serde::Deserialize;
use services::whatsapp::content::{self, clean};
use services::whatsapp::{Address, Delivery, Message, MessageStatus};
use services::{Error as Failure, Services};

use crate::error::Error;
use crate::signed::{Named, TwilioForm};

/// Answers as soon as the message is stored; the reply to the person is a message of its own.
pub(crate) async fn receive(
    State(services): State<Services>,
    TwilioForm(incoming): TwilioForm<Incoming>,
) -> Result<StatusCode, Error> {
    services.whatsapp.receive(incoming.try_into()?).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) async fn delivered(
    State(services): State<Services>,
    Named(command): Named<CommandId>,
    TwilioForm(report): TwilioForm<Report>,
) -> Result<StatusCode, Error> {
    let error = report.error_code.and_then(|code| code.parse().ok());
    let delivery =
        Delivery { command, sid: report.message_sid, status: report.message_status, error };
    services.whatsapp.delivered(delivery).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Report {
    message_sid: String,
    #[serde(default)]
    message_status: MessageStatus,
    error_code: Option<String>,
}

/// The fields that matter; the vendor adds others at any time.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Incoming {
    message_sid: String,
    from: String,
    external_user_id: Option<String>,
    #[serde(default)]
    body: String,
    message_type: Option<String>,
    num_media: Option<String>,
    media_url0: Option<String>,
    media_content_type0: Option<String>,
    latitude: Option<String>,
    longitude: Option<String>,
    label: Option<String>,
    address: Option<String>,
    button_payload: Option<String>,
    button_text: Option<String>,
    list_id: Option<String>,
    list_title: Option<String>,
}

impl TryFrom<Incoming> for Message {
    type Error = Failure;

    fn try_from(incoming: Incoming) -> Result<Self, Failure> {
        let addresses = [Some(incoming.from.as_str()), incoming.external_user_id.as_deref()];
        let mut from: Vec<Address> = Vec::new();
        for address in addresses.into_iter().flatten().filter(|address| !address.is_empty()) {
            let address = Address::new(address).map_err(|_| Failure::Unreadable)?;
            if !from.contains(&address) {
                from.push(address);
            }
        }
        if from.is_empty() || incoming.message_sid.is_empty() {
            return Err(Failure::Unreadable);
        }
        let sid = incoming.message_sid.clone();
        Ok(Self { from, said: Said { content: incoming.content(), sid } })
    }
}

impl Incoming {
    fn content(self) -> Content {
        let present =
            |field: &Option<String>| field.as_ref().is_some_and(|value| !value.is_empty());
        if let Some(id) = self.button_payload.filter(|id| !id.is_empty()) {
            let title = self.button_text.unwrap_or(self.body);
            return Content::Choice { id: clean(&id), title: clean(&title) };
        }
        if let Some(id) = self.list_id.filter(|id| !id.is_empty()) {
            let title = self.list_title.unwrap_or(self.body);
            return Content::Choice { id: clean(&id), title: clean(&title) };
        }
        if present(&self.latitude) && present(&self.longitude) {
            return Content::Location {
                latitude: clean(&self.latitude.unwrap_or_default()),
                longitude: clean(&self.longitude.unwrap_or_default()),
                label: self.label.map(|label| clean(&label)).filter(|label| !label.is_empty()),
                address: self
                    .address
                    .map(|address| clean(&address))
                    .filter(|address| !address.is_empty()),
            };
        }
        let has_media =
            self.num_media.as_deref().and_then(|count| count.parse::<u32>().ok()).unwrap_or(0) > 0;
        if has_media || present(&self.media_url0) {
            return content::of_file(
                &self.message_sid,
                &self.media_url0.unwrap_or_default(),
                &self.media_content_type0.unwrap_or_default(),
                self.message_type.as_deref() == Some("sticker"),
                &self.body,
            );
        }
        content::of_text(&self.body)
    }
}

#[cfg(test)]
mod tests {
    use domain::appointment::Unsupported;

    use super::*;

    fn incoming() -> Incoming {
        Incoming {
            message_sid: "SM1".to_owned(),
            from: "whatsapp:+34600000000".to_owned(),
            num_media: Some("0".to_owned()),
            ..Incoming::default()
        }
    }

    fn content(incoming: Incoming) -> Content {
        Message::try_from(incoming).unwrap().said.content
    }

    #[test]
    fn every_kind_is_known_by_its_fields_not_by_its_type() {
        let text = Incoming { body: " hola ".to_owned(), ..incoming() };
        assert_eq!(content(text), Content::Text { text: "hola".to_owned() });
        let button = Incoming {
            button_payload: Some("call:1".to_owned()),
            button_text: Some("Call".to_owned()),
            ..incoming()
        };
        assert!(matches!(content(button), Content::Choice { id, .. } if id == "call:1"));
        let row =
            Incoming { list_id: Some("pick-1:1".to_owned()), body: "Tue".to_owned(), ..incoming() };
        assert!(matches!(content(row), Content::Choice { title, .. } if title == "Tue"));
        let pin = Incoming {
            latitude: Some("-34.6".to_owned()),
            longitude: Some("-58.4".to_owned()),
            ..incoming()
        };
        assert!(matches!(content(pin), Content::Location { label: None, .. }));
        let media = |kind: &str| Incoming {
            num_media: Some("1".to_owned()),
            media_url0: Some("https://api.twilio.com/…".to_owned()),
            media_content_type0: Some(kind.to_owned()),
            ..incoming()
        };
        assert!(matches!(content(media("audio/ogg; codecs=opus")), Content::Voice { .. }));
        assert!(matches!(content(media("text/vcard")), Content::Contact { .. }));
        assert!(matches!(
            content(media("image/jpeg")),
            Content::Unsupported { kind: Unsupported::Image, .. }
        ));
        assert!(matches!(
            content(media("")),
            Content::Unsupported { kind: Unsupported::Document, .. }
        ));
        assert!(matches!(
            content(incoming()),
            Content::Unsupported { kind: Unsupported::Other, .. }
        ));
    }

    #[test]
    fn both_addresses_of_a_person_are_kept_the_one_to_reply_to_first() {
        let both = Incoming { external_user_id: Some("whatsapp:ES.1A2B".to_owned()), ..incoming() };
        let message = Message::try_from(both).unwrap();
        assert_eq!(message.from.len(), 2);
        let hidden = Incoming {
            from: "whatsapp:ES.1A2B".to_owned(),
            external_user_id: Some("whatsapp:ES.1A2B".to_owned()),
            ..incoming()
        };
        assert_eq!(Message::try_from(hidden).unwrap().from.len(), 1);
    }

    #[test]
    fn a_message_without_a_sender_or_an_id_is_refused() {
        assert!(Message::try_from(Incoming { from: String::new(), ..incoming() }).is_err());
        assert!(Message::try_from(Incoming { message_sid: String::new(), ..incoming() }).is_err());
    }
}
