//! The signals that stop the program gracefully.

use std::{fs, future, io, task::Poll};

use tokio::signal::unix::{Signal, SignalKind, signal};

/// The default action of each would terminate the process at once.
const KINDS: [fn() -> SignalKind; 4] = [SignalKind::terminate, SignalKind::interrupt, SignalKind::hangup, SignalKind::quit];

pub(super) struct Signals(Vec<Signal>);

impl Signals {
    /// Handles the signals that were not ignored at start-up, as `nohup` ignores SIGHUP.
    ///
    /// # Errors
    /// If a handler cannot be installed.
    pub(super) fn new() -> io::Result<Self> {
        let ignored = ignored();
        let is_heard = |kind: &SignalKind| ignored & (1 << (kind.as_raw_value() - 1)) == 0;
        let heard = KINDS.into_iter().map(|kind| kind()).filter(is_heard);
        heard.map(signal).collect::<io::Result<_>>().map(Self)
    }

    /// Waits for the next signal.
    pub(super) async fn recv(&mut self) {
        future::poll_fn(|task| {
            let came = self.0.iter_mut().any(|signal| signal.poll_recv(task).is_ready());
            if came { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }
}

/// The mask of ignored signals; empty where the kernel does not report it.
fn ignored() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}
