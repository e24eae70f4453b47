//! Reading a call.

use jiff::civil::DateTime;

use crate::when::Reference;

/// Whether these words of the callee confirm that very slot; `ours` is what we had just said.
#[must_use]
pub fn supports(line: &str, ours: &str, slot: DateTime, reference: Reference) -> bool {
    let _ = (line, ours, slot, reference);
    false
}
