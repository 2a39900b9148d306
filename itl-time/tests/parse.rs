//! What the date functions read, ruling by ruling.

use itl_time::{ParsedDate, UnixUnit, Zone, parse_date, parse_unix};

/// 2023-01-29T00:05:37Z
const T: i64 = 1_674_950_737;

fn parsed(text: &str) -> Option<(i64, u32, Option<i32>)> {
    let ParsedDate { instant, offset } = parse_date(text, Zone::UTC)?;
    Some((instant.unix_secs(), instant.subsec_nanos(), offset))
}

#[test]
fn iso_date_times() {
    for text in [
        "2023-01-29T00:05:37Z",
        "2023-01-29 00:05:37Z",
        "2023-01-29t00:05:37z",
        "2023-01-29T00:05:37",
        "2023-01-29 00:05:37",
        "2023-01-29 00:05:37 UTC",
        "2023-01-29T00:05:37GMT",
        "2023-01-29T00:05:37 Z",
        "  2023-01-29T00:05:37Z\n",
    ] {
        assert_eq!(parsed(text), Some((T, 0, None)), "{text}");
    }
    for (text, offset) in [
        ("2023-01-29T02:05:37+02:00", 7200),
        ("2023-01-29T02:05:37+0200", 7200),
        ("2023-01-29T02:05:37+02", 7200),
        ("2023-01-29 02:05:37 +0200", 7200),
        ("2023-01-28T18:35:37-05:30", -19_800),
        ("2023-01-29T00:05:37+00:00", 0),
        ("2023-01-29T00:05:37-00:00", 0),
        ("2023-01-29T23:59:37+23:54", 86_040),
    ] {
        assert_eq!(parsed(text), Some((T, 0, Some(offset))), "{text}");
    }
}

#[test]
fn fractions() {
    for (text, nanos) in [
        ("2023-01-29T00:05:37.5Z", 500_000_000),
        ("2023-01-29T00:05:37,25Z", 250_000_000),
        ("2023-01-29T00:05:37.000000001Z", 1),
        ("2023-01-29T00:05:37.9999999999999999999999Z", 999_999_999),
        ("2023-01-29T00:05:37.0", 0),
    ] {
        assert_eq!(parsed(text), Some((T, nanos, None)), "{text}");
    }
    // Before 1970 as well the fraction goes on from the second that is written.
    assert_eq!(parsed("1969-12-31T23:59:59.25Z"), Some((-1, 250_000_000, None)));
}

#[test]
fn seconds_may_be_left_out() {
    assert_eq!(parsed("2023-01-29T00:05"), Some((T - 37, 0, None)));
    assert_eq!(parsed("2023-01-29 01:05+01:00"), Some((T - 37, 0, Some(3600))));
}

#[test]
fn a_leap_second_is_the_second_before() {
    assert_eq!(parsed("2016-12-31T23:59:60Z"), parsed("2016-12-31T23:59:59Z"));
    assert_eq!(parsed("2016-12-31T23:59:60.5Z"), parsed("2016-12-31T23:59:59.5Z"));
    assert_eq!(parsed("Sat, 31 Dec 2016 23:59:60 +0000").map(|p| p.0), Some(1_483_228_799));
}

#[test]
fn plain_dates_are_midnight() {
    assert_eq!(parsed("2023-01-29"), Some((T - 337, 0, None)));
    assert_eq!(parsed("2024-02-29"), Some((1_709_164_800, 0, None)));
    assert_eq!(parsed("2000-02-29"), Some((951_782_400, 0, None)));
}

#[test]
fn rfc_2822() {
    for text in [
        "Sun, 29 Jan 2023 00:05:37 GMT",
        "Sun, 29 Jan 2023 00:05:37 UTC",
        "Sun, 29 Jan 2023 00:05:37 Z",
        "sun, 29 jan 2023 00:05:37 gmt",
        "29 Jan 2023 00:05:37 GMT",
        "Mon, 29 Jan 2023 00:05:37 GMT",
        "Sun, 29 Jan 23 00:05:37 GMT",
        "Sun, 29 Jan 123 00:05:37 GMT",
        "Sun,29 Jan 2023 00:05:37 GMT",
        "Sun (a \\) (b) day),\r\n 29\tJan 2023 00:05:37 GMT (Greenwich (England))",
        "Sun, 29 Jan 2023 00 : 05 : 37 GMT",
    ] {
        assert_eq!(parsed(text), Some((T, 0, None)), "{text}");
    }
    for (text, offset) in [
        ("Sun, 29 Jan 2023 00:05:37 +0000", 0),
        ("Sun, 29 Jan 2023 00:05:37 -0000", 0),
        ("Sat, 28 Jan 2023 19:05:37 -0500 (EST)", -18_000),
    ] {
        assert_eq!(parsed(text), Some((T, 0, Some(offset))), "{text}");
    }
    assert_eq!(parsed("Fri, 1 Jan 99 00:00 +0000"), Some((915_148_800, 0, Some(0))));
}

#[test]
fn not_dates() {
    for text in [
        "",
        " ",
        "now",
        "2023",
        "2023-01",
        "2023-1-29",
        "23-01-29",
        "02023-01-29",
        "+2023-01-29",
        "-2023-01-29",
        "20230129",
        "20230129T000537Z",
        "2023-W04-7",
        "2023-029",
        "2023-02-29",
        "1900-02-29",
        "2023-00-01",
        "2023-13-01",
        "2023-01-00",
        "2023-04-31",
        "2023-01-29T",
        "2023-01-29Z",
        "2023-01-29+01:00",
        "2023-01-29T00",
        "2023-01-29T00:",
        "2023-01-29T0:05:37",
        "2023-01-29T00:5:37",
        "2023-01-29T24:00:00Z",
        "2023-01-29T24:00",
        "2023-01-29T00:60:00Z",
        "2023-01-29T00:05:61Z",
        "2023-01-29T00:05:37.Z",
        "2023-01-29T00:05.5Z",
        "2023-01-29T00:05:37+",
        "2023-01-29T00:05:37+2",
        "2023-01-29T00:05:37+02:0",
        "2023-01-29T00:05:37+02:",
        "2023-01-29T00:05:37+24:00",
        "2023-01-29T00:05:37+02:60",
        "2023-01-29T00:05:37+02:00:00",
        "2023-01-29T00:05:37 CET",
        "2023-01-29T00:05:37 EST",
        "2023-01-29T00:05:37Europe/Berlin",
        "2023-01-29T00:05:37+01:00[Europe/Berlin]",
        "2023-01-29  00:05:37",
        "2023-01-29T00:05:37Z x",
        "2023/01/29",
        "29.01.2023",
        "1/29/23",
        "Sun, 29 Jan 2023",
        "Sun, 29 Jan 2023 00:05:37",
        "Sun, 29 Jan 2023 00:05:37 EST",
        "Sun, 29 Jan 2023 00:05:37 UT",
        "Sun, 29 Jan 2023 00:05:37+0000",
        "Sun 29 Jan 2023 00:05:37 +0000",
        "Sunday, 29 Jan 2023 00:05:37 +0000",
        "Son, 29 Jan 2023 00:05:37 +0000",
        "Sun, 29 January 2023 00:05:37 +0000",
        "Sun, 029 Jan 2023 00:05:37 +0000",
        "Sun, 30 Feb 2023 00:05:37 +0000",
        "Sun, 29 Jan 2023 24:00:00 +0000",
        "Sun, 29 Jan 2023 0:05:37 +0000",
        "Sun, 29 Jan 2 00:05:37 +0000",
        "Sun, 29 Jan 12023 00:05:37 +0000",
        "Sun, 29 Jan 2023 00:05:37 +0000 (open",
        "Sun Jan 29 00:05:37 2023",
        "２０２３-01-29",
    ] {
        assert_eq!(parsed(text), None, "{text}");
    }
}

#[test]
fn years_1_to_9999_of_utc() {
    assert!(parsed("0001-01-01T00:00:00Z").is_some());
    assert!(parsed("9999-12-31T23:59:59.999Z").is_some());
    // The local year is outside, the instant is not.
    assert!(parsed("0000-12-31T23:30:00-01:00").is_some());
    assert!(parsed("0000-12-31T23:30:00Z").is_none());
    assert!(parsed("0001-01-01T00:30:00+01:00").is_none());
    assert!(parsed("9999-12-31T23:30:00-01:00").is_none());
}

#[test]
fn unix_numbers() {
    let read = |text, unit| parse_unix(text, unit).map(|i| (i.unix_secs(), i.subsec_nanos()));
    let seconds = |text| read(text, UnixUnit::Seconds);
    let millis = |text| read(text, UnixUnit::Millis);
    assert_eq!(seconds("1674950737"), Some((T, 0)));
    assert_eq!(seconds(" 1674950737\n"), Some((T, 0)));
    assert_eq!(seconds("1674950737.1"), Some((T, 100_000_000)));
    assert_eq!(seconds("0"), Some((0, 0)));
    assert_eq!(seconds("-0"), Some((0, 0)));
    assert_eq!(seconds("-0.0"), Some((0, 0)));
    assert_eq!(millis("1674950737000"), Some((T, 0)));
    assert_eq!(millis("1674950737999.9"), Some((T, 999_900_000)));
    // The fraction is cut toward the past, below the nanosecond too.
    assert_eq!(seconds("-1"), Some((-1, 0)));
    assert_eq!(seconds("-1.5"), Some((-2, 500_000_000)));
    assert_eq!(millis("-1"), Some((-1, 999_000_000)));
    assert_eq!(seconds("-0.0000000001"), Some((-1, 999_999_999)));
    assert_eq!(seconds("0.9999999999"), Some((0, 999_999_999)));
    assert_eq!(millis("-1000.0000001"), Some((-2, 999_999_999)));
    assert_eq!(seconds("-0.00000000000"), Some((0, 0)));
    // A binary float would print the next second here.
    assert_eq!(seconds("253402300799.999999999"), Some((253_402_300_799, 999_999_999)));
    assert_eq!(seconds("-62135596800"), Some((-62_135_596_800, 0)));
    for text in [
        "253402300800",
        "-62135596800.1",
        "9223372036854775808",
        "99999999999999999999999999999999999999999999",
        "",
        "-",
        "+1",
        "1e9",
        "1E9",
        "1.",
        ".5",
        "1.e1",
        "01",
        "00",
        "1 0",
        "--1",
        "1_000",
        "0x10",
        "NaN",
        "inf",
        "1,5",
        "٣",
    ] {
        assert_eq!(seconds(text), None, "{text}");
    }
    assert_eq!(millis("253402300800000"), None);
    assert!(millis("253402300799999.999999").is_some());
}
