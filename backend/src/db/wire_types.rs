//! Database encoding of kernel types: each is a 64-bit integer, on both engines.

use sqlx::{Database, Decode, Encode, Postgres, Sqlite, Type, encode::IsNull, error::BoxDynError};

use crate::kernel::{
    AccountEventId, ChannelId, CommandId, EmailId, EmailTokenId, GuildId, MessageId, Permissions, PushSubscriptionId,
    RegistrationId, RoleId, ScopeId, SessionId, TargetId, Timestamp, UserId,
};

macro_rules! stored_as_number {
    ($($kind:ty: $from:expr, $to:expr;)+) => {$(
        stored_as_number!(@engine Sqlite, $kind, $from, $to);
        stored_as_number!(@engine Postgres, $kind, $from, $to);
    )+};
    (@engine $engine:ty, $kind:ty, $from:expr, $to:expr) => {
        impl Type<$engine> for $kind {
            fn type_info() -> <$engine as Database>::TypeInfo {
                <i64 as Type<$engine>>::type_info()
            }

            fn compatible(found: &<$engine as Database>::TypeInfo) -> bool {
                <i64 as Type<$engine>>::compatible(found)
            }
        }

        impl<'q> Encode<'q, $engine> for $kind {
            fn encode_by_ref(&self, out: &mut <$engine as Database>::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
                <i64 as Encode<'q, $engine>>::encode($to(*self), out)
            }
        }

        impl<'r> Decode<'r, $engine> for $kind {
            fn decode(value: <$engine as Database>::ValueRef<'r>) -> Result<Self, BoxDynError> {
                <i64 as Decode<'r, $engine>>::decode(value).map($from)
            }
        }
    };
}

stored_as_number! {
    UserId: UserId::new, UserId::get;
    GuildId: GuildId::new, GuildId::get;
    ChannelId: ChannelId::new, ChannelId::get;
    RoleId: RoleId::new, RoleId::get;
    MessageId: MessageId::new, MessageId::get;
    SessionId: SessionId::new, SessionId::get;
    AccountEventId: AccountEventId::new, AccountEventId::get;
    CommandId: CommandId::new, CommandId::get;
    RegistrationId: RegistrationId::new, RegistrationId::get;
    EmailTokenId: EmailTokenId::new, EmailTokenId::get;
    EmailId: EmailId::new, EmailId::get;
    PushSubscriptionId: PushSubscriptionId::new, PushSubscriptionId::get;
    TargetId: TargetId::new, TargetId::get;
    ScopeId: ScopeId::new, ScopeId::get;
    Timestamp: Timestamp::from_ms, Timestamp::as_ms;
    Permissions: Permissions::from_stored, Permissions::to_stored;
}
