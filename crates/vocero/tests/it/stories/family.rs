//! Several people, or one who changes her mind.

use jiff::SignedDuration;
use sandbox::cast::Manner;
use sandbox::faults::RequestFault;
use sandbox::timeline::Kind;

use super::BRUNO;
use super::breaking::create_call;
use crate::database::Database;
use crate::on_both_databases;
use crate::town::{ANA, Town};

impl Town {
    async fn ana_and_bruno_are_both_served(&self) {
        self.ana().says(&self.wish());
        self.town.sandbox.person(BRUNO).says(&self.wish().replace("Ana Ruiz", "Bruno Ruiz"));
        self.settle().await;
        self.taps("Llamar");
        self.town.sandbox.person(BRUNO).taps("Llamar").expect("his card has buttons");
        self.wait(SignedDuration::from_hours(2)).await;
        let diary = self.diary();
        assert_eq!(diary.len(), 2, "{}", self.transcript());
        assert!(
            diary.iter().any(|it| it.ends_with("Ana Ruiz"))
                && diary.iter().any(|it| it.ends_with("Bruno Ruiz")),
            "{diary:?}"
        );
        let on_the_line: Vec<_> = self
            .entries()
            .into_iter()
            .filter(|it| matches!(it.kind, Kind::Ringing | Kind::CallEnded))
            .map(|it| it.kind)
            .collect();
        assert_eq!(
            on_the_line,
            [Kind::Ringing, Kind::CallEnded, Kind::Ringing, Kind::CallEnded],
            "{}",
            self.transcript()
        );
        for who in [ANA, BRUNO] {
            assert_eq!((self.status_of(who).await, self.final_words(who)), ("booked", 1));
        }
        self.calls_were_decent();
        // Nobody reads of the other's appointment.
        assert!(!self.reads(ANA).iter().any(|it| it.contains("Bruno")), "{}", self.transcript());
        assert!(
            !self.reads(BRUNO).iter().any(|it| it.contains("nombre de Ana")),
            "{}",
            self.transcript()
        );
    }
}

on_both_databases! {
    async fn two_of_a_family_want_the_same_clinic_and_it_is_rung_by_one_after_the_other(database: Database) {
        for fault in [None, Some(RequestFault::AnswerLost)] {
            let town = Town::with(Database::like(&database).await, Manner::BooksAsAsked).await;
            if let Some(fault) = fault {
                town.town.sandbox.order(create_call(fault));
            }
            town.ana_and_bruno_are_both_served().await;
        }
    }

    async fn another_time_while_they_are_called_is_answered_and_nothing_is_taken_unasked(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana_wants_it().await;
        town.until(|town| town.rings() > 0).await;
        town.ana().says("mejor el viernes a las 10");
        town.until_read("no acepto nada sin preguntar antes acá. Con «cancelar» la detengo").await;
        town.settle().await;
        assert_eq!((town.status().await, town.diary().len()), ("choosing", 0), "{}", town.transcript());
        town.ana().taps(1).unwrap();
        town.settle().await;
        assert_eq!(town.diary(), ["2026-11-26T12:00:00 Ana Ruiz"], "{}", town.transcript());
        town.is_over("booked", town.status().await);
    }

    async fn another_time_after_the_call_was_called_off_is_a_new_card(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana_wants_it().await;
        town.until(|town| town.count(Kind::Spoken) >= 2).await;
        town.ana().says("cancela");
        town.settle().await;
        town.ana().says(&town.wish().replace("el jueves por la tarde", "el viernes a las 10"));
        town.settle().await;
        town.taps("Llamar");
        town.settle().await;
        assert_eq!(town.diary(), ["2026-11-27T10:00:00 Ana Ruiz"], "{}", town.transcript());
        assert_eq!(town.final_words(ANA), 2, "one a request");
    }

    async fn the_same_wish_said_again_during_the_call_is_no_second_call(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana_wants_it().await;
        town.until(|town| town.count(Kind::Spoken) >= 3).await;
        town.ana().says("quiero un corte de pelo el jueves por la tarde");
        town.wait(SignedDuration::from_hours(1)).await;
        assert_eq!((town.rings(), town.diary().len()), (1, 1), "{}", town.transcript());
        town.is_over("booked", town.status().await);
    }
}
