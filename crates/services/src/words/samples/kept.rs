//! After an appointment, and of what is kept.

use super::*;

pub(super) fn afterwards() -> Vec<Words> {
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

pub(super) fn mailing() -> Vec<Words> {
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

pub(super) fn kept() -> Vec<Words> {
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
