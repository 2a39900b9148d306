//! What is meant by a zone's name that the tz database does not hold.

use itl_time::Zone;

/// What to say of an unknown zone: help, and the one name that is right, where there is one.
pub struct ZoneAdvice {
    /// The way out, in a sentence.
    pub help: String,
    /// The name to write instead.
    pub name: Option<String>,
}

/// Abbreviations by the city that people mean with them.
const ABBREVIATIONS: [(&str, &str); 25] = [
    ("PST", "America/Los_Angeles"),
    ("PDT", "America/Los_Angeles"),
    ("EST", "America/New_York"),
    ("EDT", "America/New_York"),
    ("CST", "America/Chicago"),
    ("CDT", "America/Chicago"),
    ("MST", "America/Denver"),
    ("MDT", "America/Denver"),
    ("AKST", "America/Anchorage"),
    ("AST", "America/Halifax"),
    ("CEST", "Europe/Berlin"),
    ("MESZ", "Europe/Berlin"),
    ("MEZ", "Europe/Berlin"),
    ("EEST", "Europe/Athens"),
    ("WEST", "Europe/Lisbon"),
    ("BST", "Europe/London"),
    ("MSK", "Europe/Moscow"),
    ("IST", "Asia/Kolkata"),
    ("SGT", "Asia/Singapore"),
    ("HKT", "Asia/Hong_Kong"),
    ("KST", "Asia/Seoul"),
    ("JST", "Asia/Tokyo"),
    ("AEST", "Australia/Sydney"),
    ("AEDT", "Australia/Sydney"),
    ("NZST", "Pacific/Auckland"),
];

/// A city for each offset, in minutes east of Greenwich.
const CITIES: [(i32, &str); 29] = [
    (-660, "Pacific/Pago_Pago"),
    (-600, "Pacific/Honolulu"),
    (-540, "America/Anchorage"),
    (-480, "America/Los_Angeles"),
    (-420, "America/Denver"),
    (-360, "America/Chicago"),
    (-300, "America/New_York"),
    (-240, "America/Halifax"),
    (-210, "America/St_Johns"),
    (-180, "America/Sao_Paulo"),
    (-120, "America/Noronha"),
    (-60, "Atlantic/Azores"),
    (0, "Europe/London"),
    (60, "Europe/Berlin"),
    (120, "Europe/Athens"),
    (180, "Europe/Istanbul"),
    (210, "Asia/Tehran"),
    (240, "Asia/Dubai"),
    (270, "Asia/Kabul"),
    (300, "Asia/Karachi"),
    (330, "Asia/Kolkata"),
    (345, "Asia/Kathmandu"),
    (360, "Asia/Dhaka"),
    (420, "Asia/Bangkok"),
    (480, "Asia/Singapore"),
    (540, "Asia/Tokyo"),
    (570, "Australia/Darwin"),
    (600, "Australia/Brisbane"),
    (720, "Pacific/Auckland"),
];

/// The zone of a city with summer time, for the two names that have one offset all year.
pub(super) fn with_summer_time(name: &str) -> Option<&'static str> {
    if matches!(name, "EST" | "MST") { of_abbreviation(name) } else { None }
}

fn of_abbreviation(name: &str) -> Option<&'static str> {
    ABBREVIATIONS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, city)| *city)
}

/// What is meant by `name`.
pub fn zone_advice(name: &str) -> ZoneAdvice {
    let advice = |help: String, name: &str| ZoneAdvice { help, name: Some(name.to_owned()) };
    if !itl_time::ZONES_INCLUDED {
        return ZoneAdvice { help: "this build knows no zone but `UTC`".to_owned(), name: None };
    }
    let name = name.trim();
    if let Some(minutes) = offset(name) {
        return of_offset(name, minutes);
    }
    if let Some(city) = of_abbreviation(name) {
        let help = format!("an abbreviation is no zone; `{city}` has the summer time of its place");
        return advice(help, city);
    }
    if let Some(zone) = of_windows(name) {
        return advice(format!("that is a name of Windows; the IANA database has `{zone}`"), zone);
    }
    let city = name.rsplit('/').next().unwrap_or(name).replace([' ', '-'], "_");
    let exact = Zone::all().find(|known| known.eq_ignore_ascii_case(&name.replace(' ', "_"))).or_else(|| {
        Zone::all().find(|known| known.rsplit('/').next().is_some_and(|last| last.eq_ignore_ascii_case(&city)))
    });
    match exact.or_else(|| itl_text::closest(name, Zone::all().filter(|known| !known.starts_with("Etc/")))) {
        Some(close) => advice(format!("did you mean `{close}`?"), close),
        None => ZoneAdvice { help: "zones are named as in the IANA database: `Europe/Berlin`".to_owned(), name: None },
    }
}

/// The offset that `GMT+2`, `UTC+02:00` or `+0200` spells, in minutes east.
fn offset(name: &str) -> Option<i32> {
    let upper = name.to_ascii_uppercase();
    let text = ["GMT", "UTC", "UT"].iter().find_map(|word| upper.strip_prefix(word)).unwrap_or(&upper).trim();
    let (sign, digits) = match text.strip_prefix('+') {
        Some(digits) => (1, digits),
        None => (-1, text.strip_prefix(['-', '\u{2212}'])?),
    };
    let (hours, minutes) = match digits.split_once([':', '.']) {
        Some(parts) => parts,
        None if digits.len() > 2 => digits.split_at_checked(digits.len() - 2)?,
        None => (digits, "0"),
    };
    let number = |text: &str| text.parse::<i32>().ok().filter(|_| text.len() <= 2 && !text.is_empty());
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

fn of_offset(name: &str, minutes: i32) -> ZoneAdvice {
    let city = CITIES.iter().find(|(offset, _)| *offset == minutes).map(|(_, city)| *city);
    let hours = minutes / 60;
    if minutes % 60 != 0 || hours < -12 {
        let help = match city {
            Some(city) => format!("an offset is no zone; `{city}` has it"),
            None => "an offset is no zone; zones are named as in the IANA database: `Europe/Berlin`".to_owned(),
        };
        return ZoneAdvice { help, name: city.map(str::to_owned) };
    }
    let zone = match hours {
        0 => "UTC".to_owned(),
        // In the database the sign says how far Greenwich is, not how far the zone is.
        hours => format!("Etc/GMT{:+}", -hours),
    };
    let also = city.map(|city| format!("; a city such as `{city}` has summer time too, where there is one"));
    let help = if hours == 0 {
        format!("write `{zone}`")
    } else {
        format!(
            "in the IANA database `{name}` is `{zone}`: the sign is the other way round{}",
            also.unwrap_or_default()
        )
    };
    ZoneAdvice { help, name: Some(zone) }
}

/// The zone of a Windows name, as CLDR's table of them has it for no country in particular.
fn of_windows(name: &str) -> Option<&'static str> {
    WINDOWS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, zone)| *zone)
}

#[cfg(not(feature = "zones"))]
const WINDOWS: [(&str, &str); 0] = [];

#[cfg(feature = "zones")]
#[rustfmt::skip]
static WINDOWS: [(&str, &str); 137] = [
    ("Dateline Standard Time", "Etc/GMT+12"), ("UTC-11", "Etc/GMT+11"), ("Aleutian Standard Time", "America/Adak"),
    ("Hawaiian Standard Time", "Pacific/Honolulu"), ("Marquesas Standard Time", "Pacific/Marquesas"),
    ("Alaskan Standard Time", "America/Anchorage"), ("UTC-09", "Etc/GMT+9"),
    ("Pacific Standard Time (Mexico)", "America/Tijuana"), ("UTC-08", "Etc/GMT+8"),
    ("Pacific Standard Time", "America/Los_Angeles"), ("US Mountain Standard Time", "America/Phoenix"),
    ("Mountain Standard Time (Mexico)", "America/Mazatlan"), ("Mountain Standard Time", "America/Denver"),
    ("Yukon Standard Time", "America/Whitehorse"), ("Central America Standard Time", "America/Guatemala"),
    ("Central Standard Time", "America/Chicago"), ("Easter Island Standard Time", "Pacific/Easter"),
    ("Central Standard Time (Mexico)", "America/Mexico_City"), ("Canada Central Standard Time", "America/Regina"),
    ("SA Pacific Standard Time", "America/Bogota"), ("Eastern Standard Time (Mexico)", "America/Cancun"),
    ("Eastern Standard Time", "America/New_York"), ("Haiti Standard Time", "America/Port-au-Prince"),
    ("Cuba Standard Time", "America/Havana"), ("US Eastern Standard Time", "America/Indianapolis"),
    ("Turks And Caicos Standard Time", "America/Grand_Turk"), ("Paraguay Standard Time", "America/Asuncion"),
    ("Atlantic Standard Time", "America/Halifax"), ("Venezuela Standard Time", "America/Caracas"),
    ("Central Brazilian Standard Time", "America/Cuiaba"), ("SA Western Standard Time", "America/La_Paz"),
    ("Pacific SA Standard Time", "America/Santiago"), ("Newfoundland Standard Time", "America/St_Johns"),
    ("Tocantins Standard Time", "America/Araguaina"), ("E. South America Standard Time", "America/Sao_Paulo"),
    ("SA Eastern Standard Time", "America/Cayenne"), ("Argentina Standard Time", "America/Buenos_Aires"),
    ("Greenland Standard Time", "America/Godthab"), ("Montevideo Standard Time", "America/Montevideo"),
    ("Magallanes Standard Time", "America/Punta_Arenas"), ("Saint Pierre Standard Time", "America/Miquelon"),
    ("Bahia Standard Time", "America/Bahia"), ("UTC-02", "Etc/GMT+2"), ("Azores Standard Time", "Atlantic/Azores"),
    ("Cape Verde Standard Time", "Atlantic/Cape_Verde"), ("Coordinated Universal Time", "UTC"),
    ("GMT Standard Time", "Europe/London"), ("Greenwich Standard Time", "Atlantic/Reykjavik"),
    ("Sao Tome Standard Time", "Africa/Sao_Tome"), ("Morocco Standard Time", "Africa/Casablanca"),
    ("W. Europe Standard Time", "Europe/Berlin"), ("Central Europe Standard Time", "Europe/Budapest"),
    ("Romance Standard Time", "Europe/Paris"), ("Central European Standard Time", "Europe/Warsaw"),
    ("W. Central Africa Standard Time", "Africa/Lagos"), ("Jordan Standard Time", "Asia/Amman"),
    ("GTB Standard Time", "Europe/Bucharest"), ("Middle East Standard Time", "Asia/Beirut"),
    ("Egypt Standard Time", "Africa/Cairo"), ("E. Europe Standard Time", "Europe/Chisinau"),
    ("Syria Standard Time", "Asia/Damascus"), ("West Bank Standard Time", "Asia/Hebron"),
    ("South Africa Standard Time", "Africa/Johannesburg"), ("FLE Standard Time", "Europe/Kiev"),
    ("Israel Standard Time", "Asia/Jerusalem"), ("South Sudan Standard Time", "Africa/Juba"),
    ("Kaliningrad Standard Time", "Europe/Kaliningrad"), ("Sudan Standard Time", "Africa/Khartoum"),
    ("Libya Standard Time", "Africa/Tripoli"), ("Namibia Standard Time", "Africa/Windhoek"),
    ("Arabic Standard Time", "Asia/Baghdad"), ("Turkey Standard Time", "Europe/Istanbul"),
    ("Arab Standard Time", "Asia/Riyadh"), ("Belarus Standard Time", "Europe/Minsk"),
    ("Russian Standard Time", "Europe/Moscow"), ("E. Africa Standard Time", "Africa/Nairobi"),
    ("Iran Standard Time", "Asia/Tehran"), ("Arabian Standard Time", "Asia/Dubai"),
    ("Astrakhan Standard Time", "Europe/Astrakhan"), ("Azerbaijan Standard Time", "Asia/Baku"),
    ("Russia Time Zone 3", "Europe/Samara"), ("Mauritius Standard Time", "Indian/Mauritius"),
    ("Saratov Standard Time", "Europe/Saratov"), ("Georgian Standard Time", "Asia/Tbilisi"),
    ("Volgograd Standard Time", "Europe/Volgograd"), ("Caucasus Standard Time", "Asia/Yerevan"),
    ("Afghanistan Standard Time", "Asia/Kabul"), ("West Asia Standard Time", "Asia/Tashkent"),
    ("Ekaterinburg Standard Time", "Asia/Yekaterinburg"), ("Pakistan Standard Time", "Asia/Karachi"),
    ("Qyzylorda Standard Time", "Asia/Qyzylorda"), ("India Standard Time", "Asia/Kolkata"),
    ("Sri Lanka Standard Time", "Asia/Colombo"), ("Nepal Standard Time", "Asia/Kathmandu"),
    ("Central Asia Standard Time", "Asia/Bishkek"), ("Bangladesh Standard Time", "Asia/Dhaka"),
    ("Omsk Standard Time", "Asia/Omsk"), ("Myanmar Standard Time", "Asia/Yangon"),
    ("SE Asia Standard Time", "Asia/Bangkok"), ("Altai Standard Time", "Asia/Barnaul"),
    ("W. Mongolia Standard Time", "Asia/Hovd"), ("North Asia Standard Time", "Asia/Krasnoyarsk"),
    ("N. Central Asia Standard Time", "Asia/Novosibirsk"), ("Tomsk Standard Time", "Asia/Tomsk"),
    ("China Standard Time", "Asia/Shanghai"), ("North Asia East Standard Time", "Asia/Irkutsk"),
    ("Singapore Standard Time", "Asia/Singapore"), ("W. Australia Standard Time", "Australia/Perth"),
    ("Taipei Standard Time", "Asia/Taipei"), ("Ulaanbaatar Standard Time", "Asia/Ulaanbaatar"),
    ("Aus Central W. Standard Time", "Australia/Eucla"), ("Transbaikal Standard Time", "Asia/Chita"),
    ("Tokyo Standard Time", "Asia/Tokyo"), ("North Korea Standard Time", "Asia/Pyongyang"),
    ("Korea Standard Time", "Asia/Seoul"), ("Yakutsk Standard Time", "Asia/Yakutsk"),
    ("Cen. Australia Standard Time", "Australia/Adelaide"), ("AUS Central Standard Time", "Australia/Darwin"),
    ("E. Australia Standard Time", "Australia/Brisbane"), ("AUS Eastern Standard Time", "Australia/Sydney"),
    ("West Pacific Standard Time", "Pacific/Port_Moresby"), ("Tasmania Standard Time", "Australia/Hobart"),
    ("Vladivostok Standard Time", "Asia/Vladivostok"), ("Lord Howe Standard Time", "Australia/Lord_Howe"),
    ("Bougainville Standard Time", "Pacific/Bougainville"), ("Russia Time Zone 10", "Asia/Srednekolymsk"),
    ("Magadan Standard Time", "Asia/Magadan"), ("Norfolk Standard Time", "Pacific/Norfolk"),
    ("Sakhalin Standard Time", "Asia/Sakhalin"), ("Central Pacific Standard Time", "Pacific/Guadalcanal"),
    ("Russia Time Zone 11", "Asia/Kamchatka"), ("New Zealand Standard Time", "Pacific/Auckland"),
    ("UTC+12", "Etc/GMT-12"), ("Fiji Standard Time", "Pacific/Fiji"),
    ("Chatham Islands Standard Time", "Pacific/Chatham"), ("UTC+13", "Etc/GMT-13"),
    ("Tonga Standard Time", "Pacific/Tongatapu"),
];

#[cfg(all(test, feature = "zones"))]
mod tests {
    use super::*;

    fn meant(name: &str) -> String {
        zone_advice(name).name.unwrap_or("-".to_owned())
    }

    #[test]
    fn every_zone_of_the_tables_exists() {
        for (name, zone) in WINDOWS.iter().chain(&ABBREVIATIONS) {
            assert!(Zone::named(zone).is_some(), "{name} {zone}");
        }
        for (_, city) in CITIES {
            assert!(Zone::named(city).is_some(), "{city}");
        }
    }

    #[test]
    fn what_people_write() {
        for (name, zone) in [
            ("GMT+2", "Etc/GMT-2"),
            ("UTC+2", "Etc/GMT-2"),
            ("+02:00", "Etc/GMT-2"),
            ("utc-05:00", "Etc/GMT+5"),
            ("+0530", "Asia/Kolkata"),
            ("UTC+5:45", "Asia/Kathmandu"),
            ("+00:00", "UTC"),
            ("PST", "America/Los_Angeles"),
            ("cdt", "America/Chicago"),
            ("MEZ", "Europe/Berlin"),
            ("W. Europe Standard Time", "Europe/Berlin"),
            ("europe/berlin", "Europe/Berlin"),
            ("America/New York", "America/New_York"),
            ("new york", "America/New_York"),
            ("Berlin", "Europe/Berlin"),
            ("Europe/Belin", "Europe/Berlin"),
            ("nowhere at all", "-"),
        ] {
            assert_eq!(meant(name), zone, "{name}");
        }
        assert!(zone_advice("GMT+2").help.contains("other way round"));
        assert!(zone_advice("GMT+2").help.contains("Europe/Athens"));
    }
}
