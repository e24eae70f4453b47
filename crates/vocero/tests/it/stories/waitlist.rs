//! "Tell me if something earlier opens": few polite calls, one question, and a move only when it is taken.

use jiff::SignedDuration;
use sandbox::cast::Manner;
use sandbox::timeline::Kind;

use crate::database::Database;
use crate::on_both_databases;
use crate::town::{ANA, Town};

impl Town {
    /// Friday in a week is booked, and something earlier is wanted.
    async fn on_the_waitlist(database: Database) -> Self {
        let town = Self::with(database, Manner::BooksAsAsked).await;
        town.ana().says(
            &town.wish().replace("el jueves por la tarde", "el 11 de diciembre por la tarde"),
        );
        town.settle().await;
        town.taps("Llamar");
        town.settle().await;
        assert_eq!(town.diary(), ["2026-12-11T12:00:00 Ana Ruiz"], "{}", town.transcript());
        town.ana().says("avisame si se libera algo antes");
        town.settle().await;
        assert!(
            town.last_read().contains("te pregunto antes de cambiar nada"),
            "{}",
            town.transcript()
        );
        assert_eq!(town.rings(), 1, "not at once");
        town
    }

    /// She writes now and then, so that the chat is open when the call has been made on Thursday.
    async fn chats_until_it_is_found(&self) {
        self.wait(SignedDuration::from_hours(60)).await;
        self.ana().says("gracias");
        self.wait(SignedDuration::from_hours(15)).await;
        assert!(self.last_read().contains("Tienen algo antes"), "{}", self.transcript());
    }

    async fn days(&self, days: i64) {
        self.wait(SignedDuration::from_hours(24 * days)).await;
    }
}

on_both_databases! {
    async fn something_earlier_is_asked_about_and_taken_as_a_move(database: Database) {
        let town = Town::on_the_waitlist(database).await;
        let slots = ["2026-12-02T10:00".parse().unwrap()].to_vec();
        assert!(town.town.sandbox.world().lock().cast.will_offer(&town.provider.number, slots));
        town.chats_until_it_is_found().await;
        assert!(town.agent_says("¿Se liberó algo antes?"), "{}", town.transcript());
        assert_eq!(town.diary(), ["2026-12-11T12:00:00 Ana Ruiz"], "asking books nothing");
        assert_eq!(town.rings(), 2, "{}", town.transcript());
        town.taps("mié 2 dic, 10:00");
        town.taps("mié 2 dic, 10:00");
        town.settle().await;
        assert_eq!(town.diary(), ["2026-12-02T10:00:00 Ana Ruiz"], "{}", town.transcript());
        assert_eq!(town.standing().await, ["2026-12-02T13:00:00Z"]);
        assert_eq!(town.rings(), 3);
        town.days(8).await;
        assert_eq!(town.rings(), 3, "found, and over\n{}", town.transcript());
    }

    async fn in_vain_it_ends_by_itself_and_calls_no_more_than_it_may(database: Database) {
        let town = Town::on_the_waitlist(database).await;
        town.provider_is(Manner::FullyBooked);
        town.days(20).await;
        // Every three days from the 23rd of November on, Sundays moved: none within a day of it.
        let rings = town.rings();
        assert!((3..=6).contains(&rings), "{rings}\n{}", town.transcript());
        let moments: Vec<_> = town.entries().into_iter().filter(|it| it.kind == Kind::Dialled).map(|it| it.at).collect();
        assert!(moments.windows(2).skip(1).all(|pair| pair[1].duration_since(pair[0]).as_hours() >= 71), "{moments:?}");
        let told = town.reads(ANA).iter().filter(|it| it.contains("No encontré nada antes")).count();
        assert!(told <= 1, "{}", town.transcript());
        assert_eq!(town.diary().len(), 1);
    }

    async fn nobody_there_is_one_call_and_no_message(database: Database) {
        let town = Town::on_the_waitlist(database).await;
        town.provider_is(Manner::NoAnswer);
        let read = town.reads(ANA).len();
        town.days(4).await;
        assert_eq!((town.rings(), town.reads(ANA).len()), (2, read), "{}", town.transcript());
    }

    async fn who_keeps_theirs_or_stops_looking_is_left_in_peace(database: Database) {
        let town = Town::on_the_waitlist(Database::like(&database).await).await;
        town.ana().says("no busques más");
        town.settle().await;
        town.days(10).await;
        assert_eq!(town.rings(), 1, "{}", town.transcript());
        let town = Town::on_the_waitlist(database).await;
        let slots = ["2026-12-02T10:00".parse().unwrap()].to_vec();
        assert!(town.town.sandbox.world().lock().cast.will_offer(&town.provider.number, slots));
        town.chats_until_it_is_found().await;
        town.taps("Dejarlo reservado");
        town.days(8).await;
        assert_eq!((town.rings(), town.diary()), (2, vec!["2026-12-11T12:00:00 Ana Ruiz".to_owned()]), "{}", town.transcript());
    }

    async fn who_wants_no_calls_ends_it(database: Database) {
        let town = Town::on_the_waitlist(database).await;
        town.provider_is(Manner::NeverAgain);
        town.days(12).await;
        assert_eq!(town.rings(), 2, "{}", town.transcript());
        assert_eq!(town.standing().await.len(), 1);
    }
}
