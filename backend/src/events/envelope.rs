//! The encoded form of an event. A session puts its own sequence number before the shared rest:
//! `{"op":0,"s":7,` + `"t":"MESSAGE_CREATE","d":{…}}`.

use std::{borrow::Cow, sync::Arc};

use bytestring::ByteString;
use serde::{Deserialize, Serialize};

use crate::{
    events::{Audience, AudienceKind, Own},
    kernel::{ChannelId, Intents, MessageId, Permissions, Scratch, UserId},
    observe::request,
};

/// Target of log lines about the delivery of events.
pub const DISPATCH: &str = "chatspace::dispatch";

/// The payload of a kind of event.
pub trait Event: Serialize {
    /// The name in the API.
    const NAME: &'static str;
    /// When it is sent, for the API document.
    const DESCRIPTION: &'static str;
    /// The kinds of its audience.
    const AUDIENCE: AudienceKind;
    /// The intents that a session needs, all of them; none by default. All possible ones, if it depends on the event.
    const INTENTS: Intents;
    /// The intents of this event, if they depend on the kind of channel.
    fn intents(&self) -> Intents {
        Self::INTENTS
    }
    /// Whether it is a ChatSpace extension: it is sent only to sessions with the extensions. Its name then begins with
    /// `CHATSPACE_`.
    const EXTENDED: bool = false;
    /// The part that not everyone in the audience may see.
    fn guard(&self) -> Option<Guard> {
        None
    }
    /// The event without that part. `None` if there is no such form, or if everyone in the audience may see all of it now.
    fn redacted(&self) -> Option<Self>
    where
        Self: Sized,
    {
        None
    }
}

/// An event about its receiver only: their own account and settings. Access is not checked again at replay.
pub trait OwnEvent: Event {}

/// A permission that an event, or a part of it, requires beside that of its audience.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(proptest_derive::Arbitrary))]
pub struct Guard {
    pub channel: ChannelId,
    pub needed: Permissions,
    /// Receivers without the permission get nothing if their session started after this message, which they cannot know then.
    pub since: Option<MessageId>,
    /// Whether receivers without the permission get the [redacted](Event::redacted) form.
    pub has_secret: bool,
}

/// An encoded event, ready for any session.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    pub name: Cow<'static, str>,
    pub intents: Intents,
    pub extended: bool,
    pub audience: Audience,
    /// The request that caused it; set only while deliveries are logged.
    pub request: Option<Arc<str>>,
    body: ByteString,
    /// The form for the sessions of one user, if it differs.
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
        debug_assert!(E::AUDIENCE.contains(audience.kind()), "{} is not declared for {audience:?}", E::NAME);
        let request = tracing::enabled!(target: DISPATCH, tracing::Level::DEBUG).then(request::current).flatten();
        let (body, guard) = (encode(event), event.guard());
        let (intents, extended) = (event.intents(), E::EXTENDED);
        Self { name: E::NAME.into(), intents, extended, audience, request, body, own: None, guard, redacted: None }
    }

    /// For all sessions of the user that it is about.
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

    /// The part that not everyone in the audience may see.
    pub fn guard(&self) -> Option<&Guard> {
        self.guard.as_ref()
    }

    /// The redacted form, if there is one.
    pub fn redacted(&self) -> Option<&Arc<Self>> {
        self.redacted.as_ref()
    }

    /// Memory of all its forms.
    pub fn bytes(&self) -> usize {
        let own = self.own.as_ref().map_or(0, |(_, body)| body.len());
        size_of::<Self>() + self.body.len() + own + self.redacted.as_ref().map_or(0, |form| form.bytes())
    }

    /// The part of the frame after the sequence number, for a session of `user`.
    pub fn tail(&self, user: UserId) -> &ByteString {
        match &self.own {
            Some((owner, body)) if *owner == user => body,
            _ => &self.body,
        }
    }
}

/// Serializes an event for one session: the part of its frame after the sequence number.
pub fn serialize<E: Event>(event: &E) -> Serialized {
    #[derive(Serialize)]
    struct Tail<'e, E> {
        t: &'static str,
        d: &'e E,
    }
    let mut json = Scratch::borrow();
    serde_json::to_writer(&mut *json, &Tail { t: E::NAME, d: event }).expect("payloads have string keys and no failing parts");
    Serialized(json)
}

/// The part of a frame after the sequence number, in a thread-local buffer.
pub struct Serialized(Scratch);

impl Serialized {
    pub fn tail(&self) -> &str {
        // The sequence number precedes it, so the opening brace is dropped.
        std::str::from_utf8(&self.0[1..]).expect("JSON is text")
    }
}

fn encode<E: Event>(event: &E) -> ByteString {
    serialize(event).tail().into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// An envelope with a redacted form, from its parts.
    fn envelope(audience: &Audience, own: Option<&(UserId, String)>, guard: Option<Guard>, has_redacted: bool) -> Envelope {
        Envelope {
            name: "MESSAGE_CREATE".into(),
            intents: Intents::GUILD_MESSAGES,
            extended: true,
            audience: audience.clone(),
            request: Some("request".into()),
            body: r#""t":"MESSAGE_CREATE","d":{}}"#.into(),
            own: own.map(|(user, body)| (*user, body.clone().into())),
            guard,
            redacted: has_redacted.then(|| Arc::new(envelope(audience, own, guard, false))),
        }
    }

    proptest! {
        /// Audiences are generated from the type, so new ones are included.
        #[test]
        fn every_audience_and_its_envelope_can_be_written_to_bytes_and_read_back(
            audience: Audience,
            own: Option<(UserId, String)>,
            guard: Option<Guard>,
            has_redacted: bool,
        ) {
            let told = envelope(&audience, own.as_ref(), guard, has_redacted);
            let bytes = serde_json::to_vec(&told).expect("an envelope has string keys and no failing parts");
            prop_assert_eq!(serde_json::from_slice::<Envelope>(&bytes).expect("it can be read"), told);
        }
    }
}
