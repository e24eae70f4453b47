//! Where a request stands, and when the next call comes.

use domain::appointment::{About, Retry};
use jiff::Timestamp;

use super::page::Page;
use super::phrases::Phrases;
use super::times::WallClock;

impl Phrases {
    /// `zone` is the person's.
    pub(super) fn status(
        self,
        about: &About,
        calls: u32,
        next_at: Option<Timestamp>,
        zone: &str,
    ) -> String {
        let mut page = Page::about(&self.name_of(about));
        match calls {
            0 if next_at.is_none() => return self.note(about, "status-not-called"),
            0 => {}
            _ => {
                page.line(&self.fill("status-calls", [("calls", calls.into())]));
            }
        }
        match next_at {
            Some(at) => {
                let moment = WallClock::new(self, zone).moment(at);
                page.line(&self.fill("status-next", [("moment", moment.into())]))
            }
            None => page.line(&self.say("still-on-it")),
        };
        page.into_text()
    }

    /// `zone` is the person's.
    pub(super) fn on_hold(self, about: &About, until: Timestamp, zone: &str) -> String {
        let mut page = Page::about(&self.name_of(about));
        let moment = WallClock::new(self, zone).moment(until);
        page.line(&self.fill("on-hold", [("moment", moment.into())]));
        page.into_text()
    }

    /// `zone` is the person's.
    pub(super) fn retry(self, about: &About, why: Retry, at: Timestamp, zone: &str) -> String {
        let mut page = Page::about(&self.name_of(about));
        page.line(&self.retry_line(why, at, zone));
        page.into_text()
    }

    pub(super) fn retry_line(self, why: Retry, at: Timestamp, zone: &str) -> String {
        let why = match why {
            Retry::OutsideHours => "outside-hours",
            Retry::Holiday => "holiday",
            Retry::AsWished => "as-wished",
            Retry::Busy => "busy",
            Retry::NoAnswer => "no-answer",
            Retry::Voicemail => "voicemail",
            Retry::VoicemailLeft => "voicemail-left",
            Retry::CutOff => "cut-off",
            Retry::Hold => "hold",
            Retry::Failed => "failed",
            Retry::Silent => "silent",
            Retry::CallBack => "call-back",
            Retry::Question => "question",
            Retry::WillGetBack => "will-get-back",
            Retry::Check => "check",
        };
        let moment = WallClock::new(self, zone).moment(at);
        let plan = self.fill("retry-at", [("why", why.into()), ("moment", moment.into())]);
        if why == "as-wished" {
            return plan;
        }
        format!("{} {plan}", self.fill("retry-why", [("why", why.into())]))
    }
}
