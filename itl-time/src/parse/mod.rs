//! Texts that name an instant.

mod cursor;
mod iso;
mod rfc2822;
mod unix;

use crate::civil::{DAY, days_of_date, days_of_month};
use crate::instant::Instant;
use crate::zone::Zone;

pub use unix::parse_unix;

/// An instant read from a date text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParsedDate {
    /// The instant; it is [in range](Instant::in_range).
    pub instant: Instant,
    /// The numeric offset that the text carried, in seconds, to answer in the same one.
    /// None where the text gave none, or said `Z`, `UTC` or `GMT`.
    pub offset: Option<i32>,
}

/// Reads an ISO 8601 / RFC 3339 date-time, a plain date (midnight) or an RFC 2822 date.
///
/// A text without an offset is read in `zone`: a time that the zone's clocks skip moves forward
/// by what they skip, of a time that they show twice the earlier is taken. White space at the
/// ends is ignored. None where the text is no such date, or is outside the years 1 to 9999 (UTC).
///
/// ```
/// use itl_time::{parse_date, Zone};
///
/// let parsed = parse_date("2023-01-29 01:05:37,5 +0100", Zone::UTC).ok_or("not a date")?;
/// assert_eq!(parsed.instant.unix_ms(), 1_674_950_737_500);
/// assert_eq!(parsed.offset, Some(3600));
/// assert_eq!(parse_date("2023-02-29", Zone::UTC), None);
/// # Ok::<(), &str>(())
/// ```
pub fn parse_date(text: &str, zone: Zone) -> Option<ParsedDate> {
    let text = text.trim();
    let fields = iso::parse(text.as_bytes()).or_else(|| rfc2822::parse(text.as_bytes()))?;
    fields.resolve(zone)
}

/// What follows the time in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TextOffset {
    /// Nothing: the time is the zone's.
    Absent,
    /// `Z`, `UTC` or `GMT`.
    Utc,
    /// Seconds east of UTC, written as digits.
    Numeric(i32),
}

/// The fields of a date text, not yet checked against the calendar.
#[derive(Clone, Copy, Debug)]
struct Fields {
    year: i64,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
    nanos: u32,
    offset: TextOffset,
}

impl Fields {
    fn resolve(self, zone: Zone) -> Option<ParsedDate> {
        if self.day == 0
            || self.day > days_of_month(self.year, self.month)
            || self.hour > 23
            || self.minute > 59
            || self.second > 60
        {
            return None;
        }
        // A leap second is shown as the second before it.
        let second = self.second.min(59);
        let local = days_of_date(self.year, self.month, self.day) * DAY
            + i64::from(self.hour) * 3600
            + i64::from(self.minute) * 60
            + i64::from(second);
        let (instant, offset) = match self.offset {
            TextOffset::Absent => (zone.resolve_local_seconds(local, self.nanos), None),
            TextOffset::Utc => (Instant::new(local, self.nanos), None),
            TextOffset::Numeric(offset) => (Instant::new(local - i64::from(offset), self.nanos), Some(offset)),
        };
        instant.in_range().then_some(ParsedDate { instant, offset })
    }
}
