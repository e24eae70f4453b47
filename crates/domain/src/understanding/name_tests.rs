//! In whose name to book, out of all the ways in which people say it.

use jiff::civil::date;

use super::{Asked, Context, Proposal, rules};
use crate::language::Language::{self, En, Es, Pt};

fn read(text: &str, language: Language, asked: &[Asked]) -> Proposal {
    let region = match language {
        En => "US",
        Es => "ES",
        Pt => "BR",
    };
    let now = date(2026, 11, 22).at(10, 0, 0, 0);
    rules(text, &Context { asked, ..Context::new(language, region, now) })
}

#[track_caller]
fn named(language: Language, asked: &[Asked], table: &[(&str, Option<&str>)]) {
    let missed = table.iter().filter_map(|(text, expected)| {
        let found = read(text, language, asked).name;
        (found.as_deref() != *expected).then(|| format!("{text}: {found:?}"))
    });
    assert_eq!(missed.collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn the_words_of_an_answer_are_no_part_of_a_name() {
    let card = &[Asked::Card];
    named(
        Pt,
        card,
        &[
            ("o nome tá errado, é Ana Sousa", Some("Ana Sousa")),
            ("o nome está errado, é Ana Sousa", Some("Ana Sousa")),
            ("o nome é errado", None),
            ("em nome de ana sousa melhor", Some("ana sousa")),
            ("o nome é ana sousa", Some("ana sousa")),
        ],
    );
    named(
        Es,
        card,
        &[
            ("a nombre de iker etxeberria mejor", Some("iker etxeberria")),
            ("mejor a nombre de Iker Etxeberria", Some("Iker Etxeberria")),
            ("mi nombre está mal, es Ana Sosa", Some("Ana Sosa")),
        ],
    );
    named(
        En,
        card,
        &[
            ("the name is wrong, it's Ana Sousa", Some("Ana Sousa")),
            ("the name is misspelled", None),
            ("in the name of tom berg instead", Some("tom berg")),
        ],
    );
}

#[test]
fn the_name_of_somebody_else_is_not_the_one_to_book_in() {
    let card = &[Asked::Card];
    named(Pt, card, &[("o nome dele é Thor", None), ("o nome dela é Luna", None)]);
    named(Es, card, &[("su nombre es Thor", None), ("mi nombre es Ana Ruiz", Some("Ana Ruiz"))]);
    named(
        En,
        card,
        &[
            ("ask for Kevin", None),
            ("please ask for Kevin there", None),
            ("it's for Kevin Moss", Some("Kevin Moss")),
            ("her name is Luna", None),
        ],
    );
    for (language, text) in [
        (En, "ask for Kevin"),
        (Es, "preguntá por Kevin"),
        (Pt, "falar com o Kevin"),
        (Pt, "pergunte pelo Kevin"),
    ] {
        let read = read(text, language, card);
        assert_eq!((read.provider, read.place), (None, None), "{text}");
    }
}

#[test]
fn a_name_is_changed_in_many_words() {
    let card = &[Asked::Card];
    named(
        En,
        card,
        &[
            ("change the name to Thomas Berg", Some("Thomas Berg")),
            ("please change my name to thomas berg", Some("thomas berg")),
            ("and the name should be Thomas Berg", Some("Thomas Berg")),
            ("the name has to be Thomas Berg", Some("Thomas Berg")),
            ("change the name", None),
            ("change the time to Friday", None),
        ],
    );
    named(
        Es,
        card,
        &[
            ("cambia el nombre a Tomás Berg", Some("Tomás Berg")),
            ("cambiá el nombre por tomás berg", Some("tomás berg")),
            ("el nombre debería ser Tomás Berg", Some("Tomás Berg")),
            ("cambia el nombre", None),
        ],
    );
    named(
        Pt,
        card,
        &[
            ("muda o nome para Tomás Berg", Some("Tomás Berg")),
            ("o nome deve ser Tomás Berg", Some("Tomás Berg")),
            ("muda o nome", None),
        ],
    );
}

#[test]
fn a_name_is_taken_whole() {
    named(
        Es,
        &[],
        &[
            ("corte el jueves a nombre de juan de la cruz", Some("juan de la cruz")),
            ("a nombre de maría del carmen lópez", Some("maría del carmen lópez")),
            ("a nombre de juan de 10 a 12", Some("juan")),
            ("a nombre de juan de la peluquería", Some("juan")),
            ("a nombre de juan y quiero un corte", Some("juan")),
            ("Me llamo María José López de la Torre", Some("María José López de la Torre")),
            ("Soy Martín, Martín Gómez", Some("Martín Gómez")),
            ("Soy Martín, Pedro me recomendó", Some("Martín")),
        ],
    );
    named(
        Es,
        &[Asked::When, Asked::Name],
        &[
            ("soy martin, martin gomez", Some("martin gomez")),
            ("Martín, Martín Gómez", Some("Martín Gómez")),
            ("Martín, mañana a las 10", Some("Martín")),
        ],
    );
    named(Es, &[Asked::Name], &[("Martín, Martín Gómez", Some("Martín Gómez"))]);
    named(
        Pt,
        &[],
        &[
            ("em nome de ana paula dos santos", Some("ana paula dos santos")),
            ("em nome de joão da silva amanhã às 10", Some("joão da silva")),
        ],
    );
}

#[test]
fn a_name_in_small_letters_answers_among_several_questions() {
    let all = &[Asked::Service, Asked::Phone, Asked::When, Asked::Name];
    named(
        Pt,
        all,
        &[
            ("ana paula dos santos", Some("ana paula dos santos")),
            ("joao pedro", Some("joao pedro")),
            ("dor de dente", None),
            ("vila madalena", None),
        ],
    );
    named(
        Es,
        all,
        &[
            ("paula fernandez", Some("paula fernandez")),
            ("palermo soho", None),
            ("tratamiento de keratina", None),
            ("peluquería marta", None),
            ("santa ana", None),
            ("marta", None),
        ],
    );
    named(
        En,
        all,
        &[
            ("tom berg", Some("tom berg")),
            ("deep tissue", None),
            ("not sure", None),
            ("joe's barbershop", None),
            ("mark my words", None),
        ],
    );
    named(Es, &[Asked::When, Asked::Name], &[("iker etxeberria", Some("iker etxeberria"))]);
    named(Es, &[Asked::When, Asked::Name], &[("me da igual", None), ("por la tarde", None)]);
}

#[test]
fn a_name_is_heard_beside_an_answer_with_a_no_in_it() {
    let asked = &[Asked::Name, Asked::Fact(super::Fact::Insurance)];
    named(
        En,
        asked,
        &[
            ("Mary Jones, no insurance, been there before", Some("Mary Jones")),
            ("mary jones, no insurance", Some("mary jones")),
            ("No, Mary Jones", None),
            ("no insurance", None),
        ],
    );
    named(Es, asked, &[("Juan Pérez, sin obra social, nunca fui", Some("Juan Pérez"))]);
    named(Pt, asked, &[("João Lima, não tenho plano", Some("João Lima"))]);
}

#[test]
fn the_name_of_a_provider_is_not_that_of_whoever_goes_there() {
    let asked = &[Asked::Phone, Asked::Name];
    let found = read("Se llama Clínica Sol, 912 345 678, soy Ana Ruiz", Es, asked);
    assert_eq!((found.name.as_deref(), found.for_whom), (Some("Ana Ruiz"), None));
    assert!(super::tells_their_name("his name is Leo Park", En));
    assert!(!super::tells_their_name("his name is Dr. Lee", En));
    assert!(!super::tells_their_name("su nombre es Dra. Ruiz", Es));
}

#[test]
fn a_word_alone_is_a_place_where_one_was_asked_for_and_a_given_name_is_a_name() {
    let all = &[Asked::Service, Asked::Phone, Asked::Name];
    for (language, text, place, name) in [
        (Es, "Palermo", Some("Palermo"), None),
        (Es, "palermo", Some("palermo"), None),
        (Es, "Lucía", None, Some("Lucía")),
        (Es, "Juan Pérez", None, Some("Juan Pérez")),
        (Es, "en Palermo", Some("Palermo"), None),
        (Es, "dentista", None, None),
        (Es, "no sé", None, None),
        (Es, "¿dónde?", None, None),
        (En, "Washington", Some("Washington"), None),
        (En, "tomorrow", None, None),
        (En, "Sam Lee", None, Some("Sam Lee")),
        (Pt, "Copacabana", Some("Copacabana"), None),
        (Pt, "João", None, Some("João")),
    ] {
        let found = read(text, language, all);
        assert_eq!((found.place.as_deref(), found.name.as_deref()), (place, name), "{text}");
    }
    let place = |text, language| read(text, language, &[Asked::Phone]).place;
    assert_eq!(place("Buenos Aires", Es).as_deref(), Some("Buenos Aires"));
    assert_eq!(place("São José dos Campos", Pt).as_deref(), Some("São José dos Campos"));
    assert_eq!(place("what do you mean", En), None);
    assert_eq!(place("gracias", Es), None);
    assert_eq!(place("en Clínica Sur", Es), None);
    assert_eq!(place("Buenos Días", Es), None);
    assert_eq!(place("palermo soho", Es).as_deref(), Some("palermo soho"));
    assert_eq!(place("+54 11 4321-1234", Es), None);
    let only_name = read("Palermo", Es, &[Asked::Name]);
    assert_eq!((only_name.place, only_name.name.as_deref()), (None, Some("Palermo")));
}

#[test]
fn the_name_of_a_person_is_no_providers() {
    let answer = read("Mª José López de la Torre", Es, &[Asked::Name]);
    assert_eq!(answer.name.as_deref(), Some("Mª José López de la Torre"));
    assert_eq!(answer.provider, None);
    for asked in [&[Asked::Name][..], &[Asked::When, Asked::Name], &[Asked::Card]] {
        for (text, name) in
            [("his name is Leo Park", "Leo Park"), ("Her name is Rosa Diaz", "Rosa Diaz")]
        {
            let found = read(text, En, asked);
            assert_eq!(found.provider, None, "{text}");
            assert_eq!(found.for_whom.as_deref(), Some(name), "{text}");
            let given = asked.contains(&Asked::Name).then_some(name);
            assert_eq!(found.name.as_deref(), given, "{text}");
        }
    }
    let son = read("a haircut for my son on Friday, his name is Leo Park", En, &[]);
    assert_eq!((son.provider, son.for_whom.as_deref()), (None, Some("my son")));
    assert_eq!(son.name.as_deref(), Some("Leo Park"));
    let dog = read("a vet for my dog on Friday, his name is Thor", En, &[]);
    assert_eq!((dog.provider, dog.name), (None, None));
    let dentist = read("I need a dentist on Friday, her name is Rosa Diaz", En, &[]);
    assert_eq!(dentist.provider.as_deref(), Some("Rosa Diaz"));
}
