//! What was: told in short, word for word, and as a receipt.

use super::*;

impl Story {
    fn puts(&mut self, text: &str) {
        let said = Said { sid: "SM9".to_owned(), content: Content::Text { text: text.to_owned() } };
        self.happens(EventKind::Said(said));
    }

    /// Asks by rules, and lets the answer come from all requests that ever were.
    pub(super) fn asks_back(&mut self, act: Act, text: &str) {
        self.reads(text, Proposal::of(act, true));
        self.is_told();
    }

    pub(super) fn is_told(&mut self) {
        let Some(Command::Recall { recall }) = self.commands.last().cloned() else {
            panic!("nothing was looked up: {:?}", self.commands.last())
        };
        let mut all = self.desk.requests.clone();
        all.reverse();
        self.happens(EventKind::recalled(recall, &all));
    }

    fn mails_of_words(&self) -> Vec<String> {
        let mails = self.commands.iter().filter_map(|command| match command {
            Command::MailWords { to, .. } => Some(to.clone()),
            _ => None,
        });
        mails.collect()
    }

    fn rich_mails(&self) -> usize {
        self.commands.iter().filter(|command| matches!(command, Command::Mail { .. })).count()
    }

    fn gives(&mut self, text: &str, email: &str, act: Act) {
        let mut proposal = Proposal::of(act, true);
        proposal.email = Some(email.to_owned());
        self.reads(text, proposal);
    }
}

/// Beside the booking, a dentist who was not reached.
fn with_a_dentist() -> Story {
    let mut story = booked();
    let mut proposal = Proposal::of(Act::Book, true);
    proposal.service = Some("dentista".to_owned());
    proposal.provider = Some("Clínica Sur".to_owned());
    proposal.phone = Some("912 345 679".to_owned());
    proposal.when = vec!["el jueves por la tarde".to_owned()];
    story.reads("dentista el jueves por la tarde en Clínica Sur, 912 345 679", proposal);
    story.acts(Act::Cancel);
    story
}

fn history(story: &Story) -> (usize, usize, Vec<Became>) {
    match story.last_said() {
        Words::History { upcoming, open, over, .. } => {
            (upcoming.len(), open.len(), over.iter().map(|past| past.became).collect())
        }
        other => panic!("not a history: {other:?}"),
    }
}

#[test]
fn what_is_to_come_is_told_first_and_what_became_of_the_rest() {
    let mut story = with_a_dentist();
    story.asks_back(Act::History, "qué reservé");
    let nothing = Became::Nothing { because: ClosedBecause::Cancelled };
    assert_eq!(history(&story), (1, 0, vec![nothing]));
    // A week later it is past.
    story.later(7 * 24 * 3600);
    story.asks_back(Act::History, "qué reservé");
    assert_eq!(history(&story), (0, 0, vec![nothing, Became::Booked]));
}

#[test]
fn whoever_has_booked_nothing_is_told_so() {
    let mut story = Story::new();
    story.asks_back(Act::History, "qué reservé");
    assert_eq!(history(&story), (0, 0, Vec::new()));
}

#[test]
fn what_was_called_off_is_told_as_that_and_not_twice() {
    let mut story = booked();
    story.taps(ButtonVerb::CallOff);
    story.call(CallEvent::Answered);
    story.tool(ToolCall::ConfirmCancellation {
        slot: datetime(2026, 11, 26, 16, 0, 0, 0),
        quote: None,
    });
    story.ends_with(&[(Speaker::Callee, "Listo, queda cancelado.")]);
    story.asks_back(Act::History, "qué reservé");
    assert_eq!(history(&story), (0, 0, vec![Became::CalledOff]));
}

#[test]
fn the_transcript_is_that_of_the_request_that_is_named_or_of_the_last_that_has_one() {
    let mut story = with_a_dentist();
    story.asks_back(Act::Transcript, "la transcripción");
    assert!(
        matches!(story.last_said(), Words::Transcript { about, .. } if about.provider.as_deref() == Some("Marta"))
    );
    story.asks_back(Act::Transcript, "la transcripción del dentista");
    assert!(
        matches!(story.last_said(), Words::NoTranscript { about } if about.service.as_deref() == Some("dentista"))
    );
    story.asks_back(Act::Transcript, "la transcripción de lo de Marta");
    assert!(matches!(story.last_said(), Words::Transcript { .. }));
}

#[test]
fn without_any_call_there_is_no_transcript() {
    let mut story = Story::new();
    story.asks_back(Act::Transcript, "la transcripción");
    assert_eq!(story.last_said(), &Words::NothingOpen);
}

#[test]
fn a_transcript_by_mail_goes_to_the_address_that_is_known_once_each_time_that_it_is_asked_for() {
    let mut story = booked();
    story.desk.person.email = Some("ana@example.net".to_owned());
    story.asks_back(Act::Transcript, "mandame la transcripción por correo");
    assert_eq!(story.mails_of_words(), ["ana@example.net"]);
    assert_eq!(story.last_said(), &Words::MailSent { address: "ana@example.net".to_owned() });
    let said = story.said.clone();
    assert!(!said.iter().any(|words| matches!(words, Words::Transcript { .. })));
}

#[test]
fn without_an_address_one_is_asked_for_and_then_the_very_talk_is_mailed() {
    let mut story = booked();
    story.asks_back(Act::Transcript, "mandame la transcripción por mail");
    assert_eq!(story.last_said(), &Words::AskEmail);
    assert!(story.mails_of_words().is_empty());
    story.gives("ana@example.net", "ana@example.net", Act::Inform);
    assert_eq!(story.mails_of_words(), ["ana@example.net"]);
    assert_eq!(story.desk.person.email.as_deref(), Some("ana@example.net"));
    assert_eq!(story.rich_mails(), 0, "mailed once");
}

#[test]
fn no_address_is_mailed_to_that_is_none() {
    let mut story = booked();
    story.asks_back(Act::Transcript, "mandame la transcripción por mail");
    story.gives("ana@", "ana@", Act::Inform);
    assert_eq!(story.last_said(), &Words::BadEmail);
    assert!(story.mails_of_words().is_empty());
    story.gives("ana@example.net", "ana@example.net", Act::Inform);
    assert_eq!(story.mails_of_words(), ["ana@example.net"], "what it is for was not forgotten");
}

#[test]
fn send_it_to_mails_what_was_shown_last_and_keeps_the_new_address() {
    let mut story = booked();
    story.desk.person.email = Some("old@example.net".to_owned());
    story.asks_back(Act::Transcript, "la transcripción");
    story.gives("mandala a ana@example.com", "ana@example.com", Act::Inform);
    assert_eq!(story.mails_of_words(), ["ana@example.com"]);
    assert_eq!(story.desk.person.email.as_deref(), Some("ana@example.com"));
    assert_eq!(story.rich_mails(), 0);
}

#[test]
fn an_address_in_the_same_message_is_kept_and_mailed_to_once() {
    let mut story = booked();
    story.gives("la transcripción a ana@example.com", "ana@example.com", Act::Transcript);
    story.is_told();
    assert_eq!(story.mails_of_words(), ["ana@example.com"]);
    assert_eq!(story.rich_mails(), 0);
}

#[test]
fn what_an_address_is_for_is_forgotten_once_something_else_is_said() {
    let mut story = booked();
    story.asks_back(Act::Transcript, "mandame la transcripción por mail");
    story.acts(Act::Thanks);
    story.gives("ana@example.net", "ana@example.net", Act::Inform);
    assert_eq!((story.mails_of_words().len(), story.rich_mails()), (0, 1), "the booking, as ever");
}

#[test]
fn the_receipt_tells_call_by_call_what_was_said_by_the_words_of_the_call() {
    let mut story = booked();
    story.puts("¿qué dijiste de mí?");
    story.is_told();
    let Words::Receipts { past, .. } = story.last_said() else { panic!("{:?}", story.last_said()) };
    assert_eq!(past.len(), 1);
    assert_eq!(past[0].receipts.len(), 1);
    assert_eq!(past[0].receipts[0].told, [Told::Name]);
    assert_eq!(past[0].receipts[0].call, story.call_id());
}

#[test]
fn where_nobody_was_told_anything_the_receipt_says_so() {
    let mut story = Story::ringing();
    story.call(CallEvent::Ended { how: Ended::Busy });
    story.puts("what did you say about me?");
    story.is_told();
    assert!(matches!(story.last_said(), Words::Receipts { past, .. } if past.is_empty()));
    assert_eq!(story.desk.person.language, Language::En);
}

#[test]
fn while_a_provider_waits_for_an_answer_a_question_about_oneself_is_no_answer_to_anybody_else() {
    let mut story = Story::on_the_phone();
    let (question, options) = ("¿Algo más?".to_owned(), Vec::new());
    story.tool(ToolCall::AskPerson { question, options });
    story.puts("mandame mis datos");
    assert!(!story.commands.iter().any(|it| matches!(it, Command::Export { .. })));
    assert!(matches!(story.last_said(), Words::PassedOn { .. }));
}

#[test]
fn the_data_go_to_the_address_that_is_known_or_one_is_asked_for() {
    let mut story = booked();
    story.puts("send me my data");
    assert_eq!(story.last_said(), &Words::AskEmailForData);
    story.gives("ana@example.net", "ana@example.net", Act::Inform);
    let exports = |story: &Story| {
        story.commands.iter().filter(|it| matches!(it, Command::Export { .. })).count()
    };
    assert_eq!((exports(&story), story.rich_mails()), (1, 0));
    story.puts("mandame mis datos");
    assert_eq!(exports(&story), 2);
    assert_eq!(story.last_said(), &Words::DataComing { address: "ana@example.net".to_owned() });
}

#[test]
fn a_tap_under_an_old_message_brings_its_request_back_to_the_desk() {
    let story = booked();
    let button = Button { verb: ButtonVerb::Transcript, request: story.request().id };
    let content = Content::Choice { id: button.id(), title: "…".to_owned() };
    let tapped = EventKind::Said(Said { sid: "SM1".to_owned(), content });
    assert_eq!(tapped.request(), Some(story.request().id));
}

#[test]
fn texts_that_are_forgotten_leave_what_was_booked_and_by_which_words() {
    let mut story = booked();
    let mut request = story.request_mut().clone();
    let before = request.appointment.clone();
    request.forget_texts();
    assert_eq!(request.appointment, before);
    assert!(request.last_transcript().is_none() && request.wish.when_said.is_empty());
    assert_eq!(request.status(), "booked");
}

#[test]
fn a_move_that_came_to_nothing_is_not_told_beside_the_appointment_that_is_gone_since() {
    let mut story = booked();
    story.reads("cambiá el turno al viernes", {
        let mut proposal = Proposal::of(Act::Reschedule, true);
        proposal.when = vec!["el viernes por la mañana".to_owned()];
        proposal
    });
    story.taps(ButtonVerb::Call);
    story.acts(Act::Cancel);
    story.call(CallEvent::Ended { how: Ended::Canceled });
    assert!(matches!(story.request().stage, Stage::Closed { .. }), "{}", story.status());
    if let Some(appointment) = &mut story.desk.requests[0].appointment {
        appointment.called_off_at = Some(story.now);
    }
    story.asks_back(Act::History, "¿qué reservé?");
    let Words::History { upcoming, over, .. } = story.last_said() else {
        panic!("{:?}", story.last_said())
    };
    assert_eq!((upcoming.len(), over.len()), (0, 1));
}
