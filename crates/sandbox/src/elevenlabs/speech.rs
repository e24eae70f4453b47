//! Speech to text: returns what the person who recorded the audio said.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Multipart, State};
use serde_json::{Value, json};

use super::conversation::Tongue;
use super::refusal::Refusal;
use crate::world::World;

/// Every part that the vendor knows.
const PARTS: [&str; 24] = [
    "model_id",
    "file",
    "source_url",
    "cloud_storage_url",
    "language_code",
    "tag_audio_events",
    "num_speakers",
    "timestamps_granularity",
    "diarize",
    "diarization_threshold",
    "additional_formats",
    "file_format",
    "webhook",
    "webhook_id",
    "webhook_metadata",
    "temperature",
    "seed",
    "use_multi_channel",
    "multichannel_output_style",
    "entity_detection",
    "entity_redaction",
    "entity_redaction_mode",
    "no_verbatim",
    "keyterms",
];
const KEYTERMS_MAX: usize = 1000;
const KEYTERM_CHARACTERS: usize = 50;
const KEYTERM_WORDS: usize = 5;

/// The parts of a request that matter here.
#[derive(Debug, Default)]
struct Parts {
    model_id: Option<String>,
    file: Option<Vec<u8>>,
    source_url: Option<String>,
    language_code: Option<String>,
    granularity: Option<String>,
    keyterms: Vec<String>,
}

impl Parts {
    fn take(&mut self, name: &str, bytes: &[u8]) -> Result<(), Refusal> {
        let text = String::from_utf8_lossy(bytes).into_owned();
        match name {
            "file" => self.file = Some(bytes.to_vec()),
            "model_id" => self.model_id = Some(text),
            "source_url" => self.source_url = Some(text),
            "language_code" => self.language_code = Some(text),
            "timestamps_granularity" => self.granularity = Some(text),
            "keyterms" => self.keyterms.push(text),
            known if PARTS.contains(&known) => {}
            unknown => {
                let message = "Extra inputs are not permitted";
                return Err(Refusal::one(&["body", unknown], "extra_forbidden", message));
            }
        }
        Ok(())
    }

    fn check(&self) -> Result<(), Refusal> {
        let Some(model) = &self.model_id else {
            return Err(Refusal::one(&["body", "model_id"], "missing", "Field required"));
        };
        if !model.starts_with("scribe_v") {
            return Err(Refusal::denied(400, "invalid_model_id", "The model id is invalid."));
        }
        if self.file.is_some() == self.source_url.is_some() {
            let message = "Must provide either file or source_url.";
            return Err(Refusal::denied(400, "invalid_parameters", message));
        }
        if self.file.as_ref().is_some_and(Vec::is_empty) {
            return Err(Refusal::denied(400, "audio_too_short", "Audio is too short."));
        }
        if self
            .granularity
            .as_deref()
            .is_some_and(|word| !["none", "word", "character"].contains(&word))
        {
            let message = "Input should be 'none', 'word' or 'character'";
            return Err(Refusal::one(
                &["body", "timestamps_granularity"],
                "literal_error",
                message,
            ));
        }
        let too_long = |term: &String| {
            term.chars().count() >= KEYTERM_CHARACTERS
                || term.split_whitespace().count() > KEYTERM_WORDS
        };
        if self.keyterms.len() > KEYTERMS_MAX || self.keyterms.iter().any(too_long) {
            return Err(Refusal::one(
                &["body", "keyterms"],
                "too_long",
                "Too many or too long keyterms",
            ));
        }
        Ok(())
    }
}

pub(super) async fn transcribe(
    State(world): State<Arc<World>>,
    mut multipart: Multipart,
) -> Result<Json<Value>, Refusal> {
    let broken = |error: axum::extract::multipart::MultipartError| {
        Refusal::denied(400, "invalid_parameters", error.to_string())
    };
    let mut parts = Parts::default();
    while let Some(field) = multipart.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(broken)?;
        parts.take(&name, &bytes)?;
    }
    parts.check()?;
    let mut state = world.lock();
    let audio = parts.file.unwrap_or_default();
    let text = state.speech.heard(&audio).unwrap_or_default().to_owned();
    let id = world.id(&mut state, "tr_");
    let given = parts.language_code.as_deref().and_then(Tongue::from_code);
    let words = parts.granularity.as_deref() != Some("none");
    Ok(Json(heard(&text, given, words, &id)))
}

fn heard(text: &str, given: Option<Tongue>, with_words: bool, id: &str) -> Value {
    let tongue = given.unwrap_or_else(|| tongue_of(text));
    let mut words = Vec::new();
    let mut second = 0.0;
    for word in text.split_whitespace().filter(|_| with_words) {
        if !words.is_empty() {
            words.push(json!({"text": " ", "start": second, "end": second + 0.1, "type": "spacing", "logprob": 0.0}));
            second += 0.1;
        }
        words.push(json!({"text": word, "start": second, "end": second + 0.3, "type": "word", "logprob": -0.02}));
        second += 0.3;
    }
    let seconds =
        f64::from(u32::try_from(text.split_whitespace().count()).unwrap_or(u32::MAX)) * 0.4;
    json!({
        "language_code": tongue.long_code(),
        "language_probability": if text.is_empty() { 0.1 } else { 0.98 },
        "text": text,
        "words": words,
        "transcription_id": id,
        "audio_duration_secs": seconds.max(1.0),
    })
}

/// By its most frequent little words; English where nothing speaks for another.
fn tongue_of(text: &str) -> Tongue {
    const ES: [&str; 14] = [
        "el", "la", "los", "un", "una", "quiero", "para", "mañana", "con", "por", "hola", "y",
        "turno", "en",
    ];
    const PT: [&str; 14] = [
        "o", "a", "um", "uma", "quero", "para", "amanhã", "com", "por", "olá", "e", "horário",
        "em", "não",
    ];
    const EN: [&str; 14] = [
        "the", "a", "an", "i", "want", "for", "tomorrow", "with", "at", "hello", "and", "please",
        "on", "my",
    ];
    let text = text.to_lowercase();
    let count = |words: &[&str]| {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| words.contains(word)).count()
    };
    let (en, es, pt) = (count(&EN), count(&ES), count(&PT));
    if es > en && es >= pt {
        Tongue::Es
    } else if pt > en {
        Tongue::Pt
    } else {
        Tongue::En
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(given: &[(&str, &str)]) -> Result<Parts, Refusal> {
        let mut parts = Parts::default();
        for (name, value) in given {
            parts.take(name, value.as_bytes())?;
        }
        parts.check()?;
        Ok(parts)
    }

    fn refused(given: &[(&str, &str)]) -> String {
        format!("{:?}", parts(given).unwrap_err())
    }

    #[test]
    fn a_request_names_a_model_and_brings_one_source() {
        assert!(parts(&[("model_id", "scribe_v2"), ("file", "ogg")]).is_ok());
        assert!(refused(&[("file", "ogg")]).contains("missing"));
        assert!(
            refused(&[("model_id", "whisper-1"), ("file", "ogg")]).contains("invalid_model_id")
        );
        assert!(refused(&[("model_id", "scribe_v2")]).contains("invalid_parameters"));
        let both =
            [("model_id", "scribe_v2"), ("file", "ogg"), ("source_url", "https://x.example/a.ogg")];
        assert!(refused(&both).contains("invalid_parameters"));
        assert!(refused(&[("model_id", "scribe_v2"), ("file", "")]).contains("audio_too_short"));
    }

    #[test]
    fn unknown_parts_and_impossible_values_are_refused() {
        let with = |name, value| [("model_id", "scribe_v2"), ("file", "ogg"), (name, value)];
        assert!(refused(&with("prompt", "x")).contains("extra_forbidden"));
        assert!(refused(&with("timestamps_granularity", "line")).contains("literal_error"));
        assert!(refused(&with("keyterms", "one two three four five six")).contains("too_long"));
    }

    #[test]
    fn silence_is_an_empty_text_with_a_low_probability() {
        let heard = heard("", None, true, "tr_1");
        assert_eq!(heard["text"], "");
        assert!(heard["language_probability"].as_f64().unwrap() < 0.5);
        assert_eq!(heard["words"], json!([]));
    }

    #[test]
    fn the_language_is_heard_unless_it_is_given() {
        let code = |text: &str, given| heard(text, given, false, "")["language_code"].clone();
        assert_eq!(code("Quiero un turno para mañana", None), "spa");
        assert_eq!(code("Quero um horário amanhã com a Lúcia", None), "por");
        assert_eq!(code("Book me a haircut on Thursday", None), "eng");
        assert_eq!(code("ok", Some(Tongue::Pt)), "por");
    }
}
