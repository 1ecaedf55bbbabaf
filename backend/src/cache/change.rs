//! Changes of the model, by subject. They apply what a write job stored to the memory.
//!
//! A change is declared, applied and described in the module of its subject only.

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

/// Declares the subjects of changes, each with the type of its changes.
macro_rules! subjects {
    ($($(#[$doc:meta])+ $subject:ident($change:ident)),+ $(,)?) => {
        /// A change of the model. Changes contain whole values, not differences, so applying one twice is harmless.
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
    /// Users, and their settings.
    User(UserChange),
    /// Guilds with their channels, roles and members.
    Guild(GuildChange),
    /// DM channels.
    DmChannel(DmChannelChange),
    /// Messages; the model contains only the id of the last one of each channel.
    Message(MessageChange),
    /// Credentials of users and bots.
    Session(SessionChange),
    /// Settings of the instance.
    Instance(InstanceChange),
}

impl Change {
    /// Whether it can affect permissions. Such a change ends the batch of write jobs, so that the next job sees it.
    pub fn is_structural(&self) -> bool {
        self.subject().is_structural()
    }

    /// Its effect on member lists.
    pub fn listed(&self) -> Option<Listed> {
        self.subject().listed()
    }

    /// The channel whose stored messages have changed.
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

        /// The cases are generated from the type, so new changes are included.
        #[test]
        fn every_change_can_be_written_to_bytes_and_read_back(change: Change) {
            let bytes = serde_json::to_vec(&change).expect("a change has string keys and no failing parts");
            prop_assert_eq!(serde_json::from_slice::<Change>(&bytes).expect("it can be read"), change);
        }
    }
}
