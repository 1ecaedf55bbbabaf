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

use super::connection_handle::ConnectionHandle;
use crate::kernel::limits;

/// Connections that may have a compressor, which takes some 200 KiB each. It is for bots; to others their stream goes uncompressed.
const COMPRESSED: usize = 500;

#[derive(Debug, Default)]
pub struct Connections {
    open: Mutex<Open>,
    compressed: AtomicUsize,
}

#[derive(Debug, Default)]
struct Open {
    connections: HashMap<u64, Arc<ConnectionHandle>>,
    of_network: HashMap<IpNet, Network>,
}

/// What comes from one origin.
#[derive(Debug, Default)]
struct Network {
    connections: usize,
    /// Those that had not said who they are when somebody last came. There are only as many as may be.
    strangers: Vec<Arc<ConnectionHandle>>,
}

/// The right to one compressor.
#[derive(Debug)]
pub struct CompressionPermit(Arc<Connections>);

impl Connections {
    /// Enters a connection. False if there are too many, of all or of its network when `counts_network`.
    pub fn enter(&self, handle: &Arc<ConnectionHandle>, counts_network: bool) -> bool {
        let mut open = self.open.lock();
        let network = open.of_network.get_mut(&handle.network);
        let full = counts_network && network.is_some_and(|network| network.is_full());
        if full || open.connections.len() >= limits::SOCKETS {
            return false;
        }
        open.connections.insert(handle.number, handle.clone());
        let network = open.of_network.entry(handle.network).or_default();
        network.connections += 1;
        if counts_network {
            network.strangers.push(handle.clone());
        }
        true
    }

    pub fn leave(&self, handle: &ConnectionHandle) {
        let mut open = self.open.lock();
        if open.connections.remove(&handle.number).is_none() {
            return;
        }
        if let Some(network) = open.of_network.get_mut(&handle.network) {
            network.connections -= 1;
            network.strangers.retain(|stranger| stranger.number != handle.number);
            if network.connections == 0 {
                open.of_network.remove(&handle.network);
            }
        }
    }

    pub fn all(&self) -> Vec<Arc<ConnectionHandle>> {
        self.open.lock().connections.values().cloned().collect()
    }

    pub fn count(&self) -> usize {
        self.open.lock().connections.len()
    }

    /// `None` if too many connections have a compressor.
    pub fn compress(self: &Arc<Self>) -> Option<CompressionPermit> {
        let more = |count| (count < COMPRESSED).then_some(count + 1);
        self.compressed.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more).ok()?;
        Some(CompressionPermit(self.clone()))
    }
}

impl Network {
    fn is_full(&mut self) -> bool {
        self.strangers.retain(|handle| !handle.is_identified());
        self.connections >= limits::SOCKETS_PER_ADDRESS || self.strangers.len() >= limits::STRANGERS_PER_ADDRESS
    }
}

impl Drop for CompressionPermit {
    fn drop(&mut self) {
        self.0.compressed.fetch_sub(1, Ordering::Relaxed);
    }
}
