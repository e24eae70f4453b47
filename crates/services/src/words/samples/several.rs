//! Of several providers.

use super::*;

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

pub(super) fn several() -> Vec<Words> {
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
    let shown = |found, unknown: Option<&str>| Words::WhomToCall {
        about: about(),
        found,
        unknown: unknown.map(str::to_owned),
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
        shown(vec![found(1, "Peluquería Marta"), unrated], None),
        shown(vec![found(1, "Peluquería Marta")], None),
        shown(vec![found(1, "Peluquería Marta")], Some("la de Rita")),
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
