//! A build without the feature `zones` suggests none.

use super::ZoneSuggestion;

/// Finds no zone: this build has none to suggest.
pub const fn suggest_zone(_name: &str) -> Option<ZoneSuggestion> {
    None
}

/// Finds no zone: this build has neither `EST` nor `MST`.
pub const fn without_summer_time(_name: &str) -> Option<&'static str> {
    None
}
