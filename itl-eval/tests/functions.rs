//! Every function on every kind of value with odd arguments, through the public API.

use itl_eval::{Code, Engine, Function, Kind, Limits, ParamKind, Registry, RenderOptions, Template, Zone};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};
use unicode_segmentation::UnicodeSegmentation;

/// Texts that mean something to some function, or nearly.
const TEXTS: [&str; 61] = [
    "",
    " ",
    "a",
    "a,b,,c",
    "Disk full on db-7",
    "größe ẞ ŉ İ ǆ",
    "👨‍👩‍👧‍👦🇩🇪e\u{301}\r\n",
    "\u{301}\u{200d}",
    "a\r\n\r\n b\rc\n",
    "\u{0}\u{1f}\u{7f}\u{fffe}",
    "{{ x }} }} {{{",
    "<a href=\"x\">'&'</a> ]]>",
    "100% %41%zz%F0%9F%94 +",
    "YWI=",
    "fn5-Pz8_",
    "/w==",
    "0",
    "-0.0",
    " 41 ",
    "0.1",
    "1e3",
    "1e999999999",
    "-1e-999999999",
    "1e1000",
    "18446744073709551616",
    "9999999999999999999999999999.9999999",
    "007",
    "NaN",
    "1674950737",
    "1674950737000.5",
    "-62135596801",
    "2023-01-29T00:05:37Z",
    "2023-01-29 02:05:37,5 +0200",
    "2023-03-26T02:30",
    "0001-01-01",
    "9999-12-31T23:59:59.999999999-14:00",
    "Sun, 29 Jan 2023 00:05:37 GMT",
    "2023-01-29 01:05:37 +0100 CET m=+0.1",
    "29.1.2023, 0:05",
    "Sunday, 29-Jan-23 00:05:37 GMT",
    "Sun Jan 29 2023 01:05:37 GMT+0100 (CET)",
    "Jan 29, 2023, 12:05:37\u{202f}AM",
    "/Date(1674950737000+0100)/",
    "20230129000537",
    "1.674950737e18",
    "0001-01-01T00:00:00Z",
    "01/02/2023 4:05 PM",
    "2023-01-29 00:05:37 CST",
    "PT10M",
    "-1h2m3.5s",
    "3 days, 04:05:06",
    "-1 day, 23:59:59",
    "{\"a\":{\"b\":[1,{\"c\":null}]}}",
    "[1,2",
    "\"\\ud83d\"",
    "$1 ${a} $$ $9 ${ $",
    "a.b[0]",
    "s",
    "ms",
    "\\ \\n \\\" '",
    "true",
];

const INTEGERS: [i64; 13] = [0, 1, -1, 2, 3, 7, -7, 60, 1001, 1_000_000_000, i64::MAX, i64::MIN, -1_000_000_000_000];

const NUMBERS: [&str; 11] =
    ["0", "1", "-1", "0.1", "0.0", "3", "1e999", "-1e-999", "1e999999999", "90.00", "123456789012345678901234567890.5"];

const REGEXES: [&str; 12] =
    ["a", "", "(a)|(b)", r"(\d+)", r"(?<n>\w+)(x)?", ".*", r"\s*", "^", "(?s).", "((a)*)*", "[", r"(?=a)"];

const REPLACEMENTS: [&str; 9] = ["", "x", "$0$0", "$1", "${n}", "$$", "$1a", "$", "${"];

const STYLES: [&str; 10] = ["F", "L", "M", "S", "X", "", "%", "%Y-%m-%dT%H:%M:%S%.f %Z %z", "%Q", "long %"];

const ZONES: [&str; 6] = ["UTC", "Europe/Berlin", "Asia/Kathmandu", "Pacific/Apia", "Z", "Nowhere"];

const UNITS: [&str; 3] = ["s", "ms", "min"];

const KEYS: [&str; 10] = ["a", "a.b", "a.b[0].c", "[0]", "[-1]", "a[\"b\"]", "", ".", "a[", "größe"];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => select(&TEXTS[..]).prop_map(str::to_owned),
        2 => "\\PC{0,12}",
        1 => "[ab,.]{0,20}",
        1 => (select(&TEXTS[..]), select(&TEXTS[..])).prop_map(|(a, b)| format!("{a}{b}")),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        1 => select(&INTEGERS[..]).prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => Just(Value::from(u64::MAX)),
        1 => any::<f64>().prop_map(|f| Value::from(if f.is_finite() { f } else { 0.5 })),
        1 => select(&[1e300, 5e-324, -0.0, 1e16, 1e-7, 1_674_950_737.25][..]).prop_map(Value::from),
        5 => text().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((select(&["a", "b", "c", "a.b", ""][..]), inner), 0..4).prop_map(|entries| {
                Value::Object(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
            }),
        ]
    })
}

/// An argument as it stands between the parentheses.
fn argument(kind: ParamKind) -> BoxedStrategy<String> {
    let pool = |pool: &'static [&'static str]| select(pool).prop_map(quoted).boxed();
    match kind {
        ParamKind::Any | ParamKind::Instant | ParamKind::Text => text().prop_map(|text| quoted(&text)).boxed(),
        ParamKind::Integer => prop_oneof![select(&INTEGERS[..]), any::<i64>()].prop_map(|n| n.to_string()).boxed(),
        ParamKind::Number => pool(&NUMBERS),
        ParamKind::Regex | ParamKind::RegexWithGroups => {
            select(&REGEXES[..]).prop_map(|regex| format!("\"{}\"", regex.replace('"', "\\\""))).boxed()
        }
        ParamKind::Replacement => pool(&REPLACEMENTS),
        ParamKind::Style => pool(&STYLES),
        ParamKind::Zone => pool(&ZONES),
        ParamKind::Key => pool(&KEYS),
        ParamKind::Unit => pool(&UNITS),
        ParamKind::DatePattern => {
            pool(&["%Y-%m-%d", "%m/%d/%Y %I:%M:%S %p", "%d.%m.%y %H:%M%.f %z", "%s", "%G-W%V-%u"])
        }
        ParamKind::DurationPattern => pool(&["%D %H:%M:%S", "%M:%S", "%S %%", "é%H"]),
        ParamKind::Array => Just("$list".to_owned()).boxed(),
        kind => unreachable!("{kind:?} has no examples here"),
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A call of some function, its row, and whether the arguments are of the right number.
fn call() -> impl Strategy<Value = (Function, String)> {
    let rows: Vec<Function> = Registry::standard().iter().cloned().collect();
    select(rows).prop_flat_map(|row| {
        let least = row.required();
        let arguments: Vec<_> = row.params.iter().map(|param| argument(param.kind)).collect();
        (Just(row), arguments, least..=usize::MAX).prop_map(move |(row, mut arguments, count)| {
            arguments.truncate(least + count % (arguments.len() - least + 1));
            let call = format!("{}({})", row.name, arguments.join(", "));
            (row, call)
        })
    })
}

fn options() -> impl Strategy<Value = RenderOptions> {
    let steps = prop_oneof![3 => Just(10_000_000_u64), 1 => 0..40_u64];
    let now = prop_oneof![Just(None), Just(Some(1_674_950_737_000)), any::<i64>().prop_map(Some)];
    let zone = select(&["UTC", "Asia/Kathmandu", "America/Sao_Paulo"][..]);
    (steps, now, zone).prop_map(|(steps, now, zone)| {
        RenderOptions::new().limits(Limits::default().steps(steps)).now(now).zone(Zone::named(zone))
    })
}

/// Whether `json`, printed by `toJson`, is of the kind.
fn is_of_kind(json: &str, kind: Kind) -> bool {
    let begins = |with: &[char]| json.starts_with(with);
    match kind {
        Kind::Any => true,
        Kind::Text => begins(&['"']),
        Kind::Number => json.starts_with(|c: char| c.is_ascii_digit() || c == '-'),
        Kind::Boolean => json == "true" || json == "false",
        Kind::Array => begins(&['[']),
        Kind::Object => begins(&['{']),
        Kind::Instant => begins(&['"']) || json.starts_with(|c: char| c.is_ascii_digit() || c == '-'),
        kind => unreachable!("{kind:?} is not known here"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn every_call_ends_and_gives_the_stated_kind(
        (row, call) in call(),
        value in prop_oneof![9 => value().prop_map(Some), 1 => Just(None)],
        options in options(),
    ) {
        let data = value.as_ref().map_or_else(|| json!({}), |value| json!({"v": value}));
        let (template, diagnostics) = Template::compile_lenient(&format!("{{{{ v.{call}.toJson() }}}}"));
        let rendered = template.render_with(&data, &options);
        if diagnostics.has_errors() {
            return Ok(());
        }
        // Only a value that cannot be used, and a render that may not go on, give another kind.
        let excused = [Code::MissingVariable, Code::UnusableValue, Code::StepLimit];
        if rendered.warnings.iter().any(|warning| excused.contains(&warning.code)) {
            return Ok(());
        }
        prop_assert!(is_of_kind(&rendered.text, row.returns), "{} gave {}", row.name, rendered.text);
    }

    #[test]
    fn chains_end_too(calls in prop::collection::vec(call(), 2..6), value in value(), options in options()) {
        let chain: Vec<_> = calls.into_iter().map(|(_, call)| call).collect();
        let (template, _) = Template::compile_lenient(&format!("{{{{ v.{} }}}}", chain.join(".")));
        let data = json!({"v": value});
        let text = template.render_with(&data, &options).text;
        prop_assert_eq!(template.render_with(&data, &options).text, text);
    }

    #[test]
    fn a_value_that_cannot_be_used_is_printed_unchanged((row, call) in call(), value in value()) {
        let source = format!("{{{{ v.{call} }}}}");
        let (template, diagnostics) = Template::compile_lenient(&source);
        let rendered = template.render(&json!({"v": value}));
        let unusable = rendered.warnings.iter().any(|warning| warning.code == Code::UnusableValue);
        // These leave out items that they cannot use, and say so.
        let skips_items = ["sum", "average", "min", "max", "sortByTime"].contains(&&*row.name);
        if diagnostics.has_errors() || !unusable || row.returns == Kind::Boolean || skips_items {
            return Ok(());
        }
        let plain = Template::compile_lenient("{{ v }}").0.render(&json!({"v": value}));
        prop_assert_eq!(rendered.text, plain.text, "{}", call);
    }

    #[test]
    fn substring_is_a_slice_of_the_characters(text in text(), from in -30_i64..30, to in -30_i64..30) {
        let characters: Vec<char> = text.chars().collect();
        let place = |at: i64| {
            let at = if at < 0 { at + characters.len() as i64 } else { at };
            usize::try_from(at).unwrap_or(0).min(characters.len())
        };
        let expected: String = characters.get(place(from)..place(to)).unwrap_or_default().iter().collect();
        prop_assert_eq!(print(&text, &format!("substring({from}, {to})")), expected.clone());
        prop_assert_eq!(print(&text, &format!("slice({from}, {to})")), expected);
    }

    #[test]
    fn pieces_are_those_of_split(text in text(), delimiter in "[a,. ]{0,2}", n in -9_i64..9) {
        let pieces: Vec<String> = if delimiter.is_empty() {
            text.chars().map(String::from).collect()
        } else {
            text.split(&delimiter).map(str::to_owned).collect()
        };
        let at = if n < 0 { n + pieces.len() as i64 } else { n };
        let expected = usize::try_from(at).ok().and_then(|at| pieces.get(at)).cloned().unwrap_or_default();
        let delimiter = quoted(&delimiter);
        prop_assert_eq!(print(&text, &format!("splitTakeAt({delimiter}, {n})")), expected);
        prop_assert_eq!(print(&text, &format!("split({delimiter}).length()")), pieces.len().to_string());
        prop_assert_eq!(print(&text, &format!("split({delimiter}).join({delimiter})")), text);
    }

    #[test]
    fn truncated_text_fits(text in text(), n in 0_usize..30, marker in select(&["", "…", "...", "🇩🇪"][..])) {
        let cut = print(&text, &format!("truncate({n}, \"{marker}\")"));
        prop_assert!(cut.graphemes(true).count() <= n);
        prop_assert_eq!(cut == text, text.graphemes(true).count() <= n);
        let cut = print(&text, &format!("truncateBytes({n}, \"{marker}\")"));
        prop_assert!(cut.len() <= n);
        prop_assert_eq!(cut == text, text.len() <= n);
        let kept = cut.strip_suffix(marker).unwrap_or(&cut);
        prop_assert!(text.grapheme_indices(true).any(|(at, _)| at == kept.len()) || kept == text);
    }

    #[test]
    fn what_is_encoded_is_decoded(text in text(), value in value()) {
        prop_assert_eq!(print(&text, "urlEncode().urlDecode()"), text.clone());
        prop_assert_eq!(print(&text, "base64Encode().base64Decode()"), text.clone());
        prop_assert_eq!(print(&text, "toJson().parseJson()"), text);
        let json = print_value(&value, "toJson()");
        let pretty = print_value(&value, "toJson(2)");
        let expected = serde_json::to_string(&value).unwrap_or_default();
        // serde_json writes 1e+16, the language 1e16.
        if !expected.contains("e+") {
            prop_assert_eq!(&json, &expected);
            prop_assert_eq!(&pretty, &serde_json::to_string_pretty(&value).unwrap_or_default());
        }
        prop_assert_eq!(serde_json::from_str::<Value>(&pretty).ok(), Some(value.clone()));
        prop_assert_eq!(print_value(&value, "toJson(3).parseJson().toJson()"), json);
    }

    #[test]
    fn sums_and_products_are_exact(a in any::<i64>(), b in any::<i64>()) {
        prop_assert_eq!(print_value(&a.into(), &format!("add({b})")), (i128::from(a) + i128::from(b)).to_string());
        prop_assert_eq!(print_value(&a.into(), &format!("subtract({b})")), (i128::from(a) - i128::from(b)).to_string());
        prop_assert_eq!(print_value(&a.into(), &format!("multiply({b})")), (i128::from(a) * i128::from(b)).to_string());
        prop_assert_eq!(print_value(&a.into(), &format!("greaterThan({b})")), (a > b).to_string());
        prop_assert_eq!(print_value(&a.into(), &format!("multiply({b}).divide({b})")), if b == 0 { "0".into() } else { a.to_string() });
    }

    #[test]
    fn sorted_arrays_are_in_order(items in prop::collection::vec(value(), 0..12)) {
        let sorted = print_value(&items.clone().into(), "sort()");
        prop_assert_eq!(print_value(&items.clone().into(), "sort().sort()"), sorted.clone());
        prop_assert_eq!(print_value(&items.clone().into(), "reverse().reverse()"), print_value(&items.clone().into(), "toJson()"));
        let mut before: Vec<String> = items.iter().map(Value::to_string).collect();
        let after: Vec<Value> = serde_json::from_str(&sorted).unwrap_or_default();
        let mut after: Vec<String> = after.iter().map(Value::to_string).collect();
        before.sort();
        after.sort();
        prop_assert_eq!(before, after);
    }
}

fn print(text: &str, call: &str) -> String {
    print_value(&text.into(), call)
}

fn print_value(value: &Value, call: &str) -> String {
    let source = format!("{{{{ v.{call} }}}}");
    match Template::compile(&source) {
        Ok(template) => template.render(&json!({"v": value})).text,
        Err(diagnostics) => format!("{diagnostics}"),
    }
}

#[test]
fn growth_is_paid_for() {
    // Each step of the chain makes eight times more: without the limit, 8 GiB.
    let chain = ".replaceAll(\"a\", \"aaaaaaaa\")".repeat(11);
    let template = Engine::new().compile(&format!("{{{{ v{chain}.length() }}}}")).map(|template| {
        let rendered = template.render(&json!({"v": "a"}));
        assert!(rendered.warnings.iter().any(|warning| warning.code == Code::StepLimit), "{:?}", rendered.warnings);
    });
    assert!(template.is_ok());
    for call in [
        "indent(1000000000000)",
        "split(\"\").join(\"aaaaaaaaaaaaaaaa\")",
        "replaceRegex(\"\", \"$0aaaaaaaaaaaaaaaa\")",
    ] {
        let template = Engine::new().compile(&format!("{{{{ v.{call} }}}}")).map(|template| {
            let options = RenderOptions::new().limits(Limits::default().steps(1000));
            let text = "a\nb ".repeat(5000);
            let rendered = template.render_with(&json!({"v": text}), &options);
            assert!(rendered.warnings.iter().any(|warning| warning.code == Code::StepLimit), "{call}");
            assert!(rendered.text.len() <= text.len(), "{call}");
        });
        assert!(template.is_ok(), "{call}");
    }
}

#[test]
fn formatted_numbers_stay_small() {
    for call in
        ["formatNumber(1000000000)", "round(1000000000)", "round(-1000000000)", "multiply(1e900).multiply(1e900)"]
    {
        let printed = print_value(&json!(1.5), call);
        assert!(printed.len() < 2000, "{call}");
    }
    assert_eq!(print_value(&json!("1e999999999"), "formatNumber(2)"), "1e999999999");
}
