//! Commands of a client on its connection.

use std::sync::Arc;

use actix::{AsyncContext, Context, WrapFuture, fut::ActorFutureExt};

use super::Connection;
use crate::{
    api_guard,
    cache::PresenceStatus,
    features::{presence, typing},
    gateway::{
        close::Close,
        frames::{self, Command, Identify, Notice, Request},
        op, requests,
        session::GatewaySession,
        sign_in::{self, Denied},
    },
    kernel::{ApiError, ChannelId, Secret, UserId, limits},
    observe::metrics,
};

impl Connection {
    /// Counts a frame of the client.
    pub(super) fn may_hear_one_more(&self) -> bool {
        let taken = self.state.limiter.take(limits::GATEWAY_FRAMES, self.handle.number);
        let may = taken.retry_after_s.is_none();
        if !may {
            self.handle.close(Close::RateLimited);
        }
        may
    }

    pub(super) fn hear(&mut self, bytes: &[u8], context: &mut Context<Self>) {
        if !self.may_hear_one_more() {
            return;
        }
        match frames::read(bytes, self.is_extended()) {
            Ok(command) => self.obey(command, context),
            Err(close) => self.handle.close(close),
        }
    }

    fn obey(&mut self, command: Command, context: &mut Context<Self>) {
        match (command, self.session.clone()) {
            (Command::Heartbeat(seq), session) => self.beat(seq, session.as_deref()),
            (Command::Identify(_) | Command::Resume(_), Some(_)) => self.handle.close(Close::AlreadyAuthenticated),
            (Command::Identify(asked), None) => self.identify(asked, context),
            (Command::Resume(asked), None) => {
                let signed_in = sign_in::resume(&self.state, &self.hub, &self.handle, &asked);
                self.settle(signed_in);
            }
            (_, None) => self.handle.close(Close::NotAuthenticated),
            (Command::Presence(chosen), Some(session)) => self.choose(chosen, &session),
            (Command::Members(ask), Some(session)) => {
                if !session.ask(ask) {
                    self.handle.close(Close::RateLimited);
                }
            }
            (Command::Request(request), Some(session)) => self.request(session.owner.user, request, context),
            (Command::MemberList(Some((guild, subscription))), Some(session)) => {
                self.hub.lists().subscribe(&session, guild, subscription);
            }
            (Command::MemberList(None), Some(session)) => self.hub.lists().unsubscribe(session.number),
            (Command::Typing(channel), Some(session)) => self.show_typing(session.owner.user, channel),
            (Command::Reauth { nonce, token }, Some(session)) => self.reauthenticate(&session, nonce, &token),
            (Command::Malformed { op, nonce, error }, Some(_)) => self.send(requests::refused(op, nonce, error)),
            (Command::Nothing, Some(_)) => {}
        }
    }

    fn beat(&mut self, seq: Option<u64>, session: Option<&GatewaySession>) {
        self.handle.received(self.state.clock.monotonic());
        if let (Some(seq), Some(session)) = (seq, session) {
            session.confirm(seq);
        }
        self.say(Notice::HeartbeatAck);
    }

    fn identify(&mut self, asked: Box<Identify>, context: &mut Context<Self>) {
        let (state, hub, handle) = (self.state.clone(), self.hub.clone(), self.handle.clone());
        let origin = self.origin.clone();
        let task = async move {
            let signed_in = sign_in::identify(&state, &hub, &handle, asked, origin).await;
            metrics().identified(signed_in.is_ok());
            signed_in
        };
        // Other frames wait until it is settled.
        context.wait(task.into_actor(self).map(|signed_in, connection, _| connection.settle(signed_in)));
    }

    fn settle(&mut self, signed_in: Result<Arc<GatewaySession>, Denied>) {
        match signed_in {
            Ok(session) => {
                self.outbox.borrow_mut().session = Some(Arc::clone(&session));
                self.session = Some(session);
                self.limit.set(limits::FRAME_BYTES);
                self.handle.order(crate::gateway::connection_handle::NEWS);
            }
            Err(Denied::Invalid) => self.say(Notice::InvalidSession),
            Err(Denied::TooOften) if self.warned => self.handle.close(Close::RateLimited),
            Err(Denied::TooOften) => {
                self.warned = true;
                self.say(Notice::InvalidSession);
            }
            Err(Denied::Close(close)) => self.handle.close(close),
        }
    }

    /// A status beyond the limit is ignored, without closing the connection.
    fn choose(&self, chosen: Option<PresenceStatus>, session: &GatewaySession) {
        let user = session.owner.user;
        if let Some(chosen) = chosen
            && self.state.limiter.take(limits::PRESENCE, user).retry_after_s.is_none()
        {
            self.state.presences.choose(user, session.number, chosen);
            presence::actions::publish_changes(&self.state, user);
        }
    }

    /// Errors are ignored, since there is no response.
    fn show_typing(&self, user: UserId, channel: ChannelId) {
        let handshake = requests::see(&self.state, user, channel).unwrap_or(api_guard::UNSEEN);
        let taken = api_guard::take(&self.state, limits::TYPING, user, handshake);
        if taken.retry_after_s.is_none()
            && let Err(error) = typing::actions::start(&self.state, user, channel)
        {
            tracing::debug!(%error, "typing indicator refused");
        }
    }

    fn reauthenticate(&mut self, session: &GatewaySession, nonce: Option<String>, token: &Secret) {
        let frame = if sign_in::reauthenticate(&self.state, session, &self.handle, token) {
            requests::succeeded(op::REAUTH, nonce, None)
        } else {
            requests::refused(op::REAUTH, nonce, ApiError::unauthorized())
        };
        self.send(frame);
    }

    fn request(&mut self, user: UserId, request: Request, context: &mut Context<Self>) {
        let (op, nonce) = (request.op, request.nonce.clone());
        let begun =
            requests::admit(&self.state, user, &request).and_then(|channel| Ok((channel, self.lanes.begin(channel, request)?)));
        match begun {
            Ok((channel, Some(request))) => self.perform(user, channel, request, context),
            Ok((_, None)) => {}
            Err(error) => {
                if let Some(frame) = requests::answer(op, nonce, Err(error)) {
                    self.send(frame);
                }
            }
        }
    }

    fn perform(&mut self, user: UserId, channel: ChannelId, request: Request, context: &mut Context<Self>) {
        let state = self.state.clone();
        let task = async move { requests::perform(&state, user, channel, request).await };
        context.spawn(task.into_actor(self).map(move |frame, connection, context| {
            if let Some(frame) = frame {
                connection.send(frame);
            }
            if let Some(next) = connection.lanes.done(channel) {
                connection.perform(user, channel, next, context);
            }
        }));
    }
}
