//! What people ask about what is kept of them: rules alone, so that no model ever sees the address of a calendar.

use std::sync::LazyLock;

use super::cues::Cues;
use super::said::Said;

/// A question about what is kept of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OwnData {
    /// "What did you say about me?"
    Receipt,
    /// "Send me my data."
    Export,
    /// "Forget my calendar."
    ForgetCalendar,
}

const CUES: &[(OwnData, &str)] = &[
    (OwnData::ForgetCalendar, "forget|remove|disconnect|delete|unlink my|the calendar"),
    (OwnData::ForgetCalendar, "stop looking|checking|using ... calendar; no calendar any more"),
    (
        OwnData::ForgetCalendar,
        "olvida|olvidate|olvidar|olvide|borra|borrar|quita|quitar|saca|sacar|desconecta|desconectar|elimina|eliminar de? mi|el calendario",
    ),
    (OwnData::ForgetCalendar, "no mires|uses ... calendario"),
    (
        OwnData::ForgetCalendar,
        "esqueca|esquece|esquecer|apague|apaga|apagar|remova|remove|remover|desconecte|desconectar|tire o|a? meu|minha? agenda|calendario",
    ),
    (OwnData::Receipt, "what did|have you|they say|said|tell|told|share|shared ... about me"),
    (OwnData::Receipt, "what was|is said|told|shared about me; what do they know about me"),
    (OwnData::Receipt, "what did you tell them|him|her; what have you told them|him|her"),
    (OwnData::Receipt, "que dijiste|dijeron|contaste|contaron|hablaste de|sobre mi"),
    (OwnData::Receipt, "que les|le dijiste|contaste|dijeron|diste|pasaste; que saben de|sobre mi"),
    (OwnData::Receipt, "que datos mios diste|pasaste|compartiste|dieron"),
    (OwnData::Receipt, "que voce? disse|contou|falou|disseram|falaram ... de|sobre mim"),
    (OwnData::Receipt, "que eles? sabem de|sobre mim; quais dados meus voce? passou|deu"),
    (OwnData::Export, "send|give|export|download|mail|email|get me? ... my|all|own data"),
    (OwnData::Export, "export my data|information; copy of ... my data|information"),
    (OwnData::Export, "what do|data you know|have|store|keep about|on me"),
    (OwnData::Export, "everything you have|know|store|keep about|on me"),
    (
        OwnData::Export,
        "mandame|enviame|pasame|dame|exporta|exportar|exportame|descargar|descarga|manda|envia ... mis datos",
    ),
    (OwnData::Export, "copia de ... mis datos|informacion; todo lo que sabes|tenes|tienes|guardas"),
    (OwnData::Export, "que sabes|tenes|tienes|guardas|datos de|sobre mi"),
    (
        OwnData::Export,
        "envie|envia|enviar|mande|manda|mandar|exporte|exporta|exportar|baixar|quero ... meus dados",
    ),
    (OwnData::Export, "copia dos|de meus dados; tudo o que voce? sabe|tem|guarda"),
    (OwnData::Export, "que voce? sabe|guarda|tem de|sobre mim"),
];

const BY_MAIL: &[((), &str)] = &[
    ((), "by|via|per mail|email; by|via e mail; as an? email|mail; mail|email me|it|the"),
    ((), "por|al|a mi? correo|mail|email; por e mail; a mi casilla"),
    ((), "por|para o? meu? email; por|para o? meu? e mail; por correio"),
];

/// What is asked about one's own data, if the message is about that.
#[must_use]
pub fn own_data(text: &str) -> Option<OwnData> {
    static TABLE: LazyLock<Cues<OwnData>> = LazyLock::new(|| Cues::parse(CUES.iter().copied()));
    let said = Said::new(text);
    if said.words.len() > WORDS_MAX {
        return None;
    }
    TABLE.likely(&said.words).find(|(_, cue)| cue.find(&said.words).is_some()).map(|(it, _)| it)
}

/// Whether something is wanted by mail rather than in the chat.
#[must_use]
pub fn by_mail(text: &str) -> bool {
    static TABLE: LazyLock<Cues<()>> = LazyLock::new(|| Cues::parse(BY_MAIL.iter().copied()));
    let said = Said::new(text);
    TABLE.likely(&said.words).any(|(_, cue)| cue.find(&said.words).is_some())
}

/// Longer messages want something else as well.
const WORDS_MAX: usize = 16;

#[cfg(test)]
mod tests {
    use super::{OwnData::*, *};

    #[test]
    fn people_ask_for_what_is_kept_in_their_own_words() {
        let table = [
            ("what did you say about me?", Some(Receipt)),
            ("What have you told them about me", Some(Receipt)),
            ("¿Qué dijiste de mí?", Some(Receipt)),
            ("qué les contaste", Some(Receipt)),
            ("o que você disse sobre mim?", Some(Receipt)),
            ("send me my data", Some(Export)),
            ("what do you know about me?", Some(Export)),
            ("mandame mis datos", Some(Export)),
            ("¿Qué sabés? copia de todos mis datos", Some(Export)),
            ("quero receber meus dados", Some(Export)),
            ("me envie meus dados", Some(Export)),
            ("forget my calendar", Some(ForgetCalendar)),
            ("olvidate de mi calendario", Some(ForgetCalendar)),
            ("esqueça a minha agenda", Some(ForgetCalendar)),
            ("esqueça meu calendário", Some(ForgetCalendar)),
        ];
        for (text, expected) in table {
            assert_eq!(own_data(text), expected, "{text}");
        }
    }

    #[test]
    fn a_wish_is_no_question_about_data() {
        let wishes = [
            "I need a dentist on Thursday, 912 345 678",
            "corte de pelo el jueves, me llamo Ana",
            "quero um horário amanhã",
            "what did they say?",
            "send me the transcript",
            "delete my data",
            "",
        ];
        for text in wishes {
            assert_eq!(own_data(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_wanted_by_mail_is_told_from_what_is_wanted_here() {
        for text in
            ["by email please", "mandame la transcripción por correo", "por e-mail", "email it"]
        {
            assert!(by_mail(text), "{text}");
        }
        for text in ["send me the transcript", "la transcripción", "a transcrição", ""] {
            assert!(!by_mail(text), "{text}");
        }
    }
}
