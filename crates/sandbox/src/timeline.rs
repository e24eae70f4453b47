//! What happened, in order, for people to read and for tests to judge by. Append-only; the oldest of more than 200 000
//! entries are forgotten.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use tokio::sync::broadcast;

/// Entries that are kept at least; twice as many at most.
const KEPT: usize = 100_000;
/// Entries that are kept over a restart.
const WRITTEN: usize = 1_000;
/// Entries that a slow subscriber may lag behind before it misses some.
const BACKLOG: usize = 4096;

/// What sort of thing an entry tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A person wrote to the product.
    MessageIn,
    /// The product's message reached a person's screen.
    MessageOut,
    /// A message of the product went a step further, or failed.
    MessageStatus,
    Dialled,
    Ringing,
    Answered,
    /// One line of a phone conversation; `who` is the speaker.
    Spoken,
    KeyPressed,
    ToolCalled,
    CallEnded,
    /// The product asked something of a vendor.
    Request,
    /// A vendor called the product, or tried to.
    Webhook,
    Mail,
    /// An ordered fault struck.
    Fault,
    /// Anything else that a reader should know.
    Note,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// From 1, without gaps.
    pub seq: u64,
    pub at: Timestamp,
    pub kind: Kind,
    /// The call, message, conversation or mail concerned, by the vendor's id; else empty.
    pub about: String,
    /// Who did it: an address, a number, a speaker, a vendor.
    pub who: String,
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<Raw>,
}

/// One HTTP exchange as it went over the wire, bodies only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Raw {
    #[serde(with = "body")]
    pub request: Vec<u8>,
    #[serde(with = "body")]
    pub response: Vec<u8>,
}

/// A body that is text as text, so that whoever reads the file can read it; any other as base64.
mod body {
    use super::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    struct Binary {
        #[serde(with = "crate::keeping::as_base64")]
        base64: Vec<u8>,
    }

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Body {
        Text(String),
        Binary(Binary),
    }

    pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        match str::from_utf8(bytes) {
            Ok(text) => serializer.serialize_str(text),
            Err(_) => Binary { base64: bytes.to_vec() }.serialize(serializer),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        Ok(match Body::deserialize(deserializer)? {
            Body::Text(text) => text.into_bytes(),
            Body::Binary(Binary { base64 }) => base64,
        })
    }
}

#[derive(Debug)]
pub struct Timeline {
    entries: Vec<Entry>,
    /// Oldest entries that are gone.
    forgotten: usize,
    live: broadcast::Sender<Entry>,
}

impl Default for Timeline {
    fn default() -> Self {
        Self { entries: Vec::new(), forgotten: 0, live: broadcast::channel(BACKLOG).0 }
    }
}

/// The end of a timeline, as it is written down.
#[derive(Serialize, Deserialize)]
struct Written<E> {
    forgotten: usize,
    entries: E,
}

impl Serialize for Timeline {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let left_out = self.entries.len().saturating_sub(WRITTEN);
        let entries = &self.entries[left_out..];
        Written { forgotten: self.forgotten + left_out, entries }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Timeline {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Written { forgotten, entries } = Written::<Vec<Entry>>::deserialize(deserializer)?;
        Ok(Self { entries, forgotten, ..Self::default() })
    }
}

impl Timeline {
    pub fn note(
        &mut self,
        at: Timestamp,
        kind: Kind,
        about: impl Into<String>,
        who: impl Into<String>,
        text: impl Into<String>,
    ) {
        self.note_with(at, kind, about, who, text, None);
    }

    pub fn note_with(
        &mut self,
        at: Timestamp,
        kind: Kind,
        about: impl Into<String>,
        who: impl Into<String>,
        text: impl Into<String>,
        raw: Option<Raw>,
    ) {
        let seq = (self.forgotten + self.entries.len()) as u64 + 1;
        let (about, who, text) = (about.into(), who.into(), text.into());
        let entry = Entry { seq, at, kind, about, who, text, raw };
        if self.entries.len() >= 2 * KEPT {
            self.entries.drain(..KEPT);
            self.forgotten += KEPT;
        }
        if self.live.receiver_count() > 0 {
            // A subscriber that left in between misses nothing: the entries stay.
            let _ = self.live.send(entry.clone());
        }
        self.entries.push(entry);
    }

    /// All entries after number `seq` that are kept; 0 gives all of them.
    #[must_use]
    pub fn since(&self, seq: u64) -> &[Entry] {
        let known = usize::try_from(seq).unwrap_or(usize::MAX);
        let from = known.saturating_sub(self.forgotten).min(self.entries.len());
        &self.entries[from..]
    }

    /// The latest entries, `count` at most, oldest first.
    #[must_use]
    pub fn latest(&self, count: usize) -> &[Entry] {
        &self.entries[self.entries.len().saturating_sub(count)..]
    }

    /// Every entry from now on. Who lags more than 4096 entries behind misses some and reads them with [`since`](Self::since).
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<Entry> {
        self.live.subscribe()
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Raw, Timeline};
    use jiff::Timestamp;

    #[test]
    fn a_body_is_the_same_after_it_was_written_down_be_it_text_or_not() {
        let raw = Raw { request: "¿qué?".into(), response: vec![0x4f, 0xff, 0x00, 0xfe] };
        let written = serde_json::to_string(&raw).unwrap();
        assert!(written.contains("¿qué?"), "{written}");
        assert_eq!(serde_json::from_str::<Raw>(&written).unwrap(), raw);
    }

    #[test]
    fn a_reader_gets_what_came_after_the_number_it_knows() {
        let mut timeline = Timeline::default();
        for text in ["a", "b", "c"] {
            timeline.note(Timestamp::UNIX_EPOCH, Kind::Note, "", "", text);
        }
        let texts = |seq| timeline.since(seq).iter().map(|e| e.text.as_str()).collect::<String>();
        assert_eq!(
            (texts(0), texts(2), texts(3), texts(99)),
            ("abc".into(), "c".into(), String::new(), String::new())
        );
        assert_eq!(timeline.since(1)[0].seq, 2);
    }

    #[test]
    fn a_long_timeline_forgets_its_beginning_and_keeps_its_numbers() {
        let mut timeline = Timeline::default();
        for _ in 0..=2 * super::KEPT {
            timeline.note(Timestamp::UNIX_EPOCH, Kind::Note, "", "", "");
        }
        let last = 2 * super::KEPT as u64 + 1;
        assert_eq!(timeline.since(0).first().map(|entry| entry.seq), Some(super::KEPT as u64 + 1));
        assert_eq!(timeline.since(last - 1).first().map(|entry| entry.seq), Some(last));
        assert!(timeline.since(last).is_empty());
    }

    #[test]
    fn a_subscriber_hears_only_what_comes_after_it_subscribed() {
        let mut timeline = Timeline::default();
        timeline.note(Timestamp::UNIX_EPOCH, Kind::Note, "", "", "before");
        let mut live = timeline.subscribe();
        timeline.note(Timestamp::UNIX_EPOCH, Kind::Note, "", "", "after");
        assert_eq!(live.try_recv().unwrap().text, "after");
        assert!(live.try_recv().is_err());
    }
}
