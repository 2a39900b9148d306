//! Time for ITL: zones, texts into instants, instants into text.
//!
//! - [`Zone`]: every IANA zone from a compact table, with abbreviations and CLDR's English long
//!   names; [`suggest_zone`] for names that are none.
//! - [`parse_date`], [`parse_unix`], [`ReadPattern`]: texts into instants.
//! - [`format_style`], [`Pattern`], [`format_rfc3339`]: instants into text.
//!
//! Nothing here reads a clock, a locale or a file: the same call returns the same bytes
//! everywhere, and no text and no instant makes it panic.
//!
//! ```
//! use itl_time::{format_style, parse_date, Style, Zone};
//!
//! let parsed = parse_date("2023-01-29T00:05:37Z", Zone::UTC)?;
//! let mut out = String::new();
//! format_style(parsed.instant, Zone::UTC, Style::Full, &mut out);
//! assert_eq!(out, "Sunday, January 29, 2023 at 12:05:37 AM Coordinated Universal Time");
//! # Ok::<(), itl_time::Unread>(())
//! ```

mod civil;
mod instant;
mod java;
mod names;
mod parse;
mod pattern;
mod rfc3339;
mod style;
mod zone;

pub use instant::{Instant, UnixUnit};
pub use java::strftime_of_java;
pub use parse::{
    Assumed, ParsedDate, ParsedUnix, Unread, assume_zone, is_zero_time, parse_date, parse_unix, parse_unix_by_size,
    patterns_with_year_last,
};
pub use pattern::{Pattern, PatternError, ReadPattern};
pub use rfc3339::format_rfc3339;
pub use style::{Style, format_style};
pub use zone::{Offset, Zone, ZoneReason, ZoneSuggestion, ambiguous_zones, suggest_zone, without_summer_time};

/// Whether this build knows all IANA zones (feature `zones`) or only UTC, GMT and Z.
pub const ZONES_INCLUDED: bool = cfg!(feature = "zones");

/// The versions of the time zone database and of CLDR that the tables are made from.
pub const DATA_VERSIONS: &str = include_str!("../data/VERSIONS");
