//! Moving by phone what was booked.

use super::*;

fn asks_to_move(story: &mut Story, when: &str) {
    let mut proposal = Proposal::of(Act::Reschedule, true);
    if !when.is_empty() {
        proposal.when = vec![when.to_owned()];
    }
    story.reads(&format!("cambiá el turno {when}"), proposal);
}

/// Friday morning is asked for, the card confirmed, the call answered.
fn moving() -> Story {
    let mut story = booked();
    asks_to_move(&mut story, "el viernes por la mañana");
    story.taps(ButtonVerb::Call);
    story.call(CallEvent::Answered);
    story
}

const MOVED: [(Speaker, &str); 3] = [
    (Speaker::Callee, "Sí, lo tengo el jueves a las cuatro de la tarde."),
    (Speaker::Agent, "¿Me confirma el viernes 27 de noviembre a las 10:00, a nombre de Ana Ruiz?"),
    (Speaker::Callee, "Listo, el viernes a las diez de la mañana queda anotado."),
];

fn of(story: &Story, nth: usize) -> &Appointment {
    story.desk.requests[nth].appointment.as_ref().expect("it was booked")
}

/// How many of the person's appointments stand.
fn standing(story: &Story) -> usize {
    let booked = story.desk.requests.iter().filter_map(|it| it.appointment.as_ref());
    booked.filter(|it| it.stands(story.now)).count()
}

#[test]
fn the_new_one_takes_the_place_of_the_old_one_when_their_words_say_so() {
    let mut story = moving();
    let call = story.last_call().clone();
    assert_eq!((call.purpose, call.brief.appointment), (Purpose::Change, Some(of(&story, 0).slot)));
    assert!(
        call.brief.first_sentence.contains(
            "cambiar de horario el turno de corte de pelo, que es el jueves 26 a las 16:00"
        )
    );
    assert_eq!(story.claims(27, 10), ToolDecision::Book);
    assert_eq!(story.confirms(27, 10), ToolDecision::Ok);
    assert!(of(&story, 0).stands(story.now), "until it is proven");
    story.ends_with(&MOVED);
    assert_eq!((story.status(), story.final_words(), standing(&story)), ("booked", 2, 1));
    let (old, new) = (of(&story, 0), of(&story, 1));
    assert_eq!(old.moved_to, Some(story.request().id));
    assert_eq!((new.entry(), new.sequence), (old.id, 1), "one entry in a calendar");
    let view = story.last_final();
    assert_eq!((view.errand.moves(), view.at), (Some(old.slot), Some(new.slot.0)));
}

#[test]
fn without_new_times_they_are_asked_for_and_an_hour_alone_is_of_the_same_day() {
    let mut story = booked();
    story.taps(ButtonVerb::Move);
    let Words::Ask { missing, .. } = story.last_said() else { panic!("{:?}", story.last_said()) };
    assert_eq!(missing.details, [Detail::When]);
    assert_eq!(story.dials(), 1);
    let mut proposal = Proposal::of(Act::Inform, false);
    proposal.when = vec!["a las 18".to_owned()];
    story.reads("a las 18", proposal);
    let Words::Card(card) = story.last_said() else { panic!("{:?}", story.last_said()) };
    assert_eq!(card.moves, Some(of(&story, 0).slot.0));
    assert_eq!(card.windows[0].from.to_string(), "2026-11-26T17:00:00Z");
    assert!(card.facts.is_empty() && card.may_ask.is_empty(), "they know it already");
}

#[test]
fn a_time_that_counts_on_counts_from_the_appointment() {
    for (language, first, same, later) in [
        (
            Language::En,
            "move my appointment",
            &["next day same time", "the day after, same time", "Friday at the same time"],
            &["an hour later", "make it one hour later"],
        ),
        (
            Language::Es,
            "mover mi turno",
            &["al día siguiente a la misma hora", "al otro día, misma hora", "viernes, misma hora"],
            &["una hora más tarde", "una hora después"],
        ),
        (
            Language::Pt,
            "remarcar meu horário",
            &[
                "no dia seguinte, mesma hora",
                "no dia seguinte, no mesmo horário",
                "sexta, mesma hora",
            ],
            &["uma hora mais tarde", "uma hora depois"],
        ),
    ] {
        let same = same.iter().map(|text| (*text, "Fri 16:00-Fri 16:00"));
        let later = later.iter().map(|text| (*text, "Thu 17:00-Thu 17:00"));
        for (text, expected) in same.chain(later) {
            let mut story = booked();
            story.desk.person.language = language;
            story.says_all(first);
            story.says_all(text);
            assert_eq!(story.days(), [expected], "{text}: {:?}", story.last_said());
            let mut story = booked();
            story.desk.person.language = language;
            story.says_all(&format!("{first}, {text}"));
            assert_eq!(story.days(), [expected], "{first}, {text}: {:?}", story.last_said());
        }
    }
}

#[test]
fn the_old_time_is_no_new_one() {
    let mut story = booked();
    asks_to_move(&mut story, "el jueves");
    story.taps(ButtonVerb::Call);
    story.call(CallEvent::Answered);
    assert_eq!(story.offers(26, 16), ToolDecision::Decline);
    assert_eq!(story.claims(26, 16), ToolDecision::Decline);
    assert_eq!(story.confirms(26, 16), ToolDecision::Decline);
    assert_eq!(story.claims(26, 18), ToolDecision::Book);
}

#[test]
fn words_about_the_old_time_prove_nothing_of_the_new_one() {
    for (new, words) in [
        ((27, 16), "Sí, lo tengo anotado a las cuatro de la tarde."),
        ((26, 18), "Sí, el jueves queda reservado."),
        ((27, 10), "Sí, el jueves a las cuatro de la tarde queda reservado."),
    ] {
        let mut story = booked();
        asks_to_move(&mut story, "el jueves o el viernes");
        story.taps(ButtonVerb::Call);
        story.call(CallEvent::Answered);
        assert_eq!(story.claims(new.0, new.1), ToolDecision::Book);
        story.confirms(new.0, new.1);
        story.ends_with(&[
            (
                Speaker::Agent,
                "Hola, llamo por el turno del jueves 26 a las 16:00, a nombre de Ana Ruiz.",
            ),
            (Speaker::Callee, words),
        ]);
        assert_eq!(story.status(), "unconfirmed", "{words}");
        assert!(of(&story, 0).stands(story.now) && standing(&story) == 1, "{words}");
    }
}

#[test]
fn nothing_free_leaves_the_old_one() {
    let mut story = moving();
    story.gives_up(GaveUp::NoAvailability);
    story.ends_with(&[(Speaker::Callee, "El viernes no tenemos nada libre.")]);
    assert_eq!((story.status(), standing(&story)), ("no_availability", 1));
    assert_eq!(story.last_final().errand.moves(), Some(of(&story, 0).slot));
}

#[test]
fn what_they_do_not_find_is_told() {
    let mut story = moving();
    story.gives_up(GaveUp::NotFound);
    story.ends_with(&[(Speaker::Callee, "No tengo nada anotado a ese nombre.")]);
    assert_eq!(story.status(), "not_in_their_book");
    assert!(of(&story, 0).stands(story.now), "we changed nothing");
    assert_eq!(story.final_words(), 2);
}

#[test]
fn a_line_that_is_cut_is_called_back_once_and_the_old_one_counts_until_they_say_otherwise() {
    let cut = || {
        let mut story = moving();
        story.claims(27, 10);
        story.ends_with(&[(Speaker::Callee, "Entonces el viernes a las diez, ¿no?")]);
        assert_eq!((story.status(), standing(&story)), ("waiting", 1));
        story.waits();
        story.call(CallEvent::Answered);
        story
    };
    let mut story = cut();
    let call = story.last_call();
    assert_eq!((call.purpose, call.brief.chosen.is_some()), (Purpose::Confirm, true));
    story.claims(27, 10);
    story.confirms(27, 10);
    story.ends_with(&MOVED[1..]);
    assert_eq!((story.status(), standing(&story)), ("booked", 1));
    assert!(of(&story, 0).moved_to.is_some());
    let mut story = cut();
    story.claims(27, 10);
    story.ends_with(&[(Speaker::Callee, "Déjeme ver.")]);
    assert_eq!((story.status(), standing(&story)), ("unconfirmed", 1));
    assert!(of(&story, 0).moved_to.is_none());
}

#[test]
fn late_words_correct_it_but_not_over_something_newer() {
    let unconfirmed = || {
        let mut story = moving();
        story.claims(27, 10);
        story.confirms(27, 10);
        story.call(CallEvent::Ended { how: Ended::Completed });
        story.call(CallEvent::NoTranscript);
        assert_eq!(story.status(), "unconfirmed");
        story
    };
    let mut story = unconfirmed();
    story.call(transcript(&MOVED));
    assert_eq!((story.status(), standing(&story)), ("booked", 1));
    assert!(matches!(story.last_said(), Words::Correction(_)));

    let mut story = unconfirmed();
    let (late, call) = (story.request().id, story.call_id());
    let first = story.desk.requests[0].id;
    if let Some(old) = &mut story.desk.requests[0].appointment {
        old.called_off_at = Some(story.now);
    }
    story.happens(EventKind::Call { request: late, call, event: transcript(&MOVED) });
    assert_eq!((story.status(), standing(&story)), ("unconfirmed", 0), "{first} is gone");
}

#[test]
fn two_taps_and_two_messages_are_one_request() {
    let mut story = booked();
    let booking = story.desk.requests[0].id;
    let tap = |story: &mut Story, verb| {
        let id = Button { verb, request: booking }.id();
        let content = Content::Choice { id, title: "…".to_owned() };
        story.happens(EventKind::Said(Said { sid: "SM1".to_owned(), content }));
    };
    tap(&mut story, ButtonVerb::Move);
    tap(&mut story, ButtonVerb::Move);
    asks_to_move(&mut story, "el viernes por la mañana");
    assert_eq!(story.desk.requests.len(), 2);
    story.taps(ButtonVerb::Call);
    tap(&mut story, ButtonVerb::Move);
    assert!(matches!(story.last_said(), Words::CannotChangeNow { .. }));
    tap(&mut story, ButtonVerb::CallOff);
    assert!(matches!(story.last_said(), Words::StillOnIt { .. }));
    assert_eq!((story.desk.requests.len(), story.dials()), (2, 2));
}

#[test]
fn calling_off_wins_over_a_move_that_nobody_was_called_for() {
    let mut story = booked();
    asks_to_move(&mut story, "el viernes por la mañana");
    let id = Button { verb: ButtonVerb::CallOff, request: story.desk.requests[0].id }.id();
    let content = Content::Choice { id, title: "…".to_owned() };
    story.happens(EventKind::Said(Said { sid: "SM1".to_owned(), content }));
    assert_eq!(story.last_call().purpose, Purpose::Cancel);
    assert_eq!(story.desk.requests[1].status(), "dropped");
}

#[test]
fn cancelling_the_move_leaves_the_appointment() {
    let mut story = moving();
    story.acts(Act::Cancel);
    assert_eq!(story.claims(27, 10), ToolDecision::End);
    story.ends_with(&[(Speaker::Callee, "Bueno, hasta luego.")]);
    assert_eq!((story.status(), standing(&story)), ("cancelled", 1));
    let mut story = booked();
    asks_to_move(&mut story, "el viernes por la mañana");
    story.taps(ButtonVerb::Cancel);
    assert_eq!((story.status(), standing(&story), story.dials()), ("cancelled", 1, 1));
}

#[test]
fn a_cancel_that_comes_too_late_is_told_with_what_stands() {
    let mut story = moving();
    story.claims(27, 10);
    story.acts(Act::Cancel);
    story.confirms(27, 10);
    story.ends_with(&MOVED);
    assert_eq!((story.status(), standing(&story)), ("booked", 1));
    assert!(story.last_final().despite_stop);
}

#[test]
fn the_old_time_may_come_before_anybody_is_reached() {
    let mut story = booked();
    // Half an hour before it begins.
    story.now = "2026-11-26T14:30:00Z".parse().unwrap();
    asks_to_move(&mut story, "el viernes por la mañana");
    story.taps(ButtonVerb::Call);
    story.call(CallEvent::Ended { how: Ended::NoAnswer });
    assert_eq!(story.status(), "begins_before", "the next try would come an hour later");
    let mut story = booked();
    // At night, and they open after it begins.
    story.policy.hours.0 = jiff::civil::time(17, 0, 0, 0);
    story.now = "2026-11-26T14:00:00Z".parse().unwrap();
    asks_to_move(&mut story, "el viernes por la mañana");
    let dials = story.dials();
    story.taps(ButtonVerb::Call);
    assert_eq!((story.status(), story.dials()), ("begins_before", dials));
}

#[test]
fn what_is_over_is_not_moved() {
    let mut story = booked();
    story.now = "2026-11-26T15:30:00Z".parse().unwrap();
    asks_to_move(&mut story, "el viernes");
    assert!(matches!(story.last_said(), Words::AlreadyOver { number: Some(_), .. }));
    story.taps(ButtonVerb::Move);
    assert!(matches!(story.last_said(), Words::AlreadyOver { .. }));
    assert_eq!(story.dials(), 1);
}

#[test]
fn a_moved_appointment_is_moved_and_called_off_from_its_old_message() {
    let mut story = moving();
    story.claims(27, 10);
    story.confirms(27, 10);
    story.ends_with(&MOVED);
    let first = story.desk.requests[0].id;
    let id = Button { verb: ButtonVerb::Move, request: first }.id();
    let content = Content::Choice { id, title: "…".to_owned() };
    story.happens(EventKind::Said(Said { sid: "SM1".to_owned(), content }));
    let Errand::Move { of: moved, slot } = story.request().errand else { panic!("it moves") };
    assert_eq!((moved, slot), (story.desk.requests[1].id, of(&story, 1).slot));
}

#[test]
fn which_of_several_is_named_or_asked_for() {
    let mut story = booked();
    let mut other = story.desk.requests[0].clone();
    other.id = RequestId(Uuid::from_u128(77));
    other.wish.service = Some("dentista".to_owned());
    other.wish.provider = Some("Clínica Sur".to_owned());
    story.desk.requests.push(other);
    let mut proposal = Proposal::of(Act::Reschedule, true);
    proposal.when = vec!["el viernes".to_owned()];
    story.reads("pasá el dentista al viernes", proposal.clone());
    assert_eq!(story.request().wish.service.as_deref(), Some("dentista"));
    let mut story = booked();
    let mut other = story.desk.requests[0].clone();
    other.id = RequestId(Uuid::from_u128(77));
    other.wish.service = Some("dentista".to_owned());
    story.desk.requests.push(other);
    story.reads("pasalo al viernes", proposal);
    let Words::WhichToMove { requests } = story.last_said() else { panic!("it is asked") };
    assert_eq!((requests.len(), story.desk.requests.len()), (2, 2));
}

#[test]
fn another_time_that_they_offer_is_asked_about_and_asked_for_in_a_short_call() {
    let mut story = moving();
    assert_eq!(story.offers(28, 11), ToolDecision::AskPerson);
    story.ends_with(&[(Speaker::Callee, "Tengo el sábado a las once.")]);
    assert_eq!((story.status(), standing(&story)), ("choosing", 1));
    story.taps(ButtonVerb::Pick(1));
    let call = story.last_call();
    assert_eq!((call.purpose, call.brief.chosen.is_some()), (Purpose::Change, true));
    assert!(call.brief.first_sentence.contains("por este otro: el sábado 28 a las 11:00"));
    story.call(CallEvent::Answered);
    assert_eq!(story.claims(28, 11), ToolDecision::Book);
}

#[test]
fn no_other_place_and_no_message_on_a_machine() {
    let mut story = moving();
    let answer = story.hears(Heard::Voicemail);
    assert_ne!(answer.decision, ToolDecision::LeaveMessage);
    story.gives_up(GaveUp::Voicemail);
    story.ends_with(&[]);
    assert_eq!(story.status(), "waiting");
    story.taps(ButtonVerb::Elsewhere);
    assert!(matches!(story.last_said(), Words::CannotChangeNow { .. }));
}

#[test]
fn what_stands_is_moved_in_everyday_words_also_while_an_address_is_asked_for() {
    for text in [
        "pasalo al miércoles",
        "pasámelo para el miércoles",
        "cambialo al jueves a las 10",
        "cambiá el turno al viernes",
        "quiero reprogramar para el viernes",
        "move it to Friday",
        "switch it to Friday at 10",
        "muda pra sexta",
        "passa ele pra quinta às 10",
        "quero remarcar para quinta",
    ] {
        let mut story = booked();
        assert!(story.desk.person.email_asked && story.desk.person.email.is_none());
        story.says_all(text);
        let moved = &story.request().errand;
        assert!(moved.moves().is_some(), "{text}: {:?}", story.last_said());
        assert!(matches!(story.last_said(), Words::Card(_)), "{text}: {:?}", story.last_said());
    }
}

#[test]
fn with_nothing_booked_and_nothing_open_no_draft_is_begun_by_a_move() {
    for text in ["pasalo al miércoles", "move it to Friday", "muda pra sexta"] {
        let mut story = Story::new();
        story.says_all(text);
        assert_eq!(story.last_said(), &Words::NothingOpen, "{text}");
        assert!(story.desk.requests.is_empty(), "{text}");
    }
}

#[test]
fn on_a_card_the_same_words_change_the_wish() {
    let mut story = Story::new();
    story.wants_a_haircut();
    story.says_all("pasalo al viernes a las 10");
    assert_eq!((story.status(), story.desk.requests.len()), ("confirming", 1));
    let Words::Card(card) = story.last_said() else { panic!("{:?}", story.last_said()) };
    assert_eq!(card.windows[0].from.to_string(), "2026-11-27T09:00:00Z");
}

#[test]
fn whoever_cannot_come_and_says_when_instead_is_shown_the_move() {
    for text in [
        "I can't make it on Thursday, better Friday afternoon",
        "I can't come Thursday but could we do Friday afternoon?",
        "no puedo ir el jueves, mejor el viernes por la tarde",
        "no voy a poder ir. ¿Puede ser el viernes por la tarde?",
        "não posso ir na quinta, melhor sexta à tarde",
        "não vou conseguir ir, mas pode ser sexta à tarde",
    ] {
        let mut story = booked();
        story.says_all(text);
        let Words::Card(card) = story.last_said() else {
            panic!("{text}: {:?}", story.last_said())
        };
        assert_eq!(card.moves, Some(of(&story, 0).slot.0), "{text}");
        let from: Vec<_> = card.windows.iter().map(|it| it.from.to_string()).collect();
        assert_eq!(from, ["2026-11-27T11:00:00Z"], "{text}");
    }
}

#[test]
fn whoever_cannot_come_and_names_no_other_time_is_asked() {
    for text in [
        "I can't make it on Thursday",
        "I can't come, I work until Friday",
        "no puedo ir el jueves",
        "no puedo ir, el viernes tengo un examen",
        "no puedo ir el jueves, mejor otro día",
        "não posso ir na quinta",
        "não posso ir, estou viajando até sexta",
    ] {
        let mut story = booked();
        story.says_all(text);
        assert!(
            matches!(story.last_said(), Words::CannotCome { .. }),
            "{text}: {:?}",
            story.last_said()
        );
        assert_eq!(story.desk.requests.len(), 1, "{text}");
    }
}

#[test]
fn an_hour_or_later_does_not_count_on_from_the_appointment() {
    for (language, first, text) in [
        (Language::En, "move my appointment", "tomorrow at 5pm or later"),
        (Language::Es, "mover mi turno", "mañana a las 17 o más tarde"),
        (Language::Pt, "remarcar meu horário", "amanhã às 17h ou mais tarde"),
    ] {
        let mut story = booked();
        story.desk.person.language = language;
        story.says_all(first);
        story.says_all(text);
        assert!(story.days()[0].starts_with("Thu 17:00"), "{text}: {:?}", story.days());
    }
}

#[test]
fn whether_it_can_be_moved_is_asked_in_everyday_words() {
    for (language, text) in [
        (Language::Es, "me lo podés pasar para el lunes a la misma hora?"),
        (Language::Es, "lo puedes cambiar al lunes, misma hora?"),
        (Language::Es, "¿me lo pasas al lunes a la misma hora?"),
        (Language::Pt, "pode passar pra segunda no mesmo horário?"),
        (Language::En, "can you move it to Monday, same time?"),
    ] {
        let mut story = booked();
        story.desk.person.language = language;
        story.says_all(text);
        assert_eq!(story.days(), ["Mon 16:00-Mon 16:00"], "{text}: {:?}", story.last_said());
    }
}
