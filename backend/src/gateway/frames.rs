//! Lenient parsing of client frames, and the server's own frames without a sequence number.
//!
//! Real clients send ids as numbers, null for absent values, objects for numbers, heartbeats before IDENTIFY, and JSON in binary
//! frames. An invalid frame, or one that cannot start a session, is answered by a close code only. An invalid request is answered
//! as far as possible: with a result, or with members that were not found.

use bytestring::ByteString;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, value::RawValue};

use super::{
    close::Close,
    connection_handle::HEARTBEAT_MS,
    member_lists::Subscription,
    members::{IDS, MemberRequest, MemberSelection},
    op,
};
use crate::{
    cache::PresenceStatus,
    kernel::{ApiError, ChannelId, FieldError, Form, GuildId, Intents, Secret, UserId, limits, numbers},
};

/// Maximum length of a nonce in bytes; longer ones are ignored.
const NONCE_BYTES: usize = 64;
/// Number of members that a client gets by default; also the maximum.
const LARGE: u64 = 250;
const LARGE_MIN: u64 = 50;

/// A frame of a client.
#[derive(Debug)]
pub enum Command {
    /// The last sequence number that the client has received.
    Heartbeat(Option<u64>),
    Identify(Box<Identify>),
    Resume(Resume),
    /// `None` if the status is invalid.
    Presence(Option<PresenceStatus>),
    Members(MemberRequest),
    /// A request that is answered by a result.
    Request(Request),
    /// An invalid request, answered by a result.
    Malformed {
        op: u8,
        nonce: Option<String>,
        error: ApiError,
    },
    /// Subscribes to the members of a channel; `None` unsubscribes.
    MemberList(Option<(GuildId, Subscription)>),
    Typing(ChannelId),
    Reauth {
        nonce: Option<String>,
        token: Secret,
    },
    /// Valid, and without effect here.
    Nothing,
}

#[derive(Debug)]
pub struct Identify {
    pub token: Secret,
    pub intents: Intents,
    pub status: PresenceStatus,
    /// Size up to which guilds are sent with all members.
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

/// A request over the gateway that exists in REST, too.
#[derive(Debug)]
pub struct Request {
    pub op: u8,
    pub nonce: Option<String>,
    pub body: Box<RawValue>,
}

#[derive(Deserialize)]
struct Frame<'f> {
    op: u64,
    #[serde(borrow, default)]
    d: Option<&'f RawValue>,
}

/// Parses a frame. `extended` clients may use the op codes of ChatSpace.
///
/// # Errors
/// The close code of the error.
pub fn read(bytes: &[u8], extended: bool) -> Result<Command, Close> {
    let frame: Frame = serde_json::from_slice(bytes).map_err(|_| Close::Decode)?;
    let code = u8::try_from(frame.op).map_err(|_| Close::UnknownOp)?;
    if code >= op::FIRST_EXTENDED {
        return if extended { read_extended(code, frame.d.unwrap_or(RawValue::NULL)) } else { Err(Close::UnknownOp) };
    }
    match code {
        op::HEARTBEAT => Ok(Command::Heartbeat(frame.d.and_then(|seq| serde_json::from_str(seq.get()).ok()))),
        op::IDENTIFY => identify(&object(frame.d)?),
        op::PRESENCE => {
            Ok(Command::Presence(frame.d.and_then(|d| serde_json::from_str::<Value>(d.get()).ok()).and_then(|d| status(&d))))
        }
        op::RESUME => resume(&object(frame.d)?),
        op::REQUEST_MEMBERS => Ok(fields(frame.d).and_then(|d| members(&d)).map_or(Command::Nothing, Command::Members)),
        // Op codes of Discord's other services; some clients send them unasked.
        4 | 5 | 12..=43 => Ok(Command::Nothing),
        _ => Err(Close::UnknownOp),
    }
}

fn object(d: Option<&RawValue>) -> Result<Map<String, Value>, Close> {
    d.and_then(|d| serde_json::from_str(d.get()).ok()).ok_or(Close::Decode)
}

/// The fields of a request, if it has any. Text that ends in half a surrogate pair is repaired.
fn fields(d: Option<&RawValue>) -> Option<Map<String, Value>> {
    let text = d?.get();
    serde_json::from_str(text).or_else(|_| serde_json::from_str(&whole_characters(text))).ok()
}

/// The JSON with a replacement character for each lone surrogate.
fn whole_characters(json: &str) -> String {
    let unit = |text: &str| {
        let digits = text.strip_prefix("\\u")?.get(..4)?;
        u32::from_str_radix(digits, 16).ok()
    };
    let (mut whole, mut rest) = (String::with_capacity(json.len()), json);
    while let Some(at) = rest.find('\\') {
        whole.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = match (unit(rest), rest.get(6..).and_then(unit)) {
            (Some(0xD800..0xDC00), Some(0xDC00..0xE000)) => 12,
            (Some(0xD800..0xE000), _) => {
                whole.push(char::REPLACEMENT_CHARACTER);
                rest = &rest[6..];
                continue;
            }
            (Some(_), _) => 6,
            (None, _) => rest.chars().take(2).map(char::len_utf8).sum(),
        };
        whole.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    whole.push_str(rest);
    whole
}

/// A field, if it is present and has the right type.
fn field<T: DeserializeOwned>(object: &Map<String, Value>, name: &str) -> Option<T> {
    let value = object.get(name)?;
    let read = |value: Value| T::deserialize(value).ok();
    read(value.clone()).or_else(|| numbers::without_zero_fractions(value.clone()).and_then(read))
}

fn token(object: &Map<String, Value>) -> Result<Secret, Close> {
    field(object, "token").map(|token: String| bare(&token)).ok_or(Close::Decode)
}

/// A token without the scheme that some libraries prepend.
fn bare(token: &str) -> Secret {
    let bare = token.strip_prefix("Bot ").or_else(|| token.strip_prefix("Bearer ")).unwrap_or(token);
    Secret::new(bare.trim())
}

fn nonce(object: &Map<String, Value>) -> Option<String> {
    let text = match object.get("nonce")? {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (text.len() <= NONCE_BYTES).then_some(text)
}

fn status(presence: &Value) -> Option<PresenceStatus> {
    presence.get("status").and_then(Value::as_str).and_then(PresenceStatus::from_wire)
}

fn identify(d: &Map<String, Value>) -> Result<Command, Close> {
    let own = d.get("chatspace").and_then(Value::as_object);
    // Intents filter and grant nothing, so no intents mean all, and unknown bits are ignored.
    let intents = field::<u64>(d, "intents").map_or(Intents::all(), |bits| {
        Intents::from_bits_truncate(u32::try_from(bits & u64::from(u32::MAX)).unwrap_or(u32::MAX))
    });
    let large = field::<u64>(d, "large_threshold").unwrap_or(LARGE).clamp(LARGE_MIN, LARGE);
    Ok(Command::Identify(Box::new(Identify {
        token: token(d)?,
        intents,
        status: d.get("presence").and_then(status).unwrap_or(PresenceStatus::Online),
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

/// `None` without a guild.
fn members(d: &Map<String, Value>) -> Option<MemberRequest> {
    let limit = field::<u64>(d, "limit").map_or(0, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
    let whom = match (d.get("user_ids"), d.get("query")) {
        (Some(Value::Array(ids)), _) => MemberSelection::Users(listed(ids)),
        (Some(one), _) if !one.is_null() => MemberSelection::Users(listed(std::slice::from_ref(one))),
        (_, None | Some(Value::Null)) if limit == 0 => MemberSelection::All,
        (_, None | Some(Value::Null)) => MemberSelection::Named { prefix: String::new(), limit },
        (_, Some(Value::String(prefix))) if prefix.is_empty() && limit == 0 => MemberSelection::All,
        (_, Some(Value::String(prefix))) => MemberSelection::Named { prefix: prefix.clone(), limit },
        // An invalid query matches nobody.
        _ => MemberSelection::Users(Vec::new()),
    };
    let presences = field(d, "presences").unwrap_or(false);
    Some(MemberRequest { guild: field(d, "guild_id")?, whom, presences, nonce: nonce(d) })
}

/// The ids of a list. An invalid id matches nobody, and neither does a list that is too long.
fn listed(ids: &[Value]) -> Vec<UserId> {
    if ids.len() > IDS { Vec::new() } else { ids.iter().filter_map(|id| UserId::deserialize(id).ok()).collect() }
}

/// The end of the range of rows that may be requested: a list has a row for each member and for each group.
const LIST_ROWS: usize = 2 * limits::MEMBERS_PER_GUILD;

fn member_list(d: &Map<String, Value>) -> Result<Command, ApiError> {
    let asked: Option<Vec<(usize, usize)>> = match d.get("ranges") {
        None | Some(Value::Null) => None,
        Some(_) => Some(required(d, "ranges")?),
    };
    let Some(ranges) = asked.filter(|ranges| !ranges.is_empty()) else { return Ok(Command::MemberList(None)) };
    let fits = |(first, last): &(usize, usize)| first <= last && *last < LIST_ROWS && last - first < limits::MEMBER_LIST_ROWS;
    if ranges.len() > limits::MEMBER_LIST_RANGES || !ranges.iter().all(fits) {
        return Err(wrong("ranges"));
    }
    let subscription =
        Subscription { channel: required(d, "channel_id")?, ranges, by_reference: field(d, "by_reference").unwrap_or(false) };
    Ok(Command::MemberList(Some((required(d, "guild_id")?, subscription))))
}

fn required<T: DeserializeOwned>(d: &Map<String, Value>, name: &str) -> Result<T, ApiError> {
    if !d.contains_key(name) {
        return Err(Form::refuse(name, &FieldError::required()));
    }
    field(d, name).ok_or_else(|| wrong(name))
}

fn wrong(name: &str) -> ApiError {
    Form::refuse(name, &FieldError::new("BASE_TYPE_BAD_TYPE", "Has the wrong type or an invalid value."))
}

fn read_extended(code: u8, d: &RawValue) -> Result<Command, Close> {
    let fields = fields(Some(d)).unwrap_or_default();
    let nonce = nonce(&fields);
    let read = match code {
        op::SEND | op::EDIT | op::DELETE | op::READ_ACK => {
            return Ok(Command::Request(Request { op: code, nonce, body: d.to_owned() }));
        }
        op::TYPING => required(&fields, "channel_id").map(Command::Typing),
        op::MEMBER_LIST => member_list(&fields),
        op::REAUTH => {
            required(&fields, "token").map(|token: String| Command::Reauth { nonce: nonce.clone(), token: bare(&token) })
        }
        _ => return Err(Close::UnknownOp),
    };
    Ok(read.unwrap_or_else(|error| Command::Malformed { op: code, nonce, error }))
}

/// Server frames without a sequence number.
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
            Self::Hello => unnumbered(op::HELLO, &format!(r#"{{"heartbeat_interval":{HEARTBEAT_MS}}}"#)),
            Self::HeartbeatAck => ByteString::from_static(r#"{"op":11,"d":null,"s":null,"t":null}"#),
            Self::Reconnect => ByteString::from_static(r#"{"op":7,"d":null,"s":null,"t":null}"#),
            Self::InvalidSession => ByteString::from_static(r#"{"op":9,"d":false,"s":null,"t":null}"#),
            Self::TokenExpiring { seconds } => unnumbered(op::TOKEN_EXPIRING, &format!(r#"{{"expires_in":{seconds}}}"#)),
        }
    }
}

/// The result frame of a request.
pub fn result<T: Serialize>(d: &T) -> ByteString {
    unnumbered(op::RESULT, &serde_json::to_string(d).expect("results have string keys and no failing parts"))
}

/// A frame without a sequence number. Some libraries require all four fields in every frame.
fn unnumbered(op: u8, d: &str) -> ByteString {
    format!(r#"{{"op":{op},"d":{d},"s":null,"t":null}}"#).into()
}

#[cfg(test)]
mod tests;
