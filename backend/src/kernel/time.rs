//! Points in time, and the clock that tells them.
//!
//! There are two kinds. A [`Timestamp`] says when something was or will be, for people and for what is stored; the clock that it is read
//! from may be set. A [`Monotonic`] measures how long something takes and never jumps. The types keep them apart.
//!
//! The clock is a value that is handed round, so that a test moves it instead of waiting.

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

/// Milliseconds since 1970-01-01T00:00:00Z. On the wire: six fraction digits and `+00:00`, never `Z`.
///
/// Invariant: it lies between [`Timestamp::MIN`] and [`Timestamp::MAX`], so whatever can be read can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// 0000-01-01T00:00:00Z, the least that RFC 3339 can write.
    pub const MIN: Self = Self(-62_167_219_200_000);
    /// 9999-12-31T23:59:59.999Z, the greatest that RFC 3339 can write.
    pub const MAX: Self = Self(253_402_300_799_999);

    /// The nearest point within the bounds.
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

    /// The point `by` later; stays at the greatest value instead of overflowing.
    pub fn after(self, by: Duration) -> Self {
        Self::from_ms(self.0.saturating_add(whole_ms(by)))
    }

    /// The point `by` earlier; stays at the least value instead of overflowing.
    pub fn before(self, by: Duration) -> Self {
        Self::from_ms(self.0.saturating_sub(whole_ms(by)))
    }

    /// How long it is from `earlier` to this; zero if that lies later.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0 - earlier.0).unwrap_or(0))
    }

    /// How far the two points lie apart. For what was stored a moment ago: a clock that was set back since leaves it in the future, which
    /// must not count as recent until the clock comes there again.
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

/// The text was not a point in time as RFC 3339 writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a point in time")]
pub struct NotATime;

impl FromStr for Timestamp {
    type Err = NotATime;

    /// With any offset; what is finer than a millisecond is cut off. An offset may lead out of the bounds.
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

/// A point on the clock that nobody can set: milliseconds since the process began. It means nothing to another process.
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

    /// The point `by` later; stays at the greatest value instead of overflowing.
    pub fn after(self, by: Duration) -> Self {
        Self(self.0.saturating_add(whole_ms(by)))
    }

    /// The point `by` earlier; stays at the least value instead of overflowing.
    pub fn before(self, by: Duration) -> Self {
        Self(self.0.saturating_sub(whole_ms(by)))
    }

    /// How long it is from `earlier` to this; zero if that lies later.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }
}

/// Where the time comes from.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's clocks.
    System,
    /// Clocks that only move when they are told to. All clones move together.
    Manual(Arc<ManualClock>),
}

#[derive(Debug)]
pub struct ManualClock {
    began: Timestamp,
    now: AtomicI64,
    passed: AtomicI64,
}

/// When the process began, on both of the machine's clocks.
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

    /// The time of day, for people and for what is stored. It jumps when somebody sets the clock.
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => machine_time(),
            Self::Manual(clock) => Timestamp(clock.now.load(Ordering::Relaxed)),
        }
    }

    /// The time that durations are measured by.
    pub fn monotonic(&self) -> Monotonic {
        match self {
            Self::System => Monotonic(whole_ms(BEGAN.0.elapsed())),
            Self::Manual(clock) => Monotonic(clock.passed.load(Ordering::Relaxed)),
        }
    }

    /// The time of day as it would be had nobody set the clock since the process began. What is dated by it and checked by it again lives
    /// for as long as it was meant to.
    pub fn steady(&self) -> Timestamp {
        Timestamp::from_ms(self.began().0 + self.monotonic().0)
    }

    /// The point on the monotonic clock at which [`Clock::steady`] shows this.
    pub fn monotonic_at(&self, steady: Timestamp) -> Monotonic {
        Monotonic(steady.0 - self.began().0)
    }

    /// How far somebody has set the clock forward since the process began, in milliseconds; negative if back.
    pub fn drift_ms(&self) -> i64 {
        self.now().0 - self.steady().0
    }

    fn began(&self) -> Timestamp {
        match self {
            Self::System => BEGAN.1,
            Self::Manual(clock) => clock.began,
        }
    }

    /// Sets a manual clock, as somebody sets the machine's: no time passes. The machine's clock is left alone.
    pub fn set(&self, to: Timestamp) {
        if let Self::Manual(clock) = self {
            clock.now.store(to.0, Ordering::Relaxed);
        }
    }

    /// Lets time pass on a manual clock; the machine's clock is left alone.
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

    /// Every text of the form that RFC 3339 gives, whether or not there is such a day.
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
