//! Actions on typing indicators.

use super::events::TypingStart;
use crate::{
    access,
    kernel::{ApiError, ChannelId, Permissions, UserId},
    state::State,
    wire::member::Member,
};

/// Publishes a typing indicator to the others in the channel.
///
/// # Errors
/// 404 / 10003 if the user cannot view the channel, 403 / 50013 without `SEND_MESSAGES`, 403 / 50007 for a DM recipient whom the
/// user may not contact, 400 / 50024 for a category.
pub fn start(state: &State, who: UserId, channel: ChannelId) -> Result<(), ApiError> {
    let now = state.clock.now();
    let (audience, guild_id, member) = {
        let model = state.cache.read();
        let message_channel = access::authorize_channel(&model, who, channel, Permissions::SEND_MESSAGES, now)?;
        if !message_channel.has_messages() {
            return Err(ApiError::wrong_channel_type());
        }
        access::may_write_in(&model, who, message_channel)?;
        let member = message_channel.guild().and_then(|guild| Member::of(&model, guild, who));
        (message_channel.audience_without(who), message_channel.guild_id(), member)
    };
    let event = TypingStart { channel_id: channel, guild_id, user_id: who, timestamp: now.as_seconds(), member };
    state.publisher.publish(audience, &event);
    Ok(())
}
