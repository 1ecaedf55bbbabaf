//! Changes of guilds: their channels, roles and members.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::subject::{Listed, Subject};
use crate::{
    cache::model::{Channel, Guild, Member, Model, Role},
    kernel::{ChannelId, GuildId, RoleId, UserId},
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(proptest_derive::Arbitrary))]
pub enum GuildChange {
    Created(Box<Guild>),
    Updated(GuildId, GuildFields),
    Deleted(GuildId),
    ChannelPut(Channel),
    ChannelDeleted(GuildId, ChannelId),
    RolePut(GuildId, Role),
    RoleDeleted(GuildId, RoleId),
    MemberPut(GuildId, Member),
    MemberRemoved(GuildId, UserId),
}

/// The guild's own fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(proptest_derive::Arbitrary))]
pub struct GuildFields {
    pub name: String,
    pub description: Option<String>,
    pub icon: Option<String>,
    pub owner: UserId,
    pub system_channel: Option<ChannelId>,
    pub system_channel_flags: i64,
}

impl Subject for GuildChange {
    fn apply(&self, model: &mut Model) {
        match self {
            Self::Created(guild) => model.add_guild(Guild::clone(guild)),
            Self::Deleted(id) => model.remove_guild(*id),
            Self::ChannelPut(channel) => model.put_channel(channel),
            Self::ChannelDeleted(guild, id) => model.remove_channel(*guild, *id),
            Self::MemberPut(guild, member) => model.put_member(*guild, member),
            Self::MemberRemoved(guild, user) => model.remove_member(*guild, *user),
            Self::Updated(id, fields) => model.guilds.get_mut(id).into_iter().for_each(|guild| guild.update(fields)),
            Self::RolePut(id, role) => {
                if let Some(guild) = model.guilds.get_mut(id) {
                    guild.roles.insert(role.id, role.clone());
                }
            }
            Self::RoleDeleted(id, role) => model.guilds.get_mut(id).into_iter().for_each(|guild| guild.remove_role(*role)),
        }
    }

    fn listed(&self) -> Option<Listed> {
        match self {
            // Nobody has a reference to it yet.
            Self::Created(_) => None,
            Self::ChannelPut(channel) => Some(Listed::Guild(channel.guild)),
            Self::Updated(guild, _)
            | Self::Deleted(guild)
            | Self::ChannelDeleted(guild, _)
            | Self::RolePut(guild, _)
            | Self::RoleDeleted(guild, _)
            | Self::MemberPut(guild, _)
            | Self::MemberRemoved(guild, _) => Some(Listed::Guild(*guild)),
        }
    }
}

impl Model {
    fn put_channel(&mut self, channel: &Channel) {
        if let Some(guild) = self.guilds.get_mut(&channel.guild) {
            self.guild_of_channel.insert(channel.id, channel.guild);
            // The change of the channel may be older than its last message and pin.
            let before = guild.channels.get(&channel.id).unwrap_or(channel);
            let (last_message, last_pin) = (before.last_message, before.last_pin);
            guild.channels.insert(channel.id, Channel { last_message, last_pin, ..channel.clone() });
        }
    }

    fn remove_channel(&mut self, guild: GuildId, id: ChannelId) {
        self.guild_of_channel.remove(&id);
        if let Some(guild) = self.guilds.get_mut(&guild) {
            guild.remove_channel(id);
        }
    }

    fn put_member(&mut self, guild: GuildId, member: &Member) {
        if let Some(found) = self.guilds.get_mut(&guild) {
            self.guilds_of_user.entry(member.user).or_default().insert(guild);
            found.members.insert(member.user, Arc::new(member.clone()));
        }
    }

    fn remove_member(&mut self, guild: GuildId, user: UserId) {
        self.forget_membership(guild, user);
        if let Some(found) = self.guilds.get_mut(&guild) {
            found.members.remove(&user);
        }
    }

    pub(in crate::cache) fn add_guild(&mut self, guild: Guild) {
        for channel in guild.channels.keys() {
            self.guild_of_channel.insert(*channel, guild.id);
        }
        for user in guild.members.keys() {
            self.guilds_of_user.entry(*user).or_default().insert(guild.id);
        }
        self.guilds.insert(guild.id, guild);
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
}

impl Guild {
    fn update(&mut self, fields: &GuildFields) {
        self.name.clone_from(&fields.name);
        self.description.clone_from(&fields.description);
        self.icon.clone_from(&fields.icon);
        self.owner = fields.owner;
        self.system_channel = fields.system_channel;
        self.system_channel_flags = fields.system_channel_flags;
    }

    fn remove_role(&mut self, role: RoleId) {
        self.roles.remove(&role);
        for member in self.members.values_mut().filter(|member| member.roles.contains(&role)) {
            Arc::make_mut(member).roles.retain(|held| *held != role);
        }
        for channel in self.channels.values_mut() {
            channel.overwrites.remove(&role.into());
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
