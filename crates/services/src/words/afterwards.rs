//! What is said about an appointment that stands: that it is near, that it stays, that it is over.

use domain::appointment::{About, OfferView};
use jiff::Timestamp;

use super::foreign::{FACT_MAX, one_line};
use super::page::Page;
use super::phrases::Phrases;
use super::times::WallClock;

impl Phrases {
    /// One sentence about an appointment; `zone` is the person's.
    pub(super) fn at_moment(
        self,
        key: &'static str,
        about: &About,
        at: Timestamp,
        zone: &str,
    ) -> String {
        let mut page = Page::about(&self.name_of(about));
        let moment = WallClock::new(self, zone).moment(at);
        page.line(&self.fill(key, [("moment", moment.into())]));
        page.into_text()
    }

    pub(super) fn already_over(
        self,
        about: &About,
        at: Timestamp,
        zone: &str,
        number: Option<&str>,
    ) -> String {
        let mut page = Page::about(&self.name_of(about));
        let moment = WallClock::new(self, zone).moment(at);
        page.line(&self.fill("already-over", [("moment", moment.into())]));
        if let Some(number) = number {
            page.paragraph(&self.fill("next-yourself", [("number", one_line(number).into())]));
        }
        page.into_text()
    }

    pub(super) fn watching(
        self,
        about: &About,
        at: Timestamp,
        next_at: Timestamp,
        zone: &str,
    ) -> String {
        let clock = WallClock::new(self, zone);
        let mut page = Page::about(&self.name_of(about));
        let gaps = [("moment", clock.moment(at).into()), ("next", clock.moment(next_at).into())];
        page.line(&self.fill("watching", gaps));
        page.paragraph(&self.say("watch-stop"));
        page.into_text()
    }

    /// `zone` is the person's.
    pub(super) fn earlier_found(
        self,
        about: &About,
        offers: &[OfferView],
        at: Timestamp,
        zone: &str,
    ) -> String {
        let own = WallClock::new(self, zone);
        let mut page = Page::about(&self.name_of(about));
        page.line(&self.fill("earlier-found", [("count", offers.len().into())]));
        for offer in offers {
            page.line(&format!("{}. {}", offer.number, self.offer_line(offer, &own)));
        }
        page.line(&format!("{}. {}", offers.len() + 1, self.say("button-keep")));
        let question = [("moment", own.moment(at).into()), ("count", offers.len().into())];
        page.paragraph(&self.fill("earlier-question", question));
        page.into_text()
    }

    /// `zones`: the provider's, in which it is told, and the person's.
    pub(super) fn reminder(
        self,
        about: &About,
        at: Timestamp,
        zones: (&str, &str),
        told: &[(&'static str, &Option<String>)],
    ) -> String {
        let mut page = Page::about(&self.name_of(about));
        page.line(&self.reminder_line(at, zones));
        for (label, text) in told {
            let text = text.as_deref().map(|text| self.foreign(text, FACT_MAX));
            if let Some(text) = text.filter(|text| !text.is_empty()) {
                page.fact(&(self.say(label), text));
            }
        }
        page.paragraph(&self.say("reminder-stop"));
        page.into_text()
    }

    pub(super) fn reminder_line(self, at: Timestamp, (zone, person_zone): (&str, &str)) -> String {
        let (there, own) = (WallClock::new(self, zone), WallClock::new(self, person_zone));
        let moment = there.beside(&own, at, there.moment_long(at));
        self.fill("reminder", [("moment", moment.into())])
    }
}
