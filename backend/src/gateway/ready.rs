//! The initial state: READY, and one `GUILD_CREATE` for each guild.

use super::{
    frames::Identify,
    payloads::{Ready, ReadyApplication, ReadyExtras, UnavailableGuild},
    room::THING_BYTES,
};
use crate::{
    cache::{Guild, Model, Presences},
    features::{applications, blocks},
    kernel::{GuildId, Timestamp, UserId},
    wire::{
        dm_channel,
        guild::{GuildCreate, MembersAtFirst},
        notification::NotificationSetting,
        presence::{self, Presence},
        user::CurrentUser,
    },
};

/// The connection on which a session starts.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The requested API version.
    pub version: u8,
    /// The URL of the gateway, without a query.
    pub url: String,
}

/// READY, with the ids of the user's guilds.
pub fn ready(model: &Model, user: CurrentUser, session_id: String, origin: &Origin, chatspace: Option<ReadyExtras>) -> Ready {
    let id = user.user.id;
    Ready {
        v: origin.version,
        user,
        session_id,
        resume_gateway_url: origin.url.clone(),
        guilds: model.guilds_of(id).map(|guild| UnavailableGuild { id: guild.id, unavailable: true }).collect(),
        application: ReadyApplication { id, flags: applications::view::FLAGS },
        private_channels: if chatspace.is_some() { dm_channel::DmChannel::open_for(model, id) } else { Vec::new() },
        shard: [0, 1],
        chatspace,
    }
}

/// The part for clients with the ChatSpace extensions.
pub fn extras((model, presences): (&Model, &Presences), user: UserId, now: Timestamp) -> ReadyExtras {
    ReadyExtras {
        settings: model.settings(user).into(),
        blocks: blocks::view::blocked_by(model, user),
        // Only the database knows them.
        read_states: Vec::new(),
        notification_settings: NotificationSetting::all_of(model, user, now),
        presences: presence::in_dm_channels(model, presences, user),
    }
}

/// How a guild is serialized for a session, as its client requested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AtFirst {
    extended: bool,
    lazy_members: bool,
    large_threshold: usize,
    /// Number of its members, channels and roles.
    things: u32,
}

impl AtFirst {
    pub fn asked_by(asked: &Identify) -> Self {
        let Identify { extended, lazy_members, large_threshold, .. } = *asked;
        Self { extended, lazy_members, large_threshold, things: 0 }
    }

    /// The same for the current size of a guild.
    pub fn of(self, guild: &Guild) -> Self {
        let members = if self.lazy_members { 1 } else { guild.members.len() };
        let things = members + guild.channels.len() + guild.roles.len();
        Self { things: u32::try_from(things).unwrap_or(u32::MAX), ..self }
    }

    /// Approximate encoded size.
    pub fn bytes(self) -> usize {
        self.things as usize * THING_BYTES
    }
}

/// A guild as its member sees it now; `None` for a non-member.
pub fn guild(
    (model, presences): (&Model, &Presences),
    user: UserId,
    id: GuildId,
    at_first: AtFirst,
    now: Timestamp,
) -> Option<GuildCreate> {
    let AtFirst { extended, lazy_members, large_threshold, .. } = at_first;
    let guild = model.guild(id)?;
    let members = match lazy_members {
        true => MembersAtFirst::Own,
        // Data without update events is omitted.
        false if extended && guild.is_large() => MembersAtFirst::UpTo(large_threshold, Vec::new()),
        false => MembersAtFirst::UpTo(large_threshold, Presence::of_guild(model, presences, guild)),
    };
    GuildCreate::seen_by(model, guild, user, members, now)
}
