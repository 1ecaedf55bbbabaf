//! All connections of this process, and how many there may be.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use ipnet::IpNet;
use parking_lot::Mutex;

use super::link::Link;
use crate::kernel::limits;

/// Connections that may have a compressed stream, which takes some 300 KiB each. It is for bots; others get plain text.
const COMPRESSED: usize = 500;

#[derive(Debug, Default)]
pub struct Links {
    open: Mutex<Open>,
    compressed: AtomicUsize,
}

#[derive(Debug, Default)]
struct Open {
    links: HashMap<u64, Arc<Link>>,
    of_network: HashMap<IpNet, usize>,
}

/// The right to one compressed stream.
#[derive(Debug)]
pub struct CompressedTurn(Arc<Links>);

impl Links {
    /// Enters a connection. False if there are too many, of all or of its network when `counts_network`.
    pub fn enter(&self, link: &Arc<Link>, counts_network: bool) -> bool {
        let mut open = self.open.lock();
        let of_network = open.of_network.get(&link.network).copied().unwrap_or(0);
        let full = open.links.len() >= limits::SOCKETS || (counts_network && of_network >= limits::SOCKETS_PER_ADDRESS);
        if !full {
            open.links.insert(link.number, link.clone());
            *open.of_network.entry(link.network).or_default() += 1;
        }
        !full
    }

    pub fn leave(&self, link: &Link) {
        let mut open = self.open.lock();
        if open.links.remove(&link.number).is_none() {
            return;
        }
        if let Some(count) = open.of_network.get_mut(&link.network) {
            *count -= 1;
            if *count == 0 {
                open.of_network.remove(&link.network);
            }
        }
    }

    pub fn all(&self) -> Vec<Arc<Link>> {
        self.open.lock().links.values().cloned().collect()
    }

    pub fn count(&self) -> usize {
        self.open.lock().links.len()
    }

    /// `None` if too many connections have a compressed stream.
    pub fn compress(self: &Arc<Self>) -> Option<CompressedTurn> {
        let more = |count| (count < COMPRESSED).then_some(count + 1);
        self.compressed.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more).ok()?;
        Some(CompressedTurn(self.clone()))
    }
}

impl Drop for CompressedTurn {
    fn drop(&mut self) {
        self.0.compressed.fetch_sub(1, Ordering::Relaxed);
    }
}
