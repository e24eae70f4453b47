//! What comes by itself after a booking: reminders, and the call that the provider wants before it.

use jiff::SignedDuration;
use sandbox::cast::Manner;

use crate::database::Database;
use crate::on_both_databases;
use crate::town::{ANA, Town};

impl Town {
    fn reminders(&self) -> Vec<String> {
        let mut read = self.reads(ANA);
        read.extend(self.mailed());
        read.retain(|it| it.contains("Se acerca tu turno"));
        read
    }

    /// What was mailed where the chat takes nothing more.
    fn mailed(&self) -> Vec<String> {
        let world = self.town.sandbox.world().lock();
        let mails = world.resend.mailbox("ana@example.net");
        mails.iter().filter_map(|mail| mail.letter.text.clone()).collect()
    }
}

on_both_databases! {
    async fn reminders_come_with_the_time_at_which_it_stands_now(database: Database) {
        let town = Town::with_a_booking(database).await;
        town.ana_moves_it().await;
        assert_eq!(town.diary(), ["2026-11-27T09:00:00 Ana Ruiz"], "{}", town.transcript());
        // The old one was on Thursday at noon.
        town.wait(SignedDuration::from_hours(90)).await;
        let reminders = town.reminders();
        // A day before; three hours before is six in the morning, so that it comes the evening before.
        assert_eq!(reminders.len(), 2, "{}", town.transcript());
        assert!(reminders.iter().all(|it| it.contains("viernes 27 de noviembre, 09:00")), "{reminders:?}");
    }

    async fn nothing_reminds_of_what_was_called_off(database: Database) {
        let town = Town::with_a_booking(database).await;
        town.taps("Cancelar el turno");
        town.settle().await;
        town.wait(SignedDuration::from_hours(80)).await;
        assert!(town.reminders().is_empty(), "{}", town.transcript());
    }

    async fn no_reminders_are_no_reminders(database: Database) {
        let town = Town::with_a_booking(database).await;
        town.ana().says("sin recordatorios");
        town.settle().await;
        town.wait(SignedDuration::from_hours(80)).await;
        assert!(town.reminders().is_empty(), "{}", town.transcript());
    }

    async fn a_call_before_it_is_planned_told_and_made(database: Database) {
        let town = Town::with(database, Manner::CallBefore).await;
        town.ana_wants_it().await;
        town.settle().await;
        assert!(town.last_read().contains("Piden una llamada antes para confirmar. La hago el mié 25 nov, 12:00"), "{}", town.transcript());
        town.wait(SignedDuration::from_hours(72)).await;
        assert!(town.agent_says("para confirmar, como pidieron, el turno de corte de pelo"), "{}", town.transcript());
        assert_eq!((town.rings(), town.diary().len()), (2, 1), "{}", town.transcript());
        assert_eq!(town.status().await, "reconfirmed", "{}", town.transcript());
        assert_eq!(town.standing().await.len(), 1);
    }

    async fn a_call_before_it_that_finds_nothing_says_so(database: Database) {
        let town = Town::with(database, Manner::CallBefore).await;
        town.ana_wants_it().await;
        town.settle().await;
        town.provider_is(Manner::NoAnswer);
        town.wait(SignedDuration::from_hours(72)).await;
        assert_eq!(town.status().await, "not_reached", "{}", town.transcript());
        assert_eq!(town.standing().await.len(), 1, "nobody has called it off");
    }

    async fn what_is_called_off_is_not_confirmed(database: Database) {
        let town = Town::with(database, Manner::CallBefore).await;
        town.ana_wants_it().await;
        town.settle().await;
        town.taps("Cancelar el turno");
        town.settle().await;
        town.wait(SignedDuration::from_hours(72)).await;
        assert_eq!(town.rings(), 2, "{}", town.transcript());
    }
}
