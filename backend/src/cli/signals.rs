//! The signals that ask the program to end in good order.

use std::{fs, future, io, task::Poll};

use tokio::signal::unix::{Signal, SignalKind, signal};

/// SIGHUP is sent when a terminal closes; SIGQUIT by a key. Their default would be a death like any other.
const KINDS: [fn() -> SignalKind; 4] = [SignalKind::terminate, SignalKind::interrupt, SignalKind::hangup, SignalKind::quit];

pub(super) struct Signals(Vec<Signal>);

impl Signals {
    /// Those that whoever has started the program has not had ignored, as `nohup` does.
    ///
    /// # Errors
    /// When they cannot be heard.
    pub(super) fn new() -> io::Result<Self> {
        let ignored = ignored();
        let is_heard = |kind: &SignalKind| ignored & (1 << (kind.as_raw_value() - 1)) == 0;
        let heard = KINDS.into_iter().map(|kind| kind()).filter(is_heard);
        heard.map(signal).collect::<io::Result<_>>().map(Self)
    }

    /// Waits for the next one.
    pub(super) async fn recv(&mut self) {
        future::poll_fn(|task| {
            let came = self.0.iter_mut().any(|signal| signal.poll_recv(task).is_ready());
            if came { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }
}

/// A bit for each signal that is ignored; none where the kernel does not say.
fn ignored() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}
