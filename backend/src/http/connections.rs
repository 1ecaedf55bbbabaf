//! Limits of open connections, in total and for each address.
//!
//! Beyond a limit, a connection gets an error and is closed before its request is read. Trusted proxies stand for many clients,
//! so only the total counts for them.

use std::{any::Any, collections::HashMap, net::Shutdown, sync::Arc};

use actix_web::{dev::Extensions, rt::net::TcpStream};
use ipnet::IpNet;
use parking_lot::Mutex;
use socket2::SockRef;

use crate::{
    config::{Config, RateLimits},
    kernel::{address, limits},
    observe::metrics,
};

/// Enough to write the error response.
const REFUSAL: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
/// Connections may use this many tenths of the limit of open files. Each uses two descriptors: one is for closing it from another
/// thread.
const PARTS_OF_TEN: u64 = 8;
const FILES_EACH: u64 = 2;

/// All connections of this process.
#[derive(Debug)]
pub struct Connections {
    trusted: Vec<IpNet>,
    rate_limits: RateLimits,
    most: usize,
    open: Mutex<Open>,
}

#[derive(Debug, Default)]
struct Open {
    all: usize,
    of_network: HashMap<IpNet, usize>,
}

/// The slot of a connection, released on drop.
struct ConnectionPermit {
    connections: Arc<Connections>,
    /// The counter of its network.
    network: Option<IpNet>,
}

/// Marks a refused connection: nothing it has sent is read.
pub struct Refused;

impl Connections {
    pub fn new(config: &Config) -> Arc<Self> {
        let files = rlimit::Resource::NOFILE.get_soft().unwrap_or(u64::MAX);
        let by_files = usize::try_from(files / 10 * PARTS_OF_TEN / FILES_EACH).unwrap_or(usize::MAX);
        Arc::new(Self {
            trusted: config.trusted_proxies.clone(),
            rate_limits: config.rate_limits,
            most: limits::CONNECTIONS.min(by_files),
            open: Mutex::default(),
        })
    }

    /// For `HttpServer::on_connect`: assigns a slot to the connection, or refuses it.
    pub fn on_connect(self: &Arc<Self>, io: &dyn Any, extensions: &mut Extensions) {
        let Some(tcp) = io.downcast_ref::<TcpStream>() else { return };
        match self.enter(tcp) {
            Some(place) => drop(extensions.insert(place)),
            None => {
                metrics().refused_connections.inc();
                let socket = SockRef::from(tcp);
                // The buffer of a new connection has room for it; if the client is gone, it does not matter.
                let _ = socket.send(REFUSAL);
                let _ = socket.shutdown(Shutdown::Both);
                extensions.insert(Refused);
            }
        }
    }

    fn enter(self: &Arc<Self>, tcp: &TcpStream) -> Option<ConnectionPermit> {
        let network = tcp.peer_addr().ok().map(|peer| peer.ip().to_canonical()).filter(|peer| match self.rate_limits {
            RateLimits::Off => false,
            RateLimits::Relaxed if peer.is_loopback() => false,
            RateLimits::Relaxed | RateLimits::Default => !address::is_in(&self.trusted, *peer),
        });
        let network = network.map(address::network);
        let mut open = self.open.lock();
        let of_network = network.and_then(|network| open.of_network.get(&network)).copied().unwrap_or(0);
        if open.all >= self.most || of_network >= limits::CONNECTIONS_PER_ADDRESS {
            return None;
        }
        open.all += 1;
        if let Some(network) = network {
            open.of_network.insert(network, of_network + 1);
        }
        drop(open);
        Some(ConnectionPermit { connections: self.clone(), network })
    }
}

impl Drop for ConnectionPermit {
    fn drop(&mut self) {
        let mut open = self.connections.open.lock();
        open.all -= 1;
        let Some(network) = self.network else { return };
        match open.of_network.get_mut(&network) {
            Some(count) if *count > 1 => *count -= 1,
            _ => drop(open.of_network.remove(&network)),
        }
    }
}
