//! Why the server closes a connection.

/// A close code with its reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Close {
    /// The client closed the connection; this is the response.
    Normal,
    /// A violation of the WebSocket protocol.
    Protocol,
    /// Text that is not UTF-8.
    NotText,
    /// The server is restarting. The session may be resumed.
    Restart,
    /// Too many connections, or the server is stopping.
    TryLater,
    /// The session ended on the server; the client learns the reason when it reconnects.
    SessionEnded,
    UnknownOp,
    /// The frame is too large or invalid for its op code.
    Decode,
    NotAuthenticated,
    AuthenticationFailed,
    AlreadyAuthenticated,
    InvalidSeq,
    RateLimited,
    /// No IDENTIFY or no heartbeat in time.
    TimedOut,
    InvalidVersion,
    /// The access token expired. With a new one the session may be resumed.
    TokenExpired,
    /// The client did not read. The session may be resumed.
    SlowConsumer,
    /// Events do not reach the connection.
    NotReached,
    /// The session was resumed by another connection.
    Replaced,
}

impl Close {
    /// Close codes of the gateway protocol, with the names that the API document gives them.
    pub const NAMED: &[(&str, Self)] = &[
        ("unknownError", Self::SessionEnded),
        ("unknownOp", Self::UnknownOp),
        ("decodeError", Self::Decode),
        ("notAuthenticated", Self::NotAuthenticated),
        ("authenticationFailed", Self::AuthenticationFailed),
        ("alreadyAuthenticated", Self::AlreadyAuthenticated),
        ("invalidSequence", Self::InvalidSeq),
        ("rateLimited", Self::RateLimited),
        ("sessionTimedOut", Self::TimedOut),
        ("invalidVersion", Self::InvalidVersion),
        ("tokenExpired", Self::TokenExpired),
        ("slowConsumer", Self::SlowConsumer),
        ("replaced", Self::Replaced),
    ];

    /// The number in the API.
    pub const fn code(self) -> u16 {
        match self {
            Self::Normal => 1000,
            Self::Protocol => 1002,
            Self::NotText => 1007,
            Self::Restart => 1012,
            Self::TryLater => 1013,
            Self::SessionEnded => 4000,
            Self::UnknownOp => 4001,
            Self::Decode => 4002,
            Self::NotAuthenticated => 4003,
            Self::AuthenticationFailed => 4004,
            Self::AlreadyAuthenticated => 4005,
            Self::InvalidSeq => 4007,
            Self::RateLimited => 4008,
            Self::TimedOut => 4009,
            Self::InvalidVersion => 4012,
            Self::TokenExpired => 4100,
            Self::SlowConsumer | Self::NotReached => 4900,
            Self::Replaced => 4901,
        }
    }

    /// A description for people.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Normal => "Goodbye.",
            Self::Protocol => "Not a WebSocket.",
            Self::NotText => "The text is not UTF-8.",
            Self::Restart => "The server is restarting.",
            Self::TryLater => "Try again later.",
            Self::SessionEnded => "The session ended.",
            Self::UnknownOp => "Unknown opcode.",
            Self::Decode => "Decode error.",
            Self::NotAuthenticated => "Not authenticated.",
            Self::AuthenticationFailed => "Authentication failed.",
            Self::AlreadyAuthenticated => "Already authenticated.",
            Self::InvalidSeq => "Invalid sequence number.",
            Self::RateLimited => "Rate limited.",
            Self::TimedOut => "Timed out.",
            Self::InvalidVersion => "Invalid API version or encoding.",
            Self::TokenExpired => "The access token expired.",
            Self::SlowConsumer => "The connection is too slow.",
            Self::NotReached => "Events were not delivered.",
            Self::Replaced => "The session continues on another connection.",
        }
    }
}
