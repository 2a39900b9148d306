//! No text and no number makes the crate panic, and what it prints it reads.

use chrono::format::{Item, StrftimeItems};
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
