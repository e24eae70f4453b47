//! How a request ended, in one sentence: it heads the final word and stands in the history.

use domain::appointment::{ClosedBecause, Errand, FinalView};
use jiff::Timestamp;

use super::phrases::Phrases;
use super::times::WallClock;

/// What the sentence tells, and no more.
pub(super) struct Ending<'a> {
    pub(super) because: ClosedBecause,
    pub(super) errand: Errand,
    pub(super) at: Option<Timestamp>,
    /// The provider's.
    pub(super) zone: &'a str,
    pub(super) person_zone: &'a str,
    pub(super) calls: u32,
}

impl<'a> From<&'a FinalView> for Ending<'a> {
    fn from(view: &'a FinalView) -> Self {
        Self {
            because: view.because,
            errand: view.errand,
            at: view.at,
            zone: &view.zone,
            person_zone: &view.person_zone,
            calls: view.calls,
        }
    }
}

impl Phrases {
    /// One sentence; what is claimed is the view's `because` and nothing more.
    pub(super) fn headline(self, ending: &Ending<'_>) -> String {
        if ending.errand.calls_off().is_some() {
            return self.call_off_headline(ending);
        }
        if let Some(old) = ending.errand.moves() {
            return self.move_headline(ending, old.0);
        }
        if ending.errand.reconfirms().is_some() {
            return self.reconfirm_headline(ending);
        }
        match &ending.because {
            ClosedBecause::Booked => {
                self.with_moment("final-booked", "final-booked-untimed", ending)
            }
            ClosedBecause::Unconfirmed => {
                self.with_moment("final-unconfirmed", "final-unconfirmed-untimed", ending)
            }
            ClosedBecause::CalledOff => self.say("final-cancelled"),
            ClosedBecause::Reconfirmed => {
                self.with_moment("final-reconfirmed", "final-reconfirmed", ending)
            }
            ClosedBecause::NotInTheirBook | ClosedBecause::BeginsBefore => {
                self.say("final-no-progress")
            }
            ClosedBecause::NotReached if ending.calls == 0 => {
                self.say("final-not-reached-uncalled")
            }
            ClosedBecause::NotReached => {
                self.fill("final-not-reached", [("calls", ending.calls.into())])
            }
            ClosedBecause::NoAvailability => self.say("final-no-availability"),
            ClosedBecause::NoOffers => self.say("final-no-offers"),
            ClosedBecause::Offered => self.say("final-offers-expired"),
            ClosedBecause::OffersExpired => self.say("final-offers-expired"),
            ClosedBecause::NothingSuited => self.say("final-nothing-suited"),
            ClosedBecause::WrongNumber => self.say("final-wrong-number"),
            ClosedBecause::Moved => self.say("final-moved"),
            ClosedBecause::Unanswered => self.say("final-unanswered"),
            ClosedBecause::Refused => self.say("final-refused"),
            ClosedBecause::RefusesMachines => self.say("final-refuses-machines"),
            ClosedBecause::NeverCallAgain => self.say("final-never-call-again"),
            ClosedBecause::NoCommonLanguage => self.say("final-no-common-language"),
            ClosedBecause::WantsSecret => self.say("final-wants-secret"),
            ClosedBecause::Checked => self.about_the_moment("final-checked", ending),
            ClosedBecause::NotInBook => self.about_the_moment("final-not-in-book", ending),
            ClosedBecause::NotChecked => self.about_the_moment("final-not-checked", ending),
            ClosedBecause::MenuUnsolved => self.say("final-menu-unsolved"),
            ClosedBecause::HoldGivenUp => self.say("final-hold-given-up"),
            ClosedBecause::NoProgress => self.say("final-no-progress"),
            ClosedBecause::Failed => self.say("final-failed"),
            ClosedBecause::CannotCall { why } => {
                self.fill("final-cannot-call", [("why", why.name().into())])
            }
            ClosedBecause::CouldNotFindOut => self.say("final-could-not-find-out"),
            ClosedBecause::Cancelled => self.say("final-cancelled"),
            ClosedBecause::Dropped => self.say("final-dropped"),
        }
    }

    /// Of a request to call an appointment off.
    fn call_off_headline(self, ending: &Ending<'_>) -> String {
        let key = match &ending.because {
            ClosedBecause::CalledOff => "final-called-off",
            ClosedBecause::Unconfirmed | ClosedBecause::CouldNotFindOut => {
                "final-call-off-unconfirmed"
            }
            ClosedBecause::NotReached | ClosedBecause::Failed | ClosedBecause::HoldGivenUp => {
                "final-call-off-not-reached"
            }
            ClosedBecause::Cancelled => "final-call-off-stopped",
            ClosedBecause::NotInTheirBook => "final-not-in-their-book",
            ClosedBecause::BeginsBefore => "final-begins-before",
            _ => "final-call-off-refused",
        };
        self.about_the_moment(key, ending)
    }

    /// Of a request to move an appointment that is at `old`.
    fn move_headline(self, ending: &Ending<'_>, old: Timestamp) -> String {
        let key = match (&ending.because, ending.at) {
            (ClosedBecause::Booked, Some(_)) => "final-rescheduled",
            (ClosedBecause::Unconfirmed | ClosedBecause::CouldNotFindOut, Some(_)) => {
                "final-move-unconfirmed"
            }
            (ClosedBecause::Unconfirmed | ClosedBecause::CouldNotFindOut, None) => {
                "final-move-unclear"
            }
            (ClosedBecause::NotReached | ClosedBecause::Failed | ClosedBecause::HoldGivenUp, _) => {
                "final-move-not-reached"
            }
            (
                ClosedBecause::NoAvailability
                | ClosedBecause::NothingSuited
                | ClosedBecause::OffersExpired,
                _,
            ) => "final-move-nothing-free",
            (ClosedBecause::NotInTheirBook, _) => "final-not-in-their-book",
            (ClosedBecause::BeginsBefore, _) => "final-begins-before",
            (ClosedBecause::Cancelled, _) => "final-call-off-stopped",
            _ => "final-move-refused",
        };
        let old = self.moment_of(ending, old);
        let new = ending.at.map_or_else(|| old.clone(), |at| self.moment_of(ending, at));
        match key {
            "final-rescheduled" | "final-move-unconfirmed" => {
                self.fill(key, [("moment", new.into()), ("old", old.into())])
            }
            _ => self.fill(key, [("moment", old.into())]),
        }
    }

    /// Of a call that the provider wanted, to confirm what is booked.
    fn reconfirm_headline(self, ending: &Ending<'_>) -> String {
        let key = match &ending.because {
            ClosedBecause::Reconfirmed => "final-reconfirmed",
            ClosedBecause::NotInTheirBook
            | ClosedBecause::NoAvailability
            | ClosedBecause::NothingSuited => "final-not-in-their-book",
            ClosedBecause::NotReached
            | ClosedBecause::Failed
            | ClosedBecause::HoldGivenUp
            | ClosedBecause::BeginsBefore
            | ClosedBecause::CannotCall { .. } => "final-reconfirm-not-reached",
            ClosedBecause::Cancelled => "final-call-off-stopped",
            _ => "final-reconfirm-unclear",
        };
        self.with_moment(key, key, ending)
    }

    fn with_moment(
        self,
        timed: &'static str,
        untimed: &'static str,
        ending: &Ending<'_>,
    ) -> String {
        let Some(at) = ending.at else { return self.say(untimed) };
        self.fill(timed, [("moment", self.moment_of(ending, at).into())])
    }

    fn about_the_moment(self, key: &'static str, ending: &Ending<'_>) -> String {
        self.with_moment(key, key, ending)
    }

    /// By the clock of the provider, and by the person's where it differs.
    pub(super) fn moment_of(self, ending: &Ending<'_>, at: Timestamp) -> String {
        let (there, own) =
            (WallClock::new(self, ending.zone), WallClock::new(self, ending.person_zone));
        there.beside(&own, at, there.moment_long(at))
    }
}
