//! What a person has not, cannot or does not say: windows that are closed, numbers that are hidden or missing, notes in
//! which nobody speaks, nights in which the clock changes, and mail that comes back.

use domain::ids::CommandId;
use jiff::SignedDuration;
use sandbox::cast::Manner;
use sandbox::elevenlabs::conversation::Tongue;
use sandbox::faults::{DeliveryFault, Order, RequestFault, Vendor, Webhook};
use sandbox::person::voice_note;
use sandbox::timeline::Kind;
use serde_json::json;
use services::whatsapp::Delivery;
use vendors::twilio::MessageStatus;

use crate::database::Database;
use crate::on_both_databases;
use crate::town::{ANA, Town};

/// Somebody who hides the number: the chat tells a business-scoped id.
const HIDDEN: &str = "whatsapp:AR.13491208655302741918";

/// WhatsApp takes a template in; the first one that a town gets.
async fn template(town: &Town) -> String {
    let keys = town.town.sandbox.credentials();
    let post = |path: String, body: serde_json::Value| {
        let client = reqwest::Client::new();
        let url = format!("{}/v1/Content{path}", town.town.sandbox.twilio_url());
        client
            .post(url)
            .basic_auth(&keys.twilio_api_key_sid, Some(&keys.twilio_api_key_secret))
            .json(&body)
            .send()
    };
    let content = json!({
        "friendly_name": "news", "language": "es", "variables": {"1": "Corte de pelo, Marta", "2": "Hay novedades."},
        "types": {"twilio/text": {"body": "Sobre {{1}}: {{2}} Responda para seguir."}}
    });
    let made: serde_json::Value = post(String::new(), content).await.unwrap().json().await.unwrap();
    let sid = made["sid"].as_str().expect("a template has an id").to_owned();
    let asked = post(
        format!("/{sid}/ApprovalRequests/whatsapp"),
        json!({"name": "news", "category": "UTILITY"}),
    )
    .await
    .unwrap();
    assert!(asked.status().is_success(), "{asked:?}");
    let contents = sandbox::twilio::content::Approval::Approved;
    assert!(town.town.sandbox.world().lock().twilio.contents.set_approval(&sid, contents));
    sid
}

/// A town whose operator has that template.
async fn with_template(database: Database, manner: Manner) -> Town {
    // Ids are the same in every town that begins alike.
    let rehearsal = Town::with(Database::like(&database).await, manner).await;
    let sid = template(&rehearsal).await;
    let settings = [("TWILIO_TEMPLATES", &*format!("es={sid}"))];
    let town = Town::set_up(database, manner, Tongue::Es, &settings).await;
    assert_eq!(template(&town).await, sid);
    town
}

on_both_databases! {
    async fn a_result_after_the_chat_has_closed_comes_by_template(database: Database) {
        let town = with_template(database, Manner::NoAnswer).await;
        town.ana().says(&town.wish().replace("jueves por la tarde", "viernes por la tarde"));
        town.settle().await;
        town.taps("Llamar");
        // The last try is the day after tomorrow.
        town.until_read("No atendió nadie").await;
        town.town.advance_to("2026-11-24T21:30:00Z".parse().unwrap());
        town.wait(SignedDuration::from_hours(40)).await;
        let last = town.reads(ANA).pop().unwrap();
        assert!(last.starts_with("Sobre Corte de pelo, Barbería Don Luis: No hay turno: llamé 3 veces"), "{}", town.transcript());
        assert_eq!(town.reads(ANA).iter().filter(|it| it.contains("No hay turno")).count(), 1);
        assert_eq!(town.count(Kind::Dialled), 3, "{}", town.transcript());
    }

    async fn a_result_after_the_chat_has_closed_goes_by_mail_without_a_template(database: Database) {
        let town = Town::with(database, Manner::NoAnswer).await;
        town.ana().says("ana@example.net");
        town.ana_wants_it().await;
        town.settle().await;
        town.town.sandbox.order(Order::Message { code: 63016, times: 1000 });
        town.wait(SignedDuration::from_hours(6)).await;
        assert_eq!(town.status().await, "not_reached", "{}", town.transcript());
        let world = town.town.sandbox.world().lock();
        let mails = world.resend.mailbox("ana@example.net");
        assert!(mails.iter().any(|mail| mail.letter.text.as_deref().is_some_and(|text| text.contains("llamé 3 veces"))));
    }

    async fn a_failure_of_which_a_crash_kept_no_more_than_the_status_is_made_up_for(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana_wants_it().await;
        town.settle().await;
        let (data, now) = (&town.town.program.data, town.town.now());
        let journal = town.town.program.services.journal(Some(ANA), 500).await.unwrap();
        let (sid, _) = journal.sent.last().unwrap();
        let command = data.message(sid).await.unwrap().unwrap().command.unwrap();
        let (sid, status) = ("SMffffffffffffffffffffffffffffffff", data::MessageStatus::Undelivered);
        data.message_status(sid, Some(command), status, Some("63016"), now).await.unwrap().unwrap();
        let again = || Delivery {
            command,
            sid: sid.to_owned(),
            status: MessageStatus::Undelivered,
            error: Some(63016),
        };
        let instead = CommandId::derived(command.0, "by template");
        assert!(data.command(instead).await.unwrap().is_none());
        for _ in 0..2 {
            town.town.program.services.whatsapp.delivered(again()).await.unwrap();
            assert!(data.command(instead).await.unwrap().is_some());
        }
    }

    async fn a_result_that_nothing_could_bring_is_told_when_they_write_again(database: Database) {
        let town = Town::with(database, Manner::NoAnswer).await;
        town.ana().says(&town.wish().replace("jueves por la tarde", "viernes por la tarde"));
        town.settle().await;
        town.taps("Llamar");
        town.until_read("No atendió nadie").await;
        town.town.advance_to("2026-11-24T21:30:00Z".parse().unwrap());
        town.wait(SignedDuration::from_hours(40)).await;
        let ends = || town.reads(ANA).iter().filter(|it| it.contains("llamé 3 veces")).count();
        assert_eq!((town.status().await, ends()), ("not_reached", 0), "{}", town.transcript());
        for _ in 0..2 {
            town.ana().says("hola");
            town.settle().await;
            assert_eq!(ends(), 1, "{}", town.transcript());
        }
        assert!(town.reads(ANA).iter().any(|it| it.starts_with("Después de un día sin mensajes")));
    }

    async fn who_hides_the_number_is_served_like_anybody(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.wishes_too(HIDDEN, "Ana Ruiz").await;
        town.settle().await;
        assert_eq!((town.status_of(HIDDEN).await, town.final_words(HIDDEN)), ("booked", 1), "{}", town.transcript());
        assert_eq!(town.diary(), ["2026-11-26T12:00:00 Ana Ruiz"]);
        assert!(!town.agent_said().iter().any(|line| line.contains("13491208655302741918")), "{}", town.transcript());
        assert!(!town.reads(HIDDEN).iter().any(|it| it.contains("Tu número")), "{}", town.transcript());
    }

    async fn a_voice_note_of_silence_is_asked_for_again(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana().speaks(&voice_note("silence"), "");
        town.settle().await;
        town.ana_read(&["Hola, soy Vocero", "No pude entender ese mensaje de voz. ¿Puede ser otra vez, o por escrito?"]);
        assert!(town.desk().await.requests.is_empty());
        town.ana().speaks(&voice_note("again"), &town.wish());
        town.settle().await;
        town.taps("Llamar");
        town.settle().await;
        town.is_over("booked", town.status().await);
    }

    async fn a_contact_without_a_number_is_asked_for_its_number(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana().says("Quiero un corte de pelo el jueves por la tarde. Me llamo Ana Ruiz.");
        town.settle().await;
        for card in ["BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Marta\r\nEMAIL:marta@example.net\r\nEND:VCARD\r\n", "BEGIN:VCARD\r\n", "no card at all"] {
            let before = town.reads(ANA).len();
            town.ana().sends_contact(card);
            town.settle().await;
            assert_eq!(town.reads(ANA).len(), before + 1, "{}", town.transcript());
            assert!(town.reads(ANA).last().unwrap().contains("no encontré un número al que pueda llamar"), "{}", town.transcript());
        }
        town.ana().says(&town.provider.number);
        town.settle().await;
        town.taps("Llamar");
        town.settle().await;
        assert_eq!(town.status().await, "booked", "{}", town.transcript());
    }

    async fn a_provider_without_a_number_is_asked_for_and_nobody_is_guessed(database: Database) {
        let nobody_to_ask = [("GOOGLE_PLACES_API_KEY", "")];
        let town = Town::set_up(database, Manner::BooksAsAsked, Tongue::Es, &nobody_to_ask).await;
        town.ana().says("Quiero un corte de pelo el jueves por la tarde en Peluquería Marta. Me llamo Ana Ruiz.");
        town.settle().await;
        assert!(town.reads(ANA).last().unwrap().contains("¿A qué número llamo?"), "{}", town.transcript());
        town.ana().says("no lo sé");
        town.settle().await;
        assert_eq!((town.status().await, town.count(Kind::Dialled)), ("drafting", 0), "{}", town.transcript());
        town.ana().says(&town.provider.number);
        town.settle().await;
        assert!(town.reads(ANA).last().unwrap().contains("[Llamar]"), "{}", town.transcript());
    }

    async fn a_provider_without_a_number_is_looked_up_and_shown_before_anybody_is_called(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana().says("Quiero un corte de pelo el jueves por la tarde en Peluquería Marta. Me llamo Ana Ruiz.");
        town.settle().await;
        let read = town.reads(ANA).pop().unwrap();
        for shown in ["Peluquería Marta", "Av. Santa Fe 2143", "+54 11 4321-1201", "[Llamar]"] {
            assert!(read.contains(shown), "{shown}\n{}", town.transcript());
        }
        assert_eq!(town.count(Kind::Dialled), 0, "{}", town.transcript());
    }

    async fn a_number_that_nobody_has_is_told(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana().says(&town.wish().replace(&town.provider.number, "+54 11 4321-9999"));
        town.settle().await;
        town.taps("Llamar");
        town.wait(SignedDuration::from_hours(4)).await;
        assert_eq!(town.diary().len(), 0);
        assert_eq!(town.final_words(ANA), 1, "{}", town.transcript());
        assert!(town.reads(ANA).last().unwrap().contains("No hay turno"), "{}", town.transcript());
    }

    async fn in_the_night_in_which_the_clock_changes_the_hour_is_asked_for(database: Database) {
        // In Madrid, on 28 March 2027, half past two does not exist; on 25 October there are two.
        let town = Town::set_up(database, Manner::BooksAsAsked, Tongue::Es, &[]).await;
        town.town.advance_to("2027-03-22T09:00:00Z".parse().unwrap());
        let spaniard = town.town.sandbox.person("whatsapp:+34600123456");
        spaniard.says("Quiero un corte de pelo el domingo 28 de marzo a las 2:30 de la madrugada en Salón Carmen, +34915550110. Me llamo Ana Ruiz.");
        town.settle().await;
        let asked = town.reads("whatsapp:+34600123456").pop().unwrap();
        assert!(asked.contains("A esa hora cambia el reloj"), "{}", town.transcript());
        assert_eq!(town.count(Kind::Dialled), 0);
        spaniard.says("a las 12");
        town.settle().await;
        let card = town.reads("whatsapp:+34600123456").pop().unwrap();
        assert!(card.contains("domingo 28 de marzo") && card.contains("12:00"), "{}", town.transcript());
    }

    async fn after_that_night_the_appointment_is_on_the_hour_that_was_said(database: Database) {
        let town = Town::with(database, Manner::ReadsBack).await;
        town.town.advance_to("2027-03-26T09:00:00Z".parse().unwrap());
        let spaniard = town.town.sandbox.person("whatsapp:+34600123456");
        spaniard.says("Quiero un corte de pelo el lunes 29 de marzo a las 12:00 en Salón Carmen, +34915550110. Me llamo Ana Ruiz, ana@example.net");
        town.settle().await;
        spaniard.taps("Llamar").unwrap_or_else(|error| panic!("{error}\n{}", town.transcript()));
        town.settle().await;
        assert_eq!(town.diary(), ["2027-03-29T12:00:00 Ana Ruiz"], "{}", town.transcript());
        let result = town.reads("whatsapp:+34600123456").pop().unwrap();
        // Summer time there: two hours before UTC, where it was one when Ana wrote.
        assert!(result.contains("lunes 29 de marzo, 12:00") && result.contains("20270329T100000Z"), "{result}");
    }

    async fn mail_that_comes_back_is_told_once_and_the_booking_stands(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.town.sandbox.world().lock().resend.bounce("ana@example.net");
        town.ana_says_and_calls(&format!("{} Mi correo es ana@example.net", town.wish())).await;
        town.wait(SignedDuration::from_hours(2)).await;
        let told: Vec<_> = town.reads(ANA).into_iter().filter(|it| it.contains("El correo a ana@example.net no llega")).collect();
        assert_eq!(told.len(), 1, "{}", town.transcript());
        town.ana().says("ana@example.org");
        town.wait(SignedDuration::from_hours(1)).await;
        assert_eq!(town.town.sandbox.world().lock().resend.mailbox("ana@example.org").len(), 1, "{}", town.transcript());
        town.is_over("booked", town.status().await);
    }

    async fn mail_that_never_went_out_goes_when_the_same_address_is_given_again(database: Database) {
        let refusal = RequestFault::Refuse { status: 403, code: 0, message: "no".to_owned() };
        for (fault, times) in [(refusal, 1), (RequestFault::TooMany, 10_000)] {
            let town = Town::with(Database::like(&database).await, Manner::BooksAsAsked).await;
            let send = |fault, times| Order::Request { vendor: Vendor::Resend, operation: "emails.send".to_owned(), fault, times };
            town.town.sandbox.order(send(fault, times));
            town.ana_says_and_calls(&format!("{} Mi correo es ana@example.net", town.wish())).await;
            town.wait(SignedDuration::from_hours(21)).await;
            assert!(town.reads(ANA).iter().any(|it| it.contains("El correo a ana@example.net no llega")), "{}", town.transcript());
            town.town.sandbox.world().lock().faults.clear();
            let mails = || town.town.sandbox.world().lock().resend.mailbox("ana@example.net").len();
            assert_eq!(mails(), 0);
            town.town.sandbox.order(Order::Delivery { webhook: Webhook::TwilioInbound, fault: DeliveryFault::Double, times: 2 });
            for _ in 0..2 {
                town.ana().says("ana@example.net");
                town.wait(SignedDuration::from_hours(1)).await;
                assert_eq!(mails(), 1, "{}", town.transcript());
            }
        }
    }
}
