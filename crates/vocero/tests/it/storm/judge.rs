//! What must be true however the weather was: our books against those of the vendors and of the provider.

use std::collections::{BTreeMap, BTreeSet};

use data::{Address, CallRow};
use domain::appointment::{Request, Stage};
use domain::ids::{CallId, RequestId};
use sandbox::cast::Agreed;
use sandbox::timeline::Kind;
use sandbox::twilio::calls::{Call as Placed, Direction, Status};
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{Connection, FromRow};

use super::Storm;
use crate::town::Town;

/// Whoever has something in the provider's book is told at least that it may be there.
const HONEST: [&str; 4] = ["booked", "reconfirmed", "unconfirmed", "could_not_find_out"];

/// The calls of the carrier that belong to one of ours.
type Carried = BTreeMap<CallId, Vec<Placed>>;

/// A final word as it was stored: of which request, and its text.
struct FinalWord {
    request: RequestId,
    text: String,
    /// The chat may have been closed for a day; whatever else kept it back is found among the dead letters.
    arrived: bool,
}

pub async fn judge(storm: &Storm) {
    let town = &storm.town;
    let told = town.transcript();
    let carried = calls_of_the_carrier(town, &told).await;
    let agreed = agreed(town, &told).await;
    let words = final_words(town).await;
    for (address, _) in storm.people {
        let requests = requests(town, address).await;
        for request in &requests {
            judge_calls(request, &carried, &told);
            let is_changed =
                requests.iter().any(|other| other.errand.changes() == Some(request.id));
            judge_booking(request, agreed.get(&request.id), is_changed, &told);
            judge_words(town, address, request, &words, &told);
        }
    }
    judge_enquiries(town, &carried, &agreed, &told).await;
    judge_money(town, &told).await;
    judge_what_is_left(town, &told).await;
}

async fn requests(town: &Town, address: &str) -> Vec<Request> {
    let data = &town.town.program.data;
    let address = Address::new(address).expect("it is an address");
    match data.person_of(&address).await.expect("the database answers") {
        Some(person) => data.desk(person, None).await.expect("the database answers").0.requests,
        None => Vec::new(),
    }
}

async fn call_of(town: &Town, sid: &str) -> Option<CallRow> {
    town.town.program.data.call_by_sid(sid).await.expect("the database answers")
}

async fn calls_of_the_carrier(town: &Town, told: &str) -> Carried {
    let placed: Vec<Placed> =
        town.town.sandbox.world().lock().twilio.calls.iter().cloned().collect();
    let mut carried = Carried::new();
    for call in placed {
        match call_of(town, &call.sid).await {
            Some(row) => carried.entry(row.call.id).or_default().push(call),
            None => assert!(
                call.direction == Direction::Inbound && !call.talked,
                "{} is nobody's call\n{told}",
                call.sid
            ),
        }
    }
    carried
}

/// One ring and one conversation for each call that was wanted (I3), and none that goes on.
fn judge_calls(request: &Request, carried: &Carried, told: &str) {
    for tried in &request.calls {
        let placed = carried.get(&tried.call).map(Vec::as_slice).unwrap_or_default();
        let rang = placed.iter().filter(|call| call.rang).count();
        let talked = placed.iter().filter(|call| call.talked).count();
        assert!(rang <= 1, "{rang} rings of one call\n{told}");
        assert!(talked <= 1, "{talked} conversations of one call\n{told}");
        assert!(placed.iter().all(|call| call.status.is_over()), "a call goes on\n{told}");
    }
}

async fn agreed(town: &Town, told: &str) -> BTreeMap<RequestId, Agreed> {
    let ledger = town.town.sandbox.world().lock().cast.ledger();
    let mut by_request = BTreeMap::new();
    for agreed in ledger {
        let row = call_of(town, &agreed.call_sid).await.expect("no stranger can agree to anything");
        let twice = by_request.insert(row.call.request, agreed);
        assert!(twice.is_none(), "two appointments for one wish\n{told}");
    }
    by_request
}

/// What is told as booked is in the provider's book, and what is there is not denied (I6, I7, I17).
fn judge_booking(request: &Request, agreed: Option<&Agreed>, is_changed: bool, told: &str) {
    let status = request.status();
    assert!(!request.is_accepted(), "no end: {status}\n{told}");
    match (&request.appointment, agreed) {
        (Some(appointment), Some(agreed)) => {
            let zone = domain::appointment::zone(&appointment.zone);
            let slot = appointment.slot.0.to_zoned(zone).datetime();
            assert_eq!(slot, agreed.slot, "another time than was agreed\n{told}");
            assert!(appointment.is_in_the_book(), "it stands in the book\n{told}");
        }
        (Some(_), None) => assert!(is_changed, "booked what nobody wrote down\n{told}"),
        (None, Some(_)) => assert!(HONEST.contains(&status), "denied as {status}\n{told}"),
        (None, None) => {}
    }
    assert_eq!(request.appointment.is_some(), status == "booked", "{status}\n{told}");
}

/// What is only asked commits nothing; each provider of a search is asked by one enquiry, each try of which was planned;
/// and what they offered is compared once.
async fn judge_enquiries(
    town: &Town,
    carried: &Carried,
    agreed: &BTreeMap<RequestId, Agreed>,
    told: &str,
) {
    let rows: Vec<(String, Option<String>)> = ask(
        town,
        "SELECT CAST(state AS TEXT), number FROM appointment_requests WHERE enquires_for IS NOT NULL",
    )
    .await;
    let mut asked = Vec::new();
    for (state, number) in rows {
        let enquiry: Request = serde_json::from_str(&state).expect("it is a request");
        let of = enquiry.errand.enquires_for().expect("it is an enquiry");
        assert!(matches!(enquiry.stage, Stage::Closed { .. }), "an enquiry goes on\n{told}");
        assert!(
            enquiry.appointment.is_none() && !agreed.contains_key(&enquiry.id),
            "an enquiry booked\n{told}"
        );
        judge_calls(&enquiry, carried, told);
        let tries: Vec<_> = enquiry.calls.iter().map(|tried| tried.nth).collect();
        assert!(tries.windows(2).all(|pair| pair[0] + 1 == pair[1]), "{tries:?}\n{told}");
        asked.push((of, number));
    }
    asked.sort();
    assert!(asked.windows(2).all(|pair| pair[0] != pair[1]), "asked by two enquiries\n{told}");
    let searches: BTreeSet<_> = asked.iter().map(|(of, _)| *of).collect();
    let bodies: Vec<(String,)> =
        ask(town, "SELECT CAST(body AS TEXT) FROM commands WHERE kind = 'send' AND state = 'done'")
            .await;
    let compared = |of: &RequestId| {
        let first = |body: &serde_json::Value| {
            let text = body["body"].as_str().unwrap_or_default();
            body["request"] == of.to_string() && text.contains("Ya pregunté.")
        };
        bodies.iter().filter(|(body,)| first(&serde_json::from_str(body).unwrap())).count()
    };
    assert!(searches.iter().all(|of| compared(of) <= 1), "compared twice\n{told}");
}

async fn final_words(town: &Town) -> Vec<FinalWord> {
    let rows: Vec<(String, String)> = ask(
        town,
        "SELECT CAST(body AS TEXT), state FROM commands \
         WHERE final_for IS NOT NULL AND state IN ('done', 'dead')",
    )
    .await;
    let words = rows.iter().map(|(body, state)| {
        let body: serde_json::Value = serde_json::from_str(body).unwrap();
        FinalWord {
            request: body["request"].as_str().unwrap().parse().unwrap(),
            text: body["body"].as_str().unwrap().to_owned(),
            arrived: state == "done",
        }
    });
    words.collect()
}

/// One final word for whoever's request is over, read once, and a booking is told as one (I5).
fn judge_words(town: &Town, address: &str, request: &Request, words: &[FinalWord], told: &str) {
    let mine: Vec<_> = words.iter().filter(|word| word.request == request.id).collect();
    let is_over = matches!(request.stage, Stage::Closed { .. }) && request.status() != "dropped";
    assert_eq!(mine.len(), usize::from(is_over), "final words: {}\n{told}", request.status());
    let Some(word) = mine.first().filter(|word| word.arrived) else { return };
    let screen = town.town.sandbox.person(address).screen();
    let read: Vec<_> =
        screen.iter().filter(|bubble| !bubble.is_mine).map(|bubble| &*bubble.shown.body).collect();
    let times = read.iter().filter(|text| **text == word.text).count();
    let same = words.iter().filter(|other| other.text == word.text).count();
    assert!((1..=same).contains(&times), "the final word was read {times} times\n{told}");
    let corrected = read.iter().any(|text| text.contains("Corrección"));
    let says_booked = ["✅ Reservado", "✅ Cambiado"].iter().any(|words| word.text.contains(words));
    let booked = request.status() == "booked";
    assert!(says_booked == booked || (booked && corrected), "told: {}\n{told}", word.text);
}

/// State, the carrier's name, and what is reserved and counted for it.
type Tried = (String, Option<String>, Option<i64>, Option<i64>);

/// What is counted for each try is what its call took, and the counters hold no more and no less (I15).
async fn judge_money(town: &Town, told: &str) {
    let rows: Vec<Tried> =
        ask(town, "SELECT state, call_sid, reserved, counted FROM call_attempts").await;
    let minute_price = town.town.settings.caps.minute_price;
    let mut counted = (0, 0);
    for (state, sid, reserved, held) in rows {
        let world = town.town.sandbox.world().lock();
        let costs = match sid.as_deref().and_then(|sid| world.twilio.calls.get(sid)) {
            // Nobody can tell whether a phone rang.
            None if state == "absent" => reserved,
            None => None,
            Some(call) if matches!(call.status, Status::Busy | Status::Failed) => None,
            Some(call) => Some((call.talked_s() + 59).div_euclid(60) * minute_price),
        };
        assert_eq!(held, costs, "what a try counts for that is {state}\n{told}");
        counted = (counted.0 + i64::from(held.is_some()), counted.1 + held.unwrap_or(0));
    }
    let days: Vec<(i64, i64)> = ask(
        town,
        "SELECT CAST(COALESCE(SUM(calls), 0) AS BIGINT), CAST(COALESCE(SUM(spent), 0) AS BIGINT) \
         FROM counters WHERE scope = 'day'",
    )
    .await;
    assert_eq!(days, [counted], "the counters of the days\n{told}");
}

/// Nothing waits any more, and nothing was given up without a word.
async fn judge_what_is_left(town: &Town, told: &str) {
    let data = &town.town.program.data;
    let counts = data.counts().await.expect("the database answers");
    let left = (counts.undecided, counts.ready, counts.running);
    assert_eq!(left, (0, 0, 0), "undecided, ready, running\n{told}");
    let mut letters = data.dead_letters(100).await.expect("the database answers");
    // What is due days later finds the chat closed; these people have neither a template nor a mail address.
    letters.retain(|it| !it.reason.contains("24-hour window is closed"));
    let letters: Vec<_> = letters.iter().map(|it| (&it.reason, &it.body)).collect();
    assert!(letters.is_empty(), "dead letters: {letters:?}\n{told}");
    assert!(town.count(Kind::CallEnded) <= town.count(Kind::Ringing) + town.count(Kind::Dialled));
}

/// Asks the tables themselves.
async fn ask<Row>(town: &Town, sql: &'static str) -> Vec<Row>
where
    Row: for<'r> FromRow<'r, PgRow> + for<'r> FromRow<'r, SqliteRow> + Send + Unpin,
{
    let url = town.database_url();
    if url.starts_with("sqlite") {
        let mut connection = sqlx::SqliteConnection::connect(url).await.unwrap();
        sqlx::query_as(sql).fetch_all(&mut connection).await.unwrap()
    } else {
        let mut connection = sqlx::PgConnection::connect(url).await.unwrap();
        sqlx::query_as(sql).fetch_all(&mut connection).await.unwrap()
    }
}
