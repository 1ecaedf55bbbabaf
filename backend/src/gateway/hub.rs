//! The hub: receives all events, and delivers them to the sessions that may receive them.
//!
//! Invariants: events are delivered one at a time and in order, so every session gets them in that order; delivery never waits
//! for a client. The order of locks is: gate, model, index, member lists, session.

mod budget;

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    task::Waker,
    time::Duration,
};

use ipnet::IpNet;
use parking_lot::RwLock;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::{
    audience::{Form, Forms, Recipients},
    close::Close,
    connection_handle::{self, ConnectionHandle},
    connections::{CompressionPermit, Connections},
    index::Index,
    member_lists::{MemberLists, Source},
    room::{self, Room},
    session::{GatewaySession, Item, Load},
};
use crate::{
    cache::{Change, Guild, GuildChange, Model, Presences, SessionChange, UserChange},
    events::{Audience, Envelope},
    kernel::{Clock, GuildId, Monotonic, SessionId, UserId, limits},
    observe::metrics,
    writer::Subscriber,
};

/// Sessions of one user, with a connection or without.
const SESSIONS_PER_USER: usize = 2 * limits::SOCKETS_PER_USER;
/// Number of initial states built at a time. Each takes a write job.
const ENTRANCES: usize = 16;
/// At shutdown, number of connections closed at once before a pause.
const CLOSED_AT_ONCE: usize = 20;
/// Approximate duration of closing all connections.
const CLOSED_WITHIN: Duration = Duration::from_secs(3);
const PAUSE: Duration = Duration::from_millis(100);

/// The hub of the process.
#[derive(Debug)]
pub struct Hub {
    clock: Clock,
    presences: Arc<Presences>,
    index: RwLock<Index>,
    connections: Arc<Connections>,
    entrances: Semaphore,
    /// Memory for what is serialized for clients.
    room: Arc<Semaphore>,
    lists: Arc<MemberLists>,
    next: AtomicU64,
    stopping: AtomicBool,
}

impl Hub {
    pub fn new(clock: Clock, presences: Arc<Presences>) -> Arc<Self> {
        Arc::new(Self {
            clock,
            presences,
            index: RwLock::default(),
            connections: Arc::default(),
            entrances: Semaphore::new(ENTRANCES),
            room: room::of_all(),
            lists: Arc::default(),
            next: AtomicU64::new(1),
            stopping: AtomicBool::new(false),
        })
    }

    /// The clock of connections and sessions.
    pub fn now(&self) -> Monotonic {
        self.clock.monotonic()
    }

    /// Presences.
    pub fn presences(&self) -> &Arc<Presences> {
        &self.presences
    }

    /// Subscriptions of member lists.
    pub fn lists(&self) -> &Arc<MemberLists> {
        &self.lists
    }

    /// For a connection, to reserve memory for serialized objects.
    pub fn room(&self) -> Room {
        Room::new(self.room.clone())
    }

    /// Waits for a permit to build an initial state.
    pub async fn pending(&self) -> Option<SemaphorePermit<'_>> {
        self.entrances.acquire().await.ok()
    }

    /// A number that is unique among the sessions and connections of this process.
    pub fn next_number(&self) -> u64 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    /// Registers a new connection; `None` if there are too many.
    pub fn connect(&self, network: IpNet, counts_network: bool) -> Option<Arc<ConnectionHandle>> {
        let handle = Arc::new(ConnectionHandle::new(self.next_number(), network, self.now()));
        let may = !self.is_stopping() && self.connections.enter(&handle, counts_network);
        may.then(|| {
            metrics().connects.inc();
            handle
        })
    }

    /// The connection is gone; its session may be resumed for a while.
    pub fn disconnect(&self, handle: &ConnectionHandle, session: Option<&GatewaySession>, said_goodbye: bool) {
        self.connections.leave(handle);
        if let Some(session) = session {
            let now = self.now();
            if session.lose(handle, said_goodbye, now) {
                self.presences.lose(session.owner.user, session.number, now);
            }
        }
    }

    /// `None` if too many connections have a compressor.
    pub fn compress(&self) -> Option<CompressionPermit> {
        self.connections.compress()
    }

    /// Whether this user may have one more connection with a session.
    pub fn has_room_for(&self, user: UserId) -> bool {
        let index = self.index.read();
        index.of_user(user).iter().filter(|session| session.is_connected()).count() < limits::SOCKETS_PER_USER
    }

    /// Registers a session. The publisher's gate has been held since its initial state was built.
    pub fn enter(&self, session: &Arc<GatewaySession>, guilds: impl Iterator<Item = GuildId>) {
        let mut index = self.index.write();
        let of_user = index.of_user(session.owner.user);
        let oldest =
            of_user.iter().filter_map(|session| Some((session.lost_since()?, session.clone()))).min_by_key(|(at, _)| *at);
        if of_user.len() >= SESSIONS_PER_USER
            && let Some((_, oldest)) = oldest
        {
            self.end(&oldest);
            index.remove(&[oldest]);
        }
        index.add(session, guilds);
    }

    pub fn session(&self, id: &str) -> Option<Arc<GatewaySession>> {
        self.index.read().with_id(id).cloned()
    }

    /// Ends a session, and closes its connection if it has one.
    pub fn forget(&self, session: &Arc<GatewaySession>) {
        if let Some(handle) = self.end(session) {
            handle.close(Close::SessionEnded);
        }
        self.index.write().remove(std::slice::from_ref(session));
    }

    fn end(&self, session: &GatewaySession) -> Option<Arc<ConnectionHandle>> {
        self.presences.end(session.owner.user, session.number);
        let handle = session.end();
        self.lists.unsubscribe(session.number);
        handle
    }

    /// Checks the timers: overdue connections, and sessions that were not resumed in time.
    pub fn tick(&self) {
        let now = self.now();
        for handle in self.connections.all() {
            handle.tick(now);
        }
        let expired: Vec<_> = self.index.read().all().filter(|session| session.is_expired(now)).cloned().collect();
        for session in &expired {
            self.end(session);
        }
        if !expired.is_empty() {
            self.index.write().remove(&expired);
        }
        self.shrink_to(limits::REPLAY_BYTES_OF_ALL);
    }

    /// Connections with a session, in good order.
    pub fn identified_links(&self) -> Vec<Arc<ConnectionHandle>> {
        let mut connections = self.connections.all();
        connections.retain(|handle| handle.is_identified() && handle.closing().is_none());
        connections
    }

    /// All sessions. From now on they wait for a probe.
    pub fn await_probe(&self) -> Vec<UserId> {
        let index = self.index.read();
        index.all().for_each(|session| session.await_probe());
        index.users().collect()
    }

    /// Ends the sessions that a probe did not reach, which may lack events, and closes their connections.
    pub fn end_missed(&self) {
        let missed: Vec<_> = self.index.read().all().filter(|session| session.awaits_probe()).cloned().collect();
        // Sessions end first: a closed client reconnects at once, and must not find its session.
        let connections: Vec<_> = missed.iter().filter_map(|session| self.end(session)).collect();
        self.index.write().remove(&missed);
        for handle in connections {
            tracing::warn!(connection = handle.number, "a session did not receive events");
            handle.close(Close::NotReached);
        }
    }

    fn end_auth_session(&self, session_id: SessionId) {
        let ended: Vec<_> = self.index.read().all().filter(|session| session.owner.session_id == session_id).cloned().collect();
        for handle in ended.iter().filter_map(|session| self.end(session)) {
            handle.close(Close::AuthenticationFailed);
        }
        self.index.write().remove(&ended);
    }

    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    /// Open gateway connections, identified or not.
    pub fn connections(&self) -> usize {
        self.connections.count()
    }

    /// Memory of all sessions.
    pub fn load(&self) -> Load {
        let mut load = Load::default();
        self.index.read().all().for_each(|session| session.count_in(&mut load));
        load
    }

    /// Accepts no more connections, asks all clients to reconnect, and closes their connections in groups.
    pub async fn shut_down(&self) {
        self.stopping.store(true, Ordering::Relaxed);
        let connections = self.connections.all();
        for handle in &connections {
            handle.order(connection_handle::RECONNECT);
        }
        let groups = usize::try_from(CLOSED_WITHIN.as_millis() / PAUSE.as_millis()).unwrap_or(1);
        for group in connections.chunks(connections.len().div_ceil(groups).max(CLOSED_AT_ONCE)) {
            tokio::time::sleep(PAUSE).await;
            for handle in group {
                handle.close(Close::Restart);
            }
        }
        // The last close frames are being sent; a client that does not read is not waited for.
        for _ in 0..5 {
            if self.connections.count() == 0 {
                return;
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
}

impl Subscriber for Hub {
    fn changed(&self, change: &Change) {
        self.lists.changed(change);
        match change {
            Change::Guild(GuildChange::MemberPut(guild, member)) => {
                // Most such changes are about users who are members already.
                let is_in = {
                    let index = self.index.read();
                    index.of_user(member.user).is_empty()
                        || index.of_guild(*guild).iter().any(|session| session.owner.user == member.user)
                };
                if !is_in {
                    self.index.write().join(member.user, *guild);
                }
            }
            Change::Guild(GuildChange::MemberRemoved(guild, user)) => self.index.write().leave(*user, *guild),
            Change::Guild(GuildChange::Created(guild)) => {
                let mut index = self.index.write();
                for user in guild.members.keys() {
                    index.join(*user, guild.id);
                }
            }
            Change::Guild(GuildChange::Deleted(guild)) => self.index.write().forget_guild(*guild),
            Change::Session(SessionChange::Revoked(session_id, _)) => self.end_auth_session(*session_id),
            // This is done here, not by the caller, so that an invisible user is not exposed by a cancelled request.
            Change::User(UserChange::SettingsPut(user, settings)) => self.presences.choose_for_all(*user, settings.status),
            _ => {}
        }
    }

    fn published(&self, model: &Model, envelope: &Arc<Envelope>, woken: &mut Vec<Waker>) {
        if let Audience::Presence(_, of) | Audience::PresenceToOthers(_, of) = &envelope.audience {
            self.lists.touch(*of);
        }
        let (index, now) = (self.index.read(), self.clock.now());
        let forms = Forms::of(model, envelope, now);
        let mut deliver = |session: &Arc<GatewaySession>| {
            #[cfg(debug_assertions)]
            if super::fault::hides_from(session.owner.user) {
                return;
            }
            if session.owner.wants(envelope)
                && let Form::Visible(form) = forms.for_session_of(&session.owner)
            {
                woken.extend(session.push_quietly(Item::Shared(form.clone())));
            }
        };
        match &envelope.audience {
            Audience::Own(own) => index.of_user(own.user()).iter().for_each(&mut deliver),
            Audience::Reader(user, _) | Audience::Newcomer(_, user, _) => index.of_user(*user).iter().for_each(&mut deliver),
            Audience::Members(_, users) | Audience::Viewers(_, _, users) | Audience::Probed(users) => {
                users.iter().flat_map(|user| index.of_user(*user)).for_each(&mut deliver);
            }
            Audience::Presence(guild, of) | Audience::PresenceToOthers(guild, of)
                if model.guild(*guild).is_some_and(Guild::is_large) =>
            {
                let source = Source { model, presences: &self.presences, now };
                let looking = self.lists.with_in_view(&source, *guild, *of);
                let recipients = Recipients::of(model, &envelope.audience, now);
                let sessions = index.plain_of_guild(*guild).iter().chain(&looking);
                sessions.filter(|session| recipients.has(session.owner.user)).for_each(&mut deliver);
            }
            Audience::DmChannel(_) | Audience::DmChannelWithout(..) | Audience::Recipient(..) | Audience::Recipients(_) => {
                // There are few of them, so they are searched one by one.
                for user in Recipients::in_dm_channel(model, &envelope.audience) {
                    index.of_user(user).iter().for_each(&mut deliver);
                }
            }
            Audience::Guild(guild)
            | Audience::GuildWithout(guild, _)
            | Audience::Presence(guild, _)
            | Audience::PresenceToOthers(guild, _)
            | Audience::Inviters { guild, .. }
            | Audience::Channel(guild, _)
            | Audience::ChannelWithout(guild, ..) => {
                let recipients = Recipients::of(model, &envelope.audience, now);
                index.of_guild(*guild).iter().filter(|session| recipients.has(session.owner.user)).for_each(&mut deliver);
            }
        }
    }
}
