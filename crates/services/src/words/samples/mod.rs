//! One of each thing that is said, for the tests: what a haircut at Marta's makes us say.

mod asking;
mod endings;
mod kept;
mod progress;
mod several;

use domain::appointment::{
    About, Appointment, AskedView, Became, CalendarProblem, CallAtProblem, CallBefore, CallRefused,
    CandidateView, CardView, ChosenBecause, ClosedBecause, Confirmation, Copies, Cost, Detail,
    ErasureReceipt, Errand, FinalView, FoundView, Mail, Merit, Missing, NumberGiven, NumberSource,
    OfferView, Past, Quote, Receipt, Retry, SearchProblem, Slot, Speaker, Told, Transcript, Turn,
    Unsupported, Words,
};
use domain::ids::{AppointmentId, CallId, RequestId};
use domain::language::Language;
use domain::understanding::{Fact, SaidFact};
use domain::when::Window;
use jiff::Timestamp;
use uuid::Uuid;

pub(crate) const BUENOS_AIRES: &str = "America/Argentina/Buenos_Aires";
pub(crate) const MADRID: &str = "Europe/Madrid";

/// An instant by the clock of Buenos Aires, `2026-11-26 16:00`.
pub(crate) fn at(local: &str) -> Timestamp {
    local.parse::<jiff::civil::DateTime>().unwrap().in_tz(BUENOS_AIRES).unwrap().timestamp()
}

fn window(from: &str, to: &str) -> Window {
    Window { from: at(from), to: at(to) }
}

pub(crate) fn about() -> About {
    About {
        request: RequestId(Uuid::from_u128(7)),
        service: Some("corte de pelo".to_owned()),
        provider: Some("Marta".to_owned()),
    }
}

fn nameless() -> About {
    About { service: None, provider: None, ..about() }
}

fn by_number() -> About {
    About { provider: Some("+54 11 5555-0134".to_owned()), ..about() }
}

fn card() -> CardView {
    CardView {
        about: about(),
        number: "+54 11 5555-0134".to_owned(),
        windows: vec![window("2026-11-26 13:00", "2026-11-26 20:00")],
        zone: BUENOS_AIRES.to_owned(),
        name: "Ana Paz".to_owned(),
        for_whom: None,
        reason: None,
        callback: None,
        price_max: None,
        ask_first: false,
        facts: Vec::new(),
        may_ask: Vec::new(),
        cost: None,
        language: Language::Es,
        call_at: None,
        call_wished: None,
        moves: None,
        address: None,
        candidates: Vec::new(),
        commits: false,
        taken_by: Vec::new(),
    }
}

fn full_card() -> CardView {
    CardView {
        windows: vec![
            window("2026-11-26 13:00", "2026-11-26 20:00"),
            window("2026-11-27 00:00", "2026-11-27 23:59"),
            window("2026-11-30 08:00", "2026-11-30 12:00"),
            window("2026-12-01 08:00", "2026-12-01 12:00"),
            window("2026-12-02 08:00", "2026-12-02 12:00"),
        ],
        for_whom: Some("mi hija Sofía".to_owned()),
        reason: Some("control anual".to_owned()),
        callback: Some("+54 9 11 5555-0177".to_owned()),
        price_max: Some("hasta $ 18.000".to_owned()),
        ask_first: true,
        facts: vec![SaidFact { fact: Fact::Insurance, text: "OSDE 210".to_owned() }],
        may_ask: vec![Fact::FirstVisit],
        cost: Some(Cost { cents: 34, currency: "USD".to_owned() }),
        call_at: Some(at("2026-11-26 09:00")),
        call_wished: None,
        ..card()
    }
}

pub(crate) fn offer(number: u32, local: &str) -> OfferView {
    OfferView {
        number,
        at: at(local),
        zone: BUENOS_AIRES.to_owned(),
        price: None,
        held_until: None,
        provider: None,
        merits: Vec::new(),
        collides_with: None,
    }
}

pub(crate) fn offers() -> Vec<OfferView> {
    let held_until = Some(at("2026-11-25 17:00"));
    vec![
        OfferView { price: Some("$ 9.000".to_owned()), held_until, ..offer(1, "2026-11-27 10:30") },
        offer(2, "2026-11-30 18:00"),
    ]
}

pub(crate) fn view(because: ClosedBecause) -> FinalView {
    FinalView {
        about: about(),
        because,
        number: Some("+54 11 5555-0134".to_owned()),
        at: None,
        zone: BUENOS_AIRES.to_owned(),
        person_zone: BUENOS_AIRES.to_owned(),
        name: Some("Ana Paz".to_owned()),
        quote: None,
        quote_language: None,
        quote_names_time: false,
        chosen_because: None,
        number_source: None,
        by_machine: false,
        check_at: None,
        details: Confirmation::default(),
        despite_stop: false,
        ask_email: false,
        mailed_to: None,
        note: None,
        errand: Errand::Book,
        call_before: None,
        left_message: false,
        told: Vec::new(),
        asked: Vec::new(),
        calls: 1,
    }
}

pub(crate) fn booked() -> FinalView {
    FinalView {
        at: Some(at("2026-11-26 16:00")),
        quote: Some("Perfecto, jueves a las cuatro, a nombre de Ana Paz.".to_owned()),
        quote_language: Some(Language::Es),
        quote_names_time: true,
        details: Confirmation {
            quote: None,
            price: Some("$ 9.000".to_owned()),
            address: Some("Av. Corrientes 1234, 2.º B".to_owned()),
            bring: Some("venir con el pelo lavado".to_owned()),
            code: Some("K-7Q2".to_owned()),
            with: Some("Laura".to_owned()),
            call_before: None,
        },
        ask_email: true,
        ..view(ClosedBecause::Booked)
    }
}

pub(crate) fn transcript() -> Transcript {
    let turn = |speaker, text: &str, at_s| Turn { speaker, text: text.to_owned(), at_s };
    Transcript {
        conversation_id: "conv_1".to_owned(),
        turns: vec![
            turn(
                Speaker::Agent,
                "Hola, soy un asistente automático y llamo de parte de Ana Paz.",
                1,
            ),
            turn(Speaker::Callee, "Hola, sí, ¿qué necesita?", 6),
            turn(Speaker::Callee, "  ", 8),
            turn(Speaker::Agent, "Un corte de pelo el jueves a la tarde.", 65),
            turn(Speaker::Callee, "Perfecto, jueves a las cuatro, a nombre de Ana Paz.", 71),
        ],
        ended_because: None,
        voicemail: false,
    }
}

pub(crate) fn mail(language: Language) -> Mail {
    Mail {
        view: booked(),
        language,
        provider_language: Language::Es,
        transcript: Some(transcript()),
        appointment: Some(Appointment {
            id: AppointmentId(Uuid::from_u128(0xa)),
            call: CallId(Uuid::from_u128(0xc)),
            slot: Slot(at("2026-11-26 16:00")),
            zone: BUENOS_AIRES.to_owned(),
            provider: "Marta".to_owned(),
            service: "corte de pelo".to_owned(),
            name: "Ana Paz".to_owned(),
            quote: Quote {
                turn: 4,
                text: "Perfecto, jueves a las cuatro, a nombre de Ana Paz.".to_owned(),
            },
            details: booked().details,
            called_off_at: None,
            call_before: None,
            moved_to: None,
            entry: None,
            sequence: 0,
        }),
    }
}

fn busy_card(titles: &[&str]) -> Words {
    let taken_by = titles.iter().map(|&title| title.to_owned()).collect();
    Words::Card(Box::new(CardView { taken_by, ..card() }))
}

fn busy_offer(title: &str) -> Words {
    let collides_with = Some(title.to_owned());
    Words::WhichOffer {
        about: about(),
        offers: vec![OfferView { collides_with, ..offer(1, "2026-11-27 10:30") }],
        zone: BUENOS_AIRES.to_owned(),
    }
}

fn everything_told() -> Vec<Told> {
    [Told::Name, Told::ForWhom, Told::Reason, Told::Callback]
        .into_iter()
        .chain(Fact::ALL.map(Told::Fact))
        .chain([Told::Answer("La primera vez".to_owned())])
        .collect()
}

/// Every variant of [`Words`] at least once.
pub(crate) fn all() -> Vec<Words> {
    let mut all = asking::small_talk();
    all.extend(asking::asking());
    all.extend(progress::progress());
    all.extend(progress::choosing());
    all.extend(several::several());
    all.extend(kept::afterwards());
    all.extend(endings::endings());
    all.extend(kept::mailing());
    all.extend(kept::kept());
    all
}
