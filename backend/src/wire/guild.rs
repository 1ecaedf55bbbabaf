//! The guild object of the API: the REST form, and that of `GUILD_CREATE`.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    access,
    cache::{self, Model},
    kernel::{ChannelId, GuildId, Permissions, RoleId, Timestamp, UserId, limits},
    wire::{
        channel::Channel,
        member::{Member, SharedMember},
        presence::Presence,
        role::Role,
        user::User,
    },
};

/// A guild in REST responses and `GUILD_UPDATE`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Guild {
    pub id: GuildId,
    #[schema(examples("Tea friends"))]
    pub name: String,
    #[schema(required = true)]
    pub icon: Option<String>,
    #[schema(required = true)]
    pub splash: Option<String>,
    #[schema(required = true)]
    pub discovery_splash: Option<String>,
    #[schema(required = true)]
    pub banner: Option<String>,
    #[schema(required = true)]
    pub description: Option<String>,
    pub owner_id: UserId,
    #[schema(required = true)]
    pub afk_channel_id: Option<ChannelId>,
    /// In seconds.
    pub afk_timeout: u32,
    pub verification_level: u8,
    pub default_message_notifications: u8,
    pub explicit_content_filter: u8,
    /// All roles, including @everyone.
    pub roles: Vec<Role>,
    pub emojis: Vec<Emoji>,
    /// Always empty.
    #[schema(value_type = Vec<Object>)]
    pub stickers: Vec<()>,
    pub features: Vec<String>,
    pub mfa_level: u8,
    #[schema(required = true)]
    pub application_id: Option<UserId>,
    #[schema(required = true)]
    pub system_channel_id: Option<ChannelId>,
    /// Bit field: 1 suppresses announcements of new members.
    pub system_channel_flags: i64,
    #[schema(required = true)]
    pub rules_channel_id: Option<ChannelId>,
    #[schema(required = true)]
    pub public_updates_channel_id: Option<ChannelId>,
    #[schema(required = true)]
    pub safety_alerts_channel_id: Option<ChannelId>,
    #[schema(required = true)]
    pub max_presences: Option<u32>,
    pub max_members: usize,
    pub max_video_channel_users: u32,
    #[schema(required = true)]
    pub vanity_url_code: Option<String>,
    pub premium_tier: u8,
    pub premium_subscription_count: u32,
    pub preferred_locale: &'static str,
    pub nsfw_level: u8,
    pub premium_progress_bar_enabled: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub approximate_member_count: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub approximate_presence_count: Option<usize>,
}

/// A guild with its contents.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GuildCreate {
    #[serde(flatten)]
    pub guild: Guild,
    /// When the session's user joined the guild.
    pub joined_at: Timestamp,
    /// Whether `members` is incomplete.
    pub large: bool,
    /// Always false.
    pub unavailable: bool,
    pub member_count: usize,
    #[schema(value_type = Vec<Object>)]
    pub voice_states: Vec<()>,
    #[schema(value_type = Vec<Member>)]
    pub members: Vec<SharedMember>,
    /// The channels that the session's user may view.
    pub channels: Vec<Channel>,
    #[schema(value_type = Vec<Object>)]
    pub threads: Vec<()>,
    pub presences: Vec<Presence>,
    #[schema(value_type = Vec<Object>)]
    pub stage_instances: Vec<()>,
    #[schema(value_type = Vec<Object>)]
    pub guild_scheduled_events: Vec<()>,
    #[schema(value_type = Vec<Object>)]
    pub soundboard_sounds: Vec<()>,
}

/// A custom emoji of a guild.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Emoji {
    pub id: RoleId,
    pub name: String,
    pub roles: Vec<RoleId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub user: Option<User>,
    pub require_colons: bool,
    pub managed: bool,
    pub animated: bool,
    pub available: bool,
}

/// A guild in the list of the caller's guilds.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PartialGuild {
    pub id: GuildId,
    pub name: String,
    #[schema(required = true)]
    pub icon: Option<String>,
    #[schema(required = true)]
    pub banner: Option<String>,
    /// Whether the caller owns it.
    pub owner: bool,
    /// The caller's permissions in the guild.
    pub permissions: Permissions,
    pub features: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub approximate_member_count: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub approximate_presence_count: Option<usize>,
}

impl Guild {
    /// As a member sees it: without the system channel if they may not view it.
    pub fn seen_by(guild: &cache::Guild, viewer: UserId, now: Timestamp) -> Self {
        let sees = |id: &ChannelId| guild.channels.get(id).is_some_and(|found| access::views(guild, found, viewer, now));
        Self { system_channel_id: guild.system_channel.filter(sees), ..Self::whole(guild) }
    }

    /// With all fields, for events, whose receivers get only what they may see.
    pub fn whole(guild: &cache::Guild) -> Self {
        Self {
            id: guild.id,
            name: guild.name.clone(),
            icon: guild.icon.clone(),
            splash: None,
            discovery_splash: None,
            banner: None,
            description: guild.description.clone(),
            owner_id: guild.owner,
            afk_channel_id: None,
            afk_timeout: 300,
            verification_level: 0,
            default_message_notifications: 0,
            explicit_content_filter: 0,
            roles: guild.roles.values().map(Role::from).collect(),
            emojis: Vec::new(),
            stickers: Vec::new(),
            features: Vec::new(),
            mfa_level: 0,
            application_id: None,
            system_channel_id: guild.system_channel,
            system_channel_flags: guild.system_channel_flags,
            rules_channel_id: None,
            public_updates_channel_id: None,
            safety_alerts_channel_id: None,
            max_presences: None,
            max_members: limits::MEMBERS_PER_GUILD,
            max_video_channel_users: 0,
            vanity_url_code: None,
            premium_tier: 0,
            premium_subscription_count: 0,
            preferred_locale: "en-US",
            nsfw_level: 0,
            premium_progress_bar_enabled: false,
            approximate_member_count: None,
            approximate_presence_count: None,
        }
    }

    /// With the numbers of members and online members.
    pub fn counted(self, members: usize, online: usize) -> Self {
        Self { approximate_member_count: Some(members), approximate_presence_count: Some(online), ..self }
    }
}

/// Which members a session gets initially.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MembersAtFirst {
    /// Only the session's own; others are requested later.
    Own,
    /// All, up to this number; otherwise the session's own and those online. With the presences of all who are online.
    UpTo(usize, Vec<Presence>),
}

impl GuildCreate {
    /// The guild as a member sees it; `None` for a non-member.
    pub fn seen_by(model: &Model, guild: &cache::Guild, user: UserId, at_first: MembersAtFirst, now: Timestamp) -> Option<Self> {
        let own = guild.members.get(&user)?;
        let views = |channel: &&cache::Channel| {
            access::permissions_in_channel(guild, channel, own, now).contains(Permissions::VIEW_CHANNEL)
        };
        let (members, presences, all) = match at_first {
            MembersAtFirst::Own => (SharedMember::new(model, own).into_iter().collect(), Vec::new(), false),
            MembersAtFirst::UpTo(most, presences) if guild.members.len() <= most => {
                (SharedMember::all(model, guild), presences, true)
            }
            MembersAtFirst::UpTo(_, presences) => {
                let online = presences.iter().map(|presence| presence.user.id).filter(|id| *id != user);
                let ids = std::iter::once(user).chain(online);
                // A list that grows leaves touched memory of every size behind, of which the next connections are made.
                let mut members = Vec::with_capacity(presences.len() + 1);
                members.extend(ids.filter_map(|id| SharedMember::new(model, guild.members.get(&id)?)));
                (members, presences, false)
            }
        };
        let seen = guild.channels.values().filter(views);
        Some(Self {
            guild: Guild::seen_by(guild, user, now),
            joined_at: own.joined_at,
            large: !all,
            unavailable: false,
            member_count: guild.members.len(),
            voice_states: Vec::new(),
            members,
            channels: seen.map(|channel| Channel::seen_by(guild, channel, user, now)).collect(),
            threads: Vec::new(),
            presences,
            stage_instances: Vec::new(),
            guild_scheduled_events: Vec::new(),
            soundboard_sounds: Vec::new(),
        })
    }
}
