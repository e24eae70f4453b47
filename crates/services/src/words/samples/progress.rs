//! While a call goes on, and the choice after it.

use super::*;

pub(super) fn progress() -> Vec<Words> {
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
        Words::CallHeld { about: about() },
        Words::Talking { about: about() },
        Words::StillOnIt { about: by_number() },
        Words::AskedFirst { about: about() },
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
        Words::NotOnTheList { about: about(), last: 5 },
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

pub(super) fn choosing() -> Vec<Words> {
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
