//! The changes that can be made to the model: what a write turn stored, told to the memory.

use std::sync::Arc;

use crate::{
    cache::{
        conversation::{Conversation, Settings},
        model::{BotToken, Channel, Guild, Member, Model, Role, User},
        notifications::NotificationSetting,
    },
    config::Registration,
    kernel::{ChannelId, GuildId, LoginId, MessageId, Monotonic, PlaceId, RoleId, UserId},
};

/// One change. Changes are whole values, not differences, so that applying one twice does no harm.
#[derive(Debug, Clone)]
pub enum Change {
    UserPut(User),
    GuildCreated(Box<Guild>),
    GuildUpdated(GuildId, GuildFields),
    GuildDeleted(GuildId),
    ChannelPut(Channel),
    ChannelDeleted(GuildId, ChannelId),
    RolePut(GuildId, Role),
    RoleDeleted(GuildId, RoleId),
    MemberPut(GuildId, Member),
    MemberRemoved(GuildId, UserId),
    ConversationPut(Conversation),
    ConversationDeleted(ChannelId),
    /// The first one blocks the second one.
    BlockPut(UserId, UserId),
    BlockRemoved(UserId, UserId),
    SettingsPut(UserId, Settings),
    /// A channel or conversation has a newer message.
    MessageSent(ChannelId, MessageId),
    /// A message of a channel is not as it was.
    MessageEdited(ChannelId),
    /// Messages of a channel were deleted; this is the last one now.
    MessagesDeleted(ChannelId, Option<MessageId>),
    /// What somebody wants to hear of a place.
    NotificationsSet(UserId, PlaceId, NotificationSetting),
    /// The access tokens of a log-in are dead; remembered until the given time.
    LoginRevoked(LoginId, Monotonic),
    /// A bot has another token, or none any more.
    BotTokenSet(UserId, Option<BotToken>),
    /// A user has a device that gets pushes, or has none any more.
    PushedSet(UserId, bool),
    /// Who may register now.
    RegistrationSet(Registration),
}

/// The fields of a guild that are its own.
#[derive(Debug, Clone)]
pub struct GuildFields {
    pub name: String,
    pub description: Option<String>,
    pub icon: Option<String>,
    pub owner: UserId,
    pub system_channel: Option<ChannelId>,
    pub system_channel_flags: i64,
}

impl Change {
    /// Whether permissions can depend on it. Such a change closes its group of write turns, so that the
    /// next turn already sees it.
    pub const fn is_structural(&self) -> bool {
        !matches!(self, Self::MessageSent(..) | Self::MessageEdited(..) | Self::MessagesDeleted(..) | Self::NotificationsSet(..))
    }
}

impl Model {
    pub(super) fn apply(&mut self, change: &Change) {
        match change {
            Change::UserPut(user) => self.put_user(user.clone()),
            Change::GuildCreated(guild) => self.add_guild(Guild::clone(guild)),
            Change::GuildDeleted(id) => self.remove_guild(*id),
            Change::MessageSent(channel, message) => {
                if let Some(last) = self.last_message_mut(*channel) {
                    *last = (*last).max(Some(*message));
                }
            }
            // The model holds no messages.
            Change::MessageEdited(_) => {}
            Change::MessagesDeleted(channel, left) => self.last_message_mut(*channel).into_iter().for_each(|last| *last = *left),
            Change::NotificationsSet(user, place, setting) => self.set_notification(*user, *place, *setting),
            Change::ConversationPut(conversation) => self.conversations.put(conversation.clone()),
            Change::ConversationDeleted(id) => drop(self.conversations.remove(*id)),
            Change::BlockPut(user, blocked) => self.conversations.block(*user, *blocked),
            Change::BlockRemoved(user, blocked) => self.conversations.unblock(*user, *blocked),
            Change::SettingsPut(user, settings) => self.conversations.set(*user, *settings),
            Change::LoginRevoked(login, until) => drop(self.revoked.insert(*login, *until)),
            Change::BotTokenSet(bot, token) => self.set_bot_token(*bot, token.clone()),
            Change::PushedSet(user, is_pushed) => self.set_pushed(*user, *is_pushed),
            Change::RegistrationSet(registration) => self.registration = *registration,
            Change::ChannelPut(channel) => self.put_channel(channel),
            Change::ChannelDeleted(guild, id) => self.remove_channel(*guild, *id),
            Change::MemberPut(guild, member) => {
                if let Some(found) = self.guilds.get_mut(guild) {
                    self.guilds_of_user.entry(member.user).or_default().insert(*guild);
                    found.members.insert(member.user, Arc::new(member.clone()));
                }
            }
            Change::MemberRemoved(guild, user) => {
                self.forget_membership(*guild, *user);
                if let Some(found) = self.guilds.get_mut(guild) {
                    found.members.remove(user);
                }
            }
            Change::GuildUpdated(id, _) | Change::RolePut(id, _) | Change::RoleDeleted(id, _) => {
                if let Some(guild) = self.guilds.get_mut(id) {
                    guild.apply(change);
                }
            }
        }
    }

    fn put_channel(&mut self, channel: &Channel) {
        if let Some(guild) = self.guilds.get_mut(&channel.guild) {
            self.guild_of_channel.insert(channel.id, channel.guild);
            // A change of the channel may have been made before its last message came.
            let last_message = guild.channels.get(&channel.id).map_or(channel.last_message, |before| before.last_message);
            guild.channels.insert(channel.id, Channel { last_message, ..channel.clone() });
        }
    }

    fn remove_channel(&mut self, guild: GuildId, id: ChannelId) {
        self.guild_of_channel.remove(&id);
        if let Some(guild) = self.guilds.get_mut(&guild) {
            guild.remove_channel(id);
        }
    }

    /// The last message of a channel or conversation.
    fn last_message_mut(&mut self, id: ChannelId) -> Option<&mut Option<MessageId>> {
        match self.guild_of_channel.get(&id) {
            Some(guild) => Some(&mut self.guilds.get_mut(guild)?.channels.get_mut(&id)?.last_message),
            None => Some(&mut self.conversations.find_mut(id)?.last_message),
        }
    }

    pub(super) fn add_guild(&mut self, guild: Guild) {
        for channel in guild.channels.keys() {
            self.guild_of_channel.insert(*channel, guild.id);
        }
        for user in guild.members.keys() {
            self.guilds_of_user.entry(*user).or_default().insert(guild.id);
        }
        self.guilds.insert(guild.id, guild);
    }

    fn set_bot_token(&mut self, bot: UserId, token: Option<BotToken>) {
        match token {
            Some(token) => drop(self.bot_tokens.insert(bot, token)),
            None => drop(self.bot_tokens.remove(&bot)),
        }
    }

    fn set_pushed(&mut self, user: UserId, is_pushed: bool) {
        if is_pushed {
            self.pushed.insert(user);
        } else {
            self.pushed.remove(&user);
        }
    }

    fn remove_guild(&mut self, id: GuildId) {
        if let Some(guild) = self.guilds.remove(&id) {
            for channel in guild.channels.keys() {
                self.guild_of_channel.remove(channel);
            }
            for user in guild.members.keys() {
                self.forget_membership(id, *user);
            }
        }
    }

    fn forget_membership(&mut self, guild: GuildId, user: UserId) {
        if let Some(guilds) = self.guilds_of_user.get_mut(&user) {
            guilds.remove(&guild);
            if guilds.is_empty() {
                self.guilds_of_user.remove(&user);
            }
        }
    }

    /// Forgets revocations of log-ins whose access tokens have all run out.
    pub(super) fn forget_revoked(&mut self, now: Monotonic) {
        self.revoked.retain(|_, until| *until > now);
    }
}

impl Guild {
    fn apply(&mut self, change: &Change) {
        match change {
            Change::GuildUpdated(_, fields) => {
                self.name.clone_from(&fields.name);
                self.description.clone_from(&fields.description);
                self.icon.clone_from(&fields.icon);
                self.owner = fields.owner;
                self.system_channel = fields.system_channel;
                self.system_channel_flags = fields.system_channel_flags;
            }
            Change::RolePut(_, role) => drop(self.roles.insert(role.id, role.clone())),
            Change::RoleDeleted(_, role) => {
                self.roles.remove(role);
                for member in self.members.values_mut().filter(|member| member.roles.contains(role)) {
                    Arc::make_mut(member).roles.retain(|held| held != role);
                }
                for channel in self.channels.values_mut() {
                    channel.overwrites.remove(&(*role).into());
                }
            }
            _ => {}
        }
    }

    /// Channels below a removed category move to the top level.
    fn remove_channel(&mut self, id: ChannelId) {
        self.channels.remove(&id);
        for channel in self.channels.values_mut().filter(|channel| channel.parent == Some(id)) {
            channel.parent = None;
        }
        if self.system_channel == Some(id) {
            self.system_channel = None;
        }
    }
}
