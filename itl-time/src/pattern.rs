//! strftime patterns, as chrono knows them.

use std::fmt;

use chrono::format::{DelayedFormat, Item, StrftimeItems};
use chrono::{DateTime, FixedOffset, Offset as ChronoOffset};

use crate::instant::Instant;
use crate::zone::Zone;

/// A strftime pattern, ready to print. `%Z` is the time zone database's abbreviation.
///
/// ```
/// use itl_time::{Instant, Pattern, Zone};
///
/// let pattern = Pattern::compile("%Y-%m-%d %H:%M %Z").map_err(|error| error.message)?;
/// let mut out = String::new();
/// pattern.format(Instant::from_unix_secs(1_674_950_737), Zone::UTC, &mut out);
/// assert_eq!(out, "2023-01-29 00:05 UTC");
/// assert_eq!(Pattern::compile("%Y %Q").map_err(|error| error.offset), Err(3));
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pattern {
    items: Vec<Item<'static>>,
}

/// Why a text is no strftime pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    /// The byte at which the bad specifier begins.
    pub offset: usize,
    /// How many bytes the bad specifier has.
    pub length: usize,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for PatternError {}

impl Pattern {
    /// Reads a pattern, or says where it is wrong.
    pub fn compile(pattern: &str) -> Result<Self, PatternError> {
        let mut items = Vec::new();
        let mut at = 0;
        while let Some(rest) = pattern.get(at..).filter(|rest| !rest.is_empty()) {
            let length = piece_length(rest);
            let piece = rest.get(..length).unwrap_or(rest);
            items.extend(compile_piece(piece).ok_or_else(|| PatternError {
                offset: at,
                length,
                message: complaint(piece),
            })?);
            at += length;
        }
        Ok(Self { items })
    }

    /// Appends an instant as a zone's clocks show it. Nothing where chrono cannot hold the
    /// instant, which is far outside the [range](Instant::in_range).
    pub fn format(&self, instant: Instant, zone: Zone, out: &mut String) {
        // An item that cannot be printed was refused when the pattern was compiled.
        let _ = write_items(&self.items, instant, zone, out);
    }
}

fn write_items(items: &[Item<'static>], instant: Instant, zone: Zone, out: &mut String) -> fmt::Result {
    let offset = zone.offset_at(instant.unix_secs());
    let shown = FixedOffset::east_opt(offset.seconds).ok_or(fmt::Error)?;
    let local = DateTime::from_timestamp(instant.unix_secs(), instant.subsec_nanos())
        .and_then(|utc| utc.naive_utc().checked_add_offset(shown))
        .ok_or(fmt::Error)?;
    let named = NamedOffset { shown, name: offset.abbreviation };
    let items = items.iter();
    DelayedFormat::new_with_offset(Some(local.date()), Some(local.time()), &named, items).write_to(out)
}

/// The items of a specifier or of plain text, if they can be printed.
fn compile_piece(piece: &str) -> Option<Vec<Item<'static>>> {
    let items = StrftimeItems::new(piece).parse_to_owned().ok()?;
    let mut probe = String::new();
    write_items(&items, Instant::from_unix_secs(0), Zone::UTC, &mut probe).ok()?;
    Some(items)
}

/// The bytes of the specifier, or of the plain text, that a text begins with.
fn piece_length(text: &str) -> usize {
    let Some(after_percent) = text.strip_prefix('%') else {
        return text.find('%').unwrap_or(text.len());
    };
    let is_flag = |c: char| matches!(c, '-' | '_' | '0' | '.' | ':' | '#' | '3' | '6' | '9');
    let flags = after_percent.find(|c| !is_flag(c)).unwrap_or(after_percent.len());
    let letter = after_percent.get(flags..).and_then(|rest| rest.chars().next());
    1 + flags + letter.map_or(0, char::len_utf8)
}

fn complaint(piece: &str) -> String {
    match piece.chars().last() {
        Some(last) if last.is_ascii_alphabetic() || last == '+' => {
            format!("`{piece}` is no strftime specifier; a literal percent sign is `%%`")
        }
        _ => format!("`{piece}` is not complete; a literal percent sign is `%%`"),
    }
}

/// What chrono prints for `%z` and `%Z`.
#[derive(Clone, Debug)]
struct NamedOffset {
    shown: FixedOffset,
    name: &'static str,
}

impl ChronoOffset for NamedOffset {
    fn fix(&self) -> FixedOffset {
        self.shown
    }
}

impl fmt::Display for NamedOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
