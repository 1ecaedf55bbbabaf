//! A session: what one client is told, from IDENTIFY on, over however many connections.
//!
//! Invariants: what is pushed gets the next number and stays until the client confirmed it or the bounds of the queue
//! forbid it; at most one connection takes from the queue at a time; an ended session takes nothing more and is not
//! resumed. No lock of a session is held while another lock is taken.

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

/// How long a session without a connection may be resumed.
const KEPT: Duration = Duration::from_secs(300);
/// The same for one whose client said goodbye.
const KEPT_AFTER_GOODBYE: Duration = Duration::from_secs(30);
/// Requests for members that may wait for their turn.
const ASKED: usize = 128;

#[derive(Debug)]
pub struct GatewaySession {
    /// Names the session inside this process.
    pub number: u64,
    /// Names it to its client; a secret.
    pub id: String,
    pub owner: Owner,
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    queue: Replay<Item>,
    line: Line,
    /// A probe has come, and its connection has not looked yet.
    probed: bool,
    /// One will be sent, and has not come.
    awaits_probe: bool,
    /// The number of the newest connection it has had.
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

/// What sessions hold together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Load {
    /// Sessions with a connection.
    pub connected: usize,
    /// Sessions that may be resumed.
    pub waiting: usize,
    /// Events that are not sent.
    pub unsent: usize,
    /// The same, of the session that has the most.
    pub most_unsent: usize,
    /// Events that may be asked for again, and those not sent.
    pub stored: usize,
    pub stored_bytes: usize,
}

/// Why a session was not resumed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResumeError {
    /// The client claims to have what it was never sent.
    Ahead,
    /// What it missed is not there any more, or must not be shown to it any more.
    Gone,
    /// A newer connection has gone on with it: this one comes late, perhaps from a client that has long given it up.
    Older,
}

impl GatewaySession {
    pub fn new(number: u64, id: String, owner: Owner, handle: Arc<ConnectionHandle>) -> Self {
        let newest = handle.number;
        let (queue, line) = (Replay::default(), Line::Open(handle));
        let inner = Inner { queue, line, probed: false, awaits_probe: false, newest, asked: VecDeque::new(), answering: None };
        Self { number, id, owner, inner: Mutex::new(inner) }
    }

    /// Tells the client something. A connection that does not keep up is closed; the session waits for the next one.
    pub fn push(&self, item: Item) {
        if let Some(waker) = self.push_quietly(item) {
            waker.wake();
        }
    }

    /// The same, and yields whom to wake for it.
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

    /// What was awaited is known, and goes out with all that waits behind it.
    pub fn fill(&self, ready: Item) {
        let mut inner = self.inner.lock();
        if let Some(first @ Item::Awaited) = inner.queue.peek_mut() {
            *first = ready;
        }
        if let Line::Open(handle) = &inner.line {
            handle.order(connection_handle::NEWS);
        }
    }

    /// Something came that the client is not told, only to show that it would come.
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

    /// Says in the log which event, of which request, goes to whom.
    fn note(&self, item: &Item) {
        if let Item::Shared(envelope) = item
            && let Some(request_id) = envelope.request.as_deref()
        {
            let (user, session, event) = (self.owner.user.get(), self.number, envelope.name.as_ref());
            tracing::debug!(target: DISPATCH, request_id, user, session, event, "queued for a session");
        }
    }

    /// What it holds, added to what others hold.
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

    /// The memory that its queue takes, without what others hold as well.
    pub fn weight(&self) -> usize {
        self.inner.lock().queue.iter().map(Item::weight).sum()
    }

    /// The next event for this connection, if there is room for the bytes that it is described in.
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

    /// The client has everything up to `seq`.
    pub fn confirm(&self, seq: u64) {
        self.inner.lock().queue.confirm(seq);
    }

    /// Forgets what was sent, whether or not the client has it. Yields the memory that is given back.
    pub fn forget_sent(&self) -> usize {
        let before = self.weight();
        self.confirm(u64::MAX);
        before.saturating_sub(self.weight())
    }

    /// Goes on with another connection after `seq`. Yields the connection it had, if it still had one.
    ///
    /// # Errors
    /// When it cannot go on without a gap; it is of no more use then. For [`ResumeError::Older`] it stays as it is.
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

    /// The connection is gone. Yields false if the session has another one or has ended.
    pub fn lose(&self, handle: &ConnectionHandle, said_goodbye: bool, now: Monotonic) -> bool {
        let mut inner = self.inner.lock();
        let had_it = matches!(&inner.line, Line::Open(own) if own.number == handle.number);
        if had_it {
            let stored = if said_goodbye { KEPT_AFTER_GOODBYE } else { KEPT };
            inner.line = Line::Lost { since: now, until: now.after(stored) };
        }
        had_it
    }

    /// Ends the session; its memory is free once nobody looks at it. Yields the connection it had.
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

    /// Since when it has no connection.
    pub fn lost_since(&self) -> Option<Monotonic> {
        match self.inner.lock().line {
            Line::Lost { since, .. } => Some(since),
            Line::Open(_) | Line::Ended => None,
        }
    }

    /// Asks for members; the answer comes when the client has taken what it was told before. False if too much is asked.
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

    /// Tells the next part of what was asked for, if anything is left. For the connection that has nothing else to send,
    /// so that a client that does not read gets no more of it.
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
        // An ask for what one may not see is answered by nothing; the next one may be for something else.
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
