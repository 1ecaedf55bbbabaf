//! What can be done with typing.

use super::events::TypingStart;
use crate::{
    access,
    kernel::{ChannelId, Permissions, Refusal, UserId},
    state::State,
    wire::member::Member,
};

/// Tells the others in the channel that somebody types.
///
/// # Errors
/// 404 / 10003 for a channel one cannot see, 403 / 50013 without the right to send, 403 / 50007 for who is not to write to
/// the other one of two, 400 / 50024 for a category.
pub fn start(state: &State, who: UserId, channel: ChannelId) -> Result<(), Refusal> {
    let now = state.clock.now();
    let (audience, guild_id, member) = {
        let model = state.cache.read();
        let venue = access::in_venue(&model, who, channel, Permissions::SEND_MESSAGES, now)?;
        if !venue.has_messages() {
            return Err(Refusal::wrong_channel_type());
        }
        access::may_write_in(&model, who, venue)?;
        let member = venue.guild().and_then(|guild| Member::of(&model, guild, who));
        (venue.audience_without(who), venue.guild_id(), member)
    };
    let event = TypingStart { channel_id: channel, guild_id, user_id: who, timestamp: now.as_seconds(), member };
    state.publisher.announce(audience, &event);
    Ok(())
}
