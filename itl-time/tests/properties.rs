//! No text and no number makes the crate panic, and what it prints it reads.

use chrono::format::{DelayedFormat, Item, StrftimeItems};
use chrono::{DateTime, FixedOffset};
use itl_time::{
    Instant, ParsedDate, Pattern, Style, UnixUnit, Zone, format_rfc3339, format_style, parse_date, parse_unix,
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
        if let Some(ParsedDate { instant, offset }) = parse_date(&text, zone) {
            prop_assert!(instant.in_range());
            prop_assert!(offset.is_none_or(|offset| offset.abs() < 86_400));
        }
    }

    #[test]
    fn numbers_never_panic(text in prop_oneof!["-?[0-9]{0,25}(\\.[0-9]{0,25})?", ".{0,30}"]) {
        for unit in [UnixUnit::Seconds, UnixUnit::Millis] {
            prop_assert!(parse_unix(&text, unit).is_none_or(Instant::in_range));
        }
    }

    #[test]
    fn whole_numbers_are_themselves(ms in -62_135_596_800_000_i64..253_402_300_800_000) {
        prop_assert_eq!(parse_unix(&ms.to_string(), UnixUnit::Millis), Some(Instant::from_unix_ms(ms)));
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
    fn rfc_3339_reads_back(instant in instants(), offset in proptest::option::of(-90_000..90_000_i32)) {
        let mut out = String::new();
        format_rfc3339(instant, offset, &mut out);
        if instant.in_range() {
            prop_assert_eq!(parse_date(&out, Zone::UTC).map(|parsed| parsed.instant), Some(instant), "{}", out);
        }
    }
}
