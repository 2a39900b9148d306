//! What the date functions do not read, and why.

#[cfg(feature = "zones")]
use itl_time::{Assumed, ParsedDate, assume_zone};
use itl_time::{ReadPattern, Unread, Zone, parse_date, patterns_with_year_last};

fn refused(text: &str) -> Unread {
    parse_date(text, Zone::UTC).err().unwrap_or_else(|| panic!("{text} is read"))
}

#[test]
fn refusals_say_why() {
    for (text, reason) in [
        ("2023-02-29", Unread::NoSuchDate),
        ("30.02.2023", Unread::NoSuchDate),
        ("2023-01-29T00:60:00Z", Unread::NoSuchTime),
        ("2023-01-29 13:05 PM", Unread::NoSuchTime),
        ("2023-01-29T24:00:00Z", Unread::EndOfDay),
        ("Jan 29, 2023 24:00", Unread::EndOfDay),
        ("2023-W04-7", Unread::WeekOrDayOfYear),
        ("2023W047", Unread::WeekOrDayOfYear),
        ("2023-W04-7T00:05:37Z", Unread::WeekOrDayOfYear),
        ("2023-029", Unread::WeekOrDayOfYear),
        ("2023-029T00:05:37Z", Unread::WeekOrDayOfYear),
        ("0000-12-31T23:30:00Z", Unread::OutOfRange),
        ("+1674950737", Unread::PlusSign),
        ("2023-01-29 00:05:37 AEST", Unread::UnknownZone { name: "AEST".into() }),
        ("2023-01-29T00:05:37 Europe/Berlin", Unread::UnknownZone { name: "Europe/Berlin".into() }),
        (
            "Sunday, January 29, 2023 at 1:05:37 AM Central European Standard Time",
            Unread::UnknownZone { name: "Central European Standard Time".into() },
        ),
        ("soon", Unread::Unknown { nearest: "2023-01-29T00:05:37Z" }),
        ("2023-1-29", Unread::Unknown { nearest: "2023-01-29T00:05:37Z" }),
        ("2023/01/29-00:05:37", Unread::Unknown { nearest: "2023/01/29 00:05:37" }),
        ("Sat Oct 26 23:20:39", Unread::Unknown { nearest: "Sun Jan 29 00:05:37 UTC 2023" }),
        ("Sep 1, 2017 noon", Unread::Unknown { nearest: "Jan 29, 2023 12:05:37 AM" }),
    ] {
        assert_eq!(refused(text), reason, "{text}");
    }
    for abbreviation in ["CST", "CDT", "IST", "BST", "AST", "ist"] {
        for text in [format!("2023-01-29 00:05:37 {abbreviation}"), format!("Sun Jan 29 00:05:37 {abbreviation} 2023")]
        {
            let Unread::AmbiguousZone { abbreviation: found, zones } = refused(&text) else { panic!("{text}") };
            assert_eq!(found, abbreviation);
            assert!(zones.len() > 1);
        }
    }
    for (text, first) in [
        ("01/02/2023", "%d/%m/%Y"),
        ("1/29/23, 12:05 AM", "%d/%m/%y, %I:%M %p"),
        ("1/29/2023 00:05:37.5", "%d/%m/%Y %H:%M:%S%.f"),
        ("01-02-2023T00:05:37+0100", "%d-%m-%YT%H:%M:%S%z"),
        ("29.01.23 0:05", "%d.%m.%y %H:%M"),
    ] {
        assert_eq!(refused(text), Unread::DayOrMonthFirst);
        let [day, month] = patterns_with_year_last(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(day, first);
        assert!(month.starts_with("%m"), "{month}");
        for pattern in [day, month] {
            let pattern = ReadPattern::compile(&pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"));
            assert!(pattern.read(text, Zone::UTC).is_some() || text.starts_with("29") || text.starts_with("1/29"));
        }
    }
}

#[cfg(feature = "zones")]
#[test]
fn assumed_zones() {
    let assume = |text: &str, zone: &str| {
        assume_zone(text, Zone::named(zone).unwrap_or_default()).map(|assumed| match assumed {
            Assumed::HasOffset => None,
            Assumed::Local(ParsedDate { instant, offset }) => Some((instant.unix_secs(), offset)),
        })
    };
    assert_eq!(assume("2023-01-29T01:05:37", "Europe/Berlin"), Ok(Some((1_674_950_737, Some(3600)))));
    assert_eq!(assume("29.01.2023 01:05:37", "Europe/Berlin"), Ok(Some((1_674_950_737, Some(3600)))));
    assert_eq!(assume("20230129010537", "Europe/Berlin"), Ok(Some((1_674_950_737, Some(3600)))));
    for text in ["2023-01-29T01:05:37Z", "2023-01-29T01:05:37+03:00", "2023-01-29 01:05:37 CET", "1674950737"] {
        assert_eq!(assume(text, "Europe/Berlin"), Ok(None), "{text}");
    }
    // An abbreviation that the zone explains, also in the hour that comes twice.
    assert_eq!(assume("2023-01-28 18:05:37 CST", "America/Chicago"), Ok(Some((1_674_950_737, Some(-21_600)))));
    assert_eq!(assume("2023-11-05 01:30:00 CDT", "America/Chicago"), Ok(Some((1_699_165_800, Some(-18_000)))));
    assert_eq!(assume("2023-11-05 01:30:00 CST", "America/Chicago"), Ok(Some((1_699_169_400, Some(-21_600)))));
    assert_eq!(assume("2023-11-05 01:30:00", "America/Chicago"), Ok(Some((1_699_165_800, Some(-18_000)))));
    assert_eq!(assume("soon", "UTC").map_err(|reason| matches!(reason, Unread::Unknown { .. })), Err(true));
    assert_eq!(assume("2023-02-30", "UTC"), Err(Unread::NoSuchDate));
}

#[test]
fn not_dates() {
    for text in [
        "",
        " ",
        "now",
        "2023-01",
        "2023-1-29",
        "23-01-29",
        "02023-01-29",
        "+2023-01-29",
        "-2023-01-29",
        "2023-00-01",
        "2023-13-01",
        "2023-01-00",
        "2023-04-31",
        "1900-02-29",
        "2023-01-29T",
        "2023-01-29Z",
        "2023-01-29+01:00",
        "2023-01-29T00",
        "2023-01-29T00:",
        "2023-01-29T0:05:37",
        "2023-01-29T00:5:37",
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
        "2023-01-29T00:05:37+01:00[Europe/Berlin",
        "2023-01-29T00:05:37Z m=",
        "2023-01-29T00:05:37Z m=+1.",
        "2023-01-29  00:05:37",
        "2023-01-29T00:05:37Z x",
        "on 2023-01-29T00:05:37Z",
        "00:05:37",
        "1/29/23",
        "Son, 29 Jan 2023 00:05:37 +0000",
        "Sun, 029 Jan 2023 00:05:37 +0000",
        "Sun, 30 Feb 2023 00:05:37 +0000",
        "Sun, 29 Jan 2 00:05:37 +0000",
        "Sun, 29 Jan 12023 00:05:37 +0000",
        "Sun, 29 Jan 2023 00:05:37 +0000 (open",
        "29-Jan 2023 00:05:37",
        "2023-Jan-29",
        "Sun Jan 29 00:05:37",
        "Jan 29 23 00:05:37",
        "Jan2023",
        "29/Jan/23:00:05:37 +0000",
        "20230129T00",
        "20230129T00053",
        "２０２３-01-29",
        "10.0.0.1",
        "1.2.2023.4",
    ] {
        assert!(parse_date(text, Zone::UTC).is_err(), "{text}");
    }
}
