//! The days and hours of a wish: those that a message names, less those that it rules out.

use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;

use crate::understanding::{Act, Fact, Proposal};
use crate::when::{self, Reading, Reference, Times};

use super::decide::Deciding;
use super::details::is_bare;
use super::{CallAtProblem, Detail, Missing, Words};

impl Deciding<'_> {
    pub(super) fn take_when(
        &mut self,
        index: usize,
        text: &str,
        proposal: &Proposal,
        elsewhere: bool,
        missing: &mut Missing,
    ) {
        let person = &self.desk.person;
        let zone = person.time_zone();
        let said_now = self.reference(&zone, proposal);
        let wish = &self.desk.requests[index].wish;
        // "Make it 5": of the people, where they are counted.
        let people = wish.facts.iter().find(|it| it.fact == Fact::PartySize);
        if people.is_some_and(|it| proposal.when == [it.text.as_str()]) {
            return;
        }
        // When to call is not when to come.
        let text = &match &proposal.call_at {
            Some(call_at) => text.replacen(call_at.as_str(), " ", 1),
            None => text.to_owned(),
        };
        let before = self.named_before(index);
        let before = before.map(|at| at.to_zoned(zone.clone()).datetime());
        let reference = match before.filter(|_| when::counts_on(text, said_now)) {
            Some(now) => Reference { now, ..said_now },
            None => said_now,
        };
        let lower = text.to_lowercase();
        let copied = !proposal.when.is_empty()
            && proposal.when.iter().all(|said| lower.contains(&said.to_lowercase()));
        let repeats =
            proposal.when.is_empty() && proposal.act == Act::Book && !wish.windows.is_empty();
        let named: Vec<Reading> = match (copied, repeats) {
            (true, _) => {
                proposal.when.iter().flat_map(|said| when::read(said, reference)).collect()
            }
            (false, true) => Vec::new(),
            (false, false) => when::read(text, reference),
        };
        // "Yesterday at 11" is not today at 11.
        let undated = !named.is_empty() && named.iter().all(|it| it.dates.is_none());
        if undated && when::speaks_of_yesterday(text) {
            missing.when_past = true;
            return;
        }
        let same_hour = before.filter(|_| when::same_time(text, reference.language));
        let named = match same_hour {
            Some(before) => named.into_iter().map(|it| at_the_hour(it, before.time())).collect(),
            None => named,
        };
        let any_time = when::any_time(text, reference.language);
        let frees =
            named.is_empty() && is_bare(proposal) && when::frees_hours(text, reference.language);
        let named = if frees {
            whole_days(&wish.readings)
        } else {
            when::less(named, &proposal.not_when, reference)
        };
        let keeps = named.is_empty();
        let adds =
            proposal.service.is_none() && !wish.windows.is_empty() && when::adds(text, reference);
        let carries = !elsewhere && !any_time;
        let known = match (keeps, adds) {
            (true, _) => wish.readings.clone(),
            (false, true) => together(&wish.readings, complemented(named, &wish.readings, carries)),
            (false, false) => complemented(named, &wish.readings, carries),
        };
        let readings = when::less(known, &proposal.not_when, reference);
        if keeps && readings == wish.readings {
            return;
        }
        let windows = when::windows(&readings, &zone, self.now());
        let wish = &mut self.desk.requests[index].wish;
        match windows {
            Ok(windows) if windows.is_empty() && !keeps => missing.when_past = true,
            Ok(windows) => {
                wish.windows = windows;
                let said =
                    || if copied { proposal.when.clone() } else { vec![text.trim().to_owned()] };
                match (keeps, adds) {
                    (true, _) => {}
                    (false, true) => wish.when_said.extend(said()),
                    (false, false) => wish.when_said = said(),
                }
                wish.readings = readings;
            }
            // The day stays, for the hour that is asked for.
            Err(_) => {
                missing.when_doubtful = true;
                wish.windows.clear();
                wish.readings = readings;
            }
        }
    }
}

impl Deciding<'_> {
    /// What "an hour later" counts from: the time that is wished for, if it is of one day, or that of the appointment to be
    /// moved.
    fn named_before(&self, index: usize) -> Option<Timestamp> {
        let request = &self.desk.requests[index];
        let zone = self.desk.person.time_zone();
        let day = |at: Timestamp| at.to_zoned(zone.clone()).date();
        match request.wish.windows.as_slice() {
            [only] if day(only.from) == day(only.to) => Some(only.from),
            _ => request.errand.moves().map(|slot| slot.0),
        }
    }

    /// On the person's own clock; what has begun already is at once.
    pub(super) fn take_call_at(
        &mut self,
        index: usize,
        proposal: &Proposal,
        missing: &mut Missing,
    ) {
        let Some(said) = &proposal.call_at else { return };
        let at = self.call_at(said, proposal);
        let wish = &mut self.request(index).wish;
        wish.call_at = at.ok();
        missing.call_at = at.err();
    }

    /// The person's own clock and language, or that of the message.
    pub(super) fn reference(&self, zone: &TimeZone, proposal: &Proposal) -> Reference {
        let person = &self.desk.person;
        Reference {
            now: self.now().to_zoned(zone.clone()).datetime(),
            language: proposal.language.unwrap_or(person.language),
            month_first: person.region == "US",
        }
    }

    fn call_at(&self, said: &str, proposal: &Proposal) -> Result<Timestamp, CallAtProblem> {
        let person = &self.desk.person;
        let zone = person.time_zone();
        let reference = self.reference(&zone, proposal);
        let readings = when::read(said, reference);
        let windows =
            when::windows(&readings, &zone, self.now()).map_err(|_| CallAtProblem::Doubtful)?;
        windows.iter().map(|window| window.from).min().ok_or(CallAtProblem::Past)
    }

    /// The times wished for would be over.
    pub(super) fn calls_too_late(&self, index: usize) -> bool {
        let wish = &self.desk.requests[index].wish;
        let over = |at: Timestamp| wish.windows.iter().all(|window| window.to <= at);
        !wish.windows.is_empty() && wish.call_at.is_some_and(over)
    }

    /// A call that is planned is made at another time.
    pub(super) fn move_call(&mut self, index: usize, proposal: &Proposal) {
        let before = self.desk.requests[index].wish.call_at;
        let mut missing = Missing::default();
        self.take_call_at(index, proposal, &mut missing);
        let at = self.desk.requests[index].wish.call_at;
        match at.filter(|_| !self.calls_too_late(index)) {
            Some(at) => self.call_or_wait(index, at),
            None => {
                self.request(index).wish.call_at = before;
                let problem = missing.call_at.unwrap_or(CallAtProblem::TooLate);
                let missing = Missing {
                    call_at: Some(problem),
                    details: vec![Detail::CallAt],
                    ..Missing::default()
                };
                self.say_about(index, |about| Words::Ask { about, missing });
            }
        }
    }
}

/// "Thursday", and later "after five": what one answer leaves open, the earlier one fills. A day in the place of another
/// keeps its hours where the wish is the same.
fn complemented(named: Vec<Reading>, earlier: &[Reading], carries: bool) -> Vec<Reading> {
    let timed = !earlier.is_empty() && earlier.iter().all(|earlier| earlier.times.is_some());
    let filled = |reading: Reading| -> Vec<Reading> {
        if reading.asap {
            return vec![reading];
        }
        let mut dated = earlier.iter().filter(|earlier| earlier.dates.is_some()).peekable();
        match reading.dates {
            None if dated.peek().is_some() => {
                dated.map(|earlier| Reading { dates: earlier.dates, ..reading }).collect()
            }
            Some(_) if reading.times.is_none() && timed && carries => {
                let at = |earlier: &Reading| Reading { dates: reading.dates, ..*earlier };
                earlier.iter().map(at).collect()
            }
            _ => vec![reading],
        }
    };
    together(&[], named.into_iter().flat_map(filled).collect())
}

/// "Friday, same time".
fn at_the_hour(reading: Reading, hour: Time) -> Reading {
    Reading { times: reading.times.or(Some(Times::At(hour))), ..reading }
}

/// "At any time", and nothing else: the days of before, each of their hours.
fn whole_days(earlier: &[Reading]) -> Vec<Reading> {
    let dated = earlier.iter().filter(|it| it.dates.is_some());
    dated.map(|it| Reading { dates: it.dates, ..Reading::default() }).collect()
}

/// Each of them once, in their order.
fn together(earlier: &[Reading], named: Vec<Reading>) -> Vec<Reading> {
    let mut all = earlier.to_vec();
    for reading in named {
        if !all.contains(&reading) {
            all.push(reading);
        }
    }
    all
}
