//! Whole journeys through the program: the webhooks, the database, the worker and the simulated vendors, with a clock
//! that is moved by hand. Each runs on both databases.

use jiff::SignedDuration;
use sandbox::cast::Manner;
use sandbox::elevenlabs::conversation::Tongue;
use sandbox::faults::{DeliveryFault, Order, RequestFault, Vendor, Webhook};
use sandbox::llm::Reply;
use sandbox::person::voice_note;
use sandbox::timeline::Kind;

use crate::database::Database;
use crate::on_both_databases;
use crate::town::{ANA, Town};

on_both_databases! {
    async fn a_message_becomes_a_booking(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana_wants_it().await;
        town.settle().await;
        assert_eq!(town.status().await, "booked", "{}", town.transcript());
        assert_eq!((town.rings(), town.in_the_diary()), (1, 1));
        let request = town.request().await;
        let appointment = request.appointment.expect("it was booked");
        let local = appointment.slot.0.to_zoned(domain::appointment::zone(&appointment.zone));
        assert_eq!(local.date().to_string(), "2026-11-26");
        assert!(local.hour() >= 12, "{local}");
        let said = town.screen();
        let last = said.last().expect("Ana was told");
        assert!(last.contains(&appointment.quote.text), "the provider's words are quoted: {last}");
        let first_line = town.entries().into_iter().find(|e| e.kind == Kind::Spoken && e.text.contains("asistente"));
        assert!(first_line.is_some(), "the agent says what it is:\n{}", town.transcript());
    }

    async fn the_address_given_afterwards_gets_one_mail_with_the_calendar_entry(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana_wants_it().await;
        town.settle().await;
        town.ana().says("ana@example.net");
        town.ana().says("ana@example.net");
        town.settle().await;
        assert_eq!(town.mails(), 1, "{}", town.transcript());
    }

    async fn a_provider_with_two_times_gets_the_better_one(database: Database) {
        let town = Town::with(database, Manner::TwoSlots).await;
        town.ana_wants_it().await;
        town.settle().await;
        assert_eq!(town.status().await, "booked", "{}", town.transcript());
        assert_eq!(town.in_the_diary(), 1);
    }

    async fn a_full_book_is_an_honest_no(database: Database) {
        let town = Town::with(database, Manner::FullyBooked).await;
        town.ana_wants_it().await;
        town.settle().await;
        assert_eq!(town.status().await, "no_availability", "{}", town.transcript());
        assert_eq!((town.rings(), town.in_the_diary()), (1, 0));
    }

    async fn another_day_is_asked_about_while_the_provider_waits(database: Database) {
        let town = Town::with(database, Manner::AnotherDay).await;
        town.ana_wants_it().await;
        town.until(|town| town.ana().screen().last().is_some_and(|b| !b.is_mine && choices(b) > 1 && !b.shown.body.contains("912"))).await;
        assert!(town.ana().taps(1).is_ok() || town.ana().picks(1).is_ok());
        town.settle().await;
        assert_eq!(town.status().await, "booked", "{}", town.transcript());
        assert_eq!(town.in_the_diary(), 1);
    }

    async fn another_day_without_an_answer_stays_open_and_is_booked_by_a_second_call(database: Database) {
        let town = Town::with(database, Manner::AnotherDay).await;
        town.ana_wants_it().await;
        town.settle().await;
        assert_eq!(town.status().await, "choosing", "{}", town.transcript());
        assert_eq!(town.in_the_diary(), 0);
        assert!(town.ana().taps(1).is_ok() || town.ana().picks(1).is_ok());
        town.settle().await;
        assert_eq!(town.status().await, "booked", "{}", town.transcript());
        assert_eq!((town.rings(), town.in_the_diary()), (2, 1));
    }

    async fn a_busy_line_is_tried_three_times_and_told(database: Database) {
        let town = Town::with(database, Manner::Busy).await;
        town.ana_wants_it().await;
        town.settle().await;
        assert_eq!(town.status().await, "waiting", "{}", town.transcript());
        town.wait(SignedDuration::from_hours(3)).await;
        assert_eq!(town.status().await, "not_reached", "{}", town.transcript());
        assert_eq!(town.count(Kind::Dialled), 3);
    }

    async fn nobody_answers_and_nobody_is_bothered_for_ever(database: Database) {
        let town = Town::with(database, Manner::NoAnswer).await;
        town.ana_wants_it().await;
        town.wait(SignedDuration::from_hours(6)).await;
        assert_eq!(town.status().await, "not_reached", "{}", town.transcript());
        assert_eq!(town.count(Kind::Dialled), 3);
    }

    async fn an_answering_machine_is_not_talked_to(database: Database) {
        let town = Town::with(database, Manner::Voicemail).await;
        town.ana_wants_it().await;
        town.settle().await;
        assert_eq!(town.status().await, "waiting", "{}", town.transcript());
    }

    async fn a_line_that_breaks_after_a_question_proves_nothing_and_is_called_back_at_once(database: Database) {
        let town = Town::with(database, Manner::HangsUp).await;
        town.ana_wants_it().await;
        town.until(|town| town.screen().iter().any(|said| said.contains("Todavía no cuenta"))).await;
        assert!(town.request().await.appointment.is_none());
        town.settle().await;
        assert_eq!(town.status().await, "booked", "{}", town.transcript());
        assert_eq!((town.rings(), town.in_the_diary()), (2, 1));
    }

    async fn an_appointment_is_called_off_by_phone_when_the_person_taps(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana_wants_it().await;
        town.settle().await;
        assert_eq!((town.status().await, town.in_the_diary()), ("booked", 1), "{}", town.transcript());
        town.ana().taps(2).unwrap_or_else(|error| panic!("{error}\n{}", town.transcript()));
        town.settle().await;
        assert_eq!((town.status().await, town.in_the_diary()), ("called_off", 0), "{}", town.transcript());
        assert_eq!(town.rings(), 2);
        let booking = town.desk().await.requests.remove(0);
        assert!(booking.appointment.expect("it was booked").called_off_at.is_some());
    }

    async fn a_private_home_is_left_in_peace(database: Database) {
        let town = Town::with(database, Manner::WrongNumber).await;
        town.ana_wants_it().await;
        town.wait(SignedDuration::from_hours(6)).await;
        assert_eq!(town.status().await, "wrong_number", "{}", town.transcript());
        assert_eq!(town.rings(), 1);
    }

    async fn the_insurance_number_is_asked_for_in_the_chat_and_passed_on(database: Database) {
        let town = Town::with(database, Manner::Insurance).await;
        town.ana_wants_it().await;
        town.until(|town| town.count(Kind::ToolCalled) > 0).await;
        town.until(|town| town.ana().screen().last().is_some_and(|b| !b.is_mine && b.shown.body.contains('?'))).await;
        town.ana().says("4455667");
        town.settle().await;
        assert_eq!(town.status().await, "booked", "{}", town.transcript());
        let passed_on = town.entries().iter().any(|e| e.kind == Kind::Spoken && e.text.contains("4455667"));
        assert!(passed_on, "{}", town.transcript());
    }

    async fn orders_from_the_other_end_of_the_line_are_not_followed(database: Database) {
        let town = Town::with(database, Manner::RobotInjection).await;
        town.ana_wants_it().await;
        town.settle().await;
        assert_eq!(town.count(Kind::Dialled), 1, "{}", town.transcript());
        assert_eq!(town.request().await.appointment.is_some(), town.in_the_diary() == 1, "{}", town.transcript());
    }

    async fn a_voice_note_is_read_back_and_understood(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        let heard = town.wish();
        town.ana().speaks(&voice_note(&heard), &heard);
        town.settle().await;
        assert!(town.screen().iter().any(|said| said.contains("Ana Ruiz")), "{}", town.transcript());
        assert_eq!(town.status().await, "confirming", "{}", town.transcript());
    }

    async fn a_silent_voice_note_is_asked_for_again(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana().speaks(&voice_note("silence"), "");
        town.settle().await;
        assert!(!town.screen().is_empty(), "{}", town.transcript());
        assert!(town.desk().await.requests.is_empty());
    }

    async fn a_shared_contact_is_the_provider(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana().says("Quiero un corte de pelo el jueves por la tarde. Me llamo Ana Ruiz.");
        town.settle().await;
        assert_eq!(town.status().await, "drafting", "{}", town.transcript());
        let (name, number) = (town.provider.name.clone(), town.provider.number.clone());
        town.ana().sends_contact(&format!("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\nTEL;type=WORK:{number}\r\nEND:VCARD\r\n"));
        town.settle().await;
        assert_eq!(town.status().await, "confirming", "{}", town.transcript());
        assert_eq!(town.request().await.wish.provider, Some(name));
    }

    async fn every_other_kind_of_message_gets_an_answer(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        for (kind, content_type) in [("image", "image/jpeg"), ("sticker", "image/webp"), ("document", "application/pdf"), ("video", "video/mp4")] {
            let before = town.screen().len();
            town.ana().attaches(kind, content_type, b"...", "");
            town.settle().await;
            assert!(town.screen().len() > before, "{kind}: {}", town.transcript());
        }
        let before = town.screen().len();
        town.ana().sends_location(40.4, -3.7, None);
        town.settle().await;
        assert!(town.screen().len() > before);
    }

    async fn thanks_in_the_middle_of_a_call_change_nothing(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana_wants_it().await;
        town.until(|town| town.count(Kind::Answered) > 0).await;
        town.ana().says("ok gracias");
        town.settle().await;
        assert_eq!(town.status().await, "booked", "{}", town.transcript());
        assert_eq!((town.rings(), town.in_the_diary()), (1, 1));
    }

    async fn cancel_ends_a_ringing_call(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana_wants_it().await;
        town.until(|town| town.rings() > 0).await;
        town.ana().says("cancela");
        town.settle().await;
        assert_eq!(town.status().await, "cancelled", "{}", town.transcript());
        assert_eq!((town.count(Kind::Spoken), town.in_the_diary()), (0, 0), "{}", town.transcript());
    }

    async fn cancel_in_the_middle_of_a_talk_books_nothing(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana_wants_it().await;
        town.until(|town| town.count(Kind::Spoken) > 1).await;
        town.ana().says("cancela");
        town.settle().await;
        let (status, booked) = (town.status().await, town.in_the_diary());
        assert!(status == "cancelled" && booked == 0 || status == "booked" && booked == 1, "{}", town.transcript());
    }

    async fn every_webhook_twice_is_every_webhook_once(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        for webhook in WEBHOOKS {
            town.town.sandbox.order(Order::Delivery { webhook, fault: DeliveryFault::Double, times: 1000 });
        }
        town.ana_wants_it().await;
        town.settle().await;
        assert_eq!(town.status().await, "booked", "{}", town.transcript());
        assert_eq!((town.rings(), town.in_the_diary()), (1, 1));
    }

    async fn a_transcript_that_never_comes_is_fetched(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.town.sandbox.order(lost(Webhook::ElevenlabsPostCall));
        town.ana_wants_it().await;
        town.settle().await;
        assert_eq!(town.status().await, "booked", "{}", town.transcript());
    }

    async fn lost_call_callbacks_are_made_up_for(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.town.sandbox.order(lost(Webhook::TwilioCallStatus));
        town.ana_wants_it().await;
        town.wait(SignedDuration::from_mins(30)).await;
        assert_eq!(town.status().await, "booked", "{}", town.transcript());
        assert_eq!(town.rings(), 1);
    }

    async fn the_person_is_called_what_she_said_and_writes_portuguese(database: Database) {
        let town = Town::set_up(database, Manner::BooksAsAsked, Tongue::Pt, &[]).await;
        let (name, number) = (town.provider.name.clone(), town.provider.number.clone());
        town.ana().says(&format!("Olá, quero cortar o cabelo na quinta-feira à tarde, {name}, {number}. Meu nome é Ana Ruiz."));
        town.settle().await;
        assert_eq!(town.status().await, "confirming", "{}", town.transcript());
        town.ana().taps(1).expect("the card has buttons");
        town.settle().await;
        assert_eq!(town.status().await, "booked", "{}", town.transcript());
    }

    async fn an_emergency_is_answered_with_the_number_and_nobody_is_called(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana().says("¡Mi padre no respira!");
        town.settle().await;
        assert!(town.screen().iter().any(|said| said.lines().next().is_some_and(|line| line.contains("911"))), "{}", town.transcript());
        assert_eq!(town.count(Kind::Dialled), 0);
    }

    async fn a_number_that_is_never_called_is_not_called(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana().says("Quiero un corte de pelo el jueves por la tarde, el número es 806 123 456. Me llamo Ana Ruiz.");
        town.settle().await;
        assert_eq!(town.status().await, "drafting", "{}", town.transcript());
        assert_eq!(town.count(Kind::Dialled), 0);
    }

    async fn what_is_kept_stands_in_the_tables(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana_wants_it().await;
        town.settle().await;
        let person = town.town.program.data.person_of(&data::Address::new(ANA).unwrap()).await.unwrap().unwrap();
        let rows = town.town.program.data.requests_of(person, 10).await.unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].status, "booked");
        let calls = town.town.program.data.calls_of(rows[0].id).await.unwrap();
        assert_eq!(calls.len(), 1);
        assert_eq!(calls[0].outcome.as_deref(), Some("booked"));
        assert!(calls[0].has_transcript);
    }
}

const WEBHOOKS: [Webhook; 7] = [
    Webhook::TwilioInbound,
    Webhook::TwilioMessageStatus,
    Webhook::TwilioCallStatus,
    Webhook::TwilioVoice,
    Webhook::TwilioAmd,
    Webhook::ElevenlabsPostCall,
    Webhook::Resend,
];

fn lost(webhook: Webhook) -> Order {
    Order::Delivery { webhook, fault: DeliveryFault::Lose, times: 1000 }
}

fn create_call(fault: RequestFault) -> Order {
    Order::Request { vendor: Vendor::Twilio, operation: "calls.create".to_owned(), fault, times: 1 }
}

on_both_databases! {
    async fn a_call_whose_answer_was_lost_is_found_and_not_dialled_again(database: Database) {
        for fault in [RequestFault::ErrorAfter, RequestFault::AnswerLost] {
            let town = Town::with(Database::like(&database).await, Manner::BooksAsAsked).await;
            town.town.sandbox.order(create_call(fault));
            town.ana_wants_it().await;
            town.settle().await;
            assert_eq!(town.status().await, "booked", "{}", town.transcript());
            assert_eq!((town.count(Kind::Dialled), town.rings(), town.in_the_diary()), (1, 1, 1));
        }
    }

    async fn a_call_that_was_never_placed_is_placed_once_it_is_certain(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.town.sandbox.order(create_call(RequestFault::ErrorBefore));
        town.ana_wants_it().await;
        town.settle().await;
        assert_eq!(town.status().await, "booked", "{}", town.transcript());
        assert_eq!((town.rings(), town.in_the_diary()), (1, 1));
    }

    async fn too_many_requests_is_tried_again(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.town.sandbox.order(create_call(RequestFault::TooMany));
        town.ana_wants_it().await;
        town.settle().await;
        assert_eq!(town.status().await, "booked", "{}", town.transcript());
        assert_eq!(town.rings(), 1);
    }

    async fn a_refused_call_is_told_and_not_repeated(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        let fault = RequestFault::Refuse { status: 400, code: 21215, message: "geo".to_owned() };
        town.town.sandbox.order(create_call(fault));
        town.ana_wants_it().await;
        town.settle().await;
        assert_eq!(town.status().await, "cannot_call", "{}", town.transcript());
        assert_eq!(town.rings(), 0);
    }

    async fn an_agent_that_cannot_be_had_is_an_apology_and_not_a_silent_call(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        let (vendor, operation) = (Vendor::Elevenlabs, "calls.register".to_owned());
        town.town.sandbox.order(Order::Request { vendor, operation, fault: RequestFault::ErrorBefore, times: 4 });
        town.ana_wants_it().await;
        town.settle().await;
        assert_eq!(town.in_the_diary(), 0, "{}", town.transcript());
        assert_eq!(town.status().await, "waiting", "{}", town.transcript());
    }

    async fn a_message_whose_answer_was_lost_is_not_said_twice(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        let (vendor, operation) = (Vendor::Twilio, "messages.create".to_owned());
        town.town.sandbox.order(Order::Request { vendor, operation, fault: RequestFault::AnswerLost, times: 1 });
        town.ana().says(&town.wish());
        town.settle().await;
        let said = town.screen();
        let once = said.iter().collect::<std::collections::BTreeSet<_>>().len();
        assert_eq!(said.len(), once, "{}", town.transcript());
        assert_eq!(town.status().await, "confirming");
    }

    async fn a_closed_window_without_a_template_is_not_lost_in_silence(database: Database) {
        let town = Town::with(database, Manner::NoAnswer).await;
        town.ana_wants_it().await;
        town.settle().await;
        town.wait(SignedDuration::from_hours(48)).await;
        assert_eq!(town.status().await, "not_reached", "{}", town.transcript());
    }
}

fn reading(fields: &serde_json::Value) -> Reply {
    let mut answer = serde_json::json!({
        "act": "unclear", "language": null, "service": null, "provider": null, "phone": null, "place": null, "when": [],
        "name": null, "for_whom": null, "callback": null, "email": null, "reason": null, "option": null
    });
    for (name, value) in fields.as_object().expect("fields are an object") {
        answer[name] = value.clone();
    }
    Reply::Says(answer.to_string())
}

const WITH_A_MODEL: [(&str, &str); 1] = [("LLM_PROVIDER", "openai")];

on_both_databases! {
    async fn a_model_reads_what_the_rules_would_not(database: Database) {
        let town = Town::set_up(database, Manner::BooksAsAsked, Tongue::Es, &WITH_A_MODEL).await;
        let number = town.provider.number.clone();
        town.town.sandbox.world().lock().llm.will(reading(&serde_json::json!({
            "act": "book", "service": "una puesta a punto de la melena", "phone": number, "when": ["el jueves por la tarde"], "name": "Ana Ruiz"
        })));
        town.ana().says(&format!("che, soy Ana Ruiz, la melena pide una puesta a punto el jueves por la tarde, ahí donde siempre: {number}"));
        town.settle().await;
        assert_eq!(town.status().await, "confirming", "{}", town.transcript());
        assert_eq!(town.request().await.wish.service.as_deref(), Some("una puesta a punto de la melena"));
    }

    async fn a_number_that_the_model_made_up_is_not_taken(database: Database) {
        let town = Town::set_up(database, Manner::BooksAsAsked, Tongue::Es, &WITH_A_MODEL).await;
        town.town.sandbox.world().lock().llm.will(reading(&serde_json::json!({
            "act": "book", "service": "corte de pelo", "phone": "+541143211201", "when": ["el jueves"], "name": "Ana Ruiz"
        })));
        town.ana().says("Soy Ana Ruiz y quiero un corte de pelo el jueves donde Marta, ya sabés");
        town.settle().await;
        assert_eq!(town.status().await, "drafting", "{}", town.transcript());
        assert!(town.request().await.wish.number.is_none());
    }

    async fn whatever_a_model_answers_a_booking_goes_on(database: Database) {
        let nonsense = [
            Reply::Fails { status: 503 },
            Reply::TooMany { retry_after_s: None },
            Reply::QuotaExceeded,
            Reply::Refuses("I cannot help with that.".to_owned()),
            Reply::Says("Sure! Here is your JSON: {".to_owned()),
            Reply::Says("{\"act\": \"launch_missiles\"}".to_owned()),
            Reply::Raw { status: 200, body: "<html>".to_owned() },
        ];
        for reply in nonsense {
            let town = Town::set_up(Database::like(&database).await, Manner::BooksAsAsked, Tongue::Es, &WITH_A_MODEL).await;
            for _ in 0..3 {
                town.town.sandbox.world().lock().llm.will(reply.clone());
            }
            town.ana().says(&town.wish());
            town.settle().await;
            assert_eq!(town.status().await, "confirming", "{reply:?} {}", town.transcript());
        }
    }

    async fn what_the_chat_does_not_take_any_more_goes_by_mail(database: Database) {
        let town = Town::with(database, Manner::NoAnswer).await;
        town.ana().says("ana@example.net");
        town.ana_wants_it().await;
        town.settle().await;
        town.town.sandbox.order(Order::Message { code: 63016, times: 1000 });
        town.wait(SignedDuration::from_hours(6)).await;
        assert_eq!(town.status().await, "not_reached", "{}", town.transcript());
        assert!(town.mails() > 0, "{}", town.transcript());
    }
}

fn choices(bubble: &sandbox::person::Bubble) -> usize {
    bubble.shown.buttons.len() + bubble.shown.menu.as_ref().map_or(0, |menu| menu.rows.len())
}
