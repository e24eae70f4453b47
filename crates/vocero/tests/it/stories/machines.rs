//! What answers instead of a person: stories 2, 3, 4 and 18.

use jiff::SignedDuration;
use sandbox::cast::Manner;
use sandbox::timeline::Kind;

use super::{CARD, WELCOME};
use crate::database::Database;
use crate::on_both_databases;
use crate::town::{ANA, Town};

on_both_databases! {
    async fn story_2_a_voicemail_gets_one_message_and_another_call(database: Database) {
        let town = Town::with(database, Manner::VoicemailThenPerson).await;
        town.ana_wants_it().await;
        town.settle().await;
        town.ana_read(&[WELCOME, CARD, "Llamo ahora.", "Vuelvo a llamar el lun 23 nov, 11:00. [Llamar ya] [Otro lugar] [Cancelar]"]);
        let message = &town.agent_said()[0];
        assert!(message.contains("de parte de Ana Ruiz para pedir turno") && message.contains("devolver la llamada a este número"), "{message}");
        town.wait(SignedDuration::from_hours(1)).await;
        assert_eq!(town.diary().len(), 1, "{}", town.transcript());
        assert_eq!(town.rings(), 2);
        town.is_over("booked", town.status().await);
    }

    async fn story_2_a_voicemail_that_never_ends_hears_one_message_in_all(database: Database) {
        let town = Town::with(database, Manner::Voicemail).await;
        town.ana_wants_it().await;
        town.wait(SignedDuration::from_hours(12)).await;
        assert_eq!((town.rings(), town.agent_said().len()), (3, 1), "{}", town.transcript());
        let last = town.reads(ANA).pop().unwrap();
        assert!(last.contains("llamé 3 veces") && last.contains("Dejé un mensaje en su contestador"), "{last}");
        assert_eq!(town.reads(ANA).iter().filter(|it| it.contains("Dejé un mensaje y pedí")).count(), 1);
        town.is_over("not_reached", town.status().await);
    }

    async fn story_2_a_full_mailbox_hears_nothing(database: Database) {
        let town = Town::with(database, Manner::MailboxFull).await;
        town.ana_wants_it().await;
        town.settle().await;
        assert!(town.agent_said().is_empty(), "{}", town.transcript());
        assert!(town.reads(ANA).last().unwrap().contains("Atendió un contestador. Vuelvo a llamar"), "{}", town.transcript());
    }

    async fn story_2_the_buttons_of_the_wait_do_what_they_say(database: Database) {
        let town = Town::with(Database::like(&database).await, Manner::VoicemailThenPerson).await;
        town.ana_wants_it().await;
        town.settle().await;
        town.taps("Llamar ya");
        town.settle().await;
        assert_eq!((town.rings(), town.diary().len()), (2, 1), "{}", town.transcript());
        assert!(town.town.now() < "2026-11-23T13:30:00Z".parse().unwrap());

        let town = Town::with(Database::like(&database).await, Manner::Voicemail).await;
        town.ana_wants_it().await;
        town.settle().await;
        town.taps("Cancelar");
        town.wait(SignedDuration::from_hours(6)).await;
        assert_eq!(town.rings(), 1, "{}", town.transcript());
        town.is_over("cancelled", town.status().await);

        let town = Town::with(database, Manner::Voicemail).await;
        let other = town.town.sandbox.world().lock().cast.playing(Manner::BooksAsAsked, sandbox::elevenlabs::conversation::Tongue::Es).cloned().unwrap();
        town.ana_wants_it().await;
        town.settle().await;
        town.taps("Otro lugar");
        town.settle().await;
        town.ana().says(&format!("{}, {}", other.name, other.number));
        town.settle().await;
        town.taps("Llamar");
        town.wait(SignedDuration::from_hours(6)).await;
        assert_eq!((town.rang(&town.provider.number), town.rang(&other.number)), (1, 1), "{}", town.transcript());
        town.is_over("booked", town.status().await);
    }

    async fn story_3_a_menu_gets_one_key_and_then_silence(database: Database) {
        let town = Town::with(database, Manner::Menu).await;
        town.ana_wants_it().await;
        town.settle().await;
        assert_eq!(town.keys_pressed(), ["1"], "{}", town.transcript());
        let key = town.entries().iter().find(|it| it.kind == Kind::KeyPressed).map(|it| it.at).unwrap();
        let talk = town.talks().remove(0);
        let menu = talk.iter().find(|it| it.text.contains("marque 1")).unwrap();
        assert!(key.duration_since(menu.at) >= SignedDuration::from_secs(5), "the menu is heard to its end\n{}", town.transcript());
        assert!(talk.iter().all(|it| it.who != "agent" || it.at > key), "{}", town.transcript());
        assert_eq!(town.diary().len(), 1);
        town.is_over("booked", town.status().await);
    }

    async fn story_3_where_keys_fail_they_come_slower_then_the_word_then_the_operator(database: Database) {
        let town = Town::with(Database::like(&database).await, Manner::MenuDeaf).await;
        town.ana_wants_it().await;
        town.settle().await;
        assert_eq!(town.keys_pressed(), ["1", "1", "WW1"], "{}", town.transcript());
        town.is_over("booked", town.status().await);

        let town = Town::with(database, Manner::MenuOperator).await;
        town.ana_wants_it().await;
        town.settle().await;
        assert_eq!(town.keys_pressed(), ["2", "2", "WW2", "0"], "{}", town.transcript());
        assert_eq!(town.agent_said()[0], "Turnos.");
        town.is_over("booked", town.status().await);
    }

    async fn story_3_a_menu_without_end_is_given_up_with_its_question(database: Database) {
        let town = Town::with(database, Manner::MenuEndless).await;
        town.ana_wants_it().await;
        town.wait(SignedDuration::from_hours(6)).await;
        let last = town.reads(ANA).pop().unwrap();
        assert!(last.contains("no encontré cómo pasar su menú") && last.contains("Para turnos de este año, marque 1"), "{last}");
        assert!(town.keys_pressed().iter().all(|keys| keys.trim_start_matches('W').len() == 1), "never more than a key");
        assert_eq!(town.rings(), 1);
        town.is_over("menu_unsolved", town.status().await);
    }

    async fn story_4_on_hold_nothing_is_said_until_a_voice_comes(database: Database) {
        let town = Town::with(database, Manner::HoldMusic).await;
        town.ana_wants_it().await;
        town.settle().await;
        town.ana_read(&[WELCOME, CARD, "Llamo ahora.", "Me pusieron en espera. Espero, como mucho, hasta el lun 23 nov, 10:05. [Esperar más] [Cancelar]", "Atendieron, y", "✅ Reservado"]);
        let talk = town.talks().remove(0);
        let first = talk.iter().position(|it| it.who == "agent").unwrap();
        assert!(talk[first - 1].text.contains("¿en qué puedo ayudarle?"), "{}", town.transcript());
        assert!(talk[..first].iter().any(|it| it.text.contains("música")), "{}", town.transcript());
        town.is_over("booked", town.status().await);
    }

    async fn story_4_the_budget_of_a_hold_is_kept_and_stretched_by_the_button(database: Database) {
        let town = Town::with(Database::like(&database).await, Manner::HoldForever).await;
        town.ana_wants_it().await;
        town.until_read("no atendió nadie. Vuelvo").await;
        assert!((300..360).contains(&talked_s(&town)), "{}", town.transcript());
        assert!(town.agent_said().is_empty(), "{}", town.transcript());

        let town = Town::with(database, Manner::HoldForever).await;
        town.ana_wants_it().await;
        town.until_read("Me pusieron en espera").await;
        town.taps("Esperar más");
        town.until_read("hasta el lun 23 nov, 10:15").await;
        town.until_read("no atendió nadie. Vuelvo").await;
        assert!((900..960).contains(&talked_s(&town)), "{}", town.transcript());
    }

    async fn story_18_another_machine_gets_short_turns_and_its_code_is_passed_on(database: Database) {
        let town = Town::with(database, Manner::AiReceptionist).await;
        town.ana_wants_it().await;
        town.settle().await;
        assert!(town.agent_says("Servicio: corte de pelo. Horario: jueves 26 de noviembre, de 16:00 a 22:00. Nombre: Ana Ruiz."), "{}", town.transcript());
        assert!(town.reads(ANA).last().unwrap().contains("Código de confirmación: 2611-1600"), "{}", town.transcript());
        assert!(town.talks()[0].len() <= 12, "{}", town.transcript());
        assert_eq!(town.diary().len(), 1);
        town.is_over("booked", town.status_of(ANA).await);
    }

    async fn story_18_what_a_machine_confirmed_is_checked_once_on_their_next_day(database: Database) {
        let town = Town::with(database, Manner::AiReceptionist).await;
        town.ana_wants_it().await;
        town.settle().await;
        let word = town.reads(ANA).pop().unwrap();
        assert!(word.contains("Lo confirmó su sistema automático, no una persona. El mar 24 nov, "), "{word}");
        assert!(word.contains("[Transcripción] [Cancelar el turno] [No comprobar]"), "{word}");
        let read = town.reads(ANA).len();
        town.wait(SignedDuration::from_hours(30)).await;
        assert!(town.agent_says("Su sistema automático reservó"), "{}", town.transcript());
        assert_eq!((town.rings(), town.diary().len()), (2, 1), "{}", town.transcript());
        assert_eq!(town.reads(ANA).len(), read + 1, "one message\n{}", town.transcript());
        town.wait(SignedDuration::from_hours(48)).await;
        assert_eq!(town.rings(), 2, "{}", town.transcript());
        town.calls_were_decent();
    }

    async fn story_18_what_is_gone_from_their_book_is_corrected_and_not_booked_again(database: Database) {
        let town = Town::with(database, Manner::AiReceptionist).await;
        town.ana_wants_it().await;
        town.settle().await;
        let slot = "2026-11-26T16:00".parse().unwrap();
        assert!(town.town.sandbox.world().lock().cast.diary_mut(&town.provider.number).unwrap().strike(slot));
        town.wait(SignedDuration::from_hours(30)).await;
        let last = town.reads(ANA).pop().unwrap();
        assert!(last.contains("Corrección: al llamar para comprobarlo, no figuraba en su agenda") && last.contains("No cuenta como reservado: jueves 26 de noviembre, 16:00"), "{}", town.transcript());
        assert_eq!((town.rings(), town.diary().len()), (2, 0), "{}", town.transcript());
        let booking = town.desk().await.requests.remove(0);
        assert!(booking.appointment.expect("it was booked").called_off_at.is_some());
    }

    async fn story_18_the_person_can_do_without_the_check(database: Database) {
        let town = Town::with(database, Manner::AiReceptionist).await;
        town.ana_wants_it().await;
        town.settle().await;
        town.taps("No comprobar");
        town.wait(SignedDuration::from_hours(48)).await;
        assert!(town.reads(ANA).last().unwrap().contains("no llamo para comprobarlo"), "{}", town.transcript());
        assert_eq!(town.rings(), 1, "{}", town.transcript());
        town.is_over("booked", town.status_of(ANA).await);
    }

    async fn story_18_politeness_is_not_returned_for_ever(database: Database) {
        let town = Town::with(database, Manner::PolitenessLoop).await;
        town.ana_wants_it().await;
        town.wait(SignedDuration::from_hours(6)).await;
        assert!(town.agent_said().len() <= 18, "{}", town.transcript());
        assert_eq!((town.rings(), town.diary().len()), (1, 0));
        town.is_over("no_progress", town.status().await);
    }
}

/// Seconds for which the first call was connected, by the carrier.
fn talked_s(town: &Town) -> i64 {
    let world = town.town.sandbox.world().lock();
    world.twilio.calls.iter().next().expect("there was a call").talked_s()
}
