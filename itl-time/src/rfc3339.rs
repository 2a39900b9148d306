//! RFC 3339 out.

use crate::civil::{Civil, push_padded, push_two};
use crate::instant::Instant;
use crate::zone::push_sign;

/// Appends an instant as RFC 3339, in an offset of so many seconds, or in UTC with `Z`.
///
/// A fraction of a second is written with three, six or nine digits, and not at all where it is
/// zero. An offset that RFC 3339 cannot write (with seconds, or a day and more) and one that
/// would leave the years 0 to 9999 are written in UTC with `Z`.
///
/// ```
/// use itl_time::{format_rfc3339, Instant};
///
/// let mut out = String::new();
/// format_rfc3339(Instant::from_unix_ms(1_674_950_737_500), Some(3600), &mut out);
/// assert_eq!(out, "2023-01-29T01:05:37.500+01:00");
/// ```
pub fn format_rfc3339(instant: Instant, offset_seconds: Option<i32>, out: &mut String) {
    let in_offset = offset_seconds
        .filter(|offset| offset % 60 == 0 && offset.unsigned_abs() < 86_400)
        .and_then(|offset| Some((offset, instant.unix_secs().checked_add(i64::from(offset))?)))
        .map(|(offset, local)| (offset, Civil::from_local_seconds(local)))
        .filter(|(_, civil)| (0..=9999).contains(&civil.year));
    if let Some((offset, civil)) = in_offset {
        push_date_time(out, &civil, instant.subsec_nanos());
        let (hours, minutes, _) = push_sign(out, offset);
        push_two(out, hours);
        out.push(':');
        push_two(out, minutes);
    } else {
        push_date_time(out, &Civil::from_local_seconds(instant.unix_secs()), instant.subsec_nanos());
        out.push('Z');
    }
}

fn push_date_time(out: &mut String, civil: &Civil, nanos: u32) {
    if civil.year < 0 {
        out.push('-');
    }
    push_padded(out, civil.year.unsigned_abs(), 4);
    out.push('-');
    push_two(out, civil.month);
    out.push('-');
    push_two(out, civil.day);
    out.push('T');
    push_two(out, civil.hour);
    out.push(':');
    push_two(out, civil.minute);
    out.push(':');
    push_two(out, civil.second);
    if nanos != 0 {
        out.push('.');
        let (number, width) = if nanos.is_multiple_of(1_000_000) {
            (nanos / 1_000_000, 3)
        } else if nanos.is_multiple_of(1000) {
            (nanos / 1000, 6)
        } else {
            (nanos, 9)
        };
        push_padded(out, u64::from(number), width);
    }
}
