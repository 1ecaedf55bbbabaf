//! Ids: 64-bit snowflakes, with one type for each kind of object.
//!
//! In JSON, an id is written as a decimal string and read from a string or a number. Zero and negative numbers are invalid.

use std::{fmt, str::FromStr, time::Duration};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, schema::Schema, schema::Type},
};

use super::{cursor::Cursor, snowflake, time::Timestamp};

/// Ids just before and after the given time.
const SAME_TIME: Duration = Duration::from_secs(1);

/// The text is no decimal number between 1 and 2^63 - 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id")]
pub struct NotAnId;

fn parse(text: &str) -> Result<i64, NotAnId> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = if digits { text.parse().map_err(|_| NotAnId)? } else { 0 };
    if number > 0 { Ok(number) } else { Err(NotAnId) }
}

struct IdVisitor;

impl de::Visitor<'_> for IdVisitor {
    type Value = i64;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("a snowflake, as a decimal string or a number")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<i64, E> {
        parse(text).map_err(|_| E::invalid_value(de::Unexpected::Str(text), &self))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<i64, E> {
        match i64::try_from(number) {
            Ok(id) if id > 0 => Ok(id),
            _ => Err(E::invalid_value(de::Unexpected::Unsigned(number), &self)),
        }
    }
}

/// The schema of every id: one component named `Snowflake`.
pub fn schema() -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some("A 64-bit id as a decimal string. Its upper 42 bits are milliseconds since 2015-01-01."))
        .pattern(Some("^[1-9][0-9]{0,18}$"))
        .examples([serde_json::json!("1538016506728808461")])
        .into()
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(i64);

        impl $name {
            /// Wraps a number from the generator or the database.
            pub const fn new(raw: i64) -> Self {
                Self(raw)
            }

            /// The number, for the database.
            pub const fn get(self) -> i64 {
                self.0
            }
        }

        impl From<Cursor> for $name {
            fn from(place: Cursor) -> Self {
                Self(place.get())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
                self.0.fmt(out)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
                write!(out, "{}({})", stringify!($name), self.0)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                parse(text).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                out.collect_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                input.deserialize_any(IdVisitor).map(Self)
            }
        }

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                schema()
            }
        }

        impl ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                "Snowflake".into()
            }
        }
    )+};
}

ids! {
    /// A user or a bot.
    UserId,
    GuildId,
    ChannelId,
    /// The role with the id of its guild is @everyone.
    RoleId,
    MessageId,
    /// A session of a user on a device.
    SessionId,
    /// An account event.
    AccountEventId,
    /// A registration whose address is not confirmed yet.
    RegistrationId,
    /// A link in an email.
    EmailTokenId,
    EmailId,
    /// A push subscription of a session.
    PushSubscriptionId,
    /// A command of a bot.
    CommandId,
    /// The target of a permission overwrite, a role or a member; or of a mention, a user, a role or a whole guild.
    TargetId,
    /// The scope of notification settings: a guild or a channel.
    ScopeId,
}

impl MessageId {
    /// Precedes all messages; no message has it.
    pub const NONE: Self = Self(0);

    /// The position at which a user joins at a time at which this id is generated: messages with greater ids were sent since. By
    /// the time, as clients know it; by the id, if the clock is behind the ids.
    pub fn place_at(self, time: Timestamp) -> Self {
        if self.time_beside(time).is_none() { Self((snowflake::first_at(time) - 1).max(0)) } else { self }
    }

    /// The time of its id, which may be wrong if the clock was.
    fn dated(self) -> Timestamp {
        snowflake::time_of(self.0)
    }

    /// The time to store for a message: `None` if its id has the same.
    pub fn time_beside(self, sent_at: Timestamp) -> Option<Timestamp> {
        (self.dated().distance(sent_at) >= SAME_TIME).then_some(sent_at)
    }

    /// The time of a message with this stored value.
    pub fn sent_at(self, beside: Option<Timestamp>) -> Timestamp {
        beside.unwrap_or_else(|| self.dated())
    }
}

impl GuildId {
    /// The role that every member has.
    pub const fn everyone(self) -> RoleId {
        RoleId(self.0)
    }
}

impl From<RoleId> for TargetId {
    fn from(id: RoleId) -> Self {
        Self(id.0)
    }
}

impl From<UserId> for TargetId {
    fn from(id: UserId) -> Self {
        Self(id.0)
    }
}

impl From<GuildId> for TargetId {
    fn from(id: GuildId) -> Self {
        Self(id.0)
    }
}

impl From<GuildId> for ScopeId {
    fn from(id: GuildId) -> Self {
        Self(id.0)
    }
}

impl From<ChannelId> for ScopeId {
    fn from(id: ChannelId) -> Self {
        Self(id.0)
    }
}

impl ScopeId {
    /// The guild, if it is one.
    pub const fn as_guild(self) -> GuildId {
        GuildId(self.0)
    }

    /// The channel, if it is one.
    pub const fn as_channel(self) -> ChannelId {
        ChannelId(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_goes_out_as_text_and_comes_in_as_text_or_number() {
        let id = ChannelId::new(1538016506728808461);
        assert_eq!(serde_json::to_string(&id).expect("serialises"), "\"1538016506728808461\"");
        for text in ["\"1538016506728808461\"", "1538016506728808461"] {
            assert_eq!(serde_json::from_str::<ChannelId>(text).expect("is an id"), id);
        }
    }

    #[test]
    fn what_is_no_positive_decimal_number_is_no_id() {
        for text in
            ["0", "-1", "\"0\"", "\"\"", "\"+1\"", "\"1.0\"", "1.0", "\"9223372036854775808\"", "null", "[]", "{}", "\"0x1\""]
        {
            assert!(serde_json::from_str::<UserId>(text).is_err(), "{text}");
        }
    }
}
