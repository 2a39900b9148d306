//! Every property of Unicode has the characters that the crate `regex-syntax` has, as far as its version goes.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use itl_regex::Regex;
use std::collections::BTreeSet;

/// Characters with another property in Unicode 17.0 than in 16.0, apart from those that are new.
const CHANGED: &[(char, char)] = &[
    ('\u{b8}', '\u{b8}'),
    ('\u{295}', '\u{295}'),
    ('\u{306}', '\u{306}'),
    ('\u{308}', '\u{308}'),
    ('\u{320}', '\u{320}'),
    ('\u{323}', '\u{323}'),
    ('\u{331}', '\u{331}'),
    ('\u{5a2}', '\u{5a2}'),
    ('\u{5c5}', '\u{5c5}'),
    ('\u{5c7}', '\u{5c7}'),
    ('\u{951}', '\u{952}'),
    ('\u{1cd5}', '\u{1cd8}'),
    ('\u{1ce2}', '\u{1ce2}'),
    ('\u{1ce9}', '\u{1ceb}'),
    ('\u{1ced}', '\u{1ced}'),
    ('\u{1d9b}', '\u{1dbe}'),
    ('\u{2388}', '\u{2388}'),
    ('\u{2605}', '\u{2605}'),
    ('\u{2607}', '\u{260d}'),
    ('\u{260f}', '\u{2610}'),
    ('\u{2612}', '\u{2612}'),
    ('\u{2616}', '\u{2617}'),
    ('\u{2619}', '\u{261c}'),
    ('\u{261e}', '\u{261f}'),
    ('\u{2621}', '\u{2621}'),
    ('\u{2624}', '\u{2625}'),
    ('\u{2627}', '\u{2629}'),
    ('\u{262b}', '\u{262d}'),
    ('\u{2630}', '\u{2637}'),
    ('\u{263b}', '\u{263f}'),
    ('\u{2641}', '\u{2641}'),
    ('\u{2643}', '\u{2647}'),
    ('\u{2654}', '\u{265e}'),
    ('\u{2661}', '\u{2662}'),
    ('\u{2664}', '\u{2664}'),
    ('\u{2667}', '\u{2667}'),
    ('\u{2669}', '\u{267a}'),
    ('\u{267c}', '\u{267d}'),
    ('\u{2680}', '\u{2685}'),
    ('\u{2690}', '\u{2691}'),
    ('\u{2698}', '\u{2698}'),
    ('\u{269a}', '\u{269a}'),
    ('\u{269d}', '\u{269f}'),
    ('\u{26a2}', '\u{26a6}'),
    ('\u{26a8}', '\u{26a9}'),
    ('\u{26ac}', '\u{26af}'),
    ('\u{26b2}', '\u{26bc}'),
    ('\u{26bf}', '\u{26c3}'),
    ('\u{26c6}', '\u{26c7}'),
    ('\u{26c9}', '\u{26cd}'),
    ('\u{26d0}', '\u{26d0}'),
    ('\u{26d2}', '\u{26d2}'),
    ('\u{26d5}', '\u{26e8}'),
    ('\u{26eb}', '\u{26ef}'),
    ('\u{26f6}', '\u{26f6}'),
    ('\u{26fb}', '\u{26fc}'),
    ('\u{26fe}', '\u{2701}'),
    ('\u{2703}', '\u{2704}'),
    ('\u{270e}', '\u{270e}'),
    ('\u{2710}', '\u{2711}'),
    ('\u{2765}', '\u{2767}'),
    ('\u{a7d3}', '\u{a7d3}'),
    ('\u{a7d5}', '\u{a7d5}'),
    ('\u{11a3a}', '\u{11a3a}'),
    ('\u{1f000}', '\u{1f003}'),
    ('\u{1f005}', '\u{1f02b}'),
    ('\u{1f030}', '\u{1f093}'),
    ('\u{1f0a0}', '\u{1f0ae}'),
    ('\u{1f0b1}', '\u{1f0bf}'),
    ('\u{1f0c1}', '\u{1f0ce}'),
    ('\u{1f0d1}', '\u{1f0f5}'),
    ('\u{1f10d}', '\u{1f10f}'),
    ('\u{1f12f}', '\u{1f12f}'),
    ('\u{1f16c}', '\u{1f16f}'),
    ('\u{1f1ad}', '\u{1f1ad}'),
    ('\u{1f260}', '\u{1f265}'),
    ('\u{1f322}', '\u{1f323}'),
    ('\u{1f394}', '\u{1f395}'),
    ('\u{1f398}', '\u{1f398}'),
    ('\u{1f39c}', '\u{1f39d}'),
    ('\u{1f3f1}', '\u{1f3f2}'),
    ('\u{1f3f6}', '\u{1f3f6}'),
    ('\u{1f4fe}', '\u{1f4fe}'),
    ('\u{1f546}', '\u{1f548}'),
    ('\u{1f54f}', '\u{1f54f}'),
    ('\u{1f568}', '\u{1f56e}'),
    ('\u{1f571}', '\u{1f572}'),
    ('\u{1f57b}', '\u{1f586}'),
    ('\u{1f588}', '\u{1f589}'),
    ('\u{1f58e}', '\u{1f58f}'),
    ('\u{1f591}', '\u{1f594}'),
    ('\u{1f597}', '\u{1f5a3}'),
    ('\u{1f5a6}', '\u{1f5a7}'),
    ('\u{1f5a9}', '\u{1f5b0}'),
    ('\u{1f5b3}', '\u{1f5bb}'),
    ('\u{1f5bd}', '\u{1f5c1}'),
    ('\u{1f5c5}', '\u{1f5d0}'),
    ('\u{1f5d4}', '\u{1f5db}'),
    ('\u{1f5df}', '\u{1f5e0}'),
    ('\u{1f5e2}', '\u{1f5e2}'),
    ('\u{1f5e4}', '\u{1f5e7}'),
    ('\u{1f5e9}', '\u{1f5ee}'),
    ('\u{1f5f0}', '\u{1f5f2}'),
    ('\u{1f5f4}', '\u{1f5f9}'),
    ('\u{1f6c6}', '\u{1f6ca}'),
    ('\u{1f6d3}', '\u{1f6d4}'),
    ('\u{1f6e6}', '\u{1f6e8}'),
    ('\u{1f6ea}', '\u{1f6ea}'),
    ('\u{1f6f1}', '\u{1f6f2}'),
    ('\u{1f774}', '\u{1f776}'),
    ('\u{1f77b}', '\u{1f77f}'),
    ('\u{1f7d5}', '\u{1f7d9}'),
    ('\u{1f8b0}', '\u{1f8bb}'),
    ('\u{1f8c0}', '\u{1f8c1}'),
    ('\u{1fa00}', '\u{1fa53}'),
    ('\u{1fa60}', '\u{1fa6d}'),
];

fn chars(ranges: &regex_syntax::hir::ClassUnicode) -> Vec<(char, char)> {
    let split = |(first, last)| match (first, last) {
        ('\0'..='\u{d7ff}', '\u{e000}'..) => vec![(first, '\u{d7ff}'), ('\u{e000}', last)],
        _ => vec![(first, last)],
    };
    ranges.iter().flat_map(|range| split((range.start(), range.end()))).collect()
}

/// The ranges of characters that a pattern of one character matches.
fn ours(pattern: &str) -> Vec<(char, char)> {
    let regex = Regex::simulated(pattern, usize::MAX).unwrap();
    regex.ranges_of_first_class()
}

/// The same of the crate; `None` if it does not know the property.
fn theirs(pattern: &str) -> Option<Vec<(char, char)>> {
    Some(match regex_syntax::parse(pattern).ok()?.kind() {
        regex_syntax::hir::HirKind::Class(regex_syntax::hir::Class::Unicode(class)) => chars(class),
        regex_syntax::hir::HirKind::Literal(literal) => {
            let c = std::str::from_utf8(&literal.0).unwrap().chars().next().unwrap();
            vec![(c, c)]
        }
        // The class without characters.
        regex_syntax::hir::HirKind::Class(_) => Vec::new(),
        other => panic!("{pattern}: {other:?}"),
    })
}

/// The characters that are in one of two lists of ranges and not in the other.
fn difference(one: &[(char, char)], other: &[(char, char)]) -> impl Iterator<Item = char> + use<> {
    let mut borders: Vec<u32> = Vec::new();
    for (first, last) in one.iter().chain(other) {
        borders.extend([*first as u32, *last as u32 + 1]);
    }
    borders.sort_unstable();
    let mut kept: Vec<u32> = Vec::new();
    for border in borders {
        // A border of both ends and begins nothing.
        if kept.last() == Some(&border) {
            kept.pop();
        } else {
            kept.push(border);
        }
    }
    let ranges: Vec<_> = kept.chunks_exact(2).map(|pair| pair[0]..pair[1]).collect();
    ranges.into_iter().flatten().filter_map(char::from_u32)
}

/// The characters that may differ: none if the crate has this version of Unicode, else those that are new or changed.
struct Excused(BTreeSet<char>);

impl Excused {
    fn new() -> Self {
        assert_eq!(itl_regex::UNICODE_VERSION, "17.0.0");
        if theirs(r"\p{age=17.0}").is_some() {
            return Self(BTreeSet::new());
        }
        let new = difference(&ours(r"\p{age=16.0}"), &ours(r"\p{age=17.0}"));
        Self(new.chain(CHANGED.iter().flat_map(|(first, last)| *first..=*last)).collect())
    }

    /// Compares what both say about a pattern of one character; returns whether the crate knows it.
    fn compare(&self, pattern: &str) -> bool {
        let Some(theirs) = theirs(pattern) else {
            assert!(!self.0.is_empty(), "{pattern} is unknown to the crate");
            return false;
        };
        let ours = ours(pattern);
        let differ: Vec<char> = difference(&ours, &theirs).filter(|c| !self.0.contains(c)).collect();
        assert!(differ.is_empty(), "{pattern}: {differ:?}");
        true
    }
}

#[cfg(feature = "unicode")]
#[test]
fn every_name() {
    let excused = Excused::new();
    let (mut compared, mut unknown) = (0, Vec::new());
    for line in include_str!("../data/names.txt").lines() {
        let (property, groups) = line.split_once(' ').unwrap();
        for group in groups.split(' ') {
            for name in group.split_once(':').unwrap().1.split(',') {
                let named = if property.is_empty() { name.to_owned() } else { format!("{property}={name}") };
                let mut patterns = vec![format!("\\p{{{named}}}")];
                if matches!(property, "gc" | "sc") {
                    patterns.push(format!("\\P{{{name}}}"));
                }
                if property.is_empty() || property == "gc" {
                    patterns.push(format!("(?i)\\p{{{name}}}"));
                }
                for pattern in patterns {
                    if excused.compare(&pattern) {
                        compared += 1;
                    } else {
                        unknown.push(named.clone());
                    }
                }
            }
        }
    }
    assert!(compared > 1_400, "{compared}");
    // The age itself, and four scripts in two spellings and two properties.
    assert!(unknown.len() <= 30, "{unknown:?}");
}

#[test]
fn perl_classes() {
    let excused = Excused::new();
    for class in ["\\w", "\\d", "\\s", "\\W", "\\D", "\\S", "(?i)[\\w--\\d]"] {
        assert!(excused.compare(class), "{class}");
    }
}

#[test]
fn the_other_cases_of_every_character() {
    let excused = Excused::new();
    for c in ('\0'..=char::MAX).filter(|c| c.is_alphabetic() || !c.is_alphanumeric()).filter(|c| (*c as u32) < 0x2_0000)
    {
        assert!(excused.compare(&format!("(?i)[\\x{{{:x}}}]", c as u32)), "{c:?}");
    }
}
