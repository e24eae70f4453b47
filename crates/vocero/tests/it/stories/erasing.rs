//! "Borrá mis datos": after a yes nothing is left, here or at the vendors, whatever is under way and whoever fails.

use data::ErasureState;
use jiff::SignedDuration;
use sandbox::cast::Manner;
use sandbox::faults::{Order, RequestFault, Vendor};
use sandbox::timeline::Kind;
use sandbox::twilio::calls::Status;

use super::BRUNO;
use crate::database::Database;
use crate::on_both_databases;
use crate::town::{ANA, Town};

impl Town {
    async fn has_her_data_deleted(&self) {
        self.ana().says("Borra mis datos");
        self.until_read("¿Borro todos los datos").await;
        self.taps("Borrar todo");
    }

    async fn is_gone(&self, who: &str) -> bool {
        let address = data::Address::new(who).unwrap();
        self.town.program.data.person_of(&address).await.unwrap().is_none()
    }

    /// What the vendors still have of a person and of their calls.
    fn at_the_vendors(&self, who: &str) -> (usize, usize) {
        let world = self.town.sandbox.world().lock();
        let messages = world.twilio.messages.iter().filter(|it| it.to == who || it.from == who);
        (messages.count(), world.twilio.calls.iter().count())
    }

    async fn conversations(&self) -> usize {
        let client = vocero::program::elevenlabs_client(&self.town.settings).unwrap();
        let filter = vendors::elevenlabs::ConversationFilter::default();
        client.conversations(&filter).await.unwrap().conversations.len()
    }
}

on_both_databases! {
    async fn after_a_booking_nothing_is_left_but_the_appointment_at_the_place_itself(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana().says("mi correo es ana@example.net");
        town.settle().await;
        town.ana_wants_it().await;
        town.settle().await;
        let person = town.desk().await.person.id;
        town.ana().says("Borra mis datos");
        town.until_read("¿Borro todos los datos").await;
        let asked = town.reads(ANA).pop().unwrap();
        assert!(asked.contains("jue 26 nov, 12:00") && asked.contains("[Borrar todo] [No borrar nada]"), "{asked}");
        town.taps("Borrar todo");
        town.wait(SignedDuration::from_mins(30)).await;

        assert!(town.is_gone(ANA).await);
        let read = town.reads(ANA);
        let last = read.last().unwrap();
        assert!(last.contains("Ya no guardo ningún dato") && last.contains("conversación en ElevenLabs") && last.contains("Resend"), "{last}");
        assert!(!last.contains("Ana"), "{last}");
        assert_eq!(town.at_the_vendors(ANA), (0, 0), "{}", town.transcript());
        assert_eq!(town.conversations().await, 0);
        assert_eq!(town.in_the_diary(), 1, "that is the place's");
        let progress = town.town.program.services.erasure.progress(person).await.unwrap().unwrap();
        assert_eq!((progress.state, progress.receipt.left.len()), (ErasureState::Done, 0));
        assert_eq!(progress.receipt.mails, 1);

        // Whoever writes again is somebody new.
        town.ana().says("hola");
        town.settle().await;
        assert!(town.reads(ANA).iter().filter(|message| message.contains("Hola, soy Vocero")).count() == 2, "{}", town.transcript());
    }

    async fn without_a_yes_everything_stays(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana_wants_it().await;
        town.settle().await;
        town.ana().says("Borra mis datos");
        town.until_read("¿Borro todos los datos").await;
        town.taps("No borrar nada");
        town.wait(SignedDuration::from_hours(2)).await;
        assert!(town.reads(ANA).last().unwrap().contains("No borré nada"));
        town.taps("Borrar todo");
        town.settle().await;
        assert!(!town.is_gone(ANA).await, "the button of an answered question");
        assert_eq!(town.status().await, "booked");
    }

    async fn a_call_under_way_is_ended_first(database: Database) {
        let town = Town::with(database, Manner::HoldMusic).await;
        town.ana_wants_it().await;
        town.until_read("Me pusieron en espera").await;
        town.has_her_data_deleted().await;
        town.wait(SignedDuration::from_mins(30)).await;
        assert!(town.is_gone(ANA).await, "{}", town.transcript());
        assert_eq!((town.at_the_vendors(ANA), town.conversations().await), ((0, 0), 0), "{}", town.transcript());
        let hung_up = town.entries().iter().rposition(|entry| entry.kind == Kind::CallEnded);
        let told = town.entries().iter().rposition(|entry| entry.text.contains("Ya no guardo"));
        assert!(hung_up < told, "{}", town.transcript());
        assert_eq!(town.in_the_diary(), 0);
    }

    async fn nobody_else_loses_anything(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana_wants_it().await;
        town.settle().await;
        town.wishes_too(BRUNO, "Bruno Paz").await;
        town.settle().await;
        town.has_her_data_deleted().await;
        town.wait(SignedDuration::from_mins(30)).await;
        assert!(town.is_gone(ANA).await && !town.is_gone(BRUNO).await);
        assert_eq!(town.status_of(BRUNO).await, "booked");
        assert_eq!((town.at_the_vendors(BRUNO).1, town.conversations().await), (1, 1));
        assert!(town.at_the_vendors(BRUNO).0 > 0);
    }

    async fn a_vendor_that_fails_is_asked_again_until_it_has_deleted(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana_wants_it().await;
        town.settle().await;
        {
            let mut world = town.town.sandbox.world().lock();
            for (vendor, operation) in [(Vendor::Elevenlabs, "conversations.delete"), (Vendor::Twilio, "calls.delete"), (Vendor::Twilio, "messages.delete")] {
                for fault in [RequestFault::ErrorBefore, RequestFault::TooMany, RequestFault::AnswerLost] {
                    world.faults.order(Order::Request { vendor, operation: operation.to_owned(), fault, times: 1 });
                }
            }
        }
        town.has_her_data_deleted().await;
        town.wait(SignedDuration::from_hours(1)).await;
        assert_eq!((town.at_the_vendors(ANA), town.conversations().await), ((0, 0), 0), "{}", town.transcript());
        let last = town.reads(ANA).pop().unwrap();
        assert!(last.contains("Ya no guardo") && !last.contains("No se pudo"), "{last}");
    }

    async fn a_vendor_that_refuses_for_good_is_named(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana_wants_it().await;
        town.settle().await;
        let fault = RequestFault::Refuse { status: 403, code: 0, message: "no".to_owned() };
        town.town.sandbox.world().lock().faults.order(Order::Request { vendor: Vendor::Elevenlabs, operation: "conversations.delete".to_owned(), fault, times: 1 });
        town.has_her_data_deleted().await;
        town.wait(SignedDuration::from_hours(1)).await;
        let last = town.reads(ANA).pop().unwrap();
        assert!(last.contains("No se pudo borrar allí") && last.contains("una conversación en ElevenLabs"), "{last}");
        assert!(town.is_gone(ANA).await);
        assert_eq!(town.conversations().await, 1);
    }

    async fn webhooks_that_come_late_are_acknowledged_and_keep_nothing(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana_wants_it().await;
        town.until(|town| town.carrier_says().contains(&Status::InProgress)).await;
        let sid = town.town.sandbox.world().lock().twilio.calls.iter().next().unwrap().sid.clone();
        let attempt = town.town.program.data.attempt_by_sid(&sid).await.unwrap().unwrap();
        town.has_her_data_deleted().await;
        town.wait(SignedDuration::from_mins(30)).await;
        assert!(town.is_gone(ANA).await, "{}", town.transcript());
        let services = &town.town.program.services;
        let progress = services::caller::Progress { status: vendors::twilio::CallStatus::Completed, duration_s: Some(9) };
        services.caller.progressed(attempt.id, &sid, progress).await.expect("it is acknowledged");
        let body = format!(r#"{{"type":"post_call_transcription","event_timestamp":1764000000,"data":{{"agent_id":"{}","conversation_id":"conv_late","status":"done","user_id":"{}","transcript":[{{"role":"user","message":"secreto","time_in_call_secs":1}}],"metadata":{{}}}}}}"#, town.town.settings.elevenlabs.agent_id, attempt.call);
        services.caller.post_call(body.as_bytes()).await.expect("it is acknowledged");
        services.sweep.once().await;
        town.settle().await;
        assert!(town.town.program.data.call_by_conversation("conv_late").await.unwrap().is_none());
        assert!(town.is_gone(ANA).await, "nor does a sweep bring anybody back");
    }
}
