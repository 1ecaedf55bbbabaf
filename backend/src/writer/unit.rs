//! The context of a write job: a connection, the model, and the effects that run after the commit.

use std::{fmt, sync::Arc};

use futures_util::future::BoxFuture;
use parking_lot::RwLockReadGuard;

use super::{recounts::Recount, signals::WorkerSignal};
use crate::{
    cache::{self, Cache, Change, Model, Presences},
    db::{Conn, DbError},
    events::{Audience, Envelope, Event, OwnEvent},
    http::Error,
    kernel::{Clock, GuildId, MessageId, Monotonic, Timestamp, UserId, snowflake::Snowflakes},
};

/// An effect of a write job, run after its commit in the order in which it was added.
#[derive(Debug)]
pub enum Effect {
    Change(Change),
    Publish(Arc<Envelope>),
    NotifyWorker(WorkerSignal),
    Recount(Recount),
    AfterCommit(AfterCommit),
}

/// A callback that reads the model at the job's position in the order of effects.
pub struct AfterCommit(pub(super) Box<dyn FnOnce(&Model) + Send>);

impl fmt::Debug for AfterCommit {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("AfterCommit")
    }
}

/// The transaction of a write job, and the effects that it adds.
pub struct UnitOfWork {
    pub(super) conn: Conn,
    pub(super) clock: Clock,
    pub(super) cache: Arc<Cache>,
    pub(super) ids: Arc<Snowflakes>,
    pub(super) effects: Vec<Effect>,
    pub(super) savepoint: Savepoint,
    pub(super) hooks: Arc<[&'static Hooks]>,
}

impl UnitOfWork {
    /// The connection, inside the job's transaction.
    pub fn conn(&mut self) -> &mut Conn {
        self.savepoint.has_used_connection = true;
        &mut self.conn
    }

    /// The time of day, for stored times.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The monotonic time, for durations.
    pub fn monotonic(&self) -> Monotonic {
        self.clock.monotonic()
    }

    /// A new id, greater than all stored ids.
    pub fn next_id(&self) -> i64 {
        self.ids.next()
    }

    /// The model, which matches the database here. Drop the guard before the next statement.
    pub fn model(&self) -> RwLockReadGuard<'_, Model> {
        self.cache.read()
    }

    /// Presences.
    pub fn presences(&self) -> &Presences {
        self.cache.presences()
    }

    /// Changes the model after the commit.
    pub fn apply(&mut self, change: impl Into<Change>) {
        self.effects.push(Effect::Change(change.into()));
    }

    /// Publishes an event after the commit.
    pub fn publish<E: Event>(&mut self, audience: Audience, event: &E) {
        self.effects.push(Effect::Publish(Arc::new(Envelope::new(audience, event))));
    }

    /// Publishes an event to the user's own sessions after the commit.
    pub fn publish_own<E: OwnEvent>(&mut self, user: UserId, event: &E) {
        self.effects.push(Effect::Publish(Arc::new(Envelope::own(user, event))));
    }

    /// Wakes a worker after the commit.
    pub fn notify_worker(&mut self, signal: WorkerSignal) {
        self.effects.push(Effect::NotifyWorker(signal));
    }

    /// Has a worker recount unread messages after the commit.
    pub fn recount(&mut self, recount: Recount) {
        self.effects.push(Effect::Recount(recount));
    }

    /// Calls back with the model after the commit. Effects wait meanwhile, so it must be brief.
    pub fn after_commit(&mut self, callback: impl FnOnce(&Model) + Send + 'static) {
        self.effects.push(Effect::AfterCommit(AfterCommit(Box::new(callback))));
    }

    /// Publishes an event after the commit, in another form to the sessions of `user`.
    pub fn publish_with_own<E: Event>(&mut self, audience: Audience, event: &E, user: UserId, own: &E) {
        self.effects.push(Effect::Publish(Arc::new(Envelope::with_own(audience, event, user, own))));
    }
}

/// Hooks: what features do in the write jobs of other features.
pub struct Hooks {
    /// A member left a guild or was removed from it.
    pub member_left: Option<MemberLeft>,
    /// An account is deleted. Hooks get the anonymised user.
    pub account_deleted: Option<AccountDeleted>,
    /// All credentials of a user end. A hook ends some of them and returns whether there are more.
    pub credentials_ended: Option<CredentialsEnded>,
    /// A message was deleted some time ago. A hook deletes some rows that belonged to it and returns whether there may be more.
    pub message_deleted: Option<MessageDeleted>,
}

pub type MemberLeft = for<'w> fn(&'w mut UnitOfWork, GuildId, UserId) -> BoxFuture<'w, Result<(), Error>>;
pub type AccountDeleted = for<'w> fn(&'w mut UnitOfWork, &'w cache::User) -> BoxFuture<'w, Result<(), Error>>;
pub type CredentialsEnded = for<'w> fn(&'w mut UnitOfWork, UserId) -> BoxFuture<'w, Result<bool, Error>>;
pub type MessageDeleted = for<'w> fn(&'w mut UnitOfWork, MessageId) -> BoxFuture<'w, Result<bool, DbError>>;

impl Hooks {
    /// No hooks.
    pub const NONE: Self = Self { member_left: None, account_deleted: None, credentials_ended: None, message_deleted: None };
}

/// The savepoint of the running job.
#[derive(Debug, Default)]
pub(super) struct Savepoint {
    pub(super) state: SavepointState,
    /// Whether the job has used the connection.
    pub(super) has_used_connection: bool,
}

/// The state of the group's transaction.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum SavepointState {
    /// No transaction has started.
    #[default]
    NotBegun,
    /// It has started and has no savepoint.
    Begun,
    /// Its savepoint belongs to an earlier job.
    SetBefore,
    /// Its savepoint is the start of this job.
    SetHere,
}

impl Savepoint {
    /// Whether a transaction has started.
    pub(super) fn is_begun(&self) -> bool {
        self.state != SavepointState::NotBegun
    }
}
