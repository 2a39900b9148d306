//! The library: all rows in one array, which the compiler builds.

use super::{Row, array, date, encoding, matchers, number, regex, text};

/// The rows by subject, in the library's order.
const SUBJECTS: [&[&[Row]]; 7] =
    [text::ROWS, matchers::ROWS, date::ROWS, &[regex::ROWS], array::ROWS, number::ROWS, encoding::ROWS];

/// What each list of [`SUBJECTS`] is about.
const SUBJECT_NAMES: [&str; 7] =
    ["Text", "Matching", "Dates and time", "Regular expressions", "Arrays", "Numbers", "Encoding"];

/// The subject of the library's function of that name.
pub(super) fn subject(name: &str) -> Option<&'static str> {
    let holds = |lists: &&[&[Row]]| lists.iter().any(|list| list.iter().any(|row| row.name == name));
    SUBJECTS.iter().zip(SUBJECT_NAMES).find_map(|(lists, subject)| holds(lists).then_some(subject))
}

/// The rows that the build holds: all of them, or without the feature `extensions` those of
/// ilert's own functions.
pub(super) static HELD: [Row; count(true)] = select(true);

/// The names of the others. The functions themselves are not in the program.
#[cfg(not(feature = "extensions"))]
static LEFT_OUT: [&str; count(false)] = {
    let rows: [Row; count(false)] = select(false);
    let mut names = [""; count(false)];
    let (mut from, mut to) = (rows.as_slice(), names.as_mut_slice());
    while let ([row, more @ ..], [name, rest @ ..]) = (from, to) {
        *name = row.name;
        (from, to) = (more, rest);
    }
    names
};

/// Whether a function of that name is one of the library that the build does not hold.
pub(crate) fn is_left_out(name: &str) -> bool {
    #[cfg(feature = "extensions")]
    let left_out = [""; 0];
    #[cfg(not(feature = "extensions"))]
    let left_out = &LEFT_OUT;
    left_out.contains(&name)
}

const fn is_held(row: &Row) -> bool {
    row.portable || cfg!(feature = "extensions")
}

/// The rows that are held, or those that are not.
const fn select<const N: usize>(held: bool) -> [Row; N] {
    let mut selected = [Row::BASE; N];
    walk(held, &mut selected);
    selected
}

const fn count(held: bool) -> usize {
    walk(held, &mut [])
}

/// Writes the rows that are held, or those that are not, as far as there is room, and counts them;
/// without the feature `docs` without their texts, which are then not in the program at all.
const fn walk(held: bool, mut to: &mut [Row]) -> usize {
    let mut count = 0;
    let mut subjects: &[&[&[Row]]] = &SUBJECTS;
    while let [subject, rest @ ..] = subjects {
        let mut lists = *subject;
        while let [list, rest @ ..] = lists {
            let mut rows = *list;
            while let [row, rest @ ..] = rows {
                if is_held(row) == held {
                    count += 1;
                    if let [slot, more @ ..] = to {
                        let texts = if cfg!(feature = "docs") { row } else { &Row::BASE };
                        *slot = Row { doc: texts.doc, examples: texts.examples, ..*row };
                        to = more;
                    }
                }
                rows = rest;
            }
            lists = rest;
        }
        subjects = rest;
    }
    count
}
