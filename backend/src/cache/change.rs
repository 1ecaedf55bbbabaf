//! The changes that can be made to the model, by subject: what a write job stored, told to the memory.
//!
//! A change is declared, applied and described in the module of its subject, and nowhere else.

mod dm_channels;
mod guilds;
mod instance;
mod messages;
mod sessions;
mod subject;
mod users;

pub use dm_channels::DmChannelChange;
pub use guilds::{GuildChange, GuildFields};
pub use instance::InstanceChange;
pub use messages::MessageChange;
use serde::{Deserialize, Serialize};
pub use sessions::SessionChange;
pub use subject::Listed;
use subject::Subject;
pub use users::UserChange;

use crate::{cache::model::Model, kernel::ChannelId};

/// Declares the subjects of changes, each with the type that holds its changes.
macro_rules! subjects {
    ($($(#[$doc:meta])+ $subject:ident($change:ident)),+ $(,)?) => {
        /// One change. Changes are whole values, not differences, so that applying one twice does no harm.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(test, derive(proptest_derive::Arbitrary))]
        pub enum Change {
            $($(#[$doc])+ $subject($change)),+
        }

        $(impl From<$change> for Change {
            fn from(change: $change) -> Self {
                Self::$subject(change)
            }
        })+

        impl Change {
            fn subject(&self) -> &dyn Subject {
                match self {
                    $(Self::$subject(change) => change),+
                }
            }
        }
    };
}

subjects! {
    /// Users, and what they have set.
    User(UserChange),
    /// Guilds with their channels, roles and members.
    Guild(GuildChange),
    /// DM channels.
    DmChannel(DmChannelChange),
    /// Messages, of which the model holds only the last one of each channel.
    Message(MessageChange),
    /// What users and bots authenticate with.
    Session(SessionChange),
    /// Settings of the instance.
    Instance(InstanceChange),
}

impl Change {
    /// Whether permissions can depend on it. Such a change closes its group of write jobs, so that the next job already sees it.
    pub fn is_structural(&self) -> bool {
        self.subject().is_structural()
    }

    /// What member lists show of it.
    pub fn listed(&self) -> Option<Listed> {
        self.subject().listed()
    }

    /// The channel whose messages are no longer as they were.
    pub fn outdated(&self) -> Option<ChannelId> {
        self.subject().outdated()
    }

    pub(super) fn apply(&self, model: &mut Model) {
        self.subject().apply(model);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        /// The cases are derived from the type, so a new change is among them.
        #[test]
        fn every_change_can_be_written_to_bytes_and_read_back(change: Change) {
            let bytes = serde_json::to_vec(&change).expect("a change has string keys and no failing parts");
            prop_assert_eq!(serde_json::from_slice::<Change>(&bytes).expect("it can be read"), change);
        }
    }
}
