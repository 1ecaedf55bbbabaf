//! A field of a change request: absent, null, or a value.

use serde::{Deserialize, Deserializer};

/// Used with `#[serde(default)]`: a missing key is [`Patch::Absent`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Patch<T> {
    #[default]
    Absent,
    Null,
    Value(T),
}

impl<T> Patch<T> {
    /// The new value of the field, given the current one.
    pub fn apply(self, now: Option<T>) -> Option<T> {
        match self {
            Self::Absent => now,
            Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }

    /// The value, for a field in which null means no change.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Option::<T>::deserialize(input).map(|value| value.map_or(Self::Null, Self::Value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Change {
        #[serde(default)]
        topic: Patch<String>,
    }

    fn read(json: &str) -> Patch<String> {
        serde_json::from_str::<Change>(json).expect("reads").topic
    }

    #[test]
    fn absent_null_and_value_are_three_things() {
        assert_eq!(read("{}"), Patch::Absent);
        assert_eq!(read(r#"{"topic":null}"#), Patch::Null);
        assert_eq!(read(r#"{"topic":"tea"}"#), Patch::Value("tea".into()));
    }
}
