//! From a calendar file to busy spans. Series are expanded by `calcard`, one series at a time: it matches exceptions by
//! moment and sequence alone, so that those of another series, and newer ones of the same, would be lost.

use std::collections::BTreeMap;
use std::str::FromStr;

use calcard::common::timezone::Tz;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarFrequency, ICalendarProperty,
    ICalendarStatus, ICalendarTransparency, ICalendarValue,
};
use calcard::{Entry, Parser};
use jiff::Timestamp;

use super::Busy;

/// What was read is no calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a calendar")]
pub struct NotACalendar;

/// Events of a calendar that are looked at.
const EVENTS_MAX: usize = 20_000;
/// Days of one series, and of all together.
const SERIES_MAX: usize = 20_000;
const ALL_SERIES_MAX: usize = 100_000;
/// Of a title, in characters.
const TITLE_MAX: usize = 60;

/// The spans that lie at least partly between `from` and `to`, in order. Times without a zone, and whole days, are those
/// of `zone`. What is cancelled or marked as free is not busy.
///
/// # Errors
/// [`NotACalendar`]
pub fn read(
    text: &str,
    zone: &str,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<Busy>, NotACalendar> {
    let zone = Tz::from_str(zone).unwrap_or(Tz::from_str("UTC").unwrap_or_default());
    let mut parser = Parser::new(text);
    let mut busy = Vec::new();
    let mut calendars = 0;
    loop {
        match parser.entry() {
            Entry::ICalendar(calendar) if is_calendar(&calendar) => {
                calendars += 1;
                spans(calendar, zone, (from, to), &mut busy);
            }
            Entry::Eof => break,
            _ if calendars > 0 => break,
            _ => return Err(NotACalendar),
        }
    }
    if calendars == 0 {
        return Err(NotACalendar);
    }
    busy.sort();
    busy.dedup();
    Ok(busy)
}

fn spans(calendar: ICalendar, zone: Tz, (from, to): (Timestamp, Timestamp), busy: &mut Vec<Busy>) {
    let mut zones = Vec::new();
    let mut series: BTreeMap<String, Vec<ICalendarComponent>> = BTreeMap::new();
    for component in calendar.components {
        match component.component_type {
            ICalendarComponentType::VEvent if series.len() < EVENTS_MAX => {
                let uid = text_of(&component, &ICalendarProperty::Uid).unwrap_or_default();
                let uid = if uid.is_empty() { format!("without {}", series.len()) } else { uid };
                series.entry(uid).or_default().push(without_sequence(component));
            }
            ICalendarComponentType::VTimezone => zones.push(component),
            _ => {}
        }
    }
    let mut left = ALL_SERIES_MAX;
    for components in series.into_values() {
        if components.iter().any(repeats_within_a_day) {
            continue;
        }
        let one = ICalendar { components: [zones.clone(), components].concat() };
        let expanded = one.expand_dates(zone, SERIES_MAX.min(left));
        left = left.saturating_sub(expanded.events.len());
        let spans = expanded.events.iter().filter_map(|event| {
            let component = one.components.get(usize::try_from(event.comp_id).ok()?)?;
            let (begins, ends) = event.timestamps();
            let (begins, ends) =
                (Timestamp::from_second(begins).ok()?, Timestamp::from_second(ends).ok()?);
            let overlaps = begins < ends && begins < to && ends > from;
            if !overlaps || !is_busy(component) {
                return None;
            }
            let title = text_of(component, &ICalendarProperty::Summary);
            let title = title.map(|title| title.chars().take(TITLE_MAX).collect());
            Some(Busy { from: begins, to: ends, title })
        });
        busy.extend(spans);
    }
}

fn is_calendar(file: &ICalendar) -> bool {
    let first = file.components.first().map(|it| &it.component_type);
    first == Some(&ICalendarComponentType::VCalendar)
}

fn without_sequence(mut component: ICalendarComponent) -> ICalendarComponent {
    component.entries.retain(|entry| entry.name != ICalendarProperty::Sequence);
    component
}

fn text_of(component: &ICalendarComponent, name: &ICalendarProperty) -> Option<String> {
    let entry = component.entries.iter().find(|entry| entry.name == *name)?;
    match entry.values.first()? {
        ICalendarValue::Text(text) => Some(text.trim().to_owned()),
        _ => None,
    }
}

/// Nobody has an appointment every hour.
fn repeats_within_a_day(component: &ICalendarComponent) -> bool {
    component.entries.iter().any(|entry| {
        entry.values.iter().any(|value| {
            matches!(value, ICalendarValue::RecurrenceRule(rule) if matches!(
                rule.freq,
                ICalendarFrequency::Secondly | ICalendarFrequency::Minutely | ICalendarFrequency::Hourly
            ))
        })
    })
}

fn is_busy(component: &ICalendarComponent) -> bool {
    let mut has_end = false;
    let mut has_time = false;
    for entry in &component.entries {
        match (&entry.name, entry.values.first()) {
            (
                ICalendarProperty::Status,
                Some(ICalendarValue::Status(ICalendarStatus::Cancelled)),
            )
            | (
                ICalendarProperty::Transp,
                Some(ICalendarValue::Transparency(ICalendarTransparency::Transparent)),
            ) => return false,
            (ICalendarProperty::Dtend | ICalendarProperty::Duration, _) => has_end = true,
            (ICalendarProperty::Dtstart, Some(ICalendarValue::PartialDateTime(at))) => {
                has_time = at.has_time();
            }
            _ => {}
        }
    }
    // A moment without an end takes no time (RFC 5545, 3.6.1).
    has_end || !has_time
}
