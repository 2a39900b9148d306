//! Every property of Unicode has the characters that the crate `regex-syntax` has.

#![allow(clippy::unwrap_used)]
use itl_regex::Regex;

fn chars(ranges: &regex_syntax::hir::ClassUnicode) -> Vec<(char, char)> {
    let split = |(first, last)| match (first, last) {
        ('\0'..='\u{d7ff}', '\u{e000}'..) => vec![(first, '\u{d7ff}'), ('\u{e000}', last)],
        _ => vec![(first, last)],
    };
    ranges.iter().flat_map(|range| split((range.start(), range.end()))).collect()
}

/// The ranges of characters that a pattern of one character matches.
fn ours(pattern: &str) -> Vec<(char, char)> {
    let regex = Regex::new(pattern, usize::MAX).unwrap();
    regex.ranges_of_first_class()
}

fn theirs(pattern: &str) -> Vec<(char, char)> {
    match regex_syntax::parse(pattern).unwrap().kind() {
        regex_syntax::hir::HirKind::Class(regex_syntax::hir::Class::Unicode(class)) => chars(class),
        regex_syntax::hir::HirKind::Literal(literal) => {
            let c = std::str::from_utf8(&literal.0).unwrap().chars().next().unwrap();
            vec![(c, c)]
        }
        // The class without characters.
        regex_syntax::hir::HirKind::Class(_) => Vec::new(),
        other => panic!("{pattern}: {other:?}"),
    }
}

#[cfg(feature = "unicode")]
#[test]
fn every_name() {
    let mut compared = 0;
    for line in include_str!("../data/names.txt").lines() {
        let (property, groups) = line.split_once(' ').unwrap();
        for group in groups.split(' ') {
            for name in group.split_once(':').unwrap().1.split(',') {
                let mut patterns = vec![if property.is_empty() {
                    format!("\\p{{{name}}}")
                } else {
                    format!("\\p{{{property}={name}}}")
                }];
                if matches!(property, "gc" | "sc") {
                    patterns.push(format!("\\P{{{name}}}"));
                }
                for pattern in patterns {
                    assert_eq!(ours(&pattern), theirs(&pattern), "{pattern}");
                    compared += 1;
                }
                if property.is_empty() || property == "gc" {
                    let folded = format!("(?i)\\p{{{name}}}");
                    assert_eq!(ours(&folded), theirs(&folded), "{folded}");
                }
            }
        }
    }
    assert!(compared > 1_400, "{compared}");
}

#[test]
fn perl_classes() {
    for class in ["\\w", "\\d", "\\s", "\\W", "\\D", "\\S", "(?i)[\\w--\\d]"] {
        assert_eq!(ours(class), theirs(class), "{class}");
    }
}

#[test]
fn the_other_cases_of_every_character() {
    for c in ('\0'..=char::MAX).filter(|c| c.is_alphabetic() || !c.is_alphanumeric()).filter(|c| (*c as u32) < 0x2_0000)
    {
        let pattern = format!("(?i)[\\x{{{:x}}}]", c as u32);
        assert_eq!(ours(&pattern), theirs(&pattern), "{pattern}");
    }
}
