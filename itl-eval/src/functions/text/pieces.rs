//! Text into arrays.

use super::read;
use crate::functions::{Call, ParamKind, Row, example, param};
use itl_value::{Kind, Text, Value};
use memchr::memchr2;

pub(super) const ROWS: &[Row] = &[
    Row {
        name: "split",
        params: &[param("delimiter", ParamKind::Text)],
        returns: Kind::Array,
        portable: false,
        doc: "The pieces between a delimiter, empty ones kept; without delimiter the characters.",
        examples: &[
            example(r#""a,b,c""#, r#"split(",")"#, r#"["a","b","c"]"#),
            example(r#""a,,""#, r#"split(",")"#, r#"["a","",""]"#),
            example(r#""a😀""#, r#"split("")"#, r#"["a","😀"]"#),
            example(r#""""#, r#"split(",")"#, r#"[""]"#),
        ],
        run: split,
        ..Row::BASE
    },
    Row {
        name: "lines",
        returns: Kind::Array,
        portable: false,
        doc: "The lines, without their ends and without an empty last one.",
        examples: &[
            example(r#""a\nb\r\nc\rd""#, "lines()", r#"["a","b","c","d"]"#),
            example(r#""a\n\n""#, "lines()", r#"["a",""]"#),
            example(r#""""#, "lines()", "[]"),
        ],
        run: lines,
        ..Row::BASE
    },
];

fn split<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let text = read(value, call);
    list(text, Cut::At(call.text(0, "")), call)
}

fn lines<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let text = read(value, call);
    list(text, Cut::Lines, call)
}

/// Where a text is cut.
#[derive(Clone, Copy)]
enum Cut<'d> {
    /// At a delimiter; without one between all characters.
    At(&'d str),
    /// At line ends.
    Lines,
}

impl Cut<'_> {
    fn each<'t>(self, text: &'t str, mut found: impl FnMut(&'t str)) {
        match self {
            Self::At("") => {
                text.char_indices().for_each(|(at, c)| found(text.get(at..at + c.len_utf8()).unwrap_or_default()));
            }
            Self::At(delimiter) => text.split(delimiter).for_each(found),
            Self::Lines => lines_with_ends(text).for_each(|(line, _)| found(line)),
        }
    }
}

fn list<'a>(text: Text<'a>, cut: Cut<'_>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let mut count = 0_usize;
    cut.each(&text, |_| count += 1);
    let size = count.saturating_mul(size_of::<Value<'_>>());
    let copied = if text.borrowed().is_none() { text.len() } else { 0 };
    if !call.charge_fuel(size.saturating_add(copied)) {
        return Value::Text(text);
    }
    let mut pieces = Vec::with_capacity(count);
    match text.borrowed() {
        Some(text) => cut.each(text, |piece| pieces.push(Value::text(piece))),
        None => cut.each(&text, |piece| pieces.push(Value::text(piece.to_owned()))),
    }
    Value::list(pieces)
}

/// The lines of a text with their ends: LF, CRLF or CR, and nothing after the last.
pub(super) fn lines_with_ends(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
        let (line, from_end) = rest.split_at_checked(end)?;
        let width = if from_end.starts_with("\r\n") { 2 } else { from_end.len().min(1) };
        let (end, after) = from_end.split_at_checked(width)?;
        rest = after;
        Some((line, end))
    })
}

#[cfg(test)]
mod tests {
    use super::lines_with_ends;

    #[test]
    fn line_ends() {
        let lines: Vec<_> = lines_with_ends("a\n\rb\r\n\r\nc").collect();
        assert_eq!(lines, [("a", "\n"), ("", "\r"), ("b", "\r\n"), ("", "\r\n"), ("c", "")]);
        assert_eq!(lines_with_ends("").count(), 0);
        assert_eq!(lines_with_ends("\n").collect::<Vec<_>>(), [("", "\n")]);
    }
}
