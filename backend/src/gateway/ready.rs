//! The first picture: READY, and one GUILD_CREATE for each guild.

use super::{
    frames::Identify,
    payloads::{Ready, ReadyApplication, ReadyExtras, UnavailableGuild},
};
use crate::{
    cache::{Guild, Model, Presences},
    features::{
        applications, blocks,
        conversations::view::PrivateChannel,
        guilds::view::{GuildCreate, MembersAtFirst},
        notifications::view::NotificationSetting,
        presence::{self, view::Presence},
        users::view::CurrentUser,
    },
    kernel::{Intents, Timestamp, UserId},
};

/// Of the connection that a session begins on.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The API version asked for.
    pub version: u8,
    /// The address of the gateway, without a query.
    pub url: String,
}

/// READY, with the name of every guild that `guilds` has a picture of or that is left out by the intents.
pub fn ready(model: &Model, user: CurrentUser, session_id: String, origin: &Origin, chatspace: Option<ReadyExtras>) -> Ready {
    let id = user.user.id;
    Ready {
        v: origin.version,
        user,
        session_id,
        resume_gateway_url: origin.url.clone(),
        guilds: model.guilds_of(id).map(|guild| UnavailableGuild { id: guild.id, unavailable: true }).collect(),
        application: ReadyApplication { id, flags: applications::view::FLAGS },
        private_channels: if chatspace.is_some() { PrivateChannel::open_for(model, id) } else { Vec::new() },
        shard: [0, 1],
        chatspace,
    }
}

/// What only a client of ours is told at first.
pub fn extras((model, presences): (&Model, &Presences), user: UserId, now: Timestamp) -> ReadyExtras {
    ReadyExtras {
        settings: model.settings(user).into(),
        blocks: blocks::view::blocked_by(model, user),
        // Only the database knows them.
        read_states: Vec::new(),
        notification_settings: NotificationSetting::all_of(model, user, now),
        presences: presence::view::in_conversations(model, presences, user),
    }
}

/// The guilds as their member sees them.
pub fn guilds(model: &Model, presences: &Presences, user: UserId, asked: &Identify, now: Timestamp) -> Vec<GuildCreate> {
    if !asked.intents.contains(Intents::GUILDS) {
        return Vec::new();
    }
    let at_first = |guild: &Guild| match asked.lazy_members {
        true => MembersAtFirst::Own,
        // What would not be kept current is not told.
        false if asked.extended && guild.is_large() => MembersAtFirst::UpTo(asked.large_threshold, Vec::new()),
        false => MembersAtFirst::UpTo(asked.large_threshold, Presence::of_guild(model, presences, guild)),
    };
    model.guilds_of(user).filter_map(|guild| GuildCreate::seen_by(model, guild, user, at_first(guild), now)).collect()
}
