//! Warnings of values that are no instants, and the way out.

use crate::functions::{Call, Shown};
use itl_text::Quoted;
use itl_time::{Unread, Zone, suggest_zone};
use itl_value::Value;

/// Why a value is no instant.
#[derive(Debug)]
pub(super) enum Why {
    /// It is the time that Go and .NET send for "never", and counts as missing.
    ZeroTime,
    /// It is neither a text nor a number.
    Kind,
    /// It is a text where a number has to be.
    NotANumber,
    /// It is a text that is not read.
    Text(Unread),
}

/// What a call results in whose receiver is no instant: the receiver and a warning, or nothing for
/// a zero time.
pub(super) fn unread<'a>(value: Value<'a>, why: &Why, call: &mut Call<'_, 'a>) -> Value<'a> {
    if matches!(why, Why::ZeroTime) {
        return Value::Missing;
    }
    if matches!(value, Value::Missing) {
        return value;
    }
    let (message, help) = explain(&value, why);
    call.help = help;
    call.failed(value, message)
}

/// The warning of a value that is no instant, and its help.
pub(super) fn explain(value: &Value<'_>, why: &Why) -> (String, Option<String>) {
    let shown = Shown(value);
    let unread = match why {
        Why::Text(unread) => unread,
        Why::NotANumber => {
            let help = "`formatDateString` reads dates; Unix time is digits";
            return (format!("{shown} is not a number"), Some(help.to_owned()));
        }
        Why::Kind | Why::ZeroTime if matches!(value, Value::Text(_)) => {
            return (format!("{shown} is too long for a date"), None);
        }
        Why::Kind | Why::ZeroTime => return (format!("{shown} is not an instant"), None),
    };
    let message = match unread {
        Unread::DayOrMonthFirst { .. } => format!("{shown} may have the day or the month first"),
        Unread::AmbiguousZone { abbreviation, zones } => {
            format!("{} in {shown} may be {}", Quoted(abbreviation), one_of(zones))
        }
        Unread::UnknownZone { name } => format!("the zone {} in {shown} is not read", Quoted(name)),
        Unread::NoSuchDate => format!("{shown} is a day that does not exist"),
        Unread::NoSuchTime => format!("{shown} is a time that does not exist"),
        Unread::EndOfDay => format!("{shown} has an hour 24"),
        Unread::WeekOrDayOfYear => format!("{shown} counts weeks or days of the year, which is not read"),
        Unread::OutOfRange => format!("the instant {shown} {OUTSIDE}"),
        Unread::SmallNumber => format!("{shown} is a text of too small a number for Unix time"),
        Unread::PlusSign => format!("{shown} has a plus sign, which is not read"),
        _ => format!("{shown} is not a date"),
    };
    (message, help(unread))
}

/// What is said of an instant that no date function takes.
pub(super) const OUTSIDE: &str = "is outside the years 1 to 9999";

fn help(unread: &Unread) -> Option<String> {
    Some(match unread {
        Unread::Unknown { nearest } => {
            format!("the nearest spelling that is read is `{nearest}`; `parseDate` reads others by a pattern")
        }
        Unread::DayOrMonthFirst { patterns: [day, month] } => {
            format!("`parseDate(\"{day}\")` reads the day first, `parseDate(\"{month}\")` the month")
        }
        Unread::AmbiguousZone { zones, .. } => {
            format!("say which before this call: `assumeZone(\"{}\")`", zones.first().copied().unwrap_or("UTC"))
        }
        Unread::UnknownZone { name } => {
            let zone = Zone::named(name).map(Zone::name).or_else(|| suggest_zone(name).map(|meant| meant.zone));
            format!("say which is meant before this call: `assumeZone(\"{}\")`", zone.unwrap_or("Europe/Berlin"))
        }
        Unread::EndOfDay => "the end of a day is `00:00` of the next one".to_owned(),
        Unread::WeekOrDayOfYear => {
            "`parseDate(\"%G-W%V-%u\")` reads `2023-W04-7`, `parseDate(\"%Y-%j\")` reads `2023-029`".to_owned()
        }
        Unread::SmallNumber => "`formatUnixSec` takes any number of seconds".to_owned(),
        Unread::PlusSign => "`removePrefix(\"+\")` takes it away".to_owned(),
        _ => return None,
    })
}

/// `a, b or c`.
fn one_of(names: &[&str]) -> String {
    match names {
        [names @ .., last] if !names.is_empty() => format!("{} or {last}", names.join(", ")),
        names => names.concat(),
    }
}
