//! Telling of presence.

use super::{
    events::PresenceUpdate,
    view::{Presence, Status},
};
use crate::{
    events::Audience,
    kernel::{GuildId, UserId},
    state::State,
    work::Work,
};

/// Tells the guilds of a user, if what others see of the user has changed. The publisher's gate must not be held.
pub fn tell(state: &State, user: UserId) {
    let _turn = state.presences.turn();
    if let Some(status) = state.presences.news_of(user, state.clock.now()) {
        announce(state, user, status);
    }
}

/// Tells all that has changed with time or with the end of sessions.
pub fn tell_all(state: &State) {
    let _turn = state.presences.turn();
    for (user, status) in state.presences.news(state.clock.now()) {
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

/// Tells the guilds of a user what they do now, unless they are offline. Called after the change is made, in the same turn as
/// all other news, so that whatever is told last is what holds.
pub fn tell_again(state: &State, user: UserId) {
    let _turn = state.presences.turn();
    let status = state.presences.status(user);
    if status != Status::Offline {
        announce(state, user, status);
    }
}

fn announce(state: &State, user: UserId, status: Status) {
    let (presence, guilds) = {
        let model = state.cache.read();
        let guilds: Vec<GuildId> = model.guilds_of(user).map(|guild| guild.id).collect();
        (Presence::new(&model, user, status), guilds)
    };
    for guild_id in guilds {
        let event = PresenceUpdate { guild_id, presence: presence.clone() };
        state.publisher.announce(Audience::Presence(guild_id, user), &event);
    }
}
