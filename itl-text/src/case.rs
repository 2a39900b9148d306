//! Letter case by Unicode's full mappings, without a locale.
//!
//! The table in `data/` holds runs of characters that are mapped by the same distance. It is ours on every
//! target, so that no compiler's version changes a text. The test below writes it.

use itl_regex::VarintReader;
use std::sync::OnceLock;

/// Characters from `first` to `last`, every one or every other, that are mapped by the same distance.
struct Run {
    first: u32,
    last: u32,
    step: u32,
    distance: i32,
}

struct Tables {
    lower: Vec<Run>,
    upper: Vec<Run>,
    /// Characters whose upper case is several characters.
    expanding: Vec<(char, String)>,
    /// The cased characters, as the places where ranges begin and end in turn. A sigma after one may end a word.
    cased: Vec<u32>,
    /// The characters that do not count when the end of a word is looked for, likewise.
    ignored: Vec<u32>,
}

fn runs(numbers: &mut VarintReader<'_>) -> Vec<Run> {
    let mut first = 0;
    let count = numbers.number();
    let run = |_| {
        first += numbers.number();
        let (shape, distance) = (numbers.number(), numbers.number());
        let step = shape % 2 + 1;
        // The sign is the lowest bit.
        let distance = (distance >> 1) as i32 * if distance & 1 == 1 { -1 } else { 1 };
        Run { first, last: first + shape / 2 * step, step, distance }
    };
    (0..count).map(run).collect()
}

fn expanding(numbers: &mut VarintReader<'_>) -> Vec<(char, String)> {
    let count = numbers.number();
    let mut character = || char::from_u32(numbers.number()).unwrap_or_default();
    // Two or three characters; the third is zero if there is none.
    let entry = |_| {
        let from = character();
        let to = [character(), character(), character()];
        (from, to.into_iter().filter(|c| *c != '\0').collect())
    };
    (0..count).map(entry).collect()
}

fn borders(numbers: &mut VarintReader<'_>) -> Vec<u32> {
    let mut at = 0;
    let count = numbers.number();
    let border = |_| {
        at += numbers.number();
        at
    };
    (0..count).map(border).collect()
}

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| {
        let numbers = &mut VarintReader::new(include_bytes!("../data/case.bin"));
        Tables {
            lower: runs(numbers),
            upper: runs(numbers),
            expanding: expanding(numbers),
            cased: borders(numbers),
            ignored: borders(numbers),
        }
    })
}

fn mapped(c: char, runs: &[Run]) -> char {
    let at = runs.partition_point(|run| run.first <= c as u32);
    let run = at.checked_sub(1).and_then(|at| runs.get(at));
    let run = run.filter(|run| c as u32 <= run.last && (c as u32 - run.first).is_multiple_of(run.step));
    run.and_then(|run| char::from_u32((c as u32).checked_add_signed(run.distance)?)).unwrap_or(c)
}

fn has(borders: &[u32], c: char) -> bool {
    borders.partition_point(|border| *border <= c as u32) % 2 == 1
}

/// The text in lower case.
pub fn lower(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let tables = tables();
    let word = |mut rest: &mut dyn Iterator<Item = char>| {
        let next = Iterator::find(&mut rest, |c| !has(&tables.ignored, *c));
        next.is_some_and(|c| has(&tables.cased, c))
    };
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            'İ' => out.push_str("i\u{307}"),
            // A sigma has a form of its own at the end of a word.
            'Σ' => {
                let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + 2..).unwrap_or_default());
                let ends = word(&mut before.chars().rev()) && !word(&mut after.chars());
                out.push(if ends { 'ς' } else { 'σ' });
            }
            c => out.push(mapped(c, &tables.lower)),
        }
    }
    out
}

/// The text in upper case.
pub fn upper(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_uppercase();
    }
    let tables = tables();
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c.to_ascii_uppercase());
            continue;
        }
        match tables.expanding.binary_search_by_key(&c, |(from, _)| *from) {
            Ok(at) => out.push_str(tables.expanding.get(at).map_or("", |(_, to)| to)),
            Err(_) => out.push(mapped(c, &tables.upper)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn number(mut n: u32, out: &mut Vec<u8>) {
        while n >= 128 {
            out.push((n & 127 | 128) as u8);
            n >>= 7;
        }
        out.push(n as u8);
    }

    fn runs(mut left: BTreeMap<u32, i32>, out: &mut Vec<u8>) {
        let mut rows = Vec::new();
        while let Some((first, distance)) = left.pop_first() {
            let same = |step: u32| {
                (1..0x1000).map(|n| first + n * step).take_while(|c| left.get(c) == Some(&distance)).count() as u32
            };
            // Every other character only if those between are not mapped.
            let every_other = (1..=same(2)).take_while(|n| !left.contains_key(&(first + n * 2 - 1))).count() as u32;
            let (count, step) = if every_other > same(1) { (every_other, 2) } else { (same(1), 1) };
            left.retain(|c, _| *c > first + count * step || (*c - first) % step != 0);
            rows.push((first, count * 2 + step - 1, distance.unsigned_abs() * 2 + u32::from(distance < 0)));
        }
        number(rows.len() as u32, out);
        let mut last = 0;
        for (first, shape, distance) in rows {
            for n in [first - last, shape, distance] {
                number(n, out);
            }
            last = first;
        }
    }

    fn borders(is: impl Fn(char) -> bool, out: &mut Vec<u8>) {
        let mut found = Vec::new();
        let mut inside = false;
        for c in '\0'..=char::MAX {
            if is(c) != inside {
                found.push(c as u32);
                inside = !inside;
            }
        }
        number(found.len() as u32, out);
        let mut last = 0;
        for border in found {
            number(border - last, out);
            last = border;
        }
    }

    /// The table that holds the standard library's mappings.
    fn table() -> Vec<u8> {
        let one = |mapped: &str| {
            let mut chars = mapped.chars();
            chars.next().filter(|_| chars.next().is_none())
        };
        let pairs = |map: fn(&str) -> String| {
            let pair = |c: char| one(&map(&c.to_string())).map(|to| (c as u32, to as i32 - c as i32));
            ('\0'..=char::MAX).filter_map(pair).filter(|(_, distance)| *distance != 0).collect::<BTreeMap<_, _>>()
        };
        let mut out = Vec::new();
        runs(pairs(str::to_lowercase), &mut out);
        runs(pairs(str::to_uppercase), &mut out);
        let several: Vec<(char, String)> =
            ('\0'..=char::MAX).map(|c| (c, c.to_uppercase().to_string())).filter(|(_, to)| one(to).is_none()).collect();
        number(several.len() as u32, &mut out);
        for (from, to) in several {
            let to: Vec<u32> = to.chars().map(u32::from).chain([0]).take(3).collect();
            std::iter::once(from as u32).chain(to).for_each(|n| number(n, &mut out));
        }
        let ends = |text: String| text.to_lowercase().ends_with('ς');
        borders(|c| ends(format!("{c}Σ")), &mut out);
        borders(|c| ends(format!("A{c}Σ")) && !ends(format!("{c}Σ")), &mut out);
        out
    }

    /// Whether the standard library's Unicode version is ours, so that it can be compared.
    fn is_comparable() -> bool {
        let (major, minor, update) = char::UNICODE_VERSION;
        crate::UNICODE_VERSION == format!("{major}.{minor}.{update}")
    }

    #[test]
    fn the_table_is_that_of_the_standard_library() {
        if !is_comparable() {
            return;
        }
        let table = table();
        if std::env::var_os("ITL_WRITE_TABLES").is_some() {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/case.bin");
            assert!(std::fs::write(path, &table).is_ok());
        }
        let same = table == include_bytes!("../data/case.bin");
        assert!(same, "the table is not the standard library's: test once with ITL_WRITE_TABLES set, then again");
        for c in '\0'..=char::MAX {
            let text = c.to_string();
            assert_eq!(super::lower(&text), text.to_lowercase(), "{c:?}");
            assert_eq!(super::upper(&text), text.to_uppercase(), "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn texts(text in "[aBΣσς'.\u{307}\u{ad}ßŉİı １ǅ]{0,8}|.{0,12}") {
            prop_assume!(is_comparable());
            prop_assert_eq!(super::lower(&text), text.to_lowercase());
            prop_assert_eq!(super::upper(&text), text.to_uppercase());
        }
    }
}
