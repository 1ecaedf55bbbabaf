//! Requests over the gateway: sending, editing and deleting messages, and acknowledgements. Checks, limits and actions are those
//! of REST.
//!
//! Invariants: each request gets one result, except acknowledgements without a nonce; requests of a connection for one channel
//! are processed in order; an exceeded rate limit is a result, never a reason to close.

use std::{
    collections::{HashMap, VecDeque},
    mem,
};

use bytestring::ByteString;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    frames::{self, Request},
    op,
};
use crate::{
    access, api_guard,
    features::{
        messages::{
            actions,
            requests::{CreateMessage, EditMessage},
            view::Message,
        },
        read_states::{self, requests::Ack},
    },
    http::{Error, body},
    kernel::{ApiError, ChannelId, MessageId, Permissions, UserId, limits, limits::Rate},
    state::State,
};

/// Maximum number of a connection's running and queued requests.
const IN_FLIGHT: usize = 32;

/// The requests of one connection, in one lane for each channel.
#[derive(Debug, Default)]
pub struct Lanes {
    /// Requests queued behind the running one of the channel.
    busy: HashMap<ChannelId, VecDeque<Request>>,
    in_flight: usize,
}

impl Lanes {
    /// Queues a request. Returns it if it can start now.
    ///
    /// # Errors
    /// 429 if too many are running or queued.
    pub fn begin(&mut self, channel: ChannelId, request: Request) -> Result<Option<Request>, ApiError> {
        if self.in_flight >= IN_FLIGHT {
            return Err(ApiError::rate_limited(1.0, false));
        }
        self.in_flight += 1;
        match self.busy.get_mut(&channel) {
            Some(waiting) => {
                waiting.push_back(request);
                Ok(None)
            }
            None => {
                self.busy.insert(channel, VecDeque::new());
                Ok(Some(request))
            }
        }
    }

    /// The running request of the channel is done. Returns the next one.
    pub fn done(&mut self, channel: ChannelId) -> Option<Request> {
        self.in_flight -= 1;
        let next = self.busy.get_mut(&channel).and_then(VecDeque::pop_front);
        if next.is_none() {
            self.busy.remove(&channel);
        }
        next
    }
}

#[derive(Deserialize)]
struct Target {
    channel_id: ChannelId,
}

#[derive(Deserialize)]
struct MessageTarget {
    message_id: MessageId,
}

/// The channel of a request, if it passes the rate limits.
///
/// # Errors
/// 400 without a channel, 404 if the caller cannot view it, 429 if a rate limit is exceeded.
pub fn admit(state: &State, user: UserId, request: &Request) -> Result<ChannelId, ApiError> {
    let Target { channel_id } = body::read(request.body.get().as_bytes())?;
    state.limiter.take(limits::ANY_SIGNED_IN, user).allowed(true)?;
    let seen = see(state, user, channel_id);
    api_guard::take(state, rate(request.op), user, *seen.as_ref().unwrap_or(&api_guard::UNSEEN)).allowed(false)?;
    seen.map(|_| channel_id)
}

/// The channel's rate limit, if the caller can view the channel.
///
/// # Errors
/// 404 / 10003 if not: all such channels share one rate limit, [`api_guard::UNSEEN`].
pub fn see(state: &State, user: UserId, channel: ChannelId) -> Result<i64, ApiError> {
    access::authorize_channel(&state.cache.read(), user, channel, Permissions::VIEW_CHANNEL, state.clock.now())?;
    Ok(channel.get())
}

fn rate(code: u8) -> Rate {
    match code {
        op::SEND => limits::SEND,
        op::EDIT => limits::EDIT,
        op::READ_ACK => limits::ACK,
        _ => limits::DELETE,
    }
}

/// Runs the request and returns its result frame, if there is one.
pub async fn perform(state: &State, user: UserId, channel: ChannelId, mut request: Request) -> Option<ByteString> {
    let done = match request.op {
        op::SEND => send(state, user, channel, &request).await.map(Some),
        op::EDIT => edit(state, user, channel, &request).await.map(Some),
        op::READ_ACK => acknowledge(state, user, channel, &request).await.map(|()| None),
        _ => delete(state, user, channel, &request).await.map(|()| None),
    };
    let nonce = mem::take(&mut request.nonce);
    answer(request.op, nonce, done.map_err(|error| error.to_api_error()))
}

/// The result frame of a request. Acks are answered only if they carry a nonce.
pub fn answer(code: u8, nonce: Option<String>, done: Result<Option<Message>, ApiError>) -> Option<ByteString> {
    if code == op::READ_ACK && nonce.is_none() {
        return None;
    }
    Some(match done {
        Ok(message) => succeeded(code, nonce, message.as_ref()),
        Err(error) => refused(code, nonce, error),
    })
}

async fn send(state: &State, user: UserId, channel: ChannelId, request: &Request) -> Result<Message, Error> {
    let body: CreateMessage = body::read(request.body.get().as_bytes())?;
    // Nonces are random here, and a result may be lost with its connection.
    actions::create(state, user, channel, CreateMessage { enforce_nonce: Some(true), ..body }).await
}

async fn edit(state: &State, user: UserId, channel: ChannelId, request: &Request) -> Result<Message, Error> {
    let MessageTarget { message_id } = body::read(request.body.get().as_bytes())?;
    let body: EditMessage = body::read(request.body.get().as_bytes())?;
    actions::edit(state, user, channel, message_id, body).await
}

async fn delete(state: &State, user: UserId, channel: ChannelId, request: &Request) -> Result<(), Error> {
    let MessageTarget { message_id } = body::read(request.body.get().as_bytes())?;
    actions::delete(state, user, channel, message_id).await
}

async fn acknowledge(state: &State, user: UserId, channel: ChannelId, request: &Request) -> Result<(), Error> {
    let MessageTarget { message_id } = body::read(request.body.get().as_bytes())?;
    let ack: Ack = body::read(request.body.get().as_bytes())?;
    read_states::actions::acknowledge(state, user, channel, message_id, ack).await
}

#[derive(Serialize)]
struct Succeeded<'m> {
    nonce: Option<String>,
    op: u8,
    ok: bool,
    data: Option<&'m Message>,
}

#[derive(Serialize)]
struct Refused {
    nonce: Option<String>,
    op: u8,
    ok: bool,
    status: u16,
    code: u32,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<f64>,
}

/// The result frame of a successful request.
pub fn succeeded(op: u8, nonce: Option<String>, message: Option<&Message>) -> ByteString {
    frames::result(&Succeeded { nonce, op, ok: true, data: message })
}

/// The result frame of a failed request.
pub fn refused(op: u8, nonce: Option<String>, error: ApiError) -> ByteString {
    frames::result(&Refused {
        nonce,
        op,
        ok: false,
        status: error.status,
        code: error.code,
        message: error.message.into_owned(),
        errors: error.errors,
        retry_after: error.retry.map(|retry| retry.after_s),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{json, value::to_raw_value};

    use super::*;

    fn request(nonce: &str) -> Request {
        Request { op: op::SEND, nonce: Some(nonce.to_owned()), body: to_raw_value(&json!({})).expect("is JSON") }
    }

    fn nonce(request: Option<Request>) -> Option<String> {
        request.and_then(|request| request.nonce)
    }

    #[test]
    fn requests_for_one_channel_keep_their_order_and_others_do_not_wait() {
        let (tea, coffee) = (ChannelId::new(1), ChannelId::new(2));
        let mut lanes = Lanes::default();
        assert_eq!(nonce(lanes.begin(tea, request("a")).expect("has room")).as_deref(), Some("a"));
        assert_eq!(nonce(lanes.begin(tea, request("b")).expect("has room")), None);
        assert_eq!(nonce(lanes.begin(coffee, request("c")).expect("has room")).as_deref(), Some("c"));
        assert_eq!(nonce(lanes.done(tea)).as_deref(), Some("b"));
        assert_eq!(nonce(lanes.done(tea)), None);
        assert_eq!(nonce(lanes.done(coffee)), None);
        assert!(lanes.busy.is_empty() && lanes.in_flight == 0);
    }

    #[test]
    fn too_many_concurrent_requests_are_rate_limited() {
        let tea = ChannelId::new(1);
        let mut lanes = Lanes::default();
        for _ in 0..IN_FLIGHT {
            lanes.begin(tea, request("a")).expect("has room");
        }
        assert_eq!(lanes.begin(tea, request("b")).expect_err("has no room").status, 429);
    }
}
