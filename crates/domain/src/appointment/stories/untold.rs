//! A chat closes a day after the person wrote last. What it did not take is told when they write again.

use super::*;

impl Story {
    /// The last message about the request comes back, and a day passes.
    fn not_taken(&mut self, window_closed: bool) {
        let request = Some(self.request().id);
        self.happens(EventKind::MessageFailed { request, window_closed });
        self.later(30 * 3600);
        self.said.clear();
    }

    fn tells_of(&self, because: ClosedBecause) -> usize {
        let told = |words: &&Words| matches!(words, Words::Final(view) if view.because == because);
        self.said.iter().filter(told).count()
    }
}

fn over() -> Story {
    let mut story = Story::on_the_phone();
    story.gives_up(GaveUp::NoAvailability);
    story.ends_with(&[(Speaker::Callee, "Estamos completos.")]);
    story
}

fn to_choose() -> Story {
    let mut story = Story::on_the_phone();
    story.offers(27, 10);
    story.gives_up(GaveUp::NothingSuited);
    story.ends_with(&[(Speaker::Callee, "Solo el viernes a las diez.")]);
    assert_eq!(story.status(), "choosing");
    story
}

#[test]
fn an_end_is_told_when_they_write_again_and_only_then() {
    let mut story = over();
    story.not_taken(true);
    for _ in 0..3 {
        story.writes("hola");
    }
    assert_eq!(story.said[0], Words::ChatWasClosed);
    assert_eq!(story.tells_of(ClosedBecause::NoAvailability), 1, "{:?}", story.said);
    assert_eq!(story.final_words(), 1, "it is the same word once more");
}

#[test]
fn what_did_not_arrive_for_another_reason_is_not_told_again() {
    let mut story = over();
    story.not_taken(false);
    story.writes("hola");
    assert_eq!(story.tells_of(ClosedBecause::NoAvailability), 0, "{:?}", story.said);
}

#[test]
fn a_booking_is_told_as_long_as_it_is_to_come() {
    let mut story = booked();
    let request = Some(story.request().id);
    story.happens(EventKind::MessageFailed { request, window_closed: true });
    let mut late = Story { desk: story.desk.clone(), ..Story::new() };
    story.said.clear();
    story.writes("hola");
    assert_eq!(story.tells_of(ClosedBecause::Booked), 1, "{:?}", story.said);
    late.later(5 * 24 * 3600);
    late.writes("hola");
    assert_eq!(late.tells_of(ClosedBecause::Booked), 0, "{:?}", late.said);
}

#[test]
fn offers_are_shown_with_their_buttons_but_not_to_who_taps_one() {
    let mut story = to_choose();
    let request = Some(story.request().id);
    story.happens(EventKind::MessageFailed { request, window_closed: true });
    let mut tapping = Story { desk: story.desk.clone(), ..Story::new() };
    story.writes("hola");
    let shown = story.said.iter().any(|words| matches!(words, Words::OffersLeft { .. }));
    assert!(shown, "{:?}", story.said);
    tapping.taps(ButtonVerb::Pick(1));
    assert!(!tapping.said.contains(&Words::ChatWasClosed), "{:?}", tapping.said);
    assert_eq!(tapping.status(), "calling");
}

#[test]
fn whoever_is_in_danger_hears_of_nothing_else() {
    let mut story = over();
    story.not_taken(true);
    story.writes("me estoy ahogando, no puedo respirar");
    assert!(matches!(story.said[0], Words::Emergency { .. }), "{:?}", story.said);
    assert_eq!(story.tells_of(ClosedBecause::NoAvailability), 0);
}
