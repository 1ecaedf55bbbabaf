//! Changes of DM channels.

use serde::{Deserialize, Serialize};

use super::subject::Subject;
use crate::{
    cache::{conversation::Conversation, model::Model},
    kernel::ChannelId,
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(proptest_derive::Arbitrary))]
pub enum ConversationChange {
    Put(Conversation),
    Deleted(ChannelId),
}

impl Subject for ConversationChange {
    fn apply(&self, model: &mut Model) {
        match self {
            Self::Put(conversation) => model.conversations.put(conversation.clone()),
            Self::Deleted(id) => drop(model.conversations.remove(*id)),
        }
    }
}
