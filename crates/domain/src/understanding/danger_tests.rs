//! Life and limb in danger, in the words of frightened people, and what only sounds like it.

use jiff::civil::date;

use super::{Act, Asked, Context, rules};
use crate::language::Language::{self, En, Es, Pt};

fn act(text: &str, language: Language, asked: &[Asked]) -> Act {
    let now = date(2026, 11, 22).at(10, 0, 0, 0);
    rules(text, &Context { asked, ..Context::new(language, "US", now) }).act
}

/// Whatever language was spoken before, and whatever was asked.
#[track_caller]
fn is_danger(texts: &[&str]) {
    const ASKED: [&[Asked]; 3] = [&[], &[Asked::Card], &[Asked::When, Asked::Name]];
    let unseen = |text: &&&str| {
        let seen = |language, asked| act(text, language, asked) == Act::Emergency;
        !Language::ALL.into_iter().all(|language| ASKED.iter().all(|asked| seen(language, asked)))
    };
    let unseen: Vec<_> = texts.iter().filter(unseen).collect();
    assert!(unseen.is_empty(), "{unseen:#?}");
}

#[track_caller]
fn is_none(language: Language, texts: &[&str]) {
    let seen: Vec<_> =
        texts.iter().filter(|text| act(text, language, &[]) == Act::Emergency).collect();
    assert!(seen.is_empty(), "{seen:#?}");
}

#[test]
fn danger_is_known_in_english() {
    is_danger(&[
        "theres a fire!!",
        "Fire!",
        "there's a big fire in the building",
        "my kitchen is on fire",
        "the curtains caught fire help",
        "i smell gas in the apartment",
        "i took too many pills",
        "she took all her pills",
        "he drank a bottle of bleach",
        "i think my baby swallowed a battery what do i do",
        "my son swallowed a magnet",
        "someone is breaking into my house",
        "theres a burglar downstairs",
        "i'm being attacked",
        "he has a knife",
        "my mom isn't breathing",
        "grandpa can barely breathe",
        "my husband won't wake up",
        "i dont want to live anymore",
    ]);
}

#[test]
fn danger_is_known_in_spanish() {
    is_danger(&[
        "se esta incendiando mi casa",
        "me prendi fuego la cocina ayuda",
        "se está quemando la casa",
        "hay un incendio en mi edificio",
        "hay mucho olor a gas",
        "mi bebe se trago una pila que hago",
        "mi hija se tomó lavandina",
        "me tome todas las pastillas",
        "tomó demasiadas pastillas",
        "estan entrando a robar en mi casa",
        "hay un ladrón en mi casa",
        "me están asaltando",
        "tiene un cuchillo",
        "mi papá casi no respira",
        "el bebé no reacciona",
        "mi abuela no se despierta",
    ]);
}

#[test]
fn danger_is_known_in_portuguese() {
    is_danger(&[
        "ta pegando fogo aqui em casa",
        "minha cozinha está pegando fogo",
        "tem fogo no prédio socorro",
        "cheiro forte de gás aqui",
        "meu filho engoliu veneno",
        "minha filha engoliu uma pilha",
        "tomei todos os comprimidos",
        "ela tomou remédios demais",
        "tem um ladrão dentro de casa",
        "estou sendo assaltado",
        "estão arrombando minha porta",
        "ele está com uma faca",
        "minha mãe não está respirando",
        "meu avô não acorda",
    ]);
}

#[test]
fn what_only_sounds_like_danger_is_none() {
    is_none(
        En,
        &[
            "fire my dentist",
            "i want to fire my dentist and find another one",
            "a table at Fire & Stone on Friday",
            "the fire alarm needs a service on Monday",
            "my dog swallowed a coin, i need a vet",
            "i need a plumber for a gas leak",
            "i have trouble swallowing pills, book me a doctor",
            "someone broke into my house last week, i need a locksmith",
            "i took too many days off, move it to Friday",
            "haircut at The Burning Room tomorrow",
            "install a burglar alarm on Monday",
        ],
    );
    is_none(
        Es,
        &[
            "mesa en Fuego Lento el viernes",
            "una reserva en el restaurante Fuego",
            "vi el incendio en las noticias, un turno con el dentista mañana",
            "un seguro contra incendios",
            "mi perro se tragó una moneda, necesito un veterinario",
            "necesito un gasista por una fuga de gas",
            "tomo pastillas para la presión",
            "me robaron el celular, este es mi número nuevo",
            "va a haber alguien en casa",
            "me duele la garganta, me quema",
        ],
    );
    is_none(
        Pt,
        &[
            "mesa no Fogo de Chão na sexta",
            "uma reserva no restaurante Fogo e Brasa",
            "vi o incêndio no jornal, quero marcar um dentista",
            "meu cachorro engoliu uma moeda, preciso de um veterinário",
            "tomo remédios para pressão",
            "roubaram meu celular, este é meu número novo",
            "preciso de um encanador por causa de um vazamento de gás",
        ],
    );
}
