//! The inputs of a guild's lists.

use super::Subscription;
use crate::{
    access::{self, Scope},
    cache::{Model, Presences},
    kernel::{Permissions, Timestamp, UserId},
};

/// The inputs of a guild's lists.
pub struct Source<'m> {
    pub model: &'m Model,
    pub presences: &'m Presences,
    pub now: Timestamp,
}

impl Source<'_> {
    pub(super) fn may_subscribe(&self, who: UserId, subscription: &Subscription) -> bool {
        access::can(self.model, who, Permissions::VIEW_CHANNEL, Scope::Channel(subscription.channel), self.now)
    }
}
