//! The encoded form of an event. A session puts its own sequence number before the shared rest:
//! `{"op":0,"s":7,` + `"t":"MESSAGE_CREATE","d":{…}}`.

use std::sync::Arc;

use bytestring::ByteString;
use serde::Serialize;

use crate::{
    events::{Audience, Own},
    kernel::{ChannelId, Intents, MessageId, Permissions, UserId},
    observe::request,
};

/// What log lines of the way of an event are called.
pub const DISPATCH: &str = "chatspace::dispatch";

/// The payload of one kind of event.
pub trait Event: Serialize {
    /// The wire's name.
    const NAME: &'static str;
    /// What a session must have asked for; empty: everybody gets it.
    const INTENTS: Intents;
    /// The same for this one event, where it depends on what kind of channel it is of.
    fn intents(&self) -> Intents {
        Self::INTENTS
    }
    /// Whether it is only ChatSpace's: a session that has not said that it knows such things does not get it. Its name then
    /// begins with `CHATSPACE_`.
    const EXTENDED: bool = false;
    /// What of it not everybody in the audience may know.
    fn guard(&self) -> Option<Guard> {
        None
    }
    /// The event without that. `None` if there is no such form, or if everybody in the audience may know all of it now.
    fn redacted(&self) -> Option<Self>
    where
        Self: Sized,
    {
        None
    }
}

/// An event about its receiver alone: their own account and settings. Nobody asks again at replay whether they may know it.
pub trait OwnEvent: Event {}

/// A right that an event, or a part of it, needs beside that of its audience.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guard {
    pub channel: ChannelId,
    pub needed: Permissions,
    /// Receivers without the right are told nothing if their session began after this message, which they cannot know then.
    pub since: Option<MessageId>,
    /// Whether receivers without the right get the [redacted](Event::redacted) form.
    pub has_secret: bool,
}

/// An event, ready to be sent to any session.
#[derive(Debug)]
pub struct Envelope {
    pub name: &'static str,
    pub intents: Intents,
    pub extended: bool,
    pub audience: Audience,
    /// The request that it comes of; known only while it is written to the log where an event goes.
    pub request: Option<Arc<str>>,
    body: ByteString,
    /// The form for the sessions of one user, when it differs from what all others get.
    own: Option<(UserId, ByteString)>,
    guard: Option<Guard>,
    redacted: Option<Arc<Self>>,
}

impl Envelope {
    pub fn new<E: Event>(audience: Audience, event: &E) -> Self {
        let redacted = event.redacted().map(|event| Arc::new(Self::whole(audience.clone(), &event)));
        Self { redacted, ..Self::whole(audience, event) }
    }

    fn whole<E: Event>(audience: Audience, event: &E) -> Self {
        let request = tracing::enabled!(target: DISPATCH, tracing::Level::DEBUG).then(request::current).flatten();
        let (body, guard) = (encode(event), event.guard());
        let (intents, extended) = (event.intents(), E::EXTENDED);
        Self { name: E::NAME, intents, extended, audience, request, body, own: None, guard, redacted: None }
    }

    /// For all sessions of one user, about whom it is.
    pub fn own<E: OwnEvent>(user: UserId, event: &E) -> Self {
        Self::new(Audience::Own(Own(user)), event)
    }

    /// With another form for `user`'s own sessions.
    pub fn with_own<E: Event>(audience: Audience, event: &E, user: UserId, own: &E) -> Self {
        let redacted = event.redacted().map(|event| {
            let own = own.redacted().map(|own| (user, encode(&own)));
            Arc::new(Self { own, ..Self::whole(audience.clone(), &event) })
        });
        Self { own: Some((user, encode(own))), redacted, ..Self::whole(audience, event) }
    }

    /// What not everybody in the audience may know.
    pub fn guard(&self) -> Option<&Guard> {
        self.guard.as_ref()
    }

    /// The form without what is guarded, if it was made.
    pub fn redacted(&self) -> Option<&Arc<Self>> {
        self.redacted.as_ref()
    }

    /// The memory that it takes, all forms together.
    pub fn bytes(&self) -> usize {
        let own = self.own.as_ref().map_or(0, |(_, body)| body.len());
        size_of::<Self>() + self.body.len() + own + self.redacted.as_ref().map_or(0, |form| form.bytes())
    }

    /// What follows the sequence number in the frame for a session of `user`.
    pub fn tail(&self, user: UserId) -> &ByteString {
        match &self.own {
            Some((owner, body)) if *owner == user => body,
            _ => &self.body,
        }
    }
}

/// Most events are no longer than this, in bytes.
const USUAL: usize = 1024;

fn encode<E: Event>(event: &E) -> ByteString {
    #[derive(Serialize)]
    struct Tail<'e, E> {
        t: &'static str,
        d: &'e E,
    }
    let mut json = Vec::with_capacity(USUAL);
    serde_json::to_writer(&mut json, &Tail { t: E::NAME, d: event }).expect("payloads have string keys and no failing parts");
    // The sequence number goes before, so the opening brace falls away. What is kept has no room to spare.
    ByteString::try_from(&json[1..]).expect("JSON is text")
}
