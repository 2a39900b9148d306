//! Text cut to a length.

use super::{clusters_cost, cut, read};
use crate::functions::{Call, Param, ParamKind, Row, example, optional, param};
use itl_text::graphemes;
use itl_value::{Text, Value};

const MARKER: &str = "…";

const PARAMS: &[Param] = &[param("n", ParamKind::Integer), optional("marker", ParamKind::Text, MARKER)];

pub(super) const ROWS: &[Row] = &[
    Row {
        name: "truncate",
        params: PARAMS,
        portable: false,
        doc: "At most n characters as people see them, with a marker where something was cut.",
        examples: &[
            example(r#""Hello world""#, "truncate(8)", "Hello w…"),
            example(r#""Hello world""#, "truncate(11)", "Hello world"),
            example(r#""Hello world""#, r#"truncate(8, "...")"#, "Hello..."),
            example(r#""Hello world""#, r#"truncate(2, "...")"#, "He"),
            example(r#""👨‍👩‍👧‍👦abc""#, "truncate(2)", "👨‍👩‍👧‍👦…"),
        ],
        run: truncate,
        ..Row::BASE
    },
    Row {
        name: "truncateBytes",
        params: PARAMS,
        portable: false,
        doc: "At most n bytes of UTF-8, cut between characters as people see them.",
        examples: &[
            example(r#""Hello world""#, "truncateBytes(8)", "Hello…"),
            example(r#""aäb""#, r#"truncateBytes(2, "")"#, "a"),
            example(r#""a👨‍👩‍👧‍👦""#, r#"truncateBytes(20, "")"#, "a"),
            example(r#""Hello world""#, "truncateBytes(99)", "Hello world"),
        ],
        run: truncate_bytes,
        ..Row::BASE
    },
];

fn truncate<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let (text, limit, marker) = arguments(value, call);
    // A character has at least one byte.
    if text.len() <= limit {
        return Value::Text(text);
    }
    let whole = clusters_end(&text, limit, call);
    if whole.is_none_or(|end| end == text.len()) || call.is_out() {
        return Value::Text(text);
    }
    call.charge_fuel(clusters_cost(marker));
    let width = graphemes::starts(marker).count();
    if width > limit {
        return marked(text, whole.unwrap_or_default(), "", call);
    }
    let end = clusters_end(&text, limit - width, call).unwrap_or(text.len());
    marked(text, end, marker, call)
}

fn truncate_bytes<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let (text, limit, marker) = arguments(value, call);
    if text.len() <= limit {
        return Value::Text(text);
    }
    let (room, marker) = if marker.len() <= limit { (limit - marker.len(), marker) } else { (limit, "") };
    let end = if is_plain(&text, room) { room } else { cluster_before(&text, room, call) };
    marked(text, end, marker, call)
}

fn arguments<'r, 'a>(value: Value<'a>, call: &mut Call<'r, 'a>) -> (Text<'a>, usize, &'r str) {
    let limit = usize::try_from(call.integer(0).unwrap_or(0).max(0)).unwrap_or(usize::MAX);
    (read(value, call), limit, call.text(1, MARKER))
}

/// Where the first `count` grapheme clusters of `text` end; `None` if it has fewer. Charges for the text that it
/// reads.
fn clusters_end(text: &str, count: usize, call: &mut Call<'_, '_>) -> Option<usize> {
    if is_plain(text, count) {
        return Some(count);
    }
    let end = graphemes::starts(text).chain([text.len()]).nth(count);
    // A cluster may be a letter and a million accents, all of which are read to find its end.
    call.charge_fuel(clusters_cost(text.get(..end.unwrap_or(text.len())).unwrap_or(text)));
    end
}

/// The last boundary of clusters at or before `at`.
fn cluster_before(text: &str, at: usize, call: &mut Call<'_, '_>) -> usize {
    let at = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let end = graphemes::floor(text, at);
    // Flags are counted from their first on, which may be that of the text, and that is looked for from here.
    call.charge_fuel(clusters_cost(text.get(..at).unwrap_or(text)).saturating_mul(2));
    end
}

/// Whether the first bytes and the one after them are clusters of their own: ASCII, without the
/// CR that a LF would join.
fn is_plain(text: &str, bytes: usize) -> bool {
    text.as_bytes().get(..=bytes).is_some_and(|head| head.is_ascii() && !head.contains(&b'\r'))
}

fn marked<'a>(text: Text<'a>, end: usize, marker: &str, call: &mut Call<'_, 'a>) -> Value<'a> {
    if marker.is_empty() {
        return Value::Text(cut(text, 0..end));
    }
    if !call.charge_fuel(end.saturating_add(marker.len())) {
        return Value::Text(text);
    }
    let mut out = String::with_capacity(end + marker.len());
    out.push_str(text.get(..end).unwrap_or_default());
    out.push_str(marker);
    Value::Text(out.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_segmentation::UnicodeSegmentation;

    #[test]
    fn the_fast_path_finds_the_same_ends() {
        for text in ["", "abc", "a\r\nb", "e\u{301}x", "ab\u{301}", "🇩🇪🇫🇷", "a\r"] {
            let mut ends: Vec<_> = text.grapheme_indices(true).map(|(at, _)| Some(at)).collect();
            ends.extend([Some(text.len()), None]);
            let mut fuel = 1000;
            let mut call = Call {
                args: &[],
                zone: itl_time::Zone::UTC,
                now: None,
                remark: None,
                given: &[],
                fuel: &mut fuel,
                debt: 0,
                branch: None,
                printed: None,
            };
            let found: Vec<_> = (0..ends.len()).map(|count| clusters_end(text, count, &mut call)).collect();
            assert_eq!(found, ends, "{text:?}");
            for at in 0..text.len() {
                let before =
                    text.grapheme_indices(true).map(|(start, _)| start).take_while(|start| *start <= at).last();
                assert_eq!(Some(cluster_before(text, at, &mut call)), before, "{text:?} {at}");
            }
        }
    }
}
