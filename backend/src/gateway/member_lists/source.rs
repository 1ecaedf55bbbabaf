//! What the lists of a guild are made from.

use super::Look;
use crate::{
    access::{self, Place},
    cache::{Model, Presences},
    kernel::{Permissions, Timestamp, UserId},
};

/// What the lists of a guild are made from.
pub struct Source<'m> {
    pub model: &'m Model,
    pub presences: &'m Presences,
    pub now: Timestamp,
}

impl Source<'_> {
    pub(super) fn may_look(&self, who: UserId, look: &Look) -> bool {
        access::can(self.model, who, Permissions::VIEW_CHANNEL, Place::Channel(look.channel), self.now)
    }
}
