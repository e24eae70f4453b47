//! The days and hours of a wish: those that a message names, less those that it rules out.

use crate::understanding::{Act, Proposal};
use crate::when::{self, Reading, Reference};

use super::Missing;
use super::decide::Deciding;

impl Deciding<'_> {
    pub(super) fn take_when(
        &mut self,
        index: usize,
        text: &str,
        proposal: &Proposal,
        missing: &mut Missing,
    ) {
        let person = &self.desk.person;
        let zone = person.time_zone();
        let reference = Reference {
            now: self.now().to_zoned(zone.clone()).datetime(),
            language: proposal.language.unwrap_or(person.language),
            month_first: person.region == "US",
        };
        let wish = &self.desk.requests[index].wish;
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
        let named = when::less(named, &proposal.not_when, reference);
        let keeps = named.is_empty();
        let known = if keeps { wish.readings.clone() } else { complemented(named, &wish.readings) };
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
                if !keeps {
                    wish.when_said =
                        if copied { proposal.when.clone() } else { vec![text.trim().to_owned()] };
                }
                wish.readings = readings;
            }
            Err(_) => missing.when_doubtful = true,
        }
    }
}

/// "Thursday", and later "after five": what one answer leaves open, the earlier one fills.
fn complemented(named: Vec<Reading>, earlier: &[Reading]) -> Vec<Reading> {
    let filled = |reading: Reading| -> Vec<Reading> {
        if reading.asap {
            return vec![reading];
        }
        let dated = || earlier.iter().filter(|earlier| earlier.dates.is_some());
        match (reading.dates, earlier.first()) {
            (None, _) if dated().next().is_some() => {
                dated().map(|earlier| Reading { dates: earlier.dates, ..reading }).collect()
            }
            (Some(_), Some(earlier)) if reading.times.is_none() && earlier.dates.is_none() => {
                vec![Reading { times: earlier.times, ..reading }]
            }
            _ => vec![reading],
        }
    };
    let mut readings: Vec<Reading> = named.into_iter().flat_map(filled).collect();
    readings.dedup();
    readings
}
