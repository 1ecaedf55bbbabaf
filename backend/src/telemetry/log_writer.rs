//! Writes the log from a bounded queue, on a thread of its own.
//!
//! Invariants: logging never blocks on the reader of the log. A line that does not fit into the queue is counted and dropped.
//! Lines keep their order; those of answered requests may wait a moment for more of their kind, since a system call costs more
//! than many requests. The queue is flushed when the process exits, as long as the log is read.
//!
//! `tracing-appender`'s `non_blocking` wakes its thread for each line, and bounds the number of lines instead of bytes.

use std::{
    io::{self, Write},
    mem,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use parking_lot::{Condvar, Mutex};
use tracing::Metadata;
use tracing_subscriber::fmt::MakeWriter;

use crate::observe::metrics;

/// The target of lines about answered requests.
pub const REQUESTS: &str = "chatspace::requests";
const MOMENT: Duration = Duration::from_millis(50);
/// The queue is written at once when it holds more bytes than this.
const MANY: usize = 32 * 1024;
/// Capacity of the queue, in bytes.
const CAPACITY: usize = 1024 * 1024;

/// A handle to the queue.
#[derive(Clone)]
pub struct LogWriter(Arc<Queue>);

#[derive(Default)]
struct Queue {
    state: Mutex<State>,
    /// Wakes the thread.
    filled: Condvar,
    /// Notified after each write.
    written: Condvar,
}

#[derive(Default)]
struct State {
    lines: Vec<u8>,
    /// Whether lines are written without delay.
    is_urgent: bool,
    /// Whether the thread is writing.
    is_writing: bool,
    /// Lines dropped since the last report in the log.
    dropped: u64,
}

impl LogWriter {
    /// # Errors
    /// When the thread cannot be started.
    pub fn start(out: impl Write + Send + 'static) -> io::Result<Self> {
        let queue = Arc::<Queue>::default();
        let writing = queue.clone();
        thread::Builder::new().name("log".to_owned()).spawn(move || writing.write_to(out))?;
        Ok(Self(queue))
    }

    /// Waits until everything is written, up to a time limit.
    pub fn flush(&self, within: Duration) {
        let latest = Instant::now() + within;
        let mut state = self.0.state.lock();
        state.is_urgent = !state.lines.is_empty();
        self.0.filled.notify_one();
        while !state.lines.is_empty() || state.is_writing {
            if self.0.written.wait_until(&mut state, latest).timed_out() {
                return;
            }
        }
    }
}

impl Queue {
    fn add(&self, line: &[u8], may_wait: bool) {
        let mut state = self.state.lock();
        if state.lines.len() + line.len() > CAPACITY {
            state.dropped += 1;
            metrics().log_lines_dropped.inc();
            return;
        }
        // The thread sleeps until the first line, then for at most `MOMENT`.
        let wakes = state.lines.is_empty() || (!state.is_urgent && (!may_wait || state.lines.len() > MANY));
        state.lines.extend_from_slice(line);
        state.is_urgent |= !may_wait || state.lines.len() > MANY;
        if wakes {
            self.filled.notify_one();
        }
    }

    fn write_to(&self, mut out: impl Write) -> ! {
        let mut lines = Vec::new();
        loop {
            let dropped = self.take(&mut lines);
            // There is nowhere to report a failure to.
            let _ = out.write_all(&lines).and_then(|()| out.flush());
            lines.clear();
            lines.shrink_to(MANY);
            self.state.lock().is_writing = false;
            self.written.notify_all();
            if dropped > 0 {
                tracing::warn!(dropped, "log lines were dropped here because the log was not read");
            }
        }
    }

    /// Waits for lines and takes them. Returns how many were dropped before.
    fn take(&self, lines: &mut Vec<u8>) -> u64 {
        let mut state = self.state.lock();
        while state.lines.is_empty() {
            self.filled.wait(&mut state);
        }
        if !state.is_urgent {
            self.filled.wait_while_for(&mut state, |state| !state.is_urgent, MOMENT);
        }
        mem::swap(lines, &mut state.lines);
        state.is_urgent = false;
        state.is_writing = true;
        mem::take(&mut state.dropped)
    }
}

/// Writes one line.
pub struct LineWriter<'q> {
    queue: &'q Queue,
    may_wait: bool,
}

impl Write for LineWriter<'_> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.queue.add(line, self.may_wait);
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'q> MakeWriter<'q> for LogWriter {
    type Writer = LineWriter<'q>;

    fn make_writer(&'q self) -> LineWriter<'q> {
        LineWriter { queue: &self.0, may_wait: false }
    }

    fn make_writer_for(&'q self, event: &Metadata<'_>) -> LineWriter<'q> {
        LineWriter { queue: &self.0, may_wait: event.target() == REQUESTS }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    const LONG: Duration = Duration::from_secs(10);

    /// Each write, as it reaches the kernel, once the test takes it.
    struct Writes(mpsc::SyncSender<String>);

    impl Write for Writes {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let _ = self.0.send(String::from_utf8_lossy(bytes).into_owned());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn writer(taken_at_once: usize) -> (LogWriter, mpsc::Receiver<String>) {
        let (sender, written) = mpsc::sync_channel(taken_at_once);
        (LogWriter::start(Writes(sender)).expect("a thread"), written)
    }

    #[test]
    fn lines_of_requests_leave_together_and_by_themselves() {
        let (writer, written) = writer(10);
        for line in ["a\n", "b\n", "c\n"] {
            writer.0.add(line.as_bytes(), true);
        }
        assert_eq!(written.recv_timeout(LONG), Ok("a\nb\nc\n".to_owned()));
        writer.0.add(b"d\n", true);
        assert_eq!(written.recv_timeout(LONG), Ok("d\n".to_owned()), "the thread is woken again");
    }

    #[test]
    fn any_other_line_leaves_behind_those_before_it_and_a_flush_waits_for_all() {
        let (writer, written) = writer(10);
        writer.0.add(b"a request\n", true);
        writer.0.add(b"an error\n", false);
        writer.flush(LONG);
        assert_eq!(written.try_iter().collect::<String>(), "a request\nan error\n");
    }

    #[test]
    fn where_nobody_reads_nobody_waits_and_what_does_not_fit_is_counted() {
        let (writer, written) = writer(0);
        let before = metrics().log_lines_dropped.get();
        let line = [b'x'; 1024];
        for _ in 0..4 * CAPACITY / line.len() {
            writer.0.add(&line, false);
        }
        assert!(metrics().log_lines_dropped.get() - before >= 2 * 1024);
        assert!(writer.0.state.lock().lines.len() <= CAPACITY);
        writer.flush(Duration::from_millis(1));
        drop(written);
    }
}
