//! Writing: one writer, jobs in groups, news after the commit.
//!
//! Invariants:
//! - A write job is what one request wants to store. Write jobs run one after the other, so what a job checks holds when it stores.
//! - The jobs that wait at the same moment share one commit, and so one wait for the disk. Who waits alone waits for nothing.
//! - Only after the commit is the memory changed, are clients told, and is the caller answered, in that order and in commit order.
//!   Told means that the event stands in the client's queue; that it is woken to send it may wait for a next group, for milliseconds.
//! - A write job that changes the guild model closes its group, so the model is never behind the job that reads it.
//! - When the disk fails, nothing further is stored or answered with success: the writer ends, and the process with it. Without
//!   room, and where nothing may be written, each job is refused until a probe can be stored.
//! - In a job there is no network, no file and no hashing: only statements and memory.
//!
//! Beside it stand the threads for slow work, such as that hashing.

mod batch;
mod blocking_pool;
mod handle;
mod hooks;
mod job;
mod kind;
mod publisher;
mod recounts;
mod savepoint;
mod signals;
mod storage_health;
mod task;
mod unit;
mod unsettled;
mod wake_queue;

pub use batch::{BatchItem, LoadResult, Loaded, Stored};
pub use blocking_pool::BlockingPool;
pub use handle::Writer;
pub use kind::BUDGET;
pub use publisher::{Publisher, Subscriber};
pub use recounts::{Recount, Recounts};
pub use signals::{WorkerSignal, WorkerSignals};
pub use storage_health::StorageHealth;
pub use task::WriterTask;
use unit::Savepoint;
pub use unit::{AfterCommit, Effect, Hooks, UnitOfWork};
