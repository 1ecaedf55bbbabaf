//! The handle of a connection for the rest of the server: a signal, a few commands, and timers.
//!
//! Invariants: notifying never blocks and is cheap if the connection is already notified, so it is woken at most once until it
//! looks. A connection is closed once; the first reason counts.

use std::{
    sync::{
        OnceLock,
        atomic::{AtomicBool, AtomicI64, AtomicU8, Ordering},
    },
    task::Waker,
    time::Duration,
};

use futures_util::task::AtomicWaker;
use ipnet::IpNet;

use super::{close::Close, probe::Watch};
use crate::kernel::Monotonic;

/// Milliseconds between two heartbeats.
pub const HEARTBEAT_MS: u64 = 41_250;
/// A connection that was silent for this long, nearly two heartbeats, is closed.
const SILENT: Duration = Duration::from_secs(75);
/// Time limit to IDENTIFY or RESUME.
const IDENTIFY_WITHIN: Duration = Duration::from_secs(10);
/// A client that reads nothing for this long, while data is queued, is closed.
const STALLED: Duration = Duration::from_secs(10);
/// How long before the expiry of its token a client is warned; for a short-lived token, at half of its lifetime, so that a token
/// that is renewed at once is not followed by another warning.
pub const EXPIRY_WARNING: Duration = Duration::from_mins(1);
/// Stands for no point in time.
const NEVER: i64 = i64::MAX;

/// There is something to send.
pub const NEWS: u8 = 1;
/// Warn that the token expires.
pub const EXPIRING: u8 = 2;
/// Ask the client to reconnect.
pub const RECONNECT: u8 = 4;

/// A connection, seen from outside.
#[derive(Debug)]
pub struct ConnectionHandle {
    pub number: u64,
    /// The client's address, as grouped for limits.
    pub network: IpNet,
    pub watch: Watch,
    /// Wakes the sending task.
    waker: AtomicWaker,
    /// Wakes the receiving task, when the connection ends.
    end_waker: AtomicWaker,
    orders: AtomicU8,
    close: OnceLock<Close>,
    identified: AtomicBool,
    /// Milliseconds since 1970.
    opened_at: i64,
    received_at: AtomicI64,
    stalled_at: AtomicI64,
    expires_at: AtomicI64,
    /// Never, once the client has been warned.
    warn_at: AtomicI64,
}

impl ConnectionHandle {
    pub fn new(number: u64, network: IpNet, now: Monotonic) -> Self {
        Self {
            number,
            network,
            watch: Watch::default(),
            waker: AtomicWaker::new(),
            end_waker: AtomicWaker::new(),
            orders: AtomicU8::new(0),
            close: OnceLock::new(),
            identified: AtomicBool::new(false),
            opened_at: now.as_ms(),
            received_at: AtomicI64::new(now.as_ms()),
            stalled_at: AtomicI64::new(NEVER),
            expires_at: AtomicI64::new(NEVER),
            warn_at: AtomicI64::new(NEVER),
        }
    }

    /// Sets commands and wakes the connection, unless they are already set.
    pub fn order(&self, orders: u8) {
        if let Some(waker) = self.order_quietly(orders) {
            waker.wake();
        }
    }

    /// Sets commands. Returns the waker, which the caller must wake.
    pub fn order_quietly(&self, orders: u8) -> Option<Waker> {
        let are_new = self.orders.fetch_or(orders, Ordering::AcqRel) & orders != orders;
        are_new.then(|| self.waker.take()).flatten()
    }

    /// Requests that the connection be closed.
    pub fn close(&self, close: Close) {
        if self.close.set(close).is_ok() {
            self.waker.wake();
            self.end_waker.wake();
        }
    }

    pub fn closing(&self) -> Option<Close> {
        self.close.get().copied()
    }

    /// Registers the waker of the sending task; returns and clears the commands.
    pub fn listen(&self, waker: &Waker) -> u8 {
        self.waker.register(waker);
        if self.stalled_at.load(Ordering::Relaxed) != NEVER {
            self.stalled_at.store(NEVER, Ordering::Relaxed);
        }
        self.orders.swap(0, Ordering::AcqRel)
    }

    /// Registers the waker for closing, and for when the close frame is sent.
    pub fn listen_for_end(&self, waker: &Waker) {
        self.end_waker.register(waker);
    }

    /// There may be more than was taken. The sending task looks again as soon as the client has read that.
    pub fn has_more(&self) {
        self.orders.fetch_or(NEWS, Ordering::AcqRel);
    }

    /// The close frame is sent.
    pub fn close_sent(&self) {
        self.end_waker.wake();
    }

    /// When data that the client does not read was first seen.
    fn note_stall(&self, now: Monotonic) {
        if self.orders.load(Ordering::Acquire) & NEWS != 0 {
            // The first moment counts.
            let _ = self.stalled_at.compare_exchange(NEVER, now.as_ms(), Ordering::Relaxed, Ordering::Relaxed);
        }
    }

    /// A heartbeat arrived.
    pub fn received(&self, now: Monotonic) {
        self.received_at.store(now.as_ms(), Ordering::Relaxed);
    }

    /// The client has authenticated; `expires_at` is the expiry of its token.
    pub fn identified(&self, expires_at: Monotonic, now: Monotonic) {
        let warning = EXPIRY_WARNING.min(expires_at.since(now) / 2);
        self.expires_at.store(expires_at.as_ms(), Ordering::Relaxed);
        self.warn_at.store(expires_at.before(warning).as_ms(), Ordering::Relaxed);
        self.identified.store(true, Ordering::Release);
    }

    pub fn is_identified(&self) -> bool {
        self.identified.load(Ordering::Acquire)
    }

    pub fn expires_at(&self) -> Monotonic {
        Monotonic::from_ms(self.expires_at.load(Ordering::Relaxed))
    }

    /// Checks the timers: closes overdue connections, and warns of tokens that expire soon.
    pub fn tick(&self, now: Monotonic) {
        self.note_stall(now);
        let since = |ms: i64| now.since(Monotonic::from_ms(ms));
        let expires_at = self.expires_at();
        if !self.is_identified() && since(self.opened_at) >= IDENTIFY_WITHIN {
            self.close(Close::TimedOut);
        } else if since(self.stalled_at.load(Ordering::Relaxed)) >= STALLED {
            self.close(Close::SlowConsumer);
        } else if since(self.received_at.load(Ordering::Relaxed)) >= SILENT {
            self.close(Close::TimedOut);
        } else if now >= expires_at {
            self.close(Close::TokenExpired);
        } else if now.as_ms() >= self.warn_at.load(Ordering::Relaxed) {
            self.warn_at.store(NEVER, Ordering::Relaxed);
            self.order(EXPIRING);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::*;

    fn at(seconds: i64) -> Monotonic {
        Monotonic::from_ms(seconds * 1000)
    }

    fn handle() -> ConnectionHandle {
        ConnectionHandle::new(1, IpNet::from(IpAddr::from([127, 0, 0, 1])), at(0))
    }

    #[test]
    fn who_does_not_say_who_they_are_is_closed() {
        let handle = handle();
        handle.tick(at(9));
        assert_eq!(handle.closing(), None);
        handle.tick(at(10));
        assert_eq!(handle.closing(), Some(Close::TimedOut));
    }

    #[test]
    fn a_silent_client_is_closed_and_one_that_beats_is_not() {
        let handle = handle();
        handle.identified(at(100_000), at(0));
        handle.tick(at(74));
        handle.received(at(74));
        handle.tick(at(148));
        assert_eq!(handle.closing(), None);
        handle.tick(at(149));
        assert_eq!(handle.closing(), Some(Close::TimedOut));
    }

    #[test]
    fn a_client_is_warned_once_before_its_token_ends() {
        for (ends_s, warned_s) in [(130, 70), (60, 30)] {
            let handle = handle();
            let commands_at = |seconds| {
                handle.received(at(seconds));
                handle.tick(at(seconds));
                handle.listen(Waker::noop())
            };
            handle.identified(at(ends_s), at(0));
            assert_eq!(commands_at(warned_s - 1), 0);
            assert_eq!((commands_at(warned_s), commands_at(warned_s + 1)), (EXPIRING, 0));
            handle.identified(at(2 * ends_s), at(warned_s + 2));
            assert_eq!(commands_at(warned_s + 3), 0, "a renewed token is not warned of at once");
            handle.received(at(2 * ends_s));
            handle.tick(at(2 * ends_s));
            assert_eq!(handle.closing(), Some(Close::TokenExpired));
        }
    }

    #[test]
    fn a_client_that_takes_nothing_is_closed() {
        let handle = handle();
        handle.identified(at(1000), at(0));
        handle.order(NEWS);
        handle.tick(at(1));
        handle.tick(at(5));
        handle.listen(Waker::noop());
        handle.has_more();
        (10..20).for_each(|second| handle.tick(at(second)));
        assert_eq!(handle.closing(), None, "since it took something not so long has passed");
        handle.tick(at(20));
        assert_eq!(handle.closing(), Some(Close::SlowConsumer));
        handle.close(Close::Restart);
        assert_eq!(handle.closing(), Some(Close::SlowConsumer), "the first reason stands");
    }

    #[test]
    fn a_client_that_nothing_waits_for_is_not_closed_for_taking_nothing() {
        let handle = handle();
        handle.identified(at(1000), at(0));
        handle.listen(Waker::noop());
        (1..60).for_each(|second| handle.tick(at(second)));
        assert_eq!(handle.closing(), None);
    }
}
