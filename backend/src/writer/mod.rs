//! The writer: write jobs, committed in groups, with their effects after the commit.
//!
//! Invariants:
//! - A write job stores what one request asks for. Jobs run one after the other, so what a job has checked still holds when it stores.
//! - Jobs that wait at the same moment share one commit and one fsync. A job that waits alone is committed at once.
//! - After the commit, the model is updated, events are published and the caller is answered, in this order and in commit order.
//!   A published event is in the client's queue. Waking the client may wait a few milliseconds for the next group.
//! - A job that changes the structure of a guild closes its group, so the model is never behind a job that reads it.
//! - If the disk fails, the writer ends, and the process with it. If it is full or read-only, jobs are refused until a probe is stored.
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
