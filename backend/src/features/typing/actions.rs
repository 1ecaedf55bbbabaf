//! What can be done with typing.

use super::events::TypingStart;
use crate::{
    access,
    cache::ChannelKind,
    events::Audience,
    features::members::view::Member,
    kernel::{ChannelId, Permissions, Refusal, UserId},
    state::State,
};

/// Tells the others in the channel that somebody types.
///
/// # Errors
/// 404 / 10003 for a channel one cannot see, 403 / 50013 without the right to send, 400 / 50024 for a category.
pub fn start(state: &State, who: UserId, channel: ChannelId) -> Result<(), Refusal> {
    let now = state.clock.now();
    let (guild_id, member) = {
        let model = state.cache.read();
        let (guild, channel) = access::in_channel(&model, who, channel, Permissions::SEND_MESSAGES, now)?;
        if channel.kind != ChannelKind::Text {
            return Err(Refusal::wrong_channel_type());
        }
        (guild.id, Member::of(&model, guild, who).ok_or(Refusal::unknown_channel())?)
    };
    let event = TypingStart { channel_id: channel, guild_id, user_id: who, timestamp: now.as_seconds(), member };
    state.publisher.announce(Audience::ChannelWithout(guild_id, channel, who), &event);
    Ok(())
}
