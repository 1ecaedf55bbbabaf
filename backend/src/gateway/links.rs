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

/// Connections that may have a compressor, which takes some 200 KiB each. It is for bots; to others their stream goes uncompressed.
const COMPRESSED: usize = 500;

#[derive(Debug, Default)]
pub struct Links {
    open: Mutex<Open>,
    compressed: AtomicUsize,
}

#[derive(Debug, Default)]
struct Open {
    links: HashMap<u64, Arc<Link>>,
    of_network: HashMap<IpNet, Network>,
}

/// What comes from one origin.
#[derive(Debug, Default)]
struct Network {
    links: usize,
    /// Those that had not said who they are when somebody last came. There are only as many as may be.
    strangers: Vec<Arc<Link>>,
}

/// The right to one compressor.
#[derive(Debug)]
pub struct CompressedTurn(Arc<Links>);

impl Links {
    /// Enters a connection. False if there are too many, of all or of its network when `counts_network`.
    pub fn enter(&self, link: &Arc<Link>, counts_network: bool) -> bool {
        let mut open = self.open.lock();
        let network = open.of_network.get_mut(&link.network);
        let full = counts_network && network.is_some_and(|network| network.is_full());
        if full || open.links.len() >= limits::SOCKETS {
            return false;
        }
        open.links.insert(link.number, link.clone());
        let network = open.of_network.entry(link.network).or_default();
        network.links += 1;
        if counts_network {
            network.strangers.push(link.clone());
        }
        true
    }

    pub fn leave(&self, link: &Link) {
        let mut open = self.open.lock();
        if open.links.remove(&link.number).is_none() {
            return;
        }
        if let Some(network) = open.of_network.get_mut(&link.network) {
            network.links -= 1;
            network.strangers.retain(|stranger| stranger.number != link.number);
            if network.links == 0 {
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

    /// `None` if too many connections have a compressor.
    pub fn compress(self: &Arc<Self>) -> Option<CompressedTurn> {
        let more = |count| (count < COMPRESSED).then_some(count + 1);
        self.compressed.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more).ok()?;
        Some(CompressedTurn(self.clone()))
    }
}

impl Network {
    fn is_full(&mut self) -> bool {
        self.strangers.retain(|link| !link.is_identified());
        self.links >= limits::SOCKETS_PER_ADDRESS || self.strangers.len() >= limits::STRANGERS_PER_ADDRESS
    }
}

impl Drop for CompressedTurn {
    fn drop(&mut self) {
        self.0.compressed.fetch_sub(1, Ordering::Relaxed);
    }
}
