//! Dates out: styles in UTC, patterns, RFC 3339.

use itl_time::{Instant, Pattern, Style, Zone, format_rfc3339, format_style};

const T: i64 = 1_674_950_737;

fn style(style: Style, ms: i64) -> String {
    let mut out = String::new();
    format_style(Instant::from_unix_ms(ms), Zone::UTC, style, &mut out);
    out
}

fn strftime(pattern: &str, zone: &str, ms: i64) -> String {
    let mut out = String::new();
    let zone = Zone::named(zone).unwrap_or_default();
    match Pattern::compile(pattern) {
        Ok(pattern) => pattern.format(Instant::from_unix_ms(ms), zone, &mut out),
        Err(error) => panic!("{pattern}: {error}"),
    }
    out
}

fn rfc3339(ms: i64, offset: Option<i32>) -> String {
    let mut out = String::new();
    format_rfc3339(Instant::from_unix_ms(ms), offset, &mut out);
    out
}

#[test]
fn styles() {
    assert_eq!(style(Style::Full, T * 1000), "Sunday, January 29, 2023 at 12:05:37 AM Coordinated Universal Time");
    assert_eq!(style(Style::Long, T * 1000), "January 29, 2023 at 12:05:37 AM UTC");
    assert_eq!(style(Style::Medium, T * 1000), "Jan 29, 2023, 12:05:37 AM");
    assert_eq!(style(Style::Short, T * 1000), "1/29/23, 12:05 AM");
}

#[test]
fn style_letters() {
    assert_eq!(Style::from_letter("F"), Some(Style::Full));
    assert_eq!(Style::from_letter("L"), Some(Style::Long));
    assert_eq!(Style::from_letter("M"), Some(Style::Medium));
    assert_eq!(Style::from_letter("S"), Some(Style::Short));
    for other in ["", "f", "X", "FL", "%Y"] {
        assert_eq!(Style::from_letter(other), None, "{other}");
    }
}

#[test]
fn noon_midnight_and_the_past() {
    assert_eq!(style(Style::Short, 12 * 3_600_000), "1/1/70, 12:00 PM");
    assert_eq!(style(Style::Short, 13 * 3_600_000), "1/1/70, 1:00 PM");
    assert_eq!(style(Style::Medium, -1), "Dec 31, 1969, 11:59:59 PM");
    assert_eq!(style(Style::Medium, -62_135_596_800_000), "Jan 1, 1, 12:00:00 AM");
    assert_eq!(style(Style::Short, -62_135_596_800_000), "1/1/01, 12:00 AM");
    assert_eq!(style(Style::Full, 253_402_300_799_999).get(..40), Some("Friday, December 31, 9999 at 11:59:59 PM"));
}

#[test]
fn patterns() {
    let all = |pattern| strftime(pattern, "UTC", T * 1000 + 120);
    assert_eq!(all("%Y-%m-%d %H:%M"), "2023-01-29 00:05");
    assert_eq!(
        all("%A %a %B %b %d %e %-d %j %u %w %U %W %V %G"),
        "Sunday Sun January Jan 29 29 29 029 7 0 05 04 04 2023"
    );
    assert_eq!(all("%I %l %p %P %S %f %.f %.3f %3f"), "12 12 AM am 37 120000000 .120 .120 120");
    assert_eq!(all("%Z %z %:z %s %%"), "UTC +0000 +00:00 1674950737 %");
    assert_eq!(all("%F %T %D %R"), "2023-01-29 00:05:37 01/29/23 00:05");
    assert_eq!(all("%c|%x|%X|%r|%v"), "Sun Jan 29 00:05:37 2023|01/29/23|00:05:37|12:05:37 AM|29-Jan-2023");
    assert_eq!(all("%+"), "2023-01-29T00:05:37.120+00:00");
    assert_eq!(all("é%Yü%n%t"), "é2023ü\n\t");
    assert_eq!(all("text"), "text");
    assert_eq!(all(""), "");
}

#[cfg(feature = "zones")]
#[test]
fn patterns_in_a_zone() {
    assert_eq!(strftime("%H:%M %Z %z", "Europe/Berlin", T * 1000), "01:05 CET +0100");
    assert_eq!(strftime("%H:%M %Z %:z", "Asia/Kathmandu", T * 1000), "05:50 +0545 +05:45");
    // Local time of 1850, with seconds in its offset, and the last second of all, in the year 10000.
    assert_eq!(strftime("%F %T %Z %s", "Europe/Berlin", -3_786_825_600_000), "1850-01-01 00:53:28 LMT -3786825600");
    assert_eq!(strftime("%F %Z", "Asia/Tokyo", 253_402_300_799_000), "+10000-01-01 JST");
}

#[test]
fn bad_patterns_say_where() {
    let place = |pattern| Pattern::compile(pattern).map_err(|error| (error.offset, error.length)).err();
    assert_eq!(place("%"), Some((0, 1)));
    assert_eq!(place("%Y-%"), Some((3, 1)));
    assert_eq!(place("%Y %Q %d"), Some((3, 2)));
    assert_eq!(place("üß%!"), Some((4, 2)));
    assert_eq!(place("%%%"), Some((2, 1)));
    assert_eq!(place("%é"), Some((0, 3)));
    assert_eq!(place("%4f"), Some((0, 2)));
    assert_eq!(place("%Y%.d"), Some((2, 3)));
    // chrono can read this one, but not print it.
    assert_eq!(place("%#z"), Some((0, 3)));
    assert_eq!(place("%-"), Some((0, 2)));
}

#[test]
fn bad_patterns_say_what() {
    let message = |pattern| Pattern::compile(pattern).map_err(|error| error.message).err().unwrap_or_default();
    assert_eq!(message("%Q"), "`%Q` is not a strftime specifier; a literal percent sign is `%%`");
    assert_eq!(message("100 %"), "`%` is not complete; a literal percent sign is `%%`");
}

#[test]
fn instants_out_of_range_print_without_a_panic() {
    for ms in [i64::MIN, i64::MAX] {
        assert!(!style(Style::Full, ms).is_empty());
        assert!(!rfc3339(ms, Some(3600)).is_empty());
        let _ = strftime("%c %+ %s %Z", "Europe/Berlin", ms);
    }
    let mut out = String::new();
    format_style(Instant::from_unix_secs(i64::MAX), Zone::UTC, Style::Full, &mut out);
    format_rfc3339(Instant::from_unix_secs(i64::MIN), None, &mut out);
}

#[test]
fn rfc_3339() {
    assert_eq!(rfc3339(T * 1000, None), "2023-01-29T00:05:37Z");
    assert_eq!(rfc3339(T * 1000, Some(0)), "2023-01-29T00:05:37+00:00");
    assert_eq!(rfc3339(T * 1000, Some(-19_800)), "2023-01-28T18:35:37-05:30");
    assert_eq!(rfc3339(T * 1000 + 500, Some(7200)), "2023-01-29T02:05:37.500+02:00");
    assert_eq!(rfc3339(-1, None), "1969-12-31T23:59:59.999Z");
    assert_eq!(rfc3339(-62_135_596_800_000, None), "0001-01-01T00:00:00Z");
    // What RFC 3339 cannot write is written in UTC.
    assert_eq!(rfc3339(T * 1000, Some(3208)), "2023-01-29T00:05:37Z");
    assert_eq!(rfc3339(T * 1000, Some(86_400)), "2023-01-29T00:05:37Z");
    assert_eq!(rfc3339(253_402_300_799_000, Some(3600)), "9999-12-31T23:59:59Z");
    assert_eq!(rfc3339(T * 1000, Some(i32::MIN)), "2023-01-29T00:05:37Z");
}
