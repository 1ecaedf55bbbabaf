//! What a client may ask for over its connection.

use std::sync::Arc;

use actix::{AsyncContext, Context, WrapFuture, fut::ActorFutureExt};

use super::Connection;
use crate::{
    cache::Chosen,
    entry,
    features::{presence, typing},
    gateway::{
        close::Close,
        frames::{self, Command, Identify, Notice, Request},
        op, requests,
        session::Session,
        sign_in::{self, Denied},
    },
    kernel::{ChannelId, Refusal, Secret, UserId, limits},
    observe::metrics,
};

impl Connection {
    /// Counts a frame of the client.
    pub(super) fn may_hear_one_more(&self) -> bool {
        let taken = self.state.limiter.take(limits::GATEWAY_FRAMES, self.link.number);
        let may = taken.retry_after_s.is_none();
        if !may {
            self.link.close(Close::RateLimited);
        }
        may
    }

    pub(super) fn hear(&mut self, bytes: &[u8], context: &mut Context<Self>) {
        if !self.may_hear_one_more() {
            return;
        }
        match frames::read(bytes, self.is_extended()) {
            Ok(command) => self.obey(command, context),
            Err(close) => self.link.close(close),
        }
    }

    fn obey(&mut self, command: Command, context: &mut Context<Self>) {
        match (command, self.session.clone()) {
            (Command::Heartbeat(seq), session) => self.beat(seq, session.as_deref()),
            (Command::Identify(_) | Command::Resume(_), Some(_)) => self.link.close(Close::AlreadyAuthenticated),
            (Command::Identify(asked), None) => self.identify(asked, context),
            (Command::Resume(asked), None) => {
                let signed_in = sign_in::resume(&self.state, &self.hub, &self.link, &asked);
                self.settle(signed_in);
            }
            (_, None) => self.link.close(Close::NotAuthenticated),
            (Command::Presence(chosen), Some(session)) => self.choose(chosen, &session),
            (Command::Members(ask), Some(session)) => {
                if !session.ask(ask) {
                    self.link.close(Close::RateLimited);
                }
            }
            (Command::Request(request), Some(session)) => self.request(session.owner.user, request, context),
            (Command::MemberList(Some((guild, look))), Some(session)) => self.hub.lists().look(&session, guild, look),
            (Command::MemberList(None), Some(session)) => self.hub.lists().look_away(session.number),
            (Command::Typing(channel), Some(session)) => self.show_typing(session.owner.user, channel),
            (Command::Reauth { nonce, token }, Some(session)) => self.reauthenticate(&session, nonce, &token),
            (Command::Malformed { op, nonce, refusal }, Some(_)) => self.send(requests::refused(op, nonce, refusal)),
            (Command::Nothing, Some(_)) => {}
        }
    }

    fn beat(&mut self, seq: Option<u64>, session: Option<&Session>) {
        self.link.heard(self.state.clock.monotonic());
        if let (Some(seq), Some(session)) = (seq, session) {
            session.confirm(seq);
        }
        self.say(Notice::HeartbeatAck);
    }

    fn identify(&mut self, asked: Box<Identify>, context: &mut Context<Self>) {
        let (state, hub, link) = (self.state.clone(), self.hub.clone(), self.link.clone());
        let origin = self.origin.clone();
        let work = async move {
            let signed_in = sign_in::identify(&state, &hub, &link, asked, origin).await;
            metrics().identified(signed_in.is_ok());
            signed_in
        };
        // Nothing else is heard until it is settled.
        context.wait(work.into_actor(self).map(|signed_in, connection, _| connection.settle(signed_in)));
    }

    fn settle(&mut self, signed_in: Result<Arc<Session>, Denied>) {
        match signed_in {
            Ok(session) => {
                self.outbox.borrow_mut().session = Some(Arc::clone(&session));
                self.session = Some(session);
                self.limit.set(limits::FRAME_BYTES);
                self.link.order(crate::gateway::link::NEWS);
            }
            Err(Denied::Invalid) => self.say(Notice::InvalidSession),
            Err(Denied::TooOften) if self.warned => self.link.close(Close::RateLimited),
            Err(Denied::TooOften) => {
                self.warned = true;
                self.say(Notice::InvalidSession);
            }
            Err(Denied::Close(close)) => self.link.close(close),
        }
    }

    /// A status that comes too often is dropped: it is no reason to close.
    fn choose(&self, chosen: Option<Chosen>, session: &Session) {
        let user = session.owner.user;
        if let Some(chosen) = chosen
            && self.state.limiter.take(limits::PRESENCE, user).retry_after_s.is_none()
        {
            self.state.presences.choose(user, session.number, chosen);
            presence::actions::tell(&self.state, user);
        }
    }

    /// There is no answer to it, so what cannot be done is simply not done.
    fn show_typing(&self, user: UserId, channel: ChannelId) {
        let place = requests::see(&self.state, user, channel).unwrap_or(entry::UNSEEN);
        let taken = entry::take(&self.state, limits::TYPING, user, place);
        if taken.retry_after_s.is_none()
            && let Err(refusal) = typing::actions::start(&self.state, user, channel)
        {
            tracing::debug!(%refusal, "typing indicator refused");
        }
    }

    fn reauthenticate(&mut self, session: &Session, nonce: Option<String>, token: &Secret) {
        let frame = if sign_in::reauthenticate(&self.state, session, &self.link, token) {
            requests::succeeded(op::REAUTH, nonce, None)
        } else {
            requests::refused(op::REAUTH, nonce, Refusal::unauthorized())
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
            Err(refusal) => {
                if let Some(frame) = requests::answer(op, nonce, Err(refusal)) {
                    self.send(frame);
                }
            }
        }
    }

    fn perform(&mut self, user: UserId, channel: ChannelId, request: Request, context: &mut Context<Self>) {
        let state = self.state.clone();
        let work = async move { requests::perform(&state, user, channel, request).await };
        context.spawn(work.into_actor(self).map(move |frame, connection, context| {
            if let Some(frame) = frame {
                connection.send(frame);
            }
            if let Some(next) = connection.lanes.done(channel) {
                connection.perform(user, channel, next, context);
            }
        }));
    }
}
