//! Speech to text.

use bytes::Bytes;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde::Deserialize;

use super::ElevenLabs;
use crate::error::{Error, Private};
use crate::http::Effect;
use crate::lenient;

pub struct Audio {
    pub bytes: Bytes,
    /// `audio/ogg`, …
    pub content_type: &'static str,
    /// With an ending that fits, `voice.ogg`.
    pub file_name: &'static str,
}

/// What was said. Silence has an empty text and a low probability.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Transcription {
    pub text: Private,
    /// ISO 639-3, mostly.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub language_code: String,
    /// 0 to 1.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub language_probability: f64,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub audio_duration_secs: Option<f64>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub transcription_id: Option<String>,
}

impl ElevenLabs {
    /// Transcribes audio of 100 ms or more. `language`: ISO 639-1 or -3, none to have it detected. A repeat costs
    /// again and changes nothing.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Refused`] (unreadable audio, credits used up), [`Error::Unreadable`].
    /// Source: <https://elevenlabs.io/docs/api-reference/speech-to-text/convert>
    pub async fn speech_to_text(
        &self,
        model_id: &str,
        audio: &Audio,
        language: Option<&str>,
    ) -> Result<Transcription, Error> {
        let Audio { bytes, content_type, file_name } = audio;
        let length = bytes.len() as u64;
        let file = Part::stream_with_length(bytes.clone(), length)
            .file_name(*file_name)
            .mime_str(content_type)
            .map_err(|_| Error::Refused {
                vendor: super::VENDOR,
                status: 400,
                code: Some("content_type".to_owned()),
                reason: "no content type".into(),
            })?;
        let mut form = Form::new()
            .text("model_id", model_id.to_owned())
            .text("tag_audio_events", "false")
            .text("timestamps_granularity", "none")
            .text("diarize", "false")
            .text("file_format", "other")
            .part("file", file);
        if let Some(language) = language {
            form = form.text("language_code", language.to_owned());
        }
        let request = self
            .http
            .request(Effect::Repeatable, Method::POST, self.url(&["speech-to-text"]))
            .with(|r| r.timeout(self.transcribe_timeout).multipart(form));
        self.http.json(request).await
    }
}
