//! The types of the model.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use crate::{
    cache::{dm_channel::DmChannels, notifications},
    config::Registration,
    kernel::{ChannelId, GuildId, MessageId, Monotonic, Permissions, RoleId, SessionId, TargetId, Timestamp, UserId, limits},
};

/// The public fields of a user or bot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(proptest_derive::Arbitrary))]
pub struct User {
    pub id: UserId,
    pub username: String,
    pub display_name: Option<String>,
    /// A hash of 32 hexadecimal digits.
    pub avatar: Option<String>,
    pub custom_status: Option<CustomStatus>,
    pub bot: bool,
}

/// The stored form of a bot's token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(proptest_derive::Arbitrary))]
pub struct BotToken {
    /// Names the token, like the session of a user.
    pub session_id: SessionId,
    pub hash: Vec<u8>,
}

/// The custom status of a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(proptest_derive::Arbitrary))]
pub struct CustomStatus {
    pub text: String,
    pub since: Timestamp,
    /// When it expires.
    pub until: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(proptest_derive::Arbitrary))]
pub struct Guild {
    pub id: GuildId,
    pub name: String,
    pub description: Option<String>,
    pub icon: Option<String>,
    pub owner: UserId,
    pub system_channel: Option<ChannelId>,
    /// [`Guild::SUPPRESS_JOINS`] and other flags of the API.
    pub system_channel_flags: i64,
    pub roles: BTreeMap<RoleId, Role>,
    pub channels: BTreeMap<ChannelId, Channel>,
    /// Shared with events that are still to be published.
    pub members: BTreeMap<UserId, Arc<Member>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(proptest_derive::Arbitrary))]
pub struct Role {
    pub id: RoleId,
    pub name: String,
    /// RGB as an integer; 0 is no color.
    pub color: u32,
    pub hoist: bool,
    /// Position in the hierarchy, higher above lower; @everyone is 0.
    pub position: i64,
    pub permissions: Permissions,
    pub mentionable: bool,
    pub managed: bool,
    /// The bot that a managed role belongs to.
    pub bot: Option<UserId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(proptest_derive::Arbitrary))]
pub enum ChannelKind {
    Text,
    Category,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(proptest_derive::Arbitrary))]
pub struct Channel {
    pub id: ChannelId,
    pub guild: GuildId,
    pub kind: ChannelKind,
    pub name: String,
    pub topic: Option<String>,
    pub position: i64,
    pub parent: Option<ChannelId>,
    pub nsfw: bool,
    /// Seconds between two messages of one member; 0 is none.
    pub rate_limit_per_user: i64,
    pub overwrites: BTreeMap<TargetId, Overwrite>,
    pub last_message: Option<MessageId>,
    /// When the newest of its pins was pinned.
    pub last_pin: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(proptest_derive::Arbitrary))]
pub enum OverwriteKind {
    Role,
    Member,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(proptest_derive::Arbitrary))]
pub struct Overwrite {
    pub kind: OverwriteKind,
    pub allow: Permissions,
    pub deny: Permissions,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(proptest_derive::Arbitrary))]
pub struct Member {
    pub user: UserId,
    pub nick: Option<String>,
    pub joined_at: Timestamp,
    /// Messages with greater ids were sent after they joined. Ids are ordered whatever the clock shows; times are not.
    #[serde(with = "crate::kernel::order")]
    #[cfg_attr(test, proptest(strategy = "crate::kernel::order::any()"))]
    pub since: MessageId,
    /// Role ids, without @everyone.
    pub roles: Vec<RoleId>,
    pub timed_out_until: Option<Timestamp>,
}

/// The model, with its indexes.
#[derive(Debug, Default)]
pub struct Model {
    pub(super) users: HashMap<UserId, Arc<User>>,
    pub(super) profile_version: u64,
    pub(super) guilds: HashMap<GuildId, Guild>,
    pub(super) guild_of_channel: HashMap<ChannelId, GuildId>,
    pub(super) guilds_of_user: HashMap<UserId, BTreeSet<GuildId>>,
    pub(super) dm_channels: DmChannels,
    /// Revoked sessions, until their access tokens have expired.
    pub(super) revoked: HashMap<SessionId, Monotonic>,
    pub(super) bot_tokens: HashMap<UserId, BotToken>,
    /// Users with a push subscription. An expired session may still count for a while.
    pub(super) pushed: HashSet<UserId>,
    pub(super) notification_settings: notifications::Settings,
    /// Custom statuses that expire.
    pub(super) status_ends: BTreeSet<(Timestamp, UserId)>,
    /// The operator's settings, or else the configuration.
    pub(super) registration: Registration,
}

/// Prefix of the name of an anonymised user; their id follows. No other user may have such a name.
const GONE: &str = "deleted_user_";

impl User {
    fn status_end(&self) -> Option<(Timestamp, UserId)> {
        Some((self.custom_status.as_ref()?.until?, self.id))
    }

    /// The version of what others see of a user beside their messages.
    fn public_profile(&self) -> (&str, Option<&str>, Option<&str>, bool) {
        (&self.username, self.display_name.as_deref(), self.avatar.as_deref(), self.bot)
    }

    /// The anonymised user that remains as the author of messages.
    pub fn anonymised(id: UserId) -> Self {
        Self { id, username: format!("{GONE}{id}"), display_name: None, avatar: None, custom_status: None, bot: false }
    }

    pub fn is_anonymised(&self) -> bool {
        Self::is_reserved(&self.username)
    }

    /// Whether this name is reserved for anonymised users.
    pub fn is_reserved(username: &str) -> bool {
        username.starts_with(GONE)
    }
}

impl Guild {
    /// System channel flag: new members are not announced.
    pub const SUPPRESS_JOINS: i64 = 1;

    /// The channel in which new members are announced.
    pub fn joins_channel(&self) -> Option<ChannelId> {
        self.system_channel.filter(|_| self.system_channel_flags & Self::SUPPRESS_JOINS == 0)
    }

    /// Whether it has too many members to publish each presence to all of them.
    pub fn is_large(&self) -> bool {
        self.members.len() > limits::SMALL_GUILD
    }
}

impl ChannelKind {
    /// The number in the API.
    pub const fn number(self) -> i64 {
        match self {
            Self::Text => 0,
            Self::Category => 4,
        }
    }

    pub const fn from_number(number: i64) -> Option<Self> {
        match number {
            0 => Some(Self::Text),
            4 => Some(Self::Category),
            _ => None,
        }
    }
}

impl OverwriteKind {
    /// The number in the API.
    pub const fn number(self) -> i64 {
        match self {
            Self::Role => 0,
            Self::Member => 1,
        }
    }

    pub const fn from_number(number: i64) -> Option<Self> {
        match number {
            0 => Some(Self::Role),
            1 => Some(Self::Member),
            _ => None,
        }
    }
}

impl Model {
    pub(super) fn put_user(&mut self, user: User) {
        if let Some(end) = self.users.get(&user.id).and_then(|before| before.status_end()) {
            self.status_ends.remove(&end);
        }
        self.status_ends.extend(user.status_end());
        // A new user has no messages yet.
        let has_new_profile = self.users.get(&user.id).is_some_and(|before| before.public_profile() != user.public_profile());
        self.profile_version += u64::from(has_new_profile);
        self.users.insert(user.id, Arc::new(user));
    }

    /// The version of users' profiles as shown with their messages: it changes with each name or avatar.
    pub fn profile_version(&self) -> u64 {
        self.profile_version
    }

    pub fn user(&self, id: UserId) -> Option<&User> {
        self.users.get(&id).map(Arc::as_ref)
    }

    /// A shared handle of that version.
    pub fn shared_user(&self, id: UserId) -> Option<Arc<User>> {
        self.users.get(&id).cloned()
    }

    pub fn guild(&self, id: GuildId) -> Option<&Guild> {
        self.guilds.get(&id)
    }

    /// A channel, with its guild.
    pub fn channel(&self, id: ChannelId) -> Option<(&Guild, &Channel)> {
        let guild = self.guilds.get(self.guild_of_channel.get(&id)?)?;
        Some((guild, guild.channels.get(&id)?))
    }

    /// The guilds of a user, by id.
    pub fn guilds_of(&self, user: UserId) -> impl Iterator<Item = &Guild> {
        self.guilds_of_user.get(&user).into_iter().flatten().filter_map(|id| self.guilds.get(id))
    }

    /// Users whose custom status has expired.
    pub fn with_ended_status(&self, now: Timestamp) -> Vec<UserId> {
        self.status_ends.range(..=(now, UserId::new(i64::MAX))).map(|(_, user)| *user).collect()
    }

    /// Who may register.
    pub fn registration(&self) -> Registration {
        self.registration
    }

    /// Whether the user may have a push subscription.
    pub fn is_pushed(&self, user: UserId) -> bool {
        self.pushed.contains(&user)
    }

    /// Users that may have a push subscription.
    pub fn pushed(&self) -> &HashSet<UserId> {
        &self.pushed
    }

    /// The token of a bot, if it has one.
    pub fn bot_token(&self, bot: UserId) -> Option<&BotToken> {
        self.bot_tokens.get(&bot)
    }

    pub fn is_revoked(&self, session_id: SessionId) -> bool {
        self.revoked.contains_key(&session_id)
    }
}
