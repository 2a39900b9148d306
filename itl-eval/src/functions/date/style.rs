//! What a date is printed as.

use itl_time::{Instant, ParsedDate, Pattern, PatternError, ReadPattern, Zone, format_style};

/// A date style, ready when the template is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Style {
    /// One of ilert's four: F, L, M, S.
    Named(itl_time::Style),
    /// A strftime pattern.
    Pattern(Pattern),
}

impl Style {
    /// What `formatUnixMs()` and its like use when they name no style.
    pub const DEFAULT: Self = Self::Named(itl_time::Style::Medium);

    /// Reads a style, and says whether it is one that people mean: what is none of F, L, M, S
    /// and no pattern is read as M.
    ///
    /// # Errors
    ///
    /// A text of more than one letter that holds `%` and is no strftime pattern.
    pub fn compile(text: &str) -> Result<(Self, bool), PatternError> {
        if let Some(style) = itl_time::Style::from_letter(text) {
            return Ok((Self::Named(style), true));
        }
        if text.contains('%') && text.chars().nth(1).is_some() {
            return Ok((Self::Pattern(Pattern::compile(text)?), true));
        }
        Ok((Self::DEFAULT, false))
    }

    /// Appends an instant as a zone's clocks show it.
    pub(super) fn write(&self, instant: Instant, zone: Zone, out: &mut String) {
        match self {
            Self::Named(style) => format_style(instant, zone, *style, out),
            Self::Pattern(pattern) => pattern.format(instant, zone, out),
        }
    }
}

/// A strftime pattern that texts are read by, ready when the template is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatePattern {
    source: Box<str>,
    pattern: ReadPattern,
}

impl DatePattern {
    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// A text that is no strftime pattern, or one that names no full date.
    pub fn compile(text: &str) -> Result<Self, PatternError> {
        Ok(Self { source: text.into(), pattern: ReadPattern::compile(text)? })
    }

    /// The pattern as it is written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The instant that a text spells; without an offset it is local to `zone`.
    pub(super) fn read(&self, text: &str, zone: Zone) -> Option<ParsedDate> {
        self.pattern.read(text, zone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles() {
        assert_eq!(Style::compile("F"), Ok((Style::Named(itl_time::Style::Full), true)));
        for unknown in ["", "X", "f", "FULL", "%"] {
            assert_eq!(Style::compile(unknown), Ok((Style::DEFAULT, false)), "{unknown}");
        }
        assert!(matches!(Style::compile("%Y"), Ok((Style::Pattern(_), true))));
        assert!(matches!(Style::compile("at %H"), Ok((Style::Pattern(_), true))));
        assert_eq!(Style::compile("%Y %").map_err(|error| error.offset), Err(3));
    }
}
