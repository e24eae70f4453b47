//! What phrases and windows come to, as tables that a speaker of the language can check.

use jiff::{
    Timestamp,
    civil::{DateTime, date},
    tz::TimeZone,
};

use super::{Dates, Doubtful, PartOfDay, Reading, Reference, Times, read, windows};
use crate::language::Language::{self, En, Es, Pt};

/// A Sunday, ten in the morning.
fn now() -> DateTime {
    date(2026, 11, 22).at(10, 0, 0, 0)
}

fn reference(language: Language) -> Reference {
    Reference { now: now(), language, month_first: false }
}

/// Readings in short: `26-11 17:00-` is the 26th from five on, `!` an hour whose half of the day is open.
fn short(readings: &[Reading]) -> String {
    let one = |reading: &Reading| {
        let mut words = Vec::new();
        if let Some(Dates { from, to }) = reading.dates {
            let day = |d: Option<jiff::civil::Date>| {
                d.map(|d| d.strftime("%d-%m").to_string()).unwrap_or_default()
            };
            words.push(if from == to { day(from) } else { format!("{}..{}", day(from), day(to)) });
        }
        let hour = |t: jiff::civil::Time| t.strftime("%H:%M").to_string();
        match reading.times {
            None => {}
            Some(Times::At(time)) => words.push(hour(time)),
            Some(Times::Between { from, to }) => {
                words.push(format!(
                    "{}-{}",
                    from.map(hour).unwrap_or_default(),
                    to.map(hour).unwrap_or_default()
                ));
            }
            Some(Times::Part(part)) => words.push(format!("{part:?}").to_lowercase()),
        }
        if reading.asap {
            words.push("asap".to_owned());
        }
        words.join(" ") + if reading.either_half { "!" } else { "" }
    };
    readings.iter().map(one).collect::<Vec<_>>().join(" | ")
}

#[track_caller]
fn reads(language: Language, table: &[(&str, &str)]) {
    for (text, expected) in table {
        assert_eq!(short(&read(text, reference(language))), *expected, "{text}");
    }
}

#[test]
fn a_date_in_the_name_of_a_street_is_no_day() {
    reads(
        Es,
        &[
            ("Estamos en Calle 2 de Mayo 14", ""),
            ("es en plaza 25 de mayo, el jueves a las 5 de la tarde", "26-11 17:00"),
            ("el jueves a las 17 en Av. 9 de Julio 1550", "26-11 17:00"),
            ("la calle veinticinco de mayo", ""),
            ("vivo en la esquina de 9 de Julio y 25 de Mayo, mañana puedo", "23-11"),
            ("Carrera 7 # 45-10, el viernes", "27-11"),
            ("Calle 50 No. 12-30 a las 10:30", "10:30!"),
            ("Calle Mayor, 14, a las 9", "09:00!"),
            ("Avenida Juan B. Justo 1200 el lunes", "23-11"),
            ("en el Hospital 12 de Octubre mañana", "23-11"),
            ("Calle Domingo Sarmiento, el martes", "24-11"),
            // A street is named, and then a day.
            ("en la calle Mayor el 2 de mayo", "02-05"),
            ("en la calle Mayor, 2 de mayo a las 10", "02-05 10:00!"),
            ("en la plaza el 25 de mayo", "25-05"),
            ("en la clínica 12 de diciembre", "12-12"),
            ("EN LA CALLE MAYOR EL JUEVES A LAS 17", "26-11 17:00"),
        ],
    );
    reads(
        Pt,
        &[
            ("fica na Rua 25 de Março, 300", ""),
            ("quinta às 17h na rua vinte e cinco de março", "26-11 17:00"),
            ("Rua Augusta, nº 15, amanhã às 10h", "23-11 10:00!"),
            ("Largo 2 de Julho 12, na sexta", "27-11"),
            ("no Hospital 9 de Julho amanhã", "23-11"),
            ("na Rua Augusta no dia 5 de dezembro", "05-12"),
            ("na Rua Augusta no 15 de dezembro", "15-12"),
            ("Rua Augusta, 15h", "15:00"),
            ("na praça, 25 de março", "25-03"),
        ],
    );
    reads(
        En,
        &[
            ("we are on 5th Avenue", ""),
            ("Thursday at 5 pm, it is 1532 20th Street", "26-11 17:00"),
            ("12 May Street, on Thursday", "26-11"),
            ("at 9 Fifth Ave. tomorrow", "23-11"),
            ("the office at 25 4th of July Road, Friday", "27-11"),
            ("come to 42nd St on Friday", "27-11"),
            ("my place is at 8 June Court, tomorrow", "23-11"),
            // A day is named, and then a street.
            ("on the 5th, Main Street", "05-12"),
            ("on May 5th, St Mary's hall", "05-05"),
            ("on the 5th drive over", "05-12"),
            ("on Main Street on the 5th", "05-12"),
            ("in May", "01-05..31-05"),
            ("is Wed all right?", "25-11"),
            ("a booking for Tuesday the 24th 2026", "24-11"),
            ("Friday the 27th at 2030", "27-11 20:30"),
            ("change it from 7 to 9 people", ""),
            ("from 7 to 9", "07:00-09:00!"),
            ("at 5 - 6 people", "05:00!"),
            ("from 1 star restaurants", ""),
            ("the Sun Salon", ""),
            ("we sat there", ""),
        ],
    );
}

#[test]
fn a_month_that_is_somebodys_name_is_no_day() {
    reads(
        Es,
        &[
            ("es con la doctora Abril, el jueves", "26-11"),
            ("con don Domingo", ""),
            ("en don julio el jueves", "26-11"),
            ("con la dra. abril", ""),
        ],
    );
    reads(Pt, &[("com a Dra. Abril amanhã", "23-11"), ("com o doutor em abril", "01-04..30-04")]);
    reads(
        En,
        &[
            ("with Dr. May on Friday", "27-11"),
            ("with Mrs April", ""),
            ("I need a doctor, May 5th", "05-05"),
            ("see the doctor May 5th", "05-05"),
        ],
    );
}

#[test]
fn english_phrases_are_read() {
    reads(
        En,
        &[
            ("a haircut on Thursday at 5 pm please", "26-11 17:00"),
            ("Tuesday morning at 10", "24-11 10:00"),
            ("tomorrow at half past three", "23-11 03:30!"),
            ("Thursday after 5, or else any time Friday", "26-11 05:00-! | 27-11"),
            ("Monday or Tuesday at 10 am", "23-11 10:00 | 24-11 10:00"),
            ("between 2 and 4 in the afternoon on the 3rd", "03-12 14:00-16:00"),
            ("next week, but not on Wednesday", "23-11..24-11 | 26-11..29-11"),
            ("at 3 or after 5 pm tomorrow", "23-11 03:00! | 23-11 17:00-"),
            ("as soon as possible", "asap"),
            ("in two weeks", "06-12"),
            ("quarter to nine tomorrow evening", "23-11 20:45"),
        ],
    );
}

#[test]
fn spanish_phrases_are_read() {
    reads(
        Es,
        &[
            ("corte de pelo el jueves a la tarde", "26-11 afternoon"),
            ("mañana a las 10", "23-11 10:00!"),
            ("mañana por la mañana", "23-11 morning"),
            ("pasado mañana después de las 5 de la tarde", "24-11 17:00-"),
            ("el martes que viene entre las 3 y las 5 de la tarde", "24-11 15:00-17:00"),
            ("el 3 de diciembre a las cinco y media de la tarde", "03-12 17:30"),
            ("el jueves a las 10 o si no el viernes a las 11", "26-11 10:00! | 27-11 11:00!"),
            ("lo antes posible", "asap"),
            ("a las tres menos cuarto de la tarde", "14:45"),
            ("la semana que viene por la mañana", "23-11..29-11 morning"),
        ],
    );
}

#[test]
fn portuguese_phrases_are_read() {
    reads(
        Pt,
        &[
            ("corte de cabelo amanhã de manhã", "23-11 morning"),
            ("quinta-feira às 15h30", "26-11 15:30"),
            ("segunda ou terça à tarde", "23-11 afternoon | 24-11 afternoon"),
            ("depois de amanhã às dez da manhã", "24-11 10:00"),
            ("entre as 14h e as 16h na sexta", "27-11 14:00-16:00"),
            ("semana que vem depois das 17h", "23-11..29-11 17:00-"),
            ("o quanto antes", "asap"),
        ],
    );
}

#[test]
fn what_is_no_date_is_not_read() {
    for text in [
        "May I ask why?",
        "a 1:1 meeting",
        "I have 2 dogs",
        "see you",
        "",
        "12345678901234567890",
        "a table for 4 people",
    ] {
        assert_eq!(short(&read(text, reference(En))), "", "{text}");
    }
    for text in ["somos 4 personas", "quiero una cita", "llego tarde"] {
        assert_eq!(short(&read(text, reference(Es))), "", "{text}");
    }
}

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).expect("the time zones are compiled in")
}

fn at(local: &str, zone: &TimeZone) -> Timestamp {
    local
        .parse::<DateTime>()
        .expect("a local time")
        .to_zoned(zone.clone())
        .expect("it exists")
        .timestamp()
}

/// Windows of a text, in local time.
fn local_windows(
    text: &str,
    now: &str,
    zone_name: &str,
    language: Language,
) -> Result<Vec<String>, Doubtful> {
    let zone = zone(zone_name);
    let moment: DateTime = now.parse().expect("a local time");
    let readings = read(text, Reference { now: moment, language, month_first: false });
    let local = |t: Timestamp| zone.to_datetime(t).strftime("%d-%m %H:%M").to_string();
    let windows = windows(&readings, &zone, at(now, &zone))?;
    Ok(windows.iter().map(|w| format!("{} to {}", local(w.from), local(w.to))).collect())
}

#[test]
fn windows_are_bounded_and_begin_now_at_the_earliest() {
    let of = |text, language| {
        local_windows(text, "2026-11-22T10:00", "Europe/Madrid", language).expect("no clock change")
    };
    assert_eq!(of("el jueves a la tarde", Es), ["26-11 12:00 to 26-11 18:00"]);
    assert_eq!(
        of("Thursday after 5, or else any time Friday", En),
        ["26-11 17:00 to 26-11 23:59", "27-11 00:00 to 27-11 23:59"]
    );
    assert_eq!(of("hoy", Es), ["22-11 10:00 to 22-11 23:59"]);
    assert_eq!(of("from Monday on", En), ["23-11 00:00 to 07-12 23:59"]);
    assert_eq!(of("at 5", En), ["22-11 17:00 to 22-11 17:00"]);
    assert_eq!(of("amanhã antes das 3", Pt), ["23-11 00:00 to 23-11 15:00"]);
    assert_eq!(of("mañana a las 10", Es), ["23-11 10:00 to 23-11 10:00"]);
    assert_eq!(of("today at 9", En), ["22-11 21:00 to 22-11 21:00"]);
    assert_eq!(of("today at 9 am", En), Vec::<String>::new());
    assert_eq!(of("Sunday at 9 am", En), ["29-11 09:00 to 29-11 09:00"]);
    assert_eq!(of("Sunday at 11", En), ["22-11 11:00 to 22-11 11:00"]);
    assert_eq!(of("tomorrow from 23 to 2 am", En), ["23-11 23:00 to 24-11 02:00"]);
}

#[test]
fn an_hour_that_the_clock_change_skips_or_repeats_is_doubtful() {
    let of = |text| local_windows(text, "2026-03-27T10:00", "Europe/Madrid", En);
    assert_eq!(of("Sunday at 2:30 am"), Err(Doubtful(date(2026, 3, 29).at(2, 30, 0, 0))));
    assert_eq!(of("Sunday at 3:30 am"), Ok(vec!["29-03 03:30 to 29-03 03:30".to_owned()]));
    let of = |text| local_windows(text, "2026-10-23T10:00", "Europe/Madrid", En);
    assert_eq!(of("Sunday after 2:30 am"), Err(Doubtful(date(2026, 10, 25).at(2, 30, 0, 0))));
    assert!(of("Sunday").is_ok());
}

#[test]
fn a_day_that_begins_with_a_clock_change_still_has_bounds() {
    // In Asunción the clock sprang forward at midnight.
    let of = local_windows("domingo", "2023-09-29T10:00", "America/Asuncion", Es);
    assert_eq!(of, Ok(vec!["01-10 01:00 to 01-10 23:59".to_owned()]));
}

#[test]
fn a_part_of_the_day_alone_is_offered_on_each_of_the_next_days() {
    let reading = Reading { times: Some(Times::Part(PartOfDay::Morning)), ..Reading::default() };
    let zone = zone("America/Argentina/Buenos_Aires");
    let windows =
        windows(&[reading], &zone, at("2026-11-22T13:00", &zone)).expect("no clock change");
    assert_eq!(windows.len(), 7);
}

mod whatever_is_written {
    use proptest::prelude::*;

    use super::{Language, Reference, now, read, windows, zone};

    proptest! {
        #[test]
        fn reading_never_panics(text in "\\PC{0,80}") {
            for language in Language::ALL {
                let _ = read(&text, Reference { now: now(), language, month_first: true });
            }
        }

        #[test]
        fn windows_never_begin_before_now_nor_end_before_they_begin(
            words in proptest::collection::vec(
                prop::sample::select(vec![
                    "el", "lunes", "mañana", "a las", "5", "10", "de la tarde", "15", "diciembre", "entre", "y", "después de",
                    "hoy", "la semana que viene", "antes de", "o", "noche", "31", "en", "3", "días", "horas", "30/2", "8:30",
                ]),
                0..9,
            ),
            minute in 0_i64..800_000,
        ) {
            let zone = zone("America/Santiago");
            let start = super::at("2026-01-01T00:00", &zone);
            let instant = start + jiff::SignedDuration::from_mins(minute);
            let reference = Reference { now: zone.to_datetime(instant), language: Language::Es, month_first: false };
            let readings = read(&words.join(" "), reference);
            if let Ok(windows) = windows(&readings, &zone, instant) {
                for window in windows {
                    prop_assert!(window.from >= instant);
                    prop_assert!(window.to >= window.from);
                    prop_assert!(window.to.duration_since(instant).as_hours() < 24 * 366 * 40);
                }
            }
        }
    }
}

#[test]
fn days_and_hours_that_are_ruled_out_are_no_part_of_the_wish() {
    reads(
        En,
        &[
            (
                "not Thursday, any other day this week after 3pm",
                "16-11..18-11 15:00- | 20-11..22-11 15:00-",
            ),
            ("next week except Thursday, after 3 pm", "23-11..25-11 15:00- | 27-11..29-11 15:00-"),
            ("next week except Thursday after 3 pm", "23-11..25-11 15:00- | 27-11..29-11 15:00-"),
            ("any day but Monday", "22-11 | 24-11..29-11"),
            ("any day after 3 pm except Monday", "22-11 15:00- | 24-11..29-11 15:00-"),
            (
                "in December but not on Mondays",
                "01-12..06-12 | 08-12..13-12 | 15-12..20-12 | 22-12..27-12 | 29-12..31-12",
            ),
            ("next week, not in the morning", "23-11..29-11 12:00-"),
            ("Friday, but not between 1 and 3 pm", "27-11 -13:00 | 27-11 15:00-"),
            ("next week but not Thursday morning", "23-11..25-11 | 26-11 12:00- | 27-11..29-11"),
            ("any day next week other than Tuesday or Wednesday", "23-11 | 26-11..29-11"),
            ("next week but not on Monday and not on Friday", "24-11..26-11 | 28-11..29-11"),
            ("I can't do Thursday, Friday is fine", "27-11"),
            ("not Thursday, and Friday is fine", "27-11"),
            ("not Thursday", ""),
            ("tomorrow, not before 10", "23-11 10:00-!"),
            ("Thursday at 5, not 6", "26-11 05:00!"),
            ("actually Thursday doesn't work", ""),
            ("Thursday afternoon won't work, Friday is fine", "27-11"),
            ("Thursday is out, make it Friday", "27-11"),
            ("next week, but Thursday doesn't work for me", "23-11..25-11 | 27-11..29-11"),
            ("Thursday works", "26-11"),
            (
                "Thursday between 10 and 4 except between 1 and 3",
                "26-11 10:00-13:00 | 26-11 15:00-16:00",
            ),
            (
                "Thursday between 1 and 6 except between 3 and 4",
                "26-11 01:00-03:00! | 26-11 04:00-06:00!",
            ),
            ("Thursday afternoon, not between 2 and 3", "26-11 12:00-14:00 | 26-11 15:00-18:00"),
            (
                "Thursday between 9 and 12 except from 10 to 11",
                "26-11 09:00-10:00! | 26-11 11:00-12:00!",
            ),
            ("Thursday, and if Thursday doesn't work Friday", "26-11 | 27-11"),
        ],
    );
    reads(
        Es,
        &[
            (
                "esta semana menos el jueves, después de las 15",
                "16-11..18-11 15:00- | 20-11..22-11 15:00-",
            ),
            ("cualquier día menos el lunes y el martes", "22-11 | 25-11..29-11"),
            ("la semana que viene, ni el lunes ni el martes", "25-11..29-11"),
            ("la próxima semana, pero el jueves no", "23-11..25-11 | 27-11..29-11"),
            (
                "cualquier día que no sea el lunes, por la tarde",
                "22-11 afternoon | 24-11..29-11 afternoon",
            ),
            ("el jueves no, y el viernes sí", "27-11"),
            ("el jueves no puedo, el viernes sí", "27-11"),
            ("el jueves a las 10 no", ""),
            ("el jueves me viene mal, mejor el viernes", "27-11"),
            ("el jueves me viene bien", "26-11"),
            ("el jueves por la tarde salvo entre 4 y 5", "26-11 12:00-16:00 | 26-11 17:00-18:00"),
            ("el jueves por la tarde, no antes de las 17", "26-11 17:00-"),
        ],
    );
    reads(
        Pt,
        &[
            ("qualquer dia menos segunda", "22-11 | 24-11..29-11"),
            ("qualquer dia menos segunda, depois das 15h", "22-11 15:00- | 24-11..29-11 15:00-"),
            (
                "semana que vem, exceto quinta, à tarde",
                "23-11..25-11 afternoon | 27-11..29-11 afternoon",
            ),
            ("semana que vem menos segunda e terça", "25-11..29-11"),
            ("quinta não, sexta sim", "27-11"),
            ("quinta fica ruim, sexta pode ser", "27-11"),
        ],
    );
}

#[test]
fn a_part_of_the_day_that_is_ruled_out_takes_its_exact_hours_along() {
    let hour = |hour| Reading {
        times: Some(Times::At(jiff::civil::time(hour, 0, 0, 0))),
        ..Reading::default()
    };
    let morning = ["in the morning".to_owned()];
    assert_eq!(super::less(vec![hour(10)], &morning, reference(En)), []);
    assert_eq!(super::less(vec![hour(15)], &morning, reference(En)), [hour(15)]);
    let open = Reading { either_half: true, ..hour(10) };
    assert_eq!(super::less(vec![open], &morning, reference(En)), [open], "may be ten at night");
}

#[test]
fn the_beginning_of_a_phone_number_is_no_hour() {
    reads(
        Es,
        &[
            ("el jueves por la tarde, 912 345 678", "26-11 afternoon"),
            ("por la tarde 912-345-678", "afternoon"),
            ("el jueves a las 10, 912 345 678", "26-11 10:00!"),
        ],
    );
    reads(
        Es,
        &[
            ("el jueves por la tarde, 91 555 01 10", "26-11 afternoon"),
            ("el jueves por la tarde, 600 12 10 11", "26-11 afternoon"),
            ("el jueves por la tarde, 11 4321-1201", "26-11 afternoon"),
        ],
    );
    reads(
        Pt,
        &[
            ("quinta à tarde, (11) 93555-0101", "26-11 afternoon"),
            ("quinta à tarde, (11) 3555-0101", "26-11 afternoon"),
        ],
    );
    reads(
        En,
        &[
            ("Friday, 202-555-0143", "27-11"),
            ("Thursday morning, (202) 555-0101", "26-11 morning"),
            ("202-555-0101 Thursday at 11", "26-11 11:00!"),
            ("at 415-555-1130 Thursday after 2 pm", "26-11 14:00-"),
            ("202.555.0130 Thursday", "26-11"),
            ("202 555 1130 Thursday", "26-11"),
            ("call 555-1130 on Thursday", "26-11"),
            ("Thursday 10-1130", "26-11 10:00-11:30!"),
            ("17 June 0830", "17-06 08:30"),
        ],
    );
}

#[test]
fn a_day_that_is_said_after_an_exception_is_that_of_the_hours_before_it() {
    reads(
        En,
        &[
            (
                "between 9 and 12 except from 10 to 11, on Friday",
                "27-11 09:00-10:00! | 27-11 11:00-12:00!",
            ),
            ("mornings except Monday, next week", "24-11..29-11 morning"),
            ("at 10, but not on Monday, Friday is fine", "27-11 10:00!"),
        ],
    );
    reads(
        Es,
        &[(
            "entre las 9 y las 12 salvo de 10 a 11, el viernes",
            "27-11 09:00-10:00! | 27-11 11:00-12:00!",
        )],
    );
    reads(
        Pt,
        &[(
            "entre as 9 e as 12 menos das 10 às 11, na sexta",
            "27-11 09:00-10:00! | 27-11 11:00-12:00!",
        )],
    );
}

#[test]
fn a_day_that_is_named_again_with_its_hours_has_those() {
    let both = "26-11 afternoon | 27-11 morning";
    reads(En, &[("Thursday or Friday, Thursday afternoon and Friday morning", both)]);
    reads(Es, &[("jueves o viernes, el jueves a la tarde y el viernes a la mañana", both)]);
    reads(Pt, &[("quinta ou sexta, quinta à tarde e sexta de manhã", both)]);
    reads(Pt, &[("quarta, quinta ou sexta", "25-11 | 26-11 | 27-11")]);
}

#[test]
fn weekdays_are_not_the_weekend() {
    reads(
        En,
        &[
            ("weekdays after 5", "23-11..27-11 05:00-!"),
            ("weekday mornings", "23-11..27-11 morning"),
            ("any weekday except Tuesday", "23-11 | 25-11..27-11"),
            ("next week, not on weekdays", "28-11..29-11"),
            ("weekdays in December", "01-12..31-12"),
            ("weekdays after 5 or Saturday morning", "23-11..27-11 05:00-! | 28-11 morning"),
            ("I work on weekdays so Saturday morning please", "28-11 morning"),
            ("any weekday next month", "01-12..31-12"),
            ("weekdays next week", "23-11..27-11"),
            ("Friday at 10, if they can't Saturday at 11", "27-11 10:00! | 28-11 11:00!"),
            ("come by Thursday at 3pm", "26-11 15:00"),
            ("in 3 business days", "25-11"),
        ],
    );
    reads(Es, &[("entre semana después de las 18", "23-11..27-11 18:00-")]);
    reads(Es, &[("los días de semana por la tarde", "23-11..27-11 afternoon")]);
    reads(Pt, &[("dias de semana depois das 18h", "23-11..27-11 18:00-")]);
    let thursday = local_windows("weekdays", "2026-11-26T10:00", "Europe/Madrid", En);
    let both = ["26-11 10:00 to 27-11 23:59", "30-11 00:00 to 03-12 23:59"].map(str::to_owned);
    assert_eq!(thursday, Ok(both.to_vec()));
}

#[test]
fn by_a_day_is_any_day_until_it() {
    reads(
        En,
        &[
            ("by Friday", "..27-11"),
            ("a haircut by the 5th", "..05-12"),
            ("any time by tomorrow", "..23-11"),
            ("before Friday", "..26-11"),
        ],
    );
    reads(Es, &[("antes del viernes", "..26-11"), ("para el viernes", "27-11")]);
    reads(Es, &[("para el viernes a más tardar", "..27-11")]);
    reads(Pt, &[("até sexta", "..27-11"), ("antes de sexta", "..26-11")]);
}

#[test]
fn the_end_of_a_morning_or_an_afternoon_is_a_part_of_the_day() {
    reads(
        En,
        &[
            ("Friday late morning", "27-11 latemorning"),
            ("late in the afternoon on Friday", "27-11 lateafternoon"),
            ("this late afternoon", "22-11 lateafternoon"),
            ("early Friday afternoon", "27-11 afternoon"),
            ("Friday at 5 in the late afternoon", "27-11 17:00"),
        ],
    );
    reads(
        Es,
        &[
            ("el viernes a última hora de la tarde", "27-11 lateafternoon"),
            ("a media mañana", "latemorning"),
            ("el viernes a última hora", "27-11 17:00-20:00"),
        ],
    );
    reads(Pt, &[("sexta no fim da tarde", "27-11 lateafternoon")]);
    reads(Pt, &[("no meio da manhã", "latemorning")]);
    let late = local_windows("Friday late afternoon", "2026-11-22T10:00", "Europe/Madrid", En);
    assert_eq!(late, Ok(vec!["27-11 16:00 to 27-11 19:00".to_owned()]));
}

#[test]
fn yesterday_is_heard_in_every_language() {
    for text in ["I was there yesterday", "ayer a las 11", "ontem à tarde", "anteayer", "Anoche"] {
        assert!(super::speaks_of_yesterday(text), "{text}");
    }
    for text in ["", "today", "mañana", "el año pasado", "last year", "amanhã"] {
        assert!(!super::speaks_of_yesterday(text), "{text}");
    }
}

#[test]
fn a_date_of_something_else_is_no_day_to_come_on() {
    reads(
        En,
        &[
            ("tomorrow at 11, apt 12/5", "23-11 11:00!"),
            ("tomorrow at 11, apartment #12/5", "23-11 11:00!"),
            ("tomorrow at 11, unit 3-4, I am Bob", "23-11 11:00!"),
            ("tomorrow at 11, membership expires 12/27", "23-11 11:00!"),
            ("card 4111 exp 12/27 cvv 123, tomorrow at 11", "23-11 11:00!"),
            ("tomorrow at 11. I was born 3/4/1985", "23-11 11:00!"),
            ("I was born on March 4th, 1985, come tomorrow at 11", "23-11 11:00!"),
            ("tomorrow at 11, my birthday is 3/4/1985", "23-11 11:00!"),
            ("dob: 03/04/85, friday", "27-11"),
            ("born in March 1985", ""),
            ("born on March 4, 1945, come tomorrow at 11", "23-11 11:00!"),
            ("valid until 12/27/2027", ""),
            ("the flat is free on 12/5", "12-05"),
        ],
    );
    reads(
        Es,
        &[
            ("mañana a las 11, depto 12/5", "23-11 11:00!"),
            ("mañana a las 11, mi tarjeta vence 12/27", "23-11 11:00!"),
            ("mañana a las 11, vence el 27/12", "23-11 11:00!"),
            ("mañana a las 11, nací el 4 de marzo de 1985", "23-11 11:00!"),
            ("fecha de nacimiento: 4/3/1985, el viernes", "27-11"),
            ("mañana a las 11, mi cumpleaños es 4/3/1985", "23-11 11:00!"),
            ("piso 3 a las 10", "10:00!"),
            ("el viernes en el departamento de Ana", "27-11"),
        ],
    );
    reads(
        Pt,
        &[
            ("amanhã às 11, apto 12/5", "23-11 11:00!"),
            ("amanhã às 11, validade 12/27", "23-11 11:00!"),
            ("amanhã às 11, vence em 27/12", "23-11 11:00!"),
            ("nascido em 4 de março de 1985, amanhã às 11", "23-11 11:00!"),
            ("amanhã às 11, meu aniversário é 4/3/1985", "23-11 11:00!"),
        ],
    );
}

#[test]
fn two_numbers_joined_by_and_are_no_hour_until_something_says_so() {
    reads(
        Es,
        &[
            ("1 y 3", ""),
            ("10 y 5", ""),
            ("uno y tres", ""),
            ("las 10 y 5", "10:05!"),
            ("a las 3 y 10", "03:10!"),
            ("a las tres y tres", "03:03!"),
            ("1 y 3 de la tarde", "13:03"),
            ("10 y 30", "10:30!"),
            ("diez y cinco", "10:05!"),
            ("tres y media", "03:30!"),
        ],
    );
    reads(
        Pt,
        &[
            ("1 e 3", ""),
            ("um e três", ""),
            ("dez e cinco", "10:05!"),
            ("às 10 e 5", "10:05!"),
            ("3 e 10", "03:10!"),
        ],
    );
}
