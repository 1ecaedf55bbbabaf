//! Indexes of sessions: by id, by user, by guild.
//!
//! Invariant: a session is indexed under exactly the guilds of its user, since it is registered and updated under the same gate
//! that changes of membership pass.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use super::session::GatewaySession;
use crate::kernel::{GuildId, UserId};

#[derive(Debug, Default)]
pub struct Index {
    by_id: HashMap<String, Arc<GatewaySession>>,
    by_user: HashMap<UserId, Vec<Arc<GatewaySession>>>,
    by_guild: HashMap<GuildId, Vec<Arc<GatewaySession>>>,
    /// Those without the ChatSpace extensions.
    plain_by_guild: HashMap<GuildId, Vec<Arc<GatewaySession>>>,
}

impl Index {
    pub fn add(&mut self, session: &Arc<GatewaySession>, guilds: impl Iterator<Item = GuildId>) {
        self.by_id.insert(session.id.clone(), session.clone());
        self.by_user.entry(session.owner.user).or_default().push(session.clone());
        for guild in guilds {
            self.by_guild.entry(guild).or_default().push(session.clone());
            if !session.owner.extended {
                self.plain_by_guild.entry(guild).or_default().push(session.clone());
            }
        }
    }

    pub fn remove(&mut self, gone: &[Arc<GatewaySession>]) {
        if gone.is_empty() {
            return;
        }
        let numbers: HashSet<u64> = gone.iter().map(|session| session.number).collect();
        for session in gone {
            self.by_id.remove(&session.id);
        }
        let stay = |sessions: &mut Vec<Arc<GatewaySession>>| {
            sessions.retain(|session| !numbers.contains(&session.number));
            !sessions.is_empty()
        };
        self.by_user.retain(|_, sessions| stay(sessions));
        self.by_guild.retain(|_, sessions| stay(sessions));
        self.plain_by_guild.retain(|_, sessions| stay(sessions));
    }

    /// Adds a user to a guild. A member stays as they are.
    pub fn join(&mut self, user: UserId, guild: GuildId) {
        let Some(sessions) = self.by_user.get(&user) else { return };
        let members = self.by_guild.entry(guild).or_default();
        if !members.iter().any(|session| session.owner.user == user) {
            members.extend(sessions.iter().cloned());
            let plain = sessions.iter().filter(|session| !session.owner.extended).cloned();
            self.plain_by_guild.entry(guild).or_default().extend(plain);
        }
    }

    pub fn leave(&mut self, user: UserId, guild: GuildId) {
        for sessions in [&mut self.by_guild, &mut self.plain_by_guild] {
            if let Some(members) = sessions.get_mut(&guild) {
                members.retain(|session| session.owner.user != user);
            }
        }
    }

    pub fn forget_guild(&mut self, guild: GuildId) {
        self.by_guild.remove(&guild);
        self.plain_by_guild.remove(&guild);
    }

    pub fn with_id(&self, id: &str) -> Option<&Arc<GatewaySession>> {
        self.by_id.get(id)
    }

    pub fn of_user(&self, user: UserId) -> &[Arc<GatewaySession>] {
        self.by_user.get(&user).map_or(&[], Vec::as_slice)
    }

    pub fn of_guild(&self, guild: GuildId) -> &[Arc<GatewaySession>] {
        self.by_guild.get(&guild).map_or(&[], Vec::as_slice)
    }

    pub fn users(&self) -> impl Iterator<Item = UserId> {
        self.by_user.keys().copied()
    }

    /// Sessions of a guild without the ChatSpace extensions.
    pub fn plain_of_guild(&self, guild: GuildId) -> &[Arc<GatewaySession>] {
        self.plain_by_guild.get(&guild).map_or(&[], Vec::as_slice)
    }

    pub fn all(&self) -> impl Iterator<Item = &Arc<GatewaySession>> {
        self.by_id.values()
    }
}
