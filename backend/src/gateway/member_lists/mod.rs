//! Member lists: who is in a channel, told to those who look at it, and only of the rows they look at.
//!
//! A session looks at one channel of one guild at a time. Sessions that look at the same rows share a *view*: what they were
//! told last. Changes only note that something has changed; a moment later one round makes the rows anew from the model and
//! tells every view the difference, encoded once. So the work does not grow with how much happens, nor what is sent with
//! the number of members.
//!
//! Invariants: what is told next is made from the truth and from what was told last, so whatever a round has missed comes
//! with the next; a session that may not view the channel is told nothing; one without a connection is told nothing until it
//! has one, and then everything. All this happens while the model is held, so no permission changes meanwhile.

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

/// What comes within this time is told together.
pub const GATHERED: Duration = Duration::from_millis(100);

/// One for the process. Its lock is taken after those of model and index, and before that of a session.
#[derive(Debug, Default)]
pub struct MemberLists {
    inner: Mutex<Inner>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct Inner {
    guilds: HashMap<GuildId, Watched>,
    /// What each session looks at, by its number.
    subscriptions: HashMap<u64, (GuildId, Subscription)>,
    /// Users of whom something has changed.
    touched: HashSet<UserId>,
}

impl MemberLists {
    /// A session looks at something, or at something else. It is told soon.
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

    /// A session looks at nothing any more.
    pub fn unsubscribe(&self, session: u64) {
        self.inner.lock().forget(session);
    }

    /// A session has a connection again. If it was told nothing meanwhile, it is told everything.
    pub fn regained(&self, session: &Arc<GatewaySession>) {
        let mut inner = self.inner.lock();
        let Some((guild, subscription)) = inner.subscriptions.get(&session.number).cloned() else { return };
        let watched = inner.guilds.entry(guild).or_default();
        if !watched.has(session.number, &subscription) {
            watched.expect(session.clone(), subscription);
            self.changed.notify_one();
        }
    }

    /// Others see something else of a user.
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

    /// The sessions that have a member of a guild in view, and may have.
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

    /// Waits until there may be something to tell, at most so long.
    pub async fn received(&self, at_most: Duration) {
        // Time that is over is as good as a signal.
        let _ = tokio::time::timeout(at_most, self.changed.notified()).await;
    }

    /// Tells what is to be told: answers now, changes when it is their time. What must wait sends the signal again.
    pub fn publish(&self, cache: &Cache, now: Timestamp, instant: Instant) {
        let guilds = self.spread(&cache.read());
        let mut waits = false;
        for id in guilds {
            // Not for all at once, so that others get at the model in between.
            let model = cache.read();
            let source = Source { model: &model, presences: cache.presences(), now };
            waits |= self.inner.lock().publish(&source, id, instant);
        }
        if waits {
            self.changed.notify_one();
        }
    }

    /// Notes in their guilds of which users something has changed. Yields the guilds that somebody looks at.
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

    /// Yields whether something must wait.
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
