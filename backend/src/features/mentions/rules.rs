//! Whom a mention calls.

use crate::{
    cache::{Guild, Model},
    kernel::{GuildId, RoleId, TargetId, UserId},
};

/// What a mention names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    User,
    Role,
    Everyone,
    Here,
}

/// Whom a message calls.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Targets {
    pub users: Vec<UserId>,
    pub roles: Vec<RoleId>,
    /// The guild, for @everyone.
    pub everyone: Option<GuildId>,
    /// Whether @here stands in the text.
    pub here: bool,
    /// Those whom @here calls.
    pub present: Vec<UserId>,
}

impl Targets {
    /// Whether nobody is called.
    pub fn is_empty(&self) -> bool {
        self.users.is_empty() && self.roles.is_empty() && self.everyone.is_none() && self.present.is_empty()
    }
}

impl Kind {
    /// The number it is stored as.
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
    /// Whether what called this target calls it still.
    pub fn is_target(&self, kind: Kind, target: TargetId) -> bool {
        match kind {
            Kind::User => self.users.iter().any(|user| TargetId::from(*user) == target),
            Kind::Role => self.roles.iter().any(|role| TargetId::from(*role) == target),
            Kind::Everyone => self.everyone.is_some(),
            Kind::Here => self.here,
        }
    }
}

/// The people behind a target, as far as they are known. `guild` is where it was called.
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
