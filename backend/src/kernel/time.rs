//! Points in time, in milliseconds since 1970, and the clock that tells them.
//!
//! The clock is a value that is handed round, so that a test moves it instead of waiting.

use std::{
    fmt,
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, SystemTime},
};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use time::{OffsetDateTime, format_description::well_known::Rfc3339, macros::format_description};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{KnownFormat, ObjectBuilder, RefOr, SchemaFormat, schema::Schema, schema::Type},
};

/// Milliseconds since 1970-01-01T00:00:00Z. On the wire: six fraction digits and `+00:00`, never `Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// Later than any other.
    pub const NEVER: Self = Self(i64::MAX);

    pub const fn from_ms(ms: i64) -> Self {
        Self(ms)
    }

    pub const fn as_ms(self) -> i64 {
        self.0
    }

    pub const fn as_seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// The point `by` later; stays at the greatest value instead of overflowing.
    pub fn after(self, by: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX)))
    }

    /// The point `by` earlier; stays at the least value instead of overflowing.
    pub fn before(self, by: Duration) -> Self {
        Self(self.0.saturating_sub(i64::try_from(by.as_millis()).unwrap_or(i64::MAX)))
    }

    /// How long it is from `earlier` to this; zero if that lies later.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        let format = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:6]+00:00");
        let time = OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1_000_000).map_err(|_| fmt::Error)?;
        out.write_str(&time.format(format).map_err(|_| fmt::Error)?)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

/// The text was not a point in time as RFC 3339 writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a point in time")]
pub struct NotATime;

impl FromStr for Timestamp {
    type Err = NotATime;

    /// With any offset; what is finer than a millisecond is cut off.
    fn from_str(text: &str) -> Result<Self, NotATime> {
        let time = OffsetDateTime::parse(text, &Rfc3339).map_err(|_| NotATime)?;
        i64::try_from(time.unix_timestamp_nanos().div_euclid(1_000_000)).map(Self).map_err(|_| NotATime)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = String::deserialize(input)?;
        text.parse().map_err(|_| de::Error::invalid_value(de::Unexpected::Str(&text), &"a point in time"))
    }
}

impl PartialSchema for Timestamp {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .examples([serde_json::json!("2026-11-23T02:48:34.210000+00:00")])
            .into()
    }
}

impl ToSchema for Timestamp {}

/// Where the time comes from.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock that only moves when it is told to. All clones move together.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    pub fn manual(start: Timestamp) -> Self {
        Self::Manual(Arc::new(AtomicI64::new(start.0)))
    }

    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => {
                let past = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
                Timestamp(i64::try_from(past.as_millis()).unwrap_or(i64::MAX))
            }
            Self::Manual(ms) => Timestamp(ms.load(Ordering::Relaxed)),
        }
    }

    /// Sets a manual clock; the machine's clock is left alone.
    pub fn set(&self, to: Timestamp) {
        if let Self::Manual(ms) = self {
            ms.store(to.0, Ordering::Relaxed);
        }
    }

    /// Moves a manual clock forward; the machine's clock is left alone.
    pub fn advance(&self, by: Duration) {
        self.set(self.now().after(by));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timestamp_has_six_digits_and_an_offset_instead_of_z() {
        assert_eq!(Timestamp::from_ms(1_795_402_114_210).to_string(), "2026-11-23T02:48:34.210000+00:00");
    }

    #[test]
    fn a_timestamp_is_read_with_any_offset() {
        for text in ["2026-11-23T02:48:34.210000+00:00", "2026-11-23T04:48:34.21+02:00", "2026-11-23T02:48:34.2109Z"] {
            assert_eq!(text.parse(), Ok(Timestamp::from_ms(1_795_402_114_210)), "{text}");
        }
        for text in ["", "tea", "2026-11-23", "2026-13-23T02:48:34Z", "1795402114210"] {
            assert_eq!(text.parse::<Timestamp>(), Err(NotATime), "{text}");
        }
    }
}
