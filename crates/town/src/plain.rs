//! Plain words of the sandbox and of the town, which are English, in the language of the page.
//!
//! What nobody foresaw stays as it is: better English than nothing.

use sandbox::timeline::{Entry, Kind};

use crate::texts::Texts;

/// What is said, `{}` standing for anything, and the key of the text.
const SAID: [(&str, &str); 46] = [
    ("asked under a name that is not the town's", "no-other-name"),
    ("asked by another site", "no-other-site"),
    ("there is no such thing", "no-such-thing"),
    ("the database does not answer", "no-database"),
    ("there is nothing to come", "no-next"),
    ("there is no worker to kill", "no-worker"),
    ("a voice note needs a recording, or words", "no-voice"),
    ("nobody who is played by hand is on the phone there", "no-hand"),
    ("no such call at this phone", "no-call"),
    ("the call is over", "no-call"),
    ("a phone has the keys 0 to 9, * and #", "no-key"),
    ("the number is nobody's", "no-number"),
    ("nothing on the screen to choose as {}", "no-choice"),
    ("the clock was moved", "said-clock"),
    ("the worker was killed where it stood", "said-killed"),
    ("{} is down", "said-down"),
    ("{} is up again", "said-up"),
    ("dials {}", "said-dials"),
    ("the phone rings", "said-rings"),
    ("a provider rings our number", "said-rings-us"),
    ("our number answers", "said-we-answer"),
    ("answered (Human)", "said-answered"),
    ("answered ({})", "said-answered-machine"),
    ("answered by human", "said-judged-human"),
    ("answered by unknown", "said-judged-unknown"),
    ("answered by {}", "said-judged-machine"),
    ("completed after {} s of talk", "said-ended"),
    ("busy after {} s of talk", "said-busy"),
    ("no-answer after {} s of talk", "said-no-answer"),
    ("canceled after {} s of talk", "said-canceled"),
    ("failed after {} s of talk", "said-failed"),
    ("{}: Lose", "said-lost"),
    ("{}: Double", "said-doubled"),
    ("{}: SwapWithNext", "said-swapped"),
    ("{}: Delay { seconds: {} }", "said-delayed"),
    ("{}: Unreachable", "said-unreachable"),
    ("{}: AnswerLost", "said-answer-lost"),
    ("{}: RequestLost", "said-request-lost"),
    ("a model plays the voice agent", "said-model"),
    ("it does not answer in time", "model-late"),
    ("it answers in another form", "model-form"),
    ("it says too much at once", "model-much"),
    ("it neither says nor does anything", "model-nothing"),
    ("it uses a tool that there is not", "model-tool"),
    ("it uses {} with nonsense", "model-nonsense"),
    ("it turns in circles", "model-circles"),
];

/// The words in the language of the page, if they are known.
pub fn words(texts: Texts, english: &str) -> Option<String> {
    SAID.iter().find_map(|(said, key)| {
        let gaps = gaps(said, english)?;
        let gap = |nth: usize| named(texts, gaps.get(nth).copied().unwrap_or_default());
        Some(texts.fill(key, &[("what", &gap(0)), ("more", &gap(1))]))
    })
}

/// A line of the vendors' that says something in plain words.
pub fn line(texts: Texts, entry: &Entry) -> Option<String> {
    match entry.kind {
        Kind::MessageStatus => {
            let (word, code) = entry.text.split_once(' ').unwrap_or((&entry.text, ""));
            let word = if word == "undelivered" { "failed" } else { word };
            let word = texts.find(&format!("tick-{word}"))?;
            Some(format!("{word} {code}").trim_end().to_owned())
        }
        Kind::Fault if entry.who == "model" => {
            let why = words(texts, &entry.text).unwrap_or_else(|| entry.text.clone());
            Some(texts.fill("model-failed", &[("why", &why)]))
        }
        Kind::Fault
        | Kind::Note
        | Kind::Dialled
        | Kind::Ringing
        | Kind::Answered
        | Kind::CallEnded => words(texts, &entry.text),
        _ => None,
    }
}

/// A vendor or callback by the name that the page has for it.
fn named(texts: Texts, gap: &str) -> String {
    let mut kebab = String::new();
    for letter in gap.chars() {
        if letter.is_ascii_uppercase() && !kebab.is_empty() {
            kebab.push('-');
        }
        kebab.push(letter.to_ascii_lowercase());
    }
    let name = |of: &str| texts.find(&format!("{of}-{kebab}"));
    name("webhook").or_else(|| name("vendor")).unwrap_or_else(|| gap.to_owned())
}

/// What stands in the gaps, if the text is made so.
fn gaps<'a>(said: &str, text: &'a str) -> Option<Vec<&'a str>> {
    let mut parts = said.split("{}");
    let mut rest = text.strip_prefix(parts.next()?)?;
    let mut gaps = Vec::new();
    let parts: Vec<&str> = parts.collect();
    for (nth, part) in parts.iter().enumerate() {
        let is_last = nth + 1 == parts.len();
        let at = if is_last { rest.len().checked_sub(part.len())? } else { rest.find(part)? };
        let (gap, after) = rest.split_at_checked(at)?;
        rest = after.strip_prefix(part)?;
        gaps.push(gap);
    }
    rest.is_empty().then_some(gaps)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::language::Language;

    #[test]
    fn gaps_are_found_where_they_are() {
        assert_eq!(gaps("a {} c", "a b c"), Some(vec!["b"]));
        assert_eq!(
            gaps("{}: Delay { seconds: {} }", "X: Delay { seconds: 20 }"),
            Some(vec!["X", "20"])
        );
        assert_eq!(gaps("dials {}", "dials +54"), Some(vec!["+54"]));
        assert_eq!(gaps("a {} c", "a b d"), None);
        assert_eq!(gaps("a", "ab"), None);
        assert_eq!(gaps("é{}", "a"), None);
    }

    #[test]
    fn each_plain_word_is_there_in_each_language() {
        for language in Language::ALL {
            for (said, key) in SAID {
                let texts = Texts(language);
                let told = words(texts, &said.replace("{}", "12")).expect("it is known");
                assert!(!told.contains('{') && told != *key, "{told}");
            }
        }
    }

    #[test]
    fn a_callback_is_called_as_the_page_calls_it() {
        let told = words(Texts(Language::Es), "TwilioInbound: Double");
        assert_eq!(told.as_deref(), Some("llega dos veces: Mensaje de la persona"));
        let told = words(Texts(Language::Pt), "Llm is down");
        assert_eq!(told.as_deref(), Some("Modelo de linguagem está fora do ar"));
    }

    #[test]
    fn what_nobody_foresaw_stays_as_it_is() {
        assert_eq!(words(Texts(Language::Es), "error 21262: nobody to tell"), None);
    }
}
