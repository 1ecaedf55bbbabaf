//! What a route is declared with, and what is known of a request that was admitted to one.

use std::rc::Rc;

use ipnet::IpNet;

use crate::kernel::{Permissions, UserId, limits::Rate};

/// The declaration of a route. What is not declared is closed: only users may call it, and no byte of a body is read.
#[derive(Debug, Clone)]
pub struct Policy {
    /// The whole path pattern. It names the route in logs.
    pub pattern: String,
    /// None for the few routes that are never refused for coming too often.
    pub rate: Option<Rate>,
    pub callers: Callers,
    /// Whether the caller must have shown their password within the last five minutes.
    pub fresh: bool,
    /// The largest body. A body that is a form with a file: the largest file.
    pub body_bytes: usize,
    /// The place that the path names.
    pub scope: Option<RouteScope>,
}

/// Who may call a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Callers {
    Users,
    UsersAndBots,
    Bots,
    /// Users who operate the instance, and the console.
    Operators,
    /// With or without a token. A wrong one is refused.
    Anybody,
    /// With or without a token. A wrong one counts as none: the caller has come for another.
    SigningIn,
    /// Tokens are not looked at, and only the route's own rate counts.
    Public,
}

/// A place that the caller must see, and what they must be permitted there before a body is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RouteScope {
    Guild(Permissions),
    /// A channel of a guild, or a DM channel. The permissions count in a guild.
    Channel(Permissions),
    /// A DM channel or group.
    DmChannel,
}

/// In the request's extensions: the route that it matched, and on whose account its body is read.
#[derive(Debug, Clone)]
pub struct Matched {
    pub policy: Rc<Policy>,
    pub payer: Payer,
}

/// Who has a share of the memory for bodies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Payer {
    User(UserId),
    Network(IpNet),
}
