//! The few instructions that we give a carrier ourselves, written so that no text can become markup.

use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use domain::language::Language;
use services::caller::Answer;

pub(crate) enum Twiml {
    /// The voice platform's, passed on as it came.
    Foreign(String),
    HangUp,
    SayAndHangUp {
        language: Language,
        text: &'static str,
    },
    /// Says it, and waits for one key, which comes to the same address.
    SayAndAsk {
        language: Language,
        text: &'static str,
    },
}

impl From<Answer> for Twiml {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Connect(twiml) => Self::Foreign(twiml),
            Answer::HangUp => Self::HangUp,
            Answer::Apologise(language) => Self::SayAndHangUp { language, text: apology(language) },
        }
    }
}

fn apology(language: Language) -> &'static str {
    match language {
        Language::En => {
            "Hello, this is an automated assistant. I wanted to ask for an appointment, but I have a technical problem. \
             Please excuse the disturbance. Goodbye."
        }
        Language::Es => {
            "Hola, habla un asistente automático. Quería pedir un turno, pero tengo un problema técnico. Disculpe la \
             molestia. Adiós."
        }
        Language::Pt => {
            "Olá, aqui é um assistente automático. Eu queria marcar um horário, mas tenho um problema técnico. Desculpe o \
             incômodo. Até logo."
        }
    }
}

/// What a stranger hears who rings our number; with `may_opt_out`, the key 9 keeps us from ever calling them.
pub(crate) fn who_we_are(language: Language, may_opt_out: bool) -> Twiml {
    if may_opt_out {
        let text = match language {
            Language::En => {
                "Hello, this is the automated assistant of an appointment service. We call businesses on behalf of \
                 customers, and nothing is open with your number now. If we shall never call you again, press 9. \
                 Otherwise you can simply hang up. Goodbye."
            }
            Language::Es => {
                "Hola, este es el asistente automático de un servicio de turnos. Llamamos a comercios de parte de \
                 clientes, y ahora no hay nada pendiente con este número. Si no quiere que llamemos nunca más, pulse 9. \
                 Si no, puede colgar. Adiós."
            }
            Language::Pt => {
                "Olá, este é o assistente automático de um serviço de agendamentos. Ligamos para empresas em nome de \
                 clientes, e agora não há nada pendente com este número. Se não quiser que liguemos nunca mais, tecle 9. \
                 Senão, pode desligar. Até logo."
            }
        };
        return Twiml::SayAndAsk { language, text };
    }
    let text = match language {
        Language::En => {
            "Hello, this is the automated assistant of an appointment service. We call businesses on behalf of \
             customers. Nobody can talk on this line now; we will call again if it is still needed. Goodbye."
        }
        Language::Es => {
            "Hola, este es el asistente automático de un servicio de turnos. Llamamos a comercios de parte de clientes. \
             Ahora nadie puede atender esta línea; volveremos a llamar si hace falta. Adiós."
        }
        Language::Pt => {
            "Olá, este é o assistente automático de um serviço de agendamentos. Ligamos para empresas em nome de \
             clientes. Agora ninguém pode atender esta linha; voltaremos a ligar se for preciso. Até logo."
        }
    };
    Twiml::SayAndHangUp { language, text }
}

/// After the key 9.
pub(crate) fn never_again(language: Language) -> Twiml {
    let text = match language {
        Language::En => "Understood: we will never call this number again. Goodbye.",
        Language::Es => "Entendido: no volveremos a llamar a este número. Adiós.",
        Language::Pt => "Entendido: nunca mais ligaremos para este número. Até logo.",
    };
    Twiml::SayAndHangUp { language, text }
}

fn locale(language: Language) -> &'static str {
    match language {
        Language::En => "en-US",
        Language::Es => "es-ES",
        Language::Pt => "pt-BR",
    }
}

fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&apos;"),
            c if c.is_control() => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}

impl Twiml {
    fn xml(&self) -> String {
        const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
        match self {
            Self::Foreign(twiml) => twiml.clone(),
            Self::HangUp => format!("{HEAD}<Response><Hangup/></Response>"),
            Self::SayAndHangUp { language, text } => format!(
                "{HEAD}<Response><Say language=\"{}\">{}</Say><Hangup/></Response>",
                locale(*language),
                escape(text)
            ),
            Self::SayAndAsk { language, text } => format!(
                "{HEAD}<Response><Gather input=\"dtmf\" numDigits=\"1\" timeout=\"6\" method=\"POST\">\
                 <Say language=\"{}\">{}</Say></Gather><Hangup/></Response>",
                locale(*language),
                escape(text)
            ),
        }
    }
}

impl IntoResponse for Twiml {
    fn into_response(self) -> Response {
        ([(CONTENT_TYPE, "text/xml; charset=utf-8")], self.xml()).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_markup() {
        let hostile = "</Say><Dial>+1900</Dial> & \"'\u{0}";
        assert_eq!(
            escape(hostile),
            "&lt;/Say&gt;&lt;Dial&gt;+1900&lt;/Dial&gt; &amp; &quot;&apos; "
        );
    }

    #[test]
    fn what_the_voice_platform_says_is_passed_on_unchanged() {
        let twiml = "<Response><Connect/></Response>".to_owned();
        assert_eq!(Twiml::from(Answer::Connect(twiml.clone())).xml(), twiml);
    }
}
