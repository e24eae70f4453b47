//! "Cancel", wherever it comes: story 11.

use domain::appointment::ToolDecision;
use jiff::SignedDuration;
use sandbox::cast::Manner;
use sandbox::timeline::Kind;
use sandbox::twilio::calls::Status;
use serde_json::json;

use super::{CARD, WELCOME};
use crate::database::Database;
use crate::on_both_databases;
use crate::town::{ANA, Town};

impl Town {
    /// What the agent shows when it uses a tool.
    fn tool_token(&self) -> String {
        let world = self.town.sandbox.world().lock();
        let ids = world.elevenlabs.conversation_ids();
        let told = ids
            .last()
            .and_then(|id| world.elevenlabs.variables_of(id))
            .expect("an agent was registered");
        told["secret__tool_token"].as_str().expect("it has a token").to_owned()
    }

    async fn claims(&self, token: &str, time: &str) -> ToolDecision {
        let slot = json!({"date": "2026-11-26", "time": time});
        let caller = &self.town.program.services.caller;
        caller.tool(token, "claim_slot", &slot).await.expect("it is answered").decision
    }
}

on_both_databases! {
    async fn a_tool_that_is_asked_the_same_again_answers_by_how_things_stand(database: Database) {
        let town = Town::with(database, Manner::Silent).await;
        town.ana_wants_it().await;
        town.until(|town| !town.agent_said().is_empty()).await;
        let token = town.tool_token();
        for time in ["17:00", "16:30", "17:00"] {
            assert_eq!(town.claims(&token, time).await, ToolDecision::Book, "{time}");
            town.town.advance_to(town.town.now() + SignedDuration::from_millis(900));
        }
        let claim = town.request().await.calling().unwrap().claim.as_ref().unwrap().slot;
        assert_eq!(claim.0.strftime("%M").to_string(), "00", "the last one stands");
        town.ana().says("cancela");
        town.until_read("Me estoy despidiendo").await;
        assert_eq!(town.claims(&token, "17:00").await, ToolDecision::End);
    }

    async fn story_11_a_ringing_phone_stops_and_nobody_is_spoken_to(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana_wants_it().await;
        town.until(|town| town.rings() > 0).await;
        town.ana().says("cancela");
        town.settle().await;
        assert_eq!((town.count(Kind::Spoken), town.diary().len()), (0, 0), "{}", town.transcript());
        assert_eq!(town.carrier_says(), [Status::Canceled]);
        town.is_over("cancelled", town.status().await);
    }

    async fn story_11_politely_the_agent_takes_its_leave_and_the_end_is_proved(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana_wants_it().await;
        town.until(|town| town.says("Le puedo ofrecer")).await;
        town.ana().says("cancela");
        town.until_read("Anulado.").await;
        // Not before the carrier says that it is over.
        assert_eq!(town.carrier_says(), [Status::Completed], "{}", town.transcript());
        town.settle().await;
        town.ana_read(&[WELCOME, CARD, "Llamo ahora.", "Atendieron, y", "Me estoy despidiendo y corto la llamada", "Anulado. No se reservó nada."]);
        assert!(town.reads(ANA)[4].contains("[Cortar ya]"), "{}", town.transcript());
        assert!(town.agent_said().last().unwrap().contains("hasta luego"), "{}", town.transcript());
        assert!(town.diary().is_empty());
        town.is_over("cancelled", town.status().await);
    }

    async fn story_11_an_agent_that_talks_on_is_cut_off_soon(database: Database) {
        let town = Town::with(database, Manner::Silent).await;
        town.ana_wants_it().await;
        town.until(|town| !town.agent_said().is_empty()).await;
        let asked = town.town.now();
        town.ana().says("cancela");
        town.until_read("Anulado.").await;
        let ended = town.entries().into_iter().find(|it| it.kind == Kind::CallEnded).unwrap().at;
        assert!(ended.duration_since(asked) <= SignedDuration::from_secs(15), "{}", town.transcript());
        assert_eq!(town.carrier_says(), [Status::Completed], "{}", town.transcript());
        town.settle().await;
        town.is_over("cancelled", town.status().await);
    }

    async fn story_11_now_cuts_the_line_without_another_word(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana_wants_it().await;
        town.until(|town| town.count(Kind::Spoken) >= 3).await;
        town.ana().says("cancela");
        town.until_read("[Cortar ya]").await;
        let said = town.agent_said().len();
        let asked = town.town.now();
        town.taps("Cortar ya");
        town.until_read("Anulado.").await;
        let ended = town.entries().into_iter().find(|it| it.kind == Kind::CallEnded).unwrap().at;
        assert!(ended.duration_since(asked) <= SignedDuration::from_secs(3), "{}", town.transcript());
        assert_eq!(town.agent_said().len(), said, "{}", town.transcript());
        assert_eq!(town.carrier_says(), [Status::Completed]);
        town.settle().await;
        assert!(town.diary().is_empty(), "{}", town.transcript());
        town.is_over("cancelled", town.status().await);
    }

    async fn story_11_what_was_confirmed_before_is_told_as_booked(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana_wants_it().await;
        town.until(|town| !town.diary().is_empty()).await;
        town.ana().says("cancela");
        town.settle().await;
        assert_eq!(town.diary().len(), 1, "{}", town.transcript());
        let last = town.reads(ANA).pop().unwrap();
        assert!(last.contains("✅ Reservado: jueves 26 de noviembre, 12:00") && last.contains("Quedó reservado antes de que llegara el «cancelar»"), "{last}");
        assert!(last.contains("¿Llamo para cancelarlo?") && last.contains("[Cancelar el turno] [Dejarlo reservado]"), "{last}");
        town.is_over("booked", town.status().await);
        // Kept, and an hour later cancelled after all.
        town.taps("Dejarlo reservado");
        town.wait(SignedDuration::from_hours(1)).await;
        assert!(town.reads(ANA).last().unwrap().contains("Sigue reservado: jue 26 nov, 12:00"), "{}", town.transcript());
        assert_eq!((town.rings(), town.diary().len()), (1, 1), "{}", town.transcript());
        town.taps("Cancelar el turno");
        town.settle().await;
        assert_eq!((town.rings(), town.diary().len(), town.status().await), (2, 0, "called_off"), "{}", town.transcript());
        town.taps("Dejarlo reservado");
        town.settle().await;
        assert!(town.reads(ANA).last().unwrap().contains("ya está decidido"), "{}", town.transcript());
    }

    async fn story_11_whenever_it_comes_the_book_and_the_last_word_agree(database: Database) {
        for lines in 1..=7 {
            let town = Town::with(Database::like(&database).await, Manner::ReadsBack).await;
            town.ana_wants_it().await;
            town.until(|town| town.count(Kind::Spoken) >= lines).await;
            town.ana().says("cancela");
            town.wait(SignedDuration::from_hours(3)).await;
            let status = town.status().await;
            // After "is that right?" nobody can know what they have written down.
            let honest = if town.diary().is_empty() { ["cancelled", "unconfirmed"] } else { ["booked", "unconfirmed"] };
            assert!(honest.contains(&status), "{status}\n{}", town.transcript());
            assert_eq!(town.rings(), 1);
            town.is_over(status, status);
        }
    }

    async fn story_11_the_carrier_that_does_not_hang_up_is_asked_again(database: Database) {
        use sandbox::faults::{Order, RequestFault, Vendor};
        let town = Town::with(database, Manner::Silent).await;
        town.ana_wants_it().await;
        town.until(|town| town.count(Kind::Spoken) >= 1).await;
        let (vendor, operation) = (Vendor::Twilio, "calls.update".to_owned());
        town.town.sandbox.order(Order::Request { vendor, operation, fault: RequestFault::ErrorBefore, times: 2 });
        town.ana().says("cancela");
        town.until_read("[Cortar ya]").await;
        town.taps("Cortar ya");
        town.until_read("Anulado.").await;
        assert_eq!(town.carrier_says(), [Status::Completed], "{}", town.transcript());
        town.settle().await;
        town.is_over("cancelled", town.status().await);
    }

    async fn thanks_in_the_middle_of_a_call_change_nothing(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana_wants_it().await;
        town.until(|town| town.count(Kind::Answered) > 0).await;
        town.ana().says("ok gracias");
        town.settle().await;
        assert_eq!((town.rings(), town.diary().len()), (1, 1), "{}", town.transcript());
        town.is_over("booked", town.status().await);
    }
}
