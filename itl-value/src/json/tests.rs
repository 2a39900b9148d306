use super::document::to_json;
use super::error::mistake;
use super::{JsonError, Payload};
use proptest::prelude::*;
use serde_json::Value as Json;

/// A mistake as `serde_json` reports it.
fn as_ours(error: &serde_json::Error) -> JsonError {
    let whole = error.to_string();
    let message = whole.rsplit_once(" at line ").map_or(whole.as_str(), |(message, _)| message);
    let message = WORDS.iter().find(|(theirs, _)| *theirs == message).map_or(message, |(_, ours)| ours).to_owned();
    JsonError { line: error.line(), column: error.column(), message }
}

/// The words of `serde_json` for which there are plainer ones.
const WORDS: &[(&str, &str)] = &[
    ("EOF while parsing a value", "the text ends where a value is expected"),
    ("EOF while parsing a string", "the text ends inside a string"),
    ("EOF while parsing an object", "the text ends inside an object"),
    ("EOF while parsing a list", "the text ends inside an array"),
    ("key must be a string", "expected a key in double quotes"),
    ("trailing characters", "expected nothing after the value"),
    ("recursion limit exceeded", "nested deeper than 127 levels"),
    ("expected value", "expected a value"),
    ("expected ident", "expected `null`, `true` or `false`"),
    (
        "control character (\\u0000-\\u001F) found while parsing a string",
        "a control character in a string has to be an escape sequence, such as `\\n`",
    ),
    ("invalid unicode code point", "the string is not UTF-8"),
    ("invalid escape", "invalid escape sequence"),
];

/// Checks that `serde_json` reads the same values, and reports the same mistakes at the same places.
fn check(bytes: &[u8]) {
    let theirs = serde_json::from_slice::<Json>(&without_lone_surrogates(bytes)).map_err(|error| as_ours(&error));
    let shown = String::from_utf8_lossy(bytes);
    assert_eq!(mistake(bytes), theirs.as_ref().err().cloned(), "{shown:?}");
    let payload = Payload::from_slice(bytes);
    assert_eq!(payload.as_ref().err(), theirs.as_ref().err(), "{shown:?}");
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let ours = Payload::borrowed(text);
    assert_eq!(ours.as_ref().err(), theirs.as_ref().err(), "{shown:?}");
    for payload in [ours, payload].into_iter().flatten() {
        // As text too, where the order of keys and the kind of a number show.
        let (ours, theirs) = (to_json(&payload.root()), theirs.as_ref().unwrap_or(&Json::Null));
        assert_eq!(&ours, theirs, "{shown:?}");
        assert_eq!(ours.to_string(), theirs.to_string(), "{shown:?}");
    }
}

/// The text with each lone surrogate spelled as the character that it is read as.
fn without_lone_surrogates(bytes: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    let code = |at: usize| {
        let digits = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
        digits
            .iter()
            .all(u8::is_ascii_hexdigit)
            .then(|| u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok())?
    };
    let mut at = 0;
    while at < bytes.len() {
        let is_surrogate = code(at).filter(|code| (0xd800..0xe000).contains(code));
        at += match (bytes[at], is_surrogate) {
            (b'\\', Some(first)) if first < 0xdc00 && code(at + 6).is_some_and(|c| (0xdc00..0xe000).contains(&c)) => 12,
            (b'\\', Some(_)) => {
                out[at..at + 6].copy_from_slice(b"\\ufffd");
                6
            }
            (b'\\', None) => 2,
            _ => 1,
        };
    }
    out
}

#[test]
fn lone_surrogates_are_read() {
    let payload = Payload::from_json("{\"é\":\n \"a\\ud83d\", \"b\": \"\\udd25\\ud83d\\ud83d\\udd25\"}").unwrap();
    assert_eq!(payload.lone_surrogate(), Some((2, 4)));
    let root = payload.root();
    assert_eq!(root.get_str("é").to_text(), "a\u{fffd}");
    assert_eq!(root.get_str("b").to_text(), "\u{fffd}\u{fffd}🔥");
    assert_eq!(Payload::from_json("\"\\ud83d\\udd25\"").unwrap().lone_surrogate(), None);
}

const WRONG: &[&str] = &[
    "",
    " \n ",
    "nul",
    "nulx",
    "tru\n",
    "fals",
    "+1",
    "-",
    "-\n",
    "-a",
    "01",
    "-00",
    "1.",
    "1.x",
    "1.e5",
    "1e",
    "1e+",
    "1e+\n",
    "1ex",
    "1e5x",
    "1 2",
    "[",
    "[1",
    "[1,",
    "[1 2]",
    "[,]",
    "[1,]",
    "[1,\n]",
    "[1}",
    "]",
    "{",
    "{\"a\"",
    "{\"a\":",
    "{\"a\":1",
    "{\"a\":1,",
    "{\"a\":1,}",
    "{\"a\":1,\n2}",
    "{\"a\" 1}",
    "{1:2}",
    "{\"a\":}",
    "{]",
    "\"",
    "\"a\nb\"",
    "\"\\",
    "\"\\x\"",
    "\"\\u12",
    "\"\\u12\"",
    "\"\\u12\" , ",
    "\"\\uD834\"",
    "\"\\uD834\\",
    "\"\\uD834\\n\"",
    "\"\\uD834x\"",
    "\"\\uD834\\u0041\"",
    "\"\\uD834\\uD834\"",
    "\"\\uDD1E\"",
    "\"\\uD834\\uDD1",
    "\u{feff}1",
    "1e309",
    "-1e309",
    "1e99999999999 ",
    "0e99999999999 x",
    "1e-99999999999 x",
    "[1e2147483648]",
    "[1e-2147483648, 1e2147483647]",
    "179769313486231570814527423731704356798071e267",
    "179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977587207096330286416692887910946555547851940402630657488671505820681908902000708383676273854845817711531764475730270069855571366959622842914819860834936475292719074168444365510704342711559699508093042880",
    "179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977587207096330286416692887910946555547851940402630657488671505820681908902000708383676273854845817711531764475730270069855571366959622842914819860834936475292719074168444365510704342711559699508093042879 x",
];

#[test]
fn each_mistake_by_itself() {
    for text in WRONG {
        check(text.as_bytes());
        check(format!("{{\"key\":\n[ {text}").as_bytes());
    }
    for bytes in [
        &b"\"\xff\""[..],
        b"\"a\xffb\\n\\u00e9c\" 1",
        b"{\"a\xe2\x82\": 1}",
        b"\"\\uD834\\uDD1E\xe2\"",
        b"\"\xc3\\u00a9\xa9\"",
        b"\xff",
        b"[1, \xc3\xa9]",
        b"1\xff",
        b"\"\xed\xa0\x80\"",
        b"\"\xff\n\"",
    ] {
        check(bytes);
    }
}

#[test]
fn nesting_ends_at_the_same_depth() {
    for depth in 125..=130 {
        for open in ["[", "{\"a\":", "[{\"a\":"] {
            let open = open.repeat(depth / open.matches(['[', '{']).count());
            let close: String = open
                .chars()
                .rev()
                .filter_map(|c| {
                    Some(if c == '[' {
                        ']'
                    } else if c == '{' {
                        '}'
                    } else {
                        return None;
                    })
                })
                .collect();
            for inside in ["", "1", "[]", "{}", "\n[ 1 ]", "x"] {
                check(format!("{open}{inside}{close}").as_bytes());
                check(format!("{open}{inside}").as_bytes());
            }
        }
    }
}

#[test]
fn numbers_keep_their_kind() {
    for text in [
        "0",
        "-0",
        "-0.0",
        "0.0",
        "0e0",
        "1E2",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "-9223372036854775809",
        "18446744073709551615",
        "18446744073709551616",
        "1e-400",
        "-1e-400",
        "5e-324",
        "1.0",
        "123456789012345678901234567890",
        "0.1e1",
        "100000000000000000000000",
        "1.7976931348623157e308",
    ] {
        check(text.as_bytes());
        check(format!("[{text},{{\"a\":{text}}}]").as_bytes());
    }
}

#[test]
fn duplicate_keys() {
    check(br#"{"a":1,"b":2,"a":3,"\u0061":4,"":5,"":6}"#);
    let many: Vec<String> = (0..60).map(|n| format!("\"key {}\":{n}", n * 7 % 40)).collect();
    check(format!("{{{}}}", many.join(",")).as_bytes());
}

/// Documents, with the whitespace and spellings that JSON allows.
fn document() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("false".to_owned()),
        "-?(0|[1-9][0-9]{0,22})(\\.[0-9]{1,22})?([eE][-+]?[0-9]{1,3})?",
        "\"([ -!#-\\[\\]-~é🔥]|\\\\[\"\\\\/bfnrt]|\\\\u00[0-9a-fA-F]{2}|\\\\u[dD]83[dD]\\\\u[dD][eE]0[0-9]){0,6}\"",
    ];
    let blank = || prop_oneof![4 => Just(""), 1 => Just(" "), 1 => Just("\n"), 1 => Just("\t \r\n")];
    leaf.prop_recursive(4, 24, 5, move |inner| {
        prop_oneof![
            prop::collection::vec((blank(), inner.clone(), blank()), 0..5).prop_map(|items| {
                let items: Vec<String> = items.iter().map(|(a, item, b)| format!("{a}{item}{b}")).collect();
                format!("[{}]", items.join(","))
            }),
            prop::collection::vec((blank(), "[a-c]", blank(), inner), 0..5).prop_map(|entries| {
                let entries: Vec<String> =
                    entries.iter().map(|(a, key, b, value)| format!("{a}\"{key}\"{b}:{a}{value}{b}")).collect();
                format!("{{{}}}", entries.join(","))
            }),
        ]
    })
}

const PIECES: &[&[u8]] = &[b"\\u", b"\\ud83d", b"\\udc00", b"e999", b"1e309", b"//", b"null", b"\"\":"];

/// Damage to a document: at some place bytes are removed and others inserted.
fn damage() -> impl Strategy<Value = (prop::sample::Index, usize, Vec<u8>)> {
    let odd =
        prop::sample::select(b"\"\\{}[],:0123456789.eE+-ntfu \n\t\r\0\x1f\x7f\x80\xbf\xc3\xe2\xed\xf0\xff".to_vec());
    let piece = prop::sample::select(PIECES);
    let new = prop_oneof![prop::collection::vec(odd, 0..4), piece.prop_map(<[u8]>::to_vec)];
    (any::<prop::sample::Index>(), 0..4_usize, new)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    #[test]
    fn documents_are_read_alike(text in document()) {
        check(text.as_bytes());
    }

    #[test]
    fn broken_documents_are_refused_alike(
        text in document(), damages in prop::collection::vec(damage(), 1..4), end in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = text.into_bytes();
        for (at, gone, new) in damages {
            let at = at.index(bytes.len() + 1);
            bytes.splice(at..(at + gone).min(bytes.len()), new);
        }
        if let Some(end) = end {
            bytes.truncate(end.index(bytes.len() + 1));
        }
        check(&bytes);
    }

    #[test]
    fn pieces_in_any_order_are_refused_alike(
        pieces in prop::collection::vec(prop::sample::select(&[
            "[", "]", "{", "}", ",", ":", "\"", "\"a\"", "1", "-", "0", ".", "e", "9e99", "null", "t", "\\", "\\u", "d834", "\\udd1e",
            " ", "\n", "é", "1.5", "+", "00",
        ][..]), 0..9),
    ) {
        check(pieces.concat().as_bytes());
    }
}
