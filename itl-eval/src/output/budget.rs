//! The delivery budget: how much text the destination takes, and the cut when there is more.

use std::borrow::Cow;
use std::fmt;

use super::Escape;
use super::fit::Fit;
use itl_text::graphemes::Clusters;

/// How much text a destination takes.
///
/// What is longer is cut and ends with a marker, which counts into the budget. The cut falls
/// between characters as readers see them (grapheme clusters: an emoji with its joiners, a letter
/// with its accents) and never inside an escape sequence of the output's format.
///
/// ```
/// use itl_eval::{Budget, Escape};
///
/// let mut text = "db &lt;primary&gt; is down".to_owned();
/// let cut = Budget::chars(8).apply(&mut text, Escape::Html);
/// assert_eq!(text, "db &lt;…");
/// assert_eq!(cut.map(|cut| cut.dropped_chars), Some(19));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Budget {
    limit: usize,
    unit: Unit,
    marker: Cow<'static, str>,
    fit: Option<Fit>,
}

/// What a budget counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Unit {
    /// Unicode scalar values: what most services mean by "characters", and what Ruby, Python, Go's
    /// runes and JSON Schema's `maxLength` count. An emoji with joiners is several.
    Chars,
    /// Bytes of UTF-8.
    Bytes,
    /// UTF-16 code units: what Java, JavaScript, Telegram and a Unicode SMS count.
    Utf16,
}

impl Unit {
    pub(super) fn of(self, text: &str) -> usize {
        match self {
            Self::Chars => text.chars().count(),
            Self::Bytes => text.len(),
            Self::Utf16 => text.chars().map(char::len_utf16).sum(),
        }
    }

    fn of_char(self, character: char) -> usize {
        match self {
            Self::Chars => 1,
            Self::Bytes => character.len_utf8(),
            Self::Utf16 => character.len_utf16(),
        }
    }

    /// Where the first character begins that goes beyond `limit`, if one does.
    pub(super) fn overflow(self, text: &str, limit: usize) -> Option<usize> {
        // No unit is smaller than a byte.
        if text.len() <= limit {
            return None;
        }
        let mut room = limit;
        text.char_indices().find_map(|(at, character)| match room.checked_sub(self.of_char(character)) {
            Some(left) => {
                room = left;
                None
            }
            None => Some(at),
        })
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Chars => "characters",
            Self::Bytes => "bytes",
            Self::Utf16 => "UTF-16 units",
        })
    }
}

/// What [`Budget::apply`] took away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Cut {
    /// How many bytes of the text were kept; the marker follows them.
    pub kept_bytes: usize,
    /// The characters (Unicode scalar values) that were dropped.
    pub dropped_chars: usize,
    /// The bytes that were dropped.
    pub dropped_bytes: usize,
}

/// A budget with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Preset {
    /// The name, as [`Budget::preset`] and the command line take it.
    pub name: &'static str,
    /// How many units the destination takes.
    pub limit: usize,
    /// What it counts.
    pub unit: Unit,
    /// The marker at the end of a cut text.
    pub marker: &'static str,
    /// The destination, in a line.
    pub description: &'static str,
}

impl Preset {
    /// The budget.
    pub const fn budget(&self) -> Budget {
        Budget { limit: self.limit, unit: self.unit, marker: Cow::Borrowed(self.marker), fit: None }
    }
}

const fn preset(
    name: &'static str,
    limit: usize,
    unit: Unit,
    marker: &'static str,
    description: &'static str,
) -> Preset {
    Preset { name, limit, unit, marker, description }
}

/// The limits of well-known destinations, from their public documentation.
pub const PRESETS: &[Preset] = &[
    // `…` is not in the GSM alphabet: it would make the whole message a Unicode one of 70.
    preset("sms", 160, Unit::Chars, "...", "one SMS in the GSM alphabet ([ ] { } \\ | ~ ^ € count twice there)"),
    preset("sms-unicode", 70, Unit::Utf16, "…", "one SMS with characters outside the GSM alphabet"),
    preset("pagerduty", 1_024, Unit::Chars, "…", "summary of a PagerDuty event"),
    preset("slack-block", 3_000, Unit::Chars, "…", "text of a Slack section block"),
    preset("slack", 40_000, Unit::Chars, "…", "text of a Slack message"),
    preset("opsgenie", 130, Unit::Chars, "…", "message of an Opsgenie alert"),
    preset("opsgenie-description", 15_000, Unit::Chars, "…", "description of an Opsgenie alert"),
    preset("telegram", 4_096, Unit::Utf16, "…", "text of a Telegram message"),
];

impl Budget {
    /// At most `limit` characters (Unicode scalar values).
    pub const fn chars(limit: usize) -> Self {
        Self::new(limit, Unit::Chars)
    }

    /// At most `limit` bytes of UTF-8.
    pub const fn bytes(limit: usize) -> Self {
        Self::new(limit, Unit::Bytes)
    }

    /// At most `limit` UTF-16 code units.
    pub const fn utf16(limit: usize) -> Self {
        Self::new(limit, Unit::Utf16)
    }

    const fn new(limit: usize, unit: Unit) -> Self {
        Self { limit, unit, marker: Cow::Borrowed("…"), fit: None }
    }

    /// The budget of a destination by its name in [`PRESETS`].
    pub fn preset(name: &str) -> Option<Self> {
        PRESETS.iter().find(|preset| preset.name == name).map(Preset::budget)
    }

    /// The same budget with another marker. The marker is text: it is escaped for the output.
    #[must_use]
    pub fn marker(mut self, marker: impl Into<Cow<'static, str>>) -> Self {
        self.marker = marker.into();
        self
    }

    /// The same budget, cut another way than the output format says.
    #[must_use]
    pub fn fit(mut self, fit: Fit) -> Self {
        self.fit = Some(fit);
        self
    }

    /// Where a text of that format is cut.
    pub fn fit_for(&self, escape: Escape) -> Fit {
        self.fit.unwrap_or_else(|| Fit::standard(escape))
    }

    /// The marker, not yet escaped.
    pub(super) fn marker_text(&self) -> &str {
        &self.marker
    }

    /// Whether `text` is longer than the budget.
    pub(super) fn is_exceeded_by(&self, text: &str) -> bool {
        self.unit.overflow(text, self.limit).is_some()
    }

    /// How many units fit.
    pub const fn limit(&self) -> usize {
        self.limit
    }

    /// What is counted.
    pub const fn unit(&self) -> Unit {
        self.unit
    }

    /// Cuts the end of `text`, written in the format `escape`, to fit the budget. Returns `None` if it fits.
    ///
    /// A budget smaller than the marker keeps as much of the text as fits, without it.
    pub fn apply(&self, text: &mut String, escape: Escape) -> Option<Cut> {
        let length = text.len();
        let mut over = self.unit.overflow(text, self.limit)?;

        // The marker goes to the end, where it is measured in its escaped form, and slides down
        // over what is dropped: no second buffer.
        escape.write(&self.marker, text);
        let marker = text.get(length..).unwrap_or_default();
        match self.limit.checked_sub(self.unit.of(marker)) {
            Some(room) => {
                let text = text.get(..length).unwrap_or_default();
                over = self.unit.overflow(text, room).unwrap_or(over);
            }
            None => text.truncate(length),
        }

        let whole = text.get(..length).unwrap_or_default();
        let kept_bytes = floor(&mut Clusters::new(whole), over, escape);
        let dropped = whole.get(kept_bytes..).unwrap_or_default();
        let cut = Cut { kept_bytes, dropped_chars: dropped.chars().count(), dropped_bytes: dropped.len() };
        text.replace_range(kept_bytes..length, "");
        Some(cut)
    }
}

impl fmt::Display for Budget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.limit, self.unit)
    }
}

/// The last place at or before `at` that is inside no grapheme cluster and no escape sequence.
pub(super) fn floor(clusters: &mut Clusters<'_>, mut at: usize, escape: Escape) -> usize {
    loop {
        // Leaving an escape sequence can land inside a cluster, and the other way round.
        let lower = escape.floor_boundary(clusters.text(), clusters.floor(at));
        if lower == at {
            return at;
        }
        at = lower;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(budget: &Budget, text: &str, escape: Escape) -> (String, Option<Cut>) {
        let mut text = text.to_owned();
        let cut = budget.apply(&mut text, escape);
        (text, cut)
    }

    fn kept(budget: &Budget, text: &str) -> String {
        cut(budget, text, Escape::None).0
    }

    #[test]
    fn what_fits_is_left_alone() {
        for budget in [Budget::chars(5), Budget::bytes(5), Budget::utf16(5)] {
            assert_eq!(cut(&budget, "hello", Escape::None), ("hello".to_owned(), None));
            assert_eq!(cut(&budget, "", Escape::None), (String::new(), None));
        }
        assert_eq!(kept(&Budget::chars(4), "äöüß"), "äöüß");
        assert_eq!(kept(&Budget::utf16(4), "🔥🔥"), "🔥🔥");
    }

    #[test]
    fn the_cut_says_what_is_gone() {
        let (text, cut) = cut(&Budget::chars(5), "hällo wörld", Escape::None);
        assert_eq!(text, "häll…");
        assert_eq!(cut, Some(Cut { kept_bytes: 5, dropped_chars: 7, dropped_bytes: 8 }));
    }

    #[test]
    fn units_count_what_they_say() {
        assert_eq!(kept(&Budget::chars(3), "🔥🔥🔥🔥"), "🔥🔥…");
        assert_eq!(kept(&Budget::utf16(6), "🔥🔥🔥🔥"), "🔥🔥…");
        assert_eq!(kept(&Budget::bytes(12), "🔥🔥🔥🔥"), "🔥🔥…");
    }

    #[test]
    fn clusters_are_whole() {
        assert_eq!(kept(&Budget::chars(5), "ab👨‍👩‍👧cd"), "ab…");
        assert_eq!(kept(&Budget::chars(5), "abce\u{301}fgh"), "abc…");
        // Two flags: four regional indicators, of which the third begins a cluster.
        assert_eq!(kept(&Budget::chars(4), "🇩🇪🇫🇷x"), "🇩🇪…");
        assert_eq!(kept(&Budget::chars(2), "a\r\nb"), "a…");
        assert_eq!(kept(&Budget::chars(3), &"\u{1100}\u{1161}\u{11A8}".repeat(2)), "…");
    }

    #[test]
    fn escape_sequences_are_whole() {
        let budget = Budget::chars(6);
        assert_eq!(cut(&budget, "abc&lt;def", Escape::Html).0, "abc…");
        assert_eq!(cut(&budget, r"abcd\u001fx", Escape::Json).0, "abcd…");
        assert_eq!(cut(&budget, "abc%C3%A4", Escape::Url).0, "abc");
        assert_eq!(cut(&budget, r"abcd\*ef", Escape::Telegram).0, "abcd…");
        // The accent belongs to the semicolon, and the semicolon to the entity.
        assert_eq!(cut(&budget, "a&gt;\u{338}bcd", Escape::Html).0, "a…");
    }

    #[test]
    fn a_small_budget_has_no_marker() {
        let budget = Budget::chars(2).marker("...");
        assert_eq!(kept(&budget, "hello"), "he");
        assert_eq!(kept(&Budget::chars(3).marker("..."), "hello"), "...");
        assert_eq!(kept(&Budget::bytes(2), "hello"), "he");
        assert_eq!(kept(&Budget::chars(0), "hello"), "");
        assert_eq!(kept(&Budget::chars(0).marker(""), "hello"), "");
    }

    #[test]
    fn the_marker_is_escaped() {
        let budget = Budget::chars(9).marker("...");
        assert_eq!(cut(&budget, "hello world", Escape::Telegram).0, r"hel\.\.\.");
        let budget = Budget::chars(12);
        assert_eq!(cut(&budget, "abcdefghijklm", Escape::Url).0, "abc%E2%80%A6");
    }

    #[test]
    fn presets_have_names_of_their_own() {
        for (index, preset) in PRESETS.iter().enumerate() {
            assert_eq!(Budget::preset(preset.name), Some(preset.budget()));
            assert!(PRESETS.iter().skip(index + 1).all(|other| other.name != preset.name));
        }
        assert_eq!(Budget::preset("fax"), None);
        assert_eq!(Budget::preset("pagerduty"), Some(Budget::chars(1_024)));
        assert_eq!(Budget::preset("sms").map(|sms| kept(&sms, &"x".repeat(161))), Some("x".repeat(157) + "..."));
    }

    #[test]
    fn one_endless_cluster_is_dropped_whole() {
        let text = format!("ab{}", "\u{301}".repeat(100_000));
        assert_eq!(kept(&Budget::chars(50), &text), "a…");
    }
}
