//! The first picture: READY, and one GUILD_CREATE for each guild.

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

/// Of the connection that a session begins on.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The API version asked for.
    pub version: u8,
    /// The address of the gateway, without a query.
    pub url: String,
}

/// READY, with the name of every guild of the user.
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

/// What only a client of ours is told at first.
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

/// How a guild is described to a session at first, as its client has asked for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AtFirst {
    extended: bool,
    lazy_members: bool,
    large_threshold: usize,
    /// Members, channels and roles that it is described with.
    things: u32,
}

impl AtFirst {
    pub fn asked_by(asked: &Identify) -> Self {
        let Identify { extended, lazy_members, large_threshold, .. } = *asked;
        Self { extended, lazy_members, large_threshold, things: 0 }
    }

    /// The same for a guild as large as it is now.
    pub fn of(self, guild: &Guild) -> Self {
        let members = if self.lazy_members { 1 } else { guild.members.len() };
        let things = members + guild.channels.len() + guild.roles.len();
        Self { things: u32::try_from(things).unwrap_or(u32::MAX), ..self }
    }

    /// About how many bytes it is described in.
    pub fn bytes(self) -> usize {
        self.things as usize * THING_BYTES
    }
}

/// A guild as its member sees it now; `None` for a stranger.
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
        // What would not be kept current is not told.
        false if extended && guild.is_large() => MembersAtFirst::UpTo(large_threshold, Vec::new()),
        false => MembersAtFirst::UpTo(large_threshold, Presence::of_guild(model, presences, guild)),
    };
    GuildCreate::seen_by(model, guild, user, members, now)
}
