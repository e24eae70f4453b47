//! What words of a desk are cues for; the words stand in one table per language, under `words/desk`.

use std::sync::LazyLock;

use super::cues::Cues;
use super::words;
use crate::language::Language;

/// What words of the desk are cues for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Move {
    Greets,
    AsksName,
    AsksProvider,
    AsksDate,
    AsksTime,
    /// "When …?"
    AsksWhen,
    AsksPartySize,
    AsksReason,
    Offers,
    Declines,
    ReadsBack,
    Promises,
    Books,
    AnythingElse,
    SaysGoodbye,
    CannotHelp,
    FoundNothing,
    Agrees,
    Holds,
    /// On our side: asks whether there is a slot, and no more.
    AsksAvailability,
    /// On our side: tells of something else ("I have an interview").
    TellsOf,
    /// On our side: wants what was booked changed.
    WantsChange,
    /// "but", "how about": what follows is a proposal.
    Turns,
    /// Between two wishes, the better one first.
    Either,
    /// Speaks of bookings, slots, times.
    OfBooking,
    /// Denies a booking that the words around seem to state.
    NotBooked,
    /// Anywhere in a line: it leaves open what the rest of it seems to settle ("I'll let you know").
    Doubts,
    /// In a sentence: what is said there isn't sure ("maybe", "we might").
    Hedges,
    /// After an hour: that it is gone, unless the words are about us ("Thursday at five is booked").
    Taken,
    /// It is about us: "your appointment".
    OfUs,
    /// On our side: we don't want what was booked.
    Refuses,
    /// Asks when it ends, not when it begins.
    AsksEnd,
    /// Beside that: asks when it begins, too.
    AsksStart,
    /// Wants no more calls.
    NoMoreCalls,
    /// Beside that: not at some times, or on a condition, or it is about our being called.
    NotThen,
}

/// One language's cues, each line separated by semicolons.
pub(crate) type Table = &'static [(Move, &'static str)];

pub(super) fn cues(language: Language) -> &'static Cues<Move> {
    static EN: LazyLock<Cues<Move>> = LazyLock::new(|| parsed(words::desk::en::WORDS));
    static ES: LazyLock<Cues<Move>> = LazyLock::new(|| parsed(words::desk::es::WORDS));
    static PT: LazyLock<Cues<Move>> = LazyLock::new(|| parsed(words::desk::pt::WORDS));
    match language {
        Language::En => &EN,
        Language::Es => &ES,
        Language::Pt => &PT,
    }
}

fn parsed(table: Table) -> Cues<Move> {
    Cues::parse(table.iter().copied())
}
