//! Warnings of values that are no instants, and the way out.

use crate::functions::{Call, Shown};
use itl_text::Quoted;
use itl_time::Unread;
#[cfg(feature = "extensions")]
use itl_time::{Zone, patterns_with_year_last, suggest_zone};
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

/// Shown where a zero time is missing.
const NEVER: &str = "`0001-01-01T00:00:00Z` stands for \"never\" and counts as missing; `default(\"still open\")` after \
                     the call prints a text instead";

/// What a call results in whose receiver is no instant: the receiver and a warning, or nothing for
/// a zero time.
pub(super) fn unread<'a>(value: Value<'a>, why: &Why, call: &mut Call<'_, 'a>) -> Value<'a> {
    if matches!(why, Why::ZeroTime) {
        if cfg!(feature = "extensions") {
            call.advise(NEVER.to_owned());
        }
        return Value::Missing;
    }
    if matches!(value, Value::Missing) {
        return value;
    }
    let message = explain(&value, why, call);
    call.failed(value, message)
}

/// The warning of a value that is no instant, with what helps.
pub(super) fn explain(value: &Value<'_>, why: &Why, call: &mut Call<'_, '_>) -> String {
    let (message, help) = words(value, why);
    if let Some(help) = help {
        call.advise(help);
    }
    #[cfg(feature = "extensions")]
    if let Why::Text(Unread::UnknownZone { name }) = why {
        call.advise_on_zone(name);
    }
    message
}

fn words(value: &Value<'_>, why: &Why) -> (String, Option<String>) {
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
    let what = match unread {
        Unread::AmbiguousZone { abbreviation, zones } => {
            let message = format!("{} in {shown} may be {}", Quoted(abbreviation), one_of(zones));
            return (message, help(value, unread));
        }
        Unread::UnknownZone { name } => {
            return (format!("the zone {} in {shown} is not read", Quoted(name)), None);
        }
        Unread::DayOrMonthFirst => "may have the day or the month first",
        Unread::NoSuchDate => "is a day that does not exist",
        Unread::NoSuchTime => "is a time that does not exist",
        Unread::EndOfDay => "has an hour 24",
        Unread::WeekOrDayOfYear => "counts weeks or days of the year, which is not read",
        Unread::OutOfRange => OUTSIDE,
        Unread::SmallNumber => "is a text of too small a number for Unix time",
        Unread::PlusSign => "has a plus sign, which is not read",
        _ => "is not a date",
    };
    let article = if matches!(unread, Unread::OutOfRange) { "the instant " } else { "" };
    let message = format!("{article}{shown} {what}");
    (message, help(value, unread))
}

/// What is said of an instant that no date function takes.
pub(super) const OUTSIDE: &str = "is outside the years 1 to 9999";

/// What helps, where the build has it.
#[cfg(not(feature = "extensions"))]
fn help(_value: &Value<'_>, _unread: &Unread) -> Option<String> {
    None
}

/// What helps.
#[cfg(feature = "extensions")]
fn help(value: &Value<'_>, unread: &Unread) -> Option<String> {
    Some(match unread {
        Unread::Unknown { nearest } => {
            format!("the nearest spelling that is read is `{nearest}`; `parseDate` reads others by a pattern")
        }
        Unread::DayOrMonthFirst => {
            let usual = || ["%d/%m/%Y", "%m/%d/%Y"].map(str::to_owned);
            let [day, month] = patterns_with_year_last(&value.to_text()).unwrap_or_else(usual);
            format!("`parseDate(\"{day}\")` reads the day first, `parseDate(\"{month}\")` the month")
        }
        Unread::AmbiguousZone { zones, .. } => {
            format!("say which before this call: `assumeZone(\"{}\")`", zones.first().copied().unwrap_or("UTC"))
        }
        Unread::EndOfDay => "the end of a day is `00:00` of the next one".to_owned(),
        Unread::WeekOrDayOfYear => {
            "`parseDate(\"%G-W%V-%u\")` reads `2023-W04-7`, `parseDate(\"%Y-%j\")` reads `2023-029`".to_owned()
        }
        Unread::SmallNumber => "`formatUnixSec` takes any number of seconds".to_owned(),
        Unread::PlusSign => "`removePrefix(\"+\")` removes it".to_owned(),
        _ => return None,
    })
}

/// What helps against a name in a date that is no zone.
#[cfg(feature = "extensions")]
pub(crate) fn help_on_zone(name: &str) -> String {
    let zone = Zone::named(name).map(Zone::name).or_else(|| suggest_zone(name).map(|meant| meant.zone));
    format!("say which is meant before this call: `assumeZone(\"{}\")`", zone.unwrap_or("Europe/Berlin"))
}

/// `a, b or c`.
fn one_of(names: &[&str]) -> String {
    match names {
        [names @ .., last] if !names.is_empty() => format!("{} or {last}", names.join(", ")),
        names => names.concat(),
    }
}
