//! No text and no number makes the crate panic, and what it prints it reads.

use chrono::format::{DelayedFormat, Item, StrftimeItems};
use chrono::{DateTime, FixedOffset};
use itl_time::{
    Instant, ParsedDate, ParsedUnix, Pattern, Style, UnixUnit, Zone, format_rfc3339, format_style, parse_date,
    parse_unix, parse_unix_by_size,
};
use proptest::prelude::*;

fn zones() -> impl Strategy<Value = Zone> {
    let names: Vec<&str> = Zone::all().collect();
    proptest::sample::select(names).prop_map(|name| Zone::named(name).unwrap_or_default())
}

fn instants() -> impl Strategy<Value = Instant> {
    let ms = prop_oneof![any::<i64>(), -62_135_596_800_000_i64..253_402_300_800_000];
    ms.prop_map(Instant::from_unix_ms)
}

/// Texts near to dates, which get further than random ones.
fn almost_dates() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9]{3,5}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]{0,12})?)?( ?([Zz]|UTC|[+-][0-9:]{2,6}))?)?",
        "([A-Za-z]{3}, )?[0-9]{1,3} (Jan|Feb|Dec|[A-Z]{3}) [0-9]{1,5} [0-9]{2}:[0-9]{2}(:[0-9]{2})? ([+-][0-9]{4}|[A-Z]{1,3})( \\([a-z()\\\\]*\\))?",
        "[-0-9TZ:+., ()\\\\]{0,40}",
        ".{0,40}",
    ]
}

fn patterns() -> impl Strategy<Value = String> {
    prop_oneof!["(%[-_0.:#369]{0,3}[A-Za-z%+]|[a-zé ])*", "[%:.#0369_a-zA-Z-]{0,12}", ".{0,20}",]
}

/// What chrono prints for a pattern; nothing where it cannot hold the instant.
fn chrono_prints(pattern: &str, instant: Instant, zone: Zone) -> Option<String> {
    let offset = zone.offset_at(instant.unix_secs());
    let shown = FixedOffset::east_opt(offset.seconds)?;
    let utc = DateTime::from_timestamp(instant.unix_secs(), instant.subsec_nanos())?;
    let local = utc.naive_utc().checked_add_offset(shown)?;
    let named = Named { shown, name: offset.abbreviation };
    let items = StrftimeItems::new(pattern);
    let mut out = String::new();
    let printed = DelayedFormat::new_with_offset(Some(local.date()), Some(local.time()), &named, items);
    printed.write_to(&mut out).ok().map(|()| out)
}

/// What chrono prints for `%z` and `%Z`.
#[derive(Clone, Debug)]
struct Named {
    shown: FixedOffset,
    name: &'static str,
}

impl chrono::Offset for Named {
    fn fix(&self) -> FixedOffset {
        self.shown
    }
}

impl std::fmt::Display for Named {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// The abbreviations that are read, in minutes.
const READ_ABBREVIATIONS: [(&str, i32); 13] = [
    ("WET", 0),
    ("WEST", 60),
    ("CET", 60),
    ("CEST", 120),
    ("EET", 120),
    ("EEST", 180),
    ("EST", -300),
    ("EDT", -240),
    ("MST", -420),
    ("MDT", -360),
    ("PST", -480),
    ("PDT", -420),
    ("JST", 540),
];

/// Texts of a pattern, some of them with a character changed, put in or taken away.
fn near(pattern: &str) -> impl Strategy<Value = String> {
    let text = proptest::string::string_regex(pattern).unwrap_or_else(|error| panic!("{error}"));
    (text, any::<proptest::sample::Index>(), "[0-9: T+.-]", 0..12_u8).prop_map(|(text, at, other, how)| {
        let at = at.index(text.len());
        let (before, after) = text.split_at(at);
        match how {
            0 => format!("{before}{other}{after}"),
            1 => format!("{before}{}", after.get(1..).unwrap_or_default()),
            2 => format!("{before}{other}{}", after.get(1..).unwrap_or_default()),
            _ => text,
        }
    })
}

/// Whether a text has two digits in each part, four in the year, and no white space but before
/// the time and the offset.
fn is_iso_shape(text: &str) -> bool {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let Some(rest) = shape.strip_prefix("0000-00-00") else { return false };
    let Some(rest) = rest.strip_prefix("T00:00").or_else(|| rest.strip_prefix(" 00:00")) else {
        return rest.is_empty();
    };
    let rest = rest
        .strip_prefix(":00")
        .map_or(rest, |rest| rest.strip_prefix('.').map_or(rest, |fraction| fraction.trim_start_matches('0')));
    matches!(rest.strip_prefix(' ').unwrap_or(rest), "" | "+00:00" | "-00:00" | "+0000" | "-0000")
        && !rest.ends_with(' ')
}

/// That both read the same, where chrono reads it and it is in range. Texts that it does not
/// read may be of another spelling here.
fn compare(
    theirs: Option<(i64, u32)>,
    ours: Result<(i64, u32), itl_time::Unread>,
    text: &str,
) -> Result<(), TestCaseError> {
    let Some((seconds, nanos)) = theirs else { return Ok(()) };
    if Instant::from_unix_secs(seconds).in_range() {
        // chrono keeps a leap second as more than a second's nanoseconds.
        prop_assert_eq!(ours, Ok((seconds, nanos % 1_000_000_000)), "{}", text);
    }
    Ok(())
}

/// Every specifier with every flag.
fn specifiers() -> Vec<String> {
    let flags = ["", "-", "_", "0", ".", ":", "::", ":::", "#", "3", "6", "9", ".3", ".6", ".9", "-3", "0.6"];
    let letters = (' '..='~').chain(['é']);
    letters.flat_map(|letter| flags.map(|flag| format!("%{flag}{letter}"))).collect()
}

#[test]
fn every_specifier_is_chrono_s() {
    let zones = ["UTC", "Europe/Berlin", "America/New_York", "Africa/Monrovia", "Pacific/Kiritimati"];
    let zones = zones.map(|name| Zone::named(name).unwrap_or_default());
    let days = (-800..800).map(|day| day * 86_400 * 17 + 43_199);
    let years = [-300_000, -262_144, -10_000, -1, 0, 1, 999, 1000, 9999, 10_000, 25_600, 262_142, 262_143];
    let years = years.map(|year| (year - 1970) * 31_556_952_i64);
    let turns = (1..40).map(|year| (year * 365 + (year + 1) / 4) * 86_400);
    let nanos = [0, 1, 500_000_000, 123_456_000];
    for pattern in specifiers() {
        let items: Vec<_> = StrftimeItems::new(&pattern).collect();
        let Ok(compiled) = Pattern::compile(&pattern) else {
            assert!(items.contains(&Item::Error) || pattern == "%#z", "{pattern}");
            continue;
        };
        for (at, seconds) in days.clone().chain(years).chain(turns.clone()).enumerate() {
            for zone in zones {
                let nanos = nanos.get(at % nanos.len()).copied().unwrap_or_default();
                let instant = Instant::from_unix_secs(seconds);
                let instant = instant.plus_nanos(nanos).unwrap_or(instant);
                let mut out = String::new();
                compiled.format(instant, zone, &mut out);
                assert_eq!(
                    out,
                    chrono_prints(&pattern, instant, zone).unwrap_or_default(),
                    "{pattern} {seconds} {zone}"
                );
            }
        }
    }
}

proptest! {
    #[test]
    fn dates_never_panic(text in almost_dates(), zone in zones()) {
        if let Ok(ParsedDate { instant, offset }) = parse_date(&text, zone) {
            prop_assert!(instant.in_range());
            prop_assert!(offset.is_none_or(|offset| offset.abs() < 86_400));
        }
    }

    #[test]
    fn numbers_never_panic(text in prop_oneof!["-?[0-9]{0,25}(\\.[0-9]{0,25})?([eE][-+]?[0-9]{1,12})?", ".{0,30}"]) {
        for unit in [UnixUnit::Seconds, UnixUnit::Millis, UnixUnit::Micros, UnixUnit::Nanos] {
            let instant = parse_unix(&text, unit).and_then(|parsed| parsed.instant);
            prop_assert!(instant.is_none_or(Instant::in_range));
        }
    }

    #[test]
    fn whole_numbers_are_themselves(ms in -62_135_596_800_000_i64..253_402_300_800_000) {
        let read = |text: &str, unit| parse_unix(text, unit).and_then(|parsed| parsed.instant);
        prop_assert_eq!(read(&ms.to_string(), UnixUnit::Millis), Some(Instant::from_unix_ms(ms)));
        prop_assert_eq!(read(&format!("{ms}e-3"), UnixUnit::Seconds), Some(Instant::from_unix_ms(ms)));
        prop_assert_eq!(read(&format!("{ms}000000"), UnixUnit::Nanos), Some(Instant::from_unix_ms(ms)));
    }

    #[test]
    fn whole_numbers_are_their_digits(number in any::<i64>(), shift in 0..63_u32) {
        let number = number >> shift;
        prop_assert_eq!(parse_unix_by_size(&number.to_string()), Some(ParsedUnix::of_integer(number, None)));
        for unit in [UnixUnit::Seconds, UnixUnit::Millis, UnixUnit::Micros, UnixUnit::Nanos] {
            prop_assert_eq!(parse_unix(&number.to_string(), unit), Some(ParsedUnix::of_integer(number, Some(unit))));
        }
    }

    #[test]
    fn printing_never_panics(instant in instants(), zone in zones()) {
        let mut out = String::new();
        for style in [Style::Full, Style::Long, Style::Medium, Style::Short] {
            format_style(instant, zone, style, &mut out);
        }
        prop_assert!(out.contains(zone.long_name(instant.unix_secs()).as_ref()));
        prop_assert!(out.contains(zone.short_name(instant.unix_secs()).as_ref()));
    }

    #[test]
    fn patterns_never_panic_and_are_chrono_s(pattern in patterns(), instant in instants(), zone in zones()) {
        let chrono_reads = StrftimeItems::new(&pattern).all(|item| item != Item::Error);
        match Pattern::compile(&pattern) {
            Ok(compiled) => {
                prop_assert!(chrono_reads);
                let mut out = String::new();
                compiled.format(instant, zone, &mut out);
                prop_assert_eq!(out, chrono_prints(&pattern, instant, zone).unwrap_or_default());
            }
            Err(error) => {
                prop_assert!(!chrono_reads || pattern.contains("#z"), "{}", error);
                let bad = pattern.get(error.offset..error.offset + error.length);
                prop_assert!(bad.is_some_and(|bad| bad.starts_with('%')), "{:?}", error);
            }
        }
    }

    #[test]
    fn styles_read_back(seconds in -62_135_596_800_i64..253_402_300_800, zone in zones()) {
        let offset = zone.offset_at(seconds);
        let local = Instant::from_unix_secs(seconds + i64::from(offset.seconds));
        // A style writes the year 0 as 1.
        prop_assume!(local.unix_secs() >= -62_135_596_800);
        for style in [Style::Full, Style::Long, Style::Medium] {
            let instant = Instant::from_unix_secs(seconds);
            let mut text = String::new();
            format_style(instant, zone, style, &mut text);
            let name = match style {
                Style::Full => zone.long_name(seconds),
                Style::Long => zone.short_name(seconds),
                _ => "".into(),
            };
            let is_read = matches!(
                &*name,
                "" | "Coordinated Universal Time" | "Greenwich Mean Time" | "UTC" | "GMT" | "UT" | "WET" | "WEST" | "CET"
                    | "CEST" | "EET" | "EEST" | "EST" | "EDT" | "MST" | "MDT" | "PST" | "PDT" | "JST"
            ) || name.starts_with("GMT+") || name.starts_with("GMT-");
            // Without a name the time is the zone's, of two instants the earlier.
            let expected = match style {
                Style::Medium => zone.resolve_local(
                    chrono::DateTime::from_timestamp(local.unix_secs(), 0).unwrap_or_default().naive_utc(),
                ),
                _ => instant,
            };
            if &*name == "Greenwich Mean Time" && offset.seconds != 0 {
                // CLDR's name for a place that had local mean time then.
                continue;
            }
            let meant = READ_ABBREVIATIONS.iter().find(|(known, _)| *known == name);
            if meant.is_some_and(|(_, minutes)| minutes * 60 != offset.seconds) {
                // Europe's double summer time and others of long ago use a name of today for another offset.
                continue;
            }
            let read = parse_date(&text, zone);
            if is_read {
                prop_assert_eq!(read.map(|read| read.instant), Ok(expected), "{} {}", zone, text);
                let later = text.replacen(" at ", " ", 1).replace(" AM", "\u{202f}AM").replace(" PM", "\u{202f}PM");
                prop_assert_eq!(parse_date(&later, zone).map(|read| read.instant), Ok(expected), "{} {}", zone, later);
            } else {
                prop_assert!(read.is_err(), "{} {}", zone, text);
            }
        }
    }

    #[test]
    fn rfc_3339_is_chrono_s(text in near(
        "[0-9]{4}-[01][0-9]-[0-3][0-9][Tt ][0-2][0-9]:[0-5][0-9]:[0-6][0-9](\\.[0-9]{1,12})?([Zz]|[-+][0-2][0-9]:[0-5][0-9])"
    )) {
        let theirs = DateTime::parse_from_rfc3339(&text).ok().map(|read| (read.timestamp(), read.timestamp_subsec_nanos()));
        let ours = parse_date(&text, Zone::UTC).map(|read| (read.instant.unix_secs(), read.instant.subsec_nanos()));
        compare(theirs, ours, &text)?;
    }

    #[test]
    fn rfc_2822_is_chrono_s(text in near(
        "((Sun|Mon|Tue|Wed|Thu|Fri|Sat), )?[0-9]{1,2} (Jan|Feb|Mar|Jun|Dec) ([0-9]{4}|[0-9]{2}) [0-2][0-9]:[0-5][0-9](:[0-6][0-9])? ([-+][0-2][0-9][0-5][0-9]|GMT|UT|EST|PDT)"
    )) {
        // Years end with 9999 here.
        prop_assume!(text.split(' ').all(|word| word.len() < 5 || !word.bytes().all(|byte| byte.is_ascii_digit())));
        // The military letters of RFC 2822 say nothing, by the RFC itself.
        prop_assume!(text.rsplit(' ').next().is_none_or(|zone| zone.len() != 1 || !zone.starts_with(char::is_alphabetic)));
        // chrono wants the weekday that the date has; here it is ignored.
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
        let rest = text.split_once(", ").filter(|(day, _)| days.contains(day)).map_or(&*text, |(_, rest)| rest);
        let theirs = DateTime::parse_from_rfc2822(rest).ok().map(|read| (read.timestamp(), read.timestamp_subsec_nanos()));
        let ours = parse_date(&text, Zone::UTC).map(|read| (read.instant.unix_secs(), read.instant.subsec_nanos()));
        compare(theirs, ours, &text)?;
    }

    #[test]
    fn iso_8601_is_chrono_s(text in near(
        "[0-9]{4}-[01][0-9]-[0-3][0-9]([T ][0-2][0-9]:[0-5][0-9](:[0-6][0-9](\\.[0-9]{1,9})?)?( ?[-+][0-2][0-9]:?[0-5][0-9])?)?"
    )) {
        let patterns = ["%Y-%m-%dT%H:%M:%S%.f%z", "%Y-%m-%d %H:%M:%S%.f%z", "%Y-%m-%dT%H:%M%z", "%Y-%m-%d %H:%M%z",
            "%Y-%m-%dT%H:%M:%S%.f %z", "%Y-%m-%d %H:%M:%S%.f %z"];
        let zoned = patterns.iter().find_map(|pattern| DateTime::parse_from_str(&text, pattern).ok());
        let patterns = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"];
        let local = || patterns.iter().find_map(|pattern| chrono::NaiveDateTime::parse_from_str(&text, pattern).ok());
        let date = || text.parse::<chrono::NaiveDate>().ok().map(chrono::NaiveDateTime::from);
        let theirs = zoned.map(|zoned| zoned.to_utc()).or_else(|| local().or_else(date).map(|local| local.and_utc()));
        let theirs = theirs.map(|read| (read.timestamp(), read.timestamp_subsec_nanos()));
        let ours = parse_date(&text, Zone::UTC).map(|read| (read.instant.unix_secs(), read.instant.subsec_nanos()));
        // chrono also reads parts of one digit and more white space.
        if is_iso_shape(&text) {
            compare(theirs, ours, &text)?;
        }
    }

    #[test]
    fn rfc_3339_reads_back(instant in instants(), offset in proptest::option::of(-90_000..90_000_i32)) {
        let mut out = String::new();
        format_rfc3339(instant, offset, &mut out);
        if instant.in_range() {
            prop_assert_eq!(parse_date(&out, Zone::UTC).map(|parsed| parsed.instant), Ok(instant), "{}", out);
        }
    }
}
