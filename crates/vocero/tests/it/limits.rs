//! What keeps calls from being made, as people and operators live it: the switch, the breakers, caps, the list of
//! numbers, and the door. Each story runs on both databases.

use data::{Brake, Data};
use domain::appointment::NeverCall;
use domain::clock::{Clock, ManualClock};
use domain::phone::PhoneNumber;
use jiff::SignedDuration;
use sandbox::cast::Manner;
use sandbox::elevenlabs::conversation::Tongue;
use sandbox::faults::{Order, RequestFault, Vendor};
use sandbox::timeline::Kind;
use vocero::calls::{self, CallsCommand};

use crate::database::Database;
use crate::on_both_databases;
use crate::town::{ANA, START, Town};

/// Somebody with the same wish.
fn somebody(n: u32) -> String {
    format!("whatsapp:+549112345670{n}")
}

impl Town {
    async fn with_limits(database: Database, settings: &[(&str, &str)]) -> Self {
        Self::set_up(database, Manner::BooksAsAsked, Tongue::Es, settings).await
    }

    async fn wants_it(&self, who: &str) {
        let person = self.town.sandbox.person(who);
        person.says(&self.wish());
        self.settle().await;
        person.taps(1).unwrap_or_else(|error| panic!("{error}\n{}", self.transcript()));
    }

    /// Everything that can be done without waiting.
    async fn works(&self) {
        while self.town.step().await.expect("the database answers") {}
    }

    fn data(&self) -> &Data {
        &self.town.program.data
    }

    async fn held(&self) -> Vec<Brake> {
        self.data().brakes().await.unwrap().iter().map(|braked| braked.by).collect()
    }

    /// `vocero calls …`, beside the running program.
    async fn operator(&self, command: CallsCommand) -> (bool, String) {
        let (clock, mut lines) = (ManualClock::at(self.town.now()), Vec::new());
        let tell = &mut |line: &str| lines.push(line.to_owned());
        let going = calls::run(&command, &self.town.settings, &clock, tell).await.unwrap();
        assert_eq!(clock.now(), self.town.now());
        (going, lines.join("\n"))
    }
}

fn request(vendor: Vendor, operation: &str, fault: RequestFault, times: u32) -> Order {
    Order::Request { vendor, operation: operation.to_owned(), fault, times }
}

on_both_databases! {
    async fn a_call_waits_while_the_operator_has_paused_and_is_made_when_it_goes_on(database: Database) {
        let town = Town::with_limits(database, &[]).await;
        let pause = CallsCommand::Pause { why: Some("maintenance".to_owned()) };
        assert!(town.operator(pause).await.0);
        town.ana_wants_it().await;
        town.works().await;
        assert_eq!((town.count(Kind::Dialled), town.status().await), (0, "calling"));
        let (going, status) = town.operator(CallsCommand::Status).await;
        assert!(!going && status.contains("by the operator: maintenance"), "{status}");
        assert!(town.operator(CallsCommand::Resume).await.0);
        town.settle().await;
        assert_eq!(town.status().await, "booked", "{}", town.transcript());
        let told = town.screen().iter().filter(|bubble| bubble.contains("Las llamadas están en pausa")).count();
        assert_eq!(told, 1, "{}", town.transcript());
        let (going, status) = town.operator(CallsCommand::Status).await;
        assert!(going && status.contains("1 calls"), "{status}");
        // Not the longest call, which was reserved.
        let (_, day) = town.data().spending(town.town.now()).await.unwrap();
        assert!(day.spent < town.town.settings.caps.worst_case(), "{status}");
    }

    async fn who_waited_longer_than_the_patience_is_told(database: Database) {
        let town = Town::with_limits(database, &[("VOCERO_PAUSE_PATIENCE_SECONDS", "300")]).await;
        town.operator(CallsCommand::Pause { why: None }).await;
        town.ana_wants_it().await;
        town.settle().await;
        assert_eq!((town.count(Kind::Dialled), town.status().await), (0, "cannot_call"));
        // Welcome, the card, that it is being seen to, that it waits, and the final word.
        assert_eq!(town.screen().len(), 5, "{}", town.transcript());
        assert!(town.screen()[4].contains("las llamadas están suspendidas en este momento"), "{}", town.transcript());
    }

    async fn a_pause_longer_than_the_patience_with_a_carrier_is_no_giving_up(database: Database) {
        let town = Town::with_limits(database, &[("VOCERO_PAUSE_PATIENCE_SECONDS", "3600")]).await;
        town.operator(CallsCommand::Pause { why: None }).await;
        town.ana_wants_it().await;
        town.works().await;
        let until = town.town.now() + SignedDuration::from_mins(40);
        while let Some(next) = town.town.next_due().await.unwrap().filter(|&next| next <= until) {
            town.town.advance_to(next);
            town.works().await;
        }
        town.operator(CallsCommand::Resume).await;
        town.settle().await;
        assert_eq!(town.status().await, "booked", "{}", town.transcript());
    }

    async fn a_call_can_be_called_off_while_it_waits(database: Database) {
        let town = Town::with_limits(database, &[]).await;
        town.operator(CallsCommand::Pause { why: None }).await;
        town.ana_wants_it().await;
        town.works().await;
        town.ana().says("cancela");
        town.settle().await;
        assert_eq!((town.count(Kind::Dialled), town.status().await), (0, "cancelled"));
    }

    async fn an_account_that_fails_three_times_pauses_dialling_and_one_call_finds_it_mended(database: Database) {
        let town = Town::with_limits(database, &[]).await;
        let fault = RequestFault::Refuse { status: 401, code: 20003, message: "no".to_owned() };
        town.town.sandbox.order(request(Vendor::Twilio, "calls.create", fault, 3));
        for n in 0..3 {
            assert_eq!(town.held().await, []);
            town.wants_it(&somebody(n)).await;
            town.works().await;
        }
        assert_eq!(town.held().await, [Brake::Carrier], "{}", town.transcript());
        let (going, status) = town.operator(CallsCommand::Status).await;
        assert!(!going && status.contains("the carrier"), "{status}");
        let paused = town.data().brakes().await.unwrap()[0].since;
        town.ana_wants_it().await;
        town.settle().await;
        assert_eq!(town.status().await, "booked", "{}", town.transcript());
        assert_eq!(town.held().await, []);
        let dialled = town.entries().into_iter().find(|entry| entry.kind == Kind::Dialled).unwrap();
        assert!(dialled.at >= paused + SignedDuration::from_mins(5), "{}", town.transcript());
    }

    async fn a_voice_platform_that_fails_pauses_dialling_too(database: Database) {
        let town = Town::with_limits(database, &[]).await;
        let fault = RequestFault::ErrorBefore;
        town.town.sandbox.order(request(Vendor::Elevenlabs, "calls.register", fault, 8));
        for n in 0..2 {
            town.wants_it(&somebody(n)).await;
            town.until(|town| town.count(Kind::CallEnded) > usize::try_from(n).unwrap()).await;
        }
        assert_eq!(town.held().await, [Brake::Voice], "{}", town.transcript());
        town.ana_wants_it().await;
        town.settle().await;
        assert_eq!(town.status().await, "booked", "{}", town.transcript());
        assert_eq!(town.held().await, []);
    }

    async fn nothing_is_dialled_for_more_than_may_be_spent_and_the_person_is_told(database: Database) {
        let town = Town::with_limits(database, &[("VOCERO_SPEND_DAY_MAX", "1.00")]).await;
        town.ana_wants_it().await;
        town.settle().await;
        assert_eq!((town.count(Kind::Dialled), town.status().await), (0, "cannot_call"));
        assert!(town.screen().last().unwrap().contains("por ahora se agotó el dinero para llamadas"), "{}", town.transcript());
        assert_eq!(town.data().spending(town.town.now()).await.unwrap().1.calls, 0);
    }

    async fn what_a_call_did_not_take_is_there_for_the_next_one(database: Database) {
        // Ten minutes are reserved for a call, 1.70; both take less together.
        let settings = [("VOCERO_CALL_SECONDS_MAX", "600"), ("VOCERO_SPEND_DAY_MAX", "2.50")];
        let town = Town::with_limits(database, &settings).await;
        town.wants_it(&somebody(0)).await;
        town.settle().await;
        town.ana_wants_it().await;
        town.settle().await;
        assert_eq!(town.status().await, "booked", "{}", town.transcript());
        assert_eq!(town.count(Kind::Dialled), 2);
    }

    async fn a_number_that_wants_no_calls_is_not_rung(database: Database) {
        let town = Town::with_limits(database, &[]).await;
        let never = CallsCommand::Never { number: town.provider.number.clone() };
        assert!(town.operator(never).await.0);
        town.ana_wants_it().await;
        town.settle().await;
        assert_eq!((town.count(Kind::Dialled), town.status().await), (0, "cannot_call"));
        let number = PhoneNumber::parse(&town.provider.number, "").unwrap();
        assert!(!town.data().never_call(&number, NeverCall::Asked, None, START.parse().unwrap()).await.unwrap());
        let again = CallsCommand::Again { number: town.provider.number.clone() };
        assert_eq!(town.operator(again).await.1, "This number may be called.");
        town.ana_wants_it().await;
        town.settle().await;
        assert_eq!(town.count(Kind::Dialled), 1, "{}", town.transcript());
    }

    async fn a_stranger_costs_one_message_and_a_code_opens_the_door(database: Database) {
        let settings = [("VOCERO_ACCESS", "invite"), ("VOCERO_INVITE_CODES", "familia-2026"), ("LLM_PROVIDER", "openai")];
        let town = Town::with_limits(database, &settings).await;
        for _ in 0..5 {
            town.ana().says(&town.wish());
            town.settle().await;
        }
        assert_eq!(town.screen().len(), 1, "{}", town.transcript());
        assert!(town.desk().await.requests.is_empty());
        town.ana().says("mi código: familia-2026");
        town.settle().await;
        assert_eq!(town.screen().len(), 2, "{}", town.transcript());
        town.ana_wants_it().await;
        town.settle().await;
        assert_eq!(town.status().await, "booked", "{}", town.transcript());
    }

    async fn who_is_on_the_list_needs_no_code(database: Database) {
        let number = ANA.strip_prefix("whatsapp:").unwrap();
        let town = Town::with_limits(database, &[("VOCERO_ACCESS", "list"), ("VOCERO_PEOPLE", number)]).await;
        town.wants_it_not(&somebody(1)).await;
        town.ana_wants_it().await;
        town.settle().await;
        assert_eq!(town.status().await, "booked", "{}", town.transcript());
    }
}

impl Town {
    async fn wants_it_not(&self, who: &str) {
        let person = self.town.sandbox.person(who);
        person.says(&self.wish());
        self.settle().await;
        assert!(person.taps(1).is_err(), "no card is shown to a stranger");
    }
}
