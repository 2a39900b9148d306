//! Look-ahead and look-behind: what they match, against two engines that backtrack, and what they cost.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use itl_regex::{Error, Regex};
use proptest::prelude::*;
use std::cell::Cell;

const SIZE: usize = 16 << 20;

type Groups = Vec<Option<(usize, usize)>>;

/// The groups of all matches.
fn ours(pattern: &str, text: &str) -> Vec<Groups> {
    let regex = Regex::new(pattern, SIZE).unwrap_or_else(|error| panic!("{pattern}: {error}"));
    let groups = |captures: itl_regex::Captures<'_>| {
        captures.iter().map(|group| group.map(|group| (group.start(), group.end()))).collect()
    };
    regex.captures_iter(text).map(groups).collect()
}

/// The texts of all matches.
fn found<'t>(pattern: &str, text: &'t str) -> Vec<&'t str> {
    ours(pattern, text).iter().filter_map(|groups| groups[0].and_then(|(start, end)| text.get(start..end))).collect()
}

#[test]
fn examples() {
    for (pattern, text, expected) in [
        (r"\w+(?=:)", "id: 7, name: x", vec!["id", "name"]),
        (r"(?<=id=)\d+", "id=42 od=7 id=8", vec!["42", "8"]),
        (r"\d+(?!\d|%)", "5% 17 30%", vec!["17"]),
        (r"(?<!\$)\b\d+", "$5 17 $30 4", vec!["17", "4"]),
        (r"(?<=^|,)[^,]*(?=,|$)", "a,,b", vec!["a", "", "b"]),
        (r"(?<=a.*)b", "b a b b", vec!["b", "b"]),
        (r"a(?=.*b)", "a a b a", vec!["a", "a"]),
        (r"(?<=(?<!x)a)b", "ab xab", vec!["b"]),
        (r"(?=(?!ab)a)\w+", "ab ac", vec!["ac"]),
        (r"(?i)(?<=ERROR )\w+", "Error Disk error net", vec!["Disk", "net"]),
        (r"(?<=é)ü", "éü ü", vec!["ü"]),
        (r"(?=a)", "aba", vec!["", ""]),
        (r"(?!)", "aba", vec![]),
        (r"(?=)(?<=)a", "a", vec!["a"]),
        (r"(?m)^(?!#).+$", "a\n#b\nc", vec!["a", "c"]),
        (r"(?:(?=a)\w|(?=b)\w\w){2}", "abc", vec!["abc"]),
        (r"(?=a){3}a", "a", vec!["a"]),
        (r"\B(?=(?:\d{3})+\b)", "1234567", vec!["", ""]),
        (r"^(?=.*\d)(?=.*[a-z]).{4,}$", "ab12", vec!["ab12"]),
        (r"^(?=.*\d)(?=.*[a-z]).{4,}$", "abcd", vec![]),
    ] {
        assert_eq!(found(pattern, text), expected, "{pattern} in {text}");
    }
}

#[test]
fn groups_inside_have_numbers_and_no_captures() -> Result<(), Error> {
    let regex = Regex::new(r"(?<a>x)(?=(?<b>y)(?<!(z)))(?<c>.)", SIZE)?;
    assert_eq!(regex.captures_len(), 5);
    let names: Vec<_> = regex.capture_names().collect();
    assert_eq!(names, [None, Some("a"), Some("b"), None, Some("c")]);
    let inside: Vec<_> = (0..5).map(|group| regex.is_in_look_around(group)).collect();
    assert_eq!(inside, [false, false, true, true, false]);
    let captures = regex.captures("xy").unwrap();
    let groups: Vec<_> = captures.iter().map(|group| group.map(|group| group.as_str())).collect();
    assert_eq!(groups, [Some("xy"), Some("x"), None, None, Some("y")]);
    Ok(())
}

#[test]
fn nesting_is_limited_like_groups() {
    for (depth, fits) in [(10, true), (249, true), (251, false), (5_000, false)] {
        let pattern = format!("{}a{}", "(?=".repeat(depth), ")".repeat(depth));
        assert_eq!(Regex::new(&pattern, SIZE).is_ok(), fits, "{depth}");
    }
}

/// The patterns whose constructs are refused, the part that is, and what is put in its place.
#[test]
fn refused() {
    for (pattern, part, replacement) in [
        (r"(a)\1", r"\1", None),
        (r"(?<n>a)\k<n>", r"\k<n>", None),
        (r"(?<n>a)\k{n}b", r"\k{n}", None),
        (r"(a)\g{1}", r"\g{1}", None),
        (r"(a)\g12b", r"\g12", None),
        (r"(?<n>a)(?P=n)", "(?P=", None),
        (r"a++b", "+", Some("")),
        (r"a*+", "+", Some("")),
        (r"a?+", "+", Some("")),
        (r"a{2,3}+", "+", Some("")),
        (r"x(?>a)", "(?>", Some("(?:")),
        (r"(?1)", "(?1)", None),
        (r"\((?:a|(?-1))\)", "(?-1)", None),
        (r"(?&n)", "(?&", None),
        (r"(?P>n)", "(?P>", None),
        (r"\g<n>", r"\g<n>", None),
        (r"(a)?(?(1)b|c)", "(?(", None),
        (r"\Ga", r"\G", None),
        (r"a\Kb", r"\K", None),
        (r"a\Z", r"\Z", Some(r"(?=\n?\z)")),
        (r"\Qa.b\Ec", r"\Qa.b\E", Some(r"a\.b")),
        (r"\Qa+b", r"\Qa+b", Some(r"a\+b")),
        (r"a\hb", r"\h", Some(r"[ \t]")),
        (r"[\h,]", r"\h", Some(r" \t")),
        (r"\H", r"\H", Some(r"[^ \t]")),
        (r"\R", r"\R", Some(r"(?:\r\n|\n|\r)")),
        (r"\X", r"\X", None),
        (r"\N", r"\N", Some(r"[^\n]")),
        (r"\N{BULLET}a", r"\N{BULLET}", None),
        (r"\eab", r"\e", Some(r"\x1B")),
        (r"\cA", r"\cA", Some(r"\x01")),
        (r"\07", r"\07", None),
        (r"(?'n'a)", "(?'", Some("(?<")),
        (r"(?|a|b)", "(?|", None),
        (r"(?#c)a", "(?#", None),
        (r"(*FAIL)a", "(*FAIL)", None),
        (r"\p{javaLowerCase}", r"\p{javaLowerCase}", None),
        (r"\p{InGreek}", r"\p{InGreek}", None),
        (r"\P{Blank}", r"\P{Blank}", Some("[[:^blank:]]")),
        (r"a\p{XDigit}", r"\p{XDigit}", Some("[[:xdigit:]]")),
    ] {
        let Err(Error::Unsupported(construct)) = Regex::new(pattern, SIZE) else { panic!("{pattern}") };
        assert_eq!(pattern.get(construct.span()), Some(part), "{pattern}");
        assert_eq!(construct.replacement(), replacement, "{pattern}");
        assert!(construct.message().contains("not supported") && !construct.help().is_empty(), "{pattern}");
        if let Some(replacement) = replacement {
            let mut fixed = pattern.to_owned();
            fixed.replace_range(construct.span(), replacement);
            let fixed = if pattern == "(?'n'a)" { "(?<n>a)".to_owned() } else { fixed };
            assert!(Regex::new(&fixed, SIZE).is_ok(), "{pattern} as {fixed}");
        }
    }
}

/// Patterns with look-around. Nothing that can be empty is repeated: engines differ in how they leave such loops.
fn pattern() -> impl Strategy<Value = String> {
    let leaf =
        prop::sample::select(&["a", "b", "c", ".", "[ab]", "[^a]", "a+", "b*?", "[bc]?", "ab", r"\b", "^", ""][..]);
    let solid = prop::sample::select(&["a", "[ab]", "[^c]", "(a)", "(?:ab|b)", "ab?"][..]);
    let around = prop::sample::select(&["(?=", "(?!", "(?<=", "(?<!"][..]);
    let repeat = prop::sample::select(&["*", "+", "?", "*?", "+?", "{2}", "{1,2}"][..]);
    leaf.prop_map(str::to_owned).prop_recursive(4, 20, 4, move |inner| {
        prop_oneof![
            3 => (around.clone(), inner.clone()).prop_map(|(open, inner)| format!("{open}{inner})")),
            3 => prop::collection::vec(inner.clone(), 1..4).prop_map(|all| all.concat()),
            1 => prop::collection::vec(inner.clone(), 1..3).prop_map(|all| format!("(?:{})", all.join("|"))),
            1 => prop::collection::vec(inner.clone(), 1..3).prop_map(|all| format!("({})", all.join("|"))),
            1 => (solid.clone(), inner, repeat.clone())
                .prop_map(|(solid, inner, repeat)| format!("(?:{solid}{inner}){repeat}")),
        ]
    })
}

/// Without the groups inside look-arounds, which have captures in other engines.
fn outside(regex: &Regex, groups: Groups) -> Groups {
    groups.into_iter().enumerate().map(|(at, group)| group.filter(|_| !regex.is_in_look_around(at))).collect()
}

#[test]
fn the_same_as_fancy_regex() {
    let compared = Cell::new(0);
    let config = ProptestConfig { cases: 4000, ..ProptestConfig::default() };
    let strategy = (pattern(), prop::collection::vec("[abcé\n]{0,9}", 3));
    proptest!(config, |((pattern, texts) in strategy)| {
        // It refuses a few look-behinds without a length.
        let Ok(theirs) = fancy_regex::Regex::new(&pattern) else { return Ok(()) };
        let regex = Regex::new(&pattern, SIZE).unwrap();
        for text in &texts {
            let all: Option<Vec<Groups>> = theirs
                .captures_iter(text)
                .map(|captures| {
                    let captures = captures.ok()?;
                    let groups = captures.iter().map(|group| group.map(|group| (group.start(), group.end())));
                    Some(outside(&regex, groups.collect()))
                })
                .collect();
            let Some(all) = all else { continue };
            prop_assert_eq!(ours(&pattern, text), all, "{} in {:?}", pattern, text);
            compared.set(compared.get() + 1);
        }
    });
    assert!(compared.get() > 6000, "{}", compared.get());
}

#[test]
fn work_is_linear_in_the_text() {
    let nested = format!("{}a{}", "(?<=b(?=.*".repeat(20), "))".repeat(20));
    let patterns = [
        r"(?<=a.*)b",
        r"(?<!a.*)b",
        r"a(?=.*b)",
        r"(?=(a+)+b)a",
        r"(?<=(?:a+)+c)b",
        r"(?<=(?=.*b)a)a|(?<!(?!a*c)b)b",
        r"(?=(?:a|aa|aaa)*(?<=(?:a|b)*a)b)a",
        r"(?<=(?:a?){30})b",
        r"(?:(?=a*b)a)+",
        &nested,
    ];
    for pattern in patterns {
        let regex = Regex::new(pattern, SIZE).unwrap();
        for unit in ["a", "ab", "b", "aaab"] {
            let work = |n: usize| regex.work(&unit.repeat(n / unit.len()));
            let (once, twice) = (work(2_000), work(4_000));
            assert!(twice * 10 <= once * 22, "{pattern} on {unit}: {once}, {twice}");
        }
    }
}

#[test]
fn groups_are_saved_inside_a_match_only() {
    let groups = "(a)|".repeat(400);
    let regex = Regex::new(&format!("(?<=x)(?:{groups}b)c"), SIZE).unwrap();
    let text = format!("{}xac", "xa".repeat(2_000));
    let started = regex.captures_iter(&text).map(|captures| captures.get(1).map(|group| group.start()));
    assert_eq!(started.collect::<Vec<_>>(), [Some(4_001)]);
}

#[test]
fn look_behind_over_a_megabyte() {
    let text = format!("{}b", "a".repeat(1 << 20));
    let regex = Regex::new(r"(?<=a{3}.*)(?<!b)b", SIZE).unwrap();
    assert_eq!(regex.find(&text).map(|found| found.range()), Some(1 << 20..(1 << 20) + 1));
    assert!(regex.work(&text) < 24 << 20, "{}", regex.work(&text));
}

#[test]
fn hostile_sizes() {
    // Many look-arounds are refused or compiled; neither takes long.
    for pattern in ["(?=a)".repeat(10_000), "(?<!".repeat(16_000), "(?:(?=a)){1000}".repeat(1_000)] {
        let _ = Regex::new(&pattern, SIZE);
    }
    // Positions of groups for each instruction.
    assert_eq!(Regex::new(&"()".repeat(8_000), SIZE).unwrap_err(), Error::TooBig);
}
