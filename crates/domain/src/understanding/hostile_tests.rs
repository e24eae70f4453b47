//! Whatever anybody writes or says: nothing here panics, and nothing takes long.

use jiff::civil::{DateTime, date};
use proptest::prelude::*;

use super::call::{Speaker, Utterance, line, proof, read_call};
use super::{Asked, Context, acts, language_wanted, party, rules};
use crate::language::Language;
use crate::when::text::tokens;
use crate::when::{self, Reference};

/// More than anybody writes about an appointment.
const LONG: usize = 100_000;

/// The tokens that are looked at.
const TOKENS: usize = 600;

fn now() -> DateTime {
    date(2026, 11, 22).at(10, 0, 0, 0)
}

/// Everything that is read from a text, in every language.
fn read_all(text: &str) {
    let options = ["Monday 10:00".to_owned(), text.to_owned()];
    for language in Language::ALL {
        let reference = Reference { now: now(), language, month_first: language == Language::En };
        for asked in [&[][..], &[Asked::Card], &[Asked::Options], &[Asked::Name], &[Asked::When]] {
            let context = Context::new(language, "AR", now());
            let _ = rules(text, &Context { asked, options: &options, ..context });
        }
        let _ = (acts(text, language), party(text, language), language_wanted(text));
        for phrase in when::phrases(text, reference) {
            assert!(text.get(phrase.span).is_some(), "a phrase stands in the text");
        }
        let _ = (when::read(text, reference), line(text, reference));
        let talk = [Speaker::Us, Speaker::Callee, Speaker::Us, Speaker::Callee]
            .map(|speaker| Utterance { speaker, text });
        let _ = (read_call(&talk, reference), proof(&talk, now(), reference));
    }
}

/// Words on which the rules turn, numbers of any length, and signs that software stumbles over.
fn piece() -> impl Strategy<Value = String> {
    const WORDS: &[&str] = &[
        "not",
        "don't",
        "no",
        "não",
        "sí",
        "yes",
        "cancel",
        "cancela",
        "call",
        "Dr.",
        "Dra",
        "at",
        "a las",
        "às",
        "for",
        "para",
        "May",
        "mayo",
        "Março",
        "the",
        "Street",
        "5th",
        "calle",
        "Rua",
        "nº",
        "#",
        "in",
        "dentro de",
        "days",
        "quarter",
        "to",
        "half past",
        "e meia",
        "12",
        "31/02/2026",
        "29-02",
        "99:99",
        "24:00",
        "0",
        "00:00",
        "1º",
        "next",
        "que viene",
        "last",
        "between",
        "and",
        "entre",
        "or",
        "else",
        "Friday",
        "viernes",
        "sexta-feira",
        "tomorrow",
        "mañana",
        "amanhã",
        "people",
        "my name is",
        "me llamo",
        "booked",
        "agendado",
        "marcado",
        "?",
        "¿",
        "!",
        ".",
        ",",
        ";",
        ":",
        "-",
        "/",
        "@",
        "'",
        "’",
        "(",
        "...",
        "\n",
        "\t",
        "\u{301}",
        "\u{200b}",
        "\u{200d}",
        "\u{202e}",
        "\u{feff}",
        "👍",
        "👩‍👩‍👧",
        "🏽",
        "שלום",
        "مرحبا",
        "٣٤",
        "１２",
        "İ",
        "ﬁ",
        "ẞ",
        "º",
        "ª",
        "½",
        "二十",
    ];
    prop_oneof![
        6 => prop::sample::select(WORDS).prop_map(str::to_owned),
        2 => "[0-9]{1,40}",
        1 => "\\PC{1,6}",
        1 => any::<char>().prop_map(String::from),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_mixture_of_words_and_signs_is_read(
        pieces in prop::collection::vec((piece(), prop::bool::weighted(0.8)), 0..24),
    ) {
        let text: String =
            pieces.into_iter().map(|(piece, apart)| piece + if apart { " " } else { "" }).collect();
        read_all(&text);
    }
}

#[test]
fn a_message_without_end_is_read_up_to_where_nobody_reads_on() {
    let units = [
        "a",
        "1",
        " ",
        "?",
        "Yes. ",
        "don't ",
        "👍",
        "a\u{301}\u{302}",
        "\u{200d}\u{200b}",
        "Thursday at 5 or ",
        "Calle 25 de Mayo 14, ",
        "שלום ",
    ];
    for unit in units {
        let text = unit.repeat(LONG / unit.len());
        let reference = Reference { now: now(), language: Language::En, month_first: false };
        assert!(tokens(&text).len() <= TOKENS, "{unit:?}");
        let words: String = unit.repeat(TOKENS + 1);
        let (long, short) = (when::phrases(&text, reference), when::phrases(&words, reference));
        assert_eq!(long, short, "what lies beyond is not read: {unit:?}");
        let _ = rules(&text, &Context::new(Language::Es, "AR", now()));
    }
}

#[test]
fn dates_at_the_ends_of_time_are_read() {
    for now in [DateTime::MIN, DateTime::MAX, date(9999, 12, 31).at(23, 59, 0, 0)] {
        for language in Language::ALL {
            let reference = Reference { now, language, month_first: false };
            for text in [
                "next week",
                "in 9999 years",
                "in 9999 hours",
                "en 99 meses",
                "daqui a 999 dias",
                "tomorrow at 25:61",
                "el próximo viernes por la noche",
                "yesterday",
                "31 de diciembre de 9999",
                "the day after tomorrow or Monday",
            ] {
                let _ = when::read(text, reference);
            }
        }
    }
}
