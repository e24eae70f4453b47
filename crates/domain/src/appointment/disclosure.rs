//! What the agent says word for word, written by code: who calls, for whom, and why.
//!
//! It is short, for people hang up on long openings, and true, for the law and decency ask for it: EU AI Act article
//! 50(1), California AB 2905.

use jiff::civil::DateTime;

use crate::language::Language;

use super::{Direction, Purpose};

/// The first sentence of a call. `slot` is by the provider's clock: the one that a [`Purpose::Confirm`] asks about.
#[must_use]
pub fn first_sentence(
    language: Language,
    name: &str,
    service: &str,
    purpose: Purpose,
    direction: Direction,
    slot: Option<DateTime>,
) -> String {
    match (purpose, direction, slot) {
        (_, Direction::Inbound, _) => match language {
            Language::En => format!(
                "Hello, thank you for calling back. I am an automated assistant, and I called on behalf of {name}, to make an appointment: {service}."
            ),
            Language::Es => format!(
                "Hola, gracias por llamar. Soy un asistente automático y llamé de parte de {name} para pedir turno: {service}."
            ),
            Language::Pt => format!(
                "Olá, obrigado por retornar. Sou um assistente automático e liguei em nome de {name} para marcar um horário: {service}."
            ),
        },
        (Purpose::Cancel, _, Some(slot)) => {
            let slot = aloud(language, slot);
            match language {
                Language::En => format!(
                    "Hello, I am an automated assistant calling on behalf of {name}, to cancel the appointment for {service}: {slot}."
                ),
                Language::Es => format!(
                    "Hola, soy un asistente automático y llamo de parte de {name} para cancelar el turno de {service}: {slot}."
                ),
                Language::Pt => format!(
                    "Olá, sou um assistente automático e estou ligando em nome de {name} para cancelar o horário de {service}: {slot}."
                ),
            }
        }
        (Purpose::Confirm, _, Some(slot)) => {
            let slot = aloud(language, slot);
            match language {
                Language::En => format!(
                    "Hello, I am an automated assistant calling on behalf of {name}. We were cut off: is {slot} booked for {service}?"
                ),
                Language::Es => format!(
                    "Hola, soy un asistente automático y llamo de parte de {name}. Se cortó la llamada: ¿quedó reservado {slot} para {service}?"
                ),
                Language::Pt => format!(
                    "Olá, sou um assistente automático e estou ligando em nome de {name}. A ligação caiu: ficou marcado {slot} para {service}?"
                ),
            }
        }
        _ => match language {
            Language::En => format!(
                "Hello, I am an automated assistant calling on behalf of {name}, to make an appointment: {service}."
            ),
            Language::Es => format!(
                "Hola, soy un asistente automático y llamo de parte de {name} para pedir turno: {service}."
            ),
            Language::Pt => format!(
                "Olá, sou um assistente automático e estou ligando em nome de {name} para marcar um horário: {service}."
            ),
        },
    }
}

/// What is left on a voicemail: some twelve seconds, and a number to call back, which is the one that calls.
#[must_use]
pub fn voicemail_message(language: Language, name: &str, service: &str) -> String {
    match language {
        Language::En => format!(
            "Hello, this is an automated assistant calling on behalf of {name}, to make an appointment: {service}. Please call back the number that called you; otherwise I will try again. Thank you."
        ),
        Language::Es => format!(
            "Hola, soy un asistente automático y llamo de parte de {name} para pedir turno: {service}. Pueden devolver la llamada a este número; si no, volveré a llamar. Gracias."
        ),
        Language::Pt => format!(
            "Olá, sou um assistente automático e estou ligando em nome de {name} para marcar um horário: {service}. Podem retornar a ligação para este número; senão, ligarei de novo. Obrigado."
        ),
    }
}

/// "jueves 26 a las 16:00".
fn aloud(language: Language, slot: DateTime) -> String {
    let weekday = usize::from(slot.weekday().to_monday_zero_offset().unsigned_abs());
    let (day, time) = (slot.day(), slot.strftime("%H:%M"));
    match language {
        Language::En => {
            let names =
                ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
            format!("{} the {day} at {time}", names[weekday])
        }
        Language::Es => {
            let names = ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"];
            format!("el {} {day} a las {time}", names[weekday])
        }
        Language::Pt => {
            let names = [
                "segunda-feira",
                "terça-feira",
                "quarta-feira",
                "quinta-feira",
                "sexta-feira",
                "sábado",
                "domingo",
            ];
            format!("{}, dia {day}, às {time}", names[weekday])
        }
    }
}
