//! What is said about an appointment that stands: that one cannot come, that no reminders are wanted; and on the phone,
//! that they want to be called once more to confirm.

use super::call::{Speaker, Utterance};
use crate::when::folded;

/// "I can't make it." Whole words, as [`plain`] leaves them.
const CANNOT_COME: &[&str] = &[
    "cant come",
    "cant come",
    "cannot come",
    "cant make it",
    "cant make it",
    "cannot make it",
    "wont make it",
    "wont make it",
    "will not make it",
    "not going to make it",
    "not gonna make it",
    "unable to make it",
    "unable to come",
    "unable to attend",
    "cant attend",
    "cannot attend",
    "cant be there",
    "cannot be there",
    "wont be able to",
    "cant make my",
    "cannot make my",
    "cant go to my",
    "cannot go to my",
    "cant go",
    "cannot go",
    "no puedo ir",
    "no puedo asistir",
    "no puedo llegar",
    "no voy a poder",
    "no podre ir",
    "no podre asistir",
    "no podre llegar",
    "no voy a llegar",
    "no llego",
    "no alcanzo a llegar",
    "no voy a ir",
    "no puedo presentarme",
    "nao vou conseguir",
    "nao consigo ir",
    "nao posso ir",
    "nao vou poder",
    "nao poderei ir",
    "nao conseguirei ir",
    "nao da pra eu ir",
    "nao vai dar para ir",
    "nao vai dar pra ir",
    "nao vou chegar",
    "nao consigo chegar",
    "nao posso comparecer",
    "nao vou comparecer",
];

/// "I can't come to the phone": not to the appointment.
const BUT_NOT: &[&str] = &["to the phone", "al telefono", "ao telefone"];

/// How the words begin that say to call it off.
const CALL_OFF: &[&str] = &["cancel", "anul", "desmarc", "suspend"];

/// "Never mind": the question may rest, and the appointment stands.
const NEVER_MIND: &[&str] = &[
    "never mind",
    "nevermind",
    "nvm",
    "forget it",
    "forget about it",
    "leave it",
    "keep it",
    "olvidalo",
    "olvidate",
    "olvidelo",
    "dejalo",
    "dejala",
    "dejemoslo",
    "deja",
    "deixa",
    "deixe",
    "esquece",
    "esqueca",
];

/// Beside a day or an hour: that one wishes to come then.
const RATHER: &[&str] = &[
    "better",
    "instead",
    "rather",
    "can we",
    "could we",
    "can i",
    "could i",
    "i can",
    "i could",
    "make it",
    "move it",
    "how about",
    "what about",
    "works",
    "would work",
    "possible",
    "prefer",
    "mejor",
    "prefiero",
    "preferiria",
    "podemos",
    "podriamos",
    "puedo",
    "podria",
    "puede ser",
    "que tal",
    "en vez",
    "en lugar",
    "me viene bien",
    "posible",
    "pasalo",
    "pasala",
    "cambialo",
    "cambiala",
    "melhor",
    "prefiro",
    "posso",
    "poderia",
    "pode ser",
    "consigo",
    "em vez",
    "no lugar",
    "da pra ser",
    "possivel",
    "muda",
    "passa",
];

/// Words between which one clause ends and another begins.
const BUT: &[&str] = &[" but ", " pero ", " mas ", " so ", " entonces ", " asi que ", " então "];

const NO_REMINDERS: &[&str] = &[
    "no reminders",
    "no more reminders",
    "stop reminding",
    "stop the reminders",
    "dont remind",
    "do not remind",
    "without reminders",
    "no reminder",
    "sin recordatorios",
    "no me recuerdes",
    "no me lo recuerdes",
    "no mas recordatorios",
    "no quiero recordatorios",
    "sin recordatorio",
    "sem lembretes",
    "sem lembrete",
    "nao me lembre",
    "nao precisa me lembrar",
    "nao quero lembretes",
    "chega de lembretes",
];

const REMINDERS: &[&str] = &[
    "remind me again",
    "reminders on",
    "with reminders",
    "i want reminders",
    "con recordatorios",
    "quiero recordatorios",
    "recuerdamelos de nuevo",
    "avisame de nuevo antes",
    "com lembretes",
    "quero lembretes",
    "volte a me lembrar",
];

/// Longer messages speak of something else as well.
const WORDS_MAX: usize = 14;

/// Whether the person says that they cannot come to what was booked.
#[must_use]
pub fn cannot_come(text: &str) -> bool {
    let said = plain(text);
    said.split(' ').count() <= WORDS_MAX
        && !calls_off(text)
        && !says(&said, BUT_NOT)
        && says(&said, CANNOT_COME)
}

/// Whether a text has a word that can only mean to call it off.
#[must_use]
pub fn calls_off(text: &str) -> bool {
    plain(text).split(' ').any(|word| CALL_OFF.iter().any(|stem| word.starts_with(stem)))
}

/// Whether the answer to what shall be done about an appointment is to do nothing.
#[must_use]
pub fn never_mind(text: &str) -> bool {
    says(&plain(text), NEVER_MIND) && !calls_off(text)
}

/// When one would come instead, of a message that says that one cannot: "better Friday". What `names_a_time` finds no time
/// in says nothing of it, and the day on which one cannot come is left out.
#[must_use]
pub fn rather_then(text: &str, names_a_time: impl Fn(&str) -> bool) -> Option<String> {
    let clauses = clauses(text).into_iter().filter(|it| !says(&plain(it), CANNOT_COME));
    let rather = |clause: &&str| says(&plain(clause), RATHER) && names_a_time(clause);
    let instead: Vec<&str> = clauses.skip_while(|clause| !rather(clause)).collect();
    (!instead.is_empty()).then(|| instead.join(", "))
}

fn clauses(text: &str) -> Vec<&str> {
    let mut clauses: Vec<&str> = text.split([',', ';', '!', '?', '\n']).collect();
    for between in BUT.iter().chain(&[". "]) {
        clauses = clauses.into_iter().flat_map(|clause| clause.split(between)).collect();
    }
    clauses.into_iter().map(str::trim).filter(|clause| !clause.is_empty()).collect()
}

/// Whether reminders are wanted from now on; nothing where none are spoken of.
#[must_use]
pub fn reminders_wanted(text: &str) -> Option<bool> {
    let said = plain(text);
    match said.split(' ').count() {
        0..=8 if says(&said, NO_REMINDERS) => Some(false),
        0..=8 if says(&said, REMINDERS) => Some(true),
        _ => None,
    }
}

const EARLIER: &[&str] = &[
    "something earlier opens",
    "something earlier",
    "anything earlier",
    "an earlier slot",
    "an earlier one opens",
    "an earlier appointment",
    "opens up earlier",
    "frees up earlier",
    "algo antes",
    "un turno antes",
    "una hora antes libre",
    "algo mas temprano",
    "algo mas pronto",
    "algo antes",
    "vaga antes",
    "horario antes",
    "alguma coisa antes",
    "algo mais cedo",
];

/// "Tell me if", in one word.
const LOOK_OUT: &[&str] = &[
    "tell", "let", "notify", "watch", "if", "waitlist", "avisa", "avisame", "avisen", "avisenme",
    "aviseme", "si", "avise", "avisar", "se", "me", "lista",
];

const NO_LONGER: &[&str] = &[
    "stop looking",
    "no longer look",
    "dont look",
    "stop watching",
    "no busques mas",
    "deja de buscar",
    "ya no busques",
    "no hace falta buscar",
    "para de procurar",
    "pare de procurar",
    "nao procure mais",
];

/// "Tell me if something earlier opens", or no longer; nothing where it is about something else.
#[must_use]
pub fn wants_earlier(text: &str) -> Option<bool> {
    let said = plain(text);
    if said.split(' ').count() > WORDS_MAX {
        return None;
    }
    if says(&said, NO_LONGER) {
        return Some(false);
    }
    (says(&said, EARLIER) && says(&said, LOOK_OUT)).then_some(true)
}

/// How the callee asks for a call: verbs of ours, not theirs ("we will call you").
const CALL_US: &[&str] = &[
    "call us",
    "call me",
    "give us a call",
    "give me a call",
    "ring us",
    "phone us",
    "call back",
    "you need to call",
    "you have to call",
    "you must call",
    "please call",
    "llamenos",
    "llameme",
    "llamanos",
    "nos llame",
    "nos llama",
    "me llame",
    "tiene que llamar",
    "tienen que llamar",
    "hay que llamar",
    "debe llamar",
    "llame",
    "vuelva a llamar",
    "nos ligue",
    "me ligue",
    "ligue",
    "ligar para",
    "tem que ligar",
    "precisa ligar",
    "e preciso ligar",
    "nos liga",
];

/// They will call, or nobody has to.
const NOT_OURS: &[&str] = &[
    "we will call",
    "well call",
    "i will call",
    "ill call",
    "we call you",
    "no need",
    "dont need",
    "not necessary",
    "lo llamamos",
    "la llamamos",
    "te llamamos",
    "le llamamos",
    "vamos a llamar",
    "lo vamos a llamar",
    "no hace falta",
    "no es necesario",
    "a gente liga",
    "vamos ligar",
    "nos ligamos",
    "ligamos para",
    "nao precisa",
    "nao e necessario",
];

const TO_CONFIRM: &[&str] = &["confirm", "reconfirm"];

/// The callee's sentence by which a call before the appointment is wanted, "call us the day before to confirm".
#[must_use]
pub fn wants_a_call_before(talk: &[Utterance<'_>]) -> Option<String> {
    let theirs = talk.iter().rev().filter(|line| line.speaker == Speaker::Callee);
    let mut sentences = theirs.flat_map(|line| line.text.split(['.', '!', ';']));
    let asks = |sentence: &&str| {
        let said = plain(sentence);
        let confirm =
            said.split(' ').any(|word| TO_CONFIRM.iter().any(|stem| word.starts_with(stem)));
        let before = says(&said, BEFORE);
        confirm && before && says(&said, CALL_US) && !says(&said, NOT_OURS)
    };
    sentences.find(asks).map(|sentence| sentence.trim().to_owned())
}

const BEFORE: &[&str] = &[
    "day before",
    "before",
    "beforehand",
    "in advance",
    "ahead",
    "dia antes",
    "dia anterior",
    "antes",
    "vispera",
    "previo",
    "vespera",
    "dia previo",
];

/// Folded, without the apostrophes that belong to words: "cant".
fn plain(text: &str) -> String {
    folded(text).replace('\'', "")
}

/// Whether whole words of a folded text are one of these.
fn says(said: &str, cues: &[&str]) -> bool {
    let padded = format!(" {said} ");
    cues.iter().any(|cue| padded.contains(&format!(" {cue} ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_cannot_come_says_so_in_three_languages() {
        for text in [
            "I can't come",
            "sorry, I won't make it tomorrow",
            "no puedo ir",
            "Uy, no voy a poder ir mañana al dentista",
            "não vou conseguir ir",
            "Não posso ir hoje",
        ] {
            assert!(cannot_come(text), "{text}");
        }
        for text in [
            "I can come",
            "I can't come to the phone",
            "no puedo ir, cancelalo",
            "no",
            "no puedo pagar más de 40",
            "quiero ir el jueves",
            "vou conseguir ir",
            "I need a haircut on Thursday because on Friday I cannot go and they are closed on Saturday",
            "",
        ] {
            assert!(!cannot_come(text), "{text}");
        }
    }

    #[test]
    fn reminders_are_stopped_and_wanted_again() {
        let table = [
            ("no reminders", Some(false)),
            ("No more reminders, please", Some(false)),
            ("sin recordatorios", Some(false)),
            ("sem lembretes, por favor", Some(false)),
            ("quiero recordatorios", Some(true)),
            ("remind me again", Some(true)),
            ("remind me what you can do", None),
            ("no", None),
            ("", None),
        ];
        for (text, wanted) in table {
            assert_eq!(reminders_wanted(text), wanted, "{text}");
        }
    }

    #[test]
    fn something_earlier_is_wanted_or_no_longer() {
        let table = [
            ("tell me if something earlier opens", Some(true)),
            ("avísame si se libera algo antes", Some(true)),
            ("avisame si se libera algo antes para el dentista", Some(true)),
            ("me avise se abrir algo antes", Some(true)),
            ("stop looking for something earlier", Some(false)),
            ("no busques más", Some(false)),
            ("pare de procurar", Some(false)),
            ("anything earlier?", None),
            ("un corte de pelo antes del jueves", None),
            ("", None),
        ];
        for (text, wanted) in table {
            assert_eq!(wants_earlier(text), wanted, "{text}");
        }
    }

    fn callee(text: &str) -> Option<String> {
        wants_a_call_before(&[Utterance { speaker: Speaker::Callee, text }])
    }

    #[test]
    fn a_call_before_is_noticed_when_it_is_ours_to_make() {
        for text in [
            "You're booked. Please call us the day before to confirm.",
            "Listo. Llámenos un día antes para confirmar.",
            "Queda anotado, pero hay que llamar el día anterior a confirmar",
            "Está marcado. Ligue um dia antes para confirmar, por favor.",
        ] {
            assert!(callee(text).is_some(), "{text}");
        }
        for text in [
            "We will call you the day before to confirm.",
            "Lo llamamos un día antes para confirmar.",
            "A gente liga um dia antes para confirmar.",
            "Call us if you need anything.",
            "No need to call us before to confirm.",
            "Confirmed for Thursday.",
            "",
        ] {
            assert_eq!(callee(text), None, "{text}");
        }
        let ours = Utterance { speaker: Speaker::Us, text: "Call us the day before to confirm" };
        assert_eq!(wants_a_call_before(&[ours]), None, "our own words ask nothing of us");
    }
}
