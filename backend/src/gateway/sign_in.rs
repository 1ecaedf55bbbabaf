//! IDENTIFY and RESUME: how a connection gets its session.

use std::sync::Arc;

use tokio::sync::oneshot;

use super::{
    close::Close,
    connection_handle::ConnectionHandle,
    frames::{Identify, Resume},
    hub::Hub,
    payloads::Ready,
    ready::{self, AtFirst, Origin},
    session::{GatewaySession, Item, Owner, ResumeError},
};
use crate::{
    access::Caller,
    cache::Model,
    features::{presence, read_states, users},
    http::Error,
    kernel::{
        Intents, MessageId, Secret, Timestamp, UserId,
        limits::{self, Rate},
        random,
    },
    observe::{metrics, security_event},
    state::State,
    wire::user::CurrentUser,
};

/// Why a connection has no session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denied {
    /// The session is gone. The client may IDENTIFY on the same connection.
    Invalid,
    /// The client may try again on the same connection later.
    TooOften,
    Close(Close),
}

/// Starts a session.
///
/// # Errors
/// For an invalid token, too many connections, or an exceeded rate limit.
pub async fn identify(
    state: &State,
    hub: &Arc<Hub>,
    handle: &Arc<ConnectionHandle>,
    asked: Box<Identify>,
    origin: Origin,
) -> Result<Arc<GatewaySession>, Denied> {
    let caller = check(state, handle, &asked.token).ok_or(Denied::Close(Close::AuthenticationFailed))?;
    // The daily limit counts only what passes the other limit.
    if [limits::IDENTIFY, limits::IDENTIFY_DAY].iter().any(|rate| is_over(state, *rate, caller.user)) {
        return Err(Denied::TooOften);
    }
    if !hub.has_room_for(caller.user) || hub.is_stopping() {
        return Err(Denied::Close(Close::TryLater));
    }
    let user = current_user(state, caller.user).await.map_err(denied)?;
    // Bots never get the ChatSpace extensions.
    let extended = asked.extended && !caller.bot;
    let since = MessageId::new(state.ids.next());
    let owner = Owner { user: caller.user, session_id: caller.session_id, intents: asked.intents, extended, since };
    let session = Arc::new(GatewaySession::new(hub.next_number(), secret_id(), owner, handle.clone()));
    let pending =
        PendingReady { hub: hub.clone(), handle: handle.clone(), session: session.clone(), caller, user, asked, origin };
    let entered = if session.owner.extended {
        enter_in_order(state, pending).await.map_err(denied)?
    } else {
        // From here until the session is registered no event is published, so none is lost in between.
        let _gate = state.publisher.hold();
        let model = state.cache.read();
        hub.presences().begin(caller.user, session.number, pending.asked.status, model.settings(caller.user).status);
        pending.open(&model, state.clock.now()).is_some()
    };
    if !entered {
        state.presences.end(caller.user, session.number);
        return Err(Denied::Close(Close::AuthenticationFailed));
    }
    presence::actions::publish_changes(state, caller.user);
    Ok(session)
}

fn is_over(state: &State, rate: Rate, user: UserId) -> bool {
    state.limiter.take(rate, user).retry_after_s.is_some()
}

fn denied(error: Error) -> Denied {
    match error {
        Error::Refused(_) => Denied::Close(Close::AuthenticationFailed),
        Error::Failed(error) => {
            tracing::error!(%error, "IDENTIFY failed");
            Denied::Close(Close::TryLater)
        }
    }
}

/// A session that is about to start.
struct PendingReady {
    hub: Arc<Hub>,
    handle: Arc<ConnectionHandle>,
    session: Arc<GatewaySession>,
    caller: Caller,
    user: CurrentUser,
    asked: Box<Identify>,
    origin: Origin,
}

impl PendingReady {
    /// Builds the initial state and registers the session, while nothing is published. `None` if the auth session has ended since
    /// its token was checked.
    fn open(self, model: &Model, now: Timestamp) -> Option<Ready> {
        let Self { hub, handle, session, caller, user, asked, origin } = self;
        if model.is_revoked(caller.session_id) {
            return None;
        }
        let extras = session.owner.extended.then(|| ready::extras((model, hub.presences()), caller.user, now));
        let ready = ready::ready(model, user, session.id.clone(), &origin, extras);
        session.push(if session.owner.extended { Item::Awaited } else { Item::ready(caller.user, &ready) });
        if asked.intents.contains(Intents::GUILDS) {
            let at_first = AtFirst::asked_by(&asked);
            model.guilds_of(caller.user).for_each(|guild| session.push(Item::Guild(guild.id, at_first.of(guild))));
        }
        hub.enter(&session, model.guilds_of(caller.user).map(|guild| guild.id));
        handle.identified(caller.expires_at, hub.now());
        Some(ready)
    }
}

/// Registers the session of a client with extensions at a point in the order of write jobs, and then reads what only the database
/// knows, up to the id generated at that point. Until that is known nothing of the session is sent. Deletions and
/// acknowledgements meanwhile are published afterwards. The user is present from that point on: @here in a later job mentions
/// them.
async fn enter_in_order(state: &State, pending: PendingReady) -> Result<bool, Error> {
    // After a reconnect of many clients, they wait here and do not block other readers.
    let hub = pending.hub.clone();
    let _turn = hub.pending().await;
    let (session, user) = (pending.session.clone(), pending.caller.user);
    let Some((ready, before)) = entered(state, pending).await? else { return Ok(false) };
    let filled = fill(state, &session, ready, before).await;
    if filled.is_err() {
        hub.forget(&session);
        state.presences.end(user, session.number);
    }
    filled.map(|()| true)
}

/// The session's READY, and the id before which everything was published before it.
async fn entered(state: &State, pending: PendingReady) -> Result<Option<(Ready, MessageId)>, Error> {
    let (user, session, status) = (pending.caller.user, pending.session.number, pending.asked.status);
    let (entered, outcome) = oneshot::channel();
    let enter = move |model: &Model, now| {
        // The connection may be gone by then, and nobody there to enter.
        let _ = entered.send(pending.open(model, now));
    };
    let before = presence::actions::begin_in_order(state, user, (session, status), enter).await?;
    Ok(outcome.await.unwrap_or(None).map(|ready| (ready, before)))
}

/// Completes READY with the read states, and releases the session's events.
async fn fill(state: &State, session: &GatewaySession, mut ready: Ready, before: MessageId) -> Result<(), Error> {
    let user = session.owner.user;
    let stored = read_states::actions::stored_briefly(state, user, before).await?;
    if let Some(extras) = &mut ready.chatspace {
        extras.read_states = stored.seen_by(&state.cache.read(), user, state.clock.now());
    }
    session.fill(Item::ready(user, &ready));
    Ok(())
}

/// Resumes a session on a new connection.
///
/// # Errors
/// For an invalid token, an unknown session or one of another user, or a gap.
pub fn resume(state: &State, hub: &Hub, handle: &Arc<ConnectionHandle>, asked: &Resume) -> Result<Arc<GatewaySession>, Denied> {
    let caller = check(state, handle, &asked.token).ok_or_else(|| not_resumed("bad_token", Denied::Invalid))?;
    if state.limiter.take(limits::RESUME, caller.user).retry_after_s.is_some() {
        return Err(not_resumed("rate_limited", Denied::Close(Close::RateLimited)));
    }
    let session = hub.session(&asked.session_id).ok_or_else(|| not_resumed("unknown_session", Denied::Invalid))?;
    if session.owner.user != caller.user || session.owner.session_id != caller.session_id {
        security_event!("foreign_resume", user = %caller.user, "RESUME of another auth session's gateway session refused");
        return Err(not_resumed("other_session", Denied::Invalid));
    }
    if hub.is_stopping() || (!session.is_connected() && !hub.has_room_for(caller.user)) {
        return Err(not_resumed("full", Denied::Close(Close::TryLater)));
    }
    let resumed = session.resume(handle, asked.seq, &state.cache.read(), state.clock.now());
    let replaced = resumed.map_err(|error| {
        if error != ResumeError::Older {
            hub.forget(&session);
        }
        match error {
            ResumeError::Older => not_resumed("older", Denied::Close(Close::Replaced)),
            ResumeError::Ahead => not_resumed("ahead", Denied::Close(Close::InvalidSeq)),
            ResumeError::Gone => not_resumed("gone", Denied::Invalid),
        }
    })?;
    if let Some(old) = replaced {
        old.close(Close::Replaced);
    }
    handle.identified(caller.expires_at, state.clock.monotonic());
    session.push(Item::own(caller.user, &super::payloads::Resumed {}));
    hub.lists().regained(&session);
    state.presences.regain(caller.user, session.number);
    presence::actions::publish_changes(state, caller.user);
    metrics().resumed("ok");
    Ok(session)
}

/// Counts the reason.
fn not_resumed(why: &'static str, denied: Denied) -> Denied {
    metrics().resumed(why);
    denied
}

/// Renews the token of a connection, with one of the same session.
pub fn reauthenticate(state: &State, session: &GatewaySession, handle: &ConnectionHandle, token: &Secret) -> bool {
    let caller = check(state, handle, token);
    let same = caller.filter(|caller| caller.user == session.owner.user && caller.session_id == session.owner.session_id);
    if let Some(caller) = same {
        handle.identified(caller.expires_at, state.clock.monotonic());
    }
    same.is_some()
}

async fn current_user(state: &State, id: UserId) -> Result<CurrentUser, Error> {
    let mut conn = state.db.read_first().await?;
    users::actions::current(&mut conn, &state.cache, id).await
}

/// Invalid tokens count against the address of the connection, as in REST; beyond the limit, all are refused.
fn check(state: &State, handle: &ConnectionHandle, token: &Secret) -> Option<Caller> {
    if state.limiter.look(limits::INVALID, handle.network).retry_after_s.is_some() {
        return None;
    }
    let caller = state.tokens.check_any(token.expose(), &state.cache.read()).ok();
    if caller.is_none() {
        state.limiter.take(limits::INVALID, handle.network);
    }
    caller
}

fn secret_id() -> String {
    hex::encode(random::bytes::<16>())
}
