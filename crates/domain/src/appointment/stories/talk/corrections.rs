//! A day or an hour that is named later: beside those of before, or in their place.

use super::*;

impl Story {
    /// A card with one wish, and the days on it after one more message.
    fn days_after(language: Language, wish: &str, text: &str) -> Vec<String> {
        let mut story = Self::new();
        story.desk.person.language = language;
        story.says_all(wish);
        assert_eq!(story.days().len(), 1, "{wish}: {:?}", story.last_said());
        story.says_all(text);
        let Words::Card(_) = story.last_said() else { panic!("{text}: {:?}", story.last_said()) };
        story.days()
    }
}

const AFTERNOONS: [(Language, &str); 3] = [
    (Language::En, "haircut Thursday afternoon, 912 345 678"),
    (Language::Es, "corte de pelo el jueves por la tarde, 912 345 678"),
    (Language::Pt, "corte de cabelo na quinta à tarde, 912 345 678"),
];

fn after_an_afternoon(texts: [&[&str]; 3], expected: &[&str]) {
    for ((language, wish), texts) in AFTERNOONS.into_iter().zip(texts) {
        for text in texts {
            assert_eq!(Story::days_after(language, wish, text), expected, "{text}");
        }
    }
}

#[test]
fn a_day_that_is_added_stands_beside_the_one_before_with_its_hours() {
    after_an_afternoon(
        [
            &["friday works too", "Friday is also fine", "or friday", "friday as well"],
            &["el viernes tambien puedo", "también el viernes", "o el viernes"],
            &["pode ser sexta também", "sexta tb dá", "ou sexta"],
        ],
        &["Thu 12:00-Thu 18:00", "Fri 12:00-Fri 18:00"],
    );
    after_an_afternoon(
        [
            &["friday at 10 works too"],
            &["el viernes a las 10 también puedo"],
            &["sexta às 10 também pode ser"],
        ],
        &["Thu 12:00-Thu 18:00", "Fri 10:00-Fri 10:00"],
    );
}

#[test]
fn a_day_in_place_of_the_one_before_is_not_added_to_it() {
    after_an_afternoon(
        [
            &[
                "make it friday",
                "Friday instead",
                "that's too early for me, Friday",
                "or rather friday",
            ],
            &["mejor el viernes", "o mejor el viernes", "y también cámbialo al viernes"],
            &["melhor sexta", "ou melhor, sexta", "muda também pra sexta"],
        ],
        &["Fri 12:00-Fri 18:00"],
    );
}

const HOURS: [(Language, &str); 3] = [
    (Language::En, "haircut Thursday at 3pm, 912 345 678"),
    (Language::Es, "corte de pelo el jueves a las 15, 912 345 678"),
    (Language::Pt, "corte de cabelo quinta às 15h, 912 345 678"),
];

fn after_an_hour(texts: [&[&str]; 3], expected: &[&str]) {
    for ((language, wish), texts) in HOURS.into_iter().zip(texts) {
        for text in texts {
            assert_eq!(Story::days_after(language, wish, text), expected, "{text}");
        }
    }
}

#[test]
fn what_comes_beside_something_else_adds_no_day() {
    after_an_afternoon(
        [
            &["I live here too, friday"],
            &["trabajo aquí también, el viernes"],
            &["trabalho aqui também, na sexta"],
        ],
        &["Fri 12:00-Fri 18:00"],
    );
}

#[test]
fn another_day_keeps_the_hour() {
    after_an_hour(
        [
            &["make it friday", "friday", "no, Friday please"],
            &["mejor el viernes", "no, el viernes"],
            &["melhor sexta", "não, sexta-feira"],
        ],
        &["Fri 15:00-Fri 15:00"],
    );
}

#[test]
fn an_hour_later_counts_from_the_hour_on_the_card() {
    after_an_hour(
        [
            &["an hour later", "make it an hour later"],
            &["una hora más tarde"],
            &["uma hora depois"],
        ],
        &["Thu 16:00-Thu 16:00"],
    );
}

#[test]
fn a_number_alone_in_place_of_the_hour_is_the_hour() {
    after_an_hour(
        [
            &["make it 5 instead", "make it 5", "5 instead", "change it to 5", "actually 5"],
            &["mejor a las 5", "mejor 5", "que sea a las 5"],
            &["melhor às 5", "muda pra 5"],
        ],
        &["Thu 17:00-Thu 17:00"],
    );
}

#[test]
fn a_number_alone_is_of_the_people_where_they_are_counted() {
    let wish = "table for 4 people Thursday at 8pm, 912 345 678";
    let mut story = Story::new();
    story.says_all(wish);
    story.says_all("make it 5 instead");
    assert_eq!(story.fact(Fact::PartySize), Some("5"));
    assert_eq!(story.days(), ["Thu 20:00-Thu 20:00"]);
}

#[test]
fn another_day_has_the_hours_that_are_named_with_it() {
    after_an_hour(
        [
            &["make it friday at 11", "friday, 11 am"],
            &["mejor el viernes a las 11"],
            &["melhor sexta às 11"],
        ],
        &["Fri 11:00-Fri 11:00"],
    );
    after_an_hour(
        [
            &["make it friday, any time", "whenever on friday", "friday all day"],
            &["mejor el viernes a cualquier hora", "el viernes, todo el día"],
            &["melhor sexta, qualquer hora", "sexta o dia todo"],
        ],
        &["Fri 00:00-Fri 23:59"],
    );
}

#[test]
fn any_time_alone_frees_the_hours_and_keeps_the_days() {
    after_an_hour(
        [
            &["any time", "anytime works", "any time is fine"],
            &["a cualquier hora", "cualquier horario me va bien"],
            &["qualquer horário", "a qualquer hora"],
        ],
        &["Thu 00:00-Thu 23:59"],
    );
    let mut story = Story::new();
    story.says_all("corte de pelo el jueves o el viernes a las 15, 912 345 678");
    story.says_all("a cualquier hora");
    assert_eq!(story.days(), ["Thu 00:00-Thu 23:59", "Fri 00:00-Fri 23:59"]);
    assert_eq!(story.dials(), 0);
    for text in
        ["I need some time", "I'm at work all day", "call 913 456 789, they are open all day"]
    {
        let mut story = Story::new();
        story.says_all(HOURS[0].1);
        let before = story.days();
        story.says_all(text);
        assert_eq!(story.days(), before, "{text}");
    }
}

#[test]
fn somebody_else_is_not_asked_for_the_hour_of_before() {
    after_an_hour(
        [
            &["friday, but call 913 456 789"],
            &["el viernes, pero llama al 913 456 789"],
            &["sexta, mas liga para 913 456 789"],
        ],
        &["Fri 00:00-Fri 23:59"],
    );
}

#[test]
fn hours_that_were_either_stay_either_on_another_day() {
    let wish = "corte de pelo el jueves por la mañana o después de las 17, 912 345 678";
    let mut story = Story::new();
    story.says_all(wish);
    let thursday = story.days();
    story.says_all("mejor el viernes");
    let friday: Vec<String> = thursday.iter().map(|day| day.replace("Thu", "Fri")).collect();
    assert_eq!((story.days(), thursday.len()), (friday, 2));
}

#[test]
fn a_day_that_does_not_suit_either_is_ruled_out_and_never_added() {
    after_an_afternoon(
        [
            &["saturday doesn't work either", "I can't make Saturday either", "can't on saturday"],
            &["el sábado tampoco puedo", "tampoco puedo el sábado", "el sábado tampoco"],
            &["no sábado também não posso", "também não posso no sábado", "sábado também não"],
        ],
        &["Thu 12:00-Thu 18:00"],
    );
    for (language, wish, text) in [
        (
            Language::En,
            "haircut this week in the afternoon, 912 345 678",
            "I can't make it on Saturday",
        ),
        (Language::Es, "corte de pelo esta semana por la tarde, 912 345 678", "no puedo el sábado"),
        (Language::Pt, "corte de cabelo esta semana à tarde, 912 345 678", "sábado também não dá"),
    ] {
        let mut story = Story::new();
        story.desk.person.language = language;
        story.says_all(wish);
        story.says_all(text);
        let days: Vec<String> = story.days().iter().map(|day| day[..3].to_owned()).collect();
        assert_eq!(days, ["Wed", "Thu", "Fri", "Sun"], "{text}");
    }
}

#[test]
fn what_is_also_wanted_is_done_in_the_same_visit() {
    for (language, wish, texts, both) in [
        (
            Language::En,
            HOURS[0].1,
            &["and also a beard trim", "and a beard trim", "please also book a beard trim"][..],
            "haircut and beard trim",
        ),
        (
            Language::Es,
            HOURS[1].1,
            &["y también la barba", "y barba", "además barba"],
            "corte de pelo y barba",
        ),
        (
            Language::Pt,
            HOURS[2].1,
            &["e também a barba", "e barba também"],
            "corte de cabelo e barba",
        ),
    ] {
        for text in texts {
            let mut story = Story::new();
            story.desk.person.language = language;
            story.says_all(wish);
            story.says_all(text);
            assert_eq!(story.request().wish.service.as_deref(), Some(both), "{text}");
            assert!(story.shows().number.contains("912"), "{text}");
            assert_eq!((story.days().len(), story.desk.requests.len()), (1, 1), "{text}");
        }
    }
    for text in [
        "mejor manicura",
        "también un dentista",
        "también un masaje",
        "y un cambio de aceite",
        "y una manicura el viernes, 913 456 789",
    ] {
        let mut story = Story::new();
        story.says_all(HOURS[1].1);
        story.says_all(text);
        assert!(!story.request().wish.service.as_deref().unwrap().contains(" y "), "{text}");
    }
}

#[test]
fn a_service_that_is_read_whole_is_not_added_once_more() {
    let mut story = Story::new();
    story.says_all(HOURS[0].1);
    let mut whole = Proposal::of(Act::Change, false);
    whole.service = Some("haircut and beard trim".to_owned());
    story.reads("and also a beard trim", whole);
    assert_eq!(story.request().wish.service.as_deref(), Some("haircut and beard trim"));
}

#[test]
fn the_day_after_is_that_after_the_day_on_the_card() {
    after_an_afternoon(
        [
            &["actually make it the day after", "make it the next day"],
            &["mejor al día siguiente", "que sea al otro día"],
            &["melhor no dia seguinte"],
        ],
        &["Fri 12:00-Fri 18:00"],
    );
}
