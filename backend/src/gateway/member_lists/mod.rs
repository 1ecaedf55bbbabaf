//! Member lists: the members of a channel, sent to subscribed sessions by ranges of rows.
//!
//! A session subscribes to one channel of one guild at a time. Sessions with the same ranges share a *view*: the rows last sent.
//! Changes only mark guilds as changed; a moment later one round recomputes the rows from the model and sends each view the
//! difference, encoded once. So the work does not grow with the rate of events, nor the traffic with the number of members.
//!
//! Invariants: an update is computed from the current state and the rows last sent, so whatever one round misses comes with the
//! next; a session that may not view the channel gets nothing; a disconnected one gets nothing until it reconnects, and then
//! everything. The model is locked meanwhile, so no permissions change.

pub mod payloads;
mod rows;
mod source;
mod subscription;
mod view;
mod watched;
mod window;

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use parking_lot::Mutex;
use tokio::{sync::Notify, time::Instant};

pub use self::subscription::Subscription;
use self::watched::Watched;
use super::session::GatewaySession;
use crate::{
    cache::{Cache, Change, Listed, Model},
    kernel::{GuildId, Timestamp, UserId},
};

/// Changes within this time are batched.
pub const GATHERED: Duration = Duration::from_millis(100);

/// The member lists of the process. Its lock is taken after those of model and index, and before that of a session.
#[derive(Debug, Default)]
pub struct MemberLists {
    inner: Mutex<Inner>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct Inner {
    guilds: HashMap<GuildId, Watched>,
    /// The subscription of each session, by its number.
    subscriptions: HashMap<u64, (GuildId, Subscription)>,
    /// Users who have changed.
    touched: HashSet<UserId>,
}

impl MemberLists {
    /// A session subscribes, or changes its subscription. The rows are sent soon.
    pub fn subscribe(&self, session: &Arc<GatewaySession>, guild: GuildId, subscription: Subscription) {
        let mut inner = self.inner.lock();
        inner.forget(session.number);
        if session.has_ended() {
            return;
        }
        inner.subscriptions.insert(session.number, (guild, subscription.clone()));
        inner.guilds.entry(guild).or_default().expect(session.clone(), subscription);
        self.changed.notify_one();
    }

    /// A session unsubscribes.
    pub fn unsubscribe(&self, session: u64) {
        self.inner.lock().forget(session);
    }

    /// A session has reconnected. If it missed an update, it gets everything.
    pub fn regained(&self, session: &Arc<GatewaySession>) {
        let mut inner = self.inner.lock();
        let Some((guild, subscription)) = inner.subscriptions.get(&session.number).cloned() else { return };
        let watched = inner.guilds.entry(guild).or_default();
        if !watched.has(session.number, &subscription) {
            watched.expect(session.clone(), subscription);
            self.changed.notify_one();
        }
    }

    /// The public state of a user has changed.
    pub fn touch(&self, user: UserId) {
        let mut inner = self.inner.lock();
        if !inner.guilds.is_empty() && inner.touched.insert(user) {
            self.changed.notify_one();
        }
    }

    /// The model has changed.
    pub fn changed(&self, change: &Change) {
        match change.listed() {
            Some(Listed::User(user)) => self.touch(user),
            Some(Listed::Guild(guild)) => self.touch_guild(guild),
            None => {}
        }
    }

    fn touch_guild(&self, guild: GuildId) {
        if let Some(watched) = self.inner.lock().guilds.get_mut(&guild) {
            watched.touch();
            self.changed.notify_one();
        }
    }

    /// The sessions that have a member of a guild in view, and may see it.
    pub fn with_in_view(&self, source: &Source<'_>, guild: GuildId, user: UserId) -> Vec<Arc<GatewaySession>> {
        let inner = self.inner.lock();
        let Some(watched) = inner.guilds.get(&guild) else { return Vec::new() };
        let mut found = Vec::new();
        for (subscription, view) in watched.views().filter(|(_, view)| view.shows(user)) {
            let may = |session: &&Arc<GatewaySession>| source.may_subscribe(session.owner.user, subscription);
            found.extend(view.sessions().filter(may).cloned());
        }
        found
    }

    /// Waits until there may be something to send, up to a time limit.
    pub async fn received(&self, at_most: Duration) {
        // A deadline in the past counts as a signal.
        let _ = tokio::time::timeout(at_most, self.changed.notified()).await;
    }

    /// Sends what is due: responses now, changes when their time has come. If something must wait, the signal is set again.
    pub fn publish(&self, cache: &Cache, now: Timestamp, instant: Instant) {
        let guilds = self.spread(&cache.read());
        let mut waits = false;
        for id in guilds {
            // Not for all guilds at once, so that others can lock the model in between.
            let model = cache.read();
            let source = Source { model: &model, presences: cache.presences(), now };
            waits |= self.inner.lock().publish(&source, id, instant);
        }
        if waits {
            self.changed.notify_one();
        }
    }

    /// Marks changed users in their guilds. Returns the guilds with subscriptions.
    fn spread(&self, model: &Model) -> Vec<GuildId> {
        let mut inner = self.inner.lock();
        let Inner { guilds, touched, .. } = &mut *inner;
        for (id, watched) in guilds.iter_mut() {
            let members = model.guild(*id).map(|guild| &guild.members);
            if members.is_some_and(|members| touched.iter().any(|user| members.contains_key(user))) {
                watched.touch();
            }
        }
        touched.clear();
        guilds.keys().copied().collect()
    }
}

impl Inner {
    fn forget(&mut self, session: u64) {
        let Some((guild, subscription)) = self.subscriptions.remove(&session) else { return };
        if let Some(watched) = self.guilds.get_mut(&guild) {
            watched.forget(session, &subscription);
            if watched.is_empty() {
                self.guilds.remove(&guild);
            }
        }
    }

    /// Returns whether something must wait.
    fn publish(&mut self, source: &Source<'_>, id: GuildId, instant: Instant) -> bool {
        let Some(watched) = self.guilds.get_mut(&id) else { return false };
        let gone = watched.publish(source, id, instant);
        let waits = watched.waits();
        for session in gone {
            self.forget(session);
        }
        if self.guilds.get(&id).is_some_and(Watched::is_empty) {
            self.guilds.remove(&id);
        }
        waits
    }
}

#[cfg(test)]
mod tests;

pub use source::Source;
