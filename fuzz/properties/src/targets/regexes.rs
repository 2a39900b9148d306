//! Regular expressions against the crate `regex` and, with look-around, against an engine that backtracks.

use crate::input::Input;
use itl_regex::{Error, Regex};

const SIZE: usize = 1 << 20;

/// Positions of the groups of each match.
type Matches = Vec<Vec<Option<(usize, usize)>>>;

/// Both ways to run a pattern have the same matches, which are those of the models; work is linear in the text.
pub(super) fn run(bytes: &[u8]) {
    let input = Input::read(bytes);
    let pattern = input.text();
    let text = input.field("text").map_or_else(|| "aAbB é É ab\n3".into(), |field| field.text());
    let theirs = regex::RegexBuilder::new(&pattern).size_limit(8 * SIZE).build();
    let regex = match Regex::new(&pattern, SIZE) {
        Ok(regex) => regex,
        Err(Error::Unsupported(construct)) => {
            assert!(pattern.get(construct.span()).is_some_and(|part| !part.is_empty()), "{construct:?}");
            return;
        }
        Err(Error::TooBig) => return,
        Err(error) => {
            let Err(theirs) = theirs else { panic!("{pattern:?}: {error}, but the crate reads it") };
            let theirs = theirs.to_string();
            assert!(
                theirs.contains(&error.to_string()) || theirs.contains("look-around"),
                "{pattern:?}: {error}, {theirs}"
            );
            return;
        }
    };
    let found = ours(&regex, &text);
    assert_eq!(found, ours(&Regex::simulated(&pattern, SIZE).unwrap(), &text), "simulated {pattern:?} in {text:?}");
    assert_eq!(regex.is_match(&text), !found.is_empty(), "{pattern:?} in {text:?}");
    assert_eq!(regex.find(&text).map(|found| (found.start(), found.end())), found.first().and_then(|first| first[0]));
    match theirs {
        Ok(theirs) => {
            let names: Vec<_> = regex.capture_names().collect();
            assert_eq!(names, theirs.capture_names().collect::<Vec<_>>());
            let groups =
                |found: regex::Captures<'_>| found.iter().map(|group| group.map(|m| (m.start(), m.end()))).collect();
            assert_eq!(found, theirs.captures_iter(&text).map(groups).collect::<Matches>(), "{pattern:?} in {text:?}");
        }
        Err(_) => backtracking(&pattern, &text, &regex, &found),
    }
    linear(&regex, &text);
}

fn ours(regex: &Regex, text: &str) -> Matches {
    let groups =
        |found: itl_regex::Captures<'_>| found.iter().map(|group| group.map(|m| (m.start(), m.end()))).collect();
    regex.captures_iter(text).map(groups).collect()
}

/// Whether a repetition holds what can be empty: engines differ in how they leave such loops. Optional groups and
/// counted repetitions are loops too.
fn repeats_groups(pattern: &str) -> bool {
    let after_group = |at: usize| pattern[at + 1..].starts_with(['*', '+', '?', '{']);
    pattern.match_indices(')').any(|(at, _)| after_group(at))
}

fn backtracking(pattern: &str, text: &str, regex: &Regex, found: &Matches) {
    // What the model means by these is not what the crate `regex` means.
    let other = [
        "\\<", "\\>", "(?x", "(?U", "(?R", "(?-u", "\\b{", "\\B", "&&", "--", "~~", "\\K", "\\G", "\\h", "\\e", "\\Z",
        "(?m", "#",
    ];
    // It reads the second of two quantifiers as text.
    let quantified_twice = ["+{", "*{", "?{", "}{"].iter().any(|part| pattern.contains(part));
    if quantified_twice || repeats_groups(pattern) || other.iter().any(|part| pattern.contains(part)) {
        return;
    }
    let builder = fancy_regex::RegexBuilder::new(pattern).backtrack_limit(20_000).build();
    let Ok(theirs) = builder else { return };
    let mut all = Matches::new();
    for captures in theirs.captures_iter(text) {
        let Ok(captures) = captures else { return };
        let groups = captures.iter().enumerate();
        let outside = |(at, group): (usize, Option<fancy_regex::Match<'_>>)| {
            group.filter(|_| !regex.is_in_look_around(at)).map(|m| (m.start(), m.end()))
        };
        all.push(groups.map(outside).collect());
    }
    assert_eq!(*found, all, "{pattern:?} in {text:?}");
}

/// The work on a text and on twice of it. A longer text may reach more of the pattern; once it has reached all of it, the
/// work grows as the text does, but where a search may read far past each match: that is charged for.
fn linear(regex: &Regex, text: &str) {
    if text.is_empty() || text.len() > 200 {
        return;
    }
    let grows_faster = |times: usize| {
        let (once, twice) = (regex.work(&text.repeat(times)), regex.work(&text.repeat(2 * times)));
        (twice > once * 5 / 2 + 64).then_some((once, twice))
    };
    let cost = regex.cost();
    let reaches_all = 2 * (cost.places + cost.look_around_places);
    if grows_faster(8).is_some() && !cost.far && reaches_all <= 2_000 {
        let found = grows_faster(reaches_all.max(8));
        assert_eq!(found, None, "{:?} on {text:?}", regex.as_str());
    }
}
