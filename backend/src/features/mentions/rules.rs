//! The targets of mentions.

use crate::{
    cache::{Guild, Model},
    kernel::{GuildId, RoleId, TargetId, UserId},
};

/// A target of a mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    User,
    Role,
    Everyone,
    Here,
}

/// The mentions of a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Targets {
    pub users: Vec<UserId>,
    pub roles: Vec<RoleId>,
    /// The guild, for @everyone.
    pub everyone: Option<GuildId>,
    /// Whether the text contains @here.
    pub here: bool,
    /// Users mentioned by @here.
    pub present: Vec<UserId>,
}

impl Targets {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.users.is_empty() && self.roles.is_empty() && self.everyone.is_none() && self.present.is_empty()
    }
}

impl Kind {
    /// The stored number of the kind.
    pub const fn number(self) -> i64 {
        match self {
            Self::User => 0,
            Self::Role => 1,
            Self::Everyone => 2,
            Self::Here => 3,
        }
    }

    pub const fn from_number(number: i64) -> Option<Self> {
        match number {
            0 => Some(Self::User),
            1 => Some(Self::Role),
            2 => Some(Self::Everyone),
            3 => Some(Self::Here),
            _ => None,
        }
    }
}

impl Targets {
    /// Whether the edited message still mentions this target.
    pub fn is_target(&self, kind: Kind, target: TargetId) -> bool {
        match kind {
            Kind::User => self.users.iter().any(|user| TargetId::from(*user) == target),
            Kind::Role => self.roles.iter().any(|role| TargetId::from(*role) == target),
            Kind::Everyone => self.everyone.is_some(),
            Kind::Here => self.here,
        }
    }
}

/// The users behind a target, as far as known. `guild` is the guild of the message.
pub fn people(model: &Model, guild: Option<&Guild>, kind: Kind, target: TargetId) -> Vec<UserId> {
    match kind {
        Kind::User | Kind::Here => model.user(UserId::new(target.get())).map(|user| user.id).into_iter().collect(),
        Kind::Everyone => guild.into_iter().flat_map(|guild| guild.members.keys().copied()).collect(),
        Kind::Role => {
            let role = RoleId::new(target.get());
            let members = guild.into_iter().flat_map(|guild| guild.members.values());
            members.filter(|member| member.roles.contains(&role)).map(|member| member.user).collect()
        }
    }
}
