//! Message ids as positions in the order of messages, for serde: before the first message is [`MessageId::NONE`], which is no id.

use serde::{Deserialize, Deserializer, Serializer};

use super::MessageId;

/// # Errors
/// Those of the format.
pub fn serialize<S: Serializer>(place: &MessageId, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_i64(place.get())
}

/// # Errors
/// For what is no integer.
pub fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<MessageId, D::Error> {
    i64::deserialize(input).map(MessageId::new)
}

#[cfg(test)]
pub fn any() -> impl proptest::strategy::Strategy<Value = MessageId> {
    use proptest::prelude::{Just, Strategy, prop_oneof};
    prop_oneof![Just(MessageId::NONE), (1..=i64::MAX).prop_map(MessageId::new)]
}
