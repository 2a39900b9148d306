//! The zones of a build without the feature `zones`: UTC and GMT.

use crate::zone::{Offset, Span, Zone};

pub(crate) fn zones() -> impl Iterator<Item = Zone> {
    [Zone::GMT, Zone::UTC].into_iter()
}

/// UTC and GMT are known without a look here.
pub(crate) fn find(_name: &str) -> Option<Zone> {
    None
}

pub(crate) fn span_at(rules: u16, _at: i64) -> Span {
    let abbreviation = if rules == Zone::UTC.rules { "UTC" } else { "GMT" };
    Span { offset: Offset { seconds: 0, abbreviation, daylight: false }, end: i64::MAX }
}

#[expect(clippy::unnecessary_wraps, reason = "the same signature as with all zones")]
pub(crate) fn long_name(history: u16, _at: i64, _daylight: bool) -> Option<&'static str> {
    Some(if history == Zone::UTC.history { "Coordinated Universal Time" } else { "Greenwich Mean Time" })
}
