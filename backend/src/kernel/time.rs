//! Points in time, and clocks.
//!
//! There are two kinds. A [`Timestamp`] is a date and time, for users and for storage; its clock may be set. A [`Monotonic`]
//! measures durations and never jumps.
//!
//! The clock is passed as a value, so that a test can advance it instead of waiting.

use std::{
    fmt,
    str::FromStr,
    sync::{
        Arc, LazyLock,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant, SystemTime},
};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use time::{OffsetDateTime, format_description::well_known::Rfc3339, macros::format_description};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{KnownFormat, ObjectBuilder, RefOr, SchemaFormat, schema::Schema, schema::Type},
};

/// Milliseconds since 1970-01-01T00:00:00Z. In the API: six fraction digits and `+00:00`, never `Z`.
///
/// Invariant: it is between [`Timestamp::MIN`] and [`Timestamp::MAX`], so every value can be formatted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// 0000-01-01T00:00:00Z, the least time in RFC 3339.
    pub const MIN: Self = Self(-62_167_219_200_000);
    /// 9999-12-31T23:59:59.999Z, the greatest time in RFC 3339.
    pub const MAX: Self = Self(253_402_300_799_999);

    /// The nearest time within the bounds.
    pub const fn from_ms(ms: i64) -> Self {
        if ms < Self::MIN.0 {
            Self::MIN
        } else if ms > Self::MAX.0 {
            Self::MAX
        } else {
            Self(ms)
        }
    }

    pub const fn as_ms(self) -> i64 {
        self.0
    }

    pub const fn as_seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// Adds a duration; saturates at the greatest value.
    pub fn after(self, by: Duration) -> Self {
        Self::from_ms(self.0.saturating_add(whole_ms(by)))
    }

    /// Subtracts a duration; saturates at the least value.
    pub fn before(self, by: Duration) -> Self {
        Self::from_ms(self.0.saturating_sub(whole_ms(by)))
    }

    /// The duration since `earlier`; zero if that is later.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0 - earlier.0).unwrap_or(0))
    }

    /// The absolute difference. For recent stored times: if the clock was set back since, they are in the future and must not
    /// count as recent until the clock reaches them again.
    pub fn distance(self, other: Self) -> Duration {
        Duration::from_millis(self.0.abs_diff(other.0))
    }
}

fn whole_ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
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

/// The text is no time in RFC 3339 format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a valid time")]
pub struct NotATime;

impl FromStr for Timestamp {
    type Err = NotATime;

    /// Any offset is accepted; fractions of milliseconds are truncated. An offset may exceed the bounds.
    fn from_str(text: &str) -> Result<Self, NotATime> {
        let time = OffsetDateTime::parse(text, &Rfc3339).map_err(|_| NotATime)?;
        let ms = i64::try_from(time.unix_timestamp_nanos().div_euclid(1_000_000)).map_err(|_| NotATime)?;
        if (Self::MIN.0..=Self::MAX.0).contains(&ms) { Ok(Self(ms)) } else { Err(NotATime) }
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

/// A point on the monotonic clock: milliseconds since the process started. It is meaningless in another process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Monotonic(i64);

impl Monotonic {
    /// Later than any other.
    pub const NEVER: Self = Self(i64::MAX);

    pub const fn from_ms(ms: i64) -> Self {
        Self(ms)
    }

    pub const fn as_ms(self) -> i64 {
        self.0
    }

    /// Adds a duration; saturates at the greatest value.
    pub fn after(self, by: Duration) -> Self {
        Self(self.0.saturating_add(whole_ms(by)))
    }

    /// Subtracts a duration; saturates at the least value.
    pub fn before(self, by: Duration) -> Self {
        Self(self.0.saturating_sub(whole_ms(by)))
    }

    /// The duration since `earlier`; zero if that is later.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }
}

/// A source of time.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's clocks.
    System,
    /// Clocks that a test sets. All clones share them.
    Manual(Arc<ManualClock>),
}

#[derive(Debug)]
pub struct ManualClock {
    began: Timestamp,
    now: AtomicI64,
    passed: AtomicI64,
}

/// The start of the process, on both clocks of the machine.
static BEGAN: LazyLock<(Instant, Timestamp)> = LazyLock::new(|| (Instant::now(), machine_time()));

#[expect(clippy::disallowed_methods, reason = "this is what `Clock` asks")]
fn machine_time() -> Timestamp {
    let past = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_ms(whole_ms(past))
}

impl Clock {
    pub fn manual(start: Timestamp) -> Self {
        Self::Manual(Arc::new(ManualClock { began: start, now: AtomicI64::new(start.0), passed: AtomicI64::new(0) }))
    }

    /// The wall clock, for users and for storage. It jumps when it is set.
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => machine_time(),
            Self::Manual(clock) => Timestamp(clock.now.load(Ordering::Relaxed)),
        }
    }

    /// The monotonic clock, for durations.
    pub fn monotonic(&self) -> Monotonic {
        match self {
            Self::System => Monotonic(whole_ms(BEGAN.0.elapsed())),
            Self::Manual(clock) => Monotonic(clock.passed.load(Ordering::Relaxed)),
        }
    }

    /// The wall clock as if it had not been set since the process started. Tokens dated and checked by it have exactly their
    /// lifetime.
    pub fn steady(&self) -> Timestamp {
        Timestamp::from_ms(self.began().0 + self.monotonic().0)
    }

    /// The point on the monotonic clock at which [`Clock::steady`] shows this time.
    pub fn monotonic_at(&self, steady: Timestamp) -> Monotonic {
        Monotonic(steady.0 - self.began().0)
    }

    /// How far the wall clock was set forward since the process started, in milliseconds; negative if back.
    pub fn drift_ms(&self) -> i64 {
        self.now().0 - self.steady().0
    }

    fn began(&self) -> Timestamp {
        match self {
            Self::System => BEGAN.1,
            Self::Manual(clock) => clock.began,
        }
    }

    /// Sets a manual clock without advancing the monotonic one. No effect on the machine's clocks.
    pub fn set(&self, to: Timestamp) {
        if let Self::Manual(clock) = self {
            clock.now.store(to.0, Ordering::Relaxed);
        }
    }

    /// Advances a manual clock. No effect on the machine's clocks.
    pub fn advance(&self, by: Duration) {
        if let Self::Manual(clock) = self {
            clock.passed.fetch_add(whole_ms(by), Ordering::Relaxed);
            self.set(self.now().after(by));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_clock_that_is_set_moves_the_time_of_day_and_no_duration() {
        let clock = Clock::manual(Timestamp::from_ms(1_800_000_000_000));
        clock.advance(Duration::from_secs(5));
        clock.set(Timestamp::from_ms(1_700_000_000_000));
        clock.advance(Duration::from_secs(5));
        assert_eq!(clock.now(), Timestamp::from_ms(1_700_000_005_000));
        assert_eq!((clock.monotonic(), clock.steady()), (Monotonic::from_ms(10_000), Timestamp::from_ms(1_800_000_010_000)));
        assert_eq!(clock.monotonic_at(clock.steady()), clock.monotonic());
        assert_eq!(clock.drift_ms(), -100_000_005_000);
    }

    /// Texts in RFC 3339 format, with valid and invalid dates.
    fn written() -> impl Strategy<Value = String> {
        let date = (0..=9999_u16, 1..=12_u8, 1..=31_u8);
        let (time, offset) = ((0..=23_u8, 0..=59_u8, 0..=60_u8, 0..=999_999_999_u32), (any::<bool>(), 0..=23_u8, 0..=59_u8));
        (date, time, offset).prop_map(|((year, month, day), (hour, minute, second, part), (east, hours, minutes))| {
            let sign = if east { '+' } else { '-' };
            format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{part:09}{sign}{hours:02}:{minutes:02}")
        })
    }

    proptest! {
        #[test]
        fn what_can_be_read_can_be_written_and_is_read_as_the_same(text in written()) {
            if let Ok(time) = text.parse::<Timestamp>() {
                prop_assert_eq!(time.to_string().parse(), Ok(time));
                prop_assert!(serde_json::to_string(&time).is_ok());
            }
        }

        #[test]
        fn any_number_is_a_time_that_can_be_written(ms: i64, by: u64) {
            let (time, by) = (Timestamp::from_ms(ms), Duration::from_millis(by));
            for time in [time, time.after(by), time.before(by)] {
                prop_assert_eq!(time.to_string().parse(), Ok(time));
            }
        }
    }

    #[test]
    fn the_bounds_are_times_and_what_lies_beyond_them_is_none() {
        for (text, time) in
            [("0000-01-01T00:00:00.000000+00:00", Timestamp::MIN), ("9999-12-31T23:59:59.999000+00:00", Timestamp::MAX)]
        {
            assert_eq!((text.parse(), time.to_string().as_str()), (Ok(time), text));
        }
        for text in ["9999-12-31T23:59:59-23:59", "0000-01-01T00:00:00+00:01", "-0001-12-31T00:00:00Z", "+10000-01-01T00:00:00Z"]
        {
            assert_eq!(text.parse::<Timestamp>(), Err(NotATime), "{text}");
        }
    }

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
