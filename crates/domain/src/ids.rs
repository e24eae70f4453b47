//! Names for things: one type for each kind of thing, so that none is taken for another.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id, sortable by the moment of its making.
            #[must_use]
            #[expect(clippy::disallowed_methods, reason = "ids are made here and nowhere else")]
            pub fn fresh() -> Self {
                Self(Uuid::now_v7())
            }

            /// The id that always comes of the same cause: deciding twice asks for the same thing, not for two.
            #[must_use]
            pub fn derived(cause: Uuid, what: &str) -> Self {
                Self(Uuid::new_v5(&cause, what.as_bytes()))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.as_hyphenated().fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )*};
}

ids! {
    /// A person who writes to us, whatever addresses they write from.
    PersonId
    /// One appointment wish.
    RequestId
    /// One call we want made, however many tries the carrier needs.
    CallId
    /// One try to place a call; it stands in the URL of each callback.
    AttemptId
    /// Something that happened.
    EventId
    /// Something to be done.
    CommandId
    AppointmentId
    OfferId
}
