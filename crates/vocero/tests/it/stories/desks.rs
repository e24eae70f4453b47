//! Who is there and will not have it: stories 5, 7 and 17, and "never call again".

use jiff::SignedDuration;
use sandbox::cast::Manner;
use sandbox::timeline::Kind;

use super::{BRUNO, CARD, WELCOME};
use crate::database::Database;
use crate::on_both_databases;
use crate::town::{ANA, Town};

on_both_databases! {
    async fn story_5_a_wrong_number_is_left_at_once_and_dialled_for_nobody_else(database: Database) {
        let town = Town::with(database, Manner::WrongNumber).await;
        town.ana_wants_it().await;
        town.wait(SignedDuration::from_hours(6)).await;
        town.ana_read(&[WELCOME, CARD, "Llamo ahora.", "Atendieron, y", "ese número no es el del lugar"]);
        let last = town.reads(ANA).pop().unwrap();
        assert!(last.contains("Con el número correcto, puedo intentarlo en un pedido nuevo"), "{last}");
        assert!(last.contains("El número venía en el mensaje recibido (lun 23 nov, 10:00)"), "{last}");
        let entries = town.entries();
        let told = entries.iter().find(|it| it.text.contains("Esto es una casa particular")).unwrap().at;
        let ended = entries.iter().find(|it| it.kind == Kind::CallEnded).unwrap().at;
        assert!(ended.duration_since(told) <= SignedDuration::from_secs(10), "{}", town.transcript());
        assert!(town.agent_says("Disculpe la molestia"));
        town.is_over("wrong_number", town.status().await);

        town.wishes_too(BRUNO, "Bruno Paz").await;
        town.wait(SignedDuration::from_hours(6)).await;
        assert_eq!((town.rings(), town.status_of(BRUNO).await), (1, "cannot_call"), "{}", town.transcript());
        assert_eq!(town.final_words(BRUNO), 1);
        assert!(town.reads(BRUNO).last().unwrap().contains("pidieron que no los llame"), "{}", town.transcript());
    }

    async fn story_7_what_is_secret_is_neither_told_nor_asked_for(database: Database) {
        let town = Town::with(database, Manner::AsksForCard).await;
        town.ana_wants_it().await;
        town.wait(SignedDuration::from_hours(6)).await;
        town.ana_read(&[WELCOME, CARD, "Llamo ahora.", "Atendieron, y", "solo reservan con algo que nunca doy"]);
        assert!(town.reads(ANA).last().unwrap().contains("Para llamar directamente: +54 11 4321-1218"), "{}", town.transcript());
        assert!(town.agent_says("no puedo dar datos de tarjetas ni códigos. ¿Se puede reservar sin eso?"), "{}", town.transcript());
        assert_eq!((town.rings(), town.diary().len()), (1, 0));
        town.is_over("wants_secret", town.status().await);
    }

    async fn story_7_a_card_number_in_the_chat_goes_nowhere(database: Database) {
        let town = Town::with(database, Manner::Insurance).await;
        town.ana_wants_it().await;
        town.until_read("Están en línea y preguntan").await;
        town.ana().says("4111 1111 1111 1111, código 123");
        town.settle().await;
        assert!(town.reads(ANA).iter().any(|it| it.contains("No transmito números de tarjeta")), "{}", town.transcript());
        assert!(!town.agent_said().iter().any(|it| it.contains("1111")), "{}", town.transcript());
    }

    async fn story_17_who_asks_whether_it_is_a_robot_hears_the_truth(database: Database) {
        let town = Town::with(database, Manner::AsksIfRobot).await;
        town.ana_wants_it().await;
        town.settle().await;
        let talk = town.talks().remove(0);
        let asked = talk.iter().position(|it| it.text.contains("¿estoy hablando con un robot?")).unwrap();
        assert_eq!(talk[asked + 1].text, "Sí, soy un asistente automático, llamo de parte de Ana Ruiz.");
        assert_eq!(town.diary().len(), 1);
        town.is_over("booked", town.status().await);
    }

    async fn story_17_who_refuses_machines_is_thanked_and_the_person_gets_the_number(database: Database) {
        let town = Town::with(database, Manner::RefusesRobots).await;
        town.ana_wants_it().await;
        town.wait(SignedDuration::from_hours(6)).await;
        let last = town.reads(ANA).pop().unwrap();
        assert!(last.contains("no arreglan nada con un asistente automático") && last.contains("Para llamar directamente: +34 915 55 01 17"), "{last}");
        assert!(last.contains("«Disculpe, no atendemos a máquinas."), "{last}");
        assert_eq!((town.rings(), town.agent_said().len()), (1, 2), "{}", town.transcript());
        town.is_over("refuses_machines", town.status().await);
    }

    async fn story_15_who_speaks_none_of_our_languages_is_left_politely(database: Database) {
        let town = Town::with(database, Manner::ForeignLanguage).await;
        town.ana_wants_it().await;
        town.wait(SignedDuration::from_hours(6)).await;
        assert!(town.agent_says("Lo siento, no hablo ese idioma. Gracias y hasta luego."), "{}", town.transcript());
        let last = town.reads(ANA).pop().unwrap();
        assert!(last.contains("no hablan ninguno de los idiomas que tengo") && last.contains("«Ich spreche leider nur Deutsch."), "{last}");
        assert!(last.contains("Para llamar directamente"), "{last}");
        assert_eq!((town.rings(), town.agent_said().len()), (1, 2), "{}", town.transcript());
        town.is_over("no_common_language", town.status().await);
    }

    async fn whoever_wants_no_calls_gets_none_for_anybody(database: Database) {
        let town = Town::with(database, Manner::NeverAgain).await;
        town.ana_wants_it().await;
        town.wait(SignedDuration::from_hours(6)).await;
        assert!(town.reads(ANA).last().unwrap().contains("A ese número no vuelvo a llamar, para nadie"), "{}", town.transcript());
        town.is_over("never_call_again", town.status().await);

        town.wishes_too(BRUNO, "Bruno Paz").await;
        town.wait(SignedDuration::from_hours(6)).await;
        assert_eq!((town.rings(), town.status_of(BRUNO).await), (1, "cannot_call"), "{}", town.transcript());
        // A month later, too.
        town.wait(SignedDuration::from_hours(30 * 24)).await;
        town.ana().says(&town.wish().replace("el jueves", "el lunes"));
        town.settle().await;
        town.taps("Llamar");
        town.wait(SignedDuration::from_hours(24)).await;
        assert_eq!((town.rings(), town.status().await), (1, "cannot_call"), "{}", town.transcript());
    }
}
