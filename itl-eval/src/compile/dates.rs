//! Arguments of the date functions: styles, patterns and zones.

use crate::functions::Arg;
#[cfg(feature = "extensions")]
use crate::functions::date::DatePattern;
use crate::functions::date::Style;
#[cfg(feature = "extensions")]
use crate::functions::number::DurationPattern;
use itl_syntax::{Code, Diagnostic, Span, ast};
use itl_text::Quoted;
use itl_time::{PatternError, Zone, ZoneReason, suggest_zone, without_summer_time};
use std::fmt::Write as _;

/// An argument that is ready, and a warning about it; or an error.
type Ready = Result<(Arg, Option<Diagnostic>), Box<Diagnostic>>;

/// A date style or a strftime pattern.
pub(super) fn style(text: &str, arg: &ast::Arg<'_>) -> Ready {
    let (style, known) = Style::compile(text).map_err(|error| bad_pattern(text, arg, &error))?;
    let warning = (!known).then(|| {
        let message = format!("{} is not a date style; style M is used", Quoted(text));
        let warning = Diagnostic::new(Code::UnknownStyle, arg.span, message);
        match java_pattern(text) {
            Some(pattern) => warning
                .help(format_args!("date patterns are strftime's: `{pattern}`"))
                .suggest(arg.span, quoted(&pattern)),
            None => warning.help("the styles are F, L, M and S; a strftime pattern holds `%`"),
        }
    });
    Ok((Arg::Style(Box::new(style)), warning))
}

/// A strftime pattern that dates are read by.
#[cfg(feature = "extensions")]
pub(super) fn date_pattern(text: &str, arg: &ast::Arg<'_>) -> Result<Arg, Box<Diagnostic>> {
    match DatePattern::compile(text) {
        Ok(pattern) => Ok(Arg::DatePattern(Box::new(pattern))),
        Err(error) => Err(with_java(text, arg, bad_pattern(text, arg, &error))),
    }
}

/// A pattern that durations are printed by.
#[cfg(feature = "extensions")]
pub(super) fn duration_pattern(text: &str, arg: &ast::Arg<'_>) -> Result<Arg, Box<Diagnostic>> {
    match DurationPattern::compile(text) {
        Ok(pattern) => Ok(Arg::DurationPattern(pattern)),
        Err(error) => Err(with_java(text, arg, bad_pattern(text, arg, &error))),
    }
}

/// Shows the strftime pattern where the text is one of Java's.
#[cfg(feature = "extensions")]
fn with_java(text: &str, arg: &ast::Arg<'_>, error: Box<Diagnostic>) -> Box<Diagnostic> {
    match java_pattern(text).filter(|_| !text.contains('%')) {
        Some(pattern) => Box::new(
            error.help(format_args!("patterns are strftime's: `{pattern}`")).suggest(arg.span, quoted(&pattern)),
        ),
        None => error,
    }
}

/// The strftime pattern of a Java pattern, where the build knows them.
fn java_pattern(text: &str) -> Option<String> {
    if cfg!(feature = "extensions") { itl_time::strftime_of_java(text) } else { None }
}

fn bad_pattern(text: &str, arg: &ast::Arg<'_>, error: &PatternError) -> Box<Diagnostic> {
    let diagnostic =
        Diagnostic::new(Code::InvalidPattern, arg.span, format_args!("this pattern cannot be used: {error}"));
    let bad = text.get(error.offset..error.offset + error.length).unwrap_or_default();
    Box::new(if bad.starts_with('%') && error.length < text.len() {
        diagnostic.help(format_args!("it is {} in {}", Quoted(bad), Quoted(text)))
    } else {
        diagnostic
    })
}

/// How many diagnostics a template has before no zone is looked for that may be meant: the search goes through all
/// names.
pub(super) const MAX_SEARCHES: usize = 50;

/// The name of a zone; `search` says whether to look for the zone that is meant by a name that is none.
pub(super) fn zone(name: &str, span: Span, search: bool) -> Ready {
    let Some(zone) = Zone::named(name) else { return Err(Box::new(unknown_zone(name, span, search))) };
    let warning = without_summer_time(name).map(|region| {
        Diagnostic::new(Code::NoSummerTime, span, format_args!("the zone `{name}` has no summer time"))
            .help(format_args!("the zone of the region that has it is `{region}`"))
            .suggest(span, quoted(region))
    });
    Ok((Arg::Zone(zone), warning))
}

fn unknown_zone(name: &str, span: Span, search: bool) -> Diagnostic {
    if !itl_time::ZONES_INCLUDED {
        return Diagnostic::new(Code::UnknownZone, span, "this build knows no time zone but `UTC`");
    }
    let diagnostic = Diagnostic::new(Code::UnknownZone, span, format_args!("unknown time zone {}", Quoted(name)));
    if !cfg!(feature = "help") {
        return diagnostic;
    }
    let Some((zone, help)) = Some(name).filter(|_| search).and_then(zone_meant) else {
        return diagnostic.help("zones are named as in the IANA database: `Europe/Berlin`");
    };
    diagnostic.help(help).suggest(span, quoted(zone))
}

/// The zone that is most likely meant by a name that is none, and a sentence that says so.
///
/// ```
/// let (zone, help) = itl_eval::zone_meant("PST").ok_or("no zone")?;
/// assert_eq!(zone, "America/Los_Angeles");
/// assert_eq!(help, "the zone of a region that uses it is `America/Los_Angeles`");
/// # Ok::<(), &str>(())
/// ```
pub fn zone_meant(name: &str) -> Option<(&'static str, String)> {
    let Some(meant) = suggest_zone(name) else {
        let zone = misspelt_zone(name)?;
        return Some((zone, format!("did you mean `{zone}`?")));
    };
    let zone = meant.zone;
    let help = match meant.reason {
        ZoneReason::Abbreviation => format!("the zone of a region that uses it is `{zone}`"),
        ZoneReason::Windows => format!("this is Windows' name of the zone `{zone}`"),
        ZoneReason::Offset { city, .. } => {
            let mut help = format!("`{zone}` keeps this offset all year");
            if zone.starts_with("Etc/") {
                help.push_str(": the database counts hours west of Greenwich, so the sign is the other way round");
            }
            if let Some(city) = city.filter(|city| *city != zone) {
                let _ = write!(help, "; a city with this offset is `{city}`");
            }
            help
        }
        _ => format!("did you mean `{zone}`?"),
    };
    Some((zone, help))
}

/// The zone whose name, or whose city, is a few letters away. Offsets and abbreviations are too short to be told from
/// each other by their letters.
fn misspelt_zone(name: &str) -> Option<&'static str> {
    const MIN_LETTERS: usize = 5;
    if name.len() < MIN_LETTERS || name.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let city_of = |zone: &'static str| zone.rsplit_once('/').map_or(zone, |(_, city)| city);
    if name.contains('/') {
        return itl_text::closest(name, Zone::all());
    }
    let name = name.replace(' ', "_");
    let city = itl_text::closest(&name, Zone::all().map(city_of))?;
    Zone::all().find(|zone| city_of(zone) == city)
}

/// A text as an argument in quotes.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
