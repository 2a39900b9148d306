//! Drawing: the same numbers always give the same parts of templates, payloads and patterns.

use itl_eval::{ParamKind, Registry};
use serde_json::{Value, json};
use spec_tests::PIECES;
use std::sync::LazyLock;

/// Numbers that look random and follow from the first.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Numbers that follow from `seed`.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `sides`; 0 if there are none.
    pub fn roll(&mut self, sides: usize) -> usize {
        (self.next() >> 11) as usize % sides.max(1)
    }

    /// True once in so many times.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.roll(times) == 0
    }

    /// One of them.
    pub fn of<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        &list[self.roll(list.len())]
    }
}

/// Keys that drawn templates and payloads have in common.
pub const KEYS: &[&str] = &[
    "a", "b", "c", "k", "n", "s", "list", "host", "labels", "app", "x", "role", "text", "turns", "content", "a.b", "0",
    "a b", "@index", "größe",
];

/// Paths of templates.
const PATHS: &[&str] = &[
    ".",
    "a",
    "b",
    "a.b",
    "a.b.c",
    "list[0]",
    "list[-1].k",
    "list.0",
    ".k",
    "@index",
    "@last",
    "@key",
    "@now",
    "labels[\"a.b\"]",
    "a\\.b",
    "nobody",
    "labels",
    "n",
    "s",
    "host",
    "list",
    "a[$b]",
    "['a b']",
];

/// Texts of arguments and payloads.
const TEXTS: &[&str] = &[
    "",
    "x",
    "db-7",
    ",",
    "a,b,,c",
    "1",
    "-1.5",
    "1674950737",
    "2023-01-29T00:05:37Z",
    "29 Jan 2023",
    "true",
    "p",
    "q",
    "<a&b>",
    "\"",
    "\\",
    "\n",
    "}}",
    "{{ a }}",
    "{\"k\":[1,\"x\"]}",
    "👨‍👩‍👧",
    "e\u{301}",
    "ß",
    "1h 5m",
    "%F %T",
    "S",
    "Europe/Berlin",
    "a.b",
    "user",
    "$1",
    "${n}",
    "(\\d+)",
    "[a-z]+",
    "(?<=a)b",
    "(?i)x|y",
    "^$",
    "https://x.example/?a=1&b",
    "aGVsbG8=",
    "%7B",
    "👩‍💻\u{202e}",
    "\u{0}",
    "0",
    "1e400",
];

static FUNCTIONS: LazyLock<Vec<itl_eval::Function>> = LazyLock::new(|| Registry::standard().iter().cloned().collect());

/// A text.
pub fn text(dice: &mut Dice) -> String {
    let mut text = (*dice.of(TEXTS)).to_owned();
    if dice.once_in(4) {
        text.push_str(dice.of::<&str>(TEXTS));
    }
    if dice.once_in(40) {
        text = text.repeat(1 + dice.roll(200));
    }
    text
}

fn argument(dice: &mut Dice, kind: ParamKind) -> String {
    if dice.once_in(8) {
        return format!("${}", dice.of(PATHS));
    }
    let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"));
    match kind {
        ParamKind::Integer => dice.of(&["0", "1", "-1", "2", "7", "100", "99999999999", "-0"]).to_string(),
        ParamKind::Number => dice.of(&["0", "1.5", "-2", "1000000", "0.001", "\"x\""]).to_string(),
        ParamKind::Style => dice.of(&["\"F\"", "\"S\"", "\"%F %T\"", "\"%Q\""]).to_string(),
        ParamKind::Zone => dice.of(&["\"UTC\"", "\"Europe/Berlin\"", "\"EST\"", "\"Berlin\""]).to_string(),
        ParamKind::Key => quoted(dice.of::<&str>(KEYS)),
        ParamKind::Unit => dice.of(&["\"s\"", "\"ms\"", "\"h\"", "\"x\""]).to_string(),
        ParamKind::Array | ParamKind::Instant | ParamKind::Any if dice.once_in(2) => format!("${}", dice.of(PATHS)),
        ParamKind::DatePattern => dice.of(&["\"%F\"", "\"%d/%m/%Y %H:%M\"", "\"%H\""]).to_string(),
        ParamKind::DurationPattern => dice.of(&["\"%H:%M:%S\"", "\"%d d\"", "\"%\""]).to_string(),
        _ => quoted(&text(dice)),
    }
}

/// A call with its dot, mostly with as many arguments as it takes.
pub fn call(dice: &mut Dice) -> String {
    let function = dice.of(&FUNCTIONS).clone();
    let most = function.at_most().unwrap_or(function.params.len() + 2);
    let count =
        if dice.once_in(12) { dice.roll(5) } else { function.required() + dice.roll(1 + most - function.required()) };
    let kinds = (0..count).map(|at| function.param(at).map_or(ParamKind::Any, |param| param.kind));
    let arguments: Vec<String> = kinds.collect::<Vec<_>>().into_iter().map(|kind| argument(dice, kind)).collect();
    if dice.once_in(15) {
        return format!("##{}(({}))", function.name, arguments.join("||").replace('"', ""));
    }
    format!(".{}({})", function.name, arguments.join(dice.of::<&str>(&[",", ", ", " , "])))
}

/// A path with calls, as a tag holds it.
pub fn expression(dice: &mut Dice) -> String {
    let mut out = (*dice.of(PATHS)).to_owned();
    while dice.once_in(2) {
        out.push_str(&call(dice));
    }
    out
}

/// A tag, a pair of tags, or a piece of one.
pub fn tag(dice: &mut Dice) -> String {
    let path = expression(dice);
    let space = if dice.once_in(3) { "" } else { " " };
    match dice.roll(14) {
        0 => format!("{{{{#{space}{path}{space}}}}}"),
        1 => format!("{{{{/{space}{path}{space}}}}}"),
        2 => format!("{{{{^{space}{path}{space}}}}}"),
        3 => format!("{{{{{{{space}{path}{space}}}}}}}"),
        4 => format!("{{{{&{space}{path}{space}}}}}"),
        5 => format!("{{{{#{path}}}}}{{{{{}}}}}{{{{/{path}}}}}", dice.of(PATHS)),
        6 => format!("{{{{^{path}}}}}-{{{{/{path}}}}}"),
        7 => dice
            .of(&["{{>p}}", "{{> q }}", "  {{> p }}\n", "{{>*a}}", "{{<p}}{{$b}}x{{/b}}{{/p}}", "{{$b}}{{a}}{{/b}}"])
            .to_string(),
        8 | 9 => (*dice.of(PIECES)).to_owned(),
        10 => dice
            .of(&[
                "{{! @escape xml }}",
                "{{! @budget 40 }}",
                "{{! @param a string }}",
                "{{! @on-error empty }}",
                "{{! @cache }}",
                "{{=| |=}}",
                "|={{ }}=|",
            ])
            .to_string(),
        _ => format!("{{{{{space}{path}{space}}}}}"),
    }
}

/// A value that is no container.
pub fn scalar(dice: &mut Dice) -> Value {
    match dice.roll(10) {
        0 => Value::Null,
        1 => json!(dice.once_in(2)),
        2 => json!(dice.next() as i64 >> dice.roll(64)),
        3 => json!(dice.next()),
        4 => json!(f64::from_bits(dice.next())),
        _ => json!(text(dice)),
    }
}

/// A value of at most so many levels.
pub fn value(dice: &mut Dice, levels: usize) -> Value {
    match if levels == 0 { 9 } else { dice.roll(5) } {
        0 => (0..dice.roll(4)).map(|_| value(dice, levels - 1)).collect(),
        1 => Value::Object((0..dice.roll(5)).map(|_| ((*dice.of(KEYS)).to_owned(), value(dice, levels - 1))).collect()),
        _ => scalar(dice),
    }
}
