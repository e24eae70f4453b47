//! Who is let in, and what strangers cost.

use super::*;

const CODE: &str = "familia-2026";

fn invited() -> Policy {
    let codes = InviteCodes::new([CODE, "OTRA-CLAVE-1"]).unwrap();
    Policy { access: Access::Invited { codes, people: Vec::new() }, ..Policy::default() }
}

impl Story {
    fn sends(&mut self, content: Content) {
        self.happens(EventKind::Said(Said { sid: "SM1".to_owned(), content }));
    }
}

fn stranger(policy: Policy) -> Story {
    let mut story = Story { policy, ..Story::new() };
    story.desk.person.greeted = false;
    story.desk.person.writes_from = PhoneNumber::parse("+5491122334455", "").ok();
    story
}

fn media() -> Media {
    Media { message_sid: "SM1".to_owned(), url: "u".to_owned(), content_type: "a".to_owned() }
}

fn count(story: &Story, words: &Words) -> usize {
    story.said.iter().filter(|said| *said == words).count()
}

#[test]
fn a_stranger_is_told_once_a_day_and_costs_nothing_else() {
    let mut story = stranger(invited());
    story.writes("Hola, quiero un corte de pelo el jueves por la tarde con Marta, 912 345 678");
    story.sends(Content::Voice { media: media() });
    story.sends(Content::Contact { media: media() });
    story.sends(Content::Choice { id: "call:x".to_owned(), title: "Llamar".to_owned() });
    let caption = Some("hola".to_owned());
    story.sends(Content::Unsupported { kind: Unsupported::Image, caption });
    let told = Command::Say { request: None, words: Words::InvitedOnly };
    assert_eq!(story.commands, std::slice::from_ref(&told));
    assert!(story.desk.requests.is_empty());

    story.later(24 * 3600 - 1);
    story.writes("¿hola?");
    assert_eq!(story.commands.len(), 1);
    story.later(1);
    story.writes("¿hola?");
    assert_eq!(story.commands, [told.clone(), told]);
}

#[test]
fn a_code_lets_in_alone_or_within_a_sentence_and_more_than_one_person() {
    for text in
        [CODE, "FAMILIA-2026", "Hola! Mi código es «familia-2026».", "otra-clave-1, gracias"]
    {
        let mut story = stranger(invited());
        story.writes("hola");
        story.writes(text);
        assert_eq!(story.said, [Words::InvitedOnly, Words::Welcome], "{text}");
        story.writes("Quiero un corte de pelo");
        assert!(story.said.len() > 2 || story.commands.len() > 2, "{text}");
        assert_eq!(count(&story, &Words::InvitedOnly), 1, "{text}");
    }
}

#[test]
fn a_wish_in_the_message_with_the_code_is_read_like_any_other() {
    let mut story = stranger(invited());
    story.writes(&format!("Hola, código {CODE}: un corte de pelo el jueves a las 16"));
    assert_eq!(story.said, [Words::Welcome]);
    let read: Vec<_> = story
        .commands
        .iter()
        .filter_map(|command| match command {
            Command::Read { text, .. } => Some(text.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(read, ["Hola, código : un corte de pelo el jueves a las 16"]);
}

#[test]
fn who_was_greeted_when_it_was_open_needs_a_code_and_is_not_welcomed_twice() {
    let mut story = Story::new();
    story.policy = invited();
    story.writes("hola");
    story.writes(CODE);
    assert_eq!(story.said, [Words::InvitedOnly, Words::Greeting]);
}

#[test]
fn after_five_wrong_codes_there_is_silence_for_the_right_one_too() {
    let mut story = stranger(invited());
    story.writes("hola");
    for n in 1..=5 {
        story.writes(&format!("clave-mala-{n}"));
    }
    story.writes(CODE);
    assert_eq!(story.said, [Words::InvitedOnly]);
    story.later(24 * 3600);
    story.writes(CODE);
    assert_eq!(story.said, [Words::InvitedOnly, Words::Welcome]);
}

#[test]
fn one_message_tries_no_more_codes_than_five() {
    let mut story = stranger(invited());
    story.writes(&format!(
        "mala-clave-1 mala-clave-2 mala-clave-3 mala-clave-4 mala-clave-5 {CODE}"
    ));
    assert!(!story.desk.person.admitted);
    assert_eq!(story.said, [] as [Words; 0]);
    assert_eq!(story.desk.person.door.wrong.len(), 5, "it is bounded");
}

#[test]
fn ordinary_words_and_numbers_are_no_wrong_codes() {
    let mut story = stranger(invited());
    for _ in 0..10 {
        story.writes("Necesito hora en la peluquería Marta, +34 912345678, 26/11/2026 a las 16:00");
    }
    story.writes(CODE);
    assert_eq!(story.said, [Words::InvitedOnly, Words::Welcome]);
}

#[test]
fn an_emergency_gets_its_number_at_the_door_and_however_often() {
    let mut story = stranger(invited());
    for n in 1..=6 {
        story.writes(&format!("clave-mala-{n}"));
    }
    story.writes("ayuda, mi padre no respira");
    story.writes("ayuda, mi padre no respira");
    let number = "112".to_owned();
    assert_eq!(count(&story, &Words::Emergency { number }), 2, "{:?}", story.said);
}

#[test]
fn who_wants_to_be_left_alone_is() {
    let mut story = stranger(invited());
    story.writes("stop");
    assert_eq!(story.said, [] as [Words; 0]);
    assert!(story.desk.person.stopped);
}

#[test]
fn the_message_comes_in_the_language_of_the_stranger() {
    let mut story = stranger(invited());
    story.writes("Hello, I would like to book an appointment with a dentist please");
    assert_eq!(story.desk.person.language, Language::En);
}

#[test]
fn a_list_lets_in_who_is_on_it_and_no_code_does() {
    let people = vec![PhoneNumber::parse("+541122334455", "").unwrap()];
    let listed = Policy { access: Access::Listed { people: people.clone() }, ..Policy::default() };
    let mut known = stranger(listed.clone());
    known.writes("hola");
    assert_eq!(count(&known, &Words::Welcome), 1, "the same line in another spelling");

    let mut unknown = stranger(listed);
    unknown.desk.person.writes_from = None;
    unknown.desk.person.admitted = true;
    unknown.writes(CODE);
    assert_eq!(unknown.said, [Words::InvitedOnly]);

    let codes = InviteCodes::new([CODE]).unwrap();
    let mut expected =
        stranger(Policy { access: Access::Invited { codes, people }, ..Policy::default() });
    expected.writes("hola");
    assert_eq!(count(&expected, &Words::InvitedOnly), 0);
}

#[test]
fn who_is_shut_out_during_a_call_can_still_call_it_off() {
    let mut story = Story::on_the_phone();
    story.policy = invited();
    story.writes("cancela todo");
    assert!(story.commands.iter().any(|command| matches!(command, Command::EndCall { .. })));
    story.ends_with(&[(Speaker::Callee, "adiós")]);
    assert_eq!(story.status(), "cancelled");
    story.writes("quiero otro corte de pelo");
    assert_eq!(story.last_said(), &Words::InvitedOnly);
}

#[test]
fn a_code_is_long_and_of_letters_and_digits() {
    for bad in ["short-1", "peluquerias", "34912345678", "con espacio 1", "acción-2026"] {
        assert_eq!(InviteCodes::new([bad]), None, "{bad}");
    }
    let shown = format!("{:?}", InviteCodes::new([CODE]).unwrap());
    assert!(!shown.to_lowercase().contains("familia"), "{shown}");
}

#[test]
fn a_person_stored_before_there_was_a_door_can_be_read_and_their_number_is_not_stored() {
    let mut person = stranger(invited()).desk.person;
    person.admitted = true;
    let mut json = serde_json::to_value(&person).unwrap();
    assert!(!json.to_string().contains("22334455"), "{json}");
    let fields = json.as_object_mut().unwrap();
    assert!(fields.remove("admitted").is_some() && fields.remove("door").is_some());
    let read: Person = serde_json::from_value(json).unwrap();
    assert!(!read.admitted);
}
