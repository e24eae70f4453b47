//! In which language a message is, by the words that only one of our languages has.
//!
//! "ok", "no" and names are no evidence: then there is no answer, and the conversation's language stays.

use std::{collections::HashSet, sync::LazyLock};

use super::said::Said;
use crate::language::Language;

const EN: &str = "the and is are i you my we they it this that what when where who how would could should can will want need \
    like please thanks thank hello hi hey yes yeah book appointment tomorrow today morning afternoon evening night monday \
    tuesday wednesday thursday friday saturday sunday with for at on of to do not don't have has get make find looking help \
    cancel call change any some another sure name time day week next new date sorry good great your if be was am an me tell \
    show give let us them he she his her from about more just only because know think see go come take there here then than last \
    first one two three five into out up down which been had did does";

const ES: &str = "el los las una un y es son yo tu usted vos mi su que cuando donde quien como quiero quisiera necesito deseo \
    gustaria puedo puede puedes por favor gracias hola buenas buenos dias tardes noches si cita turno hoy manana tarde noche lunes \
    martes miercoles jueves viernes sabado con del al en pero muy mas otro otra hora dia semana proxima proximo que viene \
    llamo soy tengo da hay esta estoy para lo le me nos ya tambien peluqueria medico dale vale bueno bien claro listo jamas nada \
    quiero reservar agendar cancelar llamar cambiar hasta desde antes despues primera segunda";

const PT: &str = "o os as uma um e sao eu voce vc meu minha seu sua que quando onde quem quero queria preciso gostaria posso pode \
    voces por favor obrigado obrigada oi ola bom boa dia noite sim nao consulta horario hoje amanha manha tarde segunda terca quarta \
    quinta sexta sabado domingo feira com do da na nos nas em mas muito mais outro outra hora semana proxima proximo vem \
    chamo sou tenho tem esta estou para pra pro lhe ja tambem cabelo cabeleireiro medico marcar agendar cancelar ligar mudar ate depois \
    antes isso voces dele dela foi ser ao aos das dos pelo pela beleza valeu tchau";

/// The words that only this language has: what two of them share is no evidence.
fn own_words(words: &'static str, others: [&'static str; 2]) -> HashSet<&'static str> {
    let shared: HashSet<&str> = others.iter().flat_map(|other| other.split_whitespace()).collect();
    words.split_whitespace().filter(|word| !shared.contains(word)).collect()
}

fn score(said: &Said<'_>, own: &HashSet<&str>, letters: &str) -> usize {
    let hits = said.words.iter().filter(|word| own.contains(word.folded.as_str())).count();
    hits + 2 * said.text.chars().filter(|c| letters.contains(*c)).count().min(2)
}

/// The language of a message, when its own words show it.
pub(crate) fn language(said: &Said<'_>) -> Option<Language> {
    static OWN: LazyLock<[HashSet<&str>; 3]> = LazyLock::new(|| {
        [own_words(EN, [ES, PT]), own_words(ES, [EN, PT]), own_words(PT, [EN, ES])]
    });
    let [en, es, pt] = &*OWN;
    let mut scores = [
        (score(said, en, ""), Language::En),
        (score(said, es, "ñ¿¡Ñ"), Language::Es),
        (score(said, pt, "ãõçÃÕÇ"), Language::Pt),
    ];
    scores.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    let [(best, language), (second, _), _] = scores;
    (best > second).then_some(language)
}

/// The language that a message asks us to speak, if it asks for nothing else: "English, please".
#[must_use]
pub fn language_wanted(text: &str) -> Option<Language> {
    const FILLERS: &str = "please por favor in en em to a o el me us we let can could you puedes podes pode podemos speak talk \
        write reply answer use continue habla hablame hablar hablas hablemos hable responde responder escribe fala falar fale \
        falamos responda escreva switch change cambia cambiar cambiemos muda mudar mude seguimos seguir vamos para idioma \
        language lengua lingua now ahora agora better mejor melhor prefer prefiero prefiro i eu yo";
    const NAMES: [(&str, Language); 7] = [
        ("english", Language::En),
        ("ingles", Language::En),
        ("spanish", Language::Es),
        ("espanol", Language::Es),
        ("castellano", Language::Es),
        ("espanhol", Language::Es),
        ("portugu*", Language::Pt),
    ];
    if text.len() > 80 {
        return None;
    }
    let said = Said::new(text);
    let mut rest = said
        .words
        .iter()
        .map(|word| word.folded.as_str())
        .filter(|word| !FILLERS.split_whitespace().any(|filler| filler == *word));
    let name = rest.next()?;
    let named = NAMES.iter().find(|(known, _)| match known.strip_suffix('*') {
        Some(beginning) => name.starts_with(beginning),
        None => *known == name,
    });
    named.filter(|_| rest.next().is_none()).map(|(_, language)| *language)
}

#[cfg(test)]
mod tests {
    use super::{Said, language, language_wanted};
    use crate::language::Language::{En, Es, Pt};

    #[test]
    fn a_message_shows_its_language_by_its_own_words() {
        let table = [
            ("I need a haircut tomorrow", Some(En)),
            ("quiero un turno para mañana", Some(Es)),
            ("corte de pelo el jueves a la tarde", Some(Es)),
            ("quero marcar um horário amanhã", Some(Pt)),
            ("oi, tudo bem?", Some(Pt)),
            ("gracias", Some(Es)),
            ("não", Some(Pt)),
            ("thanks", Some(En)),
            ("ok", None),
            ("no", None),
            ("1", None),
            ("Ana Ruiz", None),
            ("👍", None),
            ("", None),
        ];
        for (text, expected) in table {
            assert_eq!(language(&Said::new(text)), expected, "{text}");
        }
    }

    #[test]
    fn a_language_is_asked_for_by_its_name_and_nothing_else() {
        let table = [
            ("English please", Some(En)),
            ("can you speak English?", Some(En)),
            ("en español, por favor", Some(Es)),
            ("Castellano", Some(Es)),
            ("pode falar português?", Some(Pt)),
            ("I need an English teacher", None),
            ("clases de inglés", None),
            ("english or spanish?", None),
            ("please", None),
            ("", None),
        ];
        for (text, expected) in table {
            assert_eq!(language_wanted(text), expected, "{text}");
        }
    }
}
