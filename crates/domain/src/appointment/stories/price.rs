//! The right to say yes: at which price, after which question, to which call.

use super::*;

/// The person has set a highest price.
fn capped(story: &mut Story) {
    let request = story.desk.requests.last_mut().unwrap();
    request.wish.price_max = Some("máximo 30 euros".to_owned());
}

fn named(story: &mut Story, price: Option<&str>) -> ToolDecision {
    let slot = datetime(2026, 11, 26, 16, 0, 0, 0);
    let price = price.map(str::to_owned);
    story
        .tool(ToolCall::ReportOffers { offers: vec![Offered { slot, held_until: None, price }] })
        .decision
}

#[test]
fn only_a_known_price_below_the_highest_one_is_taken_without_the_person() {
    for (price, decision) in [
        (Some("25 euros"), ToolDecision::Claim),
        (Some("treinta euros"), ToolDecision::Claim),
        (Some("45 €"), ToolDecision::AskPerson),
        (Some("25 dólares"), ToolDecision::AskPerson),
        (Some("depende"), ToolDecision::AskPerson),
        (None, ToolDecision::AskPerson),
    ] {
        let mut story = Story::on_the_phone();
        capped(&mut story);
        assert_eq!(named(&mut story, price), decision, "{price:?}");
        let claimed = story.claims(26, 16);
        assert_eq!(claimed == ToolDecision::Book, decision == ToolDecision::Claim, "{price:?}");
    }
}

#[test]
fn a_price_that_is_told_later_counts_and_the_person_may_pay_more() {
    let mut story = Story::on_the_phone();
    capped(&mut story);
    assert_eq!(named(&mut story, None), ToolDecision::AskPerson);
    assert_eq!(named(&mut story, Some("28 euros")), ToolDecision::Claim);
    let mut story = Story::on_the_phone();
    capped(&mut story);
    named(&mut story, Some("50 euros"));
    let ask = || ToolCall::AskPerson { question: "50 euros?".to_owned(), options: Vec::new() };
    story.tool(ask());
    story.taps(ButtonVerb::Pick(1));
    assert_eq!(story.claims(26, 16), ToolDecision::Book);
}

#[test]
fn who_wants_to_be_asked_first_is() {
    let mut story = Story::on_the_phone();
    story.desk.requests.last_mut().unwrap().wish.ask_first = true;
    assert_eq!(story.offers(26, 16), ToolDecision::AskPerson);
    assert_eq!(story.claims(26, 16), ToolDecision::AskPerson);
}

#[test]
fn only_the_call_that_is_under_way_is_given_the_right_to_say_yes() {
    let mut story = Story::ringing();
    let (request, first) = (story.request().id, story.call_id());
    story.call(CallEvent::Ended { how: Ended::Busy });
    story.waits();
    story.call(CallEvent::Answered);
    assert_ne!(story.call_id(), first);
    let slot = datetime(2026, 11, 26, 17, 0, 0, 0);
    for call in [first, CallId(Uuid::from_u128(4242))] {
        let tool = ToolCall::ClaimSlot { slot };
        let answer = story.happens(EventKind::Tool { request, call, tool }).unwrap();
        assert_eq!(answer.decision, ToolDecision::End);
        assert_eq!(story.request().calling().unwrap().claim, None);
    }
    assert_eq!(story.claims(26, 17), ToolDecision::Book);
}
