//! What was meant by a name that is no zone of the database.

use super::tables;
use super::{Zone, ZoneReason, ZoneSuggestion};

/// Finds the zone that a name most likely means.
///
/// Returns none for a name that [`Zone::named`] knows, and for one that resembles no zone. Small
/// mistakes of spelling are not looked for.
///
/// ```
/// use itl_time::{suggest_zone, ZoneReason};
///
/// let meant = suggest_zone("GMT+2").ok_or("no suggestion")?;
/// // The database counts the other way round.
/// assert_eq!(meant.zone, "Etc/GMT-2");
/// assert_eq!(meant.reason, ZoneReason::Offset { seconds: 7200, city: Some("Africa/Johannesburg") });
/// assert_eq!(suggest_zone("new york").map(|meant| meant.zone), Some("America/New_York"));
/// # Ok::<(), &str>(())
/// ```
pub fn suggest_zone(name: &str) -> Option<ZoneSuggestion> {
    /// Longer texts are no names, and the search compares with all of them.
    const MAX_NAME: usize = 64;
    if name.len() > MAX_NAME || Zone::named(name).is_some() {
        return None;
    }
    let name = name.trim();
    if let Some(seconds) = offset_of(name) {
        return by_offset(seconds);
    }
    let suggestion = |zone: &str, reason| Some(ZoneSuggestion { zone: Zone::named(zone)?.name(), reason });
    if let Some(zone) = region_of(name) {
        return suggestion(zone, ZoneReason::Abbreviation);
    }
    if let Some(zone) = by_spelling(name) {
        return suggestion(zone, ZoneReason::Spelling);
    }
    suggestion(windows_zone(name)?, ZoneReason::Windows)
}

/// The zone of a region that has summer time, for a zone of the database that is named like its
/// winter time and has none: `EST` and `MST`.
pub fn without_summer_time(name: &str) -> Option<&'static str> {
    matches!(name, "EST" | "MST").then(|| region_of(name)).flatten()
}

/// The zone that people mean by an abbreviation.
fn region_of(abbreviation: &str) -> Option<&'static str> {
    const TABLE: [(&str, &str); 32] = [
        ("PST PDT PT", "America/Los_Angeles"),
        ("EST EDT ET", "America/New_York"),
        ("CST CDT CT", "America/Chicago"),
        ("MST MDT MT", "America/Denver"),
        ("CEST MESZ MEZ", "Europe/Berlin"),
        ("BST", "Europe/London"),
        ("IST", "Asia/Kolkata"),
        ("AEST AEDT", "Australia/Sydney"),
        ("JST", "Asia/Tokyo"),
        ("UT Z", "UTC"),
        ("WEST", "Europe/Lisbon"),
        ("EEST", "Europe/Athens"),
        ("MSK", "Europe/Moscow"),
        ("TRT", "Europe/Istanbul"),
        ("AST ADT", "America/Halifax"),
        ("NST NDT", "America/St_Johns"),
        ("AKST AKDT", "America/Anchorage"),
        ("BRT", "America/Sao_Paulo"),
        ("ART", "America/Argentina/Buenos_Aires"),
        ("SAST", "Africa/Johannesburg"),
        ("WAT", "Africa/Lagos"),
        ("EAT", "Africa/Nairobi"),
        ("GST", "Asia/Dubai"),
        ("PKT", "Asia/Karachi"),
        ("ICT", "Asia/Bangkok"),
        ("WIB", "Asia/Jakarta"),
        ("SGT", "Asia/Singapore"),
        ("HKT", "Asia/Hong_Kong"),
        ("KST", "Asia/Seoul"),
        ("ACST ACDT", "Australia/Adelaide"),
        ("AWST", "Australia/Perth"),
        ("NZST NZDT", "Pacific/Auckland"),
    ];
    let is_listed = |list: &str| list.split(' ').any(|known| known.eq_ignore_ascii_case(abbreviation));
    TABLE.iter().find(|(list, _)| is_listed(list)).map(|(_, zone)| *zone)
}

/// A name in any case, with spaces for underscores, whole or from its last slash on.
fn by_spelling(name: &str) -> Option<&'static str> {
    let same = |known: &str| {
        known.len() == name.len()
            && known.bytes().zip(name.bytes()).all(|(a, b)| a.eq_ignore_ascii_case(&b) || (a == b'_' && b == b' '))
    };
    let is_city = |known: &str| known.rsplit_once('/').is_some_and(|(area, city)| area != "Etc" && same(city));
    Zone::all().find(|known| same(known)).or_else(|| Zone::all().find(|known| is_city(known)))
}

fn windows_zone(name: &str) -> Option<&'static str> {
    tables::windows_zones().find_map(|(windows, zone)| windows.eq_ignore_ascii_case(name).then_some(zone))
}

/// The seconds of `GMT+2`, `UTC+02:00`, `+0530` and the like.
fn offset_of(name: &str) -> Option<i32> {
    let prefix = ["GMT", "UTC", "UT"]
        .iter()
        .find(|prefix| name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix)));
    let rest = name.get(prefix.map_or(0, |prefix| prefix.len())..)?.trim_start();
    let (sign, digits) = match rest.as_bytes().first()? {
        b'+' => (1, rest.get(1..)?),
        b'-' => (-1, rest.get(1..)?),
        _ => return None,
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None => digits.split_at_checked(if digits.len() > 2 { digits.len() - 2 } else { digits.len() })?,
    };
    let number = |digits: &str, allowed: std::ops::RangeInclusive<usize>| {
        let right = allowed.contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        if right { digits.parse::<i64>().ok().map(|number| number as i32) } else { None }
    };
    let hours = number(hours, 1..=2)?;
    let minutes = if minutes.is_empty() && !digits.contains(':') { 0 } else { number(minutes, 2..=2)? };
    (minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

fn by_offset(seconds: i32) -> Option<ZoneSuggestion> {
    let city = OFFSETS.iter().find(|(minutes, _)| minutes * 60 == seconds).map(|(_, city)| *city);
    let zone = if seconds == 0 {
        "UTC".to_owned()
    } else if seconds % 3600 == 0 {
        format!("Etc/GMT{:+}", -seconds / 3600)
    } else {
        city?.to_owned()
    };
    Some(ZoneSuggestion { zone: Zone::named(&zone)?.name(), reason: ZoneReason::Offset { seconds, city } })
}

/// Minutes east of UTC and a zone that keeps this offset all year; in winter only where no
/// inhabited place keeps it all year.
const OFFSETS: [(i32, &str); 37] = [
    (-660, "Pacific/Pago_Pago"),
    (-600, "Pacific/Honolulu"),
    (-570, "Pacific/Marquesas"),
    (-540, "Pacific/Gambier"),
    (-480, "America/Los_Angeles"),
    (-420, "America/Phoenix"),
    (-360, "America/Mexico_City"),
    (-300, "America/Bogota"),
    (-240, "America/Caracas"),
    (-210, "America/St_Johns"),
    (-180, "America/Sao_Paulo"),
    (-120, "America/Noronha"),
    (-60, "Atlantic/Cape_Verde"),
    (0, "Atlantic/Reykjavik"),
    (60, "Africa/Lagos"),
    (120, "Africa/Johannesburg"),
    (180, "Europe/Istanbul"),
    (210, "Asia/Tehran"),
    (240, "Asia/Dubai"),
    (270, "Asia/Kabul"),
    (300, "Asia/Karachi"),
    (330, "Asia/Kolkata"),
    (345, "Asia/Kathmandu"),
    (360, "Asia/Dhaka"),
    (390, "Asia/Yangon"),
    (420, "Asia/Bangkok"),
    (480, "Asia/Singapore"),
    (525, "Australia/Eucla"),
    (540, "Asia/Tokyo"),
    (570, "Australia/Darwin"),
    (600, "Australia/Brisbane"),
    (630, "Australia/Lord_Howe"),
    (660, "Pacific/Noumea"),
    (720, "Pacific/Fiji"),
    (765, "Pacific/Chatham"),
    (780, "Pacific/Tongatapu"),
    (840, "Pacific/Kiritimati"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> Option<&'static str> {
        suggest_zone(name).map(|suggestion| suggestion.zone)
    }

    #[test]
    fn offsets_have_the_database_s_sign() {
        for (name, expected) in [
            ("GMT+2", "Etc/GMT-2"),
            ("UTC+2", "Etc/GMT-2"),
            ("+02:00", "Etc/GMT-2"),
            ("+0200", "Etc/GMT-2"),
            ("utc +2", "Etc/GMT-2"),
            ("-05:00", "Etc/GMT+5"),
            ("GMT-12", "Etc/GMT+12"),
            ("UTC+14:00", "Etc/GMT-14"),
            ("UTC+00:00", "UTC"),
            ("UTC+5:30", "Asia/Kolkata"),
            ("+545", "Asia/Kathmandu"),
        ] {
            assert_eq!(zone(name), Some(expected), "{name}");
        }
        for name in ["GMT+25", "GMT+15", "GMT+", "+2:0", "+02:", "+1:15", "GMT+2:60", "GMT+1234567", "GMT2"] {
            assert_eq!(zone(name), None, "{name}");
        }
    }

    #[test]
    fn cities_keep_their_offsets() {
        // 2026-01-15 and 2026-07-15; south of the equator July is winter.
        let offset = |city: &str, at| Zone::named(city).map(|zone| zone.offset_at(at).seconds);
        for (minutes, city) in OFFSETS {
            let (january, july) = (offset(city, 1_768_435_200), offset(city, 1_784_073_600));
            let winter = if january.min(july) == january { january } else { july };
            assert_eq!(winter, Some(minutes * 60), "{city}");
        }
    }

    #[test]
    fn names_in_other_spellings() {
        for (name, expected) in [
            ("europe/berlin", "Europe/Berlin"),
            ("Europe/Berlin ", "Europe/Berlin"),
            ("America/New York", "America/New_York"),
            ("new york", "America/New_York"),
            ("Berlin", "Europe/Berlin"),
            ("utc", "UTC"),
            ("z", "UTC"),
            ("cet", "CET"),
            ("PST", "America/Los_Angeles"),
            ("est", "America/New_York"),
            ("MESZ", "Europe/Berlin"),
            ("AEST", "Australia/Sydney"),
            ("W. Europe Standard Time", "Europe/Berlin"),
            ("india standard time", "Asia/Kolkata"),
        ] {
            assert_eq!(zone(name), Some(expected), "{name}");
        }
        for name in ["", "Mars/Phobos", "Europe/Berlim", "Europe/Berlin", "EST", "GMT+0"] {
            assert_eq!(zone(name), None, "{name}");
        }
        assert_eq!(zone(&"x".repeat(100_000)), None);
    }

    #[test]
    fn every_zone_that_is_named_exists() {
        let named = |zone: &str| assert!(Zone::named(zone).is_some(), "{zone}");
        for list in ["PST", "EST", "CST", "MST", "CEST", "BST", "IST", "AEST", "JST", "NZDT", "KST", "ART", "UT"] {
            region_of(list).map_or_else(|| panic!("{list}"), named);
        }
        for abbreviation in ["CST", "CDT", "IST", "BST", "AST"] {
            super::super::ambiguous_zones(abbreviation).unwrap_or_default().iter().for_each(|zone| named(zone));
        }
        tables::windows_zones().for_each(|(_, zone)| named(zone));
        assert!(tables::windows_zones().count() > 130);
        assert_eq!(without_summer_time("EST"), Some("America/New_York"));
        assert_eq!(without_summer_time("PST"), None);
    }
}
