//! A write job's view of the database and the model, and what it wants to happen once it is committed.

use std::{fmt, sync::Arc};

use futures_util::future::BoxFuture;
use parking_lot::RwLockReadGuard;

use super::{recounts::Recount, signals::WorkerSignal};
use crate::{
    cache::{self, Cache, Change, Model, Presences},
    db::Conn,
    events::{Audience, Envelope, Event, OwnEvent},
    http::Error,
    kernel::{Clock, GuildId, Monotonic, Timestamp, UserId, snowflake::Snowflakes},
};

/// What a job wants to happen once it is committed, in the order in which it was said.
#[derive(Debug)]
pub enum Effect {
    Change(Change),
    Publish(Arc<Envelope>),
    NotifyWorker(WorkerSignal),
    Recount(Recount),
    AfterCommit(AfterCommit),
}

/// A look at the model at the job's place in the order of what is made known: after all that was before, before all that follows.
pub struct AfterCommit(pub(super) Box<dyn FnOnce(&Model) + Send>);

impl fmt::Debug for AfterCommit {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("AfterCommit")
    }
}

/// What a job works with.
pub struct UnitOfWork {
    pub(super) conn: Conn,
    pub(super) clock: Clock,
    pub(super) cache: Arc<Cache>,
    pub(super) ids: Arc<Snowflakes>,
    pub(super) effects: Vec<Effect>,
    pub(super) savepoint: Savepoint,
    pub(super) hooks: &'static Hooks,
}

impl UnitOfWork {
    /// For statements. They belong to the job's transaction.
    pub fn conn(&mut self) -> &mut Conn {
        self.savepoint.has_used_connection = true;
        &mut self.conn
    }

    /// The time of day, for what is stored.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The time that durations are measured by.
    pub fn monotonic(&self) -> Monotonic {
        self.clock.monotonic()
    }

    /// A new id, greater than every id stored before.
    pub fn next_id(&self) -> i64 {
        self.ids.next()
    }

    /// The model, which here is exactly what is stored. The guard must be gone before the next statement.
    pub fn model(&self) -> RwLockReadGuard<'_, Model> {
        self.cache.read()
    }

    /// Who is online.
    pub fn presences(&self) -> &Presences {
        self.cache.presences()
    }

    /// Changes the model, once the job is committed.
    pub fn apply(&mut self, change: impl Into<Change>) {
        self.effects.push(Effect::Change(change.into()));
    }

    /// Tells clients, once the job is committed.
    pub fn publish<E: Event>(&mut self, audience: Audience, event: &E) {
        self.effects.push(Effect::Publish(Arc::new(Envelope::new(audience, event))));
    }

    /// Tells the sessions of one user about that user alone, once the job is committed.
    pub fn publish_own<E: OwnEvent>(&mut self, user: UserId, event: &E) {
        self.effects.push(Effect::Publish(Arc::new(Envelope::own(user, event))));
    }

    /// Wakes a worker, once the job is committed.
    pub fn notify_worker(&mut self, signal: WorkerSignal) {
        self.effects.push(Effect::NotifyWorker(signal));
    }

    /// Lets a worker count what people have to read, once the job is committed.
    pub fn recount(&mut self, recount: Recount) {
        self.effects.push(Effect::Recount(recount));
    }

    /// Looks at the model, once the job is committed. Nothing is made known meanwhile, so it must be brief.
    pub fn after_commit(&mut self, callback: impl FnOnce(&Model) + Send + 'static) {
        self.effects.push(Effect::AfterCommit(AfterCommit(Box::new(callback))));
    }

    /// Tells clients, with another form for the sessions of `user`.
    pub fn publish_with_own<E: Event>(&mut self, audience: Audience, event: &E, user: UserId, own: &E) {
        self.effects.push(Effect::Publish(Arc::new(Envelope::with_own(audience, event, user, own))));
    }
}

/// What features do when something happens in another one, in the same write job.
pub struct Hooks {
    /// A member has left a guild, or was removed from it.
    pub member_left: &'static [MemberLeft],
    /// An account is deleted. Hooks get the user that stands in its place from now on.
    pub account_deleted: &'static [AccountDeleted],
    /// Everything that lets others in with the rights of a user ends. A hook ends some of it and yields whether there is more.
    pub credentials_ended: &'static [CredentialsEnded],
}

pub type MemberLeft = for<'w> fn(&'w mut UnitOfWork, GuildId, UserId) -> BoxFuture<'w, Result<(), Error>>;
pub type AccountDeleted = for<'w> fn(&'w mut UnitOfWork, &'w cache::User) -> BoxFuture<'w, Result<(), Error>>;
pub type CredentialsEnded = for<'w> fn(&'w mut UnitOfWork, UserId) -> BoxFuture<'w, Result<bool, Error>>;

impl Hooks {
    /// Nobody follows anything.
    pub const NONE: Self = Self { member_left: &[], account_deleted: &[], credentials_ended: &[] };
}

/// How far the job under way can be rolled back.
#[derive(Debug, Default)]
pub(super) struct Savepoint {
    pub(super) state: SavepointState,
    /// Whether the job has asked for the connection since it began.
    pub(super) has_used_connection: bool,
}

/// How far the group's transaction has come.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum SavepointState {
    /// None has begun.
    #[default]
    NotBegun,
    /// It has no savepoint.
    Begun,
    /// Its savepoint is of a job before.
    SetBefore,
    /// Its savepoint is where this job began.
    SetHere,
}

impl Savepoint {
    /// Whether a transaction has begun.
    pub(super) fn is_begun(&self) -> bool {
        self.state != SavepointState::NotBegun
    }
}
