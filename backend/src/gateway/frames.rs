//! Frames of clients, read liberally, and the server's own frames without a number.
//!
//! Real clients send ids as numbers, null for "not given", objects where a number is meant, heartbeats before IDENTIFY, and
//! JSON in binary frames. What is wrong with a frame is told by its close code alone.

use bytestring::ByteString;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, value::RawValue};

use super::{
    close::Close,
    link::HEARTBEAT_MS,
    member_lists::Look,
    members::{Ask, IDS, Whom},
};
use crate::{
    cache::Chosen,
    kernel::{ChannelId, GuildId, Intents, Secret, UserId, limits},
};

/// Nonces of requests may have so many bytes; longer ones are no nonces.
const NONCE_BYTES: usize = 64;
/// Members that a client gets at first if it does not say how many; also the most.
const LARGE: u64 = 250;
const LARGE_MIN: u64 = 50;

/// What a client wants.
#[derive(Debug)]
pub enum Command {
    /// The last number the client has.
    Heartbeat(Option<u64>),
    Identify(Box<Identify>),
    Resume(Resume),
    /// `None`: nothing that can be understood as a status.
    Presence(Option<Chosen>),
    Members(Ask),
    /// To be done and answered by a result.
    Request(Request),
    /// What to show of the members of a guild from now on; `None`: nothing.
    MemberList(Option<(GuildId, Look)>),
    Typing(ChannelId),
    Reauth {
        nonce: Option<String>,
        token: Secret,
    },
    /// Understood, and of no meaning here.
    Nothing,
}

#[derive(Debug)]
pub struct Identify {
    pub token: Secret,
    pub intents: Intents,
    pub status: Chosen,
    /// Up to so many members are told at first.
    pub large_threshold: usize,
    pub extended: bool,
    pub lazy_members: bool,
}

#[derive(Debug)]
pub struct Resume {
    pub token: Secret,
    pub session_id: String,
    pub seq: u64,
}

/// A request over the gateway that REST knows, too.
#[derive(Debug)]
pub struct Request {
    pub op: u8,
    pub nonce: Option<String>,
    pub body: Box<RawValue>,
}

pub const SEND: u8 = 200;
pub const EDIT: u8 = 201;
pub const DELETE: u8 = 202;
const TYPING: u8 = 203;
pub const READ_ACK: u8 = 204;
pub const REAUTH: u8 = 205;
const MEMBER_LIST: u8 = 206;
/// Opcodes from here on are only ChatSpace's.
const EXTENDED: u64 = 200;

#[derive(Deserialize)]
struct Frame<'f> {
    op: u64,
    #[serde(borrow, default)]
    d: Option<&'f RawValue>,
}

/// Reads a frame. `extended` clients know the opcodes that are only ChatSpace's.
///
/// # Errors
/// The close code that tells what is wrong.
pub fn read(bytes: &[u8], extended: bool) -> Result<Command, Close> {
    let frame: Frame = serde_json::from_slice(bytes).map_err(|_| Close::Decode)?;
    if frame.op >= EXTENDED {
        let op = u8::try_from(frame.op).ok().filter(|_| extended).ok_or(Close::UnknownOp)?;
        return read_extended(op, frame.d.ok_or(Close::Decode)?);
    }
    match frame.op {
        1 => Ok(Command::Heartbeat(frame.d.and_then(|seq| serde_json::from_str(seq.get()).ok()))),
        2 => identify(&object(frame.d)?),
        3 => Ok(Command::Presence(frame.d.and_then(|d| serde_json::from_str::<Value>(d.get()).ok()).and_then(|d| status(&d)))),
        6 => resume(&object(frame.d)?),
        8 => members(&object(frame.d)?),
        // Of other services of the wire; some are sent by clients unasked.
        4 | 5 | 12..=43 => Ok(Command::Nothing),
        _ => Err(Close::UnknownOp),
    }
}

fn object(d: Option<&RawValue>) -> Result<Map<String, Value>, Close> {
    d.and_then(|d| serde_json::from_str(d.get()).ok()).ok_or(Close::Decode)
}

/// A field, if it is there and has the right type.
fn field<T: DeserializeOwned>(object: &Map<String, Value>, name: &str) -> Option<T> {
    object.get(name).and_then(|value| T::deserialize(value.clone()).ok())
}

/// Without the scheme that some libraries put before it.
fn token(object: &Map<String, Value>) -> Result<Secret, Close> {
    let token: String = field(object, "token").ok_or(Close::Decode)?;
    let bare = token.strip_prefix("Bot ").or_else(|| token.strip_prefix("Bearer ")).unwrap_or(&token);
    Ok(Secret::new(bare.trim()))
}

fn nonce(object: &Map<String, Value>) -> Option<String> {
    let text = match object.get("nonce")? {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (text.len() <= NONCE_BYTES).then_some(text)
}

fn status(presence: &Value) -> Option<Chosen> {
    presence.get("status").and_then(Value::as_str).and_then(Chosen::from_wire)
}

fn identify(d: &Map<String, Value>) -> Result<Command, Close> {
    let own = d.get("chatspace").and_then(Value::as_object);
    // Intents filter and grant nothing, so who names none gets everything, and unknown bits mean nothing.
    let intents = field::<u64>(d, "intents").map_or(Intents::all(), |bits| {
        Intents::from_bits_truncate(u32::try_from(bits & u64::from(u32::MAX)).unwrap_or(u32::MAX))
    });
    let large = field::<u64>(d, "large_threshold").unwrap_or(LARGE).clamp(LARGE_MIN, LARGE);
    Ok(Command::Identify(Box::new(Identify {
        token: token(d)?,
        intents,
        status: d.get("presence").and_then(status).unwrap_or(Chosen::Online),
        large_threshold: usize::try_from(large).unwrap_or(usize::MAX),
        extended: own.is_some_and(|own| own.get("v").and_then(Value::as_u64) == Some(1)),
        lazy_members: own.is_some_and(|own| own.get("lazy_members").and_then(Value::as_bool) == Some(true)),
    })))
}

fn resume(d: &Map<String, Value>) -> Result<Command, Close> {
    Ok(Command::Resume(Resume {
        token: token(d)?,
        session_id: field(d, "session_id").ok_or(Close::Decode)?,
        seq: field(d, "seq").unwrap_or(0),
    }))
}

fn members(d: &Map<String, Value>) -> Result<Command, Close> {
    let ids: Vec<UserId> = match d.get("user_ids") {
        None | Some(Value::Null) => Vec::new(),
        Some(_) => field(d, "user_ids").or_else(|| field(d, "user_ids").map(|one| vec![one])).ok_or(Close::Decode)?,
    };
    let limit = field::<u64>(d, "limit").map_or(0, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
    let prefix: String = field(d, "query").unwrap_or_default();
    let whom = match (ids.len(), prefix.is_empty() && limit == 0) {
        (0, true) => Whom::All,
        (0, false) => Whom::Named { prefix, limit },
        (1..=IDS, _) => Whom::Users(ids),
        _ => return Err(Close::Decode),
    };
    Ok(Command::Members(Ask {
        guild: field(d, "guild_id").ok_or(Close::Decode)?,
        whom,
        presences: field(d, "presences").unwrap_or(false),
        nonce: nonce(d),
    }))
}

/// The row after the last that may be asked for: a list has a row for each member, and for each group.
const LIST_ROWS: usize = 2 * limits::MEMBERS_PER_GUILD;

fn member_list(d: &Map<String, Value>) -> Result<Command, Close> {
    let asked: Option<Vec<(usize, usize)>> = match d.get("ranges") {
        None | Some(Value::Null) => None,
        Some(_) => Some(field(d, "ranges").ok_or(Close::Decode)?),
    };
    let Some(ranges) = asked.filter(|ranges| !ranges.is_empty()) else { return Ok(Command::MemberList(None)) };
    let fits = |(first, last): &(usize, usize)| first <= last && *last < LIST_ROWS && last - first < limits::MEMBER_LIST_ROWS;
    if ranges.len() > limits::MEMBER_LIST_RANGES || !ranges.iter().all(fits) {
        return Err(Close::Decode);
    }
    let look = Look {
        channel: field(d, "channel_id").ok_or(Close::Decode)?,
        ranges,
        by_reference: field(d, "by_reference").unwrap_or(false),
    };
    Ok(Command::MemberList(Some((field(d, "guild_id").ok_or(Close::Decode)?, look))))
}

fn read_extended(op: u8, d: &RawValue) -> Result<Command, Close> {
    let d_object = object(Some(d))?;
    match op {
        SEND | EDIT | DELETE | READ_ACK => Ok(Command::Request(Request { op, nonce: nonce(&d_object), body: d.to_owned() })),
        TYPING => Ok(Command::Typing(field(&d_object, "channel_id").ok_or(Close::Decode)?)),
        MEMBER_LIST => member_list(&d_object),
        REAUTH => Ok(Command::Reauth { nonce: nonce(&d_object), token: token(&d_object)? }),
        _ => Err(Close::UnknownOp),
    }
}

/// Frames of the server that have no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    Hello,
    HeartbeatAck,
    Reconnect,
    /// The session cannot be resumed.
    InvalidSession,
    TokenExpiring {
        seconds: u64,
    },
}

impl Notice {
    pub fn frame(self) -> ByteString {
        match self {
            Self::Hello => format!(r#"{{"op":10,"d":{{"heartbeat_interval":{HEARTBEAT_MS}}}}}"#).into(),
            Self::HeartbeatAck => ByteString::from_static(r#"{"op":11,"d":null}"#),
            Self::Reconnect => ByteString::from_static(r#"{"op":7,"d":null}"#),
            Self::InvalidSession => ByteString::from_static(r#"{"op":9,"d":false}"#),
            Self::TokenExpiring { seconds } => format!(r#"{{"op":211,"d":{{"expires_in":{seconds}}}}}"#).into(),
        }
    }
}

/// The frame with the result of a request.
pub fn result<T: Serialize>(d: &T) -> ByteString {
    #[derive(Serialize)]
    struct ResultFrame<'d, T> {
        op: u8,
        d: &'d T,
    }
    let json = serde_json::to_string(&ResultFrame { op: 210, d }).expect("results have string keys and no failing parts");
    ByteString::from(json)
}

#[cfg(test)]
mod tests;
