//! Whether the caps protect anything, and whether they leave room for a call.

use super::{Finding, fine, problem, skipped};
use crate::config::{Settings, amount};

/// More than this for one call is a slip of the pen.
const WORST_CASE_ABSURD: i64 = 100_000_000;

/// What is off is a choice, and is told; what cannot be meant is a problem.
pub fn limits(settings: &Settings) -> Vec<Finding> {
    let caps = &settings.caps;
    let worst = caps.worst_case();
    let money = |millionths| format!("{} {}", amount(millionths), settings.currency);
    let spends = [
        ("VOCERO_SPEND_CALL_MAX", caps.spend_call),
        ("VOCERO_SPEND_PERSON_DAY_MAX", caps.spend_person_day),
        ("VOCERO_SPEND_HOUR_MAX", caps.spend_hour),
        ("VOCERO_SPEND_DAY_MAX", caps.spend_day),
    ];
    let mut findings = Vec::new();
    let off = [
        ("VOCERO_CALLS_PERSON_DAY_MAX", caps.calls_person_day.is_none()),
        ("VOCERO_CALLS_NUMBER_DAY_MAX", caps.calls_number_day.is_none()),
    ];
    let off = off.into_iter().chain(spends.map(|(name, cap)| (name, cap.is_none())));
    let off: Vec<_> = off.filter_map(|(name, is_off)| is_off.then_some(name)).collect();
    if !off.is_empty() {
        findings.push(skipped(format!("off, so that nothing limits it: {}", off.join(", "))));
    }
    if caps.spend_hour.is_none() && caps.spend_day.is_none() {
        findings.push(problem(
            "nothing limits what all calls cost together",
            "set VOCERO_SPEND_HOUR_MAX and VOCERO_SPEND_DAY_MAX",
        ));
    }
    if caps.minute_price == 0 {
        findings.push(problem(
            "a minute on the phone costs nothing, so that no cap on money ever holds",
            "set VOCERO_PRICE_CARRIER_MINUTE and VOCERO_PRICE_AGENT_MINUTE to what you pay",
        ));
    }
    if worst > WORST_CASE_ABSURD {
        findings.push(problem(
            format!("the longest call may cost {}", money(worst)),
            "check the prices of a minute and VOCERO_CALL_SECONDS_MAX",
        ));
    }
    for (name, cap) in spends {
        if let Some(cap) = cap.filter(|&cap| cap < worst) {
            findings.push(problem(
                format!(
                    "{name} is {}, one call may cost {}: nobody is ever called",
                    money(cap),
                    money(worst)
                ),
                format!("raise {name}, or lower VOCERO_CALL_SECONDS_MAX"),
            ));
        }
    }
    if let (Some(hour), Some(day)) = (caps.spend_hour, caps.spend_day)
        && hour > day
    {
        findings.push(problem(
            "an hour may cost more than a day",
            "set VOCERO_SPEND_HOUR_MAX below VOCERO_SPEND_DAY_MAX",
        ));
    }
    if caps.calls_number_day.is_some_and(|calls| calls < settings.policy.calls_max) {
        findings.push(skipped(
            "one request alone may reach VOCERO_CALLS_NUMBER_DAY_MAX with its tries",
        ));
    }
    if findings.is_empty() {
        findings.push(fine(format!("one call costs {} at most", money(worst))));
    }
    findings
}
