//! One of each thing that is said, for the tests: what a haircut at Marta's makes us say.

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

/// Every variant of [`Words`] at least once.
pub(crate) fn all() -> Vec<Words> {
    let mut all = small_talk();
    all.extend(asking());
    all.extend(progress());
    all.extend(choosing());
    all.extend(several());
    all.extend(afterwards());
    all.extend(endings());
    all.extend(mailing());
    all.extend(kept());
    all
}

fn small_talk() -> Vec<Words> {
    let unsupported = [
        Unsupported::Image,
        Unsupported::Video,
        Unsupported::Document,
        Unsupported::Sticker,
        Unsupported::Other,
    ];
    let mut all = vec![
        Words::Welcome,
        Words::Help,
        Words::InvitedOnly,
        Words::WhoIAm,
        Words::Greeting,
        Words::YouAreWelcome,
        Words::Goodbye,
        Words::OutOfScope,
        Words::Emergency { number: "107".to_owned() },
        Words::Heard { text: "Corte de pelo el jueves a la tarde en lo de Marta".to_owned() },
        Words::CouldNotHear,
        Words::ChatWasClosed,
        Words::CouldNotReadCard,
    ];
    all.extend(unsupported.map(|kind| Words::Unsupported { kind }));
    all.extend([
        Words::NotUnderstood,
        Words::NoHuman,
        Words::Stopped,
        Words::TooManyOpen { max: 1 },
        Words::TooManyOpen { max: 5 },
        Words::NothingOpen,
    ]);
    all
}

fn asking() -> Vec<Words> {
    let ask = |missing| Words::Ask { about: about(), missing };
    let one = |detail| Missing { details: vec![detail], ..Missing::default() };
    let everything = Missing {
        details: vec![Detail::Service, Detail::Number, Detail::When, Detail::Name],
        ..Missing::default()
    };
    vec![
        Words::Ask { about: nameless(), missing: everything },
        ask(one(Detail::Service)),
        ask(one(Detail::Number)),
        ask(one(Detail::When)),
        ask(one(Detail::Name)),
        ask(Missing { call_at: Some(CallAtProblem::TooLate), ..one(Detail::CallAt) }),
        ask(Missing {
            call_at: Some(CallAtProblem::Past),
            details: vec![Detail::CallAt, Detail::Name],
            ..Missing::default()
        }),
        ask(Missing { facts: Fact::ALL.to_vec(), ..one(Detail::Name) }),
        ask(Missing { number_invalid: true, ..one(Detail::Number) }),
        ask(Missing { number_refused: true, ..one(Detail::Number) }),
        ask(Missing { country_refused: true, ..one(Detail::Number) }),
        ask(Missing { when_past: true, ..one(Detail::When) }),
        ask(Missing {
            when_doubtful: true,
            details: vec![Detail::When, Detail::Name],
            ..Missing::default()
        }),
        Words::Card(Box::new(card())),
        Words::Card(Box::new(full_card())),
        Words::Card(Box::new(CardView {
            call_at: Some(at("2026-11-25 17:00")),
            call_wished: Some(at("2026-11-25 17:00")),
            ..card()
        })),
        Words::Card(Box::new(CardView {
            call_at: Some(at("2026-11-26 09:00")),
            call_wished: Some(at("2026-11-25 23:00")),
            ..card()
        })),
        Words::WhatToChange { about: about() },
    ]
    .into_iter()
    .chain(Fact::ALL.map(|fact| ask(Missing { facts: vec![fact], ..Missing::default() })))
    .collect()
}

fn progress() -> Vec<Words> {
    let next_at = Some(at("2026-11-26 09:00"));
    let status = |calls, next_at| Words::Status {
        about: about(),
        calls,
        next_at,
        zone: BUENOS_AIRES.to_owned(),
    };
    let why = [
        Retry::OutsideHours,
        Retry::Holiday,
        Retry::AsWished,
        Retry::Busy,
        Retry::NoAnswer,
        Retry::Voicemail,
        Retry::VoicemailLeft,
        Retry::CutOff,
        Retry::Hold,
        Retry::Failed,
        Retry::Silent,
        Retry::CallBack,
        Retry::WillGetBack,
    ];
    let retry = |why| Words::RetryPlanned {
        about: about(),
        why,
        at: at("2026-11-26 14:00"),
        zone: BUENOS_AIRES.to_owned(),
    };
    let on_hold = |longer| Words::OnHold {
        about: about(),
        until: at("2026-11-25 14:05"),
        zone: BUENOS_AIRES.to_owned(),
        longer,
    };
    let mut all = vec![
        Words::Calling { about: about() },
        Words::Talking { about: about() },
        Words::StillOnIt { about: by_number() },
        Words::CannotChangeNow { about: about() },
        status(0, None),
        status(0, next_at),
        status(1, None),
        status(2, next_at),
        Words::PassedOn { about: about() },
        Words::AlreadyDecided { about: about() },
        Words::Stopping { about: about(), talking: false },
        Words::Stopping { about: about(), talking: true },
        on_hold(true),
        on_hold(false),
        Words::TheyRang { about: about() },
        Words::NoSecrets { about: about() },
        Words::CallOffBooked {
            about: about(),
            at: at("2026-11-26 16:00"),
            zone: BUENOS_AIRES.to_owned(),
        },
        Words::WhichToCancel { requests: vec![about(), by_number()] },
        Words::WhichToCancel { requests: vec![about(), by_number(), about(), about()] },
        Words::Kept { about: about(), at: at("2026-11-26 16:00"), zone: BUENOS_AIRES.to_owned() },
        Words::NoCheck { about: about() },
        Words::LanguageSet,
        Words::OneAtATime,
    ];
    all.extend(why.map(retry));
    all
}

fn choosing() -> Vec<Words> {
    let (until, zone) = (at("2026-11-25 17:00"), BUENOS_AIRES.to_owned());
    let many = (1..=4).map(|n| offer(n, &format!("2026-11-{} 10:30", 25 + n))).collect();
    let asks = |question: &str, options: &[&str]| Words::ProviderAsks {
        about: about(),
        question: question.to_owned(),
        options: options.iter().map(|&option| option.to_owned()).collect(),
        can_ring: question.contains("obra social"),
    };
    let unanswered = |options: &[&str]| Words::Unanswered {
        about: about(),
        question: "¿Número de afiliado?".to_owned(),
        options: options.iter().map(|&option| option.to_owned()).collect(),
        until,
        zone: zone.clone(),
        can_ring: true,
    };
    let left = |offers, zone: &str, reminder| Words::OffersLeft {
        about: about(),
        offers,
        until,
        zone: zone.to_owned(),
        reminder,
    };
    vec![
        Words::WhichOffer { about: about(), offers: offers(), zone: zone.clone() },
        Words::WhichOffer {
            about: about(),
            offers: vec![offer(1, "2026-11-27 10:30")],
            zone: zone.clone(),
        },
        Words::WhichOffer { about: about(), offers: many, zone: zone.clone() },
        left(offers(), &zone, false),
        left(offers(), &zone, true),
        left(vec![offer(1, "2026-11-30 18:00")], &zone, true),
        left(vec![offer(1, "2026-11-30 18:00")], &zone, false),
        left(offers(), MADRID, false),
        unanswered(&[]),
        unanswered(&["Sí", "No"]),
        asks("¿Es la primera vez que viene?", &["Sí", "No"]),
        asks("¿Con quién prefiere?", &["Laura, que atiende por la mañana", "Con cualquiera"]),
        asks("¿Qué largo tiene el pelo?", &[]),
        asks("¿Número de la obra social?", &[]),
    ]
}

fn found(number: u32, name: &str) -> FoundView {
    FoundView {
        number,
        name: name.to_owned(),
        address: Some("Av. Santa Fe 2143, Buenos Aires".to_owned()),
        rating: Some(46),
        ratings: 120,
        distance_m: Some(1240),
        opens_at: None,
        zone: BUENOS_AIRES.to_owned(),
    }
}

fn asked(name: &str, because: Option<ClosedBecause>) -> AskedView {
    AskedView { name: name.to_owned(), because }
}

fn several() -> Vec<Words> {
    let unrated = FoundView {
        address: None,
        rating: None,
        ratings: 0,
        distance_m: Some(310),
        opens_at: Some(at("2026-11-26 09:00")),
        ..found(2, "Peluquería Sol")
    };
    let names = || vec!["Peluquería Marta".to_owned(), "Peluquería Sol".to_owned()];
    let offered = |number, local, provider: &str, merits: &[Merit]| OfferView {
        provider: Some(provider.to_owned()),
        merits: merits.to_vec(),
        ..offer(number, local)
    };
    let compared = || {
        vec![
            offered(
                1,
                "2026-11-26 16:00",
                "Peluquería Marta",
                &[Merit::Earliest, Merit::BestRated],
            ),
            offered(2, "2026-11-26 18:00", "Peluquería Sol", &[Merit::Cheapest, Merit::Nearest]),
            offered(3, "2026-11-28 10:00", "Peluquería Sol", &[Merit::OtherTime]),
            offered(4, "2026-11-28 11:00", "Peluquería Ana", &[Merit::TooDear]),
            offered(5, "2026-11-28 12:00", "Peluquería Ana", &[Merit::PriceUnknown]),
        ]
    };
    let others = || {
        vec![
            asked("Barbería Don Luis", Some(ClosedBecause::NoAvailability)),
            asked("Salón Carmen", Some(ClosedBecause::NotReached)),
            asked("Corte Fino", None),
        ]
    };
    let compares = |until: Option<&str>, taken, gone, reminder| Words::Compared {
        about: about(),
        offers: compared(),
        others: others(),
        until: until.map(at),
        zone: BUENOS_AIRES.to_owned(),
        taken,
        gone,
        reminder,
    };
    let enquiring = |begins: Option<&str>, commits| Words::Enquiring {
        about: About { provider: None, ..about() },
        providers: names(),
        begins: begins.map(at),
        until: at("2026-11-25 11:00"),
        zone: BUENOS_AIRES.to_owned(),
        commits,
    };
    let asks = |search| {
        let missing =
            Missing { details: vec![Detail::Number], search: Some(search), ..Missing::default() };
        Words::Ask { about: About { provider: None, ..about() }, missing }
    };
    let candidate = |name: Option<&str>| CandidateView {
        name: name.map(str::to_owned),
        number: "+54 11 5555-0134".to_owned(),
    };
    let card_of_several = |commits| {
        Words::Card(Box::new(CardView {
            number: String::new(),
            candidates: vec![candidate(Some("Peluquería Marta")), candidate(None)],
            commits,
            ..card()
        }))
    };
    vec![
        asks(SearchProblem::WhereIsUnknown),
        asks(SearchProblem::NothingFound),
        asks(SearchProblem::Down),
        Words::WhomToCall { about: about(), found: vec![found(1, "Peluquería Marta"), unrated] },
        Words::WhomToCall { about: about(), found: vec![found(1, "Peluquería Marta")] },
        card_of_several(false),
        card_of_several(true),
        Words::Card(Box::new(CardView { address: Some("Av. Santa Fe 2143".to_owned()), ..card() })),
        enquiring(None, false),
        enquiring(Some("2026-11-25 10:15"), true),
        compares(Some("2026-11-25 14:00"), false, false, false),
        compares(Some("2026-11-25 14:00"), false, true, false),
        compares(Some("2026-11-25 14:00"), false, false, true),
        compares(None, true, false, false),
        Words::Final(Box::new(FinalView {
            asked: others(),
            number: None,
            ..view(ClosedBecause::NoOffers)
        })),
    ]
}

fn afterwards() -> Vec<Words> {
    let (at, zone) = (at("2026-11-26 16:00"), BUENOS_AIRES.to_owned());
    let over = |number: Option<&str>| Words::AlreadyOver {
        about: about(),
        at,
        zone: zone.clone(),
        number: number.map(str::to_owned),
    };
    let near = |person_zone: &str, address: Option<&str>| Words::Reminder {
        about: about(),
        at,
        zone: zone.clone(),
        person_zone: person_zone.to_owned(),
        address: address.map(str::to_owned),
        bring: address.map(|_| "venir con el pelo lavado".to_owned()),
    };
    vec![
        Words::Card(Box::new(CardView { moves: Some(at), ..card() })),
        Words::CannotCome { about: about(), at, zone: zone.clone() },
        over(Some("+54 11 5555-0134")),
        over(None),
        near(BUENOS_AIRES, Some("Av. Corrientes 1234, 2.º B")),
        near(MADRID, None),
        Words::Watching {
            about: about(),
            at,
            next_at: self::at("2026-11-24 10:00"),
            zone: zone.clone(),
        },
        Words::WatchTooNear { about: about(), at, zone: zone.clone() },
        Words::WatchOver { about: about(), at, zone: zone.clone(), in_vain: true },
        Words::WatchOver { about: about(), at, zone: zone.clone(), in_vain: false },
        Words::EarlierFound { about: about(), offers: offers(), at, zone: zone.clone() },
        Words::EarlierFound {
            about: about(),
            offers: vec![offer(1, "2026-11-25 10:00")],
            at,
            zone: zone.clone(),
        },
        Words::RemindersSet { on: true },
        Words::RemindersSet { on: false },
        Words::WhichToMove { requests: vec![about(), by_number()] },
    ]
}

fn everything_told() -> Vec<Told> {
    [Told::Name, Told::ForWhom, Told::Reason, Told::Callback]
        .into_iter()
        .chain(Fact::ALL.map(Told::Fact))
        .chain([Told::Answer("La primera vez".to_owned())])
        .collect()
}

fn endings() -> Vec<Words> {
    let end = |view| Words::Final(Box::new(view));
    let when = Some(at("2026-11-26 16:00"));
    let plain = FinalView {
        about: by_number(),
        at: when,
        quote: Some("Dale, anotado.".to_owned()),
        mailed_to: Some("ana@mail.example".to_owned()),
        ..view(ClosedBecause::Booked)
    };
    let off = |because| {
        let quote = (because == ClosedBecause::CalledOff).then(|| "Listo, cancelado.".to_owned());
        let errand = Errand::CallOff { of: about().request, slot: Slot(at("2026-11-26 16:00")) };
        end(FinalView { errand, at: when, quote, calls: 2, ..view(because) })
    };
    let wrong = |by| {
        let source = NumberSource { by, at: at("2026-11-24 18:05") };
        end(FinalView { number_source: Some(source), ..view(ClosedBecause::WrongNumber) })
    };
    let chosen = |why| end(FinalView { chosen_because: Some(why), ..booked() });
    let quoted = |quote: &str, language, quote_names_time| {
        let quote_language = Some(language);
        end(FinalView {
            quote: Some(quote.to_owned()),
            quote_language,
            quote_names_time,
            ..booked()
        })
    };
    let checked = |because| {
        let found = because == ClosedBecause::Checked;
        let quote = found.then(|| "Sí, acá está, jueves a las cuatro.".to_owned());
        end(FinalView { at: when, quote, ..view(because) })
    };
    let of = about().request;
    let moved = |because, at: Option<Timestamp>| {
        let errand = Errand::Move { of, slot: Slot(self::at("2026-11-26 16:00")) };
        end(FinalView { errand, at, calls: 2, ..view(because) })
    };
    let reconfirmed = |because| {
        let errand = Errand::Reconfirm { of, slot: Slot(at("2026-11-26 16:00")) };
        end(FinalView { errand, at: when, ..view(because) })
    };
    let new = Some(at("2026-11-27 10:00"));
    let cannot = |why| end(view(ClosedBecause::CannotCall { why }));
    let noted = |because, note: &str| FinalView { note: Some(note.to_owned()), ..view(because) };
    vec![
        end(booked()),
        end(plain),
        moved(ClosedBecause::Booked, new),
        moved(ClosedBecause::Unconfirmed, new),
        moved(ClosedBecause::CouldNotFindOut, None),
        moved(ClosedBecause::NotReached, None),
        moved(ClosedBecause::NoAvailability, None),
        moved(ClosedBecause::NotInTheirBook, None),
        moved(ClosedBecause::BeginsBefore, None),
        moved(ClosedBecause::Cancelled, None),
        moved(ClosedBecause::Refused, None),
        reconfirmed(ClosedBecause::Reconfirmed),
        reconfirmed(ClosedBecause::NotReached),
        reconfirmed(ClosedBecause::NotInTheirBook),
        reconfirmed(ClosedBecause::NoProgress),
        end(FinalView {
            call_before: Some(CallBefore::At(at("2026-11-25 10:00"))),
            ..view(ClosedBecause::Booked)
        }),
        end(FinalView { call_before: Some(CallBefore::Yourself), ..view(ClosedBecause::Booked) }),
        end(FinalView { person_zone: MADRID.to_owned(), ask_email: false, ..booked() }),
        end(FinalView { despite_stop: true, ask_email: false, ..booked() }),
        end(view(ClosedBecause::Booked)),
        Words::Correction(Box::new(FinalView { ask_email: false, ..booked() })),
        end(FinalView { at: when, ..view(ClosedBecause::Unconfirmed) }),
        end(view(ClosedBecause::Unconfirmed)),
        end(FinalView { calls: 3, ..view(ClosedBecause::NotReached) }),
        end(view(ClosedBecause::NotReached)),
        end(FinalView { calls: 0, ..view(ClosedBecause::NotReached) }),
        end(noted(ClosedBecause::NoAvailability, "Están completos hasta el 15 de diciembre.")),
        end(FinalView { number: None, ..view(ClosedBecause::NoAvailability) }),
        end(view(ClosedBecause::OffersExpired)),
        end(view(ClosedBecause::NothingSuited)),
        end(view(ClosedBecause::WrongNumber)),
        wrong(NumberGiven::Message),
        wrong(NumberGiven::ContactCard),
        wrong(NumberGiven::Directory),
        end(view(ClosedBecause::NoCommonLanguage)),
        end(noted(ClosedBecause::Refused, "No atienden a máquinas.")),
        end(view(ClosedBecause::Moved)),
        end(view(ClosedBecause::Unanswered)),
        end(view(ClosedBecause::RefusesMachines)),
        end(view(ClosedBecause::NeverCallAgain)),
        end(view(ClosedBecause::WantsSecret)),
        end(noted(ClosedBecause::MenuUnsolved, "Marque su número de afiliado.")),
        end(view(ClosedBecause::HoldGivenUp)),
        end(FinalView { told: vec![Told::Name], ..view(ClosedBecause::NoProgress) }),
        end(view(ClosedBecause::Failed)),
        end(FinalView { left_message: true, calls: 3, ..view(ClosedBecause::NotReached) }),
        end(FinalView { told: everything_told(), ..booked() }),
        chosen(ChosenBecause::OnlyOneThatSuits),
        chosen(ChosenBecause::FirstWish),
        chosen(ChosenBecause::Earliest),
        quoted("Yes, four o'clock on Thursday is booked.", Language::En, true),
        quoted("Sim, está marcado.", Language::Pt, false),
        end(FinalView { by_machine: true, check_at: Some(at("2026-11-25 09:00")), ..booked() }),
        end(FinalView { by_machine: true, ..booked() }),
        checked(ClosedBecause::Checked),
        checked(ClosedBecause::NotInBook),
        checked(ClosedBecause::NotChecked),
        off(ClosedBecause::CalledOff),
        off(ClosedBecause::Unconfirmed),
        off(ClosedBecause::NotReached),
        off(ClosedBecause::Refused),
        off(ClosedBecause::Cancelled),
        cannot(CallRefused::BadNumber),
        cannot(CallRefused::NotAllowed),
        cannot(CallRefused::Account),
        cannot(CallRefused::GaveUp),
        cannot(CallRefused::DoNotCall),
        cannot(CallRefused::NumberCap),
        cannot(CallRefused::PersonCap),
        cannot(CallRefused::MoneyCap),
        cannot(CallRefused::Paused),
        end(view(ClosedBecause::CouldNotFindOut)),
        end(view(ClosedBecause::Cancelled)),
        end(view(ClosedBecause::Dropped)),
    ]
}

fn mailing() -> Vec<Words> {
    let address = "ana_paz@mail.example".to_owned();
    let silent = Transcript { turns: Vec::new(), ..transcript() };
    let told = |provider_language, transcript| Words::Transcript {
        about: about(),
        provider_language,
        transcript,
    };
    vec![
        Words::AskEmail,
        Words::EmailSaved { address: address.clone() },
        Words::BadEmail,
        Words::MailSent { address: address.clone() },
        Words::MailFailed { address },
        told(Language::Es, transcript()),
        Words::Transcript {
            about: by_number(),
            provider_language: Language::En,
            transcript: transcript(),
        },
        told(Language::Es, silent),
        Words::NoTranscript { about: about() },
    ]
}

fn past(about: About, became: Became, local: Option<&str>) -> Past {
    Past {
        about,
        errand: Errand::Book,
        became,
        at: local.map(|local| (at(local), BUENOS_AIRES.to_owned())),
        created_at: at("2026-11-20 10:00"),
        calls: 2,
        receipts: Vec::new(),
        has_transcript: true,
    }
}

fn kept() -> Vec<Words> {
    let address = "ana_paz@mail.example".to_owned();
    let zone = BUENOS_AIRES.to_owned();
    let nothing = |because| past(by_number(), Became::Nothing { because }, None);
    let receipt =
        |told| Receipt { call: CallId(Uuid::from_u128(1)), at: at("2026-11-25 12:00"), told };
    let told = Past {
        receipts: vec![receipt(everything_told()), receipt(Vec::new())],
        ..past(about(), Became::Booked, Some("2026-11-26 16:00"))
    };
    let asks = |appointments, open| Words::AskToErase {
        question: RequestId(Uuid::from_u128(9)),
        appointments,
        open,
        zone: zone.clone(),
    };
    let full = ErasureReceipt {
        deleted: vec![
            (Copies::Messages, 12),
            (Copies::Contents, 1),
            (Copies::Calls, 2),
            (Copies::Conversations, 1),
        ],
        left: vec![(Copies::Conversations, 1)],
        requests: 3,
        mails: 2,
    };
    let few = ErasureReceipt {
        deleted: vec![
            (Copies::Messages, 1),
            (Copies::Contents, 3),
            (Copies::Calls, 1),
            (Copies::Conversations, 2),
        ],
        left: Vec::new(),
        mails: 1,
        requests: 3,
    };
    let many = (1..=8).map(|day| (at(&format!("2026-12-0{day} 10:00")), about())).collect();
    vec![
        Words::History {
            upcoming: vec![past(about(), Became::Booked, Some("2026-11-26 16:00"))],
            open: vec![past(by_number(), Became::Open, None)],
            over: vec![
                past(about(), Became::Booked, Some("2026-11-03 10:00")),
                past(about(), Became::CalledOff, Some("2026-11-28 10:00")),
                nothing(ClosedBecause::NotReached),
                nothing(ClosedBecause::Cancelled),
                nothing(ClosedBecause::Unconfirmed),
            ],
            left_out: 3,
            zone: MADRID.to_owned(),
        },
        Words::History {
            upcoming: Vec::new(),
            open: Vec::new(),
            over: Vec::new(),
            left_out: 0,
            zone: zone.clone(),
        },
        Words::Receipts { past: vec![told], zone: zone.clone() },
        Words::Receipts { past: Vec::new(), zone: zone.clone() },
        Words::AskEmailForData,
        Words::DataComing { address },
        asks(Vec::new(), 0),
        asks(vec![(at("2026-11-26 16:00"), about())], 1),
        asks(many, 2),
        Words::NothingErased,
        Words::CalendarKept,
        Words::CalendarForgotten { was_known: true },
        Words::CalendarForgotten { was_known: false },
        Words::CalendarNotRead { why: CalendarProblem::NotReached },
        Words::CalendarNotRead { why: CalendarProblem::NotACalendar },
        Words::CalendarNotRead { why: CalendarProblem::NotAllowed },
        busy_card(&["Padel", "Cena con Luis"]),
        busy_card(&[""]),
        busy_offer("Padel"),
        busy_offer(""),
        Words::Erasing,
        Words::Erased(full),
        Words::Erased(few),
        Words::Erased(ErasureReceipt::default()),
    ]
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
