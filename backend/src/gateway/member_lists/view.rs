//! A view: the same rows, shared by all sessions that look at them.

use std::{collections::HashMap, sync::Arc};

use super::{
    look::Look,
    payloads::{ListRange, MemberListUpdate},
    window::Window,
};
use crate::{
    events::{Audience, Envelope},
    gateway::session::{Item, Session},
    kernel::{ChannelId, GuildId, UserId},
};

#[derive(Debug, Default)]
pub struct View {
    told: Window,
    sessions: HashMap<u64, Arc<Session>>,
}

impl View {
    /// For the first session that looks.
    pub fn new(told: Window) -> Self {
        Self { told, sessions: HashMap::new() }
    }

    pub fn shows(&self, user: UserId) -> bool {
        self.told.shows(user)
    }

    pub fn sessions(&self) -> impl Iterator<Item = &Arc<Session>> {
        self.sessions.values()
    }

    pub fn has(&self, session: u64) -> bool {
        self.sessions.contains_key(&session)
    }

    pub fn is_empty(&self) -> bool {
        self.sessions.is_empty()
    }

    pub fn remove(&mut self, session: u64) {
        self.sessions.remove(&session);
    }

    pub fn retain(&mut self, mut stays: impl FnMut(&Arc<Session>) -> bool) {
        self.sessions.retain(|_, session| stays(session));
    }

    /// Takes sessions in and tells them what the others here were told last.
    pub fn welcome(&mut self, sessions: Vec<Arc<Session>>, guild: GuildId, channel: ChannelId) {
        let item = Item::Shared(Arc::new(self.envelope(guild, channel, self.told.whole())));
        for session in sessions {
            session.push(item.clone());
            self.sessions.insert(session.number, session);
        }
    }

    /// Tells the difference to what was told last, if there is one.
    pub fn tell(&mut self, now: Window, guild: GuildId, look: &Look) {
        let ranges = now.changed_since(&self.told, look.by_reference);
        let is_news = !ranges.is_empty() || now.counts != self.told.counts;
        self.told = now;
        if is_news {
            let item = Item::Shared(Arc::new(self.envelope(guild, look.channel, ranges)));
            for session in self.sessions.values() {
                session.push(item.clone());
            }
        }
    }

    /// It is checked again when it is replayed.
    fn envelope(&self, guild_id: GuildId, channel_id: ChannelId, ranges: Vec<ListRange>) -> Envelope {
        let counts = &self.told.counts;
        let event = MemberListUpdate {
            guild_id,
            channel_id,
            member_count: counts.members,
            online_count: counts.online,
            row_count: counts.rows,
            groups: counts.groups.clone(),
            ranges,
        };
        Envelope::new(Audience::Channel(guild_id, channel_id), &event)
    }
}
