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
    CallerAndPlace,
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
        pub const $constant: $crate::kernel::limits::Rate = $crate::kernel::limits::Rate {
            name: $name,
            count: $count,
            per: std::time::Duration::from_secs($per_s),
            by: $crate::kernel::limits::By::$by,
        };)+

        /// For the limits table.
        pub const RATES: &[$crate::kernel::limits::Rate] = &[$($constant),+];
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
    /// Sign-ins, right or wrong.
    LOGIN = "login", 120 in 900 s, by Address;
    /// Sign-ins that fail, by account and by address. One that succeeds gives back what it took.
    LOGIN_ACCOUNT = "login-account", 10 in 900 s, by Account;
    LOGIN_FAILED = "login-failed", 20 in 900 s, by Address;
    /// A class that registers together passes.
    REGISTER = "register", 20 in 3600 s, by Address;
    /// Attempts to become the first operator.
    SETUP = "setup", 10 in 3600 s, by Address;
    REGISTER_ALL = "register-all", 60 in 3600 s, by Everybody;
    REFRESH = "refresh", 10 in 60 s, by Session;
    /// Whichever token is shown.
    REFRESH_ADDRESS = "refresh-address", 60 in 60 s, by Address;
    LOGOUT = "logout", 30 in 60 s, by Address;
    /// Ending other sessions of one's own.
    SESSION_END = "session-end", 20 in 60 s, by Caller;
    /// Showing the password of an account that is signed in, for whatever reason.
    PASSWORD = "password", 10 in 900 s, by Caller;
    /// Changes of the second factor.
    TOTP = "totp", 20 in 900 s, by Caller;
    ACCOUNT_DELETE = "account-delete", 5 in 900 s, by Caller;
    /// Emails to one address, or of one account, that somebody asks for.
    MAIL_ACCOUNT = "mail-account", 3 in 3600 s, by Account;
    /// Emails that a network asks for.
    MAIL_ADDRESS = "mail-address", 10 in 3600 s, by Address;
    /// Links of emails that are used.
    LINK = "link", 20 in 900 s, by Address;
    SEND = "send", 5 in 5 s, by CallerAndPlace;
    EDIT = "edit", 5 in 5 s, by CallerAndPlace;
    DELETE = "delete", 10 in 5 s, by CallerAndPlace;
    TYPING = "typing", 2 in 5 s, by CallerAndPlace;
    HISTORY = "history", 40 in 2 s, by Caller;
    /// Saying what one has read.
    ACK = "ack", 30 in 10 s, by Caller;
    /// Reads that have no rate of their own.
    READ = "read", 100 in 10 s, by Caller;
    /// Pages of members.
    MEMBERS = "members", 20 in 10 s, by Caller;
    MEMBER_SEARCH = "member-search", 10 in 5 s, by Caller;
    MENTIONS = "mentions", 10 in 10 s, by Caller;
    NOTIFICATIONS = "notifications", 20 in 10 s, by Caller;
    PROFILE = "profile", 2 in 10 s, by Caller;
    USERNAME = "username", 2 in 3600 s, by Caller;
    /// Changes of one's nick.
    NICK = "nick", 10 in 60 s, by CallerAndPlace;
    AVATAR = "avatar", 10 in 3600 s, by Caller;
    ICON = "icon", 10 in 3600 s, by CallerAndPlace;
    /// Putting all of one's data together.
    EXPORT = "export", 5 in 3600 s, by Caller;
    GUILD_CREATE = "guild-create", 5 in 3600 s, by Caller;
    GUILD_JOIN = "guild-join", 20 in 3600 s, by Caller;
    GUILD_LEAVE = "guild-leave", 30 in 3600 s, by Caller;
    GUILD_DELETE = "guild-delete", 10 in 3600 s, by Caller;
    GUILD_CHANGE = "guild-change", 10 in 10 s, by CallerAndPlace;
    CHANNEL_DELETE = "channel-delete", 10 in 10 s, by Caller;
    /// Changes of who may do what in a channel.
    OVERWRITE = "overwrite", 10 in 10 s, by CallerAndPlace;
    MODERATION = "moderation", 10 in 10 s, by CallerAndPlace;
    /// Opening DM channels, and making groups.
    DM_OPEN = "conversation-open", 10 in 60 s, by Caller;
    GROUP_CHANGE = "group-change", 20 in 60 s, by Caller;
    BLOCK = "block", 20 in 60 s, by Caller;
    SETTINGS = "settings", 10 in 20 s, by Caller;
    INVITE_CREATE = "invite-create", 10 in 600 s, by Caller;
    INVITE_DELETE = "invite-delete", 20 in 60 s, by Caller;
    INVITE_LOOKUP = "invite-lookup", 10 in 60 s, by Address;
    GATEWAY_FRAMES = "gateway-frames", 120 in 60 s, by Connection;
    IDENTIFY = "identify", 5 in 5 s, by Account;
    IDENTIFY_DAY = "identify-day", 1000 in 86_400 s, by Account;
    RESUME = "resume", 30 in 60 s, by Account;
    PUSH_SUBSCRIBE = "push-subscribe", 20 in 3600 s, by Caller;
    /// Making and changing applications, and new tokens for them.
    APPLICATION = "application", 20 in 60 s, by Caller;
    BOT_ADD = "bot-add", 10 in 60 s, by Caller;
    /// Declaring commands.
    COMMANDS = "commands", 60 in 60 s, by Caller;
    PRESENCE = "presence", 5 in 20 s, by Caller;
    /// What is asked for by those who are not signed in yet.
    INSTANCE = "instance", 120 in 60 s, by Caller;
    /// Avatars and icons. Browsers keep them.
    IMAGES = "pictures", 2000 in 10 s, by Address;
    /// What operators ask for and change.
    OPERATOR = "operator", 60 in 60 s, by Caller;
}
