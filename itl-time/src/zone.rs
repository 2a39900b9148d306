//! A time zone: what its clocks show, and what that is called.

use std::borrow::Cow;
use std::fmt;

use chrono::NaiveDateTime;

use crate::civil::{DAY, push_short, push_two};
use crate::instant::Instant;
use crate::tables;

/// A time zone of the IANA database. Small and cheap to copy; the default is UTC.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Zone {
    pub(crate) name: &'static str,
    /// The zone's record of transitions; zones that are the same by link share one.
    pub(crate) rules: u16,
    /// The zone's record of long names.
    pub(crate) history: u16,
}

/// What a zone's clocks show at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offset {
    /// Seconds to add to UTC.
    pub seconds: i32,
    /// The time zone database's abbreviation: letters such as `CEST`, or digits such as `+0545`.
    pub abbreviation: &'static str,
    /// Whether the clocks show the daylight time of that period (for the long name).
    pub daylight: bool,
}

impl Offset {
    const UTC: Self = Self { seconds: 0, abbreviation: "UTC", daylight: false };
}

/// An offset and the first instant at which it no longer holds.
pub(crate) struct Span {
    pub(crate) offset: Offset,
    pub(crate) end: i64,
}

impl Zone {
    /// Coordinated Universal Time.
    pub const UTC: Self = Self { name: "UTC", rules: 0, history: 0 };

    /// Greenwich Mean Time.
    pub(crate) const GMT: Self = Self { name: "GMT", rules: 1, history: 1 };

    /// The zone of an IANA name or link, spelled exactly as in the database; `Z` is UTC.
    ///
    /// Without the feature `zones` only `UTC`, `GMT` and `Z` are known.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "UTC" | "Z" => Some(Self::UTC),
            "GMT" => Some(Self::GMT),
            _ => tables::find(name),
        }
    }

    /// The name the zone was asked for by (`UTC` for `Z`).
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// All names that [`Zone::named`] knows but `Z`, in the order of their bytes.
    pub fn all() -> impl Iterator<Item = &'static str> {
        tables::zones().map(Self::name)
    }

    /// What the zone's clocks show at an instant, in seconds since 1970-01-01T00:00:00Z.
    pub fn offset_at(self, unix_secs: i64) -> Offset {
        if self.rules == Self::UTC.rules {
            // The default zone needs no table.
            return Offset::UTC;
        }
        tables::span_at(self.rules, unix_secs).offset
    }

    /// The instant at which the zone's clocks show a local time.
    ///
    /// A time that the clocks skip moves forward by what they skip; of a time that they show
    /// twice, the earlier instant is taken. A leap second of chrono's counts as the second before.
    pub fn resolve_local(self, local: NaiveDateTime) -> Instant {
        let utc = local.and_utc();
        self.resolve_local_seconds(utc.timestamp(), utc.timestamp_subsec_nanos())
    }

    /// [`Zone::resolve_local`] for seconds since 1970-01-01 00:00 of the local clock.
    pub(crate) fn resolve_local_seconds(self, local: i64, nanos: u32) -> Instant {
        // No zone is further than this from UTC, so the walk starts before the answer.
        let mut span = tables::span_at(self.rules, local.saturating_sub(2 * DAY));
        loop {
            let candidate = local.saturating_sub(i64::from(span.offset.seconds));
            if candidate < span.end {
                return Instant::new(candidate, nanos);
            }
            let next = tables::span_at(self.rules, span.end);
            if local.saturating_sub(i64::from(next.offset.seconds)) < span.end || span.end == i64::MAX {
                // Read with the offset before the gap, the time comes out as far after the gap
                // as it was into it.
                return Instant::new(candidate, nanos);
            }
            span = next;
        }
    }

    /// The zone's English name at an instant as CLDR has it, or `GMT+05:45` where it has none.
    pub fn long_name(self, unix_secs: i64) -> Cow<'static, str> {
        let offset = self.offset_at(unix_secs);
        if let Some(name) = self.cldr_name(unix_secs, offset.daylight) {
            return Cow::Borrowed(name);
        }
        let mut out = String::new();
        push_gmt_long(&mut out, offset.seconds);
        Cow::Owned(out)
    }

    /// The zone's abbreviation at an instant where that is letters, else `GMT-3`, `GMT+5:45`, `GMT`.
    pub fn short_name(self, unix_secs: i64) -> Cow<'static, str> {
        let offset = self.offset_at(unix_secs);
        if is_letters(offset.abbreviation) {
            return Cow::Borrowed(offset.abbreviation);
        }
        let mut out = String::new();
        push_gmt_short(&mut out, offset.seconds);
        Cow::Owned(out)
    }

    pub(crate) fn push_long_name(self, unix_secs: i64, offset: Offset, out: &mut String) {
        match self.cldr_name(unix_secs, offset.daylight) {
            Some(name) => out.push_str(name),
            None => push_gmt_long(out, offset.seconds),
        }
    }

    fn cldr_name(self, unix_secs: i64, daylight: bool) -> Option<&'static str> {
        tables::long_name(self.history, unix_secs, daylight)
    }
}

pub(crate) fn push_short_name(offset: Offset, out: &mut String) {
    if is_letters(offset.abbreviation) {
        out.push_str(offset.abbreviation);
    } else {
        push_gmt_short(out, offset.seconds);
    }
}

fn is_letters(abbreviation: &str) -> bool {
    abbreviation.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// `GMT+05:45`, with seconds where there are any; `GMT` for zero.
fn push_gmt_long(out: &mut String, seconds: i32) {
    out.push_str("GMT");
    if seconds != 0 {
        let (hours, minutes, rest) = push_sign(out, seconds);
        push_two(out, hours);
        out.push(':');
        push_two(out, minutes);
        if rest != 0 {
            out.push(':');
            push_two(out, rest);
        }
    }
}

/// `GMT-3`, `GMT+5:45`, with seconds where there are any; `GMT` for zero.
fn push_gmt_short(out: &mut String, seconds: i32) {
    out.push_str("GMT");
    if seconds != 0 {
        let (hours, minutes, rest) = push_sign(out, seconds);
        push_short(out, hours);
        if minutes != 0 || rest != 0 {
            out.push(':');
            push_two(out, minutes);
        }
        if rest != 0 {
            out.push(':');
            push_two(out, rest);
        }
    }
}

/// Writes the sign of an offset and gives its hours, minutes and seconds.
pub(crate) fn push_sign(out: &mut String, seconds: i32) -> (u8, u8, u8) {
    out.push(if seconds < 0 { '-' } else { '+' });
    let seconds = seconds.unsigned_abs();
    ((seconds / 3600) as u8, (seconds / 60 % 60) as u8, (seconds % 60) as u8)
}

impl Default for Zone {
    fn default() -> Self {
        Self::UTC
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Zone").field(&self.name).finish()
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name)
    }
}
