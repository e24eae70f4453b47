//! A question while the provider waits, and nobody who answers it: stories 6 and 10.

use jiff::SignedDuration;
use sandbox::cast::Manner;

use super::{CARD, WELCOME};
use crate::database::Database;
use crate::on_both_databases;
use crate::town::{ANA, Town};

on_both_databases! {
    async fn story_6_what_the_person_has_said_is_passed_on_and_listed(database: Database) {
        let town = Town::with(database, Manner::Insurance).await;
        let number = town.provider.number.clone();
        town.ana_says_and_calls(&format!(
            "Quiero turno con el médico el jueves por la tarde en Centro Médico Almagro, {number}. Me llamo Ana Ruiz. Mi obra social es OSDE 4455667."
        )).await;
        town.settle().await;
        town.ana_read(&[WELCOME, CARD, "Llamo ahora.", "Atendieron, y", "✅ Reservado"]);
        assert!(town.agent_says("4455667"), "{}", town.transcript());
        assert!(town.reads(ANA).last().unwrap().contains("Lo que se les dijo: la cobertura médica"), "{}", town.transcript());
        assert_eq!(town.diary().len(), 1);
        town.is_over("booked", town.status().await);
    }

    async fn story_6_what_is_not_known_is_asked_for_in_the_chat_while_they_wait(database: Database) {
        let town = Town::with(database, Manner::Insurance).await;
        town.ana_wants_it().await;
        town.until_read("Están en línea y preguntan: «Antes de mirar: ¿me dice el número de la obra social o del seguro?»").await;
        town.until(|town| town.agent_said().len() >= 4).await;
        town.ana().says("OSDE 4455667");
        town.settle().await;
        town.ana_read(&[WELCOME, CARD, "Llamo ahora.", "Atendieron, y", "Están en línea y preguntan", "Gracias, se lo digo", "✅ Reservado"]);
        assert!(town.agent_says("4455667"), "{}", town.transcript());
        assert!(town.reads(ANA).last().unwrap().contains("Lo que se les dijo: "), "{}", town.transcript());
        assert!(town.longest_silence() <= SignedDuration::from_secs(20), "{}", town.transcript());
        assert_eq!((town.rings(), town.diary().len()), (1, 1));
        town.is_over("booked", town.status().await);
    }

    async fn story_6_what_is_not_at_hand_can_be_brought_along(database: Database) {
        let town = Town::with(database, Manner::Insurance).await;
        town.ana_wants_it().await;
        town.until_read("Están en línea y preguntan").await;
        assert!(town.reads(ANA).last().unwrap().contains("[Lo llevo yo]"), "{}", town.transcript());
        town.until(|town| town.agent_said().len() >= 4).await;
        town.taps("Lo llevo yo");
        town.settle().await;
        assert!(town.agent_says("Lo van a llevar el día del turno"), "{}", town.transcript());
        assert_eq!((town.rings(), town.diary().len()), (1, 1), "{}", town.transcript());
        town.is_over("booked", town.status().await);
        // Too late.
        town.taps("Lo llevo yo");
        town.settle().await;
        assert!(town.reads(ANA).last().unwrap().contains("ya está decidido"), "{}", town.transcript());
    }

    async fn story_6_or_they_shall_ring_the_person(database: Database) {
        let town = Town::with(database, Manner::Insurance).await;
        town.ana_says_and_calls(&format!("{} Mi número es +54 11 4321 9999.", town.wish())).await;
        town.until_read("[Lo llevo yo] [Que me llamen]").await;
        town.until(|town| town.agent_said().len() >= 4).await;
        town.taps("Que me llamen");
        town.settle().await;
        assert!(town.agent_says("por favor, llamen al +54 11 4321-9999"), "{}", town.transcript());
        assert_eq!(town.rings(), 1, "{}", town.transcript());
    }

    async fn story_6_silence_ends_the_call_well_and_is_told_as_what_it_was(database: Database) {
        let town = Town::with(database, Manner::Insurance).await;
        town.ana_wants_it().await;
        town.settle().await;
        assert!(town.agent_says("hasta luego"), "{}", town.transcript());
        assert!(town.reads(ANA).last().unwrap().contains("Quisieron saber"), "{}", town.transcript());
        assert!(!town.reads(ANA).iter().any(|it| it.contains("No se pudo establecer la llamada") || it.contains("la línea falló")), "{}", town.transcript());
        // The answer that comes later is for the next call.
        town.ana().says("OSDE 4455667");
        town.wait(SignedDuration::from_hours(2)).await;
        assert!(town.agent_says("4455667"), "{}", town.transcript());
        assert_eq!(town.rings(), 2, "{}", town.transcript());
        town.is_over("booked", town.status().await);
    }

    async fn story_10_a_silent_person_is_asked_reminded_once_and_told_of_the_end(database: Database) {
        let town = Town::with(database, Manner::AnotherDay).await;
        town.ana_wants_it().await;
        town.wait(SignedDuration::from_hours(12)).await;
        town.ana_read(&[
            WELCOME,
            CARD,
            "Llamo ahora.",
            "Atendieron, y",
            "¿Lo tomo? [vie 27 nov, 09:00] [No, gracias]",
            "La llamada terminó. Tienen este horario, que no tomé",
            "Sigue libre este horario",
            "los horarios que ofrecieron vencieron antes de que se eligiera uno",
        ]);
        assert!(town.agent_said().last().unwrap().contains("hasta luego"), "{}", town.transcript());
        assert!(town.longest_silence() <= SignedDuration::from_secs(20), "{}", town.transcript());
        let (left, reminded, expired) = (when(&town, "que no tomé"), when(&town, "Sigue libre"), when(&town, "vencieron"));
        assert_eq!(reminded.duration_since(left), SignedDuration::from_hours(2));
        assert_eq!(expired.duration_since(left), SignedDuration::from_hours(4));
        assert_eq!((town.rings(), town.diary().len()), (1, 0));
        town.is_over("offers_expired", town.status().await);
        // Whoever taps now learns that it is over, and nobody is rung.
        town.taps("vie 27 nov, 09:00");
        town.wait(SignedDuration::from_hours(1)).await;
        assert!(town.reads(ANA).last().unwrap().contains("ya está decidido"), "{}", town.transcript());
        assert_eq!(town.rings(), 1);
    }

    async fn story_10_the_reminder_can_be_answered(database: Database) {
        let town = Town::with(database, Manner::AnotherDay).await;
        town.ana_wants_it().await;
        town.until_read("Sigue libre").await;
        town.taps("vie 27 nov, 09:00");
        town.wait(SignedDuration::from_hours(6)).await;
        assert_eq!((town.rings(), town.diary().len()), (2, 1), "{}", town.transcript());
        assert!(!town.reads(ANA).iter().any(|it| it.contains("vencieron")), "{}", town.transcript());
        town.is_over("booked", town.status().await);
    }

    async fn an_answer_after_the_question_is_over_is_told_that_it_came_too_late(database: Database) {
        let town = Town::with(database, Manner::AnotherDay).await;
        town.ana_wants_it().await;
        town.until_read("¿Lo tomo?").await;
        town.taps("No, gracias");
        town.taps("vie 27 nov, 09:00");
        town.settle().await;
        assert!(town.reads(ANA).iter().any(|it| it.contains("ya está decidido")), "{}", town.transcript());
        assert!(town.diary().is_empty(), "{}", town.transcript());
    }
}

fn when(town: &Town, words: &str) -> jiff::Timestamp {
    let screen = town.ana().screen();
    screen.iter().find(|it| !it.is_mine && it.shown.body.contains(words)).expect("Ana read it").at
}
