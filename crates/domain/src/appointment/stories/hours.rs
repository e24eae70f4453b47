//! When we call (I18): in the hours and on the days on which the provider's country is at work, by its own clock.

use jiff::civil::{Time, Weekday};

use super::*;

/// When a call is placed that the person wants at this moment.
fn called_at(number: &str, now: &str, change: impl FnOnce(&mut Policy)) -> (String, Option<Retry>) {
    let mut story = Story::new();
    story.now = now.parse().unwrap();
    change(&mut story.policy);
    let mut proposal = Proposal::of(Act::Book, true);
    proposal.service = Some("corte de pelo".to_owned());
    proposal.phone = Some(number.to_owned());
    proposal.when = vec!["lo antes posible".to_owned()];
    story.reads(&format!("corte de pelo lo antes posible, {number}"), proposal);
    assert_eq!(story.status(), "confirming");
    story.taps(ButtonVerb::Call);
    match story.request().stage {
        Stage::Waiting { until, why, .. } => {
            assert_eq!(story.dials(), 0);
            (until.to_string(), Some(why))
        }
        _ => {
            assert_eq!(story.dials(), 1);
            (story.now.to_string(), None)
        }
    }
}

const MADRID: &str = "+34912345678";
const LONDON: &str = "+442079460000";
const NEW_YORK: &str = "+12125550123";
const BUENOS_AIRES: &str = "+541143211201";

#[test]
fn at_work_they_are_called_at_once_and_at_night_in_the_morning() {
    let as_is = |_: &mut Policy| {};
    let at = |now: &str| called_at(MADRID, now, as_is);
    assert_eq!(at("2026-11-25T09:00:00Z"), ("2026-11-25T09:00:00Z".to_owned(), None));
    let outside = Some(Retry::OutsideHours);
    assert_eq!(at("2026-11-25T05:00:00Z"), ("2026-11-25T08:00:00Z".to_owned(), outside));
    assert_eq!(
        at("2026-11-25T18:00:00Z"),
        ("2026-11-26T08:00:00Z".to_owned(), outside),
        "19:00 is closed"
    );
    assert_eq!(at("2026-11-25T17:59:59Z").1, None);
}

#[test]
fn nobody_is_called_on_sundays_unless_the_operator_says_so() {
    let sunday = "2026-11-29T11:00:00Z";
    let (at, why) = called_at(MADRID, sunday, |_| {});
    assert_eq!((at.as_str(), why), ("2026-11-30T08:00:00Z", Some(Retry::OutsideHours)));
    let (_, why) = called_at(MADRID, sunday, |policy| policy.days.push(Weekday::Sunday));
    assert_eq!(why, None);
    let saturday_night = called_at(MADRID, "2026-11-28T20:00:00Z", |_| {}).0;
    assert_eq!(saturday_night, "2026-11-30T08:00:00Z");
}

#[test]
fn nobody_is_called_on_a_public_holiday_of_their_own_country() {
    let thanksgiving = "2026-11-26T16:00:00Z";
    let (at, why) = called_at(NEW_YORK, thanksgiving, |_| {});
    assert_eq!((at.as_str(), why), ("2026-11-27T14:00:00Z", Some(Retry::Holiday)));
    assert_eq!(called_at(MADRID, thanksgiving, |_| {}).1, None, "they keep none that day");
    let (_, why) = called_at(NEW_YORK, thanksgiving, |policy| policy.on_holidays = true);
    assert_eq!(why, None);
}

#[test]
fn several_days_off_in_a_row_are_waited_for() {
    // Christmas is a Friday, Boxing Day a Saturday that is kept on Monday.
    let (at, why) = called_at(LONDON, "2026-12-25T10:00:00Z", |_| {});
    assert_eq!((at.as_str(), why), ("2026-12-29T09:00:00Z", Some(Retry::Holiday)));
    let the_evening_before = called_at(LONDON, "2026-12-24T21:00:00Z", |_| {});
    assert_eq!(the_evening_before, ("2026-12-29T09:00:00Z".to_owned(), Some(Retry::OutsideHours)));
}

#[test]
fn the_day_is_that_of_their_clock_not_of_ours() {
    // Still Monday the 23rd, a holiday, in Buenos Aires; Tuesday in UTC.
    let (at, why) = called_at(BUENOS_AIRES, "2026-11-24T02:00:00Z", |_| {});
    assert_eq!((at.as_str(), why), ("2026-11-24T12:00:00Z", Some(Retry::Holiday)));
}

#[test]
fn on_the_day_of_a_clock_change_their_morning_is_by_the_new_clock() {
    let every_day = |policy: &mut Policy| policy.days.push(Weekday::Sunday);
    let at = |now: &str| called_at(MADRID, now, every_day).0;
    assert_eq!(at("2027-03-27T20:00:00Z"), "2027-03-28T07:00:00Z", "an hour earlier, by UTC");
    assert_eq!(at("2026-10-24T20:00:00Z"), "2026-10-25T08:00:00Z");
    let nights = |policy: &mut Policy| {
        policy.days.push(Weekday::Sunday);
        policy.hours = (Time::constant(2, 30, 0, 0), Time::constant(4, 0, 0, 0));
    };
    // 02:30 does not exist that night.
    assert_eq!(called_at(MADRID, "2027-03-27T20:00:00Z", nights).0, "2027-03-28T01:30:00Z");
}

#[test]
fn the_whole_day_is_open_up_to_midnight_and_no_further() {
    let all_day = |policy: &mut Policy| policy.hours = (Time::midnight(), Time::MAX);
    assert_eq!(called_at(MADRID, "2026-11-28T22:59:59Z", all_day).1, None);
    let sunday = called_at(MADRID, "2026-11-28T23:00:00Z", all_day);
    assert_eq!(sunday, ("2026-11-29T23:00:00Z".to_owned(), Some(Retry::OutsideHours)));
}

#[test]
fn a_retry_that_would_fall_on_a_holiday_comes_after_it() {
    let mut story = Story::new();
    story.wants_a_haircut();
    story.request_mut().wish.windows[0].to = "2026-12-30T00:00:00Z".parse().unwrap();
    story.now = "2026-12-07T17:50:00Z".parse().unwrap();
    story.taps(ButtonVerb::Call);
    story.call(CallEvent::Ended { how: Ended::NoAnswer });
    let Stage::Waiting { until, why, .. } = story.request().stage else {
        panic!("{}", story.status())
    };
    assert_eq!((until.to_string().as_str(), why), ("2026-12-09T08:00:00Z", Retry::NoAnswer));
}

#[test]
fn a_retry_after_the_last_wished_day_is_not_made() {
    let mut story = Story::new();
    story.wants_a_haircut();
    story.request_mut().wish.windows[0].to = "2026-12-08T19:00:00Z".parse().unwrap();
    story.now = "2026-12-07T17:50:00Z".parse().unwrap();
    story.taps(ButtonVerb::Call);
    story.call(CallEvent::Ended { how: Ended::NoAnswer });
    assert_eq!(story.status(), "not_reached", "the holiday is all that is left of the wish");
}
