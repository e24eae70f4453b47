//! Calls that were asked for, and those that come in: stories 13 and 14.

use jiff::SignedDuration;
use sandbox::cast::Manner;
use sandbox::timeline::Kind;
use sandbox::twilio::Ring;

use super::{BRUNO, CARD, WELCOME};
use crate::database::Database;
use crate::on_both_databases;
use crate::town::{ANA, Town};

on_both_databases! {
    async fn story_13_a_call_later_is_told_and_made_when_they_said(database: Database) {
        let town = Town::with(database, Manner::CallBackLater).await;
        town.ana_wants_it().await;
        town.settle().await;
        town.ana_read(&[WELCOME, CARD, "Llamo ahora.", "Atendieron, y", "Pidieron que llame más tarde. Vuelvo a llamar el lun 23 nov, 13:00. [Llamar ya] [Otro lugar] [Cancelar]"]);
        town.wait(SignedDuration::from_hours(4)).await;
        let dialled: Vec<_> = town.entries().into_iter().filter(|it| it.kind == Kind::Dialled).collect();
        assert_eq!(dialled.len(), 2, "{}", town.transcript());
        assert_eq!(dialled[1].at.to_string(), "2026-11-23T16:00:00Z");
        assert_eq!(town.diary().len(), 1);
        town.is_over("booked", town.status().await);
    }

    async fn story_13_the_call_that_they_asked_for_says_so(database: Database) {
        let town = Town::with(database, Manner::CallBackLater).await;
        town.ana_wants_it().await;
        town.wait(SignedDuration::from_hours(4)).await;
        let first = town.talks()[1].iter().find(|line| line.who == "agent").unwrap().text.clone();
        assert!(first.contains("pidieron que llamara"), "{first}");
    }

    async fn story_13_it_can_be_dropped_or_drawn_forward(database: Database) {
        let town = Town::with(Database::like(&database).await, Manner::CallBackLater).await;
        town.ana_wants_it().await;
        town.settle().await;
        town.taps("Cancelar");
        town.wait(SignedDuration::from_hours(6)).await;
        assert_eq!(town.rings(), 1, "{}", town.transcript());
        town.is_over("cancelled", town.status().await);

        let town = Town::with(database, Manner::CallBackLater).await;
        town.ana_wants_it().await;
        town.settle().await;
        town.taps("Llamar ya");
        town.settle().await;
        assert_eq!((town.rings(), town.diary().len()), (2, 1), "{}", town.transcript());
        town.wait(SignedDuration::from_hours(6)).await;
        assert_eq!(town.rings(), 2, "{}", town.transcript());
        town.is_over("booked", town.status().await);
    }

    async fn story_14_a_provider_that_rings_back_is_talked_to_and_the_person_told_at_once(database: Database) {
        let town = Town::with(database, Manner::CallsBack).await;
        town.ana_wants_it().await;
        town.wait(SignedDuration::from_hours(12)).await;
        let entries = town.entries();
        let ours = entries.iter().find(|it| it.text == "a provider rings our number").expect("it rings back");
        let told = entries.iter().find(|it| it.text.contains("Están devolviendo la llamada")).expect("Ana is told");
        assert!(told.at.duration_since(ours.at) <= SignedDuration::from_secs(5), "{}", town.transcript());
        let first = town.talks().pop().unwrap().into_iter().find(|line| line.who == "agent").unwrap();
        assert!(first.text.contains("Soy un asistente automático y llamé de parte de Ana Ruiz"), "{}", first.text);
        assert_eq!(town.diary(), ["2026-11-26T12:00:00 Ana Ruiz"]);
        // The call that was planned is not made any more.
        assert_eq!(town.count(Kind::Dialled), 2, "{}", town.transcript());
        town.is_over("booked", town.status().await);
    }

    async fn story_14_an_unknown_caller_who_presses_9_is_called_by_nobody_ever(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        let number = town.provider.number.clone();
        let ring = Ring { keys: "9".to_owned(), ..Ring::from(number.as_str()) };
        town.town.sandbox.provider_calls(ring).unwrap();
        town.settle().await;
        let heard: Vec<_> = town.entries().into_iter().filter(|it| it.kind == Kind::Spoken).map(|it| it.text).collect();
        assert!(heard[0].contains("este es el asistente automático de un servicio de turnos") && heard[0].contains("pulse 9"), "{heard:?}");
        assert_eq!(heard[1], "Entendido: no volveremos a llamar a este número. Adiós.");
        for (who, name) in [(ANA, "Ana Ruiz"), (BRUNO, "Bruno Paz")] {
            town.wishes_too(who, name).await;
            town.wait(SignedDuration::from_hours(6)).await;
            assert_eq!(town.status_of(who).await, "cannot_call", "{}", town.transcript());
            assert!(town.reads(who).last().unwrap().contains("pidieron que no los llame"), "{}", town.transcript());
        }
        assert_eq!(town.count(Kind::Dialled), 0);
    }

    async fn story_14_who_rings_us_while_we_ring_them_is_not_told_that_nothing_is_open(database: Database) {
        let town = Town::with(database, Manner::NoAnswer).await;
        town.ana_wants_it().await;
        town.until(|town| town.rings() > 0).await;
        let ring = Ring { keys: "9".to_owned(), ..Ring::from(town.provider.number.as_str()) };
        town.town.sandbox.provider_calls(ring).unwrap();
        town.until(|town| town.count(Kind::Spoken) > 0).await;
        let heard = town.entries().into_iter().find(|it| it.kind == Kind::Spoken).unwrap().text;
        assert!(heard.contains("volveremos a llamar si hace falta"), "{heard}");
        town.settle().await;
        assert_eq!(town.town.program.data.never_called().await.unwrap(), 0, "{}", town.transcript());
    }

    async fn story_14_an_unknown_caller_who_hangs_up_is_as_before(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.town.sandbox.provider_calls(town.provider.number.as_str()).unwrap();
        town.settle().await;
        assert_eq!(town.count(Kind::Spoken), 1, "{}", town.transcript());
        town.ana_wants_it().await;
        town.settle().await;
        assert_eq!(town.diary().len(), 1, "{}", town.transcript());
        assert!(!town.reads(ANA).iter().any(|it| it.contains("devolviendo")), "{}", town.transcript());
    }

    async fn story_14_a_hidden_caller_is_nobody_we_know_and_cannot_be_listed(database: Database) {
        for shown in ["anonymous", "+266696687", "restricted"] {
            let town = Town::with(Database::like(&database).await, Manner::NoAnswer).await;
            town.ana_wants_it().await;
            town.settle().await;
            let ring = Ring { shown_as: Some(shown.to_owned()), keys: "9".to_owned(), ..Ring::from(town.provider.number.as_str()) };
            town.town.sandbox.provider_calls(ring).unwrap();
            town.settle().await;
            let heard: Vec<_> = town.entries().into_iter().filter(|it| it.kind == Kind::Spoken).map(|it| it.text).collect();
            assert_eq!(heard.len(), 1, "{shown}\n{}", town.transcript());
            assert!(heard[0].contains("automated assistant") || heard[0].contains("asistente automático"), "{heard:?}");
            assert!(!town.reads(ANA).iter().any(|it| it.contains("devolviendo")), "{}", town.transcript());
            assert_eq!(town.status().await, "waiting");
        }
    }

    async fn story_14_who_rings_back_when_it_is_over_hears_that_nothing_is_open(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana_wants_it().await;
        town.settle().await;
        town.town.sandbox.provider_calls(town.provider.number.as_str()).unwrap();
        town.settle().await;
        assert!(town.entries().iter().any(|it| it.kind == Kind::Spoken && it.text.contains("no hay nada pendiente con este número")), "{}", town.transcript());
        assert_eq!(town.diary().len(), 1);
        town.is_over("booked", town.status().await);
    }
}
