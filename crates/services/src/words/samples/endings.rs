//! How a request ended.

use super::*;

pub(super) fn endings() -> Vec<Words> {
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
