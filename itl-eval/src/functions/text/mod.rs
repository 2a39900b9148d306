//! Functions on text.

mod affix;
mod case;
mod edit;
mod pad;
mod parts;
mod pieces;
mod places;
mod slice;
mod truncate;

use super::{Call, Row};
use itl_value::{Text, Value};
use std::ops::Range;

pub(super) const ROWS: &[&[Row]] =
    &[slice::ROWS, case::ROWS, edit::ROWS, affix::ROWS, pad::ROWS, parts::ROWS, pieces::ROWS, truncate::ROWS];

/// Pays for looking at text. That is cheap and not free: a long text that a long loop looks at
/// again and again would else take hours within the limits.
pub(super) fn scanned(bytes: usize, call: &mut Call<'_, '_>) {
    call.charge_fuel(bytes / 4);
}

/// The bytes that looking for the grapheme clusters of a text costs. Characters beyond ASCII are looked up in a table.
pub(super) fn clusters_cost(text: &str) -> usize {
    text.len().saturating_mul(if text.is_ascii() { 1 } else { 2 })
}

/// The receiver as text. What is none is printed for it, and that is charged.
pub(super) fn read<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Text<'a> {
    let is_printed = !matches!(value, Value::Text(_));
    let text = value.into_text_within(call.affordable());
    charge(&text, is_printed, call);
    text
}

/// As [`read`], for functions that give the value itself back.
pub(super) fn view<'v>(value: &'v Value<'_>, call: &mut Call<'_, '_>) -> Text<'v> {
    let is_printed = !matches!(value, Value::Text(_));
    let text = match value {
        Value::Text(text) => Text::from(&**text),
        other => other.to_text_within(call.affordable()),
    };
    charge(&text, is_printed, call);
    text
}

fn charge(text: &str, is_printed: bool, call: &mut Call<'_, '_>) {
    if is_printed {
        // Of nested values each level costs as much as some of its bytes.
        call.charge_fuel(text.len().saturating_mul(2) + 8);
    } else {
        scanned(text.len(), call);
    }
}

/// A part of `text`, borrowed where the text is.
pub(super) fn cut(text: Text<'_>, range: Range<usize>) -> Text<'_> {
    match text.borrowed() {
        Some(text) => text.get(range).unwrap_or_default().into(),
        None if range == (0..text.len()) => text,
        None => text.get(range).unwrap_or_default().to_owned().into(),
    }
}

/// Where the character at `position` begins, counted from the end where negative; clamped to the
/// ends of the text.
pub(super) fn offset(text: &str, position: i64) -> usize {
    let steps = usize::try_from(position.unsigned_abs()).unwrap_or(usize::MAX);
    if steps >= text.len() {
        return if position < 0 { 0 } else { text.len() };
    }
    // A character is a byte as far as the text is ASCII.
    let from_end = text.len() - steps;
    if position < 0 {
        let is_ascii = text.as_bytes().get(from_end..).is_some_and(<[u8]>::is_ascii);
        return if is_ascii { from_end } else { text.char_indices().nth_back(steps - 1).map_or(0, |(at, _)| at) };
    }
    let is_ascii = text.as_bytes().get(..steps).is_some_and(<[u8]>::is_ascii);
    if is_ascii { steps } else { text.char_indices().nth(steps).map_or(text.len(), |(at, _)| at) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions::{Arg, Registry, Run};

    #[test]
    fn offsets_count_characters() {
        let text = "a😀b";
        assert_eq!([0, 1, 2, 3, 4, i64::MAX].map(|at| offset(text, at)), [0, 1, 5, 6, 6, 6]);
        assert_eq!([-1, -2, -3, -4, i64::MIN].map(|at| offset(text, at)), [5, 1, 0, 0, 0]);
        assert_eq!([0, 1, -1].map(|at| offset("", at)), [0, 0, 0]);
    }

    /// What the function of that name makes of a borrowed text.
    fn run<'a>(name: &str, value: &'a str, args: &'a [Arg]) -> Option<Value<'a>> {
        let registry = Registry::standard();
        let Run::Native(function) = registry.get(name)?.run else { return None };
        let mut fuel = 1_000_000;
        let mut call = Call {
            args,
            zone: itl_time::Zone::UTC,
            now: None,
            remark: None,
            given: &[],
            fuel: &mut fuel,
            debt: 0,
            branch: None,
            printed: None,
        };
        Some(function(Value::text(value), &mut call))
    }

    #[test]
    fn what_is_only_cut_is_not_copied() {
        let text = |text: &str| Arg::Text(text.into());
        let number = Arg::Integer;
        for (name, value, args, expected) in [
            ("substring", "größe", vec![number(1), number(-1)], "röß"),
            ("slice", "größe", vec![number(2)], "öße"),
            ("splitTakeAt", "a, b", vec![text(", "), number(1)], "b"),
            ("substringBefore", "a=b", vec![text("=")], "a"),
            ("substringBetween", "a(b)", vec![text("("), text(")")], "b"),
            ("trim", " a ", vec![], "a"),
            ("trimEnd", " a ", vec![], " a"),
            ("first", "öa", vec![], "ö"),
            ("lowerCase", "disk 7", vec![], "disk 7"),
            ("upperCase", "DISK 7", vec![], "DISK 7"),
            ("capitalize", "Disk", vec![], "Disk"),
            ("titleCase", "Disk Full", vec![], "Disk Full"),
            ("replaceAll", "disk", vec![text("x"), text("y")], "disk"),
            ("truncate", "disk", vec![number(4)], "disk"),
            ("truncate", "disk full", vec![number(4), text("")], "disk"),
            ("truncateBytes", "größe", vec![number(3), text("")], "gr"),
            ("htmlEscape", "disk", vec![], "disk"),
            ("jsonEscape", "größe", vec![], "größe"),
            ("urlDecode", "disk", vec![], "disk"),
            ("indent", "one line", vec![number(2)], "one line"),
            ("equalsTake", "disk", vec![text("x"), text("y")], "disk"),
            ("equalsTake", "disk", vec![text("disk"), text("y")], "y"),
            ("default", "disk", vec![text("x")], "disk"),
        ] {
            let result = run(name, value, &args);
            assert!(
                matches!(&result, Some(Value::Text(cut)) if cut.borrowed() == Some(expected)),
                "{name}: {result:?}"
            );
        }
    }

    #[test]
    fn what_cannot_be_paid_is_not_made() {
        let args = [Arg::Integer(i64::MAX)];
        let result = run("indent", "a\nb", &args);
        assert!(matches!(&result, Some(Value::Text(text)) if text.borrowed() == Some("a\nb")), "{result:?}");
    }

    #[test]
    fn cuts_borrow_what_is_borrowed() {
        assert_eq!(cut("größe".into(), 2..4).borrowed(), Some("ö"));
        assert_eq!(cut("größe".to_owned().into(), 2..4), "ö");
        // Not a character boundary, and not in order.
        assert_eq!(cut("ö".to_owned().into(), 1..2), "");
        #[expect(clippy::reversed_empty_ranges, reason = "that is the case")]
        let reversed = cut("ab".to_owned().into(), 2..1);
        assert_eq!(reversed, "");
    }
}
