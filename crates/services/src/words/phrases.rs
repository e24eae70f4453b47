//! The phrases of one language, from its Fluent file under `locales/`.
//!
//! Nothing here knows a message of the product. The files must agree in their keys and variables; a test reads them.

use std::collections::HashMap;

use domain::language::Language;
use fluent_templates::{LanguageIdentifier, fluent_bundle::FluentValue, langid};

fluent_templates::static_loader! {
    static LOCALES = {
        locales: "./locales",
        fallback_language: "en",
        // Isolation marks are for right-to-left text; in a chat they break links and copied codes.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static EN: LanguageIdentifier = langid!("en");
static ES: LanguageIdentifier = langid!("es");
static PT: LanguageIdentifier = langid!("pt");

/// What a phrase leaves open: text, or a number that decides between singular and plural.
pub(crate) type Gap<'a> = (&'static str, FluentValue<'a>);

/// Finds phrases by their key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Phrases(pub(crate) Language);

impl Phrases {
    /// A phrase without gaps.
    pub(crate) fn say(self, key: &'static str) -> String {
        self.fill(key, [])
    }

    /// A phrase with its gaps filled; English for one that the language lacks.
    pub(crate) fn fill<'a>(
        self,
        key: &'static str,
        gaps: impl IntoIterator<Item = Gap<'a>>,
    ) -> String {
        let gaps: HashMap<&'static str, FluentValue<'a>> = gaps.into_iter().collect();
        let look_up = |language| LOCALES.lookup_single_language(language, key, Some(&gaps));
        let found = look_up(self.id()).or_else(|_| look_up(&EN));
        found.expect("each phrase stands in the English file and its gaps are filled: the tests say everything once")
    }

    fn id(self) -> &'static LanguageIdentifier {
        match self.0 {
            Language::En => &EN,
            Language::Es => &ES,
            Language::Pt => &PT,
        }
    }
}
