//! What stands on the page, in the visitor's language.

use std::collections::HashMap;

use axum::http::{HeaderMap, header};
use domain::language::Language;
use fluent_templates::LanguageIdentifier;
use fluent_templates::fluent_bundle::FluentValue;
use unic_langid::langid;

fluent_templates::static_loader! {
    static LOCALES = {
        locales: "./locales",
        fallback_language: "en",
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static EN: LanguageIdentifier = langid!("en");
static ES: LanguageIdentifier = langid!("es");
static PT: LanguageIdentifier = langid!("pt");

/// The cookie that remembers a choice of language.
pub const COOKIE: &str = "town-language";

#[derive(Debug, Clone, Copy)]
pub struct Texts(pub Language);

impl Texts {
    /// As chosen in the address or earlier, or else as the browser prefers.
    #[must_use]
    pub fn of(chosen: Option<&str>, headers: &HeaderMap) -> Self {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("");
        let in_cookie = text(header::COOKIE)
            .split(';')
            .find_map(|pair| pair.trim().strip_prefix(COOKIE)?.strip_prefix('='));
        let preferred = text(header::ACCEPT_LANGUAGE).split(',').map(|tag| tag.trim());
        let mut wanted = chosen.into_iter().chain(in_cookie).chain(preferred);
        Self(wanted.find_map(Language::from_tag).unwrap_or(Language::En))
    }

    /// The text under this key; the key itself where there is none, which a test looks for.
    #[must_use]
    pub fn say(&self, key: &str) -> String {
        self.look_up(key, &HashMap::new()).unwrap_or_else(|| key.to_owned())
    }

    /// The text with its gaps filled.
    #[must_use]
    pub fn fill(&self, key: &str, gaps: &[(&'static str, &str)]) -> String {
        let value = |text: &str| FluentValue::from(text.to_owned());
        let gaps = gaps.iter().map(|(name, text)| (*name, value(text))).collect();
        self.look_up(key, &gaps).unwrap_or_else(|| key.to_owned())
    }

    /// The text, if there is one.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<String> {
        self.look_up(key, &HashMap::new())
    }

    fn look_up(&self, key: &str, gaps: &HashMap<&'static str, FluentValue<'_>>) -> Option<String> {
        let in_language = |language| LOCALES.lookup_single_language(language, key, Some(gaps)).ok();
        in_language(self.id()).or_else(|| in_language(&EN))
    }

    fn id(&self) -> &'static LanguageIdentifier {
        match self.0 {
            Language::En => &EN,
            Language::Es => &ES,
            Language::Pt => &PT,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sandbox::cast::Manner;

    fn keys(file: &str) -> Vec<&str> {
        file.lines()
            .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
            .filter_map(|line| line.split_once(" =").map(|(key, _)| key))
            .collect()
    }

    #[test]
    fn each_language_has_each_text_once() {
        let english = keys(include_str!("../locales/en/town.ftl"));
        for other in
            [include_str!("../locales/es/town.ftl"), include_str!("../locales/pt/town.ftl")]
        {
            assert_eq!(keys(other), english);
        }
        let mut once = english.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), english.len());
    }

    #[test]
    fn each_manner_is_told_in_each_language() {
        for language in Language::ALL {
            for manner in Manner::ALL {
                let key = format!("manner-{}", manner.keyword());
                assert!(Texts(language).find(&key).is_some(), "{language} lacks {key}");
            }
        }
    }

    #[test]
    fn every_text_that_a_template_names_is_there() {
        for template in [
            include_str!("../templates/page.html"),
            include_str!("../templates/bar.html"),
            include_str!("../templates/chat.html"),
            include_str!("../templates/phone.html"),
            include_str!("../templates/mail.html"),
            include_str!("../templates/log.html"),
            include_str!("../templates/people.html"),
            include_str!("../templates/requests.html"),
            include_str!("../templates/story.html"),
        ] {
            for part in template.split("texts.say(\"").skip(1) {
                let key = part.split('"').next().unwrap();
                assert!(Texts(Language::En).find(key).is_some(), "no text {key}");
            }
        }
    }

    #[test]
    fn the_language_is_the_chosen_one_then_the_remembered_one_then_the_browsers() {
        let mut headers = HeaderMap::new();
        assert_eq!(Texts::of(None, &headers).0, Language::En);
        headers.insert(header::ACCEPT_LANGUAGE, "fr-FR,pt-BR;q=0.9,en;q=0.5".parse().unwrap());
        assert_eq!(Texts::of(None, &headers).0, Language::Pt);
        headers.insert(header::COOKIE, "a=b; town-language=es".parse().unwrap());
        assert_eq!(Texts::of(None, &headers).0, Language::Es);
        assert_eq!(Texts::of(Some("en"), &headers).0, Language::En);
        assert_eq!(Texts::of(Some("<script>"), &headers).0, Language::Es);
    }
}
