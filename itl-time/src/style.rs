//! The date styles of ilert, as the JDK (17) prints them for `en-US`.

use crate::civil::{Civil, push_padded, push_short, push_two};
use crate::instant::Instant;
use crate::names::{MONTHS, WEEKDAYS, short};
use crate::zone::{Zone, push_short_name};

/// How much of a date is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// `F`: `Sunday, January 29, 2023 at 12:05:37 AM Coordinated Universal Time`
    Full,
    /// `L`: `January 29, 2023 at 12:05:37 AM UTC`
    Long,
    /// `M`: `Jan 29, 2023, 12:05:37 AM`
    Medium,
    /// `S`: `1/29/23, 12:05 AM`
    Short,
}

impl Style {
    /// The style of a letter, upper case; none for another text.
    pub fn from_letter(letter: &str) -> Option<Self> {
        match letter {
            "F" => Some(Self::Full),
            "L" => Some(Self::Long),
            "M" => Some(Self::Medium),
            "S" => Some(Self::Short),
            _ => None,
        }
    }
}

/// Appends an instant as a zone's clocks show it.
///
/// ```
/// use itl_time::{format_style, Instant, Style, Zone};
///
/// let mut out = String::new();
/// format_style(Instant::from_unix_secs(1_674_950_737), Zone::UTC, Style::Short, &mut out);
/// assert_eq!(out, "1/29/23, 12:05 AM");
/// ```
pub fn format_style(instant: Instant, zone: Zone, style: Style, out: &mut String) {
    let offset = zone.offset_at(instant.unix_secs());
    let local = instant.unix_secs().saturating_add(i64::from(offset.seconds));
    let civil = Civil::from_local_seconds(local);
    let month = MONTHS.get(usize::from(civil.month).wrapping_sub(1)).copied().unwrap_or_default();
    // A zone may show a year outside 1 to 9999; the JDK prints the year of its era.
    let year = if civil.year > 0 { civil.year } else { 1 - civil.year }.unsigned_abs();
    match style {
        Style::Full | Style::Long => {
            if style == Style::Full {
                let weekday = WEEKDAYS.get(usize::from(civil.weekday)).copied();
                out.push_str(weekday.unwrap_or_default());
                out.push_str(", ");
            }
            push_date(out, month, civil.day, year);
            out.push_str(" at ");
            push_clock(out, &civil, true);
            out.push(' ');
            if style == Style::Full {
                zone.push_long_name(instant.unix_secs(), offset, out);
            } else {
                push_short_name(offset, out);
            }
        }
        Style::Medium => {
            push_date(out, short(month), civil.day, year);
            out.push_str(", ");
            push_clock(out, &civil, true);
        }
        Style::Short => {
            push_short(out, civil.month);
            out.push('/');
            push_short(out, civil.day);
            out.push('/');
            push_two(out, (year % 100) as u8);
            out.push_str(", ");
            push_clock(out, &civil, false);
        }
    }
}

fn push_date(out: &mut String, month: &str, day: u8, year: u64) {
    out.push_str(month);
    out.push(' ');
    push_short(out, day);
    out.push_str(", ");
    push_padded(out, year, 1);
}

fn push_clock(out: &mut String, civil: &Civil, seconds: bool) {
    push_short(
        out,
        match civil.hour % 12 {
            0 => 12,
            hour => hour,
        },
    );
    out.push(':');
    push_two(out, civil.minute);
    if seconds {
        out.push(':');
        push_two(out, civil.second);
    }
    out.push_str(if civil.hour < 12 { " AM" } else { " PM" });
}
