//! Writing: one writer, turns in groups, news after the commit.
//!
//! Invariants:
//! - A turn is what one request wants to store. Turns run one after the other, so what a turn checks holds when it stores.
//! - The turns that wait at the same moment share one commit, and so one wait for the disk. Who waits alone waits for nothing.
//! - Only after the commit is the memory changed, are clients told, and is the caller answered, in that order and in commit order.
//!   Told means that the event stands in the client's queue; that it is woken to send it may wait for a next group, for milliseconds.
//! - A turn that changes the guild model closes its group, so the model is never behind the turn that reads it.
//! - When the disk fails, nothing further is stored or answered with success: the writer ends, and the process with it. Without
//!   room, and where nothing may be written, each turn is refused until a probe can be stored.
//! - In a turn there is no network, no file and no hashing: only statements and memory.
//!
//! Beside it stand the threads for slow work, such as that hashing.

mod batch;
mod bells;
mod condition;
mod handle;
mod kind;
mod mark;
mod publisher;
mod recounts;
mod slow;
mod told;
mod turn;
mod unsettled;
mod writer;

pub use batch::{Piece, Stored};
pub use bells::{Bell, Bells};
pub use condition::Condition;
pub use handle::Writer;
pub use kind::BUDGET;
pub use publisher::{Publisher, Subscriber};
pub use recounts::{Recount, Recounts};
pub use slow::SlowWork;
pub use writer::WriterTask;

use std::{fmt, sync::Arc};

use parking_lot::RwLockReadGuard;

use self::mark::Mark;
use crate::{
    cache::{Cache, Change, Model, Presences},
    db::Conn,
    events::{Audience, Envelope, Event, OwnEvent},
    kernel::{Clock, Monotonic, Timestamp, UserId, snowflake::Snowflakes},
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
pub struct Look(Box<dyn FnOnce(&Model) + Send>);

impl fmt::Debug for Look {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("Look")
    }
}

/// What a turn works with.
pub struct Work {
    conn: Conn,
    clock: Clock,
    cache: Arc<Cache>,
    ids: Arc<Snowflakes>,
    steps: Vec<Step>,
    mark: Mark,
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
    pub fn apply(&mut self, change: Change) {
        self.steps.push(Step::Change(change));
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
