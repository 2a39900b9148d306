//! Time zones: what their clocks show, and what that is called.

#[cfg(feature = "zones")]
mod footer;
mod gmt;
#[cfg(feature = "zones")]
mod packed;
#[cfg(feature = "zones")]
mod reader;
mod record;
#[cfg(feature = "zones")]
mod suggest;
#[cfg(not(feature = "zones"))]
#[path = "no_suggestions.rs"]
mod suggest;
mod suggestion;
#[cfg(feature = "zones")]
mod tables;
#[cfg(not(feature = "zones"))]
#[path = "utc_only.rs"]
mod tables;

use std::borrow::Cow;
use std::fmt;

use chrono::NaiveDateTime;

use crate::civil::DAY;
use crate::instant::Instant;

pub use record::Offset;
pub use suggest::{suggest_zone, without_summer_time};
pub use suggestion::{ZoneReason, ZoneSuggestion, ambiguous_zones};

pub(crate) use gmt::{push_short_name, push_sign};

/// A time zone of the IANA database. Small and cheap to copy; the default is UTC.
#[derive(Clone, Copy)]
pub struct Zone {
    record: record::Record,
}

impl Zone {
    /// Coordinated Universal Time.
    pub const UTC: Self = Self { record: record::UTC };

    /// The zone of an IANA name or link, spelled exactly as in the database; `Z` is UTC.
    ///
    /// Without the feature `zones` only `UTC`, `GMT` and `Z` are known.
    pub fn named(name: &str) -> Option<Self> {
        let record = match name {
            "UTC" | "Z" => record::UTC,
            "GMT" => record::GMT,
            _ => tables::find(name)?,
        };
        Some(Self { record })
    }

    /// The name that the zone was found by (`UTC` for `Z`).
    pub const fn name(self) -> &'static str {
        self.record.name
    }

    /// All names that [`Zone::named`] knows but `Z`, in the order of their bytes.
    pub fn all() -> impl Iterator<Item = &'static str> {
        tables::records().map(|record| record.name)
    }

    /// What the zone's clocks show at an instant, in seconds since 1970-01-01T00:00:00Z.
    pub fn offset_at(self, unix_secs: i64) -> Offset {
        if self.record.rules == record::UTC.rules {
            // The default zone needs no table.
            return Offset::UTC;
        }
        tables::span_at(self.record.rules, unix_secs).offset
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
        let mut span = tables::span_at(self.record.rules, local.saturating_sub(2 * DAY));
        loop {
            let candidate = local.saturating_sub(i64::from(span.offset.seconds));
            if candidate < span.end {
                return Instant::new(candidate, nanos);
            }
            let next = tables::span_at(self.record.rules, span.end);
            if local.saturating_sub(i64::from(next.offset.seconds)) < span.end || span.end == i64::MAX {
                // Read with the offset before the gap, the time comes out as far after the gap
                // as it was into it.
                return Instant::new(candidate, nanos);
            }
            span = next;
        }
    }

    /// [`Zone::resolve_local_seconds`], but of a time that the clocks show twice the instant is
    /// taken at which they call it by that abbreviation, where one of both does.
    pub(crate) fn resolve_local_named(self, local: i64, nanos: u32, abbreviation: &str) -> Instant {
        let earlier = self.resolve_local_seconds(local, nanos);
        let is_named = |offset: Offset| offset.abbreviation.eq_ignore_ascii_case(abbreviation);
        let span = tables::span_at(self.record.rules, earlier.unix_secs());
        if is_named(span.offset) || span.end == i64::MAX {
            return earlier;
        }
        let next = tables::span_at(self.record.rules, span.end).offset;
        let later = local.saturating_sub(i64::from(next.seconds));
        if is_named(next) && later >= span.end && self.offset_at(later).seconds == next.seconds {
            return Instant::new(later, nanos);
        }
        earlier
    }

    /// The zone's English name at an instant as CLDR has it, or `GMT+05:45` where it has none.
    pub fn long_name(self, unix_secs: i64) -> Cow<'static, str> {
        let offset = self.offset_at(unix_secs);
        if let Some(name) = self.cldr_name(unix_secs, offset.daylight) {
            return Cow::Borrowed(name);
        }
        let mut out = String::new();
        gmt::push_long_offset(offset.seconds, &mut out);
        Cow::Owned(out)
    }

    /// The zone's abbreviation at an instant where that is letters, else `GMT-3`, `GMT+5:45`, `GMT`.
    pub fn short_name(self, unix_secs: i64) -> Cow<'static, str> {
        let offset = self.offset_at(unix_secs);
        if gmt::is_letters(offset.abbreviation) {
            return Cow::Borrowed(offset.abbreviation);
        }
        let mut out = String::new();
        gmt::push_short_offset(offset.seconds, &mut out);
        Cow::Owned(out)
    }

    pub(crate) fn push_long_name(self, unix_secs: i64, offset: Offset, out: &mut String) {
        match self.cldr_name(unix_secs, offset.daylight) {
            Some(name) => out.push_str(name),
            None => gmt::push_long_offset(offset.seconds, out),
        }
    }

    fn cldr_name(self, unix_secs: i64, daylight: bool) -> Option<&'static str> {
        tables::long_name(self.record.history, unix_secs, daylight)
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Zone {}

impl std::hash::Hash for Zone {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

impl Default for Zone {
    fn default() -> Self {
        Self::UTC
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Zone").field(&self.name()).finish()
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
