//! All connections of this process, and their limits.

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

/// Maximum number of connections with a compressor, which takes some 200 KiB each. It is for bots; the streams of others are not
/// compressed.
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

/// Connections of one address group.
#[derive(Debug, Default)]
struct Network {
    connections: usize,
    /// Unidentified connections as of the last new one. Their number is limited.
    strangers: Vec<Arc<ConnectionHandle>>,
}

/// The permit for a compressor.
#[derive(Debug)]
pub struct CompressionPermit(Arc<Connections>);

impl Connections {
    /// Registers a connection. False if there are too many, in total or from its network if `counts_network`.
    pub fn enter(&self, handle: &Arc<ConnectionHandle>, counts_network: bool) -> bool {
        let mut open = self.open.lock();
        let network = open.of_network.get_mut(&handle.network);
        let full = counts_network && network.is_some_and(Network::is_full);
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
