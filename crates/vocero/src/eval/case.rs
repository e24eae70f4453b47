//! A case of a message: what it says, and what was said before.

use domain::appointment::Reader;
use domain::language::Language;
use domain::understanding::{Asked, Context, Proposal};
use domain::when::Reference;
use jiff::civil::DateTime;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::Answer;
pub(super) use super::turns::Memory;

/// Fields that are missing or null are empty; no kind has all of them.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Case {
    #[serde(deserialize_with = "or_empty")]
    pub text: String,
    #[serde(deserialize_with = "or_empty")]
    pub dialogue: String,
    /// What we had said.
    #[serde(deserialize_with = "or_empty")]
    pub prev: String,
    /// The same as acts, such as `OFFER(provider=…)`.
    #[serde(deserialize_with = "or_empty")]
    pub prev_acts: Vec<String>,
    /// `1. …`
    #[serde(deserialize_with = "or_empty")]
    pub options: Vec<String>,
    /// Slots that had just been asked for.
    #[serde(deserialize_with = "or_empty")]
    pub requested: Vec<String>,
    #[serde(flatten)]
    pub scene: Scene,
}

/// Where and when something is said.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Scene {
    #[serde(deserialize_with = "or_empty")]
    lang: String,
    #[serde(deserialize_with = "or_empty")]
    locale: String,
    #[serde(rename = "ref")]
    pub now: Option<DateTime>,
}

/// The case, or what is wrong with its fields.
pub(super) fn of<T: DeserializeOwned>(case: Value) -> Result<T, String> {
    serde_json::from_value(case).map_err(|error| error.to_string())
}

pub(super) fn or_empty<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

impl Scene {
    /// English where it is no language of ours.
    pub fn language(&self) -> Language {
        Language::from_tag(&self.lang).unwrap_or(Language::En)
    }

    /// The country of the locale.
    fn region(&self) -> &str {
        let country = self.locale.split_once('-').map(|(_, country)| country);
        country.filter(|country| country.len() == 2).unwrap_or("US")
    }

    /// Some moment, where it doesn't matter.
    pub fn reference(&self) -> Reference {
        let language = self.language();
        Reference {
            now: self.now.unwrap_or(jiff::civil::date(2026, 1, 1).at(9, 0, 0, 0)),
            language,
            month_first: match self.locale.as_str() {
                "" => language == Language::En,
                locale => locale == "en-US",
            },
        }
    }
}

/// What a message answers, in our own terms.
pub(super) struct Asking {
    pub asked: Vec<Asked>,
    /// Without their numbers.
    pub options: Vec<String>,
    pub reference: Reference,
    region: String,
}

impl Asking {
    pub fn nothing(case: &Case) -> Self {
        Self::of(case, Vec::new())
    }

    pub fn of(case: &Case, asked: Vec<Asked>) -> Self {
        let numbered = case.options.iter().filter_map(|option| option.split_once(". "));
        Self {
            asked,
            options: numbered.map(|(_, option)| option.to_owned()).collect(),
            reference: case.scene.reference(),
            region: case.scene.region().to_owned(),
        }
    }

    pub fn context(&self) -> Context<'_> {
        Context {
            asked: &self.asked,
            options: &self.options,
            ..Context::new(self.reference.language, &self.region, self.reference.now)
        }
    }
}

/// What was read in a message, and who read it: a model gives phrases alone, the rules the whole message.
pub(super) struct Heard {
    pub proposal: Proposal,
    pub by: Reader,
}

/// Puts a value in, if there is one.
pub(super) fn fill(answer: &mut Answer, name: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        answer.insert(name.to_owned(), value.into());
    }
}
