//! A clock that runs, at a speed that can be chosen, and can be moved forward. It never goes back.

use std::sync::{Mutex, PoisonError};

use domain::clock::{Clock, SystemClock};
use jiff::{SignedDuration, Timestamp};

/// How many times as fast as the machine's the clock may run.
pub const SPEEDS: [u32; 4] = [1, 3, 10, 30];

#[derive(Debug)]
pub struct TownClock(Mutex<Course>);

/// At the machine's time `real` it was `town`, and has run at `speed` since.
#[derive(Debug, Clone, Copy)]
struct Course {
    real: Timestamp,
    town: Timestamp,
    speed: u32,
}

impl Course {
    fn at(self, real: Timestamp) -> Timestamp {
        let passed = real.duration_since(self.real).max(SignedDuration::ZERO);
        let passed_micros = passed.as_micros().saturating_mul(i128::from(self.speed));
        let passed = SignedDuration::from_micros(i64::try_from(passed_micros).unwrap_or(i64::MAX));
        self.town.saturating_add(passed).unwrap_or(Timestamp::MAX)
    }
}

impl Default for TownClock {
    /// The time of the machine.
    fn default() -> Self {
        let now = SystemClock.now();
        Self(Mutex::new(Course { real: now, town: now, speed: 1 }))
    }
}

impl Clock for TownClock {
    fn now(&self) -> Timestamp {
        let now = self.course().at(SystemClock.now());
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }
}

impl TownClock {
    fn course(&self) -> Course {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut Course)) {
        let mut course = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let real = SystemClock.now();
        *course = Course { real, town: course.at(real), speed: course.speed };
        change(&mut course);
    }

    #[must_use]
    pub fn speed(&self) -> u32 {
        self.course().speed
    }

    pub fn run_at(&self, speed: u32) {
        self.change(|course| course.speed = speed.clamp(1, SPEEDS[SPEEDS.len() - 1]));
    }

    pub fn advance(&self, by: SignedDuration) {
        self.change(|course| {
            let moved = course.town.saturating_add(by.max(SignedDuration::ZERO));
            course.town = moved.unwrap_or(course.town);
        });
    }

    /// Moves on to `when`; does nothing if it lies in the past.
    pub fn advance_to(&self, when: Timestamp) {
        self.change(|course| course.town = course.town.max(when));
    }

    /// What it showed, and what the machine's did, in ms, when it was last set.
    #[must_use]
    pub fn since(&self) -> (i64, i64) {
        let course = self.course();
        (course.real.as_millisecond(), course.town.as_millisecond())
    }

    /// How far it is before the machine's clock.
    #[must_use]
    pub fn ahead(&self) -> SignedDuration {
        let real = SystemClock.now();
        self.course().at(real).duration_since(real)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn course(speed: u32) -> Course {
        let real = Timestamp::from_second(1_000).unwrap();
        Course { real, town: Timestamp::from_second(5_000).unwrap(), speed }
    }

    #[test]
    fn a_fast_clock_runs_from_where_it_was() {
        let later = Timestamp::from_second(1_010).unwrap();
        assert_eq!(course(1).at(later).as_second(), 5_010);
        assert_eq!(course(10).at(later).as_second(), 5_100);
    }

    #[test]
    fn a_machine_whose_clock_is_put_back_stops_the_town_but_never_turns_it_back() {
        assert_eq!(course(10).at(Timestamp::from_second(900).unwrap()).as_second(), 5_000);
    }

    #[test]
    fn it_is_moved_forward_only() {
        let clock = TownClock::default();
        let before = clock.now();
        clock.advance(SignedDuration::from_secs(-60));
        clock.advance_to(before - SignedDuration::from_hours(1));
        assert!(clock.now() >= before);
        clock.advance(SignedDuration::from_hours(2));
        assert!(clock.now() >= before + SignedDuration::from_hours(2));
        assert!(clock.ahead() >= SignedDuration::from_mins(119));
    }

    #[test]
    fn a_change_of_speed_is_no_jump() {
        let clock = TownClock::default();
        clock.run_at(30);
        let fast = clock.now();
        clock.run_at(1);
        assert!(clock.now().duration_since(fast) < SignedDuration::from_secs(20));
        clock.run_at(9_999);
        assert_eq!(clock.speed(), 30);
    }
}
