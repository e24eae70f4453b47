//! Whom the directory knows, whom the person names, and who is meant.

use super::*;

#[test]
fn a_place_is_enough_to_look_and_the_person_chooses() {
    let story = Story::looks_for_a_dentist();
    let lookup = story.commands.iter().find_map(|command| match command {
        Command::FindProviders { lookup, .. } => Some(lookup.clone()),
        _ => None,
    });
    assert_eq!(lookup, Some(Lookup::Words { text: "dentista Sol".to_owned(), near: None }));
    assert_eq!(story.mine().status(), "seeking");

    let mut story = Story::shown(3);
    let Words::WhomToCall { found, .. } = story.last_said() else {
        panic!("{:?}", story.last_said())
    };
    assert_eq!(found.iter().map(|one| one.number).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(found[0].name, "Dental 01");
    story.taps_mine(ButtonVerb::Pick(2));
    let Words::Card(card) = story.last_said() else { panic!("{:?}", story.last_said()) };
    assert_eq!(
        (card.about.provider.as_deref(), card.address.as_deref()),
        (Some("Dental 02"), Some("Calle Mayor 1"))
    );
    story.taps_mine(ButtonVerb::Call);
    assert_eq!(story.last_call().to.e164(), NUMBERS[1]);
    assert_eq!(story.last_call().purpose, Purpose::Book);
}

#[test]
fn without_a_directory_or_a_place_the_number_is_asked_for() {
    let mut story = Story::new();
    let mut proposal = Proposal::of(Act::Book, true);
    proposal.service = Some("dentista".to_owned());
    proposal.when = vec!["el jueves por la tarde".to_owned()];
    story.policy.search = true;
    story.reads("dentista el jueves por la tarde", proposal.clone());
    let Words::Ask { missing, .. } = story.last_said() else { panic!("{:?}", story.last_said()) };
    assert_eq!(missing.search, Some(SearchProblem::WhereIsUnknown));
    story.policy.search = false;
    proposal.place = Some("Sol".to_owned());
    story.reads("cerca de Sol", proposal);
    let Words::Ask { missing, .. } = story.last_said() else { panic!("{:?}", story.last_said()) };
    assert_eq!((missing.search, missing.details.as_slice()), (None, &[Detail::Number][..]));
}

#[test]
fn nothing_found_and_nobody_answering_are_told_apart_and_the_same_is_not_looked_for_twice() {
    for (found, problem) in
        [(Some(Vec::new()), SearchProblem::NothingFound), (None, SearchProblem::Down)]
    {
        let mut story = Story::looks_for_a_dentist();
        story.brings(found);
        let Words::Ask { missing, .. } = story.last_said() else {
            panic!("{:?}", story.last_said())
        };
        assert_eq!(missing.search, Some(problem));
        story.acts(Act::Unclear);
        let searches = |story: &Story| {
            story.commands.iter().filter(|it| matches!(it, Command::FindProviders { .. })).count()
        };
        assert_eq!(searches(&story), 1);
        let mut elsewhere = Proposal::of(Act::Inform, true);
        elsewhere.place = Some("Lavapiés".to_owned());
        story.reads("en Lavapiés", elsewhere);
        assert_eq!(searches(&story), 2, "another place is another search");
    }
}

#[test]
fn a_directory_that_says_nothing_is_not_waited_for() {
    let mut story = Story::looks_for_a_dentist();
    story.later(61);
    let request = story.mine().id;
    story.wakes(Timer::Deadline { request });
    assert!(matches!(story.last_said(), Words::Ask { .. }));
    story.brings(Some(vec![found(NUMBERS[0], 40)]));
    assert_eq!(story.mine().status(), "drafting", "what comes too late changes nothing");
}

#[test]
fn listings_that_cannot_be_called_are_not_shown() {
    let mut story = Story::looks_for_a_dentist();
    let premium = "+34 806 123 456";
    let listings = vec![
        Found { phone: None, ..found(NUMBERS[0], 50) },
        Found { phone: Some("112".to_owned()), ..found(NUMBERS[0], 50) },
        Found { phone: Some(premium.to_owned()), ..found(NUMBERS[0], 50) },
        found(NUMBERS[1], 40),
        found(NUMBERS[1], 40),
        found(NUMBERS[2], 45),
    ];
    story.brings(Some(listings));
    let Words::WhomToCall { found, .. } = story.last_said() else {
        panic!("{:?}", story.last_said())
    };
    let names: Vec<_> = found.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["Dental 03", "Dental 02"]);
}

#[test]
fn none_of_those_found_leads_back_to_the_number() {
    let mut story = Story::shown(2);
    story.taps_mine(ButtonVerb::Neither);
    assert!(matches!(story.last_said(), Words::Ask { .. }));
    let mut proposal = Proposal::of(Act::Inform, true);
    proposal.phone = Some("912 345 678".to_owned());
    story.reads("912 345 678", proposal);
    let Words::Card(card) = story.last_said() else { panic!("{:?}", story.last_said()) };
    assert!(card.candidates.is_empty() && card.address.is_none());
}

#[test]
fn numbers_of_whom_any_will_do_are_asked_side_by_side() {
    let mut story = Story::new();
    let mut proposal = Proposal::of(Act::Book, true);
    proposal.service = Some("corte de pelo".to_owned());
    proposal.phone = Some(NUMBERS[0].to_owned());
    proposal.when = vec!["el jueves por la tarde".to_owned()];
    let text = format!(
        "corte de pelo el jueves por la tarde, el que tenga antes: {} o {}",
        NUMBERS[0], NUMBERS[1]
    );
    story.reads(&text, proposal.clone());
    let Words::Card(card) = story.last_said() else { panic!("{:?}", story.last_said()) };
    assert_eq!((card.candidates.len(), card.commits), (2, true));
    story.taps_mine(ButtonVerb::Call);
    assert_eq!(story.dials(), 2);

    let mut story = Story::new();
    let text = format!("corte de pelo el jueves por la tarde, {} y {}", NUMBERS[0], NUMBERS[1]);
    story.reads(&text, proposal);
    assert_eq!(story.last_said(), &Words::OneAtATime, "two numbers without a word are two wishes");
}

#[test]
fn several_contacts_in_one_card_are_several_who_may_do() {
    let mut story = Story::new();
    let mut proposal = Proposal::of(Act::Book, true);
    proposal.service = Some("corte de pelo".to_owned());
    proposal.when = vec!["el jueves por la tarde".to_owned()];
    story.reads("corte de pelo el jueves por la tarde", proposal);
    let of = EventId(Uuid::from_u128(77));
    let contact = |name: &str, number: &str| (Some(name.to_owned()), vec![number.to_owned()]);
    let contacts =
        vec![contact("Marta", NUMBERS[0]), contact("Sol", NUMBERS[1]), contact("112", "112")];
    story.happens(EventKind::CardRead { of, contacts });
    let Words::Card(card) = story.last_said() else { panic!("{:?}", story.last_said()) };
    let names: Vec<_> = card.candidates.iter().map(|it| it.name.clone().unwrap()).collect();
    assert_eq!(names, ["Marta", "Sol"]);
}

#[test]
fn of_a_listed_provider_only_the_id_is_remembered_and_looked_up_again() {
    let mut story = Story::shown(2);
    story.taps_mine(ButtonVerb::Pick(1));
    story.taps_mine(ButtonVerb::Call);
    let known = &story.desk.person.providers[0];
    assert_eq!(
        (known.number.as_ref(), known.listing.as_deref()),
        (None, Some("place-+34912345601"))
    );
    story.taps_mine(ButtonVerb::Cancel);
    story.call_mine(CallEvent::Ended { how: Ended::Canceled });
    let listing = story.mine().wish.listing.clone().unwrap();
    assert_eq!(
        (listing.address, listing.rating),
        (None, None),
        "what the directory says goes with the request"
    );

    let mut proposal = Proposal::of(Act::Book, true);
    proposal.service = Some("dentista".to_owned());
    proposal.when = vec!["el jueves por la tarde".to_owned()];
    story.reads("mi dentista, el jueves por la tarde", proposal);
    let lookup = story.commands.iter().rev().find_map(|command| match command {
        Command::FindProviders { lookup, .. } => Some(lookup.clone()),
        _ => None,
    });
    assert_eq!(lookup, Some(Lookup::Listing { id: "place-+34912345601".to_owned() }));
    story.brings(Some(vec![found(NUMBERS[0], 48)]));
    assert!(matches!(story.last_said(), Words::Card(_)), "{:?}", story.last_said());
}

#[test]
fn who_bears_the_name_that_was_said_is_meant_unless_several_do() {
    let look = |listings: Vec<Found>| {
        let mut story = Story::new();
        story.policy.search = true;
        let mut proposal = Proposal::of(Act::Book, true);
        proposal.service = Some("corte de pelo".to_owned());
        proposal.provider = Some("Marta".to_owned());
        proposal.when = vec!["el jueves por la tarde".to_owned()];
        story.reads("corte de pelo en lo de Marta el jueves por la tarde", proposal);
        story.brings(Some(listings));
        story
    };
    let named =
        |number: &str, name: &str, rating| Found { name: name.to_owned(), ..found(number, rating) };
    let other = || named(NUMBERS[0], "Salón Sol", 50);
    let story = look(vec![other(), named(NUMBERS[1], "Peluquería Marta", 30)]);
    let Words::Card(card) = story.last_said() else { panic!("{:?}", story.last_said()) };
    assert_eq!(card.about.provider.as_deref(), Some("Peluquería Marta"));
    let story = look(vec![
        other(),
        named(NUMBERS[1], "Peluquería Marta", 30),
        named(NUMBERS[2], "Estudio Marta", 20),
    ]);
    let Words::WhomToCall { found, .. } = story.last_said() else {
        panic!("{:?}", story.last_said())
    };
    let names: Vec<_> = found.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["Peluquería Marta", "Estudio Marta", "Salón Sol"]);
    let Words::WhomToCall { unknown: None, .. } = story.last_said() else {
        panic!("{:?}", story.last_said())
    };
    let story = look(vec![other(), named(NUMBERS[2], "Salón Luna", 20)]);
    let Words::WhomToCall { unknown, .. } = story.last_said() else {
        panic!("{:?}", story.last_said())
    };
    assert_eq!(unknown.as_deref(), Some("Marta"), "it is told that nobody bears the name");
}

/// The only dentist found is taken; then this is written.
fn then(change: impl FnOnce(&mut Proposal)) -> Story {
    let mut story = Story::shown(2);
    story.taps_mine(ButtonVerb::Pick(1));
    assert!(matches!(story.last_said(), Words::Card(_)), "{:?}", story.last_said());
    let mut proposal = Proposal::of(Act::Change, true);
    change(&mut proposal);
    story.reads("mejor así", proposal);
    story
}

#[test]
fn a_number_of_the_directory_goes_with_the_trade_the_place_or_the_name_it_was_found_for() {
    let story = then(|it| it.service = Some("plomero".to_owned()));
    assert_eq!((story.mine().status(), &story.mine().wish.number), ("seeking", &None));
    let story = then(|it| it.place = Some("Vallecas".to_owned()));
    assert_eq!((story.mine().status(), &story.mine().wish.number), ("seeking", &None));
    let story = then(|it| it.provider = Some("Clínica Norte".to_owned()));
    assert_eq!((story.mine().status(), &story.mine().wish.number), ("seeking", &None));
    for same in ["dental 01", "Calle Mayor", "Sol"] {
        let story = then(|it| it.place = Some(same.to_owned()));
        assert_eq!(story.mine().status(), "confirming", "{same}");
    }
    let story = then(|it| it.when = vec!["el viernes por la tarde".to_owned()]);
    assert_eq!(story.mine().status(), "confirming");
}

#[test]
fn a_number_that_the_person_gave_stays_unless_the_trade_is_another() {
    let change = |change: fn(&mut Proposal)| {
        let mut story = Story::new();
        story.wants_a_haircut();
        story.request_mut().wish.service = Some("dentista".to_owned());
        let mut proposal = Proposal::of(Act::Change, true);
        change(&mut proposal);
        story.reads("mejor así", proposal);
        story.request().wish.number.is_some()
    };
    assert!(change(|it| it.provider = Some("Clínica Norte".to_owned())));
    assert!(change(|it| it.service = Some("limpieza".to_owned())));
    assert!(!change(|it| it.service = Some("plomero".to_owned())));
}

#[test]
fn a_name_that_is_of_another_trade_is_not_the_one_that_is_meant() {
    let mut story = Story::new();
    story.policy.search = true;
    let mut proposal = Proposal::of(Act::Book, true);
    proposal.service = Some("plomero".to_owned());
    proposal.provider = Some("Palermo".to_owned());
    proposal.when = vec!["el jueves por la tarde".to_owned()];
    story.reads("plomero en Palermo el jueves por la tarde", proposal);
    story.brings(Some(vec![Found { name: "Dental Palermo".to_owned(), ..found(NUMBERS[0], 48) }]));
    assert!(matches!(story.last_said(), Words::WhomToCall { .. }), "{:?}", story.last_said());
}

/// When a dentist of the directory is called, at a number of another place than the clock on their wall.
fn first_called(number: &str, zone: Option<&str>) -> (String, String) {
    let mut story = Story::looks_for_a_dentist();
    let zone = zone.map(str::to_owned);
    story.brings(Some(vec![Found { zone, ..found(number, 48) }]));
    story.taps_mine(ButtonVerb::Pick(1));
    story.taps_mine(ButtonVerb::Call);
    story.waits();
    (story.now.to_string(), story.last_call().zone.clone())
}

#[test]
fn the_clock_of_a_listed_provider_is_that_of_their_house_and_not_of_their_number() {
    let of = |at: &str, zone: &str| (at.to_owned(), zone.to_owned());
    // A number of San Francisco, kept in New York; nine in the morning here and there.
    let (number, there) = ("+14155550132", Some("America/New_York"));
    assert_eq!(first_called(number, there), of("2026-11-25T14:00:00Z", "America/New_York"));
    assert_eq!(first_called(number, None), of("2026-11-25T17:00:00Z", "America/Los_Angeles"));
    // Of São Paulo, kept in Manaus.
    let (number, there) = ("+551130718800", Some("America/Manaus"));
    assert_eq!(first_called(number, there), of("2026-11-25T13:00:00Z", "America/Manaus"));
    assert_eq!(first_called(number, None), of("2026-11-25T12:00:00Z", "America/Sao_Paulo"));
}

#[test]
fn the_second_and_the_last_are_two_of_those_shown() {
    for text in ["the second and the last", "el segundo y el último", "o segundo e o último"] {
        let mut story = Story::shown(3);
        story.says_all(text);
        let picked: Vec<_> =
            story.mine().wish.candidates.iter().map(Candidate::for_people).collect();
        assert_eq!(picked, ["Dental 02", "Dental 03"], "{text}");
    }
}

#[test]
fn none_refuses_all_that_were_shown() {
    for text in ["none", "none of these", "none, thanks", "nenhum", "ninguno"] {
        let mut story = Story::shown(3);
        story.says_all(text);
        assert_eq!(story.mine().status(), "drafting", "{text}: {:?}", story.last_said());
    }
}

#[test]
fn what_is_on_no_list_gets_a_word_and_the_list_again() {
    for text in ["0", "99", "😀", "la de ayer"] {
        let mut story = Story::shown(3);
        let before = story.said.len();
        story.says_all(text);
        let said = &story.said[before..];
        assert!(
            matches!(said, [Words::NotOnTheList { last: 3, .. }, Words::WhomToCall { .. }]),
            "{text}: {said:?}"
        );
    }
}
