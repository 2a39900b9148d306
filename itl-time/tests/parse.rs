//! What the date functions read, ruling by ruling.

use itl_time::{ParsedDate, UnixUnit, Unread, Zone, is_zero_time, parse_date, parse_unix};

/// 2023-01-29T00:05:37Z
const T: i64 = 1_674_950_737;

fn parsed(text: &str) -> Option<(i64, u32, Option<i32>)> {
    let ParsedDate { instant, offset } = parse_date(text, Zone::UTC).ok()?;
    Some((instant.unix_secs(), instant.subsec_nanos(), offset))
}

fn refused(text: &str) -> Unread {
    parse_date(text, Zone::UTC).err().unwrap_or_else(|| panic!("{text} is read"))
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
fn iso_with_more_after_it() {
    for (text, offset) in [
        ("2023-01-29T01:05:37+01.00", Some(3600)),
        ("2023-01-29T01:05:37+01:00[Europe/Berlin]", Some(3600)),
        ("2023-01-29T01:05:37+01:00[Europe/Berlin][u-ca=gregory]", Some(3600)),
        ("2023-01-29T00:05:37Z[UTC]", None),
        ("2023-01-29T00:05:37Z[Mars/Phobos]", None),
        ("2023-01-29 00:05:37 +0000 UTC", Some(0)),
        ("2023-01-29 01:05:37.0 +0100 CET", Some(3600)),
        ("2023-01-29 03:05:37 +0300 +03", Some(10_800)),
        ("2023-01-29 00:05:37 +0000 UTC m=+0.1", Some(0)),
        ("2023-01-29 01:05:37 +0100 CET m=-12.000000001", Some(3600)),
        ("2023-01-29 05:35:37 +0530 IST", Some(19_800)),
        ("2023-01-29 01:05:37 +0100 Europe/Berlin", Some(3600)),
        ("2023-01-29 01:05:37 CET", Some(3600)),
        ("2023-01-29 01:05:37 cet", Some(3600)),
        ("2023-01-29 01:05:37CET", Some(3600)),
        ("2023-01-28 19:05:37 EST", Some(-18_000)),
        ("2023-01-29 09:05:37 JST", Some(32_400)),
        ("2023-01-29 00:05:37 UT", None),
        ("2023-01-29 00:05:37 WET", Some(0)),
        ("2023-01-29 01:05:37 UTC+01:00", Some(3600)),
        ("2023-01-29 01:05:37 GMT+1", Some(3600)),
        ("2023-01-29 12:05:37 AM", None),
    ] {
        assert_eq!(parsed(text), Some((T, 0, offset)), "{text}");
    }
    // Each abbreviation is one offset, in July too.
    assert_eq!(parsed("2023-07-29 01:05:37 CET").map(|read| read.2), Some(Some(3600)));
}

#[cfg(feature = "zones")]
#[test]
fn a_zone_in_brackets_without_an_offset_counts() {
    assert_eq!(parsed("2023-01-29T01:05:37[Europe/Berlin]"), Some((T, 0, Some(3600))));
    assert_eq!(refused("2023-01-29T01:05:37[Mars/Phobos]"), Unread::UnknownZone { name: "Mars/Phobos".into() });
}

#[test]
fn basic() {
    for (text, offset) in [
        ("20230129T000537Z", None),
        ("20230129t000537", None),
        ("20230129T010537+0100", Some(3600)),
        ("20230129T010537.000+01:00", Some(3600)),
        ("20230129000537Z", None),
        ("20230129000537.0Z", None),
        ("20230129010537+0100", Some(3600)),
        ("20230129000537", None),
    ] {
        assert_eq!(parsed(text), Some((T, 0, offset)), "{text}");
    }
    assert_eq!(parsed("20230129T0005Z"), Some((T - 37, 0, None)));
    assert_eq!(parsed("20230129"), Some((T - 337, 0, None)));
}

#[test]
fn numbers_in_an_order_beyond_doubt() {
    for text in [
        "2023/01/29 00:05:37",
        "2023/01/29 00:05:37 GMT",
        "2023/1/29 0:05:37",
        "2023.01.29 00:05:37",
        "2023.01.29, 00:05:37",
        "29.01.2023 00:05:37",
        "29.1.2023 00:05:37",
        "29.1.2023, 00:05:37",
        "29.01.2023  0:05:37",
        "29.01.2023 12:05:37 AM",
        "29.01.2023 00:05:37Z",
        "29.01.2023 00:05:37,0",
        "2023/01/29T00:05:37Z",
    ] {
        assert_eq!(parsed(text).map(|read| (read.0, read.1)), Some((T, 0)), "{text}");
    }
    assert_eq!(parsed("2023/01/29 01:05:37.25 +0100"), Some((T, 250_000_000, Some(3600))));
    assert_eq!(parsed("29.01.2023, 00:05"), Some((T - 37, 0, None)));
    for text in ["2023/01/29", "2023.01.29", "29.01.2023", "29.1.2023"] {
        assert_eq!(parsed(text), Some((T - 337, 0, None)), "{text}");
    }
}

#[test]
fn day_before_the_month_s_name() {
    for text in [
        "Sun, 29 Jan 2023 00:05:37 GMT",
        "Sun, 29 Jan 2023 00:05:37 UTC",
        "Sun, 29 Jan 2023 00:05:37 UT",
        "Sun, 29 Jan 2023 00:05:37 Z",
        "sun, 29 jan 2023 00:05:37 gmt",
        "29 Jan 2023 00:05:37 GMT",
        "Mon, 29 Jan 2023 00:05:37 GMT",
        "Sunday, 29 January 2023 00:05:37 GMT",
        "Sun 29 Jan 2023 12:05:37 AM UTC",
        "Sun, 29 Jan 23 00:05:37 GMT",
        "Sun, 29 Jan 123 00:05:37 GMT",
        "Sun,29 Jan 2023 00:05:37 GMT",
        "Sun (a \\) (b) day),\r\n 29\tJan 2023 00:05:37 GMT (Greenwich (England))",
        "Sun, 29 Jan 2023 00 : 05 : 37 GMT",
        "Sun, 29 Jan 2023 00:05:37",
        "Sunday, 29-Jan-23 00:05:37 GMT",
        "Monday, 29-Jan-23 00:05:37 GMT",
        "Sun, 29-Jan-2023 00:05:37 GMT",
        "29-JAN-2023 00:05:37",
    ] {
        assert_eq!(parsed(text), Some((T, 0, None)), "{text}");
    }
    for (text, offset) in [
        ("Sun, 29 Jan 2023 00:05:37 +0000", 0),
        ("Sun, 29 Jan 2023 00:05:37+0000", 0),
        ("Sun, 29 Jan 2023 00:05:37 -0000", 0),
        ("Sat, 28 Jan 2023 19:05:37 -0500 (EST)", -18_000),
        ("Sat, 28 Jan 2023 19:05:37 EST", -18_000),
    ] {
        assert_eq!(parsed(text), Some((T, 0, Some(offset))), "{text}");
    }
    assert_eq!(parsed("Fri, 1 Jan 99 00:00 +0000"), Some((915_148_800, 0, Some(0))));
    // Years of two digits are 1950 to 2049.
    let year = |text: &str| parsed(text).map(|read| read.0.div_euclid(31_556_952) + 1970);
    assert_eq!(year("Friday, 01-Jul-49 00:00:00 GMT"), Some(2049));
    assert_eq!(year("Friday, 01-Jul-50 00:00:00 GMT"), Some(1950));
    assert_eq!(parsed("29 Jan 2023"), Some((T - 337, 0, None)));
}

#[test]
fn access_logs() {
    assert_eq!(parsed("29/Jan/2023:00:05:37 +0000"), Some((T, 0, Some(0))));
    assert_eq!(parsed("[29/Jan/2023:01:05:37 +0100]"), Some((T, 0, Some(3600))));
    assert_eq!(parsed("29/jan/2023:00:05:37"), Some((T, 0, None)));
    assert_eq!(parsed("[29/Jan/2023:00:05:37 +0000"), None);
}

#[test]
fn month_s_name_first() {
    for text in [
        "Jan 29, 2023 12:05:37 AM",
        "jan 29, 2023 12:05:37 am",
        "January 29, 2023 12:05:37 AM",
        "Jan. 29, 2023 00:05:37",
        "Jan 29 2023 00:05:37",
        // The styles M, L and F, as JDK 17 and as later ones write them.
        "Jan 29, 2023, 12:05:37 AM",
        "Jan 29, 2023, 12:05:37\u{202f}AM",
        "January 29, 2023 at 12:05:37 AM UTC",
        "January 29, 2023, 12:05:37\u{202f}AM UTC",
        "January 29, 2023 12:05:37 AM UTC",
        "Sunday, January 29, 2023 at 12:05:37 AM Coordinated Universal Time",
        "Sunday, January 29, 2023, 12:05:37\u{a0}AM coordinated universal time",
        "Tuesday, January 29, 2023 at 12:05:37 AM Greenwich Mean Time",
        "Sun Jan 29 2023 00:05:37",
    ] {
        assert_eq!(parsed(text), Some((T, 0, None)), "{text}");
    }
    for text in [
        "January 29, 2023 at 1:05:37 AM CET",
        "January 29, 2023 at 1:05:37 AM GMT+1",
        "Sunday, January 29, 2023 at 1:05:37 AM GMT+01:00",
        "Sun Jan 29 2023 01:05:37 GMT+0100 (CET)",
        "Sun Jan 29 2023 01:05:37 GMT+0100 (Central European Standard Time)",
        "Mon Jan 29 2023 01:05:37 GMT+0100",
    ] {
        assert_eq!(parsed(text), Some((T, 0, Some(3600))), "{text}");
    }
    assert_eq!(parsed("Sep 1, 2017 4:12:29 PM").map(|read| read.0), Some(1_504_282_349));
    assert_eq!(parsed("Sept 1, 2017 4:12:29 pm").map(|read| read.0), Some(1_504_282_349));
    assert_eq!(parsed("September 1, 2017 12:00 PM").map(|read| read.0), Some(1_504_267_200));
    assert_eq!(parsed("Jan 29, 2023"), Some((T - 337, 0, None)));
    assert_eq!(parsed("Jan 1, 1, 12:00:00 AM").map(|read| read.0), Some(-62_135_596_800));
}

#[test]
fn unix_dates() {
    for text in [
        "Sun Jan 29 00:05:37 2023",
        "Sun Jan 29 00:05:37 UTC 2023",
        "Sun Jan 29 12:05:37 AM UTC 2023",
        "sunday january 29 00:05:37 2023",
        "Jan 29 00:05:37 2023",
        "Sun 29 Jan 00:05:37 UTC 2023",
        "Sun 29 Jan 12:05:37 AM UTC 2023",
    ] {
        assert_eq!(parsed(text), Some((T, 0, None)), "{text}");
    }
    assert_eq!(parsed("Sun Jan 29 01:05:37 CET 2023"), Some((T, 0, Some(3600))));
    assert_eq!(parsed("Sun Jan 29 01:05:37 +0100 2023"), Some((T, 0, Some(3600))));
    assert_eq!(parsed("Sun Jan 29 01:05:37 2023 +0100"), Some((T, 0, Some(3600))));
    assert_eq!(parsed("Sat Oct  5 23:20:39 2024").map(|read| read.0), Some(1_728_170_439));
}

#[test]
fn dot_net() {
    assert_eq!(parsed("/Date(1674950737000)/"), Some((T, 0, None)));
    assert_eq!(parsed("/Date(1674950737000+0100)/"), Some((T, 0, Some(3600))));
    assert_eq!(parsed("\\/Date(1674950737000-0500)\\/"), Some((T, 0, Some(-18_000))));
    assert_eq!(parsed("/Date(-1)/"), Some((-1, 999_000_000, None)));
    assert_eq!(refused("/Date(253402300800000)/"), Unread::OutOfRange);
    assert_eq!(parsed("/Date()/"), None);
}

#[test]
fn digits_alone() {
    for text in [
        "1674950737",
        "001674950737",
        "1674950737.0",
        "1674950737000",
        "1674950737000000",
        "1674950737000000000",
        "1.674950737e9",
        "1674950737E0",
        "1.674950737e+18",
    ] {
        assert_eq!(parsed(text), Some((T, 0, None)), "{text}");
    }
    assert_eq!(parsed("1674950737.25").map(|read| read.1), Some(250_000_000));
    assert_eq!(parsed("100000000").map(|read| read.0), Some(100_000_000));
    assert_eq!(parsed("-1674950737").map(|read| read.0), Some(-1_674_950_737));
    assert_eq!(parsed("99999999999.9").map(|read| read.0), Some(99_999_999_999));
    assert_eq!(parsed("100000000000").map(|read| read.0), Some(100_000_000));
    for text in ["99999999", "0", "-5", "12345", "2023", "202301", "1e7", "0.5", "20231301", "20230230", "18991231"] {
        assert_eq!(refused(text), Unread::SmallNumber, "{text}");
    }
    // Fourteen digits that are no date count milliseconds.
    assert_eq!(parsed("16749507370000").map(|read| read.0), Some(16_749_507_370));
    assert_eq!(parsed("20231301000000").map(|read| read.0), Some(20_231_301_000));
    assert_eq!(refused("1e300"), Unread::OutOfRange);
}

#[test]
fn zero_time() {
    for text in ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00+00:00", "0001-01-01T00:00:00"] {
        assert!(is_zero_time(text), "{text}");
    }
    for text in ["0001-01-01", "0001-01-01T00:00:00.0Z", "0001-01-01 00:00:00Z", "0001-01-01T00:00:00z", ""] {
        assert!(!is_zero_time(text), "{text}");
    }
    assert_eq!(parsed("0001-01-01 00:00:00Z").map(|read| read.0), Some(-62_135_596_800));
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
    let read = |text, unit| parse_unix(text, unit)?.instant.map(|i| (i.unix_secs(), i.subsec_nanos()));
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
    assert_eq!(read("1674950737000001", UnixUnit::Micros), Some((T, 1000)));
    assert_eq!(read("1674950737000000001", UnixUnit::Nanos), Some((T, 1)));
    assert_eq!(seconds("00"), Some((0, 0)));
    assert_eq!(seconds("01674950737"), Some((T, 0)));
    assert_eq!(seconds("1e9"), Some((1_000_000_000, 0)));
    assert_eq!(seconds("16749507371E-1"), Some((T, 100_000_000)));
    assert_eq!(seconds("1e-99999999999999999999"), Some((0, 0)));
    assert_eq!(seconds("-1e-99999999999999999999"), Some((-1, 999_999_999)));
    assert_eq!(seconds("0e99999999999999999999"), Some((0, 0)));
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
        "1e",
        "1e+",
        "1e9x",
        "1.",
        ".5",
        "1.e1",
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
