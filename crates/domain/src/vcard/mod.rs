//! Contact cards that people share: names and numbers, as written.
//!
//! A card is a stranger's file. Its size and counts are capped before anything is taken from it, pictures are never
//! decoded, and only names and numbers come out. Whether a number is one, and may be dialled, is for `phone` to say.

mod property;
#[cfg(test)]
mod tests;

use calcard::vcard::{VCard, VCardEntry, VCardProperty, VCardValue};

use property::{Property, properties, unicode};

pub const FILE_BYTES_MAX: usize = 64 * 1024;
pub const CARDS_MAX: usize = 20;
/// In one card.
pub const PROPERTIES_MAX: usize = 50;
/// In one card.
pub const PHONES_MAX: usize = 10;

/// What is longer is no number: left out, in bytes.
const PHONE_BYTES_MAX: usize = 100;
/// What is longer is cut, in characters.
const NAME_CHARS_MAX: usize = 200;

/// One contact of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    pub name: Option<String>,
    /// Numbers as written.
    pub phones: Vec<String>,
}

/// A file of which nothing was taken, for it holds more than a person shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TooBig {
    #[error("a contact card of more than {FILE_BYTES_MAX} bytes")]
    File,
    #[error("more than {CARDS_MAX} contact cards at once")]
    Cards,
    #[error("a contact card with more than {PROPERTIES_MAX} properties")]
    Properties,
    #[error("a contact card with more than {PHONES_MAX} numbers")]
    Phones,
}

/// Reads all contacts of a vCard file of version 2.1, 3.0 or 4.0, in the order in which the cards end, one inside
/// another included. What can't be read is left out; text of an older charset is read as the card declares it.
///
/// # Errors
/// [`TooBig`], by the first limit that is passed.
pub fn contacts(file: &[u8]) -> Result<Vec<Contact>, TooBig> {
    if file.len() > FILE_BYTES_MAX {
        return Err(TooBig::File);
    }
    let file = unicode(file);
    let mut open: Vec<Card> = Vec::new();
    let mut contacts = Vec::new();
    for property in properties(&file) {
        if property.is_line("BEGIN:VCARD") {
            if open.len() + contacts.len() == CARDS_MAX {
                return Err(TooBig::Cards);
            }
            open.push(Card::default());
        } else if property.is_line("END:VCARD") {
            contacts.extend(open.pop().map(|card| card.contact()));
        } else if let Some(card) = open.last_mut() {
            card.take(&property)?;
        }
    }
    // Files that were cut off still hold what came before.
    contacts.extend(open.iter().rev().map(Card::contact));
    Ok(contacts)
}

/// A card of which only what we want is kept, a property a line, in UTF-8 and unfolded.
#[derive(Default)]
struct Card {
    text: String,
    properties: usize,
    phones: usize,
    /// Up to 2.1 the blank that marks a folded line belongs to the text.
    keeps_blanks: bool,
}

impl Card {
    fn take(&mut self, property: &Property<'_>) -> Result<(), TooBig> {
        let Some(name) = property.name() else { return Ok(()) };
        self.properties += 1;
        if self.properties > PROPERTIES_MAX {
            return Err(TooBig::Properties);
        }
        match name.as_str() {
            "VERSION" => self.keeps_blanks = property.text(false).ends_with(":2.1"),
            "TEL" => {
                self.phones += 1;
                if self.phones > PHONES_MAX {
                    return Err(TooBig::Phones);
                }
            }
            "FN" | "N" | "ORG" => {}
            _ => return Ok(()),
        }
        self.text.push_str(&property.text(self.keeps_blanks));
        self.text.push_str("\r\n");
        Ok(())
    }

    fn contact(&self) -> Contact {
        let card = format!("BEGIN:VCARD\r\n{}END:VCARD\r\n", self.text);
        let entries = VCard::parse(card).map(|card| card.entries).unwrap_or_default();
        let of = |name: VCardProperty| entries.iter().filter(move |entry| entry.name == name);
        let name = of(VCardProperty::Fn)
            .find_map(|entry| tidy(parts(entry)))
            .or_else(|| of(VCardProperty::N).find_map(|entry| tidy(in_spoken_order(&parts(entry)))))
            .or_else(|| {
                of(VCardProperty::Org).find_map(|entry| tidy(parts(entry).into_iter().take(1)))
            });
        Contact { name, phones: of(VCardProperty::Tel).filter_map(phone).collect() }
    }
}

/// The texts of a property, a list within one of them in one piece.
fn parts(entry: &VCardEntry) -> Vec<String> {
    let texts = entry.values.iter().filter_map(|value| match value {
        VCardValue::Text(text) => Some(text.clone()),
        VCardValue::Component(list) => Some(list.join(" ")),
        _ => None,
    });
    texts.collect()
}

/// Family, given, additional, prefix, suffix, as in the card: `Dr. Ana María Ruiz`.
fn in_spoken_order(parts: &[String]) -> impl Iterator<Item = String> {
    [3, 1, 2, 0, 4].into_iter().filter_map(|place| parts.get(place).cloned())
}

/// One line without anything invisible; nothing if nothing is left.
fn tidy(parts: impl IntoIterator<Item = String>) -> Option<String> {
    let text = parts.into_iter().collect::<Vec<_>>().join(" ");
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text: String = text.chars().take(NAME_CHARS_MAX).collect();
    (!text.is_empty()).then_some(text)
}

fn phone(entry: &VCardEntry) -> Option<String> {
    let text = tidy(parts(entry))?;
    let scheme = text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("tel:"));
    let number = if scheme { text[4..].trim() } else { &text };
    (!number.is_empty() && number.len() <= PHONE_BYTES_MAX).then(|| number.to_owned())
}
