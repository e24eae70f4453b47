//! What was, what providers were told, and what is deleted.

use domain::appointment::{About, Became, ErasureReceipt, Past};
use jiff::Timestamp;

use super::headline::Ending;
use super::page::Page;
use super::phrases::Phrases;
use super::times::WallClock;

impl Phrases {
    /// `zone` is the person's.
    pub(super) fn history(
        self,
        upcoming: &[Past],
        open: &[Past],
        over: &[Past],
        left_out: usize,
        zone: &str,
    ) -> String {
        if upcoming.is_empty() && open.is_empty() && over.is_empty() {
            return self.say("history-none");
        }
        let mut page = Page::about(&self.say("history-title"));
        for (heading, requests) in
            [("history-upcoming", upcoming), ("history-open", open), ("history-over", over)]
        {
            if !requests.is_empty() {
                page.paragraph(&self.say(heading));
            }
            for past in requests {
                page.point(&self.history_line(past, zone));
            }
        }
        if left_out > 0 {
            page.line(&self.fill("history-more", [("count", left_out.into())]));
        }
        page.into_text()
    }

    fn history_line(self, past: &Past, zone: &str) -> String {
        let about = self.name_of(&past.about);
        let moment = |(at, there): &(Timestamp, String)| {
            let (there, own) = (WallClock::new(self, there), WallClock::new(self, zone));
            there.beside(&own, *at, there.moment_with_year(*at))
        };
        let moment = past.at.as_ref().map(moment);
        let what = match (past.became, moment) {
            (Became::Booked, Some(moment)) => moment,
            (Became::CalledOff, Some(moment)) => {
                self.fill("history-called-off", [("moment", moment.into())])
            }
            (Became::Nothing { because }, _) => self.headline(&Ending {
                because,
                errand: past.errand,
                at: past.errand.appointment().map(|slot| slot.0),
                zone,
                person_zone: zone,
                calls: past.calls,
            }),
            _ => return about,
        };
        self.fill("history-line", [("about", about.into()), ("what", what.into())])
    }

    /// `zone` is the person's.
    pub(super) fn receipts(self, past: &[Past], zone: &str) -> String {
        if past.is_empty() {
            return self.say("receipts-none");
        }
        let own = WallClock::new(self, zone);
        let mut page = Page::about(&self.say("receipts-title"));
        for past in past {
            page.paragraph(&self.name_of(&past.about));
            for receipt in &past.receipts {
                let told = self.told_list(&receipt.told);
                let what = if told.is_empty() { self.say("receipt-nothing") } else { told };
                let moment = own.moment(receipt.at);
                let gaps = [("moment", moment.into()), ("list", what.into())];
                page.point(&self.fill("receipt-line", gaps));
            }
        }
        page.into_text()
    }

    /// `zone` is the person's.
    pub(super) fn ask_to_erase(
        self,
        appointments: &[(Timestamp, About)],
        open: usize,
        zone: &str,
    ) -> String {
        let own = WallClock::new(self, zone);
        let mut page = Page::default();
        page.line(&self.say("erase-ask"));
        page.paragraph(&self.say("erase-what"));
        if open > 0 {
            page.line(&self.fill("erase-open", [("count", open.into())]));
        }
        if !appointments.is_empty() {
            page.paragraph(&self.say("erase-stands"));
        }
        for (at, about) in appointments.iter().take(STANDING_MAX) {
            let (about, moment) = (self.name_of(about), own.moment(*at));
            let gaps = [("about", about.into()), ("what", moment.into())];
            page.point(&self.fill("history-line", gaps));
        }
        if appointments.len() > STANDING_MAX {
            let count = appointments.len() - STANDING_MAX;
            page.line(&self.fill("history-more", [("count", count.into())]));
        }
        page.into_text()
    }

    pub(super) fn erased(self, receipt: &ErasureReceipt) -> String {
        let list = |copies: &[(domain::appointment::Copies, u32)]| {
            let items = copies.iter().map(|(kind, count)| {
                self.fill("copies", [("kind", kind.name().into()), ("count", (*count).into())])
            });
            items.collect::<Vec<_>>().join(", ")
        };
        let mut page = Page::default();
        page.line(&self.say("erased"));
        if !receipt.deleted.is_empty() {
            page.line(&self.fill("erased-deleted", [("list", list(&receipt.deleted).into())]));
        }
        if !receipt.left.is_empty() {
            page.line(&self.fill("erased-left", [("list", list(&receipt.left).into())]));
        }
        if receipt.mails > 0 {
            page.line(&self.fill("erased-mails", [("count", receipt.mails.into())]));
        }
        page.paragraph(&self.say("erased-last"));
        page.into_text()
    }
}

/// Above buttons there is not room for more.
const STANDING_MAX: usize = 6;
