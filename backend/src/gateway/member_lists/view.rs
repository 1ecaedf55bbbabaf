//! A view: the same rows, shared by all sessions that subscribe to them.

use std::{collections::HashMap, sync::Arc};

use super::{
    payloads::{ListRange, MemberListUpdate},
    subscription::Subscription,
    window::Window,
};
use crate::{
    events::{Audience, Envelope},
    gateway::session::{GatewaySession, Item},
    kernel::{ChannelId, GuildId, UserId},
};

#[derive(Debug, Default)]
pub struct View {
    sent: Window,
    sessions: HashMap<u64, Arc<GatewaySession>>,
}

impl View {
    /// For the first subscriber.
    pub fn new(sent: Window) -> Self {
        Self { sent, sessions: HashMap::new() }
    }

    pub fn shows(&self, user: UserId) -> bool {
        self.sent.shows(user)
    }

    pub fn sessions(&self) -> impl Iterator<Item = &Arc<GatewaySession>> {
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

    pub fn retain(&mut self, mut stays: impl FnMut(&Arc<GatewaySession>) -> bool) {
        self.sessions.retain(|_, session| stays(session));
    }

    /// Adds sessions and sends them the rows last sent to the others.
    pub fn welcome(&mut self, sessions: Vec<Arc<GatewaySession>>, guild: GuildId, channel: ChannelId) {
        let item = Item::Shared(Arc::new(self.envelope(guild, channel, self.sent.whole())));
        for session in sessions {
            session.push(item.clone());
            self.sessions.insert(session.number, session);
        }
    }

    /// Sends the difference to the rows last sent, if there is one.
    pub fn publish(&mut self, now: Window, guild: GuildId, subscription: &Subscription) {
        let ranges = now.changed_since(&self.sent, subscription.by_reference);
        let is_news = !ranges.is_empty() || now.counts != self.sent.counts;
        self.sent = now;
        if is_news {
            let item = Item::Shared(Arc::new(self.envelope(guild, subscription.channel, ranges)));
            for session in self.sessions.values() {
                session.push(item.clone());
            }
        }
    }

    /// Access is checked again at replay.
    fn envelope(&self, guild_id: GuildId, channel_id: ChannelId, ranges: Vec<ListRange>) -> Envelope {
        let counts = &self.sent.counts;
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
