//! A point in time.

const NANOS_PER_SECOND: i128 = 1_000_000_000;

/// The years that ITL prints, judged on the UTC instant: 0001-01-01T00:00:00Z to the end of 9999.
const FIRST_SECOND: i64 = -62_135_596_800;
const LAST_SECOND: i64 = 253_402_300_799;

/// A point in time, nanosecond-exact. The seconds are rounded toward the past, also before 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant {
    secs: i64,
    nanos: u32,
}

/// What a bare number counts since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnixUnit {
    /// Seconds.
    Seconds,
    /// Milliseconds.
    Millis,
    /// Microseconds.
    Micros,
    /// Nanoseconds.
    Nanos,
}

impl UnixUnit {
    /// The unit in a word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Seconds => "seconds",
            Self::Millis => "milliseconds",
            Self::Micros => "microseconds",
            Self::Nanos => "nanoseconds",
        }
    }

    /// The unit that a number of so many digits before its point is taken for where nothing else
    /// says it: seconds below 1e11, milliseconds below 1e14, microseconds below 1e17.
    pub(crate) const fn of_digits(digits: i64) -> Self {
        match digits {
            ..=11 => Self::Seconds,
            12..=14 => Self::Millis,
            15..=17 => Self::Micros,
            _ => Self::Nanos,
        }
    }

    /// How many decimal places of the unit make a nanosecond.
    pub(crate) const fn places(self) -> u8 {
        match self {
            Self::Seconds => 9,
            Self::Millis => 6,
            Self::Micros => 3,
            Self::Nanos => 0,
        }
    }
}

impl Instant {
    /// The instant that many milliseconds after 1970-01-01T00:00:00Z.
    pub const fn from_unix_ms(ms: i64) -> Self {
        Self { secs: ms.div_euclid(1000), nanos: (ms.rem_euclid(1000) * 1_000_000) as u32 }
    }

    /// The instant that many seconds after 1970-01-01T00:00:00Z.
    pub const fn from_unix_secs(secs: i64) -> Self {
        Self { secs, nanos: 0 }
    }

    /// The instant a whole number of `unit` after 1970-01-01T00:00:00Z, if it is in range.
    pub fn from_unix(number: i64, unit: UnixUnit) -> Option<Self> {
        // So many units are a second, and so many nanoseconds a unit.
        let (units, nanos) = match unit {
            UnixUnit::Seconds => (1, 1_000_000_000),
            UnixUnit::Millis => (1_000, 1_000_000),
            UnixUnit::Micros => (1_000_000, 1_000),
            UnixUnit::Nanos => (1_000_000_000, 1),
        };
        let instant = Self { secs: number.div_euclid(units), nanos: (number.rem_euclid(units) * nanos) as u32 };
        instant.in_range().then_some(instant)
    }

    /// Seconds and the nanoseconds after them; the latter are cut to less than a second.
    pub(crate) const fn new(secs: i64, nanos: u32) -> Self {
        Self { secs, nanos: if nanos < 1_000_000_000 { nanos } else { 999_999_999 } }
    }

    /// The instant that many nanoseconds after 1970-01-01T00:00:00Z, if it is in range.
    pub(crate) fn from_unix_nanos(nanos: i128) -> Option<Self> {
        let secs = i64::try_from(nanos.div_euclid(NANOS_PER_SECOND)).ok()?;
        let instant = Self { secs, nanos: nanos.rem_euclid(NANOS_PER_SECOND) as u32 };
        instant.in_range().then_some(instant)
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, toward the past.
    pub const fn unix_secs(self) -> i64 {
        self.secs
    }

    /// Whole milliseconds since 1970-01-01T00:00:00Z, toward the past.
    pub const fn unix_ms(self) -> i64 {
        self.secs.saturating_mul(1000).saturating_add((self.nanos / 1_000_000) as i64)
    }

    /// The nanoseconds after [`Instant::unix_secs`], below 1,000,000,000.
    pub const fn subsec_nanos(self) -> u32 {
        self.nanos
    }

    /// Whether the instant is in the years 1 to 9999 of UTC.
    pub const fn in_range(self) -> bool {
        self.secs >= FIRST_SECOND && self.secs <= LAST_SECOND
    }

    /// The nanoseconds from another instant to this one.
    pub fn nanos_since(self, other: Self) -> i128 {
        (i128::from(self.secs) - i128::from(other.secs)) * NANOS_PER_SECOND + i128::from(self.nanos)
            - i128::from(other.nanos)
    }

    /// The instant that many nanoseconds later (earlier if negative); none outside the range.
    pub fn plus_nanos(self, nanos: i128) -> Option<Self> {
        let own = i128::from(self.secs) * NANOS_PER_SECOND + i128::from(self.nanos);
        Self::from_unix_nanos(own.checked_add(nanos)?)
    }

    /// The instant that many seconds later (earlier if negative); none outside the range.
    pub fn plus_seconds(self, seconds: i64) -> Option<Self> {
        let later = Self { secs: self.secs.checked_add(seconds)?, nanos: self.nanos };
        later.in_range().then_some(later)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_round_toward_the_past() {
        let before = Instant::from_unix_ms(-1);
        assert_eq!((before.unix_secs(), before.subsec_nanos()), (-1, 999_000_000));
        assert_eq!(before.unix_ms(), -1);
        assert_eq!(Instant::from_unix_ms(1_674_950_737_999).unix_secs(), 1_674_950_737);
    }

    #[test]
    fn range_is_years_1_to_9999() {
        assert!(Instant::from_unix_secs(FIRST_SECOND).in_range());
        assert!(!Instant::from_unix_secs(FIRST_SECOND - 1).in_range());
        assert!(Instant::from_unix_ms(LAST_SECOND * 1000 + 999).in_range());
        assert!(!Instant::from_unix_secs(LAST_SECOND + 1).in_range());
        for end in [i64::MIN, i64::MAX] {
            assert!(!Instant::from_unix_ms(end).in_range());
            assert!(!Instant::from_unix_secs(end).in_range());
        }
    }

    #[test]
    fn units() {
        let unix = |number, unit| Instant::from_unix(number, unit).map(Instant::unix_ms);
        assert_eq!(unix(1, UnixUnit::Seconds), Some(1000));
        assert_eq!(unix(-1, UnixUnit::Millis), Some(-1));
        assert_eq!(unix(2_000, UnixUnit::Micros), Some(2));
        assert_eq!(unix(i64::MAX, UnixUnit::Nanos), Some(9_223_372_036_854));
        assert_eq!(unix(i64::MAX, UnixUnit::Seconds), None);
    }

    #[test]
    fn sums() {
        let epoch = Instant::from_unix_secs(0);
        assert_eq!(epoch.plus_seconds(-1), Some(Instant::from_unix_secs(-1)));
        assert_eq!(epoch.plus_seconds(i64::MAX), None);
        assert_eq!(epoch.plus_nanos(-1_000_000), Some(Instant::from_unix_ms(-1)));
        assert_eq!(epoch.plus_nanos(i128::MAX), None);
        assert_eq!(Instant::from_unix_secs(i64::MAX).plus_seconds(1), None);
        let half = Instant::new(-1, 500_000_000);
        assert_eq!((epoch.nanos_since(half), half.nanos_since(epoch)), (500_000_000, -500_000_000));
    }
}
