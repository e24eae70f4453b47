//! A question that the call had to end without: its answer is for the next one.

use super::*;

fn wants_to_know() -> ToolCall {
    ToolCall::AskPerson { question: "¿Número de afiliado?".to_owned(), options: Vec::new() }
}

/// The provider asked, the person was silent, and the call had to end.
fn owing() -> Story {
    let mut story = Story::on_the_phone();
    story.tool(wants_to_know());
    story.later(76);
    assert_eq!(story.tool(wants_to_know()).decision, ToolDecision::End);
    story.ends_with(&[
        (Speaker::Callee, "¿Número de afiliado?"),
        (Speaker::Agent, "Volveremos a llamar."),
    ]);
    story
}

#[test]
fn an_answer_that_comes_after_the_call_is_for_the_next_one_which_is_made_at_once() {
    let mut story = owing();
    assert_eq!((story.status(), story.dials()), ("waiting", 1));
    assert!(
        matches!(story.last_said(), Words::Unanswered { question, .. } if question.contains("afiliado"))
    );
    story.reads("OSDE 4455667", Proposal::of(Act::Inform, true));
    assert_eq!((story.status(), story.dials()), ("calling", 2));
    assert!(story.last_call().brief.first_sentence.contains("vuelvo a llamar"));
    let answer = story.tool(wants_to_know());
    assert_eq!(answer.decision, ToolDecision::Answered);
    assert_eq!(answer.answer.as_deref(), Some("OSDE 4455667"));
    let other = ToolCall::AskPerson { question: "¿Edad?".to_owned(), options: Vec::new() };
    assert_eq!(story.tool(other).decision, ToolDecision::Wait, "another question is another");
    story.claims(26, 16);
    story.confirms(26, 16);
    let mut talk = AGREED.to_vec();
    talk.insert(1, (Speaker::Agent, "Es OSDE 4455667."));
    story.ends_with(&talk);
    assert_eq!(story.status(), "booked");
}

#[test]
fn a_question_that_is_never_answered_ends_as_what_it_is_and_nobody_is_called_again_for_it() {
    let mut story = owing();
    let Stage::Waiting { until, nth, .. } = story.request().stage else { panic!("waits") };
    let request = story.request().id;
    story.wakes(Timer::Retry { request, nth });
    assert_eq!(story.status(), "waiting", "too early");
    story.now = until;
    story.wakes(Timer::Retry { request, nth });
    assert_eq!((story.status(), story.dials(), story.final_words()), ("unanswered", 1, 1));
}

#[test]
fn a_card_number_answers_nothing_and_a_cancel_is_no_answer() {
    let mut story = owing();
    story.reads("4111 1111 1111 1111", Proposal::of(Act::Inform, true));
    assert!(matches!(story.last_said(), Words::NoSecrets { .. }));
    assert_eq!(story.dials(), 1);
    story.acts(Act::Cancel);
    assert_eq!((story.status(), story.dials()), ("cancelled", 1));
}

#[test]
fn yes_no_and_an_option_answer_what_is_owed() {
    for (act, text) in
        [(Act::Yes, "sí"), (Act::No, "no"), (Act::Unclear, "ni idea, lo llevo ese día")]
    {
        let mut story = owing();
        story.reads(text, Proposal::of(act, true));
        assert_eq!(story.dials(), 2, "{act:?}");
        assert_eq!(story.tool(wants_to_know()).answer.as_deref(), Some(text));
    }
    let mut story = Story::on_the_phone();
    let ask = || ToolCall::AskPerson {
        question: "¿Con quién?".to_owned(),
        options: vec!["Laura".to_owned(), "Cualquiera".to_owned()],
    };
    story.tool(ask());
    story.later(76);
    story.tool(ask());
    story.ends_with(&[(Speaker::Callee, "¿Con quién?")]);
    story.taps(ButtonVerb::Pick(1));
    assert_eq!(story.tool(ask()).answer.as_deref(), Some("Laura"));
}

#[test]
fn who_asked_to_be_called_again_is_told_so() {
    let mut story = Story::on_the_phone();
    story.gives_up(GaveUp::CallBackLater);
    story.ends_with(&[(Speaker::Callee, "Ahora no, llame más tarde.")]);
    story.waits();
    assert!(story.last_call().brief.first_sentence.contains("pidieron que llamara"));
}
