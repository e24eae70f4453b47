//! A booking that goes well, and the choices that a person may have in it: stories 1, 8, 9 and 15.

use jiff::SignedDuration;
use sandbox::cast::Manner;
use sandbox::elevenlabs::conversation::Tongue;
use sandbox::person::voice_note;
use sandbox::timeline::Kind;

use super::{CARD, WELCOME};
use crate::database::Database;
use crate::on_both_databases;
use crate::town::{ANA, Town};

on_both_databases! {
    async fn story_1_plain_success(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        let (name, number) = (town.provider.name.clone(), town.provider.number.clone());
        // Marta is known from before, by the card that Ana shared.
        town.ana().says("Quiero un corte de pelo el miércoles a las 10. Me llamo Ana Ruiz, ana@example.net");
        town.settle().await;
        town.ana().sends_contact(&format!("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Marta\r\nTEL;type=WORK:{number}\r\nEND:VCARD\r\n"));
        town.settle().await;
        town.taps("Llamar");
        town.settle().await;
        assert_eq!(town.diary(), ["2026-11-25T10:00:00 Ana Ruiz"], "{}", town.transcript());
        let before = town.reads(ANA).len();

        let heard = "Corte de pelo el jueves a la tarde en lo de Marta";
        town.ana().speaks(&voice_note(heard), heard);
        town.until_read("Escuché:").await;
        assert!(town.town.sandbox.world().lock().people.find(ANA).unwrap().typing_seen.is_some());
        town.settle().await;
        town.taps("Llamar");
        town.settle().await;
        let read = town.reads(ANA).split_off(before);
        let fragments = [heard, CARD, "Llamo ahora.", "Atendieron, y", "✅ Reservado: jueves 26 de noviembre, 12:00"];
        assert_eq!(read.len(), fragments.len(), "{}", town.transcript());
        for (message, fragment) in read.iter().zip(fragments) {
            assert!(message.contains(fragment), "{fragment}\n{}", town.transcript());
        }
        let card = &read[1];
        for told in ["Corte de pelo, Marta", "+54 11 4321-1201", "jueves 26 de noviembre, de 12:00 a 18:00", "Ana Ruiz", "español"] {
            assert!(card.contains(told), "{told}: {card}");
        }
        let result = &read[4];
        for told in ["dijo: «Listo, queda anotado para el jueves 26", "Precio: 18.000 pesos", "Av. Santa Fe 2143", "calendar.google.com", "ana@example.net"] {
            assert!(result.contains(told), "{told}: {result}");
        }
        assert!(town.agent_says("el jueves 26 de noviembre a las 12:00, a nombre de Ana Ruiz. ¿Es correcto?"), "{}", town.transcript());
        assert_eq!(town.diary(), ["2026-11-25T10:00:00 Ana Ruiz", "2026-11-26T12:00:00 Ana Ruiz"]);
        assert_eq!(town.rang(&number), 2);
        town.calls_were_decent();
        {
            let world = town.town.sandbox.world().lock();
            let mails = world.resend.mailbox("ana@example.net");
            assert_eq!(mails.len(), 2, "one a booking");
            let letter = &mails[1].letter;
            assert!(letter.text.as_deref().is_some_and(|text| text.contains("¿en qué puedo ayudarle?") && text.contains(&name)));
            let entry = letter.attachments.iter().find(|it| it.filename.ends_with(".ics")).expect("there is a calendar entry");
            assert!(String::from_utf8_lossy(&entry.content).contains("20261126T1"));
        }
        town.taps("Transcripción");
        town.settle().await;
        assert!(town.reads(ANA).last().unwrap().contains("Asistente"), "{}", town.transcript());
    }

    async fn story_1_the_card_tells_what_the_call_may_cost(database: Database) {
        let town = Town::with(Database::like(&database).await, Manner::BooksAsAsked).await;
        town.ana().says(&town.wish());
        town.settle().await;
        assert!(town.reads(ANA).last().unwrap().contains("Precio de llamar: unos 0,34 USD"), "{}", town.transcript());

        let free = [("VOCERO_PRICE_CARRIER_MINUTE", "0"), ("VOCERO_PRICE_AGENT_MINUTE", "0")];
        let town = Town::set_up(database, Manner::BooksAsAsked, Tongue::Es, &free).await;
        town.ana().says(&town.wish());
        town.settle().await;
        assert!(!town.reads(ANA).last().unwrap().contains("Precio"), "{}", town.transcript());
    }

    async fn story_1_the_appointment_can_be_called_off_by_phone(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana_wants_it().await;
        town.settle().await;
        town.taps("Cancelar el turno");
        town.settle().await;
        assert_eq!((town.rings(), town.diary().len()), (2, 0), "{}", town.transcript());
        assert!(town.reads(ANA).last().unwrap().contains("Cancelado: jueves 26 de noviembre, 12:00"), "{}", town.transcript());
        assert_eq!(town.status().await, "called_off");
        let booking = town.desk().await.requests.remove(0);
        assert!(booking.appointment.expect("it was booked").called_off_at.is_some());
        town.calls_were_decent();
    }

    async fn story_8_of_two_slots_the_one_wished_for_first_is_taken(database: Database) {
        let town = Town::with(database, Manner::TwoSlots).await;
        let number = town.provider.number.clone();
        offers(&town, ["2026-11-26T10:00", "2026-11-27T16:00"]);
        town.ana_says_and_calls(&format!(
            "Quiero turno con el dentista el viernes a las 16:00, o si no el jueves a las 10:00, en Clínica Sur, {number}. Me llamo Ana Ruiz. Sin seguro, primera visita."
        )).await;
        town.settle().await;
        town.ana_read(&[WELCOME, CARD, "Llamo ahora.", "Atendieron, y", "✅ Reservado: viernes 27 de noviembre, 16:00"]);
        assert_eq!(town.diary(), ["2026-11-27T16:00:00 Ana Ruiz"], "{}", town.transcript());
        assert!(town.reads(ANA).last().unwrap().contains("Tenían también otros horarios: este cae en el horario preferido."), "{}", town.transcript());
        town.is_over("booked", town.status().await);
    }

    async fn story_8_two_slots_are_asked_about_and_the_first_answer_wins(database: Database) {
        let town = Town::with(database, Manner::TwoSlots).await;
        let number = town.provider.number.clone();
        offers(&town, ["2026-11-26T15:00", "2026-11-26T17:00"]);
        town.ana_says_and_calls(&format!(
            "Quiero turno con el dentista el jueves por la tarde en Clínica Sur, {number}, pero preguntame antes de aceptar. Me llamo Ana Ruiz. Sin seguro, primera visita."
        )).await;
        town.until_read("¿Cuál tomo?").await;
        let asked = town.reads(ANA).pop().unwrap();
        assert!(asked.contains("[jue 26 nov, 15:00] [jue 26 nov, 17:00] [Ninguno]"), "{asked}");
        assert!(town.agent_says("¿Me lo puede guardar mientras tanto?"), "{}", town.transcript());
        town.taps("jue 26 nov, 17:00");
        town.taps("jue 26 nov, 15:00");
        town.until_read("ya está decidido").await;
        town.settle().await;
        assert_eq!(town.diary(), ["2026-11-26T17:00:00 Ana Ruiz"], "{}", town.transcript());
        assert_eq!((town.rings(), town.count(Kind::Dialled)), (1, 1));
        // Long after the call, too.
        town.taps("jue 26 nov, 15:00");
        town.settle().await;
        assert!(town.reads(ANA).last().unwrap().contains("ya está decidido"), "{}", town.transcript());
        assert_eq!(town.diary().len(), 1);
        town.is_over("booked", town.status().await);
    }

    async fn story_9_another_day_is_never_taken_unasked(database: Database) {
        let town = Town::with(database, Manner::AnotherDay).await;
        town.ana_wants_it().await;
        town.until_read("¿Lo tomo?").await;
        assert!(town.diary().is_empty(), "{}", town.transcript());
        assert!(!town.agent_says("a nombre de Ana Ruiz. ¿Es correcto?"), "{}", town.transcript());
        town.taps("vie 27 nov, 09:00");
        town.settle().await;
        assert_eq!(town.diary(), ["2026-11-27T09:00:00 Ana Ruiz"], "{}", town.transcript());
        assert_eq!(town.rings(), 1);
        town.is_over("booked", town.status().await);
    }

    async fn story_9_what_is_chosen_after_the_call_takes_a_short_one_more(database: Database) {
        let town = Town::with(database, Manner::AnotherDay).await;
        town.ana_wants_it().await;
        town.settle().await;
        let left = town.reads(ANA).pop().unwrap();
        assert!(left.contains("Espero la respuesta hasta el lun 23 nov, 14:02") && left.contains("[vie 27 nov, 09:00] [No, gracias]"), "{left}");
        town.wait(SignedDuration::from_mins(30)).await;
        assert_eq!((town.rings(), town.diary().len()), (1, 0), "{}", town.transcript());
        town.taps("vie 27 nov, 09:00");
        town.settle().await;
        assert_eq!(town.diary(), ["2026-11-27T09:00:00 Ana Ruiz"], "{}", town.transcript());
        assert_eq!(town.rings(), 2);
        let talks = town.talks();
        let asks_for_it = talks[1].iter().any(|line| line.who == "agent" && line.text.contains("viernes 27 de noviembre"));
        assert!(asks_for_it && talks[1].len() < talks[0].len(), "{}", town.transcript());
        town.is_over("booked", town.status().await);
    }

    async fn story_9_none_of_the_offers_is_an_end_without_another_call(database: Database) {
        let town = Town::with(database, Manner::AnotherDay).await;
        town.ana_wants_it().await;
        town.settle().await;
        town.taps("No, gracias");
        town.wait(SignedDuration::from_hours(8)).await;
        assert_eq!((town.rings(), town.diary().len()), (1, 0), "{}", town.transcript());
        assert!(town.reads(ANA).last().unwrap().contains("ninguno de los horarios que ofrecieron iba bien"));
        town.is_over("nothing_suited", town.status().await);
    }

    async fn story_15_a_spanish_wish_and_an_english_provider(database: Database) {
        let town = Town::set_up(database, Manner::BooksAsAsked, Tongue::En, &[]).await;
        town.ana_says_and_calls(&town.wish()).await;
        // It is eight in the morning there.
        town.settle().await;
        assert_eq!(town.rings(), 0, "{}", town.transcript());
        town.wait(SignedDuration::from_hours(2)).await;
        let read = town.reads(ANA);
        assert!(read[1].contains("Idioma de la llamada: inglés"), "{}", read[1]);
        assert!(town.agent_said()[0].starts_with("Hello, I am an automated assistant"), "{}", town.transcript());
        let result = read.last().unwrap();
        assert!(result.contains("✅ Reservado: jueves 26 de noviembre") && result.contains("dijo: «Done, I have you down"), "{result}");
        assert!(result.contains("» Es decir: jueves 26 de noviembre, "), "{result}");
        assert!(result.contains("112 Harbor St, Washington"), "{result}");
        assert_eq!(town.diary().len(), 1);
        town.is_over("booked", town.status().await);
    }

    async fn story_15_the_agent_follows_who_answers_in_another_language(database: Database) {
        for manner in [Manner::OtherLanguage, Manner::SwitchesLanguage] {
            let town = Town::with(Database::like(&database).await, manner).await;
            town.ana_wants_it().await;
            town.settle().await;
            let said = town.agent_said();
            assert!(said[0].starts_with("Hola") && said.last().unwrap().contains("Goodbye"), "{}", town.transcript());
            assert_eq!(town.diary(), ["2026-11-26T16:00:00 Ana Ruiz"], "{}", town.transcript());
            town.is_over("booked", town.status().await);
            assert!(town.reads(ANA).last().unwrap().contains("«Done, I have you down"), "{}", town.transcript());
        }
    }
}

/// The only times that the provider will name.
fn offers(town: &Town, slots: [&str; 2]) {
    let slots = slots.map(|slot| slot.parse().unwrap()).to_vec();
    assert!(town.town.sandbox.world().lock().cast.will_offer(&town.provider.number, slots));
}
