//! The styles and date texts against what a JDK 17 printed (`jdk/JdkReference.java` and `jdk/JdkTexts.java`).
#![cfg(feature = "zones")]

use std::collections::BTreeMap;

use itl_time::{Instant, Style, Zone, format_style, parse_date};

const REFERENCE: &str = include_str!("jdk/jdk17.tsv");
const DIFFERENCES: &str = include_str!("jdk/differences.tsv");

/// From here on the JDK's database is too old: Morocco has given up +01.
const MOROCCO: i64 = 1_789_866_000;

/// The text up to the zone's name, and the name.
fn split(text: &str) -> (&str, &str) {
    let end = text.find("AM ").or_else(|| text.find("PM ")).map_or(text.len(), |at| at + 3);
    text.split_at(end)
}

#[test]
fn dates_are_equal_and_names_differ_only_as_listed() {
    let mut found: BTreeMap<[String; 4], (i64, i64)> = BTreeMap::new();
    let mut equal = 0;
    for line in REFERENCE.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [name, seconds, expected @ ..] = fields.as_slice() else { panic!("{line}") };
        let zone = Zone::named(name).unwrap_or_else(|| panic!("{name} is unknown"));
        let seconds: i64 = seconds.parse().unwrap_or_else(|_| panic!("{line}"));
        if *name == "Africa/Casablanca" && seconds >= MOROCCO {
            continue;
        }
        for (letter, expected) in ["F", "L", "M", "S"].into_iter().zip(expected) {
            let mut ours = String::new();
            let style = Style::from_letter(letter).unwrap_or_else(|| panic!("{letter}"));
            format_style(Instant::from_unix_secs(seconds), zone, style, &mut ours);
            let (our_date, our_name) = split(&ours);
            let (their_date, their_name) = split(expected);
            assert_eq!(our_date, their_date, "{name} at {seconds}, style {letter}");
            if our_name == their_name {
                equal += 1;
            } else {
                let row = [name, letter, their_name, our_name].map(str::to_owned);
                let range = found.entry(row).or_insert((seconds, seconds));
                *range = (range.0.min(seconds), range.1.max(seconds));
            }
        }
    }
    assert!(equal > 8_000, "only {equal} texts are equal");
    let found: Vec<String> =
        found.iter().map(|(row, (first, last))| format!("{}\t{first}\t{last}", row.join("\t"))).collect();
    // The last column says why, for people.
    let listed: Vec<&str> = DIFFERENCES
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.rsplit_once('\t').map(|(row, _why)| row))
        .collect();
    for row in &found {
        assert!(listed.contains(&row.as_str()), "not listed: {row}");
    }
    assert_eq!(found.len(), listed.len(), "differences that are gone are listed still");
}

const TEXTS: &str = include_str!("jdk/texts17.tsv");

#[test]
fn texts_that_a_jdk_prints_are_read_as_it_reads_them() {
    let mut read = 0;
    for line in TEXTS.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [zone, text, seconds, nanos] = fields.as_slice() else { panic!("{line}") };
        let zone = Zone::named(zone).unwrap_or_else(|| panic!("{line}"));
        let instant = parse_date(text, zone).unwrap_or_else(|reason| panic!("{line}: {reason}")).instant;
        let expected = (seconds.parse().unwrap_or_default(), nanos.parse().unwrap_or_default());
        assert_eq!((instant.unix_secs(), instant.subsec_nanos()), expected, "{line}");
        read += 1;
    }
    assert!(read > 1500, "only {read} texts");
}
