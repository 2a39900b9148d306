//! Patterns out.

use chrono::Datelike;

use super::{Item, Pad, singles};
use crate::civil::{Civil, DAY, date_of_days, push_padded, push_two};
use crate::instant::Instant;
use crate::names::{MONTHS, WEEKDAYS, short};
use crate::zone::{Offset, Zone};

/// Appends an instant as a zone's clocks show it; nothing where a year is out of chrono's range.
pub(super) fn print(items: &[Item], instant: Instant, zone: Zone, out: &mut String) {
    let offset = zone.offset_at(instant.unix_secs());
    let local = instant.unix_secs().saturating_add(i64::from(offset.seconds));
    let is_held = |seconds: i64| date_of_days(seconds.div_euclid(DAY)).is_some();
    if !is_held(instant.unix_secs()) || !is_held(local) {
        return;
    }
    let shown = Shown { civil: Civil::from_local_seconds(local), instant, offset };
    for item in singles(items) {
        shown.push(item, out);
    }
}

/// An instant with everything that its fields are taken from.
struct Shown {
    civil: Civil,
    instant: Instant,
    offset: Offset,
}

impl Shown {
    fn push(&self, item: &Item, out: &mut String) {
        match item {
            Item::Text(text) => out.push_str(text),
            Item::Byte(byte) => out.push(char::from(*byte)),
            Item::Letter(letter, pad) => self.push_letter(*letter, *pad, out),
            Item::Fraction { digits, point } => self.push_fraction(*digits, *point, out),
            Item::Offset(colons) => push_offset(self.offset.seconds, *colons, out),
            // Its items come instead.
            Item::Composite(_) => {}
        }
    }

    fn push_letter(&self, letter: u8, pad: Pad, out: &mut String) {
        let Civil { date, year, month, day, weekday, hour, minute, second } = self.civil;
        let week = date.iso_week();
        let two = |number: u8, out: &mut String| push_tens(number, pad, out);
        let name = |names: &[&'static str], at: u8| names.get(usize::from(at)).copied().unwrap_or_default();
        let from_monday = (weekday + 6) % 7;
        match letter {
            b'Y' => push_year(year, pad, out),
            b'G' => push_year(i64::from(week.year()), pad, out),
            b'C' => two(year.div_euclid(100) as u8, out),
            b'y' => two(year.rem_euclid(100) as u8, out),
            b'g' => two(week.year().rem_euclid(100) as u8, out),
            b'm' => two(month, out),
            b'd' | b'e' => two(day, out),
            b'U' => two(((self.day_of_year() + 6 - i64::from(weekday)) / 7) as u8, out),
            b'W' => two(((self.day_of_year() + 6 - i64::from(from_monday)) / 7) as u8, out),
            b'V' => two(week.week() as u8, out),
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
        i64::from(self.civil.date.ordinal())
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

/// A number in two digits. Of one that has three the first becomes the character after `9`, as in chrono.
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
