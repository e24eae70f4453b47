//! "Delete my data": never without a yes, and from then on nothing else.

use super::*;

impl Story {
    fn erasures(&self) -> usize {
        self.commands.iter().filter(|command| matches!(command, Command::Erase { .. })).count()
    }

    fn has_to_confirm(&mut self) {
        self.asks_back(Act::Erase, "borra mis datos");
        assert!(matches!(self.last_said(), Words::AskToErase { .. }), "{:?}", self.last_said());
    }

    fn taps_last(&mut self, verb: ButtonVerb) {
        let buttons = self.said.iter().rev().map(Words::buttons).find(|it| !it.is_empty());
        let buttons = buttons.expect("there are buttons");
        let button = buttons.into_iter().find(|button| button.verb == verb).expect("this one");
        self.taps_button(button);
    }

    fn taps_button(&mut self, button: Button) {
        let content = Content::Choice { id: button.id(), title: "…".to_owned() };
        self.happens(EventKind::Said(Said { sid: "SM1".to_owned(), content }));
    }
}

#[test]
fn nothing_is_deleted_without_a_yes() {
    let mut story = booked();
    story.has_to_confirm();
    story.acts(Act::Thanks);
    story.acts(Act::Yes);
    story.later(3600);
    assert_eq!(story.erasures(), 0, "the yes came after something else");
    story.has_to_confirm();
    story.acts(Act::No);
    assert_eq!((story.erasures(), story.last_said()), (0, &Words::NothingErased));
    story.has_to_confirm();
    story.taps_last(ButtonVerb::EraseNothing);
    assert_eq!((story.erasures(), story.last_said()), (0, &Words::NothingErased));
    assert!(!story.desk.person.erasing);
}

#[test]
fn a_tap_a_plain_yes_and_the_same_words_again_are_a_yes() {
    let ways: [fn(&mut Story); 3] = [
        |story| story.taps_last(ButtonVerb::Erase),
        |story| story.acts(Act::Yes),
        |story| story.acts(Act::Erase),
    ];
    for way in ways {
        let mut story = booked();
        story.has_to_confirm();
        way(&mut story);
        assert_eq!((story.erasures(), story.last_said()), (1, &Words::Erasing));
    }
}

#[test]
fn after_an_hour_a_yes_is_none_any_more() {
    for way in [ButtonVerb::Erase, ButtonVerb::EraseNothing] {
        let mut story = booked();
        story.has_to_confirm();
        story.later(3601);
        story.taps_last(way);
        assert_eq!(story.erasures(), 0);
    }
    let mut story = booked();
    story.has_to_confirm();
    story.later(3601);
    story.acts(Act::Yes);
    assert_eq!(story.erasures(), 0);
}

#[test]
fn what_may_be_a_yes_is_none_here() {
    let mut story = booked();
    story.has_to_confirm();
    story.reads("dale, pero el jueves", Proposal::of(Act::Yes, false));
    assert_eq!(story.erasures(), 0);
}

#[test]
fn the_button_of_an_older_question_only_asks_again() {
    let mut story = booked();
    story.has_to_confirm();
    let old = story.last_said().buttons()[0];
    story.acts(Act::No);
    story.taps_button(old);
    assert_eq!(story.erasures(), 0);
    story.is_told();
    assert!(matches!(story.last_said(), Words::AskToErase { .. }));
    story.taps_button(old);
    assert_eq!(story.erasures(), 0, "nor does it answer the newer one");
}

#[test]
fn appointments_that_stand_are_named_before() {
    let mut story = booked();
    story.has_to_confirm();
    let Words::AskToErase { appointments, open, .. } = story.last_said() else { panic!() };
    assert_eq!((appointments.len(), *open), (1, 0));
    story.later(7 * 24 * 3600);
    story.has_to_confirm();
    let Words::AskToErase { appointments, .. } = story.last_said() else { panic!() };
    assert!(appointments.is_empty(), "it is past");
}

#[test]
fn a_call_under_way_is_cut_and_what_was_claimed_in_it_is_not_called_off() {
    let mut story = Story::on_the_phone();
    story.claims(26, 16);
    story.has_to_confirm();
    let Words::AskToErase { open, .. } = story.last_said() else { panic!() };
    assert_eq!(*open, 1);
    story.taps_last(ButtonVerb::Erase);
    let cut = story.commands.iter().any(|it| matches!(it, Command::EndCall { now: true, .. }));
    assert!(cut);
    assert_eq!((story.status(), story.final_words()), ("unconfirmed", 1));
    // Its last events change nothing.
    assert_eq!(story.claims(26, 16), ToolDecision::End);
    story.ends_with(&[(Speaker::Callee, "¿Hola?")]);
    assert_eq!((story.erasures(), story.final_words()), (1, 1));
}

#[test]
fn every_open_request_ends_with_its_one_final_word_and_drafts_with_none() {
    let mut story = Story::ringing();
    story.call(CallEvent::Ended { how: Ended::Busy });
    assert_eq!(story.status(), "waiting");
    let mut proposal = Proposal::of(Act::Book, true);
    proposal.service = Some("dentista".to_owned());
    story.reads("dentista", proposal);
    story.has_to_confirm();
    story.taps_last(ButtonVerb::Erase);
    assert_eq!(story.final_words(), 1);
    assert!(story.desk.requests.iter().all(|request| !request.is_open()));
    let (request, nth) = (story.desk.requests[0].id, 2);
    story.later(3600);
    let dials = story.dials();
    story.wakes(Timer::Retry { request, nth });
    assert_eq!(story.dials(), dials, "cancel wins");
}

#[test]
fn until_it_is_done_nothing_new_begins() {
    let mut story = booked();
    story.has_to_confirm();
    story.taps_last(ButtonVerb::Erase);
    let (requests, commands) = (story.desk.requests.len(), story.commands.len());
    story.wants_a_haircut();
    story.is_silent(commands);
    let content = Content::Text { text: "hola, quiero un turno".to_owned() };
    story.happens(EventKind::Said(Said { sid: "SM2".to_owned(), content }));
    assert_eq!(story.last_said(), &Words::Erasing);
    story.taps(ButtonVerb::CallOff);
    assert_eq!((story.desk.requests.len(), story.erasures()), (requests, 1));
}

#[test]
fn whoever_runs_it_can_order_it_and_then_nobody_is_written_to() {
    let mut story = booked();
    let said = story.said.len();
    story.happens(EventKind::ErasureOrdered);
    assert_eq!((story.erasures(), story.said.len()), (1, said));
    assert!(matches!(story.commands.last(), Some(Command::Erase { tell: false })));
    story.happens(EventKind::ErasureOrdered);
    assert_eq!(story.erasures(), 1);
}

#[test]
fn a_yes_to_a_provider_deletes_nothing() {
    let mut story = Story::on_the_phone();
    story.has_to_confirm();
    story.offers(27, 10);
    story.tool(ToolCall::AskPerson { question: "?".to_owned(), options: Vec::new() });
    story.acts(Act::Yes);
    assert_eq!(story.erasures(), 0);
}

impl Story {
    fn is_silent(&self, commands: usize) {
        assert_eq!(self.commands.len(), commands, "{:?}", self.commands.last());
    }
}
