//! What a person does with the phone, and what happens on it.

use axum::body::Bytes;
use sha2::{Digest, Sha256};

use super::{Bubble, Profile};
use crate::twilio::content::{Button, Row};
use crate::twilio::messages::{Attachment, Incoming, receive};
use crate::world::World;

/// A handle on one person's phone.
#[derive(Debug, Clone)]
pub struct Person<'a> {
    world: &'a World,
    address: String,
}

/// A button or row, by its place from 1 or by what stands on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    Number(usize),
    Title(String),
}

impl From<usize> for Choice {
    fn from(number: usize) -> Self {
        Self::Number(number)
    }
}

impl From<&str> for Choice {
    fn from(title: &str) -> Self {
        Self::Title(title.to_owned())
    }
}

impl Choice {
    fn among<'a, T>(&self, all: &'a [T], title: impl Fn(&T) -> &str) -> Option<&'a T> {
        match self {
            Self::Number(number) => all.get(number.checked_sub(1)?),
            Self::Title(wanted) => all.iter().find(|one| title(one) == wanted),
        }
    }
}

/// There is nothing like that on the screen to touch.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("nothing on the screen to choose as {choice:?}; there is: {there}")]
pub struct NoSuchChoice {
    pub choice: Choice,
    pub there: String,
}

/// An Ogg file that differs for each text: a recording in which nobody speaks, good for a simulated transcription.
#[must_use]
pub fn voice_note(text: &str) -> Vec<u8> {
    let mut bytes = b"OggS\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00OpusHead".to_vec();
    bytes.extend_from_slice(&Sha256::digest(text.as_bytes()));
    bytes
}

impl<'a> Person<'a> {
    pub(crate) fn new(world: &'a World, address: &str) -> Self {
        let address = if address.starts_with("whatsapp:") {
            address.to_owned()
        } else {
            format!("whatsapp:{address}")
        };
        Self { world, address }
    }

    /// Changes what is true of the person: name, receipts, whether they can be reached.
    pub fn is(&self, change: impl FnOnce(&mut Profile)) -> &Self {
        change(self.world.lock().people.get_or_meet(&self.address));
        self
    }

    /// Writes; returns the SID of the message, as all of these do.
    pub fn says(&self, text: &str) -> String {
        self.sends(Incoming { message_type: "text", body: text.to_owned(), ..Incoming::default() })
    }

    /// Writes in answer to a message.
    pub fn replies(&self, sid: &str, text: &str) -> String {
        let quotes = Some(sid.to_owned());
        self.sends(Incoming {
            message_type: "text",
            body: text.to_owned(),
            quotes,
            ..Incoming::default()
        })
    }

    /// Taps a button of the latest message that has one like it.
    ///
    /// # Errors
    /// [`NoSuchChoice`] when no message on the screen has it.
    pub fn taps(&self, choice: impl Into<Choice>) -> Result<String, NoSuchChoice> {
        let choice = choice.into();
        let screen = self.screen();
        let found: Option<(String, Button)> =
            screen.iter().rev().filter(|bubble| !bubble.is_mine).find_map(|bubble| {
                let button = choice.among(&bubble.shown.buttons, |button| &button.title)?;
                Some((bubble.sid.clone(), button.clone()))
            });
        let Some((quotes, button)) = found else { return Err(no_such(choice, &screen)) };
        Ok(self.presses(quotes, button))
    }

    fn presses(&self, quotes: String, Button { title, id }: Button) -> String {
        let message_type = if self.is_template(&quotes) { "button" } else { "interactive" };
        self.sends(Incoming {
            message_type,
            body: title.clone(),
            fields: vec![("ButtonText".to_owned(), title), ("ButtonPayload".to_owned(), id)],
            quotes: Some(quotes),
            attachment: None,
        })
    }

    /// Touches what stands on one message: a button, or a row of its list.
    ///
    /// # Errors
    /// [`NoSuchChoice`] when this message has nothing like it.
    pub fn touches(&self, sid: &str, title: &str) -> Result<String, NoSuchChoice> {
        let screen = self.screen();
        let bubble = screen.iter().find(|bubble| bubble.sid == sid && !bubble.is_mine);
        let shown = bubble.map(|bubble| &bubble.shown);
        let choice = Choice::from(title);
        if let Some(button) =
            shown.and_then(|shown| choice.among(&shown.buttons, |button| &button.title))
        {
            return Ok(self.presses(sid.to_owned(), button.clone()));
        }
        let menu = shown.and_then(|shown| shown.menu.as_ref());
        match menu.and_then(|menu| choice.among(&menu.rows, |row| &row.title)) {
            Some(row) => Ok(self.chooses(sid.to_owned(), row.clone())),
            None => Err(no_such(choice, &screen)),
        }
    }

    /// The name on the phone; empty for somebody who has none.
    #[must_use]
    pub fn name(&self) -> String {
        let state = self.world.look();
        state.people.find(&self.address).map(|person| person.name.clone()).unwrap_or_default()
    }

    /// WhatsApp tells the buttons of templates from those of other messages.
    fn is_template(&self, sid: &str) -> bool {
        let state = self.world.lock();
        let message = state.twilio.messages.get(sid);
        let content = message.and_then(|message| message.content_sid.as_deref());
        let content = content.and_then(|sid| state.twilio.contents.get(sid));
        content.is_some_and(|content| content.is_approved())
    }

    /// Picks a row of the latest list that has one like it.
    ///
    /// # Errors
    /// [`NoSuchChoice`] when no list on the screen has it.
    pub fn picks(&self, choice: impl Into<Choice>) -> Result<String, NoSuchChoice> {
        let choice = choice.into();
        let screen = self.screen();
        let found: Option<(String, Row)> =
            screen.iter().rev().filter(|bubble| !bubble.is_mine).find_map(|bubble| {
                let menu = bubble.shown.menu.as_ref()?;
                let row = choice.among(&menu.rows, |row| &row.title)?;
                Some((bubble.sid.clone(), row.clone()))
            });
        let Some((quotes, row)) = found else { return Err(no_such(choice, &screen)) };
        Ok(self.chooses(quotes, row))
    }

    fn chooses(&self, quotes: String, row: Row) -> String {
        let mut fields =
            vec![("ListId".to_owned(), row.id), ("ListTitle".to_owned(), row.title.clone())];
        fields.extend(row.description.map(|text| ("ListDescription".to_owned(), text)));
        let quotes = Some(quotes);
        self.sends(Incoming {
            message_type: "interactive",
            body: row.title,
            fields,
            quotes,
            attachment: None,
        })
    }

    /// Sends a voice note in which `heard` is what transcription will find.
    pub fn speaks(&self, audio: &[u8], heard: &str) -> String {
        self.world.lock().speech.record(audio, heard);
        self.attaches("audio", "audio/ogg", audio, "")
    }

    /// Sends a file: `message_type` is `image`, `document`, `video`, `sticker` …
    pub fn attaches(
        &self,
        message_type: &'static str,
        content_type: &str,
        bytes: &[u8],
        caption: &str,
    ) -> String {
        let attachment = Some(Attachment {
            content_type: content_type.to_owned(),
            bytes: Bytes::copy_from_slice(bytes),
        });
        self.sends(Incoming {
            message_type,
            body: caption.to_owned(),
            attachment,
            ..Incoming::default()
        })
    }

    /// Shares a contact card.
    pub fn sends_contact(&self, vcard: &str) -> String {
        self.attaches("contacts", "text/vcard", vcard.as_bytes(), "")
    }

    /// Shares a place in degrees, with its name and address unless it is a plain pin.
    pub fn sends_location(
        &self,
        latitude: f64,
        longitude: f64,
        named: Option<(&str, &str)>,
    ) -> String {
        let mut fields = vec![
            ("Latitude".to_owned(), latitude.to_string()),
            ("Longitude".to_owned(), longitude.to_string()),
        ];
        if let Some((label, address)) = named {
            fields.push(("Label".to_owned(), label.to_owned()));
            fields.push(("Address".to_owned(), address.to_owned()));
        }
        self.sends(Incoming { message_type: "location", fields, ..Incoming::default() })
    }

    /// Sends a message of any kind, also such as no phone would.
    #[expect(clippy::needless_pass_by_value, reason = "a message leaves the phone")]
    pub fn sends(&self, incoming: Incoming) -> String {
        receive(self.world, &self.address, &incoming)
    }

    /// What stands on the screen, oldest first.
    #[must_use]
    pub fn screen(&self) -> Vec<Bubble> {
        self.world
            .lock()
            .people
            .find(&self.address)
            .map(|person| person.screen.clone())
            .unwrap_or_default()
    }

    /// The business's last message as a person reads it; empty when there is none.
    #[must_use]
    pub fn last_read(&self) -> String {
        let screen = self.screen();
        screen
            .iter()
            .rev()
            .find(|bubble| !bubble.is_mine)
            .map(|bubble| bubble.shown.to_string())
            .unwrap_or_default()
    }
}

fn no_such(choice: Choice, screen: &[Bubble]) -> NoSuchChoice {
    let theirs = screen.iter().filter(|bubble| !bubble.is_mine);
    let there: Vec<String> = theirs.map(|bubble| bubble.shown.to_string()).collect();
    NoSuchChoice { choice, there: there.join(" / ") }
}
