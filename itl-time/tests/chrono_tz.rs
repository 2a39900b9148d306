//! Every zone against chrono-tz, which is built from the database's sources by other code.
#![cfg(feature = "zones")]

use std::collections::BTreeSet;

use chrono::{LocalResult, Offset as _, TimeZone as _};
use chrono_tz::{TZ_VARIANTS, Tz};
use itl_time::Zone;

const FIRST: i64 = -3_786_825_600; // 1850
const LAST: i64 = 4_070_908_800; // 2099
const STEP: i64 = 23 * 86_400 + 7 * 3600;

/// Where this crate's database (2026f) knows better than chrono-tz's (2025b): zones, from, until,
/// and what the database changed. With the data built from 2025b nothing differs at all.
const NEWER: &[(&str, i64, i64, &str)] = &[
    ("Africa/Casablanca Africa/El_Aaiun", 1_789_866_000, i64::MAX, "Morocco gives up +01 in September 2026"),
    (
        "America/Araguaina America/Bahia America/Belem America/Boa_Vista America/Campo_Grande \
         America/Cuiaba America/Eirunepe America/Fortaleza America/Maceio America/Manaus \
         America/Noronha America/Porto_Acre America/Porto_Velho America/Recife America/Rio_Branco \
         America/Santarem America/Sao_Paulo Brazil/Acre Brazil/DeNoronha Brazil/East Brazil/West",
        -150_073_200,
        -121_118_400,
        "Brazil's changes of 1965 and 1966 are moved by an hour or a day",
    ),
    ("America/Bogota", 704_782_800, 704_869_199, "daylight time of 1992 began a day earlier"),
    (
        "America/Edmonton America/Yellowknife America/Inuvik Canada/Mountain",
        1_793_520_000,
        i64::MAX,
        "CST all year from November 2026",
    ),
    ("America/Vancouver Canada/Pacific", 1_793_523_600, i64::MAX, "MST all year from November 2026"),
    ("America/Winnipeg America/Rainy_River Canada/Central", 1_793_516_400, i64::MAX, "EST all year from November 2026"),
    (
        "America/Tijuana America/Ensenada America/Santa_Isabel Mexico/BajaNorte",
        -524_725_200,
        189_331_200,
        "Baja California's daylight time from 1953 to 1975",
    ),
    ("America/Havana Cuba", 1_793_509_200, 1_805_000_399, "daylight time through the winter of 2026"),
    ("Asia/Tehran Iran", 296_512_200, 296_598_599, "daylight time of 1979 began a day earlier"),
    ("CST6CDT EST5EDT MST7MDT PST8PDT", i64::MIN, -94_665_600, "zones of their own again, without local rules"),
    ("Europe/Dublin Eire", -1_396_216_801, -1_396_216_801, "the change of 1925 is a second earlier"),
    ("Europe/Chisinau Europe/Tiraspol", 1_640_995_200, i64::MAX, "Moldova changes with the European Union"),
];

type Shown = (i32, String);

fn theirs(zone: Tz, at: i64) -> Option<Shown> {
    let utc = chrono::DateTime::from_timestamp(at, 0)?.naive_utc();
    let offset = zone.offset_from_utc_datetime(&utc);
    Some((offset.fix().local_minus_utc(), offset.to_string()))
}

fn ours(zone: Zone, at: i64) -> Shown {
    let offset = zone.offset_at(at);
    (offset.seconds, offset.abbreviation.to_owned())
}

/// Local times around a transition, which the clocks show once, twice or never.
fn compare_local(their: Tz, zone: Zone, transition: i64) {
    let before = i64::from(zone.offset_at(transition - 1).seconds);
    let after = i64::from(zone.offset_at(transition).seconds);
    for around in [before, after] {
        for step in [-86_400, -1, 0, 1, 600, 86_400] {
            let Some(local) = chrono::DateTime::from_timestamp(transition + around + step, 0) else {
                continue;
            };
            let local = local.naive_utc();
            let expected = match their.from_local_datetime(&local) {
                LocalResult::Single(one) => one.timestamp(),
                LocalResult::Ambiguous(one, other) => one.timestamp().min(other.timestamp()),
                LocalResult::None => local.and_utc().timestamp() - before,
            };
            let ours = zone.resolve_local(local).unix_secs();
            assert_eq!(ours, expected, "{} {local}", zone.name());
        }
    }
}

#[test]
fn offsets_and_abbreviations() {
    let mut transitions = 0;
    let mut differing = BTreeSet::new();
    for their in TZ_VARIANTS {
        let name = their.name();
        let zone = Zone::named(name).unwrap_or_else(|| panic!("{name} is unknown"));
        let newer = NEWER.iter().find(|row| row.0.split(' ').any(|listed| listed == name));
        let mut compare = |at: i64| {
            let (theirs, ours) = (theirs(their, at), Some(ours(zone, at)));
            if theirs != ours {
                let known = newer.is_some_and(|row| (row.1..=row.2).contains(&at));
                assert!(known, "{name} at {at}: theirs {theirs:?}, ours {ours:?}");
                differing.insert(name);
            }
        };
        let mut at = FIRST;
        while at < LAST {
            compare(at);
            // Between two samples that differ lies a transition: compare both of its sides.
            let (mut low, mut high) = (at, at + STEP);
            let before = theirs(their, low);
            if before != theirs(their, high) {
                while high - low > 1 {
                    let middle = low.midpoint(high);
                    if theirs(their, middle) == before {
                        low = middle;
                    } else {
                        high = middle;
                    }
                }
                compare(low);
                compare(high);
                transitions += 1;
                if newer.is_none() {
                    compare_local(their, zone, high);
                }
            }
            at += STEP;
        }
    }
    assert!(transitions > 20_000, "only {transitions} transitions seen");
    let listed: BTreeSet<_> = NEWER.iter().flat_map(|row| row.0.split(' ')).collect();
    assert_eq!(differing, listed, "zones that differ, and zones listed as differing");
}

#[test]
fn names() {
    for their in TZ_VARIANTS {
        assert_eq!(Zone::named(their.name()).map(Zone::name), Some(their.name()));
    }
    // chrono-tz leaves out the zone of a machine that was never set up.
    let extra: Vec<_> = Zone::all().filter(|name| name.parse::<Tz>().is_err()).collect();
    assert_eq!(extra, ["Factory"]);
}
