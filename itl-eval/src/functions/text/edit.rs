//! Text added, taken away and replaced.

use super::pieces::lines_with_ends;
use super::places::Places;
use super::{cut, read};
use crate::functions::metered::write_metered;
use crate::functions::{Branches, Call, IlertSpelling, ParamKind, Row, Yields, example, param};
use itl_value::{Kind, Value};

pub(super) const ROWS: &[Row] = &[
    Row {
        name: "replaceAll",
        params: &[param("find", ParamKind::Text), param("with", ParamKind::Text)],
        doc: "With every occurrence of a text replaced, literally, from left to right.",
        examples: &[
            example(r#""a.b.c""#, r#"replaceAll(".", "-")"#, "a-b-c"),
            example(r#""aaa""#, r#"replaceAll("aa", "b")"#, "ba"),
            example(r#""abc""#, r#"replaceAll("", "-")"#, "abc"),
            example(r#""cost: $5""#, r#"replaceAll("$5", "$1")"#, "cost: $1"),
            example("1.5", r#"replaceAll(".", ",")"#, "1,5"),
        ],
        run: replace_all,
        ..Row::BASE
    },
    Row {
        name: "default",
        receiver: Kind::Any,
        params: &[param("s", ParamKind::Any)],
        returns: Kind::Any,
        yields: Yields::Receiver,
        accepts_missing: true,
        branches: Branches::Fallback,
        portable: false,
        in_ilert: IlertSpelling::Advice("`{{ $path }}{{ ^$path }}$1{{ /$path }}`"),
        doc: "The value, or s where it is missing, null or empty.",
        examples: &[
            example("", r#"default("n/a")"#, "n/a"),
            example("null", r#"default("n/a")"#, "n/a"),
            example(r#""""#, r#"default("n/a")"#, "n/a"),
            example("[]", r#"default("n/a")"#, "n/a"),
            example("0", r#"default("n/a")"#, "0"),
            example(r#"" ""#, r#"default("n/a")"#, " "),
        ],
        run: default,
        ..Row::BASE
    },
    Row {
        name: "trim",
        portable: false,
        doc: "Without white space at both ends.",
        examples: &[
            example(r#""  a b\n""#, "trim()", "a b"),
            example(r#""\u00a0a\u3000""#, "trim()", "a"),
            example(r#"" \t ""#, "trim()", ""),
            example("4.5", "trim()", "4.5"),
        ],
        run: trim,
        ..Row::BASE
    },
    Row {
        name: "trimStart",
        portable: false,
        doc: "Without white space at the beginning.",
        examples: &[
            example(r#""  a ""#, "trimStart()", "a "),
            example(r#""\r\n a""#, "trimStart()", "a"),
            example("", "trimStart()", ""),
        ],
        run: trim_start,
        ..Row::BASE
    },
    Row {
        name: "trimEnd",
        portable: false,
        doc: "Without white space at the end.",
        examples: &[
            example(r#"" a  ""#, "trimEnd()", " a"),
            example(r#""a\r\n\r\n""#, "trimEnd()", "a"),
            example("", "trimEnd()", ""),
        ],
        run: trim_end,
        ..Row::BASE
    },
    Row {
        name: "append",
        receiver: Kind::Any,
        params: &[param("s", ParamKind::Text)],
        returns: Kind::Any,
        yields: Yields::Receiver,
        portable: false,
        in_ilert: IlertSpelling::Advice("`{{ $path }}$1`, which also prints the text where there is no value"),
        doc: "The value followed by s; nothing if there is no value.",
        examples: &[
            example("97", r#"append("%")"#, "97%"),
            example(r#""""#, r#"append("%")"#, ""),
            example("", r#"append("%")"#, ""),
            example("[1]", r#"append("!")"#, "[1]!"),
        ],
        run: append,
        ..Row::BASE
    },
    Row {
        name: "prepend",
        receiver: Kind::Any,
        params: &[param("s", ParamKind::Text)],
        returns: Kind::Any,
        yields: Yields::Receiver,
        portable: false,
        in_ilert: IlertSpelling::Advice("`$1{{ $path }}`, which also prints the text where there is no value"),
        doc: "With s before it, where there is a value at all.",
        examples: &[
            example("42", r##"prepend("#")"##, "#42"),
            example(r#""""#, r##"prepend("#")"##, ""),
            example("{}", r##"prepend("#")"##, "{}"),
        ],
        run: prepend,
        ..Row::BASE
    },
    Row {
        name: "indent",
        params: &[param("n", ParamKind::Integer)],
        portable: false,
        doc: "Indents every line but the first by n spaces; blank lines stay blank.",
        examples: &[
            example(r#""a\nb\nc""#, "indent(2)", "a\n  b\n  c"),
            example(r#""a\n\nb\n""#, "indent(2)", "a\n\n  b\n"),
            example(r#""a\r\nb""#, "indent(1)", "a\r\n b"),
            example(r#""a""#, "indent(4)", "a"),
        ],
        run: indent,
        ..Row::BASE
    },
];

fn replace_all<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let text = read(value, call);
    let (find, with) = (call.text(0, ""), call.text(1, ""));
    if find.is_empty() {
        return Value::Text(text);
    }
    let replaced = write_metered(call, |out, call| {
        let mut copied = 0;
        for at in Places::new(&text, find) {
            out.push(text.get(copied..at).unwrap_or_default(), call)?;
            out.push(with, call)?;
            copied = at + find.len();
        }
        // Without an occurrence the text itself is the result.
        if copied == 0 { None } else { out.push(text.get(copied..).unwrap_or_default(), call) }
    });
    replaced.unwrap_or(Value::Text(text))
}

fn default<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let is_empty = value.is_empty();
    call.went(is_empty.into());
    if is_empty { call.value(0) } else { value }
}

fn trim<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let text = read(value, call);
    let start = text.len() - text.trim_start().len();
    let end = text.trim_end().len();
    Value::Text(cut(text, start.min(end)..end))
}

fn trim_start<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let text = read(value, call);
    let (start, end) = (text.len() - text.trim_start().len(), text.len());
    Value::Text(cut(text, start..end))
}

fn trim_end<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let text = read(value, call);
    let end = text.trim_end().len();
    Value::Text(cut(text, 0..end))
}

fn append<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let more = call.text(0, "");
    if value.is_empty() || more.is_empty() {
        return value;
    }
    let text = read(value, call);
    if !call.charge_fuel(text.len().saturating_add(more.len())) {
        return Value::Text(text);
    }
    let mut text = text.into_owned();
    text.push_str(more);
    Value::Text(text.into())
}

fn prepend<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let more = call.text(0, "");
    if value.is_empty() || more.is_empty() {
        return value;
    }
    let text = read(value, call);
    if !call.charge_fuel(text.len().saturating_add(more.len())) {
        return Value::Text(text);
    }
    let mut out = String::with_capacity(text.len() + more.len());
    out.push_str(more);
    out.push_str(&text);
    Value::Text(out.into())
}

fn indent<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let text = read(value, call);
    let width = usize::try_from(call.integer(0).unwrap_or(0).max(0)).unwrap_or(usize::MAX);
    let takes_blanks = |line: &str| !line.trim().is_empty();
    let mut lines = 0_usize;
    let passed = lines_with_ends(&text).inspect(|_| lines += 1);
    let count = passed.skip(1).filter(|(line, _)| takes_blanks(line)).count();
    call.charge_fuel(lines.saturating_mul(4));
    let size = count.saturating_mul(width).saturating_add(text.len());
    if count == 0 || width == 0 || !call.charge_fuel(size) {
        return Value::Text(text);
    }
    let mut out = String::with_capacity(size);
    for (number, (line, end)) in lines_with_ends(&text).enumerate() {
        if number > 0 && takes_blanks(line) {
            out.extend(std::iter::repeat_n(' ', width));
        }
        out.push_str(line);
        out.push_str(end);
    }
    Value::Text(out.into())
}
