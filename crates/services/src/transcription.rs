//! From a voice note to its words.

use std::sync::Arc;

use domain::appointment::Media;
use vendors::elevenlabs::{Audio, ElevenLabs};
use vendors::twilio::{MediaError, MediaKind, Twilio};

use crate::worker::Trouble;

#[derive(Clone)]
pub struct Transcription {
    twilio: Arc<Twilio>,
    elevenlabs: Arc<ElevenLabs>,
}

impl Transcription {
    pub(crate) fn new(twilio: Arc<Twilio>, elevenlabs: Arc<ElevenLabs>) -> Self {
        Self { twilio, elevenlabs }
    }

    /// What was said, empty if nothing could be heard.
    ///
    /// # Errors
    /// [`Trouble::Later`] while a vendor is down or the audio hasn't arrived; [`Trouble::Never`] for what is no
    /// voice note.
    pub(crate) async fn transcribe(&self, media: &Media, model: &str) -> Result<String, Trouble> {
        let note = self.fetch(media).await?;
        if note.kind == MediaKind::VCard {
            return Err(Trouble::Never("no voice note".to_owned()));
        }
        let (content_type, file_name) = match note.kind {
            MediaKind::Mp3 => (note.kind.content_type(), "voice.mp3"),
            MediaKind::Mp4 => (note.kind.content_type(), "voice.m4a"),
            MediaKind::Ogg | MediaKind::VCard => (MediaKind::Ogg.content_type(), "voice.ogg"),
        };
        let audio = Audio { bytes: note.bytes, content_type, file_name };
        let heard =
            self.elevenlabs.speech_to_text(model, &audio, None).await.map_err(Trouble::from)?;
        Ok(heard.text.trim().to_owned())
    }

    /// The contacts of a card: name and numbers as written.
    ///
    /// # Errors
    /// As [`Self::transcribe`].
    pub(crate) async fn read_card(
        &self,
        media: &Media,
    ) -> Result<Vec<(Option<String>, Vec<String>)>, Trouble> {
        let file = self.fetch(media).await?;
        if file.kind != MediaKind::VCard {
            return Err(Trouble::Never("no contact card".to_owned()));
        }
        let contacts = domain::vcard::contacts(&file.bytes)
            .map_err(|_| Trouble::Never("card too big".to_owned()))?;
        Ok(contacts.into_iter().map(|contact| (contact.name, contact.phones)).collect())
    }

    async fn fetch(&self, media: &Media) -> Result<vendors::twilio::Media, Trouble> {
        self.twilio.media(&media.message_sid, &media.url).await.map_err(|error| match error {
            // Media lags behind its webhook.
            MediaError::NotFound => Trouble::Later { error: error.to_string(), after: None },
            MediaError::Elsewhere | MediaError::TooLarge | MediaError::NotAccepted => {
                Trouble::Never(error.to_string())
            }
            MediaError::Vendor(error) => Trouble::from(error),
        })
    }

    /// Deletes the file at the chat vendor; of one that is gone it says the same.
    pub(crate) async fn drop_media(&self, media: &Media) -> Result<(), Trouble> {
        match self.twilio.delete_media(&media.message_sid, &media.url).await {
            Ok(()) => Ok(()),
            Err(MediaError::Vendor(error)) => Err(Trouble::from(error)),
            Err(error) => Err(Trouble::Never(error.to_string())),
        }
    }
}
