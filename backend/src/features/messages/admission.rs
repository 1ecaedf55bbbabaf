//! Who may send a message where.

use crate::{
    access::{self, MessageChannel},
    cache::Model,
    kernel::{ApiError, ChannelId, Permissions, Timestamp, UserId},
};

/// Where somebody may send.
pub(super) struct Admitted<'m> {
    pub message_channel: MessageChannel<'m>,
    /// For how many seconds slow mode holds them there; 0 is not at all.
    pub slow_s: i64,
}

pub(super) fn admitted(model: &Model, author: UserId, channel: ChannelId, now: Timestamp) -> Result<Admitted<'_>, ApiError> {
    let message_channel = access::authorize_channel(model, author, channel, Permissions::SEND_MESSAGES, now)?;
    if !message_channel.has_messages() {
        return Err(ApiError::wrong_channel_type());
    }
    access::may_write_in(model, author, message_channel)?;
    let free = Permissions::BYPASS_SLOWMODE.union(Permissions::MANAGE_MESSAGES).union(Permissions::MANAGE_CHANNELS);
    let is_free = || free.iter().any(|right| access::can(model, author, right, access::Scope::Channel(channel), now));
    let slow_s = message_channel.slow_mode_s();
    Ok(Admitted { message_channel, slow_s: if slow_s > 0 && is_free() { 0 } else { slow_s } })
}
