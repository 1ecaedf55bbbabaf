//! What a process has used of the machine, as Linux tells it.

use std::{fs, time::Duration};

/// Linux counts processor time in hundredths of a second for those who ask.
const TICK: Duration = Duration::from_millis(10);

/// A running process, by its id.
#[derive(Debug, Clone, Copy)]
pub struct Process(pub u32);

impl Process {
    /// What it has used since it began, for itself and in the kernel.
    pub fn processor_time(self) -> Duration {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.0)).expect("it runs, on Linux");
        let (_, fields) = stat.rsplit_once(") ").expect("the name stands in brackets");
        let ticks: u32 = fields.split(' ').skip(11).take(2).map(|field| field.parse::<u32>().expect("a number")).sum();
        TICK * ticks
    }

    /// Its memory: what it shares with others counts in part.
    pub fn memory_kib(self) -> u64 {
        self.counted_kib("Pss:")
    }

    /// All that is in memory of it, whoever else has that, too.
    #[allow(dead_code, reason = "not all that use this module ask")]
    pub fn resident_kib(self) -> u64 {
        self.counted_kib("Rss:")
    }

    /// Pages of its own, which no file backs.
    #[allow(dead_code, reason = "not all that use this module ask")]
    pub fn anonymous_kib(self) -> u64 {
        self.counted_kib("Anonymous:")
    }

    fn counted_kib(self, name: &str) -> u64 {
        let rollup = fs::read_to_string(format!("/proc/{}/smaps_rollup", self.0)).expect("it runs, on Linux");
        let line = rollup.lines().find_map(|line| line.strip_prefix(name)).expect("a sum");
        line.split_whitespace().next().and_then(|kib| kib.parse().ok()).expect("a number")
    }
}
