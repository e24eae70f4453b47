//! Whether the callee's own words say that an appointment is called off.

use super::call::{Speaker, Utterance};
use crate::when::folded;

/// Cues of one language, as [`folded`] leaves them.
struct Cues {
    /// "It is cancelled."
    gone: &'static [&'static str],
    /// How the request for it begins: "cancel", "cancelling".
    asked: &'static [&'static str],
    /// Says that what was asked for is done.
    done: &'static [&'static str],
    yes: &'static [&'static str],
    /// Not so, or not yet.
    unless: &'static [&'static str],
}

const CUES: [Cues; 3] = [
    Cues {
        gone: &[
            "cancelled",
            "canceled",
            "removed",
            "deleted",
            "taken you off",
            "taken it out",
            "crossed out",
        ],
        asked: &["cancel"],
        done: &["done", "all set", "taken care of", "that s sorted"],
        yes: &["yes", "yeah", "yep", "correct", "that s right"],
        unless: &[
            "not", "can t", "cannot", "won t", "isn t", "wasn t", "will", "ll", "if", "until",
            "going to", "maybe", "unless",
        ],
    },
    Cues {
        gone: &[
            "cancelado",
            "cancelada",
            "anulado",
            "anulada",
            "borrado",
            "borrada",
            "eliminado",
            "eliminada",
            "dado de baja",
            "dada de baja",
            "sin efecto",
            "lo cancele",
            "lo anule",
        ],
        asked: &["cancel", "anul", "dar de baja"],
        done: &["listo", "lista", "hecho", "ya esta", "ya quedo"],
        yes: &["si", "exacto", "correcto", "asi es"],
        unless: &[
            // A Portuguese "no" is no refusal: "está cancelado no sistema".
            "no esta",
            "no queda",
            "no quedo",
            "no se",
            "no lo",
            "no la",
            "no puedo",
            "no puede",
            "no podemos",
            "no fue",
            "no ha",
            "no hay",
            "todavia no",
            "va a",
            "voy a",
            "vamos a",
            "si me",
            "hasta que",
            "sera",
            "quiza",
            "quizas",
            "tal vez",
            "salvo",
        ],
    },
    Cues {
        gone: &[
            "cancelado",
            "cancelada",
            "desmarcado",
            "desmarcada",
            "apagado",
            "excluido",
            "retirado",
            "cancelei",
            "desmarquei",
        ],
        asked: &["cancel", "desmarc"],
        done: &["pronto", "feito", "ja esta", "prontinho"],
        yes: &["sim", "isso", "exato", "correto"],
        unless: &["nao", "vai", "vou", "vamos", "se me", "ate que", "sera", "talvez", "salvo"],
    },
];

/// The index of the last line of the callee that says so, unless a later one takes it back.
#[must_use]
pub fn called_off(talk: &[Utterance<'_>]) -> Option<usize> {
    for (at, line) in
        talk.iter().enumerate().rev().filter(|(_, line)| line.speaker == Speaker::Callee)
    {
        let says = CUES.iter().find_map(|cues| cues.says(line.text, &talk[..at]));
        match says {
            Some(true) => return Some(at),
            Some(false) => return None,
            None => {}
        }
    }
    None
}

impl Cues {
    /// Whether a line says that it is gone, or that it is not; nothing where it speaks of something else.
    fn says(&self, line: &str, before: &[Utterance<'_>]) -> Option<bool> {
        let mut says = None;
        for sentence in sentences(line) {
            let asks = sentence.ends_with('?');
            let words = words(sentence);
            let has = |cues: &[&str]| cues.iter().any(|cue| words.contains(&format!(" {cue} ")));
            let doubted = CUES.iter().any(|cues| has(cues.unless));
            if has(self.gone) {
                says = Some(!asks && !doubted);
            } else if says.is_none() && !asks && !doubted && before.len() <= LONGEST {
                let asked = before.iter().rfind(|line| line.speaker == Speaker::Us);
                let asked = asked.map(|line| self::words(line.text)).unwrap_or_default();
                let wanted = self.asked.iter().any(|cue| asked.contains(&format!(" {cue}")));
                let questioned = self.gone.iter().any(|cue| asked.contains(&format!(" {cue} ")));
                if (wanted && has(self.done)) || (questioned && has(self.yes)) {
                    says = Some(true);
                }
            }
        }
        says
    }
}

/// Lines of the longest talk that is looked through.
const LONGEST: usize = 2000;

fn sentences(line: &str) -> impl Iterator<Item = &str> {
    line.split_inclusive(['.', '!', '?', ';']).map(str::trim).filter(|text| !text.is_empty())
}

fn words(text: &str) -> String {
    let text: String =
        folded(text).chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    format!(" {} ", text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(ask: &str, line: &str) -> bool {
        let talk = [
            Utterance { speaker: Speaker::Us, text: ask },
            Utterance { speaker: Speaker::Callee, text: line },
        ];
        called_off(&talk).is_some()
    }

    #[test]
    fn their_own_words_call_it_off_in_three_languages() {
        for (ask, line) in [
            ("Please cancel the appointment of Ana Ruiz on Thursday.", "Sure, it's cancelled."),
            ("I'd like to cancel the appointment.", "All right, done. Anything else?"),
            ("So it is cancelled?", "Yes, that's right."),
            ("Quisiera cancelar el turno del jueves.", "Listo, el turno queda cancelado."),
            ("Llamo para anular la cita de Ana.", "Ya está, anulada."),
            ("¿Queda anulado, entonces?", "Sí."),
            ("Gostaria de desmarcar o horário.", "Pronto, está desmarcado."),
            ("Gostaria de cancelar.", "Pronto, está cancelado no sistema."),
        ] {
            assert!(answered(ask, line), "{line}");
        }
    }

    #[test]
    fn questions_promises_and_refusals_call_nothing_off() {
        for (ask, line) in [
            ("Please cancel the appointment.", "You want it cancelled?"),
            ("Please cancel the appointment.", "I will have it cancelled by my colleague."),
            ("Please cancel the appointment.", "It can't be cancelled any more."),
            ("Please cancel the appointment.", "Yes."),
            ("Please cancel the appointment.", "One moment."),
            ("Good morning, this is about Ana.", "Done."),
            ("Quisiera cancelar el turno.", "No está cancelado, sigue en pie."),
            ("Quisiera cancelar el turno.", "Va a quedar cancelado cuando venga la jefa."),
            ("Quisiera cancelar el turno.", "¿Cancelado? ¿Por qué?"),
            ("Quisiera cancelar el turno.", "Sí, dígame."),
            ("Gostaria de cancelar.", "Não foi cancelado."),
            ("Gostaria de cancelar.", "Vou ver se pode ser cancelado."),
        ] {
            assert!(!answered(ask, line), "{line}");
        }
    }

    #[test]
    fn a_later_word_takes_it_back() {
        let talk = [
            Utterance { speaker: Speaker::Us, text: "Quisiera cancelar el turno." },
            Utterance { speaker: Speaker::Callee, text: "Listo, cancelado." },
            Utterance {
                speaker: Speaker::Callee, text: "Perdón, no, no está cancelado todavía."
            },
        ];
        assert_eq!(called_off(&talk), None);
        assert_eq!(called_off(&talk[..2]), Some(1));
        assert_eq!(called_off(&[]), None);
    }
}
