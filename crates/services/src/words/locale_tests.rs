//! The phrase files against each other and against the code that reads them.

use std::collections::{BTreeMap, BTreeSet};

use fluent_templates::fluent_bundle::FluentResource;

const FILES: [(&str, &str); 3] = [
    ("en", include_str!("../../locales/en/vocero.ftl")),
    ("es", include_str!("../../locales/es/vocero.ftl")),
    ("pt", include_str!("../../locales/pt/vocero.ftl")),
];

const SOURCES: [&str; 13] = [
    include_str!("headline.rs"),
    include_str!("history.rs"),
    include_str!("../export.rs"),
    include_str!("mod.rs"),
    include_str!("afterwards.rs"),
    include_str!("asking.rs"),
    include_str!("choosing.rs"),
    include_str!("outcome.rs"),
    include_str!("progress.rs"),
    include_str!("template.rs"),
    include_str!("times.rs"),
    include_str!("foreign.rs"),
    include_str!("../mail.rs"),
];

/// The variables of each phrase, by its key.
fn phrases(file: &str) -> BTreeMap<&str, BTreeSet<String>> {
    let mut phrases: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut key = "";
    for line in file.lines().filter(|line| !line.starts_with('#')) {
        if let Some((name, _)) =
            line.split_once(" =").filter(|_| line.starts_with(char::is_alphabetic))
        {
            key = name;
            assert!(phrases.insert(key, BTreeSet::new()).is_none(), "{key} stands there twice");
        }
        for variable in line.split('$').skip(1) {
            let name: String =
                variable.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            phrases.get_mut(key).expect("a variable stands in a phrase").insert(name);
        }
    }
    phrases
}

#[test]
fn every_file_is_well_formed() {
    for (language, file) in FILES {
        let resource = FluentResource::try_new(file.to_owned());
        assert!(resource.is_ok(), "{language}: {:?}", resource.err().map(|(_, errors)| errors));
    }
}

#[test]
fn every_phrase_stands_in_every_language_with_the_same_variables() {
    let english = phrases(FILES[0].1);
    assert!(english.len() > 100);
    for (language, file) in FILES {
        assert_eq!(phrases(file), english, "{language}");
    }
}

#[test]
fn every_phrase_is_said_somewhere() {
    for key in phrases(FILES[0].1).keys() {
        let literal = format!("\"{key}\"");
        assert!(SOURCES.iter().any(|source| source.contains(&literal)), "nothing says {key}");
    }
}

#[test]
fn numbers_of_things_have_a_singular_and_a_plural_everywhere() {
    for (language, file) in FILES {
        let (singular, all) = (file.matches("[one]").count(), file.matches("*[other]").count());
        // Besides plurals, `other` is the default of five choices by word.
        assert_eq!(all, singular + 4, "{language}");
    }
}

#[test]
fn no_phrase_sets_a_mark_of_the_chat() {
    for (language, file) in FILES {
        for line in file
            .lines()
            .filter(|line| !line.starts_with('#') && !line.trim_start().starts_with(['[', '*']))
        {
            let text = line.split_once('=').map_or(line, |(_, text)| text);
            let marks = text.replace("own_city", "");
            assert!(!marks.contains(['*', '_', '~', '`']), "{language}: {line}");
        }
    }
}
