//! What keeps a call from being made or a time from being taken, as the person reads it; the caps and pauses of
//! an operator are in `limits`, beside this folder.

use jiff::SignedDuration;
use sandbox::cast::Manner;
use sandbox::elevenlabs::conversation::Tongue;
use sandbox::timeline::Kind;

use super::CARD;
use crate::database::Database;
use crate::on_both_databases;
use crate::town::{ANA, Town};

on_both_databases! {
    async fn what_costs_more_than_it_may_is_asked_about_and_not_taken(database: Database) {
        let town = Town::with(database, Manner::Expensive).await;
        town.ana_says_and_calls(&format!("{} Como máximo 20.000 pesos.", town.wish())).await;
        assert!(town.reads(ANA).iter().any(|it| it.contains("Como máximo: ") && it.contains("20.000 pesos")), "{}", town.transcript());
        town.until_read("¿Lo tomo?").await;
        assert!(town.reads(ANA).last().unwrap().contains("450.000 pesos"), "{}", town.transcript());
        assert!(town.diary().is_empty());
        town.taps("No, gracias");
        town.wait(SignedDuration::from_hours(8)).await;
        assert_eq!((town.rings(), town.diary().len()), (1, 0), "{}", town.transcript());
        assert_eq!(town.final_words(ANA), 1, "{}", town.transcript());
        town.calls_were_decent();
    }

    async fn what_costs_no_more_than_it_may_is_taken(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana_says_and_calls(&format!("{} Como máximo 20.000 pesos.", town.wish())).await;
        town.settle().await;
        assert_eq!(town.diary().len(), 1, "{}", town.transcript());
        town.is_over("booked", town.status().await);
    }

    async fn who_has_had_the_calls_of_a_day_is_told(database: Database) {
        let settings = [("VOCERO_CALLS_PERSON_DAY_MAX", "1")];
        let town = Town::set_up(database, Manner::NoAnswer, Tongue::Es, &settings).await;
        town.ana_wants_it().await;
        town.wait(SignedDuration::from_hours(2)).await;
        assert_eq!(town.count(Kind::Dialled), 1, "{}", town.transcript());
        assert!(town.reads(ANA).last().unwrap().contains("esas fueron todas las llamadas que hago en un día para una persona"), "{}", town.transcript());
        town.is_over("cannot_call", town.status().await);
    }

    async fn a_busy_line_is_tried_three_times_and_told(database: Database) {
        let town = Town::with(database, Manner::Busy).await;
        town.ana_wants_it().await;
        town.wait(SignedDuration::from_hours(12)).await;
        town.ana_read(&[
            "Hola, soy Vocero",
            CARD,
            "Llamo ahora.",
            "La línea estaba ocupada. Vuelvo a llamar el lun 23 nov, 10:20",
            "Llamo ahora.",
            "La línea estaba ocupada. Vuelvo a llamar el lun 23 nov, 10:40",
            "Llamo ahora.",
            "No hay turno: llamé 3 veces",
        ]);
        assert_eq!(town.count(Kind::Dialled), 3);
        town.is_over("not_reached", town.status().await);
    }

    async fn a_full_book_is_an_honest_no(database: Database) {
        let town = Town::with(database, Manner::FullyBooked).await;
        town.ana_wants_it().await;
        town.wait(SignedDuration::from_hours(6)).await;
        assert!(town.reads(ANA).last().unwrap().contains("no tienen nada libre en los horarios pedidos"), "{}", town.transcript());
        assert_eq!((town.rings(), town.diary().len()), (1, 0));
        town.is_over("no_availability", town.status().await);
    }
}
