use proptest::prelude::*;

use super::emergency::BY_REGION;
use super::zones::AREAS;
use super::{
    Invalid, PhoneNumber, Refusal, emergency_number, numbers_in, renumbered, short_number,
};

fn read(text: &str, region: &str) -> String {
    PhoneNumber::parse(text, region)
        .map_or_else(|error| error.to_string(), |number| number.e164().to_owned())
}

fn number(text: &str) -> PhoneNumber {
    PhoneNumber::parse(text, "").expect("the test names a valid number")
}

fn found(text: &str, region: &str) -> Vec<String> {
    numbers_in(text, region).iter().map(|found| found.number.e164().to_owned()).collect()
}

const INVALID: &str = "not a valid telephone number";

#[test]
fn a_number_is_read_as_people_of_its_country_write_it() {
    for (text, region, e164) in [
        ("011 4321-1234", "AR", "+541143211234"),
        ("011 15-4321-1234", "AR", "+5491143211234"),
        ("+54 11 15 4321-1234", "AR", "+5491143211234"),
        ("+54 9 11 4321 1234", "ES", "+5491143211234"),
        ("55 1234 5678", "MX", "+525512345678"),
        ("0 15 11 2345-6789", "BR", "+551123456789"),
        ("(11) 96123-4567", "BR", "+5511961234567"),
        ("91 234 56 78", "ES", "+34912345678"),
        ("020 7946 0018", "GB", "+442079460018"),
        ("0039 06 1234 5678", "ES", "+390612345678"),
        ("(202) 555-0143", "us", "+12025550143"),
        ("1-800-FLOWERS", "US", "+18003569377"),
        ("tel:+1-202-555-0143", "", "+12025550143"),
        ("TEL:+1-202-555-0143", "", "+12025550143"),
        ("٠٢٠ ٧٩٤٦ ٠٠١٨", "GB", "+442079460018"),
        ("＋４４　２０　７９４６　００１８", "", "+442079460018"),
        ("\u{202a}+44 20 7946 0018\u{202c}", "", "+442079460018"),
        ("\u{200f}020\u{a0}7946\u{a0}0018", "GB", "+442079460018"),
    ] {
        assert_eq!(read(text, region), e164, "{text:?} in {region:?}");
    }
}

#[test]
fn an_extension_or_key_presses_are_never_part_of_a_number() {
    for text in
        ["+1 202 555 0143 ext. 9", "+12025550143,,9#", "+12025550143;ext=9", "+12025550143x9"]
    {
        assert_eq!(read(text, ""), "+12025550143", "{text:?}");
    }
    for text in ["+12025550143,,,,9w1234p5678", "+12025550143;postd=pp22", "+12025550143p9w1"] {
        let number = PhoneNumber::parse(text, "");
        assert!(number.is_err() || number == Ok(self::number("+12025550143")), "{text:?}");
    }
}

#[test]
fn what_is_no_valid_number_is_refused() {
    for (text, region) in [
        ("", "AR"),
        ("   ", "AR"),
        ("call me", "US"),
        ("+", "US"),
        ("202 555 014", "US"),
        ("202 555 01433", "US"),
        ("020 7946 0018", ""),
        ("020 7946 0018", "US"),
        ("+999 123 456 789", "US"),
        ("4321-1234", "AR"),
        ("+52 1 55 1234 5678", "MX"),
        ("12/11/2026", "AR"),
    ] {
        assert_eq!(read(text, region), INVALID, "{text:?} in {region:?}");
    }
}

#[test]
fn addresses_of_other_networks_are_no_numbers_even_where_they_hold_one() {
    for text in [
        "sip:+12025550143@example.com",
        "SIPS:+12025550143",
        "client:+12025550143",
        "whatsapp:+12025550143",
        "+12025550143@example.com",
        "mailto:12025550143@example.com",
        "2025550143;phone-context=+1;tel:2025550143",
    ] {
        assert_eq!(read(text, "US"), INVALID, "{text:?}");
    }
}

#[test]
fn a_text_far_longer_than_a_number_is_not_even_read() {
    assert_eq!(read(&format!("+12025550143{}", " ".repeat(300)), ""), INVALID);
    assert_eq!(read(&"1".repeat(1_000_000), "US"), INVALID);
}

#[test]
fn only_plain_calls_are_callable() {
    for (text, expected) in [
        ("+541143211234", Ok(())),
        ("+5491143211234", Ok(())),
        ("+18002345678", Ok(())),
        ("+80012345678", Ok(())),
        ("+18009762345", Ok(())),
        ("+12129772345", Ok(())),
        ("+19002345678", Err(Refusal::Premium)),
        ("+12129762345", Err(Refusal::Premium)),
        ("+12129502345", Err(Refusal::Special)),
        ("+12124112345", Err(Refusal::Special)),
        ("+449012345678", Err(Refusal::Premium)),
        ("+34803123456", Err(Refusal::Premium)),
        ("+5540041234", Err(Refusal::SharedCost)),
        ("+80812345678", Err(Refusal::Special)),
        ("+881612345678", Err(Refusal::Special)),
        ("+870773111632", Err(Refusal::Special)),
        ("+8823421234", Err(Refusal::Special)),
        ("+883510012345", Err(Refusal::Special)),
        ("+979123456789", Err(Refusal::Special)),
        ("+15002345678", Err(Refusal::Personal)),
        ("+447640123456", Err(Refusal::Pager)),
        ("+49177991234567", Err(Refusal::Voicemail)),
    ] {
        assert_eq!(number(text).callable(), expected, "{text}");
    }
}

#[test]
fn an_emergency_number_is_never_a_phone_number_in_any_country() {
    let mut asked = 0;
    for (regions, numbers) in BY_REGION {
        for region in regions.split(' ') {
            assert_eq!(region.len(), 2, "{region}");
            for emergency in numbers.split(' ').chain(["112", "911"]) {
                assert_eq!(read(emergency, region), INVALID, "{emergency} in {region}");
                assert_eq!(
                    short_number(emergency, region),
                    Some(Refusal::Emergency),
                    "{emergency} in {region}"
                );
                asked += 1;
            }
        }
    }
    assert!(asked > 800, "only {asked} were asked");
}

#[test]
fn an_emergency_number_is_seen_through_its_disguises() {
    for text in [
        "911",
        "9-1-1",
        " 9 1 1 ",
        "(911)",
        "tel:911",
        "９１１",
        "\u{202a}911\u{202c}",
        "+1 911",
        "+54911",
        "+34 112",
    ] {
        assert_eq!(short_number(text, "US"), Some(Refusal::Emergency), "{text:?}");
        assert_eq!(read(text, "US"), INVALID, "{text:?}");
    }
}

#[test]
fn codes_of_the_network_are_short_and_numbers_are_not() {
    for text in ["311", "611", "12345", "*111#", "*67", "#31#+12025550143", "70000"] {
        assert_eq!(short_number(text, "US"), Some(Refusal::Short), "{text:?}");
    }
    for text in
        ["(202) 555-0143", "+12025550143", "hello", "", "7", "911 Main Street", "2025550", "*", "+"]
    {
        assert_eq!(short_number(text, "US"), None, "{text:?}");
    }
    assert_eq!(short_number("012234", "IT"), None, "Italy has numbers of six digits");
}

#[test]
fn a_person_in_danger_gets_the_number_of_the_place() {
    for (region, expected) in [
        ("AR", "911"),
        ("BR", "192"),
        ("ES", "112"),
        ("es", "112"),
        ("MX", "911"),
        ("GB", "999"),
        ("US", "911"),
        ("JP", "119"),
        ("AU", "000"),
        ("PT", "112"),
        ("", "112"),
        ("ZZ", "112"),
        ("A", "112"),
    ] {
        assert_eq!(emergency_number(region), expected, "{region}");
    }
}

#[test]
fn outdated_spellings_mean_a_number_of_today() {
    for (text, region, expected) in [
        ("044 55 1234 5678", "MX", "+525512345678"),
        ("045 55 1234 5678", "MX", "+525512345678"),
        ("01 55 1234 5678", "MX", "+525512345678"),
        ("+52 1 55 1234 5678", "AR", "+525512345678"),
        ("00 52 1 55 1234 5678", "MX", "+525512345678"),
        ("(11) 8765-4321", "BR", "+5511987654321"),
        ("+55 11 8765-4321", "AR", "+5511987654321"),
    ] {
        assert_eq!(renumbered(text, region), Some(number(expected)), "{text:?}");
        assert_eq!(read(text, region), INVALID, "{text:?}");
    }
    for (text, region) in [
        ("55 1234 5678", "MX"),
        ("044 55 1234 567", "MX"),
        ("044 00 0000 0000", "MX"),
        ("044 55 1234 5678", "AR"),
        ("+54 1 55 1234 5678", "MX"),
        ("(11) 1765-4321", "BR"),
        ("call 044 55 1234 5678", "MX"),
        ("", "MX"),
    ] {
        assert_eq!(renumbered(text, region), None, "{text:?}");
    }
}

#[test]
fn two_spellings_of_one_line_are_the_same_line() {
    assert!(number("+5491143211234").same_line(&number("+541143211234")));
    assert!(number("+5511961234567").same_line(&number("+5511961234567")));
    assert!(!number("+5491143211234").same_line(&number("+541143211235")));
    assert!(
        !number("+551123456789").same_line(&number("+5511923456789")),
        "a land line is no mobile"
    );
    assert_ne!(number("+5491143211234"), number("+541143211234"));
}

#[test]
fn people_read_a_number_grouped_and_at_home_without_its_country() {
    let number = number("+541143211234");
    assert_eq!(number.for_people(), "+54 11 4321-1234");
    assert_eq!(number.for_people_in("AR"), "011 4321-1234");
    assert_eq!(number.for_people_in("UY"), "+54 11 4321-1234");
    assert_eq!(number.for_people_in(""), "+54 11 4321-1234");
}

#[test]
fn a_number_belongs_to_a_region_or_to_none() {
    assert_eq!(number("+541143211234").region().as_deref(), Some("AR"));
    assert_eq!(number("+16135550123").region().as_deref(), Some("CA"));
    assert_eq!(number("+80012345678").region(), None);
}

#[test]
fn logs_do_not_show_a_number() {
    let number = number("+541143211234");
    assert_eq!(format!("{number:?} {:?}", Some(&number)), "PhoneNumber(…) Some(PhoneNumber(…))");
}

#[test]
fn a_stored_number_is_checked_again() {
    let number = number("+541143211234");
    let stored = serde_json::to_string(&number).expect("a string is JSON");
    assert_eq!(stored, "\"+541143211234\"");
    assert_eq!(serde_json::from_str::<PhoneNumber>(&stored).ok(), Some(number));
    for tampered in [
        "+1911",
        "911",
        "541143211234",
        "+54 11 4321-1234",
        "tel:+541143211234",
        "+5411432112345",
        "",
        "+54114321123٤",
    ] {
        let stored = serde_json::to_string(tampered).expect("a string is JSON");
        let error = serde_json::from_str::<PhoneNumber>(&stored).expect_err("it was tampered with");
        assert_eq!(error.to_string(), Invalid.to_string(), "and the error doesn't show it");
    }
}

#[test]
fn numbers_are_found_among_words_with_their_place() {
    let text = "Peluquería «Ñandú»: llamá al 11 4321-1234 o al +34 912 34 56 78.";
    let found = numbers_in(text, "AR");
    let seen: Vec<(String, &str)> = found
        .iter()
        .map(|found| {
            (
                text.chars().skip(found.span.start).take(found.span.len()).collect(),
                found.number.e164(),
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            ("11 4321-1234".to_owned(), "+541143211234"),
            ("+34 912 34 56 78".to_owned(), "+34912345678")
        ]
    );
}

#[test]
fn the_code_in_brackets_and_outdated_spellings_are_found_too() {
    assert_eq!(found("(+34)(912) 34 56 78", "US"), ["+34912345678"]);
    assert_eq!(
        found("Marta: +52 1 55 1234 5678, o 55 8765 4321", "MX"),
        ["+525512345678", "+525587654321"]
    );
    assert_eq!(found("liga no (11) 8765-4321", "BR"), ["+5511987654321"]);
}

#[test]
fn other_figures_are_no_phone_numbers() {
    for (text, region) in [
        ("mañana 25/11/2026 a las 15:30", "AR"),
        ("el 25 11 2026 a las 10 30", "AR"),
        ("2026-11-25 10:30", "AR"),
        ("somos 4, hasta $ 12.500", "AR"),
        ("DNI 30.123.456", "AR"),
        ("mi rut es 12.345.678-9", "CL"),
        ("219.123.456-78", "BR"),
        ("meu CPF é 21912345678", "BR"),
        ("cédula 3101234567", "CO"),
        ("mi cédula es la 310 123 4567", "CO"),
        ("order number 4157310132", "US"),
        ("tarjeta 4111 1111 1111 1111", "US"),
        ("-4157310132 is a debt", "US"),
        ("12+442079460018", "GB"),
        ("https://example.com/4157310132/x", "US"),
        ("", "US"),
    ] {
        assert_eq!(found(text, region), [] as [&str; 0], "{text:?}");
    }
}

#[test]
fn a_word_for_another_number_spoils_only_its_own() {
    assert_eq!(found("to order, call (415) 731-0132", "US"), ["+14157310132"]);
    assert_eq!(
        found("my card number 4157310131 and phone number 4157310132", "US"),
        ["+14157310132"]
    );
}

#[test]
fn a_list_of_figures_is_read_to_a_limit_and_without_a_panic() {
    for figures in [
        "1 ",
        "(+1",
        "1-",
        "123456789 ",
        "+52 1 55 ",
        "(11) 8765-4321 ",
        "12/",
        "٣",
        ".1",
        "+1 (2",
        "1/1 x1 ",
    ] {
        let _ = numbers_in(&figures.repeat(4000 / figures.len()), "MX");
    }
    let many = "(202) 555-0143, ".repeat(100);
    assert_eq!(found(&many, "US").len(), 30);
    assert_eq!(
        found(&format!("{} (202) 555-0143", "palabra ".repeat(500)), "US"),
        ["+12025550143"]
    );
}

proptest! {
    #[test]
    fn no_mixture_of_what_numbers_are_made_of_makes_reading_fail_badly(
        pieces in proptest::collection::vec(
            prop_oneof![
                Just("+"), Just("("), Just(")"), Just("-"), Just(" "), Just("."), Just("/"), Just("~"), Just("*"), Just("#"), Just(","), Just(";"),
                Just("ext"), Just("x"), Just("tel:"), Just(";phone-context=+"), Just(";isub="), Just("00"), Just("011"), Just("0"), Just("15"), Just("9"),
                Just("54"), Just("52"), Just("1"), Just("44"), Just("55"), Just("123"), Just("4567"), Just("２"), Just("٣"), Just("\u{200b}"), Just("\n"),
                Just("a"), Just("é"), Just("доб"), Just("$"), Just("%"), Just("："), Just("（"), Just("[" ), Just("]"), Just("－"), Just("2026"), Just(":"),
            ],
            0..60,
        ),
        region in "(AR|BR|MX|US|GB|JP|RU|)",
    ) {
        let text = pieces.concat();
        let _ = (PhoneNumber::parse(&text, &region), short_number(&text, &region), renumbered(&text, &region));
        let _ = numbers_in(&text, &region);
    }

    #[test]
    fn no_text_makes_reading_fail_badly(text in "(?s).{0,60}", region in "[A-Za-z0-9]{0,3}") {
        let _ = (short_number(&text, &region), renumbered(&text, &region));
        if let Ok(number) = PhoneNumber::parse(&text, &region) {
            prop_assert_eq!(PhoneNumber::parse(number.e164(), ""), Ok(number.clone()));
            let _ = (number.callable(), number.region(), number.for_people());
        }
        for found in numbers_in(&text, &region) {
            prop_assert!(found.span.end <= text.chars().count());
        }
    }

    #[test]
    fn whatever_is_read_as_a_number_stays_it(text in "[+(]?[0-9 ()./-]{5,20}", region in "(AR|BR|MX|ES|PT|GB|US|IT|DE|JP)") {
        if let Ok(number) = PhoneNumber::parse(&text, &region) {
            let stored = serde_json::to_string(&number).expect("a string is JSON");
            prop_assert_eq!(serde_json::from_str::<PhoneNumber>(&stored).ok(), Some(number.clone()));
            prop_assert!(number.e164().len() <= 16 && number.e164()[1..].bytes().all(|b| b.is_ascii_digit()));
            prop_assert_eq!(short_number(&text, &region), None);
        }
    }
}

#[test]
fn the_area_of_a_number_tells_its_clock() {
    for (text, zones) in [
        ("+12125550143", "America/New_York"),
        ("+14155550143", "America/Los_Angeles"),
        ("+13125550143", "America/Chicago"),
        ("+18505550143", "America/Chicago America/New_York"),
        ("+16045550143", "America/Vancouver"),
        ("+16135550143", "America/Toronto"),
        ("+526641234567", "America/Tijuana"),
        ("+525512345678", "America/Mexico_City"),
        ("+556721234567", "America/Campo_Grande"),
        ("+551123456789", "America/Sao_Paulo"),
        ("+34928123456", "Atlantic/Canary"),
        ("+34912345678", "Europe/Madrid"),
        ("+351292123456", "Atlantic/Azores"),
        ("+541143211234", "America/Argentina/Buenos_Aires"),
        ("+80012345678", ""),
    ] {
        assert_eq!(number(text).time_zones().join(" "), zones, "{text}");
    }
}

#[test]
fn no_area_is_listed_twice_or_inside_another_and_every_zone_exists() {
    let mut areas = Vec::new();
    for (country, codes, zones) in AREAS {
        areas.extend(codes.split_whitespace().map(|code| format!("{country}-{code}")));
        for zone in zones.split(' ') {
            assert!(jiff::tz::TimeZone::get(zone).is_ok(), "{zone}");
        }
    }
    areas.sort();
    for pair in areas.windows(2) {
        assert!(!pair[1].starts_with(&pair[0]), "{pair:?}");
    }
}
