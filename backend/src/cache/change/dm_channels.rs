//! Changes of DM channels.

use serde::{Deserialize, Serialize};

use super::subject::Subject;
use crate::{
    cache::{dm_channel::DmChannel, model::Model},
    kernel::ChannelId,
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(proptest_derive::Arbitrary))]
pub enum DmChannelChange {
    Put(DmChannel),
    Deleted(ChannelId),
}

impl Subject for DmChannelChange {
    fn apply(&self, model: &mut Model) {
        match self {
            Self::Put(dm) => model.dm_channels.put(dm.clone()),
            Self::Deleted(id) => drop(model.dm_channels.remove(*id)),
        }
    }
}
