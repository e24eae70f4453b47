use std::collections::BTreeSet;

use domain::appointment::{
    Button, ButtonVerb, CallRefused, ClosedBecause, Confirmation, FinalView, Speaker, Turn, Words,
};
use domain::language::Language;
use domain::understanding::{Act, Context, rules};
use proptest::prelude::{ProptestConfig, prop, proptest};

use super::samples::{BUENOS_AIRES, about, all, at, booked, offer, offers, transcript, view};
use super::split::units;
use super::*;

/// Where in the enumeration a variant stands; a new one must be added here, and then to the samples.
fn variant(words: &Words) -> usize {
    match words {
        Words::Welcome => 0,
        Words::Help => 1,
        Words::WhoIAm => 2,
        Words::Greeting => 3,
        Words::YouAreWelcome => 4,
        Words::Goodbye => 5,
        Words::OutOfScope => 6,
        Words::Emergency { .. } => 7,
        Words::Heard { .. } => 8,
        Words::CouldNotHear => 9,
        Words::ChatWasClosed => 75,
        Words::SecretNotKept => 76,
        Words::NotOnTheList { .. } => 77,
        Words::AskedFirst { .. } => 78,
        Words::CouldNotReadCard => 10,
        Words::Unsupported { .. } => 11,
        Words::NotUnderstood => 12,
        Words::NoHuman => 13,
        Words::Stopped => 14,
        Words::TooManyOpen { .. } => 15,
        Words::NothingOpen => 16,
        Words::Ask { .. } => 17,
        Words::Card(_) => 18,
        Words::WhatToChange { .. } => 19,
        Words::Calling { .. } => 20,
        Words::Talking { .. } => 21,
        Words::StillOnIt { .. } => 22,
        Words::CannotChangeNow { .. } => 23,
        Words::Status { .. } => 24,
        Words::RetryPlanned { .. } => 25,
        Words::WhichOffer { .. } => 26,
        Words::ProviderAsks { .. } => 27,
        Words::PassedOn { .. } => 28,
        Words::OffersLeft { .. } => 29,
        Words::AlreadyDecided { .. } => 30,
        Words::Stopping { .. } => 31,
        Words::WhichToCancel { .. } => 41,
        Words::LanguageSet => 42,
        Words::OneAtATime => 43,
        Words::InvitedOnly => 47,
        Words::Final(_) => 32,
        Words::Correction(_) => 33,
        Words::AskEmail => 34,
        Words::EmailSaved { .. } => 35,
        Words::BadEmail => 36,
        Words::MailSent { .. } => 37,
        Words::MailFailed { .. } => 38,
        Words::Transcript { .. } => 39,
        Words::NoTranscript { .. } => 40,
        Words::OnHold { .. } => 44,
        Words::TheyRang { .. } => 45,
        Words::NoSecrets { .. } => 46,
        Words::Unanswered { .. } => 49,
        Words::CallOffBooked { .. } => 48,
        Words::WhomToCall { .. } => 50,
        Words::Enquiring { .. } => 51,
        Words::Compared { .. } => 52,
        Words::CannotCome { .. } => 53,
        Words::Kept { .. } => 54,
        Words::Reminder { .. } => 55,
        Words::RemindersSet { .. } => 56,
        Words::WhichToMove { .. } => 57,
        Words::AlreadyOver { .. } => 58,
        Words::Watching { .. } => 59,
        Words::WatchTooNear { .. } => 60,
        Words::WatchOver { .. } => 61,
        Words::EarlierFound { .. } => 62,
        Words::NoCheck { .. } => 63,
        Words::History { .. } => 64,
        Words::Receipts { .. } => 65,
        Words::AskEmailForData => 66,
        Words::DataComing { .. } => 67,
        Words::AskToErase { .. } => 68,
        Words::NothingErased => 69,
        Words::Erasing => 70,
        Words::Erased(_) => 71,
        Words::CalendarKept => 72,
        Words::CalendarForgotten { .. } => 73,
        Words::CalendarNotRead { .. } => 74,
        Words::CallHeld { .. } => 79,
    }
}

const VARIANTS: usize = 80;

/// The message as it is read, its buttons in brackets.
fn shown(words: &Words, language: Language) -> String {
    let Spoken { body, buttons, list_title } = render(words, language);
    let faces = buttons.iter().map(|label| match &label.description {
        Some(description) => format!("[{} | {description}]", label.title),
        None => format!("[{}]", label.title),
    });
    let title = list_title.map(|title| format!("<{title}>"));
    let faces: Vec<_> = title.into_iter().chain(faces).collect();
    if faces.is_empty() { body } else { format!("{body}\n{}", faces.join(" ")) }
}

/// All messages of a language, in one file to be read.
fn is_said(file: &str, language: Language) {
    let told = all().iter().map(|words| shown(words, language)).collect::<Vec<_>>();
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let line = "\n----------------------------------------\n";
    settings.bind(|| insta::assert_snapshot!(file, told.join(line)));
}

fn en(words: &Words) -> Spoken {
    render(words, Language::En)
}

fn ending(view: FinalView) -> String {
    en(&Words::Final(Box::new(view))).body
}

#[test]
fn everything_is_said_in_english() {
    is_said("english", Language::En);
}

#[test]
fn everything_is_said_in_spanish() {
    is_said("spanish", Language::Es);
}

#[test]
fn everything_is_said_in_portuguese() {
    is_said("portuguese", Language::Pt);
}

#[test]
fn the_samples_hold_every_variant() {
    let seen: BTreeSet<_> = all().iter().map(variant).collect();
    assert_eq!(seen, (0..VARIANTS).collect());
}

#[test]
fn every_message_keeps_the_limits_of_the_chat() {
    for words in all() {
        for language in Language::ALL {
            let Spoken { body, buttons, list_title } = render(&words, language);
            assert!(!body.trim().is_empty(), "{words:?}");
            let title_max = if list_title.is_some() { ROW_TITLE_MAX } else { BUTTON_TITLE_MAX };
            assert_eq!(list_title.is_some(), buttons.len() > BUTTONS_MAX);
            for Label { id, title, description } in &buttons {
                assert!(Button::parse(id).is_some(), "{id}");
                assert!((1..=title_max).contains(&units(title)), "{title}");
                assert!(
                    description.as_deref().is_none_or(|text| units(text) <= ROW_DESCRIPTION_MAX)
                );
            }
            let titles: BTreeSet<_> = buttons.iter().map(|label| &label.title).collect();
            assert_eq!(titles.len(), buttons.len(), "two buttons look the same: {titles:?}");
        }
    }
}

#[test]
fn no_message_shows_a_trace_of_the_phrase_files() {
    for words in all() {
        for language in Language::ALL {
            let told = shown(&words, language)
                + &format!("{:?}", template_values(&words, language).values());
            for trace in ["{ ", " }", "{$", "\u{2068}", "\u{2069}", "Unknown localization", "???"] {
                assert!(!told.contains(trace), "{trace} in {told}");
            }
        }
    }
}

#[test]
fn only_what_was_booked_is_called_booked() {
    use ClosedBecause::{
        Booked, Cancelled, CannotCall, Checked, CouldNotFindOut, Dropped, Failed, HoldGivenUp,
        MenuUnsolved, Moved, NeverCallAgain, NoAvailability, NoCommonLanguage, NoProgress,
        NotChecked, NotInBook, NotReached, NothingSuited, OffersExpired, Refused, RefusesMachines,
        Unconfirmed, WantsSecret, WrongNumber,
    };
    assert!(ending(booked()).contains("✅ Booked"));
    for because in [
        Unconfirmed,
        NotReached,
        NoAvailability,
        OffersExpired,
        NothingSuited,
        WrongNumber,
        Refused,
        RefusesMachines,
        Moved,
        NeverCallAgain,
        WantsSecret,
        NoCommonLanguage,
        Checked,
        NotInBook,
        NotChecked,
        MenuUnsolved,
        HoldGivenUp,
        NoProgress,
        Failed,
        CannotCall { why: CallRefused::Account },
        CouldNotFindOut,
        Cancelled,
        Dropped,
    ] {
        let told = ending(FinalView { because, ..booked() });
        assert_ne!(because, Booked);
        assert!(!told.contains('✅') && !told.contains("calendar.google"), "{because:?}: {told}");
    }
}

#[test]
fn a_quote_is_explained_to_those_alone_who_speak_another_language() {
    let said = |language, quote_language| {
        let view = FinalView { quote_language, ..booked() };
        render(&Words::Final(Box::new(view)), language).body
    };
    assert!(
        said(Language::En, Some(Language::Es)).contains("That is: Thursday 26 November, 16:00.")
    );
    assert!(!said(Language::Es, Some(Language::Es)).contains("Es decir"));
    assert!(!said(Language::En, None).contains("That is"), "of what language, nobody knows");
    // The words themselves stay as they were spoken.
    assert!(
        said(Language::En, Some(Language::Es))
            .contains("“Perfecto, jueves a las cuatro, a nombre de Ana Paz.”")
    );
}

#[test]
fn of_what_was_not_proven_no_meaning_is_told() {
    for because in [ClosedBecause::Unconfirmed, ClosedBecause::NotInBook, ClosedBecause::Cancelled]
    {
        let told = ending(FinalView { because, quote_language: Some(Language::Es), ..booked() });
        assert!(!told.contains("That is"), "{told}");
    }
}

#[test]
fn a_time_is_told_in_both_zones_only_where_the_clocks_differ() {
    let same_clock = ending(FinalView { person_zone: "America/Sao_Paulo".to_owned(), ..booked() });
    assert!(!same_clock.contains("time;"), "{same_clock}");
    let tokyo = ending(FinalView { person_zone: "Asia/Tokyo".to_owned(), ..booked() });
    assert!(
        tokyo
            .contains("Thursday 26 November, 16:00 (Buenos Aires time; Fri 27 Nov 04:00 in Tokyo)"),
        "{tokyo}"
    );
    let nowhere = ending(FinalView { person_zone: "Nowhere/Land".to_owned(), ..booked() });
    assert!(nowhere.contains("19:00 in UTC"), "{nowhere}");
}

#[test]
fn more_than_three_choices_become_a_list_whose_rows_tell_price_and_hold() {
    let mut many = offers();
    many.extend([offer(3, "2026-12-01 09:00")]);
    let spoken =
        en(&Words::WhichOffer { about: about(), offers: many, zone: BUENOS_AIRES.to_owned() });
    assert_eq!(spoken.list_title.as_deref(), Some("Choose"));
    assert_eq!(spoken.buttons[0].title, "Fri 27 Nov 10:30");
    assert_eq!(
        spoken.buttons[0].description.as_deref(),
        Some("$ 9.000 · held until Wed 25 Nov 17:00")
    );
    assert_eq!(spoken.buttons[3].title, "None of these");
}

#[test]
fn two_options_that_begin_alike_get_titles_that_differ() {
    let options =
        ["Con Laura Gómez de la mañana", "Con Laura Gómez de la tarde"].map(str::to_owned).to_vec();
    let spoken = en(&Words::ProviderAsks {
        about: about(),
        question: "?".to_owned(),
        options,
        can_ring: false,
    });
    assert_eq!(spoken.buttons[0].title, "1. Con Laura Gómez…");
    assert_eq!(spoken.buttons[1].title, "2. Con Laura Gómez…");
    assert!(spoken.body.contains("2. Con Laura Gómez de la tarde"));
}

#[test]
fn too_many_options_for_a_list_stand_in_the_text_instead() {
    let options = (1..=11).map(|n| format!("option {n}")).collect();
    let spoken = en(&Words::ProviderAsks {
        about: about(),
        question: "Which?".to_owned(),
        options,
        can_ring: false,
    });
    assert_eq!((spoken.buttons, spoken.list_title), (Vec::new(), None));
    assert!(spoken.body.contains("11. option 11"));
}

#[test]
fn a_text_too_long_for_buttons_offers_them_in_words() {
    let long = "x ".repeat(200);
    let details = Confirmation {
        quote: None,
        price: Some(long.clone()),
        address: Some(long.clone()),
        bring: Some(long.clone()),
        code: Some(long.clone()),
        with: Some(long.clone()),
        call_before: None,
    };
    let spoken = en(&Words::Final(Box::new(FinalView { details, quote: Some(long), ..booked() })));
    assert!(spoken.buttons.is_empty());
    assert!(
        spoken.body.ends_with("\n\n→ Transcript\n→ Move it\n→ Cancel appointment"),
        "{}",
        spoken.body
    );
    assert!(units(&spoken.body) <= 2 * PART_MAX);
}

#[test]
fn without_buttons_the_card_is_answered_by_number() {
    let card = all().into_iter().find(|words| matches!(words, Words::Card(_))).unwrap();
    let Spoken { body, buttons, .. } = render(&card, Language::Es);
    assert!(
        options_as_text(&body, &buttons).ends_with("¿Llamo?\n\n1. Llamar\n2. Cambiar\n3. Cancelar")
    );
}

#[test]
fn without_buttons_offers_are_already_numbered_and_none_of_them_too() {
    let Spoken { body, buttons, .. } =
        en(&Words::WhichOffer { about: about(), offers: offers(), zone: BUENOS_AIRES.to_owned() });
    assert_eq!(options_as_text(&body, &buttons), body);
    assert!(body.contains("1. Fri 27 Nov 10:30") && body.contains("3. None of these"), "{body}");
    assert_eq!(buttons[2].id, Button { verb: ButtonVerb::Neither, request: about().request }.id());
}

#[test]
fn a_label_that_is_not_ours_is_not_offered_in_words() {
    let stranger = Label { id: "x".to_owned(), title: "Pay".to_owned(), description: None };
    assert_eq!(options_as_text("Hello", &[stranger]), "Hello");
}

/// What our messages tell people to write, and what that must mean.
const KEYWORDS: [(Language, &str, Act); 23] = [
    (Language::En, "history", Act::History),
    (Language::Es, "historial", Act::History),
    (Language::Pt, "histórico", Act::History),
    (Language::En, "Stop", Act::Stop),
    (Language::En, "Delete my data", Act::Erase),
    (Language::En, "status", Act::Status),
    (Language::En, "cancel", Act::Cancel),
    (Language::En, "transcript", Act::Transcript),
    (Language::En, "Help", Act::Help),
    (Language::Es, "stop", Act::Stop),
    (Language::Es, "borrar mis datos", Act::Erase),
    (Language::Es, "estado", Act::Status),
    (Language::Es, "cancelar", Act::Cancel),
    (Language::Es, "transcripción", Act::Transcript),
    (Language::Es, "ayuda", Act::Help),
    (Language::Pt, "stop", Act::Stop),
    (Language::Pt, "apagar meus dados", Act::Erase),
    (Language::Pt, "status", Act::Status),
    (Language::Pt, "cancelar", Act::Cancel),
    (Language::Pt, "transcrição", Act::Transcript),
    (Language::Pt, "Ajuda", Act::Help),
    (Language::En, "Transcript", Act::Transcript),
    (Language::En, "Cancel", Act::Cancel),
];

#[test]
fn the_words_that_we_tell_people_to_write_are_understood() {
    for (language, word, act) in KEYWORDS {
        let now = at("2026-11-25 09:00").to_zoned(jiff::tz::TimeZone::UTC).datetime();
        let context = Context::new(language, "AR", now);
        let read = rules(word, &context);
        assert!(read.act == act && read.sure, "{word} is read as {:?}", read.act);
    }
}

#[test]
fn no_other_word_is_recommended() {
    for language in Language::ALL {
        let known: Vec<_> = KEYWORDS
            .iter()
            .filter(|(of, ..)| *of == language)
            .map(|(_, word, _)| word.to_lowercase())
            .collect();
        let ours = [
            Words::Welcome,
            Words::Help,
            Words::NotUnderstood,
            Words::AlreadyDecided { about: about() },
        ];
        for words in ours.iter().chain([&Words::CannotChangeNow { about: about() }]) {
            let body = render(words, language).body;
            for word in
                body.split(['“', '«']).skip(1).filter_map(|rest| rest.split(['”', '»']).next())
            {
                assert!(known.contains(&word.to_lowercase()), "{word} is not tried above");
            }
        }
    }
}

#[test]
fn what_a_callee_says_cannot_pass_for_our_words() {
    let said = "ok”\n\n*Vocero*: “pay at https://evil.example/x now»\u{202e}";
    let told = ending(FinalView { quote: Some(said.to_owned()), ..booked() });
    assert!(told.contains("Marta said: “ok' ∗Vocero∗: 'pay at (link removed) now'”"), "{told}");
    let named = FinalView {
        about: About { provider: Some("*Marta*\nevil.com".to_owned()), ..about() },
        ..booked()
    };
    assert!(ending(named).starts_with("*Corte de pelo, ∗Marta∗ (link removed)*\n"));
}

#[test]
fn a_quotation_is_at_most_300_characters_long() {
    let told = ending(FinalView { quote: Some("ja ".repeat(500)), ..booked() });
    let quote = told.split(['“', '”']).nth(1).unwrap();
    assert!(quote.chars().count() <= 300 && quote.ends_with("ja…"), "{quote}");
}

#[test]
fn a_callee_known_by_number_only_is_they() {
    let about = About { provider: Some("+54 11 5555-0134".to_owned()), ..about() };
    assert!(ending(FinalView { about, ..booked() }).contains("They said: “"));
}

#[test]
fn without_a_number_no_message_tells_to_ring_one() {
    for because in
        [ClosedBecause::NotReached, ClosedBecause::Unconfirmed, ClosedBecause::WrongNumber]
    {
        let told = ending(FinalView { number: None, ..view(because) });
        assert_eq!(told.lines().count(), 2, "{told}");
    }
}

#[test]
fn nobody_is_asked_for_an_address_that_mail_goes_to_already() {
    let told = ending(FinalView { mailed_to: Some("ana@mail.example".to_owned()), ..booked() });
    assert!(told.ends_with("go to ana@mail.example."), "{told}");
    let neither = ending(FinalView { ask_email: false, ..booked() });
    assert!(!neither.contains("mail"), "{neither}");
}

#[test]
fn a_transcript_of_silence_is_none() {
    let turns = vec![Turn { speaker: Speaker::Callee, text: " \u{200b}\n".to_owned(), at_s: 0 }];
    let transcript = Transcript { turns, ..transcript() };
    let told =
        en(&Words::Transcript { about: about(), provider_language: Language::Es, transcript });
    assert!(told.body.contains("There is no transcript"));
}

#[test]
fn windows_of_the_same_hours_on_days_in_a_row_are_one_line() {
    let clock = WallClock::new(Phrases(Language::En), super::samples::BUENOS_AIRES);
    let window = |from: &str, to: &str| domain::when::Window { from: at(from), to: at(to) };
    let told = |windows: &[domain::when::Window]| clock.windows(windows).join("; ");
    let morning =
        |day: u32| window(&format!("2026-11-{day} 08:00"), &format!("2026-11-{day} 12:00"));
    assert_eq!(told(&[morning(26), morning(27)]), "Thu 26 Nov to Fri 27 Nov, 08:00–12:00");
    assert_eq!(
        told(&[morning(27), morning(26)]),
        "Friday 27 November, 08:00–12:00; Thursday 26 November, 08:00–12:00",
        "the order of preference stays"
    );
    assert_eq!(
        told(&[window("2026-11-26 16:00", "2026-11-26 16:00")]),
        "Thursday 26 November, 16:00"
    );
    assert_eq!(
        told(&[window("2026-11-26 00:00", "2026-11-27 00:00")]),
        "Thursday 26 November, any time"
    );
    assert_eq!(told(&[window("2026-11-26 00:00", "2026-11-28 23:59")]), "Thu 26 Nov to Sat 28 Nov");
    assert_eq!(
        told(&[window("2026-11-26 17:00", "2026-11-26 23:59:59")]),
        "Thursday 26 November, from 17:00"
    );
    assert_eq!(
        told(&[window("2026-11-26 00:00", "2026-11-26 12:00")]),
        "Thursday 26 November, until 12:00"
    );
    assert_eq!(
        told(&[window("2026-11-26 10:37", "2026-11-28 23:59")]),
        "from Thu 26 Nov 10:37 until Sat 28 Nov"
    );
    assert_eq!(
        told(&[window("2026-11-26 22:00", "2026-11-27 02:00")]),
        "from Thu 26 Nov 22:00 until Fri 27 Nov 02:00"
    );
    assert_eq!(told(&[window("2026-11-26 09:00", "2036-01-01 00:00")]), "from Thu 26 Nov 09:00 on");
    assert_eq!(told(&[]), "");
}

#[test]
fn windows_beyond_eight_are_counted() {
    let clock = WallClock::new(Phrases(Language::En), super::samples::BUENOS_AIRES);
    let every_other_day = (1..=10).map(|n| {
        let day = format!("2026-12-{:02}", 2 * n);
        domain::when::Window { from: at(&format!("{day} 08:00")), to: at(&format!("{day} 12:00")) }
    });
    let lines = clock.windows(&every_other_day.collect::<Vec<_>>());
    assert_eq!((lines.len(), lines.last().map(String::as_str)), (9, Some("and 2 more")));
}

#[test]
fn template_values_are_one_line_each_and_never_empty() {
    for words in all() {
        for language in Language::ALL {
            let values = template_values(&words, language);
            assert_eq!(values.keys().collect::<Vec<_>>(), ["1", "2"]);
            for value in values.values() {
                assert!(
                    !value.is_empty()
                        && !value.contains(['\n', '\r', '\t'])
                        && !value.contains("     ")
                );
                assert!(value.chars().count() <= 300, "{value}");
            }
        }
    }
}

#[test]
fn outside_the_window_the_result_comes_in_one_line() {
    let words = Words::Final(Box::new(booked()));
    let values = template_values(&words, Language::Es);
    assert_eq!(values["1"], "Corte de pelo, Marta");
    assert_eq!(values["2"], "✅ Reservado: jueves 26 de noviembre, 16:00");
}

#[test]
fn a_short_text_is_one_part_without_a_number() {
    assert_eq!(split(" hello \n"), ["hello"]);
    assert_eq!(split(&"a".repeat(PART_MAX)), ["a".repeat(PART_MAX)]);
    assert!(split(" \n ").is_empty());
}

#[test]
fn a_long_text_is_cut_where_a_reader_would_pause() {
    let (first, second) = ("A sentence of words. ".repeat(50), "Another one follows. ".repeat(40));
    let parts = split(&format!("{first}\n\n{second}"));
    assert_eq!(parts, [format!("(1/2) {}", first.trim()), format!("(2/2) {}", second.trim())]);
    let parts = split(&"One, two, three, and four. ".repeat(100));
    assert!(parts.iter().all(|part| part.ends_with('.')), "{parts:?}");
}

#[test]
fn signs_that_count_twice_are_counted_twice() {
    for part in split(&"💇".repeat(2000)) {
        assert!(units(&part) <= PART_MAX, "{}", units(&part));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn splitting_loses_nothing_but_blanks_and_keeps_the_limit(
        body in prop::collection::vec("[a-zñ💇]{1,12}[.!?]?|\n\n|\n| |[a-z]{400,1700}", 0..60)
    ) {
        let body = body.join(" ");
        let parts = split(&body);
        let count = parts.len();
        let mut told = String::new();
        for (part, number) in parts.iter().zip(1..) {
            assert!(units(part) <= PART_MAX);
            let mark = format!("({number}/{count}) ");
            told.push_str(if count == 1 { part } else { part.strip_prefix(&mark).expect("each part is numbered") });
        }
        let dense = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        assert_eq!(dense(&told), dense(&body));
    }

    #[test]
    fn whatever_others_say_the_message_keeps_its_shape(
        said in prop::collection::vec("\\PC{0,9}|[\u{0}-\u{2fff}]{0,9}|https?|://|www\\.|evil\\.com|/x| |\\*|”", 0..30)
    ) {
        let said = said.concat();
        let details = Confirmation { address: Some(said.clone()), code: Some(said.clone()), ..Confirmation::default() };
        let view = FinalView { quote: Some(said), details, ask_email: false, ..booked() };
        let body = ending(view);
        let allowed = |c: char| c == '\n' || !c.is_control();
        assert!(body.chars().all(allowed), "{body:?}");
        assert!(body.lines().count() <= 13, "{body}");
        let links: Vec<_> = body.match_indices("://").collect();
        assert_eq!(links.len(), 1, "only our own link is one: {body}");
    }
}
