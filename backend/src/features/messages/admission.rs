//! Who may send a message where.

use crate::{
    access::{self, Venue},
    cache::Model,
    kernel::{ChannelId, Permissions, Refusal, Timestamp, UserId},
};

/// Where somebody may send.
pub(super) struct Admitted<'m> {
    pub venue: Venue<'m>,
    /// For how many seconds slow mode holds them there; 0 is not at all.
    pub slow_s: i64,
}

pub(super) fn admitted(model: &Model, author: UserId, channel: ChannelId, now: Timestamp) -> Result<Admitted<'_>, Refusal> {
    let venue = access::in_venue(model, author, channel, Permissions::SEND_MESSAGES, now)?;
    if !venue.has_messages() {
        return Err(Refusal::wrong_channel_type());
    }
    access::may_write_in(model, author, venue)?;
    let free = Permissions::BYPASS_SLOWMODE.union(Permissions::MANAGE_MESSAGES).union(Permissions::MANAGE_CHANNELS);
    let is_free = || free.iter().any(|right| access::can(model, author, right, access::Place::Channel(channel), now));
    let slow_s = venue.slow_mode_s();
    Ok(Admitted { venue, slow_s: if slow_s > 0 && is_free() { 0 } else { slow_s } })
}
