//! Spares people the wait for a model that is down.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::clock::Clock;
use jiff::{SignedDuration, Timestamp};

/// Failures in a row before the model is left alone.
const FAILURES_MAX: u32 = 3;
/// How long it is left alone, and for how long after that one try stands for all.
const PAUSE: SignedDuration = SignedDuration::from_secs(30);
/// The longest pause that a server may ask for.
const PAUSE_MAX: SignedDuration = SignedDuration::from_mins(10);

pub(super) struct Breaker {
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    failures: u32,
    /// Nobody asks before then; whoever asks first after it, asks for all.
    not_before: Option<Timestamp>,
}

impl Breaker {
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, state: Mutex::default() }
    }

    /// Whether the model may be asked now; whoever is let through tells what came of it.
    pub(super) fn lets_through(&self) -> bool {
        let now = self.clock.now();
        self.with(|state| match state.not_before {
            None => true,
            Some(then) if now < then => false,
            Some(_) => {
                state.not_before = Some(after(now, PAUSE));
                true
            }
        })
    }

    pub(super) fn answered(&self) {
        self.with(|state| *state = State::default());
    }

    /// `retry_after`: the server's own word, which counts at once.
    pub(super) fn failed(&self, retry_after: Option<Duration>) {
        let now = self.clock.now();
        let asked = retry_after.and_then(|wait| SignedDuration::try_from(wait).ok());
        self.with(|state| {
            state.failures = state.failures.saturating_add(1);
            let pause = if state.failures >= FAILURES_MAX { Some(PAUSE) } else { None };
            let pause = pause.max(asked.map(|wait| wait.min(PAUSE_MAX)));
            if let Some(pause) = pause {
                state.not_before = state.not_before.max(Some(after(now, pause)));
            }
        });
    }

    fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn after(now: Timestamp, wait: SignedDuration) -> Timestamp {
    now.saturating_add(wait).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use domain::clock::ManualClock;

    use super::*;

    fn breaker() -> (Breaker, Arc<ManualClock>) {
        let clock = Arc::new(ManualClock::at(Timestamp::UNIX_EPOCH));
        (Breaker::new(clock.clone()), clock)
    }

    fn wait(clock: &ManualClock, seconds: i64) {
        clock.advance(SignedDuration::from_secs(seconds));
    }

    #[test]
    fn two_failures_in_a_row_stop_nothing_and_an_answer_forgives_them() {
        let (breaker, _clock) = breaker();
        for _ in 0..5 {
            breaker.failed(None);
            breaker.failed(None);
            assert!(breaker.lets_through());
            breaker.answered();
        }
    }

    #[test]
    fn after_three_failures_nobody_asks_for_half_a_minute_and_then_one() {
        let (breaker, clock) = breaker();
        for _ in 0..3 {
            assert!(breaker.lets_through());
            breaker.failed(None);
        }
        assert!(!breaker.lets_through());
        wait(&clock, 29);
        assert!(!breaker.lets_through());
        wait(&clock, 1);
        assert!(breaker.lets_through(), "the probe");
        assert!(!breaker.lets_through(), "while it is under way");
        breaker.failed(None);
        wait(&clock, 29);
        assert!(!breaker.lets_through());
        wait(&clock, 1);
        assert!(breaker.lets_through(), "the next probe");
        breaker.answered();
        assert!(breaker.lets_through() && breaker.lets_through());
    }

    #[test]
    fn a_probe_that_never_comes_back_is_followed_by_another() {
        let (breaker, clock) = breaker();
        (0..3).for_each(|_| breaker.failed(None));
        wait(&clock, 30);
        assert!(breaker.lets_through());
        wait(&clock, 30);
        assert!(breaker.lets_through());
    }

    #[test]
    fn the_servers_own_word_counts_at_once_but_not_without_end() {
        let (breaker, clock) = breaker();
        breaker.failed(Some(Duration::from_secs(7)));
        wait(&clock, 6);
        assert!(!breaker.lets_through());
        wait(&clock, 1);
        assert!(breaker.lets_through());
        breaker.failed(Some(Duration::MAX));
        wait(&clock, 60);
        assert!(breaker.lets_through(), "a wait beyond all bounds is no wait");
        breaker.failed(Some(Duration::from_hours(5)));
        wait(&clock, 599);
        assert!(!breaker.lets_through());
        wait(&clock, 1);
        assert!(breaker.lets_through());
    }

    #[test]
    fn of_two_answers_that_ask_for_patience_the_longer_wait_counts() {
        let (breaker, clock) = breaker();
        breaker.failed(Some(Duration::from_secs(100)));
        breaker.failed(Some(Duration::from_secs(1)));
        wait(&clock, 99);
        assert!(!breaker.lets_through());
        wait(&clock, 1);
        assert!(breaker.lets_through());
    }

    #[test]
    fn a_short_wait_of_the_servers_does_not_shorten_the_pause() {
        let (breaker, clock) = breaker();
        (0..3).for_each(|_| breaker.failed(Some(Duration::from_secs(1))));
        wait(&clock, 29);
        assert!(!breaker.lets_through());
    }
}
