//! Nobody is phoned on a day off: the person is told, and the call comes when they are at work again.

use jiff::SignedDuration;
use sandbox::cast::Manner;
use sandbox::elevenlabs::conversation::Tongue;
use sandbox::timeline::Kind;

use crate::database::Database;
use crate::on_both_databases;
use crate::town::Town;

on_both_databases! {
    async fn a_call_that_could_not_be_placed_before_they_rest_waits_for_the_next_morning(database: Database) {
        let settings = [("VOCERO_CALL_HOURS", "09:00-10:05"), ("VOCERO_PAUSE_PATIENCE_SECONDS", "3600")];
        let town = Town::set_up(database, Manner::BooksAsAsked, Tongue::Es, &settings).await;
        let data = &town.town.program.data;
        data.stop_dialling(None, town.town.now()).await.unwrap();
        town.ana_wants_it().await;
        town.until(|town| town.town.now().to_string().as_str() >= "2026-11-23T13:04:00Z").await;
        assert_eq!(town.status().await, "calling", "{}", town.transcript());
        town.until(|town| town.town.now().to_string().as_str() >= "2026-11-23T13:05:00Z").await;
        data.resume_dialling().await.unwrap();
        town.settle().await;
        assert_eq!((town.count(Kind::Dialled), town.status().await), (0, "waiting"), "{}", town.transcript());
        town.wait(SignedDuration::from_hours(24)).await;
        assert_eq!(town.status().await, "booked", "{}", town.transcript());
        let dialled = town.entries().into_iter().find(|entry| entry.kind == Kind::Dialled);
        assert_eq!(dialled.unwrap().at.to_string(), "2026-11-24T12:00:00Z", "nine in the morning there");
    }

    async fn on_a_public_holiday_the_call_waits_for_the_next_morning(database: Database) {
        // The story begins on Argentina's day of national sovereignty.
        let settings = [("VOCERO_CALL_HOLIDAYS", "false"), ("VOCERO_CALL_DAYS", "mon-sat")];
        let town = Town::set_up(database, Manner::BooksAsAsked, Tongue::Es, &settings).await;
        town.ana_wants_it().await;
        town.settle().await;
        assert!(town.screen().iter().any(|said| said.contains("feriado")), "{}", town.transcript());
        assert_eq!((town.count(Kind::Dialled), town.status().await), (0, "waiting"));
        town.wait(SignedDuration::from_hours(24)).await;
        assert_eq!(town.status().await, "booked", "{}", town.transcript());
        let dialled = town.entries().into_iter().find(|entry| entry.kind == Kind::Dialled);
        assert_eq!(dialled.unwrap().at.to_string(), "2026-11-24T12:00:00Z", "nine in the morning there");
    }
}
