//! What is said of zones, styles and patterns, and that what is suggested works.

#![expect(clippy::expect_used, reason = "a test that cannot begin has failed")]

use itl_eval::{Code, Diagnostic, Engine, RenderOptions, Severity};
use serde_json::json;

/// The diagnostics of a template, which renders whatever they are.
fn diagnostics(source: &str) -> Vec<Diagnostic> {
    Engine::builder().build().compile_lenient(source).1.iter().cloned().collect()
}

/// The source with the suggestion of its only diagnostic, which has that code.
fn mended(source: &str, code: Code) -> (String, String) {
    let found = diagnostics(source);
    assert_eq!(found.len(), 1, "{source}: {found:?}");
    let found = found.first().expect("a diagnostic");
    assert_eq!(found.code, code, "{source}");
    let suggestion = found.suggestion.as_ref().unwrap_or_else(|| panic!("{source}: no suggestion"));
    let (start, end) = (suggestion.span.start as usize, suggestion.span.end as usize);
    let mut mended = source.to_owned();
    mended.replace_range(start..end, &suggestion.replacement);
    (mended, found.help.clone().unwrap_or_default())
}

/// What a template prints for 2023-01-29T00:05:37Z, without any diagnostic or warning.
fn printed(source: &str) -> String {
    let (template, found) = Engine::builder().build().compile_lenient(source);
    assert_eq!(found.iter().count(), 0, "{source}: {found}");
    let rendered = template.render_with(&json!({"t": 1_674_950_737, "s": "2023-01-29"}), &RenderOptions::default());
    assert_eq!(rendered.warnings.iter().count(), 0, "{source}: {}", rendered.warnings);
    rendered.text
}

#[test]
fn zones_that_are_none() {
    let sign = ": the database counts hours west of Greenwich, so the sign is the other way round";
    for (written, zone, shown, help) in [
        (
            "GMT+2",
            "Etc/GMT-2",
            "02:05 +0200",
            &*format!("`Etc/GMT-2` keeps this offset all year{sign}; a city with this offset is `Africa/Johannesburg`"),
        ),
        ("UTC+2", "Etc/GMT-2", "02:05 +0200", ""),
        ("+02:00", "Etc/GMT-2", "02:05 +0200", ""),
        ("-0500", "Etc/GMT+5", "19:05 -0500", ""),
        ("GMT-12", "Etc/GMT+12", "12:05 -1200", &*format!("`Etc/GMT+12` keeps this offset all year{sign}")),
        ("UTC+5:30", "Asia/Kolkata", "05:35 +0530", "`Asia/Kolkata` keeps this offset all year"),
        ("PST", "America/Los_Angeles", "16:05 -0800", "the zone of a region that uses it is `America/Los_Angeles`"),
        ("PDT", "America/Los_Angeles", "16:05 -0800", ""),
        ("EDT", "America/New_York", "19:05 -0500", ""),
        ("CST", "America/Chicago", "18:05 -0600", ""),
        ("CDT", "America/Chicago", "18:05 -0600", ""),
        ("MDT", "America/Denver", "17:05 -0700", ""),
        ("CEST", "Europe/Berlin", "01:05 +0100", ""),
        ("MESZ", "Europe/Berlin", "01:05 +0100", ""),
        ("MEZ", "Europe/Berlin", "01:05 +0100", ""),
        ("BST", "Europe/London", "00:05 +0000", ""),
        ("IST", "Asia/Kolkata", "05:35 +0530", ""),
        ("AEST", "Australia/Sydney", "11:05 +1100", ""),
        ("JST", "Asia/Tokyo", "09:05 +0900", ""),
        (
            "W. Europe Standard Time",
            "Europe/Berlin",
            "01:05 +0100",
            "this is Windows' name of the zone `Europe/Berlin`",
        ),
        ("Tokyo Standard Time", "Asia/Tokyo", "09:05 +0900", ""),
        ("europe/berlin", "Europe/Berlin", "01:05 +0100", "did you mean `Europe/Berlin`?"),
        ("EUROPE/BERLIN", "Europe/Berlin", "01:05 +0100", ""),
        ("America/New York", "America/New_York", "19:05 -0500", ""),
        ("new york", "America/New_York", "19:05 -0500", ""),
        ("Berlin", "Europe/Berlin", "01:05 +0100", ""),
        ("Europe/Berlim", "Europe/Berlin", "01:05 +0100", "did you mean `Europe/Berlin`?"),
        ("Berlim", "Europe/Berlin", "01:05 +0100", "did you mean `Europe/Berlin`?"),
    ] {
        for call in ["formatUnix(\"%H:%M %z\", \"ZONE\")", "formatUnixSec('%H:%M %z', 'ZONE')"] {
            let source = format!("{{{{ t.{} }}}}", call.replace("ZONE", written));
            let (mended, said) = mended(&source, Code::UnknownZone);
            assert!(mended.contains(&format!("\"{zone}\"")), "{mended}");
            assert_eq!(printed(&mended), shown, "{mended}");
            assert!(help.is_empty() || said == help, "{written}: {said}");
        }
    }
    for unknown in ["Mars/Phobos", "GMT+25", "GMT+15", "XYZ", "XST", "+2h", ""] {
        let found = diagnostics(&format!("{{{{ s.assumeZone(\"{unknown}\") }}}}"));
        let found = found.first().expect("a diagnostic");
        assert_eq!((found.code, &found.suggestion), (Code::UnknownZone, &None), "{unknown}");
        assert!(found.help.as_deref().is_some_and(|help| help.contains("Europe/Berlin")), "{unknown}");
    }
}

#[test]
fn zones_without_summer_time_are_a_lint() {
    for (written, zone, shown) in [("EST", "America/New_York", "19:05"), ("MST", "America/Denver", "17:05")] {
        let source = format!("{{{{ t.formatUnix(\"%H:%M\", \"{written}\") }}}}");
        let found = diagnostics(&source);
        assert!(found.iter().all(|found| found.severity == Severity::Warning), "{found:?}");
        let (mended, help) = mended(&source, Code::NoSummerTime);
        assert_eq!(help, format!("the zone of the region that has it is `{zone}`"));
        assert_eq!(printed(&mended), shown);
    }
    for other in ["HST", "CET", "Etc/GMT+5", "EST5EDT"] {
        assert_eq!(diagnostics(&format!("{{{{ t.formatUnix(\"L\", \"{other}\") }}}}")), [], "{other}");
    }
}

#[test]
fn patterns_of_java_lead_to_strftime() {
    for (java, strftime, shown) in [
        ("dd.MM.yyyy HH:mm", "%d.%m.%Y %H:%M", "29.01.2023 00:05"),
        ("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", "%Y-%m-%dT%H:%M:%S.%3f%:z", "2023-01-29T00:05:37.000+00:00"),
        ("EEE, d MMM yyyy h:mm a", "%a, %-d %b %Y %-I:%M %p", "Sun, 29 Jan 2023 12:05 AM"),
        ("HH 'o''clock'", "%H o'clock", "00 o'clock"),
        ("MM/dd/yyyy", "%m/%d/%Y", "01/29/2023"),
    ] {
        let source = format!("{{{{ t.formatUnix(\"{java}\") }}}}");
        if java.starts_with("HH '") {
            // One kind of letters alone is no pattern of Java's.
            assert_eq!(diagnostics(&source).first().map(|found| found.code), Some(Code::UnknownStyle));
            continue;
        }
        let (mended, help) = mended(&source, Code::UnknownStyle);
        assert_eq!(mended, format!("{{{{ t.formatUnix(\"{strftime}\") }}}}"));
        assert_eq!(help, format!("date patterns are strftime's: `{strftime}`"));
        assert_eq!(printed(&mended), shown);
    }
    // Where a pattern has to be, it is an error with the same way out.
    let (parse, _) = mended("{{ s.parseDate(\"yyyy-MM-dd\") }}", Code::InvalidPattern);
    assert_eq!(printed(&parse), "2023-01-29T00:00:00Z");
    let (duration, _) = mended("{{ t.formatDuration(\"HH:mm:ss\") }}", Code::InvalidPattern);
    assert_eq!(printed(&duration), "465264:05:37");
    for style in ["FULL", "long", "X", "f"] {
        let found = diagnostics(&format!("{{{{ t.formatUnix(\"{style}\") }}}}"));
        let found = found.first().expect("a diagnostic");
        assert_eq!((found.code, &found.suggestion), (Code::UnknownStyle, &None), "{style}");
    }
}

#[test]
fn bad_patterns_name_the_specifier() {
    let found =
        diagnostics("{{ t.formatUnix(\"%Y-%Q\") }}{{ s.parseDate(\"%d.%m.\") }}{{ t.formatDuration(\"%H:%m\") }}");
    let said: Vec<_> = found.iter().map(|found| (&*found.message, found.help.as_deref().unwrap_or_default())).collect();
    assert_eq!(
        said,
        [
            (
                "this pattern cannot be used: `%Q` is not a strftime specifier; a literal percent sign is `%%`",
                "it is `%Q` in `%Y-%Q`"
            ),
            ("this pattern cannot be used: the pattern has no full date: the year, `%Y`, is missing", ""),
            (
                "this pattern cannot be used: `%m` is not a unit of a duration; the units are `%D`, `%H`, `%M` and `%S`",
                "it is `%m` in `%H:%m`"
            ),
        ]
    );
    let long = format!("{{{{ t.formatUnix(\"L\", \"{}\") }}}}", "x".repeat(100_000));
    assert!(diagnostics(&long).iter().all(|found| found.message.len() < 200), "a long name is cut");
}

#[test]
fn only_the_first_misspelt_zones_are_searched_for() {
    let found = diagnostics(&"{{ t.formatUnix(\"L\", \"Europe/Berlim\") }}".repeat(500));
    assert_eq!(found.len(), 500);
    let searched = found.iter().filter(|found| found.suggestion.is_some()).count();
    assert_eq!(searched, 50);
    assert!(found.iter().all(|found| found.help.is_some()));
}
