//! What a text says of an instant, and the instant that follows from it.

use super::{ParsedDate, Unread};
use crate::civil::{DAY, days_of_date};
use crate::instant::Instant;
use crate::zone::{Zone, ambiguous_zones};

/// What a spelling's reader finds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Found<'t> {
    /// Date and time as a clock shows them.
    Civil(Fields<'t>),
    /// A count from 1970, none where it leads out of the years 1 to 9999, and an offset to show it in.
    Unix(Option<Instant>, Option<i32>),
    /// A number that is too small to be taken for a count from 1970.
    SmallNumber,
}

/// The fields of a date text, not yet checked against the calendar.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields<'t> {
    pub(super) year: i64,
    pub(super) month: u8,
    pub(super) day: u8,
    pub(super) time: Time,
    pub(super) offset: TextOffset<'t>,
}

/// A time of day, not yet checked.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Time {
    pub(super) hour: u8,
    pub(super) minute: u8,
    pub(super) second: u8,
    pub(super) nanos: u32,
}

/// What a text says of its offset from UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextOffset<'t> {
    /// Nothing: the time is the zone's.
    Absent,
    /// `Z`, `UTC` or a name of it.
    Utc,
    /// Seconds east of UTC, as digits or by an abbreviation.
    Seconds(i32),
    /// A zone's name in brackets, and no offset.
    Zone(Zone),
    /// A name that stands for several offsets, or for none that is known.
    Unknown(&'t str),
}

impl<'t> Fields<'t> {
    /// Midnight of a date.
    pub(super) fn date(year: i64, month: u8, day: u8) -> Self {
        Self { year, month, day, time: Time::default(), offset: TextOffset::Absent }
    }

    /// Seconds since 1970-01-01 00:00 of the local clock, if calendar and clock have them.
    pub(super) fn local_seconds(&self) -> Result<i64, Unread> {
        let Time { hour, minute, second, .. } = self.time;
        let days = days_of_date(self.year, self.month, self.day).ok_or(Unread::NoSuchDate)?;
        if hour > 23 || minute > 59 || second > 60 {
            return Err(if hour == 24 { Unread::EndOfDay } else { Unread::NoSuchTime });
        }
        // A leap second is shown as the second before it.
        let of_day = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second.min(59));
        Ok(days * DAY + of_day)
    }

    /// The instant, where a text without an offset is read in `zone`.
    pub(super) fn resolve(&self, zone: Zone) -> Result<ParsedDate, Unread> {
        let local = self.local_seconds()?;
        let nanos = self.time.nanos;
        let (instant, offset) = match self.offset {
            TextOffset::Absent => (zone.resolve_local_seconds(local, nanos), None),
            TextOffset::Utc => (Instant::new(local, nanos), None),
            TextOffset::Seconds(offset) => (Instant::new(local - i64::from(offset), nanos), Some(offset)),
            TextOffset::Zone(zone) => {
                let instant = zone.resolve_local_seconds(local, nanos);
                (instant, Some(zone.offset_at(instant.unix_secs()).seconds))
            }
            TextOffset::Unknown(name) => {
                return Err(match ambiguous_zones(name) {
                    Some(zones) => Unread::AmbiguousZone { abbreviation: name.to_owned(), zones },
                    None => Unread::UnknownZone { name: name.to_owned() },
                });
            }
        };
        if instant.in_range() { Ok(ParsedDate { instant, offset }) } else { Err(Unread::OutOfRange) }
    }

    /// The instant in `zone` of a text that does not name its offset, or names it by an
    /// abbreviation that only the zone explains; none for a text that has an offset.
    pub(super) fn assume(&self, zone: Zone) -> Result<Option<ParsedDate>, Unread> {
        let abbreviation = match self.offset {
            TextOffset::Absent => "",
            TextOffset::Unknown(name) => name,
            _ => return self.resolve(zone).map(|_| None),
        };
        let instant = zone.resolve_local_named(self.local_seconds()?, self.time.nanos, abbreviation);
        let offset = Some(zone.offset_at(instant.unix_secs()).seconds);
        if instant.in_range() { Ok(Some(ParsedDate { instant, offset })) } else { Err(Unread::OutOfRange) }
    }
}
