//! Durations as people say them: `1h 2m 3s`.

use super::whole_seconds;
use itl_text::number::decimal::round;
use itl_text::number::{Decimal, Rounding};

/// The units that durations are counted in, with their names in full and their milliseconds.
pub const UNITS: [(&str, &str, u64); 2] = [("s", "seconds", 1000), ("ms", "milliseconds", 1)];

/// What the units are.
pub(crate) const UNITS_HELP: &str = "the units are `s` and `ms`";

/// Whether durations are counted in a unit of that name.
pub(crate) fn is_unit(name: &str) -> bool {
    UNITS.iter().any(|(unit, ..)| *unit == name)
}

/// The seconds of a number of `unit`.
pub(super) fn in_seconds(number: &Decimal, unit: &str) -> Decimal {
    if unit == "ms" { number.multiply(&Decimal::from_digits(false, b"1", 3)) } else { number.clone() }
}

/// The `units` largest units from the first that is not zero on; fractions show below a minute.
/// None for a duration that is too long.
pub(super) fn humanize(seconds: &Decimal, units: usize) -> Option<String> {
    let sign = if seconds.is_negative() { "-" } else { "" };
    let size = seconds.clone().abs();
    if size < Decimal::whole(false, 60)
        && let Some(text) = below_a_minute(&size)
    {
        return Some(if text == "0s" { text } else { format!("{sign}{text}") });
    }
    // What is rounded up to a minute is one.
    let whole = whole_seconds(&size)?.max(60);
    let rest = whole % 86_400;
    let counts = [(whole / 86_400, 'd'), (rest / 3600, 'h'), (rest / 60 % 60, 'm'), (rest % 60, 's')];
    let parts = counts.iter().skip_while(|(count, _)| *count == 0).take(units).filter(|(count, _)| *count > 0);
    let parts: Vec<String> = parts.map(|(count, unit)| format!("{count}{unit}")).collect();
    Some(format!("{sign}{}", parts.join(" ")))
}

/// Milliseconds below a second, else seconds, with three decimals at most; none where that rounds
/// up to a minute.
fn below_a_minute(size: &Decimal) -> Option<String> {
    let rounded = |number: &Decimal| round(number, 3, Rounding::HalfUp).normalized();
    let millis = rounded(&size.multiply(&Decimal::whole(false, 1000)));
    if millis.is_zero() {
        return Some("0s".to_owned());
    }
    if millis < Decimal::whole(false, 1000) {
        return Some(format!("{}ms", millis.to_text()));
    }
    let seconds = rounded(size);
    (seconds < Decimal::whole(false, 60)).then(|| format!("{}s", seconds.to_text()))
}
