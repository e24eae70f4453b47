//! The layout of a chat message: the request's name in bold, then lines and paragraphs.
//!
//! The only place that sets WhatsApp's marks; in all other text they are made harmless.

use super::foreign::{look_alike, without_marks};

/// A message in the making.
#[derive(Debug, Default)]
pub(super) struct Page {
    text: String,
}

impl Page {
    /// Starts with the name of the request.
    pub(super) fn about(title: &str) -> Self {
        let title: String = title.chars().map(look_alike).collect();
        Self { text: format!("*{title}*") }
    }

    pub(super) fn line(&mut self, line: &str) -> &mut Self {
        self.put("\n", &without_marks(line))
    }

    /// The same after an empty line.
    pub(super) fn paragraph(&mut self, line: &str) -> &mut Self {
        self.put("\n\n", &without_marks(line))
    }

    pub(super) fn fact(&mut self, (label, value): &(String, String)) -> &mut Self {
        self.line(&format!("{label}: {value}"))
    }

    pub(super) fn point(&mut self, text: &str) -> &mut Self {
        self.line(&format!("• {text}"))
    }

    /// A line that must arrive unchanged: a link of ours.
    pub(super) fn exact(&mut self, line: &str) -> &mut Self {
        self.put("\n", line)
    }

    fn put(&mut self, between: &str, line: &str) -> &mut Self {
        if !self.text.is_empty() {
            self.text.push_str(between);
        }
        self.text.push_str(line);
        self
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }
}
