//! What else people do on the way through the program, beside the journeys of `stories`: kinds of messages, languages, and
//! a model that reads them. Each runs on both databases.

use jiff::SignedDuration;
use sandbox::cast::Manner;
use sandbox::elevenlabs::conversation::Tongue;
use sandbox::llm::Reply;
use sandbox::timeline::Kind;

use crate::database::Database;
use crate::on_both_databases;
use crate::town::{ANA, Town};

on_both_databases! {
    async fn the_address_given_afterwards_gets_one_mail_with_the_calendar_entry(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana_wants_it().await;
        town.settle().await;
        town.ana().says("ana@example.net");
        town.ana().says("ana@example.net");
        town.settle().await;
        assert_eq!(town.mails(), 1, "{}", town.transcript());
    }

    async fn nobody_answers_and_nobody_is_bothered_for_ever(database: Database) {
        let town = Town::with(database, Manner::NoAnswer).await;
        town.ana_wants_it().await;
        town.wait(SignedDuration::from_hours(6)).await;
        assert_eq!(town.status().await, "not_reached", "{}", town.transcript());
        assert_eq!(town.count(Kind::Dialled), 3);
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

on_both_databases! {
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
}
