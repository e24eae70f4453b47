//! Meshes of the net that few storms would miss: each is the only one that holds in its story.

use jiff::SignedDuration;
use sandbox::cast::Manner;
use sandbox::faults::{DeliveryFault, Order, RequestFault, Vendor, Webhook};
use sandbox::timeline::Kind;
use vocero::program::twilio_client;

use crate::database::Database;
use crate::on_both_databases;
use crate::town::Town;

impl Town {
    fn loses_every(&self, webhook: Webhook) {
        let fault = DeliveryFault::Lose;
        self.town.sandbox.order(Order::Delivery { webhook, fault, times: 1000 });
    }
}

on_both_databases! {
    async fn a_call_of_which_the_carrier_tells_nothing_is_asked_for_by_the_name_it_gave(database: Database) {
        let town = Town::with(database, Manner::NoAnswer).await;
        town.loses_every(Webhook::TwilioCallStatus);
        town.ana_wants_it().await;
        town.settle().await;
        assert_eq!(town.status().await, "waiting", "{}", town.transcript());
        town.wait(SignedDuration::from_hours(6)).await;
        assert_eq!(town.status().await, "not_reached", "{}", town.transcript());
        assert_eq!(town.rings(), 3);
    }

    async fn a_call_of_which_no_answer_came_is_looked_up_within_seconds(database: Database) {
        let town = Town::with(database, Manner::NoAnswer).await;
        town.loses_every(Webhook::TwilioCallStatus);
        let (vendor, operation) = (Vendor::Twilio, "calls.create".to_owned());
        town.town.sandbox.order(Order::Request { vendor, operation, fault: RequestFault::AnswerLost, times: 1 });
        town.ana_wants_it().await;
        town.until(|town| town.rings() > 0).await;
        town.town.advance_to(town.town.now() + SignedDuration::from_secs(15));
        while town.town.step().await.unwrap() {}
        let data = &town.town.program.data;
        assert_eq!(data.unresolved_attempts().await.unwrap(), [], "{}", town.transcript());
        town.settle().await;
        assert_eq!((town.status().await, town.count(Kind::Dialled)), ("waiting", 1));
    }

    async fn a_call_that_our_books_have_lost_is_taken_and_not_dialled_again(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana().says(&town.wish());
        town.settle().await;
        // It rings, and nobody wrote down that it would: the tables are those of a backup, say.
        let client = twilio_client(&town.town.settings).unwrap();
        let lost = town.place(&client).await;
        town.until(|town| town.count(Kind::Ringing) > 0).await;
        town.ana().taps(1).unwrap();
        town.settle().await;
        assert_eq!((town.count(Kind::Dialled), town.rings()), (1, 1), "{}", town.transcript());
        let row = town.town.program.data.call_by_sid(&lost).await.unwrap();
        assert_eq!(row.map(|row| row.call.request), Some(town.request().await.id));
    }
}
