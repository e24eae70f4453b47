//! Several providers for one appointment: story 16, "the earliest this week, any of these".

use jiff::SignedDuration;
use sandbox::cast::Manner;
use sandbox::faults::{DeliveryFault, Order, RequestFault, Vendor, Webhook};

use super::{CARD, WELCOME};
use crate::database::Database;
use crate::on_both_databases;
use crate::town::{ANA, Town};

const FOUND: &str = "Encontré estos lugares";
const ASKING: &str = "Pregunto en estos lugares";
const COMPARED: &str = "Ya pregunté.";

impl Town {
    fn compared(&self) -> Vec<String> {
        self.reads(ANA).into_iter().filter(|it| it.contains(COMPARED)).collect()
    }

    fn rung(&self) -> Vec<usize> {
        self.salons().iter().map(|number| self.rang(number)).collect()
    }

    fn booked_at(&self) -> Vec<usize> {
        let world = self.town.sandbox.world().lock();
        let booked = |number: &String| world.cast.diary(number).map_or(0, |it| it.agreed().count());
        self.salons().iter().map(booked).collect()
    }
}

on_both_databases! {
    async fn story_16_one_comparison_comes_of_all_and_one_call_books_the_choice(database: Database) {
        let manners = [Manner::BooksAsAsked, Manner::FullyBooked, Manner::TwoSlots];
        let town = Town::with_salons(database, &manners).await;
        town.ana_looks_for_a_salon().await;
        town.ana().says("todos");
        town.settle().await;
        town.taps("Llamar");
        town.settle().await;
        assert_eq!(town.compared().len(), 1, "{}", town.transcript());
        assert_eq!((town.rung(), town.booked_at()), (vec![1, 1, 1], vec![0, 0, 0]), "asking books nothing\n{}", town.transcript());
        assert!(town.compared()[0].contains("Salón 2: nada libre"), "{}", town.transcript());
        town.ana().says("1");
        town.settle().await;
        town.ana_read(&[WELCOME, FOUND, CARD, ASKING, COMPARED, "Llamo ahora.", "Atendieron, y", "✅ Reservado"]);
        let (rung, booked) = (town.rung(), town.booked_at());
        assert_eq!((rung.iter().sum::<usize>(), booked.iter().sum::<usize>()), (4, 1), "{}", town.transcript());
        assert!(booked.iter().zip(&rung).all(|(booked, rung)| *booked == 0 || *rung == 2), "{}", town.transcript());
        town.is_over("booked", town.status().await);
    }

    async fn story_16_whoever_has_it_first_is_booked_without_another_question(database: Database) {
        let manners = [Manner::TwoSlots, Manner::BooksAsAsked, Manner::BooksAsAsked, Manner::BooksAsAsked];
        let town = Town::with_salons(database, &manners).await;
        town.ana_looks_for_a_salon().await;
        town.ana().picks("El que tenga antes").unwrap();
        town.settle().await;
        town.taps("Llamar");
        town.settle().await;
        assert_eq!(town.compared().len(), 1, "{}", town.transcript());
        assert_eq!(town.booked_at().iter().sum::<usize>(), 1, "{}", town.transcript());
        assert!(town.rung().iter().sum::<usize>() < 5, "nobody could be earlier than the first wished day\n{}", town.transcript());
        town.is_over("booked", town.status().await);
    }

    async fn story_16_a_slot_that_is_gone_leads_to_the_next_best_which_is_offered(database: Database) {
        let town = Town::with_salons(database, &[Manner::BooksAsAsked, Manner::BooksAsAsked]).await;
        town.ana_looks_for_a_salon().await;
        town.ana().says("1 y 2");
        town.settle().await;
        town.taps("Llamar");
        town.until_read(COMPARED).await;
        let first = town.first_compared();
        // Somebody else takes the whole book of the first.
        town.town.sandbox.world().lock().cast.behave(&first, Manner::FullyBooked);
        town.ana().says("1");
        town.settle().await;
        assert!(town.reads(ANA).last().unwrap().contains("Con ese no se pudo"), "{}", town.transcript());
        assert_eq!(town.booked_at().iter().sum::<usize>(), 0, "{}", town.transcript());
        town.ana().says("1");
        town.settle().await;
        assert_eq!(town.booked_at().iter().sum::<usize>(), 1, "{}", town.transcript());
        town.is_over("booked", town.status().await);
    }

    async fn nobody_has_anything_and_each_is_named(database: Database) {
        let manners = [Manner::FullyBooked, Manner::RefusesRobots, Manner::WrongNumber];
        let town = Town::with_salons(database, &manners).await;
        town.ana_looks_for_a_salon().await;
        town.ana().says("todas");
        town.settle().await;
        town.taps("Llamar");
        town.settle().await;
        let last = town.reads(ANA).pop().unwrap();
        for told in ["en ninguno de estos lugares conseguí un horario", "nada libre", "no habla con máquinas", "número equivocado"] {
            assert!(last.contains(told), "{told}\n{}", town.transcript());
        }
        assert!(town.compared().is_empty());
        town.is_over("no_offers", town.status().await);
    }

    async fn who_is_busy_silent_or_gone_never_hangs_the_rest(database: Database) {
        let manners = [Manner::Busy, Manner::NoAnswer, Manner::HangsUp, Manner::BooksAsAsked];
        let town = Town::with_salons(database, &manners).await;
        town.town.sandbox.order(Order::Delivery { webhook: Webhook::TwilioCallStatus, fault: DeliveryFault::Lose, times: 6 });
        town.ana_looks_for_a_salon().await;
        town.ana().says("todos");
        town.settle().await;
        town.taps("Llamar");
        town.wait(SignedDuration::from_mins(50)).await;
        assert_eq!(town.compared().len(), 1, "{}", town.transcript());
        town.ana().says("1");
        town.settle().await;
        assert_eq!(town.booked_at(), [0, 0, 0, 1], "{}", town.transcript());
        town.is_over("booked", town.status().await);
    }

    async fn cancel_ends_all_calls_of_a_search(database: Database) {
        let manners = [Manner::HoldForever, Manner::HoldForever, Manner::BooksAsAsked];
        let town = Town::with_salons(database, &manners).await;
        town.ana_looks_for_a_salon().await;
        town.ana().says("todos");
        town.settle().await;
        town.taps("Llamar");
        town.until(|town| town.talks().len() >= 2).await;
        town.ana().says("cancela");
        town.settle().await;
        assert_eq!(town.rung()[2], 0, "{}", town.transcript());
        assert!(town.carrier_says().iter().all(|status| status.is_over()), "{}", town.transcript());
        town.is_over("cancelled", town.status().await);
    }

    async fn the_directory_is_down_and_a_number_does_as_well(database: Database) {
        let town = Town::with_salons(database, &[Manner::BooksAsAsked]).await;
        town.town.sandbox.order(Order::Request { vendor: Vendor::Places, operation: "*".to_owned(), fault: RequestFault::ErrorBefore, times: 100 });
        town.ana().says("Busco peluquería en Rosario para el jueves por la tarde. Me llamo Ana Ruiz.");
        town.settle().await;
        assert!(town.reads(ANA).last().unwrap().contains("no puedo buscar"), "{}", town.transcript());
        town.ana().says(&town.salons()[0]);
        town.settle().await;
        town.taps("Llamar");
        town.settle().await;
        town.is_over("booked", town.status().await);
    }

    async fn a_shared_location_is_enough_to_look_around(database: Database) {
        let town = Town::with_salons(database, &[Manner::BooksAsAsked, Manner::BooksAsAsked]).await;
        town.ana().says("Quiero un corte de pelo el jueves por la tarde. Me llamo Ana Ruiz.");
        town.settle().await;
        assert!(town.reads(ANA).last().unwrap().contains("ubicación"), "{}", town.transcript());
        town.ana().sends_location(-34.6037, -58.3816, None);
        town.settle().await;
        let found = town.reads(ANA).pop().unwrap();
        assert!(found.contains(FOUND) && found.contains(" km"), "{}", town.transcript());
    }
}
