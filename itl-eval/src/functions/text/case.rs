//! Upper and lower case, without a locale.

use super::read;
use crate::functions::metered::write_metered;
use crate::functions::{Call, Row, example};
use itl_text::case;
use itl_value::{Text, Value};

pub(super) const ROWS: &[Row] = &[
    Row {
        name: "lowerCase",
        doc: "In lower case, with Unicode's full mapping.",
        examples: &[
            example(r#""Disk FULL""#, "lowerCase()", "disk full"),
            example(r#""ÄÖÜ""#, "lowerCase()", "äöü"),
            example(r#""ΟΔΟΣ""#, "lowerCase()", "οδος"),
            example("true", "lowerCase()", "true"),
            example("", "lowerCase()", ""),
        ],
        run: lower_case,
        ..Row::BASE
    },
    Row {
        name: "upperCase",
        doc: "In upper case, with Unicode's full mapping.",
        examples: &[
            example(r#""Disk full""#, "upperCase()", "DISK FULL"),
            example(r#""Straße""#, "upperCase()", "STRASSE"),
            example("[\"a\", null]", "upperCase()", "[\"A\",NULL]"),
            example("", "upperCase()", ""),
        ],
        run: upper_case,
        ..Row::BASE
    },
    Row {
        name: "capitalize",
        portable: false,
        doc: "With the first letter in upper case; the others stay.",
        examples: &[
            example(r#""disk full""#, "capitalize()", "Disk full"),
            example(r#""dISK""#, "capitalize()", "DISK"),
            example(r#""3rd disk""#, "capitalize()", "3rd disk"),
            example(r#""élan""#, "capitalize()", "Élan"),
        ],
        run: capitalize,
        ..Row::BASE
    },
    Row {
        name: "titleCase",
        portable: false,
        doc: "With the first letter of each word in upper case; the others stay.",
        examples: &[
            example(r#""disk full on db""#, "titleCase()", "Disk Full On Db"),
            example(r#""the CPU of mySQL""#, "titleCase()", "The CPU Of MySQL"),
            example(r#""high-load at o'neil's""#, "titleCase()", "High-load At O'neil's"),
            example("", "titleCase()", ""),
        ],
        run: title_case,
        ..Row::BASE
    },
];

fn lower_case<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let lower = |b: u8| b.is_ascii() && !b.is_ascii_uppercase();
    mapped(value, call, lower, str::make_ascii_lowercase, case::lower)
}

fn upper_case<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let upper = |b: u8| b.is_ascii() && !b.is_ascii_lowercase();
    mapped(value, call, upper, str::make_ascii_uppercase, case::upper)
}

#[inline]
fn mapped<'a>(
    value: Value<'a>,
    call: &mut Call<'_, 'a>,
    is_done: impl Fn(u8) -> bool,
    ascii: fn(&mut str),
    full: fn(&str) -> String,
) -> Value<'a> {
    let text = read(value, call);
    // Both tests go over the whole text: a loop without an exit is a few vector instructions.
    if text.bytes().fold(true, |all, b| all & is_done(b)) {
        return Value::Text(text);
    }
    let written = write_metered(call, |out, call| {
        // The longest mapping is three characters for one.
        let is_ascii = text.is_ascii();
        let out = out.reserve(if is_ascii { text.len() } else { text.len().saturating_mul(3) }, call)?;
        if !is_ascii {
            out.push_str(&full(&text));
            return Some(());
        }
        let start = out.len();
        out.push_str(&text);
        out.get_mut(start..).map(ascii)
    });
    written.unwrap_or(Value::Text(text))
}

/// The charge for finding a letter's upper case, in bytes.
const LETTER: usize = 8;

fn capitalize<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let text = read(value, call);
    Value::Text(raised(text, call, 1, |_| true))
}

fn title_case<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let text = read(value, call);
    Value::Text(raised(text, call, usize::MAX, |before| before.is_none_or(char::is_whitespace)))
}

/// The text with upper case for those of its first `max` letters for which `is_first` is true, given the character
/// before.
fn raised<'a>(
    text: Text<'a>,
    call: &mut Call<'_, 'a>,
    max: usize,
    is_first: impl Fn(Option<char>) -> bool,
) -> Text<'a> {
    let mut out = String::new();
    let mut copied = 0;
    let mut before = None;
    for (at, c) in text.char_indices().take(max) {
        let raised = match c {
            '\0'..='`' | '{'..='\x7f' => String::new(),
            c if is_first(before) => {
                call.charge_fuel(LETTER);
                case::upper(c.encode_utf8(&mut [0; 4]))
            }
            _ => String::new(),
        };
        if !raised.is_empty() && !raised.chars().eq([c]) {
            if copied == 0 && !call.charge_fuel(text.len().saturating_mul(2)) {
                return text;
            }
            out.push_str(text.get(copied..at).unwrap_or_default());
            out.push_str(&raised);
            copied = at + c.len_utf8();
        }
        before = Some(c);
    }
    if copied == 0 {
        return text;
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    out.into()
}
