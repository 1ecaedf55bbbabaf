//! The declaration of a route, and what is known of an admitted request.

use std::rc::Rc;

use ipnet::IpNet;

use crate::kernel::{Permissions, UserId, limits::Rate};

/// The declaration of a route. The defaults are closed: users only, and no body.
#[derive(Debug, Clone)]
pub struct Policy {
    /// The whole path pattern. It names the route in logs.
    pub pattern: String,
    /// `None` for the few routes without a rate limit.
    pub rate: Option<Rate>,
    pub callers: Callers,
    /// Whether a password check within the last five minutes is required.
    pub fresh: bool,
    /// Maximum size of the body, or of the file in a form.
    pub body_bytes: usize,
    /// The scope that the path names.
    pub scope: Option<RouteScope>,
}

/// Who may call a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Callers {
    Users,
    UsersAndBots,
    Bots,
    /// Users who are operators, and the console.
    Operators,
    /// With or without a token. An invalid one is refused.
    Anybody,
    /// With or without a token. An invalid one is ignored, since the caller requests a new one.
    SigningIn,
    /// Tokens are ignored, and only the route's own rate limit counts.
    Public,
}

/// The scope that the caller must be able to view, and the permissions they need before the body is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RouteScope {
    Guild(Permissions),
    /// A guild channel or a DM channel. The permissions apply in guilds.
    Channel(Permissions),
    /// A DM channel.
    DmChannel,
}

/// Request extension: the matched route, and the owner of the memory for its body.
#[derive(Debug, Clone)]
pub struct Matched {
    pub policy: Rc<Policy>,
    pub payer: Payer,
}

/// The owner of a share of the memory for bodies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Payer {
    User(UserId),
    Network(IpNet),
}
