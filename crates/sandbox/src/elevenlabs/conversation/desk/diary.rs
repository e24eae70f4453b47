//! A provider's opening hours and the book in which appointments stand.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, ToSpan};
use serde::{Deserialize, Serialize};

use super::super::Window;

/// Minutes of one appointment; slots begin on the hour and on the half.
const SLOT_MINUTES: i64 = 30;
/// How far ahead a desk looks for something free, in days.
const AHEAD_DAYS: i32 = 28;
/// Nobody gets in on shorter notice than this, in minutes.
const NOTICE_MINUTES: i64 = 60;

/// When a provider is open, by its own wall clock: the same hours on each open day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// Monday first.
    pub days: [bool; 7],
    pub from: Time,
    pub to: Time,
}

impl Hours {
    pub const WEEKDAYS: Self = Self {
        days: [true, true, true, true, true, false, false],
        from: Time::constant(9, 0, 0, 0),
        to: Time::constant(19, 0, 0, 0),
    };
    pub const WITH_SATURDAY: Self =
        Self { days: [true, true, true, true, true, true, false], ..Self::WEEKDAYS };

    #[must_use]
    pub fn open_on(&self, date: Date) -> bool {
        let day = usize::try_from(date.weekday().to_monday_zero_offset()).expect("0 to 6");
        self.days[day]
    }

    /// Whether an appointment may begin then.
    #[must_use]
    pub fn admit(&self, slot: DateTime) -> bool {
        let ends = slot.checked_add(SignedDuration::from_mins(SLOT_MINUTES));
        self.open_on(slot.date())
            && slot.time() >= self.from
            && ends.is_ok_and(|end| end.date() == slot.date() && end.time() <= self.to)
    }

    fn starts(self, date: Date) -> impl Iterator<Item = DateTime> {
        let first = date.to_datetime(self.from);
        let step = SignedDuration::from_mins(SLOT_MINUTES);
        std::iter::successors(Some(first), move |slot| slot.checked_add(step).ok())
            .take_while(move |slot| slot.date() == date)
            .filter(move |slot| self.admit(*slot))
    }
}

/// One line of the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub name: String,
    /// The call in which it was agreed; absent for what stood there before.
    pub call_sid: Option<String>,
}

/// The slot belongs to somebody already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the slot is taken")]
pub struct Taken;

/// The book: at most one appointment a slot.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Diary {
    entries: BTreeMap<DateTime, Entry>,
    /// What was being agreed on when the line broke: in nobody's book.
    pub tentative: Option<(DateTime, String)>,
    /// What that would have taken the place of.
    pub tentative_for: Option<DateTime>,
}

impl Diary {
    /// # Errors
    /// [`Taken`], and then the book is as before.
    pub fn write(
        &mut self,
        slot: DateTime,
        name: &str,
        call_sid: Option<&str>,
    ) -> Result<(), Taken> {
        if self.entries.contains_key(&slot) {
            return Err(Taken);
        }
        let entry = Entry { name: name.to_owned(), call_sid: call_sid.map(str::to_owned) };
        self.entries.insert(slot, entry);
        Ok(())
    }

    /// Takes an appointment out; false when there was none.
    pub fn strike(&mut self, slot: DateTime) -> bool {
        self.entries.remove(&slot).is_some()
    }

    #[must_use]
    pub fn is_free(&self, slot: DateTime) -> bool {
        !self.entries.contains_key(&slot)
    }

    /// Whether the slot stands there in this name.
    #[must_use]
    pub fn is_for(&self, slot: DateTime, name: &str) -> bool {
        self.entries.get(&slot).is_some_and(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// Everything that was agreed on the phone, with its slot.
    pub fn agreed(&self) -> impl Iterator<Item = (DateTime, &Entry)> {
        self.entries
            .iter()
            .filter(|(_, entry)| entry.call_sid.is_some())
            .map(|(slot, entry)| (*slot, entry))
    }

    /// What is free in the windows, in their order; with no window, all of the next weeks.
    pub fn free(&self, hours: Hours, windows: &[Window], now: DateTime) -> Vec<DateTime> {
        if windows.is_empty() {
            return self.free_between(hours, now, now);
        }
        let mut free = Vec::new();
        for window in windows {
            for slot in self.free_between(hours, window.from, now) {
                // An exact time is a window that ends where it begins.
                let inside = slot == window.from || (slot > window.from && slot < window.to);
                if inside && !free.contains(&slot) {
                    free.push(slot);
                }
            }
        }
        free
    }

    /// What is free on the first days on which none of the windows lies.
    pub fn free_on_other_days(
        &self,
        hours: Hours,
        windows: &[Window],
        now: DateTime,
    ) -> Vec<DateTime> {
        let after = windows.iter().map(|window| window.to).max().unwrap_or(now).max(now);
        let next_day =
            after.date().tomorrow().map_or(after, |day| day.to_datetime(Time::midnight()));
        self.free_between(hours, next_day, now)
    }

    fn free_between(&self, hours: Hours, from: DateTime, now: DateTime) -> Vec<DateTime> {
        let earliest = now.saturating_add(SignedDuration::from_mins(NOTICE_MINUTES)).max(from);
        let days =
            (0..AHEAD_DAYS).filter_map(|ahead| earliest.date().checked_add(ahead.days()).ok());
        days.filter(|day| hours.open_on(*day))
            .flat_map(|day| hours.starts(day))
            .filter(|slot| *slot >= earliest && self.is_free(*slot))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::datetime;

    const NOW: DateTime = datetime(2026, 11, 25, 10, 0, 0, 0);

    fn thursday(hour: i8) -> DateTime {
        datetime(2026, 11, 26, hour, 0, 0, 0)
    }

    #[test]
    fn a_slot_is_given_once() {
        let mut diary = Diary::default();
        diary.write(thursday(16), "Ana", Some("CA1")).unwrap();
        assert_eq!(diary.write(thursday(16), "Bea", Some("CA2")), Err(Taken));
        let names: Vec<_> = diary.agreed().map(|(_, entry)| entry.name.as_str()).collect();
        assert_eq!(names, ["Ana"]);
    }

    #[test]
    fn what_is_taken_is_not_free() {
        let mut diary = Diary::default();
        let window = Window { from: thursday(16), to: thursday(17) };
        assert_eq!(diary.free(Hours::WEEKDAYS, &[window], NOW).len(), 2);
        diary.write(thursday(16), "Ana", None).unwrap();
        assert_eq!(
            diary.free(Hours::WEEKDAYS, &[window], NOW),
            [datetime(2026, 11, 26, 16, 30, 0, 0)]
        );
    }

    #[test]
    fn nothing_is_free_outside_the_hours_on_closed_days_or_in_the_past() {
        let diary = Diary::default();
        let night = Window { from: thursday(20), to: thursday(23) };
        let saturday = Window {
            from: datetime(2026, 11, 28, 9, 0, 0, 0),
            to: datetime(2026, 11, 28, 18, 0, 0, 0),
        };
        let past = Window { from: datetime(2026, 11, 25, 9, 0, 0, 0), to: NOW };
        assert_eq!(diary.free(Hours::WEEKDAYS, &[night, saturday, past], NOW), []);
    }

    #[test]
    fn an_exact_time_is_a_window() {
        let exact = Window { from: thursday(16), to: thursday(16) };
        assert_eq!(Diary::default().free(Hours::WEEKDAYS, &[exact], NOW), [thursday(16)]);
    }

    #[test]
    fn another_day_is_after_all_the_windows() {
        let window = Window { from: thursday(9), to: thursday(12) };
        let other = Diary::default().free_on_other_days(Hours::WEEKDAYS, &[window], NOW);
        assert_eq!(other.first(), Some(&datetime(2026, 11, 27, 9, 0, 0, 0)));
    }
}
