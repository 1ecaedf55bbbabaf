//! Resource usage of a process, from Linux.

use std::{fs, time::Duration};

/// Linux reports CPU time in hundredths of a second.
const TICK: Duration = Duration::from_millis(10);

/// A running process, by its id.
#[derive(Debug, Clone, Copy)]
pub struct Process(pub u32);

impl Process {
    /// CPU time since its start, user and system.
    pub fn processor_time(self) -> Duration {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.0)).expect("it runs, on Linux");
        let (_, fields) = stat.rsplit_once(") ").expect("the name stands in brackets");
        let ticks: u32 = fields.split(' ').skip(11).take(2).map(|field| field.parse::<u32>().expect("a number")).sum();
        TICK * ticks
    }

    /// Proportional set size: shared memory counts in part.
    pub fn memory_kib(self) -> u64 {
        self.counted_kib("Pss:")
    }

    /// Resident set size, including shared memory.
    pub fn resident_kib(self) -> u64 {
        self.counted_kib("Rss:")
    }

    /// Private pages, without files.
    pub fn anonymous_kib(self) -> u64 {
        self.counted_kib("Anonymous:")
    }

    fn counted_kib(self, name: &str) -> u64 {
        let rollup = fs::read_to_string(format!("/proc/{}/smaps_rollup", self.0)).expect("it runs, on Linux");
        let line = rollup.lines().find_map(|line| line.strip_prefix(name)).expect("a sum");
        line.split_whitespace().next().and_then(|kib| kib.parse().ok()).expect("a number")
    }
}
