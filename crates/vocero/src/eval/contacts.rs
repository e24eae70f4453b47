//! Telephone numbers and contact cards.

use domain::phone::{self, PhoneNumber};
use domain::vcard;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Answer;
use super::case::{fill, of, or_empty};

#[derive(Debug, Deserialize)]
#[serde(tag = "task", rename_all = "snake_case")]
enum Phone {
    Normalise(Text),
    Extract(Text),
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Text {
    #[serde(deserialize_with = "or_empty")]
    text: String,
    #[serde(deserialize_with = "or_empty")]
    region: String,
}

pub(super) fn phones(case: Value) -> Result<Answer, String> {
    Ok(match of(case)? {
        Phone::Normalise(Text { text, region }) => {
            let number = PhoneNumber::parse(&text, &region).ok();
            let callable = number.as_ref().is_some_and(|number| number.callable().is_ok());
            let mut answer = Answer::new();
            answer.insert("valid".to_owned(), json!(number.is_some()));
            fill(&mut answer, "e164", number.as_ref().map(PhoneNumber::e164));
            answer.insert("callable".to_owned(), json!(callable));
            answer
        }
        Phone::Extract(Text { text, region }) => {
            let found = phone::numbers_in(&text, &region);
            let numbers = found.iter().map(|found| json!({"e164": found.number.e164()}));
            Answer::from_iter([("numbers".to_owned(), numbers.collect())])
        }
    })
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Card {
    #[serde(deserialize_with = "or_empty")]
    encoding: String,
    #[serde(deserialize_with = "or_empty")]
    vcard: String,
}

pub(super) fn vcards(case: Value) -> Result<Answer, String> {
    let Card { encoding, vcard } = of(case)?;
    let file = if encoding.starts_with("latin-1") {
        let byte = |c| u8::try_from(u32::from(c)).map_err(|_| format!("{c:?} is no single byte"));
        vcard.chars().map(byte).collect::<Result<_, _>>()?
    } else {
        vcard.into_bytes()
    };
    let contacts = vcard::contacts(&file).map_err(|too_big| too_big.to_string())?;
    let contacts = contacts.iter().map(|one| json!({"name": one.name, "phones": one.phones}));
    Ok(Answer::from_iter([("contacts".to_owned(), contacts.collect())]))
}
