//! The op codes of frames, with the names that the API document gives them.

macro_rules! ops {
    ($($name:ident = $number:literal, $text:literal;)+) => {
        $(pub const $name: u8 = $number;)+

        /// All of them, by name.
        pub const ALL: &[(&str, u8)] = &[$(($text, $name)),+];
    };
}

ops! {
    DISPATCH = 0, "dispatch";
    HEARTBEAT = 1, "heartbeat";
    IDENTIFY = 2, "identify";
    PRESENCE = 3, "presence";
    RESUME = 6, "resume";
    RECONNECT = 7, "reconnect";
    REQUEST_MEMBERS = 8, "requestMembers";
    INVALID_SESSION = 9, "invalidSession";
    HELLO = 10, "hello";
    HEARTBEAT_ACK = 11, "heartbeatAck";
    SEND = 200, "messageSend";
    EDIT = 201, "messageEdit";
    DELETE = 202, "messageDelete";
    TYPING = 203, "typing";
    READ_ACK = 204, "readAck";
    REAUTH = 205, "reauth";
    MEMBER_LIST = 206, "memberList";
    RESULT = 210, "result";
    TOKEN_EXPIRING = 211, "tokenExpiring";
}

/// Op codes from here on are ChatSpace's own.
pub const FIRST_EXTENDED: u8 = SEND;
