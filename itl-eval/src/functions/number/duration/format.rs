//! Durations by a pattern: `%H:%M:%S`.

use itl_time::PatternError;
use std::fmt::Write as _;

/// A pattern that durations are printed by, ready when the template is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DurationPattern {
    items: Vec<Item>,
    /// The largest unit, which counts without end.
    largest: Unit,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Item {
    Text(Box<str>),
    Unit(Unit),
}

/// The units, largest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Unit {
    Days,
    Hours,
    Minutes,
    Seconds,
}

impl Unit {
    fn of_letter(letter: char) -> Option<Self> {
        Some(match letter {
            'D' => Self::Days,
            'H' => Self::Hours,
            'M' => Self::Minutes,
            'S' => Self::Seconds,
            _ => return None,
        })
    }

    /// The unit in seconds, and how many of it make the next larger one.
    fn size(self) -> (u128, u128) {
        match self {
            Self::Days => (86_400, u128::MAX),
            Self::Hours => (3600, 24),
            Self::Minutes => (60, 60),
            Self::Seconds => (1, 60),
        }
    }
}

impl DurationPattern {
    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// A specifier other than `%D`, `%H`, `%M`, `%S` and `%%`, or a pattern without any unit.
    pub fn compile(pattern: &str) -> Result<Self, PatternError> {
        let mut items = Vec::new();
        let mut largest: Option<Unit> = None;
        let mut rest = pattern;
        while !rest.is_empty() {
            let (text, after) = rest.split_at_checked(rest.find('%').unwrap_or(rest.len())).unwrap_or((rest, ""));
            if !text.is_empty() {
                items.push(Item::Text(text.into()));
            }
            let Some(specifier) = after.strip_prefix('%') else { break };
            let letter = specifier.chars().next();
            match letter {
                Some('%') => items.push(Item::Text("%".into())),
                Some(letter) if Unit::of_letter(letter).is_some() => {
                    let unit = Unit::of_letter(letter).unwrap_or(Unit::Seconds);
                    largest = Some(largest.map_or(unit, |known| known.min(unit)));
                    items.push(Item::Unit(unit));
                }
                _ => return Err(unknown(pattern, after, letter)),
            }
            rest = specifier.get(letter.map_or(0, char::len_utf8)..).unwrap_or_default();
        }
        let Some(largest) = largest else {
            let message = format!("the pattern names no unit; the units are {UNITS}");
            return Err(PatternError { offset: 0, length: pattern.len(), message });
        };
        Ok(Self { items, largest })
    }

    /// No text that it prints is longer.
    pub(super) fn max_length(&self) -> usize {
        self.items.iter().map(|item| if let Item::Text(text) = item { text.len() } else { super::MAX_DIGITS }).sum()
    }

    /// Appends a duration of whole seconds.
    pub(super) fn format(&self, is_negative: bool, seconds: u128, out: &mut String) {
        let shown = self
            .items
            .iter()
            .filter_map(|item| if let Item::Unit(unit) = item { Some(self.count(*unit, seconds)) } else { None });
        if is_negative && shown.into_iter().any(|count| count > 0) {
            out.push('-');
        }
        for item in &self.items {
            match item {
                Item::Text(text) => out.push_str(text),
                Item::Unit(Unit::Days) => drop(write!(out, "{}", self.count(Unit::Days, seconds))),
                Item::Unit(unit) => drop(write!(out, "{:02}", self.count(*unit, seconds))),
            }
        }
    }

    fn count(&self, unit: Unit, seconds: u128) -> u128 {
        let (size, per_larger) = unit.size();
        if unit == self.largest { seconds / size } else { seconds / size % per_larger }
    }
}

/// The units of a pattern, in words.
const UNITS: &str = "`%D`, `%H`, `%M` and `%S`";

fn unknown(pattern: &str, rest: &str, letter: Option<char>) -> PatternError {
    let length = 1 + letter.map_or(0, char::len_utf8);
    let specifier = rest.get(..length).unwrap_or(rest);
    let message = format!("`{specifier}` is not a unit of a duration; the units are {UNITS}");
    PatternError { offset: pattern.len() - rest.len(), length, message }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(pattern: &str, is_negative: bool, seconds: u128) -> Option<String> {
        let mut out = String::new();
        DurationPattern::compile(pattern).ok()?.format(is_negative, seconds, &mut out);
        Some(out)
    }

    #[test]
    fn patterns() {
        for (pattern, expected) in [
            ("%H:%M:%S", "26:03:04"),
            ("%D %H:%M:%S", "1 02:03:04"),
            ("%D days", "1 days"),
            ("%M:%S", "1563:04"),
            ("%S", "93784"),
            ("%S of %M", "04 of 1563"),
            ("%D/%M", "1/03"),
            ("100%%: %Hé", "100%: 26é"),
            ("%H %H", "26 26"),
        ] {
            assert_eq!(format(pattern, false, 93_784).as_deref(), Some(expected), "{pattern}");
        }
        assert_eq!(format("%H:%M", true, 3600).as_deref(), Some("-01:00"));
        assert_eq!(format("%H:%M", true, 59).as_deref(), Some("00:00"));
    }

    #[test]
    fn bad_patterns() {
        for (pattern, place) in [
            ("%H:%m", (3, 2)),
            ("%-H", (0, 2)),
            ("%H%", (2, 1)),
            ("%é", (0, 3)),
            ("HH:mm", (0, 5)),
            ("", (0, 0)),
            ("%%", (0, 2)),
        ] {
            let error = DurationPattern::compile(pattern).map_err(|error| (error.offset, error.length));
            assert_eq!(error, Err(place), "{pattern}");
        }
    }
}
