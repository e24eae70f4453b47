//! Who or what is on the line: what is reported, and what follows from the decision.

use super::super::desk::{Diary, Manner};
use super::super::{BuiltIn, Desk, Over, Tongue, ToolFailure};
use super::{FOUR, Heard, Product, agreed, briefing, place, play, reporting};

fn desk(manner: Manner, visit: u32) -> Desk {
    Desk::new(place(Tongue::Es), manner, visit)
}

/// A first call to a desk, by an agent that reports the line.
fn call(manner: Manner, product: &mut Product) -> (Heard, Diary) {
    let mut diary = Diary::default();
    let heard = play(reporting(), desk(manner, 1), &mut diary, product);
    (heard, diary)
}

/// The person and nothing else.
const PERSON: (&str, bool) = ("person", false);

#[test]
fn a_person_is_reported_once_before_the_first_word() {
    let mut product = Product::that_decides(&["ok"]);
    let (_, diary) = call(Manner::TwoSlots, &mut product);
    assert_eq!(product.tools()[0], "report_line");
    assert_eq!(product.lines(), [PERSON]);
    assert_eq!(agreed(&diary), [FOUR]);
}

#[test]
fn a_message_is_left_after_the_beep_word_for_word() {
    let mut product = Product::that_decides(&["leave_message"]);
    let (heard, _) = call(Manner::Voicemail, &mut product);
    assert_eq!(product.lines(), [("voicemail", false)]);
    let beep = heard.lines.iter().position(|(_, text)| text == "(pitido)").unwrap();
    assert_eq!(heard.lines[beep + 1], ('A', "Llamamos de parte de Ana.".to_owned()));
    assert_eq!(heard.lines.len(), beep + 2);
    assert_eq!(product.told("end_without_booking")["reason"], "voicemail");
    assert_eq!(heard.over, Some(Over::Agent(BuiltIn::VoicemailDetection)));
}

#[test]
fn nothing_is_said_to_a_machine_that_gets_no_message() {
    let decided = |manner, decisions| {
        let mut product = Product::that_decides(decisions);
        let (heard, _) = call(manner, &mut product);
        assert!(heard.lines.iter().all(|(who, _)| *who == 'C'), "{manner:?}: {:?}", heard.lines);
        assert_eq!(heard.over, Some(Over::Agent(BuiltIn::VoicemailDetection)));
        assert_eq!(product.told("end_without_booking")["reason"], "voicemail");
        product.lines().first().map(|(line, _)| (*line).to_owned())
    };
    assert_eq!(decided(Manner::Voicemail, &["end"]).as_deref(), Some("voicemail"));
    assert_eq!(decided(Manner::MailboxFull, &["end"]).as_deref(), Some("full_mailbox"));
    let full = decided(Manner::MailboxFull, &["leave_message"]);
    assert_eq!(full.as_deref(), Some("full_mailbox"), "there is nothing to leave it on");
}

#[test]
fn a_message_that_is_empty_is_not_left() {
    let mut product = Product::new(|_, _| serde_json::json!({"decision": "leave_message"}));
    let (heard, _) = call(Manner::Voicemail, &mut product);
    assert!(heard.lines.iter().all(|(who, _)| *who == 'C'));
}

#[test]
fn who_had_the_machine_on_is_there_the_second_time() {
    let mut product = Product::that_decides(&["end", "ok"]);
    let mut diary = Diary::default();
    for visit in 1..=2 {
        let again = desk(Manner::VoicemailThenPerson, visit);
        play(reporting(), again, &mut diary, &mut product);
    }
    assert_eq!(product.lines(), [("voicemail", false), PERSON]);
    assert_eq!(agreed(&diary), [FOUR]);
}

#[test]
fn a_menu_is_reported_and_its_key_pressed_and_then_a_person_is_there() {
    let mut product = Product::that_decides(&["press", "ok"]);
    let (heard, diary) = call(Manner::Menu, &mut product);
    assert_eq!(product.lines(), [("menu", false), PERSON]);
    assert_eq!(heard.tones, ["1"]);
    assert!(product.used[0].1["detail"].as_str().unwrap().contains("Para turnos, marque 1"));
    assert_eq!(agreed(&diary), [FOUR]);
}

#[test]
fn a_deaf_menu_hears_slow_tones_and_the_spoken_word_only() {
    for (last, tones) in [("press_slowly", &["1", "1", "WW1"][..]), ("speak", &["1", "1"])] {
        let decisions: &'static [&'static str] = match last {
            "speak" => &["press", "press", "speak", "ok"],
            _ => &["press", "press", "press_slowly", "ok"],
        };
        let mut product = Product::that_decides(decisions);
        let (heard, diary) = call(Manner::MenuDeaf, &mut product);
        assert_eq!(product.lines(), [("menu", false), ("menu", true), ("menu", true), PERSON]);
        assert_eq!(heard.tones, tones);
        assert_eq!(heard.said('A', "Turnos."), last == "speak");
        assert_eq!(agreed(&diary), [FOUR]);
    }
}

#[test]
fn only_the_operator_leads_out_of_some_menus_by_key_or_by_word() {
    let decisions = &["press", "press_slowly", "speak", "operator", "ok"];
    let mut product = Product::that_decides(decisions);
    let (heard, diary) = call(Manner::MenuOperator, &mut product);
    assert_eq!(heard.tones, ["2", "WW2", "0"]);
    assert_eq!(agreed(&diary), [FOUR]);

    let mut keyless = reporting();
    keyless.built_in.remove(&BuiltIn::PlayKeypadTouchTone);
    let mut diary = Diary::default();
    let mut product = Product::that_decides(&["operator", "ok"]);
    let heard = play(keyless, desk(Manner::MenuOperator, 1), &mut diary, &mut product);
    assert!(heard.said('A', "Operadora."));
    assert_eq!(agreed(&diary), [FOUR]);
}

#[test]
fn menus_without_end_are_left_with_the_question_that_stopped_it() {
    let mut product = Product::that_decides(&["press", "press", "press", "end"]);
    let (heard, _) = call(Manner::MenuEndless, &mut product);
    let failed: Vec<bool> = product.lines().into_iter().map(|(_, failed)| failed).collect();
    assert_eq!(failed, [false, false, false, true], "the first one came again");
    let told = product.told("end_without_booking");
    assert_eq!(told["reason"], "menu_unsolved");
    assert!(told["detail"].as_str().unwrap().contains("Bienvenido"));
    assert!(heard.lines.iter().all(|(who, _)| *who == 'C'), "no goodbye into a menu");
}

#[test]
fn a_menu_that_is_never_left_ends_the_call_by_itself() {
    for manner in [Manner::MenuEndless, Manner::MenuOperator, Manner::MenuDeaf] {
        let mut product = Product::that_decides(&["press"]);
        let (heard, diary) = call(manner, &mut product);
        assert_eq!(heard.over, Some(Over::Callee), "{manner:?}");
        assert_eq!(agreed(&diary), []);
    }
}

#[test]
fn a_hold_is_reported_every_half_minute_and_waited_through_in_silence() {
    let mut product = Product::that_decides(&["wait"]);
    let (heard, diary) = call(Manner::HoldMusic, &mut product);
    assert_eq!(product.lines(), [("hold", false), ("hold", false), PERSON]);
    assert!(heard.seconds > 45);
    assert_eq!(agreed(&diary), [FOUR]);
}

#[test]
fn a_hold_is_given_up_when_it_is_decided_so() {
    let mut product = Product::that_decides(&["wait", "wait", "wait", "end"]);
    let (heard, _) = call(Manner::HoldForever, &mut product);
    assert_eq!(product.told("end_without_booking")["reason"], "hold_given_up");
    assert!((90..150).contains(&heard.seconds), "the fourth report: {}", heard.seconds);
    assert!(heard.lines.iter().all(|(who, _)| *who == 'C'), "nothing is said into the music");
}

#[test]
fn a_hold_that_nobody_ends_lasts_longer_than_a_quarter_of_an_hour() {
    let mut product = Product::that_decides(&["wait"]);
    let (heard, _) = call(Manner::HoldForever, &mut product);
    assert_eq!(heard.over, Some(Over::Callee));
    assert!(heard.seconds > 900, "{}", heard.seconds);
}

#[test]
fn a_screening_machine_is_told_name_and_reason_in_one_sentence() {
    let mut product = Product::that_decides(&["introduce", "ok"]);
    let (heard, diary) = call(Manner::Screening, &mut product);
    assert_eq!(product.lines(), [("screening", false), PERSON]);
    assert!(heard.lines[1].1.contains("de parte de Ana Núñez para pedir un turno: corte de pelo"));
    assert_eq!(agreed(&diary), [FOUR]);
}

#[test]
fn silence_or_a_missing_name_is_never_put_through() {
    let mut nameless = reporting();
    nameless.person.clear();
    let mut product = Product::that_decides(&["introduce"]);
    let heard = play(nameless, desk(Manner::Screening, 1), &mut Diary::default(), &mut product);
    assert!(!heard.said('C', "Permanezca"));
    assert_eq!(heard.over, Some(Over::Callee));

    let mut silent = Desk::new(place(Tongue::Es), Manner::Screening, 1);
    silent.answers();
    assert_eq!(silent.notices_silence().len(), 1, "asked once more");
    let parting = silent.notices_silence();
    assert_eq!(parting.last(), Some(&super::super::Reply::HangsUp));
}

#[test]
fn another_machine_is_talked_to_in_few_words_and_gives_a_code() {
    let mut product = Product::that_decides(&["ok"]);
    let (heard, diary) = call(Manner::AiReceptionist, &mut product);
    assert_eq!(product.lines(), [("machine", false); 2], "again after some lines");
    assert!(heard.said('A', "Servicio: corte de pelo. Horario:"));
    assert_eq!(product.told("confirm_booking")["code"], "2611-1600");
    assert_eq!(agreed(&diary), [FOUR]);

    let mut product = Product::that_decides(&["end"]);
    let (heard, _) = call(Manner::AiReceptionist, &mut product);
    assert_eq!(heard.over, Some(Over::Agent(BuiltIn::EndCall)));
    assert_eq!(product.told("end_without_booking")["reason"], "no_progress");
}

#[test]
fn politeness_without_end_is_left_when_it_is_told_to() {
    let mut product = Product::that_decides(&["ok", "ok", "end"]);
    let (heard, diary) = call(Manner::PolitenessLoop, &mut product);
    assert_eq!(product.told("end_without_booking")["reason"], "no_progress");
    assert!(heard.lines.iter().filter(|(who, _)| *who == 'A').count() < 10);
    assert_eq!(agreed(&diary), []);
}

#[test]
fn those_who_moved_or_want_no_calls_are_believed_at_once() {
    for (manner, reason, part) in [
        (Manner::Moved, "moved", "+54 11 4321 1201"),
        (Manner::NeverAgain, "never_call_again", "nunca más"),
        (Manner::ForeignLanguage, "no_common_language", "nur Deutsch"),
    ] {
        let mut product = Product::that_decides(&["ok"]);
        let (heard, _) = call(manner, &mut product);
        let told = product.told("end_without_booking");
        assert_eq!(told["reason"], reason);
        assert!(told["detail"].as_str().unwrap().contains(part));
        assert_eq!(
            heard.lines.iter().filter(|(who, _)| *who == 'A').count(),
            2,
            "one word, one goodbye"
        );
    }
}

#[test]
fn a_price_is_named_with_the_offer() {
    let mut product = Product::that_decides(&["ok"]);
    let (heard, _) = call(Manner::Expensive, &mut product);
    assert!(heard.said('C', "Cuesta 18.000 pesos"));
    assert_eq!(product.told("report_offers")["offers"][0]["price"], "18.000 pesos");
}

#[test]
fn a_language_that_changes_in_the_middle_is_followed() {
    let mut product = Product::that_decides(&["ok"]);
    let (heard, diary) = call(Manner::SwitchesLanguage, &mut product);
    assert!(heard.said('C', "¿en qué puedo ayudarle?") && heard.said('C', "I could offer"));
    assert!(heard.said('A', "Hola") && heard.said('A', "Yes, please"));
    assert_eq!(agreed(&diary), [FOUR]);
}

#[test]
fn a_report_that_fails_twice_is_done_without() {
    let mut product = Product::that_books();
    let mut answers = product.answers;
    product.answers = Box::new(move |tool, arguments| match tool {
        "report_line" => Err(ToolFailure("500".to_owned())),
        _ => answers(tool, arguments),
    });
    let (_, diary) = call(Manner::Menu, &mut product);
    assert_eq!(product.tools()[..4], ["report_line"; 4], "the menu twice, the person twice");
    assert_eq!(agreed(&diary), [FOUR]);
}

#[test]
fn an_agent_without_the_tool_reports_nothing_and_still_finds_its_way() {
    for manner in [Manner::Menu, Manner::Screening, Manner::AiReceptionist, Manner::HoldMusic] {
        let mut product = Product::that_books();
        let mut diary = Diary::default();
        play(briefing(), desk(manner, 1), &mut diary, &mut product);
        assert_eq!(product.lines(), []);
        assert_eq!(agreed(&diary), [FOUR], "{manner:?}");
    }
}

#[test]
fn every_call_ends_in_each_language_whatever_is_decided_about_the_line() {
    for tongue in Tongue::ALL {
        for manner in Manner::ALL.into_iter().filter(|manner| *manner != Manner::ByHand) {
            for decisions in [&["ok"], &["end"], &["wait"], &["speak"], &["nonsense"]] {
                let mut agent = reporting();
                agent.tongue = tongue;
                let callee = Desk::new(place(tongue), manner, 1);
                let mut product = Product::that_decides(decisions);
                play(agent, callee, &mut Diary::default(), &mut product);
            }
        }
    }
}
