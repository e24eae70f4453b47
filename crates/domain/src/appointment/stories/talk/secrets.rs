//! Numbers of cards and identity documents in the chat: masked before they come here, and never needed.

use super::*;

impl Story {
    fn says_masked(&mut self, text: &str) {
        let sid = format!("SM{}", self.events);
        let content = Content::Text { text: text.to_owned() }.masked();
        self.happens_and_reads(EventKind::Said(Said { sid, content }));
        self.pauses();
    }
}

#[test]
fn a_number_that_is_never_needed_is_answered_with_a_word_and_nothing_else() {
    for (language, text) in [
        (Language::En, "my card is 4111 1111 1111 1111 exp 12/27 cvv 123"),
        (Language::En, "my social is 123-45-6789"),
        (Language::Es, "mi tarjeta es 4111 1111 1111 1111"),
        (Language::Es, "4111111111111111"),
        (Language::Pt, "o número do meu cartão é 4111-1111-1111-1111"),
    ] {
        let mut story = Story::new();
        story.wants_a_haircut();
        let shown = story.said.len();
        story.says_masked(text);
        assert_eq!(story.said[shown..], [Words::SecretNotKept], "{text}");
        assert_eq!((story.status(), story.dials()), ("confirming", 0), "{text}");
        assert_eq!(story.desk.person.language, language, "{text}");
        let kept = format!("{:?}{:?}", story.desk, story.commands);
        assert!(!kept.contains("1111") && !kept.contains("6789"), "{text}");
    }
}

#[test]
fn what_else_the_message_says_is_taken_up() {
    let mut story = Story::new();
    story.says_masked(
        "corte de pelo mañana a las 11, 912 345 678, mi tarjeta es 4111 1111 1111 1111",
    );
    assert_eq!(story.said[0], Words::SecretNotKept);
    assert!(matches!(story.last_said(), Words::Card(_)), "{:?}", story.last_said());
}

#[test]
fn a_longer_message_is_not_dropped_even_where_it_is_not_understood() {
    let mut story = Story::new();
    story.says_masked(
        "hola queria un turno para cortarme el pelo mañana a la tarde, mi tarjeta es 4111 1111 1111 1111",
    );
    assert_eq!(story.said[0], Words::SecretNotKept);
    assert!(story.said.len() > 1, "{:?}", story.said);
}

#[test]
fn it_answers_no_question_for_a_name() {
    let mut story = Story::new();
    story.desk.person.name = None;
    story.says_masked("corte de pelo mañana a las 11, 912 345 678");
    assert!(matches!(story.last_said(), Words::Ask { .. }), "{:?}", story.last_said());
    story.says_masked("4111 1111 1111 1111");
    assert_eq!(story.last_said(), &Words::SecretNotKept);
    assert_eq!(story.request().wish.name, None);
}

#[test]
fn it_answers_no_question_of_a_provider() {
    let mut story = Story::on_the_phone();
    story.tool(ToolCall::AskPerson { question: "¿Algo más?".to_owned(), options: Vec::new() });
    story.says_masked("529.982.247-25");
    assert!(matches!(story.last_said(), Words::NoSecrets { .. }), "{:?}", story.last_said());
}
