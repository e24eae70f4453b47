//! Moving by phone what was booked: one appointment stands at every moment, in our book and in the provider's.

use jiff::SignedDuration;
use sandbox::cast::Manner;
use sandbox::faults::{DeliveryFault, Order, Webhook};

use crate::database::Database;
use crate::on_both_databases;
use crate::town::{ANA, Town};

impl Town {
    /// Thursday at noon is booked, and mail goes to Ana.
    pub async fn with_a_booking(database: Database) -> Self {
        let town = Self::with(database, Manner::BooksAsAsked).await;
        town.ana().says("ana@example.net");
        town.settle().await;
        town.ana_wants_it().await;
        town.settle().await;
        assert_eq!(town.diary(), ["2026-11-26T12:00:00 Ana Ruiz"], "{}", town.transcript());
        town
    }

    pub fn provider_is(&self, manner: Manner) {
        assert!(self.town.sandbox.world().lock().cast.behave(&self.provider.number, manner));
    }

    pub async fn ana_moves_it(&self) {
        self.ana().says("Pasá el turno al viernes por la mañana");
        self.settle().await;
        self.taps("Llamar");
        self.settle().await;
    }

    /// What stands by our own book.
    pub async fn standing(&self) -> Vec<String> {
        let now = self.town.now();
        let requests = self.desk().await.requests;
        let booked = requests.iter().filter_map(|request| request.appointment.as_ref());
        booked.filter(|it| it.stands(now)).map(|it| it.slot.0.to_string()).collect()
    }

    pub fn last_read(&self) -> String {
        self.reads(ANA).pop().unwrap_or_default()
    }

    /// The calendar files that Ana was mailed.
    pub fn calendar_files(&self) -> Vec<String> {
        let world = self.town.sandbox.world().lock();
        let mails = world.resend.mailbox("ana@example.net");
        let files = mails.iter().flat_map(|mail| &mail.letter.attachments);
        let files = files.filter(|file| file.filename.ends_with(".ics"));
        files.map(|file| String::from_utf8_lossy(&file.content).into_owned()).collect()
    }
}

const THURSDAY: &str = "2026-11-26T15:00:00Z";
const FRIDAY: &str = "2026-11-27T12:00:00Z";

fn line<'a>(file: &'a str, name: &str) -> &'a str {
    file.lines().find(|line| line.starts_with(name)).unwrap_or_default()
}

on_both_databases! {
    async fn by_words_the_new_time_takes_the_place_of_the_old_one(database: Database) {
        let town = Town::with_a_booking(database).await;
        town.ana().says("Pasá el turno al viernes por la mañana");
        town.settle().await;
        assert!(town.last_read().contains("Sigue en pie hasta que confirmen otro horario"), "{}", town.transcript());
        assert_eq!(town.rings(), 1, "nobody is called before the card is confirmed");
        town.taps("Llamar");
        town.settle().await;
        assert!(town.agent_says("para cambiar de horario el turno de corte de pelo, que es el jueves 26 a las 12:00"), "{}", town.transcript());
        assert_eq!(town.diary(), ["2026-11-27T09:00:00 Ana Ruiz"], "{}", town.transcript());
        assert_eq!(town.standing().await, [FRIDAY]);
        assert!(town.last_read().contains("✅ Cambiado: viernes 27 de noviembre, 09:00, en lugar de jueves 26 de noviembre, 12:00"), "{}", town.transcript());
        let files = town.calendar_files();
        assert_eq!(files.len(), 2, "{}", town.transcript());
        assert_eq!(line(&files[0], "UID"), line(&files[1], "UID"));
        assert_eq!((line(&files[0], "SEQUENCE"), line(&files[1], "SEQUENCE")), ("SEQUENCE:0", "SEQUENCE:1"));
        assert_eq!(line(&files[1], "DTSTART"), "DTSTART:20261127T120000Z");
        town.calls_were_decent();
    }

    async fn by_button_it_is_asked_when_and_then_called_off_from_the_calendar_too(database: Database) {
        let town = Town::with_a_booking(database).await;
        town.taps("Cambiar el turno");
        town.settle().await;
        town.ana().says("el viernes a las 10");
        town.settle().await;
        town.taps("Llamar");
        town.settle().await;
        assert_eq!(town.diary(), ["2026-11-27T10:00:00 Ana Ruiz"], "{}", town.transcript());
        town.taps("Cancelar el turno");
        town.settle().await;
        assert_eq!((town.diary().len(), town.standing().await.len()), (0, 0), "{}", town.transcript());
        let files = town.calendar_files();
        let last = files.last().expect("a calendar is told");
        assert_eq!(line(last, "UID"), line(&files[0], "UID"));
        assert_eq!((line(last, "METHOD"), line(last, "STATUS"), line(last, "SEQUENCE")), ("METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:2"));
    }

    async fn nothing_free_and_nobody_there_leave_the_old_one(database: Database) {
        for (manner, told) in [(Manner::FullyBooked, "no tenían otro horario"), (Manner::NoAnswer, "no pude hablar con nadie"), (Manner::RefusesRobots, "no pude arreglarlo con ellos")] {
            let town = Town::with_a_booking(Database::like(&database).await).await;
            town.provider_is(manner);
            town.ana_moves_it().await;
            town.wait(SignedDuration::from_hours(8)).await;
            assert_eq!(town.diary(), ["2026-11-26T12:00:00 Ana Ruiz"], "{}", town.transcript());
            assert_eq!(town.standing().await, [THURSDAY], "{}", town.transcript());
            let result = town.last_read();
            assert!(result.contains(told) && result.contains("Sigue en pie jueves 26 de noviembre, 12:00"), "{result}");
        }
    }

    async fn who_does_not_find_it_changes_nothing(database: Database) {
        let town = Town::with_a_booking(database).await;
        let noon = "2026-11-26T12:00".parse().unwrap();
        assert!(town.town.sandbox.world().lock().cast.diary_mut(&town.provider.number).unwrap().strike(noon));
        town.ana_moves_it().await;
        assert!(town.last_read().contains("No lo encuentran en su agenda: jueves 26 de noviembre, 12:00"), "{}", town.transcript());
        assert!(town.diary().is_empty() && town.rings() == 2, "nothing is booked anew unasked");
        assert_eq!(town.status().await, "not_in_their_book");
    }

    async fn a_slot_that_is_taken_away_meanwhile_is_not_called_moved(database: Database) {
        let town = Town::with_a_booking(database).await;
        town.provider_is(Manner::SlotGone);
        town.ana_moves_it().await;
        assert_eq!(town.diary(), ["2026-11-27T09:30:00 Ana Ruiz"], "{}", town.transcript());
        assert_eq!(town.standing().await, ["2026-11-27T12:30:00Z"]);
        assert!(town.last_read().contains("✅ Cambiado: viernes 27 de noviembre, 09:30"), "{}", town.transcript());
    }

    async fn webhooks_that_come_twice_late_or_never_move_it_once(database: Database) {
        let faults = [
            (Webhook::TwilioCallStatus, DeliveryFault::Double),
            (Webhook::ElevenlabsTool, DeliveryFault::Double),
            (Webhook::ElevenlabsPostCall, DeliveryFault::Delay { seconds: 120 }),
            (Webhook::ElevenlabsPostCall, DeliveryFault::Lose),
            (Webhook::TwilioCallStatus, DeliveryFault::Lose),
        ];
        for (webhook, fault) in faults {
            let town = Town::with_a_booking(Database::like(&database).await).await;
            town.town.sandbox.order(Order::Delivery { webhook, fault, times: 1000 });
            town.ana_moves_it().await;
            town.wait(SignedDuration::from_hours(1)).await;
            assert_eq!(town.diary(), ["2026-11-27T09:00:00 Ana Ruiz"], "{}", town.transcript());
            assert_eq!((town.standing().await, town.rings()), (vec![FRIDAY.to_owned()], 2), "{webhook:?} {fault:?}\n{}", town.transcript());
            let told = town.reads(ANA).iter().filter(|it| it.contains("✅ Cambiado")).count();
            assert_eq!(told, 1, "{}", town.transcript());
        }
    }

    async fn two_taps_are_one_call_and_a_cancel_in_time_changes_nothing(database: Database) {
        let town = Town::with_a_booking(database).await;
        town.taps("Cambiar el turno");
        town.taps("Cambiar el turno");
        town.settle().await;
        town.ana().says("el viernes por la mañana");
        town.settle().await;
        town.taps("Llamar");
        town.taps("Llamar");
        town.until(|town| town.rings() == 2).await;
        town.ana().says("cancelar");
        town.settle().await;
        assert_eq!(town.rings(), 2, "{}", town.transcript());
        assert_eq!(town.standing().await.len(), 1, "{}", town.transcript());
        assert_eq!(town.diary().len(), 1, "{}", town.transcript());
    }

    async fn who_cannot_come_cancels_at_the_last_moment(database: Database) {
        let town = Town::with_a_booking(database).await;
        town.wait(SignedDuration::from_mins(73 * 60 + 20)).await;
        town.ana().says("no puedo ir");
        town.settle().await;
        assert!(town.last_read().contains("[Cambiar el turno] [Cancelar el turno] [Dejarlo reservado]"), "{}", town.transcript());
        town.taps("Cancelar el turno");
        town.settle().await;
        assert!(town.diary().is_empty() && town.standing().await.is_empty(), "{}", town.transcript());
        town.wait(SignedDuration::from_hours(2)).await;
        town.ana().says("no puedo ir");
        town.settle().await;
        assert_eq!(town.rings(), 2, "{}", town.transcript());
    }

    async fn who_cannot_come_and_says_so_too_late_hears_that(database: Database) {
        let town = Town::with_a_booking(database).await;
        town.wait(SignedDuration::from_hours(75)).await;
        town.ana().says("no puedo ir");
        town.settle().await;
        assert!(town.last_read().contains("así que ya no puedo cambiarlo ni cancelarlo"), "{}", town.transcript());
        assert_eq!(town.rings(), 1);
    }
}
