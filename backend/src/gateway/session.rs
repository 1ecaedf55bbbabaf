//! A gateway session: the events of one client, from IDENTIFY on, over any number of connections.
//!
//! Invariants: a pushed event gets the next number and stays queued until the client has confirmed it or the bounds of the queue
//! are exceeded; at most one connection takes from the queue at a time; an ended session accepts nothing more and is not resumed.
//! No lock of a session is held while another lock is taken.

mod item;

use std::{collections::VecDeque, sync::Arc, task::Waker, time::Duration};

pub use item::Item;
use item::Missing;
use parking_lot::Mutex;

pub use super::owner::Owner;
use super::{
    close::Close,
    connection_handle::{self, ConnectionHandle},
    dispatch::Dispatch,
    members::{MemberQuery, MemberRequest, MemberResponse, Part},
    probe::Probe,
    replay::{Replay, RewindError},
};
use crate::{
    cache::Model,
    events::{DISPATCH, Event},
    kernel::{Monotonic, Timestamp},
};

/// How long a disconnected session may be resumed.
const RESUMABLE: Duration = Duration::from_mins(5);
/// The same after a regular close by the client.
const RESUMABLE_AFTER_CLOSE: Duration = Duration::from_secs(30);
/// Maximum number of queued requests for members.
const ASKED: usize = 128;

#[derive(Debug)]
pub struct GatewaySession {
    /// Identifies the session within this process.
    pub number: u64,
    /// Identifies it to its client; a secret.
    pub id: String,
    pub owner: Owner,
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    queue: Replay<Item>,
    line: Line,
    /// A probe has arrived, and its connection has not looked yet.
    probed: bool,
    /// One will be sent, and has not arrived.
    awaits_probe: bool,
    /// The number of its newest connection.
    newest: u64,
    asked: VecDeque<MemberRequest>,
    answering: Option<MemberResponse>,
}

#[derive(Debug)]
enum Line {
    Open(Arc<ConnectionHandle>),
    /// It may be resumed until then.
    Lost {
        since: Monotonic,
        until: Monotonic,
    },
    Ended,
}

/// Totals over all sessions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Load {
    /// Sessions with a connection.
    pub connected: usize,
    /// Sessions that may be resumed.
    pub waiting: usize,
    /// Unsent events.
    pub unsent: usize,
    /// The same, of the session with the most.
    pub most_unsent: usize,
    /// Replayable and unsent events.
    pub stored: usize,
    pub stored_bytes: usize,
}

/// Why a session was not resumed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResumeError {
    /// The client claims to have received what was never sent.
    Ahead,
    /// Missed events are lost, or must not be shown to it any more.
    Gone,
    /// A newer connection has already resumed it: this one is late, perhaps abandoned by its client.
    Older,
}

impl GatewaySession {
    pub fn new(number: u64, id: String, owner: Owner, handle: Arc<ConnectionHandle>) -> Self {
        let newest = handle.number;
        let (queue, line) = (Replay::default(), Line::Open(handle));
        let inner = Inner { queue, line, probed: false, awaits_probe: false, newest, asked: VecDeque::new(), answering: None };
        Self { number, id, owner, inner: Mutex::new(inner) }
    }

    /// Queues an event. A connection that does not keep up is closed; the session waits for the next one.
    pub fn push(&self, item: Item) {
        if let Some(waker) = self.push_quietly(item) {
            waker.wake();
        }
    }

    /// The same; returns the waker.
    pub fn push_quietly(&self, item: Item) -> Option<Waker> {
        if matches!(&item, Item::Shared(envelope) if envelope.name == Probe::NAME) {
            return self.probe();
        }
        let bytes = item.counted_bytes(self.owner.user);
        self.note(&item);
        let mut inner = self.inner.lock();
        inner.queue.push(item, bytes);
        let Line::Open(handle) = &inner.line else { return None };
        if inner.queue.is_behind() {
            handle.close(Close::SlowConsumer);
            return None;
        }
        handle.order_quietly(connection_handle::NEWS)
    }

    /// A pending entry is complete, and is sent with all that is queued behind it.
    pub fn fill(&self, ready: Item) {
        let mut inner = self.inner.lock();
        if let Some(first @ Item::Awaited) = inner.queue.peek_mut() {
            *first = ready;
        }
        if let Line::Open(handle) = &inner.line {
            handle.order(connection_handle::NEWS);
        }
    }

    /// A probe has arrived.
    fn probe(&self) -> Option<Waker> {
        let mut inner = self.inner.lock();
        inner.awaits_probe = false;
        let Line::Open(handle) = &inner.line else { return None };
        let waker = handle.order_quietly(connection_handle::NEWS);
        inner.probed = true;
        waker
    }

    pub fn await_probe(&self) {
        self.inner.lock().awaits_probe = true;
    }

    pub fn awaits_probe(&self) -> bool {
        self.inner.lock().awaits_probe
    }

    /// Logs the delivery of an event with its request.
    fn note(&self, item: &Item) {
        if let Item::Shared(envelope) = item
            && let Some(request_id) = envelope.request.as_deref()
        {
            let (user, session, event) = (self.owner.user.get(), self.number, envelope.name.as_ref());
            tracing::debug!(target: DISPATCH, request_id, user, session, event, "queued for a session");
        }
    }

    /// Adds its memory to the total.
    pub fn count_in(&self, load: &mut Load) {
        let inner = self.inner.lock();
        match inner.line {
            Line::Open(_) => load.connected += 1,
            Line::Lost { .. } => load.waiting += 1,
            Line::Ended => return,
        }
        let (unsent, stored, bytes) = inner.queue.load();
        load.unsent += unsent;
        load.most_unsent = load.most_unsent.max(unsent);
        load.stored += stored;
        load.stored_bytes += bytes;
    }

    /// The memory of its queue, without what is shared with others.
    pub fn weight(&self) -> usize {
        self.inner.lock().queue.iter().map(Item::weight).sum()
    }

    /// The next event for this connection, if its encoded size fits into the budget.
    pub fn take(&self, handle: &ConnectionHandle, has_room: impl FnOnce(usize) -> bool) -> Option<Dispatch> {
        let (seq, item) = {
            let mut inner = self.inner.lock();
            if !inner.is_on(handle) {
                return None;
            }
            handle.watch.end_if(std::mem::take(&mut inner.probed));
            match inner.queue.peek()? {
                Item::Awaited => return None,
                item if !has_room(item.described_bytes()) => return None,
                _ => {}
            }
            let (seq, item) = inner.queue.take()?;
            (seq, item.clone())
        };
        Some(Dispatch { seq, item, user: self.owner.user })
    }

    /// The client has received everything up to `seq`.
    pub fn confirm(&self, seq: u64) {
        self.inner.lock().queue.confirm(seq);
    }

    /// Drops sent events, confirmed or not. Returns the released memory.
    pub fn forget_sent(&self) -> usize {
        let before = self.weight();
        self.confirm(u64::MAX);
        before.saturating_sub(self.weight())
    }

    /// Resumes after `seq` with another connection. Returns the previous connection, if there still is one.
    ///
    /// # Errors
    /// If it cannot resume without a gap; it is then useless. After [`ResumeError::Older`] it is unchanged.
    pub fn resume(
        &self,
        handle: &Arc<ConnectionHandle>,
        seq: u64,
        model: &Model,
        now: Timestamp,
    ) -> Result<Option<Arc<ConnectionHandle>>, ResumeError> {
        let mut inner = self.inner.lock();
        if matches!(inner.line, Line::Ended) {
            return Err(ResumeError::Gone);
        }
        if handle.number < inner.newest {
            return Err(ResumeError::Older);
        }
        inner.queue.rewind(seq).map_err(|error| match error {
            RewindError::Ahead => ResumeError::Ahead,
            RewindError::Lost => ResumeError::Gone,
        })?;
        let mut leaks = false;
        inner.queue.retain_unsent(|item| {
            leaks |= item.shows_what_is_hidden_now(model, self.owner.user);
            item.renew(model, &self.owner, now).unwrap_or_else(|Missing| {
                leaks = true;
                false
            })
        });
        if leaks {
            return Err(ResumeError::Gone);
        }
        inner.newest = handle.number;
        inner.probed = false;
        match std::mem::replace(&mut inner.line, Line::Open(handle.clone())) {
            Line::Open(old) => Ok(Some(old)),
            Line::Lost { .. } | Line::Ended => Ok(None),
        }
    }

    /// The connection is gone. Returns false if the session has another one or has ended.
    pub fn lose(&self, handle: &ConnectionHandle, said_goodbye: bool, now: Monotonic) -> bool {
        let mut inner = self.inner.lock();
        let had_it = matches!(&inner.line, Line::Open(own) if own.number == handle.number);
        if had_it {
            let stored = if said_goodbye { RESUMABLE_AFTER_CLOSE } else { RESUMABLE };
            inner.line = Line::Lost { since: now, until: now.after(stored) };
        }
        had_it
    }

    /// Ends the session; its memory is released once nothing refers to it. Returns its connection.
    pub fn end(&self) -> Option<Arc<ConnectionHandle>> {
        let mut inner = self.inner.lock();
        inner.queue = Replay::default();
        inner.asked.clear();
        inner.answering = None;
        match std::mem::replace(&mut inner.line, Line::Ended) {
            Line::Open(handle) => Some(handle),
            Line::Lost { .. } | Line::Ended => None,
        }
    }

    pub fn is_connected(&self) -> bool {
        matches!(self.inner.lock().line, Line::Open(_))
    }

    pub fn has_ended(&self) -> bool {
        matches!(self.inner.lock().line, Line::Ended)
    }

    /// Whether its time without a connection is over.
    pub fn is_expired(&self, now: Monotonic) -> bool {
        matches!(self.inner.lock().line, Line::Lost { until, .. } if until <= now)
    }

    /// When it lost its connection.
    pub fn lost_since(&self) -> Option<Monotonic> {
        match self.inner.lock().line {
            Line::Lost { since, .. } => Some(since),
            Line::Open(_) | Line::Ended => None,
        }
    }

    /// Queues a request for members; the response starts when the client has read what was queued before. False if there are too
    /// many.
    pub fn ask(&self, ask: MemberRequest) -> bool {
        let mut inner = self.inner.lock();
        if inner.asked.len() >= ASKED {
            return false;
        }
        inner.asked.push_back(ask);
        if let Line::Open(handle) = &inner.line {
            handle.order(connection_handle::NEWS);
        }
        true
    }

    /// Queues the next chunk of a response, if there is one. Called when the connection has nothing else to send, so that a
    /// client that does not read gets no more of it.
    pub fn answer_next(
        &self,
        handle: &ConnectionHandle,
        step: impl FnOnce(MemberQuery) -> Option<(Part, Option<MemberResponse>)>,
    ) -> bool {
        let asked = {
            let mut inner = self.inner.lock();
            if !inner.is_on(handle) {
                return false;
            }
            let begun = inner.answering.take().map(MemberQuery::Begun);
            match begun.or_else(|| inner.asked.pop_front().map(MemberQuery::New)) {
                Some(asked) => asked,
                None => return false,
            }
        };
        // A request without access has no response; the next one may have.
        if let Some((part, rest)) = step(asked) {
            self.inner.lock().answering = rest;
            self.push(Item::Members(Arc::new(part)));
        }
        true
    }
}

impl Inner {
    fn is_on(&self, handle: &ConnectionHandle) -> bool {
        matches!(&self.line, Line::Open(own) if own.number == handle.number)
    }
}
