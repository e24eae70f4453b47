//! Of several requests, the one that is meant.

use super::*;

#[test]
fn a_cancel_that_names_its_request_stops_that_one() {
    let mut story = Story::with_two_open();
    story.says("cancela el dentista");
    assert!(story.desk.requests[0].calling().unwrap().stopping);
    assert_eq!(story.statuses()[1], "confirming");
}

#[test]
fn a_cancel_that_names_none_of_several_is_asked_about() {
    let mut story = Story::with_two_open();
    story.says("cancela");
    let Words::WhichToCancel { requests } = story.last_said() else {
        panic!("{:?}", story.last_said())
    };
    assert_eq!(requests.len(), 2);
    assert_eq!(story.statuses(), ["calling", "confirming"]);
    story.says("la segunda");
    assert_eq!(story.statuses(), ["calling", "cancelled"]);
}

#[test]
fn which_to_cancel_is_forgotten_when_something_else_is_said() {
    let mut story = Story::with_two_open();
    story.says("cancela");
    story.says_all("mejor el viernes a las 12");
    story.says("1");
    assert!(!story.desk.requests[0].calling().unwrap().stopping, "1 is the card's now");
    assert_eq!(story.dials(), 2);
}

#[test]
fn a_request_is_taken_up_again_by_its_name() {
    let mut story = Story::with_two_open();
    story.says_all("el dentista mejor el viernes");
    assert!(
        matches!(story.last_said(), Words::CannotChangeNow { about } | Words::StillOnIt { about }
            if about.service.as_deref().is_some_and(|service| service.contains("dentista"))),
        "{:?}",
        story.last_said()
    );
    assert_eq!(story.desk.requests.len(), 2);
}

#[test]
fn the_same_errand_for_somebody_else_is_another_request() {
    let mut story = Story::with_two_open();
    story.says_all("dentista para mi hija el viernes a las 10, 912 345 678");
    assert_eq!(story.desk.requests.len(), 3);
}

#[test]
fn a_tap_ends_the_question_which_one_to_cancel() {
    let mut story = Story::with_two_open();
    story.says("cancela");
    story.taps(ButtonVerb::Cancel);
    assert_eq!(story.statuses(), ["calling", "cancelled"]);
    story.says_all("1");
    assert!(!story.desk.requests[0].calling().unwrap().stopping, "{:?}", story.last_said());
}
