//! Strategies for the kernel's types, for property tests.

use proptest::{
    arbitrary::Arbitrary,
    strategy::{BoxedStrategy, Strategy},
};

use super::{
    ChannelId, GuildId, Intents, MessageId, Monotonic, Permissions, RoleId, ScopeId, SessionId, TargetId, Timestamp, UserId,
};

macro_rules! arbitrary {
    ($($name:ident from $values:expr, by $make:path;)+) => {$(
        impl Arbitrary for $name {
            type Parameters = ();
            type Strategy = BoxedStrategy<Self>;

            fn arbitrary_with((): ()) -> BoxedStrategy<Self> {
                $values.prop_map($make).boxed()
            }
        }
    )+};
}

arbitrary! {
    UserId from 1..=i64::MAX, by UserId::new;
    GuildId from 1..=i64::MAX, by GuildId::new;
    ChannelId from 1..=i64::MAX, by ChannelId::new;
    RoleId from 1..=i64::MAX, by RoleId::new;
    MessageId from 1..=i64::MAX, by MessageId::new;
    SessionId from 1..=i64::MAX, by SessionId::new;
    TargetId from 1..=i64::MAX, by TargetId::new;
    ScopeId from 1..=i64::MAX, by ScopeId::new;
    Timestamp from Timestamp::MIN.as_ms()..=Timestamp::MAX.as_ms(), by Timestamp::from_ms;
    Monotonic from 0..=i64::MAX, by Monotonic::from_ms;
    Permissions from 0..=u64::MAX, by Permissions::from_bits_truncate;
    Intents from 0..=u32::MAX, by Intents::from_bits_truncate;
}
