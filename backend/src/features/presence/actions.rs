//! Publishing presences.

use super::events::{DmPresenceUpdate, PresenceUpdate};
use crate::{
    access,
    cache::{DmChannel, Model, PresenceStatus},
    events::Audience,
    http::Error,
    kernel::{ChannelId, GuildId, MessageId, Timestamp, UserId},
    state::State,
    wire::presence::{Presence, VisibleStatus},
    writer::UnitOfWork,
};

/// Begins the presence of a gateway session at a place in the order of write jobs, and calls back with the model of that place. Returns an
/// id: what was sent before it was published before that place.
///
/// # Errors
/// When nothing can be written. The session has no presence then.
pub async fn begin_in_order(
    state: &State,
    user: UserId,
    (session, status): (u64, PresenceStatus),
    callback: impl FnOnce(&Model, Timestamp) + Send + 'static,
) -> Result<MessageId, Error> {
    let begun =
        state.writer.run_write(move |uow| Box::pin(async move { Ok(begin(uow, user, (session, status), callback)) })).await;
    if begun.is_err() {
        state.presences.end(user, session);
    }
    begun
}

fn begin(
    uow: &mut UnitOfWork,
    user: UserId,
    (session, status): (u64, PresenceStatus),
    callback: impl FnOnce(&Model, Timestamp) + Send + 'static,
) -> MessageId {
    let before = MessageId::new(uow.next_id());
    let of_all = uow.model().settings(user).status;
    uow.presences().begin(user, session, status, of_all);
    let now = uow.now();
    uow.after_commit(move |model| callback(model, now));
    before
}

/// Publishes a user's presence to their guilds and DM channels if its public part has changed. The publisher's gate must not be
/// held.
pub fn publish_changes(state: &State, user: UserId) {
    let _publishing = state.presences.publishing();
    if let Some(status) = state.presences.news_of(user, state.clock.monotonic()) {
        publish(state, user, status);
    }
}

/// Publishes all changes due to time or to the end of sessions.
pub fn publish_all_changes(state: &State) {
    let _publishing = state.presences.publishing();
    for (user, status) in state.presences.news(state.clock.monotonic()) {
        publish(state, user, status);
    }
}

/// Publishes the presence of a new member to the guild.
pub fn introduce(uow: &mut UnitOfWork, guild_id: GuildId, user: UserId) {
    let status = uow.presences().status(user);
    if status != VisibleStatus::Offline {
        let presence = Presence::new(&uow.model(), user, status);
        let event = PresenceUpdate { guild_id, presence };
        uow.publish(Audience::PresenceToOthers(guild_id, user), &event);
    }
}

/// Publishes the presences of the other recipients to a user who has just opened a DM channel.
pub fn introduce_others(uow: &mut UnitOfWork, dm: &DmChannel, to: UserId) {
    let there: Vec<Presence> = {
        let model = uow.model();
        let seen = dm.others(to).filter(|other| access::may_see(&model, dm, to, *other));
        let told = seen.map(|other| (other, uow.presences().status(other)));
        told.filter(|(_, status)| *status != VisibleStatus::Offline)
            .map(|(other, status)| Presence::new(&model, other, status))
            .collect()
    };
    for presence in there {
        uow.publish(Audience::Recipient(dm.id, to), &DmPresenceUpdate(presence));
    }
}

/// Publishes two users' presences to each other after a block between them has changed. A user who may no longer see the other
/// one, in a guild either, receives an offline presence.
pub fn publish_between(state: &State, one: UserId, other: UserId) {
    let _publishing = state.presences.publishing();
    for (who, of) in [(one, other), (other, one)] {
        let (place, presence) = {
            let model = state.cache.read();
            let mut shared = model.open_dm_channels_of(who).filter(|found| found.recipients.contains_key(&of)).peekable();
            let Some(place) = shared.peek().map(|found| found.id) else { continue };
            let status = match shared.any(|dm| access::may_see(&model, dm, who, of)) {
                true => state.presences.status(of),
                false if model.share_a_guild(who, of) => continue,
                false => VisibleStatus::Offline,
            };
            (place, Presence::new(&model, of, status))
        };
        state.publisher.publish(Audience::Recipient(place, who), &DmPresenceUpdate(presence));
    }
}

/// Publishes the current activities of a user, unless they are offline, to their guilds and DM channels. Runs after the change,
/// under the publisher's gate, so that the last published state is the current one.
pub fn republish(state: &State, user: UserId) {
    let _publishing = state.presences.publishing();
    let status = state.presences.status(user);
    if status != VisibleStatus::Offline {
        publish(state, user, status);
    }
}

fn publish(state: &State, user: UserId, status: VisibleStatus) {
    let (presence, guilds, others) = {
        let model = state.cache.read();
        let guilds: Vec<GuildId> = model.guilds_of(user).map(|guild| guild.id).collect();
        (Presence::new(&model, user, status), guilds, in_dm_channel_with(&model, user))
    };
    for guild_id in guilds {
        let event = PresenceUpdate { guild_id, presence: presence.clone() };
        state.publisher.publish(Audience::Presence(guild_id, user), &event);
    }
    if !others.is_empty() {
        state.publisher.publish(Audience::Recipients(others), &DmPresenceUpdate(presence));
    }
}

/// Users with an open DM channel with a user, who may see the user's presence; each with one such DM channel.
fn in_dm_channel_with(model: &Model, user: UserId) -> Vec<(ChannelId, UserId)> {
    let mut found: Vec<(ChannelId, UserId)> = Vec::new();
    for dm in model.dm_channels_of(user) {
        let sees = |other: &UserId| dm.is_open_for(*other) && access::may_see(model, dm, *other, user);
        found.extend(dm.others(user).filter(sees).map(|other| (dm.id, other)));
    }
    found.sort_unstable_by_key(|(_, other)| *other);
    found.dedup_by_key(|(_, other)| *other);
    found
}
