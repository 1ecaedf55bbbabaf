//! A second handle on the socket of a connection, for what the web framework cannot do: end it at once.

use std::{any::Any, net::Shutdown, sync::Arc, time::Duration};

use actix_web::{dev::Extensions, rt::net::TcpStream};
use socket2::{SockRef, Socket};

/// What the kernel keeps of a client that does not read.
const SEND_BUFFER: usize = 64 * 1024;
/// The kernel gives a peer up that takes nothing for so long: neither acknowledges what was sent, nor makes room for more.
const STALLED: Duration = Duration::from_secs(10);
/// A client of the gateway may be somewhere without a network for longer. One that only does not read is closed by the session's own clock.
const STALLED_IN_GATEWAY: Duration = Duration::from_secs(25);

/// Keeps the connection open as long as it lives, so only the connection itself holds it.
#[derive(Debug, Clone)]
pub struct Descriptor(Arc<Socket>);

/// For `HttpServer::on_connect`: bounds what waits in the kernel, and keeps a handle.
pub fn on_connect(io: &dyn Any, extensions: &mut Extensions) {
    let Some(tcp) = io.downcast_ref::<TcpStream>() else { return };
    let socket = SockRef::from(tcp);
    // A connection without these works; it is only freed later when its peer is stuck.
    let _ = socket.set_send_buffer_size(SEND_BUFFER);
    let _ = socket.set_tcp_nodelay(true);
    #[cfg(target_os = "linux")]
    let _ = socket.set_tcp_user_timeout(Some(STALLED));
    if let Ok(own) = socket.try_clone() {
        extensions.insert(Descriptor(Arc::new(own)));
    }
}

impl Descriptor {
    /// The connection is one of the gateway from now on.
    pub fn becomes_gateway(&self) {
        #[cfg(target_os = "linux")]
        let _ = self.0.set_tcp_user_timeout(Some(STALLED_IN_GATEWAY));
    }

    /// Resets the connection, whatever is still unsent.
    pub fn cut(&self) {
        let _ = self.0.set_linger(Some(Duration::ZERO));
        let _ = self.0.shutdown(Shutdown::Both);
    }
}
