//! The person's own calendar: what collides is asked about, and a calendar that fails stops nothing.

use sandbox::calendars::Lies;
use sandbox::cast::Manner;
use sandbox::timeline::Kind;

use crate::database::Database;
use crate::on_both_databases;
use crate::town::{ANA, Town};

const NAME: &str = "private-77.ics";

impl Town {
    fn calendar_is(&self, lies: Lies) {
        self.town.sandbox.world().lock().calendars.put(NAME, lies);
    }

    fn calendar_url(&self) -> String {
        format!("{}/calendars/{NAME}", self.town.sandbox.media_url())
    }

    fn calendar_was_asked(&self) -> usize {
        self.town.sandbox.world().lock().calendars.asked
    }

    async fn gives_her_calendar(&self) {
        self.ana().says(&format!("Mi calendario es {}", self.calendar_url()));
        self.settle().await;
    }
}

/// Every Thursday, by the clock of Buenos Aires.
fn padel(from: &str, to: &str) -> Lies {
    Lies::Calendar(format!(
        "BEGIN:VEVENT\nUID:1\nSUMMARY:Padel\nDTSTART;TZID=America/Argentina/Buenos_Aires:20251106T{from}\nDTEND;TZID=America/Argentina/Buenos_Aires:20251106T{to}\nRRULE:FREQ=WEEKLY\nEND:VEVENT"
    ))
}

on_both_databases! {
    async fn a_slot_that_collides_is_asked_about_and_taken_after_a_yes(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.calendar_is(padel("120000", "130000"));
        town.gives_her_calendar().await;
        assert!(town.reads(ANA).last().unwrap().contains("Guardo la dirección en secreto"), "{}", town.transcript());
        town.ana().says(&town.wish());
        town.settle().await;
        assert!(!town.reads(ANA).last().unwrap().contains("Padel"), "the rest of the afternoon is free");
        town.taps("Llamar");
        town.until_read("¿Lo tomo igual?").await;
        let asked = town.reads(ANA).pop().unwrap();
        assert!(asked.contains("choca con «Padel»"), "{asked}");
        assert_eq!(town.diary().len(), 0, "nothing is taken unasked");
        let before = town.calendar_was_asked();
        town.taps("jue 26 nov, 12:00");
        town.settle().await;
        assert_eq!(town.diary(), ["2026-11-26T12:00:00 Ana Ruiz"], "{}", town.transcript());
        assert_eq!(town.calendar_was_asked(), before, "not while somebody waits on the phone");
        town.is_over("booked", town.status().await);
    }

    async fn a_slot_that_collides_and_is_not_wanted_is_left(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.calendar_is(padel("120000", "130000"));
        town.gives_her_calendar().await;
        town.ana_wants_it().await;
        town.until_read("¿Lo tomo igual?").await;
        town.taps("No, gracias");
        town.settle().await;
        assert!(!town.diary().iter().any(|slot| slot.contains("T12:00")), "{}", town.transcript());
    }

    async fn what_lies_beside_the_slot_is_in_nobodys_way(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.calendar_is(padel("100000", "120000"));
        town.gives_her_calendar().await;
        town.ana_wants_it().await;
        town.settle().await;
        assert_eq!(town.diary(), ["2026-11-26T12:00:00 Ana Ruiz"], "{}", town.transcript());
    }

    async fn a_card_says_when_all_of_the_wished_times_are_taken(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.calendar_is(padel("080000", "230000"));
        town.gives_her_calendar().await;
        town.ana().says(&town.wish());
        town.settle().await;
        let card = town.reads(ANA).pop().unwrap();
        assert!(card.contains("[Llamar]") && card.contains("En todos esos horarios el calendario tiene «Padel»"), "{card}");
    }

    async fn a_calendar_that_fails_is_told_of_once_and_the_booking_goes_on(database: Database) {
        for (lies, told) in [
            (Lies::Status(503), "Ahora no logro llegar al calendario"),
            (Lies::Status(404), "Ahora no logro llegar al calendario"),
            (Lies::Page("<html>".to_owned()), "no es un calendario que pueda leer"),
            (Lies::Elsewhere("http://169.254.169.254/latest".to_owned()), "No miro esa dirección"),
        ] {
            let town = Town::with(Database::like(&database).await, Manner::BooksAsAsked).await;
            town.calendar_is(lies.clone());
            town.gives_her_calendar().await;
            town.ana_wants_it().await;
            town.settle().await;
            let count = town.reads(ANA).iter().filter(|message| message.contains(told)).count();
            assert_eq!(count, 1, "{lies:?}\n{}", town.transcript());
            assert_eq!(town.diary(), ["2026-11-26T12:00:00 Ana Ruiz"], "{}", town.transcript());
        }
    }

    async fn an_address_inside_is_not_looked_at(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        for inside in ["https://10.0.0.1/a.ics", "webcal://192.168.1.1/a.ics", "https://[fd00::1]/a.ics"] {
            town.ana().says(&format!("mi calendario es {inside}"));
            town.settle().await;
            assert!(town.reads(ANA).last().unwrap().contains("No miro esa dirección"), "{}", town.transcript());
        }
    }

    async fn a_calendar_is_forgotten_when_asked_to(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.calendar_is(padel("120000", "130000"));
        town.gives_her_calendar().await;
        town.ana().says("Olvidar mi calendario");
        town.settle().await;
        assert!(town.reads(ANA).last().unwrap().contains("olvidé el calendario"), "{}", town.transcript());
        let before = town.calendar_was_asked();
        town.ana_wants_it().await;
        town.settle().await;
        assert_eq!(town.calendar_was_asked(), before);
        assert_eq!(town.diary(), ["2026-11-26T12:00:00 Ana Ruiz"]);
        assert!(town.desk().await.person.calendar.is_none());
    }

    async fn the_address_is_a_secret(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.calendar_is(padel("120000", "130000"));
        town.gives_her_calendar().await;
        let desk = town.desk().await;
        assert!(desk.person.calendar.is_some() && !format!("{desk:?}").contains("private-77"));
        let export = services::export::of(&town.town.program.data, desk.person.id, town.town.now()).await.unwrap();
        assert!(!export.to_string().contains("private-77"), "{export}");
        assert!(export.to_string().contains("\"calendar\""));
        assert_eq!(town.count(Kind::Fault), 0);
        assert!(!town.reads(ANA).iter().any(|message| message.contains("private-77")));
    }
}
