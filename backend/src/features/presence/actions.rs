//! Telling of presence.

use super::events::{PresenceUpdate, PrivatePresenceUpdate};
use crate::{
    access,
    cache::{Conversation, Model},
    events::Audience,
    kernel::{ChannelId, GuildId, UserId},
    state::State,
    wire::presence::{Presence, Status},
    work::Work,
};

/// Tells the guilds and conversations of a user, if what others see of the user has changed. The publisher's gate must not be
/// held.
pub fn tell(state: &State, user: UserId) {
    let _turn = state.presences.turn();
    if let Some(status) = state.presences.news_of(user, state.clock.monotonic()) {
        announce(state, user, status);
    }
}

/// Tells all that has changed with time or with the end of sessions.
pub fn tell_all(state: &State) {
    let _turn = state.presences.turn();
    for (user, status) in state.presences.news(state.clock.monotonic()) {
        announce(state, user, status);
    }
}

/// Tells a guild of the presence of somebody who has just come into it.
pub fn introduce(work: &mut Work, guild_id: GuildId, user: UserId) {
    let status = work.presences().status(user);
    if status != Status::Offline {
        let presence = Presence::new(&work.model(), user, status);
        let event = PresenceUpdate { guild_id, presence };
        work.announce(Audience::PresenceToOthers(guild_id, user), &event);
    }
}

/// Tells somebody who has a conversation in their list from now on who of the others in it is there.
pub fn introduce_others(work: &mut Work, conversation: &Conversation, to: UserId) {
    let there: Vec<Presence> = {
        let model = work.model();
        let seen = conversation.others(to).filter(|other| access::may_see(&model, conversation, to, *other));
        let told = seen.map(|other| (other, work.presences().status(other)));
        told.filter(|(_, status)| *status != Status::Offline)
            .map(|(other, status)| Presence::new(&model, other, status))
            .collect()
    };
    for presence in there {
        work.announce(Audience::Recipient(conversation.id, to), &PrivatePresenceUpdate(presence));
    }
}

/// Tells two people of each other, after a block between them has come or gone. Who may not see the other one any more, not in
/// a guild either, is told that they have gone.
pub fn tell_between(state: &State, one: UserId, other: UserId) {
    let _turn = state.presences.turn();
    for (who, of) in [(one, other), (other, one)] {
        let (place, presence) = {
            let model = state.cache.read();
            let mut shared = model.open_conversations_of(who).filter(|found| found.recipients.contains_key(&of)).peekable();
            let Some(place) = shared.peek().map(|found| found.id) else { continue };
            let status = match shared.any(|conversation| access::may_see(&model, conversation, who, of)) {
                true => state.presences.status(of),
                false if model.share_a_guild(who, of) => continue,
                false => Status::Offline,
            };
            (place, Presence::new(&model, of, status))
        };
        state.publisher.announce(Audience::Recipient(place, who), &PrivatePresenceUpdate(presence));
    }
}

/// Tells the guilds and conversations of a user what they do now, unless they are offline. Called after the change is made, in
/// the same turn as all other news, so that whatever is told last is what holds.
pub fn tell_again(state: &State, user: UserId) {
    let _turn = state.presences.turn();
    let status = state.presences.status(user);
    if status != Status::Offline {
        announce(state, user, status);
    }
}

fn announce(state: &State, user: UserId, status: Status) {
    let (presence, guilds, others) = {
        let model = state.cache.read();
        let guilds: Vec<GuildId> = model.guilds_of(user).map(|guild| guild.id).collect();
        (Presence::new(&model, user, status), guilds, in_conversation_with(&model, user))
    };
    for guild_id in guilds {
        let event = PresenceUpdate { guild_id, presence: presence.clone() };
        state.publisher.announce(Audience::Presence(guild_id, user), &event);
    }
    if !others.is_empty() {
        state.publisher.announce(Audience::Recipients(others), &PrivatePresenceUpdate(presence));
    }
}

/// Those who have an open conversation with a user, and may know whether the user is there; each with one such conversation.
fn in_conversation_with(model: &Model, user: UserId) -> Vec<(ChannelId, UserId)> {
    let mut found: Vec<(ChannelId, UserId)> = Vec::new();
    for conversation in model.conversations_of(user) {
        let sees = |other: &UserId| conversation.is_open_for(*other) && access::may_see(model, conversation, *other, user);
        found.extend(conversation.others(user).filter(sees).map(|other| (conversation.id, other)));
    }
    found.sort_unstable_by_key(|(_, other)| *other);
    found.dedup_by_key(|(_, other)| *other);
    found
}
