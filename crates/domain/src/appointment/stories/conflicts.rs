//! The person's own calendar, and appointments that collide with it.

use super::*;
use crate::calendar::Busy;

const ADDRESS: &str = "https://calendar.example/ical/private-77/basic.ics";

impl Story {
    fn sends_text(&mut self, text: &str) {
        let content = Content::Text { text: text.to_owned() };
        self.happens(EventKind::Said(Said { sid: "SM7".to_owned(), content }));
    }

    fn reads_of_calendar(&self) -> usize {
        self.commands.iter().filter(|it| matches!(it, Command::ReadCalendar { .. })).count()
    }

    /// Thursday from `from` to `to`, by the clock of Madrid.
    fn is_busy(&mut self, spans: &[(&str, &str, Option<&str>)]) {
        let at = |time: &str| format!("2026-11-26T{time}:00+01:00").parse().unwrap();
        let busy = spans.iter().map(|(from, to, title)| Busy {
            from: at(from),
            to: at(to),
            title: title.map(str::to_owned),
        });
        let windows = self.commands.iter().rev().find_map(|it| match it {
            Command::ReadCalendar { windows } => Some(windows.clone()),
            _ => None,
        });
        let windows = windows.unwrap_or_default();
        self.happens(EventKind::CalendarRead { busy: busy.collect(), windows });
    }

    fn shown_card(&self) -> &CardView {
        match self.last_said() {
            Words::Card(card) => card,
            other => panic!("not a card: {other:?}"),
        }
    }
}

fn with_calendar() -> Story {
    let mut story = Story::new();
    story.sends_text(&format!("mi calendario es {ADDRESS}"));
    assert_eq!(
        (story.said.len(), story.reads_of_calendar()),
        (0, 1),
        "whether it can be used is not known"
    );
    story
}

#[test]
fn one_answer_tells_whether_the_calendar_can_be_used() {
    let mut story = with_calendar();
    story.is_busy(&[]);
    story.is_busy(&[]);
    assert_eq!(story.said, [Words::CalendarKept]);
    let mut story = with_calendar();
    let why = CalendarProblem::NotAllowed;
    story.happens(EventKind::CalendarNotRead { why });
    assert_eq!(story.said, [Words::CalendarNotRead { why }]);
}

/// On the phone with a haircut wished for on Thursday afternoon, and padel from four to five.
fn calling() -> Story {
    let mut story = with_calendar();
    story.is_busy(&[]);
    story.wants_a_haircut();
    story.is_busy(&[("16:00", "17:00", Some("Padel"))]);
    story.taps(ButtonVerb::Call);
    story.call(CallEvent::Ringing);
    story.call(CallEvent::Answered);
    story
}

#[test]
fn an_address_is_kept_and_read_and_no_model_sees_it() {
    let story = with_calendar();
    let calendar = story.desk.person.calendar.as_ref().expect("it is kept");
    assert_eq!(calendar.address.reveal(), ADDRESS);
    assert_eq!(story.reads_of_calendar(), 1);
    assert!(!story.commands.iter().any(|it| matches!(it, Command::Read { .. })));
    assert!(!format!("{:?}", story.desk).contains("private-77"));
    assert!(!format!("{:?}", story.commands).contains("private-77"));
}

#[test]
fn a_wish_in_the_same_message_is_heard_as_well() {
    let mut story = Story::new();
    story.sends_text(&format!(
        "mi calendario es {ADDRESS} y quiero un corte de pelo el jueves por la tarde en lo de Marta"
    ));
    let read = story.commands.iter().find_map(|it| match it {
        Command::Read { text, .. } => Some(text.clone()),
        _ => None,
    });
    assert!(read.is_some_and(|text| text.contains("corte de pelo") && !text.contains("private")));
}

#[test]
fn a_slot_that_collides_is_not_claimed_but_asked_about() {
    let mut story = calling();
    assert_eq!(story.offers(26, 16), ToolDecision::AskPerson);
    assert_eq!(story.claims(26, 16), ToolDecision::AskPerson);
    story.tool(ToolCall::AskPerson { question: "?".to_owned(), options: Vec::new() });
    let Words::WhichOffer { offers, .. } = story.last_said() else { panic!() };
    assert_eq!(offers[0].collides_with.as_deref(), Some("Padel"));
    story.taps(ButtonVerb::Pick(1));
    assert_eq!(story.claims(26, 16), ToolDecision::Book, "take it anyway");
}

#[test]
fn a_no_leaves_it() {
    let mut story = calling();
    story.offers(26, 16);
    story.tool(ToolCall::AskPerson { question: "?".to_owned(), options: Vec::new() });
    story.taps(ButtonVerb::Neither);
    assert_eq!(story.claims(26, 16), ToolDecision::AskPerson);
}

#[test]
fn what_is_free_beside_it_is_taken_without_a_word() {
    let mut story = calling();
    assert_eq!(story.offers(26, 17), ToolDecision::Claim);
    assert_eq!(story.claims(26, 17), ToolDecision::Book);
    let mut story = calling();
    assert_eq!(story.offers(26, 15), ToolDecision::Claim, "an hour, and then padel");
}

#[test]
fn no_tool_reads_the_calendar() {
    let mut story = calling();
    let before = story.reads_of_calendar();
    story.offers(26, 16);
    story.claims(26, 16);
    story.claims(26, 18);
    assert_eq!(story.reads_of_calendar(), before);
}

#[test]
fn the_card_waits_for_an_old_calendar_and_no_longer_than_a_minute() {
    let mut story = with_calendar();
    story.is_busy(&[]);
    story.later(3600);
    story.wants_a_haircut();
    assert_eq!(story.reads_of_calendar(), 2);
    assert!(!matches!(story.last_said(), Words::Card(_)));
    story.is_busy(&[]);
    assert!(story.shown_card().taken_by.is_empty());

    let mut story = with_calendar();
    story.is_busy(&[]);
    story.later(3600);
    story.wants_a_haircut();
    story.later(61);
    story.acts(Act::Unclear);
    assert!(matches!(story.last_said(), Words::Card(_)), "whatever became of it");
}

#[test]
fn the_card_tells_what_fills_all_of_the_wished_times_and_nothing_if_an_hour_is_free() {
    let day = [("00:00", "15:30", Some("Viaje")), ("15:30", "23:59", Some("Cena"))];
    let mut story = with_calendar();
    story.wants_a_haircut();
    story.is_busy(&day);
    assert_eq!(story.shown_card().taken_by, ["Viaje", "Cena"]);
    let mut story = with_calendar();
    story.wants_a_haircut();
    story.is_busy(&[("00:00", "15:30", Some("Viaje")), ("16:30", "23:59", Some("Cena"))]);
    assert!(story.shown_card().taken_by.is_empty());
}

#[test]
fn a_calendar_that_cannot_be_read_is_told_of_once_and_stops_nothing() {
    let mut story = with_calendar();
    story.happens(EventKind::CalendarNotRead { why: CalendarProblem::NotReached });
    assert_eq!(story.last_said(), &Words::CalendarNotRead { why: CalendarProblem::NotReached });
    story.wants_a_haircut();
    assert!(matches!(story.last_said(), Words::Card(_)), "it was tried a moment ago");
    story.later(3600);
    story.taps(ButtonVerb::Call);
    assert_eq!((story.dials(), story.reads_of_calendar()), (1, 2));
    story.happens(EventKind::CalendarNotRead { why: CalendarProblem::NotReached });
    let told = story.said.iter().filter(|it| matches!(it, Words::CalendarNotRead { .. })).count();
    assert_eq!(told, 1);
    story.call(CallEvent::Answered);
    assert_eq!(story.claims(26, 16), ToolDecision::Book);
    // Once it is back, a new failure is told again.
    story.is_busy(&[]);
    story.happens(EventKind::CalendarNotRead { why: CalendarProblem::NotACalendar });
    let told = story.said.iter().filter(|it| matches!(it, Words::CalendarNotRead { .. })).count();
    assert_eq!(told, 2);
}

#[test]
fn a_failed_reading_lets_the_waiting_card_go() {
    let mut story = with_calendar();
    story.is_busy(&[]);
    story.later(3600);
    story.wants_a_haircut();
    story.happens(EventKind::CalendarNotRead { why: CalendarProblem::NotReached });
    assert!(matches!(story.last_said(), Words::Card(_)));
}

#[test]
fn a_later_call_looks_again_while_it_rings() {
    let mut story = calling();
    let before = story.reads_of_calendar();
    story.call(CallEvent::Ended { how: Ended::Busy });
    story.later(1);
    story.call(transcript(&[]));
    if story.status() == "waiting" {
        story.waits();
        assert_eq!(story.reads_of_calendar(), before + 1);
    }
}

#[test]
fn a_forgotten_calendar_is_in_nobodys_way() {
    let mut story = calling();
    story.sends_text("olvida mi calendario");
    assert_eq!(story.last_said(), &Words::CalendarForgotten { was_known: true });
    assert_eq!(story.claims(26, 16), ToolDecision::Book);
    story.sends_text("forget my calendar");
    assert_eq!(story.last_said(), &Words::CalendarForgotten { was_known: false });
    story.is_busy(&[("16:00", "17:00", None)]);
    assert!(story.desk.person.calendar.is_none(), "a late answer changes nothing");
}

#[test]
fn without_a_calendar_nothing_waits_and_nothing_is_read() {
    let mut story = Story::on_the_phone();
    assert_eq!(story.claims(26, 16), ToolDecision::Book);
    assert_eq!(story.reads_of_calendar(), 0);
}

#[test]
fn a_thing_without_a_title_collides_all_the_same() {
    let mut story = with_calendar();
    story.is_busy(&[("16:00", "17:00", None)]);
    story.wants_a_haircut();
    // The titles of these times are not known yet: it is read once more.
    story.is_busy(&[("16:00", "17:00", None)]);
    story.taps(ButtonVerb::Call);
    story.call(CallEvent::Answered);
    assert_eq!(story.offers(26, 16), ToolDecision::AskPerson);
    story.tool(ToolCall::AskPerson { question: "?".to_owned(), options: Vec::new() });
    let Words::WhichOffer { offers, .. } = story.last_said() else { panic!() };
    assert_eq!(offers[0].collides_with.as_deref(), Some(""));
}
