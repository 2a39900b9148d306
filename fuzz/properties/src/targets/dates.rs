//! Dates: what is printed is read as the same instant.

use crate::input::Input;
use itl_time::{
    Instant, Pattern, ReadPattern, Style, UnixUnit, Zone, ambiguous_zones, assume_zone, format_rfc3339, format_style,
    is_zero_time, parse_date, parse_unix, parse_unix_by_size, patterns_with_year_last, strftime_of_java, suggest_zone,
};

/// Texts that are no date are refused, dates read back, and a pattern reads what it prints.
pub(super) fn run(bytes: &[u8]) {
    let input = Input::read(bytes);
    let text = input.text();
    let zone = input.argument("zone").and_then(Zone::named).unwrap_or_default();
    let ms = input.argument("at").and_then(|ms| ms.parse::<i64>().ok()).unwrap_or(1_674_950_737_000);
    texts(&text, zone);
    let instant = Instant::from_unix_ms(ms);
    if instant.in_range() {
        printed(instant, zone);
        pattern(&text, instant, zone);
    }
    if let Some(java) = strftime_of_java(&text) {
        assert!(Pattern::compile(&java).is_ok(), "{text:?} became {java:?}");
    }
}

fn rfc3339(instant: Instant, offset: Option<i32>) -> String {
    let mut out = String::new();
    format_rfc3339(instant, offset, &mut out);
    out
}

/// Whatever is read is in range and can be printed and read again.
fn texts(text: &str, zone: Zone) {
    if let Ok(parsed) = parse_date(text, zone) {
        assert!(parsed.instant.in_range(), "{text:?}");
        assert!(parsed.offset.is_none_or(|offset| offset.abs() < 86_400), "{text:?}");
        let again = rfc3339(parsed.instant, parsed.offset);
        assert_eq!(parse_date(&again, Zone::UTC).map(|read| read.instant), Ok(parsed.instant), "{text:?} is {again:?}");
    }
    for unit in [UnixUnit::Seconds, UnixUnit::Millis, UnixUnit::Micros, UnixUnit::Nanos] {
        assert!(parse_unix(text, unit).and_then(|read| read.instant).is_none_or(Instant::in_range), "{text:?}");
    }
    assert!(parse_unix_by_size(text).and_then(|read| read.instant).is_none_or(Instant::in_range), "{text:?}");
    let _ = (assume_zone(text, zone), is_zero_time(text), ambiguous_zones(text));
    if let Some(found) = suggest_zone(text) {
        assert!(Zone::named(found.zone).is_some(), "{text:?} means {}", found.zone);
    }
    for pattern in patterns_with_year_last(text).iter().flatten() {
        assert!(Pattern::compile(pattern).is_ok(), "{pattern:?}");
    }
}

fn printed(instant: Instant, zone: Zone) {
    let shown = zone.offset_at(instant.unix_secs()).seconds;
    for offset in [None, Some(0), Some(shown)] {
        let text = rfc3339(instant, offset);
        assert_eq!(parse_date(&text, Zone::UTC).map(|read| read.instant), Ok(instant), "{text:?}");
    }
    let mut out = String::new();
    for style in [Style::Full, Style::Long, Style::Medium, Style::Short] {
        format_style(instant, zone, style, &mut out);
    }
    assert!(!out.is_empty());
}

/// A pattern reads what it prints as an instant that it prints the same way.
fn pattern(text: &str, instant: Instant, zone: Zone) {
    let Ok(writes) = Pattern::compile(text) else {
        assert!(ReadPattern::compile(text).is_err(), "{text:?}");
        return;
    };
    let mut out = String::new();
    writes.format(instant, zone, &mut out);
    let Ok(reads) = ReadPattern::compile(text) else { return };
    let Some(parsed) = reads.read(&out, zone) else { return };
    assert!(parsed.instant.in_range());
    let whole = ["%F %T%z", "%Y-%m-%dT%H:%M:%S%:z", "%+"].contains(&text);
    assert!(!whole || parsed.instant.unix_secs() == instant.unix_secs(), "{text:?} printed {out:?}");
}
