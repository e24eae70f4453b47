//! The order in which a call's callbacks come, and how often, makes no difference (I10).
//!
//! The agent waits for the answer of a tool, so that its tools come in their own order and before the call's end.

use proptest::prelude::*;

use super::*;

/// One thing that is told of a call.
#[derive(Debug, Clone)]
enum Told {
    Callback(CallEvent),
    Tool(ToolCall),
}

/// What is left when all is told.
#[derive(Debug, Clone, PartialEq)]
struct Left {
    status: &'static str,
    request: Request,
    final_words: Vec<Words>,
    dials: usize,
}

fn callback(event: CallEvent) -> Told {
    Told::Callback(event)
}

fn claim() -> Told {
    Told::Tool(ToolCall::ClaimSlot { slot: datetime(2026, 11, 26, 16, 0, 0, 0) })
}

fn confirm() -> Told {
    let details = Confirmation { price: Some("25 €".to_owned()), ..Confirmation::default() };
    Told::Tool(ToolCall::ConfirmBooking { slot: datetime(2026, 11, 26, 16, 0, 0, 0), details })
}

fn gives_up(reason: GaveUp) -> Told {
    Told::Tool(ToolCall::EndWithoutBooking { reason, detail: None, call_back_at: None })
}

const SORRY: [(Speaker, &str); 2] = [
    (Speaker::Agent, "¿Tiene algo el jueves por la tarde?"),
    (Speaker::Callee, "No, esta semana ya no queda nada."),
];

/// Calls of every kind, each with what is told of it.
fn calls() -> Vec<(&'static str, Vec<Told>)> {
    use CallEvent::{Answered, Ended as Over, MachineHeard, Ringing};
    let completed = || callback(Over { how: Ended::Completed });
    let talked = |turns| callback(transcript(turns));
    vec![
        (
            "booked",
            vec![
                callback(Ringing),
                callback(Answered),
                callback(MachineHeard),
                claim(),
                confirm(),
                completed(),
                talked(&AGREED),
            ],
        ),
        (
            "unconfirmed",
            vec![
                callback(Ringing),
                callback(Answered),
                claim(),
                confirm(),
                completed(),
                talked(&SORRY),
            ],
        ),
        (
            "booked",
            vec![
                callback(Ringing),
                callback(Answered),
                claim(),
                callback(Over { how: Ended::Failed }),
                talked(&AGREED),
            ],
        ),
        (
            "no_availability",
            vec![
                callback(Ringing),
                callback(Answered),
                callback(MachineHeard),
                gives_up(GaveUp::NoAvailability),
                completed(),
                talked(&SORRY),
            ],
        ),
        ("waiting", vec![callback(Ringing), callback(Over { how: Ended::NoAnswer })]),
        ("waiting", vec![callback(Ringing), callback(Over { how: Ended::Busy })]),
        (
            "waiting",
            vec![
                callback(Ringing),
                callback(Answered),
                gives_up(GaveUp::Voicemail),
                completed(),
                talked(&[]),
            ],
        ),
    ]
}

fn tell(order: &[&Told]) -> Left {
    let mut story = Story::new();
    story.wants_a_haircut();
    story.taps(ButtonVerb::Call);
    let call = story.call_id();
    let request = story.request().id;
    for told in order {
        match (*told).clone() {
            Told::Callback(event) => {
                story.happens(EventKind::Call { request, call, event });
            }
            Told::Tool(tool) => {
                story.happens(EventKind::Tool { request, call, tool });
            }
        }
    }
    let mut request = story.request().clone();
    // Whether "answered" came before the end or after it is a fact of the callbacks, not of the call.
    if let Stage::Closed { last: Some(last), .. } = &mut request.stage {
        last.answered = true;
        last.line.machine_hint = true;
    }
    let last_words = |command: &Command| match command {
        Command::FinalWord { words, .. } => Some(words.clone()),
        _ => None,
    };
    Left {
        status: story.status(),
        final_words: story.commands.iter().filter_map(last_words).collect(),
        dials: story.dials(),
        request,
    }
}

fn is_tool(told: &Told) -> bool {
    matches!(told, Told::Tool(_))
}

fn ends(told: &Told) -> bool {
    matches!(told, Told::Callback(CallEvent::Ended { .. } | CallEvent::Transcript(_)))
}

/// Whether tools come in their own order, and before what tells that the call is over.
fn can_happen(order: &[usize], told: &[Told]) -> bool {
    let of_tools = order.iter().filter(|&&one| is_tool(&told[one]));
    let over = order.iter().position(|&one| ends(&told[one])).unwrap_or(order.len());
    of_tools.is_sorted() && order[over..].iter().all(|&one| !is_tool(&told[one]))
}

fn permutations(length: usize) -> Vec<Vec<usize>> {
    let mut orders = vec![Vec::new()];
    for _ in 0..length {
        let longer = orders.iter().flat_map(|order: &Vec<usize>| {
            (0..length)
                .filter(|next| !order.contains(next))
                .map(|next| [order.as_slice(), &[next]].concat())
        });
        orders = longer.collect();
    }
    orders
}

fn with(order: &[usize], told: &[Told]) -> Left {
    tell(&order.iter().map(|&one| &told[one]).collect::<Vec<_>>())
}

#[test]
fn all_orders_of_up_to_seven_callbacks_end_the_same() {
    let mut seen = 0;
    for (status, told) in calls() {
        let straight = with(&(0..told.len()).collect::<Vec<_>>(), &told);
        assert_eq!(straight.status, status);
        assert_eq!(straight.final_words.len(), usize::from(status != "waiting"));
        for order in permutations(told.len()) {
            if can_happen(&order, &told) {
                assert_eq!(with(&order, &told), straight, "{status}: {order:?} of {told:?}");
                seen += 1;
            }
        }
    }
    assert!(seen > 250, "{seen}");
}

#[test]
fn each_callback_may_come_again_at_any_later_time() {
    for (status, told) in calls().into_iter().filter(|(_, told)| told.len() <= 5) {
        let straight = with(&(0..told.len()).collect::<Vec<_>>(), &told);
        for order in permutations(told.len()).into_iter().filter(|order| can_happen(order, &told)) {
            for (at, &again) in order.iter().enumerate().filter(|(_, one)| !is_tool(&told[**one])) {
                for place in at + 1..=order.len() {
                    let mut order = order.clone();
                    order.insert(place, again);
                    if can_happen(&order, &told) {
                        assert_eq!(
                            with(&order, &told),
                            straight,
                            "{status}: {order:?} of {told:?}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn not_even_an_impossible_order_tells_two_endings_or_books_without_a_claim() {
    let (_, mut told) = calls().swap_remove(0);
    told.drain(..2);
    for order in permutations(told.len()) {
        let left = with(&order, &told);
        assert!(left.final_words.len() <= 1, "{order:?}");
        assert_eq!(left.dials, 1, "{order:?}");
        let place = |is: fn(&Told) -> bool| order.iter().position(|&one| is(&told[one]));
        let ended = place(|told| matches!(told, Told::Callback(CallEvent::Ended { .. })));
        let read = place(|told| matches!(told, Told::Callback(CallEvent::Transcript(_))));
        let claimed = place(|told| matches!(told, Told::Tool(ToolCall::ClaimSlot { .. })));
        let claimed_in_time = claimed < ended.max(read);
        assert!(left.status != "booked" || claimed_in_time, "{order:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn however_often_and_in_whatever_order_callbacks_come_the_end_is_the_same(
        which in 0..7_usize,
        shuffled in prop::collection::vec((any::<u32>(), 0..7_usize), 7..40),
    ) {
        let (status, told) = calls().swap_remove(which);
        let mut shuffled = shuffled;
        shuffled.extend((0..told.len()).map(|one| (u32::try_from(one).unwrap() * 7919 % 101, one)));
        shuffled.sort_unstable();
        let order: Vec<usize> = shuffled.into_iter().map(|(_, one)| one % told.len()).collect();
        // Tools first, once each, so that what is left is an order that can happen.
        let tools = (0..told.len()).filter(|&one| is_tool(&told[one]));
        let callbacks = order.into_iter().filter(|&one| !is_tool(&told[one]));
        let order: Vec<usize> = tools.chain(callbacks).collect();
        let straight = with(&(0..told.len()).collect::<Vec<_>>(), &told);
        prop_assert_eq!(with(&order, &told), straight, "{}: {:?}", status, order);
    }
}
