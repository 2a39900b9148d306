//! Extended grapheme clusters, by the rules of Unicode's annex 29: characters as readers see them.
//!
//! The table in `data/` holds runs of characters of one kind. It is ours on every target, so that no version
//! of a dependency changes a text. The test below writes it.

use itl_regex::VarintReader;
use std::ops::Range;
use std::sync::OnceLock;

// The kinds of characters.
const OTHER: u8 = 0;
const CONTROL: u8 = 1;
const EXTEND: u8 = 2;
const JOINER: u8 = 3;
const MARK: u8 = 4;
const PREPEND: u8 = 5;
const PICTURE: u8 = 6;
const CONSONANT: u8 = 7;
const REGIONAL: u8 = 8;
const LEAD: u8 = 9;
const VOWEL: u8 = 10;
const TAIL: u8 = 11;
/// Added to [`EXTEND`], [`JOINER`], [`MARK`] or [`OTHER`]: may occur between consonants of one cluster.
const BETWEEN: u8 = 16;
/// Added likewise: joins consonants.
const LINKER: u8 = 32;
// Hangul syllables, whose kind is computed.
const OPEN: u8 = 12;
const CLOSED: u8 = 13;

/// The first character of each run, sorted, and the kind of the characters in it.
fn table() -> &'static [(u32, u8)] {
    static TABLE: OnceLock<Vec<(u32, u8)>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let bytes: &[u8] = include_bytes!("../data/graphemes.bin");
        // Lengths of seven bits a byte up to a zero, then the kinds.
        let (lengths, kinds) =
            bytes.split_at_checked(bytes.iter().position(|b| *b == 0).unwrap_or(0)).unwrap_or_default();
        let mut lengths = VarintReader::new(lengths);
        let mut first = 0;
        let mut runs = Vec::new();
        for kind in kinds.iter().skip(1) {
            runs.push((first, *kind));
            first += lengths.number();
        }
        runs
    })
}

fn kind(c: char) -> u8 {
    match c {
        ' '..='~' => OTHER,
        '\0'..='\x7f' => CONTROL,
        '가'..='힣' if (c as u32 - 0xac00).is_multiple_of(28) => OPEN,
        '가'..='힣' => CLOSED,
        c => {
            let table = table();
            let at = table.partition_point(|(first, _)| *first <= c as u32);
            at.checked_sub(1).and_then(|at| table.get(at)).map_or(OTHER, |(_, kind)| *kind)
        }
    }
}

/// What the text before a place contributes to whether a cluster begins there.
#[derive(Default)]
struct Before {
    /// The character before; `None` at the beginning.
    last: Option<char>,
    kind: u8,
    /// An odd number of regional indicators.
    odd: bool,
    /// 1 after a picture and what extends it, 2 if a joiner follows.
    picture: u8,
    /// 1 after a consonant and what may follow it, 2 if that contains a linker.
    consonant: u8,
}

impl Before {
    /// Whether a cluster begins with `c`, which is then part of the text before.
    fn next(&mut self, c: char) -> bool {
        let whole = kind(c);
        let next = whole & 15;
        let joined = match (self.kind, next) {
            _ if self.last.is_none() => false,
            _ if self.last == Some('\r') && c == '\n' => true,
            (CONTROL, _) | (_, CONTROL) => false,
            (LEAD, LEAD | VOWEL | OPEN | CLOSED)
            | (OPEN | VOWEL, VOWEL | TAIL)
            | (CLOSED | TAIL, TAIL)
            | (_, EXTEND | JOINER | MARK)
            | (PREPEND, _) => true,
            (_, CONSONANT) => self.consonant == 2,
            (JOINER, PICTURE) => self.picture == 2,
            (REGIONAL, REGIONAL) => self.odd,
            _ => false,
        };
        self.odd = next == REGIONAL && !(self.kind == REGIONAL && self.odd);
        self.picture = match (next, self.picture) {
            (PICTURE, _) | (EXTEND, 1) => 1,
            (JOINER, 1) => 2,
            _ => 0,
        };
        self.consonant = match self.consonant {
            _ if next == CONSONANT => 1,
            1 | 2 if whole & LINKER != 0 => 2,
            state if whole & BETWEEN != 0 => state,
            _ => 0,
        };
        self.last = Some(c);
        self.kind = next;
        !joined
    }
}

/// The offsets at which the clusters of a text begin.
pub fn starts(text: &str) -> impl Iterator<Item = usize> {
    let mut before = Before::default();
    text.char_indices().filter(move |(_, c)| before.next(*c)).map(|(at, _)| at)
}

/// The last boundary of clusters at or before the offset `at`.
pub fn floor(text: &str, at: usize) -> usize {
    if at >= text.len() {
        return text.len();
    }
    let from = run_start(text, at);
    let rest = text.get(from..).unwrap_or_default();
    starts(rest).map(|start| from + start).take_while(|start| *start <= at).last().unwrap_or(from)
}

/// A text whose clusters are asked for at many places: characters that may join are gone through once, however many of
/// them stand beside each other.
#[derive(Clone, Debug)]
pub struct Clusters<'t> {
    text: &'t str,
    /// A part in which the starts of clusters are known.
    run: Range<usize>,
    starts: Vec<usize>,
}

impl<'t> Clusters<'t> {
    /// The clusters of `text`, of which none is known yet.
    pub fn new(text: &'t str) -> Self {
        Self { text, run: 0..0, starts: Vec::new() }
    }

    /// The text.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// As [`floor`].
    pub fn floor(&mut self, at: usize) -> usize {
        if at >= self.text.len() {
            return self.text.len();
        }
        if !self.run.contains(&at) {
            self.read(at);
        }
        let before = self.starts.partition_point(|start| *start <= at);
        before.checked_sub(1).and_then(|last| self.starts.get(last)).copied().unwrap_or(self.run.start)
    }

    /// Finds the clusters around `at`, as far as characters may join.
    fn read(&mut self, at: usize) {
        let from = run_start(self.text, at);
        self.run = from..self.text.len();
        self.starts.clear();
        let (mut before, mut after_plain) = (Before::default(), false);
        for (start, c) in self.text.get(from..).unwrap_or_default().char_indices() {
            let (start, is_plain) = (from + start, kind(c) == OTHER);
            if is_plain && after_plain && start > at {
                self.run.end = start;
                break;
            }
            if before.next(c) {
                self.starts.push(start);
            }
            after_plain = is_plain;
        }
    }
}

/// The last place at or before `at` where a cluster begins, whatever is before it: between two characters that join
/// nothing, or the beginning.
fn run_start(text: &str, at: usize) -> usize {
    let next = text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    let head = text.get(..at + next).unwrap_or_default();
    let mut after_is_plain = false;
    for (start, c) in head.char_indices().rev() {
        let is_plain = kind(c) == OTHER;
        if is_plain && after_is_plain {
            return start + c.len_utf8();
        }
        after_is_plain = is_plain;
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    /// Whether the library's Unicode version is ours, so that it can be compared.
    fn is_comparable() -> bool {
        let (major, minor, update) = unicode_segmentation::UNICODE_VERSION;
        crate::UNICODE_VERSION == format!("{major}.{minor}.{update}")
    }

    fn one(text: &str) -> bool {
        text.graphemes(true).count() == 1
    }

    /// The kind of a character, determined by what it joins.
    fn probed(c: char) -> u8 {
        let extends = one(&format!("a{c}"));
        let extra = match (one(&format!("क{c}क")), one(&format!("क\u{94d}{c}क"))) {
            (true, _) => LINKER,
            (_, true) if extends => BETWEEN,
            _ => 0,
        };
        let joins = |text: String| one(&text);
        extra
            + match c {
                '\u{200d}' => JOINER,
                _ if !joins(format!("{c}\u{300}")) => CONTROL,
                _ if extends && joins(format!("🔥{c}\u{200d}🔥")) => EXTEND,
                _ if extends => MARK,
                _ if joins(format!("{c}a")) => PREPEND,
                _ if joins(format!("🔥\u{200d}{c}")) => PICTURE,
                _ if joins(format!("क\u{94d}{c}")) => CONSONANT,
                _ if joins(format!("{c}🇩")) => REGIONAL,
                _ if joins(format!("{c}\u{1100}")) => LEAD,
                _ if joins(format!("\u{1160}{c}")) && joins(format!("{c}\u{1160}")) => VOWEL,
                _ if joins(format!("\u{11a8}{c}")) => TAIL,
                _ => OTHER,
            }
    }

    fn written() -> Vec<u8> {
        let (mut lengths, mut kinds) = (Vec::new(), Vec::new());
        let mut runs: Vec<(u32, u8)> = Vec::new();
        for c in '\0'..=char::MAX {
            let kind = if ('가'..='힣').contains(&c) || (' '..='~').contains(&c) { OTHER } else { probed(c) };
            if runs.last().is_none_or(|(_, last)| *last != kind) {
                runs.push((c as u32, kind));
            }
        }
        for (at, (first, kind)) in runs.iter().enumerate() {
            let mut length = runs.get(at + 1).map_or(0x11_0000, |(next, _)| *next) - first;
            while length >= 128 {
                lengths.push((length & 127 | 128) as u8);
                length >>= 7;
            }
            lengths.push(length as u8);
            kinds.push(*kind);
        }
        [lengths, vec![0], kinds].concat()
    }

    fn same(text: &str) {
        if !is_comparable() {
            return;
        }
        let expected: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).collect();
        assert_eq!(starts(text).collect::<Vec<_>>(), expected, "{text:?}");
        let mut from_both_ends = Clusters::new(text);
        for at in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
            let before = expected.iter().copied().chain([text.len()]).take_while(|start| *start <= at).last();
            assert_eq!(floor(text, at), before.unwrap_or(0), "{text:?} {at}");
            for clusters in [&mut from_both_ends, &mut Clusters::new(text)] {
                assert_eq!(clusters.floor(at), before.unwrap_or(0), "{text:?} {at}");
            }
            if text.is_char_boundary(text.len() - at) {
                from_both_ends.floor(text.len() - at);
            }
        }
    }

    #[test]
    fn the_table_is_that_of_the_library() {
        if !is_comparable() {
            return;
        }
        let table = written();
        if std::env::var_os("ITL_WRITE_TABLES").is_some() {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/graphemes.bin");
            assert!(std::fs::write(path, &table).is_ok());
        }
        let same = table == include_bytes!("../data/graphemes.bin");
        assert!(same, "the table is not the library's: test once with ITL_WRITE_TABLES set, then again");
    }

    #[test]
    fn the_ends_of_all_runs_between_others() {
        let ends = table().iter().flat_map(|(first, _)| [first.saturating_sub(1), *first]);
        for c in ends.filter_map(char::from_u32).chain(['가', '각', '힣']) {
            for text in [format!("a{c}a"), format!("क\u{94d}{c}क"), format!("🔥{c}\u{200d}🔥{c}"), format!("🇩{c}🇩🇪{c}")]
            {
                same(&text);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3_000))]

        #[test]
        fn texts(text in "[a \r\n\u{0}\u{300}\u{200d}\u{903}\u{600}🔥❤\u{fe0f}👨👩कष\u{94d}\u{93c}🇩🇪ᄀᅠᆨ가각ü🏽]{0,14}|.{0,12}") {
            same(&text);
        }
    }
}
