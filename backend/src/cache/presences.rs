//! Presences: the sessions of each user, their statuses, and the status chosen for all sessions.
//!
//! Invariants: nothing here is stored; an invisible user appears offline, and one device cannot override that for another; a
//! session that lost its connection counts for [`GRACE`] longer, so that a page reload is not visible. The last published
//! presence of a user is remembered, so that snapshots agree with the stream of events and a change is published once.

use std::{collections::HashMap, time::Duration};

use parking_lot::{Mutex, MutexGuard};

use super::status::{PresenceStatus, VisibleStatus};
use crate::{
    cache::Guild,
    kernel::{Monotonic, UserId},
};

/// How long a session without a connection still counts.
pub const GRACE: Duration = Duration::from_secs(15);

#[derive(Debug)]
struct Present {
    session: u64,
    chosen: PresenceStatus,
    /// When its connection was lost, if it has none.
    lost_at: Option<Monotonic>,
}

#[derive(Debug)]
struct Person {
    sessions: Vec<Present>,
    /// For all sessions. Online yields to the statuses of sessions.
    chosen: PresenceStatus,
    published: VisibleStatus,
}

/// Users with a session, and those whose last session has ended but is not published yet.
#[derive(Debug, Default)]
pub struct Presences {
    people: Mutex<HashMap<UserId, Person>>,
    publishing: Mutex<()>,
}

impl Person {
    fn seen(&self, now: Monotonic) -> VisibleStatus {
        let counts = |present: &&Present| present.lost_at.is_none_or(|at| now.since(at) < GRACE);
        match (self.sessions.iter().filter(counts).map(|present| present.chosen).max(), self.chosen) {
            (None | Some(PresenceStatus::Invisible), _) => VisibleStatus::Offline,
            (Some(of_sessions), PresenceStatus::Online) => of_sessions.seen(),
            (Some(_), of_all) => of_all.seen(),
        }
    }

    /// The presence to publish, if it differs from the last published one.
    fn news(&mut self, now: Monotonic) -> Option<VisibleStatus> {
        let seen = self.seen(now);
        (std::mem::replace(&mut self.published, seen) != seen).then_some(seen)
    }
}

impl Presences {
    /// A session starts, with a connection and this status; `of_all` is the user's choice for all sessions.
    pub fn begin(&self, user: UserId, session: u64, chosen: PresenceStatus, of_all: PresenceStatus) {
        let mut people = self.people.lock();
        let nobody = || Person { sessions: Vec::new(), chosen: of_all, published: VisibleStatus::Offline };
        let person = people.entry(user).or_insert_with(nobody);
        person.chosen = of_all;
        person.sessions.push(Present { session, chosen, lost_at: None });
    }

    /// Sets the choice for all sessions.
    pub fn choose_for_all(&self, user: UserId, chosen: PresenceStatus) {
        if let Some(person) = self.people.lock().get_mut(&user) {
            person.chosen = chosen;
        }
    }

    /// Sets the status of a session. An ended session stays ended.
    pub fn choose(&self, user: UserId, session: u64, chosen: PresenceStatus) {
        self.with(user, session, |present| present.chosen = chosen);
    }

    /// A session lost its connection.
    pub fn lose(&self, user: UserId, session: u64, now: Monotonic) {
        self.with(user, session, |present| present.lost_at = Some(now));
    }

    /// A session has a connection again.
    pub fn regain(&self, user: UserId, session: u64) {
        self.with(user, session, |present| present.lost_at = None);
    }

    /// A session ended.
    pub fn end(&self, user: UserId, session: u64) {
        if let Some(person) = self.people.lock().get_mut(&user) {
            person.sessions.retain(|present| present.session != session);
        }
    }

    fn with(&self, user: UserId, session: u64, change: impl FnOnce(&mut Present)) {
        let mut people = self.people.lock();
        let sessions = people.get_mut(&user).map(|person| &mut person.sessions);
        if let Some(present) = sessions.and_then(|sessions| sessions.iter_mut().find(|present| present.session == session)) {
            change(present);
        }
    }

    /// Held while changes are collected and published, so that two changes of one user are published in order.
    pub fn publishing(&self) -> MutexGuard<'_, ()> {
        self.publishing.lock()
    }

    /// The presence of a user to publish, which is then marked as published.
    pub fn news_of(&self, user: UserId, now: Monotonic) -> Option<VisibleStatus> {
        self.people.lock().get_mut(&user)?.news(now)
    }

    /// All presences to publish. An offline user without a session is removed.
    pub fn news(&self, now: Monotonic) -> Vec<(UserId, VisibleStatus)> {
        let mut people = self.people.lock();
        let news = people.iter_mut().filter_map(|(user, person)| Some((*user, person.news(now)?))).collect();
        people.retain(|_, person| !person.sessions.is_empty() || person.published != VisibleStatus::Offline);
        news
    }

    /// Whether the user has a session that is connected or resumable, visible or not.
    pub fn has_session(&self, user: UserId) -> bool {
        self.people.lock().get(&user).is_some_and(|person| !person.sessions.is_empty())
    }

    /// The last published presence.
    pub fn status(&self, user: UserId) -> VisibleStatus {
        self.people.lock().get(&user).map_or(VisibleStatus::Offline, |person| person.published)
    }

    /// Whether push notifications are unwanted: a connected session is active or set to "do not disturb".
    pub fn is_at_hand(&self, user: UserId) -> bool {
        let people = self.people.lock();
        let sessions = people.get(&user).map(|person| person.sessions.as_slice()).unwrap_or_default();
        sessions.iter().any(|present| {
            present.chosen == PresenceStatus::Dnd || present.lost_at.is_none() && present.chosen != PresenceStatus::Idle
        })
    }

    /// The members of a guild who are not offline.
    pub fn online(&self, guild: &Guild) -> Vec<(UserId, VisibleStatus)> {
        let people = self.people.lock();
        let published =
            |user: &UserId| people.get(user).map(|person| person.published).filter(|status| *status != VisibleStatus::Offline);
        let mut online = Vec::with_capacity(people.len().min(guild.members.len()));
        if people.len() < guild.members.len() {
            let members = people.keys().filter(|user| guild.members.contains_key(user));
            online.extend(members.filter_map(|user| Some((*user, published(user)?))));
        } else {
            online.extend(guild.members.keys().filter_map(|user| Some((*user, published(user)?))));
        }
        online
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALICE: UserId = UserId::new(1);

    fn at(seconds: i64) -> Monotonic {
        Monotonic::from_ms(seconds * 1000)
    }

    #[test]
    fn what_a_user_does_on_several_devices_is_seen_as_one() {
        let presences = Presences::default();
        presences.begin(ALICE, 1, PresenceStatus::Idle, PresenceStatus::Online);
        assert_eq!(presences.news_of(ALICE, at(0)), Some(VisibleStatus::Idle));
        presences.begin(ALICE, 2, PresenceStatus::Online, PresenceStatus::Online);
        assert_eq!(presences.news_of(ALICE, at(0)), Some(VisibleStatus::Online));
        presences.choose(ALICE, 1, PresenceStatus::Dnd);
        assert_eq!(presences.news_of(ALICE, at(0)), Some(VisibleStatus::Dnd));
        presences.end(ALICE, 1);
        assert_eq!(presences.news_of(ALICE, at(0)), Some(VisibleStatus::Online));
    }

    #[test]
    fn what_a_user_chose_for_all_devices_holds_on_each() {
        let presences = Presences::default();
        presences.begin(ALICE, 1, PresenceStatus::Online, PresenceStatus::Dnd);
        assert_eq!(presences.news_of(ALICE, at(0)), Some(VisibleStatus::Dnd));
        presences.choose_for_all(ALICE, PresenceStatus::Idle);
        presences.choose(ALICE, 1, PresenceStatus::Dnd);
        assert_eq!(presences.news_of(ALICE, at(0)), Some(VisibleStatus::Idle));
        presences.choose_for_all(ALICE, PresenceStatus::Invisible);
        assert_eq!(presences.news_of(ALICE, at(0)), Some(VisibleStatus::Offline));
        for chosen in [PresenceStatus::Online, PresenceStatus::Dnd, PresenceStatus::Idle] {
            presences.choose(ALICE, 1, chosen);
            assert_eq!(presences.news_of(ALICE, at(0)), None, "{chosen:?} on one device shows nobody who hides");
        }
        presences.begin(ALICE, 2, PresenceStatus::Online, PresenceStatus::Invisible);
        assert_eq!(presences.news_of(ALICE, at(0)), None);
        presences.choose_for_all(ALICE, PresenceStatus::Dnd);
        assert_eq!(presences.news_of(ALICE, at(0)), Some(VisibleStatus::Dnd));
        presences.choose(ALICE, 1, PresenceStatus::Invisible);
        presences.choose(ALICE, 2, PresenceStatus::Invisible);
        assert_eq!(presences.news_of(ALICE, at(0)), Some(VisibleStatus::Offline), "who hides on every device hides");
    }

    #[test]
    fn an_invisible_user_is_never_published() {
        let presences = Presences::default();
        presences.begin(ALICE, 1, PresenceStatus::Invisible, PresenceStatus::Online);
        assert_eq!(presences.news_of(ALICE, at(0)), None);
        assert_eq!(presences.status(ALICE), VisibleStatus::Offline);
    }

    #[test]
    fn who_comes_back_within_the_grace_was_never_away() {
        let presences = Presences::default();
        presences.begin(ALICE, 1, PresenceStatus::Online, PresenceStatus::Online);
        assert_eq!(presences.news(at(0)), [(ALICE, VisibleStatus::Online)]);
        presences.lose(ALICE, 1, at(1));
        assert_eq!(presences.news(at(15)), []);
        presences.regain(ALICE, 1);
        assert_eq!(presences.news(at(60)), []);
        presences.lose(ALICE, 1, at(60));
        assert_eq!(presences.news(at(75)), [(ALICE, VisibleStatus::Offline)]);
        assert_eq!(presences.news(at(76)), [], "it is told once");
    }

    #[test]
    fn an_offline_user_is_removed_once_published() {
        let presences = Presences::default();
        presences.begin(ALICE, 1, PresenceStatus::Online, PresenceStatus::Online);
        presences.news(at(0));
        presences.end(ALICE, 1);
        assert_eq!(presences.news(at(0)), [(ALICE, VisibleStatus::Offline)]);
        assert!(presences.people.lock().is_empty());
        presences.choose(ALICE, 1, PresenceStatus::Online);
        assert_eq!(presences.news(at(1)), [], "an ended session has no status");
    }
}
