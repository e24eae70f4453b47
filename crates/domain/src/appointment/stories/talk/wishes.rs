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
