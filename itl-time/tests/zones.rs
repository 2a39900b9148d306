//! Zones: names, local times, long and short names.
#![cfg(feature = "zones")]

use chrono::NaiveDate;
use itl_time::{Instant, ParsedDate, Style, Zone, format_style, parse_date};

fn zone(name: &str) -> Zone {
    Zone::named(name).unwrap_or_else(|| panic!("{name} is unknown"))
}

/// What a local time without offset is read as, in UTC seconds.
fn local(name: &str, text: &str) -> Option<i64> {
    parse_date(text, zone(name)).ok().map(|ParsedDate { instant, .. }| instant.unix_secs())
}

fn utc(text: &str) -> Option<i64> {
    local("UTC", text)
}

fn long(name: &str, text: &str) -> String {
    zone(name).long_name(utc(text).unwrap_or_else(|| panic!("{text}"))).into_owned()
}

fn short(name: &str, text: &str) -> String {
    zone(name).short_name(utc(text).unwrap_or_else(|| panic!("{text}"))).into_owned()
}

#[test]
fn names() {
    assert_eq!(Zone::named("Z"), Some(Zone::UTC));
    assert_eq!(Zone::named("UTC"), Some(Zone::default()));
    assert_eq!(zone("GMT").name(), "GMT");
    assert_eq!(zone("US/Eastern").name(), "US/Eastern");
    assert_eq!(zone("Asia/Calcutta").offset_at(0), zone("Asia/Kolkata").offset_at(0));
    for unknown in ["", "z", "utc", "europe/berlin", "Europe", "Europe/Berlin ", "CEST", "+01:00", "Etc/Unknown"] {
        assert_eq!(Zone::named(unknown), None, "{unknown}");
    }
    let all: Vec<_> = Zone::all().collect();
    assert_eq!(all.len(), 598);
    assert!(all.is_sorted());
    for name in all {
        assert_eq!(zone(name).name(), name);
    }
}

#[test]
fn a_gap_moves_forward_by_the_gap() {
    assert_eq!(local("Europe/Berlin", "2023-03-26T01:59:59"), utc("2023-03-26T00:59:59Z"));
    assert_eq!(local("Europe/Berlin", "2023-03-26T02:00:00"), utc("2023-03-26T01:00:00Z"));
    assert_eq!(local("Europe/Berlin", "2023-03-26T02:30:00"), utc("2023-03-26T01:30:00Z"));
    assert_eq!(local("Europe/Berlin", "2023-03-26T03:00:00"), utc("2023-03-26T01:00:00Z"));
    // Midnight does not exist on the day that daylight time begins.
    assert_eq!(local("America/Sao_Paulo", "2018-11-04"), utc("2018-11-04T03:00:00Z"));
    // Samoa skipped a whole day.
    assert_eq!(local("Pacific/Apia", "2011-12-30T12:00:00"), utc("2011-12-30T22:00:00Z"));
    assert_eq!(local("Pacific/Apia", "2011-12-31T12:00:00"), utc("2011-12-30T22:00:00Z"));
    // Half an hour at Lord Howe.
    assert_eq!(local("Australia/Lord_Howe", "2023-10-01T02:15:00"), utc("2023-09-30T15:45:00Z"));
}

#[test]
fn an_overlap_is_the_earlier_instant() {
    assert_eq!(local("Europe/Berlin", "2023-10-29T02:30:00"), utc("2023-10-29T00:30:00Z"));
    assert_eq!(local("Europe/Berlin", "2023-10-29T03:00:00"), utc("2023-10-29T02:00:00Z"));
    assert_eq!(local("America/New_York", "2023-11-05T01:30:00"), utc("2023-11-05T05:30:00Z"));
    // Kwajalein went round the date line and lived almost a day twice.
    assert_eq!(local("Pacific/Kwajalein", "1969-09-30T12:00:00"), utc("1969-09-30T01:00:00Z"));
    // Alaska's day of 1867 came twice.
    assert_eq!(local("America/Sitka", "1867-10-18T12:00:00"), utc("1867-10-17T21:01:13Z"));
}

#[test]
fn local_times_read_back() {
    for name in Zone::all() {
        let zone = zone(name);
        for seconds in (-3_000_000_000..5_000_000_000_i64).step_by(86_400 * 211 + 4321) {
            let offset = i64::from(zone.offset_at(seconds).seconds);
            let local = chrono::DateTime::from_timestamp(seconds + offset, 0).map(|utc| utc.naive_utc());
            let instant = zone.resolve_local(local.unwrap_or_default());
            let back = i64::from(zone.offset_at(instant.unix_secs()).seconds);
            assert!(instant.unix_secs() <= seconds, "{name} at {seconds}");
            assert_eq!(instant.unix_secs() + back, seconds + offset, "{name} at {seconds}");
        }
    }
}

#[test]
fn the_ends_of_chrono_resolve() {
    for date in [NaiveDate::MIN, NaiveDate::MAX] {
        for name in ["UTC", "Europe/Berlin", "Australia/Sydney", "Asia/Kathmandu"] {
            let local = date.and_hms_opt(0, 0, 0).unwrap_or_default();
            assert!(!zone(name).resolve_local(local).in_range());
        }
    }
}

#[test]
fn long_names() {
    assert_eq!(long("UTC", "2023-01-29"), "Coordinated Universal Time");
    assert_eq!(long("Etc/UTC", "2023-01-29"), "Coordinated Universal Time");
    assert_eq!(long("Zulu", "2023-01-29"), "Coordinated Universal Time");
    assert_eq!(long("GMT", "2023-01-29"), "Greenwich Mean Time");
    assert_eq!(long("Europe/Berlin", "2023-01-29"), "Central European Standard Time");
    assert_eq!(long("Europe/Berlin", "2023-07-29"), "Central European Summer Time");
    assert_eq!(long("America/New_York", "2023-07-29"), "Eastern Daylight Time");
    assert_eq!(long("EST5EDT", "2023-01-29"), "Eastern Standard Time");
    assert_eq!(long("Asia/Kolkata", "2023-01-29"), "India Standard Time");
    assert_eq!(long("Pacific/Chuuk", "2023-01-29"), "Chuuk Time");
    assert_eq!(long("Asia/Kathmandu", "2023-01-29"), "Nepal Time");
    assert_eq!(long("Indian/Reunion", "2023-01-29"), "Réunion Time");
    // Zones of their own names.
    assert_eq!(long("Europe/London", "2023-07-01"), "British Summer Time");
    assert_eq!(long("Europe/London", "2023-01-01"), "Greenwich Mean Time");
    assert_eq!(long("Europe/Dublin", "2023-07-01"), "Irish Standard Time");
    assert_eq!(long("Europe/Dublin", "2023-01-01"), "Greenwich Mean Time");
    // No name.
    assert_eq!(long("Etc/GMT+5", "2023-01-29"), "GMT-05:00");
    assert_eq!(long("Asia/Urumqi", "2023-01-29"), "GMT+06:00");
    assert_eq!(long("Antarctica/Troll", "2023-07-29"), "GMT+02:00");
    assert_eq!(long("Factory", "2023-01-29"), "GMT");
}

#[test]
fn long_names_go_by_the_instant() {
    assert_eq!(long("America/Indiana/Knox", "1990-01-01"), "Central Standard Time");
    assert_eq!(long("America/Indiana/Knox", "2000-01-01"), "Eastern Standard Time");
    assert_eq!(long("America/Indiana/Knox", "2010-01-01"), "Central Standard Time");
    assert_eq!(long("Europe/Istanbul", "2015-01-01"), "Eastern European Standard Time");
    assert_eq!(long("Europe/Istanbul", "2017-01-01"), "Türkiye Standard Time");
    // Namibia's summer clock became its only one without a change of the clocks.
    assert_eq!(long("Africa/Windhoek", "2017-12-01"), "Central Africa Time");
    // Before 1970 as in 1970; the daylight half is still the instant's.
    assert_eq!(long("America/New_York", "1850-01-01"), "Eastern Standard Time");
    assert_eq!(long("America/New_York", "1945-06-01"), "Eastern Daylight Time");
    assert_eq!(long("Europe/London", "1945-06-01"), "British Summer Time");
    assert_eq!(long("Europe/London", "1969-06-01"), "GMT+01:00");
}

#[test]
fn short_names() {
    assert_eq!(short("UTC", "2023-01-29"), "UTC");
    assert_eq!(short("GMT", "2023-01-29"), "GMT");
    assert_eq!(short("Europe/Berlin", "2023-01-29"), "CET");
    assert_eq!(short("Europe/Berlin", "2023-07-29"), "CEST");
    assert_eq!(short("America/New_York", "2023-01-29"), "EST");
    assert_eq!(short("America/New_York", "1883-11-18T16:59:59Z"), "LMT");
    assert_eq!(short("America/New_York", "1883-11-18T17:00:00Z"), "EST");
    assert_eq!(short("Pacific/Guam", "2023-01-29"), "ChST");
    assert_eq!(short("America/Sao_Paulo", "2023-01-29"), "GMT-3");
    assert_eq!(short("Asia/Kathmandu", "2023-01-29"), "GMT+5:45");
    assert_eq!(short("Asia/Tokyo", "2023-01-29"), "JST");
    assert_eq!(short("Etc/GMT-14", "2023-01-29"), "GMT+14");
    assert_eq!(short("Pacific/Marquesas", "2023-01-29"), "GMT-9:30");
    // Digits, and zero: the Azores in summer, Vostok before anybody was there.
    assert_eq!(short("Atlantic/Azores", "2023-07-01"), "GMT");
    assert_eq!(short("Antarctica/Vostok", "1900-01-01"), "GMT");
}

#[test]
fn daylight_is_the_later_clock() {
    // In the database winter is Ireland's daylight time, and Ramadan was Morocco's.
    let daylight = |name, text| zone(name).offset_at(utc(text).unwrap_or_default()).daylight;
    assert!(daylight("Europe/Dublin", "2023-07-01"));
    assert!(!daylight("Europe/Dublin", "2023-01-01"));
    assert!(daylight("Europe/Dublin", "2300-07-01"));
    assert!(daylight("Africa/Casablanca", "2023-01-01"));
    assert!(!daylight("Africa/Casablanca", "2023-04-01"));
    assert!(!daylight("Europe/Prague", "1947-01-15"));
    assert!(daylight("Australia/Sydney", "2023-01-01"));
    assert!(!daylight("Australia/Sydney", "2023-07-01"));
}

#[test]
fn styles_in_a_zone() {
    let shown = |name, style, seconds| {
        let mut out = String::from(">");
        format_style(Instant::from_unix_secs(seconds), zone(name), style, &mut out);
        out
    };
    let berlin = |style| shown("Europe/Berlin", style, 1_674_950_737);
    assert_eq!(berlin(Style::Full), ">Sunday, January 29, 2023 at 1:05:37 AM Central European Standard Time");
    assert_eq!(berlin(Style::Long), ">January 29, 2023 at 1:05:37 AM CET");
    assert_eq!(berlin(Style::Medium), ">Jan 29, 2023, 1:05:37 AM");
    assert_eq!(berlin(Style::Short), ">1/29/23, 1:05 AM");
    // A zone may show a year outside the range.
    assert_eq!(shown("Asia/Tokyo", Style::Medium, 253_402_300_799), ">Jan 1, 10000, 8:59:59 AM");
    assert_eq!(shown("Asia/Tokyo", Style::Short, 253_402_300_799), ">1/1/00, 8:59 AM");
    assert_eq!(shown("America/New_York", Style::Short, -62_135_596_800), ">12/31/01, 7:03 PM");
}
