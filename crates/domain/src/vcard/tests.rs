use proptest::prelude::*;

use super::{CARDS_MAX, Contact, FILE_BYTES_MAX, PHONES_MAX, PROPERTIES_MAX, TooBig, contacts};

fn card(properties: &str) -> String {
    format!("BEGIN:VCARD\r\nVERSION:3.0\r\n{}\r\nEND:VCARD\r\n", properties.replace('\n', "\r\n"))
}

fn read(file: impl AsRef<[u8]>) -> Vec<(Option<String>, Vec<String>)> {
    let contacts = contacts(file.as_ref()).expect("the file is small");
    contacts.into_iter().map(|Contact { name, phones }| (name, phones)).collect()
}

fn one(name: &str, phones: &[&str]) -> Vec<(Option<String>, Vec<String>)> {
    vec![(Some(name.to_owned()), phones.iter().map(|&phone| phone.to_owned()).collect())]
}

#[test]
fn a_card_shared_in_whatsapp_gives_its_name_and_number() {
    let file = card(
        "N:Costa;Marta;;;\nFN:Marta Costa\nitem1.TEL;waid=5491143211234:+54 9 11 4321-1234\nitem1.X-ABLabel:Celular",
    );
    assert_eq!(read(file), one("Marta Costa", &["+54 9 11 4321-1234"]));
}

#[test]
fn numbers_keep_their_order_and_spelling() {
    let file = card(
        "FN:Ana\nTEL;TYPE=CELL,pref:011 15-4321-1234\ntel;type=WORK:0810-222-1234\nTEL:\nTEL;VALUE=uri:TEL:+54-11-4321-1234",
    );
    assert_eq!(read(file), one("Ana", &["011 15-4321-1234", "0810-222-1234", "+54-11-4321-1234"]));
}

#[test]
fn a_card_without_a_full_name_is_called_by_its_parts_or_its_company() {
    assert_eq!(read(card("N:Ruiz;Ana;María;Dra.;")), one("Dra. Ana María Ruiz", &[]));
    assert_eq!(
        read(card("FN:\nN:;;;;\nORG:Peluquería Ñandú;Centro")),
        one("Peluquería Ñandú", &[])
    );
    assert_eq!(read(card("EMAIL:ana@example.com")), [(None, vec![])]);
}

#[test]
fn escapes_folds_and_invisible_characters_are_undone() {
    assert_eq!(read(card("FN:Ruiz\\, Ana\\nSalón\\; 2")), one("Ruiz, Ana Salón; 2", &[]));
    assert_eq!(
        read(card("FN:Ana\n  Ruiz\nTEL:+54 11\n  4321-\n 1234")),
        one("Ana Ruiz", &["+54 11 4321-1234"])
    );
    assert_eq!(read(card("FN:Ana\u{0}\u{1b}[31m\tRuiz  ")), one("Ana [31m Ruiz", &[]));
}

#[test]
fn a_fold_in_the_middle_of_a_character_is_mended() {
    let mut file = b"BEGIN:VCARD\nVERSION:3.0\nFN:Pe\xc3".to_vec();
    file.extend_from_slice(b"\n \xb1a\nEND:VCARD\n");
    assert_eq!(read(file), one("Peña", &[]));
}

#[test]
fn old_cards_are_read_in_the_charset_that_they_declare() {
    let quoted = "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Pe=F1a;Jos=E9=\n Luis=3B;;;\nTEL;CELL:1\nEND:VCARD";
    assert_eq!(read(quoted), one("José Luis; Peña", &["1"]));
    assert_eq!(
        read("BEGIN:VCARD\nFN;QUOTED-PRINTABLE:Pe=C3=B1a =ZZ =+1\nEND:VCARD"),
        one("Peña =ZZ =+1", &[])
    );
    assert_eq!(
        read(b"BEGIN:VCARD\nFN;CHARSET=SHIFT_JIS:\x83\x94\x83H\x81[\x83`\x83F\x83\x8d\nEND:VCARD"),
        one("ヴォーチェロ", &[])
    );
    assert_eq!(
        read(b"BEGIN:VCARD\nFN:Pe\xf1a\nEND:VCARD"),
        one("Peña", &[]),
        "without a word it is Western"
    );
    assert_eq!(
        read("BEGIN:VCARD\nFN;CHARSET=ISO-8859-1:Peña\nEND:VCARD"),
        one("Peña", &[]),
        "what is UTF-8 is UTF-8"
    );
    assert_eq!(read("BEGIN:VCARD\nFN;CHARSET=KLINGON:Peña\nEND:VCARD"), one("Peña", &[]));
}

#[test]
fn utf_16_and_byte_order_marks_are_understood() {
    let text = card("FN:Peña\nTEL:1");
    let utf_16: Vec<u8> =
        [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(utf_16), one("Peña", &["1"]));
    assert_eq!(read(format!("\u{feff}{text}")), one("Peña", &["1"]));
}

#[test]
fn cards_come_in_the_order_in_which_they_end() {
    let file = "BEGIN:VCARD\nFN:Outer\nBEGIN:VCARD\nFN:Inner\nTEL:1\nEND:VCARD\nTEL:2\nEND:VCARD\nbegin:vcard\nFN:Next\nend:vcard";
    let names: Vec<_> = read(file)
        .into_iter()
        .map(|(name, phones)| (name.unwrap_or_default(), phones.concat()))
        .collect();
    let expected = [("Inner", "1"), ("Outer", "2"), ("Next", "")];
    assert_eq!(names, expected.map(|(name, phone)| (name.to_owned(), phone.to_owned())));
}

#[test]
fn what_is_no_card_holds_no_contacts() {
    for file in [
        "",
        "hello",
        "END:VCARD",
        "BEGIN:VCALENDAR\nEND:VCALENDAR",
        "FN:Ana\nTEL:1",
        "BEGIN:VCARDS\nFN:Ana",
        "\u{0}\r\r\n\n",
    ] {
        assert_eq!(read(file), [], "{file:?}");
    }
}

#[test]
fn a_card_that_was_cut_off_keeps_what_came_before() {
    assert_eq!(
        read("BEGIN:VCARD\nFN:Ana\nTEL:1\nPHOTO;ENCODING=BASE64:AAAA\nBBBB"),
        one("Ana", &["1"])
    );
}

#[test]
fn old_macintosh_line_ends_are_line_ends() {
    assert_eq!(read("BEGIN:VCARD\rFN:Ana\rTEL:1\rEND:VCARD\r"), one("Ana", &["1"]));
}

#[test]
fn a_picture_is_passed_over() {
    let picture = "PHOTO;ENCODING=b;TYPE=JPEG:".to_owned() + &"/9j/4AAQ".repeat(5_000);
    assert_eq!(read(card(&format!("{picture}\nFN:Ana\nTEL:1"))), one("Ana", &["1"]));
}

#[test]
fn each_limit_is_met_exactly_and_named_when_passed() {
    let lines = |line: &str, count: usize| card(&vec![line; count].join("\n"));
    let others = PROPERTIES_MAX - 1; // the version is a property too
    assert!(contacts(lines("X-A:1", others).as_bytes()).is_ok());
    assert_eq!(contacts(lines("X-A:1", others + 1).as_bytes()), Err(TooBig::Properties));
    assert!(contacts(lines("TEL:1", PHONES_MAX).as_bytes()).is_ok());
    assert_eq!(contacts(lines("TEL:1", PHONES_MAX + 1).as_bytes()), Err(TooBig::Phones));
    assert_eq!(contacts(lines("item1.TEL:", PHONES_MAX + 1).as_bytes()), Err(TooBig::Phones));
    assert!(contacts(card("FN:Ana").repeat(CARDS_MAX).as_bytes()).is_ok());
    assert_eq!(contacts(card("FN:Ana").repeat(CARDS_MAX + 1).as_bytes()), Err(TooBig::Cards));
    assert_eq!(contacts("BEGIN:VCARD\n".repeat(CARDS_MAX + 1).as_bytes()), Err(TooBig::Cards));
    assert!(contacts(&vec![b'x'; FILE_BYTES_MAX]).is_ok());
    assert_eq!(contacts(&vec![b'x'; FILE_BYTES_MAX + 1]), Err(TooBig::File));
}

#[test]
fn an_endless_name_is_cut_and_an_endless_number_left_out() {
    let file = card(&format!("FN:{}\nTEL:{}\nTEL:2", "ñ".repeat(20_000), "1".repeat(20_000)));
    let contacts = read(file);
    assert_eq!(contacts[0].0.as_ref().map(|name| name.chars().count()), Some(200));
    assert_eq!(contacts[0].1, ["2"]);
}

#[test]
fn a_file_of_the_greatest_size_is_read_however_it_is_folded() {
    for line in [
        "FN:a\n b\n",
        "TEL;ENCODING=QUOTED-PRINTABLE:=\n=\n",
        ";;;;:\n",
        "FN;\"\n",
        "\\",
        "=3D=",
        "a.b.c.",
        " \n",
    ] {
        let body = line.repeat((FILE_BYTES_MAX - 100) / line.len());
        let _ = contacts(card(&body).as_bytes());
        let _ = contacts(format!("BEGIN:VCARD\nFN:{body}").as_bytes());
    }
}

proptest! {
    #[test]
    fn no_file_makes_reading_panic(file in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = contacts(&file);
        let _ = contacts(&[b"BEGIN:VCARD\nFN:".as_slice(), &file].concat());
        let _ = contacts(&[b"BEGIN:VCARD\nTEL;ENCODING=QUOTED-PRINTABLE;CHARSET=".as_slice(), &file].concat());
    }

    #[test]
    fn cards_of_any_pieces_are_read_without_a_panic(
        pieces in proptest::collection::vec(
            prop_oneof![
                Just("BEGIN:VCARD\n"), Just("END:VCARD\n"), Just("FN:"), Just("N;"), Just("TEL;"), Just("CHARSET=utf-16le:"),
                Just("ENCODING=QUOTED-PRINTABLE:"), Just("TYPE=\""), Just("VALUE=uri:"), Just("=C3"), Just("=\n"), Just("\n "),
                Just("\n"), Just(";"), Just(","), Just(":"), Just("\\"), Just("ñ"), Just("123"), Just("ENCODING=b:"), Just("item1."),
            ],
            0..60,
        )
    ) {
        if let Ok(contacts) = contacts(pieces.concat().as_bytes()) {
            prop_assert!(contacts.iter().all(|contact| contact.phones.len() <= PHONES_MAX));
        }
    }
}
