//! What the model is made of.

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

/// What the token of a bot is checked by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(proptest_derive::Arbitrary))]
pub struct BotToken {
    /// Names the token, as a session of a person is named.
    pub session_id: SessionId,
    pub hash: Vec<u8>,
}

/// One line that a person shows beside their name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(proptest_derive::Arbitrary))]
pub struct CustomStatus {
    pub text: String,
    pub since: Timestamp,
    /// When it ends by itself.
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
    /// Bits of [`Guild::SUPPRESS_JOINS`] and others that the wire knows.
    pub system_channel_flags: i64,
    pub roles: BTreeMap<RoleId, Role>,
    pub channels: BTreeMap<ChannelId, Channel>,
    /// Shared with whoever has yet to tell of them.
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
    /// Messages with greater ids were sent since they joined. Ids have an order whatever the clock shows; times have not.
    #[serde(with = "crate::kernel::order")]
    #[cfg_attr(test, proptest(strategy = "crate::kernel::order::any()"))]
    pub since: MessageId,
    /// Role ids, without @everyone.
    pub roles: Vec<RoleId>,
    pub timed_out_until: Option<Timestamp>,
}

/// Everything, with the ways in that are asked for often.
#[derive(Debug, Default)]
pub struct Model {
    pub(super) users: HashMap<UserId, Arc<User>>,
    pub(super) profile_version: u64,
    pub(super) guilds: HashMap<GuildId, Guild>,
    pub(super) guild_of_channel: HashMap<ChannelId, GuildId>,
    pub(super) guilds_of_user: HashMap<UserId, BTreeSet<GuildId>>,
    pub(super) dm_channels: DmChannels,
    /// Sessions that were ended, until no access token of theirs can still be alive.
    pub(super) revoked: HashMap<SessionId, Monotonic>,
    pub(super) bot_tokens: HashMap<UserId, BotToken>,
    /// Who has a device that gets pushes. Somebody whose session ran out may stay in it for a while.
    pub(super) pushed: HashSet<UserId>,
    pub(super) notification_settings: notifications::Settings,
    /// The statuses that end by themselves.
    pub(super) status_ends: BTreeSet<(Timestamp, UserId)>,
    /// What the operator has set, or else the configuration.
    pub(super) registration: Registration,
}

/// What the name of somebody who is gone begins with; their id follows. Nobody else may have such a name.
const GONE: &str = "deleted_user_";

impl User {
    fn status_end(&self) -> Option<(Timestamp, UserId)> {
        Some((self.custom_status.as_ref()?.until?, self.id))
    }

    /// What others see of somebody beside what they have written.
    fn public_profile(&self) -> (&str, Option<&str>, Option<&str>, bool) {
        (&self.username, self.display_name.as_deref(), self.avatar.as_deref(), self.bot)
    }

    /// What stands in the place of a person who is gone, so that what they wrote has an author still.
    pub fn anonymised(id: UserId) -> Self {
        Self { id, username: format!("{GONE}{id}"), display_name: None, avatar: None, custom_status: None, bot: false }
    }

    pub fn is_anonymised(&self) -> bool {
        Self::is_reserved(&self.username)
    }

    /// Whether this name is kept for those who are gone.
    pub fn is_reserved(username: &str) -> bool {
        username.starts_with(GONE)
    }
}

impl Guild {
    /// Bit of the system channel's flags: members who join are not announced.
    pub const SUPPRESS_JOINS: i64 = 1;

    /// Where members who join are announced, if anywhere.
    pub fn joins_channel(&self) -> Option<ChannelId> {
        self.system_channel.filter(|_| self.system_channel_flags & Self::SUPPRESS_JOINS == 0)
    }

    /// Whether its members are too many for each to be told of the presence of all.
    pub fn is_large(&self) -> bool {
        self.members.len() > limits::SMALL_GUILD
    }
}

impl ChannelKind {
    /// The wire's number.
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
    /// The wire's number.
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
        // Whoever is new has written nothing yet.
        let has_new_profile = self.users.get(&user.id).is_some_and(|before| before.public_profile() != user.public_profile());
        self.profile_version += u64::from(has_new_profile);
        self.users.insert(user.id, Arc::new(user));
    }

    /// The version of how people look in what they have written: it changes with each other name or picture.
    pub fn profile_version(&self) -> u64 {
        self.profile_version
    }

    pub fn user(&self, id: UserId) -> Option<&User> {
        self.users.get(&id).map(Arc::as_ref)
    }

    /// The same, for whoever looks at it later.
    pub fn shared_user(&self, id: UserId) -> Option<Arc<User>> {
        self.users.get(&id).cloned()
    }

    pub fn guild(&self, id: GuildId) -> Option<&Guild> {
        self.guilds.get(&id)
    }

    /// A channel, through the guild it belongs to.
    pub fn channel(&self, id: ChannelId) -> Option<(&Guild, &Channel)> {
        let guild = self.guilds.get(self.guild_of_channel.get(&id)?)?;
        Some((guild, guild.channels.get(&id)?))
    }

    /// The guilds a user is a member of, by id.
    pub fn guilds_of(&self, user: UserId) -> impl Iterator<Item = &Guild> {
        self.guilds_of_user.get(&user).into_iter().flatten().filter_map(|id| self.guilds.get(id))
    }

    /// Whose status of their own should have ended by now.
    pub fn with_ended_status(&self, now: Timestamp) -> Vec<UserId> {
        self.status_ends.range(..=(now, UserId::new(i64::MAX))).map(|(_, user)| *user).collect()
    }

    /// Who may register.
    pub fn registration(&self) -> Registration {
        self.registration
    }

    /// Whether the user may have a device that gets pushes.
    pub fn is_pushed(&self, user: UserId) -> bool {
        self.pushed.contains(&user)
    }

    /// Everybody who may have a device that gets pushes.
    pub fn pushed(&self) -> &HashSet<UserId> {
        &self.pushed
    }

    /// The token of a bot that has one.
    pub fn bot_token(&self, bot: UserId) -> Option<&BotToken> {
        self.bot_tokens.get(&bot)
    }

    pub fn is_revoked(&self, session_id: SessionId) -> bool {
        self.revoked.contains_key(&session_id)
    }
}
