//! Who is online: the sessions of each user, the status that each of them has, and the one that the user chose for all.
//!
//! Invariants: nothing of it is stored here; a user who is invisible is offline to others, and no device can undo that for
//! another; a session that lost its connection counts for [`GRACE`] longer, so that a reload is not seen by anybody. What was last told of a user is kept, so that
//! snapshots agree with the stream of events and a change is told once.

use std::{collections::HashMap, time::Duration};

use parking_lot::{Mutex, MutexGuard};

use super::status::{Chosen, Status};
use crate::{
    cache::Guild,
    kernel::{Monotonic, UserId},
};

/// How long a session without a connection still counts.
pub const GRACE: Duration = Duration::from_secs(15);

#[derive(Debug)]
struct Present {
    session: u64,
    chosen: Chosen,
    /// When its connection was lost, if it has none.
    lost_at: Option<Monotonic>,
}

#[derive(Debug)]
struct Person {
    sessions: Vec<Present>,
    /// For all sessions. Online stands back behind what the sessions say.
    chosen: Chosen,
    told: Status,
}

/// All users who have a session, and those of whom it is not yet told that they have none any more.
#[derive(Debug, Default)]
pub struct Presences {
    people: Mutex<HashMap<UserId, Person>>,
    turn: Mutex<()>,
}

impl Person {
    fn seen(&self, now: Monotonic) -> Status {
        let counts = |present: &&Present| present.lost_at.is_none_or(|at| now.since(at) < GRACE);
        match (self.sessions.iter().filter(counts).map(|present| present.chosen).max(), self.chosen) {
            (None | Some(Chosen::Invisible), _) => Status::Offline,
            (Some(of_sessions), Chosen::Online) => of_sessions.seen(),
            (Some(_), of_all) => of_all.seen(),
        }
    }

    /// What is to be told now, if that differs from what was told last.
    fn news(&mut self, now: Monotonic) -> Option<Status> {
        let seen = self.seen(now);
        (std::mem::replace(&mut self.told, seen) != seen).then_some(seen)
    }
}

impl Presences {
    /// A session begins, with a connection and this status; `of_all` is what the user has chosen for all sessions.
    pub fn begin(&self, user: UserId, session: u64, chosen: Chosen, of_all: Chosen) {
        let mut people = self.people.lock();
        let nobody = || Person { sessions: Vec::new(), chosen: of_all, told: Status::Offline };
        let person = people.entry(user).or_insert_with(nobody);
        person.chosen = of_all;
        person.sessions.push(Present { session, chosen, lost_at: None });
    }

    /// Another choice for all sessions.
    pub fn choose_for_all(&self, user: UserId, chosen: Chosen) {
        if let Some(person) = self.people.lock().get_mut(&user) {
            person.chosen = chosen;
        }
    }

    /// Another status for a session. One that has ended stays ended.
    pub fn choose(&self, user: UserId, session: u64, chosen: Chosen) {
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

    /// Held by who asks for news and tells them, so that two changes of one user are told in their order.
    pub fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock()
    }

    /// What is to be told of one user; it counts as told.
    pub fn news_of(&self, user: UserId, now: Monotonic) -> Option<Status> {
        self.people.lock().get_mut(&user)?.news(now)
    }

    /// What is to be told of anybody. Who is told to be offline and has no session is forgotten.
    pub fn news(&self, now: Monotonic) -> Vec<(UserId, Status)> {
        let mut people = self.people.lock();
        let news = people.iter_mut().filter_map(|(user, person)| Some((*user, person.news(now)?))).collect();
        people.retain(|_, person| !person.sessions.is_empty() || person.told != Status::Offline);
        news
    }

    /// Whether the user has a session, with a connection or one that may yet be gone on with; however invisible.
    pub fn has_session(&self, user: UserId) -> bool {
        self.people.lock().get(&user).is_some_and(|person| !person.sessions.is_empty())
    }

    /// As it was last told.
    pub fn status(&self, user: UserId) -> Status {
        self.people.lock().get(&user).map_or(Status::Offline, |person| person.told)
    }

    /// Whether nothing should draw the user's attention from outside: a connected session has them before it, or asks for quiet.
    pub fn is_at_hand(&self, user: UserId) -> bool {
        let people = self.people.lock();
        let sessions = people.get(&user).map(|person| person.sessions.as_slice()).unwrap_or_default();
        sessions
            .iter()
            .any(|present| present.chosen == Chosen::Dnd || present.lost_at.is_none() && present.chosen != Chosen::Idle)
    }

    /// The members of a guild who are not offline.
    pub fn online(&self, guild: &Guild) -> Vec<(UserId, Status)> {
        let people = self.people.lock();
        let told = |user: &UserId| people.get(user).map(|person| person.told).filter(|status| *status != Status::Offline);
        if people.len() < guild.members.len() {
            let members = people.keys().filter(|user| guild.members.contains_key(user));
            members.filter_map(|user| Some((*user, told(user)?))).collect()
        } else {
            guild.members.keys().filter_map(|user| Some((*user, told(user)?))).collect()
        }
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
        presences.begin(ALICE, 1, Chosen::Idle, Chosen::Online);
        assert_eq!(presences.news_of(ALICE, at(0)), Some(Status::Idle));
        presences.begin(ALICE, 2, Chosen::Online, Chosen::Online);
        assert_eq!(presences.news_of(ALICE, at(0)), Some(Status::Online));
        presences.choose(ALICE, 1, Chosen::Dnd);
        assert_eq!(presences.news_of(ALICE, at(0)), Some(Status::Dnd));
        presences.end(ALICE, 1);
        assert_eq!(presences.news_of(ALICE, at(0)), Some(Status::Online));
    }

    #[test]
    fn what_a_user_chose_for_all_devices_holds_on_each() {
        let presences = Presences::default();
        presences.begin(ALICE, 1, Chosen::Online, Chosen::Dnd);
        assert_eq!(presences.news_of(ALICE, at(0)), Some(Status::Dnd));
        presences.choose_for_all(ALICE, Chosen::Idle);
        presences.choose(ALICE, 1, Chosen::Dnd);
        assert_eq!(presences.news_of(ALICE, at(0)), Some(Status::Idle));
        presences.choose_for_all(ALICE, Chosen::Invisible);
        assert_eq!(presences.news_of(ALICE, at(0)), Some(Status::Offline));
        for chosen in [Chosen::Online, Chosen::Dnd, Chosen::Idle] {
            presences.choose(ALICE, 1, chosen);
            assert_eq!(presences.news_of(ALICE, at(0)), None, "{chosen:?} on one device shows nobody who hides");
        }
        presences.begin(ALICE, 2, Chosen::Online, Chosen::Invisible);
        assert_eq!(presences.news_of(ALICE, at(0)), None);
        presences.choose_for_all(ALICE, Chosen::Dnd);
        assert_eq!(presences.news_of(ALICE, at(0)), Some(Status::Dnd));
        presences.choose(ALICE, 1, Chosen::Invisible);
        presences.choose(ALICE, 2, Chosen::Invisible);
        assert_eq!(presences.news_of(ALICE, at(0)), Some(Status::Offline), "who hides on every device hides");
    }

    #[test]
    fn who_is_invisible_is_never_told_of() {
        let presences = Presences::default();
        presences.begin(ALICE, 1, Chosen::Invisible, Chosen::Online);
        assert_eq!(presences.news_of(ALICE, at(0)), None);
        assert_eq!(presences.status(ALICE), Status::Offline);
    }

    #[test]
    fn who_comes_back_within_the_grace_was_never_away() {
        let presences = Presences::default();
        presences.begin(ALICE, 1, Chosen::Online, Chosen::Online);
        assert_eq!(presences.news(at(0)), [(ALICE, Status::Online)]);
        presences.lose(ALICE, 1, at(1));
        assert_eq!(presences.news(at(15)), []);
        presences.regain(ALICE, 1);
        assert_eq!(presences.news(at(60)), []);
        presences.lose(ALICE, 1, at(60));
        assert_eq!(presences.news(at(75)), [(ALICE, Status::Offline)]);
        assert_eq!(presences.news(at(76)), [], "it is told once");
    }

    #[test]
    fn who_has_gone_is_forgotten_once_it_is_told() {
        let presences = Presences::default();
        presences.begin(ALICE, 1, Chosen::Online, Chosen::Online);
        presences.news(at(0));
        presences.end(ALICE, 1);
        assert_eq!(presences.news(at(0)), [(ALICE, Status::Offline)]);
        assert!(presences.people.lock().is_empty());
        presences.choose(ALICE, 1, Chosen::Online);
        assert_eq!(presences.news(at(1)), [], "an ended session has no status");
    }
}
