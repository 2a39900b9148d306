//! Templates, payloads and options drawn from a seed: the same ones on every machine.

use crate::answer::Case;
use itl_eval::Registry;
use spec_tests::{Options, PIECES};

/// `SplitMix64`: small, and its numbers are the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of.get(self.below(of.len())).copied().unwrap_or_default()
    }
}

const KEYS: &[&str] =
    &["host", "labels", "list", "n", "s", "a", "k", "app", "a.b", "0", "at", "a b", "@index", "ü", "😀"];

const PATHS: &[&str] = &[
    "host",
    "labels",
    "list",
    "n",
    "s",
    "a",
    "at",
    "labels.app",
    "list[0]",
    "list[-1].k",
    "list.0",
    ".",
    ".k",
    "@index",
    "@last",
    "@now",
    "labels[\"a.b\"]",
    "a\\.b",
    "nobody",
    "ü",
    "😀",
    "a b",
];

const ARGUMENTS: &[&str] = &[
    "\"\"",
    "\"a\"",
    "\", \"",
    "\"ü\"",
    "\"😀\"",
    "0",
    "1",
    "2",
    "-1",
    "3",
    "100",
    "0.5",
    "\"k\"",
    "\"labels.app\"",
    "\"\\d+\"",
    "\"(\\w)(.)?\"",
    "\"(?i)DB\"",
    "\"\\p{Greek}|[^a-z]\"",
    "\"S\"",
    "\"F\"",
    "\"%Y-%m-%d %H:%M:%S %Z\"",
    "\"Europe/Berlin\"",
    "\"Asia/Kathmandu\"",
    "\"$1-${2}\"",
    "a\\ b",
    "\"\\u{1F600}\"",
    "\"ms\"",
    "\"…\"",
];

const TEXTS: &[&str] = &[
    "",
    "db-7",
    "ÄÖÜ ßß",
    "İstanbul ǅ ﬁ",
    "😀👨‍👩‍👧e\u{301}",
    "a,b,,c",
    "1,5",
    " 42 ",
    "-0.1e3",
    "12345678901234567890",
    "{\"k\":[1,\"x\"]}",
    "<b>&\"'</b>",
    "2023-01-29T00:05:37Z",
    "2024-07-01 12:00:00+05:45",
    "Sun, 29 Jan 2023 00:05:37 GMT",
    "1674950737",
    "line 1\nline 2\r\n",
    "_*[]()~`>#+-=|{}.!",
    "dGV4dA==",
    "%C3%A4+b%zz",
    "\u{1}\u{7f}\u{2028}",
    "{{ host }}",
];

const NUMBERS: &[&str] = &[
    "0",
    "-0",
    "1",
    "-1",
    "42",
    "95.0",
    "0.54",
    "0.1",
    "1e16",
    "1.5e-7",
    "1e400",
    "-1e-400",
    "9007199254740993",
    "18446744073709551615",
    "18446744073709551616",
    "-9223372036854775808",
    "1674950737000",
    "1674950737",
    "253402300799999",
    "123456789.987654321",
    "5e-324",
    "1.7976931348623157e308",
];

const ZONES: &[&str] = &[
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "Etc/GMT+3",
];
const ESCAPES: &[&str] = &["none", "html", "json", "xml", "url", "markdown", "slack", "telegram"];

/// `count` cases of a seed.
pub(crate) fn cases(seed: u64, count: usize) -> Vec<Case> {
    let registry = Registry::standard();
    let functions: Vec<&str> = registry.iter().map(|function| &*function.name).collect();
    let mut random = Random(seed);
    (0..count).map(|at| case(&mut random, &functions, at)).collect()
}

fn case(random: &mut Random, functions: &[&str], at: usize) -> Case {
    let mustache = random.below(5) == 0;
    let mut options = Options::default();
    if random.below(2) == 0 {
        options.timezone = Some(random.pick(ZONES).to_owned());
    }
    if random.below(2) == 0 {
        options.now = Some(1_674_950_737_000 + random.below(1_000_000_000) as i64);
    }
    if random.below(3) == 0 {
        options.escape = Some(random.pick(ESCAPES).to_owned());
    }
    match random.below(8) {
        0 => options.max_chars = Some(random.below(40)),
        1 => options.max_bytes = Some(random.below(40)),
        2 => options.budget = Some("sms".to_owned()),
        _ => {}
    }
    let count = 1 + random.below(10);
    let source = (0..count).map(|_| piece(random, functions)).collect();
    let mut json = String::new();
    object(random, &mut json, 3);
    Case {
        from: "random",
        name: at.to_string(),
        source,
        json,
        mustache,
        partials: [
            ("p", "<{{ host }}{{$b}}default{{/b}}\n{{#list}}\n{{ . }}{{ oops }}\n{{/list}}\n>"),
            ("db-7", "ü{{> p }}"),
        ]
        .into_iter()
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .collect(),
        options,
        prompt: false,
    }
}

fn piece(random: &mut Random, functions: &[&str]) -> String {
    if random.below(3) == 0 {
        return random.pick(PIECES).to_owned();
    }
    let mut tag = random.pick(PATHS).to_owned();
    for _ in 0..random.below(4) {
        tag.push('.');
        tag.push_str(random.pick(functions));
        tag.push('(');
        for argument in 0..random.below(3) {
            if argument > 0 {
                tag.push(',');
            }
            tag.push_str(random.pick(ARGUMENTS));
        }
        tag.push(')');
    }
    match random.below(6) {
        0 => format!("{{{{{{ {tag} }}}}}}"),
        1 => format!("{{{{ #{tag} }}}}x{{{{ /{tag} }}}}"),
        _ => format!("{{{{ {tag} }}}}"),
    }
}

fn object(random: &mut Random, out: &mut String, depth: usize) {
    out.push('{');
    for at in 0..random.below(8) {
        if at > 0 {
            out.push(',');
        }
        text(random.pick(KEYS), out);
        out.push(':');
        value(random, out, depth);
    }
    out.push('}');
}

fn value(random: &mut Random, out: &mut String, depth: usize) {
    match random.below(if depth == 0 { 6 } else { 9 }) {
        0 => out.push_str(random.pick(&["null", "true", "false"])),
        1 | 2 => out.push_str(random.pick(NUMBERS)),
        3..=5 => text(random.pick(TEXTS), out),
        6 => object(random, out, depth - 1),
        _ => {
            out.push('[');
            for at in 0..random.below(5) {
                if at > 0 {
                    out.push(',');
                }
                value(random, out, depth - 1);
            }
            out.push(']');
        }
    }
}

fn text(text: &str, out: &mut String) {
    out.push_str(&serde_json::Value::from(text).to_string());
}
