//! Rates: how often something may be done, and what has a bucket of its own.

use std::time::Duration;

use serde::Serialize;
use utoipa::ToSchema;

/// How often something may be done: `count` times in `per`, refilled evenly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Names the bucket on the wire and in the limits document.
    pub name: &'static str,
    pub count: u32,
    pub per: Duration,
    pub by: By,
}

/// What a rate counts by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(rename_all = "snake_case")]
pub enum By {
    /// The caller, or the address of one who is not signed in.
    Caller,
    /// The caller in one channel or guild. All places that the caller cannot see are one.
    CallerAndScope,
    /// The address, whoever calls: an IPv4 address, or the /64 of an IPv6 address.
    Address,
    /// An account, whoever asks.
    Account,
    /// A session of an account.
    Session,
    /// A connection to the gateway.
    Connection,
    /// Nothing: one bucket for everybody.
    Everybody,
}

/// Rates: constants, and the list `RATES` of them.
macro_rules! rates {
    ($($(#[$about:meta])* $constant:ident = $name:literal, $count:literal in $per_s:literal s, by $by:ident;)+) => {
        $($(#[$about])*
        pub const $constant: $crate::kernel::limits::rates::Rate = $crate::kernel::limits::rates::Rate {
            name: $name,
            count: $count,
            per: std::time::Duration::from_secs($per_s),
            by: $crate::kernel::limits::rates::By::$by,
        };)+

        /// For the limits table.
        pub const RATES: &[$crate::kernel::limits::rates::Rate] = &[$($constant),+];
    };
}

pub(crate) use rates;

rates! {
    /// All requests of one caller together.
    ANY_SIGNED_IN = "global", 100 in 2 s, by Caller;
    /// All requests from an address without a caller together.
    ANY_ADDRESS = "address", 30 in 3 s, by Address;
    /// Wrong tokens and bodies that cannot be decoded. An address that has used these up is refused whatever it shows.
    INVALID = "invalid", 10_000 in 600 s, by Address;
    SEND = "send", 5 in 5 s, by CallerAndScope;
    EDIT = "edit", 5 in 5 s, by CallerAndScope;
    DELETE = "delete", 10 in 5 s, by CallerAndScope;
    TYPING = "typing", 2 in 5 s, by CallerAndScope;
    /// Saying what one has read.
    ACK = "ack", 30 in 10 s, by Caller;
    /// Reads that have no rate of their own.
    READ = "read", 100 in 10 s, by Caller;
    ICON = "icon", 10 in 3600 s, by CallerAndScope;
    GUILD_CHANGE = "guild-change", 10 in 10 s, by CallerAndScope;
    MODERATION = "moderation", 10 in 10 s, by CallerAndScope;
    GATEWAY_FRAMES = "gateway-frames", 120 in 60 s, by Connection;
    IDENTIFY = "identify", 5 in 5 s, by Account;
    IDENTIFY_DAY = "identify-day", 1000 in 86_400 s, by Account;
    RESUME = "resume", 30 in 60 s, by Account;
    PRESENCE = "presence", 5 in 20 s, by Caller;
}
