//! What a name that is no zone of the database may mean.

/// The zone that a name most likely means, and how it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ZoneSuggestion {
    /// A name that [`Zone::named`](crate::Zone::named) knows.
    pub zone: &'static str,
    /// How it was found.
    pub reason: ZoneReason,
}

/// How a [`ZoneSuggestion`] was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ZoneReason {
    /// The name in another case, with spaces for underscores, or its city alone.
    Spelling,
    /// An abbreviation such as `PST` or `MESZ`, which a region uses.
    Abbreviation,
    /// A Windows name such as `W. Europe Standard Time`, by CLDR's table.
    Windows,
    /// An offset such as `GMT+2`.
    Offset {
        /// The offset in seconds east of UTC.
        seconds: i32,
        /// A zone that keeps this offset all year, or keeps it in winter where none does.
        city: Option<&'static str>,
    },
}

/// The zones that a zone abbreviation may stand for, where these show different times.
///
/// ```
/// assert_eq!(itl_time::ambiguous_zones("BST"), Some(&["Europe/London", "Asia/Dhaka"][..]));
/// assert_eq!(itl_time::ambiguous_zones("CET"), None);
/// ```
pub fn ambiguous_zones(abbreviation: &str) -> Option<&'static [&'static str]> {
    const TABLE: [(&str, &[&str]); 5] = [
        ("CST", &["America/Chicago", "Asia/Shanghai", "America/Havana"]),
        ("CDT", &["America/Chicago", "America/Havana"]),
        ("IST", &["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"]),
        ("BST", &["Europe/London", "Asia/Dhaka"]),
        ("AST", &["America/Halifax", "Asia/Riyadh"]),
    ];
    TABLE.iter().find(|(known, _)| known.eq_ignore_ascii_case(abbreviation)).map(|(_, zones)| *zones)
}
