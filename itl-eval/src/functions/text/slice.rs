//! Parts of a text by position.

use super::places::Places;
use super::{cut, offset, read};
use crate::functions::{Call, ParamKind, Row, example, optional, param};
use itl_value::Value;
use std::ops::Range;

pub(super) const ROWS: &[Row] = &[
    Row {
        name: "substring",
        params: &[param("from", ParamKind::Integer), optional("to", ParamKind::Integer, "the end")],
        doc: "The characters from one position up to another; negative positions count from the end.",
        examples: &[
            example(r#""Disk full""#, "substring(5)", "full"),
            example(r#""Disk full""#, "substring(0, 4)", "Disk"),
            example(r#""Disk full""#, "substring(-4, -1)", "ful"),
            example(r#""Disk full""#, "substring(5, 99)", "full"),
            example(r#""Disk full""#, "substring(4, 2)", ""),
            example(r#""a😀b""#, "substring(1, 2)", "😀"),
            example("", "substring(1)", ""),
        ],
        run: substring,
        ..Row::BASE
    },
    Row {
        name: "splitTakeAt",
        params: &[param("delimiter", ParamKind::Text), param("n", ParamKind::Integer)],
        doc: "The n-th piece, from zero, of the text split at a delimiter; negative counts from the end.",
        examples: &[
            example(r#""web,db,cache""#, r#"splitTakeAt(",", 1)"#, "db"),
            example(r#""web,db,cache""#, r#"splitTakeAt(",", -1)"#, "cache"),
            example(r#""web,db,cache""#, r#"splitTakeAt(",", 9)"#, ""),
            example(r#""a,,b""#, r#"splitTakeAt(",", 1)"#, ""),
            example(r#""a😀b""#, r#"splitTakeAt("", 1)"#, "😀"),
        ],
        run: split_take_at,
        ..Row::BASE
    },
];

fn substring<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let text = read(value, call);
    let start = offset(&text, call.integer(0).unwrap_or(0));
    let end = call.integer(1).map_or(text.len(), |to| offset(&text, to));
    Value::Text(cut(text, start.min(end)..end))
}

fn split_take_at<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let text = read(value, call);
    let (range, passed) = piece(&text, call.text(0, ""), call.integer(1).unwrap_or(0));
    call.charge_fuel(passed);
    Value::Text(cut(text, range.unwrap_or_default()))
}

/// The range of the `n`-th piece of `text`, and how many delimiters were passed to find it.
fn piece(text: &str, delimiter: &str, n: i64) -> (Option<Range<usize>>, usize) {
    let mut passed = 0;
    let range = find_piece(text, delimiter, n, &mut passed);
    (range, passed)
}

fn find_piece(text: &str, delimiter: &str, n: i64, passed: &mut usize) -> Option<Range<usize>> {
    if delimiter.is_empty() {
        let start = offset(text, n);
        let width = text.get(start..)?.chars().next()?.len_utf8();
        // A position before the text was clamped to its beginning.
        let inside = n >= 0 || text.char_indices().nth_back(usize::try_from(n.unsigned_abs()).ok()? - 1).is_some();
        return inside.then_some(start..start + width);
    }
    let n = if n < 0 {
        let count = Places::new(text, delimiter).count();
        *passed += count;
        (count as i64 + 1).checked_add(n)?
    } else {
        n
    };
    let n = usize::try_from(n).ok()?;
    let mut cuts = Places::new(text, delimiter).inspect(|_| *passed += 1);
    let start = if n == 0 { 0 } else { cuts.nth(n - 1)? + delimiter.len() };
    Some(start..cuts.next().unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::piece;

    #[test]
    fn pieces_by_position() {
        let take = |text: &'static str, delimiter, n| piece(text, delimiter, n).0.and_then(|range| text.get(range));
        assert_eq!(take("aaab", "aa", -1), Some("ab"));
        assert_eq!(take("aaab", "aa", -2), Some(""));
        assert_eq!(take("aaab", "aa", -3), None);
        assert_eq!(take("a,b", ",", i64::MAX), None);
        assert_eq!(take("a,b", ",", i64::MIN), None);
        assert_eq!(take("", ",", 0), Some(""));
        assert_eq!([-1, -2, -3, -4].map(|n| take("a, b, c", ", ", n)), [Some("c"), Some("b"), Some("a"), None]);
        assert_eq!([-1, -2, -3].map(|n| take("aba ababa", "aba", n)), [Some("ba"), Some(" "), Some("")]);
        assert_eq!(take("", ",", -1), Some(""));
        assert_eq!(piece("z".repeat(1000).as_str(), "z", -1).1, 2000);
        assert_eq!(take("äb", "", -2), Some("ä"));
        assert_eq!(take("äb", "", -3), None);
        assert_eq!(take("äb", "", i64::MIN), None);
        assert_eq!(take("äb", "", 2), None);
        assert_eq!(take("", "", 0), None);
    }
}
