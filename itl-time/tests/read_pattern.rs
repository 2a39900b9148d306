//! Patterns in: what they read, against what they print and against chrono.

use chrono::NaiveDateTime;
use itl_time::{Instant, Pattern, ReadPattern, Zone, format_rfc3339};
use proptest::prelude::*;

fn pattern(pattern: &str) -> ReadPattern {
    ReadPattern::compile(pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"))
}

/// What a text is read as, in RFC 3339.
fn read(with: &str, text: &str) -> String {
    let Some(parsed) = pattern(with).read(text, Zone::UTC) else { return "unread".to_owned() };
    let mut out = String::new();
    format_rfc3339(parsed.instant, parsed.offset.filter(|offset| *offset != 0), &mut out);
    out
}

#[test]
fn texts() {
    for (with, text, expected) in [
        ("%m/%d/%Y %I:%M:%S %p", "3/22/2019 1:36:31 PM", "2019-03-22T13:36:31Z"),
        ("%m/%d/%Y %I:%M:%S %p", "03/22/2019 12:36:31 am", "2019-03-22T00:36:31Z"),
        ("%m/%d/%Y %I:%M:%S %p", " 03/22/2019   01:36:31\u{202f}PM ", "2019-03-22T13:36:31Z"),
        ("%m/%d/%Y %I:%M%p", "03/22/2019 1:36pm", "2019-03-22T13:36:00Z"),
        ("%d/%m/%Y", "01/02/2023", "2023-02-01T00:00:00Z"),
        ("%m/%d/%Y", "01/02/2023", "2023-01-02T00:00:00Z"),
        ("%d.%m.%y", "1.2.49", "2049-02-01T00:00:00Z"),
        ("%d.%m.%y", "1.2.50", "1950-02-01T00:00:00Z"),
        ("%C%y-%m-%d", "1949-02-01", "1949-02-01T00:00:00Z"),
        ("%Y%m%d%H%M%S", "20230129000537", "2023-01-29T00:05:37Z"),
        ("%Y%m%d", "20230129", "2023-01-29T00:00:00Z"),
        ("%Y-%j", "2023-029", "2023-01-29T00:00:00Z"),
        ("%G-W%V-%u", "2023-W04-7", "2023-01-29T00:00:00Z"),
        ("%Y week %U, %a", "2023 week 5, Sunday", "2023-01-29T00:00:00Z"),
        ("%Y week %W %A", "2023 week 4 sun", "2023-01-29T00:00:00Z"),
        ("%A, %d. %B %Y", "Monday, 29. january 2023", "2023-01-29T00:00:00Z"),
        ("%d%b%Y", "29JAN2023", "2023-01-29T00:00:00Z"),
        ("%d%B%Y", "29Jan2023", "2023-01-29T00:00:00Z"),
        ("%s", "1674950737", "2023-01-29T00:05:37Z"),
        ("at %s.%f", "at -1.5", "1969-12-31T23:59:59.500Z"),
        ("%F %T%.f", "2023-01-29 00:05:37", "2023-01-29T00:05:37Z"),
        ("%F %T%.f", "2023-01-29 00:05:37,25", "2023-01-29T00:05:37.250Z"),
        ("%F %T.%f", "2023-01-29 00:05:37.25", "2023-01-29T00:05:37.250Z"),
        ("%F %T%.3f", "2023-01-29 00:05:37.123456", "2023-01-29T00:05:37.123456Z"),
        ("%F %H%M%S%3f", "2023-01-29 000537250", "2023-01-29T00:05:37.250Z"),
        ("%F %T %z", "2023-01-29 01:05:37 +0100", "2023-01-29T01:05:37+01:00"),
        ("%F %T%:z", "2023-01-29 01:05:37+01:00", "2023-01-29T01:05:37+01:00"),
        ("%F %T%z", "2023-01-29 00:05:37Z", "2023-01-29T00:05:37Z"),
        ("%F %T%:::z", "2023-01-29 01:05:37+01", "2023-01-29T01:05:37+01:00"),
        ("%+", "2023-01-29T01:05:37.5+01:00", "2023-01-29T01:05:37.500+01:00"),
        ("%c", "Sun Jan 29 00:05:37 2023", "2023-01-29T00:05:37Z"),
        ("%D %r", "01/29/23 12:05:37 AM", "2023-01-29T00:05:37Z"),
        ("%v %R", "29-Jan-2023 00:05", "2023-01-29T00:05:00Z"),
        ("%e.%-m.%Y %k:%M", " 9. 1.2023  0:05", "2023-01-09T00:05:00Z"),
        ("100%% %F", "100% 2023-01-29", "2023-01-29T00:00:00Z"),
        ("%F%n%T", "2023-01-29 00:05:37", "2023-01-29T00:05:37Z"),
        ("%Yé%m%d", "2023é0129", "2023-01-29T00:00:00Z"),
        ("%F %T", "2016-12-31 23:59:60", "2016-12-31T23:59:59Z"),
        ("%Y-Q%q-%m-%d", "2023-Q1-01-29", "2023-01-29T00:00:00Z"),
    ] {
        assert_eq!(read(with, text), expected, "{with} of {text}");
    }
}

#[test]
fn other_texts() {
    for (with, text) in [
        ("%d/%m/%Y", "01/02/2023 and more"),
        ("%d/%m/%Y", "01/02/2023 12:00"),
        ("%d/%m/%Y", "29/13/2023"),
        ("%d/%m/%Y", "30/02/2023"),
        ("%d/%m/%Y", "01-02-2023"),
        ("%d/%m/%Y", ""),
        ("%d/%m/%Y", "/02/2023"),
        ("%d/%m/%Y", "001/02/2023"),
        ("%d/%m/%Y", "01/02/0000"),
        ("%d/%m/%Y %H:%M", "01/02/2023 24:00"),
        ("%d/%m/%Y %I:%M %p", "01/02/2023 13:00 PM"),
        ("%d/%m/%Y %I:%M %p", "01/02/2023 0:00 AM"),
        ("%d/%m/%Y %I:%M %p", "01/02/2023 1:00"),
        ("%d %b %Y", "1 Foo 2023"),
        ("%F %T %z", "2023-01-29 01:05:37 CET"),
        ("%F %T%.3f", "2023-01-29 01:05:37"),
        ("%F %H%M%S%3f", "2023-01-29 00053725"),
        ("%Y-%j", "2023-366"),
        ("%Y-%j", "2023-000"),
        ("%G-W%V-%u", "2023-W53-1"),
        ("%Y %U %a", "2023 54 Sun"),
        ("%s", "999999999999999999"),
        ("%Y-%m-%d", "２０２３-01-29"),
    ] {
        assert_eq!(read(with, text), "unread", "{with} of {text}");
    }
}

#[test]
fn bad_patterns_say_what_and_where() {
    for (with, place, message) in [
        ("%H:%M", (0, 5), "the pattern has no full date: the year, `%Y`, is missing"),
        ("%Y", (0, 2), "the pattern has no full date: the month, `%m`, is missing"),
        ("%Y-%m %H:%M", (0, 11), "the pattern has no full date: the day, `%d`, is missing"),
        ("%d.%m.", (0, 6), "the pattern has no full date: the year, `%Y`, is missing"),
        ("%C-%m-%d", (0, 8), "the pattern has no full date: the year, `%Y`, is missing"),
        ("dd.MM.yyyy", (0, 10), "the pattern has no full date: the year, `%Y`, is missing"),
        ("", (0, 0), "the pattern has no full date: the year, `%Y`, is missing"),
        ("%F %I:%M", (0, 8), "an hour of 1 to 12 needs `%p`; the hour of 0 to 23 is `%H`"),
        ("%F %M", (0, 5), "the pattern has minutes or seconds, and no hour"),
        ("%F %p", (0, 5), "`%p` needs the hour of 1 to 12, `%I`"),
        ("%F %%Z %Z", (7, 2), "`%Z` is not read: an abbreviation does not say which offset is meant; use `%z`"),
        ("%F %Q", (3, 2), "`%Q` is not a strftime specifier; a literal percent sign is `%%`"),
    ] {
        let error = ReadPattern::compile(with).err().unwrap_or_else(|| panic!("{with}"));
        assert_eq!((error.offset, error.length), place, "{with}");
        assert_eq!(error.message, message, "{with}");
    }
    for with in ["%Y%j", "%y-%m-%d", "%G%V%a", "%Y%U%w", "%Y%W%u", "%s", "%D", "%c", "%x", "%+", "%F%%Z", "%F %H %I"] {
        assert!(ReadPattern::compile(with).is_ok(), "{with}");
    }
}

#[cfg(feature = "zones")]
#[test]
fn local_times() {
    let berlin = Zone::named("Europe/Berlin").unwrap_or_default();
    let read =
        |with: &str, text: &str| pattern(with).read(text, berlin).map(|read| (read.instant.unix_secs(), read.offset));
    assert_eq!(read("%d.%m.%Y %H:%M", "29.01.2023 01:05"), Some((1_674_950_700, Some(3600))));
    assert_eq!(read("%d.%m.%Y %H:%M", "29.07.2023 02:05"), Some((1_690_589_100, Some(7200))));
    // In the gap forward, in the overlap the earlier one.
    assert_eq!(read("%F %H:%M", "2023-03-26 02:30"), Some((1_679_794_200, Some(7200))));
    assert_eq!(read("%F %H:%M", "2023-10-29 02:30"), Some((1_698_539_400, Some(7200))));
    assert_eq!(read("%F %H:%M %z", "2023-01-29 00:05 +0000"), Some((1_674_950_700, Some(0))));
    assert_eq!(read("%s", "1674950737"), Some((1_674_950_737, Some(3600))));
}

fn zones() -> impl Strategy<Value = Zone> {
    let names: Vec<&str> = Zone::all().collect();
    proptest::sample::select(names).prop_map(|name| Zone::named(name).unwrap_or_default())
}

/// Patterns that say everything.
fn full_patterns() -> impl Strategy<Value = String> {
    let date = prop_oneof![
        Just("%Y-%m-%d"),
        Just("%d.%-m.%Y"),
        Just("%B %e, %Y"),
        Just("%a %d %b %Y"),
        Just("%Y %j"),
        Just("%G-W%V-%u"),
        Just("%Y %U %A"),
        Just("%W %w %Y"),
        Just("%C%y%m%d"),
        Just("%s"),
    ];
    let time = prop_oneof![
        Just("%H:%M:%S"),
        Just("%T"),
        Just("%I:%M:%S %p"),
        Just("%l:%M:%S%P"),
        Just("%-H %-M %-S"),
        Just("%k-%M-%S"),
        Just("%r"),
    ];
    let fraction = prop_oneof![Just("%.f"), Just("%.9f"), Just(".%f"), Just(" %9f")];
    let offset = prop_oneof![Just(" %::z"), Just("%::z")];
    (date, time, fraction, offset).prop_map(|(date, time, fraction, offset)| format!("{date} {time}{fraction}{offset}"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn what_is_printed_reads_back(
        with in full_patterns(), seconds in -62_135_596_800_i64..253_402_300_800, nanos in 0..1_000_000_000_i128,
        zone in zones(),
    ) {
        let Some(instant) = Instant::from_unix_secs(seconds).plus_nanos(nanos) else { return Ok(()) };
        let local = Instant::from_unix_secs(seconds + i64::from(zone.offset_at(seconds).seconds));
        // The two digits of a century hold no year beyond 9999.
        prop_assume!(local.in_range());
        let mut text = String::new();
        let printer = Pattern::compile(&with).unwrap_or_else(|error| panic!("{with}: {error}"));
        printer.format(instant, zone, &mut text);
        let read = pattern(&with).read(&text, Zone::UTC).map(|read| read.instant);
        prop_assert_eq!(read, Some(instant), "{} of {}", with, text);
    }

    #[test]
    fn nothing_panics(
        with in "(%[-_0.:369]{0,2}[A-Za-z%+]|[ /a-zé.-])*", text in "([0-9]{1,4}|[-/:., +]|[A-Za-zé]{0,9}){0,12}", zone in zones(),
    ) {
        if let Ok(pattern) = ReadPattern::compile(&with) {
            prop_assert!(pattern.read(&text, zone).is_none_or(|read| read.instant.in_range()));
        }
    }

    /// What chrono reads is read here as the same, but where this crate's rules are others.
    #[test]
    fn as_chrono(
        with in prop_oneof![
            Just("%Y-%m-%d %H:%M:%S"), Just("%d.%m.%Y %H:%M"), Just("%m/%d/%Y %I:%M:%S %p"), Just("%Y%m%d%H%M%S"),
            Just("%b %d %Y %T%.f"), Just("%A %d %B %Y %R"), Just("%Y-%j %H:%M"), Just("%G-W%V-%u %H:%M"),
            Just("%e.%-m.%Y %k:%M"), Just("%v %T"), Just("%Y %U %a %T"),
        ],
        date in "[0-9]{1,4}[-./ ][0-9]{1,2}[-./ ][0-9]{1,4}|[A-Za-z]{3,9} [0-9]{1,2} [0-9]{4}|[0-9]{4}-W[0-9]{2}-[0-9]|(Sun|Monday|Wed) 0?[0-9] (January|Feb|MAY) [0-9]{4}|[0-9]{4}-[0-9]{3}|[0-9]{4} [0-9]{2} (Sun|Tue)|[0-9]{8}|(Jan|feb|DEC) [0-3][0-9] [0-9]{4}|[0-9]{1,2}-(Jan|feb|DEC)-[0-9]{4}",
        time in " ?[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?( [AaPp][Mm])?| ?[0-9]{6}",
    ) {
        let text = format!("{date}{time}");
        let ours = pattern(with).read(&text, Zone::UTC).map(|read| read.instant);
        let theirs = NaiveDateTime::parse_from_str(&text, with).ok().map(|local| Zone::UTC.resolve_local(local));
        if let Some(theirs) = theirs.filter(|instant| instant.in_range()) {
            // A second 60 of chrono's is more than a second.
            if !text.contains(":60") {
                prop_assert_eq!(ours, Some(theirs), "{} of {}", with, text);
            }
        }
    }
}
