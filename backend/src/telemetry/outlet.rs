//! Where lines leave the process.
//!
//! Invariants: they leave in the order in which they were written. What is written of answered requests may wait a moment for more of
//! its kind, for a write to the kernel costs more than to answer many a request; every other line leaves at once, with all before it.
//! What waits is bounded, and leaves when the process ends by itself. Only a process that is killed takes its last moment with it.

use std::{
    io::{self, Write},
    sync::{Arc, OnceLock},
    thread,
    time::Duration,
};

use parking_lot::{Condvar, Mutex};
use tracing::Metadata;
use tracing_subscriber::fmt::MakeWriter;

/// What lines of answered requests are called.
pub const REQUESTS: &str = "chatspace::requests";
const MOMENT: Duration = Duration::from_millis(50);
/// More bytes than this do not wait.
const WAITING: usize = 32 * 1024;

/// Takes lines and writes them out.
#[derive(Clone)]
pub struct Outlet(Arc<Inner>);

struct Inner {
    waiting: Mutex<Vec<u8>>,
    /// Rings when the first line waits.
    bell: Condvar,
    out: Mutex<Box<dyn Write + Send>>,
    /// Without a thread that writes them out later, all lines leave at once.
    has_thread: OnceLock<bool>,
}

impl Outlet {
    pub fn start(out: impl Write + Send + 'static) -> Self {
        let inner = Arc::new(Inner {
            waiting: Mutex::default(),
            bell: Condvar::new(),
            out: Mutex::new(Box::new(out)),
            has_thread: OnceLock::new(),
        });
        let writing = Arc::clone(&inner);
        let thread = thread::Builder::new().name("log".to_owned()).spawn(move || writing.write_now_and_then());
        inner.has_thread.get_or_init(|| thread.is_ok());
        Self(inner)
    }

    /// Writes out what waits.
    pub fn flush(&self) {
        self.0.flush();
    }
}

impl Inner {
    fn write_now_and_then(&self) -> ! {
        loop {
            {
                let mut waiting = self.waiting.lock();
                while waiting.is_empty() {
                    self.bell.wait(&mut waiting);
                }
            }
            thread::sleep(MOMENT);
            self.flush();
        }
    }

    fn add(&self, line: &[u8], may_wait: bool) {
        let is_over = {
            let mut waiting = self.waiting.lock();
            if waiting.is_empty() && may_wait {
                self.bell.notify_one();
            }
            waiting.extend_from_slice(line);
            waiting.len() > WAITING
        };
        if is_over || !may_wait {
            self.flush();
        }
    }

    fn flush(&self) {
        // Whoever comes first writes first, and all that waits by then.
        let mut out = self.out.lock();
        let lines = std::mem::take(&mut *self.waiting.lock());
        // Where nobody reads the lines, there is nobody to tell.
        let _ = out.write_all(&lines).and_then(|()| out.flush());
    }
}

/// Writes one line.
pub struct LineWriter<'o> {
    outlet: &'o Inner,
    may_wait: bool,
}

impl Write for LineWriter<'_> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.outlet.add(line, self.may_wait);
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'o> MakeWriter<'o> for Outlet {
    type Writer = LineWriter<'o>;

    fn make_writer(&'o self) -> LineWriter<'o> {
        LineWriter { outlet: &self.0, may_wait: false }
    }

    fn make_writer_for(&'o self, event: &Metadata<'_>) -> LineWriter<'o> {
        LineWriter { outlet: &self.0, may_wait: event.target() == REQUESTS && self.0.has_thread.get() == Some(&true) }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    /// Each write, as it reaches the kernel.
    struct Writes(mpsc::Sender<String>);

    impl Write for Writes {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let _ = self.0.send(String::from_utf8_lossy(bytes).into_owned());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn outlet() -> (Outlet, mpsc::Receiver<String>) {
        let (sender, written) = mpsc::channel();
        (Outlet::start(Writes(sender)), written)
    }

    #[test]
    fn lines_of_requests_leave_together_and_by_themselves() {
        let (outlet, written) = outlet();
        for line in ["a\n", "b\n", "c\n"] {
            outlet.0.add(line.as_bytes(), true);
        }
        assert_eq!(written.recv_timeout(Duration::from_secs(10)), Ok("a\nb\nc\n".to_owned()));
        outlet.0.add(b"d\n", true);
        assert_eq!(written.recv_timeout(Duration::from_secs(10)), Ok("d\n".to_owned()), "the bell rings again");
    }

    #[test]
    fn any_other_line_leaves_at_once_behind_those_before_it() {
        let (outlet, written) = outlet();
        outlet.0.add(b"a request\n", true);
        outlet.0.add(b"an error\n", false);
        assert_eq!(written.try_recv(), Ok("a request\nan error\n".to_owned()));
    }

    #[test]
    fn what_waits_is_bounded() {
        let (outlet, written) = outlet();
        let line = [b'x'; 1024];
        for _ in 0..=WAITING / line.len() {
            outlet.0.add(&line, true);
        }
        assert_eq!(written.try_recv().map(|lines| lines.len()), Ok(WAITING + line.len()));
    }
}
