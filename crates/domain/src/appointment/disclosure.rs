//! The first sentence of every call, built by code: an automated assistant, for whom, and why.

use crate::language::Language;

/// What the agent says first. It is short, for people hang up on long openings, and true, for the law and decency
/// ask for it: EU AI Act article 50(1), California AB 2905.
#[must_use]
pub fn first_sentence(language: Language, name: &str, service: &str) -> String {
    match language {
        Language::En => format!(
            "Hello, I am an automated assistant calling on behalf of {name}, to make an appointment: {service}."
        ),
        Language::Es => {
            format!(
                "Hola, soy un asistente automático y llamo de parte de {name} para pedir turno: {service}."
            )
        }
        Language::Pt => format!(
            "Olá, sou um assistente automático e estou ligando em nome de {name} para marcar um horário: {service}."
        ),
    }
}
