//! Whom to call, and what several of them offered.

use domain::appointment::{About, AskedView, CandidateView, FoundView, Merit, OfferView};
use jiff::Timestamp;

use super::foreign::{NAME_MAX, one_line};
use super::page::Page;
use super::phrases::Phrases;
use super::split::cut;
use super::times::WallClock;

impl Phrases {
    pub(super) fn whom_to_call(
        self,
        about: &About,
        found: &[FoundView],
        unknown: Option<&str>,
    ) -> String {
        let mut page = Page::about(&self.name_of(about));
        if let Some(name) = unknown {
            page.line(&self.fill("found-not", [("name", self.foreign(name, NAME_MAX).into())]));
        }
        page.line(&self.fill("found", [("count", found.len().into())]));
        for one in found {
            let told: Vec<_> = std::iter::once(self.foreign(&one.name, NAME_MAX))
                .chain(self.about_found(one))
                .collect();
            page.line(&format!("{}. {}", one.number, told.join(" · ")));
        }
        let mut number = found.len();
        if found.len() > 1 {
            number += 1;
            page.line(&format!("{number}. {}", self.say("button-any")));
        }
        page.line(&format!("{}. {}", number + 1, self.neither(found.len())));
        page.paragraph(&self.fill("found-question", [("count", found.len().into())]));
        page.into_text()
    }

    fn about_found(self, one: &FoundView) -> Vec<String> {
        let address = one.address.as_deref().map(|address| self.foreign(address, ADDRESS_MAX));
        let rating = one.rating.map(|tenths| {
            let stars = self.decimal(u64::from(tenths), 10);
            self.fill("found-rating", [("stars", stars.into()), ("ratings", one.ratings.into())])
        });
        let distance = one.distance_m.map(|metres| self.distance(metres));
        let opens = one.opens_at.map(|at| {
            let moment = WallClock::new(self, &one.zone).moment(at);
            self.fill("found-opens", [("moment", moment.into())])
        });
        [rating, distance, address.filter(|it| !it.is_empty()), opens]
            .into_iter()
            .flatten()
            .collect()
    }

    fn distance(self, metres: u32) -> String {
        if metres < 1000 {
            let rounded = metres.div_ceil(50) * 50;
            return self.fill("distance-m", [("metres", rounded.into())]);
        }
        let km = self.decimal(u64::from(metres / 100), 10);
        self.fill("distance-km", [("km", km.into())])
    }

    /// Tenths with the decimal sign of the language.
    fn decimal(self, value: u64, parts: u64) -> String {
        format!("{}{}{}", value / parts, self.say("decimal-sign"), value % parts)
    }

    pub(super) fn candidates(self, page: &mut Page, candidates: &[CandidateView]) {
        page.line(&format!("{}:", self.say("label-call-several")));
        for one in candidates {
            let name = one.name.as_deref().map(|name| self.foreign(name, NAME_MAX));
            let told: Vec<_> = name
                .into_iter()
                .filter(|it| !it.is_empty())
                .chain([one_line(&one.number)])
                .collect();
            page.point(&told.join(" · "));
        }
    }

    /// `zone` is the person's.
    pub(super) fn enquiring(
        self,
        about: &About,
        providers: &[String],
        begins: Option<Timestamp>,
        until: Timestamp,
        zone: &str,
        commits: bool,
    ) -> String {
        let clock = WallClock::new(self, zone);
        let mut page = Page::about(&self.name_of(about));
        match begins {
            Some(begins) => {
                let moment = clock.moment(begins);
                page.line(&self.fill("enquiring-later", [("begins", moment.into())]))
            }
            None => page.line(&self.say("enquiring")),
        };
        for name in providers {
            page.point(&self.foreign(name, NAME_MAX));
        }
        let key = if commits { "enquiring-commits" } else { "enquiring-compares" };
        page.paragraph(&self.fill(key, [("moment", clock.moment(until).into())]));
        page.into_text()
    }

    /// `zone` is the person's.
    pub(super) fn compared(
        self,
        about: &About,
        offers: &[OfferView],
        others: &[AskedView],
        (until, zone): (Option<Timestamp>, &str),
        key: &'static str,
    ) -> String {
        let own = WallClock::new(self, zone);
        let service = About { provider: None, ..about.clone() };
        let mut page = Page::about(&self.name_of(&service));
        page.line(&self.fill(key, [("count", offers.len().into())]));
        for offer in offers {
            let told = self.offer_line(offer, &own);
            page.line(&format!("{}. {told}", offer.number));
        }
        if let Some(until) = until {
            page.line(&format!("{}. {}", offers.len() + 1, self.neither(offers.len())));
            self.asked(&mut page, others);
            let gaps = [("count", offers.len().into()), ("moment", own.moment(until).into())];
            page.paragraph(&self.fill("offers-left-until", gaps));
        } else {
            self.asked(&mut page, others);
            page.paragraph(&self.say("compared-books"));
        }
        page.into_text()
    }

    pub(super) fn offer_line(self, offer: &OfferView, own: &WallClock) -> String {
        let clock = WallClock::new(self, &offer.zone);
        let moment = clock.beside(own, offer.at, clock.moment(offer.at));
        let who = offer.provider.as_deref().map(|name| self.foreign(name, NAME_MAX));
        let merits: Vec<_> = offer.merits.iter().map(|&merit| self.merit(merit)).collect();
        let merits = (!merits.is_empty()).then(|| merits.join(", "));
        std::iter::once(moment)
            .chain(who)
            .chain(self.terms(offer, own))
            .chain(merits)
            .collect::<Vec<_>>()
            .join(" · ")
    }

    fn merit(self, merit: Merit) -> String {
        self.say(match merit {
            Merit::Earliest => "merit-earliest",
            Merit::Cheapest => "merit-cheapest",
            Merit::Nearest => "merit-nearest",
            Merit::BestRated => "merit-best-rated",
            Merit::OtherTime => "merit-other-time",
            Merit::TooDear => "merit-too-dear",
            Merit::PriceUnknown => "merit-price-unknown",
        })
    }

    /// Who has nothing to offer, and why, in a line each.
    pub(super) fn asked(self, page: &mut Page, others: &[AskedView]) {
        for line in self.asked_lines(others) {
            page.point(&line);
        }
    }

    pub(super) fn asked_lines(self, others: &[AskedView]) -> Vec<String> {
        let line = |one: &AskedView| {
            let why = one.because.map_or("unasked", domain::appointment::ClosedBecause::name);
            let name = self.foreign(&one.name, NAME_MAX);
            self.fill("asked-without", [("name", name.into()), ("why", why.into())])
        };
        others.iter().map(line).collect()
    }

    /// A row of the list: who and when, and the rest below it.
    pub(super) fn compared_label(
        self,
        offer: Option<&OfferView>,
        own: &WallClock,
    ) -> (String, Option<String>) {
        let Some(offer) = offer else { return (String::new(), None) };
        let moment = WallClock::new(self, &offer.zone).moment(offer.at);
        let who = offer.provider.as_deref().map(|name| self.foreign(name, NAME_MAX));
        let rest: Vec<_> = who.into_iter().chain(self.terms(offer, own)).collect();
        // Two providers may have the same time.
        (format!("{}. {moment}", offer.number), (!rest.is_empty()).then(|| rest.join(" · ")))
    }

    pub(super) fn found_label(
        self,
        found: Option<&FoundView>,
        title_max: usize,
    ) -> (String, Option<String>) {
        let Some(one) = found else { return (String::new(), None) };
        let title =
            cut(&format!("{}. {}", one.number, self.foreign(&one.name, NAME_MAX)), title_max);
        let rest = self.about_found(one).join(" · ");
        (title, (!rest.is_empty()).then_some(rest))
    }
}

/// Of an address among others, in characters.
const ADDRESS_MAX: usize = 60;
