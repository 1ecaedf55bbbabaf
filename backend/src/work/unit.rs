//! A write job's view of the database and the model, and what it wants to happen once it is committed.

use std::{fmt, sync::Arc};

use futures_util::future::BoxFuture;
use parking_lot::RwLockReadGuard;

use super::{bells::Bell, recounts::Recount};
use crate::{
    cache::{self, Cache, Change, Model, Presences},
    db::Conn,
    events::{Audience, Envelope, Event, OwnEvent},
    http::Error,
    kernel::{Clock, GuildId, Monotonic, Timestamp, UserId, snowflake::Snowflakes},
};

/// What a turn wants to happen once it is committed, in the order in which it was said.
#[derive(Debug)]
pub enum Step {
    Change(Change),
    Announce(Arc<Envelope>),
    Ring(Bell),
    Recount(Recount),
    Look(Look),
}

/// A look at the model at the turn's place in the order of what is made known: after all that was before, before all that follows.
pub struct Look(pub(super) Box<dyn FnOnce(&Model) + Send>);

impl fmt::Debug for Look {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("Look")
    }
}

/// What a turn works with.
pub struct Work {
    pub(super) conn: Conn,
    pub(super) clock: Clock,
    pub(super) cache: Arc<Cache>,
    pub(super) ids: Arc<Snowflakes>,
    pub(super) steps: Vec<Step>,
    pub(super) mark: Mark,
    pub(super) hooks: &'static Hooks,
}

impl Work {
    /// For statements. They belong to the turn's transaction.
    pub fn conn(&mut self) -> &mut Conn {
        self.mark.has_asked = true;
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

    /// Changes the model, once the turn is committed.
    pub fn apply(&mut self, change: impl Into<Change>) {
        self.steps.push(Step::Change(change.into()));
    }

    /// Tells clients, once the turn is committed.
    pub fn announce<E: Event>(&mut self, audience: Audience, event: &E) {
        self.steps.push(Step::Announce(Arc::new(Envelope::new(audience, event))));
    }

    /// Tells the sessions of one user about that user alone, once the turn is committed.
    pub fn announce_own<E: OwnEvent>(&mut self, user: UserId, event: &E) {
        self.steps.push(Step::Announce(Arc::new(Envelope::own(user, event))));
    }

    /// Wakes a worker, once the turn is committed.
    pub fn ring(&mut self, bell: Bell) {
        self.steps.push(Step::Ring(bell));
    }

    /// Lets a worker count what people have to read, once the turn is committed.
    pub fn recount(&mut self, recount: Recount) {
        self.steps.push(Step::Recount(recount));
    }

    /// Looks at the model, once the turn is committed. Nothing is made known meanwhile, so it must be brief.
    pub fn look(&mut self, look: impl FnOnce(&Model) + Send + 'static) {
        self.steps.push(Step::Look(Look(Box::new(look))));
    }

    /// Tells clients, with another form for the sessions of `user`.
    pub fn announce_with_own<E: Event>(&mut self, audience: Audience, event: &E, user: UserId, own: &E) {
        self.steps.push(Step::Announce(Arc::new(Envelope::with_own(audience, event, user, own))));
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

pub type MemberLeft = for<'w> fn(&'w mut Work, GuildId, UserId) -> BoxFuture<'w, Result<(), Error>>;
pub type AccountDeleted = for<'w> fn(&'w mut Work, &'w cache::User) -> BoxFuture<'w, Result<(), Error>>;
pub type CredentialsEnded = for<'w> fn(&'w mut Work, UserId) -> BoxFuture<'w, Result<bool, Error>>;

impl Hooks {
    /// Nobody follows anything.
    pub const NONE: Self = Self { member_left: &[], account_deleted: &[], credentials_ended: &[] };
}

/// How far the turn under way can be undone.
#[derive(Debug, Default)]
pub(super) struct Mark {
    pub(super) place: Place,
    /// Whether the turn has asked for the connection since it began.
    pub(super) has_asked: bool,
}

/// How far the group's transaction has come.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// None has begun.
    #[default]
    Nothing,
    /// It has no mark.
    Begun,
    /// Its mark is of a turn before.
    Marked,
    /// Its mark is where this turn began.
    MarkedHere,
}

impl Mark {
    /// Whether a transaction has begun.
    pub(super) fn is_begun(&self) -> bool {
        self.place != Place::Nothing
    }
}
