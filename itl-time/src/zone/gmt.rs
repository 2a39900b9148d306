//! Offsets as text, for zones that have no name: `GMT-3`, `GMT+05:45`.

use super::record::Offset;
use crate::civil::{push_short, push_two};

/// Appends the abbreviation where it is letters, else the offset in its short form.
pub(crate) fn push_short_name(offset: Offset, out: &mut String) {
    if is_letters(offset.abbreviation) {
        out.push_str(offset.abbreviation);
    } else {
        push_short_offset(offset.seconds, out);
    }
}

pub(super) fn is_letters(abbreviation: &str) -> bool {
    abbreviation.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// `GMT+05:45`, with seconds where there are any; `GMT` for zero.
pub(super) fn push_long_offset(seconds: i32, out: &mut String) {
    out.push_str("GMT");
    if seconds != 0 {
        let (hours, minutes, rest) = push_sign(out, seconds);
        push_two(out, hours);
        out.push(':');
        push_two(out, minutes);
        if rest != 0 {
            out.push(':');
            push_two(out, rest);
        }
    }
}

/// `GMT-3`, `GMT+5:45`, with seconds where there are any; `GMT` for zero.
pub(super) fn push_short_offset(seconds: i32, out: &mut String) {
    out.push_str("GMT");
    if seconds != 0 {
        let (hours, minutes, rest) = push_sign(out, seconds);
        push_short(out, hours);
        if minutes != 0 || rest != 0 {
            out.push(':');
            push_two(out, minutes);
        }
        if rest != 0 {
            out.push(':');
            push_two(out, rest);
        }
    }
}

/// Writes the sign of an offset and returns its hours, minutes and seconds.
pub(crate) fn push_sign(out: &mut String, seconds: i32) -> (u8, u8, u8) {
    out.push(if seconds < 0 { '-' } else { '+' });
    let seconds = seconds.unsigned_abs();
    ((seconds / 3600) as u8, (seconds / 60 % 60) as u8, (seconds % 60) as u8)
}
