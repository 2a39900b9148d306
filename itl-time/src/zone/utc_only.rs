//! The zones of a build without the feature `zones`: UTC and GMT.

use super::record::{GMT, Offset, Record, Span, UTC};

pub(super) fn records() -> impl Iterator<Item = Record> {
    [GMT, UTC].into_iter()
}

/// UTC and GMT are known without a look here.
pub(super) fn find(_name: &str) -> Option<Record> {
    None
}

pub(super) fn span_at(rules: u16, _at: i64) -> Span {
    let abbreviation = if rules == UTC.rules { "UTC" } else { "GMT" };
    Span { offset: Offset { seconds: 0, abbreviation, daylight: false }, end: i64::MAX }
}

#[expect(clippy::unnecessary_wraps, reason = "the same signature as with all zones")]
pub(super) fn long_name(history: u16, _at: i64, _daylight: bool) -> Option<&'static str> {
    Some(if history == UTC.history { "Coordinated Universal Time" } else { "Greenwich Mean Time" })
}
