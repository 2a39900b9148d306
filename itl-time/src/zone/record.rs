//! What the tables hold of a zone. Both [`Zone`](super::Zone) and the tables build on it.

/// A zone's row in the index.
#[derive(Clone, Copy)]
pub(super) struct Record {
    pub(super) name: &'static str,
    /// The zone's list of transitions; zones that are links of each other share one.
    pub(super) rules: u16,
    /// The zone's list of long names.
    pub(super) history: u16,
}

/// Coordinated Universal Time, the first row of both lists.
pub(super) const UTC: Record = Record { name: "UTC", rules: 0, history: 0 };

/// Greenwich Mean Time, the second row of both lists.
pub(super) const GMT: Record = Record { name: "GMT", rules: 1, history: 1 };

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
    pub(super) const UTC: Self = Self { seconds: 0, abbreviation: "UTC", daylight: false };
}

/// An offset and the first instant at which it no longer holds.
pub(super) struct Span {
    pub(super) offset: Offset,
    pub(super) end: i64,
}
