//! What the agent says word for word, written by code: who calls, for whom, and why.
//!
//! It is short, for people hang up on long openings, and true, for the law and decency ask for it: EU AI Act article
//! 50(1), California AB 2905.

use jiff::civil::DateTime;

use crate::language::Language;

/// How a call begins. Slots are by the provider's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    First,
    /// They wanted to be called again.
    AsAsked,
    /// After a question that could not be answered at once.
    Again,
    /// They call back.
    Inbound,
    Confirm(DateTime),
    /// As they wanted it.
    Reconfirm(DateTime),
    Cancel(DateTime),
    /// An automated system of theirs has booked it.
    Check(DateTime),
    /// To another time, if it is known to which.
    Change {
        from: DateTime,
        to: Option<DateTime>,
    },
    /// Nothing is agreed to in this call.
    Enquire,
    /// The same, for something earlier than what they have.
    Earlier(DateTime),
    /// An offer of theirs is taken.
    Take(DateTime),
}

/// The first sentence of a call.
#[must_use]
pub fn first_sentence(language: Language, name: &str, service: &str, opening: Opening) -> String {
    match opening {
        Opening::Inbound => match language {
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
        Opening::Cancel(slot) => {
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
        Opening::Change { from, to: Some(to) } => {
            let (from, to) = (aloud(language, from), aloud(language, to));
            match language {
                Language::En => format!(
                    "Hello, I am an automated assistant calling on behalf of {name}, to move the appointment for {service}, {from}, to {to}."
                ),
                Language::Es => format!(
                    "Hola, soy un asistente automático y llamo de parte de {name} para cambiar el turno de {service}, {from}, por este otro: {to}."
                ),
                Language::Pt => format!(
                    "Olá, sou um assistente automático e estou ligando em nome de {name} para trocar o horário de {service}, {from}, por este outro: {to}."
                ),
            }
        }
        Opening::Change { from, to: None } => {
            let from = aloud(language, from);
            match language {
                Language::En => format!(
                    "Hello, I am an automated assistant calling on behalf of {name}, to move the appointment for {service} to another time: it is on {from} now."
                ),
                Language::Es => format!(
                    "Hola, soy un asistente automático y llamo de parte de {name} para cambiar de horario el turno de {service}, que es {from}."
                ),
                Language::Pt => format!(
                    "Olá, sou um assistente automático e estou ligando em nome de {name} para mudar o horário de {service}, que é {from}."
                ),
            }
        }
        Opening::Take(slot) => {
            let slot = aloud(language, slot);
            match language {
                Language::En => format!(
                    "Hello, I am an automated assistant calling again on behalf of {name}. You offered {slot} for {service}: we would like to take it."
                ),
                Language::Es => format!(
                    "Hola, soy un asistente automático y vuelvo a llamar de parte de {name}. Nos ofrecieron {slot} para {service}: queremos ese turno."
                ),
                Language::Pt => format!(
                    "Olá, sou um assistente automático e estou ligando de novo em nome de {name}. Vocês ofereceram {slot} para {service}: queremos esse horário."
                ),
            }
        }
        Opening::Enquire => match language {
            Language::En => format!(
                "Hello, I am an automated assistant calling on behalf of {name}, to ask which times you have for: {service}."
            ),
            Language::Es => format!(
                "Hola, soy un asistente automático y llamo de parte de {name} para preguntar qué horarios tienen: {service}."
            ),
            Language::Pt => format!(
                "Olá, sou um assistente automático e estou ligando em nome de {name} para perguntar que horários vocês têm: {service}."
            ),
        },
        Opening::Check(slot) => {
            let slot = aloud(language, slot);
            match language {
                Language::En => format!(
                    "Hello, I am an automated assistant calling on behalf of {name}. Your automated system booked {slot} for {service}: is that in your book?"
                ),
                Language::Es => format!(
                    "Hola, soy un asistente automático y llamo de parte de {name}. Su sistema automático reservó {slot} para {service}: ¿figura en su agenda?"
                ),
                Language::Pt => format!(
                    "Olá, sou um assistente automático e estou ligando em nome de {name}. O sistema automático de vocês marcou {slot} para {service}: está na agenda?"
                ),
            }
        }
        Opening::Earlier(slot) => {
            let slot = aloud(language, slot);
            match language {
                Language::En => format!(
                    "Hello, I am an automated assistant calling on behalf of {name}, who has an appointment for {service}, {slot}. Has anything earlier become free?"
                ),
                Language::Es => format!(
                    "Hola, soy un asistente automático y llamo de parte de {name}, que tiene turno de {service} {slot}. ¿Se liberó algo antes?"
                ),
                Language::Pt => format!(
                    "Olá, sou um assistente automático e estou ligando em nome de {name}, que tem horário de {service}: {slot}. Abriu alguma vaga antes?"
                ),
            }
        }
        Opening::Confirm(slot) => {
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
        Opening::Reconfirm(slot) => {
            let slot = aloud(language, slot);
            match language {
                Language::En => format!(
                    "Hello, I am an automated assistant calling on behalf of {name}, to confirm the appointment for {service} as you asked: {slot}. Does it stand?"
                ),
                Language::Es => format!(
                    "Hola, soy un asistente automático y llamo de parte de {name} para confirmar, como pidieron, el turno de {service}: {slot}. ¿Sigue en pie?"
                ),
                Language::Pt => format!(
                    "Olá, sou um assistente automático e estou ligando em nome de {name} para confirmar, como vocês pediram, o horário de {service}: {slot}. Continua marcado?"
                ),
            }
        }
        Opening::AsAsked => match language {
            Language::En => format!(
                "Hello, I am an automated assistant calling on behalf of {name}. You asked me to call again, to make an appointment: {service}."
            ),
            Language::Es => format!(
                "Hola, soy un asistente automático y llamo de parte de {name}. Me pidieron que llamara de nuevo para pedir turno: {service}."
            ),
            Language::Pt => format!(
                "Olá, sou um assistente automático e estou ligando em nome de {name}. Pediram que eu ligasse de novo para marcar um horário: {service}."
            ),
        },
        Opening::Again => match language {
            Language::En => format!(
                "Hello, I am an automated assistant calling again on behalf of {name}, to make an appointment: {service}."
            ),
            Language::Es => format!(
                "Hola, soy un asistente automático y vuelvo a llamar de parte de {name} para pedir turno: {service}."
            ),
            Language::Pt => format!(
                "Olá, sou um assistente automático e estou ligando de novo em nome de {name} para marcar um horário: {service}."
            ),
        },
        Opening::First => match language {
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

/// What the provider hears instead of something that only the person knows.
#[must_use]
pub fn will_bring_it(language: Language) -> String {
    let said = match language {
        Language::En => "I do not have that. It will be brought along to the appointment.",
        Language::Es => "No tengo ese dato. Lo van a llevar el día del turno.",
        Language::Pt => "Eu não tenho essa informação. Vão levar no dia do horário marcado.",
    };
    said.to_owned()
}

/// The same, where the person wants to tell it themselves at `number`.
#[must_use]
pub fn please_ring(language: Language, number: &str) -> String {
    match language {
        Language::En => {
            format!("I do not have that, and they would rather tell you: please ring {number}.")
        }
        Language::Es => {
            format!(
                "No tengo ese dato; prefieren dárselo en persona: por favor, llamen al {number}."
            )
        }
        Language::Pt => format!(
            "Eu não tenho essa informação; preferem dizer pessoalmente: por favor, liguem para {number}."
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
