use calcard::icalendar::{ICalendar, ICalendarProperty, ICalendarValue};
use domain::appointment::{Errand, Mail, Slot, Speaker, Turn};
use domain::ids::{AppointmentId, RequestId};
use domain::language::Language;
use uuid::Uuid;

use super::*;
use crate::words::samples::{self, MADRID};

fn now() -> Timestamp {
    "2026-11-25T12:00:00Z".parse().unwrap()
}

fn evil_mail() -> Mail {
    let evil = "<script>alert(1)</script> \"&' \r\nBcc: eve@evil.example https://evil.example/x";
    let mut mail = samples::mail(Language::En);
    mail.view.about.provider = Some(evil.to_owned());
    mail.view.name = Some(evil.to_owned());
    mail.view.quote = Some(evil.to_owned());
    mail.view.details.address = Some(evil.to_owned());
    mail.view.details.code = Some(evil.to_owned());
    let turn = Turn { speaker: Speaker::Callee, text: evil.to_owned(), at_s: 3 };
    mail.transcript.as_mut().unwrap().turns.push(turn);
    mail.appointment.as_mut().unwrap().details.address = Some(evil.to_owned());
    mail
}

#[test]
fn a_booking_is_mailed_with_proof_talk_and_calendar_entry() {
    let RenderedMail { subject, text, attachments, .. } =
        render(&samples::mail(Language::Es), now());
    insta::assert_snapshot!(format!("{subject}\n\n{text}"), @r##"
    Reservado: Corte de pelo, Marta, jueves 26 de noviembre de 2026, 16:00

    Corte de pelo, Marta
    ✅ Reservado: jueves 26 de noviembre, 16:00
    A nombre de: Ana Paz
    Con: Laura
    Precio: $ 9.000
    Dirección: Av. Corrientes 1234, 2.º B
    Para llevar o preparar: venir con el pelo lavado
    Código de confirmación: K-7Q2

    Marta dijo: «Perfecto, jueves a las cuatro, a nombre de Ana Paz.»

    Para agregar al calendario:
    https://calendar.google.com/calendar/render?action=TEMPLATE&text=Corte+de+pelo%2C+Marta&dates=20261126T190000Z%2F20261126T200000Z&ctz=America%2FArgentina%2FBuenos%5FAires&location=Av.+Corrientes+1234%2C+2.%C2%BA+B

    El turno va adjunto como evento para el calendario.

    Lo que se dijo en la llamada:

    [0:01] Asistente: Hola, soy un asistente automático y llamo de parte de Ana Paz.
    [0:06] Marta: Hola, sí, ¿qué necesita?
    [1:05] Asistente: Un corte de pelo el jueves a la tarde.
    [1:11] Marta: Perfecto, jueves a las cuatro, a nombre de Ana Paz.

    -- 
    Este correo lo envía Vocero, un asistente automático, a la dirección que se dio en el chat.
    "##);
    assert_eq!(attachments.len(), 1);
    assert_eq!(attachments[0].filename, "appointment.ics");
    assert_eq!(attachments[0].content_type, "text/calendar; charset=utf-8; method=PUBLISH");
}

/// What another library reads in the calendar file of a mail: the value of a property as text.
fn in_the_calendar(mail: &Mail, wanted: &ICalendarProperty) -> String {
    let rendered = render(mail, now());
    let file = String::from_utf8(rendered.attachments[0].bytes.clone()).unwrap();
    let calendar = ICalendar::parse(&file).expect("another library reads it");
    let mut found = calendar.components.iter().flat_map(|component| &component.entries);
    let entry = found.find(|entry| entry.name == *wanted).expect("it is there");
    match &entry.values[0] {
        ICalendarValue::Text(text) => text.clone(),
        ICalendarValue::Integer(number) => number.to_string(),
        ICalendarValue::PartialDateTime(at) => at.to_timestamp().unwrap().to_string(),
        other => format!("{other:?}").to_uppercase(),
    }
}

/// The entry of a booking that was moved once and then called off.
fn life_of_an_entry() -> [Mail; 3] {
    let booked = samples::mail(Language::Es);
    let first = booked.appointment.clone().unwrap();
    let mut moved = booked.clone();
    let new = moved.appointment.as_mut().unwrap();
    new.id = AppointmentId(Uuid::from_u128(0xb));
    (new.entry, new.sequence, new.slot) =
        (Some(first.id), 1, Slot(samples::at("2026-11-27 10:00")));
    let mut off = moved.clone();
    off.view.because = ClosedBecause::CalledOff;
    let of = off.view.about.request;
    off.view.errand = Errand::CallOff { of, slot: off.appointment.as_ref().unwrap().slot };
    off.appointment.as_mut().unwrap().sequence = 2;
    [booked, moved, off]
}

#[test]
fn a_calendar_updates_its_entry_and_takes_it_out() {
    let told = |property| life_of_an_entry().map(|mail| in_the_calendar(&mail, &property));
    let uids = told(ICalendarProperty::Uid);
    assert!(uids.iter().all(|uid| *uid == uids[0]), "{uids:?}");
    assert_eq!(told(ICalendarProperty::Sequence), ["0", "1", "2"]);
    let starts = told(ICalendarProperty::Dtstart);
    assert_ne!(starts[0], starts[1]);
    assert_eq!(starts[1], starts[2], "a calendar is told which version goes");
    let statuses = told(ICalendarProperty::Status);
    assert!(statuses[1].contains("CONFIRMED") && statuses[2].contains("CANCELLED"), "{statuses:?}");
    let types =
        life_of_an_entry().map(|mail| render(&mail, now()).attachments[0].content_type.clone());
    assert!(types[1].ends_with("method=PUBLISH") && types[2].ends_with("method=CANCEL"));
    let off = render(&life_of_an_entry()[2], now());
    assert!(off.text.contains("saca el turno de tu calendario"), "{}", off.text);
    assert!(!off.text.contains("calendar.google.com"), "{}", off.text);
}

#[test]
fn what_came_to_nothing_changes_no_calendar() {
    for because in [ClosedBecause::Unconfirmed, ClosedBecause::NotReached, ClosedBecause::Cancelled]
    {
        let [_, _, mut mail] = life_of_an_entry();
        mail.view.because = because;
        assert!(render(&mail, now()).attachments.is_empty());
    }
}

#[test]
fn the_page_of_the_mail_is_this_one() {
    insta::assert_snapshot!(render(&samples::mail(Language::En), now()).html, @r##"
    <!DOCTYPE html>
    <html lang="en"><head><meta charset="utf-8"><title>Booked: Corte de pelo, Marta, Thursday 26 November 2026, 16:00</title></head>
    <body style="font-family:sans-serif;line-height:1.5;max-width:40em;margin:1em auto;padding:0 1em">
    <h1 style="font-size:1.3em">Corte de pelo, Marta</h1>
    <p><strong>✅ Booked: Thursday 26 November, 16:00</strong></p>
    <table style="border-spacing:0">
    <tr><th style="text-align:left;vertical-align:top;font-weight:normal;color:#555;padding:0 1em 0 0">In the name of</th><td>Ana Paz</td></tr>
    <tr><th style="text-align:left;vertical-align:top;font-weight:normal;color:#555;padding:0 1em 0 0">With</th><td>Laura</td></tr>
    <tr><th style="text-align:left;vertical-align:top;font-weight:normal;color:#555;padding:0 1em 0 0">Price</th><td>$ 9.000</td></tr>
    <tr><th style="text-align:left;vertical-align:top;font-weight:normal;color:#555;padding:0 1em 0 0">Address</th><td>Av. Corrientes 1234, 2.º B</td></tr>
    <tr><th style="text-align:left;vertical-align:top;font-weight:normal;color:#555;padding:0 1em 0 0">To bring or prepare</th><td>venir con el pelo lavado</td></tr>
    <tr><th style="text-align:left;vertical-align:top;font-weight:normal;color:#555;padding:0 1em 0 0">Confirmation code</th><td>K-7Q2</td></tr>
    </table>
    <blockquote style="margin:1em 0;padding-left:1em;border-left:3px solid #999">Marta said: “Perfecto, jueves a las cuatro, a nombre de Ana Paz.” That is: Thursday 26 November, 16:00.</blockquote>
    <p><a href="https://calendar.google.com/calendar/render?action=TEMPLATE&amp;text=Corte+de+pelo%2C+Marta&amp;dates=20261126T190000Z%2F20261126T200000Z&amp;ctz=America%2FArgentina%2FBuenos%5FAires&amp;location=Av.+Corrientes+1234%2C+2.%C2%BA+B">Add to calendar</a></p>
    <p>The appointment is attached as a calendar entry.</p>
    <h2 style="font-size:1.1em">What was said in the call, in Spanish as spoken:</h2>
    <p style="margin:0.3em 0"><small>0:01</small> <strong>Assistant:</strong> Hola, soy un asistente automático y llamo de parte de Ana Paz.</p>
    <p style="margin:0.3em 0"><small>0:06</small> <strong>Marta:</strong> Hola, sí, ¿qué necesita?</p>
    <p style="margin:0.3em 0"><small>1:05</small> <strong>Assistant:</strong> Un corte de pelo el jueves a la tarde.</p>
    <p style="margin:0.3em 0"><small>1:11</small> <strong>Marta:</strong> Perfecto, jueves a las cuatro, a nombre de Ana Paz.</p>
    <p style="color:#777;font-size:0.85em;margin-top:2em">Sent by Vocero, an automated assistant, because you gave this address in the chat.</p>
    </body></html>
    "##);
}

#[test]
fn each_language_has_its_own_mail_about_the_same_words() {
    for language in Language::ALL {
        let mail = render(&samples::mail(language), now());
        assert!(mail.html.starts_with(&format!("<!DOCTYPE html>\n<html lang=\"{language}\">")));
        for said in ["Perfecto, jueves a las cuatro", "Av. Corrientes 1234", "K-7Q2", "[1:05]"] {
            assert!(mail.text.contains(said), "{}", mail.text);
        }
    }
}

#[test]
fn the_same_mail_has_the_same_bytes() {
    assert_eq!(
        render(&samples::mail(Language::Pt), now()),
        render(&samples::mail(Language::Pt), now())
    );
}

#[test]
fn what_others_said_is_text_and_nothing_else() {
    let mail = render(&evil_mail(), now());
    assert!(!mail.html.contains("<script"), "{}", mail.html);
    assert!(!mail.html.contains("evil.example/x") && !mail.text.contains("evil.example/x"));
    assert!(
        mail.html.contains("&lt;script&gt;alert(1)&lt;/script&gt; &quot;&amp;&#39;"),
        "{}",
        mail.html
    );
    assert!(
        !mail.subject.contains(['\r', '\n']) && mail.subject.chars().count() < 200,
        "{}",
        mail.subject
    );
    assert!(!mail.text.lines().any(|line| line.starts_with("Bcc")), "{}", mail.text);
    let ics = String::from_utf8(mail.attachments[0].bytes.clone()).unwrap();
    assert!(!ics.lines().any(|line| line.starts_with("Bcc")), "{ics}");
}

#[test]
fn every_tag_that_is_opened_is_closed() {
    for mail in [samples::mail(Language::En), evil_mail()] {
        let html = render(&mail, now()).html;
        let mut open = Vec::new();
        for tag in html.split('<').skip(1).map(|rest| rest.split('>').next().unwrap()) {
            let name: String = tag
                .trim_start_matches('/')
                .chars()
                .take_while(char::is_ascii_alphanumeric)
                .collect();
            match tag {
                _ if tag.starts_with('!') || name == "meta" => {}
                _ if tag.starts_with('/') => assert_eq!(open.pop(), Some(name), "{html}"),
                _ => open.push(name),
            }
        }
        assert!(open.is_empty(), "{open:?}");
    }
}

#[test]
fn what_was_not_booked_has_no_calendar_entry() {
    let mut mail = samples::mail(Language::En);
    mail.view.because = ClosedBecause::Unconfirmed;
    let rendered = render(&mail, now());
    assert!(rendered.attachments.is_empty());
    assert!(
        rendered.subject.ends_with(": how it ended") && !rendered.text.contains("calendar"),
        "{}",
        rendered.text
    );
}

#[test]
fn a_moved_appointment_is_not_called_booked() {
    let mut mail = samples::mail(Language::En);
    let of = RequestId(Uuid::from_u128(1));
    mail.view.errand = Errand::Move { of, slot: Slot(samples::at("2026-11-25 16:00")) };
    let rendered = render(&mail, now());
    assert!(
        rendered.subject.starts_with("Moved: ") && rendered.subject.contains(", now "),
        "{}",
        rendered.subject
    );
    assert!(rendered.text.contains("It takes the place of the old entry."), "{}", rendered.text);
}

#[test]
fn without_a_transcript_no_heading_stands_over_nothing() {
    let rendered = render(&Mail { transcript: None, ..samples::mail(Language::En) }, now());
    assert!(
        !rendered.text.contains("What was said") && !rendered.html.contains("<h2"),
        "{}",
        rendered.text
    );
}

#[test]
fn a_mail_does_not_tell_where_it_goes_nor_ask_for_an_address() {
    let mut mail = samples::mail(Language::En);
    mail.view.mailed_to = Some("ana@mail.example".to_owned());
    let text = render(&mail, now()).text;
    assert!(!text.contains("ana@mail.example") && !text.contains("send me your address"), "{text}");
}

#[test]
fn the_calendar_entry_is_at_the_agreed_instant_whatever_zone_the_person_lives_in() {
    let mut mail = samples::mail(Language::En);
    mail.view.person_zone = MADRID.to_owned();
    let ics = String::from_utf8(render(&mail, now()).attachments[0].bytes.clone()).unwrap();
    assert!(ics.contains("DTSTART:20261126T190000Z"), "{ics}");
}
