//! The order in which people count: `web-9` before `web-10`.

use super::{on_list, sorting};
use crate::functions::text::{read, scanned};
use crate::functions::{Call, ParamKind, Row, Yields, example, optional};
use itl_value::{Kind, Text, Value};
use std::cmp::Ordering;

pub(super) const ROWS: &[Row] = &[Row {
    name: "sortNatural",
    receiver: Kind::Array,
    params: &[optional("key", ParamKind::Key, "the items themselves")],
    returns: Kind::Array,
    portable: false,
    yields: Yields::Receiver,
    doc: "In the order in which people count: runs of digits are compared as numbers, the rest by code point.",
    examples: &[
        example(r#"["web-10", "web-9", "db-1"]"#, "sortNatural()", r#"["db-1","web-9","web-10"]"#),
        example(r#"["v1.10.0", "v1.9.2", "v1.9.10"]"#, "sortNatural()", r#"["v1.9.2","v1.9.10","v1.10.0"]"#),
        example(r#"[{"h": "n10"}, {"h": "n2"}, {}]"#, r#"sortNatural("h")"#, r#"[{},{"h":"n2"},{"h":"n10"}]"#),
        example(r#"["a01", "a1", "a1b"]"#, "sortNatural()", r#"["a1","a01","a1b"]"#),
        example("3", "sortNatural()", "3"),
    ],
    run: sort_natural,
    ..Row::BASE
}];

fn sort_natural<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let key = call.key(0);
    on_list(value, call, |list, call| {
        if !sorting::<Text<'_>>(list, call) {
            return Vec::new();
        }
        let with_text = |item: Value<'a>| {
            let found = key.map_or_else(|| item.clone(), |key| item.follow_key_path(key));
            (read(found, call), item)
        };
        let mut items: Vec<_> = list.iter().map(with_text).collect();
        let size: usize = items.iter().map(|(text, _)| text.len() + 16).sum();
        let rounds = items.len().max(2).ilog2() as usize;
        // As the one that divides the others, each is compared with all.
        let zeros = items.iter().map(|(text, _)| zeros(text)).max().unwrap_or(0).saturating_sub(FEW_ZEROS);
        let compared = size.saturating_add(items.len().saturating_mul(zeros));
        scanned(compared.saturating_mul(rounds), call);
        if call.is_out() {
            return Vec::new();
        }
        items.sort_by(|(a, _), (b, _)| natural(a, b));
        items.into_iter().map(|(_, item)| item).collect()
    })
}

/// What a comparison reads of zeros for what it costs anyway.
const FEW_ZEROS: usize = 64;

/// Compares character by character, digits in a row as one number. Texts that differ in leading zeros alone are
/// ordered by those, the fewer first.
fn natural(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    let mut zeros = Ordering::Equal;
    loop {
        let order = if starts_with_digit(left) && starts_with_digit(right) {
            let (low, high) = (left.trim_start_matches('0'), right.trim_start_matches('0'));
            zeros = zeros.then((left.len() - low.len()).cmp(&(right.len() - high.len())));
            let (order, read) = numbers(low, high);
            (left, right) = (rest(low, read), rest(high, read));
            order
        } else {
            let next = (left.chars().next(), right.chars().next());
            let (Some(one), Some(two)) = next else { return next.0.cmp(&next.1).then(zeros) };
            (left, right) = (rest(left, one.len_utf8()), rest(right, two.len_utf8()));
            one.cmp(&two)
        };
        if order.is_ne() {
            return order;
        }
    }
}

fn starts_with_digit(text: &str) -> bool {
    text.as_bytes().first().is_some_and(u8::is_ascii_digit)
}

/// Compares the numbers at the beginning of two texts, without zeros before them. Returns how much of both was read as
/// well: no more than the shorter one, since a text may be compared with all others.
fn numbers(low: &str, high: &str) -> (Ordering, usize) {
    let digit = |text: &str, at: usize| text.as_bytes().get(at).copied().filter(u8::is_ascii_digit);
    let (mut order, mut read) = (Ordering::Equal, 0);
    loop {
        match (digit(low, read), digit(high, read)) {
            (None, None) => return (order, read),
            (Some(one), Some(two)) => order = order.then(one.cmp(&two)),
            (one, two) => return (one.is_some().cmp(&two.is_some()), read),
        }
        read += 1;
    }
}

/// The longest row of zeros at which a number begins, or more: they are read whatever they are compared with.
fn zeros(text: &str) -> usize {
    text.split(|c| c != '0').map(str::len).max().unwrap_or(0)
}

fn rest(text: &str, from: usize) -> &str {
    text.get(from..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_of_its_own() {
        let sorted =
            ["", "-1", "1", "01", "2", "10", "10a", "a", "a-2", "a-10", "a2", "a2b1", "a02b2", "a10", "a10b", "b"];
        for (i, a) in sorted.iter().enumerate() {
            for (j, b) in sorted.iter().enumerate() {
                assert_eq!(natural(a, b), i.cmp(&j), "{a:?} {b:?}");
            }
        }
        let digits = ["9".repeat(400), format!("1{}", "0".repeat(400))];
        assert_eq!(natural(&digits[0], &digits[1]), Ordering::Less);
    }
}
