//! The writer: write jobs, committed in groups, with their effects after the commit.
//!
//! Invariants:
//! - A write job is the change of one request. Jobs run one after the other, so what a job has checked still holds when it
//!   writes.
//! - Jobs that are queued at the same time share one commit and one fsync. A job alone is committed at once.
//! - After the commit, the model is updated, events are published and the callers are answered, in this order and in commit
//!   order. A published event is in the client's queue. Waking the client may wait a few milliseconds for the next group.
//! - A job that changes the structure of a guild ends its group, so the model is never behind a job that reads it.
//! - If the disk fails, the writer stops, and the process with it. If it is full or read-only, jobs fail until a probe can be
//!   stored.
//! - A job contains statements and changes in memory only: no network, no files, no hashing.
//!
//! [`BlockingPool`] runs slow computations, such as hashing, outside of jobs.

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
