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
mod hooks;
mod kind;
mod mark;
mod publisher;
mod recounts;
mod slow;
mod told;
mod turn;
mod unit;
mod unsettled;
mod writer;

pub use batch::{BatchItem, LoadResult, Loaded, Stored};
pub use bells::{Bell, Bells};
pub use condition::Condition;
pub use handle::Writer;
pub use kind::BUDGET;
pub use publisher::{Publisher, Subscriber};
pub use recounts::{Recount, Recounts};
pub use slow::SlowWork;
use unit::Mark;
pub use unit::{Hooks, Look, Step, Work};
pub use writer::WriterTask;
