//! What no webhook told is found in the vendors' lists, once, whoever looks and however often.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use data::Address;
use domain::clock::ManualClock;
use domain::phone::PhoneNumber;
use jiff::SignedDuration;
use sandbox::cast::Manner;
use sandbox::elevenlabs::conversation::Tongue;
use sandbox::faults::{DeliveryFault, Order, RequestFault, Vendor, Webhook};
use sandbox::person::voice_note;
use sandbox::timeline::Kind;
use secrecy::ExposeSecret;
use services::sweep::Swept;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use vocero::program::{Program, twilio_client};

use crate::database::Database;
use crate::on_both_databases;
use crate::town::{ANA, START, Town};

/// After which nothing is on its way any more.
const SETTLED: SignedDuration = SignedDuration::from_secs(61);

fn lost(webhook: Webhook) -> Order {
    Order::Delivery { webhook, fault: DeliveryFault::Lose, times: 1000 }
}

fn refused(vendor: Vendor, operation: &str, fault: RequestFault, times: u32) -> Order {
    Order::Request { vendor, operation: operation.to_owned(), fault, times }
}

fn found(messages: usize, calls: usize, transcripts: usize) -> Swept {
    Swept { messages: Some(messages), calls: Some(calls), transcripts: Some(transcripts) }
}

impl Town {
    /// A minute later, one sweep, and all that comes of it.
    async fn sweeps(&self) -> Swept {
        self.town.advance_to(self.town.now() + SETTLED);
        let swept = self.town.program.services.sweep.once().await;
        self.settle().await;
        swept
    }

    /// Asks with every list in disorder; nothing may come of it.
    async fn sweeps_in_vain(&self, fault: RequestFault) {
        for (vendor, list) in [
            (Vendor::Twilio, "messages.list"),
            (Vendor::Twilio, "calls.list"),
            (Vendor::Elevenlabs, "conversations.list"),
        ] {
            self.town.sandbox.order(refused(vendor, list, fault.clone(), 1));
        }
        self.town.advance_to(self.town.now() + SETTLED);
        assert_eq!(self.town.program.services.sweep.once().await, Swept::default(), "{fault:?}");
    }
}

on_both_databases! {
    async fn a_wish_and_a_tap_that_no_webhook_brought_become_one_booking(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.town.sandbox.order(lost(Webhook::TwilioInbound));
        town.ana().says(&town.wish());
        town.settle().await;
        assert_eq!(town.screen(), Vec::<String>::new(), "nobody knows of it");
        assert_eq!(town.sweeps().await, found(1, 0, 0));
        assert_eq!(town.status().await, "confirming", "{}", town.transcript());
        town.ana().taps("Llamar").expect("the card has buttons");
        town.settle().await;
        assert_eq!(town.rings(), 0);
        assert_eq!(town.sweeps().await, found(1, 0, 0));
        assert_eq!(town.status().await, "booked", "{}", town.transcript());
        let read = town.screen();
        assert_eq!(town.sweeps().await, found(0, 0, 0));
        assert_eq!((town.rings(), town.in_the_diary(), town.screen()), (1, 1, read));
    }

    async fn what_a_sweep_has_found_may_still_come_by_webhook(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        let late = DeliveryFault::Delay { seconds: 300 };
        town.town.sandbox.order(Order::Delivery { webhook: Webhook::TwilioInbound, fault: late, times: 1 });
        town.ana().says(&town.wish());
        assert_eq!(town.sweeps().await, found(1, 0, 0));
        let cards = town.screen().iter().filter(|said| said.contains(&town.provider.name)).count();
        town.wait(SignedDuration::from_mins(10)).await;
        assert_eq!(town.screen().iter().filter(|said| said.contains(&town.provider.name)).count(), cards, "{}", town.transcript());
    }

    async fn two_processes_that_sweep_at_once_find_a_message_once(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.town.sandbox.order(lost(Webhook::TwilioInbound));
        town.ana().says(&town.wish());
        town.town.advance_to(town.town.now() + SETTLED);
        let sweep = &town.town.program.services.sweep;
        tokio::join!(sweep.once(), sweep.once(), sweep.once());
        town.settle().await;
        let cards = town.screen().iter().filter(|said| said.contains(&town.provider.name)).count();
        assert_eq!((cards, town.desk().await.requests.len()), (1, 1), "{}", town.transcript());
    }

    async fn a_message_on_its_way_is_left_to_its_webhook_which_says_more(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.town.sandbox.order(lost(Webhook::TwilioInbound));
        town.ana().says(&town.wish());
        assert_eq!(town.town.program.services.sweep.once().await, found(0, 0, 0));
        assert_eq!(town.sweeps().await, found(1, 0, 0));
    }

    async fn voice_notes_and_contact_cards_are_found_with_their_files(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.town.sandbox.order(lost(Webhook::TwilioInbound));
        let heard = town.wish();
        town.ana().speaks(&voice_note(&heard), &heard);
        assert_eq!(town.sweeps().await, found(1, 0, 0));
        assert_eq!(town.status().await, "confirming", "{}", town.transcript());

        let bob = town.town.sandbox.person("whatsapp:+34600000001");
        let number = &town.provider.number;
        bob.sends_contact(&format!("BEGIN:VCARD\nVERSION:3.0\nFN:Marta\nTEL:{number}\nEND:VCARD\n"));
        assert_eq!(town.sweeps().await, found(1, 0, 0));
        let read = bob.screen().iter().filter(|bubble| !bubble.is_mine).map(|bubble| bubble.shown.body.clone()).collect::<Vec<_>>();
        assert!(!read.is_empty() && !read.iter().any(|said| said.contains("No pude abrir")), "{read:?}");
    }

    async fn a_message_whose_file_is_gone_keeps_nobody_waiting(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.town.sandbox.order(lost(Webhook::TwilioInbound));
        let gone = RequestFault::Refuse { status: 404, code: 20404, message: "gone".to_owned() };
        town.town.sandbox.order(refused(Vendor::Twilio, "media.list", gone, 1));
        town.town.sandbox.person("whatsapp:+34600000001").speaks(&voice_note("x"), "x");
        town.ana().says(&town.wish());
        assert_eq!(town.sweeps().await, found(2, 0, 0));
        assert_eq!(town.status().await, "confirming", "{}", town.transcript());
    }

    async fn half_thoughts_of_a_time_when_we_were_down_are_read_in_their_order(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.town.sandbox.connect("http://127.0.0.1:9");
        let (name, number) = (town.provider.name.clone(), town.provider.number.clone());
        town.ana().says("Hola, quiero un corte de pelo");
        town.ana().says("el jueves");
        town.ana().says(&format!("por la tarde en {name}, {number}. Me llamo Ana Ruiz."));
        town.settle().await;
        town.town.sandbox.connect(&town.town.url());
        assert_eq!(town.sweeps().await, found(3, 0, 0));
        assert_eq!(town.status().await, "confirming", "{}", town.transcript());
        let request = town.request().await;
        let windows: Vec<_> = request.wish.windows.iter().map(|window| window.from.to_string()).collect();
        assert_eq!(windows, ["2026-11-26T15:00:00Z"], "{}", town.transcript());
    }

    async fn an_end_that_no_callback_told_is_found_in_the_list(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.town.sandbox.order(lost(Webhook::TwilioCallStatus));
        town.town.sandbox.order(lost(Webhook::ElevenlabsPostCall));
        let silent = RequestFault::ErrorBefore;
        town.town.sandbox.order(refused(Vendor::Twilio, "calls.fetch", silent, 1000));
        town.ana_wants_it().await;
        town.until(|town| town.count(Kind::CallEnded) > 0).await;
        assert_eq!(town.status().await, "calling");
        assert_eq!(town.sweeps().await, found(0, 1, 0));
        assert_eq!(town.status().await, "booked", "{}", town.transcript());
        assert_eq!((town.rings(), town.in_the_diary()), (1, 1));
        assert_eq!(town.sweeps().await, found(0, 0, 0));
    }

    async fn a_transcript_that_was_given_up_is_found_and_corrects_what_was_said(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.town.sandbox.order(lost(Webhook::ElevenlabsPostCall));
        let refusal = RequestFault::Refuse { status: 422, code: 0, message: "no".to_owned() };
        town.town.sandbox.order(refused(Vendor::Elevenlabs, "conversations.get", refusal, 1));
        town.ana_wants_it().await;
        town.settle().await;
        assert_eq!(town.status().await, "unconfirmed", "{}", town.transcript());
        assert_eq!(town.sweeps().await, found(0, 0, 1));
        assert_eq!(town.status().await, "booked", "{}", town.transcript());
        let read = town.screen();
        assert_eq!(town.sweeps().await, found(0, 0, 0));
        assert_eq!((town.rings(), town.in_the_diary(), town.screen()), (1, 1, read));
    }

    async fn a_transcript_that_was_forgotten_is_not_brought_back(database: Database) {
        let forgets = [("VOCERO_RETENTION_DAYS", "1")];
        let town = Town::set_up(database, Manner::BooksAsAsked, Tongue::Es, &forgets).await;
        town.ana_wants_it().await;
        town.settle().await;
        let call = town.request().await.calls[0].call;
        town.wait(SignedDuration::from_hours(30)).await;
        town.town.program.services.retention.once().await.unwrap();
        for _ in 0..2 {
            assert_eq!(town.sweeps().await, found(0, 0, 0));
            assert!(town.town.program.data.transcript(call).await.unwrap().is_none());
        }
    }

    async fn with_every_webhook_lost_and_a_sweep_every_five_minutes_all_is_answered_once(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        for webhook in [Webhook::TwilioInbound, Webhook::TwilioMessageStatus, Webhook::TwilioCallStatus, Webhook::TwilioAmd, Webhook::ElevenlabsPostCall, Webhook::Resend] {
            town.town.sandbox.order(lost(webhook));
        }
        town.ana().says(&town.wish());
        for _ in 0..12 {
            town.wait(SignedDuration::from_mins(5)).await;
            town.town.program.services.sweep.once().await;
            town.settle().await;
            if town.request().await.status() == "confirming" {
                town.ana().taps("Llamar").expect("the card has buttons");
            }
        }
        assert_eq!(town.status().await, "booked", "{}", town.transcript());
        assert_eq!((town.rings(), town.in_the_diary()), (1, 1));
    }

    async fn a_list_that_cannot_be_had_is_read_the_next_time(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.town.sandbox.order(lost(Webhook::TwilioInbound));
        town.ana().says(&town.wish());
        for fault in [
            RequestFault::ErrorBefore,
            RequestFault::TooMany,
            RequestFault::RequestLost,
            RequestFault::Refuse { status: 401, code: 20003, message: "Authenticate".to_owned() },
        ] {
            town.sweeps_in_vain(fault).await;
        }
        assert_eq!(town.sweeps().await, found(1, 0, 0));
        assert_eq!(town.status().await, "confirming", "{}", town.transcript());
    }

    async fn a_call_whose_answer_was_lost_is_adopted_by_the_attempt_that_placed_it(database: Database) {
        let town = Town::with(database, Manner::NoAnswer).await;
        town.town.sandbox.order(lost(Webhook::TwilioCallStatus));
        town.town.sandbox.order(refused(Vendor::Twilio, "calls.create", RequestFault::AnswerLost, 1));
        town.ana_wants_it().await;
        town.until(|town| town.count(Kind::Ringing) > 0).await;
        town.town.advance_to(town.town.now() + SETTLED);
        while town.town.sandbox.step().await {}
        assert_eq!(town.town.program.services.sweep.once().await, found(0, 1, 0), "{}", town.transcript());
        town.settle().await;
        assert_eq!(town.count(Kind::Dialled), 1, "{}", town.transcript());
        assert_eq!(town.status().await, "waiting", "it will be tried again");
    }

    async fn a_call_that_nobody_here_wants_is_ended_and_one_that_is_over_is_let_be(database: Database) {
        let town = Town::with(database, Manner::NoAnswer).await;
        let client = twilio_client(&town.town.settings).unwrap();
        let sid = town.place(&client).await;
        town.until(|town| town.count(Kind::Ringing) > 0).await;
        town.town.advance_to(town.town.now() + SETTLED);
        assert_eq!(town.town.program.services.sweep.once().await, found(0, 0, 0));
        let status = client.call(&sid).await.unwrap().status;
        assert!(status.is_over(), "{status:?}\n{}", town.transcript());
        assert_eq!(town.sweeps().await, found(0, 0, 0));
        assert_eq!(town.count(Kind::Dialled), 1);
    }

    async fn what_came_while_the_program_was_down_is_known_at_its_start(database: Database) {
        let town = Town::set_up(database, Manner::BooksAsAsked, Tongue::Es, &[]).await;
        town.town.sandbox.connect("http://127.0.0.1:9");
        town.ana().says(&town.wish());
        town.settle().await;
        town.town.advance_to(town.town.now() + SETTLED);
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await.unwrap();
        let clock = Arc::new(ManualClock::at(town.town.now()));
        let settings = vocero::config::Settings {
            // SQLite is for one process alone.
            database_url: if town.town.program.data.is_sqlite() {
                format!("{}.second", town.town.settings.database_url.expose_secret()).into()
            } else {
                town.town.settings.database_url.clone()
            },
            ..town.town.settings.clone()
        };
        let program = Program::start(&settings, clock, listener, |_| Router::new(), true).await.unwrap();
        let known = async {
            let ana = Address::new(ANA).unwrap();
            while program.data.person_of(&ana).await.unwrap().is_none() {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), known).await.expect("her message is found");
        program.stop().await;
    }

    async fn a_cancel_of_a_time_when_we_were_down_is_found_before_anything_is_dialled(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        let Program { data, services, .. } = &town.town.program;
        data.stop_dialling(None, town.town.now()).await.unwrap();
        town.ana_wants_it().await;
        for _ in 0..10 {
            town.town.advance_to(town.town.now() + SignedDuration::from_secs(1));
            while town.town.step().await.unwrap() {}
        }
        assert_eq!(town.status().await, "calling", "{}", town.transcript());
        town.town.sandbox.connect("http://127.0.0.1:9");
        town.ana().says("cancelar");
        town.town.advance_to(town.town.now() + SETTLED);
        town.town.sandbox.connect(&town.town.url());
        data.resume_dialling().await.unwrap();
        // The list takes its time: whoever begins to work beside it would have dialled.
        town.town.sandbox.order(refused(Vendor::Twilio, "messages.list", RequestFault::Slow { millis: 400 }, 1));
        let stop = CancellationToken::new();
        let cancelled = async {
            while town.status().await != "cancelled" {
                tokio::task::yield_now().await;
            }
            stop.cancel();
        };
        let both = async { tokio::join!(services.work(stop.clone()), cancelled) };
        Box::pin(tokio::time::timeout(Duration::from_secs(30), both)).await.expect("the cancel is found");
        let number = PhoneNumber::parse(&town.provider.number, "AR").unwrap();
        let from = PhoneNumber::parse(&town.town.settings.twilio.voice_from, "US").unwrap();
        let client = twilio_client(&town.town.settings).unwrap();
        let placed = client.calls_between(&number, &from, START.parse().unwrap()).await.unwrap().items;
        assert!(placed.is_empty(), "{placed:?}");
    }
}
