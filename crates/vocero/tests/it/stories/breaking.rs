//! What breaks on the way: stories 12 and 19, and webhooks that come twice, late or in the wrong order. What a killed
//! process leaves behind is in `killed`, what random weather does in `storm`.

use jiff::SignedDuration;
use sandbox::cast::Manner;
use sandbox::faults::{DeliveryFault, Order, RequestFault, Vendor, Webhook};
use sandbox::timeline::Kind;

use super::{CARD, WELCOME};
use crate::database::Database;
use crate::on_both_databases;
use crate::town::{ANA, Town};

const WEBHOOKS: [Webhook; 9] = [
    Webhook::TwilioInbound,
    Webhook::TwilioMessageStatus,
    Webhook::TwilioCallStatus,
    Webhook::TwilioVoice,
    Webhook::TwilioAmd,
    Webhook::TwilioInboundCall,
    Webhook::ElevenlabsTool,
    Webhook::ElevenlabsPostCall,
    Webhook::Resend,
];

fn request(vendor: Vendor, operation: &str, fault: RequestFault, times: u32) -> Order {
    Order::Request { vendor, operation: operation.to_owned(), fault, times }
}

fn create_message(fault: RequestFault, times: u32) -> Order {
    request(Vendor::Twilio, "messages.create", fault, times)
}

pub(super) fn create_call(fault: RequestFault) -> Order {
    request(Vendor::Twilio, "calls.create", fault, 1)
}

impl Town {
    /// We die while the carrier takes a message to Ana in, before its answer is there, and rest for minutes.
    async fn dies_in_mid_send(&self) {
        self.town.sandbox.order(create_message(RequestFault::Silence, 1));
        let to_ana = || {
            let world = self.town.sandbox.world().lock();
            world.twilio.messages.iter().filter(|message| message.to == ANA).count()
        };
        let before = to_ana();
        let taken_in = async {
            while to_ana() == before {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            () = self.settle() => panic!("it was answered:\n{}", self.transcript()),
            () = taken_in => {}
        }
        self.town.advance_to(self.town.now() + SignedDuration::from_mins(5));
    }

    /// Texts with buttons that the vendor has stored.
    fn stored_buttons(&self) -> usize {
        self.town.sandbox.world().lock().twilio.contents.iter().count()
    }

    fn every_webhook(&self, fault: DeliveryFault) {
        for webhook in WEBHOOKS {
            self.town.sandbox.order(Order::Delivery { webhook, fault, times: 1000 });
        }
    }

    /// The plainest booking, whatever was ordered to go wrong: one ring, one entry, one last word, no message twice.
    async fn books_all_the_same(&self) {
        self.ana_wants_it().await;
        self.wait(SignedDuration::from_hours(1)).await;
        assert_eq!((self.rings(), self.diary().len()), (1, 1), "{}", self.transcript());
        let read = self.reads(ANA);
        let different: std::collections::BTreeSet<_> = read.iter().collect();
        assert_eq!(different.len(), read.len(), "{}", self.transcript());
        self.is_over("booked", self.status().await);
    }
}

on_both_databases! {
    async fn story_12_a_line_that_drops_after_a_question_is_asked_about_at_once(database: Database) {
        let town = Town::with(database, Manner::HangsUp).await;
        town.ana_wants_it().await;
        town.until_read("Todavía no cuenta como reservado").await;
        assert!(town.request().await.appointment.is_none());
        assert_eq!(town.final_words(ANA), 0, "{}", town.transcript());
        town.settle().await;
        town.ana_read(&[
            WELCOME,
            CARD,
            "Llamo ahora.",
            "Atendieron, y",
            "La llamada se cortó antes de que confirmaran lo acordado. Todavía no cuenta como reservado. Vuelvo a llamar enseguida para preguntar. [Llamar ya] [Cancelar]",
            "Llamo ahora.",
            "Atendieron, y",
            "✅ Reservado: jueves 26 de noviembre, 12:00",
        ]);
        let second = &town.talks()[1];
        let first = second.iter().find(|line| line.who == "agent").unwrap();
        assert!(first.text.contains("Se cortó la llamada: ¿quedó reservado el jueves 26 a las 12:00"), "{}", first.text);
        assert!(first.at.duration_since(town.talks()[0].last().unwrap().at) < SignedDuration::from_mins(1));
        assert_eq!((town.rings(), town.diary().len()), (2, 1));
        town.is_over("booked", town.status().await);
    }

    async fn story_12_who_knows_of_nothing_then_books_once(database: Database) {
        let town = Town::with(database, Manner::DropsThenForgets).await;
        town.ana_wants_it().await;
        town.wait(SignedDuration::from_hours(3)).await;
        assert_eq!((town.rings(), town.diary().len()), (2, 1), "{}", town.transcript());
        town.is_over("booked", town.status().await);
    }

    async fn story_12_who_is_never_reached_again_leaves_it_unconfirmed(database: Database) {
        let town = Town::with(database, Manner::HangsUp).await;
        town.ana_wants_it().await;
        town.until_read("Todavía no cuenta como reservado").await;
        assert!(town.town.sandbox.world().lock().cast.behave(&town.provider.number, Manner::NoAnswer));
        town.wait(SignedDuration::from_hours(6)).await;
        assert_eq!(town.rings(), 3, "{}", town.transcript());
        let last = town.reads(ANA).pop().unwrap();
        assert!(last.contains("Sin confirmar") && last.contains("Conviene confirmarlo por teléfono"), "{last}");
        town.is_over("unconfirmed", town.status().await);
    }

    async fn story_19_a_carrier_that_refuses_is_told_at_once_and_in_words(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        let refused = RequestFault::Refuse { status: 400, code: 21215, message: "geo permission".to_owned() };
        town.town.sandbox.order(create_call(refused));
        town.ana_wants_it().await;
        town.settle().await;
        assert_eq!(town.rings(), 0);
        let last = town.reads(ANA).pop().unwrap();
        assert!(last.contains("No hay turno: no puedo llamar a ese número") && !last.contains("geo"), "{last}");
        town.is_over("cannot_call", town.status().await);
    }

    async fn story_19_a_voice_that_cannot_be_had_is_an_apology_and_no_silent_line(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.town.sandbox.order(request(Vendor::Elevenlabs, "calls.register", RequestFault::ErrorBefore, 4));
        town.ana_wants_it().await;
        town.settle().await;
        assert!(town.says("tengo un problema técnico. Disculpe la molestia"), "{}", town.transcript());
        assert!(town.reads(ANA).last().unwrap().contains("No se pudo establecer la llamada. Vuelvo a llamar"), "{}", town.transcript());
        town.wait(SignedDuration::from_hours(2)).await;
        assert_eq!((town.rings(), town.diary().len()), (2, 1), "{}", town.transcript());
        assert_eq!((town.status().await, town.final_words(ANA)), ("booked", 1));
    }

    async fn story_19_a_call_whose_answer_was_lost_is_looked_up_and_not_dialled_again(database: Database) {
        for fault in [RequestFault::ErrorAfter, RequestFault::AnswerLost, RequestFault::ErrorBefore, RequestFault::TooMany] {
            let town = Town::with(Database::like(&database).await, Manner::BooksAsAsked).await;
            town.town.sandbox.order(create_call(fault));
            town.books_all_the_same().await;
        }
    }

    async fn a_conversation_that_nobody_was_put_through_to_proves_nothing_of_the_call(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana_wants_it().await;
        town.until(|town| town.count(Kind::Spoken) > 2).await;
        let sid = town.town.sandbox.world().lock().twilio.calls.iter().next().unwrap().sid.clone();
        let program = &town.town.program;
        let call = program.data.call_by_sid(&sid).await.unwrap().unwrap().call.id;
        let agent = &town.town.settings.elevenlabs.agent_id;
        let second = serde_json::json!({"type": "post_call_transcription", "event_timestamp": 1_764_000_000, "data": {
            "agent_id": agent, "conversation_id": "conv_second", "status": "done", "user_id": call, "transcript": [], "metadata": {},
        }});
        program.services.caller.post_call(second.to_string().as_bytes()).await.expect("it is acknowledged");
        town.wait(SignedDuration::from_hours(1)).await;
        assert_eq!((town.rings(), town.diary().len()), (1, 1), "{}", town.transcript());
        town.is_over("booked", town.status().await);
    }

    async fn story_19_a_message_whose_answer_was_lost_is_not_said_twice(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.town.sandbox.order(create_message(RequestFault::AnswerLost, 2));
        town.books_all_the_same().await;
    }

    async fn a_message_that_we_died_in_is_not_said_again_after_minutes_of_rest(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana().says(&town.wish());
        town.dies_in_mid_send().await;
        town.settle().await;
        town.ana_read(&[WELCOME, CARD]);
    }

    async fn stored_buttons_are_gone_after_a_day_however_their_message_ended(database: Database) {
        let refuse = |code| RequestFault::Refuse { status: 400, code, message: "no".to_owned() };
        let (no, closed, busy) = (refuse(63024), refuse(63016), RequestFault::TooMany);
        let mut left = Vec::new();
        for fault in [Some((no, 1)), Some((closed, 1)), Some((busy, 10_000)), None] {
            let town = Town::with(Database::like(&database).await, Manner::BooksAsAsked).await;
            town.ana().says("hola");
            town.settle().await;
            let before = town.stored_buttons();
            town.ana().says(&town.wish());
            match fault.clone() {
                Some((fault, times)) => {
                    town.town.sandbox.order(create_message(fault, times));
                    town.settle().await;
                }
                None => town.dies_in_mid_send().await,
            }
            assert!(town.stored_buttons() > before, "{fault:?} {}", town.transcript());
            town.wait(SignedDuration::from_hours(37)).await;
            left.push(town.stored_buttons());
        }
        assert_eq!(left, [0; 4]);
    }

    async fn a_message_that_is_sent_a_day_late_has_its_buttons(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana().says("hola");
        town.settle().await;
        let refusal = RequestFault::Refuse { status: 400, code: 63024, message: "no".to_owned() };
        town.town.sandbox.order(create_message(RequestFault::TooMany, 1));
        town.town.sandbox.order(create_message(refusal, 1));
        town.ana().says(&town.wish());
        town.wait(SignedDuration::from_hours(25)).await;
        town.ana().says("hola");
        town.settle().await;
        let data = &town.town.program.data;
        let letter = data.dead_letters(1).await.unwrap().pop().expect("it was refused");
        assert!(data.replay(letter.id, town.town.now()).await.unwrap());
        town.settle().await;
        assert!(town.reads(ANA).pop().unwrap().contains(CARD), "{}", town.transcript());
    }

    async fn every_webhook_twice_is_every_webhook_once(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.every_webhook(DeliveryFault::Double);
        town.books_all_the_same().await;
    }

    async fn webhooks_in_the_wrong_order_change_nothing(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.every_webhook(DeliveryFault::SwapWithNext);
        town.books_all_the_same().await;
    }

    async fn webhooks_that_never_come_are_made_up_for(database: Database) {
        for webhook in [Webhook::TwilioCallStatus, Webhook::TwilioAmd, Webhook::ElevenlabsPostCall, Webhook::TwilioMessageStatus] {
            let town = Town::with(Database::like(&database).await, Manner::BooksAsAsked).await;
            town.town.sandbox.order(Order::Delivery { webhook, fault: DeliveryFault::Lose, times: 1000 });
            town.books_all_the_same().await;
        }
    }
}
