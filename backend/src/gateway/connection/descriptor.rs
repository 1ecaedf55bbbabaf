//! A second handle on the socket of a connection, which can close it at once; the web framework cannot.

use std::{any::Any, net::Shutdown, sync::Arc, time::Duration};

use actix_web::{dev::Extensions, rt::net::TcpStream};
use socket2::{SockRef, Socket};

/// Kernel buffer for a client that does not read.
const SEND_BUFFER: usize = 64 * 1024;
/// The kernel closes a connection whose peer neither acknowledges data nor opens its window for this long.
const STALLED: Duration = Duration::from_secs(10);
/// A gateway client may be offline for longer. One that only does not read is closed by the connection's own timer.
const STALLED_IN_GATEWAY: Duration = Duration::from_secs(25);

/// Keeps the socket open while it lives, so only the connection itself holds it.
#[derive(Debug, Clone)]
pub struct Descriptor(Arc<Socket>);

/// For `HttpServer::on_connect`: bounds the kernel's buffer, and stores a handle.
pub fn on_connect(io: &dyn Any, extensions: &mut Extensions) {
    let Some(tcp) = io.downcast_ref::<TcpStream>() else { return };
    let socket = SockRef::from(tcp);
    // A connection works without these options; it is only freed later if its peer hangs.
    let _ = socket.set_send_buffer_size(SEND_BUFFER);
    let _ = socket.set_tcp_nodelay(true);
    #[cfg(target_os = "linux")]
    let _ = socket.set_tcp_user_timeout(Some(STALLED));
    if let Ok(own) = socket.try_clone() {
        extensions.insert(Descriptor(Arc::new(own)));
    }
}

impl Descriptor {
    /// Marks the connection as one of the gateway.
    pub fn becomes_gateway(&self) {
        #[cfg(target_os = "linux")]
        let _ = self.0.set_tcp_user_timeout(Some(STALLED_IN_GATEWAY));
    }

    /// Resets the connection, discarding unsent data.
    pub fn cut(&self) {
        let _ = self.0.set_linger(Some(Duration::ZERO));
        let _ = self.0.shutdown(Shutdown::Both);
    }
}
