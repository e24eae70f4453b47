//! "Tell me if something earlier opens."

use super::*;

/// Friday the 11th of December at four is booked, and something earlier is wanted.
fn watching() -> Story {
    let mut story = booked();
    let request = &mut story.desk.requests[0];
    let at: Timestamp = "2026-12-11T15:00:00Z".parse().unwrap();
    request.appointment.as_mut().expect("it is booked").slot = Slot(at);
    story.writes("avísame si se libera algo antes");
    assert!(matches!(story.last_said(), Words::Watching { .. }), "{:?}", story.last_said());
    story
}

/// The next call for it is due.
fn falls_due(story: &mut Story) {
    let wake = story.commands.iter().rev().find_map(|command| match command {
        Command::Wake { at, timer: timer @ Timer::Watch { .. } } => Some((*at, timer.clone())),
        _ => None,
    });
    let (at, timer) = wake.expect("it is planned");
    story.now = at.max(story.now);
    story.wakes(timer);
}

fn offers_december(story: &mut Story, day: i8) -> ToolDecision {
    let slot = datetime(2026, 12, day, 10, 0, 0, 0);
    let offers = vec![Offered { slot, held_until: None, price: None }];
    story.tool(ToolCall::ReportOffers { offers }).decision
}

/// The call found Wednesday the 2nd of December.
fn found() -> Story {
    let mut story = watching();
    falls_due(&mut story);
    story.call(CallEvent::Answered);
    assert_eq!(offers_december(&mut story, 2), ToolDecision::Ok);
    story.ends_with(&[(Speaker::Callee, "Se liberó el miércoles 2 a las diez.")]);
    assert!(matches!(story.last_said(), Words::EarlierFound { .. }), "{:?}", story.last_said());
    story
}

fn tap(story: &mut Story, verb: ButtonVerb) {
    let id = Button { verb, request: story.desk.requests[0].id }.id();
    let content = Content::Choice { id, title: "…".to_owned() };
    story.happens(EventKind::Said(Said { sid: "SM1".to_owned(), content }));
}

#[test]
fn a_call_that_only_asks_is_made_after_some_days_and_nothing_is_said_of_it() {
    let mut story = watching();
    let said = story.said.len();
    assert_eq!(story.dials(), 1, "not at once");
    falls_due(&mut story);
    let call = story.last_call();
    assert_eq!((story.dials(), call.purpose), (2, Purpose::Enquire));
    assert!(call.brief.first_sentence.contains(
        "que tiene turno de corte de pelo el viernes 11 a las 16:00. ¿Se liberó algo antes?"
    ));
    story.call(CallEvent::Answered);
    assert_eq!(story.claims(27, 16), ToolDecision::Decline, "it commits nothing");
    story.gives_up(GaveUp::NoAvailability);
    story.ends_with(&[(Speaker::Callee, "No hay nada antes.")]);
    assert_eq!(story.said.len(), said);
    falls_due(&mut story);
    assert_eq!(story.dials(), 3);
}

#[test]
fn taking_it_is_a_move_and_twice_is_once() {
    let mut story = found();
    tap(&mut story, ButtonVerb::Pick(1));
    let call = story.last_call();
    assert_eq!((call.purpose, call.brief.chosen.is_some()), (Purpose::Change, true));
    tap(&mut story, ButtonVerb::Pick(1));
    assert!(matches!(story.last_said(), Words::AlreadyDecided { .. }), "{:?}", story.last_said());
    assert_eq!(story.dials(), 3);
    assert!(story.desk.requests[0].is_booked(), "until it is proven");
    let mut story = found();
    story.acts(Act::Yes);
    assert_eq!(story.last_call().purpose, Purpose::Change);
    let mut story = found();
    story.acts(Act::Thanks);
    story.acts(Act::Yes);
    assert_eq!(story.dials(), 2, "a yes to something else");
}

#[test]
fn keeping_it_ends_the_search() {
    for act in [None, Some(Act::No)] {
        let mut story = found();
        match act {
            Some(act) => story.acts(act),
            None => tap(&mut story, ButtonVerb::Keep),
        }
        assert!(matches!(story.last_said(), Words::Kept { .. }));
        assert!(story.desk.requests[0].watch.is_none());
        tap(&mut story, ButtonVerb::Pick(1));
        assert!(matches!(story.last_said(), Words::AlreadyDecided { .. }));
    }
}

#[test]
fn what_is_later_or_at_once_is_nothing_earlier() {
    let mut story = watching();
    let said = story.said.len();
    falls_due(&mut story);
    story.call(CallEvent::Answered);
    offers_december(&mut story, 14);
    story.ends_with(&[(Speaker::Callee, "Tengo el lunes 14.")]);
    assert_eq!(story.said.len(), said, "it is later");
    assert!(story.desk.requests[0].watch.is_some());
}

#[test]
fn it_ends_after_some_calls_and_near_the_appointment() {
    let mut story = watching();
    story.policy.watch_calls_max = 2;
    for _ in 0..2 {
        falls_due(&mut story);
        story.call(CallEvent::Ended { how: Ended::NoAnswer });
    }
    assert!(matches!(story.last_said(), Words::WatchOver { in_vain: true, .. }));
    assert_eq!(story.dials(), 3, "one call each, however it went");
    let mut story = watching();
    story.now = "2026-12-11T10:00:00Z".parse().unwrap();
    falls_due(&mut story);
    assert!(matches!(story.last_said(), Words::WatchOver { in_vain: true, .. }));
    assert_eq!(story.dials(), 1);
    let mut story = booked();
    story.writes("avísame si se libera algo antes");
    assert!(matches!(story.last_said(), Words::WatchTooNear { .. }), "it is tomorrow");
}

#[test]
fn stopping_calling_off_and_being_unwelcome_end_it() {
    let mut story = watching();
    story.writes("no busques más");
    assert!(matches!(story.last_said(), Words::WatchOver { in_vain: false, .. }));
    falls_due(&mut story);
    assert_eq!(story.dials(), 1);
    let mut story = watching();
    story.acts(Act::Stop);
    falls_due(&mut story);
    assert_eq!(story.dials(), 1);
    let mut story = watching();
    let now = story.now;
    story.desk.requests[0].appointment.as_mut().expect("it is booked").called_off_at = Some(now);
    falls_due(&mut story);
    assert_eq!(story.dials(), 1);
    let mut story = watching();
    falls_due(&mut story);
    story.call(CallEvent::Answered);
    story.gives_up(GaveUp::RefusesMachines);
    story.ends_with(&[(Speaker::Callee, "Con máquinas no hablo.")]);
    assert!(matches!(story.last_said(), Words::WatchOver { in_vain: true, .. }));
}

#[test]
fn a_wake_up_of_a_search_that_was_stopped_calls_nobody_too_soon() {
    let mut story = watching();
    let first = story.now;
    story.writes("no busques más");
    story.later(2 * 24 * 3600);
    story.writes("avísame si se libera algo antes");
    story.now = first + SignedDuration::from_hours(3 * 24);
    let request = story.desk.requests[0].id;
    story.wakes(Timer::Watch { request });
    assert_eq!(story.dials(), 1);
    falls_due(&mut story);
    assert_eq!(story.dials(), 2);
}

#[test]
fn asked_twice_it_calls_no_more_often_and_a_move_under_way_comes_first() {
    let mut story = watching();
    story.writes("avísame si se libera algo antes");
    let wakes = story
        .commands
        .iter()
        .filter(|it| matches!(it, Command::Wake { timer: Timer::Watch { .. }, .. }));
    assert_eq!(wakes.count(), 1);
    tap(&mut story, ButtonVerb::Move);
    let dials = story.dials();
    falls_due(&mut story);
    assert_eq!(story.dials(), dials);
}
