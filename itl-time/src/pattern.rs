//! strftime patterns, as chrono knows them.

use std::fmt;

use crate::civil::{Civil, DAY, date_of_days, days_of_date, push_padded, push_two};
use crate::instant::Instant;
use crate::style::{MONTHS, WEEKDAYS};
use crate::zone::{Offset, Zone};

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
    items: Vec<Item>,
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
            compile_piece(piece, &mut items).ok_or_else(|| PatternError {
                offset: at,
                length,
                message: complaint(piece),
            })?;
            at += length;
        }
        Ok(Self { items })
    }

    /// Appends an instant as a zone's clocks show it. Nothing where the year is more than 262,142
    /// years from the year 0, which is far outside the [range](Instant::in_range).
    pub fn format(&self, instant: Instant, zone: Zone, out: &mut String) {
        let offset = zone.offset_at(instant.unix_secs());
        let local = instant.unix_secs().saturating_add(i64::from(offset.seconds));
        let held = |seconds: i64| YEARS.contains(&date_of_days(seconds.div_euclid(DAY)).0);
        if !held(instant.unix_secs()) || !held(local) {
            return;
        }
        let shown = Shown { civil: Civil::from_local_seconds(local), local, instant, offset };
        for item in &self.items {
            shown.push(item, out);
        }
    }
}

/// The years that chrono holds.
const YEARS: std::ops::RangeInclusive<i64> = -262_143..=262_142;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Item {
    Text(String),
    /// A number or name by its letter.
    Letter(u8, Pad),
    /// The fraction of a second in 3, 6 or 9 digits; in as many as it takes, with its point, for 0.
    Fraction {
        digits: u8,
        point: bool,
    },
    /// The offset from UTC, by the colons of the specifier: `+0100`, `+01:00`, `+01:00:00`, `+01`.
    Offset(u8),
}

/// What fills a number up to its width.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Pad {
    None,
    Zero,
    Space,
}

/// Appends the items of a specifier or of plain text; none for a specifier that there is not.
fn compile_piece(piece: &str, items: &mut Vec<Item>) -> Option<()> {
    let Some(specifier) = piece.strip_prefix('%') else {
        items.push(Item::Text(piece.to_owned()));
        return Some(());
    };
    let item = match specifier.as_bytes() {
        b"%" => Item::Text("%".to_owned()),
        b"n" => Item::Text("\n".to_owned()),
        b"t" => Item::Text("\t".to_owned()),
        b".f" => Item::Fraction { digits: 0, point: true },
        [b'.', digits @ (b'3' | b'6' | b'9'), b'f'] => Item::Fraction { digits: digits - b'0', point: true },
        [digits @ (b'3' | b'6' | b'9'), b'f'] => Item::Fraction { digits: digits - b'0', point: false },
        b"z" => Item::Offset(0),
        b":z" => Item::Offset(1),
        b"::z" => Item::Offset(2),
        b":::z" => Item::Offset(3),
        [b'-', letter] => Item::Letter(*letter, padding(*letter).map(|_| Pad::None)?),
        [b'0', letter] => Item::Letter(*letter, padding(*letter).map(|_| Pad::Zero)?),
        [b'_', letter] => Item::Letter(*letter, padding(*letter).map(|_| Pad::Space)?),
        [letter @ (b'A' | b'B' | b'P' | b'Z' | b'a' | b'b' | b'h' | b'p')] => Item::Letter(*letter, Pad::None),
        [letter] => match composite(*letter) {
            Some(pattern) => {
                items.extend(Pattern::compile(pattern).ok()?.items);
                return Some(());
            }
            None => Item::Letter(*letter, padding(*letter)?),
        },
        _ => return None,
    };
    items.push(item);
    Some(())
}

/// What a specifier that is several others stands for.
fn composite(letter: u8) -> Option<&'static str> {
    Some(match letter {
        b'D' | b'x' => "%m/%d/%y",
        b'F' => "%Y-%m-%d",
        b'R' => "%H:%M",
        b'T' | b'X' => "%H:%M:%S",
        b'c' => "%a %b %e %H:%M:%S %Y",
        b'r' => "%I:%M:%S %p",
        b'v' => "%e-%b-%Y",
        b'+' => "%Y-%m-%dT%H:%M:%S%.f%:z",
        _ => return None,
    })
}

/// How the number of a letter is filled up unless the pattern says; none for a letter that is no number.
fn padding(letter: u8) -> Option<Pad> {
    match letter {
        b'C' | b'G' | b'H' | b'I' | b'M' | b'S' | b'U' | b'V' | b'W' | b'Y' | b'd' | b'f' | b'g' | b'j' | b'm'
        | b'y' => Some(Pad::Zero),
        b'e' | b'k' | b'l' => Some(Pad::Space),
        b'q' | b's' | b'u' | b'w' => Some(Pad::None),
        _ => None,
    }
}

/// An instant with everything that its fields are taken from.
struct Shown {
    civil: Civil,
    local: i64,
    instant: Instant,
    offset: Offset,
}

impl Shown {
    fn push(&self, item: &Item, out: &mut String) {
        match item {
            Item::Text(text) => out.push_str(text),
            Item::Letter(letter, pad) => self.push_letter(*letter, *pad, out),
            Item::Fraction { digits, point } => self.push_fraction(*digits, *point, out),
            Item::Offset(colons) => push_offset(self.offset.seconds, *colons, out),
        }
    }

    fn push_letter(&self, letter: u8, pad: Pad, out: &mut String) {
        let Civil { year, month, day, weekday, hour, minute, second } = self.civil;
        let two = |number: u8, out: &mut String| push_tens(number, pad, out);
        let name = |names: &[&'static str], at: u8| names.get(usize::from(at)).copied().unwrap_or_default();
        let short = |name: &'static str| name.get(..3).unwrap_or(name);
        let from_monday = (weekday + 6) % 7;
        match letter {
            b'Y' => push_year(year, pad, out),
            b'G' => push_year(self.thursday().0, pad, out),
            b'C' => two(year.div_euclid(100) as u8, out),
            b'y' => two(year.rem_euclid(100) as u8, out),
            b'g' => two(self.thursday().0.rem_euclid(100) as u8, out),
            b'm' => two(month, out),
            b'd' | b'e' => two(day, out),
            b'U' => two(((self.day_of_year() + 6 - i64::from(weekday)) / 7) as u8, out),
            b'W' => two(((self.day_of_year() + 6 - i64::from(from_monday)) / 7) as u8, out),
            b'V' => two((self.thursday().1 / 7 + 1) as u8, out),
            b'H' | b'k' => two(hour, out),
            b'I' | b'l' => two((hour + 11) % 12 + 1, out),
            b'M' => two(minute, out),
            b'S' => two(second, out),
            b'q' => out.push(char::from(b'1' + (month.max(1) - 1) / 3)),
            b'u' => out.push(char::from(b'1' + from_monday)),
            b'w' => out.push(char::from(b'0' + weekday)),
            b'j' => push_number(self.day_of_year(), 3, pad, false, out),
            b'f' => push_number(i64::from(self.instant.subsec_nanos()), 9, pad, false, out),
            b's' => push_number(self.instant.unix_secs(), 9, pad, false, out),
            b'A' => out.push_str(name(&WEEKDAYS, weekday)),
            b'a' => out.push_str(short(name(&WEEKDAYS, weekday))),
            b'B' => out.push_str(name(&MONTHS, month.max(1) - 1)),
            b'b' | b'h' => out.push_str(short(name(&MONTHS, month.max(1) - 1))),
            b'P' => out.push_str(if hour < 12 { "am" } else { "pm" }),
            b'p' => out.push_str(if hour < 12 { "AM" } else { "PM" }),
            // `%Z`, the only one that is left.
            _ => out.push_str(self.offset.abbreviation),
        }
    }

    /// From 1.
    fn day_of_year(&self) -> i64 {
        self.local.div_euclid(DAY) - days_of_date(self.civil.year, 1, 1) + 1
    }

    /// Year and day of the year, from 0, of the Thursday of the week: the year that ISO 8601 counts the week in.
    fn thursday(&self) -> (i64, i64) {
        let days = self.local.div_euclid(DAY) + 3 - i64::from((self.civil.weekday + 6) % 7);
        let year = date_of_days(days).0;
        (year, days - days_of_date(year, 1, 1))
    }

    fn push_fraction(&self, digits: u8, point: bool, out: &mut String) {
        let nanos = u64::from(self.instant.subsec_nanos());
        let digits = match digits {
            0 if nanos == 0 => return,
            0 if nanos.is_multiple_of(1_000_000) => 3,
            0 if nanos.is_multiple_of(1000) => 6,
            0 => 9,
            digits => digits,
        };
        if point {
            out.push('.');
        }
        push_padded(out, nanos / 10_u64.pow(9 - u32::from(digits)), usize::from(digits));
    }
}

fn push_year(year: i64, pad: Pad, out: &mut String) {
    if (1000..10_000).contains(&year) {
        push_padded(out, year.unsigned_abs(), 4);
    } else {
        let signed = !(0..10_000).contains(&year);
        push_number(year, if signed { 5 } else { 4 }, pad, signed, out);
    }
}

/// A number in two digits. Of one that has three the first is the character behind `9`, as in chrono.
fn push_tens(number: u8, pad: Pad, out: &mut String) {
    match (number / 10, pad) {
        (0, Pad::None) => {}
        (0, Pad::Space) => out.push(' '),
        (tens, _) => out.push(char::from(b'0' + tens)),
    }
    out.push(char::from(b'0' + number % 10));
}

/// A number filled up to `width`, its sign included; `signed` writes a plus as well.
fn push_number(number: i64, width: usize, pad: Pad, signed: bool, out: &mut String) {
    let magnitude = number.unsigned_abs();
    let sign = match number {
        ..0 => "-",
        _ if signed => "+",
        _ => "",
    };
    let width = width - sign.len();
    let length = magnitude.checked_ilog10().unwrap_or(0) as usize + 1;
    if pad == Pad::Space {
        out.extend(std::iter::repeat_n(' ', width.saturating_sub(length)));
    }
    out.push_str(sign);
    push_padded(out, magnitude, if pad == Pad::Zero { width } else { 1 });
}

fn push_offset(seconds: i32, colons: u8, out: &mut String) {
    out.push(if seconds < 0 { '-' } else { '+' });
    let seconds = seconds.unsigned_abs();
    // Without seconds the minutes are rounded; hours alone are cut.
    let rounded = if colons < 2 { seconds + 30 } else { seconds };
    push_two(out, (rounded / 3600) as u8);
    if colons == 3 {
        return;
    }
    if colons > 0 {
        out.push(':');
    }
    push_two(out, (rounded / 60 % 60) as u8);
    if colons == 2 {
        out.push(':');
        push_two(out, (seconds % 60) as u8);
    }
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
