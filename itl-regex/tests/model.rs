//! Patterns, mistakes and matches are those of the crate `regex`, whether automata or the simulation runs them.

#![allow(clippy::unwrap_used)]
use itl_regex::{Error, Regex};
use proptest::prelude::*;
use std::fmt::Write as _;

const SIZE: usize = 1 << 20;

/// The matches of the crate, or its message.
fn model(pattern: &str, texts: &[&str], max_bytes: usize) -> Result<String, String> {
    let regex = regex::RegexBuilder::new(pattern).size_limit(max_bytes).build().map_err(|error| {
        let text = error.to_string();
        let last = text.lines().last().unwrap_or_default();
        last.strip_prefix("error: ").unwrap_or(last).to_owned()
    })?;
    let mut out = format!("{:?}\n", regex.capture_names().collect::<Vec<_>>());
    for text in texts {
        let all: Vec<Vec<_>> = regex
            .captures_iter(text)
            .map(|captures| captures.iter().map(|group| group.map(|group| group.range())).collect())
            .collect();
        let found = regex.find(text).map(|found| found.range());
        writeln!(out, "{text:?} {} {found:?} {all:?}", regex.is_match(text)).unwrap();
    }
    Ok(out)
}

/// The matches of a compiled pattern, in the same form.
fn ours(regex: &Regex, texts: &[&str]) -> String {
    let mut out = format!("{:?}\n", regex.capture_names().collect::<Vec<_>>());
    for text in texts {
        let all: Vec<Vec<_>> = regex
            .captures_iter(text)
            .map(|captures| captures.iter().map(|group| group.map(|group| group.range())).collect())
            .collect();
        let found = regex.find(text).map(|found| found.range());
        writeln!(out, "{text:?} {} {found:?} {all:?}", regex.is_match(text)).unwrap();
    }
    out
}

fn same(pattern: &str, texts: &[&str]) {
    // The sizes differ by less than that, see the test of sizes.
    same_within(pattern, texts, SIZE, SIZE / 4);
}

/// Compares; what exceeds `max_bytes` here has to exceed `their_max_bytes` there.
fn same_within(pattern: &str, texts: &[&str], max_bytes: usize, their_max_bytes: usize) {
    let theirs = model(pattern, texts, 64 << 20);
    if matches!(&theirs, Err(message) if message.starts_with("look-around")) {
        return;
    }
    match Regex::new(pattern, max_bytes) {
        Ok(regex) => {
            assert_eq!(Ok(ours(&regex, texts)), theirs, "{pattern}");
            let simulated = Regex::simulated(pattern, SIZE).unwrap();
            assert_eq!(Ok(ours(&simulated, texts)), theirs, "{pattern}, simulated");
        }
        Err(Error::TooBig) => assert!(model(pattern, &[], their_max_bytes).is_err(), "{pattern} is not too big"),
        Err(Error::Unsupported(construct)) => {
            // The crate reads a possessive quantifier as a repeated repetition, and refuses the others.
            let possessive = construct.message().starts_with("possessive");
            assert!(possessive || theirs.is_err(), "{pattern}: {construct:?}");
            let span = pattern.get(construct.span()).unwrap();
            assert!(!span.is_empty(), "{pattern}: {construct:?}");
        }
        Err(error) => assert_eq!(Err(error.to_string()), theirs, "{pattern}"),
    }
}

#[test]
#[should_panic(expected = "is not too big")]
fn what_is_too_big_here_is_compared_too() {
    same_within("a{30}", &[], 512, SIZE / 4);
}

const PARTS: &[&str] = &[
    "a",
    "b",
    "c",
    "ab",
    "é",
    "ß",
    "ſ",
    "K",
    "\u{212a}",
    "Σ",
    "ς",
    "🔥",
    " ",
    "\n",
    "#",
    ",",
    "0",
    "1",
    "3",
    "9",
    "-",
    "^",
    "$",
    ".",
    "|",
    "(",
    ")",
    "(",
    ")",
    "(?:",
    "(?i)",
    "(?i:",
    "(?-u)",
    "(?-u:",
    "(?x)",
    "(?x:",
    "(?s)",
    "(?m)",
    "(?R)",
    "(?U)",
    "(?mR:",
    "(?i-s:",
    "(?<n>",
    "(?P<m>",
    "(?<a.b[0]>",
    "(?<1>",
    "(?<",
    "(?",
    "(?=",
    "(?<!",
    "*",
    "+",
    "?",
    "*?",
    "+?",
    "??",
    "{2}",
    "{0}",
    "{1}",
    "{,3}",
    "{1,3}",
    "{2,}",
    "{0,1}",
    "{3,1}",
    "{",
    "}",
    "{2",
    "{ 1 , 2 }",
    "{99999999999}",
    "[",
    "]",
    "[^",
    "[a-c]",
    "[^a]",
    "[]a]",
    "[^]a]",
    "[-a]",
    "[a-]",
    "[--a]",
    "[a&&b]",
    "[a-z&&[^b]]",
    "[a-z--b]",
    "[a~~[ab]]",
    "[[:alpha:]]",
    "[[:^digit:]]",
    "[[:foo:]]",
    "[:",
    ":]",
    "&&",
    "--",
    "~~",
    "[\\d-z]",
    "[\\w&&\\D]",
    "[\\b]",
    "[z-a]",
    "[\\n-\\r]",
    "\\d",
    "\\D",
    "\\w",
    "\\W",
    "\\s",
    "\\S",
    "\\b",
    "\\B",
    "\\<",
    "\\>",
    "\\b{start}",
    "\\b{end}",
    "\\b{start-half}",
    "\\b{end-half}",
    "\\b{x}",
    "\\b{",
    "\\b{2}",
    "\\A",
    "\\z",
    "\\Z",
    "\\y",
    "\\1",
    "\\0",
    "\\x41",
    "\\xe9",
    "\\x{e9}",
    "\\x{}",
    "\\x{110000}",
    "\\x{fffffffff}",
    "\\xg",
    "\\u0041",
    "\\U00000041",
    "\\x",
    "\\u00",
    "\\pL",
    "\\PL",
    "\\p{Greek}",
    "\\P{greek}",
    "\\p{sc=Latn}",
    "\\p{scx!=Latn}",
    "\\p{Lu}",
    "\\p{gc:Ll}",
    "\\p{nope}",
    "\\p{sc=nope}",
    "\\p",
    "\\p{",
    "\\p\\",
    "\\p{cf}",
    "\\p{isc}",
    "\\p{any}",
    "\\p{alphabetic}",
    "\\.",
    "\\-",
    "\\ ",
    "\\\n",
    "\\/",
    "\\é",
    "\\a",
    "\\f",
    "\\t",
    "\\v",
    "\\",
];

const TEXTS: &[&str] =
    &["", "a", "abcabc", "aAbB é É", "ſsS KkK ΣσςÉß", "x\r\ny\nz\r", "a1_b-22 🔥é", "foo ab  ab\tab0"];

fn part() -> impl Strategy<Value = &'static str> {
    prop::sample::select(PARTS)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6000))]

    #[test]
    fn anything(parts in prop::collection::vec(part(), 0..7)) {
        same(&parts.concat(), TEXTS);
    }

    #[test]
    fn longer(parts in prop::collection::vec(part(), 5..16)) {
        same(&parts.concat(), TEXTS);
    }

    #[test]
    fn characters(pattern in "[abé0()\\[\\]{}?*+|^$.\\\\dwsbpPLix:<>=&~ ,-]{0,14}") {
        same(&pattern, TEXTS);
    }

    #[test]
    fn without_mistakes(pattern in well_formed(), text in "[abAB é\n]{0,12}") {
        same(&pattern, &[&text, "ab aab bé"]);
    }
}

/// Patterns without mistakes, nested and repeated.
fn well_formed() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(
        &["a", "b", "é", ".", "[ab]", "[^a]", "\\w", "\\b", "\\B", "^", "$", "", "(?i:a)", "(?-u:\\b)", "\\b{end}"][..],
    );
    leaf.prop_map(str::to_owned).prop_recursive(5, 24, 4, |inner| {
        let repeat = prop::sample::select(
            &["*", "+", "?", "*?", "+?", "??", "{2}", "{0}", "{0,2}", "{2,}", "{1,3}?", "{3,}?"][..],
        );
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(|all| all.concat()),
            prop::collection::vec(inner.clone(), 1..4).prop_map(|all| format!("(?:{})", all.join("|"))),
            prop::collection::vec(inner.clone(), 1..3).prop_map(|all| format!("({})", all.join("|"))),
            prop::collection::vec(inner.clone(), 5..7).prop_map(|all| format!("({})", all.join(")("))),
            (inner.clone(), repeat.clone()).prop_map(|(inner, repeat)| format!("(?:{inner}){repeat}")),
            (inner, repeat).prop_map(|(inner, repeat)| format!("({inner}){repeat}")),
        ]
    })
}

#[test]
fn many_groups() {
    for pattern in [
        "(a)(b)?(c)?(a|b)*(b)(c)",
        "((((a))))*?(b)+(c)?",
        "(a)|(b)|(c)|(ab)|(bc)",
        "(?:(a)|(b)|(c)|(d))*",
        "()()()()(a?)",
    ] {
        same(pattern, TEXTS);
    }
}

#[test]
fn each_part_alone_and_in_a_class() {
    for part in PARTS {
        for around in
            ["@", "(@)", "[@]", "[^@b]", "(?i)[@]", "(?-u)@", "(?-u)[@]", "(?x) @ # c\n a", "a@*", "(?i)@+", "[a@&&@z]"]
        {
            same(&around.replace('@', part), TEXTS);
        }
    }
}

#[test]
fn depth() {
    for depth in [10, 124, 125, 126, 248, 249, 250, 251, 252, 20_000] {
        same(&format!("{}a{}", "(".repeat(depth), ")".repeat(depth)), &["a"]);
        same(&format!("{}a{}", "(?:".repeat(depth), ")+".repeat(depth)), &["a"]);
        same(&format!("{}a{}", "[".repeat(depth), "]".repeat(depth)), &["a"]);
        same(&format!("{}ab{}", "[".repeat(depth), "]".repeat(depth)), &["a"]);
        same(&format!("a{}", "|(b".repeat(depth)), &["a"]);
        same(&format!("a{}", "?".repeat(depth)), &["a"]);
        same(&"a&&".repeat(depth), &["a"]);
        same(&format!("[{}a]", "a&&".repeat(depth)), &["a"]);
    }
}

#[test]
fn hostile() {
    let max = SIZE / 16;
    let descending: String = (0x4e00..0x4e00 + 20_000).rev().filter_map(char::from_u32).collect();
    let names: String = (0..max).map(|n| format!("(?<n{n}>a)")).take(max / 12).collect();
    for pattern in
        [format!("[{descending}]"), names, "()".repeat(max / 2), "[a]".repeat(max / 3), "a{9}".repeat(max / 4)]
    {
        let pattern: String = pattern.chars().take(max / 3).collect();
        let _ = Regex::new(&pattern, SIZE);
    }
    assert_eq!(Regex::new(&"(".repeat(max + 1), SIZE).unwrap_err(), Error::TooBig);
}

#[test]
fn sizes() {
    // The limits of the crate and of this one differ, but not by much. With its fast automata the crate counts more
    // for a dot.
    for (unit, max) in
        [("a", 40_000), ("\\w", 200), ("[a-z]", 20_000), ("\\pL", 200), ("é", 20_000), ("(?i)k", 10_000), (".", 10_000)]
    {
        let last = |fits: &dyn Fn(&str) -> bool| {
            let (mut low, mut high) = (0, max);
            while low + 1 < high {
                let middle = usize::midpoint(low, high);
                if fits(&format!("(?:{unit}){{{middle}}}")) { low = middle } else { high = middle }
            }
            low
        };
        let theirs = last(&|pattern| regex::RegexBuilder::new(pattern).size_limit(SIZE).build().is_ok());
        let ours = last(&|pattern| Regex::new(pattern, SIZE).is_ok());
        println!("{unit}: {theirs} {ours}");
        assert!(ours * 3 >= theirs && ours <= theirs * 8, "{unit}: {ours} instead of {theirs}");
    }
}
