//! What a wish is made of: its days and hours, its numbers, and that it is one.

use super::*;

#[test]
fn yesterday_is_not_today() {
    let mut story = Story::new();
    story.says_all("corte de pelo ayer a las 11, 912 345 678");
    assert!(story.asks().when_past, "{:?}", story.last_said());
}

#[test]
fn an_hour_after_a_weekday_is_no_day_of_the_month() {
    let texts = [
        (Language::Pt, "corte de cabelo quinta às 9"),
        (Language::Pt, "corte de cabelo quinta-feira às 10"),
        (Language::Es, "corte de pelo el jueves a las 9"),
        (Language::En, "haircut Thursday at 9"),
    ];
    let now = datetime(2026, 11, 30, 10, 0, 0, 0);
    for (language, text) in texts {
        let readings =
            crate::when::read(text, crate::when::Reference { now, language, month_first: false });
        let thursday = date(2026, 12, 3);
        let dates = readings[0].dates.expect("a day was named");
        assert_eq!((dates.from, dates.to), (Some(thursday), Some(thursday)), "{text}");
        assert!(readings[0].times.is_some(), "{text}");
    }
}

#[test]
fn the_plus_of_a_phone_number_does_not_belong_to_the_hour_before_it() {
    let now = datetime(2026, 11, 30, 10, 0, 0, 0);
    let reference = crate::when::Reference { now, language: Language::En, month_first: true };
    let times = |text| crate::when::read(text, reference)[0].times;
    assert_eq!(times("Friday at 10, +34 912 345 678"), times("Friday at 10"));
    assert_ne!(times("Friday, 10+"), times("Friday at 10"));
}

#[test]
fn two_wishes_in_one_message_are_not_merged_to_a_third() {
    for text in [
        "corte de pelo mañana a las 11, 912 345 678. También un dentista el viernes a las 15, 913 456 789",
        "corte de pelo mañana a las 11, 912 345 678, y dentista el viernes, 913 456 789",
    ] {
        let mut story = Story::new();
        story.says_all(text);
        assert_eq!(story.last_said(), &Words::OneAtATime, "{text}");
        assert!(story.desk.requests.is_empty(), "{text}");
    }
}

#[test]
fn ones_own_number_beside_the_providers_is_one_wish() {
    let mut story = Story::new();
    story.says_all("corte de pelo el jueves por la tarde, 912 345 678, mi número es 600 123 456");
    assert_eq!(story.shows().callback.as_deref(), Some("+34 600 12 34 56"));
    story.says_all("mejor otro sitio: 913 456 789 o 914 567 890");
    assert_eq!(story.last_said(), &Words::OneAtATime);
}

#[test]
fn two_wishes_with_one_number_or_none_are_not_merged_either() {
    for text in [
        "corte de pelo mañana a las 11 y un dentista el viernes",
        "corte de pelo mañana a las 11 y un dentista el viernes, 912 345 678",
        "a haircut tomorrow at 11 and a dentist on Friday",
        "corte de cabelo amanhã às 11 e dentista na sexta",
    ] {
        let mut story = Story::new();
        story.says_all(text);
        assert_eq!(story.last_said(), &Words::OneAtATime, "{text}");
        assert!(story.desk.requests.is_empty(), "{text}");
    }
}

#[test]
fn two_things_in_one_visit_are_one_wish() {
    for text in [
        "haircut and beard trim tomorrow at 11, 912 345 678",
        "corte y barba mañana a las 11, 912 345 678",
        "corte de cabelo e barba amanhã às 11, 912 345 678",
    ] {
        let mut story = Story::new();
        story.says_all(text);
        assert_eq!(story.shows().windows.len(), 1, "{text}");
    }
}

#[test]
fn while_one_wish_is_put_together_two_more_are_not_mixed_into_it() {
    let mut story = Story::new();
    story.says_all("quiero un corte de pelo");
    story.says_all("dentista el jueves a las 10 y fontanero el viernes a las 9");
    assert_eq!(story.last_said(), &Words::OneAtATime);
    assert_eq!(story.request().wish.windows, []);
}

impl Story {
    /// The windows of the last wish, on the person's clock.
    pub(in super::super) fn days(&self) -> Vec<String> {
        let zone = self.desk.person.time_zone();
        let local = |at: Timestamp| at.to_zoned(zone.clone()).strftime("%a %H:%M").to_string();
        let windows = &self.request().wish.windows;
        windows.iter().map(|it| format!("{}-{}", local(it.from), local(it.to))).collect()
    }
}

#[test]
fn a_day_that_is_ruled_out_is_in_no_window_and_the_hours_hold_for_the_others() {
    for text in [
        "corte de pelo esta semana menos el jueves, después de las 15, 912 345 678",
        "haircut, not Thursday, any other day this week after 3pm, 912 345 678",
        "corte de cabelo esta semana menos quinta, depois das 15h, 912 345 678",
    ] {
        let mut story = Story::new();
        story.says_all(text);
        let days = story.days();
        assert!(!days.is_empty() && days.iter().all(|day| !day.starts_with("Thu")), "{days:?}");
        assert!(days.iter().all(|day| day.contains(" 15:00-")), "{text}: {days:?}");
    }
}

#[test]
fn a_day_that_is_ruled_out_later_leaves_the_windows() {
    let mut story = Story::new();
    story.says_all("corte de pelo esta semana por la tarde, 912 345 678");
    assert_eq!(story.days().len(), 5, "{:?}", story.days());
    story.says_all("el jueves no puedo");
    story.says_all("tampoco el viernes");
    let days = story.days();
    assert_eq!(days.len(), 3, "{days:?}");
    assert!(days.iter().all(|day| !day.starts_with("Thu") && !day.starts_with("Fri")), "{days:?}");
}

#[test]
fn when_every_day_is_ruled_out_it_is_asked_again() {
    let mut story = Story::new();
    story.says_all("corte de pelo el jueves por la tarde, 912 345 678");
    story.says_all("menos el jueves");
    assert_eq!(story.asks().details, [Detail::When], "{:?}", story.last_said());
}

#[test]
fn what_it_may_cost_and_that_we_ask_first_stand_on_the_card() {
    let mut story = Story::new();
    story.says_all("corte de pelo el jueves por la tarde, máximo 30 euros, 912 345 678");
    assert_eq!(story.shows().price_max.as_deref(), Some("máximo 30 euros"));
    assert!(!story.shows().ask_first);
    story.says_all("sí, pero no confirmes sin preguntarme");
    assert!(story.shows().ask_first, "and nothing is dialled for it");
    assert_eq!(story.dials(), 0);
    assert_eq!(story.request().wish.price_max.as_deref(), Some("máximo 30 euros"));
}

#[test]
fn the_day_stays_where_only_its_hour_is_asked_for_again() {
    let mut story = Story::new();
    // In Madrid there is no half past two that night.
    story.says_all("corte de pelo el domingo 28 de marzo a las 2:30 de la madrugada, 912 345 678");
    assert!(story.asks().when_doubtful, "{:?}", story.last_said());
    story.says_all("a las 12");
    assert_eq!(story.shows().windows[0].from, "2027-03-28T10:00:00Z".parse().unwrap());
}

#[test]
fn a_birth_date_an_apartment_or_a_cards_expiry_changes_no_day() {
    for text in [
        "haircut tomorrow at 11, 912 345 678, I am Bob Lee, apt 12/5",
        "haircut tomorrow at 11, 912 345 678, my membership expires 12/27",
        "haircut tomorrow at 11, 912 345 678. I was born 3/4/1985",
        "corte de pelo mañana a las 11, 912 345 678, el carné vence 12/27",
        "corte de cabelo amanhã às 11, 912 345 678, nasci em 4/3/1985",
    ] {
        let mut story = Story::new();
        story.says_all(text);
        let windows = &story.shows().windows;
        assert_eq!(windows.len(), 1, "{text}: {:?}", story.last_said());
        assert_eq!(windows[0].from.to_string(), "2026-11-26T10:00:00Z", "{text}");
    }
}

#[test]
fn kinds_of_providers_and_places_are_known_in_small_letters() {
    for (language, text, service) in [
        (Language::Es, "quiero cortarme el pelo", "cortarme el pelo"),
        (Language::Es, "me quiero cortar el pelo", "cortar el pelo"),
        (Language::Es, "quiero hacerme las uñas el viernes", "uñas"),
        (Language::En, "need to see a physio", "physio"),
        (Language::Pt, "quero cortar o cabelo", "cortar o cabelo"),
        (Language::Pt, "preciso ver um fisio", "fisio"),
    ] {
        let mut story = Story::new();
        story.desk.person.language = language;
        story.says_all(text);
        assert_eq!(story.request().wish.service.as_deref(), Some(service), "{text}");
        assert!(!story.asks().details.contains(&Detail::Service), "{text}");
        let whole = story.days().iter().all(|day| day.ends_with("23:59"));
        assert!(whole, "{text}: {:?}", story.days());
    }
    for (language, text, service, place) in [
        (
            Language::Es,
            "restaurante italiano en palermo para 4 el viernes a las 9",
            "restaurante italiano",
            "palermo",
        ),
        (
            Language::En,
            "italian restaurant in soho for 4 on friday at 9",
            "italian restaurant",
            "soho",
        ),
        (
            Language::Pt,
            "restaurante japonês em pinheiros para 4 sexta às 9",
            "restaurante japonês",
            "pinheiros",
        ),
    ] {
        let mut story = Story::new();
        story.desk.person.language = language;
        story.says_all(text);
        let wish = &story.request().wish;
        assert_eq!(wish.service.as_deref(), Some(service), "{text}");
        assert_eq!(wish.place.as_deref(), Some(place), "{text}");
        assert_eq!(story.fact(Fact::PartySize), Some("4"), "{text}");
        assert_eq!(story.days().len(), 1, "{text}");
    }
}
