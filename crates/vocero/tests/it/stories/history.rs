//! Afterwards: what was booked, what was said, what was said about the person, and all that is kept.

use jiff::SignedDuration;
use sandbox::cast::Manner;

use crate::database::Database;
use crate::on_both_databases;
use crate::town::{ANA, Town};

impl Town {
    async fn writes(&self, text: &str) -> Vec<String> {
        let before = self.reads(ANA).len();
        self.ana().says(text);
        self.settle().await;
        self.reads(ANA).split_off(before)
    }

    fn letters(&self, address: &str) -> usize {
        self.town.sandbox.world().lock().resend.mailbox(address).len()
    }

    /// Wishes for appointments that are never called, so that the first one is no longer on the desk.
    async fn has_other_wishes(&self, count: usize) {
        for n in 0..count {
            let number = &self.provider.number;
            self.writes(&format!("Quiero turno con el dentista el viernes a las 1{n}:00 en Clínica Sur {n}, {number}. Sin seguro, primera visita.")).await;
            self.writes("cancelar").await;
        }
    }
}

on_both_databases! {
    async fn the_history_reaches_further_back_than_the_desk(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana_wants_it().await;
        town.settle().await;
        town.has_other_wishes(5).await;
        assert!(town.desk().await.requests.len() < 6, "not all of them lie on the desk");
        let told = town.writes("¿Qué reservé?").await;
        assert_eq!(told.len(), 1, "{}", town.transcript());
        let (upcoming, before) = told[0].split_once("Anteriores:").expect("both are told");
        assert!(upcoming.contains("Próximos:") && upcoming.contains("jueves 26 de noviembre de 2026, 12:00"), "{upcoming}");
        assert_eq!(before.matches("Anulado").count(), 5, "{before}");
        // In Madrid it is another hour; that is told as well, a week later among what was.
        town.wait(SignedDuration::from_hours(24 * 7)).await;
        let told = town.writes("historial").await;
        assert!(told[0].contains("Anteriores:") && !told[0].contains("Próximos:"), "{}", told[0]);
    }

    async fn the_transcript_of_an_old_request_is_found_by_its_name_and_by_its_button(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana_wants_it().await;
        town.settle().await;
        town.has_other_wishes(5).await;
        let name = town.provider.name.clone();
        let told = town.writes(&format!("mandame la transcripción de {name}")).await;
        assert!(told.iter().any(|message| message.contains("Asistente:")), "{}", town.transcript());
        town.taps("Transcripción");
        town.settle().await;
        assert!(town.reads(ANA).last().unwrap().contains("Asistente:"), "{}", town.transcript());
        let told = town.writes("la transcripción de Clínica Sur 3").await;
        assert!(told[0].contains("No hay transcripción"), "{told:?}");
    }

    async fn a_transcript_goes_by_mail_once_for_each_time_it_is_asked_for(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana_wants_it().await;
        town.settle().await;
        let told = town.writes("mandame la transcripción por correo").await;
        assert!(told[0].contains("correo"), "{told:?}");
        town.writes("ana@example.net").await;
        assert_eq!(town.letters("ana@example.net"), 1, "{}", town.transcript());
        town.writes("mandame la transcripción por correo").await;
        assert_eq!(town.letters("ana@example.net"), 2);
        let told = town.writes("mandala a ana@example.com").await;
        assert!(told.iter().any(|message| message.contains("ana@example.com")), "{told:?}");
        assert_eq!((town.letters("ana@example.com"), town.letters("ana@example.net")), (1, 2));
        let world = town.town.sandbox.world().lock();
        let letter = &world.resend.mailbox("ana@example.com")[0].letter;
        assert!(letter.text.as_deref().is_some_and(|text| text.contains("Asistente:")));
    }

    async fn what_was_said_about_somebody_is_told_call_by_call(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        let told = town.writes("¿qué dijiste de mí?").await;
        assert!(told.last().unwrap().contains("no se dijo ningún dato"), "{told:?}");
        town.ana_wants_it().await;
        town.settle().await;
        let told = town.writes("¿qué dijiste de mí?").await;
        assert!(told[0].contains("el nombre") && told[0].contains("lun 23 nov"), "{told:?}");
    }

    async fn all_that_is_kept_comes_as_a_file_by_mail(database: Database) {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana_wants_it().await;
        town.settle().await;
        let told = town.writes("mandame mis datos").await;
        assert!(told[0].contains("¿A qué dirección de correo"), "{told:?}");
        town.writes("ana@example.net").await;
        let file = {
            let world = town.town.sandbox.world().lock();
            let mails = world.resend.mailbox("ana@example.net");
            assert_eq!(mails.len(), 1);
            mails[0].letter.attachments[0].content.clone()
        };
        let export: serde_json::Value = serde_json::from_slice(&file).expect("it is JSON");
        let kept = export["about"]["kept"].to_string();
        for told in ["Ana Ruiz", "corte de pelo", ANA, "¿en qué puedo ayudarle?", town.provider.number.as_str()] {
            assert!(kept.contains(told), "{told}");
        }
    }
}
